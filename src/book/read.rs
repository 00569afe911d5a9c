//! Reads the bytes of a workbook as a [`RawBook`].
//!
//! What the file is follows from its content: `sniff` tells what is no workbook at all, `xlsx` reads .xlsx and .xlsm,
//! `foreign` the other formats.
//! A file comes from anybody, so everything that is kept is counted against the budgets of [`package::Measure`].
//!
//! [`package::Measure`]: crate::package::Measure

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::{Format, RawBook};

mod error;
mod foreign;
mod names;
mod picture;
mod saved;
mod sniff;
mod xlsx;

pub use crate::package::{Damage, Measure};
pub use error::{Foreign, Legacy, ReadError};

/// Reads a workbook.
///
/// What the file is follows from its content, never from its name. Numbers become decimals by their shortest text, dates
/// their serial number since 1900; every error value of a cell is kept as it is written.
///
/// A hostile file of another format than .xlsx may abort the process, which nothing can catch: whoever reads files of
/// strangers does so in a process of its own for these, as the command line does.
///
/// # Errors
/// [`ReadError`]: the file is empty, no workbook, of a kind that is not read, encrypted, damaged or too large.
pub fn read(bytes: &[u8]) -> Result<RawBook, ReadError> {
    let format = format(bytes)?;
    // A panic in a library must not take the other files of a run with it.
    let read = || foreign::read(bytes, format).map(picture::taken);
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
    match sniff::format(bytes)? {
        Some(format) => Ok(format),
        None => xlsx::format(bytes),
    }
}
