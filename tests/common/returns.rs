//! Returns of the shipped pack at text size: made, checked, and their findings written as a table.

#![allow(dead_code, reason = "each test binary uses its own share of this")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper of tests fails as a test does"
)]

use std::sync::{Arc, LazyLock};

use annex::book::Book;
use annex::book::write::write;
use annex::check::{self, Options, Return};
use annex::demo::{self, Demo, PACK};
use annex::finding::Finding;
use annex::template::{self, Pack, packs};

static SHIPPED: LazyLock<Arc<Pack>> =
    LazyLock::new(|| Arc::new(template::parse(&packs::shipped_files(PACK).unwrap()).unwrap()));

pub(crate) fn pack() -> Arc<Pack> {
    Arc::clone(&SHIPPED)
}

/// The demo department of this id: `02-archives`.
pub(crate) fn demo(id: &str) -> Demo {
    let mut all = demo::departments().unwrap().into_iter();
    all.find(|demo| demo.id == id).unwrap()
}

/// The workbook a demo department sent back.
pub(crate) fn returned(id: &str) -> Book {
    demo::returned(&demo(id), &pack()).unwrap().unwrap()
}

pub(crate) fn open(bytes: &[u8]) -> Return {
    check::open(
        "return.xlsx",
        annex::book::read::read(bytes),
        &[pack()],
        &Options::default(),
    )
}

pub(crate) fn checked(book: &Book) -> Return {
    open(&write(book).unwrap())
}

/// A finding as a line of a table: code | sheet | cell | field | reported | computed | difference. The sheet is written
/// up to its first blank, and what is not there as a point.
pub(crate) fn line(finding: &Finding) -> String {
    let or_point = |text: Option<String>| text.unwrap_or_else(|| "·".to_owned());
    let sheet = finding.place.sheet.as_deref();
    [
        finding.code.clone(),
        or_point(sheet.map(|name| name.split(' ').next().unwrap_or_default().to_owned())),
        or_point(finding.place.cell.map(|cell| cell.to_string())),
        or_point(finding.place.field.clone()),
        or_point(finding.reported.clone()),
        or_point(finding.computed.clone()),
        or_point(finding.difference.map(|number| number.to_string())),
    ]
    .join(" | ")
}

/// The lines of a table written in a test, without the blanks that align it and without its last column, the comment.
pub(crate) fn without_comments(table: &str) -> Vec<String> {
    let rows = table.lines().filter(|line| !line.trim().is_empty());
    rows.map(|row| {
        row.split('|')
            .take(7)
            .map(str::trim)
            .collect::<Vec<_>>()
            .join(" | ")
    })
    .collect()
}

/// All findings, as [`line`] writes them.
pub(crate) fn lines(findings: &[Finding]) -> Vec<String> {
    findings.iter().map(line).collect()
}

/// Fails with both tables side by side.
#[track_caller]
pub(crate) fn assert_lines(found: &[String], expected: &[String], what: &str) {
    assert!(
        found == expected,
        "{what}\nfound:\n  {}\nexpected:\n  {}",
        found.join("\n  "),
        expected.join("\n  ")
    );
}
