//! What annex says: results on standard output, all else on standard error.
//!
//! A result that could not be written is a failure of the command, as a file that could not be written is. Whatever it
//! quotes of a file, no control character reaches a terminal.

use std::fmt::Display;
use std::io::Write;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::cli::Failure;

static QUIET: AtomicBool = AtomicBool::new(false);

/// Whether anything but errors is kept back.
pub(super) fn set_quiet(quiet: bool) {
    QUIET.store(quiet, Ordering::Relaxed);
}

/// Results go to standard output.
///
/// # Errors
/// Not all of it could be written: the device is full, or whoever reads the pipe has gone.
pub(super) fn out(text: &str) -> Result<(), Failure> {
    written(|output| output.write_all(text.as_bytes()))
}

/// Writes to standard output, to the end: what lies in its buffer when annex ends is lost without a word.
pub(super) fn written(
    job: impl FnOnce(&mut dyn Write) -> std::io::Result<()>,
) -> Result<(), Failure> {
    let mut output = std::io::stdout().lock();
    job(&mut output)
        .and_then(|()| output.flush())
        .map_err(|why| Failure::new(format!("standard output: cannot be written: {why}")))
}

/// Whether standard output shows colours: it is a terminal, and neither `NO_COLOR` nor its kind says otherwise.
pub(super) fn is_painted() -> bool {
    anstream::AutoStream::choice(&std::io::stdout()) != anstream::ColorChoice::Never
}

/// What a person may want to know while it runs.
pub(super) fn say(text: impl Display) {
    if !QUIET.load(Ordering::Relaxed) {
        let _ = writeln!(std::io::stderr().lock(), "{text}");
    }
}

/// What went wrong.
pub(super) fn error(text: impl Display) {
    let _ = writeln!(std::io::stderr().lock(), "error: {text}");
}
