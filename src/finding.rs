//! A finding is data: what is wrong, where, and what to do. It never stops a run.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::address::Address;
use crate::number::Number;
use crate::text::{Language, Text};

/// The codes of the rules annex brings along, for whoever speaks of them without knowing the rules.
pub const CODES: &[&str] = &[
    "C001", "C002", "C003", "C004", "S001", "S002", "S003", "S004", "S005", "S006", "S007", "S008",
    "S009", "S010", "S011", "S012", "S013", "S014", "S015", "S016", "S017", "S018", "V001", "V002",
    "V003", "V004", "V005", "V006", "V007", "V008", "V009", "V010", "V011", "V012", "V013", "V014",
    "V015", "W001", "W002", "W003", "W004", "W005", "W006", "W007", "W008", "W009", "W010", "W011",
    "W012", "W013", "W014", "W015", "W016", "W017", "W018", "W019", "W020", "W021", "W022", "W023",
    "W024", "W025", "W026", "W027", "W028", "W029", "X001", "X002", "X003", "X004", "X005", "X006",
    "X007", "X008", "X009", "X010", "X011", "X012", "X013", "X014",
];

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Level {
    /// The return cannot be accepted as it is.
    Error,
    /// Somebody has to look at it, or explain it.
    Warning,
    /// Good to know.
    Info,
}

impl Level {
    /// The level as JSON and templates write it.
    pub fn id(self) -> &'static str {
        match self {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Info => "info",
        }
    }

    /// Reads `error`, `warning` or `info`.
    pub fn parse(text: &str) -> Option<Level> {
        [Level::Error, Level::Warning, Level::Info]
            .into_iter()
            .find(|level| level.id() == text)
    }

    /// The level as a department reads it.
    pub fn text(self) -> Text {
        match self {
            Level::Error => Text::new("错误", "error"),
            Level::Warning => Text::new("警告", "warning"),
            Level::Info => Text::new("提示", "info"),
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

/// Who set the level of a finding: the later ones overrule the earlier ones.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub enum SetBy {
    /// The rule itself, of annex or of the pack.
    #[default]
    Rule,
    /// `[levels]` of the pack.
    Pack,
    /// `[levels]` of the campaign.
    Campaign,
    /// `--deny` of the command line.
    CommandLine,
    /// Something graver follows from it.
    Consequence,
}

impl SetBy {
    /// The word JSON uses.
    pub fn id(self) -> &'static str {
        match self {
            SetBy::Rule => "rule",
            SetBy::Pack => "pack",
            SetBy::Campaign => "campaign",
            SetBy::CommandLine => "command-line",
            SetBy::Consequence => "consequence",
        }
    }

    /// What a person reads; nothing where the rule itself has set it.
    pub fn text(self) -> Option<Text> {
        Some(match self {
            SetBy::Rule => return None,
            SetBy::Pack => Text::new("级别由模板规定", "level set by the pack"),
            SetBy::Campaign => Text::new("级别由 campaign.toml 规定", "level set by campaign.toml"),
            SetBy::CommandLine => Text::new("级别由命令行规定", "level set on the command line"),
            SetBy::Consequence => {
                Text::new("级别取其后果中最重的", "as grave as what follows from it")
            }
        })
    }
}

/// Where in a file a finding lies.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Place {
    /// The name of the sheet, as the file has it.
    pub sheet: Option<String>,
    /// The cell, where the file has it.
    pub cell: Option<Address>,
    /// The field's id.
    pub field: Option<String>,
}

/// What a department answered to a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// Its words.
    pub text: String,
    /// Where the answer was given, unless it stands in the return itself.
    pub kept: Option<Kept>,
}

/// Where an answer was given that a campaign keeps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// The file of the return it stood in.
    pub file: String,
    /// The year of that return.
    pub year: u16,
}

impl Answer {
    /// The answer, and where it was given.
    pub fn text(&self) -> Text {
        let said = &self.text;
        match &self.kept {
            None => Text::new(said, said),
            Some(Kept { file, .. }) => Text::new(
                format!("{said}（见 {file}）"),
                format!("{said} (in {file})"),
            ),
        }
    }
}

