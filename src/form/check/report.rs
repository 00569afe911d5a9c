//! What is wrong with the report of a pack: names without a field, fields that have no place in a text.

use crate::form::Spec;
use crate::form::check::placeholders;
use crate::form::resolve::words;
use crate::template::source::{Located, nearest};
use crate::template::{FieldTemplate, Mistakes, Pack, SheetTemplate};
use crate::text::Text;

pub(super) fn report(pack: &Pack, mistakes: &Mistakes) {
    let Some(report) = &pack.report else {
        return;
    };
    let spec = Spec {
        year: pack.year,
        ..Spec::default()
    };
    let words = words(pack, &spec);
    let known = Text::new(
        "报告里可用：{year}、{year-1}、{unit}、{department}、{code}。",
        "Known in the report: {year}, {year-1}, {unit}, {department}, {code}.",
    );
    for text in report.texts() {
        placeholders(&words, &text.value, &text.origin, &known, mistakes);
    }
    for line in &report.cover {
        field(pack, &line.field, mistakes);
    }
    for section in &report.sections {
        if let Some(text) = &section.text {
            field(pack, text, mistakes);
        }
        let Some(facts) = &section.facts else {
            continue;
        };
        let found = field(pack, facts, mistakes);
        if found.is_some_and(|found| found.formula.is_none()) {
            mistakes.add(
                "T005",
                facts.origin.clone(),
                Text::new(
                    format!("“{}”没有公式，不能作 facts", facts.value),
                    format!("'{}' has no formula and cannot be 'facts'", facts.value),
                ),
                Text::new(
                    "facts 写由公式算出文字的字段；单位自己写的放在 text。",
                    "'facts' names a field whose text a formula computes; what a department writes is 'text'.",
                ),
            );
        }
    }
}

/// The field a full id names, with its sheet.
pub(super) fn named<'p>(
    pack: &'p Pack,
    id: &Located<String>,
    mistakes: &Mistakes,
) -> Option<(&'p SheetTemplate, &'p FieldTemplate)> {
    let named = pack.sheets.iter().find_map(|sheet| {
        let local = id.value.strip_prefix(&sheet.id)?.strip_prefix('.')?;
        Some((sheet, sheet.field(local)?))
    });
    if named.is_none() {
        let known: Vec<String> = pack
            .sheets
            .iter()
            .flat_map(|sheet| {
                let full = |field: &FieldTemplate| format!("{}.{}", sheet.id, field.id);
                sheet.fields.iter().map(full)
            })
            .collect();
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        mistakes.add(
            "T013",
            id.origin.clone(),
            Text::new(
                format!("没有名为“{}”的字段", id.value),
                format!("there is no field '{}'", id.value),
            ),
            match nearest(&id.value, &known) {
                Some(close) => Text::new(
                    format!("是不是“{close}”？"),
                    format!("Did you mean '{close}'?"),
                ),
                None => Text::new(
                    "请写完整的名称，如 narrative.duties.text。",
                    "Write the full id, such as narrative.duties.text.",
                ),
            },
        );
    }
    named
}

/// The field a full id names. It stands once, and it holds a text: a figure would stand there without its format.
fn field<'p>(
    pack: &'p Pack,
    id: &Located<String>,
    mistakes: &Mistakes,
) -> Option<&'p FieldTemplate> {
    let (sheet, found) = named(pack, id, mistakes)?;
    let refuse = |message: Text, hint: Text| mistakes.add("T005", id.origin.clone(), message, hint);
    if sheet.repeat.is_some() || found.block.is_some() {
        refuse(
            Text::new(
                format!("“{}”会重复，报告里放不下", id.value),
                format!("'{}' repeats and has no place in the report", id.value),
            ),
            Text::new(
                "报告里写只出现一次的字段。",
                "Name a field that stands once.",
            ),
        );
    }
    if found.kind.is_number() {
        refuse(
            Text::new(
                format!("“{}”是数，报告里只放文字和日期", id.value),
                format!(
                    "'{}' is a number; the report takes texts and dates",
                    id.value
                ),
            ),
            Text::new(
                "请加一个文字字段，用公式把数写成句子，如 \"在职人员\" & staff.actual & \"人\"。",
                "Add a text field whose formula makes a sentence of it, such as \"在职人员\" & staff.actual & \"人\".",
            ),
        );
    }
    Some(found)
}
