//! 填报说明, the first sheet of a form: what to fill in, what the colours mean, how to hand it back, and how far it is.

use crate::address::{Address, Area};
use crate::book::{
    Align, Allow, Border, Cell, CellValue, Condition, Print, Sheet, Style, Validation,
};
use crate::form::{Form, Target};
use crate::formula::Value;
use crate::generate::{live, look, measure, place};
use crate::own;
use crate::status::{CheckLine, FAILING, MISSING, STATE, Status};
use crate::template::{Campaign, Relation, words};

/// Widths in characters: number or colour, text, two figures, state, place.
const WIDTHS: [f64; 6] = [5.0, 43.0, 16.0, 16.0, 12.0, 22.0];
/// Points up to which everything is put on one page.
const PAGE: f64 = 1000.0;
/// Points of a line of text, and what stands above and below it.
const LINE: f64 = 15.0;
const ROOM: f64 = 3.5;
const TITLE: f64 = 34.0;
const BAND: u32 = 0x00E8_EEF7;
const LINK: u32 = 0x0005_63C1;
const GOOD: u32 = 0x0000_6100;
const BAD: u32 = 0x009C_0006;
const BAD_FILL: u32 = 0x00FF_C7CE;

/// A colour and what it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Swatch {
    /// The colour as 0xRRGGBB; `None` for a cell without one.
    pub fill: Option<u32>,
    /// What a cell of this colour is.
    pub text: String,
}

/// One row above the tables.
pub(super) enum Row {
    Title(String),
    /// A text at the left and one at the right.
    Pair(String, String),
    Section(&'static str),
    /// Colours and what they mean, one at the left and one at the right.
    Color(Option<Swatch>, Option<Swatch>),
    Text(String),
    /// The switch for the colours of inputs.
    Switch,
}

/// The rows above the tables; those of the tables' own heading included.
pub(super) fn rows(form: &Form, marks: &[Swatch]) -> Vec<Row> {
    let guide = &form.pack.guide;
    let known = form.guide_words();
    let mut said: Vec<&str> = Vec::new();
    let mut shown = |texts: &'_ [crate::template::Located<String>]| -> Vec<String> {
        let mut filled = Vec::new();
        for (pack_text, text) in texts
            .iter()
            .filter_map(|text| Some((&text.value, known.fill_given(&text.value)?)))
        {
            let here = Campaign::WORDS.into_iter();
            said.extend(here.filter(|word| words(pack_text).any(|found| found == *word)));
            filled.push(text);
        }
        filled
    };
    let heading = guide.heading.as_ref().map(std::slice::from_ref);
    let heading = heading.and_then(|heading| shown(heading).pop());
    let what = shown(&guide.lines);
    let mut how = shown(&guide.returns);
    if how.is_empty() {
        how.push("填齐后原样交回本工作簿，不要另存为其他格式，不要改动表样。".to_owned());
    }
    // What was given and the pack does not speak of is said all the same.
    let labels = ["发放单位", "截止日期", "联系人"];
    let campaign = known.campaign.clone().unwrap_or_default();
    let unsaid = Campaign::WORDS.into_iter().zip(labels);
    let unsaid = unsaid
        .filter(|(word, _)| !said.contains(word))
        .filter_map(|(word, label)| Some(format!("{label}：{}", campaign.meaning(word)?)));
    let unsaid: Vec<String> = unsaid.collect();
    if !unsaid.is_empty() {
        how.push(unsaid.join("    "));
    }

