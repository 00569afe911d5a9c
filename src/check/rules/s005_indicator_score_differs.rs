//! A quantitative score that is not what the scoring rule gives.

use crate::check::context::{Context, figures};
use crate::check::rule::Rule;
use crate::check::rules::{judged, scored};
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
        "指标值和完成值都是数时，得分是否与模板的评分办法算出的一致",
        "whether the score is what the pack's scoring rule gives, where target and achievement are numbers",
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
    let other = |wrong: &Wrong| wrong.as_ratio != Some(wrong.score);
    for wrong in wrong(context).into_iter().filter(other) {
        let Wrong {
            score, computed, ..
        } = wrong;
        let message = Text::new(
            format!("得分 {score} 与按评分办法算出的 {computed} 不符"),
            format!("the score {score} is not the {computed} the scoring rule gives"),
        );
        findings.push(wrong.finding(context, &RULE, message));
    }
}

/// A score that is not what the scoring rule gives.
pub(super) struct Wrong {
    pub(super) field: usize,
    pub(super) weight: Number,
    pub(super) score: Number,
    pub(super) computed: Number,
    /// What the score would be if the percentage were a share of the weight.
    pub(super) as_ratio: Option<Number>,
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
        let judged::Judged::Score {
            score: computed,
            how,
        } = row.judge(context)
        else {
            continue;
        };
        let differs = score
            .sub(computed)
            .is_some_and(|difference| difference.abs() > tolerance);
        if differs && score <= weight {
            wrong.push(Wrong {
                field,
                weight,
                score,
                computed,
                as_ratio: row.as_ratio(context, weight),
                how,
            });
        }
    }
    wrong
}
