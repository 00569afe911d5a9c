//! A text that speaks of the year before as if it were this one.

use crate::check::context::Context;
use crate::check::rule::Rule;
use crate::finding::{Finding, Level};
use crate::form::Kind;
use crate::template::FieldType;
use crate::text::{Text, half_width};

/// A text that speaks of the year before as if it were this one.
pub const RULE: Rule = Rule {
    code: "X013",
    name: "other-year-in-text",
    level: Level::Warning,
    title: ("文字里是上年的年份", "last year's year in a text"),
    checks: (
        "目标、完成情况、报告各节有没有以上年开头、说的却是本年的句子，如“2023年，我局……”（模板 [doubts] 的 of_the_year 写明年份后面是哪些词，of_the_past 写明哪些词确是说往年）；全文也提到本年的不看",
        "whether a goal, a result or a section of the report has a sentence that begins with last year and yet is about this one, as in 2023年，我局… (of_the_year in [doubts] of the pack says what follows the year, of_the_past which words do speak of the past); a text that names this year as well is passed over",
    ),
    why: (
        "多半是用上年的材料改的，年份没有改，别的也可能没有改",
        "it was mostly made from last year's text: where the year was left, more may have been",
    ),
    example: (
        "2024 年度的报告写“2023年，我局全年共支出……”",
        "the report for 2024 says 2023年，我局全年共支出…",
    ),
    mend: (
        "请改正年份，并逐项核对这段文字是不是本年的。",
        "Correct the year, and check whether all of this text is about this year.",
    ),
    run: check,
};

/// So many characters may stand before the year: 示例县文化旅游广电体育局.
const BEFORE: usize = 16;

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let form = context.form();
    let doubts = &form.pack.doubts;
    let year = form.spec.year;
    let (this, last) = (year.to_string(), year.saturating_sub(1).to_string());
    for (field, laid) in form.fields.iter().enumerate() {
        let is_text = form.template(laid).kind == FieldType::LongText;
        if doubts.of_the_year.is_empty()
            || laid.kind != Kind::Input
            || !is_text
            || !context.counts(field)
        {
            continue;
        }
        let said = plain(&context.submission.text(field).unwrap_or_default());
        if !said.contains(&last) || said.contains(&this) {
            continue;
        }
        let mut before = "";
        let left = sentences(&said).find_map(|sentence| {
            let is_past = |text: &str| {
                doubts
                    .of_the_past
                    .iter()
                    .any(|word| text.contains(word.as_str()))
            };
            let speaks_of_past = is_past(before) || is_past(sentence);
            before = sentence;
            left_over(sentence, &last, &doubts.of_the_year).filter(|_| !speaks_of_past)
        });
        let Some(quote) = left else {
            continue;
        };
        let message = Text::new(
            format!("本表是 {this} 年度的，文字写“{quote}”，像是上年留下的"),
            format!(
                "this return is for {this}, but the text says '{quote}', as if left from last year"
            ),
        );
        findings.push(context.at_field(&RULE, field, message));
    }
}

/// The year with which a sentence begins and what follows it, if that is one of some words.
fn left_over(sentence: &str, last: &str, of_the_year: &[String]) -> Option<String> {
    let at = sentence.find(&format!("{last}年"))?;
    let before = &sentence[..at];
    let rest = &sentence[at + last.len() + "年".len()..];
    if before.chars().count() > BEFORE {
        return None;
    }
    let follows = of_the_year
        .iter()
        .filter(|word| rest.starts_with(word.as_str()));
    let word = follows.max_by_key(|word| word.len())?;
    Some(format!("{before}{last}年{word}"))
}

/// A text as it is searched: narrow signs, and no blanks but the ends of lines.
fn plain(text: &str) -> String {
    let shown = |c: &char| *c == '\n' || !c.is_whitespace();
    let text = text.replace('\r', "\n");
    text.chars().filter(shown).map(half_width).collect()
}

/// The sentences of a plain text.
fn sentences(plain: &str) -> impl Iterator<Item = &str> {
    plain.split(['。', ';', '!', '?', '\n'])
}
