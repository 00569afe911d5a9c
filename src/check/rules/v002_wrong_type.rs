//! A cell that holds something else than its field asks for.

use crate::check::context::Context;
use crate::check::rule::Rule;
use crate::finding::{Finding, Level};
use crate::template::{FieldTemplate, FieldType};
use crate::text::Text;
use crate::typed::Reading;

/// A cell that holds something else than its field asks for.
pub const RULE: Rule = Rule {
    code: "V002",
    name: "wrong-type",
    level: Level::Error,
    title: ("填写的类型不对", "a value of the wrong type"),
    checks: (
        "数字格里是不是数，日期格里是不是日期，选项格里是不是可选的词",
        "whether number cells hold numbers, date cells dates, and choices one of their words",
    ),
    why: (
        "不是数的内容无法计算，也不会进入合计",
        "what is no number cannot be computed and drops out of totals",
    ),
    example: (
        "金额格里写了“见附件”",
        "'见附件' was written into an amount",
    ),
    mend: (
        "请只填数字（日期按 2025-3-20 的样子），不带单位和文字。",
        "Enter the bare number (a day as 2025-3-20), without units or words.",
    ),
    run: check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for (index, field) in context.form().fields.iter().enumerate() {
        let entry = &context.submission.entries[index];
        if !context.submission.is_entered(index) || entry.reading != Reading::WrongType {
            continue;
        }
        let template = context.form().template(field);
        let kind = template.kind.text();
        let found = context.submission.text(index).unwrap_or_default();
        let label = context.label(index);
        let message = Text::new(
            format!("“{label}”应填{}，现为“{found}”", kind.zh),
            format!("'{label}' should be {}, but is '{found}'", kind.en),
        );
        let mut finding = context.at_field(&RULE, index, message);
        finding.reported = Some(found);
        finding.help = help(template).or(finding.help);
        findings.push(finding);
    }
}

/// What to enter instead, by what the field asks for.
fn help(template: &FieldTemplate) -> Option<Text> {
    Some(match template.kind {
        FieldType::Date => Text::new(
            "请填日期，按 2025-3-20 的样子。",
            "Enter a day, as 2025-3-20.",
        ),
        FieldType::Choice => Text::new(
            format!("请从下拉框里选一项：{}。", template.choices.join("、")),
            format!("Choose one of these: '{}'.", template.choices.join("', '")),
        ),
        kind if kind.is_number() => Text::new(
            "请只填数字，不带单位和文字。",
            "Enter the bare number, without units or words.",
        ),
        _ => return None,
    })
}
