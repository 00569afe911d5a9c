//! A total that is not what its parts come to.

use crate::check::context::Context;
use crate::check::rule::Rule;
use crate::check::rules::differs;
use crate::finding::{Finding, Level};
use crate::template::FieldType;

/// A total that is not what its parts come to.
pub const RULE: Rule = Rule {
    code: "C001",
    name: "total-differs",
    level: Level::Error,
    title: ("合计与重算不符", "a total differs"),
    checks: (
        "表中的合计与按明细精确重算的结果是否相符，容差由模板规定",
        "whether totals equal what their parts come to, computed exactly, within the tolerance of the pack",
    ),
    why: (
        "annex 重算的数是准数",
        "the figure annex computes is the authoritative one",
    ),
    example: (
        "项目支出填 26.3095，各项之和是 0",
        "项目支出 says 26.3095, its parts add up to 0",
    ),
    mend: (
        "请核对明细；明细无误的，以重算的数为准。",
        "Check the parts; if they are right, the computed figure stands.",
    ),
    run: check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    differs::check(
        context,
        &RULE,
        |kind| kind == FieldType::Money || kind == FieldType::Count || kind == FieldType::Area,
        findings,
    );
}
