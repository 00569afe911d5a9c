//! A value that stands in another cell because cells were split or merged.

use crate::check::context::Context;
use crate::check::rule::Rule;
use crate::finding::{Finding, Level};
use crate::text::Text;

/// A value that stands in another cell because cells were split or merged.
pub const RULE: Rule = Rule {
    code: "W025",
    name: "merge-changed",
    level: Level::Info,
    title: ("合并单元格有变动", "merged cells were changed"),
    checks: (
        "拆开或另行合并单元格后，数是否落在了旁边的格子里",
        "whether a value came to stand in a neighbouring cell because cells were split or merged",
    ),
    why: (
        "表中的公式只认原来的格子，旁边的数不参加表中的计算",
        "the formulas of the sheet know the cell of the field alone, and leave its neighbour out",
    ),
    example: (
        "合并的 B6:C6 被拆开，数填在了 C6",
        "the merged cells B6:C6 were split, and the figure was entered in C6",
    ),
    mend: (
        "不需要处理：数已按原来的格子读入，批注后的表里已放回原处。",
        "Nothing needs to be done: the value was read as that of its field, and the annotated workbook has it in its place.",
    ),
    run: check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for rejoined in &context.submission.drift.rejoined {
        let label = context.label(rejoined.field);
        let (cell, found) = (rejoined.cell, rejoined.found);
        let message = Text::new(
            format!("合并单元格有变动：“{label}”应在 {cell}，按 {found} 中的内容读入"),
            format!(
                "merged cells were changed: '{label}' belongs into {cell}, and was read from {found}"
            ),
        );
        let mut finding = context.at_field(&RULE, rejoined.field, message);
        finding.reported = context.submission.reported(rejoined.field);
        findings.push(finding);
    }
}
