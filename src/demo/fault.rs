//! What departments do to a workbook besides filling it in.

use serde::Deserialize;

use crate::address::{Address, Area};
use crate::book::{Book, Cell, CellValue, Sheet};
use crate::form::{Form, compute_one};
use crate::formula::Value;
use crate::generate::{page, refresh};

/// One thing a department did to its workbook.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
pub enum Fault {
    /// A number stands where a formula stood.
    TypedOver {
        /// The field.
        field: String,
        /// The number.
        typed_over: String,
    },
    /// A formula was rewritten.
    Formula {
        /// The field.
        field: String,
        /// The new formula in Excel's language, without `=`.
        formula: String,
        /// The number it gives.
        shows: String,
    },
    /// A cell was emptied, formula and all.
    Cleared {
        /// The field.
        field: String,
        /// Always true.
        cleared: bool,
    },
    /// A text stands where the form asks for something else.
    RawText {
        /// The field.
        field: String,
        /// The text.
        raw_text: String,
    },
    /// A text stands in a cell that is no field; a merged area that covered the cell is split above it.
    Label {
        /// The sheet's name.
        sheet: String,
        /// The cell: `B30`.
        cell: String,
        /// The text.
        text: String,
    },
}

/// A fault that has no place in the workbook.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoPlace {
    /// There is no such field.
    #[error("'{0}' is not a field of the form")]
    Field(String),
    /// There is no such sheet.
    #[error("there is no sheet '{0}'")]
    Sheet(String),
    /// Nothing of the form stands in this cell.
    #[error("nothing of the form stands in {cell} of the sheet '{sheet}'")]
    Cell {
        /// The sheet.
        sheet: String,
        /// The cell.
        cell: String,
    },
    /// A text that should be a number is none.
    #[error("'{0}' is not a number")]
    Number(String),
}

/// Does to the workbook of a form what the department did to it, and computes the formulas it left alone once more.
///
/// # Errors
/// [`NoPlace`] for the first fault that cannot be applied.
pub fn apply(book: &mut Book, form: &Form, faults: &[Fault]) -> Result<(), NoPlace> {
    for fault in faults {
        match fault {
            Fault::TypedOver { field, typed_over } => {
                set(field_cell(book, form, field)?, number(typed_over)?, None);
            }
            Fault::Formula {
                field,
                formula,
                shows,
            } => set(
                field_cell(book, form, field)?,
                number(shows)?,
                Some(formula.clone()),
            ),
            Fault::Cleared { field, .. } => {
                set(field_cell(book, form, field)?, CellValue::Blank, None);
            }
            Fault::RawText { field, raw_text } => set(
                field_cell(book, form, field)?,
                CellValue::Text(raw_text.clone()),
                None,
            ),
            Fault::Label { sheet, cell, text } => write_text(book, sheet, cell, text)?,
        }
    }
    recompute(book, form);
    Ok(())
}

fn set(cell: &mut Cell, value: CellValue, formula: Option<String>) {
    cell.value = value;
    cell.formula = formula;
}

fn number(text: &str) -> Result<CellValue, NoPlace> {
    text.parse()
        .map(CellValue::Number)
        .map_err(|_| NoPlace::Number(text.to_owned()))
}

fn field_cell<'a>(book: &'a mut Book, form: &Form, id: &str) -> Result<&'a mut Cell, NoPlace> {
    let unknown = || NoPlace::Field(id.to_owned());
    let field = &form.fields[form.field(id).ok_or_else(unknown)?];
    let sheet = book.sheets.get_mut(page(field.sheet)).ok_or_else(unknown)?;
    sheet.cells.get_mut(&field.cell()).ok_or_else(unknown)
}

fn write_text(book: &mut Book, name: &str, cell: &str, text: &str) -> Result<(), NoPlace> {
    let sheet = book
        .sheets
        .iter_mut()
        .find(|sheet| sheet.name == name)
        .ok_or_else(|| NoPlace::Sheet(name.to_owned()))?;
    let nowhere = || NoPlace::Cell {
        sheet: name.to_owned(),
        cell: cell.to_owned(),
    };
    let at = Address::parse(cell).ok_or_else(nowhere)?;
    let found = sheet.cells.get_mut(&at).ok_or_else(nowhere)?;
    found.value = CellValue::Text(text.to_owned());
    split(sheet, at);
    Ok(())
}

/// Splits the merged area that covers a cell: what lies above the cell stays merged, the rest is single cells.
fn split(sheet: &mut Sheet, at: Address) {
    let covers = |area: &Area| area.contains(at) && area.first != at;
    let Some(index) = sheet.merges.iter().position(covers) else {
        return;
    };
    let area = sheet.merges[index];
    let above = (at.row > area.first.row)
        .then(|| {
            Area::new(
                area.first,
                Address::new(at.row.saturating_sub(1), area.last.column),
            )
        })
        .filter(|above| !above.is_cell());
    match above {
        Some(above) => sheet.merges[index] = above,
        None => {
            sheet.merges.remove(index);
        }
    }
}

/// Gives every formula that is still the form's own the result it has after the changes, as the program did that saved it.
fn recompute(book: &mut Book, form: &Form) {
    let mut values: Vec<Value> = form
        .fields
        .iter()
        .map(|field| {
            let sheet = book.sheets.get(page(field.sheet));
            let cell = sheet.and_then(|sheet| sheet.cells.get(&field.cell()));
            cell.map_or(Value::Blank, |cell| Value::from(&cell.value))
        })
        .collect();
    for &index in &form.order {
        let field = &form.fields[index];
        let sheet = book.sheets.get_mut(page(field.sheet));
        let cell = sheet.and_then(|sheet| sheet.cells.get_mut(&field.cell()));
        let (Some(formula), Some(cell)) = (&field.formula, cell) else {
            continue;
        };
        if cell.formula.as_deref() == Some(&form.excel(formula, field.sheet)) {
            values[index] = compute_one(form, formula, &values);
            cell.value = CellValue::from(&values[index]);
        }
    }
    refresh(book, form, &values);
}
