//! What an annotated workbook remembers of the return it was made of.
//!
//! An annotated workbook is whole again: formulas that were typed over are formulas, labels are as printed. So that it
//! still reads as the return it shows, a hidden sheet holds what stood in the cells that were mended. The memory lasts
//! until a spreadsheet program has opened and saved the workbook: its first cell is a formula that any recalculation
//! changes. From then on the workbook is the department's work again, and reads as it stands.

use std::collections::BTreeSet;

use crate::address::Address;
use crate::book::read::Measure;
use crate::book::{Cell, CellValue, Drawing, RawBook, RawCell, RawSheet, Sheet, Visibility};
use crate::number::Number;
use crate::own::OUTSIDE;

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

/// What a memory says of a workbook besides what stood in its cells.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Remembered {
    /// The names of the fields that were gone.
    pub gone: Vec<String>,
    /// Whether the form was filled in from a return in another shape.
    pub adopted: bool,
    /// The files it was filled in from. They are remembered however often the workbook was saved since.
    pub sources: Vec<Source>,
    /// The how manieth marked copy it was worked on in; 0 for none. It is remembered however often that was saved since.
    pub answers: u32,
}

/// The hidden sheet that carries the memory.
pub fn sheet(found: &[Found]) -> Sheet {
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
    for (row, found) in (1..).zip(found) {
        for (column, text) in (0..).zip(record(found)) {
            if !text.is_empty() {
                let cell = Cell {
                    value: CellValue::Text(text),
                    ..Cell::default()
                };
                sheet.cells.insert(Address::new(row, column), cell);
            }
        }
    }
    sheet
}

/// What a record begins with.
const NOTE: &str = "note";
const OBJECT: &str = "object";
const LISTED: &str = "listed";
const ADOPTED: &str = "adopted";
const SOURCE: &str = "source";
const MARKED: &str = "marked";

