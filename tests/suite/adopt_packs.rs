//! Every shipped pack's returns as workbooks somebody made by hand: put into the official form, each field holds what it
//! held in the return.
//!
//! The workbooks are the returns of the demo with everything taken out that makes them forms of annex: names, formulas,
//! protection, the sheets and columns that are annex's own.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper of tests fails as a test does"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use annex::address::{Address, Area};
use annex::adopt::{self, Adoption, Asked};
use annex::book::read::read;
use annex::book::write::write;
use annex::book::{Book, CellValue, RawBook, RawSheet};
use annex::check::{self, Content, Options};
use annex::demo;
use annex::form;
use annex::own;
use annex::template::{Pack, packs};
use rayon::prelude::*;

use crate::common::edit;

fn loaded(id: &str) -> Arc<Pack> {
    form::load(&packs::shipped_files(id).unwrap()).unwrap()
}

fn content(book: &Book, pack: &Arc<Pack>) -> Content {
    let read = read(&write(book).unwrap());
    let packs = [Arc::clone(pack)];
    let found = check::open("return.xlsx", read, &packs, &Options::default());
    found.content.unwrap()
}

/// What is left of a return when it is typed into a new workbook: texts and numbers where they stand, and merged cells.
fn by_hand(content: &Content) -> RawBook {
    let form = &content.submission.form;
    let mut book = RawBook::default();
    for (index, sheet) in content.submission.book.sheets.iter().enumerate() {
        let Some(of) = content.submission.form_sheet(index) else {
            continue;
        };
        let status = form.status_column(of);
        let mut sheet = sheet.clone();
        sheet.name = format!("Sheet{}", book.sheets.len() + 1);
        sheet.cells.retain(|at, _| at.column < status);
        for cell in sheet.cells.values_mut() {
            cell.formula = None;
        }
        sheet.notes.clear();
        book.sheets.push(sheet);
    }
    assert!(!book.sheets.iter().any(|sheet| own::is_sheet(&sheet.name)));
    book
}

fn adopted(book: &RawBook, pack: &Arc<Pack>, department: &str) -> Adoption {
    let asked = Asked {
        department: Some(department.to_owned()),
        ..Asked::default()
    };
    adopt::run(&adopt::of_book(book), pack, &asked).unwrap()
}

/// What each field reports, by its id.
fn reported(content: &Content) -> BTreeMap<&str, String> {
    let submission = &content.submission;
    let fields = submission.form.fields.iter().enumerate();
    fields
        .filter_map(|(index, field)| Some((field.id.as_str(), submission.reported(index)?)))
        .collect()
}

/// What reads otherwise in the adopted form than in the return, and what has found no place.
fn differences(sent: &Content, book: &RawBook, department: &str) -> Vec<String> {
    let pack = &sent.submission.form.pack;
    let adoption = adopted(book, pack, department);
    let back = content(&adopt::workbook(&adoption), pack);
    let (sent, mut back) = (reported(sent), reported(&back));
    // A target that held its operator or its unit, put together again as the report tells.
    let split = adoption.report.taken.iter();
    for taken in split.filter(|taken| !taken.apart.is_empty()) {
        for part in &taken.apart {
            assert_eq!(back.remove(part.field.as_str()), Some(part.value.clone()));
        }
        back.insert(&taken.field, taken.value.clone());
    }
    let ids: BTreeSet<&str> = sent.keys().chain(back.keys()).copied().collect();
    let changed = ids.into_iter().filter(|id| sent.get(id) != back.get(id));
    let or_blank = |value: Option<&String>| value.map_or("blank", String::as_str).to_owned();
    let changed = changed.map(|id| {
        let (before, after) = (or_blank(sent.get(id)), or_blank(back.get(id)));
        format!("{id}: {before} became {after}")
    });
    let left = adoption.report.left.iter();
    let left = left.map(|left| format!("left: {} {}", left.value, left.why.id()));
    changed.chain(left).collect()
}

/// Holds all returns of a pack against what is read from the same workbooks made by hand.
#[track_caller]
fn assert_adopted(id: &str, returns: usize, expected: &[&str]) {
    let pack = loaded(id);
    let demos = demo::departments_of(id).unwrap();
    let found: Vec<Vec<String>> = demos
        .par_iter()
        .filter_map(|demo| {
            let sent = content(&demo::returned(demo, &pack).unwrap()?, &pack);
            let found = differences(&sent, &by_hand(&sent), &demo.name).into_iter();
            Some(found.map(|line| format!("{} {line}", demo.id)).collect())
        })
        .collect();
    assert_eq!(found.len(), returns, "{id}");
    assert_eq!(found.concat(), expected, "{id}");
}

#[test]
fn returns_of_hubei_made_by_hand_give_every_value() {
    assert_adopted("hubei-2020", 4, &[]);
}

#[test]
fn returns_of_central_made_by_hand_give_every_value() {
    assert_adopted("central-2021", 4, &[]);
}

