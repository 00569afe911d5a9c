//! A sentence taken apart: its clauses, and the figures in it with what stands before and behind each.

use crate::number::Number;

/// What a unit and the words behind it are no longer than.
const LONGEST_RUN: usize = 24;
/// Words that join two things as `、` does.
const JOINS: &[&str] = &["以及", "和", "及", "与"];

/// A part of a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Item<'t> {
    /// Words between two signs, without a figure.
    Clause(&'t str, char),
    /// A figure.
    Figure(Figure<'t>),
}

/// A figure with what stands around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Figure<'t> {
    /// The sign before the words before it: nothing at the beginning of a sentence.
    pub(super) sign: char,
    /// The words before it, back to the last sign or figure.
    pub(super) before: &'t str,
    /// The number.
    pub(super) number: Number,
    /// So many decimals are written.
    pub(super) places: i32,
    /// The number as written.
    pub(super) digits: &'t str,
    /// What follows it to the next sign or figure: the unit, where nothing else does.
    pub(super) unit: &'t str,
    /// Whether it stands in brackets.
    pub(super) is_aside: bool,
    /// Whether a bracket after it says that something was left out.
    pub(super) is_cut: bool,
}

/// Words that say that a figure is not the whole one.
const LEFT_OUT: &[&str] = &["不含", "不包括", "不计", "剔除", "扣除", "除"];

/// A sentence with those that go on with it after a semicolon or with 其中.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Statement<'t> {
    /// The sentences.
    pub(super) sentences: Vec<&'t str>,
    /// The rank of the number its line begins with, 1 for 一、, where it is the first of its line; that of no number is the lowest.
    pub(super) rank: Option<u8>,
    /// Whether it is all of its line.
    pub(super) is_line: bool,
    /// Whether it is one of several items: 一是, 二是.
    pub(super) is_item: bool,
}

impl Statement<'_> {
    /// Whether it may be the name of what follows: alone in its line or numbered, and without a figure.
    pub(super) fn is_name(&self) -> bool {
        let is_first =
            self.is_line || self.is_item || self.rank.is_some_and(|rank| rank < NO_NUMBER);
        let [sentence] = self.sentences.as_slice() else {
            return false;
        };
        is_first && !sentence.contains(|c: char| c.is_ascii_digit() || c == ',')
    }
}

/// The rank of a line without a number.
pub(super) const NO_NUMBER: u8 = 6;
const NUMERALS: &str = "一二三四五六七八九十";

/// The rank of the number a line begins with: 一、 before (一), 1., (1) and ①.
fn rank(line: &str) -> u8 {
    let of = |line: &str| {
        let is_digit = |c: char| c.is_ascii_digit();
        let is_numeral = |c: char| NUMERALS.contains(c);
        [
            (line.trim_start_matches(is_numeral), true),
            (line.trim_start_matches(is_digit), false),
        ]
        .into_iter()
        .find(|(rest, _)| rest.len() < line.len())
        .and_then(|(rest, is_numeral)| Some((rest.chars().next()?, is_numeral)))
    };
    match (line.strip_prefix('(').map(of), of(line)) {
        (Some(Some((')', true))), _) => 2,
        (Some(Some((')', false))), _) | (None, Some((')', false))) => 4,
        (None, Some(('、', true))) => 1,
        (None, Some(('、' | '.', false))) => 3,
        _ if line.starts_with(|c: char| ('①'..='⑳').contains(&c)) => 5,
        _ => NO_NUMBER,
    }
}

/// The statements of a plain text.
pub(super) fn statements(plain: &str) -> Vec<Statement<'_>> {
    let mut statements: Vec<Statement<'_>> = Vec::new();
    for line in plain.split('\n') {
        let mut first = true;
        for sentence in line.split(['。', '!', '?']) {
            let parts = sentence.split(';').map(unnumbered);
            match statements.last_mut() {
                Some(last) if unnumbered(sentence).starts_with("其中") => {
                    last.sentences.extend(parts);
                }
                _ => statements.push(Statement {
                    sentences: parts.collect(),
                    rank: first.then(|| rank(line)),
                    is_line: sentence.len() == line.trim_end_matches('。').len(),
                    is_item: is_item(sentence),
                }),
            }
            first = false;
        }
    }
    statements
}