/// Why a bureau does not ask for a finding to be mended.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Waived {
    /// The reason.
    pub reason: String,
    /// Who says so.
    pub by: String,
    /// Since when.
    pub date: Option<Date>,
}

impl Waived {
    /// The reason, and who gave it.
    pub fn text(&self) -> Text {
        let Waived { reason, by, .. } = self;
        match &self.date {
            None => Text::new(format!("{reason}（{by}）"), format!("{reason} ({by})")),
            Some(date) => Text::new(
                format!("{reason}（{by}，{date}）"),
                format!("{reason} ({by}, {date})"),
            ),
        }
    }
}

/// What a reported figure is held against, and how it has to relate to it.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub enum Against {
    /// A figure that annex computed.
    #[default]
    Computed,
    /// What stands elsewhere, or is laid down: nothing was computed.
    Stated,
    /// The least it may be.
    AtLeast,
    /// The most it may be.
    AtMost,
}

impl Against {
    /// What people call the figure.
    pub fn text(self) -> Text {
        match self {
            Against::Computed => Text::new("重算", "computed"),
            Against::Stated => Text::new("应为", "expected"),
            Against::AtLeast => Text::new("应不低于", "at least"),
            Against::AtMost => Text::new("应不超过", "at most"),
        }
    }
}

/// One deviation, gap or oddity of one return.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Stable code: `V001`.
    pub code: String,
    /// Name of the problem: `required-field-blank`.
    pub name: String,
    /// How grave it is.
    pub level: Level,
    /// Who set the level.
    pub set_by: SetBy,
    /// Where it is.
    pub place: Place,
    /// What the department wrote.
    pub reported: Option<String>,
    /// What annex computed or the form holds.
    pub computed: Option<String>,
    /// Which of them it is, or that it is a limit.
    pub against: Against,
    /// `reported` − `computed`, where both are numbers.
    pub difference: Option<Number>,
    /// Whether the figures are ratios: people read 86.17 %, programs 0.8617.
    pub ratio: bool,
    /// What is wrong, in one sentence.
    pub message: Text,
    /// What else is known: how the figure came about.
    pub note: Option<Text>,
    /// What to do.
    pub help: Option<Text>,
    /// What the department answered to it, in the list of an annotated workbook.
    pub explained: Option<Answer>,
    /// What the department answered to it in an earlier year; no answer of this year.
    pub offered: Option<Answer>,
    /// That the bureau waives it: it is shown, and counts for nothing.
    pub waived: Option<Waived>,
    /// Findings of one rule in one block that were taken together, each with its own cell; empty where it stands for
    /// itself.
    pub alike: Vec<Finding>,
    /// What follows from it, and is gone once it is mended.
    pub follows: Vec<Finding>,
    /// The cells it is about, where it names a sheet or rows as a whole.
    pub covers: Vec<Place>,
}

/// So many cells of one finding are named in a line.
const MOST_CELLS: usize = 12;
/// So many cells, and so many consequences, are told beneath a finding; JSON has all of them.
const MOST_LINES: usize = 50;
/// So many characters of what was entered are shown to people; JSON has all of them.
const SHOWN: usize = 1_000;

