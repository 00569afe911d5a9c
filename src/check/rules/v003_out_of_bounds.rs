//! A number below or above what its field allows, or a count that is not whole.

use crate::check::context::Context;
use crate::check::rule::Rule;
use crate::finding::{Finding, Level};
use crate::form::Kind;
use crate::number::Number;
use crate::template::FieldType;
use crate::text::Text;

/// A number below or above what its field allows, or a count that is not whole.
pub const RULE: Rule = Rule {
    code: "V003",
    name: "out-of-bounds",
    level: Level::Error,
    title: ("数超出范围", "a number out of bounds"),
    checks: (
        "数是否在模板规定的最小值和最大值之间；人数是否为整数",
        "whether a number lies within the bounds of the pack, and whether counts are whole",
    ),
    why: (
        "负的金额、过大的数多半是填错",
        "a negative amount or a huge one is mostly a slip",
    ),
    example: ("公务接待填了 -2.51", "-2.51 was entered for 公务接待"),
    mend: ("请核对这个数。", "Check the number."),
    run: check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for (index, field) in context.form().fields.iter().enumerate() {
        let template = context.form().template(field);
        let Some(number) = context
            .reported(index)
            .filter(|_| field.kind == Kind::Input)
        else {
            continue;
        };
        if !template.kind.is_number() {
            continue;
        }
        let (min, max) = context.form().bounds(template);
        let label = context.label(index);
        let said = |number: Number| context.said_number(index, number);
        let (is, is_count) = (said(number), template.kind == FieldType::Count);
        let low = min.filter(|min| number < *min);
        let high = max.filter(|max| number > *max);
        let message = if let Some(min) = low.map(said) {
            Text::new(
                format!("“{label}”为 {is}，不应小于 {min}"),
                format!("'{label}' is {is}, but should not be below {min}"),
            )
        } else if let Some(max) = high.map(said) {
            Text::new(
                format!("“{label}”为 {is}，不应大于 {max}"),
                format!("'{label}' is {is}, but should not be above {max}"),
            )
        } else if is_count && !number.is_integer() {
            Text::new(
                format!("“{label}”为 {is}，应是整数"),
                format!("'{label}' is {is}, but should be a whole number"),
            )
        } else {
            continue;
        };
        let mut finding = context.at_field(&RULE, index, message);
        finding.reported = Some(number.to_string());
        findings.push(finding);
    }
}
