//! What people and spreadsheet programs do to a workbook besides filling it in.

#![allow(dead_code, reason = "each test binary uses its own share of this")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper of tests fails as a test does"
)]

use annex::address::{Address, Area};
use annex::book::{Book, Cell, CellValue, RawBook, RawName, RawPlace, Sheet};
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

/// Puts a blank between all letters: `绩 效 指 标`.
pub(crate) fn spaced_out(text: &str) -> String {
    let letters: Vec<String> = text.chars().map(String::from).collect();
    letters.join(" ")
}

/// Types all texts of a sheet that are locked anew, with blanks between the letters and full-width signs.
pub(crate) fn space_out(book: &mut Book, sheet: usize) {
    for cell in book.sheets[sheet].cells.values_mut() {
        if let (CellValue::Text(text), true, None) =
            (&mut cell.value, cell.style.locked, &cell.formula)
        {
            *text = spaced_out(text)
                .replace(['(', '（'], "（")
                .replace(':', "：");
        }
    }
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
    shift(book, sheet, Axis::Row, &inserted_before(row));
}

/// Deletes a zero-based row: what was in it is gone, with its names, what is below moves up.
pub(crate) fn delete_row(book: &mut Book, sheet: usize, row: u32) {
    shift(book, sheet, Axis::Row, &without(row));
}

/// Cuts a row out and puts it before another one, with its names.
pub(crate) fn move_row(book: &mut Book, sheet: usize, row: u32, before: u32) {
    shift(book, sheet, Axis::Row, &put_before(row, before));
}

/// Inserts a blank column before a zero-based one.
pub(crate) fn insert_column(book: &mut Book, sheet: usize, column: u32) {
    shift(book, sheet, Axis::Column, &inserted_before(column));
}

/// Deletes a zero-based column with all that is in it.
pub(crate) fn delete_column(book: &mut Book, sheet: usize, column: u32) {
    shift(book, sheet, Axis::Column, &without(column));
}

/// Cuts a column out and puts it before another one, with its names.
pub(crate) fn move_column(book: &mut Book, sheet: usize, column: u32, before: u32) {
    shift(book, sheet, Axis::Column, &put_before(column, before));
}

fn inserted_before(line: u32) -> impl Fn(u32) -> Option<u32> {
    move |at| Some(at + u32::from(at >= line))
}

fn without(line: u32) -> impl Fn(u32) -> Option<u32> {
    move |at| (at != line).then(|| at - u32::from(at > line))
}

fn put_before(line: u32, before: u32) -> impl Fn(u32) -> Option<u32> {
    let target = before - u32::from(before > line);
    move |at| {
        if at == line {
            return Some(target);
        }
        let closed = at - u32::from(at > line);
        Some(closed + u32::from(closed >= target))
    }
}

/// Takes a merged area apart; what stood in it stays in its first cell.
pub(crate) fn split(book: &mut Book, sheet: usize, first: Address) {
    let merges = &mut book.sheets[sheet].merges;
    let known = merges.len();
    merges.retain(|area| area.first != first);
    assert!(merges.len() < known, "nothing is merged at {first}");
}

/// Merges an area; the first thing that stands in it is kept, in its first cell, and the rest is gone.
pub(crate) fn merge(book: &mut Book, sheet: usize, area: Area) {
    let sheet = &mut book.sheets[sheet];
    sheet.merges.retain(|known| !known.overlaps(&area));
    let kept = area
        .cells()
        .find_map(|at| sheet.cells.get(&at).filter(|cell| !cell.value.is_blank()))
        .cloned();
    for at in area.cells() {
        let cell = sheet.cells.entry(at).or_default();
        cell.value = CellValue::Blank;
        cell.formula = None;
    }
    if let Some(kept) = kept {
        sheet.cells.insert(area.first, kept);
    }
    sheet.merges.push(area);
}

