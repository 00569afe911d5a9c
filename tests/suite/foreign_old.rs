//! Old workbooks: what stands far away, streams by other names, passwords, and what else comes in the same container.

#![allow(clippy::unwrap_used, reason = "a helper of tests fails as a test does")]

use annex::address::Address;
use annex::book::read::{Foreign, Legacy, ReadError, read};
use annex::book::{CellValue, RawBook};
use ole::{Old, container, stream};

use crate::common::ole;

fn held(book: &RawBook) -> Vec<String> {
    let cells = book.sheets[0].cells.iter();
    cells
        .map(|(at, cell)| {
            let formula = if cell.formula.is_some() { "=" } else { "" };
            match &cell.value {
                CellValue::Text(text) => format!("{at} {formula}{text}"),
                CellValue::Number(number) => format!("{at} {formula}{number}"),
                other => format!("{at} {formula}{other:?}"),
            }
        })
        .collect()
}

#[test]
fn cells_at_the_far_end_are_read_where_they_stand() {
    let cells = [
        (0, 0, Old::Text("单位")),
        (0, 1, Old::Numbers(&[1, 2, 3])),
        (9, 250, Old::Numbers(&[4, 5])),
        (40_000, 3, Old::Formula("是")),
        (65_535, 255, Old::Number(2.5)),
        (65_535, 255, Old::Text("末")),
    ];
    let expected = [
        "A1 单位",
        "B1 1",
        "C1 2",
        "D1 3",
        "IQ10 4",
        "IR10 5",
        "D40001 =是",
        "IV65536 末",
    ];
    for size in [[65_536, 256], [1, 1], [0, 0]] {
        let book = read(&container(&[("Workbook", &stream(size, None, &cells))])).unwrap();
        assert_eq!(held(&book), expected, "{size:?}");
    }
}

#[test]
fn a_sheet_that_only_says_it_is_large_is_not() {
    let cells = [(0, 0, Old::Text("单位")), (2, 2, Old::Number(7.0))];
    let book = read(&container(&[(
        "Workbook",
        &stream([65_536, 256], None, &cells),
    )]))
    .unwrap();
    assert_eq!(held(&book), ["A1 单位", "C3 7"]);
    assert_eq!(
        book.sheets[0].value(Address::parse("B2").unwrap()),
        &CellValue::Blank
    );
}

#[test]
fn a_stream_of_another_name_is_read() {
    let cells = [(0, 0, Old::Number(7.0))];
    for name in ["Workbook", "WORKBOOK", "workbook", "Book", "BOOK"] {
        let book = read(&container(&[
            ("\u{5}SummaryInformation", b""),
            (name, &stream([1, 1], None, &cells)),
        ]));
        assert_eq!(held(&book.unwrap()), ["A1 7"], "{name}");
    }
}

#[test]
fn every_kind_of_password_is_one() {
    let cells = [(0, 0, Old::Number(7.0))];
    for (what, password) in [
        ("hidden by XOR", &[0, 0, 0x12, 0x34, 0x56, 0x78][..]),
        (
            "hidden by XOR, as Excel 5 writes it",
            &[0x12, 0x34, 0x56, 0x78],
        ),
        ("RC4", &[1, 0, 1, 0, 1, 0, 9, 9]),
        ("RC4 of CryptoAPI", &[1, 0, 4, 0, 2, 0, 9, 9]),
    ] {
        let bytes = container(&[("Workbook", &stream([1, 1], Some(password), &cells))]);
        assert_eq!(read(&bytes).unwrap_err(), ReadError::Encrypted, "{what}");
    }
}

#[test]
fn what_comes_in_the_same_container_is_called_by_its_name() {
    let old = stream([1, 1], None, &[(0, 0, Old::Number(7.0))]);
    let foreign = ReadError::NotAWorkbook;
    let cases: [(&[&str], ReadError); 9] = [
        (
            &["EncryptionInfo", "EncryptedPackage"],
            ReadError::Encrypted,
        ),
        (
            &["\u{6}DataSpaces", "EncryptedPackage"],
            ReadError::Restricted,
        ),
        (&["\u{9}DRMContent", "Workbook"], ReadError::Restricted),
        (&["WordDocument", "1Table"], foreign(Foreign::OldWord)),
        (&["WORDDOCUMENT"], foreign(Foreign::OldWord)),
        (&["PowerPoint Document"], foreign(Foreign::Slides)),
        (&["__properties_version1.0"], foreign(Foreign::Mail)),
        (&["VisioDocument"], foreign(Foreign::Unknown)),
        (&["Contents"], foreign(Foreign::Unknown)),
    ];
    for (names, expected) in cases {
        let streams: Vec<(&str, &[u8])> = names.iter().map(|name| (*name, &old[..])).collect();
        assert_eq!(
            read(&container(&streams)).unwrap_err(),
            expected,
            "{names:?}"
        );
    }
    // Records without a container.
    let alone = read(b"\x09\x04\x06\0\0\0\x10\0\0\0\0\0").unwrap_err();
    assert_eq!(alone, ReadError::OtherFormat(Legacy::Excel4));
}

#[test]
fn a_broken_container_is_damaged_and_nothing_worse() {
    let bytes = container(&[(
        "Workbook",
        &stream([1, 1], None, &[(0, 0, Old::Number(7.0))]),
    )]);
    for length in (8..bytes.len()).step_by(97) {
        let _ = read(&bytes[..length]);
    }
    for at in (0..1_600).step_by(3) {
        let mut changed = bytes.clone();
        changed[at] = changed[at].wrapping_add(0x7F);
        let _ = read(&changed);
    }
}
