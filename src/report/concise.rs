//! A line for each finding, for terminals and for grep.

use std::fmt::Write;

use crate::check::Return;
use crate::text::{Language, Text};

/// `file: sheet!cell: error[C001] message`
pub fn render(returns: &[Return], language: Language) -> String {
    let mut out = String::new();
    for file in returns {
        for finding in &file.findings {
            let place = finding
                .cells()
                .map_or_else(String::new, |cells| format!(" {cells}:"));
            let level = finding.level.text();
            // A finding is one line, whatever the department typed into the cell.
            let message = finding.message.get(language).replace(['\n', '\r'], " ");
            let follows = match finding.follows.len() {
                0 => Text::new("", ""),
                count => Text::new(
                    format!("（另有 {count} 条由此引起）"),
                    format!(" ({count} more follow from this)"),
                ),
            };
            let _ = writeln!(
                out,
                "{}:{place} {}[{}] {message}{}",
                file.file,
                level.get(language),
                finding.code,
                follows.get(language)
            );
        }
    }
    out
}
