//! Which of several returns of one department counts.
//!
//! A department that is asked to mend its return sends it once more, and the first one stays in the inbox. Names of files tell
//! nothing: 101003.xlsx may be older or younger than 101003（改）.xlsx, and copying a file changes its date. So the workbooks
//! themselves are asked: which marked copy they answer, and when a spreadsheet program saved them last.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};

use crate::check::{Content, Return};
use crate::text::Text;

/// Several returns of one department for one year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Several {
    /// Their places among all returns, that which counts first, and then the later before the earlier.
    pub members: Vec<usize>,
    /// Why the first counts.
    pub why: Text,
}

/// A return by its place among those given, with the name of its file.
type Member<'a> = (usize, &'a str, &'a Content);

/// The departments of which there are several returns for one year on one pack.
pub fn several(returns: &[Return]) -> Vec<Several> {
    let contents: Vec<Member<'_>> = (returns.iter().enumerate())
        .filter_map(|(index, file)| Some((index, file.file.as_str(), file.content.as_ref()?)))
        .collect();
    // A form made without a code is known by its department's name.
    let mut codes: HashMap<&str, &str> = HashMap::new();
    for (_, _, content) in &contents {
        let spec = &content.submission.identity.spec;
        if !spec.code.trim().is_empty() {
            codes
                .entry(spec.department.trim())
                .or_insert(spec.code.trim());
        }
    }
    let mut groups: BTreeMap<(&str, &str, u16), Vec<Member<'_>>> = BTreeMap::new();
    for one in contents {
        let form = &one.2.submission.form;
        let spec = &one.2.submission.identity.spec;
        let (code, name) = (spec.code.trim(), spec.department.trim());
        let key = match code {
            "" => codes.get(name).copied().unwrap_or(name),
            code => code,
        };
        if !key.is_empty() {
            let group = (form.pack.id.as_str(), key, form.spec.year);
            groups.entry(group).or_default().push(one);
        }
    }
    groups
        .into_values()
        .filter(|members| members.len() > 1)
        .map(|mut members| {
            members
                .sort_by(|one, other| later(one.2, other.2).then_with(|| natural(other.1, one.1)));
            Several {
                why: why(members[0].2, members[1].2),
                members: members.iter().map(|(index, ..)| *index).collect(),
            }
        })
        .collect()
}

/// Puts the later of two returns of a department first: that which answers the newer marked copy, else that which was saved
/// last by its own record.
pub fn later(one: &Content, other: &Content) -> Ordering {
    let saved = |it: &Content| it.submission.book.saved.clone();
    (other.submission.answers, saved(other)).cmp(&(one.submission.answers, saved(one)))
}

/// Why a return counts, and not the next one.
fn why(first: &Content, next: &Content) -> Text {
    let (first, next) = (&first.submission, &next.submission);
    if first.answers > next.answers {
        return Text::new(
            "它是在批注过的表上改的",
            "it was worked on in the newest marked copy",
        );
    }
    match (&first.book.saved, &next.book.saved) {
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