#[test]
fn returns_of_hunan_made_by_hand_give_every_value() {
    assert_adopted(
        "hunan-2024",
        9,
        &[
            // The stray row stands a column too far left: its first words belong to no field.
            "01-yueyang-federation left: 成本指标 no-field",
            "01-yueyang-federation left: 经费控制 no-field",
            // The formula was deleted there: nothing is said, and the form computes.
            "05-forestry base.staff.rate: blank became 0.9643",
            // Signed on a later sheet only: the signature is entered on the first, and shown on all.
            "08-civil-affairs base.signature.date: blank became 2025-03-28",
            "08-civil-affairs base.signature.head: blank became 负责人乙",
            "08-civil-affairs base.signature.phone: blank became 0000-6100008",
            "08-civil-affairs base.signature.preparer: blank became 填表人甲",
            "08-civil-affairs capital.signature.date: blank became 2025-03-28",
            "08-civil-affairs capital.signature.head: blank became 负责人乙",
            "08-civil-affairs capital.signature.phone: blank became 0000-6100008",
            "08-civil-affairs capital.signature.preparer: blank became 填表人甲",
            "08-civil-affairs overall.signature.head: blank became 负责人乙",
            "08-civil-affairs overall.signature.phone: blank became 0000-6100008",
            "08-civil-affairs project.1.signature.date: blank became 2025-03-28",
            "08-civil-affairs project.1.signature.head: blank became 负责人乙",
            "08-civil-affairs project.1.signature.phone: blank became 0000-6100008",
            "08-civil-affairs project.1.signature.preparer: blank became 填表人甲",
        ],
    );
}

// ---- made by hand in another way -------------------------------------------------------------------------------------------

/// One clean return of each shipped pack.
const CLEAN: [(&str, &str); 3] = [
    ("central-2021", "01-statistics"),
    ("hubei-2020", "01-water"),
    ("hunan-2024", "03-culture"),
];

/// Every value is found again whatever is done to these workbooks made by hand. The change is given what the form prints.
#[track_caller]
fn assert_found(change: impl Fn(&mut RawBook, &BTreeSet<String>) + Sync) {
    CLEAN.par_iter().for_each(|(id, department)| {
        let pack = loaded(id);
        let mut demos = demo::departments_of(id).unwrap().into_iter();
        let demo = demos.find(|demo| demo.id == *department).unwrap();
        let sent = content(&demo::returned(&demo, &pack).unwrap().unwrap(), &pack);
        let sheets = &sent.submission.form.sheets;
        let mut printed: BTreeSet<String> =
            sheets.iter().map(|sheet| sheet.heading.clone()).collect();
        let labels = sheets.iter().flat_map(|sheet| &sheet.labels);
        printed.extend(labels.map(|label| label.text.clone()));
        let mut book = by_hand(&sent);
        let before = book.clone();
        change(&mut book, &printed);
        assert!(book != before, "{id}: nothing was changed");
        let none: [String; 0] = [];
        assert_eq!(differences(&sent, &book, &demo.name), none, "{id}");
    });
}

/// Writes every printed text in another way.
fn retype(book: &mut RawBook, printed: &BTreeSet<String>, to: impl Fn(&str) -> String) {
    for cell in book
        .sheets
        .iter_mut()
        .flat_map(|sheet| sheet.cells.values_mut())
    {
        if let CellValue::Text(text) = &mut cell.value
            && printed.contains(text.as_str())
        {
            *text = to(text);
        }
    }
}

#[test]
fn labels_may_be_spaced_out() {
    assert_found(|book, printed| retype(book, printed, edit::spaced_out));
}

#[test]
fn labels_may_be_in_full_width() {
    let wide = |c: char| match c {
        '!'..='~' => char::from_u32(u32::from(c) + 0xFEE0).unwrap(),
        c => c,
    };
    assert_found(|book, printed| retype(book, printed, |text| text.chars().map(wide).collect()));
}

#[test]
fn attachments_may_have_other_numbers() {
    let other = |text: &str| match text.strip_prefix("附件") {
        Some(rest) => format!("附件1{rest}"),
        None => text.replace("附件", "附表"),
    };
    assert_found(|book, _| {
        for sheet in &mut book.sheets {
            let first = sheet.cells.values_mut().next().unwrap();
            let CellValue::Text(text) = &first.value else {
                panic!("{first:?}")
            };
            first.value = CellValue::Text(match text.contains("附件") {
                true => other(text),
                false => format!("附件9 {text}"),
            });
        }
    });
}

#[test]
fn sheets_may_stand_in_another_order() {
    // The sheets of several projects stay in theirs, by which they are counted.
    assert_found(|book, _| book.sheets.rotate_left(1));
}

#[test]
fn sheets_may_be_called_anything() {
    assert_found(|book, _| {
        let count = book.sheets.len();
        for (index, sheet) in book.sheets.iter_mut().enumerate() {
            sheet.name = format!("附件{}", count - index);
        }
    });
}

/// Moves what stands on a sheet.
fn shift(sheet: &mut RawSheet, to: impl Fn(Address) -> Address) {
    let cells = std::mem::take(&mut sheet.cells);
    sheet.cells = cells.into_iter().map(|(at, cell)| (to(at), cell)).collect();
    for area in &mut sheet.merges {
        *area = Area::new(to(area.first), to(area.last));
    }
}

#[test]
fn tables_may_stand_lower_and_further_right_and_have_blank_rows() {
    assert_found(|book, _| {
        for sheet in &mut book.sheets {
            let third = sheet.cells.keys().map(|at| at.row).max().unwrap() / 3;
            shift(sheet, |at| {
                let blank = if at.row > third { 3 } else { 2 };
                Address::new(at.row + blank, at.column + 1)
            });
        }
    });
}

#[test]
fn cells_need_not_be_merged() {
    assert_found(|book, _| {
        book.sheets
            .iter_mut()
            .for_each(|sheet| sheet.merges.clear());
    });
}
