//! Two returns of one department.

use crate::check::across::Party;
use crate::check::context::finding;
use crate::check::rule::{Rule, nothing};
use crate::finding::{Finding, Level, Place};
use crate::text::Text;

/// Two returns of one department.
pub const RULE: Rule = Rule {
    code: "X009",
    name: "returned-twice",
    level: Level::Warning,
    title: ("同一单位交了两份", "two returns of one department"),
    checks: (
        "汇总时，同一单位、同一年度的表是不是只有一份",
        "in consolidate, whether there is only one return of each department for the year",
    ),
    why: (
        "两份的数往往不一样，汇总只能计入一份",
        "the two seldom agree, and the summary can only count one",
    ),
    example: (
        "收到 103.xlsx 和 103（改）.xlsx，都是示例县文化馆的",
        "103.xlsx and 103（改）.xlsx both came from 示例县文化馆",
    ),
    mend: (
        "请与单位确认以哪一份为准，另一份移出文件夹；用 annex diff 可以看两份差在哪里。",
        "Ask the department which one counts, and move the other out of the folder; annex diff shows how they differ.",
    ),
    run: nothing,
};

/// Looks for departments that came back twice.
pub(in crate::check) fn across(parties: &[Party<'_>]) -> Vec<(usize, Finding)> {
    let mut found = Vec::new();
    for (at, party) in parties.iter().enumerate() {
        let others = parties
            .iter()
            .enumerate()
            .filter(|(other, with)| *other != at && with.is_same(party));
        let files: Vec<&str> = others.map(|(_, with)| with.file).collect();
        if files.is_empty() {
            continue;
        }
        let message = Text::new(
            format!("同一单位另有一份：{}", files.join("、")),
            format!(
                "there is another return of this department: {}",
                files.join(", ")
            ),
        );
        found.push((party.index, finding(&RULE, Place::default(), message)));
    }
    found
}
