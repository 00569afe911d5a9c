//! A difference as JSON, for other programs.

use serde::Serialize;

use crate::diff::Difference;

/// The version of this JSON; raised when a key changes its meaning.
const VERSION: &str = "1";

#[derive(Serialize)]
struct Document<'a> {
    version: &'a str,
    #[serde(flatten)]
    difference: &'a Difference,
}

/// One document: `{"version", "old", "new", "same_text", "changes": [{"change", "item", "sheet", "old", "new", "edits":
/// [{"key", "old", "new"}]}]}`.
///
/// # Errors
/// None in practice: everything in it can be written as JSON.
pub fn render(difference: &Difference) -> serde_json::Result<String> {
    serde_json::to_string_pretty(&Document {
        version: VERSION,
        difference,
    })
}
