//! What a department put beside the form, carried over into its annotated workbook: notes, pictures, charts, shapes, added
//! sheets. Nothing of it is lost, nothing is taken for somebody else's, and nothing piles up.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper of tests fails as a test does"
)]

use annex::address::Address;
use annex::annotate;
use annex::book::write::write;
use annex::book::{Book, CellValue, Note, RawBook};
use annex::check::Return;
use annex::memory;
use annex::number::Number;
use annex::own::{self, remark};
use annex::text::Language;
use package::unpack;
use returns::{lines, open, returned};

use crate::common::edit;
use crate::common::package;
use crate::common::returns;
use crate::common::rich;

/// What the return below has outside the form: sheet, cell, kind, content.
const OUTSIDE: [&str; 7] = [
    "填报说明 | B4 | 批注 | 说明页的批注",
    "附件1 基础数据表 | L3 | 批注 | 表外的批注",
    "附件1 基础数据表 | I20 | 图片 | 盖章页",
    "附件1 基础数据表 | I30 | 形状 | 另见附注",
    "附件1 基础数据表 | I40 | 图表 | ",
    "说明 | B2 | 单元格 | 另附说明",
    "说明 | C3 | 批注 | 说明的批注",
];

fn at(cell: &str) -> Address {
    Address::parse(cell).unwrap()
}

fn note(book: &mut Book, sheet: usize, cell: &str, text: &str) {
    let note = Note {
        author: "李四".to_owned(),
        text: text.to_owned(),
        width: 144,
        height: 79,
    };
    book.sheets[sheet].notes.insert(at(cell), note);
}

/// A return with mistakes, notes on inputs, on a wrong cell, beside the form, on 填报说明 and on an added sheet, with a picture, a text box and a chart.
fn rich_return() -> Vec<u8> {
    let mut book = returned("01-yueyang-federation");
    rich::write_notes(&mut book);
    note(&mut book, 1, "F12", "含追加的\n两笔");
    note(&mut book, 0, "B4", "说明页的批注");
    edit::add_sheet(
        &mut book,
        "说明",
        at("B2"),
        CellValue::Text("另附说明".to_owned()),
    );
    let added = book.sheets.len() - 1;
    note(&mut book, added, "C3", "说明的批注");
    rich::packed(&rich::enriched(&unpack(&write(&book).unwrap())))
}

fn annotated(found: &Return) -> Book {
    let content = found.content.as_ref().unwrap();
    annotate::workbook(content, &found.findings, Language::Chinese)
}

/// The lines of 表外内容.
fn listed(book: &Book) -> Vec<String> {
    let sheet = book.sheets.iter().find(|sheet| sheet.name == own::OUTSIDE);
    let cells = &sheet.unwrap().cells;
    let rows = cells.keys().map(|at| at.row).max().unwrap();
    let text = |row, column| match cells
        .get(&Address::new(row, column))
        .map(|cell| &cell.value)
    {
        Some(CellValue::Text(text)) => text.clone(),
        Some(CellValue::Blank) => String::new(),
        other => panic!("{other:?}"),
    };
    (1..=rows)
        .map(|row| [0, 1, 2, 3].map(|column| text(row, column)).join(" | "))
        .collect()
}

/// The notes of a department, with what annex says taken out: sheet, cell, text.
fn theirs(book: &RawBook) -> Vec<String> {
    let mut notes = Vec::new();
    for sheet in &book.sheets {
        for (at, note) in &sheet.notes {
            let text = remark::theirs(note);
            if !text.is_empty() {
                notes.push(format!("{} {at} {text}", sheet.name));
            }
        }
    }
    notes.sort();
    notes
}

/// Findings as lines, and in full what is said of notes and objects.
fn said(found: &Return) -> Vec<String> {
    let all = found.flat();
    let mut said = lines(&all);
    let beside = all
        .iter()
        .filter(|finding| ["W011", "W023", "W027"].contains(&finding.code.as_str()));
    said.extend(beside.map(|finding| finding.message.zh.clone()));
    said.sort();
    said
}

fn book(found: &Return) -> &RawBook {
    &found.content.as_ref().unwrap().submission.book
}

