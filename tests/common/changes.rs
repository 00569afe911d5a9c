//! What a department did to its return, line by line: the words of `tests/rules/README.md`.

#![allow(dead_code, reason = "each test binary uses its own share of this")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper of tests fails as a test does"
)]

use std::sync::Arc;

use annex::address::{Address, Area};
use annex::annotate;
use annex::book::read::ReadError;
use annex::book::write::write;
use annex::book::{Book, Cell, CellValue, Drawing, Format, Note, RawBook, Visibility};
use annex::check::{self, Options, Return};
use annex::demo::{self, Demo, Fault};
use annex::form::Spec;
use annex::generate::identify;
use annex::identity::{Identity, Key, Mark};
use annex::own::{self, listing};
use annex::template::Pack;
use annex::text::Language;
use annex::{fill, form};
use serde_json::{Value as Json, json};

use super::edit;

/// What annex makes of the return of a department after these changes.
pub(crate) fn opened(demo: Demo, pack: &Arc<Pack>, changes: &[String]) -> Return {
    let mut options = Options::default();
    let read = changed(demo, pack, changes, &mut options, None);
    check::open("return.xlsx", read, &[Arc::clone(pack)], &options)
}

/// The return of a department after these changes, for another year if one is given.
pub(crate) fn changed(
    mut demo: Demo,
    pack: &Arc<Pack>,
    changes: &[String],
    options: &mut Options,
    year: Option<u16>,
) -> Result<RawBook, ReadError> {
    let mut format = Format::Xlsx;
    let mut later = Vec::new();
    for change in changes {
        let (word, rest) = change.split_once(' ').unwrap_or((change, ""));
        let (id, what) = rest.split_once(' ').unwrap_or((rest, ""));
        let field = id.to_owned();
        match word {
            "fill" => *place(&mut demo.values, id) = plain(what),
            "blank" => *place(&mut demo.values, id) = Json::Null,
            "text" => demo.faults.push(Fault::RawText {
                field,
                raw_text: what.to_owned(),
            }),
            "type" => demo.faults.push(Fault::TypedOver {
                field,
                typed_over: what.to_owned(),
            }),
            "clear" => demo.faults.push(Fault::Cleared {
                field,
                cleared: true,
            }),
            "formula" => {
                let (formula, shows) = what.split_once(" shows ").unwrap();
                demo.faults.push(Fault::Formula {
                    field,
                    formula: formula.trim_start_matches('=').to_owned(),
                    shows: shows.to_owned(),
                });
            }
            "no-projects" => {
                demo.projects.clear();
                demo.values.as_object_mut().unwrap().remove("project");
            }
            "project" => demo.projects = vec![id.to_owned()],
            "projects" => {
                demo.projects = vec![id.to_owned(), what.to_owned()];
                let sheets = demo.values["project"].as_array_mut().unwrap();
                sheets.push(sheets[0].clone());
                for sheet in sheets {
                    sheet.as_object_mut().unwrap().remove("name");
                }
            }
            "as-it-is" | "same-department" => {}
            "ask-for-year" => options.year = Some(id.parse().unwrap()),
            "saved-as" => format = saved_as(id),
            "ask-for-key" => options.key = Some(Key::of(id.as_bytes()).unwrap()),
            _ => later.push((word, id, what)),
        }
    }
    let values = fill::flatten(&demo.values).unwrap();
    let mut spec = fill::grow(&demo::blank(&demo, pack).unwrap(), &values).unwrap();
    spec.year = year.unwrap_or(spec.year);
    let form = form::resolve(pack, &spec).unwrap();
    let mut book = annex::generate::workbook(&form, &fill::entries(&form, &values).unwrap());
    demo::apply(&mut book, &form, &demo.faults).unwrap();
    let mut bytes = None;
    let mut scoped = Vec::new();
    let mut objects = Vec::new();
    for (word, id, what) in later {
        match word {
            "file" => bytes = Some(rest_of(id, what).into_bytes()),
            "scope-names" => scoped.push((id, what)),
            "object" => objects.push((id, what)),
            "sign" => {
                let identity = Identity::of(&form).signed(&Key::of(id.as_bytes()).unwrap());
                identify(&mut book, &form, &identity, &[]);
            }
            "annotated" => book = annotated(&book, pack, options),
            "not-computed" => {
                let blank = annex::generate::workbook(&form, &annex::generate::Entries::new());
                not_computed(&mut book, &blank, id);
            }
            "mark" => {
                let spec = Spec {
                    code: what.to_owned(),
                    ..form.spec.clone()
                };
                let sheet = edit::sheet(&book, id);
                let bears_mark = |cell: &&mut Cell| Mark::parse(&cell.value).is_some();
                let cell = book.sheets[sheet].cells.values_mut().find(bears_mark);
                let mark = Mark::of(&form.pack.id, &spec);
                cell.unwrap().value = CellValue::Text(mark.text().to_owned());
            }
            _ => alter(&mut book, word, id, what),
        }
    }
    let bytes = bytes.unwrap_or_else(|| write(&book).unwrap());
    let mut read = annex::book::read::read(&bytes).map(|book| RawBook { format, ..book });
    for (original, copy) in scoped {
        let original = &book.sheets[edit::sheet(&book, original)].name;
        edit::scope_names(read.as_mut().unwrap(), original, copy);
    }
    for (place, what) in objects {
        let (sheet, cell) = place.split_once('!').unwrap();
        let (kind, text) = what.split_once(' ').unwrap_or((what, ""));
        let sheet = edit::sheet(&book, sheet);
        let (cell, to) = cell.split_once(':').unwrap_or((cell, ""));
        read.as_mut().unwrap().sheets[sheet].drawings.push(Drawing {
            at: Address::parse(cell),
            to: Address::parse(to),
            kind: kind.to_owned(),
            text: text.to_owned(),
        });
    }
    read
}

