//! A line for each finding, for terminals and for grep.

use std::fmt::Write;
use std::io;

use crate::check::Return;
use crate::report::{Report, line, whole};
use crate::text::{Language, visible_line};

/// The report.
#[derive(Debug)]
pub struct Concise(pub Language);

impl Report for Concise {
    fn file(&mut self, file: &Return) -> io::Result<String> {
        let mut out = String::new();
        for finding in &file.findings {
            let line = line(finding, self.0);
            let _ = writeln!(out, "{}: {line}", visible_line(&file.file));
        }
        Ok(out)
    }
}

/// `file: sheet!cell: error[C001] message`
///
/// # Errors
/// As [`Report::head`].
pub fn render(returns: &[Return], language: Language) -> io::Result<String> {
    whole(Concise(language), returns)
}
