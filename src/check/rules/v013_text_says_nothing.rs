//! A text that has to be written and says nothing: a bare number, 略, 见附件.

use crate::check::context::Context;
use crate::check::nothing;
use crate::check::rule::Rule;
use crate::check::rules::v001_required_field_blank::is_needed;
use crate::finding::{Finding, Level};
use crate::form::Kind;
use crate::template::{FieldType, GoalTemplate};
use crate::text::{Text, letters};

/// A text that has to be written and says nothing: a bare number, 略, 见附件.
pub const RULE: Rule = Rule {
    code: "V013",
    name: "text-says-nothing",
    level: Level::Warning,
    title: ("文字没有内容", "a text that says nothing"),
    checks: (
        "目标、完成情况、报告各节等必须写的文字，是不是只有数（带着单位也算）、符号，或只有“略”“同上”“见附件”这样的话（由模板规定）",
        "whether a text that has to be written, such as a goal or a section of the report, is no more than numbers with or without units, signs or one of the words under nothing in [doubts] of the pack (略, 同上, 见附件)",
    ),
    why: (
        "单看这一栏应当明白做了什么；公开的报告里“见附件”等于没写",
        "the text should say by itself what was done: in a published report 见附件 is nothing",
    ),
    example: ("实际完成情况只写了“100%”", "实际完成情况 says only 100%"),
    mend: (
        "请在这里用文字写明内容。",
        "Write here what there is to say.",
    ),
    run: check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let form = context.form();
    let (words, none) = (&form.pack.doubts.nothing, &form.pack.doubts.no_results);
    for (field, laid) in form.fields.iter().enumerate() {
        let is_text = form.template(laid).kind == FieldType::LongText;
        if words.is_empty()
            || laid.kind != Kind::Input
            || !is_text
            || !context.counts(field)
            || !context.is_answer(field)
            || !is_needed(context, field)
        {
            continue;
        }
        let Some(said) = context.submission.text(field) else {
            continue;
        };
        let is_none = || is_goal(context, field) && nothing::is_one_of(none, &said);
        let is_hollow = || {
            let is_aim = goals(context).any(|goal| form.is_called(field, &goal.goal.value));
            is_aim && form.pack.doubts.is_hollow(&said)
        };
        if !is_nothing(words, &said) && !is_none() && !is_hollow() {
            continue;
        }
        let (label, said) = (context.label(field), said.trim());
        let message = Text::new(
            format!("“{label}”只写了“{said}”，没有说明内容"),
            format!("'{label}' says only '{said}'"),
        );
        findings.push(context.at_field(&RULE, field, message));
    }
}

/// Whether a text is a goal or what came of it: there is no year without.
fn is_goal(context: &Context<'_>, field: usize) -> bool {
    let mut ids = goals(context).flat_map(|goal| [&goal.goal.value, &goal.result.value]);
    ids.any(|id| context.form().is_called(field, id))
}

/// The goals of the form, each with what came of it.
fn goals<'a>(context: &'a Context<'_>) -> impl Iterator<Item = &'a GoalTemplate> {
    let copies = context.form().pack.copies.iter();
    copies.flat_map(|copies| &copies.goals)
}

/// Whether a text is signs and figures alone, with their units or without, or one of some words, numbered or not: 见附件2.
fn is_nothing(words: &[String], said: &str) -> bool {
    is_figures(said) || nothing::is_one_of(words, said)
}

/// Whether a text is figures with their units and nothing else: 12.6公里; 共126场、5260人次。
fn is_figures(said: &str) -> bool {
    let letters = letters(said);
    let mut rest = letters.as_str();
    loop {
        rest = rest.trim_start_matches(LEADS);
        while let Some(after) = LEADING.iter().find_map(|word| rest.strip_prefix(word)) {
            rest = after;
        }
        let figure = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        if figure.is_empty() {
            return true;
        }
        let end = figure.find(|c: char| c.is_ascii_digit() || LEADS.contains(&c));
        let unit = &figure[..end.unwrap_or(figure.len())];
        if figure.len() == rest.len() || !is_unit(unit) {
            return false;
        }
        rest = &figure[unit.len()..];
    }
}

fn is_unit(text: &str) -> bool {
    let most = if text.starts_with(LONG) { 4 } else { 2 };
    text.chars().count() <= most && !text.contains(VERBS)
}

/// What may stand before a figure without saying what it is of.
const LEADING: &[&str] = &[
    "实际完成",
    "已完成",
    "完成",
    "累计",
    "合计",
    "共计",
    "全年",
    "达到",
    "不少于",
    "不低于",
    "目标",
];
/// The same in one character.
const LEADS: [char; 5] = ['共', '约', '达', '计', '近'];
/// How units of more than two characters begin: 万人次, 平方公里.
const LONG: [char; 3] = ['万', '平', '立'];
/// Characters of what was done, which no unit has.
const VERBS: [char; 10] = ['完', '已', '无', '未', '办', '建', '成', '改', '修', '开'];
