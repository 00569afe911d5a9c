//! A form as a locked workbook, blank or with values in it.

use std::collections::BTreeMap;

use crate::address::{Address, Area};
use crate::book::{Book, Cell, CellValue, DefinedName, Print, Sheet};
use crate::form::{Form, Kind, compute};
use crate::formula::Value;
use crate::identity::{self, Identity, Mark};
use crate::template::PrintTemplate;

mod allow;
mod fold;
mod guide;
mod live;
mod look;
mod measure;
mod shade;

pub use guide::Swatch;
pub use live::refresh;
pub use look::{body, title};
pub(crate) use look::{format_of, number_format};
pub use measure::{lines, width};

/// What the inputs of a form hold, by the index of the field; those left out are blank.
pub type Entries = BTreeMap<usize, CellValue>;

/// The index of a sheet of the form in its workbook: 填报说明 stands before them.
pub fn page(sheet: usize) -> usize {
    sheet + 1
}

/// Builds the workbook of a form. Every formula carries its computed result.
pub fn workbook(form: &Form, entries: &Entries) -> Book {
    explained(form, entries, &[])
}

/// Builds the workbook of a form whose cells will be marked, and says on its first sheet what the marks mean.
pub fn explained(form: &Form, entries: &Entries, marks: &[Swatch]) -> Book {
    let values = values(form, entries);
    let mut book = Book {
        title: form.title(),
        author: "annex".to_owned(),
        created: (form.spec.year, 1, 1),
        lock_structure: true,
        ..Book::default()
    };
    book.sheets.push(Sheet::default());
    for sheet in 0..form.sheets.len() {
        book.sheets.push(form_sheet(form, sheet, entries, &values));
    }
    for field in &form.fields {
        book.names.push(DefinedName {
            name: field.id.clone(),
            sheet: page(field.sheet),
            cell: field.cell(),
        });
    }
    live::add(&mut book, form, &values, marks);
    let identity = Identity::of(form);
    book.sheets.push(identity.sheet());
    identify(&mut book, form, &identity, &[]);
    book
}

/// Gives the workbook of a form an identity, and each of its sheets the mark that was found on it; a sheet of which
/// nothing was found bears the mark of the identity.
pub fn identify(book: &mut Book, form: &Form, identity: &Identity, found: &[Option<Mark>]) {
    if let Some(sheet) = (book.sheets.iter_mut()).find(|sheet| sheet.name == identity::SHEET) {
        *sheet = identity.sheet();
    }
    let own = identity.mark();
    for index in 0..form.sheets.len() {
        let mark = found.get(index).and_then(Option::as_ref).unwrap_or(&own);
        if let Some(sheet) = book.sheets.get_mut(page(index)) {
            set_mark(sheet, form.status_column(index) + 1, mark);
        }
    }
}

/// Writes a mark over the one that is there, else into the first free cell of a hidden column.
fn set_mark(sheet: &mut Sheet, column: u32, mark: &Mark) {
    let here = |row: u32| Address::new(row, column);
    let is_mark = |cell: &Cell| Mark::parse(&cell.value).is_some();
    let row = (0..).find(|&row| sheet.cells.get(&here(row)).is_none_or(is_mark));
    let cell = sheet.cells.entry(here(row.unwrap_or(0))).or_default();
    cell.value = CellValue::Text(mark.text().to_owned());
}

/// The sheets of a form alone, without anything that says how far it is.
pub fn sheets(form: &Form, entries: &Entries) -> Vec<Sheet> {
    let values = values(form, entries);
    (0..form.sheets.len())
        .map(|sheet| form_sheet(form, sheet, entries, &values))
        .collect()
}

fn values(form: &Form, entries: &Entries) -> Vec<Value> {
    compute(form, &|field| {
        entries.get(&field).map_or(Value::Blank, Value::from)
    })
}

