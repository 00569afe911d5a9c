//! Findings as text: one file for each format.

use std::io;

use serde::Serialize;

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

/// A report that is made file by file, in the order in which they come: of a file that was added nothing need be kept.
pub trait Report {
    /// What stands before the first file.
    ///
    /// # Errors
    /// None in practice: everything in a report can be written in its format.
    fn head(&mut self) -> io::Result<String> {
        Ok(String::new())
    }

    /// What is said of a file.
    ///
    /// # Errors
    /// As [`Report::head`].
    fn file(&mut self, file: &Return) -> io::Result<String>;

    /// What stands behind the last one.
    ///
    /// # Errors
    /// As [`Report::head`].
    fn end(&mut self, _: &Tally) -> io::Result<String> {
        Ok(String::new())
    }
}

/// A report of files that are all at hand.
fn whole(mut report: impl Report, returns: &[Return]) -> io::Result<String> {
    let mut text = report.head()?;
    for file in returns {
        text += &report.file(file)?;
    }
    Ok(text + &report.end(&Tally::of(returns))?)
}

/// What is counted over all files of a report. What follows from another finding is not counted at its level, and neither is
/// what is waived.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// The files.
    pub files: usize,
    /// Those without findings.
    pub clean: usize,
    /// The errors, warnings and infos.
    pub levels: [usize; 3],
    /// The findings that are folded beneath others.
    pub folded: usize,
    /// The findings that are waived.
    pub waived: usize,
    /// The warnings that no department has explained and no bureau has waived.
    pub unexplained_warnings: usize,
}

impl Tally {
    /// Counts over these files.
    pub fn of(returns: &[Return]) -> Tally {
        let mut tally = Tally::default();
        returns.iter().for_each(|file| tally.add(&file.findings));
        tally
    }

    /// Counts one more file, in which this was found.
    pub fn add(&mut self, findings: &[Finding]) {
        self.files += 1;
        self.clean += usize::from(findings.is_empty());
        let levels = [Level::Error, Level::Warning, Level::Info];
        for (count, level) in self.levels.iter_mut().zip(levels) {
            *count += finding::count(findings, level);
        }
        self.folded += findings.iter().map(|it| it.follows.len()).sum::<usize>();
        self.waived += finding::waived(findings);
        let warnings = findings.iter().filter(|it| it.level == Level::Warning);
        let unexplained = warnings.filter(|it| it.explained.is_none() && it.waived.is_none());
        self.unexplained_warnings += unexplained.count();
    }
}

/// How many files, how many of them clean, how many findings: the sentence at the end of a report.
fn summary(tally: &Tally) -> Text {
    let Tally {
        files,
        clean,
        levels: [errors, warnings, infos],
        folded,
        waived,
        ..
    } = tally;
    let beneath = match folded {
        0 => Text::new("", ""),
        folded => Text::new(
            format!("（另有 {folded} 条由它们引起）"),
            format!(" ({folded} more follow from them)"),
        ),
    };
    let apart = match waived {
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

/// The sentence at the end, where there is a file.
fn last_line(tally: &Tally, language: Language) -> String {
    match tally.files {
        0 => String::new(),
        _ => format!("{}\n", summary(tally).get(language)),
    }
}

/// Things in a list in JSON, as `serde_json` would write all of them in one go: `{"version", "files": [ … ]}`.
#[derive(Debug, Default)]
struct Listed {
    any: bool,
}

impl Listed {
    fn head() -> String {
        format!("{{\n  \"version\": \"{JSON_VERSION}\",\n  \"files\": [")
    }

    fn item(&mut self, item: &impl Serialize) -> io::Result<String> {
        let text = serde_json::to_string_pretty(item)?;
        let comma = if self.any { "," } else { "" };
        self.any = true;
        // No line break stands within a string of JSON.
        Ok(format!("{comma}\n    {}", text.replace('\n', "\n    ")))
    }

    fn end(&self) -> String {
        let last = if self.any { "\n  " } else { "" };
        format!("{last}]\n}}")
    }
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
