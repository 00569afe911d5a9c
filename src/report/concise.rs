//! A line for each finding, for terminals and for grep.

use std::fmt::Write;

use crate::check::Return;
use crate::report::line;
use crate::text::{Language, visible_line};

/// `file: sheet!cell: error[C001] message`
pub fn render(returns: &[Return], language: Language) -> String {
    let mut out = String::new();
    for file in returns {
        for finding in &file.findings {
            let _ = writeln!(
                out,
                "{}: {}",
                visible_line(&file.file),
                line(finding, language)
            );
        }
    }
    out
}
