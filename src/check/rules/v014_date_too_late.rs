//! A date on which a return of the year cannot have been filled in.

use crate::check::context::Context;
use crate::check::rule::Rule;
use crate::date;
use crate::finding::{Finding, Level};
use crate::form::Kind;
use crate::template::FieldType;
use crate::text::Text;
use crate::typed::Reading;

/// A date on which a return of the year cannot have been filled in.
pub const RULE: Rule = Rule {
    code: "V014",
    name: "date-too-late",
    level: Level::Warning,
    title: ("日期过晚", "a date that is too late"),
    checks: (
        "填报日期、报告日期是否晚于报送截止日（generate --deadline），或晚于模板规定的最晚一天",
        "whether dates lie after the deadline (generate --deadline), or after the last day that latest in [types.date] of the pack says",
    ),
    why: (
        "多半是年份写错，或填了将来的日期；晚于截止日的，是逾期填报",
        "the year is mostly a slip, or the day is still to come; after the deadline the return is late",
    ),
    example: (
        "2024 年度的表，填报日期是 2026-03-20",
        "a return for 2024 is dated 2026-03-20",
    ),
    mend: (
        "请填本次填报的日期。",
        "Enter the day on which this return was filled in.",
    ),
    run: check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let form = context.form();
    let (deadline, latest) = (form.spec.deadline, form.latest());
    for (field, laid) in form.fields.iter().enumerate() {
        if laid.kind != Kind::Input
            || form.template(laid).kind != FieldType::Date
            || !context.counts(field)
            || context.submission.entries[field].reading == Reading::WrongType
        {
            continue;
        }
        let Some(day) = context.reported(field).and_then(date::from_serial) else {
            continue;
        };
        let label = context.label(field);
        let message = match (deadline, latest) {
            (Some(last), _) if day > last => Text::new(
                format!("“{label}”是 {day}，晚于报送截止日 {last}"),
                format!("'{label}' is {day}, after the deadline {last}"),
            ),
            (_, Some(last)) if day > last => Text::new(
                format!("“{label}”是 {day}，晚于 {last}，像是年份写错"),
                format!("'{label}' is {day}, after {last}: its year looks like a slip"),
            ),
            _ => continue,
        };
        findings.push(Finding {
            reported: Some(day.to_string()),
            ..context.at_field(&RULE, field, message)
        });
    }
}
