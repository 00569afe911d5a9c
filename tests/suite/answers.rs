//! What departments answer in the list of findings is read again, beside the finding it answers.

#![allow(clippy::unwrap_used, reason = "a helper of tests fails as a test does")]

use annex::address::Address;
use annex::annotate;
use annex::book::{Book, CellValue};
use annex::check::Return;
use annex::finding::Level;
use annex::own::{self, listing};
use annex::text::Language;
use returns::{checked, returned};

use crate::common::edit;
use crate::common::returns;

fn annotated(found: &Return) -> Book {
    let content = found.content.as_ref().unwrap();
    annotate::workbook(content, &found.findings, Language::Chinese)
}

/// Writes an answer beside the first finding of this code.
fn answer(book: &mut Book, code: &str, text: &str) {
    let sheet = edit::sheet(book, own::RESULTS);
    let cells = &book.sheets[sheet].cells;
    let said = CellValue::Text(code.to_owned());
    let of_code = cells
        .iter()
        .find(|(at, cell)| at.column == listing::CODE && cell.value == said);
    let at = Address::new(of_code.unwrap().0.row, listing::ANSWER);
    assert!(!cells[&at].style.locked, "answers can be typed");
    edit::write_cell(book, sheet, at, CellValue::Text(text.to_owned()));
}

/// The codes, levels and answers of what has one.
fn explained(found: &Return) -> Vec<(&str, Level, &str)> {
    let with_answer = |finding: &'_ annex::finding::Finding| finding.explained.is_some();
    let findings = found.findings.iter().filter(|finding| with_answer(finding));
    findings
        .map(|finding| {
            let said = finding.explained.as_ref().unwrap();
            assert_eq!(said.kept, None, "it stands in the return itself");
            (finding.code.as_str(), finding.level, said.text.as_str())
        })
        .collect()
}

#[test]
fn an_answer_stands_beside_its_finding_and_in_the_next_list() {
    let found = checked(&returned("07-education"));
    assert_eq!(explained(&found), []);
    let mut book = annotated(&found);
    answer(&mut book, "C104", "年中接收转业干部 3 名，编制待批。");
    answer(&mut book, "C101", "口径不同");
    // A dash explains nothing.
    answer(&mut book, "C103", "—");
    // The department's program has saved the workbook: what annex remembered of the first return is void.
    let memory = edit::sheet(&book, own::MEMORY);
    let first = Address::new(0, 0);
    book.sheets[memory].cells.get_mut(&first).unwrap().value = edit::value("1");
    let again = checked(&book);
    // An error that was explained is an error still.
    let expected = [
        ("C101", Level::Error, "口径不同"),
        ("C104", Level::Warning, "年中接收转业干部 3 名，编制待批。"),
    ];
    assert_eq!(explained(&again), expected);
    let next = checked(&annotated(&again));
    assert_eq!(explained(&next), expected, "in the next list as well");
}

#[test]
fn an_answer_to_a_finding_of_several_cells_is_for_all_of_them() {
    let found = checked(&returned("06-justice"));
    let mut book = annotated(&found);
    answer(&mut book, "S004", "见报告第七部分");
    let again = checked(&book);
    let finding = again.findings.iter().find(|finding| finding.code == "S004");
    let finding = finding.unwrap();
    assert_eq!(finding.members().len(), 3);
    let said = finding.explained.as_ref().unwrap();
    assert_eq!(said.text, "见报告第七部分");
    // What was said of three cells is not said of a fourth.
    let sheet = edit::sheet(&book, "附件2");
    edit::write_cell(
        &mut book,
        sheet,
        Address::parse("J29").unwrap(),
        edit::value("5"),
    );
    let more = checked(&book);
    let finding = more.findings.iter().find(|finding| finding.code == "S004");
    let finding = finding.unwrap();
    assert_eq!(finding.members().len(), 4);
    assert_eq!(finding.explained, None);
}

#[test]
fn what_was_mended_needs_no_answer() {
    let found = checked(&returned("07-education"));
    let mut book = annotated(&found);
    answer(&mut book, "C104", "编制待批");
    let sheet = edit::sheet(&book, "附件1");
    let actual = Address::parse("D4").unwrap();
    edit::write_cell(&mut book, sheet, actual, edit::value("1"));
    let again = checked(&book);
    assert!(again.findings.iter().all(|finding| finding.code != "C104"));
    assert_eq!(explained(&again), []);
}
