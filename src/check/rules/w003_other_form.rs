//! A form of a pack that is not at hand, or of another text of it.

use crate::check::rule::{Rule, nothing};
use crate::finding::Level;

/// A form of a pack that is not at hand, or of another text of it.
pub const RULE: Rule = Rule {
    code: "W003",
    name: "other-form",
    level: Level::Error,
    title: ("表用的是别的模板", "the form was made from another pack"),
    checks: (
        "表所用的模板在不在本机，内容是否相同",
        "whether the pack of the form is here, with the same text",
    ),
    why: (
        "模板不同，格子的含义和公式就可能不同",
        "another text of the pack may mean other cells and other formulas",
    ),
    example: (
        "发表以后有人改过模板",
        "somebody edited the pack after the forms had been sent out",
    ),
    mend: (
        "请用 --pack 指明发表时所用的模板文件夹。",
        "Name the folder of the pack the form was made from with --pack.",
    ),
    run: nothing,
};
