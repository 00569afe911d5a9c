//! An identity sheet that was edited by hand.

use crate::check::context::Context;
use crate::check::rule::Rule;
use crate::check::rules::w022_identity_of_another::said;
use crate::finding::{Finding, Level};
use crate::text::Text;

/// An identity sheet that was edited by hand.
pub const RULE: Rule = Rule {
    code: "W005",
    name: "identity-altered",
    level: Level::Error,
    title: ("标识页被改动", "the identity was changed"),
    checks: (
        "隐藏的标识页与其校验码是否相符",
        "whether the hidden identity sheet fits its check sum",
    ),
    why: (
        "改了单位编码或年份，汇总时就会记到别的单位名下",
        "with another code the figures would be counted for another department",
    ),
    example: (
        "有人在标识页里把编码 101 改成 102",
        "somebody changed the code 101 to 102 on the identity sheet",
    ),
    mend: (
        "请让单位在原来发出的表中重新填写。",
        "Ask the department to fill in its own form again.",
    ),
    run: check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let identity = &context.submission.identity;
    if identity.sealed {
        return;
    }
    let own = identity.mark();
    let now = said(&own);
    // The sheets still say whom they were made for.
    let marks = context.submission.marks();
    let before = marks.into_iter().flatten().find(|mark| *mark != own);
    let message = match &before {
        Some(before) => Text::new(
            format!("标识页被改动过：原为 {}，现为 {}", said(before).zh, now.zh),
            format!(
                "the identity was changed: it was that of {}, now it says {}",
                said(before).en,
                now.en
            ),
        ),
        None => Text::new(
            format!("标识页被改动过，现在写的是：{}", now.zh),
            format!("the identity was changed; it now says: {}", now.en),
        ),
    };
    findings.push(context.at_cell(&RULE, crate::identity::SHEET, None, message));
}
