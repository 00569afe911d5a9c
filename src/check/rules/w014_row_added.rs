//! A row the department put into repeating rows.

use crate::check::context::Context;
use crate::check::rule::Rule;
use crate::finding::{Finding, Level};
use crate::form::Kind;
use crate::text::Text;

/// A row the department put into repeating rows.
pub const RULE: Rule = Rule {
    code: "W014",
    name: "row-added",
    level: Level::Warning,
    title: ("自行插入了填报行", "a row was put in"),
    checks: (
        "重复填报的各行之间是否插入了行并填了内容",
        "whether rows were inserted among repeating ones and filled in",
    ),
    why: (
        "这样的行作为该项目的又一行计入，表中的合计公式却可能没有包括它",
        "such a row counts as one more of its kind, although the totals of the sheet may leave it out",
    ),
    example: (
        "县级专项资金两行之间插入一行，填了名称和金额",
        "a row with a name and amounts was inserted between two special funds",
    ),
    mend: (
        "请核对这一行是否应当计入；批注后的表里已把它排在该项目的最后一行，合计已包括它。",
        "Check that the row belongs there; the annotated workbook has it as the last row of its kind, and the totals include it.",
    ),
    run: check,
};

/// So many totals are named.
const NAMED: usize = 5;

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let form = context.form();
    for (index, added) in context.submission.drift.added.iter().enumerate() {
        let block = &form.blocks[added.row.block];
        let fields = block
            .rows
            .get(added.row.row)
            .map(Vec::as_slice)
            .unwrap_or_default();
        let is_input = |field: &&usize| form.fields[**field].kind == Kind::Input;
        let filled = |field: &&usize| is_input(field) && !context.submission.is_blank(**field);
        let first = fields.iter().find(filled).or(fields.first());
        let (Some(&field), Some(template)) = (first, form.block_template(added.row.block)) else {
            continue;
        };
        let (label, row, number) = (&template.label, added.at + 1, added.row.row + 1);
        let message = Text::new(
            format!("“{label}”中插入了第 {row} 行，已计为该项的第 {number} 行"),
            format!("row {row} was put in among '{label}' and counts as its row {number}"),
        );
        let mut finding = context.at_field(&RULE, field, message);
        finding.reported = context.submission.reported(field);
        // What all added rows change together is said once.
        if index == 0 {
            finding.note = totals(context);
        }
        findings.push(finding);
    }
}

/// What the totals come to with what the department added, where its own formulas leave that out.
pub(super) fn totals(context: &Context<'_>) -> Option<Text> {
    let as_sent = context.evaluation.as_sent.as_ref()?;
    let changed: Vec<(usize, String, String)> = (0..context.form().fields.len())
        .filter(|&field| context.form().fields[field].kind == Kind::Formula)
        .filter_map(|field| {
            let without = as_sent.get(field)?.as_ref()?;
            let with = &context.evaluation.computed[field];
            let (without, with) = (context.said(field, without), context.said(field, with)?);
            let is_new = without.as_ref() != Some(&with);
            is_new.then(|| (field, without.unwrap_or_default(), with))
        })
        .take(NAMED)
        .collect();
    if changed.is_empty() {
        return None;
    }
    let zh = changed.iter().map(|(field, without, with)| {
        format!("“{}”不计为 {without}，计入为 {with}", context.label(*field))
    });
    let en = changed.iter().map(|(field, without, with)| {
        format!(
            "'{}': {without} without, {with} with it",
            context.label(*field)
        )
    });
    Some(Text::new(
        zh.collect::<Vec<_>>().join("；"),
        en.collect::<Vec<_>>().join("; "),
    ))
}
