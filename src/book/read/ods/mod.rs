//! .ods: the one part that holds the sheets is read once, from beginning to end, within the budgets of the package.
//!
//! What is repeated costs only what it holds: an empty row that stands for a million is passed over, a value that does
//! counts a million times. Blanks between elements are no content, however a program indents what it saves.

use std::collections::HashSet;

use super::xlsx::spent::Spent;
use super::{Damage, Measure, ReadError, names, saved};
use crate::address::{Address, Area, LAST_COLUMN, LAST_ROW};
use crate::book::{CellValue, Format, RawBook, RawCell, RawName, RawSheet, Visibility};
use crate::package::{Element, Package, Piece, Xml};

mod cell;
mod formula;
mod text;

use cell::Written;

const CONTENT: &str = "content.xml";

/// Reads the bytes of a package as an OpenDocument spreadsheet.
///
/// # Errors
/// [`ReadError`]: it is encrypted, damaged or too large.
pub(super) fn read(bytes: &[u8]) -> Result<RawBook, ReadError> {
    let mut package = Package::open(bytes)?;
    if is_encrypted(&mut package) {
        return Err(ReadError::Encrypted);
    }
    let Some(mut xml) = package.xml(CONTENT, Measure::PartBytes)? else {
        return Err(ReadError::damaged(CONTENT, Damage::Missing));
    };
    let mut reader = Reader::default();
    reader.book.format = Format::Ods;
    reader.book.saved = saved::of_ods(bytes);
    reader.content(&mut xml)?;
    let sheets = names::Sheets::new(&reader.book);
    let mut listed = Vec::new();
    for name in reader.names {
        if let Some(place) = sheets.place(&formula::reference(&name.target)) {
            listed.push(RawName {
                name: name.name,
                scope: name.scope,
                place,
            });
        }
    }
    reader.book.names = listed;
    Ok(reader.book)
}

/// Whether a password is needed: of each part, or of a package within the package.
fn is_encrypted(package: &mut Package<'_>) -> bool {
    if package.has("encrypted-package") {
        return true;
    }
    // A list of parts that cannot be read says nothing; the sheets may still be there.
    let Ok(Some(mut xml)) = package.xml("META-INF/manifest.xml", Measure::PartBytes) else {
        return false;
    };
    loop {
        match xml.next() {
            Ok(Piece::Open(element)) if element.name() == "encryption-data" => return true,
            Ok(Piece::End) | Err(_) => return false,
            Ok(_) => {}
        }
    }
}

/// A name, and what it is for as the file writes it.
struct Listed {
    name: String,
    scope: Option<usize>,
    target: String,
}

#[derive(Default)]
struct Reader {
    book: RawBook,
    names: Vec<Listed>,
    /// The styles of sheets that are not shown.
    hidden: HashSet<String>,
    spent: Spent,
}

impl Reader {
    fn content(&mut self, xml: &mut Xml<'_>) -> Result<(), ReadError> {
        let mut style = String::new();
        let mut seen = HashSet::new();
        loop {
            match xml.next()? {
                Piece::End => return Ok(()),
                Piece::Open(element) => match element.name() {
                    "style" => style = element.get("name")?.unwrap_or_default(),
                    "table-properties" if !element.flag("display", true)? => {
                        self.hidden.insert(std::mem::take(&mut style));
                    }
                    "table" => {
                        let name = element.get("name")?.unwrap_or_default();
                        let style = element.get("style-name")?.unwrap_or_default();
                        if !seen.insert(name.to_lowercase()) {
                            let twice = format!("two sheets are named '{name}'");
                            let damage = Damage::Contradiction(twice);
                            return Err(ReadError::damaged("", damage));
                        }
                        self.sheet(xml, name, &style)?;
                    }
                    "named-range" => {
                        let name = listed(&element, None)?;
                        self.name(name)?;
                    }
                    // Sheets of other files, and cells that are no longer there.
                    "dde-links" | "tracked-changes" | "database-ranges" | "data-pilot-tables"
                    | "forms" | "scripts" => xml.skip()?,
                    _ => {}
                },
                _ => {}
            }
        }
    }

    fn name(&mut self, name: Option<Listed>) -> Result<(), ReadError> {
        if let Some(name) = name {
            self.spent.entry(CONTENT)?;
            self.names.push(name);
        }
        Ok(())
    }

