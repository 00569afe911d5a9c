//! Returns that are readable and have far too much in them: checking and annotating one takes seconds and little memory, what
//! is said of it is short, and the annotated workbook can be read.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a helper of tests fails as a test does"
)]

#[path = "common/attacks.rs"]
mod attacks;
#[path = "common/package.rs"]
mod package;

use std::process::Command;
use std::sync::{Arc, OnceLock};

use annex::annotate;
use annex::book::read::{ReadError, read};
use annex::book::write::write;
use annex::check::{self, Options};
use annex::report::full;
use annex::template::Pack;
use annex::text::Language;
use attacks::{ATTACKS, Attack, Parts, pack};
use rayon::prelude::*;

/// So many cells, and so many merged areas, names, notes and the like.
const FEW: (usize, usize) = (5_000, 5_000);
/// Nearly as many as are read. What takes time for each pair of them takes hours.
const MOST: (usize, usize) = (480_000, 60_000);
/// What one return may take of a processor, in seconds, of a build that is not optimised.
const TIME: u64 = 60;
/// What it may take of memory, in MiB.
const MEMORY: u64 = 256;
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

/// Reads, checks, tells of and annotates a return, and gives a line on what came of it.
fn run(what: &str, bytes: Vec<u8>, again: bool) -> String {
    let size = bytes.len() >> 10;
    let found = read(&bytes);
    drop(bytes);
    if let Err(refused) = &found {
        let is_so = matches!(refused, ReadError::TooLarge { .. });
        assert!(is_so, "{what}: {refused}");
    }
    let file = check::open("file.xlsx", found, packs(), &Options::default());
    let said = full::render(std::slice::from_ref(&file), Language::Chinese).len();
    let findings = file.findings.len();
    assert!(
        findings <= FINDINGS && said <= REPORT,
        "{what}: {findings} findings, {said} bytes"
    );
    let Some(content) = &file.content else {
        return format!("{size} KiB, refused");
    };
    let book = annotate::workbook(content, &file.findings, Language::Chinese);
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

/// Says which attack a process of this test is to bear, and in which file it is.
const WHICH: &str = "ANNEX_ATTACK";
const FILE: &str = "ANNEX_ATTACK_FILE";

/// What the kernel says of this process, by the name of the line.
fn status(line: &str) -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let found = status.lines().find(|said| said.starts_with(line))?;
    found.split_whitespace().nth(1)?.parse().ok()
}

/// Seconds of a processor this process has taken.
fn seconds() -> Option<u64> {
    let said = std::fs::read_to_string("/proc/self/stat").ok()?;
    let (_, said) = said.rsplit_once(')')?;
    let ticks = said.split_whitespace().skip(11).take(2);
    let ticks: u64 = ticks.filter_map(|ticks| ticks.parse::<u64>().ok()).sum();
    // A tick is a hundredth of a second on all machines Linux runs on nowadays.
    Some(ticks / 100)
}

/// One attack at a time, each in a process of its own, so that nothing of another counts.
#[test]
#[ignore = "takes minutes; CI runs it"]
fn far_too_much_of_anything_takes_seconds_and_little_memory() {
    if let (Ok(what), Ok(file)) = (std::env::var(WHICH), std::env::var(FILE)) {
        let came_of_it = run(&what, std::fs::read(file).unwrap(), false);
        let (memory, time) = (status("VmHWM:").unwrap_or(0) >> 10, seconds().unwrap_or(0));
        println!("{what}: {came_of_it}, {memory} MiB, {time} s");
        assert!(memory < MEMORY, "{what}: {memory} MiB");
        assert!(time < TIME, "{what}: {time} s");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let test = "far_too_much_of_anything_takes_seconds_and_little_memory";
    let failed: Vec<String> = ATTACKS
        .iter()
        .filter_map(|attack| {
            let file = folder.path().join("file.xlsx");
            std::fs::write(&file, attacked(attack, MOST)).unwrap();
            let output = Command::new(std::env::current_exe().unwrap())
                .args([test, "--exact", "--ignored", "--nocapture"])
                .env(WHICH, attack.0)
                .env(FILE, &file)
                .output()
                .unwrap();
            let said = String::from_utf8_lossy(&output.stdout).into_owned();
            let errors = String::from_utf8_lossy(&output.stderr).into_owned();
            let line = said.lines().find(|line| line.starts_with(attack.0));
            println!("{}", line.unwrap_or(attack.0));
            (!output.status.success()).then_some(errors)
        })
        .collect();
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}
