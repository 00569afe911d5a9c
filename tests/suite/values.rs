//! Values as people type them: `tests/values.txt` lists what is typed into a field, and what it is read as.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper of tests fails as a test does"
)]

use std::path::Path;

use annex::book::CellValue;
use annex::date;
use annex::formula::Value;
use annex::number::Number;
use annex::template::{FieldTemplate, FieldType};
use annex::typed::{Reading, Step, Wanted, decimals, read, read_shown};
use proptest::prelude::*;
use returns::pack;

use crate::common::returns;

fn path() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/values.txt")
}

/// An input of the shipped pack, made one of this type.
fn field(kind: FieldType) -> FieldTemplate {
    let pack = pack();
    let inputs = pack.sheets.iter().flat_map(|sheet| &sheet.fields);
    let mut inputs = inputs.filter(|field| field.formula.is_none() && field.or_text.is_empty());
    let mut field = match kind {
        FieldType::Choice => inputs.find(|field| field.choices.contains(&"有".to_owned())),
        _ => inputs.find(|field| field.kind == FieldType::Money),
    }
    .unwrap()
    .clone();
    field.kind = kind;
    (field.min, field.max) = (None, None);
    field
}

fn kind(name: &str) -> FieldType {
    match name {
        "money" => FieldType::Money,
        "count" => FieldType::Count,
        "area" => FieldType::Area,
        "percent" => FieldType::Percent,
        "score" => FieldType::Score,
        "date" => FieldType::Date,
        "choice" => FieldType::Choice,
        other => panic!("{other}"),
    }
}

/// What a text is read as, in a line.
fn said(kind: FieldType, typed: &str) -> String {
    let template = field(kind);
    let wanted = Wanted {
        template: &template,
        unit: "万元",
        max: None,
    };
    let (value, reading) = read(&CellValue::Text(typed.to_owned()), &wanted);
    let value = match value {
        Value::Number(number) if kind == FieldType::Date => {
            date::from_serial(number).unwrap().to_string()
        }
        other => other.to_string(),
    };
    let steps = |steps: &[Step]| {
        let texts: Vec<String> = steps.iter().map(|step| step.text().zh).collect();
        texts.join("、")
    };
    match reading {
        Reading::Blank | Reading::Nothing | Reading::NoPoints => "blank".to_owned(),
        Reading::AsTyped | Reading::TextNumber => format!("= {value}"),
        Reading::Converted(done) => format!("= {value} ({})", steps(&done)),
        Reading::Asked(question) => {
            let meanings = question.meanings.join(" / ");
            format!("? {}: {meanings}", question.why.text().zh)
                .trim_end_matches([' ', ':'])
                .to_owned()
        }
        Reading::WrongType | Reading::Error => "wrong".to_owned(),
    }
}

