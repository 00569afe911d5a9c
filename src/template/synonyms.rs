//! The `[[synonyms]]` of `pack.toml`: what returns that were not made from the form call what it prints.

use crate::template::source::{Located, Node};

/// A printed text, and what others call it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Synonym {
    /// The text as the form prints it; placeholders are filled.
    pub label: Located<String>,
    /// What stands in its place in other forms.
    pub also: Vec<Located<String>>,
    /// What stands in its place only beside the other labels of its row: words that mean something else elsewhere.
    pub in_row: Vec<Located<String>>,
}

pub(super) fn synonyms(root: &Node<'_>) -> Vec<Synonym> {
    let mut synonyms = Vec::new();
    for table in root.tables("synonyms") {
        let label = table.required("label");
        let also = table.strings("also");
        let in_row = table.strings("in_row");
        if !table.has("also") && !table.has("in_row") {
            table.missing("also");
        }
        table.finish();
        if let Some(label) = label {
            synonyms.push(Synonym {
                label,
                also: also.unwrap_or_default(),
                in_row: in_row.unwrap_or_default(),
            });
        }
    }
    synonyms
}
