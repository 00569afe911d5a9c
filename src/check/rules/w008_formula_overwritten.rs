//! A computed cell that holds a typed value, or nothing.

use crate::check::context::Context;
use crate::check::declared::is_right;
use crate::check::rule::Rule;
use crate::check::rules::w009_formula_altered::expected;
use crate::finding::{Finding, Level};
use crate::form::Kind;
use crate::formula::Value;
use crate::text::Text;

/// A computed cell that holds a typed value, or nothing.
pub const RULE: Rule = Rule {
    code: "W008",
    name: "formula-overwritten",
    level: Level::Error,
    title: (
        "公式被数值覆盖或被删除",
        "a formula was typed over or deleted",
    ),
    checks: (
        "计算格里是否还是公式",
        "whether computed cells still hold a formula",
    ),
    why: (
        "打上去的数不会随明细变化，合计就会错",
        "a typed figure does not follow its parts",
    ),
    example: (
        "合计格里直接打了 26.3095",
        "26.3095 was typed into the cell of a total",
    ),
    mend: (
        "请恢复公式（批注后的表里已经恢复）：不要在计算格里打数，改明细即可。",
        "Put the formula back (in the annotated workbook it is back): change the parts, not the total.",
    ),
    run: check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    if !context.submission.book.lists_formulas() {
        return;
    }
    for (index, field) in context.form().fields.iter().enumerate() {
        let entry = &context.submission.entries[index];
        if field.kind != Kind::Formula || entry.at.is_none() || entry.found.formula.is_some() {
            continue;
        }
        // A row the department put in has no formulas yet, and that is one finding of another rule.
        if context.submission.is_added(index) {
            continue;
        }
        let adopted = context.submission.adopted;
        // Nobody typed it over a formula, and it may be rounded.
        if adopted && is_right(context, index) {
            continue;
        }
        let label = context.label(index);
        // What had to be converted is told as it stands there: 96.12, and not 9612 %.
        let said = match entry.value == context.evaluation.reported[index] {
            true => context.said(index, &entry.value),
            false => context.shown(index, &entry.value),
        };
        let message = match said {
            Some(value) if adopted => Text::new(
                format!("“{label}”由表自动计算，原材料中写的是 {value}"),
                format!(
                    "'{label}' is computed by the form; the return that was put into it says {value}"
                ),
            ),
            Some(value) => Text::new(
                format!("“{label}”的公式被数值 {value} 覆盖"),
                format!("the formula of '{label}' was overwritten by the figure {value}"),
            ),
            None => Text::new(
                format!("“{label}”的公式被删除"),
                format!("the formula of '{label}' was deleted"),
            ),
        };
        let mut finding = context.at_field(&RULE, index, message);
        if agrees(context, index) {
            finding.level = Level::Warning;
        }
        finding.reported = context.submission.reported(index);
        finding.computed = context.shown(index, &context.evaluation.computed[index]);
        if let (Some(reported), Some(computed)) = (context.reported(index), context.computed(index))
            && finding.reported.is_some()
        {
            finding.difference = reported.difference(computed);
        }
        // Where its cells are gone, as the form has it.
        let as_sent = || {
            let formula = field.formula.as_ref();
            formula.map(|formula| context.form().excel(formula, field.sheet))
        };
        let formula = expected(context, index).or_else(as_sent);
        let (zh, en) = match adopted {
            true => ("公式", "the formula is"),
            false => ("原公式", "the formula was"),
        };
        finding.note = formula
            .map(|formula| Text::new(format!("{zh}：={formula}"), format!("{en}: ={formula}")));
        if adopted {
            finding.help = Some(Text::new(
                "请核对原材料中的明细和这个数：正式表里由明细自动计算。",
                "Hold this figure against its parts in that return: the form computes it from them.",
            ));
        }
        findings.push(finding);
    }
}

/// What several of them are called: typed over, deleted, or both.
pub(in crate::check) fn title(members: &[Finding]) -> Text {
    let deleted = members.iter().filter(|it| it.reported.is_none()).count();
    match deleted {
        0 => Text::new("公式被数值覆盖", "formulas were typed over"),
        all if all == members.len() => Text::new("公式被删除", "formulas were deleted"),
        _ => Text::new(RULE.title.0, RULE.title.1),
    }
}

/// Whether what stands in place of a formula is what it comes to: no figure is wrong for it.
fn agrees(context: &Context<'_>, field: usize) -> bool {
    let evaluation = context.evaluation;
    // A result that shows nothing is pasted as nothing, or as an empty text.
    if is_empty(&evaluation.computed[field]) && is_empty(&context.submission.entries[field].value) {
        return true;
    }
    let is_there = !context.submission.is_blank(field);
    // What had to be converted first, as 97.98 for 97.98 %, has made other figures wrong.
    is_there
        && context.submission.entries[field].value == evaluation.reported[field]
        && (evaluation.reported[field] == evaluation.computed[field] || is_right(context, field))
}

/// Whether a value shows nothing: a blank, or a text without a letter.
fn is_empty(value: &Value) -> bool {
    match value {
        Value::Blank => true,
        Value::Text(text) => text.trim().is_empty(),
        _ => false,
    }
}
