//! A sentence taken apart: its clauses, and the figures in it with what stands before and behind each.

use std::ops::Range;

use crate::check::rules::texts::changes::{BECOMES, VERBS};
use crate::check::rules::texts::statements::mark;
use crate::number::Number;

/// What a unit and the words behind it are no longer than.
const LONGEST_RUN: usize = 24;
/// Words that join two things as `、` does.
pub(super) const JOINS: &[&str] = &["以及", "和", "及", "与"];

/// A part of a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Item<'t> {
    /// Words between two signs, without a figure.
    Clause(&'t str, char),
    /// A figure.
    Figure(Figure<'t>),
}

impl<'t> Item<'t> {
    /// The words before its figure, or all of them.
    pub(super) fn words(&self) -> &'t str {
        match self {
            Item::Clause(text, _) => text,
            Item::Figure(figure) => figure.before,
        }
    }
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
    /// Whether it was told that the form has another one.
    pub(super) is_told: bool,
    /// Whether it is the last part of what is made up of some: 由甲5万元和乙6万元组成.
    pub(super) makes_up: bool,
}

/// What ends a list of parts: 由甲5万元和乙6万元组成.
const MADE_UP: &[&str] = &[
    "两部分组成",
    "两部分构成",
    "三部分组成",
    "三部分构成",
    "组成",
    "构成",
];
/// What may follow the unit of a figure that something is said of: 针对开工率96%的问题.
const OF_WHICH: &[&str] = &[
    "的问题",
    "的情况",
    "的现状",
    "的实际",
    "的不足",
    "的短板",
    "的现象",
    "的差距",
    "的状况",
];

/// Words that say that a figure is not the whole one.
const LEFT_OUT: &[&str] = &["不含", "不包括", "不计", "剔除", "扣除", "除"];

/// The clauses and figures of a sentence, from left to right. Digits within one of some names are none: 故障24小时修复率.
pub(super) fn items<'t>(sentence: &'t str, names: &[String]) -> Vec<Item<'t>> {
    let named = within(sentence, names);
    let mut items = Vec::new();
    let (mut start, mut sign, mut brackets) = (mark(sentence), '\0', 0_u32);
    let mut at = start;
    while let Some(c) = sentence[at..].chars().next() {
        let after_letter = sentence[..at].ends_with(|c: char| c.is_ascii_alphanumeric());
        if let Some(name) = named.iter().find(|name| name.contains(&at)) {
            at = name.end;
            continue;
        }
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
            let (unit, next, is_joined) = unit(run, &sentence[end + run.len()..]);
            let whole = MADE_UP.iter().find_map(|word| unit.strip_suffix(word));
            let makes_up = whole.is_some_and(|unit| !unit.is_empty());
            let unit = whole.filter(|_| makes_up).unwrap_or(unit);
            // 等组成: there are more of them.
            let bare = unit
                .strip_suffix('等')
                .filter(|unit| makes_up && !unit.is_empty());
            let (unit, makes_up) = (bare.unwrap_or(unit), makes_up && bare.is_none());
            let bare = OF_WHICH.iter().find_map(|words| unit.strip_suffix(words));
            let unit = bare.filter(|unit| !unit.is_empty()).unwrap_or(unit);
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
                is_told: false,
                makes_up,
            }));
            at = end + run.len();
            start = end + next;
            sign = if is_joined || next < run.len() {
                '、'
            } else {
                '\0'
            };
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
            let behind = at + c.len_utf8();
            start = behind + mark(&sentence[behind..]);
            at = start;
            continue;
        }
        at += c.len_utf8();
    }
    if start < sentence.len() {
        items.push(Item::Clause(&sentence[start..], sign));
    }
    items
}

/// Where names stand in a sentence, but for the letters before their first digit: those may be the end of words that are known.
fn within(sentence: &str, names: &[String]) -> Vec<Range<usize>> {
    let found = |name: &String| {
        let first = name.find(|c: char| c.is_ascii_digit()).unwrap_or_default();
        let found = sentence.match_indices(name.as_str());
        found
            .map(move |(at, name)| at + first..at + name.len())
            .collect::<Vec<_>>()
    };
    names.iter().flat_map(found).collect()
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

/// The unit at the beginning of what follows a figure, where the words of the next figure begin, and whether a word joins both.
fn unit<'t>(run: &'t str, rest: &str) -> (&'t str, usize, bool) {
    // 5万元两项共11万元: the words belong to the next figure.
    let goes_on = rest.starts_with(|c: char| c.is_ascii_digit());
    for join in JOINS {
        let is_join = |at: &usize| (1..=12).contains(at) || goes_on && run == *join;
        if let Some(at) = run.find(join).filter(is_join) {
            return (&run[..at], at + join.len(), true);
        }
    }
    let verbs = VERBS.iter().map(|(verb, _)| verb);
    let verbs = verbs.filter(|verb| verb.chars().count() > 1);
    if let Some(unit) = BECOMES
        .iter()
        .chain(verbs)
        .find_map(|word| run.strip_suffix(word))
        .filter(|unit| goes_on && !unit.is_empty())
    {
        return (unit, unit.len(), false);
    }
    match ["亿元", "万元", "元", "%", "分"]
        .iter()
        .find(|unit| run.starts_with(**unit))
    {
        Some(unit) if goes_on && run.len() > unit.len() => (&run[..unit.len()], unit.len(), false),
        _ => (run, run.len(), false),
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
        items(sentence, &["故障24小时修复率".to_owned()])
            .iter()
            .map(said)
            .collect()
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
            ("分别为5万元和6万元", vec!["分别为|5|万元", "|6|万元"]),
            ("截至12月31日,实有30人", vec!["截至12月31日", "实有|30|人"]),
            ("10-20万元", vec!["|10|-", "|20|万元"]),
            ("高3.3和3.1个百分点", vec!["高|3.3|", "|3.1|个百分点"]),
            (
                "由82场增加到2024年的126场",
                vec!["由|82|场", "增加到2024年的|126|场"],
            ),
            (
                "维护62台,故障24小时修复率96.8%",
                vec!["维护|62|台", "故障24小时修复率|96.8|%"],
            ),
        ] {
            assert_eq!(said(sentence), expected, "{sentence}");
        }
    }
}
