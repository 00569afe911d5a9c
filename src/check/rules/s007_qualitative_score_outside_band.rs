//! A qualitative score outside the band of its level.

use crate::check::context::Context;
use crate::check::rule::Rule;
use crate::check::rules::{judged, scored};
use crate::finding::{Against, Finding, Level};
use crate::template::FieldType;
use crate::text::Text;

/// A qualitative score outside the band of its level.
pub const RULE: Rule = Rule {
    code: "S007",
    name: "qualitative-score-outside-band",
    level: Level::Warning,
    title: (
        "定性指标的得分与等级不符",
        "a qualitative score outside the band of its level",
    ),
    checks: (
        "符号为“定性”、实际完成值是一个等级时，得分是否在模板给这个等级规定的分数范围内",
        "whether the score lies within the band the pack gives to the level, where a row is scored by level",
    ),
    why: (
        "定性指标按完成的等级给分，每个等级有规定的分数范围",
        "where nothing can be measured, the level reached says how much of the weight is earned",
    ),
    example: (
        "定性，部分达成预期指标（分值的 0.6 到 0.8），分值 10，得分填 9",
        "部分达成预期指标 earns 0.6 to 0.8 of the weight of 10, and the score is 9",
    ),
    mend: (
        "请核对完成的等级和得分，改正其中一个；有特殊情况的，写在偏差原因里。",
        "Check the level and the score and correct one of them; explain a special case in the reason.",
    ),
    run: check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let tolerance = context.form().pack.tolerance(FieldType::Score);
    for row in scored::rows(context) {
        let Some((field, weight, score)) = row.marks(context) else {
            continue;
        };
        let judged::Judged::Band(band) = row.judge(context) else {
            continue;
        };
        // A score above the weight is a fault of its own.
        if score > weight || band.contains(score, tolerance) {
            continue;
        }
        let (from, to, level) = (band.from, band.to, &band.level);
        let (end_zh, end_en) = if band.includes_end {
            ("（含）", "")
        } else {
            ("（不含）", " (not included)")
        };
        let message = Text::new(
            format!(
                "得分 {score} 与等级“{level}”不符：分值 {weight}，这一等级应得 {from}（含）到 {to}{end_zh}"
            ),
            format!(
                "the score {score} does not fit the level '{level}': of the weight {weight} it earns {from} to {to}{end_en}"
            ),
        );
        let mut finding = context.at_field(&RULE, field, message);
        finding.reported = Some(score.to_string());
        finding.computed = Some(format!("{from}–{to}"));
        finding.against = Against::Stated;
        if row.needs_reason(weight, score) && !row.has_reason(context) {
            finding.help = Some(Text::new(
                "请核对完成的等级和得分，改正其中一个；改正后得分仍低于分值的，写明偏差原因和改进措施。",
                "Check the level and the score and correct one of them; where points are still lost then, write why.",
            ));
        }
        findings.push(finding);
    }
}
