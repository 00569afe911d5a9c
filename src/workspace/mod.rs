//! What any front asks of annex: packs at hand, a batch of files read with containment and checked, the folder of a
//! campaign, results written. A command line, a page and a program come in by the same doors.
//!
//! Plain data in and out: [`Asked`] says what is wanted, [`Event`]s tell what comes up while it is done, [`Checked`] is the
//! result, [`Problem`] why there is none. Nothing is printed here, nothing is global but the hook of
//! [`caught::keep_quiet`], and no argument of a command line is known.

pub mod adoptable;
mod adopted;
mod arrived;
mod batch;
pub mod campaign;
pub mod caught;
pub mod contained;
mod event;
pub mod inbox;
pub mod packs;
mod problem;
mod settings;
pub mod targets;
pub mod write;

use std::path::PathBuf;

pub use arrived::Arrived;
pub use batch::{Batch, Came, Checked, Done, Opener, found, open, returns};
pub use contained::Reader;
pub use event::Event;
pub use problem::Problem;
pub use settings::{SettingsError, key, paragraphs, roster};

/// What is asked of returned workbooks.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// Returned workbooks, folders and archives of them; where there are none, the inbox of the campaign.
    pub files: Vec<PathBuf>,
    /// The campaign the returns belong to: its folder, or its `campaign.toml`.
    pub campaign: Option<PathBuf>,
    /// Packs the returns should be made from: folders, or ids of shipped packs. The shipped ones are known anyway.
    pub packs: Vec<String>,
    /// The year all returns should be for.
    pub year: Option<u16>,
    /// The file with the key their forms were signed with.
    pub key: Option<PathBuf>,
    /// Last year's returns, or folders and archives of them.
    pub last: Vec<PathBuf>,
    /// Rules, by code or name, whose findings are not wanted.
    pub allow: Vec<String>,
    /// Rules, by code or name, whose findings are errors. This outweighs `allow`.
    pub deny: Vec<String>,
    /// Where the formats are read whose reader a hostile file can make abort.
    pub reader: Reader,
}
