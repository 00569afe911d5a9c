//! A sheet of the form that is not in the workbook.

use crate::check::context::Context;
use crate::check::rule::Rule;
use crate::finding::{Finding, Level};
use crate::text::Text;

/// A sheet of the form that is not in the workbook.
pub const RULE: Rule = Rule {
    code: "W006",
    name: "sheet-missing",
    level: Level::Error,
    title: ("缺少工作表", "a sheet is missing"),
    checks: (
        "发出的每张表是否都在",
        "whether every sheet that was sent out is there",
    ),
    why: ("少一张表就少一份数据", "a missing sheet is missing data"),
    example: ("附件3 被删掉了", "附件3 was deleted"),
    mend: (
        "请恢复被删的工作表，或在发出的表中重新填写。",
        "Put the sheet back, or fill in the form again.",
    ),
    run: check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for (sheet, map) in context.form().sheets.iter().zip(&context.submission.sheets) {
        if map.is_none() {
            let message = Text::new(
                format!("缺少工作表“{}”", sheet.name),
                format!("the sheet '{}' is missing", sheet.name),
            );
            findings.push(context.at_cell(&RULE, &sheet.name, None, message));
        }
    }
}
