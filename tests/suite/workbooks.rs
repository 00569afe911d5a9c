//! What is written can be read again, the same every time, and what Excel would not take is refused by name.

#![allow(clippy::unwrap_used, reason = "a helper of tests fails as a test does")]

use annex::address::{Address, Area};
use annex::book::write::{WriteError, write};
use annex::book::{
    Allow, Book, Cell, CellValue, DefinedName, Note, RawName, RawPlace, Run, Sheet, Validation,
    Visibility, read,
};
use annex::number::Number;
use common::{area, at, book, cell, formula, full, number, text};
use proptest::prelude::*;

use crate::common;
use crate::common::package;

#[test]
fn everything_at_once_is_written_and_read_again() {
    let bytes = write(&full()).unwrap();
    // Kept for the checks outside Rust: tests/office/audit.sh and render.sh.
    std::fs::write(
        std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("full.xlsx"),
        &bytes,
    )
    .unwrap();
    let raw = read::read(&bytes).unwrap();
    let sheets: Vec<_> = raw
        .sheets
        .iter()
        .map(|sheet| (sheet.name.as_str(), sheet.visibility))
        .collect();
    assert_eq!(
        sheets,
        [
            ("_annex", Visibility::VeryHidden),
            ("附件1 基础数据", Visibility::Visible),
            ("校验's", Visibility::Visible),
            ("数据", Visibility::Hidden)
        ]
    );
    let name = |name: &str, sheet: &str, cell: &str| RawName {
        name: name.to_owned(),
        scope: None,
        place: RawPlace {
            sheet: sheet.to_owned(),
            cell: at(cell),
        },
    };
    let mut names = raw.names.clone();
    names.sort_by(|one, other| one.name.cmp(&other.name));
    assert_eq!(
        names,
        [
            name("mark", "校验's", "A2"),
            name("total.budget", "附件1 基础数据", "B3"),
            name("年度目标", "附件1 基础数据", "B6"),
        ]
    );
    for (sheet, found) in full().sheets.iter().zip(&raw.sheets) {
        assert_eq!(found.merges, sheet.merges, "{}", sheet.name);
        for (&at, cell) in &sheet.cells {
            assert_same(cell, found.cells.get(&at), at);
        }
    }
}

/// The attributes of the elements of a part that hold all of these texts.
fn elements(bytes: &[u8], part: &str, name: &str, with: &[&str]) -> Vec<String> {
    let parts = package::unpack(bytes);
    let (_, content) = parts.iter().find(|(found, _)| found == part).unwrap();
    let xml = String::from_utf8(content.clone()).unwrap();
    xml.split('<')
        .filter_map(|piece| piece.split_once('>'))
        .map(|(element, _)| element.trim_end_matches('/').to_owned())
        .filter(|element| element.split(' ').next() == Some(name))
        .filter(|element| with.iter().all(|text| element.contains(text)))
        .collect()
}

#[test]
fn a_list_of_suggestions_lets_other_texts_through() {
    let validation = |allow: Allow| {
        let mut book = book(&[("A1", cell(text("x")))]);
        let message = Some(("题".to_owned(), "话".to_owned()));
        book.sheets[0].validations.push(Validation {
            area: area("A1", "A1"),
            allow,
            prompt: message.clone(),
            error: message,
        });
        let bytes = write(&book).unwrap();
        let found = elements(&bytes, "xl/worksheets/sheet1.xml", "dataValidation", &[]);
        assert_eq!(found.len(), 1);
        found[0].clone()
    };
    let choices = vec!["甲".to_owned(), "乙".to_owned()];
    let list = validation(Allow::List(choices.clone()));
    let suggested = validation(Allow::Suggest(choices));
    for found in [&list, &suggested] {
        assert!(found.contains("type=\"list\""), "{found}");
        assert!(found.contains("showInputMessage=\"1\""), "{found}");
        assert!(found.contains("prompt=\"话\""), "{found}");
    }
    assert!(list.contains("showErrorMessage=\"1\""), "{list}");
    assert!(!suggested.contains("showErrorMessage"), "{suggested}");
}

#[test]
fn folded_rows_are_collapsed_groups() {
    let mut book = book(&[("A1", cell(text("x")))]);
    book.sheets[0].folded_rows = [2, 3, 6].into();
    book.sheets[0].row_heights = [(2, 30.0), (4, 30.0)].into();
    let bytes = write(&book).unwrap();
    let rows = |with: &[&str]| -> Vec<String> {
        elements(&bytes, "xl/worksheets/sheet1.xml", "row", with)
            .iter()
            .map(|row| row.split('"').nth(1).unwrap().to_owned())
            .collect()
    };
    assert_eq!(
        rows(&["hidden=\"1\"", "outlineLevel=\"1\""]),
        ["3", "4", "7"]
    );
    assert_eq!(rows(&["hidden"]), ["3", "4", "7"]);
    // The mark of a group stands on the row below it.
    assert_eq!(rows(&["collapsed=\"1\""]), ["5", "8"]);
    assert_eq!(rows(&["ht=\"30\""]), ["3", "5"]);
}

