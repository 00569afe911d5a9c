//! Rows of the blank form that nobody needed and nobody cleared.

use std::collections::BTreeSet;

use crate::check::context::Context;
use crate::check::left;
use crate::check::rule::Rule;
use crate::finding::{Finding, Level, brief};
use crate::text::Text;

/// Rows of the blank form that nobody needed and nobody cleared.
pub const RULE: Rule = Rule {
    code: "V015",
    name: "rows-not-cleared",
    level: Level::Warning,
    title: ("没有用到的行没有清空", "unused rows that were not cleared"),
    checks: (
        "可以不填的行、可以不填的表里是不是只剩占位的字：“指标2”“……”“**”“XX项目”，此外什么也没填；占位的话由模板规定。这样的行和表不算填了，一张表只报告一次",
        "whether rows and sheets that may stay blank hold nothing but what stands for something still to be written: 指标2, ……, **, XX项目; the words are those under not_names in [doubts] of the pack. Such rows and sheets do not count as filled in, and a sheet is named once",
    ),
    why: (
        "占位的行交上来、公开出去，看的人分不清是没有还是漏填",
        "in what is handed in and published nobody can tell whether there is nothing or whether it was forgotten",
    ),
    example: (
        "数量指标填了两行，下面还留着“指标3”“……”",
        "two indicators are filled in, and below them 指标3 and …… are left",
    ),
    mend: (
        "不用的行请清空；有内容的请填写完整。",
        "Clear the rows that are not needed, or fill them in.",
    ),
    run: check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let form = context.form();
    for sheet in 0..form.sheets.len() {
        let fillers = left::fillers(context.submission, sheet);
        let Some((&first, others)) = fillers.split_first() else {
            continue;
        };
        let text = context.submission.text(first).unwrap_or_default();
        let said = brief(text.trim());
        let message = if left::sheet(context.submission, sheet) {
            Text::new(
                format!("这张表只有占位的字（如“{said}”），不算填写"),
                format!(
                    "nothing but fillers stands on this sheet, such as '{said}': it does not count as filled in"
                ),
            )
        } else {
            let rows: BTreeSet<u32> = fillers
                .iter()
                .map(|&field| form.fields[field].cell().row)
                .collect();
            let count = rows.len();
            Text::new(
                format!("没有用到的 {count} 行没有清空，还留着“{said}”这样占位的字"),
                match count {
                    1 => format!(
                        "a row that is not used was not cleared: '{said}' or the like still stands there"
                    ),
                    _ => format!(
                        "{count} rows that are not used were not cleared: '{said}' and the like still stand there"
                    ),
                },
            )
        };
        let mut finding = context.at_field(&RULE, first, message);
        finding.covers = others.iter().map(|&field| context.place(field)).collect();
        findings.push(finding);
    }
}
