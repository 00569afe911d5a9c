//! What was done to the shape of a form, as far as the places of its rows and columns do not say it.

use crate::address::Address;
use crate::form::RowOf;

/// What was done to the shape of a form.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Drift {
    /// Copies of its repeating sheets.
    pub copies: Vec<Copied>,
    /// Rows the department put into repeating rows.
    pub added: Vec<Added>,
    /// Cells whose names lead elsewhere.
    pub strays: Vec<Stray>,
    /// Values that stand in another cell because cells were split or merged.
    pub rejoined: Vec<Rejoined>,
}

/// A copy of a repeating sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Copied {
    /// The copy, by its index in the workbook.
    pub raw: usize,
    /// The sheet of the form it was copied from.
    pub of: usize,
    /// What became of it.
    pub taken: Taken,
}

/// What became of a copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// It is this sheet of the form, which was laid out with one more for it.
    AsSheet(usize),
    /// It holds the same as the sheet it was copied from.
    Same,
    /// There may be no more sheets of its kind.
    TooMany,
}

/// A row the department put into repeating rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Added {
    /// Which row of the form it has become.
    pub row: RowOf,
    /// The sheet it stands on, by its index in the workbook.
    pub raw: usize,
    /// Its zero-based row there.
    pub at: u32,
}

/// A field whose name leads elsewhere than its row and column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stray {
    /// The field.
    pub field: usize,
    /// The sheet it stands on, by its index in the workbook.
    pub sheet: usize,
    /// Where its name leads.
    pub named: Address,
    /// Where it was read.
    pub read: Address,
}

/// A field whose value stands in another cell, because cells were split or merged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rejoined {
    /// The field.
    pub field: usize,
    /// The sheet it stands on, by its index in the workbook.
    pub sheet: usize,
    /// Its own cell.
    pub cell: Address,
    /// The cell its value was found in.
    pub found: Address,
}
