//! An error value in an input.

use crate::check::context::Context;
use crate::check::rule::Rule;
use crate::finding::{Finding, Level};
use crate::form::Kind;
use crate::text::Text;
use crate::typed::Reading;

/// An error value in an input.
pub const RULE: Rule = Rule {
    code: "V010",
    name: "error-value",
    level: Level::Error,
    title: ("填写格里是错误值", "an error value in an input"),
    checks: (
        "填写格里有没有 #REF!、#DIV/0! 一类的错误值",
        "whether inputs hold error values such as #REF! or #DIV/0!",
    ),
    why: (
        "错误值不是数，用到它的合计都算不出来",
        "an error is no figure, and no total that takes it can be computed",
    ),
    example: (
        "从别的表复制过来的格子显示 #REF!",
        "a cell copied from another table shows #REF!",
    ),
    mend: ("请重新填写这一格。", "Enter the value anew."),
    run: check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for (index, field) in context.form().fields.iter().enumerate() {
        let entry = &context.submission.entries[index];
        if field.kind != Kind::Input || entry.reading != Reading::Error {
            continue;
        }
        let found = context.submission.text(index).unwrap_or_default();
        let found = found.trim().to_owned();
        let label = context.label(index);
        let cause = cause(&found);
        let message = Text::new(
            format!("“{label}”是错误值 {found}：{}", cause.zh),
            format!("'{label}' is the error {found}: {}", cause.en),
        );
        let mut finding = context.at_field(&RULE, index, message);
        finding.reported = Some(found);
        findings.push(finding);
    }
}

/// What Excel means by an error.
fn cause(error: &str) -> Text {
    match error {
        "#REF!" => Text::new("引用的单元格已被删除", "the cell it refers to was deleted"),
        "#DIV/0!" => Text::new(
            "除数是 0 或空白",
            "something is divided by nought or by a blank",
        ),
        "#VALUE!" => Text::new("用文字参加了计算", "a text is counted with"),
        "#NAME?" => Text::new("公式里有不认识的名称", "a name in the formula is unknown"),
        "#N/A" => Text::new("没有找到要查的值", "what was looked for was not found"),
        "#NUM!" => Text::new(
            "数太大或算不出来",
            "a number is too large or cannot be computed",
        ),
        "#NULL!" => Text::new("引用的区域没有交叉", "two areas do not meet"),
        "Err:522" | "Err:523" => Text::new("公式循环引用了自己", "a formula refers to itself"),
        "Err:508" | "Err:509" | "Err:510" | "Err:511" => Text::new(
            "公式写得不完整：缺括号、运算符或数",
            "a parenthesis, an operator or a number is missing in the formula",
        ),
        _ => Text::new("公式没有得出结果", "a formula gave no result"),
    }
}
