//! What reading has used up so far, over all sheets.

use super::{Measure, ReadError};

/// Counts of what is kept.
#[derive(Debug, Default)]
pub(super) struct Spent {
    stored_cells: u64,
    filled_cells: u64,
    text_bytes: u64,
}

impl Spent {
    /// Counts a cell that is stored, if only for its format.
    pub(super) fn stored(&mut self, sheet: &str) -> Result<(), ReadError> {
        self.stored_cells += 1;
        Ok(Measure::StoredCells.check(self.stored_cells, sheet)?)
    }

    /// Counts a cell that holds something.
    pub(super) fn filled(&mut self, sheet: &str) -> Result<(), ReadError> {
        self.filled_cells += 1;
        Ok(Measure::FilledCells.check(self.filled_cells, sheet)?)
    }

    /// Counts a text that is kept.
    pub(super) fn text(&mut self, text: &str, sheet: &str) -> Result<(), ReadError> {
        self.text_bytes += text.len() as u64;
        Ok(Measure::CellTextBytes.check(self.text_bytes, sheet)?)
    }
}
