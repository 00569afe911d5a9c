//! Cells and sheets with content that are not part of the form.

use std::collections::BTreeSet;

use crate::address::Address;
use crate::book::{CellValue, RawCell};
use crate::check::context::Context;
use crate::check::rule::Rule;
use crate::check::rules::listed::folded;
use crate::check::rules::{guide, overrun};
use crate::finding::{Finding, Level};
use crate::identity::{self, Mark};
use crate::submission::{SheetMap, Taken};
use crate::text::Text;

/// Cells and sheets with content that are not part of the form.
pub const RULE: Rule = Rule {
    code: "W011",
    name: "content-outside-form",
    level: Level::Info,
    title: ("表外有内容", "there is content outside the form"),
    checks: (
        "表格之外的单元格和另加的工作表里有没有内容；像是重复填报的行却写在规定的行之外的，按警告提出",
        "whether cells beside the form or added sheets hold anything; rows that look like repeating ones and stand outside them are a warning",
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
    let mut added = Vec::new();
    // The cells of one sheet stand together.
    for outside in cells.chunk_by(|one, other| one.0 == other.0) {
        let Some(&(index, first, _)) = outside.first() else {
            continue;
        };
        let raw = &context.submission.book.sheets[index];
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
        let mut finding = context.at_cell(&RULE, &raw.name, Some(first), message);
        if let Some(note) = overrun::said(context, index, outside).filter(|_| !is_added) {
            finding.level = Level::Warning;
            finding.note = Some(note);
        }
        if is_added {
            added.push(finding);
        } else {
            findings.push(finding);
        }
    }
    findings.extend(folded(added));
}

/// The cells with content that do not belong to the form, with the index of their sheet.
pub(crate) fn cells<'a>(context: &Context<'a>) -> Vec<(usize, Address, &'a RawCell)> {
    let submission = context.submission;
    let mut cells = Vec::new();
    for (index, raw) in submission.book.sheets.iter().enumerate() {
        let mut copies = submission.drift.copies.iter();
        let is_same = copies.any(|copy| copy.raw == index && copy.taken == Taken::Same);
        let is_added = submission.form_sheet(index).is_none();
        let is_guide = || is_added && guide::is_guide(context.form(), raw);
        if identity::is_own(&raw.name) || is_same || is_guide() {
            continue;
        }
        let own = submission
            .form_sheet(index)
            .map(|sheet| Own::of(context, sheet, index));
        for (at, cell) in &raw.cells {
            let of_form = own.as_ref().is_some_and(|own| own.has(*at, cell));
            if !cell.value.is_blank() && !of_form && Mark::parse(&cell.value).is_none() {
                cells.push((index, *at, cell));
            }
        }
    }
    cells
}

/// The cells of a sheet of the workbook that are the form's own, so that each of many cells is judged at once.
struct Own<'a> {
    cells: BTreeSet<Address>,
    /// Where the rows stand of which annex says what is missing.
    says: BTreeSet<u32>,
    map: Option<&'a SheetMap>,
}

impl<'a> Own<'a> {
    fn of(context: &Context<'a>, sheet: usize, raw: usize) -> Own<'a> {
        let submission = context.submission;
        let form = context.form();
        let laid = &form.sheets[sheet];
        let entries = laid
            .fields
            .iter()
            .map(|&field| submission.entries[field].at);
        let mut cells: BTreeSet<Address> = entries
            .flatten()
            .filter(|(on, _)| *on == raw)
            .map(|(_, at)| at)
            .collect();
        let map = submission.sheets.get(sheet).and_then(Option::as_ref);
        let heading = laid.heading_area(&form.pack);
        let printed = laid.labels.iter().map(|label| label.area);
        let printed = std::iter::once(heading).chain(printed);
        let places = printed.flat_map(|area| area.cells().collect::<Vec<_>>());
        cells.extend(places.filter_map(|cell| map?.cell(cell)));
        let rows = 0..u32::try_from(laid.ruled.len()).unwrap_or(0);
        let rows = rows.filter(|row| form.has_status(sheet, *row));
        let says = rows.filter_map(|row| map?.row(row)).collect();
        Own { cells, says, map }
    }

    fn has(&self, at: Address, cell: &RawCell) -> bool {
        // What annex says of a row is its own, whatever became of it.
        let is_said = || self.says.contains(&at.row) || cell.formula.is_some();
        self.cells.contains(&at)
            || self
                .map
                .is_some_and(|map| map.is_status(at.column) && is_said())
    }
}

fn shown(value: &CellValue) -> String {
    match value {
        CellValue::Blank => String::new(),
        CellValue::Number(number) => number.to_string(),
        CellValue::Text(text) | CellValue::Error(text) => text.chars().take(30).collect(),
        CellValue::Bool(truth) => truth.to_string(),
    }
}
