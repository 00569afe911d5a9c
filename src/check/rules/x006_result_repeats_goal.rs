//! A result that is the text of its goal.

use crate::check::context::Context;
use crate::check::rule::Rule;
use crate::check::rules::copied::{alike, long_text};
use crate::check::rules::scored;
use crate::finding::{Finding, Level};
use crate::number::Number;
use crate::template::{Copies, GoalTemplate};
use crate::text::{Text, letters, plain};

/// A result that is the text of its goal.
pub const RULE: Rule = Rule {
    code: "X006",
    name: "result-repeats-goal",
    level: Level::Warning,
    title: ("完成情况照抄目标", "the result repeats the goal"),
    checks: (
        "实际完成情况与预期目标是不是几乎一样（哪两栏由模板规定），或只多了“已”“全部”一类的字（由模板规定）而没有写出完成值",
        "whether what was achieved is almost the text of what was expected ([[copies.goals]] of the pack says which fields), or has only words of adds_nothing (已, 全部) beside it and no figure that was achieved",
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
/// What follows the figure of a year, a month or a day.
const OF_DAYS: [char; 3] = ['年', '月', '日'];

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
        let Some(goal) = form.beside(field, &template.goal.value) else {
            continue;
        };
        let pair = Pair {
            goal,
            result: field,
        };
        let said = pair.said(context, copies);
        findings.extend(said.map(|message| context.at_field(&RULE, field, message)));
    }
}

/// A goal and its result.
struct Pair {
    goal: usize,
    result: usize,
}

impl Pair {
    /// What is said of a result that repeats its goal.
    fn said(&self, context: &Context<'_>, copies: &Copies) -> Option<Text> {
        let (label, other) = (context.label(self.result), context.label(self.goal));
        let cell = context.submission.cell(self.goal);
        if let Some((goal, result)) = self.letters(context) {
            if goal == result {
                return Some(Text::new(
                    format!("“{label}”就是“{other}”（{cell}）的原话"),
                    format!("'{label}' is the text of '{other}' ({cell}), word for word"),
                ));
            }
            let bare = without(&goal, &copies.adds_nothing);
            let is_same = bare == without(&result, &copies.adds_nothing);
            if is_same && bare.chars().count() >= SHORTEST && self.has_no_result(context) {
                return Some(Text::new(
                    format!("“{label}”是“{other}”（{cell}）的原话，只多了“已”“全部”一类的字"),
                    format!(
                        "'{label}' is the text of '{other}' ({cell}) with no more than a word such as 已 or 全部"
                    ),
                ));
            }
        }
        if self.has_other_figures(context) {
            return None;
        }
        let (expected, achieved) = (
            long_text(context, copies, self.goal)?,
            long_text(context, copies, self.result)?,
        );
        let share = alike(copies, &achieved, &expected)?;
        Some(Text::new(
            format!("“{label}”与“{other}”（{cell}）相同的有 {share}"),
            format!("{share} of '{label}' is the text of '{other}' ({cell})"),
        ))
    }

    /// The letters of both, if both are answers; signs are none.
    fn letters(&self, context: &Context<'_>) -> Option<(String, String)> {
        let said = |field: usize| {
            let text = letters(&context.submission.text(field)?);
            let is_said = context.counts(field)
                && context.is_answer(field)
                && text.chars().count() >= SHORTEST;
            is_said.then_some(text)
        };
        Some((said(self.goal)?, said(self.result)?))
    }

    /// Whether the result gives a figure that the goal does not: what was done, in the words of what was planned.
    fn has_other_figures(&self, context: &Context<'_>) -> bool {
        let planned = figures(context, self.goal);
        let mut done = figures(context, self.result).into_iter();
        done.any(|figure| !planned.contains(&figure))
    }

    /// Whether the result has no figure of its own: none at all, or targets that are not what was achieved.
    fn has_no_result(&self, context: &Context<'_>) -> bool {
        let figures = figures(context, self.result);
        if figures.is_empty() {
            return true;
        }
        let form = context.form();
        let sheet = form.fields[self.result].sheet;
        let mut is_target = false;
        for row in scored::rows(context) {
            for side in row.figures(context) {
                let is_here = form.fields[side.field].sheet == sheet;
                if !is_here || !figures.contains(&side.figure.number) {
                    continue;
                }
                if Some(side.field) == row.actual {
                    return false;
                }
                is_target = true;
            }
        }
        is_target
    }
}

/// The figures of a text, but for years and days.
fn figures(context: &Context<'_>, field: usize) -> Vec<Number> {
    let text = plain(&context.submission.text(field).unwrap_or_default());
    let is_of_figure = |c: char| c.is_ascii_digit() || c == '.';
    let mut figures = Vec::new();
    let mut rest = text.as_str();
    while let Some(start) = rest.find(is_of_figure) {
        let from = &rest[start..];
        let end = from.find(|c| !is_of_figure(c)).unwrap_or(from.len());
        let (figure, after) = from.split_at(end);
        rest = after;
        if !after.starts_with(OF_DAYS) {
            figures.extend(figure.parse::<Number>().ok());
        }
    }
    figures
}

/// A text without some words, the longer first.
fn without(text: &str, words: &[String]) -> String {
    let mut words: Vec<&String> = words.iter().collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    let mut left = text.to_owned();
    for word in words {
        left = left.replace(word.as_str(), "");
    }
    left
}
