//! Digits 16 and 17 of a float are noise: whatever they are, a return is read, judged and extracted as it was meant.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper of tests fails as a test does"
)]

use std::sync::Arc;

use annex::book::read::read;
use annex::book::write::write;
use annex::book::{Book, CellValue};
use annex::check::{self, Options, Return};
use annex::demo;
use annex::finding::{Finding, Level};
use annex::form::{self, line};
use annex::number::Number;
use annex::report;
use annex::template::{Pack, Source, packs};
use annex::text::Language;

use crate::common::package;

/// A clean return of each pack.
const CLEAN: [(&str, &str); 4] = [
    ("central-2021", "01-statistics"),
    ("hubei-2020", "01-water"),
    ("hunan-2024", "02-archives"),
    ("hunan-2024", "03-culture"),
];

fn shipped(id: &str) -> Arc<Pack> {
    form::load(&packs::shipped_files(id).unwrap()).unwrap()
}

fn returned(pack: &Arc<Pack>, department: &str) -> Book {
    let mut all = demo::departments_of(&pack.id).unwrap().into_iter();
    let demo = all.find(|demo| demo.id == department).unwrap();
    demo::returned(&demo, pack).unwrap().unwrap()
}

fn checked(pack: &Arc<Pack>, bytes: &[u8]) -> Return {
    let packs = [Arc::clone(pack)];
    check::open("return.xlsx", read(bytes), &packs, &Options::default())
}

/// The float of this text, some bits further.
fn noisy(text: &str, bits: i64) -> f64 {
    let float: f64 = text.parse().unwrap();
    if float == 0.0 {
        return float;
    }
    f64::from_bits((float.to_bits().cast_signed() + bits).cast_unsigned())
}

/// The workbook with noise in the last bits of every number of its sheets, constants and results alike; and how many.
fn with_noise(book: &Book, seed: i64) -> (Vec<u8>, usize) {
    let mut count = 0;
    let mut parts = package::unpack(&write(book).unwrap());
    for (name, content) in &mut parts {
        if !name.starts_with("xl/worksheets/sheet") {
            continue;
        }
        let text = String::from_utf8(std::mem::take(content)).unwrap();
        let mut cells = text.split("<c ");
        let mut noise = cells.next().unwrap().to_owned();
        for cell in cells {
            noise += "<c ";
            let is_number = !cell.split('>').next().unwrap().contains(" t=");
            match (cell.split_once("<v>"), is_number) {
                (Some((before, rest)), true) => {
                    let (number, after) = rest.split_once("</v>").unwrap();
                    count += 1;
                    let bits = (seed + i64::try_from(count).unwrap()) % 5 - 2;
                    noise += &format!("{before}<v>{:?}</v>{after}", noisy(number, bits));
                }
                _ => noise += cell,
            }
        }
        *content = noise.into_bytes();
    }
    let parts: Vec<(&str, &[u8])> = parts
        .iter()
        .map(|(name, content)| (name.as_str(), content.as_slice()))
        .collect();
    (package::package(&parts), count)
}

/// Every run of digits in a text that is a number of more than 15 significant digits.
fn too_long(text: &str) -> Vec<String> {
    let numbers = text.split(|c: char| !(c.is_ascii_digit() || c == '.'));
    let digits = |number: &str| {
        let digits = number.replace('.', "");
        digits.trim_matches('0').len()
    };
    numbers
        .filter(|number| number.contains('.') && digits(number) > 15)
        .map(str::to_owned)
        .collect()
}

fn extracted(found: &Return) -> String {
    report::extract::render(std::slice::from_ref(found), Language::Chinese).unwrap()
}

#[test]
fn noise_in_every_number_of_an_honest_return_says_nothing() {
    for (id, department) in CLEAN {
        let pack = shipped(id);
        let book = returned(&pack, department);
        let clean = checked(&pack, &write(&book).unwrap());
        for seed in 0..5 {
            let (bytes, count) = with_noise(&book, seed);
            assert!(count > 50, "{id}: {count} numbers");
            let found = checked(&pack, &bytes);
            let messages: Vec<String> = found
                .flat()
                .iter()
                .map(|finding| format!("{} {}", finding.code, finding.message.en))
                .collect();
            assert_eq!(messages, Vec::<String>::new(), "{id} {department}");
            assert_eq!(extracted(&found), extracted(&clean), "{id} {department}");
        }
    }
}

#[test]
fn nothing_extracted_or_said_has_more_than_fifteen_digits() {
    for (id, department) in CLEAN {
        let pack = shipped(id);
        let mut book = returned(&pack, department);
        // A number nobody rounded in every input that takes decimals, so that every figure differs from what it should be.
        let form = &checked(&pack, &write(&book).unwrap())
            .content
            .unwrap()
            .submission
            .form;
        for field in &form.fields {
            let template = form.template(field);
            if field.kind == form::Kind::Input && template.kind.is_number() {
                let name = &form.sheets[field.sheet].name;
                let mut sheets = book.sheets.iter_mut();
                let sheet = sheets.find(|sheet| sheet.name == *name).unwrap();
                let odd: Number = "12.3456789012345678".parse().unwrap();
                sheet.cells.get_mut(&field.cell()).unwrap().value = CellValue::Number(odd);
            }
        }
        let (bytes, _) = with_noise(&book, 1);
        let found = checked(&pack, &bytes);
        let findings = found.flat();
        assert!(findings.len() > 5, "{id}");
        let mut said = extracted(&found);
        for language in [Language::Chinese, Language::English] {
            said += &report::json::render(std::slice::from_ref(&found), language).unwrap();
        }
        assert_eq!(too_long(&said), Vec::<String>::new(), "{id}");
    }
}

