//! A figure of last year that is not the one last year's return gave.

use crate::check::context::{Context, figures};
use crate::check::past::Before;
use crate::check::rule::Rule;
use crate::finding::{Against, Finding, Level};
use crate::form::Kind;
use crate::number::Number;
use crate::text::Text;

/// A figure of last year that is not the one last year's return gave.
pub const RULE: Rule = Rule {
    code: "X003",
    name: "last-year-differs",
    level: Level::Warning,
    title: (
        "上年数与上年交回的表不符",
        "last year's figure is not that of last year's return",
    ),
    checks: (
        "本年表里填的上年决算数、年初结转，与上年交回的表里的同一个数是否一致（check --last 给出上年的表，哪些数由模板规定）",
        "whether last year's final figures and the opening balances are those of last year's return, where it is at hand (check --last) and the pack says which figures ([last_year])",
    ),
    why: (
        "上年的数已经定了，两年的表对不上，必有一处是错的",
        "last year's figures are settled: where the two returns differ, one is wrong",
    ),
    example: (
        "本年表的上年公务接待填 1.2，上年的表里决算数是 0.85",
        "1.2 is given as last year's 公务接待, last year's return has 0.85",
    ),
    mend: (
        "请按上年的决算数填写；上年的表错了的，请说明。",
        "Enter last year's final figure; if last year's return was wrong, say so.",
    ),
    run: check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(before) = context.last else {
        return;
    };
    for field in 0..context.form().fields.len() {
        if let Some(then) = asked_again(context, before, field) {
            findings.extend(differs(context, before, field, then));
        }
    }
}

/// The field of last year's return that holds the figure this one asks for again.
pub(super) fn asked_again(
    context: &Context<'_>,
    before: &Before<'_>,
    field: usize,
) -> Option<usize> {
    let form = context.form();
    let last_year = form.pack.last_year.as_ref()?;
    let plain = form.plain_id(&form.fields[field]);
    let there = last_year.same.iter().find_map(|same| same.there(&plain))?;
    let sibling = form.beside(field, &there)?;
    before.field(sibling)
}

fn differs(
    context: &Context<'_>,
    before: &Before<'_>,
    field: usize,
    then: usize,
) -> Option<Finding> {
    let form = context.form();
    if !context.counts(field) || !context.stands(field) {
        return None;
    }
    let now = match form.fields[field].kind {
        // What was typed over is said by its own finding.
        Kind::Formula => context.computed(field)?,
        _ => context.reported(field)?,
    };
    let label = context.label(field);
    let said = |number: Number| context.said_number(field, number);
    let place = before.place(then);
    let Some(figure) = before.number(then, context) else {
        if now.is_zero() {
            return None;
        }
        let message = Text::new(
            format!("“{label}”填 {}，上年的表（{place}）没有填这个数", said(now)),
            format!(
                "'{label}' is {}, but last year's return ({place}) has no figure there",
                said(now)
            ),
        );
        return Some(Finding {
            reported: Some(now.to_string()),
            ..context.at_field(&RULE, field, message)
        });
    };
    let tolerance = form.pack.tolerance(form.template(&form.fields[field]).kind);
    if now.sub(figure)?.abs() <= tolerance {
        return None;
    }
    let (here, there) = (said(now), said(figure));
    let message = Text::new(
        format!("“{label}”填 {here}，上年的表（{place}）是 {there}"),
        format!("'{label}' is {here}, but last year's return ({place}) has {there}"),
    );
    Some(Finding {
        against: Against::Stated,
        ..figures(context.at_field(&RULE, field, message), now, figure)
    })
}
