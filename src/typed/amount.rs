//! A number as people write it: with units and magnitudes, in full-width letters, with marks between thousands.

use super::beside;
use super::nothing;
use super::numeral::{self, Numeral};
use super::tidy::tidy;
use super::unit::{self, Unit};
use super::{Outcome, Question, Reading, Step, Wanted, Why};
use crate::formula::number_from_text;
use crate::number::Number;
use crate::template::{Direction, FieldType};

/// Words before and after a figure that is not exact.
const ABOUT_BEFORE: &[&str] = &["大约", "约", "近", "大概", "将近", "超"];
const ABOUT_AFTER: &[&str] = &["左右", "上下", "多", "余"];
/// What stands between the ends of a range.
const BETWEEN: &[char] = &['-', '~', '至', '到', '—'];
/// The most characters a unit has; what is longer is a sentence.
const LONGEST_UNIT: usize = 6;
/// A share above this is asked about, and one above ten times as much is a percentage without its sign.
const LARGE_SHARE: i64 = 2;

/// Reads a text as a number.
pub(super) fn read(text: &str, wanted: &Wanted<'_>) -> Outcome {
    let kind = wanted.template.kind;
    let is_share = text.trim_end().ends_with('%');
    if let Some(number) = number_from_text(text).filter(|_| !is_share || kind == FieldType::Percent)
    {
        return of_plain(number, is_share, wanted);
    }
    if nothing::is_said(text) || kind == FieldType::Score && nothing::is_said_of_points(text) {
        return Outcome::Nothing;
    }
    let (tidied, mut steps) = tidy(text);
    let (words, rest) = beside::before(&tidied);
    let tidied = rest.to_owned();
    steps.extend(words.into_iter().map(Step::Beside));
    let spoken = percentage_in_words(&tidied).filter(|_| kind == FieldType::Percent);
    let tidied = spoken.unwrap_or(tidied);
    match signed(&tidied) {
        Err(why) => {
            let mut meanings = meanings(&tidied, wanted);
            if why == Why::Dash {
                let negative: Vec<String> =
                    meanings.iter().map(|text| format!("-{text}")).collect();
                meanings.extend(negative);
            }
            ask(why, meanings)
        }
        Ok((negative, rest, mut more)) => {
            let mut all = steps;
            all.append(&mut more);
            unsigned(rest, negative, all, wanted)
        }
    }
}

/// 百分之八十 as 八十%.
fn percentage_in_words(text: &str) -> Option<String> {
    let share = text.strip_prefix("百分之")?.trim_end_matches('.');
    Some(if share == "百" {
        "100%".to_owned()
    } else {
        format!("{share}%")
    })
}

/// A text that Excel itself takes for a number.
fn of_plain(number: Number, is_share: bool, wanted: &Wanted<'_>) -> Outcome {
    match hundredfold(number, false, wanted).filter(|_| !is_share) {
        None => Outcome::Is(number, Reading::TextNumber),
        Some(Ok(ratio)) => Outcome::Is(ratio, Reading::Converted(vec![Step::Hundredfold])),
        Some(Err(question)) => Outcome::Asked(question),
    }
}

/// A percentage that was typed as its hundredfold: 86.17 for 0.8617. `None` where the number can stand as it is.
///
/// What a cell shows as a percentage is one: it is never divided. It may be asked about, for nobody means 8617 %.
pub(super) fn hundredfold(
    number: Number,
    percent: bool,
    wanted: &Wanted<'_>,
) -> Option<Result<Number, Question>> {
    if wanted.template.kind != FieldType::Percent || wanted.template.formula.is_some() {
        return None;
    }
    let ratio = number.div(Number::HUNDRED)?;
    let large = Number::from(LARGE_SHARE);
    let is_huge = number > large.mul(Number::from(10))?;
    let asked = || {
        let meanings = vec![ratio.percent(), number.percent()];
        Some(Err(Question::new(Why::Share, meanings)))
    };
    match wanted.max {
        // Above its maximum it is out of bounds, and another rule says so.
        Some(_) if percent => None,
        Some(max) if number <= max || ratio > max => None,
        // 1.02 where 1 is the most: 1.02 % or 102 %?
        Some(_) if number <= large => asked(),
        Some(_) => Some(Ok(ratio)),
        None if percent => is_huge.then(asked)?,
        None if number <= large => None,
        None if is_huge => Some(Ok(ratio)),
        None => asked(),
    }
}

