//! An attacker writes into the hidden memory of an annotated workbook: what the workbook shows counts all the same.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper of tests fails as a test does"
)]

use annex::address::Address;
use annex::annotate;
use annex::book::read::read;
use annex::book::write::write;
use annex::book::{Book, CellValue, RawCell};
use annex::check::{self, Options, Return};
use annex::identity::{Identity, Key};
use annex::memory::{self, Found};
use annex::report::extract;
use annex::text::Language;

use crate::common::edit;
use crate::common::returns;

const KEY: &[u8] = b"0123456789abcdef0123456789abcdef";
const OTHER: &[u8] = b"fedcba9876543210fedcba9876543210";

fn key(text: &[u8]) -> Key {
    Key::of(text).unwrap()
}

fn opened(book: &Book, key: Option<Key>) -> Return {
    let options = Options {
        key,
        ..Options::default()
    };
    let read = read(&write(book).unwrap());
    check::open("return.xlsx", read, &[returns::pack()], &options)
}

/// The return of a department that typed a figure over a formula.
fn original() -> Return {
    let mut book = returns::returned("02-archives");
    let sheet = edit::sheet(&book, "附件1");
    edit::write_cell(&mut book, sheet, at("F6"), edit::value("3.7"));
    let found = opened(&book, None);
    assert!(
        codes(&found).contains(&"W008".to_owned()),
        "{:?}",
        codes(&found)
    );
    found
}

fn annotated(found: &Return) -> Book {
    let content = found.content.as_ref().unwrap();
    annotate::workbook(content, &found.findings, Language::Chinese)
}

fn codes(found: &Return) -> Vec<String> {
    found.flat().iter().map(|it| it.code.clone()).collect()
}

fn at(text: &str) -> Address {
    Address::parse(text).unwrap()
}

/// Everything that is counted of a return: the values, without the file and the findings.
fn counted(found: &Return) -> Vec<(String, Option<String>)> {
    let submission = &found.content.as_ref().unwrap().submission;
    let fields = submission.form.fields.iter().enumerate();
    fields
        .map(|(index, field)| (field.id.clone(), submission.reported(index)))
        .collect()
}

/// What is counted when there is no memory at all.
fn shown(book: &Book) -> Vec<(String, Option<String>)> {
    let mut book = book.clone();
    book.sheets.retain(|sheet| sheet.name != memory::SHEET);
    counted(&opened(&book, None))
}

fn cell(sheet: &str, cell: &str, value: CellValue) -> Found {
    Found::Cell {
        sheet: sheet.to_owned(),
        cell: at(cell),
        content: RawCell {
            value,
            formula: None,
        },
    }
}

fn number(text: &str) -> CellValue {
    CellValue::Number(text.parse().unwrap())
}

fn text(text: &str) -> CellValue {
    CellValue::Text(text.to_owned())
}

/// The annotated workbook with this memory instead of its own, sealed as annex seals it: an attacker has annex too.
fn forged(found: &Return, memory: &[Found]) -> Book {
    let mut book = annotated(found);
    let own = book.sheets.iter_mut().find(|it| it.name == memory::SHEET);
    let submission = &found.content.as_ref().unwrap().submission;
    *own.unwrap() = memory::sheet(memory, &submission.shown());
    book
}

#[test]
fn an_annotated_return_says_the_same_as_long_as_nobody_touches_it() {
    let found = original();
    let again = opened(&annotated(&found), None);
    assert_eq!(codes(&again), codes(&found));
    assert_eq!(counted(&again), counted(&found));
}

/// A program that saves a workbook leaves no result of the formula, or another one: the memory is not needed any more.
#[test]
fn a_memory_altered_in_a_workbook_that_was_saved_is_named() {
    let found = original();
    let mut saved = annotated(&found);
    fn memory(book: &mut Book) -> &mut annex::book::Sheet {
        let mut sheets = book.sheets.iter_mut();
        sheets.find(|it| it.name == memory::SHEET).unwrap()
    }
    memory(&mut saved).cells.get_mut(&at("A1")).unwrap().value = number("1");
    let again = opened(&saved, None);
    assert!(!codes(&again).contains(&"W028".to_owned()));
    let rows = memory(&mut saved).cells.clone();
    let of_row = |cell: &str| rows.get(&at(cell)).map(|cell| cell.value.clone());
    assert!(of_row("D3").is_some(), "{rows:?}");
    for (cell, value) in [
        ("D2", "99"),
        ("C2", "B5"),
        ("A9", "adopted"),
        ("B2", "别的"),
    ] {
        let mut altered = saved.clone();
        let cell = memory(&mut altered).cells.entry(at(cell)).or_default();
        cell.value = text(value);
        let again = opened(&altered, None);
        assert!(codes(&again).contains(&"W028".to_owned()), "{value}");
        assert_eq!(counted(&again), shown(&altered), "{value}");
    }
}

#[test]
fn a_line_put_into_the_memory_voids_it() {
    let found = original();
    let sheet = "附件1 基础数据表";
    for record in [
        ["number", sheet, "B5", "99", ""],
        ["number", sheet, "F6", "99", ""],
        ["blank", sheet, "B5", "", ""],
        ["gone", "base.staff.quota", "", "", ""],
        ["sheet", sheet, "", "", ""],
        ["text", sheet, "A6", "别的", ""],
        ["adopted", "", "", "", ""],
        ["listed", "0", "", "", ""],
    ] {
        let mut book = annotated(&found);
        let expected = shown(&book);
        let memory = book.sheets.iter_mut().find(|it| it.name == memory::SHEET);
        let cells = &mut memory.unwrap().cells;
        let row = cells.keys().map(|at| at.row).max().unwrap() + 1;
        for (column, text) in (0..).zip(record) {
            let cell = cells.entry(Address::new(row, column)).or_default();
            cell.value = CellValue::Text(text.to_owned());
        }
        for key in [None, Some(key(KEY))] {
            let again = opened(&book, key);
            assert_eq!(counted(&again), expected, "{record:?}");
            assert!(codes(&again).contains(&"W028".to_owned()), "{record:?}");
        }
    }
}

