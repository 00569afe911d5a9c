//! What an annotated workbook remembers of the return it was made of.
//!
//! An annotated workbook is whole again: formulas that were typed over are formulas, labels are as printed. So that it
//! still reads as the return it shows, a hidden sheet holds what stood in the cells that were mended. The memory lasts
//! until a spreadsheet program has opened and saved the workbook: its first cell is a formula that any recalculation
//! changes. From then on the workbook is the department's work again, and reads as it stands.
//!
//! Nobody sees the sheet, so it is believed only where it is vouched for: a seal over what it holds and over what the
//! workbook shows, and a signature where there is a key. What it may not do even then, [`crate::submission`] holds it to.

use crate::address::Address;
use crate::book::{Book, Cell, CellValue, Drawing, RawCell, Sheet, Style, Visibility};
use crate::identity::Key;
use crate::number::Number;

mod restore;
mod seal;

pub use restore::{Memory, Remembered, answers, sources, take};
pub use seal::{Doubt, Shown};

/// The name of the hidden sheet.
pub const SHEET: &str = crate::own::MEMORY;
/// Gives 1 when any program recalculates it; the cached result of a workbook nobody opened is 0.
const OPENED: &str = "IF(NOW()>0,1,0)";

/// What was mended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// A cell, with what the department had there.
    Cell {
        /// The name of the sheet.
        sheet: String,
        /// The cell.
        cell: Address,
        /// What stood there.
        content: RawCell,
    },
    /// A note on a cell that is none of the form's.
    Note {
        /// The name of the sheet.
        sheet: String,
        /// The cell.
        cell: Address,
        /// What the department wrote.
        text: String,
    },
    /// A picture, a chart or a shape.
    Object {
        /// The name of the sheet.
        sheet: String,
        /// What it was.
        drawing: Drawing,
    },
    /// So many lines of the list of what stood outside the form were in it before: they stand nowhere else.
    Listed(u32),
    /// A field that was gone, by its defined name.
    Gone(String),
    /// A sheet that was gone, by its name.
    SheetGone(String),
    /// The form was filled in from a return in another shape, which had no formulas.
    Adopted,
    /// A file the form was filled in from.
    Source(Source),
    /// The workbook is a marked copy: the first one a department got, the second, and so on.
    Marked(u32),
}

/// A file in another shape that a form was filled in from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The name of the file, without its folder.
    pub name: String,
    /// The SHA-256 of its bytes, in hexadecimal: [`crate::digest::of_bytes`].
    pub digest: String,
}

/// Where the seal and the signature stand, beside the formula, and the seal over what the memory holds alone.
const SEAL: Address = Address { row: 0, column: 1 };
const SIGNATURE: Address = Address { row: 0, column: 2 };
const OWN_SEAL: Address = Address { row: 0, column: 3 };

/// The hidden sheet that carries the memory of a workbook that shows this.
pub fn sheet(found: &[Found], shown: &Shown) -> Sheet {
    let mut sheet = Sheet {
        name: SHEET.to_owned(),
        visibility: Visibility::VeryHidden,
        protected: true,
        ..Sheet::default()
    };
    sheet.cells.insert(
        Address::new(0, 0),
        Cell {
            value: CellValue::Number(Number::ZERO),
            formula: Some(OPENED.to_owned()),
            ..Cell::default()
        },
    );
    let records: Vec<Record> = found.iter().map(record).collect();
    write(&mut sheet, SEAL, shown.seal(&records));
    write(&mut sheet, OWN_SEAL, seal::of_records(&records));
    for (row, record) in (1..).zip(records) {
        for (column, text) in (0..).zip(record) {
            if !text.is_empty() {
                write(&mut sheet, Address::new(row, column), text);
            }
        }
    }
    sheet
}

/// Writes on a page of annex how many times a workbook was marked, where no hidden sheet can say it: in two cells of a row
/// that show nothing, so that it outlasts whatever program saves the workbook.
pub fn number(page: &mut Sheet, row: u32, times: u32) {
    let style = Style {
        number_format: SHOWS_NOTHING.to_owned(),
        ..Style::default()
    };
    let opened = Cell {
        value: CellValue::Number(Number::ZERO),
        formula: Some(OPENED.to_owned()),
        style: style.clone(),
        ..Cell::default()
    };
    let text = Cell {
        value: CellValue::Text(format!("{NUMBER}{times}")),
        style,
        ..Cell::default()
    };
    page.cells.insert(Address::new(row, 0), opened);
    page.cells.insert(Address::new(row, 1), text);
}

/// Signs the memory of a workbook, if it has one.
pub fn sign(book: &mut Book, key: &Key) {
    let sheets = book.sheets.iter_mut();
    for sheet in sheets.filter(|sheet| sheet.name == SHEET) {
        let seal = sheet.cells.get(&SEAL).map(|cell| &cell.value);
        if let Some(CellValue::Text(seal)) = seal {
            let signature = seal::signature(seal, key);
            write(sheet, SIGNATURE, signature);
        }
    }
}

fn write(sheet: &mut Sheet, at: Address, text: String) {
    let cell = Cell {
        value: CellValue::Text(text),
        ..Cell::default()
    };
    sheet.cells.insert(at, cell);
}

/// The format of a cell that shows neither numbers nor text.
const SHOWS_NOTHING: &str = ";;;";
/// What the number of a copy that was marked in place begins with.
const NUMBER: &str = "annex.marked.";

/// What a record begins with.
const NOTE: &str = "note";
const OBJECT: &str = "object";
const LISTED: &str = "listed";
const ADOPTED: &str = "adopted";
const SOURCE: &str = "source";
const MARKED: &str = "marked";
const GONE: &str = "gone";
const SHEET_GONE: &str = "sheet";

/// A line of the sheet.
type Record = [String; 5];

/// Kind, sheet or name, cell, value, formula; of an object its kind stands last.
fn record(found: &Found) -> Record {
    match found {
        Found::Gone(name) => [GONE, name, "", "", ""].map(str::to_owned),
        Found::Listed(lines) => [LISTED, &lines.to_string(), "", "", ""].map(str::to_owned),
        Found::Note { sheet, cell, text } => {
            [NOTE, sheet, &cell.to_string(), text, ""].map(str::to_owned)
        }
        Found::Object { sheet, drawing } => {
            let at = drawing.at.map(|at| at.to_string()).unwrap_or_default();
            [OBJECT, sheet, &at, &drawing.text, &drawing.kind].map(str::to_owned)
        }
        Found::SheetGone(name) => [SHEET_GONE, name, "", "", ""].map(str::to_owned),
        Found::Adopted => [ADOPTED, "", "", "", ""].map(str::to_owned),
        Found::Marked(times) => [MARKED, &times.to_string(), "", "", ""].map(str::to_owned),
        Found::Source(source) => [SOURCE, &source.name, "", &source.digest, ""].map(str::to_owned),
        Found::Cell {
            sheet,
            cell,
            content,
        } => {
            let (kind, value) = match &content.value {
                CellValue::Blank => ("blank", String::new()),
                CellValue::Number(number) => ("number", number.to_string()),
                CellValue::Text(text) => ("text", text.clone()),
                CellValue::Bool(truth) => ("bool", truth.to_string()),
                CellValue::Error(code) => ("error", code.clone()),
            };
            let formula = content
                .formula
                .as_ref()
                .map_or(String::new(), |formula| format!("={formula}"));
            [
                kind.to_owned(),
                sheet.clone(),
                cell.to_string(),
                value,
                formula,
            ]
        }
    }
}
