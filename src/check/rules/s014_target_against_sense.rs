//! A target that cannot be meant: a cost to be exceeded, or what any result meets.

use crate::check::context::Context;
use crate::check::rule::Rule;
use crate::check::rules::figured::chosen;
use crate::check::rules::scored::{self, Row};
use crate::finding::{Finding, Level};
use crate::number::Number;
use crate::template::Direction;
use crate::text::Text;
use crate::typed::yuan;

/// A target that cannot be meant: a cost to be exceeded, or what any result meets.
pub const RULE: Rule = Rule {
    code: "S014",
    name: "target-against-sense",
    level: Level::Warning,
    title: ("指标值不合情理", "a target that cannot be meant"),
    checks: (
        "成本类指标的符号是不是≥（哪些词是成本由模板规定），事故、投诉等是不是≥，满意度、合格率等是不是≤；指标值是不是怎样都能达到：≥0、满意度≤100%",
        "whether a cost has the operator ≥ (costs and not_costs in [doubts] of the pack say which words mean costs), whether accidents, complaints and the like (harms) have ≥, and 满意度, 合格率 and the like (goods) ≤, and whether any result meets the target: ≥0, 满意度 ≤100%",
    ),
    why: (
        "成本要控制在指标值以内；怎样都能达到的指标值衡量不出什么",
        "a cost is to be kept below its target, and what any result meets measures nothing",
    ),
    example: (
        "成本指标“业务经费支出”的指标值写成≥50万元",
        "the cost 业务经费支出 has the target ≥50万元",
    ),
    mend: (
        "请核对符号和指标值；不超过指标值才算完成的，符号用 ≤。",
        "Check the operator and the target; what is not to be exceeded takes ≤.",
    ),
    run: check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for row in &scored::rows(context) {
        findings.extend(against(context, row));
    }
}

fn against(context: &Context<'_>, row: &Row<'_>) -> Option<Finding> {
    let said = row.said(context);
    let target = row
        .figures(context)
        .into_iter()
        .find(|side| Some(side.field) == row.target)?;
    let figure = &target.figure;
    let by_operator = chosen(&said).ok()?;
    let direction = by_operator.or(figure.direction)?;
    // The sign stands in a cell of its own where the form has one for it.
    let field = row
        .operator
        .filter(|_| by_operator.is_some())
        .unwrap_or(target.field);
    let doubts = &context.form().pack.doubts;
    let (name, number, unit) = (&said.name, figure.number, &figure.unit);
    let aim = format!("{}{number}{unit}", direction.sign());
    let message = match direction {
        Direction::AtLeast if is_cost(context, row, name, unit) && number > Number::ZERO => {
            match field == target.field {
                true => Text::new(
                    format!("“{name}”是成本，越少越好，指标值却是 {aim}"),
                    format!("'{name}' is a cost, of which less is better, but its target is {aim}"),
                ),
                false => Text::new(
                    format!(
                        "“{name}”是成本，越少越好，符号却选了 {}，指标值成了 {aim}",
                        direction.sign()
                    ),
                    format!(
                        "'{name}' is a cost, of which less is better, but its operator makes the target {aim}"
                    ),
                ),
            }
        }
        Direction::AtLeast
            if number.is_zero() && figure.sense.is_none() && !doubts.may_fall(name) =>
        {
            Text::new(
                format!("“{name}”的指标值是 {aim}，怎样都能达到"),
                format!("the target of '{name}' is {aim}, which any result meets"),
            )
        }
        Direction::AtLeast if number > Number::ZERO && doubts.is_harm(name) => Text::new(
            format!("“{name}”越少越好，指标值却是 {aim}"),
            format!("of '{name}' less is better, but its target is {aim}"),
        ),
        Direction::AtMost if number < Number::HUNDRED && doubts.is_good(name) => Text::new(
            format!("“{name}”越高越好，指标值却是 {aim}"),
            format!("of '{name}' more is better, but its target is {aim}"),
        ),
        Direction::AtMost if unit == "%" && number >= Number::HUNDRED && doubts.is_share(name) => {
            Text::new(
                format!("“{name}”的指标值是 {aim}，怎样都能达到"),
                format!("the target of '{name}' is {aim}, which any result meets"),
            )
        }
        _ => return None,
    };
    let is_met_anyhow = message.zh.ends_with(ANYHOW);
    let help = match direction {
        _ if is_met_anyhow => Some(Text::new(
            "请写一个有意义的指标值：要经过努力才能达到、也可能达不到的数。",
            "Set a target that means something: one that may be missed.",
        )),
        Direction::AtMost => Some(Text::new(
            "请核对符号和指标值；不低于指标值才算完成的，符号用 ≥。",
            "Check the operator and the target; what should reach it takes ≥.",
        )),
        _ => None,
    };
    let finding = context.at_field(&RULE, field, message);
    Some(Finding {
        help: help.or(finding.help),
        ..finding
    })
}

/// How a message ends that says of a target that nothing can miss it.
const ANYHOW: &str = "怎样都能达到";

/// Whether an indicator is a cost: by its name, or as an amount of money among costs. Outside of those the scoring has to say so too.
fn is_cost(context: &Context<'_>, row: &Row<'_>, name: &str, unit: &str) -> bool {
    let form = context.form();
    let block = form.block_template(row.place.block);
    let among_costs = block.is_some_and(|block| block.direction == Some(Direction::AtMost));
    let by_name = form.pack.doubts.is_cost(name);
    if row.scoring.is_saving(name) || by_name == Some(false) {
        return false;
    }
    if among_costs {
        by_name == Some(true) || !form.pack.doubts.costs.is_empty() && yuan(unit).is_some()
    } else {
        by_name == Some(true) && row.scoring.is_less_better(name)
    }
}
