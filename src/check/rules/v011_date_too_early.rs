//! A date before the year of the return was over.

use crate::check::context::Context;
use crate::check::rule::Rule;
use crate::date;
use crate::finding::{Finding, Level};
use crate::template::FieldType;
use crate::text::Text;
use crate::typed::Reading;

/// A date before the year of the return was over.
pub const RULE: Rule = Rule {
    code: "V011",
    name: "date-too-early",
    level: Level::Warning,
    title: ("日期过早", "a date before the year was over"),
    checks: (
        "填报日期、报告日期是否在年度快结束以后（最早哪一天由模板规定）",
        "whether dates lie after the year was nearly over (earliest in [types.date] of the pack says from which day on)",
    ),
    why: (
        "年度没有结束，不会有全年的自评；早的日期多半是用上年的表改的",
        "nobody evaluates a year that is not over: an early date is mostly left from last year's form",
    ),
    example: (
        "2024 年度的表，填报日期是 2024-03-20",
        "a return for 2024 is dated 2024-03-20",
    ),
    mend: (
        "请填本次填报的日期；表是用上年的改的，其他内容也请逐项核对。",
        "Enter the day on which this return was filled in; if last year's file was used, check all else as well.",
    ),
    run: check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let form = context.form();
    let Some(earliest) = form.earliest() else {
        return;
    };
    for (field, laid) in form.fields.iter().enumerate() {
        if !context.submission.is_entered(field)
            || form.template(laid).kind != FieldType::Date
            || !context.counts(field)
            // What is no day of a form is that, and not an early one.
            || context.submission.entries[field].reading == Reading::WrongType
        {
            continue;
        }
        let day = context.reported(field).and_then(date::from_serial);
        let Some(day) = day.filter(|day| *day < earliest) else {
            continue;
        };
        let label = context.label(field);
        let message = Text::new(
            format!("“{label}”是 {day}，早于 {earliest}，像是上年的日期"),
            format!("'{label}' is {day}, before {earliest}: it looks like last year's"),
        );
        findings.push(Finding {
            reported: Some(day.to_string()),
            ..context.at_field(&RULE, field, message)
        });
    }
}
