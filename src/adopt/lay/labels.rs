//! Which text is which label: by rows, then by what stands nowhere else, then by neighbours.

use std::collections::BTreeSet;

use crate::address::Address;
use crate::adopt::lay::Over;
use crate::adopt::pattern::Printed;
use crate::adopt::years::{later, years};
use crate::align::{self, CLOSE, Line, likeness};

/// From this likeness on, a label is taken for a retyped one. There are no names here to say whether it is.
const LIKE: f32 = 0.7;
/// As certain is a label in which every year is another one.
const OTHER_YEARS: f32 = 0.9;

impl Over<'_> {
    /// Finds the labels: row by row, then those that stand elsewhere and only once.
    pub(super) fn pair(&mut self) {
        let rows = self
            .sheet
            .printed
            .iter()
            .map(|label| label.area.first.row + 1);
        let mut labels: Vec<Line> = vec![Line::new(); rows.max().unwrap_or(0) as usize];
        for label in &self.sheet.printed {
            let line = &mut labels[label.area.first.row as usize];
            line.push((label.area.first.column, label.written.clone()));
        }
        let matches = align::rows(&labels, &self.found.lines(), None);
        for (row, found) in (0..).zip(matches) {
            // A row that only looks like another one, and stands elsewhere, is none.
            if let Some(found) = found.filter(|found| found.in_order || found.similarity > 0.99) {
                self.pair_row(row, found.row);
            }
        }
        for index in 0..self.sheet.printed.len() {
            let label = &self.sheet.printed[index];
            let same = self.sheet.by_text.get(&label.written);
            if self.paired.contains_key(&index) || same.is_some_and(|same| same.len() > 1) {
                continue;
            }
            let says = |cell: &usize| self.said[*cell].as_ref() == Some(&label.written);
            let free = (0..self.found.cells.len()).filter(|cell| !self.taken.contains(cell));
            let mut there = free.filter(says);
            if let (Some(cell), None) = (there.next(), there.next()) {
                self.take(index, cell, 1.0);
            }
        }
    }

    /// Finds retyped labels by their neighbours: right above or below a label that was found, in its column, stands
    /// something that is a little like the one that stands there in the form.
    pub(super) fn pair_neighbours(&mut self) {
        for index in 0..self.sheet.printed.len() {
            if self.paired.contains_key(&index) {
                continue;
            }
            let label = &self.sheet.printed[index];
            let beside = |other: &Printed| {
                other.area.first.column == label.area.first.column
                    && other.area.first.row.abs_diff(label.area.first.row) == 1
            };
            let neighbours = self
                .paired
                .iter()
                .filter(|(other, _)| beside(&self.sheet.printed[**other]));
            let best = neighbours
                .filter_map(|(other, pair)| {
                    let known = self.found.cells[pair.cell].area.first;
                    let row = match self.sheet.printed[*other].area.first.row < label.area.first.row
                    {
                        true => known.row + 1,
                        false => known.row.checked_sub(1)?,
                    };
                    let place = Address::new(row, known.column);
                    let cell = (0..self.found.cells.len()).find(|&cell| {
                        !self.taken.contains(&cell) && self.found.cells[cell].area.first == place
                    })?;
                    let said = self.found.cells[cell].said()?;
                    Some((self.guessed(&label.written, &said), cell))
                })
                .filter(|(likeness, _)| *likeness >= CLOSE)
                .max_by(|one, other| one.0.total_cmp(&other.0));
            if let Some((likeness, cell)) = best {
                self.take(index, cell, likeness);
            }
        }
    }

    /// How alike a text is to a label; not at all if it is another label of the form: 数量指标 is no retyped 质量指标.
    fn guessed(&self, wanted: &str, said: &str) -> f32 {
        if wanted != said && self.sheet.by_text.contains_key(said) {
            return 0.0;
        }
        likeness(wanted, said)
    }

    /// Puts the labels of a row of the form beside the texts of a row of what was found, the most alike first.
    fn pair_row(&mut self, row: u32, place: u32) {
        let labels: Vec<usize> = (0..self.sheet.printed.len())
            .filter(|&label| self.sheet.printed[label].area.first.row == row)
            .collect();
        let cells: Vec<(usize, String)> = (0..self.found.cells.len())
            .filter(|&cell| self.found.cells[cell].area.first.row == place)
            .filter_map(|cell| Some((cell, self.found.cells[cell].said()?)))
            .collect();
        let texts = labels
            .iter()
            .map(|&label| self.sheet.printed[label].written.as_str());
        let by = years_later(texts, cells.iter().map(|(_, said)| said.as_str()));
        let certain = if by == 0 { 1.0 } else { OTHER_YEARS };
        let mut alike: Vec<(f32, usize, usize)> = Vec::new();
        for &label in &labels {
            let wanted = &self.sheet.printed[label].written;
            for (cell, said) in &cells {
                let likeness = match later(said, by) {
                    other if other == *said => self.guessed(wanted, said),
                    other => likeness(wanted, &other) * certain,
                };
                if likeness >= LIKE {
                    alike.push((likeness, label, *cell));
                }
            }
        }
        alike.sort_by(|one, other| {
            let in_order = (one.1, one.2).cmp(&(other.1, other.2));
            other.0.total_cmp(&one.0).then(in_order)
        });
        for (likeness, label, cell) in alike {
            if !self.paired.contains_key(&label) && !self.taken.contains(&cell) {
                self.take(label, cell, likeness);
            }
        }
        self.pair_in_row(&labels, place);
    }

    /// Finds the labels whose words mean something else elsewhere: beside at least half of the others of their row.
    fn pair_in_row(&mut self, labels: &[usize], place: u32) {
        let known = |label: &&usize| self.paired.contains_key(label);
        if labels.iter().filter(known).count() * 2 + 1 < labels.len() {
            return;
        }
        for &label in labels {
            let wanted = &self.sheet.printed[label].written;
            let cell = self.begin(place).iter().copied().find(|cell| {
                let whole = self.found.cells[*cell].whole();
                !self.taken.contains(cell) && self.sheet.is_in_row(&whole.text(), wanted)
            });
            if let Some(cell) = cell.filter(|_| !self.paired.contains_key(&label)) {
                self.take(label, cell, 1.0);
            }
        }
    }
}

/// How many years the labels of a row lag behind those of the form: in a form of another year all of them do.
fn years_later<'a>(
    wanted: impl Iterator<Item = &'a str>,
    found: impl Iterator<Item = &'a str>,
) -> i32 {
    let wanted: BTreeSet<u16> = wanted.flat_map(years).collect();
    let found: BTreeSet<u16> = found.flat_map(years).collect();
    match (wanted.last(), found.last()) {
        (Some(last), Some(there)) if !found.is_subset(&wanted) => {
            i32::from(*last) - i32::from(*there)
        }
        _ => 0,
    }
}
