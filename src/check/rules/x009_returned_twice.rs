//! Two returns of one department.

use crate::check::Return;
use crate::check::context::finding;
use crate::check::rule::{Rule, nothing};
use crate::check::several::{Several, several};
use crate::finding::{Finding, Level, Place};
use crate::text::Text;

/// So many other files are named; the rest is counted.
const NAMED: usize = 8;

/// Two returns of one department.
pub const RULE: Rule = Rule {
    code: "X009",
    name: "returned-twice",
    level: Level::Warning,
    title: ("同一单位交了两份", "two returns of one department"),
    checks: (
        "审核、汇总几份表时，同一单位、同一年度的表是不是只有一份，计入哪一份",
        "in check and consolidate, whether there is only one return of each department for the year, and which one counts",
    ),
    why: (
        "两份的数往往不一样，汇总只能计入一份：在最近一次批注表上改的，否则文件里记着最后保存的",
        "the two seldom agree, and the summary can only count one: that which was worked on in the newest marked copy, else that which by its own record was saved last",
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
pub(in crate::check) fn across(returns: &[Return]) -> Vec<(usize, Finding)> {
    let mut found = Vec::new();
    for Several { members, why } in several(returns) {
        let file = |index: usize| returns[index].file.as_str();
        for (at, &member) in members.iter().enumerate() {
            let others = members.iter().filter(|other| **other != member);
            let others: Vec<String> = others.map(|other| file(*other).to_owned()).collect();
            let others = Text::some(&others, NAMED, "份");
            let counts = match at {
                0 => Text::new("汇总计入本份", "this one counts"),
                _ => Text::new(
                    format!("汇总计入 {}", file(members[0])),
                    format!("{} counts", file(members[0])),
                ),
            };
            let message = Text::new(
                format!(
                    "同一单位另有一份：{}；{}（{}）",
                    others.zh, counts.zh, why.zh
                ),
                format!(
                    "there is another return of this department: {}; {} ({})",
                    others.en, counts.en, why.en
                ),
            );
            found.push((member, finding(&RULE, Place::default(), message)));
        }
    }
    found
}
