//! A text that was copied from last year's return.

use crate::align::Prose;
use crate::check::context::Context;
use crate::check::rule::Rule;
use crate::check::rules::copied::{alike, own_texts};
use crate::finding::{Finding, Level};
use crate::text::Text;

/// A text that was copied from last year's return.
pub const RULE: Rule = Rule {
    code: "X005",
    name: "copied-from-last-year",
    level: Level::Warning,
    title: ("照抄上年的文字", "a text copied from last year"),
    checks: (
        "模板列出的各段文字与上年交回的表（check --last）里的同一栏是不是几乎一样",
        "whether the texts listed in [copies] of the pack are almost those of last year's return (check --last)",
    ),
    why: (
        "一年的工作和问题不会与上年一字不差；照抄的报告等于没有自评",
        "no year is like the one before to the letter; a copied report evaluates nothing",
    ),
    example: (
        "“存在的问题”与上年的表相同的有 98%",
        "98 % of 存在的问题 is what last year's return said",
    ),
    mend: (
        "请按本年的实际情况改写。",
        "Write what was the case this year.",
    ),
    run: check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let (Some(before), Some(copies)) = (context.last, &context.form().pack.copies) else {
        return;
    };
    for (field, text) in own_texts(context) {
        let then = before.field(field);
        let earlier = then.and_then(|then| Some((then, before.text(then)?)));
        let Some((then, earlier)) = earlier else {
            continue;
        };
        if let Some(share) = alike(copies, &text, &Prose::of(&earlier)) {
            let (label, place) = (context.label(field), before.place(then));
            let message = Text::new(
                format!("“{label}”与上年的表（{place}）相同的有 {share}"),
                format!("{share} of '{label}' is what last year's return says ({place})"),
            );
            findings.push(context.at_field(&RULE, field, message));
        }
    }
}
