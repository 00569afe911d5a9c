//! What can be wrong with what somebody wrote for annex to go by: names of packs and rules, packs, a roster, `campaign.toml`.

use std::path::{Path, PathBuf};

use crate::file;
use crate::identity::Key;
use crate::roster::{self, Department, RosterError};
use crate::template::Mistake;
use crate::text::{Language, Text};
use crate::workspace::Problem;

/// What is wrong with packs, rules, a roster or a campaign.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.text().en)]
#[non_exhaustive]
pub enum SettingsError {
    /// No folder and no shipped pack is called so.
    UnknownPack {
        /// The name.
        name: String,
        /// The ids of the shipped packs.
        shipped: Vec<String>,
    },
    /// A pack has to be named, for several are shipped: their ids.
    NoPackNamed(Vec<String>),
    /// A pack has mistakes.
    BrokenPack {
        /// What it was named by.
        name: String,
        /// All of them, in the order of its files.
        mistakes: Vec<Mistake>,
    },
    /// A pack cannot be laid out as it was asked for: all that is in the way.
    NotLaidOut(Vec<Mistake>),
    /// `campaign.toml` has mistakes.
    BrokenCampaign {
        /// The file.
        name: String,
        /// All of them, in the order of its lines.
        mistakes: Vec<Mistake>,
    },
    /// The folder of last year's campaign is not where `campaign.toml` says.
    NoLastCampaign {
        /// The file.
        name: String,
        /// The folder.
        last: PathBuf,
    },
    /// A roster has mistakes: all of them.
    BrokenRoster {
        /// The file.
        name: String,
        /// All of them, in the order of its lines.
        mistakes: Vec<RosterError>,
    },
    /// No rule has this code or name.
    UnknownRule(String),
}

impl SettingsError {
    /// What is wrong, and what to do about it.
    pub fn text(&self) -> Text {
        match self {
            SettingsError::UnknownPack { name, shipped } => Text::new(
                format!(
                    "没有模板“{name}”：请写模板文件夹，或自带模板的编号（{}）",
                    shipped.join("、")
                ),
                format!(
                    "there is no pack '{name}': name a folder, or one of the shipped packs ({})",
                    shipped.join(", ")
                ),
            ),
            SettingsError::NoPackNamed(shipped) => Text::new(
                format!("请用 --pack 写明模板；自带的有 {}", shipped.join("、")),
                format!(
                    "name a pack with --pack; the shipped ones are {}",
                    shipped.join(", ")
                ),
            ),
            SettingsError::BrokenPack { name, mistakes } => with_mistakes(
                mistakes,
                &format!(
                    "模板“{name}”有 {} 处错误；运行 annex template check {name} 查看",
                    mistakes.len()
                ),
                &format!(
                    "the pack '{name}' has {} mistakes; run 'annex template check {name}'",
                    mistakes.len()
                ),
            ),
            SettingsError::NotLaidOut(mistakes) => {
                let Text { zh, en } = paragraphs(mistakes);
                Text::new(zh.trim_end(), en.trim_end())
            }
            SettingsError::BrokenCampaign { name, mistakes } => with_mistakes(
                mistakes,
                &format!("{name} 有 {} 处错误", mistakes.len()),
                &format!("{name} has {} mistakes", mistakes.len()),
            ),
            SettingsError::NoLastCampaign { name, last } => {
                let last = last.display();
                Text::new(
                    format!("没有文件夹 {last}；last 应写上一年度报送的文件夹"),
                    format!("there is no folder {last}; 'last' names that of last year's campaign"),
                )
                .of(name)
            }
            SettingsError::BrokenRoster { name, mistakes } => {
                Text::joined(mistakes.iter().map(RosterError::text), "\n").of(name)
            }
            SettingsError::UnknownRule(word) => Text::new(
                format!("没有规则“{word}”；全部规则见 docs/rules.md"),
                format!("there is no rule '{word}'; docs/rules.md lists all of them"),
            ),
        }
    }
}

/// The mistakes of a pack or a campaign, a paragraph each.
pub fn paragraphs(list: &[Mistake]) -> Text {
    let one = |mistake: &Mistake, language| {
        format!(
            "{}: {} {}\n    → {}\n",
            mistake.origin,
            mistake.code,
            mistake.message.get(language),
            mistake.hint.get(language)
        )
    };
    let all = |language| list.iter().map(|it| one(it, language)).collect::<String>();
    Text::new(all(Language::Chinese), all(Language::English))
}

/// A line, and the mistakes below it.
fn with_mistakes(list: &[Mistake], zh: &str, en: &str) -> Text {
    let told = paragraphs(list);
    let told = Text::new(told.zh.trim_end(), told.en.trim_end());
    Text::joined([Text::new(zh, en), told].into_iter(), "\n")
}

/// The key in a key file.
///
/// # Errors
/// [`Problem::Unfit`]: it cannot be read, or is no key.
pub fn key(path: &Path) -> Result<Key, Problem> {
    let unfit = |why| Problem::unfit(path.display(), why);
    let text = file::read(path, file::TEXT).map_err(|why| unfit(why.text()))?;
    Key::of(&text).map_err(|why| unfit(why.text()))
}

/// The departments of a roster file.
///
/// # Errors
/// [`Problem::Unfit`]: it cannot be read; [`SettingsError::BrokenRoster`].
pub fn roster(path: &Path) -> Result<Vec<Department>, Problem> {
    let name = path.display().to_string();
    let bytes = file::read(path, file::TEXT).map_err(|why| Problem::unfit(&name, why.text()))?;
    roster::parse(&bytes).map_err(|mistakes| SettingsError::BrokenRoster { name, mistakes }.into())
}
