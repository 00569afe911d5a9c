//! The returns of a summary: what is taken of each, who sent what, in which order, and which of them are counted.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::figure::Figure;
use super::indicators::{self, Indicator};
use super::overview::{self, KeyFigures};
use super::pen::Pen;
use super::projects::{self, Project};
use super::rows::{self, Listed};
use super::{ConsolidateError, sums};
use crate::address::Address;
use crate::book::Cell;
use crate::check::across::{Own, beside};
use crate::check::several::{Arrival, several};
use crate::check::{Content, Options, Return};
use crate::finding::{self, Finding, Level};
use crate::form::{self, Form, Spec};
use crate::formula::Value;
use crate::packed::Packed;
use crate::template::Pack;
use crate::text::Text;

/// What a summary takes of a return, which can be let go then. What it looks at once or twice is packed.
#[derive(Debug, Clone)]
pub struct Part {
    /// The file.
    pub file: String,
    /// What of it is held against other returns; `None` where it is none.
    pub own: Option<Own>,
    findings: Packed<Vec<Finding>>,
    pub(super) counts: Counts,
    pub(super) taken: Option<Taken>,
}

/// How many findings a file has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) all: usize,
    /// Those that are waived.
    pub(super) waived: usize,
    errors: usize,
    warnings: usize,
    infos: usize,
}

impl Counts {
    fn of(findings: &[Finding]) -> Counts {
        let count = |level| finding::count(findings, level);
        Counts {
            all: findings.len(),
            waived: finding::waived(findings),
            errors: count(Level::Error),
            warnings: count(Level::Warning),
            infos: count(Level::Info),
        }
    }

    /// How many of a level there are that nobody waives.
    pub(super) fn of_level(self, level: Level) -> usize {
        match level {
            Level::Error => self.errors,
            Level::Warning => self.warnings,
            Level::Info => self.infos,
        }
    }
}

/// What a summary shows of a return.
#[derive(Debug, Clone)]
pub(super) struct Taken {
    pub(super) pack: Arc<Pack>,
    /// Who it says it is.
    pub(super) spec: Spec,
    pub(super) key_figures: KeyFigures,
    /// Its parts of the sums, as [`sums::summed`] has the fields.
    pub(super) sums: Packed<Vec<Value>>,
    pub(super) listed: Packed<Vec<Listed>>,
    pub(super) indicators: Packed<Vec<Indicator>>,
    pub(super) projects: Packed<Vec<Project>>,
    /// By their ids the fields in which something was found, or may be once it is held against others.
    pub(super) found: Packed<BTreeMap<String, Found>>,
}

/// A field in which something was found.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Found {
    pub(super) label: String,
    /// With what annex computed there.
    pub(super) figure: Figure,
}

/// Where something stands in a file.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct At {
    pub(super) sheet: String,
    pub(super) cell: Address,
}

impl At {
    /// Where a field is.
    pub(super) fn of(content: &Content, field: usize) -> At {
        let submission = &content.submission;
        At {
            sheet: submission.sheet_name(field).to_owned(),
            cell: submission.cell(field),
        }
    }
}

impl Part {
    /// Takes it of a return.
    pub fn of(returned: &Return) -> Part {
        let own = Own::of(returned);
        let taken = returned.content.as_ref().map(|content| {
            let findings = &returned.findings;
            Taken {
                pack: Arc::clone(&content.submission.form.pack),
                spec: content.submission.identity.spec.clone(),
                key_figures: overview::key_figures(content),
                sums: Packed::of(&sums::parts(content)),
                listed: Packed::of(&rows::listed(content)),
                indicators: Packed::of(&indicators::taken(content)),
                projects: Packed::of(&projects::taken(content, findings)),
                found: Packed::of(&found(content, findings, own.as_ref())),
            }
        });
        Part {
            file: returned.file.clone(),
            own,
            findings: Packed::of(&returned.findings),
            counts: Counts::of(&returned.findings),
            taken,
        }
    }

    /// What was found in the file.
    pub fn findings(&self) -> Vec<Finding> {
        self.findings.get()
    }

    /// Who it says it is; nobody, if it cannot be read.
    pub fn spec(&self) -> Option<&Spec> {
        self.taken.as_ref().map(|taken| &taken.spec)
    }
}

fn found(content: &Content, findings: &[Finding], own: Option<&Own>) -> BTreeMap<String, Found> {
    let form = &content.submission.form;
    let places = findings.iter().map(|finding| finding.place.clone());
    let places = places.chain(own.into_iter().flat_map(Own::places));
    let ids = places.filter_map(|place| place.field);
    let found = ids.filter_map(|id| {
        let field = form.field(&id)?;
        let found = Found {
            label: form.fields[field].label.clone(),
            figure: Figure::of(content, field),
        };
        Some((id, found))
    });
    found.collect()
}

/// Adds to the findings of each return what shows only beside the others: texts and projects of another department, and a
/// second return of the same.
pub fn across(parts: &mut [Part], options: &Options) {
    let owns: Vec<Option<&Own>> = parts.iter().map(|part| part.own.as_ref()).collect();
    let found = beside(&owns);
    for (part, new) in parts.iter_mut().zip(found) {
        if let Some(own) = part.own.as_ref().filter(|_| !new.is_empty()) {
            let mut findings = part.findings();
            own.add(&mut findings, new, options);
            part.counts = Counts::of(&findings);
            part.findings = Packed::of(&findings);
        }
    }
}

