//! Writes a [`Book`] as .xlsx bytes; nothing outside this module names rust_xlsxwriter.
//!
//! The same [`Book`] always gives the same bytes: the creation date is the book's own, and every collection of the model
//! has an order. [`pages`] writes sheets whose rows are made while they are written, so that they need not fit into memory.

use std::collections::{BTreeMap, HashSet};
use std::io::{Cursor, Read, Seek, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet};

use super::{Book, Line, Page, Sheet, Visibility};
use crate::address::{Address, Area};

mod cells;
mod error;
mod layout;
mod limits;
mod package;
mod style;
mod validation;

pub use error::WriteError;

use package::Changes;
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
    let mut sheets = Sheets::of(book.sheets.iter().map(|sheet| sheet.name.clone()))?;
    for sheet in &book.sheets {
        sheets.whole(sheet)?;
    }
    let mut bytes = Cursor::new(Vec::new());
    let changes = sheets.save(book, &mut bytes)?;
    if changes.is_empty() {
        return Ok(bytes.into_inner());
    }
    let mut changed = Cursor::new(Vec::with_capacity(bytes.get_ref().len() + 256));
    package::patch(bytes, &changes, &mut changed)?;
    Ok(changed.into_inner())
}

/// Writes a workbook of these sheets, whatever sheets `book` has, into `out`; `scratch` is for what lies between. Rows that are made
/// while they are written wait in temporary files of the system.
///
/// # Errors
/// [`WriteError`] as with [`write()`], and where something cannot be written.
pub fn pages<S: Read + Write + Seek + Send>(
    book: &Book,
    pages: Vec<Page<'_>>,
    mut scratch: S,
    mut out: impl Write + Seek,
) -> Result<(), WriteError> {
    let mut sheets = Sheets::of(pages.iter().map(|page| page.sheet.name.clone()))?;
    for page in pages {
        match page.rows {
            None => sheets.whole(&page.sheet)?,
            Some(rows) => sheets.row_by_row(&page.sheet, rows.lines())?,
        }
    }
    let changes = sheets.save(book, &mut scratch)?;
    scratch.rewind()?;
    if changes.is_empty() {
        std::io::copy(&mut scratch, &mut out)?;
        return Ok(());
    }
    package::patch(scratch, &changes, out)
}

/// The sheets of a workbook as they are written one after the other.
struct Sheets {
    workbook: Workbook,
    names: Vec<String>,
    visibilities: Vec<Visibility>,
    formats: Formats,
    /// The sheets whose parts hold marks that [`package`] has to take out.
    marked: Vec<usize>,
}

impl Sheets {
    /// Begins a workbook with sheets of these names.
    fn of(names: impl Iterator<Item = String>) -> Result<Sheets, WriteError> {
        let names: Vec<String> = names.collect();
        check_sheet_names(&names)?;
        Ok(Sheets {
            workbook: Workbook::new(),
            names,
            visibilities: Vec::new(),
            formats: Formats::default(),
            marked: Vec::new(),
        })
    }

    fn whole(&mut self, sheet: &Sheet) -> Result<(), WriteError> {
        let mut page = Worksheet::new();
        self.begin(&mut page, sheet)?;
        let marked = cells::write(&mut page, &self.names, sheet, &mut self.formats)?;
        self.end(page, sheet, marked)
    }

    /// A sheet with its own cells above the rows that follow.
    fn row_by_row(
        &mut self,
        sheet: &Sheet,
        rows: Box<dyn Iterator<Item = Line> + '_>,
    ) -> Result<(), WriteError> {
        let mut page = row_by_row(&mut self.workbook)?;
        self.begin(&mut page, sheet)?;
        let mut marked = false;
        let mut next = 0;
        for line in lines(sheet).chain(rows) {
            // The library would leave such a row out and say nothing.
            if line.row < next {
                return Err(WriteError::Cell {
                    sheet: sheet.name.clone(),
                    cell: Area::cell(Address::new(line.row, 0)),
                    reason: "its row comes after rows below it".to_owned(),
                });
            }
            next = line.row + 1;
            marked |= kept(|| {
                if let Some(height) = line.height {
                    layout::row_height(&mut page, sheet, line.row, height)?;
                }
                cells::line(&mut page, &self.names, (sheet, &line), &mut self.formats)
            })??;
        }
        cells::notes(&mut page, sheet)?;
        self.end(page, sheet, marked)
    }

