//! The same thing counted differently in two places of the text.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::context::{Context, figures};
use crate::check::rule::Rule;
use crate::check::rules::texts::{Says, number, plain, read};
use crate::check::rules::x001_narrative_figure_differs::texts;
use crate::finding::{Finding, Level};
use crate::number::Number;
use crate::text::Text;

/// The same thing counted differently in two places of the text.
pub const RULE: Rule = Rule {
    code: "X002",
    name: "narrative-contradicts-itself",
    level: Level::Info,
    title: (
        "文字里同一事物的数不一致",
        "the text counts the same thing differently",
    ),
    checks: (
        "基本情况里写明个数的事物，别处又写了不同的个数，或更多；比它少的可能只是其中一部分，不报。附件里没有的金额、比率，两处写的是不是一样",
        "whether a thing that is counted in the basic facts is counted differently elsewhere, or comes to more; fewer may be a part of them. Whether an amount or a rate the annexes do not have is the same in two places",
    ),
    why: (
        "同一份报告前后说法不同，读的人不知道信哪一个",
        "a report that says two things leaves its reader to choose",
    ),
    example: (
        "前面写“异地商会4个”，后面写“5个异地商会”",
        "异地商会4个 in one place, 5个异地商会 in another",
    ),
    mend: (
        "请核对两处；写错的改正，时点或范围不同的写清楚。",
        "Compare both places: correct the wrong one, or say what differs, a date or a part.",
    ),
    run: check,
};

/// A noun shorter than this is too general to be one thing: 企业, 会员.
const SHORTEST: usize = 3;
/// A longer run of characters is more than a noun.
const LONGEST: usize = 8;

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    counted(context, findings);
    for found in read(context) {
        if let Says::Twice(twice) = &found.says {
            let (label, cell) = (
                context.label(twice.text),
                context.submission.cell(twice.text),
            );
            let message = Text::new(
                format!(
                    "这里写“{}”，“{label}”（{cell}）写的是“{}”",
                    found.quote, twice.quote
                ),
                format!(
                    "'{}' here, '{}' in '{label}' ({cell})",
                    found.quote, twice.quote
                ),
            );
            let finding = context.at_field(&RULE, found.text, message);
            findings.push(figures(finding, twice.numbers.1, twice.numbers.0));
        }
    }
}

/// Things that are counted in the basic facts and in other texts.
fn counted(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let form = context.form();
    let narrative = form.pack.narrative.as_ref();
    let Some(counts) = narrative.and_then(|narrative| narrative.counts.as_ref()) else {
        return;
    };
    let stated = std::slice::from_ref(&counts.stated);
    let Some((basic, facts)) = texts(context, stated).next() else {
        return;
    };
    let facts = stock(&facts, &counts.units);
    let mut first: BTreeMap<&str, &Count> = BTreeMap::new();
    for fact in &facts {
        first.entry(&fact.noun).or_insert(fact);
    }
    let mut told = BTreeSet::new();
    for (field, text) in texts(context, &counts.texts) {
        let mentions =
            stock(&text, &counts.units)
                .into_iter()
                .chain(carried(&text, &counts.units, &facts));
        for mention in mentions {
            let Some(fact) = first.get(mention.noun.as_str()) else {
                continue;
            };
            let differs = if mention.is_whole {
                mention.number != fact.number
            } else {
                mention.number > fact.number
            };
            let is_new = |told: &mut BTreeSet<_>| {
                told.insert((field, mention.quote.clone(), mention.is_whole))
            };
            if fact.unit != mention.unit || !differs || !is_new(&mut told) {
                continue;
            }
            let message = Text::new(
                format!(
                    "这里写“{}”，“{}”（{}）写的是“{}”",
                    mention.quote,
                    context.label(basic),
                    context.submission.cell(basic),
                    fact.quote
                ),
                format!(
                    "'{}' here, '{}' in '{}' ({})",
                    mention.quote,
                    fact.quote,
                    context.label(basic),
                    context.submission.cell(basic)
                ),
            );
            let finding = context.at_field(&RULE, field, message);
            findings.push(figures(finding, mention.number, fact.number));
        }
    }
}

/// A thing and its number.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Count {
    noun: String,
    number: Number,
    unit: String,
    /// Whether the noun stands alone, so that nothing is left out of it: 异地商会4个.
    is_whole: bool,
    /// As it stands there.
    quote: String,
}

/// Things with their number behind them, alone between two signs: 直属商协会9个，异地商会4个.
fn stock(text: &str, units: &[String]) -> Vec<Count> {
    let text = plain(text);
    let sentences = text.split(['。', ';', '!', '?', '\n']);
    let parts = sentences.flat_map(|sentence| sentence.split([',', '、', ':', '(', ')']));
    let mut found = Vec::new();
    for part in parts {
        let Some(at) = part.find(|c: char| c.is_ascii_digit()) else {
            continue;
        };
        let (noun, rest) = part.split_at(at);
        let Some((number, 0, length)) = number(rest) else {
            continue;
        };
        let unit = &rest[length..];
        let is_noun = (SHORTEST..=LONGEST).contains(&noun.chars().count())
            && noun.chars().all(char::is_alphabetic);
        if is_noun && units.iter().any(|known| known == unit) {
            found.push(Count {
                noun: noun.to_owned(),
                number,
                unit: unit.to_owned(),
                is_whole: true,
                quote: part.to_owned(),
            });
        }
    }
    found
}

/// The things of a list with their number before them, whatever follows: 5个异地商会.
fn carried(text: &str, units: &[String], facts: &[Count]) -> Vec<Count> {
    let text = plain(text);
    let mut nouns: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, fact) in facts.iter().enumerate() {
        nouns.entry(&fact.noun).or_default().push(index);
    }
    let mut found = Vec::new();
    // A text is gone through once for each unit, however many facts there are.
    for (order, unit) in units
        .iter()
        .enumerate()
        .filter(|(_, unit)| !unit.is_empty())
    {
        for (at, _) in text.match_indices(unit.as_str()) {
            let after = &text[at + unit.len()..];
            let ends = after.char_indices().map(|(at, c)| at + c.len_utf8());
            let ends = ends.take(LONGEST).skip(SHORTEST - 1);
            for noun in ends.map(|end| &after[..end]) {
                let Some(facts) = nouns.get(noun) else {
                    continue;
                };
                let before = &text[..at];
                let digits = before.chars().rev().take_while(char::is_ascii_digit);
                let start = at - digits.count();
                let is_number = before[..start]
                    .chars()
                    .next_back()
                    .is_none_or(|c| !matches!(c, '.' | ',' | '-' | '~' | '第' | '至'));
                let Some((number, 0, _)) = number(&text[start..at]).filter(|_| is_number) else {
                    continue;
                };
                found.extend(facts.iter().map(|fact| {
                    let count = Count {
                        noun: noun.to_owned(),
                        number,
                        unit: unit.clone(),
                        is_whole: false,
                        quote: text[start..at + unit.len() + noun.len()].to_owned(),
                    };
                    ((*fact, order, at), count)
                }));
            }
        }
    }
    // In the order of the facts.
    found.sort_by_key(|(place, _)| *place);
    found.into_iter().map(|(_, count)| count).collect()
}
