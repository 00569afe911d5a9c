//! A text that another department has returned as well.

use crate::check::across::Party;
use crate::check::rule::{Rule, nothing};
use crate::check::rules::copied::{alike, own_texts};
use crate::finding::{Finding, Level};
use crate::text::Text;

/// A text that another department has returned as well.
pub const RULE: Rule = Rule {
    code: "X007",
    name: "text-of-another-department",
    level: Level::Warning,
    title: ("与别的单位文字雷同", "the text of another department"),
    checks: (
        "汇总时，模板列出的各段文字在两个单位之间是不是几乎一样",
        "in consolidate, whether texts listed in [copies] of the pack are almost the same in two departments",
    ),
    why: (
        "两个单位的工作不会一字不差，至少有一份是抄来的",
        "no two departments do the same to the letter: at least one of them copied",
    ),
    example: (
        "两个单位的“存在的问题”是同一段话",
        "存在的问题 is one text in the returns of two departments",
    ),
    mend: (
        "请按本单位的实际情况改写。",
        "Write what was the case in your own department.",
    ),
    run: nothing,
};

/// Holds the texts of each two departments against one another.
pub(in crate::check) fn across(parties: &[Party<'_>]) -> Vec<(usize, Finding)> {
    let texts: Vec<_> = parties
        .iter()
        .map(|party| own_texts(&party.context))
        .collect();
    let mut found = Vec::new();
    for (one, party) in parties.iter().enumerate() {
        let Some(copies) = &party.context.form().pack.copies else {
            continue;
        };
        for (field, text) in &texts[one] {
            let id = &party.context.form().fields[*field].id;
            let mut others = Vec::new();
            for (other, with) in parties.iter().enumerate() {
                if !with.is_another(party) {
                    continue;
                }
                let form = with.context.form();
                let there = texts[other]
                    .iter()
                    .find(|(field, _)| form.fields[*field].id == *id);
                if let Some(share) = there.and_then(|(_, there)| alike(copies, text, there)) {
                    others.push((with.called(), share));
                }
            }
            if others.is_empty() {
                continue;
            }
            let label = party.context.label(*field);
            let list = |between: &str, open: &str, close: &str| {
                let named = others
                    .iter()
                    .map(|(called, share)| format!("{called}{open}{share}{close}"));
                named.collect::<Vec<_>>().join(between)
            };
            let message = Text::new(
                format!(
                    "“{label}”与别的单位的同一栏几乎一样：{}",
                    list("、", "有 ", " 相同")
                ),
                format!("'{label}' is almost the text of {}", list(", ", " (", ")")),
            );
            found.push((party.index, party.context.at_field(&RULE, *field, message)));
        }
    }
    found
}
