//! Values as people type them: `tests/values.txt` lists what is typed into a field, and what it is read as.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper of tests fails as a test does"
)]

#[path = "common/returns.rs"]
mod returns;

use std::path::Path;

use annex::book::CellValue;
use annex::date;
use annex::formula::Value;
use annex::number::Number;
use annex::template::{FieldTemplate, FieldType};
use annex::typed::{Reading, Step, Wanted, read};
use proptest::prelude::*;
use returns::pack;

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
        Reading::Blank | Reading::Nothing => "blank".to_owned(),
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
