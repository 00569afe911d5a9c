//! What became of a return, for people.

use std::fmt::Write;

use crate::adopt::{Known, Left, Read, Report, SheetFound, Taken, Why};
use crate::number::Number;
use crate::text::{Language, Text};
use crate::typed::{Reading, Step};

/// So many characters of a value are shown; JSON has all of it.
const SHOWN: usize = 60;

/// The report on a return, for people: the sheets that were found, what was matched, guessed and left over.
pub fn render(file: &str, output: Option<&str>, report: &Report, language: Language) -> String {
    let mut out = String::new();
    let code = match report.code.as_str() {
        "" => String::new(),
        code => format!(" {code}"),
    };
    let to = output.map(|path| format!(" → {path}")).unwrap_or_default();
    // Writing into a text cannot fail.
    let _ = writeln!(
        out,
        "{file}{to}\n  {}{code}  {} {}",
        report.department, report.pack, report.year
    );
    let mut line = |text: Text| {
        let _ = writeln!(out, "  {}", text.get(language));
    };
    if !report.year_known {
        line(Text::new(
            format!(
                "注意：文中没有写年度，按 {} 年；不对的请加 --year。",
                report.year
            ),
            format!(
                "Note: no title names the year; {} is taken. Name another with --year.",
                report.year
            ),
        ));
    }
    report.sheets.iter().map(sheet).for_each(&mut line);
    if !report.missing.is_empty() {
        line(Text::new(
            format!("没有找到：{}", report.missing.join("、")),
            format!("Not found: {}", report.missing.join(", ")),
        ));
    }
    let (guessed, matched): (Vec<&Taken>, Vec<&Taken>) =
        report.taken.iter().partition(|taken| taken.is_guess());
    line(Text::new(
        format!("对上 {} 个：", matched.len()),
        format!("{} matched:", matched.len()),
    ));
    matched.into_iter().map(taken).for_each(&mut line);
    if !guessed.is_empty() {
        line(Text::new(
            format!("推测 {} 个，请核对：", guessed.len()),
            format!("{} guessed, please look at them:", guessed.len()),
        ));
        guessed.into_iter().map(taken).for_each(&mut line);
    }
    for row in &report.shifted {
        let place = row.place.text();
        let value = short(&row.value);
        let cell = format!("{}!{}", row.sheet, row.cell);
        line(Text::new(
            format!(
                "整行错位：{} 所在的行像是整体左移了一列（名称处是“{value}”），照原样放在 {cell} 一行，请核对。",
                place.zh
            ),
            format!(
                "A row is shifted: that of {} seems to stand one column too far left (its name is '{value}'); it was put into the row of {cell} as it is. Please look at it.",
                place.en
            ),
        ));
    }
    if !report.left.is_empty() {
        line(Text::new(
            format!("没有位置 {} 个：", report.left.len()),
            format!("{} left over:", report.left.len()),
        ));
        report.left.iter().map(left).for_each(&mut line);
    }
    out
}

fn sheet(found: &SheetFound) -> Text {
    let place = found.place.text();
    let known = found.known.text();
    let (zh, en) = match found.blank {
        true => ("，没有填内容", "; nothing is filled in"),
        false => ("", ""),
    };
    Text::new(
        format!("{}：{}（{}）{zh}", found.sheet, place.zh, known.zh),
        format!("{}: {} ({}){en}", found.sheet, place.en, known.en),
    )
}

fn taken(taken: &Taken) -> Text {
    let place = taken.place.text();
    let value = short(&taken.value);
    let target = format!("{}!{}  {}", taken.sheet, taken.cell, taken.field);
    let read = taken.text();
    let percent = percent(taken.likeness);
    let (zh, en) = match taken.is_guess() {
        true => (
            format!("标签相似 {percent}  "),
            format!("labels {percent} alike  "),
        ),
        false => Default::default(),
    };
    Text::new(
        format!(
            "  {}  {zh}“{}”“{value}” → {target}{}",
            place.zh,
            said(taken),
            suffix(&read.zh, "（", "）")
        ),
        format!(
            "  {}  {en}'{}' '{value}' → {target}{}",
            place.en,
            said(taken),
            suffix(&read.en, " (", ")")
        ),
    )
}

/// What led to a value: the label, and where its field is called otherwise.
fn said(taken: &Taken) -> String {
    short(if taken.said.is_empty() {
        &taken.label
    } else {
        &taken.said
    })
}

fn suffix(text: &str, open: &str, close: &str) -> String {
    match text {
        "" => String::new(),
        text => format!("{open}{text}{close}"),
    }
}

fn left(left: &Left) -> Text {
    let place = left.place.text();
    let value = short(&left.value);
    let why = left.why.text();
    Text::new(
        format!("  {}  “{value}”：{}", place.zh, why.zh),
        format!("  {}  '{value}': {}", place.en, why.en),
    )
}

