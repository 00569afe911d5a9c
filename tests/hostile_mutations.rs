//! Thousands of broken variants of one good file: none may bring the reader down.

#![allow(clippy::unwrap_used, reason = "a helper of tests fails as a test does")]

mod common;
#[path = "common/package.rs"]
mod package;

use annex::book::read::{Damage, ReadError, read};
use annex::book::write::write;
use common::full;

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

#[test]
fn flipped_bits_are_survived() {
    let bytes = write(&full()).unwrap();
    let mut dice = Dice(1);
    for round in 0..700 {
        let mut broken = bytes.clone();
        for _ in 0..=dice.below(4) {
            let at = dice.below(broken.len());
            broken[at] ^= 1 << dice.below(8);
        }
        assert!(answered(&broken), "round {round}");
    }
}

#[test]
fn broken_xml_within_a_sound_package_is_survived() {
    let parts = package::unpack(&write(&full()).unwrap());
    let numbers = [
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
    let mut dice = Dice(2);
    for round in 0..700 {
        let mut parts = parts.clone();
        let index = dice.below(parts.len());
        let content = &mut parts[index].1;
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
                    let number = numbers[dice.below(numbers.len())];
                    content.splice(from..from + digits, number.bytes());
                }
            }
        }
        let borrowed: Vec<(&str, &[u8])> = parts
            .iter()
            .map(|(name, content)| (name.as_str(), content.as_slice()))
            .collect();
        assert!(
            answered(&package::package(&borrowed)),
            "round {round}: {}",
            borrowed[index].0
        );
    }
}
