//! Inputs that no longer limit what may be typed.

use crate::address::Address;
use crate::book::{RawSheet, RawValidation};
use crate::check::context::Context;
use crate::check::rule::Rule;
use crate::check::rules::listed;
use crate::finding::{Finding, Level};
use crate::form::Kind;
use crate::template::FieldType;
use crate::text::Text;

/// Inputs that no longer limit what may be typed.
pub const RULE: Rule = Rule {
    code: "W019",
    name: "validation-lost",
    level: Level::Info,
    title: ("填写格的数据验证丢失", "the validation of inputs was lost"),
    checks: (
        "数字、日期、选项格的数据验证是否还在；整个工作簿一处也没有的，是保存它的软件不支持，不算",
        "whether inputs for numbers, days and choices still have their validation; a workbook without any was saved by a program that keeps none, and that does not count",
    ),
    why: (
        "从别处整块粘贴会带走数据验证，这些格子里什么都能填",
        "pasting cells takes the validation away, and then anything can be typed there",
    ),
    example: (
        "从上年的表里复制了一块单元格粘贴过来",
        "a block of cells was copied from last year's form",
    ),
    mend: (
        "请核对这些格子里的数；批注后的表里数据验证已经恢复。",
        "Look at the figures in these cells; in the annotated workbook the validation is back.",
    ),
    run: check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let mut is_kept = false;
    let mut found = Vec::new();
    for (index, map) in context.submission.sheets.iter().enumerate() {
        let map = map.as_ref();
        let Some(raw) = map.and_then(|map| context.submission.book.sheets.get(map.sheet)) else {
            continue;
        };
        let Some(validations) = &raw.validations else {
            continue;
        };
        let (kept, lost): (Vec<Address>, Vec<Address>) = limited(context, index)
            .into_iter()
            .partition(|at| validations.iter().any(|one| holds(one, *at)));
        is_kept |= !kept.is_empty();
        found.extend(finding(context, raw, &lost));
    }
    // A program that keeps no validation takes it from every cell; a person who pastes, from some.
    if is_kept {
        findings.append(&mut found);
    }
}

/// The inputs of a sheet whose validation keeps anything out; for a text there is only its length.
fn limited(context: &Context<'_>, sheet: usize) -> Vec<Address> {
    let form = context.form();
    let is_limited = |&&field: &&usize| {
        if context.submission.is_added(field) {
            return false;
        }
        let field = &form.fields[field];
        let template = form.template(field);
        let is_text = matches!(
            template.kind,
            FieldType::Text | FieldType::LongText | FieldType::Phone
        );
        field.kind == Kind::Input && (!is_text || !template.or_text.is_empty())
    };
    let fields = form.sheets[sheet].fields.iter().filter(is_limited);
    fields
        .filter_map(|&field| Some(context.submission.entries[field].at?.1))
        .collect()
}

fn holds(validation: &RawValidation, at: Address) -> bool {
    validation.areas.iter().any(|area| area.contains(at))
}

fn finding(context: &Context<'_>, raw: &RawSheet, lost: &[Address]) -> Option<Finding> {
    let first = lost.iter().min()?;
    let said = listed::cells(lost);
    let message = Text::new(
        format!("数据验证丢失：{}", said.zh),
        format!("the validation is gone from {}", said.en),
    );
    Some(context.at_cell(&RULE, &raw.name, Some(*first), message))
}
