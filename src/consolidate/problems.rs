//! 全部问题: every finding of every file.

use std::collections::BTreeMap;

use super::gather::{Batch, Found, Part, Source};
use super::pen::{self, Pen};
use super::table::{Column, Row, Rows, Table};
use super::title;
use crate::address::Address;
use crate::book::{Cell, CellValue, Page};
use crate::finding::{Answer, Finding, Level};
use crate::generate::format_of;
use crate::text::Language;

/// The name of the sheet.
pub(super) const NAME: &str = "全部问题";
/// Where the findings begin: below the title, a line and the headings.
const FIRST_ROW: u32 = 3;

/// The files in the order in which their findings stand, each with its index among all files.
fn files<'b, 'a>(
    batch: &'b Batch<'a>,
) -> impl Iterator<Item = (usize, &'b Part, Option<&'b Source<'a>>)> {
    let sources = batch.sources.iter();
    let sources = sources.map(|source| (source.index, source.part, Some(source)));
    let unreadable = batch.unreadable.iter();
    sources.chain(unreadable.map(|(index, part)| (*index, *part, None)))
}

/// How many rows a file has: one that cannot be read is never left out, even where nobody said why.
fn height(part: &Part) -> usize {
    match part.counts.all {
        0 => usize::from(part.taken.is_none()),
        all => all,
    }
}

/// Where the findings of each file begin, by its index among all files.
pub(super) fn firsts(batch: &Batch<'_>) -> Vec<Option<Address>> {
    let mut firsts = vec![None; files(batch).count()];
    let mut row = FIRST_ROW;
    for (index, part, _) in files(batch) {
        let height = height(part);
        if let Some(first) = firsts.get_mut(index).filter(|_| height > 0) {
            *first = Some(Address::new(row, 0));
        }
        row += u32::try_from(height).unwrap_or(u32::MAX);
    }
    firsts
}

/// Builds the sheet.
pub(super) fn page<'a>(batch: &'a Batch<'a>, pen: &'a Pen) -> Page<'a> {
    let total: usize = files(batch).map(|(_, part, _)| part.counts.all).sum();
    let line = if total == 0 {
        "没有发现问题。".to_owned()
    } else {
        let waived = files(batch).map(|(_, part, _)| part.counts.waived);
        let apart = match waived.sum::<usize>() {
            0 => String::new(),
            waived => format!("其中已豁免 {waived} 条，不计入问题数。"),
        };
        format!("共 {total} 条：错误须改正，警告须核对或说明，提示供参考。{apart}")
    };
    let table = Table {
        name: NAME,
        title: title(batch, "全部问题"),
        lines: vec![line],
        columns: vec![
            Column::new("级别", 8, 16),
            Column::new("编号", 8, 10),
            Column::new("单位编码", 11, 16),
            Column::new("单位名称", 14, 28),
            Column::new("来源文件", 14, 28),
            Column::new("工作表", 10, 24),
            Column::new("单元格", 9, 10),
            Column::new("栏目", 10, 24),
            Column::new("问题", 20, 56),
            Column::new("填报", 9, 20),
            Column::new("应为", 9, 20),
            Column::new("差额", 9, 20),
            Column::new("怎么改", 16, 46),
            Column::new("部门说明", 12, 40),
        ],
        frozen: 0,
        rows: Box::new(Problems { batch, pen }),
        notes: Vec::new(),
    };
    table.page(pen)
}

/// The rows of the sheet.
struct Problems<'a> {
    batch: &'a Batch<'a>,
    pen: &'a Pen,
}

impl Rows for Problems<'_> {
    fn rows(&self) -> Box<dyn Iterator<Item = Row> + '_> {
        let files = files(self.batch);
        Box::new(files.flat_map(|(_, part, source)| rows(part, source, self.pen)))
    }
}

