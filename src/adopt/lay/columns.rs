//! Fields under the label of a column: which rows of what was found are which row of the form.

use std::collections::BTreeMap;

use crate::address::Address;
use crate::adopt::lay::Over;

impl Over<'_> {
    /// Reads all other fields, row by row of the form.
    pub(super) fn columns(&mut self) {
        let mut rows: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for &field in self.fields {
            let alone = self.left(field).is_some_and(|(_, alone)| alone);
            if !alone || self.field(field).row.is_some() {
                rows.entry(self.field(field).cell().row)
                    .or_default()
                    .push(field);
            }
        }
        for (row, fields) in rows {
            let repeats = fields.iter().any(|&field| self.field(field).row.is_some());
            let label = fields.iter().find_map(|&field| self.left(field));
            let anchor = label.map(|(label, _)| self.paired.get(&label).copied());
            let (first, likeness, after) = match anchor {
                // Its label is not there, so nobody knows where the row is.
                Some(None) => continue,
                Some(Some(pair)) => {
                    let area = self.found.cells[pair.cell].area;
                    let first = match repeats {
                        true => self.first_of(pair.cell),
                        false => area.first.row,
                    };
                    (first, pair.likeness, Some(area.last.column))
                }
                None => match self.gap(row) {
                    Some(first) => (first, 1.0, None),
                    None => continue,
                },
            };
            let end = self.next_anchor(row, first);
            let places = match repeats {
                true => first..end,
                false if anchor.is_none() => first..end.min(first + 1),
                false => first..first + 1,
            };
            let mut number = 1;
            for place in places {
                let after = after.filter(|_| place == first || repeats);
                let columns = self.row(&fields, place, after);
                if self.read_row(&fields, place, number, &columns, likeness, place > first) {
                    number += 1;
                }
            }
        }
    }

    /// The first of the rows that all bear the label of this cell: in a table without merged cells it is written in each.
    fn first_of(&self, label: usize) -> u32 {
        let cell = &self.found.cells[label];
        let same = |row: u32| {
            self.found.cells.iter().enumerate().any(|(index, other)| {
                !self.taken.contains(&index)
                    && other.area.first == Address::new(row, cell.area.first.column)
                    && other.label == cell.label
            })
        };
        let mut first = cell.area.first.row;
        while first > 0 && same(first - 1) {
            first -= 1;
        }
        first
    }

    /// The row below the last one that is known above a row of the form without labels.
    fn gap(&self, row: u32) -> Option<u32> {
        let above = self
            .paired
            .iter()
            .filter(|(label, _)| self.sheet.printed[**label].area.first.row < row);
        let place = above.map(|(_, pair)| self.found.cells[pair.cell].area.first.row);
        let mut place = place.max()? + 1;
        // Blank rows, and those of other fields, are passed over.
        let used = |place: u32| {
            self.taken.iter().any(|&cell| {
                !self.paired.values().any(|pair| pair.cell == cell)
                    && self.found.cells[cell].area.first.row == place
            })
        };
        while used(place) {
            place += 1;
        }
        Some(place)
    }

    /// The first row below `first` that holds a label of another row of the form.
    fn next_anchor(&self, row: u32, first: u32) -> u32 {
        let others = self
            .paired
            .iter()
            .filter(|(label, _)| self.sheet.printed[**label].area.first.row != row);
        let places = others.map(|(_, pair)| self.found.cells[pair.cell].area.first.row);
        let end = self
            .found
            .cells
            .iter()
            .map(|cell| cell.area.last.row + 1)
            .max();
        places
            .filter(|&place| place > first || (place == first && self.is_gap(row)))
            .min()
            .unwrap_or(end.unwrap_or(0))
    }

    /// Whether a row of the form has no label.
    fn is_gap(&self, row: u32) -> bool {
        self.sheet
            .printed
            .iter()
            .all(|label| label.area.first.row != row)
    }
}
