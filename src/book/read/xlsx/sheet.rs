//! A sheet in one pass: its cells, and what is said of them before and after.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::rich::Rich;
use super::spent::Spent;
use super::styles::CellFormat;
use super::{Damage, Measure, ReadError, contradiction, formula, text, value};
use crate::address::{Address, Area, LAST_COLUMN, LAST_ROW};
use crate::book::{CellValue, Drawing, RawCell, RawSheet, RawValidation};
use crate::package::{Element, Package, PackageError, Piece, Xml};

/// What is needed to read a sheet.
pub(super) struct Reader<'a> {
    /// What messages call the sheet.
    pub(super) name: &'a str,
    pub(super) since_1904: bool,
    pub(super) styles: &'a [CellFormat],
    pub(super) texts: &'a [String],
    /// What stands in a cell and is no value.
    pub(super) rich: &'a Rich,
    pub(super) spent: &'a mut Spent,
}

/// What is being collected.
#[derive(Default)]
struct Found {
    /// The sheet without its cells.
    sheet: RawSheet,
    cells: Cells,
    unlocked: BTreeSet<Address>,
    validations: Vec<RawValidation>,
    /// Shared formulas by their number: the cell each is written for, and its text.
    shared: HashMap<u64, (Address, String)>,
    /// Cells that share a formula, with its number.
    sharing: Vec<(Address, u64)>,
    /// The row and the column of the cell read last, counted from one.
    row: u32,
    column: u32,
}

/// Cells while they are read. A map that is made of a list takes half the memory of one that grows cell by cell, and almost
/// all sheets have their cells in order.
#[derive(Default)]
struct Cells {
    /// Those that came after all others before them.
    ordered: Vec<(Address, RawCell)>,
    /// The others; none of them stands in `ordered`.
    late: BTreeMap<Address, RawCell>,
}

impl Cells {
    /// Puts a cell into its place; of one that is written twice the last counts, if only to say that nothing is there. A blank
    /// cell may still get a formula that it shares.
    fn put(&mut self, at: Address, cell: Option<RawCell>) {
        if self.ordered.last().is_none_or(|(last, _)| *last < at) {
            self.ordered.extend(cell.map(|cell| (at, cell)));
        } else if let Ok(known) = self.ordered.binary_search_by_key(&at, |(at, _)| *at) {
            self.ordered[known].1 = cell.unwrap_or_default();
        } else if let Some(cell) = cell {
            self.late.insert(at, cell);
        } else {
            self.late.remove(&at);
        }
    }

    fn map(mut self) -> BTreeMap<Address, RawCell> {
        self.ordered.extend(self.late);
        self.ordered.into_iter().collect()
    }
}

/// A formula as a cell writes it.
#[derive(Default)]
struct Written {
    text: String,
    /// The number of the shared formula the cell takes part in.
    shared: Option<u64>,
}

