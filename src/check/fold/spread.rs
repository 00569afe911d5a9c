//! What was done once, and shows on many sheets.

use std::collections::BTreeMap;

use super::Causes;
use crate::check::context::Context;
use crate::check::rules::{
    w004_other_year as other_year, w005_identity_altered as identity, w007_label_altered as label,
    w022_identity_of_another as another, x012_entered_twice as twice,
};
use crate::finding::Finding;
use crate::own;
use crate::text::letters;

/// A form of another year whose titles say the year that is asked for.
pub(super) fn titles(findings: &[Finding], causes: &mut Causes) {
    let of_year = |finding: &Finding| finding.code == other_year::RULE.code;
    let is_file = |finding: &Finding| of_year(finding) && finding.place.sheet.is_none();
    let Some(cause) = findings.iter().position(is_file) else {
        return;
    };
    for (consequence, finding) in findings.iter().enumerate() {
        if of_year(finding) {
            causes.follows(consequence, cause);
        }
    }
}

/// Another name in the place of the department's own, wherever it is printed: it follows from the sheet, or the identity,
/// of another department, else the first of them stands for all.
pub(super) fn names(context: &Context<'_>, findings: &[Finding], causes: &mut Causes) {
    let own = context.form().spec.department.as_str();
    let mut first: BTreeMap<&str, usize> = BTreeMap::new();
    for (index, finding) in findings.iter().enumerate() {
        let Some(name) = name_instead(finding, own) else {
            continue;
        };
        let is_cause = |other: &Finding| {
            let sheet = other.place.sheet.as_deref();
            let code = other.code.as_str();
            code == identity::RULE.code
                || code == another::RULE.code
                    && (sheet == finding.place.sheet.as_deref() || sheet == Some(own::IDENTITY))
        };
        let cause = findings.iter().position(is_cause);
        let cause = cause.unwrap_or_else(|| *first.entry(name).or_insert(index));
        causes.follows(index, cause);
    }
}

/// A project that stands twice because its name was typed over that of another.
pub(super) fn projects(context: &Context<'_>, findings: &[Finding], causes: &mut Causes) {
    let form = context.form();
    for (consequence, finding) in findings.iter().enumerate() {
        if finding.code != twice::RULE.code {
            continue;
        }
        let field = finding.place.field.as_deref().and_then(|id| form.field(id));
        let Some(name) = field.and_then(|field| context.submission.text(field)) else {
            continue;
        };
        let is_typed_over = |other: &Finding| {
            let written = other.reported.as_deref().unwrap_or_default();
            other.code == label::RULE.code
                && other.place.field.is_some()
                && letters(written) == letters(&name)
        };
        if let Some(cause) = findings.iter().position(is_typed_over) {
            causes.follows(consequence, cause);
        }
    }
}

/// The name that stands in a locked text where the department's own belongs.
fn name_instead<'f>(finding: &'f Finding, own: &str) -> Option<&'f str> {
    if finding.code != label::RULE.code || own.is_empty() {
        return None;
    }
    let (before, after) = finding.computed.as_deref()?.split_once(own)?;
    let found = finding.reported.as_deref()?;
    found.strip_prefix(before)?.strip_suffix(after)
}
