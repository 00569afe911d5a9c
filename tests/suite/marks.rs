//! What is coloured where a finding is about a whole sheet: its cells, in both copies and in the summary, and not the figure
//! elsewhere that is right.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper of tests fails as a test does"
)]

use annex::address::Address;
use annex::annotate;
use annex::book::write::write;
use annex::book::{Book, CellValue};
use annex::check::Return;
use annex::consolidate::summarise;
use annex::text::Language;
use returns::{demo, open, pack};

use crate::common::changes;
use crate::common::edit;
use crate::common::returns;

const RED: u32 = 0x00FF_C7CE;
const BLUE: u32 = 0x00DD_EBF7;
const YELLOW: u32 = 0x00FF_EB9C;

/// The archives, whose sheet of the project is in 元: 附件2 says 35.2, which is right.
fn in_yuan() -> Return {
    let amounts = ["initial", "annual", "executed"]
        .iter()
        .zip(["360000", "360000", "352000"]);
    let changes: Vec<String> = amounts
        .map(|(column, amount)| format!("fill project.1.current.{column} {amount}"))
        .collect();
    changes::opened(demo("02-archives"), &pack(), &changes)
}

fn fill(book: &Book, sheet: &str, cell: &str) -> Option<u32> {
    let sheet = &book.sheets[edit::sheet(book, sheet)];
    sheet.cells[&Address::parse(cell).unwrap()].style.fill
}

#[test]
fn the_cells_of_the_sheet_are_marked_and_not_the_right_figure_elsewhere() {
    let found = in_yuan();
    let content = found.content.as_ref().unwrap();
    let codes: Vec<&str> = found.findings.iter().map(|it| it.code.as_str()).collect();
    assert_eq!(codes, ["V007"]);
    let book = annotate::workbook(content, &found.findings, Language::Chinese);
    for cell in ["D6", "E6", "H6"] {
        assert_eq!(fill(&book, "附件3-1", cell), Some(RED), "{cell}");
    }
    assert_eq!(fill(&book, "附件2", "K7"), Some(BLUE));
}

#[test]
fn so_they_are_in_the_copy_of_the_departments_own_workbook() {
    let mut book = returns::returned("02-archives");
    let sheet = edit::sheet(&book, "附件3-1");
    for (cell, amount) in [("D6", "360000"), ("E6", "360000"), ("H6", "352000")] {
        let at = Address::parse(cell).unwrap();
        book.sheets[sheet].cells.get_mut(&at).unwrap().value = edit::value(amount);
    }
    let bytes = write(&book).unwrap();
    let found = open(&bytes);
    let content = found.content.as_ref().unwrap();
    let copy = annotate::in_place(&bytes, content, &found.findings, Language::Chinese).unwrap();
    let copy = annex::book::read::read(&copy).unwrap();
    let sheet = copy.sheets.iter().find(|it| it.name.starts_with("附件3-1"));
    for cell in ["D6", "E6", "H6"] {
        let note = sheet.unwrap().notes.get(&Address::parse(cell).unwrap());
        assert!(note.unwrap().contains("V007"), "{cell}");
    }
}

#[test]
fn so_they_are_in_the_list_of_projects_with_the_totals_made_of_them() {
    let book = summarise(&[in_yuan()], None).unwrap();
    let list = book.sheets.iter().find(|it| it.name == "项目明细").unwrap();
    let amounts = ["360000", "352000"].map(edit::value);
    let mut marked = list
        .cells
        .values()
        .filter(|cell| amounts.contains(&cell.value));
    assert!(marked.clone().count() == 3 && marked.all(|it| it.style.fill == Some(YELLOW)));
    let said = |value: &CellValue| matches!(value, CellValue::Text(text) if text.contains("V007"));
    assert!(list.cells.values().any(|cell| said(&cell.value)));
}

#[test]
fn nothing_is_marked_in_the_list_of_projects_where_nothing_is_doubted() {
    let clean = changes::opened(demo("02-archives"), &pack(), &[]);
    let book = summarise(&[clean], None).unwrap();
    let list = book.sheets.iter().find(|it| it.name == "项目明细").unwrap();
    let mut cells = list.cells.values();
    assert!(cells.all(|cell| cell.style.fill != Some(YELLOW)));
}