/// The annotated workbook of a return, as a program of the department has saved it: what annex remembered is void.
fn annotated(book: &Book, pack: &Arc<Pack>, options: &Options) -> Book {
    let read = annex::book::read::read(&write(book).unwrap());
    let found = check::open("return.xlsx", read, &[Arc::clone(pack)], options);
    let content = found.content.as_ref().unwrap();
    let mut book = annotate::workbook(content, &found.findings, Language::Chinese);
    let memory = edit::sheet(&book, own::MEMORY);
    let first = Address::new(0, 0);
    book.sheets[memory].cells.get_mut(&first).unwrap().value = edit::value("1");
    book
}

/// Writes an answer beside the first finding of this code in the list of an annotated workbook.
fn answer(book: &mut Book, code: &str, text: &str) {
    let sheet = edit::sheet(book, own::RESULTS);
    let said = CellValue::Text(code.to_owned());
    let mut cells = book.sheets[sheet].cells.iter();
    let listed = |(at, cell): &(&Address, &Cell)| at.column == listing::CODE && cell.value == said;
    let row = cells.find(listed).unwrap().0.row;
    let at = Address::new(row, listing::ANSWER);
    assert!(
        !book.sheets[sheet].cells[&at].style.locked,
        "answers can be typed"
    );
    edit::write_cell(book, sheet, at, CellValue::Text(text.to_owned()));
}

/// As an editor on the web saves a workbook: no protection, no validation, no conditional formats, no results of formulas,
/// and hidden sheets less hidden.
fn saved_on_the_web(book: &mut Book) {
    for sheet in &mut book.sheets {
        sheet.protected = false;
        sheet.validations.clear();
        sheet.conditions.clear();
        if sheet.visibility == Visibility::VeryHidden {
            sheet.visibility = Visibility::Hidden;
        }
        let computed = sheet
            .cells
            .values_mut()
            .filter(|cell| cell.formula.is_some());
        computed.for_each(|cell| cell.value = CellValue::Blank);
    }
}

