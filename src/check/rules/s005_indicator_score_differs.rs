//! A quantitative score that is not what the scoring rule gives.

use crate::check::context::{Context, figures};
use crate::check::rule::Rule;
use crate::check::rules::judged::{Judged, Reading};
use crate::check::rules::{figured, scored};
use crate::finding::{Finding, Level};
use crate::number::Number;
use crate::template::FieldType;
use crate::text::Text;

/// A quantitative score that is not what the scoring rule gives.
pub const RULE: Rule = Rule {
    code: "S005",
    name: "indicator-score-differs",
    level: Level::Warning,
    title: (
        "指标得分与评分办法不符",
        "a score differs from the scoring rule",
    ),
    checks: (
        "指标值和完成值都是数或日期时，得分是否与模板的评分办法算出的一致；指标值没有写符号的，与可能的几种读法都不符才报；没有达到指标值却得满分的也报",
        "whether the score is what the pack's scoring rule gives, where target and achievement are numbers or days; where no operator stands, whether it fits any of the readings; and whether full marks were given though the target was missed",
    ),
    why: (
        "定量指标的得分应按办法计算",
        "quantitative scores follow from the rule",
    ),
    example: (
        "目标 ≥95%，完成 95%，分值 10，得分填 9：按办法应是 10",
        "target ≥95 %, achieved 95 %, weight 10, score 9: the rule gives 10",
    ),
    mend: (
        "请按评分办法改正得分；有特殊情况的，写在偏差原因里。",
        "Correct the score; explain a special case in the reason.",
    ),
    run: check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    // Whoever was stricter than the rule and says why has given what is asked for.
    let is_settled = |wrong: &Wrong| wrong.has_reason && wrong.score < wrong.computed;
    let other = |wrong: &Wrong| wrong.as_ratio != Some(wrong.score) && !is_settled(wrong);
    for wrong in wrong(context).into_iter().filter(other) {
        let Wrong {
            score, computed, ..
        } = wrong;
        let message = Text::new(
            format!("得分 {score} 与按评分办法算出的 {computed} 不符"),
            format!("the score {score} is not the {computed} the scoring rule gives"),
        );
        let has_reason = wrong.has_reason;
        let mut finding = wrong.finding(context, &RULE, message);
        if has_reason {
            finding.help = Some(no_more());
        }
        findings.push(finding);
    }
    unfitting(context, findings);
}

/// Scores that fit no reading of a target without an operator, and full marks for a target that was missed.
fn unfitting(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let tolerance = context.form().pack.tolerance(FieldType::Score);
    for row in scored::rows(context) {
        let Some((field, weight, score)) = row.marks(context) else {
            continue;
        };
        let is_full = row.is_full(weight, score);
        if score > weight && !is_full {
            continue;
        }
        let (message, computed, note) = match row.judge(context) {
            Judged::Readings(readings) => {
                let fits =
                    |it: &Reading| figured::agrees(score, it.score, weight, row.scoring, tolerance);
                let is_settled =
                    row.has_reason(context) && readings.iter().all(|it| score < it.score);
                if readings.iter().any(fits)
                    || is_settled
                    || row.fits_otherwise(context, score, weight)
                {
                    continue;
                }
                let list = |told: fn(&Reading) -> String, between: &str| {
                    readings.iter().map(told).collect::<Vec<_>>().join(between)
                };
                let zh = list(|it| format!("{}应得 {}", it.name.zh, it.score), "，");
                let en = list(|it| format!("{} it is {}", it.name.en, it.score), ", ");
                let message = Text::new(
                    format!("年度指标值没有写符号，得分 {score} 与哪种读法都不符：{zh}"),
                    format!(
                        "the target has no operator, and the score {score} fits no reading: {en}"
                    ),
                );
                let computed = list(|it| it.score.to_string(), "、");
                (
                    message,
                    Some(computed),
                    readings.into_iter().next().map(|it| it.how),
                )
            }
            Judged::Missed(reason) if is_full && !weight.is_zero() => {
                let message = Text::new(
                    format!("{}，得分 {score} 却是满分", reason.zh),
                    format!("{}, and yet the score {score} is full marks", reason.en),
                );
                (message, None, None)
            }
            _ => continue,
        };
        findings.push(Finding {
            reported: Some(score.to_string()),
            computed,
            note,
            ..context.at_field(&RULE, field, message)
        });
    }
}

/// What helps against more points than the rule gives: no reason does.
fn no_more() -> Text {
    Text::new(
        "请按评分办法改正得分：写了偏差原因，得分也不能高于按办法算出的。",
        "Correct the score: a reason does not make it more than the rule gives.",
    )
}

/// A score that is not what the scoring rule gives.
pub(super) struct Wrong {
    pub(super) field: usize,
    pub(super) weight: Number,
    pub(super) score: Number,
    pub(super) computed: Number,
    /// What the score would be if the percentage were a share of the weight.
    pub(super) as_ratio: Option<Number>,
    /// Whether the row says why its result is not its target.
    has_reason: bool,
    how: Text,
}

impl Wrong {
    /// A finding of a rule about it.
    pub(super) fn finding(self, context: &Context<'_>, rule: &Rule, message: Text) -> Finding {
        let finding = context.at_field(rule, self.field, message);
        Finding {
            note: Some(self.how),
            ..figures(finding, self.score, self.computed)
        }
    }
}

/// All scores within their weight that are not what the scoring rule gives.
pub(super) fn wrong(context: &Context<'_>) -> Vec<Wrong> {
    let tolerance = context.form().pack.tolerance(FieldType::Score);
    let mut wrong = Vec::new();
    for row in scored::rows(context) {
        let Some((field, weight, score)) = row.marks(context) else {
            continue;
        };
        let Judged::Score {
            score: computed,
            how,
        } = row.judge(context)
        else {
            continue;
        };
        let is_within = score <= weight || row.is_full(weight, score);
        let agrees = figured::agrees(score, computed, weight, row.scoring, tolerance);
        if !agrees && is_within && !row.fits_otherwise(context, score, weight) {
            wrong.push(Wrong {
                field,
                weight,
                score,
                computed,
                as_ratio: row.as_ratio(context, weight),
                has_reason: row.has_reason(context),
                how,
            });
        }
    }
    wrong
}