/// Copies a sheet behind all others, as LibreOffice and openpyxl do: the names stay with the first one.
pub(crate) fn copy_sheet(book: &mut Book, sheet: usize, name: &str) {
    let mut copy = book.sheets[sheet].clone();
    name.clone_into(&mut copy.name);
    book.sheets.push(copy);
}

/// Gives a copy the names of its original, known to it alone, as Excel and WPS do when they copy a sheet.
pub(crate) fn scope_names(book: &mut RawBook, original: &str, copy: &str) {
    let scope = book.sheets.iter().position(|sheet| sheet.name == copy);
    assert!(scope.is_some(), "no sheet {copy}");
    let names = book.names.iter();
    let copied: Vec<RawName> = names
        .filter(|name| name.place.sheet == original)
        .map(|name| RawName {
            scope,
            place: RawPlace {
                sheet: copy.to_owned(),
                cell: name.place.cell,
            },
            ..name.clone()
        })
        .collect();
    book.names.extend(copied);
}

/// Puts a sheet before another one.
pub(crate) fn reorder_sheet(book: &mut Book, sheet: usize, before: usize) {
    let to = |at: usize| {
        let target = before - usize::from(before > sheet);
        if at == sheet {
            return target;
        }
        let closed = at - usize::from(at > sheet);
        closed + usize::from(closed >= target)
    };
    let moved = book.sheets.remove(sheet);
    book.sheets.insert(to(sheet), moved);
    for name in &mut book.names {
        name.sheet = to(name.sheet);
    }
}

/// Cuts one cell and pastes it over another, as dragging does: its name goes with it, that of the other is gone.
pub(crate) fn drag(book: &mut Book, sheet: usize, from: Address, to: Address) {
    book.names
        .retain(|name| name.sheet != sheet || name.cell != to);
    for name in &mut book.names {
        if name.sheet == sheet && name.cell == from {
            name.cell = to;
        }
    }
    let cells = &mut book.sheets[sheet].cells;
    let cut = std::mem::take(cells.get_mut(&from).unwrap());
    let pasted = cells.entry(to).or_default();
    pasted.value = cut.value;
    pasted.formula = cut.formula;
}

#[derive(Clone, Copy)]
enum Axis {
    Row,
    Column,
}

impl Axis {
    fn of(self, at: Address) -> u32 {
        match self {
            Axis::Row => at.row,
            Axis::Column => at.column,
        }
    }

    fn with(self, at: Address, line: u32) -> Address {
        match self {
            Axis::Row => Address::new(line, at.column),
            Axis::Column => Address::new(at.row, line),
        }
    }
}

/// Moves the rows or columns of a sheet, each to where `to` says; what it has no place for is gone.
fn shift(book: &mut Book, moved: usize, axis: Axis, to: &dyn Fn(u32) -> Option<u32>) {
    let cell = |at: Address| Some(axis.with(at, to(axis.of(at))?));
    // An area loses the lines that are gone; one of which nothing is left is gone too.
    let area = |area: Area| {
        let mut lines = (axis.of(area.first)..=axis.of(area.last)).filter_map(to);
        let first = lines.next()?;
        let last = lines.next_back().unwrap_or(first);
        Some(Area::new(
            axis.with(area.first, first),
            axis.with(area.last, last),
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
    if let Axis::Row = axis {
        let heights = std::mem::take(&mut sheet.row_heights).into_iter();
        sheet.row_heights = heights
            .filter_map(|(row, height)| Some((to(row)?, height)))
            .collect();
        let folded = std::mem::take(&mut sheet.folded_rows).into_iter();
        sheet.folded_rows = folded.filter_map(to).collect();
    } else {
        let hidden = std::mem::take(&mut sheet.hidden_columns).into_iter();
        sheet.hidden_columns = hidden.filter_map(to).collect();
    }
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
    for condition in &mut sheet.conditions {
        let areas = std::mem::take(&mut condition.areas).into_iter();
        condition.areas = areas.filter_map(area).collect();
    }
    sheet
        .conditions
        .retain(|condition| !condition.areas.is_empty());
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
