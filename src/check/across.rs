//! Returns of different departments, held against one another.
//!
//! What has to be known of a return for that is taken out of it, so that the return itself can be let go.

use std::sync::Arc;

use crate::check::rules::x007_text_of_another_department::{self as texts, Written};
use crate::check::rules::x008_project_claimed_twice::{self as claims, Claim};
use crate::check::rules::x009_returned_twice::Doubles;
use crate::check::several::Arrival;
use crate::check::{Content, Options, Return, in_order, waivers};
use crate::finding::{Finding, Place};
use crate::form::Spec;
use crate::template::Pack;

/// So many other returns are named in a finding; the rest is counted.
pub(super) const NAMED: usize = 8;

/// What of a return is held against those of other departments.
#[derive(Debug, Clone)]
pub struct Own {
    /// Whose it is, and which of several counts.
    pub arrival: Arrival,
    whose: Whose,
    pub(super) written: Vec<Written>,
    pub(super) claims: Vec<Claim>,
}

/// What has to be known of a return to add a finding to its others.
#[derive(Debug, Clone)]
struct Whose {
    pack: Arc<Pack>,
    spec: Spec,
    /// The names of its sheets, in their order.
    sheets: Vec<String>,
}

impl Whose {
    fn of(content: &Content) -> Whose {
        let submission = &content.submission;
        Whose {
            pack: Arc::clone(&submission.form.pack),
            spec: submission.form.spec.clone(),
            sheets: submission.sheet_names().cloned().collect(),
        }
    }

    fn add(&self, findings: &mut Vec<Finding>, mut new: Vec<Finding>, options: &Options) {
        options.levels.set(&self.pack, &mut new);
        waivers::mark(&options.waivers, &self.spec, &mut new);
        findings.extend(new);
        in_order(self.sheets.iter(), findings);
    }
}

impl Own {
    /// Takes it out of a return; nothing of a file that is none.
    pub fn of(file: &Return) -> Option<Own> {
        let content = file.content.as_ref()?;
        let context = content.context();
        Some(Own {
            arrival: Arrival::of(&file.file, content),
            whose: Whose::of(content),
            written: texts::written(&context),
            claims: claims::claims(&context),
        })
    }

    /// Adds findings to the others of its return.
    pub fn add(&self, findings: &mut Vec<Finding>, new: Vec<Finding>, options: &Options) {
        self.whose.add(findings, new, options);
    }

    /// Where findings of that kind may be.
    pub fn places(&self) -> Vec<Place> {
        let written = self.written.iter().map(Written::place);
        written
            .chain(self.claims.iter().map(Claim::place))
            .collect()
    }

    /// The pack of its form.
    pub(super) fn pack(&self) -> &Pack {
        &self.whose.pack
    }

    /// Whether another return is of another department, and on the same forms.
    pub(super) fn is_another(&self, other: &Own) -> bool {
        let (one, two) = (&self.whose.spec, &other.whose.spec);
        let is_same = one.is_of_same_department(two) && one.year == two.year;
        !is_same && self.pack().id == other.pack().id
    }

    /// The department, with its file.
    pub(super) fn called(&self) -> String {
        format!("{}（{}）", self.whose.spec.department, self.arrival.file)
    }
}

/// What shows only beside the others, for each return by its place: texts and projects of another department, and a second
/// return of the same.
pub fn beside(owns: &[Option<&Own>]) -> Vec<Vec<Finding>> {
    let known = owns.iter().enumerate();
    let known: Vec<(usize, &Own)> = known.filter_map(|(at, own)| Some((at, (*own)?))).collect();
    let arrivals = owns.iter().map(|own| Some(own.as_ref()?.arrival.clone()));
    let doubles = Doubles::of(&arrivals.collect::<Vec<_>>());
    let twice = (0..owns.len()).filter_map(|index| Some((index, doubles.finding(index)?)));
    let mut found = vec![Vec::new(); owns.len()];
    for (index, finding) in texts::across(&known)
        .into_iter()
        .chain(claims::across(&known))
        .chain(twice)
    {
        found[index].push(finding);
    }
    found
}

/// Adds to each return what shows only beside the others, as [`beside`] has it.
pub fn across(returns: &mut [Return], options: &Options) {
    let owns: Vec<Option<Own>> = returns.iter().map(Own::of).collect();
    let found = beside(&owns.iter().map(Option::as_ref).collect::<Vec<_>>());
    for ((file, own), new) in returns.iter_mut().zip(&owns).zip(found) {
        if let Some(own) = own {
            own.add(&mut file.findings, new, options);
        }
    }
}

/// Adds to a return, by its place among all, that there are several of its department, and which of them counts.
pub fn returned_twice(file: &mut Return, index: usize, doubles: &Doubles, options: &Options) {
    if let (Some(content), Some(finding)) = (&file.content, doubles.finding(index)) {
        Whose::of(content).add(&mut file.findings, vec![finding], options);
    }
}
