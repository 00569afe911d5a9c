//! 校验结果: the first sheet of an annotated workbook, a line for each finding.

use crate::address::{Address, Area};
use crate::annotate::{fill, shown_as};
use crate::book::{Align, Allow, Border, Cell, CellValue, Print, Sheet, Style, Validation};
use crate::check::Content;
use crate::finding::{self, Finding, Level, brief};
use crate::generate::{self, body, place, title};
use crate::identity::RESULT_SHEET;
use crate::own::listing::{ANSWER, CELL, HEAD, HINT};
use crate::text::{Language, Text};

/// The column of the level, and its width where it also says that a finding is waived.
const LEVEL: usize = 1;
const WAIVED_WIDTH: f64 = 16.0;
/// Widths in characters: message, level, code, sheet, cell, label, reported, computed, difference, help, answer.
const WIDTHS: [f64; 11] = [
    52.0, 7.0, 8.0, 25.0, 13.0, 30.0, 14.0, 14.0, 12.0, 42.0, 30.0,
];
/// How ratios are shown.
const RATIO: &str = "0.00##%";
/// Points of a line of text in the table.
const LINE: f64 = 15.0;

/// Where a finding is in the workbook that the list is part of.
pub(super) struct Spot {
    /// The name of the sheet; empty where it is about the file.
    pub(super) sheet: String,
    /// The cell a click leads to.
    pub(super) cell: Option<Address>,
}

/// The sheet of these findings, each with its spot.
pub(super) fn sheet(
    content: &Content,
    findings: &[Finding],
    spots: Vec<Spot>,
    language: Language,
) -> Sheet {
    let look = &content.submission.form.pack.look;
    let last_column = u32::try_from(WIDTHS.len()).unwrap_or(1) - 1;
    let last_row = HEAD + u32::try_from(findings.len()).unwrap_or(0);
    let mut sheet = Sheet {
        name: RESULT_SHEET.to_owned(),
        tab_color: Some(0x00C0_0000),
        column_widths: WIDTHS.to_vec(),
        freeze: Some(Address::new(HEAD + 1, 0)),
        protected: true,
        print: Print {
            landscape: true,
            fit_width: 1,
            repeat_rows: Some((HEAD, HEAD)),
            footer: "&C&9 第 &P 页，共 &N 页".to_owned(),
            ..Print::default()
        },
        ..Sheet::default()
    };
    if finding::waived(findings) > 0 {
        sheet.column_widths[LEVEL] = WAIVED_WIDTH;
    }
    let across = |row: u32| Area::new(Address::new(row, 0), Address::new(row, last_column));
    let text = |text: String, style: Style| Cell {
        value: CellValue::Text(text),
        style,
        ..Cell::default()
    };
    let form = &content.submission.form;
    let heading = Text::new(
        format!("{}校验结果", form.title()),
        format!("Findings: {}", form.title()),
    );
    place(
        &mut sheet,
        across(0),
        text(heading.get(language).to_owned(), title(look)),
    );
    let left = Style {
        align: Align::Left,
        ..body(look)
    };
    place(
        &mut sheet,
        across(1),
        text(
            whose(content, findings).get(language).to_owned(),
            left.clone(),
        ),
    );
    let hint = Text::new(
        "请按“怎么改”逐条修改后交回；确有特殊情况的，写在“部门说明”里。点“单元格”可跳到所指的格子。",
        "Mend each finding as its help says and return the workbook; explain special cases in the last column. A click on the cell leads there.",
    );
    place(
        &mut sheet,
        across(HINT),
        text(hint.get(language).to_owned(), left),
    );
    sheet
        .row_heights
        .extend([(0, 36.0), (1, 20.0), (HINT, 20.0), (HEAD, 22.0)]);
    head(&mut sheet, content, language);
    for ((row, finding), spot) in (HEAD + 1..).zip(findings).zip(spots) {
        line(&mut sheet, row, content, (finding, spot), language);
    }
    if findings.is_empty() {
        let none = Text::new("没有发现问题。", "Nothing was found.");
        let style = Style {
            border: Border::All,
            align: Align::Left,
            ..body(look)
        };
        place(
            &mut sheet,
            across(HEAD + 1),
            text(none.get(language).to_owned(), style),
        );
    } else {
        sheet.filter = Some(Area::new(
            Address::new(HEAD, 0),
            Address::new(last_row, last_column),
        ));
        sheet.validations.push(Validation {
            area: Area::new(
                Address::new(HEAD + 1, last_column),
                Address::new(last_row, last_column),
            ),
            allow: Allow::TextLength(1000),
            prompt: Some((
                "部门说明".to_owned(),
                "确有特殊情况、不需要修改的，请在这里说明原因。".to_owned(),
            )),
            error: Some(("部门说明".to_owned(), "请不要超过 1000 个字。".to_owned())),
        });
    }
    sheet
}

fn whose(content: &Content, findings: &[Finding]) -> Text {
    let spec = &content.submission.identity.spec;
    let waived = match finding::waived(findings) {
        0 => Text::new("", ""),
        count => Text::new(format!("，已豁免 {count} 条"), format!(", {count} waived")),
    };
    let (errors, warnings, infos) = (
        finding::count(findings, Level::Error),
        finding::count(findings, Level::Warning),
        finding::count(findings, Level::Info),
    );
    Text::new(
        format!(
            "填报单位：{}（{}）    错误 {errors} 条（必须修改），警告 {warnings} 条（请核对），提示 {infos} 条{}",
            spec.department, spec.code, waived.zh
        ),
        format!(
            "Department: {} ({})    {errors} errors (to be mended), {warnings} warnings (to be checked), {infos} infos{}",
            spec.department, spec.code, waived.en
        ),
    )
}

