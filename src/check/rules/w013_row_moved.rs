//! Rows and columns that were inserted or moved, and cells whose names lead elsewhere.

use std::collections::BTreeSet;

use crate::address::{Address, column_letters};
use crate::book::RawSheet;
use crate::check::context::Context;
use crate::check::rule::Rule;
use crate::finding::{Finding, Level};
use crate::form::FormSheet;
use crate::submission::SheetMap;
use crate::text::Text;

/// Rows and columns that were inserted or moved, and cells whose names lead elsewhere.
pub const RULE: Rule = Rule {
    code: "W013",
    name: "row-moved",
    level: Level::Info,
    title: ("行列有移动", "rows or columns were moved"),
    checks: (
        "表中是否插入了空行空列，行列是否挪了位置；有内容的插入行另行报告",
        "whether blank rows or columns were inserted, and whether rows or columns were moved; inserted rows with content are another finding",
    ),
    why: (
        "数按栏目名称和隐藏的名称找，挪了位置也读得到；但打印出来就不是规定的表样",
        "values are found by labels and hidden names wherever they stand; but the form no longer prints as it was laid out",
    ),
    example: (
        "第 12 行上面插入了一个空行",
        "a blank row was inserted above row 12",
    ),
    mend: (
        "不需要处理：批注后的表里行列已恢复原位。请不要在表中插入或移动行列。",
        "Nothing needs to be done: the annotated workbook has everything where it belongs. Leave rows and columns where they are.",
    ),
    run: check,
};

/// So many rows or columns are named one by one; the rest is counted.
const NAMED: usize = 8;

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for (sheet, map) in context.submission.sheets.iter().enumerate() {
        let Some(map) = map else { continue };
        let Some(raw) = context.submission.book.sheets.get(map.sheet) else {
            continue;
        };
        let called = |row: u32| label(&context.form().sheets[sheet], row);
        let mut say = |cell: Address, zh: (&str, &str), en: (&str, &str), what: &[Text]| {
            let list = listed(what);
            let message = Text::new(
                format!("{}{}{}", zh.0, list.zh, zh.1),
                format!("{}{}{}", en.0, list.en, en.1),
            );
            findings.push(context.at_cell(&RULE, &raw.name, Some(cell), message));
        };
        let rows = blank_rows(map, raw);
        if let Some(first) = rows.first() {
            let what: Vec<Text> = rows.iter().map(|row| row_text(*row)).collect();
            say(
                Address::new(*first, 0),
                ("插入了空行：第 ", " 行"),
                ("blank rows were inserted: row ", ""),
                &what,
            );
        }
        let columns = blank_columns(map, raw);
        if let Some(first) = columns.first() {
            let what: Vec<Text> = columns.iter().map(|column| column_text(*column)).collect();
            say(
                Address::new(0, *first),
                ("插入了空列：", " 列"),
                ("blank columns were inserted: column ", ""),
                &what,
            );
        }
        let rows = map.moved_rows();
        if let Some((_, first)) = rows.first() {
            let what: Vec<Text> = rows
                .iter()
                .map(|(from, to)| from_to(&called(*from), &row_text(*from), &row_text(*to)))
                .collect();
            say(
                Address::new(*first, 0),
                ("行移动了位置（原行 → 现行）：", ""),
                ("rows were moved (from → to): ", ""),
                &what,
            );
        }
        let columns = map.moved_columns();
        if let Some((_, first)) = columns.first() {
            let what: Vec<Text> = columns
                .iter()
                .map(|(from, to)| from_to("", &column_text(*from), &column_text(*to)))
                .collect();
            say(
                Address::new(0, *first),
                ("列移动了位置（原列 → 现列）：", ""),
                ("columns were moved (from → to): ", ""),
                &what,
            );
        }
        strays(context, map, raw, findings);
    }
}

/// Cells that were cut and put elsewhere: each is read where its label says.
fn strays(context: &Context<'_>, map: &SheetMap, raw: &RawSheet, findings: &mut Vec<Finding>) {
    let strays = context.submission.drift.strays.iter();
    let here: Vec<_> = strays.filter(|stray| stray.sheet == map.sheet).collect();
    let Some(first) = here.first() else { return };
    let what: Vec<Text> = here
        .iter()
        .map(|stray| {
            let label = context.label(stray.field);
            let (named, read) = (stray.named, stray.read);
            Text::new(
                format!("“{label}”的名称指到 {named}，按栏目读 {read}"),
                format!(
                    "the name of '{label}' leads to {named}, by its label it was read in {read}"
                ),
            )
        })
        .collect();
    let list = listed(&what);
    let message = Text::new(
        format!("单元格被剪切或拖动：{}", list.zh),
        format!("cells were cut or dragged: {}", list.en),
    );
    findings.push(context.at_cell(&RULE, &raw.name, Some(first.read), message));
}

/// The inserted rows in which nothing stands.
fn blank_rows(map: &SheetMap, raw: &RawSheet) -> Vec<u32> {
    let mut rows = map.inserted_rows();
    rows.retain(|row| {
        let cells = raw
            .cells
            .range(Address::new(*row, 0)..Address::new(row + 1, 0));
        cells.into_iter().all(|(_, cell)| cell.value.is_blank())
    });
    rows
}

/// The inserted columns in which nothing stands.
fn blank_columns(map: &SheetMap, raw: &RawSheet) -> Vec<u32> {
    let mut columns = map.inserted_columns();
    if !columns.is_empty() {
        let filled = raw.cells.iter().filter(|(_, cell)| !cell.value.is_blank());
        let filled: BTreeSet<u32> = filled.map(|(at, _)| at.column).collect();
        columns.retain(|column| !filled.contains(column));
    }
    columns
}

fn row_text(row: u32) -> Text {
    let said = (row + 1).to_string();
    Text::new(said.clone(), said)
}

fn column_text(column: u32) -> Text {
    let said = column_letters(column);
    Text::new(said.clone(), said)
}

fn from_to(called: &str, from: &Text, to: &Text) -> Text {
    let quoted = |marks: [&str; 2]| match called {
        "" => String::new(),
        called => format!("{}{called}{} ", marks[0], marks[1]),
    };
    Text::new(
        format!("{}{} → {}", quoted(["“", "”"]), from.zh, to.zh),
        format!("{}{} → {}", quoted(["'", "'"]), from.en, to.en),
    )
}

/// What is printed in a row of the form, on one line.
fn label(sheet: &FormSheet, row: u32) -> String {
    let mut labels = sheet.labels.iter().filter(|label| !label.text.is_empty());
    let first = labels.find(|label| label.area.first.row == row);
    first.map_or_else(String::new, |label| label.text.replace('\n', ""))
}

fn listed(what: &[Text]) -> Text {
    let named = |said: fn(&Text) -> &str, between: &str| {
        let named: Vec<&str> = what.iter().take(NAMED).map(said).collect();
        named.join(between)
    };
    let (zh, en) = (named(|text| &text.zh, "、"), named(|text| &text.en, ", "));
    match what.len().saturating_sub(NAMED) {
        0 => Text::new(zh, en),
        more => Text::new(
            format!("{zh}等 {} 处", what.len()),
            format!("{en} and {more} more"),
        ),
    }
}