    let spec = &form.spec;
    let code = if spec.code.is_empty() {
        String::new()
    } else {
        format!("（{}）", spec.code)
    };
    let mut rows = vec![
        Row::Title(heading.unwrap_or_else(|| format!("{}填报说明", form.title()))),
        Row::Pair(
            format!("填报单位：{}{code}", spec.department),
            format!("金额单位：{}", form.pack.unit),
        ),
    ];
    let numbered = |texts: Vec<String>| {
        let several = texts.len() > 1;
        (1..).zip(texts).map(move |(number, text)| {
            Row::Text(if several {
                format!("{number}．{text}")
            } else {
                text
            })
        })
    };
    if !what.is_empty() {
        rows.push(Row::Section("填什么"));
        rows.extend(numbered(what));
    }
    rows.push(Row::Section("怎样填"));
    let look = &form.pack.look;
    let colors = [
        (Some(look.input_fill), "要填的格子"),
        (
            Some(look.required_fill),
            "必填、还空着的格子：填上后颜色变浅",
        ),
        (None, "印好的、自动计算的格子：已锁定，不用填"),
    ];
    let mut colors = colors.into_iter().map(|(fill, text)| Swatch {
        fill,
        text: text.to_owned(),
    });
    // Marks stand beside: an annotated workbook has its tables where the form has them.
    let mut marks = marks.iter().cloned();
    loop {
        match (colors.next(), marks.next()) {
            (None, None) => break,
            (left, right) => rows.push(Row::Color(left, right)),
        }
    }
    rows.push(Row::Text(
        "按 Tab 键跳到下一个要填的格子；点中格子时看旁边的提示，有下拉箭头的点箭头选。".to_owned(),
    ));
    let spare = |block| {
        form.block_template(block)
            .is_some_and(|block| block.spare > 0)
    };
    if (0..form.blocks.len()).any(spare) {
        rows.push(Row::Text(
            "行不够用时，展开隐藏的备用行：选中上下相邻两行的行号，点右键，选“取消隐藏”。"
                .to_owned(),
        ));
    }
    rows.push(Row::Text(
        "每张表最右边一列随填随算，写着这一行还缺几项；这一列不打印。".to_owned(),
    ));
    rows.push(Row::Switch);
    rows.push(Row::Section("怎样交回"));
    rows.extend(numbered(how));
    rows.push(Row::Section("各表填报情况（自动更新，点表名可跳到该表）"));
    rows
}

/// What the guide is drawn from.
pub(super) struct Guide<'a> {
    pub(super) form: &'a Form,
    pub(super) rows: &'a [Row],
    pub(super) status: &'a Status,
    pub(super) values: &'a [Value],
}

/// Draws the sheet, and tells which cell switches the colours.
pub(super) fn sheet(guide: &Guide<'_>) -> (Sheet, Address) {
    let form = guide.form;
    let mut sheet = Sheet {
        name: own::GUIDE.to_owned(),
        tab_color: Some(0x0070_AD47),
        column_widths: WIDTHS.to_vec(),
        protected: true,
        ..Sheet::default()
    };
    let mut switch = Address::new(0, STATE);
    let mut section = 0;
    for (row, text) in (0..).zip(guide.rows) {
        if let Row::Section(_) = text {
            section += 1;
        }
        if let Row::Switch = text {
            switch = Address::new(row, STATE);
        }
        write(&mut sheet, form, row, text, section);
    }
    sheets(&mut sheet, guide);
    if !guide.status.checks.is_empty() {
        let row = guide.status.total + 1;
        let title = Row::Section("审核关系（自动更新）");
        write(&mut sheet, form, row, &title, section + 1);
        checks(&mut sheet, guide);
    }
    live::write(&mut sheet, guide, crate::status::Page::Guide);
    sheet.conditions = states(guide.status);
    let height: f64 = sheet.row_heights.values().sum();
    sheet.print = Print {
        fit_width: 1,
        fit_height: u16::from(height <= PAGE),
        center: true,
        footer: "&C&9 第 &P 页，共 &N 页".to_owned(),
        ..Print::default()
    };
    (sheet, switch)
}

const ORDINALS: [&str; 6] = ["一", "二", "三", "四", "五", "六"];

fn across(row: u32, first: u32, last: u32) -> Area {
    Area::new(Address::new(row, first), Address::new(row, last))
}

fn width(first: u32, last: u32) -> f64 {
    WIDTHS[first as usize..=last as usize].iter().sum()
}

const LAST: u32 = 5;

/// Puts a text down, and makes its row high enough.
fn text(sheet: &mut Sheet, area: Area, text: &str, style: Style) {
    let columns = width(area.first.column, area.last.column);
    let needed = measure::lines(text, columns) as f64 * LINE + ROOM;
    let height = sheet.row_heights.entry(area.first.row).or_insert(0.0);
    *height = height.max(needed);
    let value = if text.is_empty() {
        CellValue::Blank
    } else {
        CellValue::Text(text.to_owned())
    };
    place(
        sheet,
        area,
        Cell {
            value,
            style,
            ..Cell::default()
        },
    );
}

