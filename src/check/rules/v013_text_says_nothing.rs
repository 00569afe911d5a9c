//! A text that has to be written and says nothing: a bare number, 略, 见附件.

use crate::check::context::Context;
use crate::check::rule::Rule;
use crate::check::rules::v001_required_field_blank::is_needed;
use crate::finding::{Finding, Level};
use crate::form::Kind;
use crate::template::FieldType;
use crate::text::{Text, letters};

/// A text that has to be written and says nothing: a bare number, 略, 见附件.
pub const RULE: Rule = Rule {
    code: "V013",
    name: "text-says-nothing",
    level: Level::Warning,
    title: ("文字没有内容", "a text that says nothing"),
    checks: (
        "目标、完成情况、报告各节等必须写的文字，是不是只有数、符号，或只有模板 [doubts] 的 nothing 里的话（略、同上、见附件）",
        "whether a text that has to be written, such as a goal or a section of the report, is no more than a number, signs or one of the words under nothing in [doubts] of the pack (略, 同上, 见附件)",
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
    let words = &form.pack.doubts.nothing;
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
        if !is_nothing(words, &said) {
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

/// Whether a text is signs and figures alone, or one of some words, numbered or not: 见附件2.
pub(super) fn is_nothing(words: &[String], said: &str) -> bool {
    let letters = letters(said);
    let bare = letters.trim_matches(|c: char| c.is_ascii_digit());
    bare.is_empty() || words.iter().any(|word| *word == bare || *word == letters)
}
