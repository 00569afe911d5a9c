//! Every rule at text size: for each code a file of `tests/rules/` with cases that trigger it, and neighbours that do not.
//!
//! A case starts from a clean return (示例县档案馆, the demo's second department), changes it line by line, and lists all
//! findings that follow, each as code | sheet | cell | field | reported | computed | difference. `·` is what is not there,
//! `none` is no finding. See `tests/rules/README.md` for the words a change is written with.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper of tests fails as a test does"
)]

#[path = "common/edit.rs"]
mod edit;
#[path = "common/returns.rs"]
mod returns;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use annex::address::{Address, Area};
use annex::book::read::ReadError;
use annex::book::write::write;
use annex::book::{Book, Cell, CellValue, Drawing, Format, Note, RawBook, Visibility};
use annex::check::across::across;
use annex::check::past::Past;
use annex::check::rules::ALL;
use annex::check::{self, Content, Options};
use annex::demo::{self, Fault};
use annex::form::Spec;
use annex::generate::identify;
use annex::identity::{Identity, Key, Mark};
use annex::{fill, form};
use rayon::prelude::*;
use returns::{lines, pack, without_comments};
use serde_json::{Value as Json, json};

/// One case of a file.
struct Case {
    /// What is wrong with it, in words.
    title: String,
    changes: Vec<String>,
    expected: Vec<String>,
}

#[test]
fn every_case_gives_exactly_the_findings_written_below_it() {
    let failed = |(path, case): &(PathBuf, Case)| {
        let found = findings(&case.changes);
        (found != case.expected).then(|| {
            format!(
                "{}: {}\n  {}\nfound:\n  {}\nexpected:\n  {}\n",
                path.display(),
                case.title,
                case.changes.join("\n  "),
                found.join("\n  "),
                case.expected.join("\n  ")
            )
        })
    };
    // Of a single rule while it is being written: RULE=V007.
    let only = std::env::var("RULE").ok();
    let is_asked_for = |path: &Path| {
        let code = path.file_stem().and_then(|stem| stem.to_str());
        only.is_none() || only.as_deref() == code
    };
    let cases: Vec<(PathBuf, Case)> = files()
        .into_iter()
        .filter(|(path, _)| is_asked_for(path))
        .flat_map(|(path, cases)| cases.into_iter().map(move |case| (path.clone(), case)))
        .collect();
    let failures: Vec<String> = cases.par_iter().filter_map(failed).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn every_rule_has_a_case_that_triggers_it_and_one_that_does_not() {
    let codes: BTreeSet<String> = ALL
        .iter()
        .map(|rule| rule.code.to_owned())
        .chain(pack().rules.iter().map(|rule| rule.code.clone()))
        .collect();
    let files: BTreeMap<String, Vec<Case>> = files()
        .into_iter()
        .map(|(path, cases)| {
            (
                path.file_stem().unwrap().to_str().unwrap().to_owned(),
                cases,
            )
        })
        .collect();
    assert_eq!(files.keys().cloned().collect::<BTreeSet<_>>(), codes);
    for (code, cases) in &files {
        let triggers = |case: &Case| case.expected.iter().any(|line| line.starts_with(code));
        assert!(cases.iter().any(triggers), "{code} is never triggered");
        assert!(
            !cases.iter().all(triggers),
            "{code} has no neighbour that leaves it silent"
        );
    }
}

fn files() -> Vec<(PathBuf, Vec<Case>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules");
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "txt"))
        .collect();
    paths.sort();
    let read = |path: PathBuf| {
        let text = std::fs::read_to_string(&path).unwrap();
        let parts = text.split("\n## ").skip(1).map(case).collect();
        (path, parts)
    };
    paths.into_iter().map(read).collect()
}

