//! What can keep a job, or a part of it, from being done.

use std::fmt::Display;
use std::path::{Path, PathBuf};

use crate::file;
use crate::text::Text;
use crate::workspace::settings::SettingsError;

/// Why a job, or a part of it, could not be done: told apart by its kind, and said in both languages by [`Problem::text`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.text().en)]
#[non_exhaustive]
pub enum Problem {
    /// A file or a folder is not there, or may not be read.
    Unreadable {
        /// What it is called.
        name: String,
        /// Why not.
        why: Text,
    },
    /// A file can be read, and is not what it was named for.
    Unfit {
        /// What it is called.
        name: String,
        /// What is wrong with it.
        why: Text,
    },
    /// A file that was there is not there any more.
    Gone(String),
    /// A folder holds nothing that is looked at.
    EmptyFolder(String),
    /// One file was asked for, and this is an archive of files.
    Archive(String),
    /// An archive has no such file, or none that is looked at.
    NotInArchive {
        /// The file that was named.
        name: String,
        /// The archive.
        archive: String,
    },
    /// What somebody wrote for annex to go by is wrong.
    Settings(SettingsError),
    /// A file of last year is no return, and nothing is compared with it.
    NotCompared {
        /// The file.
        name: String,
        /// Why not.
        why: Text,
    },
    /// A file is there already, and annex overwrites none.
    Exists(PathBuf),
    /// A file cannot be written.
    NotWritten {
        /// The file.
        path: PathBuf,
        /// What the operating system says.
        why: Text,
    },
    /// The bytes of a file cannot be put together, though nothing of what was given is wrong.
    NotMade {
        /// The file, if it has a name yet.
        path: Option<PathBuf>,
        /// What was in the way, in the words of the library.
        why: String,
    },
    /// annex itself made a mistake.
    Panicked {
        /// The file, or the part of the job, it was at.
        at: String,
        /// Where in its sources, as far as that is known.
        place: Option<String>,
    },
}

impl Problem {
    /// A file that cannot be read.
    pub(crate) fn unreadable(name: impl Display, why: Text) -> Problem {
        let name = name.to_string();
        Problem::Unreadable { name, why }
    }

    /// A file that is not what it was named for.
    pub(crate) fn unfit(name: impl Display, why: Text) -> Problem {
        let name = name.to_string();
        Problem::Unfit { name, why }
    }

    /// A result that cannot be put together.
    pub(crate) fn not_made(why: impl Display) -> Problem {
        let why = why.to_string();
        Problem::NotMade { path: None, why }
    }

    /// The same problem, with the name of the file that was to be written.
    pub(crate) fn not_written(path: &Path, why: &std::io::Error) -> Problem {
        let (path, why) = (path.to_owned(), file::told(why));
        Problem::NotWritten { path, why }
    }

    /// What went wrong, and what to do about it.
    pub fn text(&self) -> Text {
        match self {
            Problem::Unreadable { name, why } => Text::new(
                format!("{name}：读不出来：{}", why.zh),
                format!("{name}: cannot be read: {}", why.en),
            ),
            Problem::Unfit { name, why } => why.of(name),
            Problem::Gone(name) => Text::new("文件不见了", "is gone").of(name),
            Problem::EmptyFolder(name) => Text::new(
                "这个文件夹里没有工作簿",
                "there is no workbook in this folder",
            )
            .of(name),
            Problem::Archive(name) => Text::new(
                format!("是压缩包，请写其中的文件，如 {name}/101.xlsx"),
                format!("is an archive; name a file in it, such as {name}/101.xlsx"),
            )
            .of(name),
            Problem::NotInArchive { name, archive } => Text::new(
                format!("{archive} 里没有这个文件，或它不是 annex 看的文件"),
                format!("{archive} has no such file, or none annex looks at"),
            )
            .of(name),
            Problem::Settings(why) => why.text(),
            Problem::NotCompared { name, why } => Text::new(
                format!("未用来比对：{}", why.zh),
                format!("not compared with: {}", why.en),
            )
            .of(name),
            Problem::Exists(path) => Text::new(
                "文件已存在，annex 不覆盖任何文件，请另写一个名字",
                "the file exists, and annex overwrites nothing; name another",
            )
            .of(path.display()),
            Problem::NotWritten { path, why } => Text::new(
                format!("{}：写不进去：{}", path.display(), why.zh),
                format!("{}: cannot be written: {}", path.display(), why.en),
            ),
            Problem::NotMade { path, why } => {
                let text = Text::new(
                    format!("结果写不出来，请报告给 annex 的开发者（技术细节：{why}）"),
                    format!("the result cannot be put together, please report it: {why}"),
                );
                match path {
                    Some(path) => text.of(path.display()),
                    None => text,
                }
            }
            Problem::Panicked { at, place } => {
                let (zh, en) = place.as_ref().map_or_else(Default::default, |place| {
                    (format!("（{place}）"), format!(" ({place})"))
                });
                Text::new(
                    format!("{at}：annex 自己出了错{zh}，已停下；请报告给开发者，可以的话附上文件"),
                    format!(
                        "{at}: stopped by a mistake in annex{en}; please report it, with the file if you may"
                    ),
                )
            }
        }
    }
}

impl From<SettingsError> for Problem {
    fn from(why: SettingsError) -> Problem {
        Problem::Settings(why)
    }
}