/// Whether a sentence begins as one of several: 一是, 第二.
fn is_item(sentence: &str) -> bool {
    let rest = sentence.strip_prefix('第').unwrap_or(sentence);
    let after = rest.trim_start_matches(|c: char| NUMERALS.contains(c));
    let is_numbered = after.len() < rest.len();
    is_numbered
        && (after.starts_with('是') || rest.len() < sentence.len() && after.starts_with(','))
        || ["首先", "其次", "再次", "最后"]
            .iter()
            .any(|word| sentence.starts_with(word))
}

/// A name without the number or the 一是 before it, and without the colon behind it.
pub(super) fn unmarked(sentence: &str) -> &str {
    let sentence = sentence.trim_end_matches(':');
    if is_item(sentence) {
        let after = sentence.trim_start_matches(|c: char| NUMERALS.contains(c) || c == '第');
        return after.trim_start_matches(['是', ',']);
    }
    let rest = sentence.trim_start_matches(['(', ')', '、', '.']);
    let rest = rest.trim_start_matches(|c: char| {
        NUMERALS.contains(c) || c.is_ascii_digit() || ('①'..='⑳').contains(&c)
    });
    let rest = rest.trim_start_matches([')', '、', '.']);
    if rank(sentence) < NO_NUMBER {
        rest
    } else {
        unnumbered(sentence)
    }
}

/// A sentence without the number it begins with: 1、, 2., 一、.
fn unnumbered(sentence: &str) -> &str {
    let is_number = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    let rest = sentence.trim_start_matches(is_number);
    let digits = sentence.chars().count() - rest.chars().count();
    if digits == 0 || digits > 2 {
        return sentence;
    }
    if let Some(rest) = rest.strip_prefix('、') {
        return rest;
    }
    match rest.strip_prefix('.') {
        Some(rest) if !rest.starts_with(|c: char| c.is_ascii_digit()) || is_year(rest) => rest,
        _ => sentence,
    }
}

fn is_year(text: &str) -> bool {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    text.len() - rest.len() == 4 && rest.starts_with('年')
}

/// The clauses and figures of a sentence, from left to right.
pub(super) fn items(sentence: &str) -> Vec<Item<'_>> {
    let mut items = Vec::new();
    let (mut start, mut sign, mut at, mut brackets) = (0, '\0', 0, 0_u32);
    while let Some(c) = sentence[at..].chars().next() {
        let after_letter = sentence[..at].ends_with(|c: char| c.is_ascii_alphanumeric());
        if c.is_ascii_digit()
            && !after_letter
            && let Some((number, places, length)) = number(&sentence[at..])
        {
            let end = at + length;
            if is_of_date(&sentence[at..end], places, &sentence[end..]) {
                at = end;
                continue;
            }
            let run = run(&sentence[end..]);
            let (unit, next) = unit(run, &sentence[end + run.len()..]);
            let rest = &sentence[end + run.len()..];
            items.push(Item::Figure(Figure {
                sign,
                before: &sentence[start..at],
                number,
                places,
                digits: &sentence[at..end],
                unit,
                is_aside: brackets > 0,
                is_cut: rest
                    .strip_prefix('(')
                    .is_some_and(|rest| LEFT_OUT.iter().any(|word| rest.starts_with(word))),
            }));
            at = end + run.len();
            start = end + next;
            sign = if next < run.len() { '、' } else { '\0' };
            continue;
        }
        let is_sign = ",;:()".contains(c) || c == '、' && start == at;
        if is_sign {
            if start < at {
                items.push(Item::Clause(&sentence[start..at], sign));
            }
            brackets = match c {
                '(' => brackets + 1,
                ')' => brackets.saturating_sub(1),
                _ => brackets,
            };
            sign = c;
            start = at + c.len_utf8();
        }
        at += c.len_utf8();
    }
    if start < sentence.len() {
        items.push(Item::Clause(&sentence[start..], sign));
    }
    items
}

