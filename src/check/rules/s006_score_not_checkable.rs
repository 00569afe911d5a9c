//! A row whose score cannot be computed, with the reason.

use crate::check::context::Context;
use crate::check::rule::Rule;
use crate::check::rules::{judged, scored};
use crate::finding::{Finding, Level};
use crate::text::Text;

/// A row whose score cannot be computed, with the reason.
pub const RULE: Rule = Rule {
    code: "S006",
    name: "score-not-checkable",
    level: Level::Info,
    title: ("得分无法核算", "a score cannot be checked"),
    checks: (
        "得分能不能由指标值和完成值算出",
        "whether the score follows from target and achievement",
    ),
    why: (
        "算不出的行要说明为什么，不能略过",
        "a row that cannot be computed is named with the reason, never skipped",
    ),
    example: ("“有效促进”对“有效促进”", "'有效促进' against '有效促进'"),
    mend: (
        "能量化的指标请写成带符号、数字和单位的值，如 ≥95%。",
        "Where it can be measured, write an operator, a number and a unit, such as ≥95%.",
    ),
    run: check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for row in scored::rows(context) {
        let Some((field, weight, score)) = row.marks(context) else {
            continue;
        };
        // Nothing can be earned: 无 all along the row.
        if weight.is_zero() && score.is_zero() {
            continue;
        }
        let (reason, help) = match row.judge(context) {
            judged::Judged::OtherUnits(reason) => (reason, Some(one_unit())),
            judged::Judged::NotCheckable(reason) => (reason, row.choices(context)),
            // Full marks for a target that was missed are wrong.
            judged::Judged::Missed(reason) if score < weight => (reason, row.choices(context)),
            _ => continue,
        };
        let message = Text::new(
            format!("得分 {score} 无法核算：{}", reason.zh),
            format!("the score {score} cannot be checked: {}", reason.en),
        );
        let mut finding = context.at_field(&RULE, field, message);
        finding.reported = Some(score.to_string());
        finding.help = help.or(finding.help);
        findings.push(finding);
    }
}

fn one_unit() -> Text {
    Text::new(
        "请把年度指标值、实际完成值和计量单位改成同一个单位；数是按别的单位写的，请一并换算。",
        "Give target, achievement and unit in one and the same unit, and convert the figure where it is in another.",
    )
}
