//! Figures and words in the running text of a return, found by what stands right around them.
//!
//! Precision comes before recall: a word counts only at the beginning of a clause, the figure right after it, and nothing
//! after the unit that would go on with the phrase. All else — ranges, 约, 以上, other years — is left alone.

use std::collections::BTreeMap;

use crate::number::Number;
use crate::template::NarrativeTemplate;
use crate::text::half_width;

/// A number with a unit that stands in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Spoken {
    /// The number as written: 164.96.
    pub(super) number: Number,
    /// So many decimals are written.
    pub(super) places: i32,
    /// The unit: 万元.
    pub(super) unit: String,
    /// The word before it.
    pub(super) word: String,
    /// The word, the number and the unit as they stand there.
    pub(super) quote: String,
}

/// A text as it is searched: narrow signs, and no blanks but the ends of lines.
pub(super) fn plain(text: &str) -> String {
    let shown = |c: &char| *c == '\n' || !c.is_whitespace();
    text.replace('\r', "\n")
        .chars()
        .filter(shown)
        .map(half_width)
        .collect()
}

/// The sentences of a plain text.
pub(super) fn sentences(plain: &str) -> impl Iterator<Item = &str> {
    plain.split(['。', ';', '!', '?', '\n'])
}

/// The words with which a text begins.
pub(super) type Beginnings<'a> = &'a dyn Fn(&str) -> Vec<String>;

/// The numbers right after one of the words, in the sentences that speak of this year and hold none of `unless` but in a harmless phrase.
pub(super) fn after_words(
    text: &str,
    words: &[String],
    units: &[String],
    year: u16,
    narrative: &NarrativeTemplate,
) -> Vec<Spoken> {
    let words = plain_words(words);
    after(
        text,
        &|rest| beginnings(rest, &words),
        &|_| units.to_vec(),
        year,
        narrative,
    )
}

/// The same for words that are looked up where they may stand, each with units of its own: so that a text is gone through
/// once, however many words there are.
pub(super) fn after(
    text: &str,
    words: Beginnings<'_>,
    units: &dyn Fn(&str) -> Vec<String>,
    year: u16,
    narrative: &NarrativeTemplate,
) -> Vec<Spoken> {
    let text = plain(text);
    let mut found = Vec::new();
    for (word, rest) in clauses(&text, words, year, narrative) {
        let Some((number, places, length)) = number(rest) else {
            continue;
        };
        let (digits, rest) = rest.split_at(length);
        let units = units(&word);
        let fitting = units
            .iter()
            .filter(|unit| !unit.is_empty() && rest.starts_with(unit.as_str()));
        let Some(unit) = fitting.max_by_key(|unit| unit.len()) else {
            continue;
        };
        if ends(&rest[unit.len()..]) {
            found.push(Spoken {
                number,
                places,
                unit: unit.clone(),
                quote: format!("{word}{digits}{unit}"),
                word,
            });
        }
    }
    found
}

/// The one of some names that stands right after one of the words, with both as they stand there.
pub(super) fn name_after_words<'n>(
    text: &str,
    words: &[String],
    names: &[&'n str],
    year: u16,
    narrative: &NarrativeTemplate,
) -> Vec<(&'n str, String)> {
    let text = plain(text);
    let words = plain_words(words);
    let mut found = Vec::new();
    for (word, rest) in clauses(&text, &|rest| beginnings(rest, &words), year, narrative) {
        let bare = rest.trim_start_matches(['“', '"', '「']);
        let named = names
            .iter()
            .filter(|name| bare.starts_with(**name))
            .max_by_key(|name| name.len());
        let Some(name) = named else {
            continue;
        };
        let after = &bare[name.len()..];
        // 优秀, 良好, 中等, 优级 say the same as the grade alone.
        let after = after
            .strip_prefix(['秀', '好', '等', '级'])
            .unwrap_or(after);
        if ends(after) {
            found.push((*name, format!("{word}{name}")));
        }
    }
    found
}

fn plain_words(words: &[String]) -> Vec<String> {
    let words = words.iter().map(|word| plain(word));
    words.filter(|word| !word.is_empty()).collect()
}

/// Those of some words with which a text begins.
fn beginnings(rest: &str, words: &[String]) -> Vec<String> {
    let words = words.iter().filter(|word| rest.starts_with(word.as_str()));
    words.cloned().collect()
}

/// What follows each of the words where it begins a clause, with the word.
fn clauses<'t>(
    text: &'t str,
    words: Beginnings<'_>,
    year: u16,
    narrative: &NarrativeTemplate,
) -> Vec<(String, &'t str)> {
    let not = Unless {
        words: plain_words(&narrative.unless),
        harmless: plain_words(&narrative.harmless),
    };
    let of_year = [format!("{year}年度"), format!("{year}年")];
    let mut found = Vec::new();
    // What a sentence speaks of, it speaks of after a semicolon and after 其中 as well: how much of it was looked at for a
    // word, and whether that speaks of something else.
    let mut parts: Vec<(&str, bool)> = Vec::new();
    let mut known: BTreeMap<String, (usize, bool)> = BTreeMap::new();
    for (sentence, goes_on) in statements(text) {
        if !goes_on {
            parts.clear();
            known.clear();
        }
        parts.push((sentence, not.may_stand_in(sentence)));
        if speaks_of_another_year(sentence, year) {
            continue;
        }
        let places = sentence.char_indices().map(|(at, _)| at);
        for at in places.filter(|at| begins(&sentence[..*at], &of_year)) {
            for word in words(&sentence[at..]) {
                let (seen, other) = known.entry(word.clone()).or_default();
                for (part, may) in &parts[*seen..] {
                    *other |= *may && not.stands_in(part, &word);
                }
                *seen = parts.len();
                if *other {
                    continue;
                }
                let rest = &sentence[at + word.len()..];
                let rest = rest.strip_prefix(['为', '共', '是', ':']).unwrap_or(rest);
                found.push((word, rest));
            }
        }
    }
    found
}

