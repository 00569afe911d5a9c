//! A sheet of indicators none of which says whether its target is a least or a most.

use std::collections::BTreeMap;

use crate::check::context::Context;
use crate::check::rule::Rule;
use crate::check::rules::scored::{self, Row};
use crate::finding::{Finding, Level};
use crate::text::Text;

/// A sheet of indicators none of which says whether its target is a least or a most.
pub const RULE: Rule = Rule {
    code: "S018",
    name: "operators-missing",
    level: Level::Warning,
    title: (
        "整张表没有选符号",
        "a sheet of indicators without operators",
    ),
    checks: (
        "表上有符号栏，填了数的指标至少三个、占多数，却没有一个选了符号，也没有写在指标值里；一张表只报告一次，不是照本表样填的材料（annex adopt）不看",
        "whether a sheet with a column of operators, most of whose indicators have figures (three or more), has none at all, neither in that column nor in the targets; said once a sheet, and not of what was adopted from another form",
    ),
    why: (
        "没有符号，看不出指标值是至少要达到的，还是不能超过的",
        "without an operator nobody can tell what is to be reached from what is not to be exceeded",
    ),
    example: (
        "附件3 的九个指标只填了指标值和单位，符号一栏都空着",
        "the nine indicators of 附件3 have targets and units, and not one operator",
    ),
    mend: (
        "请逐行在“符号”栏选 ≥、≤ 或 =；不能用数衡量的选“定性”。",
        "Choose ≥, ≤ or = in each row, and 定性 where nothing can be measured.",
    ),
    run: check,
};

/// Of fewer indicators nobody can tell whether it was meant so.
const LEAST: usize = 3;

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    if context.submission.adopted {
        return;
    }
    let form = context.form();
    let mut sheets: BTreeMap<usize, (usize, Vec<(usize, bool)>)> = BTreeMap::new();
    for row in scored::rows(context).iter().flat_map(Row::each) {
        let Some(field) = row.operator else { continue };
        let (used, rows) = sheets.entry(form.fields[field].sheet).or_default();
        *used += 1;
        rows.extend(operator(context, &row));
    }
    for (used, rows) in sheets.into_values() {
        // Where most targets are words, that is asked about row by row.
        let is_of_figures = rows.len() >= LEAST && rows.len() * 2 > used;
        if !is_of_figures || rows.iter().any(|(_, is_said)| *is_said) {
            continue;
        }
        let count = rows.len();
        let Some(((first, _), others)) = rows.split_first() else {
            continue;
        };
        let label = context.label(*first);
        let message = Text::new(
            format!("这张表填了数的 {count} 个指标都没有选“{label}”"),
            format!("none of the {count} indicators with figures on this sheet has a '{label}'"),
        );
        let mut finding = context.at_field(&RULE, *first, message);
        finding.covers = others
            .iter()
            .map(|(field, _)| context.place(*field))
            .collect();
        findings.push(finding);
    }
}

/// The cell of the operator of a row whose target is a figure, and whether it says in any way how that is to be met.
fn operator(context: &Context<'_>, row: &Row<'_>) -> Option<(usize, bool)> {
    let field = row.operator?;
    let sides = row.figures(context);
    let target = sides.iter().find(|side| Some(side.field) == row.target)?;
    let is_blank = context.submission.is_blank(field);
    Some((field, !is_blank || target.figure.direction.is_some()))
}
