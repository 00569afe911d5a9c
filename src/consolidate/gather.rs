//! The returns of a summary: who sent what, in which order, and which of them are counted.

use std::collections::BTreeMap;

use super::ConsolidateError;
use crate::check::several::{arrivals, several};
use crate::check::{Content, Return};
use crate::finding::{self, Level};
use crate::form::Form;
use crate::text::Text;

/// All files of a summary; there is at least one source.
pub(super) struct Batch<'a> {
    /// The returns that can be read, by code, then by file.
    pub(super) sources: Vec<Source<'a>>,
    /// The files that cannot be read, by name, each with its index among all files.
    pub(super) unreadable: Vec<(usize, &'a Return)>,
    form: &'a Form,
}

/// One return that can be read.
pub(super) struct Source<'a> {
    /// Its index among all files.
    pub(super) index: usize,
    /// The file and its findings.
    pub(super) returned: &'a Return,
    /// The return with its figures.
    pub(super) content: &'a Content,
    /// For a department that came back twice: the file that is counted in place of this one.
    pub(super) counted_instead: Option<Instead<'a>>,
}

/// The file that is counted, of several of a department.
#[derive(Debug, Clone)]
pub(super) struct Instead<'a> {
    /// The file.
    pub(super) file: &'a str,
    /// Why that one.
    pub(super) why: Text,
}

impl<'a> Source<'a> {
    /// The file.
    pub(super) fn file(&self) -> &'a str {
        &self.returned.file
    }

    /// The department's code.
    pub(super) fn code(&self) -> &'a str {
        self.content.submission.identity.spec.code.trim()
    }

    /// The department's name; its code where the form was made without a name.
    pub(super) fn name(&self) -> &'a str {
        let name = self.content.submission.identity.spec.department.trim();
        if name.is_empty() { self.code() } else { name }
    }

    /// What tells departments apart: the code, or the name where the form has no code.
    pub(super) fn key(&self) -> Option<&'a str> {
        [self.code(), self.name()]
            .into_iter()
            .find(|key| !key.is_empty())
    }

    /// Its form.
    pub(super) fn form(&self) -> &'a Form {
        &self.content.submission.form
    }

    /// Whether its figures are part of the totals.
    pub(super) fn counted(&self) -> bool {
        self.counted_instead.is_none()
    }

    /// Where a field is in the file: the name of the sheet, and the cell.
    pub(super) fn place(&self, field: usize) -> (&'a str, String) {
        let submission = &self.content.submission;
        (
            submission.sheet_name(field),
            submission.cell(field).to_string(),
        )
    }
}

impl<'a> Batch<'a> {
    /// The sources whose figures are part of the totals.
    pub(super) fn counted(&self) -> impl Iterator<Item = &Source<'a>> {
        self.sources.iter().filter(|source| source.counted())
    }

    /// The sources that are shown, but are not part of the totals.
    pub(super) fn doubles(&self) -> impl Iterator<Item = &Source<'a>> {
        self.sources.iter().filter(|source| !source.counted())
    }

    /// One of the forms: for what is the same in all of them.
    pub(super) fn form(&self) -> &'a Form {
        self.form
    }
}

/// How many findings of a level a file has that nobody waives.
pub(super) fn count(returned: &Return, level: Level) -> usize {
    finding::count(&returned.findings, level)
}

/// Puts the returns in order and refuses those that do not belong into one summary.
pub(super) fn batch(returns: &[Return]) -> Result<Batch<'_>, ConsolidateError> {
    let mut sources = Vec::new();
    let mut unreadable = Vec::new();
    for (index, returned) in returns.iter().enumerate() {
        match &returned.content {
            Some(content) => sources.push(Source {
                index,
                returned,
                content,
                counted_instead: None,
            }),
            None => unreadable.push((index, returned)),
        }
    }
    sources.sort_by_key(|source| (source.code(), source.key(), source.file()));
    unreadable.sort_by_key(|(_, returned)| &returned.file);
    let Some(first) = sources.first() else {
        return Err(ConsolidateError::NoReturns {
            files: unreadable
                .into_iter()
                .map(|(_, returned)| returned.file.clone())
                .collect(),
        });
    };
    let form = first.form();
    let packs = groups(&sources, |source| {
        let pack = &source.form().pack;
        let hash = pack.fingerprint.get(..8).unwrap_or(&pack.fingerprint);
        format!("{} version {} [{hash}]", pack.id, pack.version)
    });
    if packs.len() > 1 {
        return Err(ConsolidateError::DifferentPacks { groups: packs });
    }
    let years = groups(&sources, |source| source.form().spec.year.to_string());
    if years.len() > 1 {
        return Err(ConsolidateError::DifferentYears { groups: years });
    }
    find_doubles(&mut sources, returns);
    Ok(Batch {
        sources,
        unreadable,
        form,
    })
}

fn groups(
    sources: &[Source<'_>],
    label: impl Fn(&Source<'_>) -> String,
) -> Vec<(String, Vec<String>)> {
    let mut groups: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for source in sources {
        let files = groups.entry(label(source)).or_default();
        files.push(source.file().to_owned());
    }
    groups.into_iter().collect()
}

/// Counting a department twice would falsify every total, so only one of its files is counted.
fn find_doubles<'a>(sources: &mut [Source<'a>], returns: &'a [Return]) {
    for group in several(&arrivals(returns)) {
        let Some((first, others)) = group.members.split_first() else {
            continue;
        };
        for source in sources.iter_mut().filter(|it| others.contains(&it.index)) {
            source.counted_instead = Some(Instead {
                file: &returns[*first].file,
                why: group.why.clone(),
            });
        }
    }
}