/// As a program that does not compute saves a workbook: every formula shows one value, or what it shows in the blank form.
fn not_computed(book: &mut Book, blank: &Book, shows: &str) {
    let untouched = |sheet: &str, at: &Address| {
        let sheet = blank.sheets.iter().find(|other| other.name == sheet)?;
        Some(sheet.cells.get(at)?.value.clone())
    };
    for sheet in &mut book.sheets {
        let formulas = sheet.cells.iter_mut();
        for (at, cell) in formulas.filter(|(_, cell)| cell.formula.is_some()) {
            cell.value = match shows {
                "blank-form" => untouched(&sheet.name, at).unwrap_or(CellValue::Blank),
                "blank" => CellValue::Blank,
                value => edit::value(value),
            };
        }
    }
}

/// Writes a line into the hidden memory of an annotated workbook and makes it count again, as a program could.
fn remember(book: &mut Book, (sheet, cell): (&str, Address), value: &str) {
    let name = book.sheets[edit::sheet(book, sheet)].name.clone();
    let memory = edit::sheet(book, own::MEMORY);
    let cells = &mut book.sheets[memory].cells;
    cells.get_mut(&Address::new(0, 0)).unwrap().value = edit::value("0");
    let row = cells.keys().map(|at| at.row).max().unwrap() + 1;
    for (column, text) in (0..).zip(["number", &name, &cell.to_string(), value]) {
        let text = Cell {
            value: CellValue::Text(text.to_owned()),
            ..Cell::default()
        };
        cells.insert(Address::new(row, column), text);
    }
}

fn saved_as(name: &str) -> Format {
    match name {
        "xls" => Format::Xls,
        "xlsb" => Format::Xlsb,
        "ods" => Format::Ods,
        other => panic!("'{other}' is no format"),
    }
}

fn rest_of(id: &str, what: &str) -> String {
    format!("{id} {what}")
}

