//! A target that was exceeded by far, without a word.

use crate::check::context::Context;
use crate::check::quantity::Quantity;
use crate::check::rule::Rule;
use crate::check::rules::scored::{self, Row};
use crate::finding::{Finding, Level};
use crate::number::Number;
use crate::template::Direction;
use crate::text::Text;

/// A target that was exceeded by far, without a word.
pub const RULE: Rule = Rule {
    code: "S008",
    name: "over-achieved-unexplained",
    level: Level::Warning,
    title: (
        "超额完成较多没有说明原因",
        "a target was exceeded by far without a reason",
    ),
    checks: (
        "越多越好的指标，完成值达到指标值的若干倍（倍数由模板规定）时，是否写了原因；按个数计、只多出一两个的（由模板规定）不算",
        "whether a reason is given where the achievement is so many times the target as the pack says; a count that is above by no more than the few the pack allows is passed over",
    ),
    why: (
        "大幅超额多半是年初目标定低了，应当说明",
        "a target exceeded by far was most likely set too low",
    ),
    example: (
        "目标 ≥100人次，完成 180人次，没有写原因",
        "target ≥100, achieved 180, and no reason",
    ),
    mend: (
        "请在偏差原因一栏写明为什么大幅超过目标；填错的请改正。",
        "Write why the target was exceeded by so much, or correct the figure.",
    ),
    run: check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for row in scored::rows(context) {
        findings.extend(over_achieved(context, &row));
    }
}

fn over_achieved(context: &Context<'_>, row: &Row<'_>) -> Option<Finding> {
    let from = row.scoring.over_achieved?;
    let reason = row.reason?;
    let (target, actual, direction) = row.compared(context)?;
    let is_over = direction.is_some_and(|direction| direction != Direction::AtMost)
        && !target.number.is_zero()
        && !target.number.is_negative()
        && actual.number >= target.number.mul(from)?
        && !is_a_few_more(row.scoring.over_achieved_by, &target, &actual);
    // A row that lost points asks for its reason already.
    let is_asked = match (row.weight_number(context), row.score_number(context)) {
        (Some(weight), Some(score)) => row.needs_reason(weight, score),
        _ => false,
    };
    if !is_over || is_asked || row.is_without_points(context) || row.has_reason(context) {
        return None;
    }
    let share = actual.number.div(target.number)?.round(4)?.percent();
    let limit = from.percent();
    let figures = format!("{}{}", actual.number, actual.unit);
    let aim = format!("{}{}", target.number, target.unit);
    let message = Text::new(
        format!("完成 {figures}，是指标值 {aim} 的 {share}（达到 {limit} 的要说明），没有写原因"),
        format!(
            "{figures} are {share} of the target {aim} ({limit} ask for a reason), and none is given"
        ),
    );
    Some(context.at_field(&RULE, reason, message))
}

/// Whether a count is above its target by no more than a few: three lectures were planned, and four given.
fn is_a_few_more(few: Option<Number>, target: &Quantity, actual: &Quantity) -> bool {
    let more = actual.number.sub(target.number);
    let is_few = few.zip(more).is_some_and(|(few, more)| more <= few);
    is_few && target.is_count() && actual.is_count()
}
