//! Which of several returns of one department counts.
//!
//! A department that is asked to mend its return sends it once more, and the first one stays in the inbox. Names of files tell
//! nothing: 101003.xlsx may be older or younger than 101003（改）.xlsx, and copying a file changes its date. So the workbooks
//! themselves are asked: which marked copy they answer, and when a spreadsheet program saved them last.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::book::RawBook;
use crate::check::{Content, Return};
use crate::identity::Identity;
use crate::memory;
use crate::template::Pack;
use crate::text::Text;

/// Several returns of one department for one year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Several {
    /// Their places among all returns, that which counts first, and then the later before the earlier.
    pub members: Vec<usize>,
    /// Why the first counts.
    pub why: Text,
}

/// What tells whose return a file is, and which of several counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    /// The file, as it was named.
    pub file: String,
    pack: String,
    code: String,
    department: String,
    year: u16,
    rank: Rank,
}

/// The how manieth marked copy a return answers, and when a program saved it last: the greater, the later.
type Rank = (u32, Option<String>);

impl Arrival {
    /// What a return says.
    pub fn of(file: &str, content: &Content) -> Arrival {
        let submission = &content.submission;
        Arrival::made(file, &submission.identity, rank(content))
    }

    /// What a workbook says of which nothing is known but the sheets that annex itself adds; `None` where it is no form of
    /// these packs.
    pub fn glanced(file: &str, book: &RawBook, packs: &[Arc<Pack>]) -> Option<Arrival> {
        let identity = Identity::read(book)?;
        let mut packs = packs.iter();
        packs
            .any(|pack| pack.id == identity.pack && pack.fingerprint == identity.fingerprint)
            .then(|| Arrival::made(file, &identity, (memory::answers(book), book.saved.clone())))
    }

    fn made(file: &str, identity: &Identity, rank: Rank) -> Arrival {
        let spec = &identity.spec;
        Arrival {
            file: file.to_owned(),
            pack: identity.pack.clone(),
            code: spec.code.trim().to_owned(),
            department: spec.department.trim().to_owned(),
            year: spec.year,
            rank,
        }
    }
}

/// A return by its place among those given.
type Member<'a> = (usize, &'a Arrival);

/// Where a return stands among several of its department.
pub(super) fn rank(content: &Content) -> Rank {
    let submission = &content.submission;
    (submission.answers, submission.book.saved.clone())
}

/// What the returns say; nothing of a file that is none.
pub fn arrivals(returns: &[Return]) -> Vec<Option<Arrival>> {
    let arrival = |file: &Return| Some(Arrival::of(&file.file, file.content.as_ref()?));
    returns.iter().map(arrival).collect()
}

/// The departments of which there are several returns for one year on one pack.
pub fn several(arrivals: &[Option<Arrival>]) -> Vec<Several> {
    let known = || {
        let arrivals = arrivals.iter().enumerate();
        arrivals.filter_map(|(index, one)| Some((index, one.as_ref()?)))
    };
    // A form made without a code is known by its department's name.
    let mut codes: HashMap<&str, &str> = HashMap::new();
    for (_, one) in known().filter(|(_, one)| !one.code.is_empty()) {
        codes.entry(&one.department).or_insert(&one.code);
    }
    let mut groups: BTreeMap<(&str, &str, u16), Vec<Member<'_>>> = BTreeMap::new();
    for (index, one) in known() {
        let name = one.department.as_str();
        let key = match one.code.as_str() {
            "" => codes.get(name).copied().unwrap_or(name),
            code => code,
        };
        if !key.is_empty() {
            let group = (one.pack.as_str(), key, one.year);
            groups.entry(group).or_default().push((index, one));
        }
    }
    groups
        .into_values()
        .filter(|members| members.len() > 1)
        .map(|mut members| {
            // That which answers the newer marked copy comes first, else that which was saved last by its own record.
            members.sort_by(|(_, one), (_, other)| {
                let by_rank = other.rank.cmp(&one.rank);
                by_rank.then_with(|| natural(&other.file, &one.file))
            });
            Several {
                why: why(&members[0].1.rank, &members[1].1.rank),
                members: members.iter().map(|(index, _)| *index).collect(),
            }
        })
        .collect()
}

/// Why a return counts, and not the next one.
fn why(first: &Rank, next: &Rank) -> Text {
    if first.0 > next.0 {
        return Text::new(
            "它是在批注过的表上改的",
            "it was worked on in the newest marked copy",
        );
    }
    match (&first.1, &next.1) {
        (Some(saved), next) if Some(saved) != next.as_ref() => Text::new(
            format!("文件里记着它最后保存：{saved}"),
            format!("by its own record it was saved last: {saved}"),
        ),
        _ => Text::new(
            "文件里看不出先后，取文件名靠后的一份，请核对",
            "nothing in them tells which is later, so it is the last by name; make sure",
        ),
    }
}

/// Orders names as people number them: 2 before 10.
fn natural(one: &str, other: &str) -> Ordering {
    let (one, other) = (pieces(one), pieces(other));
    one.cmp(&other)
}

/// The runs of a name: the digits of each as a number, and what stands before them.
fn pieces(name: &str) -> Vec<(&str, u64)> {
    let is_digit = |c: char| c.is_ascii_digit();
    let mut pieces = Vec::new();
    let mut rest = name;
    while !rest.is_empty() {
        let digits = rest.find(is_digit).unwrap_or(rest.len());
        let (text, after) = rest.split_at(digits);
        let end = after.find(|c| !is_digit(c)).unwrap_or(after.len());
        let (number, after) = after.split_at(end);
        pieces.push((text, number.parse().unwrap_or(u64::MAX)));
        rest = after;
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_ordered_as_people_number_them() {
        for (before, after) in [
            ("101003-2.xlsx", "101003-10.xlsx"),
            ("101003.xlsx", "101003（改）.xlsx"),
            ("第9次.xlsx", "第10次.xlsx"),
        ] {
            assert_eq!(natural(before, after), Ordering::Less, "{before}");
        }
    }
}
