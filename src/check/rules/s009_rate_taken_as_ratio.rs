//! A percentage that was taken for the share of the weight it earns.

use crate::check::context::Context;
use crate::check::rule::Rule;
use crate::check::rules::s005_indicator_score_differs::{Wrong, wrong};
use crate::finding::{Finding, Level};
use crate::text::Text;

/// A percentage that was taken for the share of the weight it earns.
pub const RULE: Rule = Rule {
    code: "S009",
    name: "rate-taken-as-ratio",
    level: Level::Warning,
    title: (
        "把完成值的百分数当成了得分的比例",
        "a percentage was taken for the share of the weight",
    ),
    checks: (
        "得分是不是正好等于“分值×完成值的百分数”，而不是按评分办法算出的得分",
        "whether a score is just the weight times the percentage achieved, and not what the scoring rule gives",
    ),
    why: (
        "98% 的目标完成了 98%，是完成了目标，应得满分",
        "98 % of a target of 98 % is all of it",
    ),
    example: (
        "目标 ≥98%，完成 98%，分值 10，得分填 9.8：按办法应是 10",
        "target ≥98 %, achieved 98 %, weight 10, score 9.8: the rule gives 10",
    ),
    mend: (
        "请用完成值和指标值比较，按评分办法改正得分。",
        "Compare the achievement with the target, and correct the score.",
    ),
    run: check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let is_ratio = |wrong: &Wrong| wrong.as_ratio == Some(wrong.score);
    for wrong in wrong(context).into_iter().filter(is_ratio) {
        let Wrong {
            weight,
            score,
            computed,
            ..
        } = wrong;
        let message = Text::new(
            format!("得分 {score} 是分值 {weight} 乘完成值的百分数，按评分办法应是 {computed}"),
            format!(
                "the score {score} is the weight {weight} times the percentage achieved; the scoring rule gives {computed}"
            ),
        );
        findings.push(wrong.finding(context, &RULE, message));
    }
}
