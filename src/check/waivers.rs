//! What a bureau waives: findings that are shown, and count for nothing.

use crate::check::Return;
use crate::finding::{Finding, Waived, each};
use crate::form::Spec;
use crate::template::Origin;

/// A finding a bureau does not ask to have mended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiver {
    /// The code of the rule.
    pub rule: String,
    /// The code or the name of the department; `None` for all of them.
    pub department: Option<String>,
    /// The id of the field; `None` for all findings of the rule.
    pub field: Option<String>,
    /// Why, and who says so.
    pub waived: Waived,
    /// Where the bureau has written it down.
    pub origin: Origin,
}

impl Waiver {
    /// Whether it is meant for a department.
    pub fn is_for(&self, code: &str, name: &str) -> bool {
        let mut meant = self.department.iter();
        meant.all(|meant| meant == code || meant == name)
    }

    fn is_for_return(&self, spec: &Spec) -> bool {
        self.is_for(&spec.code, &spec.department)
    }

    fn covers(&self, finding: &Finding) -> bool {
        self.rule == finding.code && (self.field.is_none() || self.field == finding.place.field)
    }
}

/// Marks the findings of a return that are waived; the first word on one stands.
pub(super) fn mark(waivers: &[Waiver], spec: &Spec, findings: &mut [Finding]) {
    let of_department = waivers.iter().filter(|it| it.is_for_return(spec));
    let of_department: Vec<&Waiver> = of_department.collect();
    for finding in findings {
        let waiver = of_department.iter().find(|waiver| waiver.covers(finding));
        finding.waived = waiver.map(|waiver| waiver.waived.clone());
    }
}

/// Which waivers have matched anything, return by return.
#[derive(Debug)]
pub struct Matched<'a> {
    /// Each with whether a return of a department it is meant for was there, and whether it matched a finding.
    waivers: Vec<(&'a Waiver, bool, bool)>,
}

impl<'a> Matched<'a> {
    /// None of these has matched yet.
    pub fn none(waivers: &'a [Waiver]) -> Matched<'a> {
        let waivers = waivers.iter().map(|waiver| (waiver, false, false));
        Matched {
            waivers: waivers.collect(),
        }
    }

    /// Takes in what was found in a file; nothing of one that is no return.
    pub fn add_file(&mut self, file: &Return) {
        if let Some(content) = &file.content {
            self.add(&content.submission.form.spec, &file.findings);
        }
    }

    /// Takes in what was found in a return.
    pub fn add(&mut self, spec: &Spec, findings: &[Finding]) {
        let meant = self.waivers.iter_mut();
        for (waiver, is_there, matches) in meant.filter(|(waiver, ..)| waiver.is_for_return(spec)) {
            *is_there = true;
            *matches |= each(findings).any(|finding| waiver.covers(finding));
        }
    }

    /// The waivers whose departments are among the returns, and that match nothing found there.
    pub fn stale(&self) -> impl Iterator<Item = &'a Waiver> {
        let stale = self.waivers.iter();
        let stale = stale.filter(|(_, is_there, matches)| *is_there && !*matches);
        stale.map(|(waiver, ..)| *waiver)
    }
}
