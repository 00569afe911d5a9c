//! A choice as people write it.

use super::nothing;
use super::{Reading, Step};
use crate::book::CellValue;
use crate::formula::Value;
use crate::template::Direction;
use crate::text::plain;

/// Takes a text for the one choice it is, blanks and full-width letters aside; an operator for the choice that means the same,
/// a dash or 无 for none.
pub(super) fn read(found: &CellValue, choices: &[String]) -> (Value, Reading) {
    let CellValue::Text(text) = found else {
        return (Value::from(found), Reading::WrongType);
    };
    if let Some(choice) = choices.iter().find(|choice| *choice == text.trim()) {
        return (Value::Text(choice.clone()), Reading::AsTyped);
    }
    let meant = plain(text);
    let meant = meant.trim_matches(['\'', '‘', '’', '"', '“', '”']);
    let meant = meant.trim_end_matches(['。', '.']);
    let mut fitting = choices.iter().filter(|choice| plain(choice) == meant);
    match (fitting.next(), fitting.next()) {
        (Some(choice), None) => converted(choice),
        (None, _) => match operator(meant, choices) {
            Some(choice) => converted(choice),
            None if nothing::is_said(text) => (Value::Blank, Reading::Nothing),
            None => (Value::from(found), Reading::WrongType),
        },
        _ => (Value::from(found), Reading::WrongType),
    }
}

fn converted(choice: &str) -> (Value, Reading) {
    (
        Value::Text(choice.to_owned()),
        Reading::Converted(vec![Step::Choice]),
    )
}

/// The choice that means what an operator does: ≥ for 不低于. The sign itself comes before a word for it. A figure behind it
/// (≥90%) belongs elsewhere, and makes it no other operator.
fn operator<'c>(text: &str, choices: &'c [String]) -> Option<&'c str> {
    let direction = Direction::of_operator(text).or_else(|| {
        let before = Direction::before(text)?;
        let is_figure = before.rest.starts_with(|c: char| c.is_ascii_digit());
        is_figure.then_some(before.direction)
    })?;
    let fitting = |choice: &&String| Direction::of_operator(choice) == Some(direction);
    let sign = direction.sign().to_string();
    let exact = choices.iter().find(|choice| **choice == sign);
    exact
        .or_else(|| choices.iter().find(fitting))
        .map(String::as_str)
}
