//! Rows that somebody went on with outside the form: they look like rows of a repeating block, and nothing counts them.

use std::collections::BTreeMap;

use crate::address::Address;
use crate::book::{CellValue, RawCell};
use crate::check::context::Context;
use crate::form::Kind;
use crate::template::FieldType;
use crate::text::Text;

/// So many cells of a row have to stand where a row of the block has its own.
const CELLS: usize = 3;

/// Which rows of these cells outside the form look like rows of a block of this sheet of the workbook; `None` where none does.
pub(super) fn said(
    context: &Context<'_>,
    raw: usize,
    outside: &[(usize, Address, &RawCell)],
) -> Option<Text> {
    let mut rows: BTreeMap<u32, Vec<(u32, &RawCell)>> = BTreeMap::new();
    for (_, at, cell) in outside {
        rows.entry(at.row).or_default().push((at.column, cell));
    }
    let (label, columns) = columns(context, raw).into_iter().find(|(_, columns)| {
        let mut rows = rows.values();
        rows.any(|row| is_row(row, columns))
    })?;
    let like = rows.iter().filter(|(_, row)| is_row(row, &columns));
    let numbers: Vec<String> = like.map(|(row, _)| (row + 1).to_string()).collect();
    Some(Text::new(
        format!(
            "第 {} 行像是“{label}”的行，写在了规定的行之外，没有计入",
            numbers.join("、")
        ),
        format!(
            "row {} looks like one of '{label}' but stands outside the rows of the form and is not counted",
            numbers.join(", ")
        ),
    ))
}

/// The columns in which the rows of each block of a sheet have what is entered, and whether that is a number.
fn columns<'a>(context: &Context<'a>, raw: usize) -> Vec<(&'a str, BTreeMap<u32, bool>)> {
    let form = context.form();
    let mut found = Vec::new();
    for (index, block) in form.blocks.iter().enumerate() {
        let Some(template) = form.block_template(index) else {
            continue;
        };
        let mut columns = BTreeMap::new();
        for &field in block.rows.iter().flatten() {
            let laid = &form.fields[field];
            let kind = form.template(laid).kind;
            let at = context.submission.entries[field].at;
            if let Some((sheet, at)) = at.filter(|_| laid.kind != Kind::Prefilled)
                && sheet == raw
            {
                let is_number = kind.is_number() && kind != FieldType::Percent;
                columns.insert(at.column, is_number);
            }
        }
        found.push((template.label.as_str(), columns));
    }
    found
}

/// Whether the cells of a row stand where a row of the block has its own: texts and numbers each in their columns.
fn is_row(row: &[(u32, &RawCell)], columns: &BTreeMap<u32, bool>) -> bool {
    let fits = |wanted: bool| {
        let cells = row.iter().filter(|(column, cell)| {
            let is_number = matches!(cell.value, CellValue::Number(_));
            is_number == wanted && columns.get(column) == Some(&wanted)
        });
        cells.count()
    };
    let (texts, numbers) = (fits(false), fits(true));
    texts > 0 && numbers > 0 && texts + numbers >= CELLS
}
