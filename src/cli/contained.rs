//! Reads files of strangers: formats whose reader a hostile file can make abort are read in a process of their own.
//!
//! That process is annex itself. It gets the bytes by its standard input and gives the workbook, or why there is none, as
//! JSON; its memory and its time are limited, and whatever becomes of it stays with its file.

use std::io::{BufReader, BufWriter, Write};
use std::process::{Command, Stdio};
use std::time::Duration;

use wait_timeout::ChildExt;

use crate::book::read::{self, Measure, ReadError};
use crate::book::{Format, RawBook};
use crate::cli::{CLEAN, FAILED, Outcome, say};
use crate::file;

/// The name of the command by which annex calls itself.
pub(super) const COMMAND: &str = "read-contained";
/// How much memory the process may ask for, in bytes.
pub const MEMORY: u64 = 256 << 20;
/// How long it may take, in seconds.
pub const SECONDS: u64 = 20;

/// Reads the bytes of a workbook.
pub(super) fn read(bytes: &[u8]) -> Result<RawBook, ReadError> {
    match read::format(bytes)? {
        Format::Xlsx | Format::Ods => read::read(bytes),
        _ => in_child(bytes).unwrap_or(Err(ReadError::GaveUp)),
    }
}

/// What the process says; `None` when it did not end well, or could not be started.
fn in_child(bytes: &[u8]) -> Option<Result<RawBook, ReadError>> {
    let mut child = Command::new(std::env::current_exe().ok()?)
        .arg(COMMAND)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let (input, output) = (child.stdin.take()?, child.stdout.take()?);
    std::thread::scope(|scope| {
        // A process that has ended takes nothing more: that is seen by what it said.
        scope.spawn(move || BufWriter::new(input).write_all(bytes));
        let said = scope.spawn(move || serde_json::from_reader(BufReader::new(output)).ok());
        if !matches!(
            child.wait_timeout(Duration::from_secs(SECONDS)),
            Ok(Some(_))
        ) {
            let _ = child.kill();
            let _ = child.wait();
        }
        said.join().ok().flatten()
    })
}

/// What the process does.
pub(super) fn run() -> Outcome {
    #[cfg(unix)]
    if rlimit::setrlimit(rlimit::Resource::AS, MEMORY, MEMORY).is_err() {
        return Ok(FAILED);
    }
    let Ok(bytes) = file::all(std::io::stdin().lock(), Measure::FileBytes.limit()) else {
        return Ok(FAILED);
    };
    let said = read::read(&bytes);
    say::written(|output| {
        let mut output = BufWriter::new(output);
        serde_json::to_writer(&mut output, &said)?;
        output.flush()
    })?;
    Ok(CLEAN)
}
