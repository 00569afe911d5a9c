//! A figure that is much larger or smaller than a year ago.

use crate::check::context::Context;
use crate::check::rule::Rule;
use crate::finding::{Finding, Level};
use crate::text::Text;

/// A figure that is much larger or smaller than a year ago.
pub const RULE: Rule = Rule {
    code: "X004",
    name: "jumped-since-last-year",
    level: Level::Warning,
    title: ("比上年变动过大", "changed very much since last year"),
    checks: (
        "模板列出的数，比上年交回的表（check --last）增减有没有超过模板规定的限度",
        "whether the figures listed in [[last_year.jumps]] of the pack changed by more than the limit since last year's return (check --last)",
    ),
    why: (
        "一年之间大起大落，要么填错了，要么有需要说明的事",
        "a figure that leaps within a year is either wrong or needs an explanation",
    ),
    example: (
        "全年预算数上年 260，本年 620，增加 138.46%",
        "the annual budget was 260 last year and is 620 now, 138.46 % more",
    ),
    mend: (
        "请核对这个数和它的单位；确实变动这么大的，请说明原因。",
        "Check the figure and its unit; if it is right, say why it changed so much.",
    ),
    run: check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let form = context.form();
    let (Some(before), Some(last_year)) = (context.last, &form.pack.last_year) else {
        return;
    };
    for jump in &last_year.jumps {
        for field in 0..form.fields.len() {
            if !jump
                .fields
                .iter()
                .any(|id| form.is_called(field, &id.value))
                || !context.counts(field)
                || !context.stands(field)
            {
                continue;
            }
            let then = before.field(field);
            let figures = then.and_then(|then| Some((then, before.number(then, context)?)));
            let (Some((then, old)), Some(now)) = (figures, context.computed(field)) else {
                continue;
            };
            let change = now.sub(old);
            let share = change.and_then(|change| change.div(old.abs()));
            let (Some(change), Some(share)) = (change, share) else {
                continue;
            };
            if change.abs() <= jump.least || share.abs() <= jump.most {
                continue;
            }
            let (was, is) = (
                context.said_number(field, old),
                context.said_number(field, now),
            );
            let (label, place) = (context.label(field), before.place(then));
            let percent = share.abs().round(4).unwrap_or(share).percent();
            let (zh, en) = if change.is_negative() {
                ("减少", "less")
            } else {
                ("增加", "more")
            };
            let message = Text::new(
                format!("“{label}”比上年{zh} {percent}：上年 {was}（{place}），本年 {is}"),
                format!("'{label}' is {percent} {en} than last year: {was} ({place}), now {is}"),
            );
            findings.push(Finding {
                reported: Some(now.to_string()),
                ..context.at_field(&RULE, field, message)
            });
        }
    }
}
