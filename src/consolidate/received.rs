//! 交表情况: who has returned and who has not.

use super::gather::{Batch, Source, count};
use super::pen::{self, Pen};
use super::table::{Column, Row, Table};
use super::title;
use crate::book::{Cell, Sheet};
use crate::finding::Level;
use crate::roster::Department;

/// The name of the sheet.
pub(super) const NAME: &str = "交表情况";

/// Builds the sheet.
pub(super) fn sheet(batch: &Batch<'_>, roster: &[Department], pen: &Pen) -> Sheet {
    let mut rows = Vec::new();
    let mut returned = 0;
    for department in roster {
        let sources: Vec<&Source<'_>> = batch
            .sources
            .iter()
            .filter(|source| is_from(source, department))
            .collect();
        if !sources.is_empty() {
            returned += 1;
        }
        rows.push(Row::Cells(listed(department, &sources, pen)));
    }
    let strangers: Vec<&Source<'_>> = batch
        .sources
        .iter()
        .filter(|source| !roster.iter().any(|department| is_from(source, department)))
        .collect();
    if !strangers.is_empty() {
        rows.push(Row::Banner("不在名单".to_owned()));
    }
    for source in &strangers {
        let what = pen::filled(pen.word("不在名单"), pen::DIFFERS);
        let errors = pen.count(count(source.returned, Level::Error));
        let note = source
            .counted_instead
            .map_or("已计入汇总", |_| "重复：同一单位另有一份，本份未计入汇总");
        rows.push(Row::Cells(vec![
            pen.word(source.code()),
            pen.text(source.name()),
            what,
            pen.text(source.file()),
            errors,
            pen.text(note),
        ]));
    }
    if !batch.unreadable.is_empty() {
        rows.push(Row::Banner("无法读取，不知是哪个单位".to_owned()));
    }
    for (_, file) in &batch.unreadable {
        rows.push(Row::Cells(vec![
            pen.word(""),
            pen.text(""),
            pen::filled(pen.word("无法读取"), pen::WRONG),
            pen.text(&file.file),
            pen.count(count(file, Level::Error)),
            pen.text("见“全部问题”"),
        ]));
    }
    let mut line = format!(
        "应交 {} 家，已交 {returned} 家，未交 {} 家。",
        roster.len(),
        roster.len() - returned
    );
    if !strangers.is_empty() {
        line += &format!("不在名单的文件 {} 个。", strangers.len());
    }
    if !batch.unreadable.is_empty() {
        line += &format!("无法读取的文件 {} 个。", batch.unreadable.len());
    }
    Table {
        name: NAME,
        title: title(batch, "交表情况"),
        lines: vec![line],
        columns: vec![
            Column::new("单位编码", 10, 16),
            Column::new("单位名称", 20, 40),
            Column::new("交表情况", 10, 12),
            Column::new("来源文件", 24, 50),
            Column::new("错误数", 9, 9),
            Column::new("备注", 16, 50),
        ],
        frozen: 2,
        rows,
        notes: Vec::new(),
    }
    .sheet(pen)
}

/// A form made without a code is known by its department's name.
fn is_from(source: &Source<'_>, department: &Department) -> bool {
    if source.code().is_empty() {
        source.name() == department.name
    } else {
        source.code() == department.code
    }
}

fn listed(department: &Department, sources: &[&Source<'_>], pen: &Pen) -> Vec<Cell> {
    let files: Vec<&str> = sources.iter().map(|source| source.file()).collect();
    let mut notes = Vec::new();
    if let [first, _, ..] = sources {
        notes.push(format!("重复：{}；计入 {}", files.join("、"), first.file()));
    }
    let other_name = sources
        .iter()
        .find(|source| source.name() != department.name);
    if let Some(source) = other_name {
        notes.push(format!("表中单位名称为“{}”", source.name()));
    }
    let errors: usize = sources
        .iter()
        .map(|source| count(source.returned, Level::Error))
        .sum();
    vec![
        pen.word(&department.code),
        pen.text(&department.name),
        if sources.is_empty() {
            pen::filled(pen.word("未交"), pen::WRONG)
        } else {
            pen.word("已交")
        },
        pen.text(&files.join("\n")),
        if sources.is_empty() {
            pen.text("")
        } else {
            pen.count(errors)
        },
        pen.text(&notes.join("；")),
    ]
}
