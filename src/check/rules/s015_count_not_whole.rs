//! A count that is no whole number: 12.5 people.

use crate::check::context::Context;
use crate::check::rule::Rule;
use crate::check::rules::scored;
use crate::finding::{Finding, Level};
use crate::text::Text;

/// A count that is no whole number: 12.5 people.
pub const RULE: Rule = Rule {
    code: "S015",
    name: "count-not-whole",
    level: Level::Warning,
    title: ("个数不是整数", "a count that is not whole"),
    checks: (
        "按个数计的指标值、完成值（哪些单位由模板规定，后面可以带着数的是什么：个村；个百分点除外）是否为整数；平均数（人均、每万人）不看",
        "whether targets and achievements that are counted one by one (whole in [doubts] of the pack says in which units, which may be followed by what is counted, as in 个村, but for not_counted, as in 个百分点) are whole; names with a word of averages (人均) are passed over",
    ),
    why: (
        "培训不会有半个人，演出不会有半场：多半是单位写错，或小数点点错",
        "nobody trains half a person: the unit is wrong, or the point",
    ),
    example: ("培训人数完成 12.5人", "培训人数 of 12.5人"),
    mend: (
        "请核对数和计量单位；平均数请在指标名称里写明。",
        "Check the figure and its unit; if it is an average, say so in the name of the indicator.",
    ),
    run: check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let doubts = &context.form().pack.doubts;
    for row in &scored::rows(context) {
        let said = row.said(context);
        // 22.5块 of a cost is money.
        if doubts.is_average(&said.name) || doubts.is_cost(&said.name) == Some(true) {
            continue;
        }
        for side in row.figures(context) {
            let (number, unit) = (side.figure.number, &side.figure.unit);
            if number.is_integer() || !doubts.is_counted(unit) || doubts.is_average(&side.text) {
                continue;
            }
            let message = Text::new(
                format!("“{}”写的是 {number}{unit}，按{unit}计的应是整数", said.name),
                format!(
                    "'{}' is {number}{unit}, which is counted one by one and should be whole",
                    said.name
                ),
            );
            findings.push(context.at_field(&RULE, side.field, message));
        }
    }
}
