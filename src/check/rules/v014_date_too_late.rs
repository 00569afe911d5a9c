//! A date on which a return of the year cannot have been filled in.

use jiff::civil::Date;

use crate::check::context::Context;
use crate::check::dated::days;
use crate::check::rule::Rule;
use crate::check::rules::scored;
use crate::check::sentences::{searched, sentences};
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
        "填报日期、报告日期是否晚于报送截止日（generate --deadline），或晚于模板规定的最晚一天；完成值、完成情况里有没有填报日期（没有的，看截止日、最晚一天）以后的日子，说的是打算的不看。今天是哪一天不看",
        "whether dates lie after the deadline (generate --deadline), or after the last day that latest in [types.date] of the pack says; and whether an achievement or a result names a day after the one on which the return was filled in (else the deadline, else that last day), in a sentence without a word of plans in [doubts] of the pack. What day it is now is not asked",
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
    let mut filled_in = None;
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
        filled_in = filled_in.max(Some(day));
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
    if let Some(known) = filled_in.or(deadline).or(latest) {
        done_later(context, known, findings);
    }
}

/// Looks for what is told as done on a day after the last one that is known.
fn done_later(context: &Context<'_>, known: Date, findings: &mut Vec<Finding>) {
    let form = context.form();
    let plans = &form.pack.doubts.plans;
    let goals = form.pack.copies.iter().flat_map(|copies| &copies.goals);
    let results: Vec<&str> = goals.map(|goal| goal.result.value.as_str()).collect();
    let is_result = |field: &usize| {
        let mut results = results.iter();
        results.any(|id| form.is_called(*field, id)) && context.counts(*field)
    };
    let texts = (0..form.fields.len()).filter(is_result);
    let texts = texts.filter_map(|field| Some((field, context.submission.text(field)?)));
    let rows = scored::rows(context);
    let actual = rows
        .iter()
        .filter_map(|row| Some((row.actual?, row.said(context).actual)));
    for (field, said) in texts.chain(actual) {
        let said = searched(&said);
        let is_plan = |sentence: &str| plans.iter().any(|word| sentence.contains(word.as_str()));
        let told = sentences(&said).filter(|sentence| !plans.is_empty() && !is_plan(sentence));
        let mut days = told.flat_map(days);
        let Some((_, day)) = days.find(|(day, _)| *day > known) else {
            continue;
        };
        let message = Text::new(
            format!("写着 {day} 做到的事，可这一天晚于 {known}，填表时还没有到"),
            format!(
                "what is told as done on {day} lies after {known}, when the return was filled in"
            ),
        );
        findings.push(Finding {
            help: Some(Text::new(
                "请核对年、月；还没有做到的，请写成打算（如“计划 6 月完成”），不写成已经完成。",
                "Check year and month; what is still to be done is written as a plan.",
            )),
            ..context.at_field(&RULE, field, message)
        });
    }
}
