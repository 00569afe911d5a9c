//! A copy of a sheet that stands once for each project.

use crate::check::context::Context;
use crate::check::rule::Rule;
use crate::check::rules::w014_row_added::totals;
use crate::finding::{Finding, Level};
use crate::submission::{Copied, Taken};
use crate::text::Text;

/// A copy of a sheet that stands once for each project.
pub const RULE: Rule = Rule {
    code: "W016",
    name: "sheet-copied",
    level: Level::Warning,
    title: ("复制了工作表", "a sheet was copied"),
    checks: (
        "一个项目一张的表是否被复制出新的一张；填了内容的计为又一个项目",
        "whether a sheet that stands once for each project was copied; a filled copy counts as one more project",
    ),
    why: (
        "复制的表按又一个项目计入汇总，复制后忘了改的数会重复计算",
        "the copy counts as one more project, and figures that were not changed after copying count twice",
    ),
    example: (
        "“附件3-1 项目自评表 (2)”是复制出来的",
        "附件3-1 项目自评表 (2) is a copy",
    ),
    mend: (
        "请核对这张表是否是另一个项目；批注后的表里它已是正式的一张。需要更多张时也可以向财政部门要。",
        "Check that the sheet is of another project; in the annotated workbook it is a sheet like the others. Ask for a form with more sheets where they are needed.",
    ),
    run: check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let submission = context.submission;
    let mut has_totals = submission.drift.added.is_empty();
    for copy in &submission.drift.copies {
        let Some(raw) = submission.book.sheets.get(copy.raw) else {
            continue;
        };
        // Nothing was copied that says anything.
        let is_blank = match copy.taken {
            Taken::AsSheet(sheet) => submission.sheet_is_blank(sheet),
            Taken::Same => submission.sheet_is_blank(copy.of),
            Taken::TooMany => false,
        };
        if is_blank {
            continue;
        }
        let message = message(context, copy, &raw.name);
        let first = submission.sheets[copy.of]
            .as_ref()
            .and_then(|map| map.row(0));
        let cell = first.map(|row| crate::address::Address::new(row, 0));
        let mut finding = context.at_cell(&RULE, &raw.name, cell, message);
        if matches!(copy.taken, Taken::AsSheet(_)) && std::mem::take(&mut has_totals) {
            finding.note = totals(context);
        }
        findings.push(finding);
    }
}

fn message(context: &Context<'_>, copy: &Copied, name: &str) -> Text {
    let form = context.form();
    let of = &form.sheets[copy.of];
    let template = form.sheet_template(copy.of);
    let what = template.repeat.as_ref().map_or("", |repeat| &repeat.label);
    match copy.taken {
        Taken::AsSheet(sheet) => {
            let now = &form.sheets[sheet].name;
            Text::new(
                format!(
                    "工作表“{name}”由“{}”复制而来，已计为又一个{what}（“{now}”）",
                    of.name
                ),
                format!(
                    "the sheet '{name}' was copied from '{}' and counts as one more ('{now}')",
                    of.name
                ),
            )
        }
        Taken::Same => Text::new(
            format!(
                "工作表“{name}”与“{}”逐格相同，没有计为又一个{what}",
                of.name
            ),
            format!(
                "the sheet '{name}' holds the same as '{}' in every cell and was not counted",
                of.name
            ),
        ),
        Taken::TooMany => {
            let max = template.repeat.as_ref().map_or(0, |repeat| repeat.max);
            Text::new(
                format!(
                    "工作表“{name}”由“{}”复制而来，但最多只能有 {max} 张，没有计入",
                    of.name
                ),
                format!(
                    "the sheet '{name}' was copied from '{}', but there may be {max} at most: it was not counted",
                    of.name
                ),
            )
        }
    }
}
