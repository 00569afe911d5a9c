//! Every shipped pack goes through the whole loop: checked, filled, checked, spoilt fault by fault, annotated, rolled up.
//!
//! What is filled in are the departments of the demo that the pack has; see `tests/packs/README.md` for the faults.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper of tests fails as a test does"
)]

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use annex::address::Address;
use annex::annotate;
use annex::book::read;
use annex::book::write::write;
use annex::book::{Book, CellValue};
use annex::check::{self, Options, Return};
use annex::consolidate::summarise;
use annex::demo::{self, Demo};
use annex::finding::Finding;
use annex::form::{self, Kind, Spec};
use annex::generate::{self, Entries};
use annex::template::{Pack, packs};
use annex::text::Language;
use rayon::prelude::*;

use crate::common::changes;

/// The clean return of each pack, and another one whose figures are sound.
const CLEAN: [(&str, &str, &str); 3] = [
    ("central-2021", "01-statistics", "03-archives"),
    ("hubei-2020", "01-water", "03-supply"),
    ("hunan-2024", "02-archives", "03-culture"),
];
/// The pack whose faults stand in `tests/rules`.
const IN_RULES: &str = "hunan-2024";

fn loaded(id: &str) -> Arc<Pack> {
    form::load(&packs::shipped_files(id).unwrap()).unwrap()
}

static ALL: LazyLock<Vec<Arc<Pack>>> =
    LazyLock::new(|| packs::shipped().iter().map(|id| loaded(id)).collect());

fn all() -> &'static [Arc<Pack>] {
    &ALL
}

fn pack(id: &str) -> Arc<Pack> {
    let mut all = all().iter();
    Arc::clone(all.find(|pack| pack.id == id).unwrap())
}

fn department(pack: &str, id: &str) -> Demo {
    let mut all = demo::departments_of(pack).unwrap().into_iter();
    all.find(|demo| demo.id == id).unwrap()
}

fn returned(pack: &Arc<Pack>, id: &str) -> Book {
    let demo = department(&pack.id, id);
    demo::returned(&demo, pack).unwrap().unwrap()
}

/// Checks a workbook as a bureau does that names no pack: all shipped ones are at hand.
fn checked(file: &str, book: &Book) -> Return {
    check::open(
        file,
        annex::book::read::read(&write(book).unwrap()),
        all(),
        &Options::default(),
    )
}

/// A finding as a line of a table: code | field | reported | computed | difference.
fn line(finding: &Finding) -> String {
    let or_point = |text: Option<String>| text.unwrap_or_else(|| "·".to_owned());
    [
        finding.code.clone(),
        or_point(finding.place.field.clone()),
        or_point(finding.reported.clone()),
        or_point(finding.computed.clone()),
        or_point(finding.difference.map(|number| number.to_string())),
    ]
    .join(" | ")
}

fn lines(findings: &[Finding]) -> Vec<String> {
    findings.iter().map(line).collect()
}

#[test]
fn every_shipped_pack_is_tested_here_and_without_mistakes() {
    let named: Vec<&str> = CLEAN.iter().map(|(pack, _, _)| *pack).collect();
    assert_eq!(packs::shipped(), named);
    for pack in all() {
        assert_eq!(form::check(pack), [], "{}", pack.id);
    }
}

#[test]
fn a_blank_form_of_every_pack_lacks_its_required_fields_and_nothing_else() {
    for pack in all() {
        let demo = &demo::departments_of(&pack.id).unwrap()[0];
        let form = demo::blank(demo, pack).unwrap();
        let book = generate::workbook(&form, &Entries::new());
        let found = checked("blank.xlsx", &book).flat();
        let codes: BTreeSet<&str> = found.iter().map(|finding| finding.code.as_str()).collect();
        let missing: BTreeSet<&str> = ["V001", "S001", "S002"].into();
        assert!(codes.contains("V001"), "{}", pack.id);
        assert!(
            codes.is_subset(&missing),
            "{}: {:#?}",
            pack.id,
            lines(&found)
        );
    }
}

#[test]
fn a_complete_return_of_every_pack_is_read_back_as_filled_in_and_has_no_finding() {
    for (id, clean, _) in CLEAN {
        let pack = pack(id);
        let book = returned(&pack, clean);
        let found = checked("clean.xlsx", &book);
        assert_eq!(lines(&found.flat()), Vec::<String>::new(), "{id}");
        let content = found.content.as_ref().unwrap();
        assert_eq!(content.submission.identity.pack, id);
        let form = &content.submission.form;
        for (index, field) in form.fields.iter().enumerate() {
            // What stands before the sheets of the form is not part of it.
            let name = &form.sheets[field.sheet].name;
            let mut sheets = book.sheets.iter();
            let sheet = sheets.find(|sheet| sheet.name == *name).unwrap();
            let made = &sheet.cells[&field.cell()];
            let read = &content.submission.entries[index].found;
            let blank = made.value.is_blank() && read.value.is_blank();
            assert!(blank || read.value == made.value, "{id} {}", field.id);
            assert_eq!(read.formula, made.formula, "{id} {}", field.id);
            let computed = &content.evaluation.computed[index];
            assert!(
                field.kind != Kind::Formula || CellValue::from(computed) == made.value,
                "{id} {}: {computed}",
                field.id
            );
        }
    }
}

