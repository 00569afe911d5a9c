//! Reads the bytes of a workbook as a [`RawBook`].
//!
//! What the file is follows from its content: `sniff` tells what is no workbook at all, `xlsx` reads .xlsx and .xlsm,
//! `ods` OpenDocument, `foreign` the binary formats.
//! A file comes from anybody, so everything that is kept is counted against the budgets of [`package::Measure`].
//!
//! [`package::Measure`]: crate::package::Measure

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::{Format, RawBook};

mod error;
mod foreign;
mod kind;
mod names;
mod ods;
mod ole;
mod picture;
mod plain;
mod saved;
mod sniff;
mod xls;
mod xlsb;
mod xlsx;

pub use crate::package::{Damage, Measure};
pub use error::ReadError;
pub use kind::{Foreign, Legacy};
pub use sniff::{HEAD, hopeless};

/// Reads a workbook.
///
/// What the file is follows from its content, never from its name. Numbers become decimals by their shortest text, dates
/// their serial number since 1900; every error value of a cell is kept as it is written.
///
/// A hostile file of a binary format, .xls or .xlsb, may abort the process, which nothing can catch: whoever reads files of
/// strangers does so in a process of its own for these, as the command line does.
///
/// # Errors
/// [`ReadError`]: the file is empty, no workbook, of a kind that is not read, encrypted, damaged or too large.
pub fn read(bytes: &[u8]) -> Result<RawBook, ReadError> {
    let format = format(bytes)?;
    caught(|| {
        let book = match format {
            Format::Xlsx => xlsx::read(bytes, |_| true),
            Format::Ods => ods::read(bytes),
            Format::Xls => foreign::xls(bytes),
            Format::Xlsb => foreign::xlsb(bytes),
        };
        book.map(picture::taken)
    })
}

/// Reads a few sheets of an .xlsx or .xlsm, by their names: of the others the name is all that is told, and what is damaged
/// in them goes unseen.
///
/// # Errors
/// As [`read`].
pub fn glance(bytes: &[u8], wanted: fn(&str) -> bool) -> Result<RawBook, ReadError> {
    caught(|| xlsx::read(bytes, wanted))
}

/// A panic in a library must not take the other files of a run with it.
fn caught(read: impl FnOnce() -> Result<RawBook, ReadError>) -> Result<RawBook, ReadError> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| {
        Err(ReadError::damaged(
            "",
            Damage::Contradiction("the reader gave up".to_owned()),
        ))
    })
}

/// Which kind of workbook a file is, by its content; [`read`] reads it.
///
/// # Errors
/// [`ReadError`]: the file is empty, no workbook, encrypted, or too large.
pub fn format(bytes: &[u8]) -> Result<Format, ReadError> {
    sniff::format(bytes)
}
