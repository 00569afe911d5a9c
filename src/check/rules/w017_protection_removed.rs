//! A sheet whose protection was taken off.

use crate::check::context::Context;
use crate::check::rule::Rule;
use crate::finding::{Finding, Level, Place};
use crate::identity::is_own;
use crate::text::Text;

/// A sheet whose protection was taken off.
pub const RULE: Rule = Rule {
    code: "W017",
    name: "protection-removed",
    level: Level::Warning,
    title: (
        "工作表的保护被取消",
        "the protection of a sheet was removed",
    ),
    checks: (
        "发出时有保护的工作表是否仍有保护；整个工作簿一处保护也没有的，是保存它的软件不支持，不算；工作簿结构的保护没有了，只作提示",
        "whether sheets that were protected still are; a workbook without any protection was saved by a program that keeps none, and that does not count; that the structure of the workbook is no longer locked is an info",
    ),
    why: (
        "没有保护，公式和栏目名称一不小心就会被改掉",
        "without it formulas and labels are easily changed by mistake",
    ),
    example: (
        "附件1 被撤销了工作表保护",
        "somebody chose Unprotect Sheet on 附件1",
    ),
    mend: (
        "请核对这张表的公式和栏目；批注后的表里保护已经恢复。",
        "Look at the formulas and labels of this sheet; in the annotated workbook the protection is back.",
    ),
    run: check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let book = &context.submission.book;
    // Nobody unprotects the very hidden sheets by hand: where even those are open, a program dropped all protection. What annex
    // itself added to the workbook afterwards says nothing about that.
    let mut theirs = book.sheets.iter().filter(|sheet| !is_own(&sheet.name));
    if theirs.all(|sheet| sheet.protected != Some(true)) {
        return;
    }
    if book.structure_locked == Some(false) {
        findings.push(Finding {
            level: Level::Info,
            ..crate::check::context::finding(&RULE, Place::default(), unlocked())
        });
    }
    let maps = context.submission.sheets.iter().flatten();
    for raw in maps.filter_map(|map| book.sheets.get(map.sheet)) {
        if raw.protected == Some(false) {
            let message = Text::new(
                format!("工作表“{}”发出时有保护，现在没有", raw.name),
                format!("the sheet '{}' was protected and no longer is", raw.name),
            );
            findings.push(context.at_cell(&RULE, &raw.name, None, message));
        }
    }
}

/// What is said of a structure that is no longer locked: most programs but Excel and WPS drop the lock when they save.
fn unlocked() -> Text {
    Text::new(
        "工作簿结构的保护没有了：用 LibreOffice 等软件保存过的都会这样，表里的内容不受影响，不用处理",
        "the structure of the workbook is no longer locked: LibreOffice and other programs drop the lock when they save; it changes nothing in the form and needs no remedy",
    )
}
