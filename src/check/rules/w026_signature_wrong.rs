//! A form that the holder of the key did not sign.

use crate::check::context::Context;
use crate::check::rule::Rule;
use crate::finding::{Finding, Level};
use crate::identity::{SHEET, Signed};
use crate::text::Text;

/// A form that the holder of the key did not sign.
pub const RULE: Rule = Rule {
    code: "W026",
    name: "signature-wrong",
    level: Level::Error,
    title: ("标识的签名不符", "the signature of the identity is wrong"),
    checks: (
        "给了密钥时，标识页的签名是否由它签出：模板、年度、单位、项目、发表单位、期限都在签名之内，行数和页数不在",
        "with a key, whether the identity was signed with it: pack, year, department, projects, issuer and deadline are signed, the numbers of rows and sheets are not",
    ),
    why: (
        "校验码人人算得出，签名只有持密钥的人签得出：不符就说明标识不是发表单位写的",
        "anybody can compute the check sum, but only the holder of the key the signature: a wrong one shows that the identity is not the bureau's",
    ),
    example: (
        "用别的密钥（或没有用密钥）生成的表交了回来",
        "a form came back that was generated with another key, or with none",
    ),
    mend: (
        "请核对密钥文件是不是发表时用的那一个；是的话，请让单位在原来发给它的表中填写。",
        "See whether the key file is the one the forms were made with; if so, ask the department to fill in the form that was sent to it.",
    ),
    run: check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let identity = &context.submission.identity;
    // That an edited identity is not as it was signed goes without saying.
    let Some(key) = context.key.filter(|_| identity.sealed) else {
        return;
    };
    let message = match identity.signed_by(&key) {
        Signed::Right => return,
        Signed::Not => Text::new("标识没有签名", "the identity is not signed"),
        Signed::Wrong => Text::new(
            "标识的签名与密钥不符",
            "the signature of the identity does not match the key",
        ),
    };
    findings.push(context.at_cell(&RULE, SHEET, None, message));
}
