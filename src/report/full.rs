//! Findings as a person reads them: where, what, why, and what to do.

use std::fmt::Write;

use unicode_width::UnicodeWidthStr;

use crate::check::Return;
use crate::finding::Finding;
use crate::report::{counts, folded};
use crate::text::{Language, Text};

/// Everything that was found in each file, and a summary line at the end.
pub fn render(returns: &[Return], language: Language) -> String {
    let mut out = String::new();
    for file in returns {
        heading(&mut out, file, language);
        for finding in &file.findings {
            one(&mut out, finding, language);
        }
        out.push('\n');
    }
    if returns.is_empty() {
        return out;
    }
    let [errors, warnings, infos] = counts(returns);
    let files = returns.len();
    let clean = returns
        .iter()
        .filter(|file| file.findings.is_empty())
        .count();
    let beneath = match folded(returns) {
        0 => Text::new("", ""),
        folded => Text::new(
            format!("（另有 {folded} 条由它们引起）"),
            format!(" ({folded} more follow from them)"),
        ),
    };
    let summary = Text::new(
        format!(
            "共 {files} 个文件，{clean} 个没有问题；错误 {errors}，警告 {warnings}，提示 {infos}{}。",
            beneath.zh
        ),
        format!(
            "{files} files, {clean} of them without findings; {errors} errors, {warnings} warnings, {infos} infos{}.",
            beneath.en
        ),
    );
    let _ = writeln!(out, "{}", summary.get(language));
    out
}

fn heading(out: &mut String, file: &Return, language: Language) {
    let _ = write!(out, "{}", file.file);
    if let Some(content) = &file.content {
        let spec = &content.submission.identity.spec;
        let _ = write!(out, "  {}", spec.department);
        if !spec.code.is_empty() {
            let _ = write!(out, "（{}）", spec.code);
        }
        let _ = write!(out, "  {}", spec.year);
    }
    if file.findings.is_empty() {
        let _ = write!(
            out,
            "  {}",
            Text::new("没有问题", "no findings").get(language)
        );
    }
    out.push('\n');
}

fn one(out: &mut String, finding: &Finding, language: Language) {
    let level = finding.level.text();
    let place = finding
        .cells()
        .map_or_else(String::new, |cells| format!("  {cells}"));
    let _ = writeln!(out, "  {}[{}]{place}", level.get(language), finding.code);
    let _ = writeln!(out, "    {}", indented(finding.message.get(language)));
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
    if let Some(explained) = &finding.explained {
        let label = Text::new("部门说明：", "department's answer: ");
        let _ = writeln!(out, "    {}{}", label.get(language), indented(explained));
    }
    for line in finding.beneath(language) {
        let _ = writeln!(out, "      {line}");
    }
}

fn indented(text: &str) -> String {
    text.replace('\r', "").replace('\n', "\n      ")
}
