//! Weights that do not add up to the declared total.

use crate::check::context::{Context, figures};
use crate::check::rule::Rule;
use crate::check::rules::scored;
use crate::finding::{Against, Finding, Level};
use crate::text::Text;

/// Weights that do not add up to the declared total.
pub const RULE: Rule = Rule {
    code: "S002",
    name: "weights-differ-from-total",
    level: Level::Error,
    title: ("分值合计不是总分", "weights do not add up to the total"),
    checks: (
        "执行率分值与各行分值之和是否等于总分（通常是 100）",
        "whether all weights together add up to the declared total, mostly 100",
    ),
    why: (
        "合计不是 100 分，总分和等级就不成立",
        "if they are not 100, score and grade mean nothing",
    ),
    example: (
        "多填了一行 10 分的指标，分值合计 110",
        "a row of 10 points too many makes 110",
    ),
    mend: (
        "请核对各行分值，删去多余的行或补上缺少的分值。",
        "Check the weights; remove the row that is too many or add what is missing.",
    ),
    run: check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for table in scored::tables(context) {
        let (Some(total), Some(sum)) = (table.declared(context), table.all_weights(context)) else {
            continue;
        };
        if sum == total {
            continue;
        }
        let message = Text::new(
            format!("分值合计为 {sum}，应为 {total}"),
            format!("the weights add up to {sum} instead of {total}"),
        );
        findings.push(Finding {
            against: Against::Stated,
            ..figures(context.at_field(&RULE, table.total, message), sum, total)
        });
    }
}