/// The lines of code of a source file, without comments and without the tests at its end.
fn code(path: &Path) -> String {
    let text = std::fs::read_to_string(path).unwrap();
    let code = text.split("#[cfg(test)]").next().unwrap();
    let lines = code
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn no_source_names_a_pack_but_the_demo() {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    let mut naming = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                let code = code(&path);
                let words = ["湖南", "湖北", "岳阳"].map(str::to_owned);
                if packs::shipped()
                    .iter()
                    .chain(&words)
                    .any(|word| code.contains(word))
                {
                    naming.push(path);
                }
            }
        }
    }
    let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/demo/mod.rs");
    naming.retain(|path| !path.ends_with("demo/tests.rs"));
    assert_eq!(naming, [demo]);
}

// ---- faults -----------------------------------------------------------------------------------------------------

struct Case {
    title: String,
    changes: Vec<String>,
    expected: Vec<String>,
}

fn cases(pack: &str) -> Vec<Case> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/packs/{pack}.txt"));
    let text = std::fs::read_to_string(path).unwrap();
    let case = |text: &str| {
        let (title, rest) = text.split_once('\n').unwrap();
        let (changes, expected) = rest.split_once("--\n").unwrap();
        let list = |text: &str| -> Vec<String> {
            let lines = text.lines().filter(|line| !line.is_empty());
            lines
                .filter(|line| *line != "none")
                .map(str::to_owned)
                .collect()
        };
        Case {
            title: title.to_owned(),
            changes: list(changes),
            expected: list(expected),
        }
    };
    text.split("\n## ").skip(1).map(case).collect()
}

