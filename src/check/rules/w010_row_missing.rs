//! A row of the form that is not in the sheet.

use crate::check::context::Context;
use crate::check::rule::Rule;
use crate::finding::{Finding, Level};
use crate::text::Text;

/// A row of the form that is not in the sheet.
pub const RULE: Rule = Rule {
    code: "W010",
    name: "row-missing",
    level: Level::Error,
    title: ("表中的行被删除", "a row of the form was deleted"),
    checks: (
        "发出的每一行是否都在",
        "whether every row that was sent out is there",
    ),
    why: (
        "删了行，里面的数就没有了",
        "with the row its figures are gone",
    ),
    example: ("“公用经费”一行被删掉", "the row 公用经费 was deleted"),
    mend: (
        "请在发出的表中重新填写，不要删行；没有数的行留空或填 0。",
        "Fill in the form again without deleting rows; leave a row blank or enter 0.",
    ),
    run: check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for (sheet, map) in context.form().sheets.iter().zip(&context.submission.sheets) {
        let Some(map) = map else { continue };
        let mut reported = None;
        for &field in &sheet.fields {
            let row = context.form().fields[field].cell().row;
            if context.submission.entries[field].at.is_some()
                || map.row(row).is_some()
                || reported == Some(row)
            {
                continue;
            }
            reported = Some(row);
            let label = context.label(field);
            let message = Text::new(
                format!("“{label}”所在的行被删除（原第 {} 行）", row + 1),
                format!(
                    "the row of '{label}' was deleted (row {} of the form)",
                    row + 1
                ),
            );
            let mut finding = context.at_field(&RULE, field, message);
            finding.place.cell = None;
            findings.push(finding);
        }
    }
}
