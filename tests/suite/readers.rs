//! The reader of .xlsx against calamine, an independent one: on every workbook annex makes and on every one that is sent
//! back in the demo, both see the same values, formulas, merged areas and names.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper of tests fails as a test does"
)]

use std::collections::BTreeMap;
use std::io::Cursor;
use std::sync::Arc;

use annex::address::Address;
use annex::annotate;
use annex::book::read::read;
use annex::book::write::write;
use annex::book::{Book, CellValue, RawBook};
use annex::check::{self, Options};
use annex::consolidate;
use annex::demo;
use annex::form;
use annex::generate::{self, Entries};
use annex::number::Number;
use annex::template::packs;
use annex::text::Language;
use calamine::{Data, Reader, Xlsx};

/// Every workbook of every shipped pack: blank forms, samples left out; and for packs with a demo its returns, the
/// annotated ones and the summary.
fn fixtures() -> Vec<(String, Book)> {
    let mut books = Vec::new();
    for id in packs::shipped() {
        let pack = Arc::new(form::load(&packs::shipped_files(&id).unwrap()).unwrap());
        let all = demo::departments_of(&id).unwrap();
        let mut returns = Vec::new();
        for demo in &all {
            let blank = demo::blank(demo, &pack).unwrap();
            let name = |what: &str| format!("{id}, {}, {what}", demo.id);
            books.push((name("blank"), generate::workbook(&blank, &Entries::new())));
            let Some(book) = demo::returned(demo, &pack).unwrap() else {
                continue;
            };
            let bytes = write(&book).unwrap();
            let file = check::open(
                demo.id,
                read(&bytes),
                &[Arc::clone(&pack)],
                &Options::default(),
            );
            let content = file.content.as_ref().unwrap();
            let annotated = annotate::workbook(content, &file.findings, Language::Chinese);
            books.push((name("returned"), book));
            books.push((name("annotated"), annotated));
            returns.push(file);
        }
        if let Ok(summary) = consolidate::summarise(&returns, None) {
            books.push((format!("{id}, summary"), summary));
        }
    }
    books
}

#[test]
fn both_readers_see_the_same() {
    let fixtures = fixtures();
    assert!(fixtures.len() > 30, "{}", fixtures.len());
    let mut cells = 0;
    for (name, book) in fixtures {
        let bytes = write(&book).unwrap();
        cells += same(&name, &bytes);
    }
    assert!(cells > 50_000, "{cells} cells compared");
}

/// Holds what both readers see against each other, and gives the number of cells.
fn same(name: &str, bytes: &[u8]) -> usize {
    let ours = read(bytes).unwrap();
    let mut theirs: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let sheets: Vec<String> = ours.sheets.iter().map(|sheet| sheet.name.clone()).collect();
    assert_eq!(sheets, theirs.sheet_names(), "{name}");
    let mut count = 0;
    for sheet in &ours.sheets {
        let range = theirs.worksheet_range(&sheet.name).unwrap();
        let (top, left) = range.start().unwrap_or_default();
        let mut values: BTreeMap<Address, CellValue> = BTreeMap::new();
        for (row, column, data) in range.used_cells() {
            let at = Address::new(top + row as u32, left + column as u32);
            values.insert(at, value(data));
        }
        let range = theirs.worksheet_formula(&sheet.name).unwrap();
        let (top, left) = range.start().unwrap_or_default();
        let mut formulas: BTreeMap<Address, String> = BTreeMap::new();
        for (row, column, formula) in range.used_cells() {
            let at = Address::new(top + row as u32, left + column as u32);
            formulas.insert(at, formula.clone());
        }
        for (at, cell) in &sheet.cells {
            // calamine leaves out a formula's empty text, and has no blank cells.
            let seen = values.remove(at).unwrap_or_default();
            let seen = match (&cell.value, seen) {
                (CellValue::Text(text), CellValue::Blank) if text.is_empty() => cell.value.clone(),
                (_, seen) => seen,
            };
            assert_eq!(cell.value, seen, "{name}: {}!{at}", sheet.name);
            assert_eq!(
                cell.formula,
                formulas.remove(at),
                "{name}: {}!{at}",
                sheet.name
            );
            count += 1;
        }
        values.retain(|_, value| !value.is_blank());
        assert!(
            values.is_empty() && formulas.is_empty(),
            "{name}: {values:?} {formulas:?}"
        );
        let mut merges: Vec<String> = sheet.merges.iter().map(ToString::to_string).collect();
        let corner = |(row, column)| Address::new(row, column);
        let mut seen: Vec<String> = theirs
            .merge_cells_by_sheet_name(&sheet.name)
            .unwrap()
            .iter()
            .map(|area| format!("{}:{}", corner(area.start), corner(area.end)))
            .collect();
        merges.sort();
        seen.sort();
        assert_eq!(merges, seen, "{name}: {}", sheet.name);
    }
    names(name, &ours, &theirs);
    count
}

fn names(name: &str, ours: &RawBook, theirs: &Xlsx<Cursor<&[u8]>>) {
    for found in &ours.names {
        let place = &found.place;
        let listed = theirs
            .defined_names()
            .iter()
            .filter(|(known, _)| *known == found.name)
            .any(|(_, target)| {
                let bare = target.replace(['$', '\''], "");
                let first = bare.split(':').next().unwrap();
                first == format!("{}!{}", place.sheet, place.cell)
            });
        assert!(listed, "{name}: {found:?}");
    }
}

fn value(data: &Data) -> CellValue {
    match data {
        Data::Empty => CellValue::Blank,
        Data::Int(whole) => CellValue::Number(Number::from(*whole)),
        Data::Float(float) => CellValue::Number(Number::from_f64(*float).unwrap()),
        Data::DateTime(day) => CellValue::Number(Number::from_f64(day.as_f64()).unwrap()),
        Data::String(text) => CellValue::Text(text.clone()),
        Data::Bool(truth) => CellValue::Bool(*truth),
        Data::Error(error) => CellValue::Error(error.to_string()),
        other => panic!("{other:?}"),
    }
}