fn form_sheet(form: &Form, index: usize, entries: &Entries, values: &[Value]) -> Sheet {
    let laid = &form.sheets[index];
    let template = form.sheet_template(index);
    let look = &form.pack.look;
    let mut sheet = Sheet {
        name: laid.name.clone(),
        column_widths: template
            .columns
            .iter()
            .map(|width| width.to_f64())
            .collect(),
        protected: true,
        freeze: (template.print.freeze_rows > 0)
            .then(|| Address::new(template.print.freeze_rows, 0)),
        print: print(form, &template.print, laid.repeat_rows),
        breaks: laid.breaks.clone(),
        ..Sheet::default()
    };
    let heading = laid.heading_area(&form.pack);
    place(
        &mut sheet,
        heading,
        Cell {
            value: CellValue::Text(laid.heading.clone()),
            style: look::title(look),
            ..Cell::default()
        },
    );
    for label in &laid.labels {
        let value = if label.text.is_empty() {
            CellValue::Blank
        } else {
            CellValue::Text(label.text.clone())
        };
        let beside = Address::new(label.area.first.row, label.area.last.column + 1);
        let asks = form.field_at(index, beside).is_some();
        let style = look::label(look, label, heading.last.column, asks);
        place(
            &mut sheet,
            label.area,
            Cell {
                value,
                style,
                ..Cell::default()
            },
        );
    }
    for &field_index in &laid.fields {
        let field = &form.fields[field_index];
        let typed_over = entries.get(&field_index).filter(|entry| {
            field.kind == Kind::Shown
                && !entry.is_blank()
                && Value::from(*entry) != values[field_index]
        });
        let value = match field.kind {
            Kind::Input => entries.get(&field_index).cloned().unwrap_or_default(),
            Kind::Formula | Kind::Prefilled => CellValue::from(&values[field_index]),
            Kind::Shown => typed_over
                .cloned()
                .unwrap_or_else(|| CellValue::from(&values[field_index])),
        };
        let formula = field
            .formula
            .as_ref()
            .filter(|_| typed_over.is_none())
            .map(|formula| form.excel(formula, index));
        let ruled = laid
            .ruled
            .get(field.cell().row as usize)
            .copied()
            .unwrap_or(true);
        let style = look::field(form, field, &value, ruled);
        place(
            &mut sheet,
            field.area,
            Cell {
                value,
                formula,
                style,
                ..Cell::default()
            },
        );
        if field.kind == Kind::Input {
            sheet.validations.push(allow::validation(form, field));
            if look::is_text(form, field) {
                join(&mut sheet.digits_as_text, field.area);
            }
        }
    }
    sheet.folded_rows = fold::rows(form, index, entries);
    measure::row_heights(form, index, &mut sheet);
    sheet
}

/// Adds an area to a list; one that stands right below the last becomes part of it.
fn join(areas: &mut Vec<Area>, area: Area) {
    let columns = |area: &Area| (area.first.column, area.last.column);
    match areas.last_mut() {
        Some(above) if columns(above) == columns(&area) && above.last.row + 1 == area.first.row => {
            above.last.row = area.last.row;
        }
        _ => areas.push(area),
    }
}

/// Puts a cell down over an area: merged, with the style on every cell so that lines go all around.
pub fn place(sheet: &mut Sheet, area: Area, cell: Cell) {
    if !area.is_cell() {
        sheet.merges.push(area);
        for at in area.cells().skip(1) {
            sheet.cells.insert(
                at,
                Cell {
                    style: cell.style.clone(),
                    ..Cell::default()
                },
            );
        }
    }
    sheet.cells.insert(area.first, cell);
}

/// Title and department at the upper edge, as far as there is room for them.
fn header(title: &str, department: &str) -> String {
    const ROOM: usize = 245;
    let mut text = format!("&L&9 {title}&R&9 {department}");
    let mut short = department.to_owned();
    while text.encode_utf16().count() > ROOM && short.pop().is_some() {
        // Half of a doubled & would begin a code.
        let kept = short.trim_end_matches('&');
        text = format!("&L&9 {title}&R&9 {kept}…");
    }
    text
}

/// A4, one page wide, with who and which page at the edges.
fn print(form: &Form, template: &PrintTemplate, repeat_rows: Option<(u32, u32)>) -> Print {
    let plain = |text: &str| text.replace('&', "&&");
    Print {
        landscape: template.landscape,
        fit_width: 1,
        fit_height: template.pages,
        repeat_rows,
        repeat_columns: 0,
        // A blank ends the font size, or the year would become part of it.
        header: header(&plain(&form.title()), &plain(&form.spec.department)),
        footer: "&C&9 第 &P 页，共 &N 页".to_owned(),
        center: true,
        ..Print::default()
    }
}