#[test]
fn digits_as_text_are_not_pointed_at() {
    let mut book = book(&[("A1", cell(text("95")))]);
    book.sheets[0].digits_as_text = vec![area("A1", "A3"), area("C1", "C1")];
    let bytes = write(&book).unwrap();
    assert_eq!(
        elements(&bytes, "xl/worksheets/sheet1.xml", "ignoredError", &[]),
        ["ignoredError sqref=\"A1:A3 C1\" numberStoredAsText=\"1\""]
    );
}

#[test]
fn the_same_book_gives_the_same_bytes() {
    let first = write(&full()).unwrap();
    std::thread::sleep(std::time::Duration::from_millis(2_100));
    assert!(
        first == write(&full()).unwrap(),
        "a clock or an unordered collection got into the file"
    );
}

#[test]
fn results_keep_their_type_and_every_digit() {
    let results = [
        number("390.10"),
        number("0.8616799999999999999999999999"),
        text("12"),
        text("TRUE"),
        text("#N/A is a text here"),
        text("inf"),
        text("_x000D_ as letters"),
        text("\u{E000}"),
        CellValue::Bool(false),
        CellValue::Error("#N/A".to_owned()),
    ];
    let cells: Vec<_> = results
        .iter()
        .map(|result| formula("A1", result.clone()))
        .collect();
    let places: Vec<String> = (2..)
        .take(cells.len())
        .map(|row| format!("B{row}"))
        .collect();
    let placed: Vec<_> = places.iter().map(String::as_str).zip(cells).collect();
    let raw = read::read(&write(&book(&placed)).unwrap()).unwrap();
    for (place, result) in places.iter().zip(&results) {
        let found = raw.sheets[0].value(at(place));
        match result {
            CellValue::Number(exact) => assert_eq!(found, &CellValue::Number(as_float(*exact))),
            _ => assert_eq!(found, result, "{place}"),
        }
    }
}

#[test]
fn a_blank_result_is_an_empty_text() {
    let raw =
        read::read(&write(&book(&[("A1", formula("\"\"", CellValue::Blank))])).unwrap()).unwrap();
    assert_eq!(raw.sheets[0].value(at("A1")), &text(""));
}

#[test]
fn an_error_nobody_computed_has_no_formula() {
    let raw =
        read::read(&write(&book(&[("A1", cell(CellValue::Error("#REF!".to_owned())))])).unwrap())
            .unwrap();
    let found = &raw.sheets[0].cells[&at("A1")];
    assert_eq!(
        (found.value.clone(), found.formula.clone()),
        (CellValue::Error("#REF!".to_owned()), None)
    );
}

