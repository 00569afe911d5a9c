//! ironcalc, behind the same values as annex.

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
    let cell_type = model.get_cell_type(0, FORMULA_ROW, FORMULA_COLUMN)?;
    Ok(
        match model.get_cell_value_by_index(0, FORMULA_ROW, FORMULA_COLUMN)? {
            CellValue::None => Computed::Value(Value::Blank),
            CellValue::Number(float) => Computed::Float(float),
            CellValue::Boolean(truth) => Computed::Value(Value::Bool(truth)),
            CellValue::String(text) if cell_type == CellType::ErrorValue => {
                let kind = ErrorKind::parse(&text).ok_or(text)?;
                Computed::Value(Value::Error(ErrorValue::found(kind)))
            }
            CellValue::String(text) => Computed::Value(Value::Text(text)),
        },
    )
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
