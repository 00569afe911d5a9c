//! Findings as text: one file for each format.

use crate::check::Return;
use crate::finding::{self, Finding, Level};
use crate::text::{Language, Text};

pub mod concise;
pub mod csv;
pub mod extract;
pub mod full;
pub mod json;
pub mod junit;
pub mod markdown;
mod row;
pub mod sarif;

/// The version of the JSON annex writes; raised when a key changes its meaning.
pub const JSON_VERSION: &str = "1";

/// How many findings of each level there are: errors, warnings, infos. What follows from another finding is not counted, and
/// neither is what is waived.
pub fn counts(returns: &[Return]) -> [usize; 3] {
    let count = |level| {
        let files = returns.iter();
        files
            .map(|file| finding::count(&file.findings, level))
            .sum()
    };
    [Level::Error, Level::Warning, Level::Info].map(count)
}

/// How many findings are folded beneath others.
pub fn folded(returns: &[Return]) -> usize {
    let findings = returns.iter().flat_map(|file| &file.findings);
    findings.map(|finding| finding.follows.len()).sum()
}

/// How many findings are waived.
pub fn waived(returns: &[Return]) -> usize {
    let files = returns.iter();
    files.map(|file| finding::waived(&file.findings)).sum()
}

/// How many warnings there are that no department has explained and no bureau has waived.
pub fn unexplained_warnings(returns: &[Return]) -> usize {
    let findings = returns.iter().flat_map(|file| &file.findings);
    findings
        .filter(|finding| finding.level == Level::Warning)
        .filter(|finding| finding.explained.is_none() && finding.waived.is_none())
        .count()
}

/// How many files, how many of them clean, how many findings: the sentence at the end of a report.
fn summary(returns: &[Return]) -> Text {
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
    let apart = match waived(returns) {
        0 => Text::new("", ""),
        waived => Text::new(
            format!("；另有已豁免 {waived}"),
            format!("; {waived} waived"),
        ),
    };
    Text::new(
        format!(
            "共 {files} 个文件，{clean} 个没有问题；错误 {errors}，警告 {warnings}，提示 {infos}{}{}。",
            beneath.zh, apart.zh
        ),
        format!(
            "{files} files, {clean} of them without findings; {errors} errors, {warnings} warnings, {infos} infos{}{}.",
            beneath.en, apart.en
        ),
    )
}

/// Whose return a file is, as far as it says so: `县档案馆（101002）  2024`.
fn whose(file: &Return) -> String {
    let Some(content) = &file.content else {
        return String::new();
    };
    let spec = &content.submission.identity.spec;
    let code = if spec.code.is_empty() {
        String::new()
    } else {
        format!("（{}）", spec.code)
    };
    format!("{}{code}  {}", spec.department, spec.year)
}

/// What is said of a file in which nothing was found.
fn clean() -> Text {
    Text::new("没有问题", "no findings")
}

/// A finding in one line, whatever the department typed into its cell: `附件1!F12: error[C001] message`.
fn line(finding: &Finding, language: Language) -> String {
    let place = finding
        .cells()
        .map_or_else(String::new, |cells| format!("{cells}: "));
    let follows = match finding.follows.len() {
        0 => Text::new("", ""),
        count => Text::new(
            format!("（另有 {count} 条由此引起）"),
            format!(" ({count} more follow from this)"),
        ),
    };
    let text = format!(
        "{place}{}[{}] {}{}",
        finding.level_text().get(language),
        finding.code,
        finding.message.get(language),
        follows.get(language)
    );
    text.replace(['\n', '\r'], " ")
}