#[test]
fn what_excel_does_not_take_is_refused_with_sheet_cell_and_limit() {
    let sheet = |change: &dyn Fn(&mut Sheet)| {
        let mut book = book(&[("A1", cell(text("x")))]);
        change(&mut book.sheets[0]);
        write(&book).unwrap_err().to_string()
    };
    let validation = |allow, prompt: (String, String)| Validation {
        area: area("B2", "B3"),
        allow,
        prompt: Some(prompt),
        error: None,
    };
    let short = || ("t".to_owned(), "m".to_owned());
    let long = |n: usize| "长".repeat(n);
    for (found, expected) in [
        (
            sheet(&|sheet| drop(sheet.cells.insert(at("B2"), cell(text(&long(32_768)))))),
            "sheet '表', cell B2: the text has 32768 characters, Excel takes at most 32767",
        ),
        (
            sheet(&|sheet| {
                drop(
                    sheet
                        .cells
                        .insert(at("B2"), formula(&long(8_193), CellValue::Blank)),
                );
            }),
            "sheet '表', cell B2: the formula has 8193 characters, Excel takes at most 8192",
        ),
        (
            sheet(&|sheet| {
                sheet.validations = vec![validation(Allow::Any, (long(33), String::new()))];
            }),
            "sheet '表', cell B2:B3: the title of the input message has 33 characters, Excel takes at most 32",
        ),
        (
            sheet(&|sheet| {
                sheet.validations = vec![validation(Allow::Any, (String::new(), long(256)))];
            }),
            "sheet '表', cell B2:B3: the input message has 256 characters, Excel takes at most 255",
        ),
        (
            sheet(&|sheet| {
                sheet.validations =
                    vec![validation(Allow::List(vec![long(128), long(128)]), short())];
            }),
            "sheet '表', cell B2:B3: the list of choices with its commas has 257 characters, Excel takes at most 255",
        ),
        (
            sheet(&|sheet| {
                sheet.validations = vec![validation(Allow::List(vec!["a,b".to_owned()]), short())];
            }),
            "sheet '表', cell B2:B3: 'a,b' cannot be a choice of a list: a comma separates choices",
        ),
        (
            sheet(&|sheet| sheet.merges = vec![area("A1", "B2"), area("B2", "C3")]),
            "sheet '表': merged area B2:C3 overlaps A1:B2",
        ),
        (
            sheet(&|sheet| {
                sheet.merges = vec![area("A1", "B2")];
                sheet.cells.insert(at("B2"), cell(text("unseen")));
            }),
            "sheet '表', cell B2: it holds a value, a formula or a link, but lies under the merged area A1:B2",
        ),
        (
            sheet(&|sheet| {
                sheet.cells.insert(
                    at("B2"),
                    Cell {
                        link: Some(("附件9".to_owned(), at("A1"))),
                        ..Cell::default()
                    },
                );
            }),
            "sheet '表', cell B2: its link leads to sheet '附件9', which is not there",
        ),
        (
            sheet(&|sheet| {
                let note = Note {
                    author: long(53),
                    text: String::new(),
                    width: 1,
                    height: 1,
                };
                sheet.notes.insert(at("B2"), note);
            }),
            "sheet '表', cell B2: the author of the note has 53 characters, Excel takes at most 52",
        ),
        (
            sheet(&|sheet| sheet.visibility = Visibility::Hidden),
            "a workbook needs at least one visible sheet",
        ),
        (
            sheet(&|sheet| {
                drop(
                    sheet
                        .cells
                        .insert(Address::new(1_048_576, 0), Cell::default()),
                );
            }),
            "sheet '表', cell A1048577: it is beyond Excel's last row or column",
        ),
    ] {
        assert_eq!(found, expected);
    }
}

#[test]
fn names_are_refused_when_excel_would_drop_them() {
    for (names, expected) in [
        (
            vec!["total", "Total"],
            "name 'Total': it is defined twice, and Excel does not tell capitals apart",
        ),
        (vec!["A1"], "name 'A1': Name error"),
        (vec!["with space"], "name 'with space': Name error"),
        (
            vec!["表!local"],
            "name '表!local': '!' stands between sheet and cell and cannot be in a name",
        ),
    ] {
        let mut book = book(&[]);
        book.names = names
            .into_iter()
            .map(|name| DefinedName {
                name: name.to_owned(),
                sheet: 0,
                cell: at("A1"),
            })
            .collect();
        let error = write(&book).unwrap_err();
        assert!(matches!(error, WriteError::Name { .. }), "{error:?}");
        let found = error.to_string();
        if !expected.ends_with("Name error") {
            assert_eq!(found, expected);
        }
    }
}

/// What a number becomes in a file, which stores the nearest float.
fn as_float(number: Number) -> Number {
    Number::from_f64(number.to_f64()).unwrap()
}

fn assert_same(cell: &Cell, found: Option<&annex::book::RawCell>, at: Address) {
    let found = found.cloned().unwrap_or_default();
    assert_eq!(found.formula, cell.formula, "{at}");
    let expected = match &cell.value {
        CellValue::Number(number) => CellValue::Number(as_float(*number)),
        CellValue::Blank if cell.formula.is_some() => text(""),
        CellValue::Text(text) if text.is_empty() && cell.formula.is_none() => CellValue::Blank,
        value => value.clone(),
    };
    assert_eq!(found.value, expected, "{at}");
}

/// Whether `_xHHHH` stands before a character that is itself written as `_x000D_`: together they read as another
/// character, in Excel as here, and the library that writes texts does not see to it.
fn is_ambiguous(text: &str) -> bool {
    text.match_indices("_x").any(|(at, _)| {
        let rest = &text.as_bytes()[at + 2..];
        rest.len() > 4
            && rest[..4].iter().all(u8::is_ascii_hexdigit)
            && rest[4] < b' '
            && !b"\t\n".contains(&rest[4])
    })
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[一-龥，。（）a-zA-Z0-9 =#'&<>\"]{0,12}",
        "\\PC{0,8}",
        "[\t\n\r\u{1}-\u{8}_x0-9A-F]{0,14}",
        Just("_x000D_".to_owned()),
        Just("=SUM(A1)".to_owned()),
        Just("'带撇号".to_owned()),
        Just(" 前后空格 ".to_owned()),
    ]
    .prop_filter("characters that run together", |text| !is_ambiguous(text))
}

