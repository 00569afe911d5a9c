//! A row whose entries stand one column too far left or right.

use std::collections::BTreeSet;

use crate::check::context::Context;
use crate::check::quantity;
use crate::check::rule::Rule;
use crate::check::rules::scored::{self, Row};
use crate::finding::{Finding, Level};
use crate::form::Kind;
use crate::template::FieldType;
use crate::text::Text;
use crate::typed::Reading;

/// A row whose entries stand one column too far left or right.
pub const RULE: Rule = Rule {
    code: "W012",
    name: "row-shifted",
    level: Level::Warning,
    title: ("整行错位", "a row is shifted"),
    checks: (
        "指标行里“名称”和“指标值”是数、“实际完成值”却空着；其他重复填报的行里名称处是数、最后一个数空着，或数的格子里是名称",
        "whether an indicator row has numbers for its name and target, and no achievement; whether other repeating rows have a number for the name and the last number blank, or a name where the first number belongs",
    ),
    why: (
        "错了一列的行，目标值和完成值都会读错",
        "in a row shifted by a column target and achievement are read wrongly",
    ),
    example: (
        "三级指标填着 107.59，年度指标值填着 164.96，实际完成值空着",
        "107.59 stands as the name, 164.96 as the target, and the achievement is blank",
    ),
    mend: (
        "请把这一行移回一列，并核对它是否应当存在。annex 没有替单位移动这些数。",
        "Move the row back by one column, and check whether it belongs here at all. annex has not moved its entries.",
    ),
    run: check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for row in scored::rows(context) {
        if let Some(name) = shifted(context, &row) {
            let message = Text::new(
                "这一行像是整体左移了一列：三级指标和年度指标值都是数，实际完成值为空",
                "this row seems to be shifted one column to the left: name and target are numbers, the achievement is blank",
            );
            let mut finding = context.at_field(&RULE, name, message);
            finding.reported = context.submission.text(name);
            finding.note = without(context, &row);
            findings.push(finding);
        }
    }
    let scored: BTreeSet<usize> = scored::rows(context)
        .iter()
        .map(|row| row.place.block)
        .collect();
    for block in (0..context.form().blocks.len()).filter(|block| !scored.contains(block)) {
        for fields in &context.form().blocks[block].rows {
            findings.extend(other_row(context, fields));
        }
    }
}

/// The name of an indicator row whose entries stand one column too far left: there is no finding about what it is called.
pub(crate) fn shifted(context: &Context<'_>, row: &Row<'_>) -> Option<usize> {
    let blank = |field: Option<usize>| field.is_none_or(|field| context.submission.is_blank(field));
    let numeric = |field: Option<usize>| {
        field
            .and_then(|field| context.submission.text(field))
            .and_then(|text| quantity::parse(&text))
            .is_some()
    };
    let is_shifted =
        numeric(row.name) && numeric(row.target) && blank(row.actual) && !blank(row.weight);
    row.name.filter(|_| is_shifted)
}

/// A row of names and numbers in which the types leave no doubt.
fn other_row(context: &Context<'_>, fields: &[usize]) -> Option<Finding> {
    let form = context.form();
    let kind = |field: usize| form.template(&form.fields[field]).kind;
    let inputs: Vec<usize> = fields
        .iter()
        .copied()
        .filter(|&field| form.fields[field].kind == Kind::Input)
        .collect();
    // The name, and the numbers right of it.
    let first = inputs.iter().position(|&field| kind(field).is_number())?;
    let name = *inputs.get(first.checked_sub(1)?)?;
    let numbers = inputs[first..].iter().copied();
    let numbers: Vec<usize> = numbers
        .take_while(|&field| kind(field).is_number())
        .collect();
    if kind(name) != FieldType::Text || numbers.len() < 2 {
        return None;
    }
    let blank = |field: usize| context.submission.is_blank(field);
    let numeric = |field: usize| {
        let text = context.submission.text(field);
        text.is_some_and(|text| quantity::parse(&text).is_some())
    };
    let (&last, others) = numbers.split_last()?;
    let (&right, beyond) = numbers.split_first()?;
    let message = if numeric(name) && others.iter().all(|&field| numeric(field)) && blank(last) {
        Text::new(
            format!(
                "这一行像是整体左移了一列：“{}”处是数，“{}”为空",
                context.label(name),
                context.label(last)
            ),
            format!(
                "this row seems to be shifted one column to the left: '{}' is a number, '{}' is blank",
                context.label(name),
                context.label(last)
            ),
        )
    } else if blank(name)
        && matches!(
            context.submission.entries[right].reading,
            Reading::WrongType | Reading::Asked(_)
        )
        && beyond.iter().all(|&field| numeric(field))
    {
        Text::new(
            format!(
                "这一行像是整体右移了一列：“{}”为空，“{}”处是文字",
                context.label(name),
                context.label(right)
            ),
            format!(
                "this row seems to be shifted one column to the right: '{}' is blank, '{}' is a text",
                context.label(name),
                context.label(right)
            ),
        )
    } else {
        return None;
    };
    let at = if blank(name) { right } else { name };
    let mut finding = context.at_field(&RULE, at, message);
    finding.reported = context.submission.text(at);
    Some(finding)
}

/// What weights and scores come to when the row is left out: it mostly does not belong where it stands.
fn without(context: &Context<'_>, row: &scored::Row<'_>) -> Option<Text> {
    let (weight, score) = (row.weight_number(context)?, row.score_number(context)?);
    let sheet = context.form().fields[row.score?].sheet;
    let table = scored::tables(context)
        .into_iter()
        .find(|table| table.sheet == sheet)?;
    let weights = table.all_weights(context)?;
    let without = weights.sub(weight)?;
    let mut note = Text::new(
        format!("分值合计：计入这一行为 {weights}，不计为 {without}"),
        format!("weights: {weights} with this row, {without} without it"),
    );
    for total in totals(context, row) {
        // What is no number (a sentence of the report, say) is no total.
        let Some(with) = context.computed(total) else {
            continue;
        };
        let without = with.sub(score)?;
        let label = context.label(total);
        note.zh
            .push_str(&format!("；“{label}”：计入为 {with}，不计为 {without}"));
        note.en.push_str(&format!(
            "; '{label}': {with} with it, {without} without it"
        ));
    }
    Some(note)
}

/// The computed fields that take the score of the row.
fn totals(context: &Context<'_>, row: &scored::Row<'_>) -> Vec<usize> {
    let form = context.form();
    let takes = |index: &usize| {
        let mut takes = form.takes(*index).iter();
        takes.any(|&input| Some(input) == row.score)
    };
    (0..form.fields.len()).filter(takes).collect()
}