fn case(text: &str) -> Case {
    let (title, rest) = text.split_once('\n').unwrap();
    let (changes, expected) = rest
        .split_once("--\n")
        .unwrap_or_else(|| panic!("{title}: no --"));
    let mut expected = without_comments(expected);
    expected.retain(|line| line != "none");
    Case {
        title: title.to_owned(),
        changes: changes
            .lines()
            .filter(|line| !line.is_empty())
            .map(str::to_owned)
            .collect(),
        expected,
    }
}

/// The findings of the clean return after these changes.
fn findings(changes: &[String]) -> Vec<String> {
    let beginning = |word: &str| -> Vec<String> {
        let lines = changes.iter().filter_map(|line| line.strip_prefix(word));
        lines.map(str::to_owned).collect()
    };
    let mut options = Options::default();
    let last = beginning("last ");
    if !last.is_empty() {
        let year = pack().year - 1;
        let book = changed(&last, &mut Options::default(), Some(year), None);
        let content = Content::read(book.unwrap(), &[pack()]).unwrap();
        options.last = Some(Arc::new(Past::of(vec![("last.xlsx".to_owned(), content)])));
    }
    let own: Vec<String> = changes
        .iter()
        .filter(|line| !line.starts_with("last ") && !line.starts_with("other "))
        .cloned()
        .collect();
    let book = changed(&own, &mut options, None, None);
    let mut all = vec![check::open("return.xlsx", book, &[pack()], &options)];
    let other = beginning("other ");
    if !other.is_empty() {
        // Another department, unless it says that it is the same.
        let code = (!other.iter().any(|line| line == "same-department")).then_some("909");
        let book = changed(&other, &mut Options::default(), None, code);
        all.push(check::open("other.xlsx", book, &[pack()], &options));
        across(&mut all, &options);
    }
    lines(&all[0].flat())
}

/// What the same department may have returned the year before: what is now last year's figure was then the final one, and the
/// texts were others.
fn a_year_ago(values: &mut Json) {
    let rows = values["base"].as_object_mut().unwrap().values_mut();
    for row in rows.filter_map(Json::as_object_mut) {
        if let Some(prior) = row.get("prior").cloned() {
            row.insert("actual".to_owned(), prior);
        }
    }
    let texts = [
        "narrative.performance.text",
        "narrative.problems.text",
        "narrative.measures.text",
    ];
    for id in texts.into_iter().chain(["overall.goal.achieved"]) {
        *place(values, id) = json!("上年写的是别的内容。");
    }
}

/// The clean return after these changes: for another year or of another department, if they are given.
fn changed(
    changes: &[String],
    options: &mut Options,
    year: Option<u16>,
    code: Option<&str>,
) -> Result<RawBook, ReadError> {
    let mut demo = returns::demo("02-archives");
    if let Some(code) = code {
        code.clone_into(&mut demo.code);
        "示例县某局（虚构）".clone_into(&mut demo.name);
    }
    if year.is_some() {
        a_year_ago(&mut demo.values);
    }
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
            "as-it-is" | "same-department" => {}
            "ask-for-year" => options.year = Some(id.parse().unwrap()),
            "saved-as" => format = saved_as(id),
            "ask-for-key" => options.key = Some(Key::of(id.as_bytes()).unwrap()),
            _ => later.push((word, id, what)),
        }
    }
    let values = fill::flatten(&demo.values).unwrap();
    let mut spec = fill::grow(&demo::blank(&demo, &pack()).unwrap(), &values).unwrap();
    spec.year = year.unwrap_or(spec.year);
    let form = form::resolve(&pack(), &spec).unwrap();
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
        read.as_mut().unwrap().sheets[sheet].drawings.push(Drawing {
            at: Address::parse(cell),
            kind: kind.to_owned(),
            text: text.to_owned(),
        });
    }
    read
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
        "forget-names" => book.names.clear(),
        "unsaved" => {
            let (sheet, at) = place();
            let sheet = edit::sheet(book, sheet);
            book.sheets[sheet].cells.get_mut(&at).unwrap().value = annex::book::CellValue::Blank;
        }
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
fn place<'a>(values: &'a mut Json, id: &str) -> &'a mut Json {
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