fn write(sheet: &mut Sheet, form: &Form, row: u32, line: &Row, section: usize) {
    let look = &form.pack.look;
    let left = Style {
        align: Align::Left,
        ..look::body(look)
    };
    match line {
        Row::Title(title) => {
            text(sheet, across(row, 0, LAST), title, look::title(look));
            let lines = measure::lines(title, width(0, LAST) * 0.6) as f64;
            sheet.row_heights.insert(row, TITLE * lines);
        }
        Row::Pair(one, other) => {
            text(sheet, across(row, 0, FAILING), one, left.clone());
            let right = Style {
                align: Align::Right,
                ..left
            };
            text(sheet, across(row, STATE, LAST), other, right);
        }
        Row::Section(title) => {
            let ordinal = ORDINALS.get(section.saturating_sub(1)).unwrap_or(&"");
            let style = Style {
                bold: true,
                fill: Some(BAND),
                ..left
            };
            let title = format!("{ordinal}、{title}");
            text(sheet, across(row, 0, LAST), &title, style);
        }
        Row::Color(one, other) => {
            let mut color = |swatch: &Swatch, first: u32, last: u32| {
                let style = Style {
                    fill: swatch.fill,
                    border: Border::All,
                    ..left.clone()
                };
                text(sheet, across(row, first, first), "", style);
                text(
                    sheet,
                    across(row, first + 1, last),
                    &swatch.text,
                    left.clone(),
                );
            };
            if let Some(one) = one {
                color(one, 0, 1);
            }
            if let Some(other) = other {
                color(other, MISSING, LAST);
            }
        }
        Row::Text(said) => text(sheet, across(row, 0, LAST), said, left),
        Row::Switch => {
            let label = "打印前改为“否”，各表填报格变为白色（填报时用“是”）：";
            text(sheet, across(row, 0, FAILING), label, left.clone());
            let style = Style {
                align: Align::Center,
                border: Border::All,
                bold: true,
                fill: Some(look.input_fill),
                locked: false,
                ..left
            };
            let at = Area::cell(Address::new(row, STATE));
            text(sheet, at, "是", style);
            sheet.validations.push(Validation {
                area: at,
                allow: Allow::List(vec!["是".to_owned(), "否".to_owned()]),
                prompt: Some((
                    "填报格的颜色".to_owned(),
                    "选“是”：填报格有底色，便于填写；选“否”：填报格为白色，便于打印。".to_owned(),
                )),
                error: Some(("填报格的颜色".to_owned(), "请选“是”或“否”。".to_owned())),
            });
        }
    }
}

/// The styles of a table: of its headings and of its lines.
fn table(form: &Form) -> (Style, Style) {
    let line = Style {
        border: Border::All,
        ..look::body(&form.pack.look)
    };
    let head = Style {
        bold: true,
        align: Align::Center,
        ..line.clone()
    };
    (head, line)
}

fn sheets(sheet: &mut Sheet, guide: &Guide<'_>) {
    let form = guide.form;
    let (head, line) = table(form);
    let centred = Style {
        align: Align::Center,
        ..line.clone()
    };
    let link = Style {
        color: Some(LINK),
        underline: true,
        align: Align::Left,
        ..line.clone()
    };
    let mut titles = |row: u32| {
        text(sheet, across(row, 0, 1), "工作表", head.clone());
        text(
            sheet,
            across(row, MISSING, MISSING),
            "尚缺（项）",
            head.clone(),
        );
        text(
            sheet,
            across(row, FAILING, FAILING),
            "不符（处）",
            head.clone(),
        );
        text(sheet, across(row, STATE, LAST), "状态", head.clone());
    };
    if let Some(first) = guide.status.sheets.first() {
        titles(first - 1);
    }
    let figures = |sheet: &mut Sheet, row: u32, style: &Style| {
        text(sheet, across(row, MISSING, MISSING), "", style.clone());
        text(sheet, across(row, FAILING, FAILING), "", style.clone());
        text(sheet, across(row, STATE, LAST), "", style.clone());
    };
    for (laid, &row) in form.sheets.iter().zip(&guide.status.sheets) {
        text(sheet, across(row, 0, 1), &laid.name, link.clone());
        if let Some(cell) = sheet.cells.get_mut(&Address::new(row, 0)) {
            cell.link = Some((laid.name.clone(), Address::new(0, 0)));
        }
        figures(sheet, row, &centred);
    }
    let total = guide.status.total;
    let bold = Style {
        bold: true,
        ..centred
    };
    text(sheet, across(total, 0, 1), "合计", bold.clone());
    figures(sheet, total, &bold);
}