/// Takes the sign off a number: whether it is negative, the rest, and what was done.
fn signed(text: &str) -> Result<(bool, &str, Vec<Step>), Why> {
    let quoted = text.trim_matches('\'');
    let mut steps = Vec::new();
    if quoted.len() < text.len() {
        steps.push(Step::Quote);
    }
    if let Some(inner) = quoted
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'))
    {
        steps.push(Step::Brackets);
        return Ok((true, inner, steps));
    }
    if quoted.starts_with(['—', '△', '▲', '一'])
        && quoted.chars().nth(1).is_some_and(|c| c.is_ascii_digit())
    {
        return Err(Why::Dash);
    }
    if quoted.ends_with('-') {
        return Err(Why::Dash);
    }
    let operator = Direction::before(quoted).filter(|operator| operator.is_limit);
    if operator.is_some() || Direction::after(quoted).is_some() {
        return Err(Why::Limit);
    }
    if ABOUT_BEFORE.iter().any(|word| quoted.starts_with(word))
        || ABOUT_AFTER.iter().any(|word| quoted.ends_with(word))
    {
        return Err(Why::About);
    }
    match quoted.strip_prefix('-') {
        Some(rest) => Ok((true, rest, steps)),
        None => Ok((false, quoted.strip_prefix('+').unwrap_or(quoted), steps)),
    }
}

fn unsigned(text: &str, negative: bool, mut steps: Vec<Step>, wanted: &Wanted<'_>) -> Outcome {
    let mut rest = text;
    let mut has_currency = false;
    if let Some(word) = unit::CURRENCY.iter().find(|word| rest.starts_with(**word)) {
        rest = &rest[word.len()..];
        has_currency = true;
        steps.push(Step::Currency);
    }
    let Some((numeral, after)) = numeral::leading(rest) else {
        let holds_digits = text.chars().any(|c| c.is_ascii_digit());
        return if rest.starts_with(|c: char| c.is_ascii_digit()) {
            ask(Why::TooLong, Vec::new())
        } else if holds_digits {
            ask(Why::Words, Vec::new())
        } else {
            Outcome::Unreadable
        };
    };
    let numeral = match numeral {
        Ok(numeral) => numeral,
        Err((why, numbers)) => {
            // In words the greatest magnitude is 万 at least where it is left out of speech: 三万五 is in yuan.
            let spoken = why == Why::Spoken && wanted.template.kind == FieldType::Money;
            let per_unit = unit::yuan(wanted.unit).filter(|_| spoken);
            let in_unit = |number: &Number| match per_unit {
                Some(per_unit) => number.div(per_unit).unwrap_or(*number),
                None => *number,
            };
            let meanings = numbers.iter().map(|number| in_unit(number).to_string());
            return ask(why, meanings.collect());
        }
    };
    if let Some(next) = after.chars().next() {
        let goes_on = after[next.len_utf8()..].starts_with(|c: char| c.is_ascii_digit());
        if goes_on && BETWEEN.contains(&next) {
            return ask(Why::Range, Vec::new());
        }
        if goes_on && next == '/' {
            return ask(Why::Fraction, Vec::new());
        }
    }
    steps.extend(numeral.steps.iter().cloned());
    if ABOUT_AFTER.iter().any(|word| after.starts_with(word)) {
        return ask(Why::About, Vec::new());
    }
    let ended = after.trim_end_matches(['.', ',', ';', '、']);
    if ended.len() < after.len() {
        steps.push(Step::Stop);
    }
    // 150（万元）, 4.5万元（含税）, but not 12（含1名工勤）
    let ended = match beside::after(ended) {
        Some((remark, rest)) => {
            steps.push(Step::Beside(remark.to_owned()));
            rest
        }
        None => ended,
    };
    let after = beside::unit(ended).unwrap_or(ended);
    let found = Found {
        numeral: &numeral,
        after,
        has_currency,
    };
    match found.value(wanted, &mut steps) {
        Ok(number) => {
            let number = if negative { number.neg() } else { number };
            steps.sort();
            steps.dedup();
            Outcome::Is(number, Reading::Converted(steps))
        }
        Err(question) => Outcome::Asked(question),
    }
}

/// A number, and what follows it.
struct Found<'a> {
    numeral: &'a Numeral,
    after: &'a str,
    has_currency: bool,
}