fn any_value() -> impl Strategy<Value = CellValue> {
    prop_oneof![
        Just(CellValue::Blank),
        (-99_999_999_999_999_i64..99_999_999_999_999, 0_u32..8).prop_map(|(digits, scale)| {
            let sign = if digits < 0 { "-" } else { "" };
            let digits = format!("{:09}", digits.unsigned_abs());
            let (whole, rest) = digits.split_at(digits.len() - scale as usize);
            CellValue::Number(format!("{sign}{whole}.{rest}0").parse().unwrap())
        }),
        any_text().prop_map(CellValue::Text),
        any::<bool>().prop_map(CellValue::Bool),
        prop_oneof![Just("#DIV/0!"), Just("#N/A"), Just("#VALUE!")]
            .prop_map(|error| CellValue::Error(error.to_owned())),
    ]
}

fn any_sheet() -> impl Strategy<Value = Sheet> {
    let formula = proptest::option::weighted(
        0.3,
        prop_oneof![
            Just("SUM(B2:B9)".to_owned()),
            Just("IF('附件 1'!$A$1=\"\",\"空\",ROUND(A1/3,2))".to_owned()),
            any_text().prop_map(|text| format!(
                "\"{}\"",
                text.replace('"', "").replace(|c: char| c.is_control(), "")
            )),
        ],
    );
    let cell = (any_value(), formula, any::<bool>()).prop_map(|(value, formula, locked)| {
        let style = annex::book::Style {
            locked,
            ..annex::book::Style::default()
        };
        // A text in two colours is the same text.
        let runs = match &value {
            CellValue::Text(text) if locked && formula.is_none() => {
                let middle = text.chars().count() / 2;
                let halves = [
                    text.chars().take(middle).collect(),
                    text.chars().skip(middle).collect(),
                ];
                let run = |text: String| Run {
                    text,
                    color: Some(0xC0_00_00),
                    strike: true,
                };
                halves.map(run).to_vec()
            }
            _ => Vec::new(),
        };
        Cell {
            value,
            formula,
            style,
            link: None,
            runs,
        }
    });
    let cells = proptest::collection::btree_map((0_u32..40, 0_u32..30), cell, 0..30);
    let merges = proptest::collection::vec((0_u32..40, 0_u32..30, 0_u32..3, 1_u32..3), 0..4);
    (cells, merges).prop_map(|(cells, merges)| {
        let mut sheet = Sheet::default();
        for (row, column, down, right) in merges {
            let area = Area::new(
                Address::new(row, column),
                Address::new(row + down, column + right),
            );
            if !sheet.merges.iter().any(|other| other.overlaps(&area)) {
                sheet.merges.push(area);
            }
        }
        for ((row, column), cell) in cells {
            let at = Address::new(row, column);
            if !sheet
                .merges
                .iter()
                .any(|area| area.contains(at) && area.first != at)
            {
                sheet.cells.insert(at, cell);
            }
        }
        sheet
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_random_book_comes_back_as_it_was(
        sheets in proptest::collection::vec(any_sheet(), 1..4),
        names in proptest::collection::vec((0_usize..3, 0_u32..50, 0_u32..40), 0..5),
        lock_structure: bool,
    ) {
        let mut book = Book { sheets, lock_structure, ..Book::default() };
        for (index, sheet) in book.sheets.iter_mut().enumerate() {
            sheet.name = format!("附件 {index}'s");
        }
        for (index, (sheet, row, column)) in names.into_iter().enumerate() {
            if sheet < book.sheets.len() {
                let name = format!("字段.n{index}");
                book.names.push(DefinedName { name, sheet, cell: Address::new(row, column) });
            }
        }
        let raw = read::read(&write(&book).unwrap()).unwrap();
        prop_assert_eq!(raw.sheets.len(), book.sheets.len());
        for (sheet, found) in book.sheets.iter().zip(&raw.sheets) {
            prop_assert_eq!(&found.name, &sheet.name);
            let mut merges = sheet.merges.clone();
            let mut found_merges = found.merges.clone();
            merges.sort();
            found_merges.sort();
            prop_assert_eq!(found_merges, merges);
            for (&at, cell) in &sheet.cells {
                assert_same(cell, found.cells.get(&at), at);
            }
            prop_assert!(found.cells.keys().all(|at| sheet.cells.contains_key(at)));
        }
        for name in &book.names {
            let place = RawPlace { sheet: book.sheets[name.sheet].name.clone(), cell: name.cell };
            prop_assert!(raw.names.iter().any(|found| found.name == name.name && found.place == place), "{:?}", name);
        }
    }
}
