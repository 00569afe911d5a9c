//! Reads the bytes of an .xlsx or .xlsm file as a [`RawBook`]; nothing outside this module names calamine.
//!
//! A file comes from anybody, so its bytes pass three gates: `sniff` tells what is no workbook at all, `guard` reads
//! every XML part once against the budgets of [`budget`], and only then does calamine see them.

use std::collections::{HashMap, HashSet};
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Reader, SheetType, SheetVisible, Xlsx, XlsxError};

use super::{RawBook, RawName, RawSheet, Visibility};
use crate::address::{Address, Area};

pub mod budget;
mod cells;
mod error;
mod formats;
mod guard;
mod meter;
mod names;
mod scan;
mod sniff;

pub use error::{Damage, Foreign, Legacy, ReadError};

use budget::Measure;

/// Reads a workbook.
///
/// What the file is follows from its content, never from its name. Numbers become decimals by their shortest text, dates
/// their serial number since 1900; every error value of a cell is kept as it is written.
///
/// # Errors
/// [`ReadError`]: the file is empty, no workbook, of a kind that is not read, encrypted, damaged or too large.
pub fn read(bytes: &[u8]) -> Result<RawBook, ReadError> {
    sniff::check(bytes)?;
    // A panic in a library must not take the other files of a run with it.
    catch_unwind(AssertUnwindSafe(|| {
        let facts = guard::check(bytes)?;
        open(bytes, &facts)
    }))
    .unwrap_or_else(|_| {
        Err(ReadError::damaged(
            "",
            Damage::Contradiction("the reader gave up".to_owned()),
        ))
    })
}

type Source<'a> = Xlsx<Cursor<&'a [u8]>>;

fn open(bytes: &[u8], facts: &guard::Facts) -> Result<RawBook, ReadError> {
    let mut source: Source<'_> =
        Xlsx::new(Cursor::new(bytes)).map_err(|error| refused("", error))?;
    let listed: Vec<_> = source
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .cloned()
        .collect();
    let mut seen = HashSet::new();
    let mut budget = budget::Spent::default();
    let mut book = RawBook::default();
    for sheet in listed {
        if !seen.insert(sheet.name.to_lowercase()) {
            let reason = format!("two sheets are named '{}'", sheet.name);
            return Err(ReadError::damaged(
                "xl/workbook.xml",
                Damage::Contradiction(reason),
            ));
        }
        let visibility = match sheet.visible {
            SheetVisible::Visible => Visibility::Visible,
            SheetVisible::Hidden => Visibility::Hidden,
            SheetVisible::VeryHidden => Visibility::VeryHidden,
        };
        let cells = cells::read(&mut source, &sheet.name, &mut budget)?;
        let merges = merges(&mut source, &sheet.name)?;
        book.sheets.push(RawSheet {
            name: sheet.name,
            visibility,
            cells,
            merges,
            ..RawSheet::default()
        });
    }
    book.names = defined_names(&source, &book, facts);
    Ok(book)
}

fn merges(source: &mut Source<'_>, sheet: &str) -> Result<Vec<Area>, ReadError> {
    let found = source
        .merge_cells_by_sheet_name(sheet)
        .map_err(|error| refused(sheet, error))?;
    let corner = |(row, column): (u32, u32)| Address::new(row, column);
    Ok(found
        .iter()
        .map(|area| Area::new(corner(area.start), corner(area.end)))
        .collect())
}

/// The names that lead to one cell. A name of the whole workbook goes before one that only a sheet knows: copying a sheet
/// in Excel leaves a second set of names behind that lead to the copy.
fn defined_names(source: &Source<'_>, book: &RawBook, facts: &guard::Facts) -> Vec<RawName> {
    let mut names: Vec<RawName> = Vec::new();
    let mut known: HashMap<String, ()> = HashMap::new();
    let listed = source.defined_names();
    // Were the two readers of one mind about how many names there are, the scopes belong to them in order.
    let scoped =
        |index: usize| facts.names_listed == listed.len() && facts.local_names.contains(&index);
    for wanted in [false, true] {
        for (index, (name, target)) in listed.iter().enumerate() {
            if scoped(index) != wanted || name.starts_with("_xlnm.") {
                continue;
            }
            let Some(place) = names::place(target, book) else {
                continue;
            };
            if known.insert(name.to_lowercase(), ()).is_none() {
                names.push(RawName {
                    name: name.clone(),
                    scope: None,
                    place,
                });
            }
        }
    }
    names
}

/// Says what calamine found; `part` is the sheet it was reading, if any.
fn refused(part: &str, error: XlsxError) -> ReadError {
    match error {
        XlsxError::Password => ReadError::Encrypted,
        XlsxError::FileNotFound(name) => ReadError::damaged(&name, Damage::Missing),
        XlsxError::WorksheetNotFound(name) => ReadError::damaged(&name, Damage::Missing),
        XlsxError::RelationshipNotFound => {
            ReadError::damaged("xl/_rels/workbook.xml.rels", Damage::Missing)
        }
        XlsxError::Xml(error) => ReadError::damaged(part, Damage::Xml(error.to_string())),
        XlsxError::ColumnNumberOverflow | XlsxError::RowNumberOverflow => ReadError::TooLarge {
            part: part.to_owned(),
            what: Measure::SheetSize,
        },
        error => ReadError::damaged(part, Damage::Contradiction(error.to_string())),
    }
}
