//! A score that is not what its parts come to.

use crate::check::context::Context;
use crate::check::rule::Rule;
use crate::check::rules::differs;
use crate::finding::{Finding, Level};
use crate::template::FieldType;

/// A score that is not what its parts come to.
pub const RULE: Rule = Rule {
    code: "C003",
    name: "score-differs",
    level: Level::Error,
    title: ("得分与重算不符", "a score differs"),
    checks: (
        "表中的得分和总分与按明细精确重算的结果是否相符，容差由模板规定",
        "whether computed scores equal what their parts come to, computed exactly, within the tolerance of the pack",
    ),
    why: (
        "annex 重算的数是准数",
        "the figure annex computes is the authoritative one",
    ),
    example: (
        "总分填 92，各行得分之和是 100.62",
        "the total says 92, the scores add up to 100.62",
    ),
    mend: (
        "请核对明细；明细无误的，以重算的数为准。",
        "Check the parts; if they are right, the computed figure stands.",
    ),
    run: check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    differs::check(context, &RULE, |kind| kind == FieldType::Score, findings);
}
