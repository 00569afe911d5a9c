//! Fields that stand alone behind a label of their own.

use crate::adopt::lay::Over;
use crate::adopt::lay::row::one_line;
use crate::adopt::pattern::Printed;

impl Over<'_> {
    /// The label left of a field in its row, and whether the field is the only one behind it.
    pub(super) fn left(&self, field: usize) -> Option<(usize, bool)> {
        let area = self.field(field).area;
        let in_row = |label: &Printed| label.area.first.row == area.first.row;
        let label = (0..self.sheet.printed.len())
            .filter(|&label| {
                let label = &self.sheet.printed[label];
                in_row(label) && label.area.last.column < area.first.column
            })
            .max_by_key(|&label| self.sheet.printed[label].area.last.column)?;
        let from = self.sheet.printed[label].area.last.column;
        let next = self.sheet.printed.iter().filter(|label| in_row(label));
        let next = next
            .map(|label| label.area.first.column)
            .filter(|&column| column > from);
        let next = next.min().unwrap_or(u32::MAX);
        let behind = self.fields.iter().filter(|&&other| {
            let other = self.field(other).area;
            other.first.row == area.first.row && (from + 1..next).contains(&other.first.column)
        });
        Some((label, behind.count() == 1))
    }

    /// Reads the fields that stand alone behind their label.
    pub(super) fn single_values(&mut self) {
        for &field in self.fields {
            let Some((label, true)) = self.left(field) else {
                continue;
            };
            if self.field(field).row.is_some() {
                continue;
            }
            let Some(pair) = self.paired.get(&label).copied() else {
                continue;
            };
            let beside = self.behind(pair.cell);
            let filled = beside
                .iter()
                .find(|&&cell| !self.found.cells[cell].is_blank());
            let rest = || (!self.found.cells[pair.cell].is_blank()).then_some(pair.cell);
            if let Some(cell) = filled.copied().or_else(rest) {
                let said = one_line(&self.sheet.printed[label].text);
                self.hit(field, 1, cell, pair.likeness, said);
            }
        }
    }

    /// The cells behind a label, up to the next one in the row.
    fn behind(&self, label: usize) -> Vec<usize> {
        let from = self.found.cells[label].area;
        let mut cells: Vec<usize> = (0..self.found.cells.len())
            .filter(|&cell| {
                let area = self.found.cells[cell].area;
                area.first.row == from.first.row && area.first.column > from.last.column
            })
            .collect();
        cells.sort_by_key(|&cell| self.found.cells[cell].area.first.column);
        let is_label =
            |cell: &usize| self.taken.contains(cell) || self.found.cells[*cell].label.is_some();
        let end = cells.iter().position(is_label).unwrap_or(cells.len());
        cells.truncate(end);
        cells
    }
}