/// A text as people are shown it: the beginning of a very long one.
pub fn brief(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

impl Finding {
    /// A finding that has figures, remedies and all else still to come.
    pub fn new(code: &str, name: &str, level: Level, place: Place, message: Text) -> Finding {
        Finding {
            code: code.to_owned(),
            name: name.to_owned(),
            level,
            set_by: SetBy::Rule,
            place,
            reported: None,
            computed: None,
            against: Against::Computed,
            difference: None,
            ratio: false,
            message,
            note: None,
            help: None,
            explained: None,
            offered: None,
            waived: None,
            alike: Vec::new(),
            follows: Vec::new(),
            covers: Vec::new(),
        }
    }

    /// Its level as people read it, and whether it is waived.
    pub fn level_text(&self) -> Text {
        let level = self.level.text();
        match self.waived {
            None => level,
            Some(_) => Text::new(
                format!("{}（已豁免）", level.zh),
                format!("{} (waived)", level.en),
            ),
        }
    }

    /// That it is waived, by whom and why.
    pub fn waived_text(&self) -> Option<Text> {
        let text = self.waived.as_ref()?.text();
        Some(Text::new(
            format!("已豁免：{}", text.zh),
            format!("waived: {}", text.en),
        ))
    }

    /// What the department answered.
    pub fn explained_text(&self) -> Option<Text> {
        let text = self.explained.as_ref()?.text();
        Some(Text::new(
            format!("部门说明：{}", text.zh),
            format!("department's answer: {}", text.en),
        ))
    }

    /// What the department answered in an earlier year.
    pub fn offered_text(&self) -> Option<Text> {
        let answer = self.offered.as_ref()?;
        let year = answer.kept.as_ref()?.year;
        let text = answer.text();
        Some(Text::new(
            format!("上年说明（{year}）：{}", text.zh),
            format!("answer of {year}: {}", text.en),
        ))
    }

    /// What was said about it, a line each: that it is waived, what the department answered, now and earlier.
    pub fn said(&self) -> impl Iterator<Item = Text> {
        let said = [
            self.waived_text(),
            self.explained_text(),
            self.offered_text(),
        ];
        said.into_iter().flatten()
    }

    /// The cells it is about, each as a finding of its own.
    pub fn members(&self) -> &[Finding] {
        if self.alike.is_empty() {
            std::slice::from_ref(self)
        } else {
            &self.alike
        }
    }

    /// Where it is, as people write it: `附件1!F12`, `附件1!F12、F14` for several cells, and `附件1!F12；附件2!J60` for those of
    /// several sheets; `None` where it is about the file.
    pub fn cells(&self) -> Option<String> {
        self.place.sheet.as_deref()?;
        let members = self.members();
        let more = if members.len() > MOST_CELLS {
            "…"
        } else {
            ""
        };
        let mut sheets: Vec<(&str, Vec<String>)> = Vec::new();
        for member in members.iter().take(MOST_CELLS) {
            let sheet = member.place.sheet.as_deref().unwrap_or_default();
            let cell = member.place.cell.map(|cell| cell.to_string());
            match sheets.last_mut().filter(|(last, _)| *last == sheet) {
                Some((_, cells)) => cells.extend(cell),
                None => sheets.push((sheet, cell.into_iter().collect())),
            }
        }
        let shown = sheets.iter().map(|(sheet, cells)| match cells.is_empty() {
            true => (*sheet).to_owned(),
            false => format!("{sheet}!{}", cells.join("、")),
        });
        Some(shown.collect::<Vec<_>>().join("；") + more)
    }

    /// What stands beneath its message, a line each: its cells where there are several, and what follows from it.
    pub fn beneath(&self, language: Language) -> Vec<String> {
        let shown = |findings: &[Finding], lines: &mut Vec<String>, indent: &str| {
            let first = findings.iter().take(MOST_LINES);
            lines.extend(first.map(|other| format!("{indent}{}", self.line(other, language))));
            if let Some(more) = findings
                .len()
                .checked_sub(MOST_LINES)
                .filter(|more| *more > 0)
            {
                let text = Text::new(format!("…另有 {more} 条"), format!("… {more} more"));
                lines.push(format!("{indent}{}", text.get(language)));
            }
        };
        let mut lines = Vec::new();
        shown(&self.alike, &mut lines, "");
        if !self.follows.is_empty() {
            let count = self.follows.len();
            let title = Text::new(
                format!("由此引起 {count} 条，改好上面这一条再看："),
                format!("{count} more follow from this; mend it first:"),
            );
            lines.push(title.get(language).to_owned());
            shown(&self.follows, &mut lines, "  ");
        }
        lines
    }

    /// Another finding in a line; what it shares with this one is left out.
    fn line(&self, other: &Finding, language: Language) -> String {
        let mut message = other.message.get(language).replace(['\n', '\r'], " ");
        message.push_str(&other.compared(language));
        let place = match other.place.cell {
            Some(cell) if other.place.sheet == self.place.sheet => cell.to_string(),
            _ => other.cells().unwrap_or_default(),
        };
        if other.code == self.code {
            format!("{place}  {message}")
        } else {
            format!("{place}  [{}] {message}", other.code)
        }
    }

    /// The figures that are compared, where the message names none: what a relation of a pack says is the same for every cell.
    fn compared(&self, language: Language) -> String {
        let [(_, reported), (_, _), _] = self.figures();
        let (Some(reported), Some(expected)) = (reported, self.expected(language)) else {
            return String::new();
        };
        if self.difference.is_none() || self.message.get(language).contains(&reported) {
            return String::new();
        }
        let figures = match self.against {
            Against::Computed => Text::new(
                format!("（填报 {reported}，重算 {expected}）"),
                format!(" ({reported} instead of {expected})"),
            ),
            Against::Stated => Text::new(
                format!("（{reported}，应为 {expected}）"),
                format!(" ({reported} instead of {expected})"),
            ),
            Against::AtLeast | Against::AtMost => Text::new(
                format!("（{reported}，应{expected}）"),
                format!(" ({reported}, should be {expected})"),
            ),
        };
        figures.get(language).to_owned()
    }

    /// Everything that was found: its members, and what follows from them.
    pub fn each(&self) -> impl Iterator<Item = &Finding> {
        self.members().iter().chain(&self.follows)
    }

    /// Cuts sentences that quote a very long text.
    pub fn shorten(&mut self) {
        for text in std::iter::once(&mut self.message).chain(&mut self.note) {
            *text = Text::new(brief(&text.zh), brief(&text.en));
        }
    }

    /// What people call the three figures, and the figures as people read them, in the order they always stand in.
    pub fn figures(&self) -> [(Text, Option<String>); 3] {
        let shown = |figure: &String| match figure.parse::<Number>() {
            Ok(ratio) if self.ratio => ratio.percent(),
            _ => brief(figure),
        };
        [
            (
                Text::new("填报", "reported"),
                self.reported.as_ref().map(shown),
            ),
            (self.against.text(), self.computed.as_ref().map(shown)),
            match self.ratio {
                // How far two percentages are apart is no percentage of anything.
                true => (
                    Text::new("差额（百分点）", "difference (points)"),
                    self.difference.map(points),
                ),
                false => (
                    Text::new("差额", "difference"),
                    self.difference.map(|number| number.to_string()),
                ),
            },
        ]
    }
}

/// How far two figures are apart: two ratios by so many points.
pub fn apart(ratio: bool, difference: Number) -> Text {
    match ratio {
        true => Text::new(
            format!("{} 个百分点", points(difference)),
            format!("{} points", points(difference)),
        ),
        false => Text::new(difference.to_string(), difference.to_string()),
    }
}

/// So many percentage points.
fn points(ratio: Number) -> String {
    let percent = ratio.percent();
    percent.trim_end_matches('%').trim_end().to_owned()
}

impl Finding {
    /// What the figure should be, where a column says so of all findings: a limit with its word before it.
    pub fn expected(&self, language: Language) -> Option<String> {
        let [_, (_, figure), _] = self.figures();
        let figure = figure?;
        Some(match self.against {
            Against::Computed | Against::Stated => figure,
            Against::AtLeast => Text::new(format!("不低于 {figure}"), format!("at least {figure}"))
                .get(language)
                .to_owned(),
            Against::AtMost => Text::new(format!("不超过 {figure}"), format!("at most {figure}"))
                .get(language)
                .to_owned(),
        })
    }

    /// How far the figures are apart, where no heading says in what: 0.9 个百分点.
    pub fn apart(&self, language: Language) -> Option<String> {
        let said = apart(self.ratio, self.difference?);
        Some(said.get(language).to_owned())
    }

    /// Whether the figure it is held against is a limit.
    pub fn is_limit(&self) -> bool {
        matches!(self.against, Against::AtLeast | Against::AtMost)
    }
}

/// Everything that was found, each finding with its members and what follows from it, in the order of the report.
pub fn each(findings: &[Finding]) -> impl Iterator<Item = &Finding> {
    findings.iter().flat_map(Finding::each)
}

/// How many of some findings are of a level and count: what is waived does not.
pub fn count(findings: &[Finding], level: Level) -> usize {
    let counting = findings.iter().filter(|finding| finding.waived.is_none());
    counting.filter(|finding| finding.level == level).count()
}

/// How many of some findings are waived.
pub fn waived(findings: &[Finding]) -> usize {
    let waived = findings.iter().filter(|finding| finding.waived.is_some());
    waived.count()
}
