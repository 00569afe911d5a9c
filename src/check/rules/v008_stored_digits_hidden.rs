//! Amounts of which the cells show less than they store.

use std::collections::BTreeMap;

use crate::book::CellValue;
use crate::check::context::Context;
use crate::check::rule::Rule;
use crate::check::rules::listed::cells;
use crate::check::rules::seen::{masked, seen};
use crate::finding::{Finding, Level};
use crate::form::{Kind, compute};
use crate::formula::Value;
use crate::number::Number;
use crate::template::FieldType;
use crate::text::Text;

/// Amounts of which the cells show less than they store.
pub const RULE: Rule = Rule {
    code: "V008",
    name: "stored-digits-hidden",
    level: Level::Info,
    title: (
        "显示的数与存的数不同",
        "a cell shows another amount than it stores",
    ),
    checks: (
        "金额格的数字格式是不是藏掉了小数，或者把数缩小了显示；显示的各数加起来与合计对不上的，按警告提出；数字格式让格子显示另一个数、文字或什么也不显示的，也按警告提出",
        "whether the number format of an amount hides decimals or scales the figure; where what is shown does not add up to the total that is shown, it is a warning, and so it is where the number format makes a cell show another figure, a text or nothing",
    ),
    why: (
        "计算用的是存的数，印出来的是显示的数，合计就会差一分",
        "totals are made of what is stored, and what is printed is what is shown: they differ by a cent",
    ),
    example: (
        "格里显示 161.74，存的是 161.7449",
        "a cell shows 161.74 and stores 161.7449",
    ),
    mend: (
        "请按要保留的小数位重新输入；按存的数计算没有问题的，不用改。",
        "Enter the amount with the decimals it should have; where the stored figure is right, leave it.",
    ),
    run: check,
};

/// So many digits of a number are kept by spreadsheet programs; what lies beyond is noise.
const KEPT: u32 = 15;

/// An amount that is not shown as it is.
struct Hidden {
    field: usize,
    stored: Number,
    seen: Number,
}

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    masks(context, findings);
    let mut sheets: BTreeMap<usize, Vec<Hidden>> = BTreeMap::new();
    for (field, laid) in context.form().fields.iter().enumerate() {
        if laid.kind == Kind::Input
            && let Some(hidden) = hidden(context, field)
        {
            sheets.entry(laid.sheet).or_default().push(hidden);
        }
    }
    if sheets.is_empty() {
        return;
    }
    let totals = totals(context, &sheets);
    for (sheet, hidden) in sheets {
        let of_sheet = |total: &&Total| context.form().fields[total.field].sheet == sheet;
        let totals: Vec<&Total> = totals.iter().filter(of_sheet).collect();
        findings.extend(finding(context, &hidden, &totals));
    }
}

/// A number in place of which its cell shows something else.
struct Masked {
    field: usize,
    stored: Number,
    seen: String,
}

fn masks(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let mut sheets: BTreeMap<usize, Vec<Masked>> = BTreeMap::new();
    for (field, laid) in context.form().fields.iter().enumerate() {
        if laid.kind == Kind::Input
            && let Some(masked) = mask(context, field)
        {
            sheets.entry(laid.sheet).or_default().push(masked);
        }
    }
    for masked in sheets.values() {
        findings.extend(unlike(context, masked));
    }
}

fn mask(context: &Context<'_>, field: usize) -> Option<Masked> {
    let CellValue::Number(stored) = context.submission.entries[field].found.value else {
        return None;
    };
    let format = context.submission.number_format(field)?;
    Some(Masked {
        field,
        stored,
        seen: masked(format, stored, is_amount(context, field))?,
    })
}

fn is_amount(context: &Context<'_>, field: usize) -> bool {
    let kind = context.form().template(&context.form().fields[field]).kind;
    matches!(kind, FieldType::Money | FieldType::Area)
}