impl Found<'_> {
    /// What it is in the unit of the field.
    fn value(&self, wanted: &Wanted<'_>, steps: &mut Vec<Step>) -> Result<Number, Question> {
        let number = self.numeral.number;
        let (times, rest) = match unit::magnitude(self.after) {
            Some((times, rest)) => (Some(times), rest),
            None => (None, self.after),
        };
        let (further, rest) = times
            .and_then(|times| further(rest, times))
            .unwrap_or((Number::ZERO, rest));
        let unit = Unit::of(rest);
        if !self.after.is_empty() && unit != Unit::Percent {
            steps.push(Step::Unit(if further.is_zero() {
                self.after.to_owned()
            } else {
                without_figures(self.after)
            }));
        }
        let misfit = || {
            let has_digits = rest.contains(|c: char| c.is_ascii_digit());
            let why = if times.is_some() && has_digits && rest.chars().all(|c| c.is_ascii_digit()) {
                // 3万5
                Why::Spoken
            } else if rest.chars().count() <= LONGEST_UNIT && !has_digits {
                Why::Unit(self.after.to_owned())
            } else {
                Why::Words
            };
            Err(Question::new(why, Vec::new()))
        };
        let too_large = || Question::new(Why::Words, Vec::new());
        let whole = number
            .mul(times.unwrap_or(Number::ONE))
            .and_then(|whole| whole.add(further))
            .ok_or_else(too_large)?;
        match (wanted.template.kind, &unit) {
            (FieldType::Money, Unit::None | Unit::Yuan) => {
                self.money(whole, times, unit == Unit::Yuan, wanted)
            }
            (FieldType::Count, Unit::None | Unit::Counter) => Ok(whole),
            (FieldType::Area, Unit::None | Unit::SquareMetre) => Ok(whole),
            (FieldType::Score, Unit::None | Unit::Point) if times.is_none() => Ok(number),
            (FieldType::Percent, Unit::Percent) if times.is_none() => {
                steps.push(Step::Percent);
                number.div(Number::HUNDRED).ok_or_else(too_large)
            }
            (FieldType::Percent, Unit::PerMille) if times.is_none() => {
                number.div(Number::from(1000)).ok_or_else(too_large)
            }
            (FieldType::Percent, Unit::None) if times.is_none() => {
                hundredfold(number, false, wanted).unwrap_or(Ok(number))
            }
            _ => misfit(),
        }
    }

    /// An amount in the money unit of the pack.
    fn money(
        &self,
        whole: Number,
        times: Option<Number>,
        says_yuan: bool,
        wanted: &Wanted<'_>,
    ) -> Result<Number, Question> {
        let Some(per_unit) = unit::yuan(wanted.unit) else {
            // A currency of another kind: only bare numbers are understood.
            return if self.after.is_empty() && !self.has_currency {
                Ok(whole)
            } else {
                Err(Question::new(Why::Unit(self.after.to_owned()), Vec::new()))
            };
        };
        let converted = whole.div(per_unit);
        if whole.is_zero() {
            return Ok(whole);
        }
        let greatest = times.or(self.numeral.magnitude);
        // 150万 in a form in 万元 can only be yuan; 5千 there may be 5千元 or 5千万元.
        let is_certain = says_yuan
            || per_unit == Number::ONE
            || greatest.is_some_and(|greatest| greatest >= per_unit);
        match converted {
            Some(converted) if is_certain => Ok(converted),
            Some(converted) if greatest.is_some() || self.has_currency || self.numeral.in_words => {
                let meanings = vec![converted.to_string(), whole.to_string()];
                Err(Question::new(Why::Scale(wanted.unit.to_owned()), meanings))
            }
            _ => Ok(whole),
        }
    }
}

/// 万…元 for 万5000元.
fn without_figures(text: &str) -> String {
    let is_figure = |c: char| c.is_ascii_digit() || c == '.';
    let parts = text.split(is_figure).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join("…")
}

/// What follows a magnitude in figures: 5000万 after 1亿, 2000 after 5万 and before 元. Without a magnitude or a unit behind it,
/// it is not certain.
fn further(text: &str, below: Number) -> Option<(Number, &str)> {
    let (Ok(numeral), rest) = numeral::leading(text)? else {
        return None;
    };
    let (times, after) = unit::magnitude(rest).unwrap_or((Number::ONE, rest));
    let more = numeral.number.mul(times)?;
    let is_certain = !numeral.in_words && !rest.is_empty() && more < below;
    is_certain.then_some((more, after))
}

/// What a number that is not certain comes to when what makes it uncertain is left out.
fn meanings(text: &str, wanted: &Wanted<'_>) -> Vec<String> {
    let inner: String = text
        .trim_start_matches(|c: char| !c.is_ascii_digit())
        .trim_end_matches('-')
        .to_owned();
    let Some((Ok(numeral), after)) = numeral::leading(&inner) else {
        return Vec::new();
    };
    let about = || ABOUT_AFTER.iter().find_map(|word| after.strip_suffix(word));
    let after = match Direction::after(after) {
        Some((_, before)) => before,
        None => about().unwrap_or(after),
    };
    let found = Found {
        numeral: &numeral,
        after,
        has_currency: false,
    };
    let value = found.value(wanted, &mut Vec::new());
    let said = |number: Number| match wanted.template.kind {
        FieldType::Percent => number.percent(),
        _ => number.to_string(),
    };
    value.map_or_else(|_| Vec::new(), |number| vec![said(number)])
}

fn ask(why: Why, meanings: Vec<String>) -> Outcome {
    Outcome::Asked(Question::new(why, meanings))
}
