//! A hidden memory that is not to be believed.

use crate::check::context::Context;
use crate::check::rule::Rule;
use crate::finding::{Finding, Level};
use crate::memory::{Doubt, SHEET};
use crate::text::Text;

/// A hidden memory that is not to be believed.
pub const RULE: Rule = Rule {
    code: "W028",
    name: "memory-disagrees",
    level: Level::Warning,
    title: (
        "批注记录与表不符，未采用",
        "what the annotated workbook remembers is not used",
    ),
    checks: (
        "批注后的表里有一张隐藏页，记着 annex 改回的公式和文字原来是什么：它的校验码、签名（给了密钥时）是否相符，表在批注之后是否被改过，它会不会让填报的数与看到的不同",
        "an annotated workbook has a hidden sheet that tells what stood where annex mended formulas and labels: whether its seal is right, and its signature where there is a key, whether the workbook was edited since, and whether any entry would read otherwise than it is shown",
    ),
    why: (
        "隐藏页没有人看见；只按看得见的内容核对和汇总",
        "nobody sees the hidden sheet; what is checked and summed up is what can be seen",
    ),
    example: (
        "有人用程序在隐藏页加了一行，让合计按另一个数算",
        "somebody put a row into the hidden sheet with a program, so that another figure counts",
    ),
    mend: (
        "表中看到的内容算数。请核对后重新批注；给了密钥的，批注时也要给。",
        "What the workbook shows counts. See to it and annotate the return again; where there is a key, annotate with it too.",
    ),
    run: check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(doubt) = context.submission.doubt else {
        return;
    };
    let why = match doubt {
        Doubt::Unsealed => Text::new("没有校验码", "it has no seal"),
        Doubt::Seal => Text::new(
            "校验码与记录或表中填报的内容不符",
            "its seal does not match what it holds and what the workbook shows",
        ),
        Doubt::Altered => Text::new("其中的内容被改过", "what it holds was changed"),
        Doubt::Unsigned => Text::new("没有签名", "it is not signed"),
        Doubt::Signature => Text::new("签名与密钥不符", "its signature does not match the key"),
        Doubt::Reach => Text::new(
            "涉及 annex 自己的页",
            "it speaks of one of annex's own sheets",
        ),
        Doubt::Edited => Text::new(
            "批注之后公式或印好的文字又被改过",
            "a formula or a printed text was edited after the workbook was annotated",
        ),
        Doubt::Outweighs => Text::new(
            "采用它，填报的内容就与表中看到的不同",
            "with it an entry would read otherwise than the workbook shows it",
        ),
    };
    let message = Text::new(
        format!("隐藏的批注记录未采用：{}", why.zh),
        format!("the hidden memory is not used: {}", why.en),
    );
    findings.push(context.at_cell(&RULE, SHEET, None, message));
}
