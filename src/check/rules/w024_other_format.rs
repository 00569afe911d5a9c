//! A return that came back in another format than it was sent.

use crate::book::Format;
use crate::check::context::{Context, finding};
use crate::check::rule::Rule;
use crate::finding::{Finding, Level, Place};
use crate::text::Text;

/// A return that came back in another format than it was sent.
pub const RULE: Rule = Rule {
    code: "W024",
    name: "other-format",
    level: Level::Info,
    title: ("文件格式不是 .xlsx", "the file is no .xlsx"),
    checks: (
        "交回的文件按内容是不是 .xlsx；扩展名不算",
        "whether the file that came back is an .xlsx by its content; its name does not count",
    ),
    why: (
        "别的格式读得出数，但看不出公式改没改、保护和锁定还在不在",
        "of other formats the figures can be read, but not whether formulas were changed and whether protection and locks are still there",
    ),
    example: (
        "在 WPS 里另存成了 .xls 或 .et",
        "the form was saved as .xls or .et in WPS",
    ),
    mend: (
        "数照样核对。下次请保存为 .xlsx；批注后的表就是 .xlsx。",
        "The figures are checked all the same. Save as .xlsx next time; the annotated workbook is one.",
    ),
    run: check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let name = match context.submission.book.format {
        Format::Xlsx => return,
        Format::Xls => "Excel 97-2003（.xls、.et）",
        Format::Xlsb => ".xlsb",
        Format::Ods => ".ods",
    };
    let message = Text::new(
        format!("文件格式是 {name}：公式是否改动、保护和锁定是否还在，无法核对"),
        format!(
            "the file is in the format {}: whether formulas, protection and locks are as sent cannot be checked",
            name.replace('（', " (")
                .replace('、', ", ")
                .replace('）', ")")
        ),
    );
    findings.push(finding(&RULE, Place::default(), message));
}
