//! A formula that somebody typed into an input.

use crate::check::context::Context;
use crate::check::rule::Rule;
use crate::check::rules::listed::short;
use crate::check::rules::w021_external_link::files;
use crate::finding::{Finding, Level};
use crate::form::Kind;
use crate::text::Text;

/// A formula that somebody typed into an input.
pub const RULE: Rule = Rule {
    code: "V009",
    name: "formula-in-input",
    level: Level::Info,
    title: ("填写格里是公式", "a formula in an input"),
    checks: (
        "填写格里是不是公式；公式没有存下结果的，按警告提出",
        "whether inputs hold formulas; one without a saved result is a warning",
    ),
    why: (
        "annex 读取公式存下的结果，不去计算它；以后它会随别的格子变动",
        "its saved result is taken, it is not computed anew; and it changes when other cells do",
    ),
    example: ("填写格里写了 =4.8+0.02", "an input holds =4.8+0.02"),
    mend: (
        "结果正确的无需处理；最好换成数值。没有结果的，请用 Excel 或 WPS 打开并保存一次。",
        "Nothing to do where the result is right, though a value is better. Where there is no result, open the file in Excel or WPS and save it.",
    ),
    run: check,
};

/// So much of a formula is quoted.
const QUOTED: usize = 200;

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for (index, field) in context.form().fields.iter().enumerate() {
        let entry = &context.submission.entries[index];
        let Some(formula) = entry.found.formula.as_deref() else {
            continue;
        };
        // That it points to another file is told by another rule.
        if field.kind != Kind::Input || !files(&context.submission.book, formula).is_empty() {
            continue;
        }
        let label = context.label(index);
        let formula = short(formula, QUOTED);
        let is_lost = entry.found.value.is_blank();
        let message = if is_lost {
            Text::new(
                format!("“{label}”里是公式 ={formula}，没有存下结果，按空白读取"),
                format!(
                    "'{label}' holds the formula ={formula} without a saved result; it is read as blank"
                ),
            )
        } else {
            let shown = context.submission.as_shown(index).unwrap_or_default();
            Text::new(
                format!("“{label}”里是公式 ={formula}，按它的结果 {shown} 读取"),
                format!("'{label}' holds the formula ={formula}; its result {shown} is taken"),
            )
        };
        let mut finding = context.at_field(&RULE, index, message);
        finding.reported = context.submission.reported(index);
        if is_lost {
            finding.level = Level::Warning;
        }
        findings.push(finding);
    }
}