/// Whether digits belong to a day, a month or a year.
fn is_of_date(digits: &str, places: i32, rest: &str) -> bool {
    places == 0
        && (digits.len() == 4 && rest.starts_with(['年', '-', '~', '至', '—'])
            || digits.len() <= 2 && rest.starts_with(['月', '日', '号']))
}

/// What follows a figure to the next sign or digit.
fn run(rest: &str) -> &str {
    let ends = |c: char| c.is_ascii_digit() || ",;:()、".contains(c);
    let end = rest.find(ends).unwrap_or(rest.len());
    let longest = rest
        .char_indices()
        .nth(LONGEST_RUN)
        .map_or(end, |(at, _)| at);
    &rest[..end.min(longest)]
}

/// The unit at the beginning of what follows a figure, and where the words of the next figure begin.
fn unit<'t>(run: &'t str, rest: &str) -> (&'t str, usize) {
    for join in JOINS {
        if let Some(at) = run.find(join).filter(|at| (1..=12).contains(at)) {
            return (&run[..at], at + join.len());
        }
    }
    // 5万元两项共11万元: the words belong to the next figure.
    let goes_on = rest.starts_with(|c: char| c.is_ascii_digit());
    match ["亿元", "万元", "元", "%", "分"]
        .iter()
        .find(|unit| run.starts_with(**unit))
    {
        Some(unit) if goes_on && run.len() > unit.len() => (&run[..unit.len()], unit.len()),
        _ => (run, run.len()),
    }
}

/// The number a text begins with, its decimals, and its length in bytes.
pub(in crate::check::rules) fn number(text: &str) -> Option<(Number, i32, usize)> {
    let is_digit = |c: &char| c.is_ascii_digit();
    let mut end = text.chars().take_while(is_digit).count();
    if end == 0 {
        return None;
    }
    // 1,234: a comma and three digits each.
    while let Some(group) = text[end..].strip_prefix(',')
        && group.chars().take_while(is_digit).count() == 3
    {
        end += 4;
    }
    let mut places = 0;
    if let Some(decimals) = text[end..].strip_prefix('.') {
        places = decimals.chars().take_while(is_digit).count();
        end += if places == 0 { 0 } else { places + 1 };
    }
    let number = text[..end].replace(',', "").parse().ok()?;
    Some((number, i32::try_from(places).ok()?, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(sentence: &str) -> Vec<String> {
        let said = |item: &Item<'_>| match item {
            Item::Clause(text, _) => (*text).to_owned(),
            Item::Figure(it) => format!("{}|{}|{}", it.before, it.digits, it.unit),
        };
        items(sentence).iter().map(said).collect()
    }

    #[test]
    fn a_sentence_is_taken_apart_at_signs_and_figures() {
        for (sentence, expected) in [
            (
                "2024年度支出5.5万元,其中基本支出3万元、项目支出2.5万元",
                vec![
                    "2024年度支出|5.5|万元",
                    "其中基本支出|3|万元",
                    "项目支出|2.5|万元",
                ],
            ),
            ("水费、电费5万元", vec!["水费、电费|5|万元"]),
            (
                "会议费、培训费分别为5万元、6万元,共11万元",
                vec!["会议费、培训费分别为|5|万元", "|6|万元", "共|11|万元"],
            ),
            ("甲5万元和乙6万元", vec!["甲|5|万元", "乙|6|万元"]),
            ("截至12月31日,实有30人", vec!["截至12月31日", "实有|30|人"]),
            ("10-20万元", vec!["|10|-", "|20|万元"]),
        ] {
            assert_eq!(said(sentence), expected, "{sentence}");
        }
    }
}
