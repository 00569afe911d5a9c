//! The live status of a form: how many required inputs are still blank, which checks fail, in each row, each sheet and the
//! whole workbook.
//!
//! The formulas are trees like those of the pack, built from the very conditions, weights and rules that `check` goes by.
//! They are printed into cells and computed by the same evaluator, so that a fresh workbook already shows what any
//! spreadsheet program will.

use std::collections::BTreeMap;

use crate::address::{Address, Area};
use crate::form::Form;
use crate::formula::{Expr, Grid, Operand, Value, evaluate, print, quote_sheet};
use crate::own;
use crate::template::{FieldType, Relation};

mod checks;
mod rows;
mod tree;

pub use tree::{Needed, Tree};

/// A sheet of the workbook of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Page {
    /// 填报说明.
    Guide,
    /// A sheet of the form.
    Form(usize),
}

/// Cells of a workbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Spot {
    /// The sheet.
    pub page: Page,
    /// The cells.
    pub area: Area,
}

/// A cell that says how far the form is.
#[derive(Debug, Clone)]
pub struct Live {
    /// Its sheet.
    pub page: Page,
    /// The cell.
    pub cell: Address,
    /// How it is computed.
    pub formula: Tree,
}

/// The columns of the tables on the guide: texts stand in the first two.
pub const MISSING: u32 = 2;
/// How many checks fail, or what a side of a check should be.
pub const FAILING: u32 = 3;
/// The state in words.
pub const STATE: u32 = 4;

/// The line of a check in the table of the guide; both of its sides stand in [`MISSING`] and [`FAILING`].
#[derive(Debug, Clone)]
pub struct CheckLine {
    /// The row on the guide.
    pub row: u32,
    /// The sheet of the form it belongs to.
    pub sheet: usize,
    /// The code of the finding it stands for.
    pub code: String,
    /// What is checked, or what is wrong if it does not hold.
    pub text: String,
    /// The cell it marks.
    pub at: Address,
    /// What kind of figures are compared.
    pub kind: FieldType,
    /// How the two have to relate.
    pub relation: Relation,
}

/// The live status of a form.
#[derive(Debug, Clone)]
pub struct Status {
    /// All cells, each after those it needs.
    pub cells: Vec<Live>,
    /// The row on the guide of each sheet of the form.
    pub sheets: Vec<u32>,
    /// The row on the guide where all sheets are taken together.
    pub total: u32,
    /// The checks, sheet by sheet.
    pub checks: Vec<CheckLine>,
}

/// Lays the status of a form out; the table of sheets begins in row `top` of the guide with its headings, that of the
/// checks three rows below its end.
pub fn of(form: &Form, top: u32) -> Status {
    let count = u32::try_from(form.sheets.len()).unwrap_or(u32::MAX);
    let sheets: Vec<u32> = (top + 1..).take(form.sheets.len()).collect();
    let total = top + 1 + count;
    let mut cells = Vec::new();
    for sheet in 0..form.sheets.len() {
        cells.extend(rows::live(form, sheet));
    }
    let lines = lay_checks(form, total + 3, &mut cells);
    for (sheet, &row) in sheets.iter().enumerate() {
        sheet_line(form, sheet, row, &lines, &mut cells);
    }
    total_line(&sheets, total, &mut cells);
    for (sheet, &row) in sheets.iter().enumerate() {
        cells.push(Live {
            page: Page::Form(sheet),
            cell: Address::new(0, form.status_column(sheet)),
            formula: on_guide(row, STATE),
        });
    }
    Status {
        cells,
        sheets,
        total,
        checks: lines,
    }
}

fn on_guide(row: u32, column: u32) -> Tree {
    tree::cell(Page::Guide, Address::new(row, column))
}

fn lay_checks(form: &Form, first: u32, cells: &mut Vec<Live>) -> Vec<CheckLine> {
    let mut lines = Vec::new();
    for (row, check) in (first..).zip(checks::all(form)) {
        let state = check.state(&on_guide(row, MISSING), &on_guide(row, FAILING));
        for (column, formula) in [
            (MISSING, check.reported),
            (FAILING, check.expected),
            (STATE, state),
        ] {
            cells.push(Live {
                page: Page::Guide,
                cell: Address::new(row, column),
                formula,
            });
        }
        lines.push(CheckLine {
            row,
            sheet: check.sheet,
            code: check.code,
            text: check.text,
            at: check.at,
            kind: check.kind,
            relation: check.relation,
        });
    }
    lines
}

fn sheet_line(form: &Form, sheet: usize, row: u32, lines: &[CheckLine], cells: &mut Vec<Live>) {
    let mut push = |column, formula| {
        cells.push(Live {
            page: Page::Guide,
            cell: Address::new(row, column),
            formula,
        });
    };
    let missing = rows::column(form, sheet, form.status_column(sheet));
    let missing = missing.map_or_else(
        || tree::number(0),
        |area| tree::calls("SUM", vec![tree::area(Page::Form(sheet), area)]),
    );
    push(MISSING, missing);
    let mut own = lines.iter().filter(|line| line.sheet == sheet);
    let failing = own.next().map_or_else(
        || tree::number(0),
        |first| {
            let last = own.next_back().unwrap_or(first);
            let states = Area::new(
                Address::new(first.row, STATE),
                Address::new(last.row, STATE),
            );
            tree::call(
                "COUNTIF",
                [tree::area(Page::Guide, states), tree::text(checks::FAILS)],
            )
        },
    );
    push(FAILING, failing);
    let (missing, failing) = (on_guide(row, MISSING), on_guide(row, FAILING));
    push(STATE, rows::state(form, sheet, &missing, &failing));
}