#[test]
fn a_memory_that_was_sealed_anew_outweighs_no_input() {
    let found = original();
    let name = "附件1 基础数据表";
    let form = &found.content.as_ref().unwrap().submission.form;
    let identity = |row, value: &str| cell("annex", &format!("B{row}"), text(value));
    let label = |cell: &str| {
        let sheet = &form.sheets[0];
        let label = sheet
            .labels
            .iter()
            .find(|label| label.area.first == at(cell));
        text(&label.unwrap().text)
    };
    let second = &form.sheets[1].name;
    let input = |id: &str| form.fields[form.field(id).unwrap()].cell().to_string();
    let (quota, spent) = (input("base.staff.quota"), input("base.procurement.actual"));
    for memory in [
        vec![cell(name, &quota, number("99"))],
        vec![cell(name, &quota, CellValue::Blank)],
        vec![cell(name, &spent, number("99"))],
        // Another row is where its label is.
        vec![cell(name, "A8", label("A9")), cell(name, "A9", label("A8"))],
        vec![Found::Gone("base.staff.quota".to_owned())],
        vec![Found::SheetGone(second.clone())],
        vec![Found::SheetGone("annex".to_owned())],
        vec![identity(7, "别的单位")],
        vec![identity(3, "1999")],
        // A further row of a block, where the form has none.
        vec![
            cell(name, "A16", text("另一个专项")),
            cell(name, "F16", number("99")),
        ],
        vec![cell("校验结果", "M5", text("属实"))],
    ] {
        let book = forged(&found, &memory);
        let expected = shown(&book);
        let again = opened(&book, None);
        let inputs = |all: &[(String, Option<String>)]| {
            let inputs = form.asked().map(|(_, id)| id.to_owned());
            let inputs: std::collections::BTreeSet<String> = inputs.collect();
            let all = all.iter().filter(|(id, _)| inputs.contains(id));
            all.cloned().collect::<Vec<_>>()
        };
        assert_eq!(inputs(&counted(&again)), inputs(&expected), "{memory:?}");
        let (was, is) = (
            &found.content.as_ref().unwrap().submission.identity,
            &again.content.as_ref().unwrap().submission.identity,
        );
        assert_eq!(is, was, "{memory:?}");
        let is_named = codes(&again).contains(&"W028".to_owned());
        assert!(is_named, "{memory:?}: {:?}", codes(&again));
    }
}

#[test]
fn a_memory_is_that_of_its_own_workbook_as_it_was_written() {
    let found = original();
    let book = annotated(&found);
    let other = annotated(&opened(&returns::returned("03-culture"), None));
    // The memory of another department.
    let mut taken = other.clone();
    let memory = |book: &Book| {
        let sheet = book.sheets.iter().find(|it| it.name == memory::SHEET);
        sheet.unwrap().clone()
    };
    let place = |book: &Book| edit::sheet(book, memory::SHEET);
    let index = place(&taken);
    taken.sheets[index] = memory(&book);
    assert!(codes(&opened(&taken, None)).contains(&"W028".to_owned()));
    // An input, a formula, a label that a program changed without computing anything.
    for (cell, value) in [("B5", "99"), ("F6", "99"), ("A6", "别的")] {
        let mut edited = book.clone();
        let sheet = edit::sheet(&edited, "附件1");
        edit::write_cell(&mut edited, sheet, at(cell), edit::value(value));
        let expected = shown(&edited);
        let again = opened(&edited, None);
        assert_eq!(counted(&again), expected, "{cell}");
        assert!(codes(&again).contains(&"W028".to_owned()), "{cell}");
    }
    // One as an earlier annex wrote it, without a seal.
    let mut unsealed = book.clone();
    let index = place(&unsealed);
    unsealed.sheets[index].cells.remove(&at("B1"));
    let again = opened(&unsealed, None);
    assert_eq!(counted(&again), shown(&unsealed));
    assert!(codes(&again).contains(&"W028".to_owned()));
}

#[test]
fn with_a_key_a_memory_is_believed_only_where_the_key_signed_it() {
    let mut book = returns::returned("02-archives");
    let form = opened(&book, None).content.unwrap().submission.form;
    let identity = Identity::of(&form).signed(&key(KEY));
    annex::generate::identify(&mut book, &form, &identity, &[]);
    let sheet = edit::sheet(&book, "附件1");
    edit::write_cell(&mut book, sheet, at("F6"), edit::value("3.7"));
    let found = opened(&book, Some(key(KEY)));
    let unsigned = annotated(&found);
    let signed = |by: &[u8]| {
        let mut book = unsigned.clone();
        memory::sign(&mut book, &key(by));
        book
    };
    let again = opened(&signed(KEY), Some(key(KEY)));
    assert_eq!(codes(&again), codes(&found));
    assert_eq!(counted(&again), counted(&found));
    assert_eq!(codes(&opened(&signed(OTHER), None)), codes(&found));
    for book in [&unsigned, &signed(OTHER)] {
        let again = opened(book, Some(key(KEY)));
        assert_eq!(codes(&again).iter().filter(|it| *it == "W028").count(), 1);
        assert_eq!(counted(&again), shown(book));
        let text = extract::render(&[again], Language::Chinese).unwrap();
        assert!(!text.contains("\"3.7\""), "{text}");
    }
}
