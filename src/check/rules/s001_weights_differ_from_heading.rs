//! Weights that do not add up to the points of their heading.

use crate::check::context::{Context, figures, finding};
use crate::check::rule::Rule;
use crate::check::rules::scored;
use crate::finding::{Against, Finding, Level};
use crate::text::Text;

/// Weights that do not add up to the points of their heading.
pub const RULE: Rule = Rule {
    code: "S001",
    name: "weights-differ-from-heading",
    level: Level::Error,
    title: (
        "分值之和与一级指标不符",
        "weights differ from their heading",
    ),
    checks: (
        "一级指标下各行分值之和是否等于标题所写的分数",
        "whether the weights below a first-level heading add up to its points",
    ),
    why: (
        "分值不对，得分就没有可比性",
        "with other weights the scores cannot be compared",
    ),
    example: (
        "产出指标（50分）下各行分值之和是 40",
        "below 产出指标（50分） the weights add up to 40",
    ),
    mend: (
        "请调整这一类各行的分值，使其和等于标题所写的分数。",
        "Change the weights of these rows so that they add up to the heading.",
    ),
    run: check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for table in scored::tables(context) {
        for (index, group) in table.weights.groups.iter().enumerate() {
            let Some(sum) = table.group_weight(context, group) else {
                continue;
            };
            if sum == group.points {
                continue;
            }
            let message = Text::new(
                format!("{}各行分值之和为 {sum}，应为 {}", group.label, group.points),
                format!(
                    "the weights of {} add up to {sum} instead of {}",
                    group.label, group.points
                ),
            );
            let mut finding = figures(
                finding(&RULE, table.heading(context, index), message),
                sum,
                group.points,
            );
            finding.against = Against::Stated;
            if sum < group.points {
                finding.note = table.without_points(context, group);
            }
            findings.push(finding);
        }
    }
}
