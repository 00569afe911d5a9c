//! 指标明细: every indicator row of every return.

use super::gather::{Batch, Source};
use super::pen::{self, Pen};
use super::table::{Column, Row, Table};
use super::{figure, title};
use crate::book::{Cell, Sheet};
use crate::form::{Form, Kind, RowOf};
use crate::template::Scoring;

/// The name of the sheet.
pub(super) const NAME: &str = "指标明细";
/// How many columns of a scored row can be shown.
const SHOWN: usize = 8;
/// The columns of a scored row, each as wide as its texts within bounds.
const WIDTHS: [(usize, usize); SHOWN] = [
    (16, 34),
    (6, 8),
    (14, 26),
    (8, 12),
    (14, 26),
    (8, 10),
    (8, 10),
    (26, 40),
];

/// Builds the sheet; none where the pack scores no rows.
pub(super) fn sheet(batch: &Batch<'_>, pen: &Pen) -> Option<Sheet> {
    let scorings = &batch.form().pack.scorings;
    scorings.first()?;
    let mut columns = vec![
        Column::new("单位编码", 11, 16),
        Column::new("单位名称", 14, 28),
        Column::new("一级指标", 12, 20),
        Column::new("二级指标", 12, 22),
    ];
    // A column stands there as soon as one way of scoring has it.
    let has = |slot: &usize| scorings.iter().any(|one| shown(one)[*slot].is_some());
    let slots: Vec<usize> = (0..SHOWN).filter(has).collect();
    for &slot in &slots {
        let mut labels = scorings.iter();
        let label = labels.find_map(|one| Some(label(batch.form(), one, shown(one)[slot]?)));
        let (least, most) = WIDTHS[slot];
        columns.push(Column::new(label.unwrap_or_default(), least, most));
    }
    columns.extend([
        Column::new("来源文件", 14, 40),
        Column::new("工作表", 10, 24),
        Column::new("单元格", 9, 10),
    ]);
    let mut table = Table {
        name: NAME,
        title: title(batch, "指标明细"),
        lines: Vec::new(),
        columns,
        frozen: 2,
        rows: Vec::new(),
        notes: Vec::new(),
    };
    for source in &batch.sources {
        table.rows.extend(rows(source, scorings, &slots, pen));
    }
    table.lines.push(format!(
        "共 {} 条指标。得分为单位自评；重复交表的单位，各份都列出。",
        table.rows.len()
    ));
    Some(table.sheet(pen))
}

/// The columns of a shape in the order in which they are shown.
fn shown(scoring: &Scoring) -> [Option<&str>; SHOWN] {
    [
        Some(&scoring.name),
        scoring.operator.as_deref(),
        Some(&scoring.target),
        scoring.unit.as_deref(),
        Some(&scoring.actual),
        Some(&scoring.weight),
        Some(&scoring.score),
        Some(&scoring.reason),
    ]
}

/// What the pack calls a column of a shape.
fn label(form: &Form, scoring: &Scoring, column: &str) -> String {
    let blocks = 0..form.blocks.len();
    let mut rows = blocks
        .filter(|&block| is_scored_by(form, block, scoring))
        .map(|block| RowOf { block, row: 0 });
    rows.find_map(|row| form.sibling(row, column)).map_or_else(
        || column.to_owned(),
        |field| form.fields[field].label.clone(),
    )
}

fn is_scored_by(form: &Form, block: usize, scoring: &Scoring) -> bool {
    let template = form.block_template(block);
    template.and_then(|block| block.shape.as_ref()) == Some(&scoring.shape)
}

fn rows(source: &Source<'_>, scorings: &[Scoring], slots: &[usize], pen: &Pen) -> Vec<Row> {
    let form = source.form();
    let mut found = Vec::new();
    for (index, block) in form.blocks.iter().enumerate() {
        let scoring = scorings
            .iter()
            .find(|scoring| is_scored_by(form, index, scoring));
        let Some(scoring) = scoring else {
            continue;
        };
        for (row, fields) in block.rows.iter().enumerate() {
            let submission = &source.content.submission;
            let blank = |&&field: &&usize| {
                form.fields[field].kind != Kind::Input || submission.is_blank(field)
            };
            if fields.iter().filter(|field| !blank(field)).count() > 0 {
                let row = RowOf { block: index, row };
                found.push(Row::Cells(cells(source, scoring, slots, row, pen)));
            }
        }
    }
    found
}

fn cells(
    source: &Source<'_>,
    scoring: &Scoring,
    slots: &[usize],
    row: RowOf,
    pen: &Pen,
) -> Vec<Cell> {
    let form = source.form();
    let block = &form.blocks[row.block];
    let weights = form.sheet_template(block.sheet).weights.as_ref();
    let group = weights
        .and_then(|weights| {
            let mut groups = weights.groups.iter();
            groups.find(|group| group.blocks.contains(&block.local))
        })
        .map_or("", |group| &group.label);
    let name = form
        .block_template(row.block)
        .map_or("", |block| &block.label);
    let code = pen.word(source.code());
    let mut cells = vec![
        // A return that is not counted is told apart by its file.
        if source.counted() {
            code
        } else {
            pen::filled(code, pen::DIFFERS)
        },
        pen.text(source.name()),
        pen.text(group),
        pen.text(name),
    ];
    for &slot in slots {
        let field = shown(scoring)[slot].and_then(|column| form.sibling(row, column));
        cells.push(field.map_or_else(
            || pen.text(""),
            |field| {
                let value = &source.content.evaluation.computed[field];
                figure::cell(pen, form, &form.fields[field], value)
            },
        ));
    }
    let first = block.rows[row.row].first();
    let (sheet, cell) = first.map_or(("", String::new()), |&field| source.place(field));
    cells.extend([pen.text(source.file()), pen.text(sheet), pen.word(&cell)]);
    cells
}
