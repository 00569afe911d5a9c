//! A day as people write it.

use super::numeral;
use super::tidy::tidy;
use super::{Question, Reading, Step, Why};
use crate::book::CellValue;
use crate::date;
use crate::formula::Value;
use crate::number::Number;

/// The years in which a day of a form can lie.
const YEARS: std::ops::RangeInclusive<u32> = 1950..=2099;

/// The most characters of a day of the week: 星期四.
const LONGEST_WEEKDAY: usize = 3;

/// Reads a serial number of Excel's, or a day in words and digits.
pub(super) fn read(found: &CellValue) -> (Value, Reading) {
    let text = match found {
        CellValue::Number(number) if is_serial(*number) => {
            return (Value::Number(*number), Reading::AsTyped);
        }
        // 20250320 or 2025, typed as a number.
        CellValue::Number(number) => number.to_string(),
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
    let plain = without_weekday(plain.trim_matches('\'').trim_end_matches(['.', '。']));
    let figures = in_figures(plain);
    let plain = without_time(figures.as_deref().unwrap_or(plain));
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
        [run] if run.len() == 5 => {
            let serial = run.parse().ok()?;
            is_serial(serial).then_some(Ok(serial))
        }
        [year] if is_year(year) => ask(Why::NoDay, Vec::new()),
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

/// Whether a number is the serial number of a day that can stand in a form. 2025 is none, but a year.
fn is_serial(number: Number) -> bool {
    let year = date::from_serial(number).and_then(|day| u32::try_from(day.year()).ok());
    year.is_some_and(|year| YEARS.contains(&year))
}

/// 2025年3月20日星期四 without the day of the week.
fn without_weekday(text: &str) -> &str {
    let bare = text.trim_end_matches(')');
    let at = ["星期", "周", "礼拜"]
        .iter()
        .find_map(|word| bare.rfind(word));
    match at {
        Some(at) if bare[at..].chars().count() <= LONGEST_WEEKDAY => {
            bare[..at].trim_end_matches('(')
        }
        _ => text,
    }
}

/// 二〇二五年三月二十日 as 2025-3-20; `None` where it is not all in words.
fn in_figures(text: &str) -> Option<String> {
    let parts = text
        .split(['年', '月', '日'])
        .filter(|part| !part.is_empty());
    let figure = |part| match numeral::leading(part)? {
        (Ok(numeral), "") if numeral.in_words => Some(numeral.number.to_string()),
        _ => None,
    };
    let figures: Option<Vec<String>> = parts.map(figure).collect();
    figures
        .filter(|figures| figures.len() > 1)
        .map(|figures| figures.join("-"))
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
