//! The cells that say how far a form is, put into its workbook.

use crate::address::{Address, Area};
use crate::book::{Align, Book, Cell, CellValue, Condition, DefinedName, Sheet, Style};
use crate::form::Form;
use crate::formula::Value;
use crate::generate::guide::{self, Guide, Swatch};
use crate::generate::{look, page, shade};
use crate::own;
use crate::status::{self, Live, Page, Status};

/// Width in characters of the column that says what is missing.
const WIDTH: f64 = 15.0;
const MISSING: u32 = 0x00C0_5000;
const COMPLETE: u32 = 0x0000_6100;
/// Shows how many are missing, and nothing where none is.
const COUNT: &str = "\"← 缺 \"0\" 项\";;;";

/// The row of the guide in which the table of sheets begins.
fn top(rows: &[guide::Row]) -> u32 {
    u32::try_from(rows.len()).unwrap_or(u32::MAX)
}

/// Draws 填报说明 in place of the first sheet, and adds what is missing to each sheet of the form.
pub(super) fn add(book: &mut Book, form: &Form, values: &[Value], marks: &[Swatch]) {
    let rows = guide::rows(form, marks);
    let status = status::of(form, top(&rows));
    let values = status.compute(form, values, &|_| None);
    let guide = Guide {
        form,
        rows: &rows,
        status: &status,
        values: &values,
    };
    let (sheet, switch) = guide::sheet(&guide);
    if let Some(first) = book.sheets.first_mut() {
        *first = sheet;
    }
    book.names.push(DefinedName {
        name: own::SHADE.to_owned(),
        sheet: 0,
        cell: switch,
    });
    for (index, laid) in form.sheets.iter().enumerate() {
        let Some(sheet) = book.sheets.get_mut(page(index)) else {
            continue;
        };
        beside(sheet, form, index);
        // Marks are for paper as well.
        sheet.print.black_and_white = marks.is_empty();
        write(sheet, &guide, Page::Form(index));
        sheet.conditions.extend(shade::conditions(form, index));
        book.names.push(DefinedName {
            name: own::status(&laid.id),
            sheet: page(index),
            cell: Address::new(0, form.status_column(index)),
        });
    }
}

/// The two columns right of a sheet, of which one is seen and neither is printed.
fn beside(sheet: &mut Sheet, form: &Form, index: usize) {
    let column = form.status_column(index);
    let last = form.sheets[index].ruled.len().saturating_sub(1);
    let last = u32::try_from(last).unwrap_or(u32::MAX);
    sheet.print.area = Some(Area::new(
        Address::new(0, 0),
        Address::new(last, column.saturating_sub(1)),
    ));
    sheet.column_widths.extend([WIDTH, WIDTH]);
    sheet.hidden_columns.push(column + 1);
    let state = Address::new(0, column);
    sheet.conditions.push(Condition {
        areas: vec![Area::cell(state)],
        formula: format!("RIGHT({state},1)=\"✓\""),
        color: Some(COMPLETE),
        fill: None,
    });
}

/// Puts the formulas of a page into its cells, each with its result.
pub(super) fn write(sheet: &mut Sheet, guide: &Guide<'_>, page: Page) {
    let form = guide.form;
    let cells = guide.status.cells.iter().zip(guide.values);
    for (live, value) in cells.filter(|(live, _)| live.page == page) {
        let fresh = !sheet.cells.contains_key(&live.cell);
        let cell = sheet.cells.entry(live.cell).or_insert_with(|| Cell {
            style: style(form, live),
            ..Cell::default()
        });
        debug_assert!(fresh || page == Page::Guide);
        cell.value = CellValue::from(value);
        cell.formula = Some(status::excel(form, &live.formula, page));
    }
}

fn style(form: &Form, live: &Live) -> Style {
    let look = &form.pack.look;
    let heading = live.cell.row == 0;
    Style {
        half_points: look.body_half_points.saturating_sub(2).max(12),
        bold: heading,
        color: Some(MISSING),
        align: if heading { Align::Center } else { Align::Left },
        number_format: if heading {
            String::new()
        } else {
            COUNT.to_owned()
        },
        ..look::body(look)
    }
}

/// Computes anew what a workbook says of itself, given what stands in its fields now. Cells that somebody has written
/// over stay as they are.
pub fn refresh(book: &mut Book, form: &Form, fields: &[Value]) {
    let status: Status = status::of(form, top(&guide::rows(form, &[])));
    let place = |live: &Live| match live.page {
        Page::Guide => 0,
        Page::Form(sheet) => page(sheet),
    };
    let own = |book: &Book, live: &Live| -> Option<Value> {
        let cell = book.sheets.get(place(live))?.cells.get(&live.cell)?;
        let formula = status::excel(form, &live.formula, live.page);
        (cell.formula.as_deref() != Some(&formula)).then(|| Value::from(&cell.value))
    };
    let values = status.compute(form, fields, &|live| own(book, live));
    for (live, value) in status.cells.iter().zip(&values) {
        let sheet = book.sheets.get_mut(place(live));
        if let Some(cell) = sheet.and_then(|sheet| sheet.cells.get_mut(&live.cell)) {
            cell.value = CellValue::from(value);
        }
    }
}
