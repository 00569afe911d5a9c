//! Findings as a person reads them: where, what, why, and what to do.

use std::fmt::Write;
use std::io;

use unicode_width::UnicodeWidthStr;

use crate::check::Return;
use crate::finding::Finding;
use crate::report::{Report, Tally, clean, last_line, row, whole, whose};
use crate::text::{Language, Text, visible_line};

/// The report.
#[derive(Debug)]
pub struct Full(pub Language);

impl Report for Full {
    fn file(&mut self, file: &Return) -> io::Result<String> {
        let mut out = String::new();
        heading(&mut out, file, self.0);
        for finding in &file.findings {
            one(&mut out, file, finding, self.0);
        }
        out.push('\n');
        Ok(out)
    }

    fn end(&mut self, tally: &Tally) -> io::Result<String> {
        Ok(last_line(tally, self.0))
    }
}

/// Everything that was found in each file, and a summary line at the end.
///
/// # Errors
/// As [`Report::head`].
pub fn render(returns: &[Return], language: Language) -> io::Result<String> {
    whole(Full(language), returns)
}

fn heading(out: &mut String, file: &Return, language: Language) {
    let _ = write!(out, "{}", visible_line(&file.file));
    let clean = if file.findings.is_empty() {
        clean().get(language).to_owned()
    } else {
        String::new()
    };
    for part in [whose(file), clean] {
        if !part.is_empty() {
            let _ = write!(out, "  {part}");
        }
    }
    out.push('\n');
}

fn one(out: &mut String, file: &Return, finding: &Finding, language: Language) {
    let level = finding.level_text();
    let place = finding
        .cells()
        .map_or_else(String::new, |cells| format!("  {cells}"));
    let _ = writeln!(out, "  {}[{}]{place}", level.get(language), finding.code);
    let _ = writeln!(out, "    {}", indented(finding.message.get(language)));
    if let Some(content) = &file.content {
        for line in row::draw(content, finding) {
            let _ = writeln!(out, "{}{line}", " ".repeat(row::INDENT));
        }
    }
    let figures = finding.figures();
    // Figures stand below each other only when there is something to compare.
    if finding.computed.is_some() {
        let lines: Vec<(String, String)> = figures
            .into_iter()
            .filter_map(|(label, value)| Some((label.get(language).to_owned(), value?)))
            .collect();
        let label_width = lines
            .iter()
            .map(|(label, _)| label.width_cjk())
            .max()
            .unwrap_or(0);
        let value_width = lines
            .iter()
            .map(|(_, value)| value.width_cjk())
            .max()
            .unwrap_or(0);
        let numeric = finding.difference.is_some();
        for (label, value) in lines {
            let gap = " ".repeat(label_width - label.width_cjk());
            let lead = if numeric {
                " ".repeat(value_width - value.width_cjk())
            } else {
                String::new()
            };
            let _ = writeln!(out, "      {label}{gap}  {lead}{}", indented(&value));
        }
    }
    if let Some(set_by) = finding.set_by.text() {
        let _ = writeln!(out, "    {}", set_by.get(language));
    }
    for (label, text) in [
        (Text::new("说明", "note"), &finding.note),
        (Text::new("怎么改", "help"), &finding.help),
    ] {
        if let Some(text) = text.as_ref().filter(|text| !text.get(language).is_empty()) {
            let colon = Text::new("：", ": ");
            let _ = writeln!(
                out,
                "    {}{}{}",
                label.get(language),
                colon.get(language),
                indented(text.get(language))
            );
        }
    }
    for said in finding.said() {
        let _ = writeln!(out, "    {}", indented(said.get(language)));
    }
    for line in finding.beneath(language) {
        let _ = writeln!(out, "      {line}");
    }
}

fn indented(text: &str) -> String {
    text.replace('\r', "").replace('\n', "\n      ")
}
