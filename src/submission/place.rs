//! Where the sheets, rows and fields of a form are in a workbook: by defined names first, by titles and labels next.

use std::collections::HashMap;

use crate::address::Address;
use crate::book::{CellValue, RawBook, RawSheet};
use crate::form::{Form, FormSheet};

/// Where a sheet of the form was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetMap {
    /// The index of the sheet in the workbook.
    pub sheet: usize,
    /// For each row of the form the row in the workbook; `None` when it is gone.
    rows: Vec<Option<u32>>,
}

impl SheetMap {
    /// Where a row of the form is in the workbook.
    pub fn row(&self, row: u32) -> Option<u32> {
        self.rows.get(row as usize).copied().flatten()
    }

    /// Which row of the form a row of the workbook is.
    pub fn form_row(&self, row: u32) -> Option<u32> {
        self.rows
            .iter()
            .position(|found| *found == Some(row))
            .and_then(|row| u32::try_from(row).ok())
    }

    /// The last row of the workbook that belongs to the form.
    pub fn last_row(&self) -> u32 {
        self.rows.iter().flatten().copied().max().unwrap_or(0)
    }
}

/// The places the defined names of a workbook give, by lower-case name.
struct Names<'a> {
    by_name: HashMap<String, Vec<(usize, Address)>>,
    book: &'a RawBook,
}

impl<'a> Names<'a> {
    fn new(book: &'a RawBook) -> Names<'a> {
        let mut by_name: HashMap<String, Vec<(usize, Address)>> = HashMap::new();
        for (name, place) in &book.names {
            if let Some(sheet) = book
                .sheets
                .iter()
                .position(|sheet| sheet.name == place.sheet)
            {
                by_name
                    .entry(name.to_lowercase())
                    .or_default()
                    .push((sheet, place.cell));
            }
        }
        Names { by_name, book }
    }

    /// The place of a name; where a copied sheet brought a second one along, that on the sheet asked for.
    fn place(&self, name: &str, sheet: Option<usize>) -> Option<(usize, Address)> {
        let places = self.by_name.get(&name.to_lowercase())?;
        places
            .iter()
            .find(|(at, _)| Some(*at) == sheet)
            .or_else(|| places.first().filter(|_| sheet.is_none()))
            .copied()
    }
}

/// Finds each sheet of the form in the workbook.
pub(super) fn sheets(form: &Form, book: &RawBook) -> Vec<Option<SheetMap>> {
    let names = Names::new(book);
    form.sheets
        .iter()
        .map(|sheet| {
            let index = by_own_name(sheet, book)
                .or_else(|| by_names(form, sheet, &names))
                .or_else(|| by_heading(sheet, book))?;
            Some(SheetMap {
                sheet: index,
                rows: rows(form, sheet, index, &names),
            })
        })
        .collect()
}

fn by_own_name(sheet: &FormSheet, book: &RawBook) -> Option<usize> {
    book.sheets
        .iter()
        .position(|found| found.name == sheet.name)
}

/// The sheet that most of the fields' names lead to.
fn by_names(form: &Form, sheet: &FormSheet, names: &Names<'_>) -> Option<usize> {
    let mut votes: HashMap<usize, usize> = HashMap::new();
    for &field in &sheet.fields {
        if let Some((at, _)) = names.place(&form.fields[field].id, None) {
            *votes.entry(at).or_default() += 1;
        }
    }
    votes
        .into_iter()
        .max_by_key(|(sheet, votes)| (*votes, std::cmp::Reverse(*sheet)))
        .map(|(sheet, _)| sheet)
}

/// For sheets that stand once: the sheet whose first rows hold the title.
fn by_heading(sheet: &FormSheet, book: &RawBook) -> Option<usize> {
    if sheet.index.is_some() {
        return None;
    }
    let wanted = bare(&sheet.heading);
    let has_title = |found: &RawSheet| {
        let top = found.cells.range(..Address::new(10, 0));
        top.into_iter()
            .any(|(_, cell)| matches!(&cell.value, CellValue::Text(text) if bare(text) == wanted))
    };
    book.sheets.iter().position(has_title)
}

/// A title without spaces and years.
fn bare(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && !c.is_ascii_digit())
        .collect()
}

fn rows(form: &Form, sheet: &FormSheet, index: usize, names: &Names<'_>) -> Vec<Option<u32>> {
    let mut votes: Vec<HashMap<u32, usize>> = vec![HashMap::new(); sheet.ruled.len()];
    let mut gone = vec![false; sheet.ruled.len()];
    let mut any = false;
    for &field in &sheet.fields {
        let field = &form.fields[field];
        let row = field.cell().row as usize;
        match names.place(&field.id, Some(index)) {
            Some((_, at)) => {
                any = true;
                *votes[row].entry(at.row).or_default() += 1;
            }
            None => gone[row] = true,
        }
    }
    if !any {
        // No names at all: a program dropped them. The title tells how far the form has moved.
        let shift = title_row(sheet, names.book.sheets.get(index)).unwrap_or(0);
        return (0..sheet.ruled.len())
            .map(|row| u32::try_from(row).ok().map(|row| row + shift))
            .collect();
    }
    let mut rows: Vec<Option<u32>> = Vec::with_capacity(votes.len());
    let mut shift: i64 = 0;
    for (row, votes) in votes.iter().enumerate() {
        let here = i64::try_from(row).unwrap_or(0);
        match votes
            .iter()
            .max_by_key(|(row, votes)| (**votes, std::cmp::Reverse(**row)))
        {
            Some((&found, _)) => {
                shift = i64::from(found) - here;
                rows.push(Some(found));
            }
            // A row whose fields have all lost their names was deleted; one without fields moves with the row above.
            None if gone[row] => rows.push(None),
            None => rows.push(u32::try_from(here + shift).ok()),
        }
    }
    rows
}

fn title_row(sheet: &FormSheet, found: Option<&RawSheet>) -> Option<u32> {
    let wanted = bare(&sheet.heading);
    let mut cells = found?.cells.iter();
    cells
        .find(|(_, cell)| matches!(&cell.value, CellValue::Text(text) if bare(text) == wanted))
        .map(|(at, _)| at.row)
}

/// Finds each field: by its defined name, else where its row is.
pub(super) fn fields(
    form: &Form,
    book: &RawBook,
    sheets: &[Option<SheetMap>],
) -> Vec<Option<(usize, Address)>> {
    let names = Names::new(book);
    form.fields
        .iter()
        .map(|field| {
            let map = sheets.get(field.sheet)?.as_ref()?;
            let by_row = || {
                Some((
                    map.sheet,
                    Address::new(map.row(field.cell().row)?, field.cell().column),
                ))
            };
            names.place(&field.id, Some(map.sheet)).or_else(by_row)
        })
        .collect()
}
