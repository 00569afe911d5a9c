//! 项目明细: every project of every return.

use super::gather::{Batch, Source};
use super::pen::Pen;
use super::table::{Column, Row, Table};
use super::{figure, title};
use crate::book::{Cell, Sheet};
use crate::form::Form;

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
    for source in &batch.sources {
        for sheet in instances(source.form(), template) {
            // A project the roster names is there even where nothing was filled in for it.
            if source.content.context().is_used(sheet) {
                table
                    .rows
                    .push(Row::Cells(cells(source, sheet, &columns, pen)));
            }
        }
    }
    table.lines.push(format!(
        "共 {} 个项目。金额单位：{}。重复交表的单位，各份都列出。",
        table.rows.len(),
        form.pack.unit
    ));
    Some(table.sheet(pen))
}

/// The sheets of a form that are made from one template.
fn instances<'a>(form: &'a Form, template: &'a str) -> impl Iterator<Item = usize> + 'a {
    (0..form.sheets.len()).filter(move |&sheet| form.sheet_template(sheet).id == template)
}

fn field(form: &Form, sheet: usize, column: &str) -> Option<usize> {
    form.field(&format!("{}.{column}", form.sheets[sheet].id))
}

fn cells(source: &Source<'_>, sheet: usize, columns: &[&str], pen: &Pen) -> Vec<Cell> {
    let form = source.form();
    let fields: Vec<Option<usize>> = columns
        .iter()
        .map(|column| field(form, sheet, column))
        .collect();
    let mut cells = vec![pen.word(source.code()), pen.text(source.name())];
    for field in &fields {
        cells.push(field.map_or_else(
            || pen.text(""),
            |field| {
                let value = &source.content.evaluation.computed[field];
                figure::cell(pen, form, &form.fields[field], value)
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
