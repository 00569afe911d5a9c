//! Returns that are readable and have far too much in them: checking and annotating one takes time in proportion and little
//! memory, what is said of it is short, and the annotated workbook can be read.

#![allow(clippy::unwrap_used, reason = "a helper of tests fails as a test does")]

#[path = "common/attacks.rs"]
mod attacks;
#[path = "common/measured.rs"]
mod measured;
#[path = "common/package.rs"]
mod package;

use std::sync::{Arc, OnceLock};

use annex::annotate;
use annex::book::amend::AmendError;
use annex::book::read::{ReadError, read};
use annex::book::write::write;
use annex::check::{self, Options};
use annex::report::full;
use annex::template::Pack;
use annex::text::Language;
use attacks::{ATTACKS, Attack, Parts, pack};
use measured::LARGER;
use rayon::prelude::*;

/// So many cells, and so many merged areas, names, notes and the like.
const FEW: (usize, usize) = (5_000, 5_000);
/// Nearly as many as are read. What takes time for each pair of them takes hours.
const MOST: (usize, usize) = (480_000, 60_000);
/// What a clerk still reads.
const FINDINGS: usize = 40;
const REPORT: usize = 100_000;

fn packs() -> &'static [Arc<Pack>] {
    static PACKS: OnceLock<[Arc<Pack>; 1]> = OnceLock::new();
    PACKS.get_or_init(|| [pack()])
}

fn good() -> &'static Parts {
    static GOOD: OnceLock<Parts> = OnceLock::new();
    GOOD.get_or_init(|| Parts::good(&packs()[0]))
}

fn attacked((_, attack): &Attack, (cells, entries): (usize, usize)) -> Vec<u8> {
    attack(good().clone(), cells, entries).bytes()
}

/// Reads, checks, tells of, annotates and marks a return, and gives a line on what came of it.
fn run(what: &str, bytes: Vec<u8>, again: bool) -> String {
    let size = bytes.len() >> 10;
    let found = read(&bytes);
    if let Err(refused) = &found {
        let is_so = matches!(refused, ReadError::TooLarge { .. });
        assert!(is_so, "{what}: {refused}");
    }
    let file = check::open("file.xlsx", found, packs(), &Options::default());
    let said = full::render(std::slice::from_ref(&file), Language::Chinese)
        .unwrap()
        .len();
    let findings = file.findings.len();
    assert!(
        findings <= FINDINGS && said <= REPORT,
        "{what}: {findings} findings, {said} bytes"
    );
    let Some(content) = &file.content else {
        return format!("{size} KiB, refused");
    };
    let book = annotate::workbook(content, &file.findings, Language::Chinese);
    // Of the files at the limits those that take most: it takes a while.
    if again || what.ends_with("below many mistakes") {
        let marked = annotate::in_place(&bytes, content, &file.findings, Language::Chinese);
        assert!(
            matches!(marked, Ok(_) | Err(AmendError::Rebuilt)),
            "{what}: {:?}",
            marked.err()
        );
    }
    drop(bytes);
    let bytes = write(&book).unwrap();
    if again {
        let again = check::open("again.xlsx", read(&bytes), packs(), &Options::default());
        assert!(again.content.is_some(), "{what}: {:?}", again.findings);
    }
    format!("{size} KiB, {findings} findings in {said} bytes")
}

#[test]
fn too_much_of_anything_takes_few_words() {
    ATTACKS
        .par_iter()
        .for_each(|attack| drop(run(attack.0, attacked(attack, FEW), true)));
}

#[test]
fn the_return_that_is_attacked_is_a_good_one() {
    let file = check::open(
        "file.xlsx",
        read(&good().bytes()),
        packs(),
        &Options::default(),
    );
    assert!(file.content.is_some());
    assert_eq!(file.findings, []);
}

#[test]
#[ignore = "takes minutes; CI runs it"]
fn far_too_much_of_anything_takes_time_in_proportion_and_little_memory() {
    let most = |share| (MOST.0 / share, MOST.1 / share);
    let files = ATTACKS.iter().map(|attack| {
        let of_size = |share| attacked(attack, most(share));
        (attack.0, [LARGER, 1].map(of_size))
    });
    measured::each_alone(
        "far_too_much_of_anything_takes_time_in_proportion_and_little_memory",
        files,
        |what, bytes| run(what, bytes, false),
    );
}
