//! What people and spreadsheet programs do to a workbook besides filling it in.

#![allow(dead_code, reason = "each test binary uses its own share of this")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper of tests fails as a test does"
)]

use annex::address::{Address, Area};
use annex::book::{Book, Cell, CellValue, Sheet};
use annex::formula::{Place, parse_excel, print};

/// A number where the text is one, an error where it looks like one, else the text.
pub(crate) fn value(text: &str) -> CellValue {
    if text.starts_with('#') && text.ends_with('!') {
        return CellValue::Error(text.to_owned());
    }
    text.parse().map_or_else(
        |_| CellValue::Text(text.replace("\\n", "\n")),
        CellValue::Number,
    )
}

/// The index of the sheet whose name begins so: `附件1`.
#[track_caller]
pub(crate) fn sheet(book: &Book, name: &str) -> usize {
    book.sheets
        .iter()
        .position(|sheet| sheet.name.split(' ').next() == Some(name))
        .unwrap_or_else(|| panic!("no sheet {name}"))
}

/// Writes into any cell, a formula of it included; what was there is gone.
pub(crate) fn write_cell(book: &mut Book, sheet: usize, at: Address, value: CellValue) {
    let cell = book.sheets[sheet].cells.entry(at).or_default();
    cell.value = value;
    cell.formula = None;
}

pub(crate) fn add_sheet(book: &mut Book, name: &str, at: Address, value: CellValue) {
    let cell = Cell {
        value,
        ..Cell::default()
    };
    let sheet = Sheet {
        name: name.to_owned(),
        cells: [(at, cell)].into(),
        ..Sheet::default()
    };
    book.sheets.push(sheet);
}

/// Gives a sheet another name, in formulas and links as well.
pub(crate) fn rename_sheet(book: &mut Book, sheet: usize, name: &str) {
    let old = std::mem::replace(&mut book.sheets[sheet].name, name.to_owned());
    for link in links(book) {
        if let Some((to, _)) = link
            && *to == old
        {
            name.clone_into(to);
        }
    }
    refer_to(book, &old, &|area| {
        let sheet = Some(name.to_owned());
        Place::Cells { sheet, area }.to_string()
    });
}

fn links(book: &mut Book) -> impl Iterator<Item = &mut Option<(String, Address)>> {
    let sheets = book.sheets.iter_mut();
    let cells = sheets.flat_map(|sheet| sheet.cells.values_mut());
    cells.map(|cell| &mut cell.link)
}

/// Writes what refers to cells of a sheet from the others anew.
fn refer_to(book: &mut Book, name: &str, place: &dyn Fn(Area) -> String) {
    for sheet in &mut book.sheets {
        for formula in sheet
            .cells
            .values_mut()
            .filter_map(|cell| cell.formula.as_mut())
        {
            let Some(tree) = parse_excel(formula).expr else {
                continue;
            };
            *formula = print(&tree, &mut |at: &Place| match at {
                Place::Cells {
                    sheet: Some(on),
                    area,
                } if on == name => place(*area),
                other => other.to_string(),
            });
        }
    }
}

/// Deletes a sheet, the names of its cells and the links to it; what refers to it is an error from then on.
pub(crate) fn drop_sheet(book: &mut Book, sheet: usize) {
    let name = book.sheets[sheet].name.clone();
    refer_to(book, &name, &|_| "#REF!".to_owned());
    for link in links(book) {
        link.take_if(|(to, _)| *to == name);
    }
    book.sheets.remove(sheet);
    book.names.retain(|name| name.sheet != sheet);
    for name in &mut book.names {
        name.sheet -= usize::from(name.sheet > sheet);
    }
}

/// Inserts a blank row before a zero-based one: cells, merges, names, notes, validations and the addresses in formulas
/// move down as a spreadsheet program moves them.
pub(crate) fn insert_row(book: &mut Book, sheet: usize, row: u32) {
    move_rows(book, sheet, &|at| Some(at + u32::from(at >= row)));
}

/// Deletes a zero-based row: what was in it is gone, with its names, what is below moves up.
pub(crate) fn delete_row(book: &mut Book, sheet: usize, row: u32) {
    move_rows(book, sheet, &|at| {
        (at != row).then(|| at - u32::from(at > row))
    });
}

fn move_rows(book: &mut Book, moved: usize, to: &dyn Fn(u32) -> Option<u32>) {
    let cell = |at: Address| Some(Address::new(to(at.row)?, at.column));
    // An area loses the rows that are gone; one of which nothing is left is gone too.
    let area = |area: Area| {
        let mut rows = (area.first.row..=area.last.row).filter_map(to);
        let first = rows.next()?;
        let last = rows.next_back().unwrap_or(first);
        Some(Area::new(
            Address::new(first, area.first.column),
            Address::new(last, area.last.column),
        ))
    };
    let name = book.sheets[moved].name.clone();
    for (index, sheet) in book.sheets.iter_mut().enumerate() {
        for cell in sheet.cells.values_mut() {
            if let Some(formula) = &mut cell.formula {
                *formula = rewritten(formula, index == moved, &name, &area);
            }
        }
    }
    let sheet = &mut book.sheets[moved];
    let cells = std::mem::take(&mut sheet.cells).into_iter();
    sheet.cells = cells
        .filter_map(|(at, found)| Some((cell(at)?, found)))
        .collect();
    let notes = std::mem::take(&mut sheet.notes).into_iter();
    sheet.notes = notes
        .filter_map(|(at, found)| Some((cell(at)?, found)))
        .collect();
    let heights = std::mem::take(&mut sheet.row_heights).into_iter();
    sheet.row_heights = heights
        .filter_map(|(row, height)| Some((to(row)?, height)))
        .collect();
    let folded = std::mem::take(&mut sheet.folded_rows).into_iter();
    sheet.folded_rows = folded.filter_map(to).collect();
    let merges = std::mem::take(&mut sheet.merges).into_iter();
    sheet.merges = merges
        .filter_map(area)
        .filter(|area| !area.is_cell())
        .collect();
    sheet.validations.retain_mut(|validation| {
        let left = area(validation.area);
        validation.area = left.unwrap_or(validation.area);
        left.is_some()
    });
    book.names.retain_mut(|name| {
        if name.sheet != moved {
            return true;
        }
        let left = cell(name.cell);
        name.cell = left.unwrap_or(name.cell);
        left.is_some()
    });
}

fn rewritten(formula: &str, own: bool, sheet: &str, area: &dyn Fn(Area) -> Option<Area>) -> String {
    let tree = parse_excel(formula).expr.unwrap();
    print(&tree, &mut |place: &Place| match place {
        Place::Cells {
            sheet: on,
            area: at,
        } if on.as_deref().map_or(own, |on| on == sheet) => area(*at).map_or_else(
            || "#REF!".to_owned(),
            |area| {
                let sheet = on.clone();
                Place::Cells { sheet, area }.to_string()
            },
        ),
        other => other.to_string(),
    })
}
