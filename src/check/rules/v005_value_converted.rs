//! A value that was not written as its field asks, and can mean one thing only.

use crate::check::context::Context;
use crate::check::rule::Rule;
use crate::check::rules::scored;
use crate::check::rules::v001_required_field_blank::is_needed;
use crate::finding::{Finding, Level};
use crate::formula::Value;
use crate::template::{FieldTemplate, FieldType};
use crate::text::Text;
use crate::typed::{Reading, Step};

/// A value that was not written as its field asks, and can mean one thing only.
pub const RULE: Rule = Rule {
    code: "V005",
    name: "value-converted",
    level: Level::Info,
    title: ("写法经过换算", "a value was converted"),
    checks: (
        "带单位、全角、千分位、括号负数等写法，只有一种意思的，换算后读取",
        "whether a value is written with a unit, in full-width letters, with brackets for minus and the like; what can mean one thing only is read as that",
    ),
    why: (
        "换算后的数参加计算；Excel 自己的合计不会算上它",
        "the converted figure is counted with; Excel itself does not count it",
    ),
    example: (
        "金额格（万元）里写了“262.00元”，按 0.0262 读取",
        "an amount in 万元 says '262.00元' and is read as 0.0262",
    ),
    mend: (
        "请核对读出的数，并在这一格只填数字。",
        "Check the figure that was read, and enter the bare number.",
    ),
    run: check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let rows = scored::rows(context);
    for (index, field) in context.form().fields.iter().enumerate() {
        if !context.submission.is_entered(index) {
            findings.extend(typed_over(context, index));
            continue;
        }
        let found = match context.submission.is_percent(index) {
            true => context.submission.as_shown(index),
            false => context.submission.text(index),
        };
        let found = found.unwrap_or_default();
        let label = context.label(index);
        let message = match &context.submission.entries[index].reading {
            Reading::Converted(steps) => {
                let value = &context.submission.entries[index].value;
                let read = context.said(index, value).unwrap_or_default();
                let why = joined(steps);
                let beside = rows.iter().find(|row| row.operator == Some(index));
                let beside =
                    beside.and_then(|row| Some((row.target?, row.target_beside(context)?)));
                if let Some((target, figure)) = beside {
                    findings.push(moved(context, index, &found, (target, &figure)));
                    continue;
                }
                Text::new(
                    format!("“{label}”写的是“{found}”，按 {read} 读取（{}）", why.zh),
                    format!(
                        "'{label}' says '{found}', which is read as {read} ({})",
                        why.en
                    ),
                )
            }
            // Where an answer is needed, another rule asks for it; no choice made and 无 are the same.
            Reading::Nothing
                if !(context.counts(index) && is_needed(context, index))
                    && context.form().template(field).kind != FieldType::Choice =>
            {
                Text::new(
                    format!("“{label}”写的是“{found}”，按空白读取"),
                    format!("'{label}' says '{found}', which is read as blank"),
                )
            }
            _ => continue,
        };
        let mut finding = context.at_field(&RULE, index, message);
        finding.reported = context.submission.reported(index);
        finding.help = help(context.form().template(field)).or(finding.help);
        findings.push(finding);
    }
}

/// A target that stands behind its operator, in the cell of that, and is read as the target it is.
fn moved(context: &Context<'_>, operator: usize, found: &str, target: (usize, &str)) -> Finding {
    let (field, figure) = target;
    let (label, other) = (context.label(operator), context.label(field));
    let read = context.said(operator, &context.submission.entries[operator].value);
    let read = read.unwrap_or_default();
    let message = Text::new(
        format!("“{label}”写的是“{found}”，按{label} {read}、{other} {figure} 读取"),
        format!("'{label}' says '{found}', which is read as {read}, and {figure} as '{other}'"),
    );
    let mut finding = context.at_field(&RULE, operator, message);
    finding.reported = context.submission.reported(operator);
    finding.help = Some(Text::new(
        format!("请把 {figure} 移到“{other}”一栏，“{label}”从下拉框里选 {read}。"),
        format!("Move {figure} into '{other}', and choose {read} as '{label}'."),
    ));
    finding
}

/// What to write instead of a choice; of all else the bare number.
fn help(template: &FieldTemplate) -> Option<Text> {
    (template.kind == FieldType::Choice).then(|| {
        Text::new(
            format!(
                "请从下拉框里选一项：{}；数和单位填在旁边各自的栏里。",
                template.choices.join("、")
            ),
            format!(
                "Choose one of these: '{}'; figures and units belong in their own columns.",
                template.choices.join("', '")
            ),
        )
    })
}

/// A ratio that was typed over its formula as a percentage without its sign.
fn typed_over(context: &Context<'_>, field: usize) -> Option<Finding> {
    let entry = &context.submission.entries[field];
    let read = context.reported(field)?;
    if entry.found.formula.is_some() || entry.value == Value::Number(read) {
        return None;
    }
    let found = context.submission.text(field)?;
    let (label, why) = (context.label(field), Step::Hundredfold.text());
    let message = Text::new(
        format!(
            "“{label}”写的是“{found}”，按 {} 读取（{}）",
            read.percent(),
            why.zh
        ),
        format!(
            "'{label}' says '{found}', which is read as {} ({})",
            read.percent(),
            why.en
        ),
    );
    let mut finding = context.at_field(&RULE, field, message);
    finding.reported = Some(read.to_string());
    Some(finding)
}

fn joined(steps: &[Step]) -> Text {
    let texts: Vec<Text> = steps.iter().map(Step::text).collect();
    let list = |one: fn(&Text) -> &str, between: &str| {
        texts.iter().map(one).collect::<Vec<_>>().join(between)
    };
    Text::new(list(|text| &text.zh, "、"), list(|text| &text.en, ", "))
}
