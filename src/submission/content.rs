//! Rows without labels that a label was moved across: known by what stands in them, where that can be nothing else.

use std::collections::{BTreeMap, BTreeSet};

use crate::address::Address;
use crate::align::written;
use crate::book::CellValue;
use crate::form::Kind;
use crate::submission::rows::Rows;
use crate::typed::{self, Reading, Wanted};

/// So many inputs of a row have to be filled for it to be known by them alone.
const FILLED: usize = 2;
/// So many rows of a sheet are held against those of the form, from above.
const COMPARED: usize = 2_000;

/// Rows of the form that are alike: those of one block, or one that stands alone.
struct Alike {
    /// Whether they are a block's, and so may stand for one another.
    repeats: bool,
    rows: Vec<usize>,
}

/// The places of rows that have none, or one in which nothing stands.
///
/// A row of the sheet is taken for one of the form if what stands in it is what that takes, and what no other row without
/// labels takes; if two rows could be one that stands alone, neither is.
pub(super) fn places(rows: &Rows<'_>) -> Vec<(usize, u32)> {
    let kinds = kinds(rows);
    let is_lost = |row: usize| rows.places[row].is_none_or(|place| is_empty(rows, place));
    let lost: Vec<Vec<usize>> = kinds
        .iter()
        .map(|kind| {
            kind.rows
                .iter()
                .copied()
                .filter(|&row| is_lost(row))
                .collect()
        })
        .collect();
    if lost.iter().all(Vec::is_empty) {
        return Vec::new();
    }
    // What has no fields and does not say what it should may make room.
    let makes_room = |row: usize, place: u32| {
        rows.search.fields_of(row).next().is_none() && !rows.says(row, place)
    };
    let held: BTreeSet<u32> = rows
        .places
        .iter()
        .enumerate()
        .filter_map(|(row, place)| place.filter(|&place| !makes_room(row, place)))
        .collect();
    let cells = rows.search.found.cells.keys();
    let free: BTreeSet<u32> = cells
        .map(|at| at.row)
        .filter(|place| !held.contains(place))
        .collect();
    let merged: BTreeSet<Address> = rows
        .search
        .found
        .merges
        .iter()
        .map(|area| area.first)
        .collect();
    let mut fitting: Vec<Vec<u32>> = vec![Vec::new(); kinds.len()];
    for place in free.into_iter().take(COMPARED) {
        let mut fits =
            (0..kinds.len()).filter(|&kind| fits(rows, &merged, kinds[kind].rows[0], place));
        if let (Some(kind), None) = (fits.next(), fits.next()) {
            fitting[kind].push(place);
        }
    }
    let mut found = Vec::new();
    for ((kind, lost), places) in kinds.iter().zip(lost).zip(fitting) {
        if kind.repeats || places.len() == 1 {
            found.extend(lost.into_iter().zip(places));
        }
    }
    found
}

/// The rows with fields and without labels.
fn kinds(rows: &Rows<'_>) -> Vec<Alike> {
    let form = rows.search.form;
    let mut of_blocks: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut alone = Vec::new();
    for row in (0..rows.labels.len()).filter(|&row| rows.labels[row].is_empty()) {
        let field = rows.search.fields_of(row).next();
        match field.map(|field| form.fields[field].row) {
            Some(Some(of)) => of_blocks.entry(of.block).or_default().push(row),
            Some(None) => alone.push(row),
            None => {}
        }
    }
    let blocks = of_blocks.into_values().map(|rows| Alike {
        repeats: true,
        rows,
    });
    let alone = alone.into_iter().map(|row| Alike {
        repeats: false,
        rows: vec![row],
    });
    blocks.chain(alone).collect()
}

fn is_empty(rows: &Rows<'_>, place: u32) -> bool {
    let mut there = rows.search.row(place);
    there.all(|(_, cell)| cell.value.is_blank() && cell.formula.is_none())
}

/// Whether all that stands in a row of the sheet is what a row of the form takes, and enough of it to tell.
fn fits(rows: &Rows<'_>, merged: &BTreeSet<Address>, row: usize, place: u32) -> bool {
    let search = rows.search;
    let form = search.form;
    let (columns, own) = rows.columns.split_at(search.width());
    let fields: Vec<usize> = search.fields_of(row).collect();
    let mut status = false;
    let mut filled = 0;
    let mut seen = BTreeSet::new();
    for (at, cell) in search.row(place) {
        if own.contains(&Some(at.column)) {
            status |= cell.formula.is_some();
            continue;
        }
        if cell.value.is_blank() {
            continue;
        }
        // What stands beside the form or in a column that was put in says nothing.
        let Some(column) = columns.iter().position(|found| *found == Some(at.column)) else {
            continue;
        };
        let field = fields.iter().find(|&&field| {
            let area = form.fields[field].area;
            (area.first.column as usize..=area.last.column as usize).contains(&column)
        });
        // The cells of one field hold one value, if they were split.
        let Some(&field) = field.filter(|field| seen.insert(**field)) else {
            return false;
        };
        let wanted = Wanted::of(&form.pack, form.template(&form.fields[field]));
        if typed::read(&cell.value, &wanted).1 == Reading::WrongType
            || is_printed(rows, &cell.value)
        {
            return false;
        }
        filled += usize::from(form.fields[field].kind == Kind::Input);
    }
    let mut wide = fields
        .iter()
        .map(|&field| form.fields[field].area)
        .filter(|area| !area.is_cell())
        .peekable();
    let shaped = wide.peek().is_some()
        && wide.all(|area| {
            let column = columns[area.first.column as usize];
            column.is_some_and(|column| merged.contains(&Address::new(place, column)))
        });
    // Cells merged alike say little of a row with a single text, which may be a remark or a label typed anew.
    let inputs = fields
        .iter()
        .filter(|&&field| form.fields[field].kind == Kind::Input);
    let is_plain = filled == 1 && inputs.count() >= FILLED;
    status || filled >= FILLED || shaped && !is_plain
}

/// Whether a text is one that is printed on the sheet.
fn is_printed(rows: &Rows<'_>, value: &CellValue) -> bool {
    let CellValue::Text(text) = value else {
        return false;
    };
    let text = written(text);
    rows.labels
        .iter()
        .flatten()
        .any(|(_, label)| *label == text)
}