/// The rows of a file.
fn rows(part: &Part, source: Option<&Source<'_>>, pen: &Pen) -> Vec<Row> {
    let found = source.map(|source| (source, source.taken.found.get()));
    let findings = part.findings();
    let rows = findings.iter().map(|finding| {
        let found = found.as_ref().map(|(source, found)| (*source, found));
        Row::Cells(cells(finding, &part.file, found, pen))
    });
    let mut rows: Vec<Row> = rows.collect();
    if rows.len() < height(part) {
        rows.push(Row::Cells(unexplained(&part.file, pen)));
    }
    rows
}

fn cells(
    finding: &Finding,
    file: &str,
    of: Option<(&Source<'_>, &BTreeMap<String, Found>)>,
    pen: &Pen,
) -> Vec<Cell> {
    let place = &finding.place;
    let source = of.map(|(source, _)| source);
    let found = of.zip(place.field.as_deref());
    let found = found.and_then(|((source, found), id)| Some((&source.taken.pack, found.get(id)?)));
    let format = |shown: &CellValue| {
        if finding.ratio {
            return "0.00##%".to_owned();
        }
        found
            .map(|(pack, found)| (pack, found.figure.template(pack)))
            .filter(|(_, template)| template.kind.is_number())
            .map_or(String::new(), |(pack, template)| {
                format_of(pack, template, shown)
            })
    };
    // What was reported may be a text where a number belongs, and is shown as it is.
    let value = |text: &Option<String>| {
        let text = text.as_deref().unwrap_or_default();
        match text.parse() {
            Ok(number) => match format(&CellValue::Number(number)) {
                format if format.is_empty() && finding.difference.is_none() => pen.text(text),
                format => pen.number(number, &format),
            },
            Err(_) => pen.text(text),
        }
    };
    let label = found.map_or_else(
        || place.field.clone().unwrap_or_default(),
        |(_, found)| found.label.clone(),
    );
    let mut message = finding.message.zh.clone();
    if let Some(note) = finding.note.as_ref().filter(|note| !note.zh.is_empty()) {
        message = format!("{message}\n{}", note.zh);
    }
    for line in finding.beneath(Language::Chinese) {
        message = format!("{message}\n{line}");
    }
    for said in [finding.waived_text(), finding.offered_text()]
        .iter()
        .flatten()
    {
        message = format!("{message}\n{}", said.zh);
    }
    let explained = finding.explained.as_ref().map(Answer::text);
    vec![
        grade(finding, pen),
        pen.word(&finding.code),
        pen.word(source.map_or("", Source::code)),
        pen.text(source.map_or("", Source::name)),
        pen.text(file),
        pen.text(place.sheet.as_deref().unwrap_or_default()),
        pen.word(
            &place
                .cell
                .map_or(String::new(), |cell| match finding.members().len() {
                    1 => cell.to_string(),
                    count => format!("{cell} 等 {count} 格"),
                }),
        ),
        pen.text(&label),
        pen.text(&message),
        value(&finding.reported),
        match finding.expected(Language::Chinese) {
            Some(limit) if finding.is_limit() => pen.text(&limit),
            _ => value(&finding.computed),
        },
        finding.difference.map_or_else(
            || pen.text(""),
            |number| pen.number(number, &format(&CellValue::Number(number))),
        ),
        pen.text(finding.help.as_ref().map_or("", |help| &help.zh)),
        pen.text(explained.as_ref().map_or("", |answer| &answer.zh)),
    ]
}

fn unexplained(file: &str, pen: &Pen) -> Vec<Cell> {
    let mut cells = vec![level(Level::Error, pen), pen.word(""), pen.word("")];
    cells.extend(
        ["", file, "", "", "", "文件无法读取", "", "", "", "", ""].map(|text| pen.text(text)),
    );
    cells
}

/// The level of a finding; one that is waived is not marked.
fn grade(finding: &Finding, pen: &Pen) -> Cell {
    match finding.waived {
        Some(_) => pen.text(&finding.level_text().zh),
        None => level(finding.level, pen),
    }
}

fn level(level: Level, pen: &Pen) -> Cell {
    let cell = pen.word(&level.text().zh);
    match level {
        Level::Error => pen::filled(cell, pen::WRONG),
        Level::Warning => pen::filled(cell, pen::DIFFERS),
        Level::Info => cell,
    }
}