/// All files of a summary; there is at least one source.
pub(super) struct Batch<'a> {
    /// The returns that can be read, by code, then by file.
    pub(super) sources: Vec<Source<'a>>,
    /// The files that cannot be read, by name, each with its index among all files.
    pub(super) unreadable: Vec<(usize, &'a Part)>,
    form: Form,
}

/// One return that can be read.
pub(super) struct Source<'a> {
    /// Its index among all files.
    pub(super) index: usize,
    /// The file and its findings.
    pub(super) part: &'a Part,
    /// The return with its figures.
    pub(super) taken: &'a Taken,
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
        &self.part.file
    }

    /// The department's code.
    pub(super) fn code(&self) -> &'a str {
        self.taken.spec.code.trim()
    }

    /// The department's name; its code where the form was made without a name.
    pub(super) fn name(&self) -> &'a str {
        let name = self.taken.spec.department.trim();
        if name.is_empty() { self.code() } else { name }
    }

    /// What tells departments apart: the code, or the name where the form has no code.
    pub(super) fn key(&self) -> Option<&'a str> {
        [self.code(), self.name()]
            .into_iter()
            .find(|key| !key.is_empty())
    }

    /// Whether its figures are part of the totals.
    pub(super) fn counted(&self) -> bool {
        self.counted_instead.is_none()
    }

    /// Where something comes from: file, sheet and cell.
    pub(super) fn origin(&self, at: Option<&At>, pen: &Pen) -> [Cell; 3] {
        let sheet = at.map_or("", |at| &at.sheet);
        let cell = at.map_or_else(String::new, |at| at.cell.to_string());
        [pen.text(self.file()), pen.text(sheet), pen.word(&cell)]
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

    /// What all returns have of something, each with its return.
    pub(super) fn all<T: Serialize + DeserializeOwned>(
        &self,
        of: fn(&Taken) -> &Packed<Vec<T>>,
    ) -> impl Iterator<Item = (&Source<'a>, T)> {
        self.sources.iter().flat_map(move |source| {
            let have = of(source.taken).get().into_iter();
            have.map(move |it| (source, it))
        })
    }

    /// One of the forms: for what is the same in all of them.
    pub(super) fn form(&self) -> &Form {
        &self.form
    }

    /// The pack of all of them.
    pub(super) fn pack(&self) -> &Pack {
        &self.form.pack
    }
}

/// How many findings of a level a file has that nobody waives.
pub(super) fn count(part: &Part, level: Level) -> usize {
    part.counts.of_level(level)
}

/// Puts the returns in order and refuses those that do not belong into one summary.
pub(super) fn batch(parts: &[Part]) -> Result<Batch<'_>, ConsolidateError> {
    let mut sources = Vec::new();
    let mut unreadable = Vec::new();
    for (index, part) in parts.iter().enumerate() {
        match &part.taken {
            Some(taken) => sources.push(Source {
                index,
                part,
                taken,
                counted_instead: None,
            }),
            None => unreadable.push((index, part)),
        }
    }
    sources.sort_by_key(|source| (source.code(), source.key(), source.file()));
    unreadable.sort_by_key(|(_, part)| &part.file);
    let Some(first) = sources.first() else {
        return Err(ConsolidateError::NoReturns {
            files: unreadable
                .into_iter()
                .map(|(_, part)| part.file.clone())
                .collect(),
        });
    };
    let packs = groups(&sources, |source| {
        let pack = &source.taken.pack;
        let hash = pack.fingerprint.get(..8).unwrap_or(&pack.fingerprint);
        format!("{} version {} [{hash}]", pack.id, pack.version)
    });
    if packs.len() > 1 {
        return Err(ConsolidateError::DifferentPacks { groups: packs });
    }
    let years = groups(&sources, |source| source.taken.spec.year.to_string());
    if years.len() > 1 {
        return Err(ConsolidateError::DifferentYears { groups: years });
    }
    let Taken { pack, spec, .. } = first.taken;
    let form = form::resolve(pack, spec).map_err(|_| ConsolidateError::BadPack {
        id: pack.id.clone(),
    })?;
    find_doubles(&mut sources, parts);
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
fn find_doubles<'a>(sources: &mut [Source<'a>], parts: &'a [Part]) {
    let arrivals: Vec<Option<Arrival>> = arrivals(parts);
    for group in several(&arrivals) {
        let Some((first, others)) = group.members.split_first() else {
            continue;
        };
        for source in sources.iter_mut().filter(|it| others.contains(&it.index)) {
            source.counted_instead = Some(Instead {
                file: &parts[*first].file,
                why: group.why.clone(),
            });
        }
    }
}

/// What the returns say of themselves; nothing of a file that is none.
pub fn arrivals(parts: &[Part]) -> Vec<Option<Arrival>> {
    let arrival = |part: &Part| part.own.as_ref().map(|own| own.arrival.clone());
    parts.iter().map(arrival).collect()
}