impl Reader<'_> {
    /// Reads the part of a sheet.
    pub(super) fn read(
        mut self,
        package: &mut Package<'_>,
        part: &str,
    ) -> Result<RawSheet, ReadError> {
        let Some(mut xml) = package.xml(part, Measure::PartBytes)? else {
            return Err(ReadError::damaged(self.name, Damage::Missing));
        };
        let part = xml.part().to_owned();
        let mut found = Found::default();
        found.sheet.protected = Some(false);
        let mut in_cells = false;
        // The validation an extension speaks of: its cells are named in an element of their own.
        let mut extended = None;
        loop {
            match xml.next()? {
                Piece::End => break,
                Piece::Close("sheetData") => in_cells = false,
                Piece::Close("dataValidation") => extended = None,
                Piece::Close(_) | Piece::Text(_) => {}
                Piece::Open(element) => match element.name() {
                    "sheetData" => in_cells = true,
                    "row" if in_cells => {
                        let is_hidden = found.row(&element, &part)?;
                        if is_hidden {
                            self.spent.entry(&part)?;
                        }
                    }
                    "c" if in_cells => {
                        let cell = found.cell(&element, &part)?;
                        self.cell(&mut xml, &cell, &mut found, &part)?;
                    }
                    "col" => {
                        let is_hidden = found.columns(&element)?;
                        if is_hidden {
                            self.spent.entry(&part)?;
                        }
                    }
                    "dimension" => drop(area(&element, &part)?),
                    "sheetProtection" => {
                        found.sheet.protected = Some(element.flag("sheet", false)?);
                    }
                    "mergeCell" => {
                        self.spent.entry(&part)?;
                        if let Some(area) = area(&element, &part)? {
                            found.sheet.merges.push(area);
                        }
                    }
                    "dataValidation" => {
                        self.spent.entry(&part)?;
                        let kind = element.get("type")?.unwrap_or_default();
                        let kind = if kind == "none" { String::new() } else { kind };
                        match element.get("sqref")? {
                            Some(areas) => self.validation(&mut found, &kind, &areas, &part)?,
                            None => extended = Some(kind),
                        }
                    }
                    "sqref" => {
                        if let Some(kind) = extended.take() {
                            let areas = xml.text()?;
                            self.validation(&mut found, &kind, &areas, &part)?;
                        }
                    }
                    "control" => {
                        self.spent.entry(&part)?;
                        let text = element.get("name")?.unwrap_or_default();
                        found.sheet.drawings.push(Drawing {
                            at: None,
                            to: None,
                            kind: "control".to_owned(),
                            text,
                        });
                    }
                    _ => {}
                },
            }
        }
        found.sheet.cells = std::mem::take(&mut found.cells).map();
        self.write_out(&mut found)?;
        let mut sheet = found.sheet;
        sheet.cells.retain(|_, cell| {
            let is_nothing = match &cell.value {
                CellValue::Blank => true,
                // A formula may give an empty text; a cell that only holds one is as good as not there.
                CellValue::Text(text) => text.is_empty(),
                _ => false,
            };
            cell.formula.is_some() || !is_nothing
        });
        found.unlocked.retain(|at| sheet.cells.contains_key(at));
        sheet
            .number_formats
            .retain(|at, _| sheet.cells.contains_key(at));
        sheet.unlocked = Some(found.unlocked);
        sheet.validations = Some(found.validations);
        Ok(sheet)
    }

    fn cell(
        &mut self,
        xml: &mut Xml<'_>,
        cell: &Start,
        found: &mut Found,
        part: &str,
    ) -> Result<(), ReadError> {
        self.spent.stored(self.name)?;
        let at = cell.at;
        let mut written = None;
        let mut formula = None;
        loop {
            match xml.next()? {
                Piece::Open(element) => match element.name() {
                    "v" => written = Some(xml.text()?),
                    "is" => written = Some(text::rich(xml, "is")?),
                    "f" => {
                        area(&element, part)?;
                        let shared = match element.get("si")? {
                            None => None,
                            Some(number) => Some(shared(&number, part)?),
                        };
                        formula = Some(Written {
                            text: xml.text()?,
                            shared,
                        });
                    }
                    // What extensions say of a cell is nobody's business.
                    _ => xml.skip()?,
                },
                Piece::Close("c") | Piece::End => break,
                _ => {}
            }
        }
        let format = self.styles.get(cell.style);
        let held = match (cell.kind.as_str(), written) {
            (_, None) => CellValue::Blank,
            ("s", Some(number)) => self.shared_text(&number, part)?,
            ("str", Some(text)) => CellValue::Text(text::decoded(text)),
            (kind, Some(written)) => value::value(kind, written, format, self.since_1904),
        };
        let formula = match formula {
            None => None,
            Some(formula) => found.formula(at, formula),
        };
        if let Some(number) = cell.rich
            && let Some(drawing) = self.rich.drawing(number, at, &held, formula.as_deref())
        {
            self.spent.entry(part)?;
            self.spent.text(&drawing.text, self.name)?;
            found.sheet.drawings.push(drawing);
            found.cells.put(at, None);
            return Ok(());
        }
        if held == CellValue::Blank && formula.is_none() && !found.is_sharing(at) {
            found.cells.put(at, None);
            return Ok(());
        }
        self.spent.filled(self.name)?;
        if let CellValue::Text(text) | CellValue::Error(text) = &held {
            self.spent.cell_text(text, self.name)?;
        }
        if let Some(formula) = &formula {
            self.spent.cell_text(formula, self.name)?;
        }
        let mut raw = RawCell {
            value: held,
            formula,
        };
        value::settle(&mut raw);
        found.cells.put(at, Some(raw));
        let Some(format) = format else { return Ok(()) };
        if format.unlocked {
            found.unlocked.insert(at);
        }
        if !format.number_format.is_empty() {
            self.spent.text(&format.number_format, self.name)?;
            found
                .sheet
                .number_formats
                .insert(at, format.number_format.clone());
        }
        Ok(())
    }

    fn shared_text(&self, written: &str, part: &str) -> Result<CellValue, ReadError> {
        let written = written.trim();
        if written.is_empty() {
            return Ok(CellValue::Blank);
        }
        let text = written
            .parse::<usize>()
            .ok()
            .and_then(|number| self.texts.get(number));
        match text {
            Some(text) => Ok(CellValue::Text(text.clone())),
            None => Err(contradiction(
                part,
                format!("there is no shared text number '{written}'"),
            )),
        }
    }

    fn validation(
        &mut self,
        found: &mut Found,
        kind: &str,
        areas: &str,
        part: &str,
    ) -> Result<(), ReadError> {
        let mut list = Vec::new();
        for text in areas.split_whitespace() {
            self.spent.entry(part)?;
            list.push(span(text, part)?);
        }
        found.validations.push(RawValidation {
            areas: list,
            kind: kind.to_owned(),
        });
        Ok(())
    }

    /// Gives every cell that shares a formula its own.
    fn write_out(&mut self, found: &mut Found) -> Result<(), ReadError> {
        for (at, number) in &found.sharing {
            // A formula that is written nowhere leaves its cells their values.
            let Some((from, formula)) = found.shared.get(number) else {
                continue;
            };
            let moved = formula::moved(formula, *from, *at);
            self.spent.cell_text(&moved, self.name)?;
            if let Some(cell) = found.sheet.cells.get_mut(at) {
                cell.formula = Some(moved);
                value::settle(cell);
            }
        }
        Ok(())
    }
}