fn total_line(sheets: &[u32], total: u32, cells: &mut Vec<Live>) {
    let (Some(&first), Some(&last)) = (sheets.first(), sheets.last()) else {
        return;
    };
    for column in [MISSING, FAILING] {
        let area = Area::new(Address::new(first, column), Address::new(last, column));
        cells.push(Live {
            page: Page::Guide,
            cell: Address::new(total, column),
            formula: tree::calls("SUM", vec![tree::area(Page::Guide, area)]),
        });
    }
    let is_nought = |column| tree::equal(on_guide(total, column), tree::number(0));
    let formula = tree::call(
        "IF",
        [
            is_nought(MISSING),
            tree::call(
                "IF",
                [
                    is_nought(FAILING),
                    tree::text("可以交回 ✓"),
                    tree::text("请核对不符"),
                ],
            ),
            tree::text("请先补齐"),
        ],
    );
    cells.push(Live {
        page: Page::Guide,
        cell: Address::new(total, STATE),
        formula,
    });
}

impl Status {
    /// Computes the cells, given what stands in the fields of the form. Where `stored` knows better, because somebody
    /// has written into such a cell, the others go by that.
    pub fn compute(
        &self,
        form: &Form,
        fields: &[Value],
        stored: &dyn Fn(&Live) -> Option<Value>,
    ) -> Vec<Value> {
        let mut known: BTreeMap<(Page, Address), usize> = BTreeMap::new();
        let mut values: Vec<Value> = Vec::with_capacity(self.cells.len());
        for (index, live) in self.cells.iter().enumerate() {
            let value = stored(live).unwrap_or_else(|| {
                let at = |page, cell| {
                    let of_field = match page {
                        Page::Form(sheet) => form.field_at(sheet, cell),
                        Page::Guide => None,
                    };
                    let own = || known.get(&(page, cell)).and_then(|&at| values.get(at));
                    of_field
                        .map_or_else(own, |field| fields.get(field))
                        .cloned()
                        .unwrap_or(Value::Blank)
                };
                value(&live.formula, &at)
            });
            known.insert((live.page, live.cell), index);
            values.push(value);
        }
        values
    }
}

fn value(formula: &Tree, at: &dyn Fn(Page, Address) -> Value) -> Value {
    evaluate(formula, &mut |spot: &Spot| {
        if spot.area.is_cell() {
            return Operand::One(at(spot.page, spot.area.first));
        }
        Operand::Many(Grid {
            rows: (spot.area.last.row - spot.area.first.row + 1) as usize,
            columns: (spot.area.last.column - spot.area.first.column + 1) as usize,
            values: spot.area.cells().map(|cell| at(spot.page, cell)).collect(),
        })
    })
}

/// The name of a sheet of the workbook.
pub fn name(form: &Form, page: Page) -> &str {
    match page {
        Page::Guide => own::GUIDE,
        Page::Form(sheet) => &form.sheets[sheet].name,
    }
}

/// A formula as Excel writes it on one of the sheets, without `=`.
pub fn excel(form: &Form, formula: &Expr<Spot>, page: Page) -> String {
    print(formula, &mut |spot: &Spot| {
        if spot.page == page {
            spot.area.to_string()
        } else {
            format!("{}!{}", quote_sheet(name(form, spot.page)), spot.area)
        }
    })
}

/// The most characters a formula of the status may have: less than Excel's 8192, to leave room.
const LONGEST: usize = 8000;

/// Whether a formula is short enough for a cell.
fn fits(form: &Form, page: Page, formula: &Tree) -> bool {
    excel(form, formula, page).encode_utf16().count() <= LONGEST
}

/// What the colour of a required input that is still blank depends on, besides the input itself.
#[derive(Debug, Clone)]
pub struct Lack {
    /// All of these have to be TRUE: the row and the sheet are used, and the field has to be filled.
    pub conditions: Vec<Tree>,
    /// Whether the input holds no answer.
    pub unanswered: Tree,
}

/// When a field has to be filled and is not; `None` for one that may stay blank.
pub fn lack(form: &Form, field: usize) -> Option<Lack> {
    let needed = tree::needed(&form.fields[field])?;
    let described = &form.fields[field];
    let mut conditions = Vec::new();
    let unused = if rows::is_optional(form, field) {
        Some(described.cell().row)
    } else {
        form.is_optional_sheet(described.sheet).then_some(0)
    };
    if let Some(row) = unused {
        let filled = rows::tally(form, described.sheet, row);
        conditions.push(tree::binary(
            filled,
            crate::formula::Operator::Greater,
            tree::number(0),
        ));
    }
    if let Needed::When(when) = needed {
        conditions.push(when);
    }
    let cell = tree::cell(Page::Form(described.sheet), described.cell());
    let words = &form.template(described).not_an_answer;
    Some(Lack {
        conditions,
        unanswered: tree::is_unanswered(&cell, words),
    })
}
