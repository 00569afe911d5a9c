//! A row whose name names no indicator.

use crate::check::context::Context;
use crate::check::left;
use crate::check::nothing::is_one_of;
use crate::check::rule::Rule;
use crate::check::rules::scored::{self, Row};
use crate::check::rules::w012_row_shifted;
use crate::finding::{Finding, Level};
use crate::number::Number;
use crate::text::{Text, letters};

/// A row whose name names no indicator.
pub const RULE: Rule = Rule {
    code: "S017",
    name: "not-an-indicator",
    level: Level::Warning,
    title: ("三级指标不是指标", "a name that is no indicator"),
    checks: (
        "填了数的指标行，三级指标是不是写明了考核什么：只有数字、符号，或只是所属类别的名称（数量指标）、“指标1”这样占位的话（由模板规定）的不算",
        "whether a row with figures says what is measured: digits, signs, the name of its own class (数量指标) and the words under not_names in [doubts] of the pack (指标1) do not",
    ),
    why: (
        "看不出考核什么，指标值和完成值也就说明不了什么",
        "where it is not said what is measured, its figures say nothing",
    ),
    example: ("三级指标写的是“指标1”", "the indicator is called 指标1"),
    mend: (
        "请写明具体考核什么，如“培训人数”。",
        "Write what is measured, such as 培训人数.",
    ),
    run: check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let no_results = &context.form().pack.doubts.no_results;
    for row in &scored::rows(context) {
        let said = row.said(context);
        // A row of the blank form that was left as it was has no figures, and neither has one for which there is nothing.
        let is_none_at_all = |text: &str| text.is_empty() || is_one_of(no_results, text);
        let is_filled = !row.figures(context).is_empty()
            || !is_none_at_all(&said.target)
            || !is_none_at_all(&said.actual);
        let (Some(field), true) = (row.name, is_filled) else {
            continue;
        };
        let name = &said.name;
        if name.is_empty() || !is_none(context, row, name) || !context.is_answer(field) {
            continue;
        }
        // Of a row that only stands in the wrong column, that is said.
        if w012_row_shifted::shifted(context, row).is_some() {
            continue;
        }
        let message = Text::new(
            format!("三级指标只写了“{name}”，看不出考核什么"),
            format!("the indicator is called only '{name}', which does not say what is measured"),
        );
        findings.push(context.at_field(&RULE, field, message));
    }
}

fn is_none(context: &Context<'_>, row: &Row<'_>, name: &str) -> bool {
    let doubts = &context.form().pack.doubts;
    let words = &doubts.not_names;
    if words.is_empty() {
        return false;
    }
    let name = letters(name);
    let bare = name.trim_matches(left::is_number);
    // 三级指标3 begins with a numeral that is part of the word.
    let unnumbered = name.trim_end_matches(left::is_number);
    let class = context.form().block_template(row.place.block);
    bare.is_empty()
        || class.is_some_and(|class| letters(&class.label) == bare)
        || is_one_of(words, &name)
        || words
            .iter()
            .any(|word| *word == bare || *word == unnumbered)
        || doubts.no_results.contains(&name) && row.weight_number(context) > Some(Number::ZERO)
}