/// A likeness in percent, rounded down: what is only like another is never 100 %.
pub(super) fn percent(likeness: f32) -> String {
    format!("{:.0}%", (likeness * 100.0).floor())
}

/// A text in one line and cut short.
fn short(text: &str) -> String {
    let line = text.trim().replace('\r', "").replace('\n', "↵");
    let count = line.chars().count();
    if count <= SHOWN {
        return line;
    }
    let begin: String = line.chars().take(SHOWN).collect();
    format!("{begin}…（{count}）")
}

impl Known {
    /// How a table was known, in words.
    pub fn text(self) -> Text {
        match self {
            Known::Title => Text::new("按标题", "by its title"),
            Known::Similar(likeness) => Text::new(
                format!("按标题推测，相似 {}", percent(likeness)),
                format!("guessed by its title, {} alike", percent(likeness)),
            ),
            Known::Labels(share) => Text::new(
                format!("按标签推测，{} 的标签对得上", percent(share)),
                format!(
                    "guessed by its labels, {} of them are there",
                    percent(share)
                ),
            ),
        }
    }
}

impl Taken {
    /// What was made of it, in words; empty where it simply went into its cell.
    pub fn text(&self) -> Text {
        if self.apart.is_empty() {
            return self.read.text();
        }
        let listed = |open: char, close: char, between: &str| {
            let parts = self.apart.iter();
            let parts = parts.map(|part| format!("{} {open}{}{close}", part.cell, part.value));
            parts.collect::<Vec<_>>().join(between)
        };
        Text::new(
            format!("拆为 {}", listed('“', '”', "、")),
            format!("split into {}", listed('\'', '\'', ", ")),
        )
    }
}

impl Read {
    /// What was made of a value, in words; empty where it simply went into its cell.
    pub fn text(&self) -> Text {
        match self {
            Read::Entered(Reading::Converted(steps)) => {
                let texts: Vec<Text> = steps.iter().map(Step::text).collect();
                let zh: Vec<&str> = texts.iter().map(|text| text.zh.as_str()).collect();
                let en: Vec<&str> = texts.iter().map(|text| text.en.as_str()).collect();
                Text::new(zh.join("、"), en.join(", "))
            }
            Read::Entered(Reading::Asked(_)) => Text::new(
                "可作几种理解，照原样放入，请核对",
                "it can mean several things and went in as written; please look at it",
            ),
            Read::Entered(Reading::WrongType | Reading::Error) => Text::new(
                "与该栏类型不符，照原样放入，请核对",
                "it is not what the field takes and went in as written; please look at it",
            ),
            Read::Entered(_) => Text::new("", ""),
            Read::Declared {
                given,
                computed,
                agrees,
                ratio,
            } => {
                let (zh, en) = match given {
                    true => ("由表给定", "the form gives it"),
                    false => ("由表计算", "the form computes it"),
                };
                match (agrees, computed.as_str()) {
                    (true, _) => Text::new(format!("{zh}，相符"), format!("{en}, and agrees")),
                    (false, "") => {
                        Text::new(format!("{zh}，为空"), format!("{en}, and comes to nothing"))
                    }
                    (false, computed) => {
                        let share = computed.parse().ok().filter(|_| *ratio);
                        let said = share.map_or_else(|| computed.to_owned(), Number::percent);
                        Text::new(
                            format!("{zh}，为 {said}，不符"),
                            format!("{en}, and comes to {said}"),
                        )
                    }
                }
            }
        }
    }
}

impl Why {
    /// The word JSON uses.
    pub fn id(&self) -> &'static str {
        match self {
            Why::NoSheet => "no-sheet",
            Why::SheetTwice => "sheet-twice",
            Why::NoField => "no-field",
            Why::NoRow { .. } => "no-row",
            Why::NoSheetLeft { .. } => "no-sheet-left",
            Why::TooLong => "too-long",
            Why::OtherName => "other-name",
            Why::BlankSheet => "blank-sheet",
        }
    }

    /// The reason in words.
    pub fn text(&self) -> Text {
        match self {
            Why::NoSheet => Text::new("这张表不是表样里的表", "its table is none of the form"),
            Why::SheetTwice => Text::new(
                "同一张表前面已经有了",
                "a table of its kind was there before",
            ),
            Why::NoField => Text::new("表样里没有对应的栏", "the form has no field for it"),
            Why::NoRow { most } => Text::new(
                format!("表样最多 {most} 行"),
                format!("the form has {most} rows at most"),
            ),
            Why::NoSheetLeft { most } => Text::new(
                format!("表样最多 {most} 张"),
                format!("the form has {most} of these sheets at most"),
            ),
            Why::TooLong => Text::new(
                "超过一格能放的 32767 个字符",
                "it is longer than the 32,767 characters of a cell",
            ),
            Why::BlankSheet => Text::new(
                "这张表没有填内容，不算一张",
                "nothing else is filled in on its sheet, which does not count",
            ),
            Why::OtherName => Text::new("与单位名称不同", "it is not the name of the department"),
        }
    }
}
