//! Notes that a department wrote on cells.

use crate::check::context::Context;
use crate::check::rule::Rule;
use crate::check::rules::{beside, listed};
use crate::finding::{Finding, Level};
use crate::text::Text;

/// Notes that a department wrote on cells.
pub const RULE: Rule = Rule {
    code: "W023",
    name: "note-written",
    level: Level::Info,
    title: ("写有批注", "a note was written on a cell"),
    checks: (
        "工作表上有没有单位写的批注（包括批注下的回复）",
        "whether there are notes or threads of comments on any sheet",
    ),
    why: (
        "批注里常有对数字的说明，打印时看不到，容易被漏看",
        "notes often explain a figure, are not printed, and are easily overlooked",
    ),
    example: (
        "在 B5 上加了批注“含借调人员”",
        "a note on B5 says that seconded staff is included",
    ),
    mend: (
        "不用修改，请审核人看一看；批注后的表里保留原文。",
        "Nothing is to be mended; whoever reviews the return should read it. Annotated workbooks keep the text.",
    ),
    run: check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for (_, sheet) in beside::sheets(context.submission) {
        let notes: Vec<_> = beside::notes(sheet).collect();
        let Some((first, _)) = notes.first() else {
            continue;
        };
        let list = |open: &str, close: &str| -> Vec<String> {
            let quoted = notes
                .iter()
                .map(|(at, text)| format!("{at}{open}{}{close}", listed::quoted_text(text)));
            quoted.collect()
        };
        let zh = listed::listed(&list("“", "”")).zh;
        let en = listed::listed(&list(" '", "'")).en;
        let message = Text::new(
            format!("写有批注：{zh}"),
            format!("notes were written: {en}"),
        );
        findings.push(context.at_cell(&RULE, &sheet.name, Some(*first), message));
    }
}
