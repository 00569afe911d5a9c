//! Cells whose lock is not as it was: labels and formulas that are open, inputs that are closed.

use std::collections::BTreeSet;

use crate::address::Address;
use crate::book::RawSheet;
use crate::check::context::Context;
use crate::check::rule::Rule;
use crate::check::rules::listed;
use crate::finding::{Finding, Level};
use crate::form::Kind;
use crate::submission::Taken;
use crate::text::Text;

/// Cells whose lock is not as it was.
pub const RULE: Rule = Rule {
    code: "W018",
    name: "cell-unlocked",
    level: Level::Info,
    title: ("单元格的锁定被改动", "the locks of cells were changed"),
    checks: (
        "栏目名称和公式是否仍然锁定，填过的格子是否仍可填写；只看有保护的工作表",
        "whether labels and formulas are still locked and filled inputs still open; only on sheets that are protected",
    ),
    why: (
        "放开的格子容易被改掉；从别处粘贴会把填写格锁住，以后就改不了",
        "open cells are easily changed; pasting can lock an input, which then cannot be corrected",
    ),
    example: (
        "合计格取消了“锁定”",
        "Locked was taken off the cell of a total",
    ),
    mend: (
        "不影响数字，无需处理；批注后的表里锁定已经恢复。",
        "No figure depends on it; in the annotated workbook the locks are as they were.",
    ),
    run: check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let book = &context.submission.book;
    // Every form has open cells: a workbook without any was saved by a program that keeps no locks.
    let open = |sheet: &RawSheet| sheet.unlocked.as_ref().is_some_and(|open| !open.is_empty());
    if !book.sheets.iter().any(open) {
        return;
    }
    for (index, map) in context.submission.sheets.iter().enumerate() {
        let Some(raw) = map.as_ref().and_then(|map| book.sheets.get(map.sheet)) else {
            continue;
        };
        let mut copies = context.submission.drift.copies.iter();
        let is_copy = copies.any(|copy| copy.taken == Taken::AsSheet(index));
        if let (Some(true), Some(unlocked), false) = (raw.protected, &raw.unlocked, is_copy) {
            sheet(context, index, raw, unlocked, findings);
        }
    }
}

fn sheet(
    context: &Context<'_>,
    index: usize,
    raw: &RawSheet,
    unlocked: &BTreeSet<Address>,
    findings: &mut Vec<Finding>,
) {
    let form = context.form();
    let laid = &form.sheets[index];
    let printed = laid.labels.iter().map(|label| label.area.first);
    let heading = laid.heading_area(&form.pack).first;
    let mut opened: Vec<Address> = std::iter::once(heading)
        .chain(printed)
        .filter_map(|cell| Some(context.submission.locate(index, cell)?.1))
        .filter(|at| unlocked.contains(at))
        .collect();
    let mut closed = Vec::new();
    for &field in &laid.fields {
        let Some((_, at)) = context.submission.entries[field].at else {
            continue;
        };
        // A row the department put in has the locks of what it was made from.
        if context.submission.is_added(field) {
            continue;
        }
        // Of the locks only those of cells that hold something are known.
        let is_open = unlocked.contains(&at);
        match form.fields[field].kind {
            Kind::Input if raw.cells.contains_key(&at) && !is_open => closed.push(at),
            Kind::Formula | Kind::Prefilled if is_open => opened.push(at),
            _ => {}
        }
    }
    let Some(first) = opened.iter().chain(&closed).min().copied() else {
        return;
    };
    let (open, shut) = (listed::cells(&opened), listed::cells(&closed));
    let message = match (opened.is_empty(), closed.is_empty()) {
        (_, true) => Text::new(
            format!("原来锁定的单元格现在可以改动：{}", open.zh),
            format!("cells that were locked are open now: {}", open.en),
        ),
        (true, _) => Text::new(
            format!("原来可填的单元格现在被锁定：{}", shut.zh),
            format!("cells that were open are locked now: {}", shut.en),
        ),
        _ => Text::new(
            format!(
                "原来锁定的单元格现在可以改动：{}；原来可填的现在被锁定：{}",
                open.zh, shut.zh
            ),
            format!(
                "cells that were locked are open now: {}; cells that were open are locked now: {}",
                open.en, shut.en
            ),
        ),
    };
    findings.push(context.at_cell(&RULE, &raw.name, Some(first), message));
}
