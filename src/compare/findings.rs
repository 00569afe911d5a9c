//! Which findings are gone, which are new, and which are still there: by code, field and row, never by the cell alone.

use std::collections::BTreeSet;

use crate::check::{Content, Return};
use crate::finding::{Finding, each};
use crate::pairs::Pairs;

/// Findings of two returns.
pub(super) struct Sorted<'a> {
    pub(super) gone: Vec<&'a Finding>,
    pub(super) come: Vec<&'a Finding>,
    pub(super) kept: Vec<(&'a Finding, &'a Finding)>,
}

/// What a finding is about.
#[derive(Debug, Clone, PartialEq, Eq)]
enum About {
    /// A field of the later form.
    Field(usize),
    /// A field of the earlier form that the later one has not.
    Gone(usize),
    /// A sheet of the later form.
    Sheet(usize),
    /// A sheet that is none of the later form, by its name.
    Named(String),
    /// The whole workbook.
    Workbook,
}

/// Sorts the findings of two returns; `None` when one of them could not be read.
pub(super) fn sorted<'a>(old: &'a Return, new: &'a Return, pairs: &Pairs) -> Option<Sorted<'a>> {
    let (before, now) = (old.content.as_ref()?, new.content.as_ref()?);
    let field_now = |field: usize| pairs.now[field].map_or(About::Gone(field), About::Field);
    let sheet_now = |sheet: usize| pairs.sheets[sheet].map(About::Sheet);
    // What follows from another finding is compared for itself: it may be gone while its cause is still there.
    let earlier: Vec<(About, &Finding)> = each(&old.findings)
        .map(|finding| (about(finding, before, &field_now, &sheet_now), finding))
        .collect();
    let same = |sheet: usize| Some(About::Sheet(sheet));
    let later: Vec<(About, &Finding)> = each(&new.findings)
        .map(|finding| (about(finding, now, &About::Field, &same), finding))
        .collect();
    let mut match_of = vec![None; earlier.len()];
    let mut taken = BTreeSet::new();
    // What agrees in more is paired first.
    let agree: [fn(&Finding, &Finding) -> bool; 3] = [
        |one, other| one.message == other.message && one.place.cell == other.place.cell,
        |one, other| one.message == other.message,
        |one, other| {
            let is_of_field = one.place.field.is_some();
            is_of_field || one.reported.is_some() && one.reported == other.reported
        },
    ];
    for agrees in agree {
        for (at, (about, finding)) in earlier.iter().enumerate() {
            if match_of[at].is_some() {
                continue;
            }
            let found = later.iter().enumerate().find(|(index, (of, other))| {
                !taken.contains(index)
                    && of == about
                    && other.code == finding.code
                    && agrees(finding, other)
            });
            if let Some((index, _)) = found {
                taken.insert(index);
                match_of[at] = Some(index);
            }
        }
    }
    Some(Sorted {
        gone: earlier
            .iter()
            .zip(&match_of)
            .filter(|(_, found)| found.is_none())
            .map(|((_, finding), _)| *finding)
            .collect(),
        come: later
            .iter()
            .enumerate()
            .filter(|(index, _)| !taken.contains(index))
            .map(|(_, (_, finding))| *finding)
            .collect(),
        kept: {
            let both = earlier.iter().zip(&match_of);
            let mut kept: Vec<(usize, &Finding)> = both
                .filter_map(|((_, finding), found)| Some(((*found)?, *finding)))
                .collect();
            kept.sort_by_key(|(index, _)| *index);
            let kept = kept.into_iter();
            kept.map(|(index, finding)| (finding, later[index].1))
                .collect()
        },
    })
}

fn about(
    finding: &Finding,
    content: &Content,
    field: &dyn Fn(usize) -> About,
    sheet: &dyn Fn(usize) -> Option<About>,
) -> About {
    let submission = &content.submission;
    let place = &finding.place;
    let known = place
        .field
        .as_ref()
        .and_then(|id| submission.form.field(id));
    if let Some(known) = known {
        return field(known);
    }
    let Some(named) = &place.sheet else {
        return About::Workbook;
    };
    let mut sheets = submission.book.sheets.iter();
    let raw = sheets.position(|sheet| sheet.name == *named);
    let of_form = raw.and_then(|raw| submission.form_sheet(raw));
    of_form
        .and_then(sheet)
        .unwrap_or_else(|| About::Named(named.clone()))
}