    fn begin(&self, page: &mut Worksheet, sheet: &Sheet) -> Result<(), WriteError> {
        page.set_name(&sheet.name)
            .map_err(|error| WriteError::SheetName {
                name: sheet.name.clone(),
                reason: error.to_string(),
            })?;
        layout::write(page, sheet)
    }

    fn end(&mut self, mut page: Worksheet, sheet: &Sheet, marked: bool) -> Result<(), WriteError> {
        validation::write(&mut page, sheet)?;
        if marked {
            self.marked.push(self.visibilities.len());
        }
        self.visibilities.push(sheet.visibility);
        self.workbook.push_worksheet(page);
        Ok(())
    }

    /// Writes the package, and tells what is to be changed in it.
    fn save(mut self, book: &Book, out: impl Write + Send) -> Result<Changes, WriteError> {
        self.workbook.set_properties(&properties(book)?);
        activate_first_visible(&mut self.workbook, &self.visibilities)?;
        define_names(&mut self.workbook, book, &self.names)?;
        kept(|| self.workbook.save_to_writer(out))??;
        Ok(Changes::new(book.lock_structure, &self.marked))
    }
}

/// Does something with the library, which panics where one of its temporary files cannot be written.
fn kept<T>(job: impl FnOnce() -> T) -> Result<T, WriteError> {
    catch_unwind(AssertUnwindSafe(job)).map_err(|_| {
        let folder = std::env::temp_dir();
        let reason = format!("a temporary file in {} is not taken", folder.display());
        std::io::Error::other(reason).into()
    })
}

/// A sheet of which the library holds no more than a row.
#[cfg(feature = "workspace")]
fn row_by_row(workbook: &mut Workbook) -> Result<Worksheet, WriteError> {
    Ok(workbook.new_worksheet_with_constant_memory()?)
}

/// Without files there is nowhere else to put the rows.
#[cfg(not(feature = "workspace"))]
fn row_by_row(_: &mut Workbook) -> Result<Worksheet, WriteError> {
    Ok(Worksheet::new())
}

/// The cells a sheet has itself, row by row.
fn lines(sheet: &Sheet) -> impl Iterator<Item = Line> + '_ {
    let mut lines: BTreeMap<u32, Line> = BTreeMap::new();
    for (at, cell) in &sheet.cells {
        let line = lines.entry(at.row).or_insert_with(|| Line {
            row: at.row,
            ..Line::default()
        });
        line.cells.push((at.column, cell.clone()));
    }
    for area in &sheet.merges {
        if let Some(line) = lines.get_mut(&area.first.row) {
            line.merges.push(*area);
        }
    }
    lines.into_values()
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

fn check_sheet_names(names: &[String]) -> Result<(), WriteError> {
    let mut seen = HashSet::new();
    for name in names {
        if !seen.insert(name.to_lowercase()) {
            return Err(WriteError::SheetName {
                name: name.clone(),
                reason: "another sheet has this name, and Excel does not tell capitals apart"
                    .to_owned(),
            });
        }
    }
    Ok(())
}

fn activate_first_visible(
    workbook: &mut Workbook,
    visibilities: &[Visibility],
) -> Result<(), WriteError> {
    let mut visibilities = visibilities.iter();
    let first = visibilities.position(|visibility| *visibility == Visibility::Visible);
    let first = first.ok_or(WriteError::NoVisibleSheet)?;
    if let Ok(page) = workbook.worksheet_from_index(first) {
        page.set_active(true);
        page.set_first_tab(true);
    }
    Ok(())
}

fn define_names(workbook: &mut Workbook, book: &Book, sheets: &[String]) -> Result<(), WriteError> {
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
        let sheet = sheets
            .get(name.sheet)
            .ok_or_else(|| refuse(format!("there is no sheet number {} (from 0)", name.sheet)))?;
        if !limits::within(name.cell) {
            return Err(refuse(format!(
                "{} is beyond Excel's last row or column",
                name.cell
            )));
        }
        let target = format!("={}", limits::reference(sheet, name.cell));
        workbook
            .define_name(&name.name, &target)
            .map_err(|error| refuse(error.to_string()))?;
    }
    Ok(())
}
