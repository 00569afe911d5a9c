//! ironcalc, behind the same values as annex.

use annex::address::Address;
use annex::book::{self, Book};
use annex::formula::{ErrorKind, ErrorValue, Value};
use ironcalc_base::Model;
use ironcalc_base::cell::CellValue;
use ironcalc_base::types::CellType;

use crate::cells::{COLUMNS, Cells, ROWS};

/// Where the formula stands: away from the cells, so that nothing refers to it.
const FORMULA_ROW: i32 = 20;
const FORMULA_COLUMN: i32 = 20;

/// Computes a formula; numbers are as the engine's floats have them.
///
/// # Errors
/// What the engine says when it takes a cell or the formula for unreadable.
pub fn compute(formula: &str, cells: &Cells) -> Result<Computed, String> {
    let mut model = Model::new_empty("oracle", "en", "UTC", "en")?;
    for row in 0..ROWS {
        for column in 0..COLUMNS {
            let value = cells.at(annex::address::Address::new(row, column));
            let (row, column) = (row.cast_signed() + 1, column.cast_signed() + 1);
            match value {
                Value::Blank => {}
                Value::Number(number) => {
                    model.update_cell_with_number(0, row, column, number.to_f64())?
                }
                // An empty text can only be given by a formula.
                Value::Text(text) if text.is_empty() => {
                    model.update_cell_with_formula(0, row, column, "=\"\"".to_string())?;
                }
                Value::Text(text) => model.update_cell_with_text(0, row, column, &text)?,
                Value::Bool(truth) => model.update_cell_with_bool(0, row, column, truth)?,
                Value::Error(error) => {
                    let formula = format!("={}", error.kind.code());
                    model.update_cell_with_formula(0, row, column, formula)?;
                }
            }
        }
    }
    model.update_cell_with_formula(0, FORMULA_ROW, FORMULA_COLUMN, format!("={formula}"))?;
    model.evaluate();
    result(&model, 0, FORMULA_ROW, FORMULA_COLUMN)
}

/// Computes every formula of a workbook; gives the sheet, the cell and the result of each, in their order.
///
/// # Errors
/// What the engine says when it takes a sheet, a cell or a formula for unreadable.
pub fn compute_book(book: &Book) -> Result<Vec<(usize, Address, Computed)>, String> {
    let mut model = Model::new_empty("oracle", "en", "UTC", "en")?;
    for (index, sheet) in (0..).zip(&book.sheets) {
        if index > 0 {
            model.add_sheet(&sheet.name)?;
        } else {
            model.rename_sheet_by_index(index, &sheet.name)?;
        }
    }
    let mut formulas = Vec::new();
    for (index, sheet) in book.sheets.iter().enumerate() {
        for (&at, cell) in &sheet.cells {
            let (number, row, column) = place(index, at)?;
            if let Some(formula) = &cell.formula {
                model.update_cell_with_formula(number, row, column, format!("={formula}"))?;
                formulas.push((index, at));
                continue;
            }
            match &cell.value {
                book::CellValue::Blank => {}
                book::CellValue::Number(value) => {
                    model.update_cell_with_number(number, row, column, value.to_f64())?;
                }
                book::CellValue::Text(text) => {
                    model.update_cell_with_text(number, row, column, text)?;
                }
                book::CellValue::Bool(truth) => {
                    model.update_cell_with_bool(number, row, column, *truth)?;
                }
                book::CellValue::Error(code) => {
                    model.update_cell_with_formula(number, row, column, format!("={code}"))?;
                }
            }
        }
    }
    model.evaluate();
    let mut results = Vec::new();
    for (index, at) in formulas {
        let (number, row, column) = place(index, at)?;
        results.push((index, at, result(&model, number, row, column)?));
    }
    Ok(results)
}

/// Where a cell is in the engine, which counts rows and columns from one.
fn place(sheet: usize, at: Address) -> Result<(u32, i32, i32), String> {
    let sheet = u32::try_from(sheet).map_err(|why| why.to_string())?;
    Ok((sheet, at.row.cast_signed() + 1, at.column.cast_signed() + 1))
}

fn result(model: &Model<'_>, sheet: u32, row: i32, column: i32) -> Result<Computed, String> {
    let cell_type = model.get_cell_type(sheet, row, column)?;
    Ok(match model.get_cell_value_by_index(sheet, row, column)? {
        CellValue::None => Computed::Value(Value::Blank),
        CellValue::Number(float) => Computed::Float(float),
        CellValue::Boolean(truth) => Computed::Value(Value::Bool(truth)),
        CellValue::String(text) if cell_type == CellType::ErrorValue => {
            let kind = ErrorKind::parse(&text).ok_or(text)?;
            Computed::Value(Value::Error(ErrorValue::found(kind)))
        }
        CellValue::String(text) => Computed::Value(Value::Text(text)),
    })
}

/// What the engine came to.
#[derive(Debug, Clone, PartialEq)]
pub enum Computed {
    /// A number.
    Float(f64),
    /// Anything else.
    Value(Value),
}

impl std::fmt::Display for Computed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Computed::Float(float) => float.fmt(f),
            Computed::Value(value) => value.fmt(f),
        }
    }
}
