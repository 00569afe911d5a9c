//! A row that lost points and says nothing about it.

use crate::check::context::Context;
use crate::check::rule::Rule;
use crate::check::rules::scored;
use crate::finding::{Finding, Level};
use crate::text::Text;

/// A row that lost points and says nothing about it.
pub const RULE: Rule = Rule {
    code: "S004",
    name: "lost-points-unexplained",
    level: Level::Error,
    title: ("扣分没有说明原因", "lost points without a reason"),
    checks: (
        "得分低于分值的行是否写了偏差原因；“0”“无”“—”不算",
        "whether a row that lost points gives a reason; '0', '无' and '—' are none",
    ),
    why: (
        "扣分必须说明原因和改进措施",
        "lost points have to be explained",
    ),
    example: (
        "分值 10，得分 8，偏差原因空着",
        "weight 10, score 8, and no reason",
    ),
    mend: (
        "请写明没有得满分的原因和改进措施。",
        "Write why points were lost and what will be done.",
    ),
    run: check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for row in scored::rows(context) {
        let (Some(reason), Some(weight), Some(score)) = (
            row.reason,
            row.weight_number(context),
            row.score_number(context),
        ) else {
            continue;
        };
        if row.has_reason(context) || !row.needs_reason(weight, score) {
            continue;
        }
        let lost = weight
            .sub(score)
            .map_or_else(String::new, |lost| lost.to_string());
        let message = match context
            .submission
            .text(reason)
            .filter(|text| !text.trim().is_empty())
        {
            None => Text::new(
                format!("分值 {weight}，得分 {score}，扣了 {lost} 分，没有写偏差原因"),
                format!("{score} of {weight} points: {lost} lost without a reason"),
            ),
            Some(text) => Text::new(
                format!(
                    "分值 {weight}，得分 {score}，扣了 {lost} 分，偏差原因只写了“{}”",
                    text.trim()
                ),
                format!(
                    "{score} of {weight} points: {lost} lost, and the reason says only '{}'",
                    text.trim()
                ),
            ),
        };
        let mut finding = context.at_field(&RULE, reason, message);
        finding.reported = context.submission.reported(reason);
        findings.push(finding);
    }
}
