//! What a bureau waives: findings that are shown, and count for nothing.

use crate::check::Return;
use crate::finding::{Finding, Waived, each};
use crate::form::Spec;
use crate::submission::Submission;
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

    fn is_for_return(&self, submission: &Submission) -> bool {
        let Spec {
            code, department, ..
        } = &submission.identity.spec;
        self.is_for(code, department)
    }

    fn covers(&self, finding: &Finding) -> bool {
        self.rule == finding.code && (self.field.is_none() || self.field == finding.place.field)
    }
}

/// Marks the findings of a return that are waived; the first word on one stands.
pub(super) fn mark(waivers: &[Waiver], submission: &Submission, findings: &mut [Finding]) {
    let of_department = waivers.iter().filter(|it| it.is_for_return(submission));
    let of_department: Vec<&Waiver> = of_department.collect();
    for finding in findings {
        let waiver = of_department.iter().find(|waiver| waiver.covers(finding));
        finding.waived = waiver.map(|waiver| waiver.waived.clone());
    }
}

/// The waivers whose departments are among these returns, and that match nothing found there.
pub fn stale<'a>(waivers: &'a [Waiver], returns: &[Return]) -> Vec<&'a Waiver> {
    let is_stale = |waiver: &&Waiver| {
        let mut meant = returns
            .iter()
            .filter(|file| {
                let content = file.content.as_ref();
                content.is_some_and(|content| waiver.is_for_return(&content.submission))
            })
            .peekable();
        meant.peek().is_some()
            && !meant.any(|file| each(&file.findings).any(|finding| waiver.covers(finding)))
    };
    waivers.iter().filter(is_stale).collect()
}
