//! A workbook annex did not make.

use crate::check::rule::{Rule, nothing};
use crate::finding::Level;

/// A workbook annex did not make.
pub const RULE: Rule = Rule {
    code: "W002",
    name: "not-a-form",
    level: Level::Error,
    title: ("不是发出的表", "not a form that was sent out"),
    checks: (
        "工作簿里有没有 annex 的标识页",
        "whether the workbook has the identity sheet of annex",
    ),
    why: (
        "没有标识页就不知道是哪个单位、哪一年、哪套模板的表",
        "without it nobody knows whose form it is, for which year, from which pack",
    ),
    example: (
        "单位把表格复制到了自己新建的工作簿里",
        "a department copied the tables into a workbook of its own",
    ),
    mend: (
        "请在发出的表中填写后交回，或用 annex adopt 把它转成正式表。",
        "Fill in the form that was sent out, or put this one into it with 'annex adopt'.",
    ),
    run: nothing,
};
