//! Reads files of strangers: formats whose reader a hostile file can make abort are read in a process of their own.
//!
//! That process is annex itself. It gets the bytes by its standard input and gives the workbook, or why there is none, as
//! JSON; its memory and its time are limited, and whatever becomes of it stays with its file.

use std::io::{BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use wait_timeout::ChildExt;

use crate::book::read::{self, Measure, ReadError};
use crate::book::{Format, RawBook};
use crate::file;

/// The command by which the process is told what it is for.
pub const COMMAND: &str = "read-contained";
/// How much memory the process may ask for, in bytes.
pub const MEMORY: u64 = 256 << 20;
/// How long it may take, in seconds.
pub const SECONDS: u64 = 20;

/// Where workbooks are read whose reader a hostile file can make abort: .xls and .xlsb. All others are read where annex runs.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Reader {
    /// Where annex runs: what makes the reader abort ends the program that called it.
    #[default]
    Here,
    /// In a process of their own: this program, called with [`COMMAND`], has to end up in [`serve`].
    Program(PathBuf),
}

impl Reader {
    /// Reads the bytes of a workbook.
    ///
    /// # Errors
    /// As [`read::read`]; [`ReadError::GaveUp`] where the process did not end well, or could not be started.
    pub fn read(&self, bytes: &[u8]) -> Result<RawBook, ReadError> {
        match (self, read::format(bytes)?) {
            (Reader::Here, _) | (_, Format::Xlsx | Format::Ods) => read::read(bytes),
            (Reader::Program(program), _) => {
                in_child(program, bytes).unwrap_or(Err(ReadError::GaveUp))
            }
        }
    }
}

/// What the process says; `None` when it did not end well, or could not be started.
fn in_child(program: &Path, bytes: &[u8]) -> Option<Result<RawBook, ReadError>> {
    let mut child = Command::new(program)
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

/// What the process does: reads a workbook from its standard input and writes what is in it, or why it cannot be read.
///
/// # Errors
/// Its memory cannot be limited, there is too much to read, or nobody takes what it writes.
pub fn serve(input: impl Read, output: impl Write) -> std::io::Result<()> {
    #[cfg(unix)]
    rlimit::setrlimit(rlimit::Resource::AS, MEMORY, MEMORY)?;
    let bytes = file::all(input, Measure::FileBytes.limit()).map_err(std::io::Error::other)?;
    let mut output = BufWriter::new(output);
    serde_json::to_writer(&mut output, &read::read(&bytes))?;
    output.flush()
}
