//! Files just within the budgets, the worst there are: reading them stays below 256 MiB.

#![allow(clippy::unwrap_used, reason = "a helper of tests fails as a test does")]

use std::fmt::Write as _;
use std::io::{Cursor, Write};

#[path = "common/package.rs"]
mod package;

use annex::book::read::read;
use package::{RELS, WORKBOOK, WORKBOOK_RELS};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// The most memory this process ever had, in MiB.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace()
        .nth(1)?
        .parse::<u64>()
        .ok()
        .map(|kib| kib / 1024)
}

/// Writes what is repeated, the how-manieth time it is.
type Piece<'a> = &'a dyn Fn(usize, &mut String);

/// A part as a beginning, something repeated, and an end, so that it never lies in memory as a whole.
struct Part<'a> {
    name: &'a str,
    begin: &'a str,
    repeat: (usize, Piece<'a>),
    end: &'a str,
}

fn workbook(parts: &[Part<'_>]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_level(Some(1));
    for (name, text) in [
        ("_rels/.rels", RELS),
        ("xl/workbook.xml", WORKBOOK),
        ("xl/_rels/workbook.xml.rels", WORKBOOK_RELS),
    ] {
        zip.start_file(name, options).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    for part in parts {
        zip.start_file(part.name, options).unwrap();
        zip.write_all(part.begin.as_bytes()).unwrap();
        let mut text = String::new();
        for index in 0..part.repeat.0 {
            (part.repeat.1)(index, &mut text);
            if text.len() > 1 << 16 {
                zip.write_all(text.as_bytes()).unwrap();
                text.clear();
            }
        }
        zip.write_all(text.as_bytes()).unwrap();
        zip.write_all(part.end.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const SHEET: &str = "xl/worksheets/sheet1.xml";
const TEXTS: &str = "xl/sharedStrings.xml";

#[test]
#[ignore = "takes a minute; CI runs it"]
fn no_file_takes_more_than_256_mib() {
    let rows = |cell: &'static str| {
        move |index: usize, text: &mut String| {
            text.push_str(if index.is_multiple_of(1_000) {
                "</row><row>"
            } else {
                ""
            });
            text.push_str(cell);
        }
    };
    let kib = "x".repeat(1 << 10);
    let letters = |_: usize, text: &mut String| text.push_str(&kib);
    let numbers = rows("<c><v>1</v></c>");
    let long = rows("<c t=\"s\"><f>A1+1234567890123456789012</f><v>0</v></c>");
    let texts = |_: usize, text: &mut String| text.push_str("<si><t>abcdefghijklmno</t></si>");
    let format = |_: usize, text: &mut String| text.push_str(r#"<xf fontId="0" numFmtId="200"/>"#);
    let ones = "1".repeat(300);
    let shared = |index: usize, text: &mut String| {
        let row = if index.is_multiple_of(1_000) {
            "</row><row>"
        } else {
            ""
        };
        write!(
            text,
            r#"{row}<c><f t="shared" ref="A1" si="{index}">SUM(A1:B2)+{ones}</f></c>"#
        )
        .unwrap();
    };
    let name = "n".repeat(900);
    let fonts = format!(
        r#"<styleSheet><numFmts><numFmt numFmtId="200" formatCode="{name}"/></numFmts><fonts><font><name val="{name}"/></font></fonts><cellXfs>"#
    );
    let sheet = "<worksheet><sheetData><row>";
    let done = "</row></sheetData></worksheet>";
    let few = || Part {
        name: SHEET,
        begin: sheet,
        repeat: (1, &numbers),
        end: done,
    };
    let cases: [(&str, Vec<Part<'_>>); 6] = [
        (
            "one text of 95 MiB",
            vec![Part {
                name: SHEET,
                begin: sheet,
                repeat: (95 << 10, &letters),
                end: done,
            }],
        ),
        (
            "a million shared texts",
            vec![
                Part {
                    name: TEXTS,
                    begin: r#"<sst uniqueCount="1000000">"#,
                    repeat: (999_000, &texts),
                    end: "</sst>",
                },
                few(),
            ],
        ),
        (
            "half a million cells",
            vec![Part {
                name: SHEET,
                begin: sheet,
                repeat: (499_000, &numbers),
                end: done,
            }],
        ),
        (
            "formats with long names",
            vec![
                Part {
                    name: "xl/styles.xml",
                    begin: &fonts,
                    repeat: (65_000, &format),
                    end: "</cellXfs></styleSheet>",
                },
                few(),
            ],
        ),
        (
            "shared formulas",
            vec![Part {
                name: SHEET,
                begin: sheet,
                repeat: (99_000, &shared),
                end: done,
            }],
        ),
        (
            "texts and formulas",
            vec![
                Part {
                    name: TEXTS,
                    begin: "<sst>",
                    repeat: (900_000, &texts),
                    end: "</sst>",
                },
                Part {
                    name: SHEET,
                    begin: sheet,
                    repeat: (499_000, &long),
                    end: done,
                },
            ],
        ),
    ];
    for (what, parts) in cases {
        let bytes = workbook(&parts);
        let outcome = read(&bytes).map(|book| {
            book.sheets
                .iter()
                .map(|sheet| sheet.cells.len())
                .sum::<usize>()
        });
        let peak = peak().unwrap_or_default();
        assert!(peak < 256, "{what}: {peak} MiB, {outcome:?}");
    }
}
