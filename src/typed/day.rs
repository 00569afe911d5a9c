//! A day as people write it.

use super::tidy::tidy;
use super::{Question, Reading, Step, Why};
use crate::book::CellValue;
use crate::date;
use crate::formula::Value;
use crate::number::Number;

/// The years in which a day of a form can lie.
const YEARS: std::ops::RangeInclusive<u32> = 1950..=2099;

/// Reads a serial number of Excel's, or a day in words and digits.
pub(super) fn read(found: &CellValue) -> (Value, Reading) {
    let text = match found {
        CellValue::Number(number) => match date::from_serial(*number) {
            Some(_) => return (Value::Number(*number), Reading::AsTyped),
            // 20250320, typed as a number.
            None => number.to_string(),
        },
        CellValue::Text(text) => text.clone(),
        other => return (Value::from(other), Reading::WrongType),
    };
    if let Some(serial) = date::parse(&text).and_then(date::to_serial) {
        return (Value::Number(serial), Reading::AsTyped);
    }
    match written(&text) {
        Some(Ok(serial)) => (Value::Number(serial), Reading::Converted(vec![Step::Day])),
        Some(Err(question)) => (Value::Text(text), Reading::Asked(question)),
        None => (Value::from(found), Reading::WrongType),
    }
}

/// A day that is not written as 2025-3-20: the day, or what is not certain about it.
fn written(text: &str) -> Option<Result<Number, Question>> {
    let (plain, _) = tidy(text);
    let plain = plain.replace('号', "日");
    let plain = without_time(plain.trim_end_matches(['.', '。']));
    if let Some(serial) = date::parse(plain).and_then(date::to_serial) {
        return Some(Ok(serial));
    }
    let parts = parts(plain)?;
    let ask = |why, meanings| Some(Err(Question::new(why, meanings)));
    match parts.as_slice() {
        [run] if run.len() == 8 => {
            let day = format!("{}-{}-{}", &run[..4], &run[4..6], &run[6..]);
            let serial = date::parse(&day).and_then(date::to_serial)?;
            is_year(&run[..4]).then_some(Ok(serial))
        }
        [year, month] if is_year(year) && is_month(month) => ask(Why::NoDay, Vec::new()),
        [month, day] if is_month(month) && is_day(day) => ask(Why::NoYear, Vec::new()),
        [first, second, third] if [first, second, third].iter().all(|part| part.len() <= 4) => {
            let day = |year: &str, month: &str, day: &str| {
                let year = if year.len() == 2 {
                    format!("20{year}")
                } else {
                    year.to_owned()
                };
                date::parse(&format!("{year}-{month}-{day}"))
            };
            let orders = [
                day(first, second, third),
                day(third, first, second),
                day(third, second, first),
            ];
            let mut days: Vec<_> = orders
                .into_iter()
                .flatten()
                .filter(|day| YEARS.contains(&u32::try_from(day.year()).unwrap_or(0)))
                .collect();
            days.dedup();
            match days.as_slice() {
                [] => None,
                [day] => Some(Ok(date::to_serial(*day)?)),
                several => ask(
                    Why::Order,
                    several.iter().map(ToString::to_string).collect(),
                ),
            }
        }
        _ => None,
    }
}

/// `2025-3-20 08:30` without its time.
fn without_time(text: &str) -> &str {
    match text.split_once([' ', 'T', '\n']) {
        Some((day, time)) if time.contains(':') => day,
        _ => text,
    }
}

/// The numbers of a text in which nothing stands but digits and what parts a day.
fn parts(text: &str) -> Option<Vec<&str>> {
    let is_between = |c: char| matches!(c, '-' | '/' | '.' | '年' | '月' | '日' | '\\' | ',');
    if !text.chars().all(|c| c.is_ascii_digit() || is_between(c)) {
        return None;
    }
    let parts: Vec<&str> = text
        .split(is_between)
        .filter(|part| !part.is_empty())
        .collect();
    (!parts.is_empty()).then_some(parts)
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && text.parse().is_ok_and(|year: u32| YEARS.contains(&year))
}

fn is_month(text: &str) -> bool {
    text.len() <= 2
        && text
            .parse()
            .is_ok_and(|month: u32| (1..=12).contains(&month))
}

fn is_day(text: &str) -> bool {
    text.len() <= 2 && text.parse().is_ok_and(|day: u32| (1..=31).contains(&day))
}
