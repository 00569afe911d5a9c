//! 项目明细: every project of every return.

use std::collections::BTreeSet;

use super::gather::{Batch, Source};
use super::pen::{self, Pen};
use super::table::{Column, Row, Table};
use super::{figure, title};
use crate::book::{Cell, Sheet};
use crate::check::rules::v007_unit_suspected;
use crate::finding::each;
use crate::form::Form;
use crate::template::FieldType;

/// The name of the sheet.
pub(super) const NAME: &str = "项目明细";

/// Builds the sheet; none where the pack has no sheet for projects.
pub(super) fn sheet(batch: &Batch<'_>, pen: &Pen) -> Option<Sheet> {
    let form = batch.form();
    let summary = &form.pack.summary;
    let template = &summary.project_sheet.as_ref()?.value;
    let columns: Vec<&str> = summary
        .project_columns
        .iter()
        .map(|column| column.value.as_str())
        .collect();
    let first = instances(form, template).next();
    let mut headings = vec![
        Column::new("单位编码", 11, 16),
        Column::new("单位名称", 14, 28),
    ];
    for column in &columns {
        let field = first.and_then(|sheet| field(form, sheet, column));
        let label = field.map_or_else(
            || (*column).to_owned(),
            |field| figure::heading(form, &form.fields[field]),
        );
        let number = field.is_some_and(|field| form.template(&form.fields[field]).kind.is_number());
        let (least, most) = if number { (14, 20) } else { (16, 40) };
        headings.push(Column::new(label, least, most));
    }
    headings.extend([
        Column::new("来源文件", 14, 40),
        Column::new("工作表", 10, 24),
        Column::new("单元格", 9, 10),
    ]);
    let mut table = Table {
        name: NAME,
        title: title(batch, "项目明细"),
        lines: Vec::new(),
        columns: headings,
        frozen: 2,
        rows: Vec::new(),
        notes: Vec::new(),
    };
    let mut is_doubted = false;
    for source in &batch.sources {
        let doubted = doubted(source);
        for sheet in instances(source.form(), template) {
            // A project the roster names is there even where nothing was filled in for it.
            if source.content.context().is_used(sheet) {
                let row = cells(source, sheet, &columns, &doubted, pen);
                let amounts = form_fields(source.form(), sheet, &columns);
                is_doubted |= amounts.flatten().any(|field| doubted.contains(&field));
                table.rows.push(Row::Cells(row));
            }
        }
    }
    table.lines.push(format!(
        "共 {} 个项目。金额单位：{}。重复交表的单位，各份都列出。",
        table.rows.len(),
        form.pack.unit
    ));
    if is_doubted {
        let text = "黄色：金额单位可疑，见“全部问题”（V007）。";
        table.lines.push(text.to_owned());
    }
    Some(table.sheet(pen))
}

/// The sheets of a form that are made from one template.
fn instances<'a>(form: &'a Form, template: &'a str) -> impl Iterator<Item = usize> + 'a {
    (0..form.sheets.len()).filter(move |&sheet| form.sheet_template(sheet).id == template)
}

fn field(form: &Form, sheet: usize, column: &str) -> Option<usize> {
    form.field(&format!("{}.{column}", form.sheets[sheet].id))
}

fn form_fields<'a>(
    form: &'a Form,
    sheet: usize,
    columns: &'a [&'a str],
) -> impl Iterator<Item = Option<usize>> + 'a {
    columns.iter().map(move |column| field(form, sheet, column))
}

/// The amounts of a return that look like another unit, and those that are computed from them.
fn doubted(source: &Source<'_>) -> BTreeSet<usize> {
    let form = source.form();
    let findings = each(&source.returned.findings);
    let doubts = findings.filter(|finding| {
        finding.code == v007_unit_suspected::RULE.code && finding.waived.is_none()
    });
    let places = doubts.flat_map(|doubt| doubt.covers.iter().chain([&doubt.place]));
    let mut doubted: BTreeSet<usize> = places
        .filter_map(|place| form.field(place.field.as_deref()?))
        .collect();
    for &index in &form.order {
        let is_money = form.template(&form.fields[index]).kind == FieldType::Money;
        let mut taken = form.takes(index).iter();
        if is_money && taken.any(|field| doubted.contains(field)) {
            doubted.insert(index);
        }
    }
    doubted
}

fn cells(
    source: &Source<'_>,
    sheet: usize,
    columns: &[&str],
    doubted: &BTreeSet<usize>,
    pen: &Pen,
) -> Vec<Cell> {
    let form = source.form();
    let fields: Vec<Option<usize>> = form_fields(form, sheet, columns).collect();
    let mut cells = vec![pen.word(source.code()), pen.text(source.name())];
    for field in &fields {
        cells.push(field.map_or_else(
            || pen.text(""),
            |field| {
                let value = &source.content.evaluation.computed[field];
                let cell = figure::cell(pen, form, &form.fields[field], value);
                match doubted.contains(&field) {
                    true => pen::filled(cell, pen::DIFFERS),
                    false => cell,
                }
            },
        ));
    }
    // The sheet is named even where the template shows no field of it.
    let any = form.sheets[sheet].fields.first().copied();
    let first = fields.into_iter().flatten().next().or(any);
    let (sheet, cell) = first.map_or(("", String::new()), |field| source.place(field));
    cells.extend([pen.text(source.file()), pen.text(sheet), pen.word(&cell)]);
    cells
}
