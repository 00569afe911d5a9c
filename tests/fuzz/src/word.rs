//! A Word document as a department sends one, put into the official form.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::sync::{Arc, OnceLock};

use annex::address::Address;
use annex::adopt::{self, Asked, Refusal, json, render};
use annex::book::read::read;
use annex::book::write::write;
use annex::book::{Book, CellValue, Sheet};
use annex::check::{self, Options};
use annex::document;
use annex::form;
use annex::generate;
use annex::package::{Damage, PackageError};
use annex::template::Pack;
use annex::template::packs::{shipped, shipped_files};
use annex::text::Language;

use super::{filled, pack, packed, spec};

const BEGIN: &str = r#"<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>"#;
const END: &str = "</w:body></w:document>";

/// The smallest pack there is, then those that annex brings along.
fn packs() -> &'static [Arc<Pack>] {
    static PACKS: OnceLock<Vec<Arc<Pack>>> = OnceLock::new();
    PACKS.get_or_init(|| {
        let ids = shipped();
        let files = ids.iter().filter_map(|id| shipped_files(id));
        let loaded =
            files.map(|files| form::load(&files).unwrap_or_else(|found| panic!("{found:?}")));
        std::iter::once(Arc::clone(pack())).chain(loaded).collect()
    })
}

/// A letter for a pack, `a` for the smallest, then what stands in the body of a document.
pub fn word(bytes: &[u8]) {
    let Some((&which, body)) = bytes.split_first() else {
        return;
    };
    let packs = packs();
    let pack = &packs[usize::from(which.wrapping_sub(b'a')) % packs.len()];
    let main = [BEGIN.as_bytes(), body, END.as_bytes()].concat();
    let Some(bytes) = packed(&[("word/document.xml".to_owned(), main)]) else {
        return;
    };
    let found = match document::read::read(&bytes) {
        Ok(found) => found,
        Err(why) => {
            let gave_up = matches!(
                &why,
                PackageError::Damaged { damage: Damage::Contradiction(why), .. } if why == "the reader gave up"
            );
            assert!(!gave_up, "the reader panicked");
            assert!(!document::read::text(&why).zh.is_empty());
            return;
        }
    };
    let material = adopt::of_document(&found);
    let asked = Asked {
        department: Some("单位".to_owned()),
        ..Asked::default()
    };
    let adoption = match adopt::run(&material, pack, &asked) {
        Ok(adoption) => adoption,
        Err(Refusal::BadPack(found)) => panic!("{found:?}"),
        Err(why) => {
            assert!(!why.text().zh.is_empty());
            return;
        }
    };
    let report = &adoption.report;
    assert!(!render::render("file.docx", None, report, Language::Chinese).is_empty());
    let file = [("file.docx".to_owned(), "file.xlsx".to_owned(), report)];
    json::render(&file, Language::English).unwrap_or_else(|why| panic!("{why}"));
    let bytes = write(&adopt::workbook(&adoption)).unwrap_or_else(|why| panic!("the form: {why}"));
    let file = check::open(
        "file.xlsx",
        read(&bytes),
        std::slice::from_ref(pack),
        &Options::default(),
    );
    assert!(
        file.content.is_some(),
        "the form is not known again: {:?}",
        file.findings
    );
}

/// The filled form of each pack, drawn as Word would.
pub fn seeds() -> Vec<(&'static str, String, Vec<u8>)> {
    let drawn_form = |pack: &Arc<Pack>| {
        let form = form::resolve(pack, &spec(pack)).unwrap_or_else(|found| panic!("{found:?}"));
        drawn(&generate::workbook(&form, &filled(&form)))
    };
    (b'a'..)
        .zip(packs())
        .map(|(which, pack)| {
            let bytes = [&[which], drawn_form(pack).as_bytes()].concat();
            ("word", pack.id.clone(), bytes)
        })
        .collect()
}

/// A table for each sheet.
fn drawn(book: &Book) -> String {
    let mut xml = String::new();
    for sheet in &book.sheets {
        xml.push_str("<w:tbl>");
        let rows: BTreeSet<u32> = sheet.cells.keys().map(|at| at.row).collect();
        for row in rows {
            xml.push_str("<w:tr>");
            let from = Address::new(row, 0);
            for (at, cell) in sheet.cells.range(from..Address::new(row + 1, 0)) {
                drawn_cell(&mut xml, sheet, *at, &cell.value);
            }
            xml.push_str("</w:tr>");
        }
        xml.push_str("</w:tbl><w:p/>");
    }
    xml
}

/// A cell, unless the one left of it covers it.
fn drawn_cell(xml: &mut String, sheet: &Sheet, at: Address, value: &CellValue) {
    let area = sheet.merges.iter().find(|area| area.contains(at));
    if area.is_some_and(|area| area.first.column < at.column) {
        return;
    }
    xml.push_str("<w:tc><w:tcPr>");
    if let Some(area) = area {
        let span = area.last.column - area.first.column + 1;
        write!(xml, "<w:gridSpan w:val=\"{span}\"/>").expect("a string takes everything");
        xml.push_str(match area.first.row == at.row {
            _ if area.first.row == area.last.row => "",
            true => "<w:vMerge w:val=\"restart\"/>",
            false => "<w:vMerge/>",
        });
    }
    let text = match value {
        CellValue::Blank => String::new(),
        CellValue::Number(number) => number.to_string(),
        CellValue::Bool(truth) => truth.to_string(),
        CellValue::Text(text) | CellValue::Error(text) => text
            .replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('\n', "</w:t><w:br/><w:t>"),
    };
    write!(
        xml,
        "</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"
    )
    .expect("a string takes everything");
}
