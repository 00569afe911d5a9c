//! A result that is the text of its goal.

use crate::check::context::Context;
use crate::check::rule::Rule;
use crate::check::rules::copied::{alike, long_text};
use crate::finding::{Finding, Level};
use crate::template::GoalTemplate;
use crate::text::{Text, letters};

/// A result that is the text of its goal.
pub const RULE: Rule = Rule {
    code: "X006",
    name: "result-repeats-goal",
    level: Level::Warning,
    title: ("完成情况照抄目标", "the result repeats the goal"),
    checks: (
        "实际完成情况与预期目标是不是几乎一样（哪两栏由模板规定）",
        "whether what was achieved is almost the text of what was expected ([[copies.goals]] of the pack says which fields)",
    ),
    why: (
        "照抄目标，看不出实际做了什么",
        "who repeats the goal does not say what was done",
    ),
    example: (
        "预期目标和实际完成情况是同一段话",
        "预期目标 and 实际完成情况 are the same text",
    ),
    mend: (
        "请写实际完成了多少、没有完成什么。",
        "Write what was achieved, with figures, and what was not.",
    ),
    run: check,
};

/// A text of fewer characters says nothing to begin with: 无, 略.
const SHORTEST: usize = 3;

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let form = context.form();
    let Some(copies) = &form.pack.copies else {
        return;
    };
    for field in 0..form.fields.len() {
        let mut goals = copies.goals.iter();
        let of_field = |goal: &&GoalTemplate| form.is_called(field, &goal.result.value);
        let Some(template) = goals.find(of_field) else {
            continue;
        };
        let goal = form.beside(field, &template.goal.value);
        if let Some(goal) = goal.filter(|goal| is_same(context, *goal, field)) {
            let (label, other) = (context.label(field), context.label(goal));
            let cell = context.submission.cell(goal);
            let message = Text::new(
                format!("“{label}”就是“{other}”（{cell}）的原话"),
                format!("'{label}' is the text of '{other}' ({cell}), word for word"),
            );
            findings.push(context.at_field(&RULE, field, message));
            continue;
        }
        let goal = goal.and_then(|goal| Some((goal, long_text(context, copies, goal)?)));
        let (Some((goal, expected)), Some(achieved)) = (goal, long_text(context, copies, field))
        else {
            continue;
        };
        if let Some(share) = alike(copies, &achieved, &expected) {
            let (label, other) = (context.label(field), context.label(goal));
            let cell = context.submission.cell(goal);
            let message = Text::new(
                format!("“{label}”与“{other}”（{cell}）相同的有 {share}"),
                format!("{share} of '{label}' is the text of '{other}' ({cell})"),
            );
            findings.push(context.at_field(&RULE, field, message));
        }
    }
}

/// Whether a goal and its result are the same words, however short; signs are none.
fn is_same(context: &Context<'_>, goal: usize, result: usize) -> bool {
    let said = |field: usize| -> Option<String> {
        let text = context.submission.text(field)?;
        (context.counts(field) && context.is_answer(field)).then(|| letters(&text))
    };
    let shortest = |text: &String| text.chars().count() >= SHORTEST;
    said(goal)
        .filter(shortest)
        .is_some_and(|goal| said(result) == Some(goal))
}
