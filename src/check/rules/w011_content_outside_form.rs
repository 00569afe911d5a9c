//! Cells and sheets with content that are not part of the form.

use crate::address::Address;
use crate::book::{CellValue, RawCell};
use crate::check::context::Context;
use crate::check::rule::Rule;
use crate::finding::{Finding, Level};
use crate::identity::{self, Mark};
use crate::submission::Taken;
use crate::text::Text;

/// Cells and sheets with content that are not part of the form.
pub const RULE: Rule = Rule {
    code: "W011",
    name: "content-outside-form",
    level: Level::Info,
    title: ("表外有内容", "there is content outside the form"),
    checks: (
        "表格之外的单元格和另加的工作表里有没有内容",
        "whether cells beside the form or added sheets hold anything",
    ),
    why: (
        "写在表外的数不参加计算，容易被漏看",
        "figures beside the form are not counted and easily overlooked",
    ),
    example: (
        "在第 9 列右边写了“含上年结转”",
        "a remark was written to the right of the form",
    ),
    mend: (
        "需要的内容请填到表内的格子里。",
        "Enter what matters into the cells of the form.",
    ),
    run: check,
};

/// So many cells are named one by one; the rest is counted.
const NAMED: usize = 8;

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let cells = cells(context);
    for (index, raw) in context.submission.book.sheets.iter().enumerate() {
        let outside: Vec<_> = cells
            .iter()
            .filter(|(sheet, _, _)| *sheet == index)
            .collect();
        let Some((_, first, _)) = outside.first() else {
            continue;
        };
        // That a copy was not counted is one finding of another rule.
        let mut copies = context.submission.drift.copies.iter();
        if copies.any(|copy| copy.raw == index && copy.taken == Taken::TooMany) {
            continue;
        }
        let is_added = context.submission.form_sheet(index).is_none();
        let list = |mark: fn(&Address, String) -> String, between: &str| {
            let named = outside.iter().take(NAMED);
            let cells = named.map(|(_, at, cell)| mark(at, shown(&cell.value)));
            cells.collect::<Vec<_>>().join(between)
        };
        let zh = list(|at, text| format!("{at}“{text}”"), "、");
        let en = list(|at, text| format!("{at} '{text}'"), ", ");
        let more = outside.len().saturating_sub(NAMED);
        let (rest_zh, rest_en) = if more > 0 {
            (
                format!("等 {} 处", outside.len()),
                format!(" and {more} more"),
            )
        } else {
            Default::default()
        };
        let message = if is_added {
            Text::new(
                format!("另加了工作表“{}”，内容：{zh}{rest_zh}", raw.name),
                format!("the sheet '{}' was added; it holds {en}{rest_en}", raw.name),
            )
        } else {
            Text::new(
                format!("表格之外有内容：{zh}{rest_zh}"),
                format!("there is content outside the form: {en}{rest_en}"),
            )
        };
        findings.push(context.at_cell(&RULE, &raw.name, Some(*first), message));
    }
}

/// The cells with content that do not belong to the form, with the index of their sheet.
pub(crate) fn cells<'a>(context: &Context<'a>) -> Vec<(usize, Address, &'a RawCell)> {
    let submission = context.submission;
    let mut cells = Vec::new();
    for (index, raw) in submission.book.sheets.iter().enumerate() {
        let mut copies = submission.drift.copies.iter();
        let is_same = copies.any(|copy| copy.raw == index && copy.taken == Taken::Same);
        if identity::is_own(&raw.name) || is_same {
            continue;
        }
        let sheet = submission.form_sheet(index);
        for (at, cell) in &raw.cells {
            let of_form = sheet.is_some_and(|sheet| belongs(context, sheet, (index, *at), cell));
            if !cell.value.is_blank() && !of_form && Mark::parse(&cell.value).is_none() {
                cells.push((index, *at, cell));
            }
        }
    }
    cells
}

/// Whether a cell of the workbook is one of the form's own.
fn belongs(
    context: &Context<'_>,
    sheet: usize,
    (raw, at): (usize, Address),
    cell: &RawCell,
) -> bool {
    let is_field = |field: &usize| context.submission.entries[*field].at == Some((raw, at));
    let laid = &context.form().sheets[sheet];
    if laid.fields.iter().any(is_field) {
        return true;
    }
    let Some(map) = context
        .submission
        .sheets
        .get(sheet)
        .and_then(Option::as_ref)
    else {
        return false;
    };
    let row = map.form_row(at.row);
    // What annex says of a row is its own, whatever became of it.
    let says = row.is_some_and(|row| context.form().has_status(sheet, row));
    if map.is_status(at.column) && (says || cell.formula.is_some()) {
        return true;
    }
    let cell = map.form_cell(at);
    cell.is_some_and(|cell| laid.is_printed(&context.form().pack, cell))
}

fn shown(value: &CellValue) -> String {
    match value {
        CellValue::Blank => String::new(),
        CellValue::Number(number) => number.to_string(),
        CellValue::Text(text) | CellValue::Error(text) => text.chars().take(30).collect(),
        CellValue::Bool(truth) => truth.to_string(),
    }
}