fn checks(sheet: &mut Sheet, guide: &Guide<'_>) {
    let form = guide.form;
    let (head, line) = table(form);
    let row = guide.status.total + 2;
    let titles = ["序号", "审核内容", "填报数", "应为或限度", "状态", "位置"];
    for (column, title) in (0..).zip(titles) {
        text(sheet, across(row, column, column), title, head.clone());
    }
    let style = |align, number_format: String| Style {
        align,
        number_format,
        ..line.clone()
    };
    for (number, check) in (1_i64..).zip(&guide.status.checks) {
        let at = |column| across(check.row, column, column);
        text(sheet, at(0), "", style(Align::Center, String::new()));
        if let Some(cell) = sheet.cells.get_mut(&Address::new(check.row, 0)) {
            cell.value = CellValue::Number(number.into());
        }
        text(sheet, at(1), &check.text, style(Align::Left, String::new()));
        let format = look::type_format(&form.pack, check.kind);
        // An amount that is wider than its column gets smaller; it would be shown as ### otherwise.
        let figure = |number_format: String| Style {
            wrap: false,
            shrink: true,
            ..style(Align::Right, number_format)
        };
        text(sheet, at(MISSING), "", figure(format.clone()));
        let expected = format!("{}{format}", sign(check.relation));
        text(sheet, at(FAILING), "", figure(expected));
        text(sheet, at(STATE), "", style(Align::Center, String::new()));
        let link = Style {
            color: Some(LINK),
            underline: true,
            ..style(Align::Center, String::new())
        };
        let name = &form.sheets[check.sheet].name;
        text(sheet, at(LAST), &short(form, check), link);
        if let Some(cell) = sheet.cells.get_mut(&Address::new(check.row, LAST)) {
            cell.link = Some((name.clone(), check.at));
        }
    }
}

/// What a check is about, short: 附件1!F16.
fn short(form: &Form, check: &CheckLine) -> String {
    let name = &form.sheets[check.sheet].name;
    let first = name.split_whitespace().next().unwrap_or(name);
    let target = Target {
        sheet: check.sheet,
        area: Area::cell(check.at),
    };
    format!("{first}!{}", target.area)
}

/// What stands before a figure that is a limit.
fn sign(relation: Relation) -> &'static str {
    match relation {
        Relation::Equal => "",
        Relation::AtLeast => "\"≥ \"",
        Relation::AtMost => "\"≤ \"",
    }
}

/// The colours of states.
fn states(status: &Status) -> Vec<Condition> {
    let column =
        |first: u32, last: u32| Area::new(Address::new(first, STATE), Address::new(last, STATE));
    let Some(&first) = status.sheets.first() else {
        return Vec::new();
    };
    let mut areas = vec![column(first, status.total)];
    if let (Some(first), Some(last)) = (status.checks.first(), status.checks.last()) {
        areas.push(column(first.row, last.row));
    }
    let cell = Address::new(first, STATE);
    let condition = |formula: String, color, fill| Condition {
        areas: areas.clone(),
        formula,
        color: Some(color),
        fill,
    };
    vec![
        condition(
            format!("OR({cell}=\"不符\",{cell}=\"无法审核\")"),
            BAD,
            Some(BAD_FILL),
        ),
        condition(
            format!("OR({cell}=\"相符\",RIGHT({cell},1)=\"✓\")"),
            GOOD,
            None,
        ),
    ]
}