/// The words with which a sentence speaks of something else, and the phrases in which they do not.
struct Unless {
    words: Vec<String>,
    harmless: Vec<String>,
}

impl Unless {
    fn may_stand_in(&self, part: &str) -> bool {
        self.words.iter().any(|word| part.contains(word.as_str()))
    }

    /// Whether one of the words stands in a part of a sentence; the word that is looked for may hold one: 预算执行率.
    fn stands_in(&self, part: &str, word: &str) -> bool {
        let mut others = part.replace(word, "");
        for phrase in &self.harmless {
            others = others.replace(phrase, "");
        }
        self.may_stand_in(&others)
    }
}

/// The sentences of a plain text, each with whether it goes on with the one before it.
fn statements(plain: &str) -> impl Iterator<Item = (&str, bool)> {
    plain.split(['。', '!', '?', '\n']).flat_map(|sentence| {
        let goes_on = sentence.starts_with("其中");
        let parts = sentence.split(';').enumerate();
        parts.map(move |(index, part)| (part, goes_on || index > 0))
    })
}

/// Whether a clause begins after this: at the start of a sentence, after a comma, after 其中 or the year.
fn begins(before: &str, of_year: &[String]) -> bool {
    let before = before.strip_suffix(':').map_or(before, |head| {
        // A colon after anything else than 其中 begins a list of something.
        if head.ends_with("其中") {
            head
        } else {
            before
        }
    });
    let before = before.strip_suffix("其中").unwrap_or(before);
    let before = of_year
        .iter()
        .find_map(|of_year| before.strip_suffix(of_year.as_str()))
        .unwrap_or(before);
    before.is_empty() || before.ends_with(',')
}

/// Whether a year other than this one is named.
fn speaks_of_another_year(sentence: &str, year: u16) -> bool {
    sentence.match_indices('年').any(|(at, _)| {
        let digits: Vec<char> = sentence[..at]
            .chars()
            .rev()
            .take_while(char::is_ascii_digit)
            .collect();
        let named: String = digits.into_iter().rev().collect();
        named.len() == 4 && named != year.to_string()
    })
}

/// The number a text begins with, its decimals, and its length in bytes.
pub(super) fn number(text: &str) -> Option<(Number, i32, usize)> {
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

/// Words that say that a figure is not the whole one.
const LEFT_OUT: &[&str] = &["不含", "不包括", "不计", "剔除", "扣除", "除"];

/// Whether a phrase ends here: what follows belongs to it no more.
fn ends(rest: &str) -> bool {
    let mut after = rest.chars();
    match after.next() {
        None => true,
        // 10万元、20万元 are two figures of one word.
        Some('、') => !after.next().is_some_and(|c| c.is_ascii_digit()),
        // A part was left out: 不含政府性基金.
        Some('(') => !LEFT_OUT.iter().any(|word| after.as_str().starts_with(word)),
        Some(c) => ",.:()。;!?”\"」\n".contains(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        let list = |words: &[&str]| {
            words
                .iter()
                .map(|word| (*word).to_owned())
                .collect::<Vec<_>>()
        };
        let words = list(&["共计支出", "项目支出"]);
        let units = list(&["元", "万元"]);
        let narrative = NarrativeTemplate {
            results: Vec::new(),
            unless: list(&["上年", "预算"]),
            harmless: list(&["比上年", "预算内"]),
            figures: Vec::new(),
            grade: None,
            counts: None,
        };
        after_words(text, &words, &units, 2024, &narrative)
            .iter()
            .map(|spoken| format!("{} {} {}", spoken.number, spoken.places, spoken.unit))
            .collect()
    }

    #[test]
    fn a_figure_right_after_its_word_is_read() {
        for (text, expected) in [
            ("用于机关运转，共计支出164.96万元。", "164.96 2 万元"),
            (
                "2024年度共计支出为 1,649,600.00 元，其中：用于人员",
                "1649600 2 元",
            ),
            ("其中：项目支出４８．６２万元", "48.62 2 万元"),
            ("上年没有。项目支出48.62万元", "48.62 2 万元"),
            ("项目支出48.62万元；上年没有", "48.62 2 万元"),
            ("项目支出48.62万元，比上年多，控制在预算内", "48.62 2 万元"),
            ("项目支出48.62万元（含结转）", "48.62 2 万元"),
        ] {
            assert_eq!(found(text), [expected], "{text}");
        }
    }

    #[test]
    fn what_might_be_another_figure_is_left_alone() {
        for text in [
            "上年共计支出150万元",
            "2023年，共计支出150万元，项目支出40万元",
            "政府性基金项目支出5万元",
            "“送戏下乡”项目支出43万元",
            "项目支出30万元以上的专项",
            "项目支出10-20万元",
            "项目支出10万元至20万元",
            "项目支出10万元、20万元",
            "项目支出约48万元",
            "基本支出、项目支出164.96万元",
            "项目支出48个",
            "项目支出48.62万元的管理",
            "项目支出预算48万元",
            "文化馆：项目支出20万元",
            "一般公共预算支出90万元。其中：基本支出50万元；项目支出40万元",
            "上年情况如下：人员略有增加；项目支出40万元",
            "项目支出40万元（不含政府性基金5万元）",
        ] {
            assert_eq!(found(text), Vec::<String>::new(), "{text}");
        }
    }
}
