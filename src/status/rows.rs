//! What is missing in each row of a sheet.

use std::collections::BTreeMap;

use crate::address::{Address, Area};
use crate::form::{Form, Kind};
use crate::formula::Operator;
use crate::status::tree::{self, Tree};
use crate::status::{Live, Page, fits};

/// The inputs of each row of a sheet.
fn inputs(form: &Form, sheet: usize) -> BTreeMap<u32, Vec<usize>> {
    let mut rows: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for &field in &form.sheets[sheet].fields {
        if form.fields[field].kind == Kind::Input {
            rows.entry(form.fields[field].cell().row)
                .or_default()
                .push(field);
        }
    }
    rows
}

/// Where it is counted how many inputs of a row are filled; of the heading row: of the sheet.
pub(super) fn tally(form: &Form, sheet: usize, row: u32) -> Tree {
    let at = Address::new(row, form.status_column(sheet) + 1);
    tree::cell(Page::Form(sheet), at)
}

/// Whether the fields of a row count only once something stands in it.
pub(super) fn is_optional(form: &Form, field: usize) -> bool {
    let row = form.fields[field].row;
    row.is_some_and(|row| form.is_optional_row(row))
}

/// The cells below the heading of one of annex's two columns.
pub(super) fn column(form: &Form, sheet: usize, column: u32) -> Option<Area> {
    let rows = u32::try_from(form.sheets[sheet].ruled.len()).unwrap_or(1);
    (rows > 1).then(|| Area::new(Address::new(1, column), Address::new(rows - 1, column)))
}

/// The cells that count what is filled and what is missing, in the order in which they can be computed.
pub(super) fn live(form: &Form, sheet: usize) -> Vec<Live> {
    let page = Page::Form(sheet);
    let status = form.status_column(sheet);
    let is_optional_sheet = form.is_optional_sheet(sheet);
    let rows = inputs(form, sheet);
    let mut cells = Vec::new();
    let needs_tally = |fields: &[usize]| {
        is_optional_sheet || fields.iter().any(|&field| is_optional(form, field))
    };
    for (&row, fields) in rows.iter().filter(|(_, fields)| needs_tally(fields)) {
        let filled = |&field: &usize| {
            let blank = tree::is_blank(tree::cell(page, form.fields[field].cell()));
            tree::call("IF", [blank, tree::number(0), tree::number(1)])
        };
        if let Some(formula) = tree::together("SUM", fields.iter().map(filled).collect()) {
            cells.push(Live {
                page,
                cell: Address::new(row, status + 1),
                formula,
            });
        }
    }
    if is_optional_sheet && let Some(area) = column(form, sheet, status + 1) {
        cells.push(Live {
            page,
            cell: Address::new(0, status + 1),
            formula: tree::calls("SUM", vec![tree::area(page, area)]),
        });
    }
    for (&row, fields) in &rows {
        let Some(count) = missing(form, page, fields) else {
            continue;
        };
        // A used row makes its sheet a used one.
        let unused = match fields.first() {
            Some(&field) if is_optional(form, field) => Some(row),
            _ => is_optional_sheet.then_some(0),
        };
        let formula = match unused {
            None => count,
            Some(row) => {
                let nothing = tree::equal(tally(form, sheet, row), tree::number(0));
                tree::call("IF", [nothing, tree::number(0), count])
            }
        };
        cells.push(Live {
            page,
            cell: Address::new(row, status),
            formula,
        });
    }
    cells
}

/// How many of these fields have to be filled and are not; `None` when all may stay blank.
fn missing(form: &Form, page: Page, fields: &[usize]) -> Option<Tree> {
    let lacks: Vec<Tree> = fields
        .iter()
        .filter_map(|&field| tree::lack(form, field))
        .collect();
    let all = tree::together("SUM", lacks)?;
    if fits(form, page, &all) {
        return Some(all);
    }
    // Conditions longer than a cell holds: what is always required is counted all the same.
    let always = fields.iter().filter(|&&field| {
        matches!(
            tree::needed(&form.fields[field]),
            Some(tree::Needed::Always)
        )
    });
    let lacks = always.filter_map(|&field| tree::lack(form, field));
    tree::together("SUM", lacks.collect()).filter(|some| fits(form, page, some))
}

/// The state of a sheet in words, from the cells that hold how much is missing and how many checks fail.
pub(super) fn state(form: &Form, sheet: usize, missing: &Tree, failing: &Tree) -> Tree {
    let is_nought = |count: &Tree| tree::equal(count.clone(), tree::number(0));
    let failed = |before: &str| {
        tree::joined([
            tree::text(&format!("{before}，不符 ")),
            failing.clone(),
            tree::text(" 处"),
        ])
    };
    let lacking = tree::joined([tree::text("尚缺 "), missing.clone(), tree::text(" 项")]);
    let both = tree::binary(lacking.clone(), Operator::Concat, failed(""));
    let words = tree::call(
        "IF",
        [
            is_nought(missing),
            tree::call(
                "IF",
                [is_nought(failing), tree::text("已填齐 ✓"), failed("已填齐")],
            ),
            tree::call("IF", [is_nought(failing), lacking, both]),
        ],
    );
    if form.is_optional_sheet(sheet) {
        let unused = is_nought(&tally(form, sheet, 0));
        // A rule of the pack may ask for the very sheet that nobody has begun.
        let said = tree::call(
            "IF",
            [
                is_nought(failing),
                tree::text("未使用，可不填"),
                failed("未使用"),
            ],
        );
        tree::call("IF", [unused, said, words])
    } else {
        words
    }
}
