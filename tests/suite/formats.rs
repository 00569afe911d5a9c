//! One small return in every format of `annex check`. What is expected stands in `tests/formats/`, a file for each format
//! and language, as the shell sees it: status, output, errors.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper of tests fails as a test does"
)]

use std::path::{Path, PathBuf};
use std::sync::Arc;

use annex::book::{Book, CellValue};
use annex::check::rules::ALL;
use annex::fill;
use annex::form::{self, Form, Spec};
use annex::generate;
use annex::number::Number;
use annex::template::{Pack, Source};
use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::{Value as Json, json};
use shell::Shell;

use crate::common::shell;

const FORMATS: [&str; 7] = [
    "full", "concise", "json", "sarif", "csv", "markdown", "junit",
];
const LANGUAGES: [&str; 2] = ["zh", "en"];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats")
}

fn read(path: &Path) -> String {
    let text =
        std::fs::read_to_string(path).unwrap_or_else(|why| panic!("{}: {why}", path.display()));
    text.replace("\r\n", "\n")
}

fn pack() -> Arc<Pack> {
    let files = ["pack.toml", "visits.toml"].map(|file| Source {
        file: file.to_owned(),
        text: read(&folder().join("pack").join(file)),
    });
    form::load(&files).unwrap()
}

fn filled(pack: &Arc<Pack>, (code, name): (&str, &str), values: &Json) -> (Form, Book) {
    let spec = Spec {
        year: 2025,
        code: code.to_owned(),
        department: name.to_owned(),
        ..Spec::default()
    };
    let form = form::resolve(pack, &spec).unwrap();
    let entries = fill::entries(&form, &fill::flatten(values).unwrap()).unwrap();
    let book = generate::workbook(&form, &entries);
    (form, book)
}

/// A clean return, one with findings of every level, and a text file that is no workbook; beside them the pack.
fn inbox() -> Shell {
    let shell = Shell::new();
    for file in ["pack.toml", "visits.toml"] {
        shell.put(
            &format!("pack/{file}"),
            read(&folder().join("pack").join(file)),
        );
    }
    let pack = pack();
    let clean = json!({"visits": {"visit": [{"name": "甲公司", "plan": 4, "done": 3}]}});
    shell.put_book(
        "收件/101 clean.xlsx",
        &filled(&pack, ("100", "示例馆"), &clean).1,
    );

    // The name is a formula for Excel, a row of a table for Markdown, an element for XML.
    let spoilt = json!({"visits": {"visit": [
        {"name": "=HYPERLINK(\"http://x\")|<b>&", "plan": 10, "done": 40, "note": "一行\n两行"},
        {"plan": 5, "note": "补报"},
    ]}});
    let (form, mut book) = filled(&pack, ("101", "示例局"), &spoilt);
    let number = |text: &str| CellValue::Number(text.parse::<Number>().unwrap());
    for (id, value) in [
        ("visits.visit.1.plan", CellValue::Text("10次".to_owned())),
        ("visits.visit.1.rate", number("0.5")),
        ("visits.total.done", number("41")),
    ] {
        let field = &form.fields[form.field(id).unwrap()];
        let sheet = &mut book.sheets[generate::page(field.sheet)];
        let cell = sheet.cells.get_mut(&field.cell()).unwrap();
        cell.value = value;
        cell.formula = None;
    }
    shell.put_book("收件/102.xlsx", &book);
    shell.put("收件/103.xlsx", "no workbook");

    // The bureau waives one figure; the department has answered before, this year and last.
    shell.put(
        "campaign.toml",
        r#"
pack = "pack"
last = "2024"
[levels]
X101 = "warning"
[[waiver]]
rule = "rate-differs"
department = "示例局"
field = "visits.visit.1.rate"
reason = "口径|经核实不同"
by = "绩效股"
date = 2026-03-20
"#,
    );
    let kept = |year: u16, code: &str, rule: &str, field: &str, said: &str| {
        let answer = json!({"year": year, "code": code, "rule": rule, "field": field, "text": said, "file": "inbox/101.xlsx"});
        json!({"version": "1", "departments": {"101": {"name": "示例局", "answers": [answer]}}})
            .to_string()
    };
    let planned = "more-visits-than-planned";
    let this_year = kept(
        2025,
        "X101",
        planned,
        "visits.total.done",
        "年中加任务\n<见文件>",
    );
    let converted = "value-converted";
    let last_year = kept(2024, "V005", converted, "visits.visit.1.plan", "口径同上年");
    shell.put(".annex/answers.json", this_year);
    shell.put("2024/.annex/answers.json", last_year);
    shell
}

fn check(shell: &Shell, format: &str, language: &str) -> String {
    let text = shell.run(&format!(
        "check 收件 --campaign . --format {format} --lang {language}"
    ));
    if format == "sarif" {
        with_rules_used(&text)
    } else {
        text
    }
}

