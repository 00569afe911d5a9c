//! A return whose formulas no program has computed since it was filled in.

use crate::check::context::{Context, finding};
use crate::check::rule::Rule;
use crate::finding::{Finding, Level, Place};
use crate::text::Text;

/// A return whose formulas no program has computed since it was filled in.
pub const RULE: Rule = Rule {
    code: "W029",
    name: "results-not-computed",
    level: Level::Info,
    title: ("公式没有重算过", "formulas that were not computed"),
    checks: (
        "公式还在，而文件里存的结果全是 0、空白或空表时的数：保存它的程序不会算公式。这时一律用重算的数核对，不逐格报告",
        "whether the formulas are there while every saved result is 0, nothing, or that of the blank form: the program that saved the file does not compute. The computed figures then stand for all of them, and no cell is named",
    ),
    why: (
        "预览或打印这样的文件，合计都是 0，而填的数并没有错",
        "in a preview or a print of such a file all totals are 0, though nothing that was entered is wrong",
    ),
    example: (
        "用网页编辑器填好后保存，所有合计都存成了 0",
        "the form was filled in with an editor on the web, which saved 0 for every total",
    ),
    mend: (
        "不影响核对。用 Excel 或 WPS 打开这张表再保存一次，表里就是算出的数。",
        "The check does not depend on it. Open the workbook in a spreadsheet program and save it once: it then holds the computed figures.",
    ),
    run: check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    if !context.evaluation.uncomputed {
        return;
    }
    let message = Text::new(
        "表中公式的结果没有重算过（存的是 0、空白或空表时的数），已按填报的数重算后核对",
        "no program has computed the formulas (their saved results are 0, nothing, or those of the blank form); what they come to was computed from the entries for this check",
    );
    findings.push(finding(&RULE, Place::default(), message));
}
