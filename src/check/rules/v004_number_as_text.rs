//! A text that is a number, in a number cell.

use crate::check::context::Context;
use crate::check::rule::Rule;
use crate::finding::{Finding, Level};
use crate::form::Kind;
use crate::text::Text;
use crate::typed::Reading;

/// A text that is a number, in a number cell.
pub const RULE: Rule = Rule {
    code: "V004",
    name: "number-as-text",
    level: Level::Warning,
    title: ("数存成了文本", "a number stored as text"),
    checks: (
        "数字格里的数是不是存成了文本",
        "whether a number cell holds its number as a text",
    ),
    why: (
        "Excel 求和时会跳过文本，合计就会少",
        "Excel passes over texts when it sums, and the total comes out too small",
    ),
    example: ("金额格里是文本“22.47”", "an amount is the text '22.47'"),
    mend: (
        "已按数读取。请在这一格重新输入这个数。",
        "It was read as a number. Type the number again.",
    ),
    run: check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for (index, field) in context.form().fields.iter().enumerate() {
        let entry = &context.submission.entries[index];
        if field.kind != Kind::Input || entry.reading != Reading::TextNumber {
            continue;
        }
        let found = context.submission.text(index).unwrap_or_default();
        let read = context.submission.reported(index).unwrap_or_default();
        let label = context.label(index);
        let said = context.said(index, &entry.value).unwrap_or_default();
        let message = Text::new(
            format!("“{label}”的数存成了文本“{found}”，按 {said} 读取"),
            format!(
                "the number of '{label}' is stored as the text '{found}'; it is read as {said}"
            ),
        );
        let mut finding = context.at_field(&RULE, index, message);
        finding.reported = Some(read);
        findings.push(finding);
    }
}
