//! A text that speaks of the year before as if it were this one.

use crate::check::context::Context;
use crate::check::rule::Rule;
use crate::check::rules::{scored, texts};
use crate::check::sentences::{searched, sentences};
use crate::finding::{Finding, Level};
use crate::form::Kind;
use crate::template::{Doubts, FieldType};
use crate::text::Text;

/// A text that speaks of the year before as if it were this one.
pub const RULE: Rule = Rule {
    code: "X013",
    name: "other-year-in-text",
    level: Level::Warning,
    title: ("文字里是上年的年份", "last year's year in a text"),
    checks: (
        "目标、完成情况、报告各节有没有以上年开头、说的却是本年的句子，如“2023年，我局……”“2023年送戏下乡120场”（怎样的话确是说往年由模板规定）；写到上年末、数却是本年的（如“截至2023年12月31日，在职34人”，34 正是本年的数）也算；全文也提到本年的不看。指标值、完成值里上年的日期也算",
        "whether a goal, a result or a section of the report has a sentence that begins with last year and yet is about this one, as in 2023年，我局… and 2023年送戏下乡120场 (of_the_past, background and of_last_year in [doubts] of the pack say which words do speak of the past); so is a figure told for the end of last year that is this year's and was another one then (截至2023年12月31日，在职34人); a text that names this year as well is passed over. A day of last year as a target or an achievement counts as well",
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
/// So many may stand between the year and the 的 that makes both a property of something: 2023年新建的广场.
const PROPERTY: usize = 8;

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
        let said = untitled(&searched(
            &context.submission.text(field).unwrap_or_default(),
        ));
        if !said.contains(&last) || said.contains(&this) {
            continue;
        }
        // Who speaks of next year as well tells one year from another.
        let is_timed = said.contains(&year.saturating_add(1).to_string());
        let mut before = "";
        let left = sentences(&said).find_map(|sentence| {
            let speaks_of_past =
                has(&doubts.of_the_past, before) || has(&doubts.of_the_past, sentence);
            before = sentence;
            let speaks_of_past = speaks_of_past || names_other_year(sentence, &last);
            let quote = left_over(sentence, &last, doubts, is_timed).filter(|_| !speaks_of_past)?;
            let is_told = is_led(sentence, &last, doubts)
                || !texts::is_of_last_year(context, field, sentence);
            is_told.then_some(quote)
        });
        let left = left.or_else(|| texts::left_over(context, field));
        findings.extend(left.map(|quote| found(context, field, &quote)));
    }
    for row in &scored::rows(context) {
        let said = row.said(context);
        for (field, text) in [(row.target, &said.target), (row.actual, &said.actual)] {
            let text = searched(text);
            let all = format!("{}{text}", said.name);
            let is_told = [&doubts.of_the_past, &doubts.background].map(|words| has(words, &all));
            let is_left = !doubts.of_the_year.is_empty() && day_of(&text, &last);
            let field = field.filter(|_| is_left && is_told == [false, false]);
            findings.extend(field.map(|field| found(context, field, &text)));
        }
    }
}

fn found(context: &Context<'_>, field: usize, quote: &str) -> Finding {
    let year = context.form().spec.year;
    let message = Text::new(
        format!("本表是 {year} 年度的，文字写“{quote}”，像是上年留下的"),
        format!(
            "this return is for {year}, but the text says '{quote}', as if left from last year"
        ),
    );
    context.at_field(&RULE, field, message)
}

fn has(words: &[String], text: &str) -> bool {
    words.iter().any(|word| text.contains(word.as_str()))
}

/// The year with which a sentence or a part of it begins and what follows it, unless that does speak of last year.
fn left_over(sentence: &str, last: &str, doubts: &Doubts, is_timed: bool) -> Option<String> {
    sentence.split(',').enumerate().find_map(|(index, part)| {
        let at = part.find(&format!("{last}年"))?;
        let before = &part[..at];
        let rest = &part[at + last.len() + "年".len()..];
        if before.chars().count() > BEFORE {
            return None;
        }
        let starts = |words: &[String]| words.iter().any(|word| rest.starts_with(word.as_str()));
        // What follows at the start of a sentence may be its comma.
        let is_of_year = if rest.is_empty() {
            index == 0 && doubts.of_the_year.iter().any(|word| word == ",")
        } else {
            starts(&doubts.of_the_year)
        };
        let property = rest.split('的').next().filter(|one| one.len() < rest.len());
        let is_property = property.is_some_and(|one| one.chars().count() <= PROPERTY);
        let is_last = is_timed
            || rest.is_empty()
            || texts::is_end(rest)
            || is_property
            || has(&doubts.background, rest)
            || starts(&doubts.of_last_year);
        (is_of_year || !is_last).then(|| format!("{before}{last}年{}", begun(rest)))
    })
}

/// Whether a sentence names a year besides the one before, so that it tells one from the other: 2023年24.95万元，2022年27.3万元.
fn names_other_year(sentence: &str, last: &str) -> bool {
    sentence.match_indices('年').any(|(at, _)| {
        let before = sentence[..at].chars().rev();
        let digits = before.take_while(char::is_ascii_digit).count();
        digits == 4 && !sentence[..at].ends_with(last)
    })
}

/// Whether the department speaks of itself, or of the whole year, right behind the year: 2023年，我局全年共支出….
fn is_led(sentence: &str, last: &str, doubts: &Doubts) -> bool {
    let Some((_, rest)) = sentence.split_once(&format!("{last}年")) else {
        return false;
    };
    let rest = rest.trim_start_matches([',', '度']);
    let mut words = doubts
        .of_the_year
        .iter()
        .map(|word| word.trim_start_matches('度'));
    words.any(|word| !matches!(word, "" | ",") && rest.starts_with(word))
}

/// The first characters of what follows a year.
fn begun(rest: &str) -> String {
    let is_of_number = |c: char| c.is_ascii_digit() || c == '.';
    let mut letters = rest.chars().peekable();
    let mut begun: String = letters.by_ref().take(PROPERTY).collect();
    // A number is not cut in two.
    while begun.ends_with(is_of_number)
        && let Some(next) = letters.next_if(|next| is_of_number(*next))
    {
        begun.push(next);
    }
    begun
}

/// Whether a text names a day or a month of last year, or its end.
fn day_of(text: &str, last: &str) -> bool {
    let mut rest = text;
    while let Some((_, after)) = rest.split_once(last) {
        rest = after;
        let day = after.strip_prefix('年');
        if day.is_some_and(|day| day.starts_with(|c: char| c.is_ascii_digit() || c == '底')) {
            return true;
        }
    }
    false
}

/// A text without the names of documents: 《2023年工作要点》.
fn untitled(text: &str) -> String {
    let mut parts = text.split('《');
    let mut kept = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        kept.push_str(part.split_once('》').map_or(part, |(_, after)| after));
    }
    kept
}
