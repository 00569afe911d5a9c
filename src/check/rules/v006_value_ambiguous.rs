//! A value that can mean several things, or nothing certain.

use crate::check::context::Context;
use crate::check::rule::Rule;
use crate::finding::{Finding, Level};
use crate::text::Text;
use crate::typed::Reading;

/// A value that can mean several things, or nothing certain.
pub const RULE: Rule = Rule {
    code: "V006",
    name: "value-ambiguous",
    level: Level::Error,
    title: ("写法有歧义", "a value is ambiguous"),
    checks: (
        "数字格、日期格里的写法是不是只有一种意思；约数、范围、上下限、单位不符的都要问",
        "whether what stands in number and date cells can mean one thing only; approximate figures, ranges, limits and units that do not fit are asked about",
    ),
    why: (
        "猜错一个数，合计就错；没有弄清之前不参加计算",
        "a figure guessed wrong makes totals wrong; it is not counted until it is clear",
    ),
    example: (
        "金额格（万元）里写了“5千”：是 5 千元还是 5 千万元？",
        "an amount in 万元 says '5千': 5 thousand yuan, or 5 thousand times 万元?",
    ),
    mend: (
        "请填一个确定的数（日期按 2025-3-20 的样子），不带单位和文字。",
        "Enter one certain number (a day as 2025-3-20), without units or words.",
    ),
    run: check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for index in 0..context.form().fields.len() {
        let Reading::Asked(question) = &context.submission.entries[index].reading else {
            continue;
        };
        if !context.submission.is_entered(index) {
            continue;
        }
        let found = context.submission.as_shown(index).unwrap_or_default();
        let label = context.label(index);
        let why = question.why.text();
        let (zh, en) = match question.meanings.as_slice() {
            [] => (String::new(), String::new()),
            [one] => (format!("（{one}？）"), format!(" ({one}?)")),
            several => (
                format!("（{}？）", several.join(" 还是 ")),
                format!(" ({}?)", several.join(" or ")),
            ),
        };
        let message = Text::new(
            format!("“{label}”写的是“{found}”：{}{zh}", why.zh),
            format!("'{label}' says '{found}': {}{en}", why.en),
        );
        let mut finding = context.at_field(&RULE, index, message);
        finding.reported = Some(found);
        findings.push(finding);
    }
}
