//! Why a workbook cannot be written.

use rust_xlsxwriter::XlsxError;
use zip::result::ZipError;

use crate::address::{Address, Area};

/// What a [`Book`](crate::book::Book) asks for and Excel does not take.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WriteError {
    /// Every sheet is hidden, or there is none.
    #[error("a workbook needs at least one visible sheet")]
    NoVisibleSheet,
    /// The name of a sheet is empty, too long, used twice or holds a character Excel does not allow.
    #[error("sheet '{name}': {reason}")]
    SheetName {
        /// The name.
        name: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A text, formula, prompt, list, note or header is longer than Excel allows.
    #[error(
        "sheet '{sheet}', cell {cell}: {what} has {length} characters, Excel takes at most {limit}"
    )]
    TooLong {
        /// The sheet.
        sheet: String,
        /// The cell or area.
        cell: Area,
        /// What is too long.
        what: &'static str,
        /// How long it is, counted as Excel counts (UTF-16).
        length: usize,
        /// How long it may be.
        limit: usize,
    },
    /// Two areas that must not share a cell do.
    #[error("sheet '{sheet}': {what} {other} overlaps {one}")]
    Overlap {
        /// The sheet.
        sheet: String,
        /// What the areas are.
        what: &'static str,
        /// The first.
        one: Area,
        /// The one that came later.
        other: Area,
    },
    /// A cell under a merged area, but not its upper left one, holds something that would never be seen.
    #[error(
        "sheet '{sheet}', cell {cell}: it holds a value, a formula or a link, but lies under the merged area {area}"
    )]
    Covered {
        /// The sheet.
        sheet: String,
        /// The cell.
        cell: Address,
        /// The merged area.
        area: Area,
    },
    /// A link leads to a sheet that is not in the workbook.
    #[error("sheet '{sheet}', cell {cell}: its link leads to sheet '{target}', which is not there")]
    LinkTarget {
        /// The sheet.
        sheet: String,
        /// The cell.
        cell: Address,
        /// The sheet that is not there.
        target: String,
    },
    /// A choice of a list is empty or holds a comma, which separates choices.
    #[error("sheet '{sheet}', cell {cell}: '{choice}' cannot be a choice of a list: {reason}")]
    Choice {
        /// The sheet.
        sheet: String,
        /// The cells of the list.
        cell: Area,
        /// The choice.
        choice: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// A defined name that Excel does not allow, or that refers to nothing.
    #[error("name '{name}': {reason}")]
    Name {
        /// The name.
        name: String,
        /// What is wrong with it.
        reason: String,
    },
    /// Something else about a cell or an area that cannot be written.
    #[error("sheet '{sheet}', cell {cell}: {reason}")]
    Cell {
        /// The sheet.
        sheet: String,
        /// The cell or area.
        cell: Area,
        /// What is wrong with it.
        reason: String,
    },
    /// What was to be written was not taken: the disk is full, say.
    #[error("it cannot be written: {reason}")]
    Disk {
        /// Of what kind that is.
        kind: std::io::ErrorKind,
        /// What the operating system says.
        reason: String,
    },
    /// The parts could not be put together.
    #[error("the workbook could not be put together: {reason}")]
    Package {
        /// What went wrong.
        reason: String,
    },
}

impl From<std::io::Error> for WriteError {
    fn from(error: std::io::Error) -> WriteError {
        WriteError::Disk {
            kind: error.kind(),
            reason: error.to_string(),
        }
    }
}

impl From<ZipError> for WriteError {
    fn from(error: ZipError) -> WriteError {
        match error {
            ZipError::Io(error) => error.into(),
            error => WriteError::Package {
                reason: error.to_string(),
            },
        }
    }
}

impl From<XlsxError> for WriteError {
    /// Why the library could not put a package together.
    fn from(error: XlsxError) -> WriteError {
        match error {
            XlsxError::IoError(error) | XlsxError::TempFileError(_, error) => error.into(),
            error => WriteError::Package {
                reason: error.to_string(),
            },
        }
    }
}