/// SARIF without the rules that no result names: they are those of docs/rules.md.
fn with_rules_used(text: &str) -> String {
    let (head, json) = text.split_once("out:\n").unwrap();
    let mut log: Json = serde_json::from_str(json).unwrap();
    let used: Vec<usize> = log["runs"][0]["results"]
        .as_array()
        .unwrap()
        .iter()
        .map(|result| usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap())
        .collect();
    let rules = log["runs"][0]["tool"]["driver"]["rules"]
        .as_array_mut()
        .unwrap();
    let mut index = 0;
    rules.retain(|_| {
        index += 1;
        used.contains(&(index - 1))
    });
    let text = serde_json::to_string_pretty(&log).unwrap();
    let version = format!("\"{}\"", env!("CARGO_PKG_VERSION"));
    format!("{head}out:\n{}\n", text.replace(&version, "\"VERSION\""))
}

fn expected(format: &str, language: &str) -> PathBuf {
    folder().join(format!("{format}.{language}.txt"))
}

#[test]
fn every_format_says_what_is_written_beside_it() {
    let shell = inbox();
    for format in FORMATS {
        for language in LANGUAGES {
            let found = check(&shell, format, language).replace("\r\n", "\n");
            assert!(
                found == read(&expected(format, language)),
                "{format} {language}:\n{found}"
            );
        }
    }
}

#[test]
#[ignore = "writes tests/formats/*.txt; read every line of the difference before you commit it"]
fn write_expected() {
    let shell = inbox();
    for format in FORMATS {
        for language in LANGUAGES {
            std::fs::write(expected(format, language), check(&shell, format, language)).unwrap();
        }
    }
}

#[test]
fn sarif_names_every_rule_and_each_result_points_to_its_own() {
    let shell = inbox();
    shell.run("check 收件 --pack pack --format sarif -o out.sarif");
    let log: Json = serde_json::from_slice(&shell.bytes("out.sarif")).unwrap();
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let ids: Vec<&str> = rules
        .iter()
        .map(|rule| rule["id"].as_str().unwrap())
        .collect();
    let mut known: Vec<&str> = ALL.iter().map(|rule| rule.code).collect();
    known.push("X101");
    assert_eq!(ids, known);
    for rule in rules {
        for key in ["shortDescription", "fullDescription", "help"] {
            assert!(!rule[key]["text"].as_str().unwrap().is_empty(), "{rule}");
        }
    }
    for result in run["results"].as_array().unwrap() {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(result["ruleId"], ids[index]);
    }
}

#[test]
fn csv_opens_in_excel_as_what_it_is() {
    let shell = inbox();
    shell.run("check 收件 --pack pack --format csv -o out.csv");
    let bytes = shell.bytes("out.csv");
    let bytes = bytes.strip_prefix("\u{FEFF}".as_bytes()).unwrap();
    let mut reader = csv::Reader::from_reader(bytes);
    let names = reader.headers().unwrap().clone();
    let at = |name| names.iter().position(|known| known == name).unwrap();
    let (reported, computed, difference) = (at("填报"), at("应为"), at("差额"));
    assert_eq!([computed, difference], [reported + 1, reported + 2]);
    let mut figures = 0;
    for record in reader.records() {
        let record = record.unwrap();
        for cell in &record {
            let is_figure = cell.parse::<Number>().is_ok();
            assert!(
                is_figure || !cell.starts_with(['=', '+', '-', '@']),
                "{cell}"
            );
        }
        let figure = |column: usize| record[column].parse::<Number>().ok();
        if let (Some(reported), Some(computed)) = (figure(reported), figure(computed)) {
            assert_eq!(reported.sub(computed), figure(difference));
            figures += 1;
        }
    }
    assert!(figures >= 3, "{figures}");
}

#[test]
fn junit_is_xml_with_a_case_for_each_file() {
    let shell = inbox();
    shell.run("check 收件 --pack pack --format junit -o out.xml");
    let bytes = shell.bytes("out.xml");
    let mut reader = Reader::from_str(std::str::from_utf8(&bytes).unwrap());
    let mut found = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) | Event::Empty(tag) => {
                found.push(tag.name().as_ref().to_owned());
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(
        found,
        [
            "testsuites",
            "testsuite",
            "testcase",
            "testcase",
            "failure",
            "system-out",
            "testcase",
            "error"
        ]
    );
}

#[test]
fn findings_written_to_a_file_leave_an_existing_one_alone() {
    let shell = inbox();
    shell
        .assert("check 收件/102.xlsx --pack pack --format csv -o out.csv", "1\n")
        .assert(
            "check 收件/102.xlsx --pack pack --format csv -o out.csv --lang en",
            "2\nerr:\nerror: out.csv: the file exists, and annex overwrites nothing; name another\n",
        );
}