#[test]
fn each_fault_gives_exactly_the_findings_written_below_it() {
    let mut failures = Vec::new();
    for (id, clean, _) in CLEAN.into_iter().filter(|(id, _, _)| *id != IN_RULES) {
        let pack = pack(id);
        let failed = |case: &Case| {
            let file = changes::opened(department(id, clean), &pack, &case.changes);
            let found = lines(&file.flat());
            (found != case.expected).then(|| {
                format!(
                    "{id}: {}\nfound:\n{}\nexpected:\n{}\n",
                    case.title,
                    found.join("\n"),
                    case.expected.join("\n")
                )
            })
        };
        failures.extend(
            cases(id)
                .par_iter()
                .filter_map(failed)
                .collect::<Vec<String>>(),
        );
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn every_rule_of_every_pack_is_broken_by_a_department_of_the_demo_or_a_case() {
    // Those of the pack in tests/rules have files of their own there.
    for pack in all().iter().filter(|pack| pack.id != IN_RULES) {
        let mut broken: BTreeSet<String> = demo::departments_of(&pack.id)
            .unwrap()
            .iter()
            .filter_map(|demo| demo::returned(demo, pack).unwrap())
            .flat_map(|book| checked("return.xlsx", &book).flat())
            .map(|finding| finding.code)
            .collect();
        let expected = cases(&pack.id).into_iter().flat_map(|case| case.expected);
        broken.extend(expected.filter_map(|line| Some(line.split_once(" | ")?.0.to_owned())));
        for rule in &pack.rules {
            assert!(
                broken.contains(&rule.code),
                "{}: {} is never broken",
                pack.id,
                rule.code
            );
        }
    }
}

// ---- annotated, rolled up ---------------------------------------------------------------------------------------

/// Findings without the cell they stand in: an annotated workbook has its rows where the form has them.
fn facts(found: &Return) -> Vec<String> {
    let mut facts: Vec<String> = found
        .flat()
        .iter()
        .map(|finding| format!("{} | {}", line(finding), finding.message.zh))
        .collect();
    facts.sort();
    facts
}

#[test]
fn an_annotated_return_of_every_pack_reads_as_the_return_it_was_made_of() {
    for (id, _, _) in CLEAN.into_iter().filter(|(id, _, _)| *id != IN_RULES) {
        let pack = pack(id);
        for demo in demo::departments_of(id).unwrap() {
            let found = checked("return.xlsx", &returned(&pack, demo.id));
            let content = found.content.as_ref().unwrap();
            let annotated = annotate::workbook(content, &found.findings, Language::Chinese);
            let again = checked("annotated.xlsx", &annotated);
            assert_eq!(facts(&again), facts(&found), "{id} {}", demo.id);
        }
    }
}

/// The sums of the summary's columns over the two sound returns of each pack, worked out by hand.
const SUMS: [(&str, &str, &str); 14] = [
    ("central-2021", "年初预算数", "2601"),
    ("central-2021", "全年预算数", "2691.6"),
    ("central-2021", "全年执行数", "2639.12"),
    ("central-2021", "其中：项目支出", "1038.72"),
    ("hubei-2020", "编制数（人）", "84"),
    ("hubei-2020", "在职人数（人）", "80"),
    ("hubei-2020", "“三公”经费决算数", "242281"),
    ("hubei-2020", "年初预算数", "38500000"),
    ("hubei-2020", "上年结转数", "2530800.7"),
    ("hubei-2020", "财政资金总额", "40802001.7"),
    ("hubei-2020", "全年执行数", "39976740"),
    ("hunan-2024", "编制数（人）", "48"),
    ("hunan-2024", "在职人数（人）", "45"),
    ("hunan-2024", "三公经费决算数", "13.0718"),
];

#[test]
fn two_returns_of_every_pack_add_up() {
    for (id, clean, other) in CLEAN {
        let pack = pack(id);
        let returns = [clean, other].map(|name| checked(name, &returned(&pack, name)));
        let summary = summarise(&returns, None).unwrap();
        let book = read::read(&write(&summary).unwrap()).unwrap();
        let sheet = book.sheet("汇总").unwrap();
        let find = |wanted: &str| {
            let is = |value: &CellValue| *value == CellValue::Text(wanted.to_owned());
            let mut cells = sheet.cells.iter();
            cells.find(|(_, cell)| is(&cell.value)).map(|(at, _)| *at)
        };
        let total = find("合计").unwrap();
        for (_, label, sum) in SUMS.iter().filter(|(pack, _, _)| *pack == id) {
            let column = find(label).unwrap_or_else(|| panic!("{id}: no column {label}"));
            let at = Address::new(total.row, column.column);
            let sum = CellValue::Number(sum.parse().unwrap());
            assert_eq!(*sheet.value(at), sum, "{id} {label}");
        }
        // A sheet in the layout of the annex adds up as well: the training of both departments.
        if id == "hubei-2020" {
            let mut sheets = book.sheets.iter();
            let sums = sheets.find(|sheet| sheet.name.starts_with("基本情况表"));
            let training = CellValue::Number("62400.8".parse().unwrap());
            let mut cells = sums.unwrap().cells.values();
            assert!(cells.any(|cell| cell.value == training && cell.formula.is_some()));
        }
    }
}

#[test]
fn returns_of_different_packs_are_checked_together_and_summarised_each_by_itself() {
    let returns: Vec<Return> = CLEAN
        .iter()
        .map(|(id, clean, _)| checked(&format!("{id}.xlsx"), &returned(&pack(id), clean)))
        .collect();
    assert!(returns.iter().all(|found| found.findings.is_empty()));
    let refused = summarise(&returns, None).unwrap_err().to_string();
    let hash = |id: &str| pack(id).fingerprint[..8].to_owned();
    assert_eq!(
        refused,
        format!(
            "the returns were made from different packs: central-2021 version 1 [{}] (central-2021.xlsx), hubei-2020 version 1 \
             [{}] (hubei-2020.xlsx), hunan-2024 version 1 [{}] (hunan-2024.xlsx); summarise each pack by itself",
            hash("central-2021"),
            hash("hubei-2020"),
            hash("hunan-2024")
        )
    );
}

/// Excel breaks a line that is too wide wherever it ends: a narrow cell would show 经济效益指 and 标 below it.
#[test]
fn no_label_of_a_narrow_cell_is_broken_within_a_word() {
    /// From so many characters on a cell holds sentences, which may break anywhere.
    const SENTENCES: f64 = 60.0;
    let width = |number: &annex::number::Number| number.to_string().parse::<f64>().unwrap();
    for pack in all() {
        let form = form::resolve(pack, &Spec::default()).unwrap();
        for (sheet, laid) in form.sheets.iter().enumerate() {
            let columns: Vec<f64> = form.pack.sheets[laid.template]
                .columns
                .iter()
                .map(width)
                .collect();
            for label in &laid.labels {
                let (first, last) = (label.area.first.column, label.area.last.column);
                let room: f64 = columns[first as usize..=last as usize].iter().sum();
                let room = room - 1.5 * f64::from(label.indent.unwrap_or(0));
                for line in label.text.lines().filter(|_| room < SENTENCES) {
                    let needed = generate::width(line) as f64;
                    let name = &form.sheets[sheet].name;
                    assert!(
                        needed <= room,
                        "{} {name}: {line} is {needed} wide, its cell {room}",
                        pack.id
                    );
                }
            }
        }
    }
}
