//! Word documents read: what a reader of the page sees, and nothing that a hostile file can make of it.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper of tests fails as a test does"
)]

use std::fmt::Write;

use annex::document::read::{Block, read, text};
use annex::package::{Damage, Measure, PackageError};
use proptest::prelude::*;

use docx::{document, with_body, with_main};

use crate::common::docx;
use crate::common::package;

/// A document as lines: a paragraph as it is, a cell of a table with its area.
fn shown(bytes: &[u8]) -> String {
    let mut lines = String::new();
    for block in read(bytes).unwrap().blocks {
        match block {
            Block::Paragraph(text) | Block::Printed(text) => writeln!(lines, "{text}").unwrap(),
            Block::Table(table) => {
                lines.push_str("table\n");
                for cell in table.cells {
                    writeln!(lines, "  {} {}", cell.area, cell.text).unwrap();
                }
            }
        }
    }
    lines.replace('\t', "→")
}

#[test]
fn tables_are_read_with_their_merged_cells() {
    assert_eq!(
        shown(&document(
            "标题
             | 甲 | 乙 | <  | 丙 |
             | ^  | 1  | 2  | ^  |
             | ^  | 0  | 3  | 4\\n5 |
             完"
        )),
        "标题
table
  A1:A3 甲
  B1:C1 乙
  D1:D2 丙
  B2 1
  C2 2
  B3 0
  C3 3
  D3 4
5
完

"
    );
}

#[test]
fn what_the_page_shows_is_read_and_nothing_else() {
    let run = |text: &str| format!("<w:r><w:t>{text}</w:t></w:r>");
    for (body, expected, why) in [
        (
            format!("<w:p>{}<w:ins>{}</w:ins><w:del><w:r><w:delText>旧</w:delText></w:r></w:del></w:p>", run("预算"), run("数")),
            "预算数\n",
            "insertions are kept, deletions are not",
        ),
        (
            format!("<w:p><w:moveFrom>{}</w:moveFrom><w:moveTo>{}</w:moveTo></w:p>", run("甲"), run("甲")),
            "甲\n",
            "what was moved is read once",
        ),
        (
            "<w:p><w:pPr><w:tabs><w:tab w:val=\"left\"/></w:tabs></w:pPr><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/></w:r></w:p>".to_owned(),
            "a→b\nc-\n",
            "tabs of the text, not those of the ruler",
        ),
        (
            format!("<w:sdt><w:sdtPr/><w:sdtContent><w:p>{}</w:p></w:sdtContent></w:sdt>", run("控件")),
            "控件\n",
            "content controls",
        ),
        (
            format!("<w:p>{}<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt></w:p>", run("日期："), run("单击此处")),
            "日期：\n",
            "not the hint of an empty one",
        ),
        (
            format!("<w:p>{}<w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><wps:txbx><w:txbxContent><w:p>{}</w:p></w:txbxContent></wps:txbx></mc:Choice><mc:Fallback><w:txbxContent><w:p>{}</w:p></w:txbxContent></mc:Fallback></mc:AlternateContent></w:r></w:p>", run("外"), run("框"), run("框")),
            "外\n框\n",
            "a text box once, after its paragraph",
        ),
        (
            format!("<w:p>{}<w:r><w:footnoteReference w:id=\"2\"/><w:instrText>PAGE</w:instrText></w:r><w:hyperlink>{}</w:hyperlink></w:p>", run("甲"), run("乙")),
            "甲乙\n",
            "links, but no codes of fields",
        ),
        (
            format!("<w:tbl><w:tr><w:tc><w:p>{}</w:p><w:tbl><w:tr><w:tc><w:p>{}</w:p></w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl></w:tc></w:tr></w:tbl>", run("框里"), run("表里")),
            "框里\ntable\n  A1 表里\n  B1 \n",
            "a table of one cell is what stands in it",
        ),
        (
            format!("<w:tbl><w:tr><w:tc><w:p>{0}</w:p><w:tbl><w:tr><w:tc><w:p>{0}</w:p></w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl></w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>", run("甲")),
            "table\n  A1 甲\n  B1 \ntable\n  A1 甲\n  B1 \n",
            "a table within a cell follows",
        ),
        (
            format!("<w:tbl><w:tr><w:trPr><w:gridBefore w:val=\"2\"/></w:trPr><w:tc><w:p>{0}</w:p></w:tc><w:tc><w:p/></w:tc></w:tr><w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p>{0}</w:p></w:tc></w:tr></w:tbl>", run("甲")),
            "table\n  C1 甲\n  D1 \n",
            "columns left out, and rows that were deleted",
        ),
        (
            "<w:tbl><w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>".to_owned(),
            "table\n  A1 \n  B1 \n",
            "a cell that goes on from nothing",
        ),
    ] {
        assert_eq!(shown(&with_body(&body)), expected, "{why}");
    }
}

#[test]
fn documents_of_strict_and_prefixed_parts_read_alike() {
    let strict = r#"<x:document xmlns:x="http://purl.oclc.org/ooxml/wordprocessingml/main"><x:body><x:p><x:r><x:t>甲</x:t></x:r></x:p></x:body></x:document>"#;
    assert_eq!(shown(&with_main(strict.as_bytes())), "甲\n");
    let wide: Vec<u8> = format!("\u{FEFF}{strict}")
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(shown(&with_main(&wide)), "甲\n");
}

