//! Output that could not be written: every command that prints results says so and has status 2.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a helper of tests fails as a test does")]

use std::fs::File;
use std::path::Path;
use std::process::{Command, Stdio};

use tempfile::TempDir;

use crate::common::returns;

/// Every command that prints to standard output, `%` standing for a number of its own, so that it finds no file there.
const PRINTING: &[&str] = &[
    "--help",
    "--version",
    "help check",
    "check --help",
    "check a.xlsx",
    "check --format concise a.xlsx",
    "check --format json a.xlsx",
    "check --format sarif a.xlsx",
    "check --format csv a.xlsx",
    "check --format markdown a.xlsx",
    "check --format junit a.xlsx",
    "extract a.xlsx",
    "diff a.xlsx b.xlsx",
    "diff --format concise a.xlsx b.xlsx",
    "diff --format json -o differences%.xlsx a.xlsx b.xlsx",
    "adopt --pack hunan-2024 a.docx -o adopted%.xlsx",
    "adopt --pack hunan-2024 --format json a.docx -o adopted%.xlsx",
    "reissue a.xlsx --pack hubei-2020 -o reissued%.xlsx",
    "reissue a.xlsx --pack hubei-2020 --format json -o reissued%.xlsx",
    "explain V001",
    "explain X101",
    "template list",
    "template show hunan-2024",
    "template check broken",
    "template fields hunan-2024",
    "template fields --format json hunan-2024",
    "template diff hunan-2024 hubei-2020",
    "template diff --format json hunan-2024 hubei-2020",
    "read-contained",
    "demo --pack hunan-2024 demo%",
];

fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, bytes: Vec<u8>| std::fs::write(folder.path().join(name), bytes).unwrap();
    for (name, demo) in [("a.xlsx", "03-culture"), ("b.xlsx", "02-archives")] {
        let mut demo = returns::demo(demo);
        // So that there is something to say of it.
        demo.faults.push(annex::demo::Fault::RawText {
            field: "base.procurement.actual".to_owned(),
            raw_text: "150万".to_owned(),
        });
        let book = annex::demo::returned(&demo, &returns::pack());
        let book = book.unwrap().unwrap();
        put(name, annex::book::write::write(&book).unwrap());
    }
    put("a.docx", word());
    std::fs::create_dir(folder.path().join("broken")).unwrap();
    put("broken/pack.toml", b"nonsense = 1\n".to_vec());
    folder
}

/// A report of a return: a Word document with a table of the form in it or not, `adopt` says something of each.
fn word() -> Vec<u8> {
    let book = returns::returned("03-culture");
    let bytes = annex::book::write::write(&book).unwrap();
    let content = returns::open(&bytes).content.unwrap();
    let narrative = annex::narrate::document(&content).unwrap();
    annex::document::write::write(&narrative.document).unwrap()
}

/// Runs a command; gives its status and what it says on standard error.
fn run(folder: &Path, line: &str, output: Stdio) -> (i32, String) {
    let done = Command::new(env!("CARGO_BIN_EXE_annex"))
        .args(line.split(' '))
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(output)
        .output()
        .unwrap();
    let said = String::from_utf8(done.stderr).unwrap();
    (done.status.code().unwrap(), said)
}

#[test]
fn output_that_is_full_or_closed_is_a_failure_of_every_command() {
    let folder = folder();
    for (number, line) in PRINTING.iter().enumerate() {
        let whole = format!("--lang en {}", line.replace('%', &number.to_string()));
        let (status, said) = run(folder.path(), &whole, Stdio::piped());
        assert!(
            !said.contains("standard output"),
            "annex {line}: {status} {said}"
        );
        let full = File::options().write(true).open("/dev/full").unwrap();
        let (reader, closed) = std::io::pipe().unwrap();
        drop(reader);
        for (what, output) in [("full", Stdio::from(full)), ("closed", Stdio::from(closed))] {
            let name = format!("-{number}-{what}");
            let line = format!("--lang en {}", line.replace('%', &name));
            let (status, said) = run(folder.path(), &line, output);
            assert!(
                status == 2 && said.contains("error: standard output: cannot be written: "),
                "annex {line}: {status} {said}"
            );
            assert!(!said.contains("panicked"), "annex {line}: {said}");
        }
        // Rust puts /dev/null in the place of what nobody opened.
        let done = Command::new("sh")
            .args(["-c", "exec \"$@\" >&-", "sh", env!("CARGO_BIN_EXE_annex")])
            .args("--lang en".split(' '))
            .args(line.replace('%', &format!("-{number}-none")).split(' '))
            .current_dir(folder.path())
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let said = String::from_utf8(done.stderr).unwrap();
        assert_eq!(done.status.code(), Some(2), "annex {line} >&-: {said}");
        assert!(
            said.contains("error: standard output: cannot be written: not connected"),
            "annex {line} >&-: {said}"
        );
    }
}

/// `/dev/null` opened for reading as well is what Rust puts in the place of a closed stream, and what Python throws away with.
#[test]
fn output_that_is_thrown_away_is_no_failure() {
    let folder = folder();
    let null = File::options().read(true).write(true).open("/dev/null");
    let (status, said) = run(
        folder.path(),
        "--lang en explain V001",
        null.unwrap().into(),
    );
    assert_eq!((status, said.as_str()), (0, ""));
}

#[test]
fn a_file_that_could_not_be_written_is_a_failure_and_leaves_nothing() {
    let folder = folder();
    for line in [
        "check a.xlsx -o out.txt",
        "annotate a.xlsx -o out.xlsx",
        "annotate --in-place a.xlsx -o out.xlsx",
        "consolidate a.xlsx -o out.xlsx",
        "diff a.xlsx b.xlsx -o out.xlsx",
        "report a.xlsx -o out.docx",
        "reissue a.xlsx --pack hubei-2020 -o out.xlsx",
        "adopt --pack hunan-2024 a.docx -o out.xlsx",
        "generate --pack hunan-2024 --department 示例局 -o out.xlsx",
        "template show hunan-2024 --xlsx out.xlsx",
    ] {
        // No file may have a byte: every write fails, as on a full disk.
        let done = Command::new("sh")
            .args(["-c", "trap '' XFSZ; ulimit -f 0; exec \"$@\"", "sh"])
            .arg(env!("CARGO_BIN_EXE_annex"))
            .args(line.split(' '))
            .current_dir(folder.path())
            .output()
            .unwrap();
        let said = String::from_utf8(done.stderr).unwrap();
        assert_eq!(done.status.code(), Some(2), "annex {line}: {said}");
        assert!(said.contains("：写不进去："), "annex {line}: {said}");
        let left: Vec<_> = std::fs::read_dir(folder.path())
            .unwrap()
            .map(Result::unwrap)
            .filter(|entry| entry.file_type().unwrap().is_file())
            .map(|entry| entry.file_name())
            .filter(|name| !["a.xlsx", "b.xlsx", "a.docx"].contains(&name.to_str().unwrap()))
            .collect();
        assert!(left.is_empty(), "annex {line}: {left:?}");
    }
}