/// The beginning of a cell.
struct Start {
    at: Address,
    kind: String,
    style: usize,
    /// The number of a value that is none of the plain kinds, from one on.
    rich: Option<usize>,
}

impl Found {
    /// Goes to a row, and tells whether it begins a run of hidden ones.
    fn row(&mut self, element: &Element<'_>, part: &str) -> Result<bool, ReadError> {
        self.column = 0;
        self.row = match element.get("r")? {
            None => self.row + 1,
            Some(text) => match text.parse() {
                Ok(row) => row,
                Err(_) => return Err(ReadError::damaged(part, Damage::Reference(text))),
            },
        };
        if !(1..=LAST_ROW + 1).contains(&self.row) {
            return Err(ReadError::damaged(
                part,
                Damage::Reference(self.row.to_string()),
            ));
        }
        if element.flag("hidden", false)? {
            let row = self.row - 1;
            match self.sheet.hidden_rows.last_mut() {
                Some((_, last)) if *last + 1 == row => *last = row,
                _ => {
                    self.sheet.hidden_rows.push((row, row));
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    /// Where a cell is; one that does not say stands right of the one before.
    fn cell(&mut self, element: &Element<'_>, part: &str) -> Result<Start, ReadError> {
        let at = match element.get("r")? {
            Some(text) => plain(&text)
                .ok_or_else(|| ReadError::damaged(part, Damage::Reference(text.clone())))?,
            None if self.row == 0 => {
                return Err(contradiction(part, "a cell stands in no row".to_owned()));
            }
            None if self.column > LAST_COLUMN => {
                return Err(ReadError::TooLarge {
                    part: part.to_owned(),
                    what: Measure::SheetSize,
                });
            }
            None => Address::new(self.row - 1, self.column),
        };
        self.column = at.column + 1;
        Ok(Start {
            at,
            kind: element.get("t")?.unwrap_or_default(),
            style: element.number("s")?.unwrap_or(0),
            rich: element.number("vm")?,
        })
    }

    /// Notes columns that are hidden, and tells whether they are.
    fn columns(&mut self, element: &Element<'_>) -> Result<bool, PackageError> {
        let bounds = (element.number::<u32>("min")?, element.number::<u32>("max")?);
        if let (Some(first @ 1..), Some(last)) = bounds
            && element.flag("hidden", false)?
            && first <= last
        {
            self.sheet
                .hidden_columns
                .push((first - 1, (last - 1).min(LAST_COLUMN)));
            return Ok(true);
        }
        Ok(false)
    }

    /// The formula of a cell, unless it shares one that is written elsewhere.
    fn formula(&mut self, at: Address, written: Written) -> Option<String> {
        let text = (!written.text.is_empty()).then_some(written.text);
        if let Some(number) = written.shared {
            match &text {
                Some(text) => {
                    self.shared
                        .entry(number)
                        .or_insert_with(|| (at, text.clone()));
                }
                None => self.sharing.push((at, number)),
            }
        }
        text
    }

    fn is_sharing(&self, at: Address) -> bool {
        self.sharing.last().is_some_and(|(last, _)| *last == at)
    }
}

fn shared(number: &str, part: &str) -> Result<u64, ReadError> {
    let Ok(index) = number.parse() else {
        return Err(contradiction(
            part,
            format!("shared formula number '{number}'"),
        ));
    };
    Measure::SharedFormula.check(index, part)?;
    Ok(index)
}

/// The area an element says it is for.
fn area(element: &Element<'_>, part: &str) -> Result<Option<Area>, ReadError> {
    match element.get("ref")? {
        None => Ok(None),
        Some(text) => span(&text, part).map(Some),
    }
}

/// An area as files write it: `B4`, `B4:D9`; whole columns and rows as `A:C` and `1:3`.
fn span(text: &str, part: &str) -> Result<Area, ReadError> {
    let (first, last) = text.split_once(':').unwrap_or((text, text));
    let corners = match (plain(first), plain(last)) {
        (Some(first), Some(last)) => Some((first, last)),
        _ if first.bytes().all(|byte| byte.is_ascii_alphabetic()) => {
            plain(&format!("{first}1")).zip(plain(&format!("{last}{}", LAST_ROW + 1)))
        }
        _ => plain(&format!("A{first}")).zip(plain(&format!("XFD{last}"))),
    };
    match corners {
        Some((first, last)) if first.row <= last.row && first.column <= last.column => {
            Ok(Area::new(first, last))
        }
        _ => Err(ReadError::damaged(part, Damage::Reference(text.to_owned()))),
    }
}

/// An address as cells carry it: without `$`.
fn plain(text: &str) -> Option<Address> {
    (!text.contains('$'))
        .then(|| Address::parse(text))
        .flatten()
}
