//! A cost indicator that repeats an amount of the form, and not that amount.

use crate::check::context::Context;
use crate::check::quantity::Quantity;
use crate::check::rule::Rule;
use crate::check::rules::scored::{self, Row};
use crate::finding::{Against, Finding, Level};
use crate::number::Number;
use crate::template::SpendingTemplate;
use crate::text::{Text, letters};
use crate::typed::yuan;

/// A cost indicator that repeats an amount of the form, and not that amount.
pub const RULE: Rule = Rule {
    code: "X014",
    name: "cost-differs-from-spending",
    level: Level::Warning,
    title: (
        "成本指标与执行数不一致",
        "a cost indicator differs from what was spent",
    ),
    checks: (
        "以部门全年支出、项目支出等命名的成本指标（哪些名称对照哪一栏由模板规定），完成值是否就是表上的执行数",
        "whether the achievement of a cost indicator named after all spending or that of a project ([[doubts.spending]] of the pack says which names, and which amounts) is the amount on the form",
    ),
    why: (
        "同一笔支出在一张表上有两个数，必有一个不对",
        "one sheet has two figures for the same spending: one is wrong",
    ),
    example: (
        "成本指标“部门全年支出”完成 512.3万元，全年执行数是 590.86万元",
        "the cost 部门全年支出 is 512.3万元, but 590.86万元 were spent",
    ),
    mend: (
        "请按执行数核对完成值；口径不同的，请在指标名称里写明。",
        "Check the achievement against the amount executed; if it covers something else, say so in its name.",
    ),
    run: check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let doubts = &context.form().pack.doubts;
    for row in &scored::rows(context) {
        let found = doubts
            .spending
            .iter()
            .find_map(|spending| differs(context, row, spending));
        findings.extend(found);
    }
}

fn differs(context: &Context<'_>, row: &Row<'_>, spending: &SpendingTemplate) -> Option<Finding> {
    let form = context.form();
    let (name_field, actual_field) = (row.name?, row.actual?);
    let sheet = form.fields[name_field].sheet;
    let is_here = |field: &usize| form.fields[*field].sheet == sheet;
    let amount = form
        .beside(name_field, &spending.amount.value)
        .filter(is_here)?;
    let name = letters(&row.said(context).name);
    let of = spending.of.as_ref().and_then(|of| {
        let field = form.beside(name_field, &of.value).filter(is_here)?;
        Some(letters(&context.submission.text(field)?))
    });
    let is_named = spending
        .names
        .iter()
        .any(|word| *word == name || of.as_ref().is_some_and(|of| format!("{of}{word}") == name));
    let mut core = name.clone();
    for word in &form.pack.doubts.spending_fillers {
        core = core.replace(word.as_str(), "");
    }
    let is_named = is_named || !core.is_empty() && spending.names.contains(&core);
    if !is_named || !context.stands(amount) {
        return None;
    }
    let spent = context.computed(amount)?;
    let actual = row
        .figures(context)
        .into_iter()
        .find(|side| side.field == actual_field)?
        .figure;
    let scale = yuan(&actual.unit)?.div(yuan(&form.pack.unit)?)?;
    let written = actual.number.mul(scale)?;
    if agrees(&actual, written, spent, scale) || context.reported(amount) == Some(written) {
        return None;
    }
    let (label, cell) = (context.label(amount), context.submission.cell(amount));
    let unit = &form.pack.unit;
    let message = Text::new(
        format!(
            "完成值是 {}{}，本表 {cell} 的“{label}”是 {spent}{unit}",
            actual.number, actual.unit
        ),
        format!(
            "the achievement is {}{}, but '{label}' in {cell} is {spent}{unit}",
            actual.number, actual.unit
        ),
    );
    Some(Finding {
        reported: Some(written.to_string()),
        computed: Some(spent.to_string()),
        against: Against::Stated,
        ..context.at_field(&RULE, actual_field, message)
    })
}

/// Whether an amount is the other one, rounded to the decimals it is written with.
fn agrees(actual: &Quantity, written: Number, spent: Number, scale: Number) -> bool {
    let exact = spent.div(scale);
    exact.is_some_and(|exact| actual.number.rounds(exact, actual.number.decimals()))
        || written == spent
}
