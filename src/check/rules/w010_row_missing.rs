//! A row or column of the form that is not in the sheet.

use crate::address::{Address, column_letters};
use crate::check::context::Context;
use crate::check::rule::Rule;
use crate::finding::{Finding, Level};
use crate::submission::SheetMap;
use crate::text::Text;

/// A row or column of the form that is not in the sheet.
pub const RULE: Rule = Rule {
    code: "W010",
    name: "row-missing",
    level: Level::Error,
    title: (
        "表中的行或列被删除",
        "a row or column of the form was deleted",
    ),
    checks: (
        "发出的每一行、每一列是否都在",
        "whether every row and column that was sent out is there",
    ),
    why: (
        "删了行或列，里面的数就没有了",
        "with the row or column its figures are gone",
    ),
    example: ("“公用经费”一行被删掉", "the row 公用经费 was deleted"),
    mend: (
        "请在发出的表中重新填写，不要删行、删列；没有数的留空或填 0。",
        "Fill in the form again without deleting rows or columns; leave cells blank or enter 0.",
    ),
    run: check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for (sheet, map) in context.form().sheets.iter().zip(&context.submission.sheets) {
        let Some(map) = map else { continue };
        let mut reported = None;
        for &field in &sheet.fields {
            let row = context.form().fields[field].cell().row;
            if context.submission.entries[field].at.is_some()
                || map.row(row).is_some()
                || reported == Some(row)
            {
                continue;
            }
            reported = Some(row);
            let label = context.label(field);
            let message = Text::new(
                format!("“{label}”所在的行被删除（原第 {} 行）", row + 1),
                format!(
                    "the row of '{label}' was deleted (row {} of the form)",
                    row + 1
                ),
            );
            let mut finding = context.at_field(&RULE, field, message);
            finding.place.cell = None;
            findings.push(finding);
        }
        columns_gone(context, &sheet.fields, map, findings);
    }
    for sheet in 0..context.form().sheets.len() {
        for (row, text) in printed_rows_gone(context, sheet) {
            let message = Text::new(
                format!("“{text}”所在的行被删除（原第 {} 行）", row + 1),
                format!(
                    "the row of '{text}' was deleted (row {} of the form)",
                    row + 1
                ),
            );
            let name = &context.form().sheets[sheet].name;
            findings.push(context.at_cell(&RULE, name, None, message));
        }
    }
}

/// One finding for each column of which the fields are gone although their rows are there.
fn columns_gone(
    context: &Context<'_>,
    fields: &[usize],
    map: &SheetMap,
    findings: &mut Vec<Finding>,
) {
    let mut gone: Vec<u32> = Vec::new();
    for &field in fields {
        let cell = context.form().fields[field].cell();
        let is_there = context.submission.entries[field].at.is_some();
        if is_there || map.row(cell.row).is_none() || map.column(cell.column).is_some() {
            continue;
        }
        if gone.contains(&cell.column) {
            continue;
        }
        gone.push(cell.column);
        let label = context.label(field);
        let column = column_letters(cell.column);
        let message = Text::new(
            format!("“{label}”所在的列被删除（原 {column} 列）"),
            format!("the column of '{label}' was deleted (column {column} of the form)"),
        );
        let mut finding = context.at_field(&RULE, field, message);
        finding.place.cell = None;
        findings.push(finding);
    }
}

/// The rows of printed texts alone of which nothing is left, each with its first text.
pub(crate) fn printed_rows_gone<'a>(context: &Context<'a>, sheet: usize) -> Vec<(u32, &'a str)> {
    let form = context.form();
    let laid = &form.sheets[sheet];
    if context
        .submission
        .sheets
        .get(sheet)
        .is_none_or(Option::is_none)
    {
        return Vec::new();
    }
    let is_field_row = |row: u32| {
        let rows = laid.fields.iter().map(|&field| form.fields[field].area);
        rows.into_iter()
            .any(|area| (area.first.row..=area.last.row).contains(&row))
    };
    let mut gone: Vec<(u32, &str)> = vec![(0, &laid.heading)];
    for label in laid.labels.iter().filter(|label| !label.text.is_empty()) {
        let row = label.area.first.row;
        if gone.last().is_none_or(|(last, _)| *last != row) && !is_field_row(row) {
            gone.push((row, &label.text));
        }
    }
    gone.retain(|(row, _)| {
        let columns = 0..=laid.heading_area(&form.pack).last.column;
        columns
            .map(|column| Address::new(*row, column))
            .all(|cell| {
                let found = context.submission.locate(sheet, cell);
                found.is_none_or(|(raw, at)| raw.value(at).is_blank())
            })
    });
    gone
}
