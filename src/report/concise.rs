//! A line for each finding, for terminals and for grep.

use std::fmt::Write;

use crate::check::Return;
use crate::text::Language;

/// `file: sheet!cell: error[C001] message`
pub fn render(returns: &[Return], language: Language) -> String {
    let mut out = String::new();
    for file in returns {
        for finding in &file.findings {
            let place = match (&finding.place.sheet, finding.place.cell) {
                (Some(sheet), Some(cell)) => format!(" {sheet}!{cell}:"),
                (Some(sheet), None) => format!(" {sheet}:"),
                _ => String::new(),
            };
            let level = finding.level.text();
            // A finding is one line, whatever the department typed into the cell.
            let message = finding.message.get(language).replace(['\n', '\r'], " ");
            let _ = writeln!(
                out,
                "{}:{place} {}[{}] {message}",
                file.file,
                level.get(language),
                finding.code
            );
        }
    }
    out
}
