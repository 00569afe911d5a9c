//! What an annotated workbook remembers of the return it was made of.
//!
//! An annotated workbook is whole again: formulas that were typed over are formulas, labels are as printed. So that it
//! still reads as the return it shows, a hidden sheet holds what stood in the cells that were mended. The memory lasts
//! until a spreadsheet program has opened and saved the workbook: its first cell is a formula that any recalculation
//! changes. From then on the workbook is the department's work again, and reads as it stands.

use crate::address::Address;
use crate::book::{Cell, CellValue, RawBook, RawCell, Sheet, Visibility};
use crate::number::Number;

/// The name of the hidden sheet.
pub const SHEET: &str = "annex_found";
/// Gives 1 when any program recalculates it; the cached result of a workbook nobody opened is 0.
const OPENED: &str = "IF(NOW()>0,1,0)";

/// A cell that was mended, with what the department had there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The name of the sheet.
    pub sheet: String,
    /// The cell.
    pub cell: Address,
    /// What stood there.
    pub content: RawCell,
}

/// The hidden sheet that carries the memory.
pub fn sheet(found: &[Found]) -> Sheet {
    let mut sheet = Sheet {
        name: SHEET.to_owned(),
        visibility: Visibility::VeryHidden,
        protected: true,
        ..Sheet::default()
    };
    let text = |text: &str| Cell {
        value: CellValue::Text(text.to_owned()),
        ..Cell::default()
    };
    sheet.cells.insert(
        Address::new(0, 0),
        Cell {
            value: CellValue::Number(Number::ZERO),
            formula: Some(OPENED.to_owned()),
            ..Cell::default()
        },
    );
    for (row, found) in (1..).zip(found) {
        let kind = match &found.content.value {
            CellValue::Blank => "blank",
            CellValue::Number(_) => "number",
            CellValue::Text(_) => "text",
            CellValue::Bool(_) => "bool",
            CellValue::Error(_) => "error",
        };
        let value = match &found.content.value {
            CellValue::Blank => String::new(),
            CellValue::Number(number) => number.to_string(),
            CellValue::Text(text) | CellValue::Error(text) => text.clone(),
            CellValue::Bool(truth) => truth.to_string(),
        };
        let formula = found
            .content
            .formula
            .as_ref()
            .map_or(String::new(), |formula| format!("={formula}"));
        let texts = [
            found.sheet.clone(),
            found.cell.to_string(),
            kind.to_owned(),
            value,
            formula,
        ];
        for (column, content) in (0..).zip(texts) {
            sheet
                .cells
                .insert(Address::new(row, column), text(&content));
        }
    }
    sheet
}

/// Takes the memory out of a workbook and puts what was found back where it was, if nobody saved the workbook since.
pub fn restore(book: &mut RawBook) {
    let Some(at) = book
        .sheets
        .iter()
        .position(|sheet| sheet.name.eq_ignore_ascii_case(SHEET))
    else {
        return;
    };
    let memory = book.sheets.remove(at);
    let opened = memory.cells.get(&Address::new(0, 0));
    let untouched = opened.is_some_and(|cell| {
        cell.formula.is_some() && cell.value == CellValue::Number(Number::ZERO)
    });
    if !untouched {
        return;
    }
    let last = memory.cells.keys().map(|at| at.row).max().unwrap_or(0);
    for row in 1..=last {
        let text = |column| match memory.value(Address::new(row, column)) {
            CellValue::Text(text) => text.as_str(),
            _ => "",
        };
        let (Some(cell), value) = (Address::parse(text(1)), text(3)) else {
            continue;
        };
        let value = match text(2) {
            "number" => value.parse().map_or(CellValue::Blank, CellValue::Number),
            "text" => CellValue::Text(value.to_owned()),
            "bool" => CellValue::Bool(value == "true"),
            "error" => CellValue::Error(value.to_owned()),
            _ => CellValue::Blank,
        };
        let formula = text(4).strip_prefix('=').map(str::to_owned);
        let Some(sheet) = book.sheets.iter_mut().find(|sheet| sheet.name == text(0)) else {
            continue;
        };
        if value == CellValue::Blank && formula.is_none() {
            sheet.cells.remove(&cell);
        } else {
            sheet.cells.insert(cell, RawCell { value, formula });
        }
    }
}