/// Kind, sheet or name, cell, value, formula; of an object its kind stands last.
fn record(found: &Found) -> [String; 5] {
    match found {
        Found::Gone(name) => ["gone", name, "", "", ""].map(str::to_owned),
        Found::Listed(lines) => [LISTED, &lines.to_string(), "", "", ""].map(str::to_owned),
        Found::Note { sheet, cell, text } => {
            [NOTE, sheet, &cell.to_string(), text, ""].map(str::to_owned)
        }
        Found::Object { sheet, drawing } => {
            let at = drawing.at.map(|at| at.to_string()).unwrap_or_default();
            [OBJECT, sheet, &at, &drawing.text, &drawing.kind].map(str::to_owned)
        }
        Found::SheetGone(name) => ["sheet", name, "", "", ""].map(str::to_owned),
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

/// The files in another shape that a workbook was filled in from, as it says itself; none where it was not adopted.
///
/// Whoever mends the adopted workbook saves it, and it is made of those files all the same: that it was saved does not
/// count here.
pub fn sources(book: &RawBook) -> Vec<Source> {
    let is_memory = |sheet: &&RawSheet| sheet.name.eq_ignore_ascii_case(SHEET);
    book.sheets
        .iter()
        .find(is_memory)
        .map(listed_sources)
        .unwrap_or_default()
}

fn listed_sources(memory: &RawSheet) -> Vec<Source> {
    let rows: BTreeSet<u32> = memory.cells.keys().map(|at| at.row).collect();
    let text = |row, column| match memory.value(Address::new(row, column)) {
        CellValue::Text(text) => text.clone(),
        _ => String::new(),
    };
    rows.into_iter()
        .filter(|row| *row > 0 && text(*row, 0) == SOURCE)
        .map(|row| Source {
            name: text(row, 1),
            digest: text(row, 3),
        })
        .collect()
}

/// How many times a workbook was marked before it became what it is: a marked copy that nobody has saved since is what it was
/// made of, and answers nothing yet.
fn answers(memory: &RawSheet) -> u32 {
    let text = |row, column| match memory.value(Address::new(row, column)) {
        CellValue::Text(text) => text.as_str(),
        _ => "",
    };
    let rows: BTreeSet<u32> = memory.cells.keys().map(|at| at.row).collect();
    let times = rows.into_iter().find(|row| text(*row, 0) == MARKED);
    let times: u32 = times.map_or(0, |row| text(row, 1).parse().unwrap_or(0));
    times.saturating_sub(u32::from(is_untouched(memory)))
}

/// Whether nobody saved the workbook since annex wrote it.
fn is_untouched(memory: &RawSheet) -> bool {
    let opened = memory.cells.get(&Address::new(0, 0));
    opened
        .is_some_and(|cell| cell.formula.is_some() && cell.value == CellValue::Number(Number::ZERO))
}

/// Takes the memory out of a workbook and puts what was found back where it was, if nobody saved the workbook since.
pub fn restore(book: &mut RawBook) -> Remembered {
    let Some(at) = book
        .sheets
        .iter()
        .position(|sheet| sheet.name.eq_ignore_ascii_case(SHEET))
    else {
        return Remembered::default();
    };
    let memory = book.sheets.remove(at);
    let (sources, answers) = (listed_sources(&memory), answers(&memory));
    if !is_untouched(&memory) {
        return Remembered {
            sources,
            answers,
            ..Remembered::default()
        };
    }
    let text = |row, column| match memory.value(Address::new(row, column)) {
        CellValue::Text(text) => text.as_str(),
        _ => "",
    };
    let last = memory.cells.keys().map(|at| at.row).max().unwrap_or(0);
    let listed = |kind: &str| -> BTreeSet<&str> {
        let rows = (1..=last).filter(|row| text(*row, 0) == kind);
        rows.map(|row| text(row, 1)).collect()
    };
    let (gone, sheets_gone) = (listed("gone"), listed("sheet"));
    // All other lines of the list are put back where they were.
    let lines = listed(LISTED).first().and_then(|lines| lines.parse().ok());
    let is_list = |sheet: &&mut RawSheet| sheet.name.eq_ignore_ascii_case(OUTSIDE);
    if let Some(list) = book.sheets.iter_mut().find(is_list) {
        list.cells.retain(|at, _| at.row <= lines.unwrap_or(0));
    }
    book.sheets
        .retain(|sheet| !sheets_gone.contains(sheet.name.as_str()));
    book.names.retain(|known| {
        !gone.contains(known.name.as_str()) && !sheets_gone.contains(known.place.sheet.as_str())
    });
    for row in 1..=last {
        let (kind, name, value, formula) = (text(row, 0), text(row, 1), text(row, 3), text(row, 4));
        if ["gone", "sheet", LISTED, ADOPTED, SOURCE, MARKED].contains(&kind) {
            continue;
        }
        let cell = Address::parse(text(row, 2));
        let Some(sheet) = named(book, name) else {
            continue;
        };
        match (kind, cell) {
            (OBJECT, at) => sheet.drawings.push(Drawing {
                at,
                kind: formula.to_owned(),
                text: value.to_owned(),
            }),
            (NOTE, Some(cell)) => {
                sheet.notes.insert(cell, value.to_owned());
            }
            (_, Some(cell)) => put_back(sheet, cell, content(kind, value, formula)),
            (_, None) => {}
        }
    }
    Remembered {
        gone: gone.into_iter().map(str::to_owned).collect(),
        adopted: !listed(ADOPTED).is_empty(),
        sources,
        answers,
    }
}

fn content(kind: &str, value: &str, formula: &str) -> RawCell {
    let value = match kind {
        "number" => value.parse().map_or(CellValue::Blank, |number: Number| {
            CellValue::Number(number.settled())
        }),
        "text" => CellValue::Text(value.to_owned()),
        "bool" => CellValue::Bool(value == "true"),
        "error" => CellValue::Error(value.to_owned()),
        _ => CellValue::Blank,
    };
    RawCell {
        value,
        formula: formula.strip_prefix('=').map(str::to_owned),
    }
}

/// The sheet of this name; one the department had added is not carried by the annotated workbook. `None` where a workbook
/// would come to have more sheets than are read.
fn named<'b>(book: &'b mut RawBook, name: &str) -> Option<&'b mut RawSheet> {
    let known = book.sheets.iter().position(|known| known.name == name);
    let at = known.unwrap_or(book.sheets.len());
    if known.is_none() && (at as u64) < Measure::Sheets.limit() {
        book.sheets.push(RawSheet {
            name: name.to_owned(),
            ..RawSheet::default()
        });
    }
    book.sheets.get_mut(at)
}

fn put_back(sheet: &mut RawSheet, cell: Address, content: RawCell) {
    if content.value == CellValue::Blank && content.formula.is_none() {
        sheet.cells.remove(&cell);
    } else {
        sheet.cells.insert(cell, content);
    }
}
