//! The `[[synonyms]]` of `pack.toml`: what returns that were not made from the form call what it prints.

use crate::template::source::{Located, Node};

/// A printed text, and what others call it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Synonym {
    /// The text as the form prints it; placeholders are filled.
    pub label: Located<String>,
    /// What stands in its place in other forms.
    pub also: Vec<Located<String>>,
}

pub(super) fn synonyms(root: &Node<'_>) -> Vec<Synonym> {
    let mut synonyms = Vec::new();
    for table in root.tables("synonyms") {
        let label = table.required("label");
        let also = table.strings("also");
        if also.is_none() && !table.has("also") {
            table.missing("also");
        }
        table.finish();
        if let (Some(label), Some(also)) = (label, also) {
            synonyms.push(Synonym { label, also });
        }
    }
    synonyms
}
