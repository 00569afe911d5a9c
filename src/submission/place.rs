//! Where the rows and columns of a form are in a sheet.

use std::collections::{BTreeMap, BTreeSet};

use crate::address::Address;

/// Where a sheet of the form was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetMap {
    /// The index of the sheet in the workbook.
    pub sheet: usize,
    /// For each row of the form the row in the workbook; `None` when it is gone.
    pub(super) rows: Vec<Option<u32>>,
    /// The same for its columns, and after them the two that are annex's own.
    pub(super) columns: Vec<Option<u32>>,
    /// The rows in the workbook that the department put into repeating rows.
    pub(super) added: BTreeSet<u32>,
}

impl SheetMap {
    /// Whether a column is one of those in which annex says what is missing.
    pub fn is_status(&self, column: u32) -> bool {
        let own = self.columns.iter().rev().take(2);
        own.into_iter().any(|found| *found == Some(column))
    }

    /// Where a row of the form is in the workbook.
    pub fn row(&self, row: u32) -> Option<u32> {
        self.rows.get(row as usize).copied().flatten()
    }

    /// Where a column of the form is in the workbook.
    pub fn column(&self, column: u32) -> Option<u32> {
        self.columns.get(column as usize).copied().flatten()
    }

    /// Where a cell of the form is in the workbook.
    pub fn cell(&self, cell: Address) -> Option<Address> {
        Some(Address::new(self.row(cell.row)?, self.column(cell.column)?))
    }

    /// Which row of the form a row of the workbook is.
    pub fn form_row(&self, row: u32) -> Option<u32> {
        index_of(&self.rows, row)
    }

    /// Which column of the form a column of the workbook is.
    pub fn form_column(&self, column: u32) -> Option<u32> {
        index_of(&self.columns, column)
    }

    /// Which cell of the form a cell of the workbook is.
    pub fn form_cell(&self, cell: Address) -> Option<Address> {
        Some(Address::new(
            self.form_row(cell.row)?,
            self.form_column(cell.column)?,
        ))
    }

    /// The rows of the form that stand elsewhere than in its order, each with its row in the workbook; rows the department
    /// put in have no other place.
    pub fn moved_rows(&self) -> Vec<(u32, u32)> {
        let sent = self.rows.iter();
        let sent: Vec<Option<u32>> = sent
            .map(|row| row.filter(|row| !self.added.contains(row)))
            .collect();
        moved(&sent)
    }

    /// The columns of the form that stand elsewhere than in its order, each with its column in the workbook.
    pub fn moved_columns(&self) -> Vec<(u32, u32)> {
        moved(self.form_columns())
    }

    /// The rows of the workbook between those of the form that are none of them.
    pub fn inserted_rows(&self) -> Vec<u32> {
        between(&self.rows)
    }

    /// The columns of the workbook between those of the form that are none of them.
    pub fn inserted_columns(&self) -> Vec<u32> {
        between(self.form_columns())
    }

    fn form_columns(&self) -> &[Option<u32>] {
        &self.columns[..self.columns.len().saturating_sub(2)]
    }
}

fn index_of(places: &[Option<u32>], place: u32) -> Option<u32> {
    let at = places.iter().position(|found| *found == Some(place))?;
    u32::try_from(at).ok()
}

fn moved(places: &[Option<u32>]) -> Vec<(u32, u32)> {
    let in_order = in_order(places);
    (0..)
        .zip(places)
        .filter_map(|(at, place)| Some((at, (*place)?)))
        .filter(|(at, _)| !in_order.contains(&(*at as usize)))
        .collect()
}

fn between(places: &[Option<u32>]) -> Vec<u32> {
    let known: BTreeSet<u32> = places.iter().flatten().copied().collect();
    let last = known.last().copied().unwrap_or(0);
    (0..last).filter(|place| !known.contains(place)).collect()
}

/// The longest run of places that only grow: those not in it were moved.
pub(super) fn in_order(places: &[Option<u32>]) -> BTreeSet<usize> {
    // The ends of the longest runs of each length so far, and the one before each.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: BTreeMap<usize, usize> = BTreeMap::new();
    for (at, place) in places.iter().enumerate() {
        let Some(place) = place else { continue };
        let length = ends.partition_point(|&end| places[end].is_some_and(|known| known < *place));
        if let Some(&last) = length.checked_sub(1).and_then(|length| ends.get(length)) {
            before.insert(at, last);
        }
        if length == ends.len() {
            ends.push(at);
        } else {
            ends[length] = at;
        }
    }
    let mut kept = BTreeSet::new();
    let mut next = ends.last().copied();
    while let Some(at) = next {
        kept.insert(at);
        next = before.get(&at).copied();
    }
    kept
}