fn lines() -> String {
    let text = std::fs::read_to_string(path()).unwrap();
    let line = |line: &str| {
        if line.starts_with('#') {
            return line.to_owned();
        }
        let mut parts = line.splitn(3, " | ");
        let (name, typed) = (parts.next().unwrap(), parts.next().unwrap());
        let typed = typed.trim_end_matches(" |");
        let written = [
            ("\\n", "\n"),
            ("\\r", "\r"),
            ("\\u{a0}", "\u{a0}"),
            ("\\u{200b}", "\u{200b}"),
        ];
        let meant = written
            .iter()
            .fold(typed.to_owned(), |text, (from, to)| text.replace(from, to));
        let read = said(kind(name), &meant);
        format!("{name} | {typed} | {read}")
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n") + "\n"
}

#[test]
fn every_value_is_read_as_it_is_listed() {
    let listed = std::fs::read_to_string(path()).unwrap();
    for (found, expected) in lines().lines().zip(listed.lines()) {
        assert_eq!(found, expected);
    }
}

#[test]
#[ignore = "writes what is read into tests/values.txt; look at every line of the difference"]
fn write_the_list() {
    std::fs::write(path(), lines()).unwrap();
}

/// A number as somebody may write it, without changing what it means.
fn dressed(number: &str, how: u8) -> String {
    let wide = |text: &str| -> String {
        text.chars()
            .map(|c| match c {
                '!'..='~' => char::from_u32(u32::from(c) + 0xFEE0).unwrap(),
                other => other,
            })
            .collect()
    };
    let (sign, bare) = match number.strip_prefix('-') {
        Some(bare) => ("-", bare),
        None => ("", number),
    };
    match how {
        0 => format!(" {number}\n"),
        1 => wide(number),
        2 => format!("{number}万元"),
        3 if sign.is_empty() => format!("￥{number}万元"),
        4 if !sign.is_empty() => format!("（{bare}）"),
        5 => format!("'{number}"),
        6 => format!("{}{bare}。", if sign.is_empty() { "" } else { "−" }),
        7 => {
            let (whole, decimals) = bare.split_once('.').unwrap_or((bare, ""));
            let digits: Vec<char> = whole.chars().rev().collect();
            let groups: Vec<String> = digits
                .chunks(3)
                .rev()
                .map(|group| group.iter().rev().collect())
                .collect();
            let point = if decimals.is_empty() { "" } else { "." };
            format!("{sign}{}{point}{decimals}", groups.join("，"))
        }
        _ => number.to_owned(),
    }
}

/// A number in a field of percentages whose most is given, in a cell that shows percentages or does not.
fn ratio(number: &str, percent: bool, max: Option<&str>) -> (String, Reading) {
    let template = field(FieldType::Percent);
    let wanted = Wanted {
        template: &template,
        unit: "万元",
        max: max.map(|max| max.parse().unwrap()),
    };
    let found = CellValue::Number(number.parse().unwrap());
    let (value, reading) = read_shown(&found, percent, &wanted);
    (value.to_string(), reading)
}

#[test]
fn what_a_cell_shows_as_a_percentage_is_never_divided() {
    for (number, max) in [
        ("1.02", Some("1")),
        ("1.5", Some("1.2")),
        ("0.9", Some("1")),
        ("86.17", Some("1")),
        ("1.02", None),
        ("5", None),
    ] {
        let (value, reading) = ratio(number, true, max);
        assert_eq!((value.as_str(), reading), (number, Reading::AsTyped));
    }
    let (value, reading) = ratio("86.17", true, None);
    let Reading::Asked(question) = reading else {
        panic!("8617 % is read as {value}");
    };
    assert_eq!(question.meanings, ["86.17%", "8617%"]);
}

#[test]
fn what_a_cell_shows_as_a_number_may_be_a_percentage_without_its_sign() {
    let (value, reading) = ratio("86.17", false, Some("1"));
    assert_eq!(value, "0.8617");
    assert_eq!(reading, Reading::Converted(vec![Step::Hundredfold]));
    // 1.02 % or 102 %?
    let (_, reading) = ratio("1.02", false, Some("1"));
    assert!(matches!(reading, Reading::Asked(_)), "{reading:?}");
}

#[test]
fn a_text_says_what_its_cell_shows() {
    let template = field(FieldType::Text);
    let wanted = Wanted {
        template: &template,
        unit: "万元",
        max: None,
    };
    let found = CellValue::Number("0.992".parse().unwrap());
    let read = |percent: bool| read_shown(&found, percent, &wanted).0.to_string();
    assert_eq!(
        (read(true).as_str(), read(false).as_str()),
        ("99.2%", "0.992")
    );
}

#[test]
fn decimals_are_those_a_figure_is_written_with() {
    let text = |text: &str| CellValue::Text(text.to_owned());
    let number = |number: &str| CellValue::Number(number.parse().unwrap());
    for (found, kind, read, expected) in [
        (text("86%"), FieldType::Percent, "0.86", 0),
        (text("86.20％"), FieldType::Percent, "0.862", 2),
        (text("0.862"), FieldType::Percent, "0.862", 1),
        (number("0.86"), FieldType::Percent, "0.86", 0),
        (number("1"), FieldType::Percent, "1", 0),
        (number("8.6"), FieldType::Score, "8.6", 1),
        (text("8.60"), FieldType::Score, "8.6", 2),
        (number("9"), FieldType::Score, "9", 0),
    ] {
        let read = read.parse().unwrap();
        assert_eq!(decimals(&found, kind, read), expected, "{found:?}");
    }
}

proptest! {
    #[test]
    fn a_number_is_the_same_in_whatever_clothes(millionths in -99_999_999_999_i64..99_999_999_999, how in 0_u8..8) {
        let number = Number::from(millionths).div(Number::from(1_000_000)).unwrap();
        let text = dressed(&number.to_string(), how);
        let template = field(FieldType::Money);
        let wanted = Wanted { template: &template, unit: "万元", max: None };
        let (value, _) = read(&CellValue::Text(text.clone()), &wanted);
        prop_assert_eq!(value, Value::Number(number), "{}", text);
    }

    #[test]
    fn yuan_become_the_unit_of_the_form_to_the_last_digit(cents in 0_i64..9_999_999_999_999) {
        let yuan = Number::from(cents).div(Number::HUNDRED).unwrap();
        let template = field(FieldType::Money);
        let wanted = Wanted { template: &template, unit: "万元", max: None };
        let (value, _) = read(&CellValue::Text(format!("{yuan}元")), &wanted);
        let expected = yuan.div(Number::from(10_000)).unwrap();
        prop_assert_eq!(value, Value::Number(expected));
    }

    #[test]
    fn what_was_read_is_read_again_as_the_same(text in "[-0-9０-９.,，'（）()元亿万千百十%％≥约至二三点年月日号/ \\n人㎡分有无]{0,10}") {
        for kind in [FieldType::Money, FieldType::Count, FieldType::Area, FieldType::Percent, FieldType::Score, FieldType::Date, FieldType::Choice] {
            let template = field(kind);
            let wanted = Wanted { template: &template, unit: "万元", max: None };
            let (value, reading) = read(&CellValue::Text(text.clone()), &wanted);
            if matches!(reading, Reading::AsTyped | Reading::TextNumber | Reading::Converted(_)) {
                // A share above what is plausible is written with its sign, so that nobody takes it for its hundredth.
                let written = match (&value, kind) {
                    (Value::Number(number), FieldType::Percent) => format!("{}%", number.mul(Number::HUNDRED).unwrap()),
                    _ => annex::submission::shown(&value, kind).unwrap_or_default(),
                };
                let (again, _) = read(&CellValue::Text(written.clone()), &wanted);
                prop_assert_eq!(&again, &value, "{:?} was written as {}", text, written);
            }
        }
    }

    #[test]
    fn no_text_makes_the_reader_fail(text in "[-0-9.,，'（）()元万亿千百%％≥约至一二三十点年月日号 \\n]{0,12}") {
        for kind in [FieldType::Money, FieldType::Count, FieldType::Percent, FieldType::Date, FieldType::Choice] {
            let template = field(kind);
            let wanted = Wanted { template: &template, unit: "万元", max: None };
            read(&CellValue::Text(text.clone()), &wanted);
        }
    }
}
