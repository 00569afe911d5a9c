//! A return that LibreOffice saved as .xls: texts that formulas come to are noughts there, and nobody typed them.

#![allow(clippy::unwrap_used, reason = "a helper of tests fails as a test does")]

use annex::book::read::read;
use annex::book::write::write;
use annex::book::{CellValue, Format};
use annex::check::{self, Content, Options};
use annex::compare;
use annex::form::Kind;
use annex::formula::Value;
use annex::number::Number;

use crate::common::returns;

#[test]
fn a_nought_in_place_of_a_text_is_no_figure() {
    let as_sent = read(&write(&returns::returned("02-archives")).unwrap()).unwrap();
    let right = Content::read(as_sent.clone(), &[returns::pack()]).unwrap();
    let mut saved = as_sent;
    saved.format = Format::Xls;
    let mut noughts = Vec::new();
    for (index, field) in right.submission.form.fields.iter().enumerate() {
        let computed = &right.evaluation.computed[index];
        let is_text = matches!(computed, Value::Blank | Value::Text(_));
        if let (Kind::Formula, true, Some((sheet, at))) =
            (field.kind, is_text, right.submission.entries[index].at)
        {
            // calamine passes over some formulas as well.
            let cell = saved.sheets[sheet].cells.entry(at).or_default();
            cell.value = CellValue::Number(Number::ZERO);
            cell.formula = None;
            noughts.push(index);
        }
    }
    assert!(noughts.len() > 10, "{}", noughts.len());
    let found = Content::read(saved.clone(), &[returns::pack()]).unwrap();
    for index in noughts {
        assert_eq!(
            found.submission.reported(index),
            annex::submission::shown(
                &right.evaluation.computed[index],
                annex::template::FieldType::Text
            ),
            "{}",
            found.submission.form.fields[index].id
        );
    }
    let pack = [returns::pack()];
    let options = Options::default();
    let before = returns::checked(&returns::returned("02-archives"));
    let after = check::open("return.xls", Ok(saved), &pack, &options);
    let codes: Vec<_> = after.findings.iter().map(|it| it.code.as_str()).collect();
    let expected: Vec<_> = before.findings.iter().map(|it| it.code.as_str()).collect();
    let without = |codes: &[&str]| -> Vec<String> {
        let kept = codes.iter().filter(|code| **code != "W024");
        kept.map(ToString::to_string).collect()
    };
    assert_eq!(without(&codes), without(&expected));
    let comparison = compare::returns(&before, &after).unwrap();
    let text = format!("{comparison:?}");
    assert!(!text.contains("typed_over: true"), "{text}");
}