    fn sheet(&mut self, xml: &mut Xml<'_>, name: String, style: &str) -> Result<(), ReadError> {
        let index = self.book.sheets.len();
        Measure::Sheets.check(index as u64 + 1, "")?;
        let visibility = match self.hidden.contains(style) {
            true => Visibility::Hidden,
            false => Visibility::Visible,
        };
        let mut sheet = RawSheet {
            name,
            visibility,
            ..RawSheet::default()
        };
        let depth = xml.depth();
        let mut row = 0_u64;
        while xml.depth() >= depth {
            match xml.next()? {
                Piece::End => break,
                Piece::Open(element) => match element.name() {
                    "table-row" => {
                        let times = times(&element, "number-rows-repeated")?;
                        let written = self.row(xml, &sheet.name)?;
                        self.place(&mut sheet, row, times, &written)?;
                        row = row.saturating_add(times);
                    }
                    "table-row-group" | "table-header-rows" | "table-rows"
                    | "named-expressions" => {}
                    "named-range" => {
                        let name = listed(&element, Some(index))?;
                        self.name(name)?;
                    }
                    _ => xml.skip()?,
                },
                _ => {}
            }
        }
        self.book.sheets.push(sheet);
        Ok(())
    }

    /// The cells of a row that hold something or are merged, with the column each begins in.
    fn row(&mut self, xml: &mut Xml<'_>, sheet: &str) -> Result<Vec<(u64, Written)>, ReadError> {
        let depth = xml.depth();
        let mut row = Vec::new();
        let mut column = 0_u64;
        while xml.depth() >= depth {
            match xml.next()? {
                Piece::End => break,
                Piece::Open(element) => match element.name() {
                    "table-cell" | "covered-table-cell" => {
                        self.spent.stored(sheet)?;
                        let written = Written::read(&element)?;
                        let written = written.complete(xml, sheet)?;
                        let times = written.times;
                        if written.cell.is_some() || written.merged.is_some() {
                            row.push((column, written));
                        }
                        column = column.saturating_add(times);
                    }
                    _ => xml.skip()?,
                },
                _ => {}
            }
        }
        Ok(row)
    }

    /// Puts the cells of a row where they stand, as often as they do.
    fn place(
        &mut self,
        sheet: &mut RawSheet,
        row: u64,
        rows: u64,
        written: &[(u64, Written)],
    ) -> Result<(), ReadError> {
        if written.is_empty() {
            return Ok(());
        }
        for row in row..row.saturating_add(rows) {
            for (first, written) in written {
                for column in *first..first.saturating_add(written.times) {
                    let at = address(row, column, &sheet.name)?;
                    if let Some(cell) = &written.cell {
                        self.count(cell, &sheet.name)?;
                        sheet.cells.insert(at, cell.clone());
                    }
                    if let Some((rows, columns)) = written.merged {
                        let last = (row + (rows - 1), column + (columns - 1));
                        self.spent.entry(&sheet.name)?;
                        let last = address(last.0, last.1, &sheet.name)?;
                        sheet.merges.push(Area::new(at, last));
                    }
                }
            }
        }
        Ok(())
    }

    fn count(&mut self, cell: &RawCell, sheet: &str) -> Result<(), ReadError> {
        self.spent.filled(sheet)?;
        if let CellValue::Text(text) | CellValue::Error(text) = &cell.value {
            self.spent.cell_text(text, sheet)?;
        }
        if let Some(formula) = &cell.formula {
            self.spent.cell_text(formula, sheet)?;
        }
        Ok(())
    }
}

fn listed(element: &Element<'_>, scope: Option<usize>) -> Result<Option<Listed>, ReadError> {
    let (name, target) = (element.get("name")?, element.get("cell-range-address")?);
    Ok(name.zip(target).map(|(name, target)| Listed {
        name,
        scope,
        target,
    }))
}

/// How often something stands there.
fn times(element: &Element<'_>, attribute: &str) -> Result<u64, ReadError> {
    let times = element.number::<u32>(attribute)?.unwrap_or(1);
    Ok(u64::from(times.max(1)))
}

fn address(row: u64, column: u64, sheet: &str) -> Result<Address, ReadError> {
    match (u32::try_from(row), u32::try_from(column)) {
        (Ok(row), Ok(column)) if row <= LAST_ROW && column <= LAST_COLUMN => {
            Ok(Address::new(row, column))
        }
        _ => Err(ReadError::TooLarge {
            part: sheet.to_owned(),
            what: Measure::SheetSize,
        }),
    }
}
