//! A text that another department has returned as well.

use std::collections::{BTreeSet, HashMap};

use serde::{Deserialize, Serialize};

use crate::align::{Prose, likely_alike};
use crate::check::across::{NAMED, Own};
use crate::check::context::Context;
use crate::check::rule::{Rule, nothing};
use crate::check::rules::copied::{alike, own_texts};
use crate::finding::{Finding, Level, Place};
use crate::packed::Packed;
use crate::template::Copies;
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

/// A text that its department writes by itself.
#[derive(Debug, Clone)]
pub(in crate::check) struct Written {
    field: String,
    words: Packed<Words>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Words {
    /// The field, with no message yet.
    at: Finding,
    label: String,
    text: String,
}

impl Written {
    /// Where it stands.
    pub(in crate::check) fn place(&self) -> Place {
        self.words.get().at.place
    }
}

/// The texts of a return that are held against those of others.
pub(in crate::check) fn written(context: &Context<'_>) -> Vec<Written> {
    let one = |(field, _): (usize, Prose)| {
        let text = context.submission.text(field)?;
        let at = context.at_field(&RULE, field, Text::new("", ""));
        Some(Written {
            field: at.place.field.clone().unwrap_or_default(),
            words: Packed::of(&Words {
                at,
                label: context.label(field).to_owned(),
                text,
            }),
        })
    };
    own_texts(context).into_iter().filter_map(one).collect()
}

/// Holds the texts of each two departments against one another.
pub(in crate::check) fn across(owns: &[(usize, &Own)]) -> Vec<(usize, Finding)> {
    let all = || {
        owns.iter().copied().flat_map(|(index, own)| {
            let written = own.written.iter();
            written.map(move |written| (index, own, written))
        })
    };
    let fields = all().map(|(_, own, written)| (&own.pack().id, &written.field));
    let fields: BTreeSet<(&String, &String)> = fields.collect();
    let of_one = |(pack, field): (&String, &String)| {
        let group =
            all().filter(|(_, own, written)| own.pack().id == *pack && written.field == *field);
        let group = group.map(|(index, own, written)| Member {
            index,
            own,
            words: written.words.get(),
        });
        of_field(&group.collect::<Vec<_>>())
    };
    fields.into_iter().flat_map(of_one).collect()
}

/// A text, with the return it stands in.
struct Member<'a> {
    index: usize,
    own: &'a Own,
    words: Words,
}

impl<'a> Member<'a> {
    /// What its pack says of copies.
    fn copies(&self) -> Option<&'a Copies> {
        self.own.pack().copies.as_ref()
    }
}

/// What is found among the texts of one field.
fn of_field(group: &[Member<'_>]) -> Vec<(usize, Finding)> {
    // Who copies to the letter is held against the others once.
    let mut letters: HashMap<(&str, &str), usize> = HashMap::new();
    let mut having: Vec<Vec<usize>> = Vec::new();
    for (at, member) in group.iter().enumerate() {
        let key = (
            member.own.pack().fingerprint.as_str(),
            member.words.text.as_str(),
        );
        let text = *letters.entry(key).or_insert(having.len());
        match having.get_mut(text) {
            Some(having) => having.push(at),
            None => having.push(vec![at]),
        }
    }
    let first = |having: &Vec<usize>| &group[having[0]];
    let shares = group
        .iter()
        .filter_map(|member| Some(member.copies()?.alike));
    let Some(share) = shares.min() else {
        return Vec::new();
    };
    let texts: Vec<Prose> = having
        .iter()
        .map(|having| Prose::of(&first(having).words.text))
        .collect();
    let mut found = Vec::new();
    for (text, likely) in likely_alike(&texts, share).into_iter().enumerate() {
        let Some(copies) = first(&having[text]).copies() else {
            continue;
        };
        let mut others: Vec<(usize, String)> = Vec::new();
        for other in likely.into_iter().chain([text]) {
            if let Some(share) = alike(copies, &texts[text], &texts[other]) {
                others.extend(having[other].iter().map(|at| (*at, share.clone())));
            }
        }
        others.sort_unstable();
        for member in having[text].iter().map(|at| &group[*at]) {
            let others = others.iter().map(|(at, share)| (&group[*at].own, share));
            let others = others.filter(|(other, _)| other.is_another(member.own));
            found.extend(finding(
                member,
                others.map(|(own, share)| (own.called(), share)),
            ));
        }
    }
    found
}

fn finding<'a>(
    member: &Member<'_>,
    others: impl Iterator<Item = (String, &'a String)>,
) -> Option<(usize, Finding)> {
    let (zh, en): (Vec<String>, Vec<String>) = others
        .map(|(called, share)| {
            let zh = format!("{called}有 {share} 相同");
            (zh, format!("{called} ({share})"))
        })
        .unzip();
    let all = zh.len();
    let first = |mut named: Vec<String>| {
        named.truncate(NAMED);
        Text::first(&named, all, "份")
    };
    let label = &member.words.label;
    let message = Text::new(
        format!("“{label}”与别的单位的同一栏几乎一样：{}", first(zh).zh),
        format!("'{label}' is almost the text of {}", first(en).en),
    );
    let finding = Finding {
        message,
        ..member.words.at.clone()
    };
    (all > 0).then_some((member.index, finding))
}
