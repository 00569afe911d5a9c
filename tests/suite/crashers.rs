//! What a fuzzer found, and what it began with: every target bears every file of its corpus.
//!
//! A file that once made annex crash lies in `tests/fuzz/corpus/TARGET` under a name that says what was wrong.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a helper of tests fails as a test does"
)]

use std::fs;
use std::path::Path;

use crate::harness;

#[test]
fn every_file_of_the_corpus_is_borne() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus");
    let mut seen = 0;
    for (target, run) in harness::TARGETS {
        for entry in fs::read_dir(corpus.join(target)).unwrap() {
            run(&fs::read(entry.unwrap().path()).unwrap());
            seen += 1;
        }
    }
    assert!(seen >= harness::TARGETS.len(), "{seen}");
}

#[test]
fn every_target_gets_as_far_as_its_seeds_allow() {
    let seeds = harness::seeds();
    for (target, run) in harness::TARGETS {
        let of_target: Vec<_> = seeds.iter().filter(|(of, _, _)| *of == target).collect();
        assert!(!of_target.is_empty(), "{target}");
        for (_, _, bytes) in of_target {
            run(bytes);
        }
    }
}

#[test]
#[ignore = "writes the seeds of each target into a folder of the folder ANNEX_SEEDS; tests/fuzz/run.sh runs it"]
fn write_seeds() {
    let folder = std::env::var_os("ANNEX_SEEDS").unwrap();
    for (target, name, bytes) in harness::seeds() {
        let folder = Path::new(&folder).join(target);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join(name), bytes).unwrap();
    }
}
