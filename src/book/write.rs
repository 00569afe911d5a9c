//! Writes a [`Book`] as .xlsx bytes; nothing outside this module names rust_xlsxwriter.
//!
//! The same [`Book`] always gives the same bytes: the creation date is the book's own, and every collection of the model
//! has an order.

use std::collections::HashSet;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet};

use super::{Book, Visibility};

mod cells;
mod error;
mod layout;
mod limits;
mod package;
mod style;
mod validation;

pub use error::WriteError;

use style::Formats;

/// The date put into a book that names none: any fixed one does.
const NO_DATE: (u16, u8, u8) = (2000, 1, 1);

/// Turns a workbook into the bytes of an .xlsx file.
///
/// Numbers are stored as the nearest float, which is exact to 15 digits; results of formulas keep every digit.
///
/// # Errors
/// [`WriteError`] for everything Excel would refuse or repair on opening, with the sheet, the cell and the limit: texts,
/// formulas, prompts and lists that are too long, areas that overlap, names and sheets that do not exist.
pub fn write(book: &Book) -> Result<Vec<u8>, WriteError> {
    check_sheet_names(book)?;
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(book)?);
    let mut formats = Formats::default();
    let mut marked = Vec::new();
    for (index, sheet) in book.sheets.iter().enumerate() {
        let mut page = Worksheet::new();
        page.set_name(&sheet.name)
            .map_err(|error| WriteError::SheetName {
                name: sheet.name.clone(),
                reason: error.to_string(),
            })?;
        layout::write(&mut page, sheet)?;
        if cells::write(&mut page, book, sheet, &mut formats)? {
            marked.push(index);
        }
        validation::write(&mut page, sheet)?;
        workbook.push_worksheet(page);
    }
    activate_first_visible(&mut workbook, book)?;
    define_names(&mut workbook, book)?;
    let bytes = workbook
        .save_to_buffer()
        .map_err(|error| WriteError::Package {
            reason: error.to_string(),
        })?;
    package::finish(bytes, book.lock_structure, &marked)
}

/// A text as parts of a workbook hold it: without what XML cannot carry, and so that no letters of it are taken for an escape.
pub(super) fn safe(text: &str) -> String {
    cells::escape_escapes(&limits::printable(text))
}

/// Whether a sheet can have this name.
pub(super) fn is_sheet_name(name: &str) -> bool {
    Worksheet::new().set_name(name).is_ok()
}

fn properties(book: &Book) -> Result<DocProperties, WriteError> {
    let (year, month, day) = if book.created == (0, 0, 0) {
        NO_DATE
    } else {
        book.created
    };
    let created =
        ExcelDateTime::from_ymd(year, month, day).map_err(|error| WriteError::Package {
            reason: format!("created on {year}-{month}-{day}: {error}"),
        })?;
    Ok(DocProperties::new()
        .set_title(limits::printable(&book.title))
        .set_author(limits::printable(&book.author))
        .set_creation_datetime(&created))
}

fn check_sheet_names(book: &Book) -> Result<(), WriteError> {
    let mut seen = HashSet::new();
    for sheet in &book.sheets {
        if !seen.insert(sheet.name.to_lowercase()) {
            return Err(WriteError::SheetName {
                name: sheet.name.clone(),
                reason: "another sheet has this name, and Excel does not tell capitals apart"
                    .to_owned(),
            });
        }
    }
    Ok(())
}

fn activate_first_visible(workbook: &mut Workbook, book: &Book) -> Result<(), WriteError> {
    let first = book
        .sheets
        .iter()
        .position(|sheet| sheet.visibility == Visibility::Visible);
    let first = first.ok_or(WriteError::NoVisibleSheet)?;
    if let Ok(page) = workbook.worksheet_from_index(first) {
        page.set_active(true);
        page.set_first_tab(true);
    }
    Ok(())
}

fn define_names(workbook: &mut Workbook, book: &Book) -> Result<(), WriteError> {
    let mut seen = HashSet::new();
    for name in &book.names {
        let refuse = |reason: String| WriteError::Name {
            name: name.name.clone(),
            reason,
        };
        if !seen.insert(name.name.to_lowercase()) {
            return Err(refuse(
                "it is defined twice, and Excel does not tell capitals apart".to_owned(),
            ));
        }
        if name.name.contains('!') {
            return Err(refuse(
                "'!' stands between sheet and cell and cannot be in a name".to_owned(),
            ));
        }
        let sheet = book
            .sheets
            .get(name.sheet)
            .ok_or_else(|| refuse(format!("there is no sheet number {} (from 0)", name.sheet)))?;
        if !limits::within(name.cell) {
            return Err(refuse(format!(
                "{} is beyond Excel's last row or column",
                name.cell
            )));
        }
        let target = format!("={}", limits::reference(&sheet.name, name.cell));
        workbook
            .define_name(&name.name, &target)
            .map_err(|error| refuse(error.to_string()))?;
    }
    Ok(())
}
