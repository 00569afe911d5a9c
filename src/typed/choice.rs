//! A choice as people write it.

use super::tidy::bare;
use super::{Reading, Step};
use crate::book::CellValue;
use crate::formula::Value;

/// Takes a text for the one choice it is, blanks and full-width letters aside.
pub(super) fn read(found: &CellValue, choices: &[String]) -> (Value, Reading) {
    let CellValue::Text(text) = found else {
        return (Value::from(found), Reading::WrongType);
    };
    if let Some(choice) = choices.iter().find(|choice| *choice == text.trim()) {
        return (Value::Text(choice.clone()), Reading::AsTyped);
    }
    let meant = bare(text);
    let meant = meant.trim_matches(['\'', '‘', '’', '"', '“', '”']);
    let meant = meant.trim_end_matches(['。', '.']);
    let mut fitting = choices.iter().filter(|choice| bare(choice) == meant);
    match (fitting.next(), fitting.next()) {
        (Some(choice), None) => (
            Value::Text(choice.clone()),
            Reading::Converted(vec![Step::Choice]),
        ),
        _ => (Value::from(found), Reading::WrongType),
    }
}
