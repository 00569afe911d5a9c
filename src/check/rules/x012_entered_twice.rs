//! A project or a fund that stands twice in one return.

use std::collections::BTreeMap;

use crate::check::context::Context;
use crate::check::rule::Rule;
use crate::finding::{Finding, Level};
use crate::text::{Text, letters};

/// A project or a fund that stands twice in one return.
pub const RULE: Rule = Rule {
    code: "X012",
    name: "entered-twice",
    level: Level::Warning,
    title: ("同一名称填了两次", "a project that stands twice"),
    checks: (
        "项目、专项、险种的名称在同一份材料的同一种表里有没有出现两次（看哪些栏由模板规定；同名而科目编码等不同的行是两个）",
        "whether the name of a project, a fund or an insurance stands twice on the sheets of one kind (once in [doubts] of the pack says which fields; rows of one name that differ in a column of once_with, such as their codes, are two)",
    ),
    why: ("同一笔支出会算两次", "the same spending counts twice"),
    example: (
        "两张项目自评表都是“送戏下乡”",
        "two project sheets are both called 送戏下乡",
    ),
    mend: (
        "填重了的，请删去一处；确实是两个的，请把名称写全，让人分得开。",
        "Remove one of them; if they are two projects, write their full names.",
    ),
    run: check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let form = context.form();
    for id in &form.pack.doubts.once {
        let mut seen: BTreeMap<(String, Vec<String>), usize> = BTreeMap::new();
        for field in 0..form.fields.len() {
            if !form.is_called(field, &id.value)
                || !context.counts(field)
                || !context.is_answer(field)
            {
                continue;
            }
            let said = context.submission.text(field).unwrap_or_default();
            let name = letters(&said);
            if name.is_empty() || name == "无" {
                continue;
            }
            let apart = form.fields[field].row.into_iter().flat_map(|row| {
                let columns = form.pack.doubts.once_with.iter();
                columns.filter_map(move |column| form.sibling(row, column))
            });
            let text = |other: usize| letters(&context.submission.text(other).unwrap_or_default());
            let name = (name, apart.map(text).collect());
            let Some(&first) = seen.get(&name) else {
                seen.insert(name, field);
                continue;
            };
            let submission = context.submission;
            let place = format!(
                "{}!{}",
                submission.sheet_name(first),
                submission.cell(first)
            );
            let (label, said) = (context.label(field), said.trim());
            let message = Text::new(
                format!("“{label}”填的“{said}”与 {place} 重复"),
                format!("'{label}' '{said}' stands in {place} already"),
            );
            findings.push(context.at_field(&RULE, field, message));
        }
    }
}
