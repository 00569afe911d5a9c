//! A target or an achievement that may mean several figures.

use crate::check::context::Context;
use crate::check::quantity::Side;
use crate::check::rule::Rule;
use crate::check::rules::{judged, scored};
use crate::finding::{Finding, Level};
use crate::text::Text;

/// A target or an achievement that may mean several figures.
pub const RULE: Rule = Rule {
    code: "S012",
    name: "figure-not-certain",
    level: Level::Warning,
    title: (
        "指标值或完成值不是确定的数",
        "a target or an achievement that is no certain figure",
    ),
    checks: (
        "指标值和完成值里的数是不是只有一种读法：约数、范围、分数、带“+”的、写了几个数的要问；完成值照抄了指标值的符号（≥266米）的也要问",
        "whether the figures of target and achievement can be read in one way only: about 50, 10-20, 3/4, 50+, two numbers are asked about, and so is an achievement with the operator of its target (≥266米)",
    ),
    why: (
        "看不出完成了多少，得分就无从核算，满分也说不清",
        "a score cannot be held against a figure that is not there, and full marks least of all",
    ),
    example: (
        "目标 ≥266米，实际完成值也写“≥266米”，得了满分",
        "target ≥266米, achievement '≥266米' as well, and full marks",
    ),
    mend: (
        "请填一个确定的数，不带符号，单位与指标值相同。",
        "Enter one certain figure without an operator, in the unit of the target.",
    ),
    run: check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for row in scored::rows(context) {
        let Some((_, weight, score)) = row.marks(context) else {
            continue;
        };
        // Nothing can be earned, and nothing was.
        if weight.is_zero() && score.is_zero() {
            continue;
        }
        let judged::Judged::Asked(side, said) = row.judge(context) else {
            continue;
        };
        let field = match side {
            Side::Target => row.target,
            Side::Actual => row.actual,
        };
        let Some(field) = field else { continue };
        let message = Text::new(
            format!("{}；得分 {score} 无法核算", said.zh),
            format!("{}; the score {score} cannot be checked", said.en),
        );
        let mut finding = context.at_field(&RULE, field, message);
        finding.reported = context.submission.text(field);
        finding.help = Some(help(&row.unit_said(context), side));
        findings.push(finding);
    }
}

/// What to write, in the unit of the row.
fn help(unit: &str, side: Side) -> Text {
    match side {
        Side::Target => Text::new(
            format!("请写一个确定的数，是全年的数，单位是{unit}，如 ≥24{unit}。"),
            format!("Write one certain figure, that of the whole year, such as ≥24{unit}."),
        ),
        Side::Actual => Text::new(
            format!("请填一个确定的数，不带符号，如 24{unit}。"),
            format!("Enter one certain figure without an operator, such as 24{unit}."),
        ),
    }
}
