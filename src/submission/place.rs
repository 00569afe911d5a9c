//! Where the sheets, rows and fields of a form are in a workbook: by defined names first, by titles and labels next.

use std::collections::HashMap;

use crate::address::Address;
use crate::book::{CellValue, RawBook, RawName, RawSheet};
use crate::form::{Form, FormSheet};
use crate::own;

/// Where a sheet of the form was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetMap {
    /// The index of the sheet in the workbook.
    pub sheet: usize,
    /// For each row of the form the row in the workbook; `None` when it is gone.
    rows: Vec<Option<u32>>,
    /// The first of the two columns that are annex's own.
    status: u32,
}

impl SheetMap {
    /// Whether a column is one of those in which annex says what is missing.
    pub fn is_status(&self, column: u32) -> bool {
        (self.status..=self.status + 1).contains(&column)
    }

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
}

/// The places the defined names of a workbook give, by lower-case name.
struct Names<'a> {
    by_name: HashMap<String, Vec<(usize, Address)>>,
    book: &'a RawBook,
}

impl<'a> Names<'a> {
    fn new(book: &'a RawBook) -> Names<'a> {
        let mut by_name: HashMap<String, Vec<(usize, Address)>> = HashMap::new();
        for RawName { name, place, .. } in &book.names {
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
        .enumerate()
        .map(|(at, sheet)| {
            let index = by_own_name(sheet, book)
                .or_else(|| by_names(form, sheet, &names))
                .or_else(|| by_heading(sheet, book))?;
            let status = names.place(&own::status(&sheet.id), Some(index));
            Some(SheetMap {
                sheet: index,
                status: status.map_or_else(|| form.status_column(at), |(_, cell)| cell.column),
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
    book.sheets
        .iter()
        .position(|found| !own::is_sheet(&found.name) && has_title(found))
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
    let most = |votes: &HashMap<u32, usize>| {
        let best = votes
            .iter()
            .max_by_key(|(row, votes)| (**votes, std::cmp::Reverse(**row)));
        best.map(|(row, _)| *row)
    };
    let anchors: Vec<Option<u32>> = votes.iter().map(most).collect();
    let mut rows: Vec<Option<u32>> = Vec::with_capacity(anchors.len());
    for (row, anchor) in anchors.iter().enumerate() {
        rows.push(match anchor {
            Some(found) => Some(*found),
            None => {
                let found = names.book.sheets.get(index);
                printed_row(sheet, found, &rows, &anchors, row, gone[row])
            }
        });
    }
    rows
}

/// Where a row is that no name leads to: between the rows around it, where its texts are. If they are nowhere, a row
/// whose fields have all lost their names was deleted; one without fields is next to the row above, or the row below
/// where that one is gone.
fn printed_row(
    sheet: &FormSheet,
    found: Option<&RawSheet>,
    above: &[Option<u32>],
    anchors: &[Option<u32>],
    row: usize,
    is_nameless: bool,
) -> Option<u32> {
    let low = above.iter().flatten().max().map_or(0, |last| last + 1);
    let after = &anchors[row + 1..];
    let below = after.iter().position(Option::is_some);
    let high = below.and_then(|at| after[at]);
    let texts =
        |row: usize| u32::try_from(row).map_or_else(|_| Vec::new(), |row| printed(sheet, row));
    let own = texts(row);
    let score = |texts: &[(u32, String)], at: u32| {
        let there = |(column, text): &&(u32, String)| match found
            .map(|found| found.value(Address::new(at, *column)))
        {
            Some(CellValue::Text(found)) => bare(found) == *text,
            _ => false,
        };
        texts.iter().filter(there).count()
    };
    let last = found
        .and_then(|found| found.cells.keys().next_back())
        .map_or(0, |at| at.row);
    let best = (low..high.unwrap_or(last + 1))
        .map(|at| (score(&own, at), at))
        .filter(|(score, _)| *score > 0)
        .max_by_key(|(score, at)| (*score, std::cmp::Reverse(*at)));
    if let Some((_, at)) = best {
        return Some(at);
    }
    if is_nameless {
        return None;
    }
    let place = match (above.last(), below.zip(high)) {
        (Some(None), Some((rows, high))) => high.checked_sub(u32::try_from(rows).ok()? + 1)?,
        _ => low,
    };
    let is_free = place >= low && high.is_none_or(|high| place < high);
    // A row that was deleted does not take the place of the next one.
    let next = row + 1..row + 1 + below.unwrap_or(after.len());
    let is_next = next.into_iter().any(|next| score(&texts(next), place) > 0);
    (is_free && !is_next).then_some(place)
}

/// The printed texts of a row of the form, bare, by column.
fn printed(sheet: &FormSheet, row: u32) -> Vec<(u32, String)> {
    let labels = sheet.labels.iter();
    let mut texts: Vec<(u32, String)> = labels
        .filter(|label| label.area.first.row == row && !label.text.is_empty())
        .map(|label| (label.area.first.column, bare(&label.text)))
        .collect();
    if row == 0 {
        texts.push((0, bare(&sheet.heading)));
    }
    texts
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
