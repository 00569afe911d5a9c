//! Why no summary can be made.

use crate::book::write::WriteError;
use crate::text::Text;

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
    /// The workbook cannot be written.
    #[error("{0}")]
    NotWritten(WriteError),
}

impl ConsolidateError {
    /// The same in both languages.
    pub fn text(&self) -> Text {
        let zh = match self {
            ConsolidateError::NoReturns { files } if files.is_empty() => {
                "没有可以汇总的表".to_owned()
            }
            ConsolidateError::NoReturns { files } => {
                format!("没有可以汇总的表，这些文件都读不出来：{}", named_zh(files))
            }
            ConsolidateError::DifferentPacks { groups } => {
                format!("各表用的模板不同：{}；请按模板分别汇总", listed_zh(groups))
            }
            ConsolidateError::DifferentYears { groups } => {
                format!("各表的年度不同：{}；请按年度分别汇总", listed_zh(groups))
            }
            ConsolidateError::BadPack { id } => {
                format!("模板“{id}”有错误，请运行 annex template check 查看")
            }
            ConsolidateError::NotWritten(why) => format!("汇总表写不出来：{why}"),
        };
        Text::new(zh, self.to_string())
    }
}

fn named_zh(files: &[String]) -> String {
    let shown = &files[..SHOWN.min(files.len())];
    match files.len() - shown.len() {
        0 => shown.join("、"),
        _ => format!("{}等 {} 个", shown.join("、"), files.len()),
    }
}

fn listed_zh(groups: &[(String, Vec<String>)]) -> String {
    let listed = groups.iter();
    let listed = listed.map(|(label, files)| format!("{label}（{}）", named_zh(files)));
    listed.collect::<Vec<_>>().join("、")
}

/// So many files are named in a message.
const SHOWN: usize = 3;

/// The files named in a message: the first few, and how many more there are.
fn named(files: &[String]) -> String {
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
