//! Findings as text: one file for each format.

pub mod concise;
pub mod extract;
pub mod full;
pub mod json;

use crate::check::Return;
use crate::finding::Level;

/// The version of the JSON annex writes; raised when a key changes its meaning.
pub const JSON_VERSION: &str = "1";

/// How many findings of each level there are: errors, warnings, infos. What follows from another finding is not counted.
pub fn counts(returns: &[Return]) -> [usize; 3] {
    let mut counts = [0; 3];
    for finding in returns.iter().flat_map(|file| &file.findings) {
        counts[match finding.level {
            Level::Error => 0,
            Level::Warning => 1,
            Level::Info => 2,
        }] += 1;
    }
    counts
}

/// How many findings are folded beneath others.
pub fn folded(returns: &[Return]) -> usize {
    let findings = returns.iter().flat_map(|file| &file.findings);
    findings.map(|finding| finding.follows.len()).sum()
}

/// How many warnings there are that no department has explained.
pub fn unexplained_warnings(returns: &[Return]) -> usize {
    let findings = returns.iter().flat_map(|file| &file.findings);
    findings
        .filter(|finding| finding.level == Level::Warning && finding.explained.is_none())
        .count()
}