// ---- hostile ------------------------------------------------------------------------------------------------------------------

fn refused(bytes: &[u8]) -> PackageError {
    let error = read(bytes).unwrap_err();
    let said = text(&error);
    assert!(!said.zh.is_empty() && !said.en.is_empty());
    error
}

#[track_caller]
fn assert_too_large(body: &str, what: Measure) {
    match refused(&with_body(body)) {
        PackageError::TooLarge { what: found, part } => {
            assert_eq!((found, part.as_str()), (what, "word/document.xml"));
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_is_beyond_a_budget_is_refused_by_name() {
    let row = |cells: &str| format!("<w:tbl><w:tr>{cells}</w:tr></w:tbl>");
    assert_too_large(&"<w:p/>".repeat(200_001), Measure::Paragraphs);
    assert_too_large(&row(&"<w:tc/>".repeat(1_001)), Measure::TableColumns);
    assert_too_large(
        &row(r#"<w:tc><w:tcPr><w:gridSpan w:val="4294967295"/></w:tcPr></w:tc>"#),
        Measure::TableColumns,
    );
    assert_too_large(
        r#"<w:tbl><w:tr><w:trPr><w:gridBefore w:val="4294967295"/></w:trPr><w:tc/></w:tr></w:tbl>"#,
        Measure::TableColumns,
    );
    assert_too_large(
        &format!(
            "<w:tbl>{}</w:tbl>",
            format!("<w:tr>{}</w:tr>", "<w:tc/>".repeat(1_000)).repeat(501)
        ),
        Measure::FilledCells,
    );
    assert_too_large(&"<w:tbl><w:tr><w:tc>".repeat(100), Measure::Depth);
    let long = "字".repeat(600_000);
    assert_too_large(
        &format!(
            "<w:p>{}</w:p>",
            format!("<w:r><w:t>{long}</w:t></w:r>").repeat(20)
        ),
        Measure::CellTextBytes,
    );
    assert_too_large(
        &format!("<w:p><w:r><w:t>{long}{long}</w:t></w:r></w:p>"),
        Measure::TokenBytes,
    );
}

#[test]
fn what_is_no_document_is_refused() {
    let entity = r#"<!DOCTYPE a [<!ENTITY b "c">]><w:document><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>"#;
    for (bytes, expected) in [
        (Vec::new(), "NotAPackage"),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec(), "NotAPackage"),
        (with_main(entity.as_bytes()), "Entity"),
        (with_main(b"<w:document><w:body><w:p>"), "Xml"),
        (with_main(b"<workbook/>"), "no Word document"),
        (with_main(b""), "Xml"),
        (package::package(&[("word/other.xml", b"<a/>")]), "Missing"),
    ] {
        let error = refused(&bytes);
        assert!(format!("{error:?}").contains(expected), "{error:?}");
        if let PackageError::Damaged {
            damage: Damage::Entity(name),
            ..
        } = error
        {
            assert_eq!(name, "DOCTYPE");
        }
    }
}

/// Every document cut off anywhere, and a few thousand with a byte changed: an answer, and no panic.
#[test]
fn broken_documents_are_refused_or_read() {
    let text: Vec<&str> = include_str!("../adopt/return.txt")
        .lines()
        .take(20)
        .collect();
    let bytes = document(&text.join("\n"));
    for end in (0..bytes.len()).step_by(97) {
        let _ = read(&bytes[..end]);
    }
    // The parts are stored as they are, so that changed bytes are changed XML.
    let mut state = 1_u32;
    for _ in 0..3_000 {
        let mut changed = bytes.clone();
        for _ in 0..3 {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let at = state as usize % changed.len();
            changed[at] = (state >> 24) as u8;
        }
        let _ = read(&changed);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    /// Elements in any order and depth: an answer, and whatever is read lies within its table.
    #[test]
    fn any_nesting_of_elements_is_read(names in proptest::collection::vec(0..14_usize, 0..60)) {
        const NAMES: [&str; 14] = [
            "tbl", "tr", "tc", "p", "r", "t", "tcPr", "gridSpan", "vMerge", "sdt", "sdtContent", "del", "ins", "txbxContent",
        ];
        let mut body = String::new();
        let mut open = Vec::new();
        for (at, name) in names.iter().enumerate() {
            let name = NAMES[*name];
            write!(body, "<w:{name} w:val=\"{}\">字", at % 5).unwrap();
            open.push(name);
            if at % 3 == 0 {
                write!(body, "</w:{}>", open.pop().unwrap()).unwrap();
            }
        }
        for name in open.iter().rev() {
            write!(body, "</w:{name}>").unwrap();
        }
        let found = read(&with_body(&body)).unwrap();
        for block in found.blocks {
            if let Block::Table(table) = block {
                prop_assert!(table.cells.iter().all(|cell| cell.area.first.row <= cell.area.last.row));
            }
        }
    }
}