fn alter(book: &mut Book, word: &str, id: &str, what: &str) {
    let place = || {
        let (sheet, cell) = id.split_once('!').unwrap();
        (sheet, Address::parse(cell).unwrap())
    };
    let row = || what.parse::<u32>().unwrap() - 1;
    match word {
        "write" => {
            let (sheet, at) = place();
            edit::write_cell(book, edit::sheet(book, sheet), at, edit::value(what));
        }
        "erase" => {
            let (sheet, at) = place();
            let sheet = edit::sheet(book, sheet);
            edit::write_cell(book, sheet, at, annex::book::CellValue::Blank);
        }
        "add-sheet" => {
            let (sheet, at) = place();
            edit::add_sheet(book, sheet, at, edit::value(what));
        }
        "drop-sheet" => edit::drop_sheet(book, edit::sheet(book, id)),
        "rename-sheet" => {
            let sheet = edit::sheet(book, id);
            edit::rename_sheet(book, sheet, what);
        }
        "insert-row" => edit::insert_row(book, edit::sheet(book, id), row()),
        "delete-row" => edit::delete_row(book, edit::sheet(book, id), row()),
        "move-row" => {
            let (row, before) = what.split_once(' ').unwrap();
            let line = |text: &str| text.parse::<u32>().unwrap() - 1;
            edit::move_row(book, edit::sheet(book, id), line(row), line(before));
        }
        "insert-column" => edit::insert_column(book, edit::sheet(book, id), column(what)),
        "delete-column" => edit::delete_column(book, edit::sheet(book, id), column(what)),
        "move-column" => {
            let (moved, before) = what.split_once(' ').unwrap();
            let sheet = edit::sheet(book, id);
            edit::move_column(book, sheet, column(moved), column(before));
        }
        "copy-sheet" => edit::copy_sheet(book, edit::sheet(book, id), what),
        "drag" => {
            let (sheet, from) = place();
            let to = Address::parse(what).unwrap();
            edit::drag(book, edit::sheet(book, sheet), from, to);
        }
        "split" => {
            let (sheet, at) = place();
            edit::split(book, edit::sheet(book, sheet), at);
        }
        "merge" => {
            let (sheet, at) = place();
            let area = Area::new(at, Address::parse(what).unwrap());
            edit::merge(book, edit::sheet(book, sheet), area);
        }
        "space-out" => {
            let sheet = edit::sheet(book, id);
            edit::space_out(book, sheet);
        }
        "unprotect" => {
            let sheet = edit::sheet(book, id);
            book.sheets[sheet].protected = false;
        }
        "unlock" | "lock" => {
            let (sheet, at) = place();
            let sheet = edit::sheet(book, sheet);
            let cell = book.sheets[sheet].cells.get_mut(&at).unwrap();
            cell.style.locked = word == "lock";
        }
        "unvalidate" => {
            let (sheet, at) = place();
            let sheet = edit::sheet(book, sheet);
            let validations = &mut book.sheets[sheet].validations;
            validations.retain(|validation| !validation.area.contains(at));
        }
        "hide-row" => {
            let sheet = edit::sheet(book, id);
            book.sheets[sheet].folded_rows.insert(row());
        }
        "hide-column" => {
            let sheet = edit::sheet(book, id);
            let column = Address::parse(&format!("{what}1")).unwrap().column;
            book.sheets[sheet].hidden_columns.push(column);
        }
        "hide-sheet" => {
            let sheet = edit::sheet(book, id);
            book.sheets[sheet].visibility = Visibility::Hidden;
        }
        "calculate" => {
            let (sheet, at) = place();
            let (formula, shows) = what.split_once(" shows ").unwrap();
            let sheet = edit::sheet(book, sheet);
            edit::write_cell(book, sheet, at, edit::value(shows));
            let cell = book.sheets[sheet].cells.get_mut(&at).unwrap();
            cell.formula = Some(formula.trim_start_matches('=').to_owned());
        }
        "format" => {
            let (sheet, at) = place();
            let sheet = edit::sheet(book, sheet);
            let cell = book.sheets[sheet].cells.get_mut(&at).unwrap();
            what.clone_into(&mut cell.style.number_format);
        }
        "note" => {
            let (sheet, at) = place();
            let note = Note {
                author: "张三".to_owned(),
                text: what.replace("\\n", "\n"),
                width: 200,
                height: 80,
            };
            let sheet = edit::sheet(book, sheet);
            book.sheets[sheet].notes.insert(at, note);
        }
        "answer" => answer(book, id, what),
        "saved-on-the-web" => saved_on_the_web(book),
        "forget-names" => book.names.clear(),
        "unsaved" => {
            let (sheet, at) = place();
            let sheet = edit::sheet(book, sheet);
            book.sheets[sheet].cells.get_mut(&at).unwrap().value = annex::book::CellValue::Blank;
        }
        "remember" => remember(book, place(), what),
        "identity" => {
            let sheet = edit::sheet(book, annex::identity::SHEET);
            let cells = &mut book.sheets[sheet].cells;
            let key = annex::book::CellValue::Text(id.to_owned());
            let at = cells.iter().find(|(_, cell)| cell.value == key).unwrap().0;
            let at = Address::new(at.row, 1);
            cells.get_mut(&at).unwrap().value = annex::book::CellValue::Text(what.to_owned());
        }
        other => panic!("'{other}' is no word for a change"),
    }
}

/// A column by its letters.
fn column(letters: &str) -> u32 {
    Address::parse(&format!("{letters}1")).unwrap().column
}

/// A number where the text is one, exact to the last digit; else the text, `\n` for a new line.
fn plain(text: &str) -> Json {
    serde_json::from_str(text)
        .ok()
        .filter(Json::is_number)
        .unwrap_or_else(|| json!(text.replace("\\n", "\n")))
}

/// The place of a field in the values of a department: objects by key, rows of arrays counted from one.
pub(crate) fn place<'a>(values: &'a mut Json, id: &str) -> &'a mut Json {
    id.split('.')
        .fold(values, |inner, key| match key.parse::<usize>() {
            Ok(row) => {
                if inner.is_null() {
                    *inner = json!([]);
                }
                let list = inner.as_array_mut().unwrap();
                while list.len() < row {
                    list.push(json!({}));
                }
                &mut list[row - 1]
            }
            Err(_) => {
                if inner.is_null() {
                    *inner = json!({});
                }
                let object = inner.as_object_mut().unwrap();
                object.entry(key).or_insert(Json::Null)
            }
        })
}