fn head(sheet: &mut Sheet, content: &Content, language: Language) {
    let headings = [
        Text::new("问题", "finding"),
        Text::new("级别", "level"),
        Text::new("编号", "code"),
        Text::new("工作表", "sheet"),
        Text::new("单元格", "cell"),
        Text::new("栏目", "field"),
        Text::new("填报", "reported"),
        Text::new("应为", "expected"),
        Text::new("差额", "difference"),
        Text::new("怎么改", "help"),
        Text::new("部门说明", "department's answer"),
    ];
    let look = &content.submission.form.pack.look;
    for (column, heading) in (0..).zip(headings) {
        let style = Style {
            bold: true,
            border: Border::All,
            align: Align::Center,
            fill: Some(0x00D9_E2F3),
            ..body(look)
        };
        let value = CellValue::Text(heading.get(language).to_owned());
        sheet.cells.insert(
            Address::new(HEAD, column),
            Cell {
                value,
                style,
                ..Cell::default()
            },
        );
    }
}

/// What stands in the column of what a figure should be: a figure, or a limit in words.
fn expected(finding: &Finding, language: Language) -> String {
    if finding.is_limit() {
        return finding.expected(language).unwrap_or_default();
    }
    finding.computed.as_deref().map(brief).unwrap_or_default()
}

/// The cell a line is linked to, and how many it is about, as [`crate::own::listing::cells`] reads it.
fn cells(spot: &Spot, finding: &Finding, language: Language) -> String {
    let Some(cell) = spot.cell else {
        return String::new();
    };
    match finding.members().len() {
        1 => cell.to_string(),
        count => Text::new(
            format!("{cell} 等 {count} 格"),
            format!("{cell} of {count} cells"),
        )
        .get(language)
        .to_owned(),
    }
}

fn line(
    sheet: &mut Sheet,
    row: u32,
    content: &Content,
    (finding, spot): (&Finding, Spot),
    language: Language,
) {
    let form = &content.submission.form;
    let look = &form.pack.look;
    let field = finding.place.field.as_deref().and_then(|id| form.field(id));
    let said = |text: &Option<Text>| {
        text.as_ref()
            .map(|text| text.get(language).to_owned())
            .unwrap_or_default()
    };
    let mut message = vec![finding.message.get(language).to_owned()];
    message.extend(finding.beneath(language));
    message.extend(
        finding
            .waived_text()
            .map(|waived| waived.get(language).to_owned()),
    );
    let message = message.join("\n");
    // What was said last year stands beside the cell in which it may be said again.
    let help = [said(&finding.help), said(&finding.offered_text())];
    let help: Vec<String> = help.into_iter().filter(|text| !text.is_empty()).collect();
    let help = help.join("\n");
    let explained = finding.explained.as_ref();
    // Several cells have several labels, told in the message.
    let label = field
        .filter(|_| finding.alike.is_empty())
        .map(|field| form.fields[field].label.clone())
        .unwrap_or_default();
    let texts = [
        message.clone(),
        finding.level_text().get(language).to_owned(),
        finding.code.clone(),
        spot.sheet.clone(),
        cells(&spot, finding, language),
        label.clone(),
        finding.reported.as_deref().map(brief).unwrap_or_default(),
        expected(finding, language),
        finding
            .difference
            .map(|number| number.to_string())
            .unwrap_or_default(),
        help.clone(),
        explained
            .map(|answer| answer.text.clone())
            .unwrap_or_default(),
    ];
    let base = Style {
        border: Border::All,
        top: false,
        number_format: "@".to_owned(),
        ..body(look)
    };
    let mut lines = 1;
    for ((column, text), width) in (0..).zip(texts).zip(WIDTHS) {
        lines = lines.max(generate::lines(&text, width));
        let mut style = base.clone();
        let mut link = None;
        match column {
            1 => style.fill = Some(fill(shown_as(finding))),
            CELL => {
                link = spot.cell.map(|cell| (spot.sheet.clone(), cell));
                style.color = link.as_ref().map(|_| 0x0005_63C1);
                style.underline = link.is_some();
            }
            ANSWER => {
                style.locked = false;
                style.fill = Some(look.input_fill);
            }
            _ => {}
        }
        style.align = match column {
            1..=4 => Align::Center,
            6..=8 if finding.difference.is_some() => Align::Right,
            _ => Align::Left,
        };
        let value = match (column, text.parse()) {
            _ if text.is_empty() => CellValue::Blank,
            // Figures are numbers, so that they can be sorted and summed.
            (6..=8, Ok(number)) if finding.difference.is_some() => {
                style.number_format = if finding.ratio { RATIO } else { "" }.to_owned();
                CellValue::Number(number)
            }
            _ => CellValue::Text(text),
        };
        sheet.cells.insert(
            Address::new(row, column),
            Cell {
                value,
                style,
                link,
                ..Cell::default()
            },
        );
    }
    sheet
        .row_heights
        .insert(row, (lines as f64 * LINE + 5.0).min(409.0));
}
