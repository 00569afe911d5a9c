//! What became of a return, as a person reads it.

use std::fmt::Write;

use crate::reissue::{Given, Left, Open, Report, Why};
use crate::text::{Language, Text};

/// The report of one return.
pub fn render(report: &Report, language: Language) -> String {
    let mut out = String::new();
    let (old, new) = (&report.old, &report.new);
    let code = match report.code.as_str() {
        "" => String::new(),
        code => format!("（{code}）"),
    };
    let _ = writeln!(
        out,
        "{}{code}  {} {} → {} {}",
        report.department, old.pack, old.year, new.pack, new.year
    );
    let mut line = |text: Text| {
        let _ = writeln!(out, "  {}", text.get(language));
    };
    line(Text::new(
        format!("带过来 {} 个值。", report.carried),
        format!("{} values carried.", report.carried),
    ));
    for note in &report.notes {
        line(Text::new(
            format!("注意：{}。", note.zh),
            format!("Note: {}.", note.en),
        ));
    }
    if !report.left.is_empty() {
        line(Text::new(
            format!("没有带过来 {} 个：", report.left.len()),
            format!("{} not carried:", report.left.len()),
        ));
        report.left.iter().map(left).for_each(&mut line);
    }
    if !report.open.is_empty() {
        let required = report.open.iter().filter(|open| open.required).count();
        line(Text::new(
            format!(
                "新增、还空着 {} 个，其中必填 {required} 个：",
                report.open.len()
            ),
            format!(
                "{} new and empty, {required} of them required:",
                report.open.len()
            ),
        ));
        report.open.iter().map(open).for_each(&mut line);
    }
    if !report.given.is_empty() {
        line(Text::new(
            format!("给定的值有变化 {} 个：", report.given.len()),
            format!("{} given values differ:", report.given.len()),
        ));
        report.given.iter().map(given).for_each(&mut line);
    }
    out
}

/// Where, what it is called, and what was entered.
fn place(sheet: &str, cell: Option<String>, label: &str) -> String {
    let cell = cell.map(|cell| format!("!{cell}")).unwrap_or_default();
    let label = one_line(label);
    [format!("{sheet}{cell}"), label]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("  ")
}

fn left(left: &Left) -> Text {
    let place = place(
        &left.sheet,
        left.cell.map(|cell| cell.to_string()),
        &left.label,
    );
    let value = one_line(&left.value);
    let why = left.why.text();
    Text::new(
        format!("  {place}  “{value}”：{}", why.zh),
        format!("  {place}  '{value}': {}", why.en),
    )
}

fn open(open: &Open) -> Text {
    let place = place(&open.sheet, Some(open.cell.to_string()), &open.label);
    if open.required {
        Text::new(format!("  必填  {place}"), format!("  required  {place}"))
    } else {
        Text::new(format!("  {place}"), format!("  {place}"))
    }
}

fn given(given: &Given) -> Text {
    let place = place(&given.sheet, Some(given.cell.to_string()), &given.label);
    let old = one_line(&given.old);
    match &given.new {
        Some(new) => {
            let text = format!("  {place}  {old} → {}", one_line(new));
            Text::new(text.clone(), text)
        }
        None => Text::new(
            format!("  {place}  {old} → 不再给定"),
            format!("  {place}  {old} → no longer given"),
        ),
    }
}

impl Why {
    /// The word JSON uses.
    pub fn id(&self) -> &'static str {
        match self {
            Why::NoField => "no-field",
            Why::NoRow { .. } => "no-row",
            Why::NoSheet { .. } => "no-sheet",
            Why::Computed => "computed",
            Why::Given => "given",
            Why::WrongType { .. } => "wrong-type",
            Why::NoChoice { .. } => "no-choice",
            Why::Taken { .. } => "taken",
            Why::TypedOver => "typed-over",
            Why::NoResult => "no-result",
            Why::Outside => "outside",
        }
    }

    /// The reason in words.
    pub fn text(&self) -> Text {
        match self {
            Why::NoField => Text::new("新表没有这一栏", "the new form has no such field"),
            Why::NoRow { most } => Text::new(
                format!("新表最多 {most} 行"),
                format!("the new form has {most} rows at most"),
            ),
            Why::NoSheet { most } => Text::new(
                format!("新表最多 {most} 张"),
                format!("the new form has {most} of these sheets at most"),
            ),
            Why::Computed => Text::new("这一栏现在由公式计算", "the field is computed now"),
            Why::Given => Text::new("这一栏现在是给定的", "the field is given now"),
            Why::WrongType { wanted } => Text::new(
                format!("这一栏填{}", wanted.zh),
                format!("the field takes {}", wanted.en),
            ),
            Why::NoChoice { choices } => Text::new(
                format!("选项里没有，现在可选：{}", choices.join("、")),
                format!("it is no choice; those offered are {}", choices.join(", ")),
            ),
            Why::Taken { by } => Text::new(
                format!("这一栏已经放了“{by}”的值"),
                format!("the field already holds the value of '{by}'"),
            ),
            Why::TypedOver => Text::new(
                "打在公式格或锁定格里，新表用自己的公式和文字",
                "it was typed over a formula or a locked cell; the new form has its own",
            ),
            Why::NoResult => Text::new(
                "是公式，文件里没有存它的结果，请打开保存后再试",
                "it is a formula without a saved result; open the file, save it and try again",
            ),
            Why::Outside => Text::new("在表格之外", "it stands outside the form"),
        }
    }
}

fn one_line(text: &str) -> String {
    text.replace('\r', "").replace('\n', "↵")
}
