//! A score above the weight of its row.

use crate::check::context::{Context, figures};
use crate::check::rule::Rule;
use crate::check::rules::scored;
use crate::finding::{Against, Finding, Level};
use crate::text::Text;

/// A score above the weight of its row.
pub const RULE: Rule = Rule {
    code: "S003",
    name: "score-above-weight",
    level: Level::Error,
    title: ("得分高于分值", "a score above its weight"),
    checks: (
        "每行得分是否不超过分值",
        "whether no score is above its weight",
    ),
    why: ("得分最多等于分值", "a row cannot earn more than its weight"),
    example: ("分值 10，得分 12", "weight 10, score 12"),
    mend: ("请改正得分或分值。", "Correct the score or the weight."),
    run: check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for row in scored::rows(context) {
        let Some((field, weight, score)) = row.marks(context) else {
            continue;
        };
        if score > weight && !row.is_full(weight, score) {
            let message = Text::new(
                format!("得分 {score} 高于分值 {weight}"),
                format!("the score {score} is above the weight {weight}"),
            );
            findings.push(Finding {
                against: Against::AtMost,
                ..figures(context.at_field(&RULE, field, message), score, weight)
            });
        }
    }
}