/// The pack of 湖南 with another formula for the score of 执行率.
fn stepped(formula: &str) -> Arc<Pack> {
    let was = "ROUND(MIN(execution.weight, execution.weight * execution.rate), 2)";
    let formula = format!("IF(total.annual = 0, 0, {formula})");
    let changed = |source: Source| match source.file.as_str() {
        "overall.toml" => Source {
            text: source.text.replace(was, &formula),
            ..source
        },
        _ => source,
    };
    let files = packs::shipped_files("hunan-2024").unwrap();
    form::load(&files.into_iter().map(changed).collect::<Vec<_>>()).unwrap()
}

/// A return of that pack with these amounts, in which the program saved another score of 执行率.
fn saved(pack: &Arc<Pack>, annual: &str, executed: &str, score: Option<&str>) -> Vec<Finding> {
    let mut book = returned(pack, "02-archives");
    let content = checked(pack, &write(&book).unwrap()).content.unwrap();
    let form = &content.submission.form;
    let number = |text: &str| CellValue::Number(text.parse().unwrap());
    let mut put = |id: &str, value: CellValue| {
        let field = &form.fields[form.field(id).unwrap()];
        let name = &form.sheets[field.sheet].name;
        let mut sheets = book.sheets.iter_mut();
        let sheet = sheets.find(|sheet| sheet.name == *name).unwrap();
        sheet.cells.get_mut(&field.cell()).unwrap().value = value;
    };
    put("overall.total.annual", number(annual));
    put("overall.total.executed", number(executed));
    if let Some(score) = score {
        put("overall.execution.score", number(score));
        let total: Number = score.parse().unwrap();
        let others: Number = "90".parse().unwrap();
        put(
            "overall.total.score",
            CellValue::Number(total.add(others).unwrap()),
        );
    }
    let found = checked(pack, &write(&book).unwrap());
    let of_scores = |finding: &Finding| finding.code == "C003";
    found.flat().into_iter().filter(of_scores).collect()
}

/// All that a finding says.
fn said(finding: &Finding) -> String {
    let texts = [
        Some(&finding.message),
        finding.note.as_ref(),
        finding.help.as_ref(),
    ];
    let texts = texts.into_iter().flatten();
    texts
        .map(|text| format!("{} {} ", text.zh, text.en))
        .collect()
}

#[test]
fn a_condition_on_the_line_is_said_in_words_and_its_author_is_told_how_to_write_it() {
    for (formula, annual, executed, score, words) in [
        (
            "IF(ABS(total.executed - total.annual) / total.annual <= 0.05, 10, 8)",
            "100.4",
            "105.42",
            "8",
            "“（年度资金总额 全年执行数与年度资金总额 全年预算数之差） ÷ 年度资金总额 全年预算数 ≤ 0.05”",
        ),
        (
            "IF(total.annual - total.executed > 0.01, 8, 10)",
            "100.01",
            "100",
            "8",
            "“年度资金总额 全年预算数 - 年度资金总额 全年执行数 > 0.01”",
        ),
        (
            "IF(1 - total.executed / total.annual = 0.0005, 10, 9)",
            "200",
            "199.9",
            "9",
            "“1 - 年度资金总额 全年执行数 ÷ 年度资金总额 全年预算数 = 0.0005”",
        ),
    ] {
        let pack = stepped(formula);
        let found = saved(&pack, annual, executed, Some(score));
        // The score, and the total that takes it.
        assert!(!found.is_empty(), "{formula}");
        for finding in &found {
            let said = said(finding);
            assert_eq!(finding.level, Level::Warning, "{said}");
            assert!(finding.message.zh.contains("恰在界线上"), "{said}");
            assert!(finding.message.en.contains("exactly on the line"), "{said}");
            assert!(finding.message.zh.contains(words), "{said}");
            assert!(!said.contains("ROUND"), "{said}");
            assert!(
                !said.contains("保存时没有重算") && !said.contains("saved result"),
                "{said}"
            );
        }
        let hints = line::hints(&pack);
        assert_eq!(hints.len(), 1, "{formula}: {hints:?}");
        assert!(hints[0].hint.en.starts_with("Write ROUND("), "{hints:?}");

        // A little off the line it is a result that was not saved.
        let off: Number = executed.parse().unwrap();
        let off = off.add("0.3".parse().unwrap()).unwrap().to_string();
        for finding in saved(&pack, annual, &off, Some("1")) {
            assert!(
                !finding.message.zh.contains("界线"),
                "{}",
                finding.message.zh
            );
        }
    }
}

#[test]
fn no_shipped_pack_has_a_condition_that_floats_decide_otherwise() {
    for id in packs::shipped() {
        assert_eq!(line::hints(&shipped(&id)), [], "{id}");
    }
}
