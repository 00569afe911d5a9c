//! Why no summary can be made.

/// What makes a summary of these returns impossible.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConsolidateError {
    /// There is no file, or none can be read as a return.
    #[error("there is no return to summarise{}", tried(.files))]
    NoReturns {
        /// The files that cannot be read.
        files: Vec<String>,
    },
    /// The returns were made from different packs, or from different texts of one pack.
    #[error("the returns were made from different packs: {}; summarise each pack by itself", listed(.groups))]
    DifferentPacks {
        /// Each pack with its version, and the files made from it.
        groups: Vec<(String, Vec<String>)>,
    },
    /// The returns are of different years.
    #[error("the returns are of different years: {}; summarise each year by itself", listed(.groups))]
    DifferentYears {
        /// Each year, and the files of it.
        groups: Vec<(String, Vec<String>)>,
    },
    /// The pack cannot be laid out for the totals.
    #[error("the pack {id} has mistakes: run 'annex template check'")]
    BadPack {
        /// The id of the pack.
        id: String,
    },
}

/// The files named in a message: the first few, and how many more there are.
fn named(files: &[String]) -> String {
    const SHOWN: usize = 3;
    let shown = files
        .get(..SHOWN.min(files.len()))
        .unwrap_or_default()
        .join(", ");
    match files.len().saturating_sub(SHOWN) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

fn tried(files: &[String]) -> String {
    if files.is_empty() {
        String::new()
    } else {
        format!(": none of these can be read: {}", named(files))
    }
}

fn listed(groups: &[(String, Vec<String>)]) -> String {
    groups
        .iter()
        .map(|(label, files)| format!("{label} ({})", named(files)))
        .collect::<Vec<_>>()
        .join(", ")
}
