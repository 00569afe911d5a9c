//! A file that is no workbook, is encrypted, damaged or empty.

use crate::check::rule::{Rule, nothing};
use crate::finding::Level;

/// A file that is no workbook, is encrypted, damaged or empty.
pub const RULE: Rule = Rule {
    code: "W001",
    name: "unreadable-workbook",
    level: Level::Error,
    title: ("文件无法读取", "the file cannot be read"),
    checks: (
        "文件是不是能读取的 .xlsx 工作簿",
        "whether the file is an .xlsx workbook that can be read",
    ),
    why: (
        "读不了的文件无从审核，但不影响其他文件",
        "a file that cannot be read cannot be checked; the others go on",
    ),
    example: (
        "收到一个 PDF，或加了打开密码的工作簿",
        "a PDF, or a workbook that asks for a password",
    ),
    mend: (
        "请让单位重新发送填好的 Excel 工作簿（.xlsx），不要加打开密码，也不要转成别的格式。",
        "Ask for the filled .xlsx workbook again, without a password and not turned into another format.",
    ),
    run: nothing,
};
