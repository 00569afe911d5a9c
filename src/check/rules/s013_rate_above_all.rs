//! A share above 100 % or below 0: more than all are satisfied, or fewer than nobody.

use crate::check::context::Context;
use crate::check::quantity::Quantity;
use crate::check::rule::Rule;
use crate::check::rules::scored;
use crate::finding::{Finding, Level};
use crate::number::Number;
use crate::text::{Text, plain};

/// A share above 100 % or below 0: more than all are satisfied, or fewer than nobody.
pub const RULE: Rule = Rule {
    code: "S013",
    name: "rate-above-all",
    level: Level::Warning,
    title: ("比率超过 100%", "a share above 100 %"),
    checks: (
        "满意度、合格率、按期完成率等（哪些词是这样的比率、哪些可以超过，由模板规定）的指标值、完成值是否超过 100%；这些比率和差错率、投诉率等是否小于 0",
        "whether targets or achievements of satisfaction, passing, punctuality and the like exceed 100 % (shares in [doubts] of the pack says which words, not_shares which may), and whether these or the rates of errors and complaints (harms) are below 0",
    ),
    why: (
        "满意的人不会比被调查的多；超过 100% 的多半是填错，或指标是增长率",
        "nobody can satisfy more than all: it is a slip, or the indicator is a rate of growth",
    ),
    example: ("观众满意度完成 103%", "观众满意度 of 103 %"),
    mend: (
        "请核对这个数；说的是增长或超额的，请在指标名称里写明。",
        "Check the figure; if it is growth, say so in the name of the indicator.",
    ),
    run: check,
};

/// A bare figure above this is no percentage: 1030 people were asked.
const LARGEST: i64 = 200;

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for row in &scored::rows(context) {
        let said = row.said(context);
        let doubts = &context.form().pack.doubts;
        let is_share = doubts.is_share(&said.name);
        // 投诉率 per hundred thousand may be any figure, but none below nought.
        let is_rate = is_share || doubts.is_harm(&said.name) && plain(&said.name).ends_with('率');
        for side in row.figures(context) {
            let figure = &side.figure;
            let is_of_rate = figure.unit == "%" || figure.unit.is_empty();
            if is_rate && is_of_rate && figure.number < Number::ZERO && !doubts.may_fall(&said.name)
            {
                let (name, number) = (&said.name, figure.number);
                let message = Text::new(
                    format!("“{name}”写的是 {number}%，这样的比率不会小于 0"),
                    format!("'{name}' is {number} %, and such a rate is never below 0"),
                );
                findings.push(context.at_field(&RULE, side.field, message));
            }
            if !is_share {
                continue;
            }
            let Some(share) = percent(&said.name, &side.figure) else {
                continue;
            };
            let name = &said.name;
            let message = Text::new(
                format!("“{name}”写的是 {share}%，这样的比率不会超过 100%"),
                format!("'{name}' is {share} %, and such a share is never above 100 %"),
            );
            findings.push(context.at_field(&RULE, side.field, message));
        }
    }
}

/// The percentage a figure is, if it is above 100.
fn percent(name: &str, figure: &Quantity) -> Option<Number> {
    let is_bare = figure.unit.is_empty() && plain(name).ends_with(['率', '度']);
    let is_percent = figure.unit == "%" || is_bare && figure.number <= Number::from(LARGEST);
    (is_percent && figure.number > Number::HUNDRED).then_some(figure.number)
}
