//! Two returns of one department.

use std::collections::HashMap;

use crate::check::across::NAMED;
use crate::check::context::finding;
use crate::check::rule::{Rule, nothing};
use crate::check::several::{Arrival, Several, several};
use crate::finding::{Finding, Level, Place};
use crate::text::Text;

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

/// The departments that came back twice.
#[derive(Debug, Clone, Default)]
pub struct Doubles {
    /// What each file is called.
    files: Vec<String>,
    groups: Vec<Several>,
    /// The group of a return, and its place in it.
    of: HashMap<usize, (usize, usize)>,
}

impl Doubles {
    /// Looks for them; a file that is no return has no arrival.
    pub fn of(arrivals: &[Option<Arrival>]) -> Doubles {
        let groups = several(arrivals);
        let mut of = HashMap::new();
        for (group, Several { members, .. }) in groups.iter().enumerate() {
            of.extend((members.iter().enumerate()).map(|(at, &member)| (member, (group, at))));
        }
        let file =
            |one: &Option<Arrival>| one.as_ref().map(|it| it.file.clone()).unwrap_or_default();
        Doubles {
            files: arrivals.iter().map(file).collect(),
            groups,
            of,
        }
    }

    /// The files of which there is another, by their places among those given.
    pub fn members(&self) -> impl Iterator<Item = usize> {
        self.groups.iter().flat_map(|group| &group.members).copied()
    }

    /// Whether there is another return of the department of this one.
    pub fn has(&self, member: usize) -> bool {
        self.of.contains_key(&member)
    }

    /// What is to be said of a return by its place among those given, if there is another of its department.
    pub(in crate::check) fn finding(&self, member: usize) -> Option<Finding> {
        let &(group, at) = self.of.get(&member)?;
        let Several { members, why } = &self.groups[group];
        let file = |index: usize| &self.files[index];
        let others = members.iter().filter(|other| **other != member);
        let others: Vec<String> = others
            .take(NAMED)
            .map(|other| file(*other).clone())
            .collect();
        let others = Text::first(&others, members.len() - 1, "份");
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
        Some(finding(&RULE, Place::default(), message))
    }
}
