//! What the annotated workbook shows mended, with what the department had there.

use crate::address::Address;
use crate::book::{Book, Cell, CellValue, RawCell};
use crate::check::Content;
use crate::check::rules::w009_formula_altered::is_altered;
use crate::form::Kind;
use crate::formula::parse_excel;
use crate::generate;
use crate::memory::Found;

/// Everything that reads differently in the annotated workbook than in the return.
pub(super) fn found(content: &Content, book: &Book) -> Vec<Found> {
    let submission = &content.submission;
    let form = &submission.form;
    let mut found = Vec::new();
    found.extend(submission.adopted.then_some(Found::Adopted));
    found.push(Found::Marked(submission.answers + 1));
    found.extend(submission.sources.iter().cloned().map(Found::Source));
    for (index, sheet) in form.sheets.iter().enumerate() {
        let Some(written) = book.sheets.get(generate::page(index)) else {
            continue;
        };
        if submission.sheets.get(index).is_none_or(Option::is_none) {
            found.push(Found::SheetGone(sheet.name.clone()));
            continue;
        }
        let labels = sheet.labels.iter().flat_map(|label| label.area.cells());
        for cell in sheet.heading_area(&form.pack).cells().chain(labels) {
            let located = submission.locate(index, cell);
            // Of a row that was deleted nothing is left.
            let there = located.map_or(&CellValue::Blank, |(raw, at)| raw.value(at));
            let shown = written
                .cells
                .get(&cell)
                .map_or(&CellValue::Blank, |cell| &cell.value);
            if there != shown {
                let content = RawCell {
                    value: there.clone(),
                    formula: None,
                };
                found.push(Found::Cell {
                    sheet: sheet.name.clone(),
                    cell,
                    content,
                });
            }
        }
        for &field in &sheet.fields {
            let at = form.fields[field].cell();
            if submission.entries[field].at.is_none() {
                found.push(Found::Gone(form.fields[field].id.clone()));
            } else if let Some(content) = written
                .cells
                .get(&at)
                .and_then(|cell| changed(content, field, cell))
            {
                found.push(Found::Cell {
                    sheet: sheet.name.clone(),
                    cell: at,
                    content,
                });
            }
        }
    }
    found.extend(outside(content));
    found.extend(beside(content));
    match u32::try_from(super::outside::listed(&submission.book).len()) {
        Ok(lines) if lines > 0 => found.push(Found::Listed(lines)),
        _ => {}
    }
    found
}

/// What a computed or given cell held, if that is not what is written now.
fn changed(content: &Content, field: usize, written: &Cell) -> Option<RawCell> {
    let submission = &content.submission;
    let there = &submission.entries[field].found;
    let form = &submission.form;
    let value = (there.value != written.value).then(|| RawCell {
        value: there.value.clone(),
        formula: written.formula.clone(),
    });
    match form.fields[field].kind {
        Kind::Input | Kind::Shown => None,
        Kind::Prefilled => value.filter(|_| !submission.is_added(field)),
        Kind::Formula => {
            let altered = is_altered(content, field);
            // A formula that only moved with its row is written for its new place.
            if there.formula.is_none() && !submission.is_added(field) || altered {
                Some(there.clone())
            } else {
                value.filter(|_| !leaves_out(content, field))
            }
        }
    }
}

/// Whether a formula left out the rows and sheets the department added: in the annotated workbook it has them.
fn leaves_out(content: &Content, field: usize) -> bool {
    let evaluation = &content.evaluation;
    let is_blank = content.submission.is_blank(field);
    evaluation.as_sent.is_some()
        && !is_blank
        && evaluation.reported[field] == evaluation.computed[field]
}

/// The cells of the form's sheets, and of added ones, that do not belong to the form.
fn outside(content: &Content) -> Vec<Found> {
    let mut found = Vec::new();
    for (index, at, cell) in super::outside::cells(content) {
        let (sheet, place) = place(content, index, at);
        let value = cell.value.clone();
        let formula = cell
            .formula
            .clone()
            .filter(|formula| parse_excel(formula).expr.is_some());
        found.push(Found::Cell {
            sheet,
            cell: place,
            content: RawCell { value, formula },
        });
    }
    found
}

/// The notes outside the form, and the objects.
fn beside(content: &Content) -> Vec<Found> {
    let notes = super::outside::notes(content).into_iter();
    let notes = notes.filter(|note| note.home.is_none()).map(|note| {
        let (sheet, cell) = place(content, note.sheet, note.at);
        let text = note.text;
        Found::Note { sheet, cell, text }
    });
    let objects = super::outside::objects(content).into_iter();
    let objects = objects.map(|(index, drawing)| {
        let sheet = sheet_name(content, index);
        Found::Object { sheet, drawing }
    });
    notes.chain(objects).collect()
}

/// What the annotated workbook calls a sheet of the return.
fn sheet_name(content: &Content, index: usize) -> String {
    let submission = &content.submission;
    match submission.form_sheet(index) {
        Some(sheet) => submission.form.sheets[sheet].name.clone(),
        None => submission.book.sheets[index].name.clone(),
    }
}

/// Where content outside the form is put back: the name of its sheet, and a cell. Where the form has grown over the place
/// it goes below the form, so that it does not hide an entry.
fn place(content: &Content, index: usize, at: Address) -> (String, Address) {
    let sheet = content.submission.form_sheet(index);
    let cell_in_form = sheet.is_some_and(|sheet| is_of_form(content, sheet, at));
    let place = if cell_in_form {
        Address::new(at.row + 1000, at.column)
    } else {
        at
    };
    (sheet_name(content, index), place)
}

fn is_of_form(content: &Content, sheet: usize, at: Address) -> bool {
    let form = &content.submission.form;
    // A cell that a field covers holds nothing itself: content there hides no entry.
    let status = form.status_column(sheet);
    form.field_at(sheet, at).is_some()
        || form.sheets[sheet].is_printed(&form.pack, at)
        || ((status..=status + 1).contains(&at.column) && form.has_status(sheet, at.row))
}
