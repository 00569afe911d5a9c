//! Thousands of broken variants of one good file: none may bring the reader down.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a helper of tests fails as a test does"
)]

use annex::book::read::{Damage, ReadError, read};
use annex::book::write::write;
use common::full;
use rayon::prelude::*;

use crate::common;
use crate::common::package;
use crate::harness;

/// A small generator with a fixed seed, so that a failure happens again.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }
}

/// What matters is that there is an answer, and that it is not a caught panic.
fn answered(bytes: &[u8]) -> bool {
    !matches!(
        read(bytes),
        Err(ReadError::Damaged { damage: Damage::Contradiction(detail), .. }) if detail == "the reader gave up"
    )
}

#[test]
fn a_file_cut_short_is_incomplete_at_every_length() {
    let bytes = write(&full()).unwrap();
    for length in (2..bytes.len())
        .step_by(37)
        .chain(bytes.len() - 30..bytes.len())
    {
        let error = read(&bytes[..length]).unwrap_err();
        assert!(
            matches!(
                &error,
                ReadError::Damaged {
                    damage: Damage::Incomplete(_),
                    ..
                }
            ),
            "{length} of {}: {error}",
            bytes.len()
        );
    }
}

/// Runs so many rounds, several at a time, each with dice of its own.
fn rounds(count: u64, seed: u64, round: impl Fn(&mut Dice) + Sync) {
    (0..count).into_par_iter().for_each(|number| {
        let mut dice = Dice(seed << 32 | number);
        // The first numbers of neighbouring seeds are alike.
        dice.below(2);
        dice.below(2);
        round(&mut dice);
    });
}

/// Flips some bits.
fn flip(bytes: &mut [u8], dice: &mut Dice) {
    for _ in 0..=dice.below(4) {
        let at = dice.below(bytes.len());
        bytes[at] ^= 1 << dice.below(8);
    }
}

#[test]
fn flipped_bits_are_survived() {
    let bytes = write(&full()).unwrap();
    rounds(3_000, 1, |dice| {
        let mut broken = bytes.clone();
        flip(&mut broken, dice);
        assert!(answered(&broken), "{broken:?}");
    });
}

#[test]
fn a_form_with_flipped_bits_is_checked_and_annotated_or_refused() {
    let bytes = write(&harness::filled_form()).unwrap();
    rounds(150, 3, |dice| {
        let mut broken = bytes.clone();
        flip(&mut broken, dice);
        harness::workbook(&broken);
    });
}

#[test]
fn a_form_with_broken_xml_is_checked_and_annotated_or_refused() {
    let parts = harness::parts();
    rounds(750, 4, |dice| {
        // The letter says which part it is.
        let which = dice.below(parts.len());
        let mut content = parts[which].1.clone();
        spoil(&mut content, dice);
        content.insert(0, b'a' + u8::try_from(which).unwrap());
        harness::part(&content);
    });
}

#[test]
fn broken_xml_within_a_sound_package_is_survived() {
    let parts = package::unpack(&write(&full()).unwrap());
    rounds(3_000, 2, |dice| {
        let mut parts = parts.clone();
        let index = dice.below(parts.len());
        spoil(&mut parts[index].1, dice);
        let borrowed: Vec<(&str, &[u8])> = parts
            .iter()
            .map(|(name, content)| (name.as_str(), content.as_slice()))
            .collect();
        assert!(answered(&package::package(&borrowed)), "{parts:?}");
    });
}

const NUMBERS: [&str; 9] = [
    "0",
    "-1",
    "4294967295",
    "4294967296",
    "18446744073709551615",
    "1e999",
    "",
    "NaN",
    "XFD1048577",
];

/// Changes, cuts and drops bytes, and makes other numbers of numbers.
fn spoil(content: &mut Vec<u8>, dice: &mut Dice) {
    for _ in 0..=dice.below(3) {
        if content.is_empty() {
            break;
        }
        let at = dice.below(content.len());
        match dice.below(4) {
            0 => content[at] ^= 1 << dice.below(8),
            1 => content.truncate(at),
            2 => drop(content.drain(at..(at + dice.below(40)).min(content.len()))),
            _ => {
                // A number somewhere after this point becomes another.
                let Some(from) = content[at..]
                    .iter()
                    .position(u8::is_ascii_digit)
                    .map(|step| at + step)
                else {
                    continue;
                };
                let digits = content[from..]
                    .iter()
                    .take_while(|byte| byte.is_ascii_digit())
                    .count();
                let number = NUMBERS[dice.below(NUMBERS.len())];
                content.splice(from..from + digits, number.bytes());
            }
        }
    }
}

/// A table as LibreOffice saves it.
fn ods() -> [(&'static str, Vec<u8>); 2] {
    let row = r#"<table:table-row table:number-rows-repeated="2"><table:table-cell office:value-type="float" office:value="12.5" table:formula="of:=[.A1]*2"/><table:table-cell office:value-type="string" table:number-columns-repeated="3"><text:p>财政</text:p></table:table-cell></table:table-row>"#;
    let content = format!(
        r#"<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet><table:table table:name="表">{}</table:table></office:spreadsheet></office:body></office:document-content>"#,
        row.repeat(5)
    );
    let mime = "application/vnd.oasis.opendocument.spreadsheet";
    [
        ("mimetype", mime.as_bytes().to_vec()),
        ("content.xml", content.into_bytes()),
    ]
}

#[test]
fn broken_files_of_another_format_are_answered_one_by_one() {
    let folder = tempfile::tempdir().unwrap();
    let mut dice = Dice(5);
    for number in 0..60 {
        let mut parts = ods();
        spoil(&mut parts[1].1, &mut dice);
        let parts = parts
            .each_ref()
            .map(|(name, content)| (*name, content.as_slice()));
        let file = folder.path().join(format!("{number}.ods"));
        std::fs::write(file, package::package(&parts)).unwrap();
    }
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_annex"))
        .args(["check", "--format", "json"])
        .arg(folder.path())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    let said: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(said["files"].as_array().unwrap().len(), 60);
}
