//! What reading has used up so far, over all sheets.

use super::{Measure, ReadError};

/// Counts of what is kept.
#[derive(Debug, Default)]
pub(in crate::book::read) struct Spent {
    stored_cells: u64,
    filled_cells: u64,
    text_bytes: u64,
    entries: u64,
}

impl Spent {
    /// Counts a cell that is stored, if only for its format.
    pub(in crate::book::read) fn stored(&mut self, sheet: &str) -> Result<(), ReadError> {
        self.stored_cells += 1;
        Ok(Measure::StoredCells.check(self.stored_cells, sheet)?)
    }

    /// Counts a cell that holds something.
    pub(in crate::book::read) fn filled(&mut self, sheet: &str) -> Result<(), ReadError> {
        self.filled_cells += 1;
        Ok(Measure::FilledCells.check(self.filled_cells, sheet)?)
    }

    /// Counts something that is no cell: a merged area, a note, a hidden row.
    pub(in crate::book::read) fn entry(&mut self, part: &str) -> Result<(), ReadError> {
        self.entries += 1;
        Ok(Measure::Entries.check(self.entries, part)?)
    }

    /// Counts a text of a cell that is kept.
    pub(in crate::book::read) fn cell_text(
        &mut self,
        text: &str,
        sheet: &str,
    ) -> Result<(), ReadError> {
        // No letter is counted more often than it has bytes.
        if text.len() as u64 > Measure::CellText.limit() {
            let characters = text.encode_utf16().count();
            Measure::CellText.check(characters as u64, sheet)?;
        }
        self.text(text, sheet)
    }

    /// Counts a text that is kept.
    pub(in crate::book::read) fn text(&mut self, text: &str, sheet: &str) -> Result<(), ReadError> {
        self.text_bytes += text.len() as u64;
        Ok(Measure::CellTextBytes.check(self.text_bytes, sheet)?)
    }
}
