//! Blank forms whose shape was changed, for the gallery.

use crate::address::{Address, Area};
use crate::book::{Book, Cell, CellValue};
use crate::form::{Field, Form, Kind};
use crate::generate::page;
use crate::number::Number;
use crate::template::FieldType;

/// What is done to a blank form, each to one of its own.
pub(super) const ALL: [fn(&mut Book, &Form); 9] = [
    row_deleted,
    column_deleted,
    row_inserted,
    column_inserted,
    rows_swapped,
    row_added,
    sheet_renamed,
    sheets_copied,
    merge_split,
];

/// The rules that tell of it.
pub(super) const CODES: [&str; 6] = ["W010", "W013", "W014", "W015", "W016", "W025"];

fn write(book: &mut Book, sheet: usize, at: Address, value: CellValue) {
    if let Some(sheet) = book.sheets.get_mut(sheet) {
        sheet.cells.entry(at).or_default().value = value;
    }
}

/// Puts every cell of a sheet with its names and merged areas where `to` says.
fn shift(book: &mut Book, sheet: usize, to: impl Fn(Address) -> Address) {
    for name in book.names.iter_mut().filter(|name| name.sheet == sheet) {
        name.cell = to(name.cell);
    }
    let Some(sheet) = book.sheets.get_mut(sheet) else {
        return;
    };
    let cells = std::mem::take(&mut sheet.cells).into_iter();
    sheet.cells = cells.map(|(at, cell)| (to(at), cell)).collect();
    for area in &mut sheet.merges {
        *area = Area::new(to(area.first), to(area.last));
    }
    sheet.validations.clear();
    sheet.conditions.clear();
}

/// Takes out what `is_gone`, and moves the rest as `to` says.
fn delete(
    book: &mut Book,
    sheet: usize,
    is_gone: impl Fn(Address) -> bool,
    to: impl Fn(Address) -> Address,
) {
    book.names
        .retain(|name| name.sheet != sheet || !is_gone(name.cell));
    if let Some(sheet) = book.sheets.get_mut(sheet) {
        sheet.cells.retain(|at, _| !is_gone(*at));
        sheet.merges.retain(|area| !area.cells().any(&is_gone));
    }
    shift(book, sheet, to);
}

/// The row in which the first field stands.
fn row_deleted(book: &mut Book, form: &Form) {
    let Some(field) = form.fields.first() else {
        return;
    };
    let row = field.cell().row;
    delete(
        book,
        page(field.sheet),
        |at| at.row == row,
        |at| Address::new(at.row - u32::from(at.row > row), at.column),
    );
}

/// The column in which the first field stands.
fn column_deleted(book: &mut Book, form: &Form) {
    let Some(field) = form.fields.first() else {
        return;
    };
    let column = field.cell().column;
    delete(
        book,
        page(field.sheet),
        |at| at.column == column,
        |at| Address::new(at.row, at.column - u32::from(at.column > column)),
    );
}

/// A row above the last one, to which no formula refers.
fn row_inserted(book: &mut Book, form: &Form) {
    let last = form.sheets.first().map_or(1, |sheet| sheet.ruled.len());
    let last = u32::try_from(last).unwrap_or(1).saturating_sub(1);
    shift(book, page(0), |at| {
        Address::new(at.row + u32::from(at.row >= last), at.column)
    });
}

fn column_inserted(book: &mut Book, form: &Form) {
    let sheet = form.sheets.len().saturating_sub(1);
    shift(book, page(sheet), |at| Address::new(at.row, at.column + 1));
}

