//! Reads a Word document as data: its paragraphs and tables, in the order they stand in.
//!
//! What a reader of the page sees is read: insertions, content controls, text boxes. Deleted text, hints of empty content
//! controls, notes, headers and footers are not. A file comes from anybody, so everything that is kept is counted against
//! the budgets of [`package::Measure`](crate::package::Measure).

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::address::Area;
use crate::package::{Damage, Measure, Package, PackageError};

mod blocks;
mod error;
mod merge;

pub use error::text;

/// A document as it was found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Found {
    /// Its paragraphs and tables in order; those of a text box follow the paragraph it hangs on.
    pub blocks: Vec<Block>,
}

/// A paragraph or a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A paragraph; a line break within is `\n`, a tab `\t`. Numbers that Word counts by itself are not in it.
    Paragraph(String),
    /// A paragraph in the style annex gives to what it computes, or to a place where something is missing.
    Printed(String),
    /// A table.
    Table(Table),
}

/// A table. One of a single cell is read as what stands in it; a table within a cell follows the table around it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// Its cells, row by row.
    pub cells: Vec<Cell>,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// The zero-based rows and columns of the table's grid that it covers.
    pub area: Area,
    /// Its paragraphs, joined by `\n`.
    pub text: String,
}

/// Reads the bytes of a .docx document.
///
/// # Errors
/// [`PackageError`]: the bytes are no package, encrypted, damaged, or hold more than is read.
///
/// ```
/// use annex::document::read::read;
/// assert!(read(b"no document").is_err());
/// ```
pub fn read(bytes: &[u8]) -> Result<Found, PackageError> {
    // A panic in a library must not take the other files of a run with it.
    catch_unwind(AssertUnwindSafe(|| parts(bytes))).unwrap_or_else(|_| {
        let damage = Damage::Contradiction("the reader gave up".to_owned());
        Err(PackageError::damaged("", damage))
    })
}

fn parts(bytes: &[u8]) -> Result<Found, PackageError> {
    let mut package = Package::open(bytes)?;
    let main = package.related("", "officeDocument")?;
    let main = main.unwrap_or_else(|| "word/document.xml".to_owned());
    let Some(xml) = package.xml(&main, Measure::PartBytes)? else {
        return Err(PackageError::damaged(&main, Damage::Missing));
    };
    let blocks = blocks::read(xml)?;
    Ok(Found { blocks })
}