/// What is said of the cells of a sheet that show something else than their numbers.
fn unlike(context: &Context<'_>, masked: &[Masked]) -> Option<Finding> {
    let first = masked.first()?;
    let (label, stored) = (context.label(first.field), first.stored);
    let seen = if first.seen.is_empty() {
        Text::new("什么也不显示", "shows nothing")
    } else {
        Text::new(
            format!("显示为“{}”", first.seen),
            format!("shows '{}'", first.seen),
        )
    };
    let one = Text::new(
        format!("“{label}”{}，存的是 {stored}", seen.zh),
        format!("'{label}' {}, but {stored} is stored", seen.en),
    );
    let message = if let [_] = masked {
        one
    } else {
        let cells_of = masked
            .iter()
            .map(|masked| context.submission.cell(masked.field));
        let at: Vec<_> = cells_of.collect();
        let (at, count) = (cells(&at), masked.len());
        Text::new(
            format!("有 {count} 格显示的不是存的数：{}。如{}", at.zh, one.zh),
            format!(
                "{count} cells show something else than their numbers: {}; {}",
                at.en, one.en
            ),
        )
    };
    let mut finding = context.at_field(&RULE, first.field, message);
    finding.level = Level::Warning;
    finding.reported = Some(stored.to_string());
    Some(finding)
}

fn hidden(context: &Context<'_>, field: usize) -> Option<Hidden> {
    if !is_amount(context, field) || mask(context, field).is_some() {
        return None;
    }
    let stored = context.reported(field)?.round_significant(KEPT)?;
    let seen = shown(context, field, stored)?;
    (seen != stored).then_some(Hidden {
        field,
        stored,
        seen,
    })
}

/// What the cell of a field shows of a number; `None` where it holds a text or its format says nothing.
fn shown(context: &Context<'_>, field: usize, number: Number) -> Option<Number> {
    seen(context.submission.number_format(field)?, number)
}

/// A total that is not the sum of what is shown.
struct Total {
    field: usize,
    of_shown: Number,
    shown: Number,
}

fn totals(context: &Context<'_>, sheets: &BTreeMap<usize, Vec<Hidden>>) -> Vec<Total> {
    let hidden: BTreeMap<usize, Number> = sheets
        .values()
        .flatten()
        .map(|hidden| (hidden.field, hidden.seen))
        .collect();
    let form = context.form();
    let of_shown = compute(form, &|field| match hidden.get(&field) {
        Some(seen) => Value::Number(*seen),
        None => context.submission.entries[field].value.clone(),
    });
    let of_money = |field: &usize| {
        let laid = &form.fields[*field];
        laid.kind == Kind::Formula && form.template(laid).kind == FieldType::Money
    };
    let total = |field: usize| {
        let shown = shown(context, field, context.computed(field)?)?;
        let Value::Number(of_shown) = of_shown[field] else {
            return None;
        };
        (of_shown != shown).then_some(Total {
            field,
            of_shown,
            shown,
        })
    };
    (0..form.fields.len())
        .filter(of_money)
        .filter_map(total)
        .collect()
}

fn finding(context: &Context<'_>, hidden: &[Hidden], totals: &[&Total]) -> Option<Finding> {
    let first = hidden.first()?;
    let label = context.label(first.field);
    let (seen, stored) = (first.seen, first.stored);
    let message = if let [_] = hidden {
        Text::new(
            format!("“{label}”显示为 {seen}，存的是 {stored}"),
            format!("'{label}' is shown as {seen}, but {stored} is stored"),
        )
    } else {
        let at: Vec<_> = hidden
            .iter()
            .map(|hidden| context.submission.cell(hidden.field))
            .collect();
        let (at, count) = (cells(&at), hidden.len());
        Text::new(
            format!(
                "有 {count} 格金额显示的与存的不同：{}。如“{label}”显示为 {seen}，存的是 {stored}",
                at.zh
            ),
            format!(
                "{count} amounts are not shown as they are stored: {}; '{label}' is shown as {seen}, but {stored} is stored",
                at.en
            ),
        )
    };
    let mut finding = context.at_field(&RULE, first.field, message);
    finding.reported = Some(stored.to_string());
    if !totals.is_empty() {
        finding.level = Level::Warning;
        let said = |one: &dyn Fn(&str, String, &Total) -> String, between: &str| {
            let totals = totals.iter().map(|total| {
                let cell = context.submission.cell(total.field).to_string();
                one(context.label(total.field), cell, total)
            });
            totals.collect::<Vec<_>>().join(between)
        };
        finding.note = Some(Text::new(
            said(
                &|label, cell, total| {
                    format!(
                        "“{label}”（{cell}）显示 {}，按显示的各数合计是 {}",
                        total.shown, total.of_shown
                    )
                },
                "；",
            ),
            said(
                &|label, cell, total| {
                    format!(
                        "'{label}' ({cell}) is shown as {}; the figures shown add up to {}",
                        total.shown, total.of_shown
                    )
                },
                "; ",
            ),
        ));
    }
    Some(finding)
}
