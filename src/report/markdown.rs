//! Findings as Markdown, for issues, mails and wikis.

use std::fmt::Write;
use std::io;

use crate::check::Return;
use crate::finding::Finding;
use crate::report::{Report, Tally, clean, last_line, whole, whose};
use crate::text::{Language, Text};

/// The report.
#[derive(Debug)]
pub struct Markdown(pub Language);

impl Report for Markdown {
    fn file(&mut self, file: &Return) -> io::Result<String> {
        let language = self.0;
        let mut out = String::new();
        let _ = writeln!(out, "## {}\n", escaped(&file.file));
        let whose = whose(file);
        if !whose.is_empty() {
            let _ = writeln!(out, "{}\n", escaped(&whose));
        }
        if file.findings.is_empty() {
            let _ = writeln!(out, "{}\n", clean().get(language));
            return Ok(out);
        }
        let names = columns().map(|(name, _)| name.get(language).to_owned());
        let _ = writeln!(out, "| {} |", names.join(" | "));
        let rules = columns().map(|(_, rule)| rule);
        let _ = writeln!(out, "|{}|", rules.join("|"));
        for finding in &file.findings {
            let _ = writeln!(out, "| {} |", row(finding, language).join(" | "));
        }
        out.push('\n');
        Ok(out)
    }

    fn end(&mut self, tally: &Tally) -> io::Result<String> {
        Ok(last_line(tally, self.0))
    }
}

/// A heading and a table for each file, and a summary at the end. What belongs to a finding stands below it in its cell.
///
/// # Errors
/// As [`Report::head`].
pub fn render(returns: &[Return], language: Language) -> io::Result<String> {
    whole(Markdown(language), returns)
}

/// The columns, with the rule that says how each is aligned.
fn columns() -> [(Text, &'static str); 8] {
    [
        (Text::new("级别", "level"), "---"),
        (Text::new("代码", "code"), "---"),
        (Text::new("位置", "place"), "---"),
        (Text::new("问题", "message"), "---"),
        (Text::new("填报", "reported"), "--:"),
        (Text::new("应为", "expected"), "--:"),
        (Text::new("差额", "difference"), "--:"),
        (Text::new("怎么改", "help"), "---"),
    ]
}

fn row(finding: &Finding, language: Language) -> [String; 8] {
    let [(_, reported), ..] = finding.figures();
    let figures = [
        reported,
        finding.expected(language),
        finding.apart(language),
    ];
    let [reported, expected, difference] =
        figures.map(|figure| escaped(&figure.unwrap_or_default()));
    let mut message = vec![finding.message.get(language).to_owned()];
    message.extend(
        finding
            .note
            .as_ref()
            .map(|note| note.get(language).to_owned()),
    );
    message.extend(
        finding
            .set_by
            .text()
            .map(|set_by| set_by.get(language).to_owned()),
    );
    message.extend(finding.said().map(|said| said.get(language).to_owned()));
    message.extend(finding.beneath(language));
    let lines: Vec<String> = message.iter().map(|line| escaped(line)).collect();
    let help = finding.help.as_ref().map(|help| help.get(language));
    [
        finding.level_text().get(language).to_owned(),
        finding.code.clone(),
        escaped(&finding.cells().unwrap_or_default()),
        lines.join("<br>"),
        reported,
        expected,
        difference,
        escaped(help.unwrap_or_default()),
    ]
}

/// A text as Markdown shows it letter for letter, within a cell of a table.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let text = text.replace("\r\n", "\n");
    let inner = text.trim_start_matches(' ');
    // Blanks that indent a line would be lost.
    out.push_str(&"&emsp;".repeat((text.len() - inner.len()) / 2));
    for c in inner.chars() {
        match c {
            '\n' | '\r' => out.push_str("<br>"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '|' | '*' | '_' | '`' | '[' | ']' | '~' | '$' | '#' => {
                out.push('\\');
                out.push(c);
            }
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn nothing_a_department_types_breaks_the_table() {
        for (text, expected) in [
            ("a|b", "a\\|b"),
            ("一\r\n二\n三", "一<br>二<br>三"),
            ("<img src=x>", "&lt;img src=x&gt;"),
            ("`*_[x](y)", "\\`\\*\\_\\[x\\](y)"),
            ("  B31", "&emsp;B31"),
            ("\\|", "\\\\\\|"),
        ] {
            assert_eq!(escaped(text), expected, "{text}");
        }
    }
}