#[test]
fn what_stands_beside_the_form_is_listed_with_its_place() {
    assert_eq!(listed(&annotated(&open(&rich_return()))), OUTSIDE);
}

#[test]
fn notes_on_cells_of_the_form_stay_there_before_what_annex_says() {
    let book = annotated(&open(&rich_return()));
    let sheet = &book.sheets[edit::sheet(&book, "附件1")];
    let text = |cell: &str| sheet.notes[&at(cell)].text.as_str();
    assert_eq!(text("B5"), "含借调人员");
    assert_eq!(text("D9"), "请核对");
    let wrong = text("F12");
    assert!(
        wrong.starts_with("含追加的\n两笔\n\n── annex ──\n【错误 "),
        "{wrong}"
    );
    assert_eq!(remark::theirs(wrong), "含追加的\n两笔");
    assert!(!sheet.notes.contains_key(&at("L3")));
}

#[test]
fn the_annotated_workbook_reads_as_the_return_and_nothing_piles_up() {
    let found = open(&rich_return());
    let first = write(&annotated(&found)).unwrap();
    let again = open(&first);
    assert_eq!(said(&again), said(&found));
    assert_eq!(theirs(book(&again)), theirs(book(&found)));
    let second = annotated(&again);
    assert_eq!(listed(&second), listed(&annotated(&found)));
    assert!(
        write(&second).unwrap() == first,
        "annotated twice is annotated once"
    );
}

/// As if a spreadsheet program had saved it: the workbook is the department's work again.
fn saved(mut book: Book) -> Vec<u8> {
    let mut sheets = book.sheets.iter_mut();
    let memory = sheets.find(|sheet| sheet.name == memory::SHEET).unwrap();
    memory.cells.get_mut(&at("A1")).unwrap().value = CellValue::Number(Number::ONE);
    write(&book).unwrap()
}

#[test]
fn a_saved_annotated_workbook_keeps_notes_and_list_and_brings_no_new_ones() {
    let on_form = ["B5 含借调人员", "D9 请核对", "F12 含追加的\n两笔"];
    let on_form = on_form.map(|note| format!("附件1 基础数据表 {note}"));
    let mut found = open(&rich_return());
    for time in 1..=3 {
        let book = annotated(&found);
        assert_eq!(listed(&book), OUTSIDE, "annotated {time} times");
        found = open(&saved(book));
        assert_eq!(
            theirs(self::book(&found)),
            on_form,
            "annotated {time} times"
        );
        let all = found.flat();
        let mut beside = all.iter().map(|finding| finding.code.as_str());
        // What annex lists is nobody's content.
        assert!(!beside.any(|code| ["W011", "W027"].contains(&code)));
    }
}

#[test]
fn what_is_put_beside_a_saved_annotated_workbook_comes_below_what_was_listed() {
    let mut book = annotated(&open(&rich_return()));
    let sheet = edit::sheet(&book, "附件2");
    note(&mut book, sheet, "P3", "又一条");
    let mut expected = OUTSIDE.map(str::to_owned).to_vec();
    expected.push("附件2 整体支出自评表 | P3 | 批注 | 又一条".to_owned());
    let again = open(&saved(book));
    let book = annotated(&again);
    assert_eq!(listed(&book), expected);
    // Not saved, it is what it was made of: the same list, once.
    let unsaved = open(&write(&book).unwrap());
    assert_eq!(said(&unsaved), said(&again));
    assert_eq!(listed(&annotated(&unsaved)), expected);
}

/// A note on a row that moved goes with its row; one inside a merged area hangs on its first cell, joined to the one there.
#[test]
fn notes_go_with_their_rows_and_with_merged_cells() {
    let mut book = returned("02-archives");
    let sheet = edit::sheet(&book, "附件1");
    note(&mut book, sheet, "B12", "第一条");
    note(&mut book, sheet, "C12", "第二条");
    edit::insert_row(&mut book, sheet, 8);
    let joined = ["附件1 基础数据表 B12 第一条\n第二条"];
    let mut found = open(&write(&book).unwrap());
    for time in 1..=3 {
        found = open(&write(&annotated(&found)).unwrap());
        assert_eq!(theirs(self::book(&found)), joined, "annotated {time} times");
    }
}
