//! A rate that is not what its parts come to.

use crate::check::context::Context;
use crate::check::rule::Rule;
use crate::check::rules::differs;
use crate::finding::{Finding, Level};
use crate::template::FieldType;

/// A rate that is not what its parts come to.
pub const RULE: Rule = Rule {
    code: "C002",
    name: "rate-differs",
    level: Level::Error,
    title: ("比率与重算不符", "a rate differs"),
    checks: (
        "表中的比率与按明细精确重算的结果是否相符，容差由模板规定",
        "whether rates equal what their parts come to, computed exactly, within the tolerance of the pack",
    ),
    why: (
        "annex 重算的数是准数",
        "the figure annex computes is the authoritative one",
    ),
    example: (
        "执行率填 95%，164.96÷191.44 是 86.17%",
        "执行率 says 95 %, 164.96 ÷ 191.44 is 86.17 %",
    ),
    mend: (
        "请核对明细；明细无误的，以重算的数为准。",
        "Check the parts; if they are right, the computed figure stands.",
    ),
    run: check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    differs::check(context, &RULE, |kind| kind == FieldType::Percent, findings);
}