/// Two rows that follow one another and have the same cells.
fn rows_swapped(book: &mut Book, form: &Form) {
    let Some(laid) = form.sheets.first() else {
        return;
    };
    let shape = |row: u32| -> Vec<(u32, u32)> {
        let labels = laid.labels.iter().map(|label| label.area);
        let fields = laid.fields.iter().map(|&field| form.fields[field].area);
        let mut cells: Vec<(u32, u32)> = labels
            .chain(fields)
            .filter(|area| area.first.row == row && area.last.row == row)
            .map(|area| (area.first.column, area.last.column))
            .collect();
        cells.sort_unstable();
        cells
    };
    let height = u32::try_from(laid.ruled.len()).unwrap_or(0);
    let is_input = |row: u32| {
        laid.fields
            .iter()
            .map(|&field| &form.fields[field])
            .any(|field| {
                field.cell().row == row && field.kind == Kind::Input && field.row.is_none()
            })
    };
    let pair = (1..height.saturating_sub(1))
        .find(|&row| is_input(row) && is_input(row + 1) && shape(row) == shape(row + 1));
    if let Some(row) = pair {
        shift(book, page(0), |at| {
            let swapped = match at.row {
                one if one == row => row + 1,
                other if other == row + 1 => row,
                rest => rest,
            };
            Address::new(swapped, at.column)
        });
    }
}

/// One more row at the end of a block, with a name and figures.
fn row_added(book: &mut Book, form: &Form) {
    let inputs = |fields: &[usize]| -> Vec<usize> {
        let inputs = fields.iter().copied();
        inputs
            .filter(|&field| form.fields[field].kind == Kind::Input)
            .collect()
    };
    let last = form.blocks.iter().find_map(|block| {
        let fields = inputs(block.rows.last()?);
        (fields.len() > 1).then_some((block.sheet, fields))
    });
    let Some((sheet, fields)) = last else { return };
    let Some(row) = fields
        .first()
        .map(|&field| form.fields[field].cell().row + 1)
    else {
        return;
    };
    shift(book, page(sheet), |at| {
        Address::new(at.row + u32::from(at.row >= row), at.column)
    });
    for field in fields {
        let at = Address::new(row, form.fields[field].cell().column);
        let value = match form.template(&form.fields[field]).kind {
            kind if kind.is_number() => CellValue::Number(Number::ONE),
            FieldType::Text => CellValue::Text("另加的一项".to_owned()),
            _ => CellValue::Blank,
        };
        write(book, page(sheet), at, value);
    }
}

fn sheet_renamed(book: &mut Book, form: &Form) {
    let last = form.sheets.len().saturating_sub(1);
    let Some(sheet) = book.sheets.get_mut(page(last)) else {
        return;
    };
    let name = format!("{}（改）", sheet.name);
    let old = std::mem::replace(&mut sheet.name, name.clone());
    let cells = book
        .sheets
        .iter_mut()
        .flat_map(|sheet| sheet.cells.values_mut());
    for cell in cells {
        if let Some((to, _)) = cell.link.as_mut().filter(|(to, _)| *to == old) {
            to.clone_from(&name);
        }
    }
}

/// One copy with another text in it, and one in which nothing was changed.
fn sheets_copied(book: &mut Book, form: &Form) {
    let Some(sheet) = form.sheets.iter().position(|sheet| sheet.index.is_some()) else {
        return;
    };
    let texts = form.sheets[sheet]
        .fields
        .iter()
        .map(|&field| &form.fields[field]);
    let text = texts
        .filter(|field| field.kind == Kind::Input && field.row.is_none())
        .find(|field| form.template(field).kind == FieldType::Text);
    let Some(at) = text.map(Field::cell) else {
        return;
    };
    write(
        book,
        page(sheet),
        at,
        CellValue::Text("示例项目".to_owned()),
    );
    for (number, said) in [(2, "另一个示例项目"), (3, "示例项目")] {
        let Some(mut copy) = book.sheets.get(page(sheet)).cloned() else {
            return;
        };
        copy.name = format!("{} ({number})", copy.name);
        copy.cells.entry(at).or_default().value = CellValue::Text(said.to_owned());
        book.sheets.insert(page(form.sheets.len()), copy);
    }
}

/// The figure stands in the last cell of an area that was merged.
fn merge_split(book: &mut Book, form: &Form) {
    let merged = form.fields.iter().find(|field| {
        field.kind == Kind::Input && !field.area.is_cell() && form.template(field).kind.is_number()
    });
    let Some(field) = merged else { return };
    let area = field.area;
    if let Some(sheet) = book.sheets.get_mut(page(field.sheet)) {
        sheet.merges.retain(|known| *known != area);
        sheet.cells.insert(
            area.last,
            Cell {
                value: CellValue::Number(Number::ONE),
                ..Cell::default()
            },
        );
    }
}
