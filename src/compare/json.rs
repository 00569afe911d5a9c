//! Differences as JSON, for other programs.

use serde::Serialize;

use crate::compare::{Change, Comparison, Party, Said};
use crate::report::JSON_VERSION;
use crate::report::json::{IdentityKeys, Line, line};
use crate::text::Language;

#[derive(Serialize)]
struct Document<'a> {
    version: &'a str,
    old: IdentityKeys<'a>,
    new: IdentityKeys<'a>,
    identity: &'a [Said],
    changes: &'a [Change],
    findings: Findings<'a>,
}

#[derive(Serialize)]
struct Findings<'a> {
    gone: Vec<Line<'a>>,
    new: Vec<Line<'a>>,
    unchanged: Vec<Both<'a>>,
}

#[derive(Serialize)]
struct Both<'a> {
    old: Line<'a>,
    new: Line<'a>,
}

/// One document: `{"version", "old", "new", "identity": [{"what", "old", "new"}], "changes": [{"change", "item", "sheet",
/// "label", "old", "new", "difference", "words", "values"}], "findings": {"gone", "new", "unchanged": [{"old", "new"}]}}`.
///
/// # Errors
/// None in practice: everything in it can be written as JSON.
pub fn render(comparison: &Comparison<'_>, language: Language) -> serde_json::Result<String> {
    fn keys<'a>(party: Party<'a>) -> IdentityKeys<'a> {
        IdentityKeys::of(party.file, Some(&party.content.submission))
    }
    let gone = comparison.gone.iter();
    let come = comparison.come.iter();
    let kept = comparison.kept.iter();
    serde_json::to_string_pretty(&Document {
        version: JSON_VERSION,
        old: keys(comparison.old),
        new: keys(comparison.new),
        identity: &comparison.identity,
        changes: &comparison.changes,
        findings: Findings {
            gone: gone.map(|finding| line(finding, language)).collect(),
            new: come.map(|finding| line(finding, language)).collect(),
            unchanged: kept
                .map(|(old, new)| Both {
                    old: line(old, language),
                    new: line(new, language),
                })
                .collect(),
        },
    })
}
