//! Why a file cannot be read, in words that its sender understands.

use serde::{Deserialize, Serialize};

use super::kind::{Foreign, Legacy};
use crate::package::{Damage, Measure, PackageError};
use crate::text::Text;

/// Why a file is not read as a workbook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{}", self.text().en)]
pub enum ReadError {
    /// The file has no bytes.
    Empty,
    /// The file is something else than a workbook, whatever its name says.
    NotAWorkbook(Foreign),
    /// The file is a workbook of a kind that is not read.
    OtherFormat(Legacy),
    /// A password is needed to open the file.
    Encrypted,
    /// Only whom its author named may open the file, and a server asks who that is (IRM).
    Restricted,
    /// The file is a workbook, or was one, and is broken.
    Damaged {
        /// The part or sheet in which the damage shows; empty for the package itself.
        part: String,
        /// What is broken.
        damage: Damage,
    },
    /// The process that read the file used up its memory or its time.
    GaveUp,
    /// The file holds more than is read.
    TooLarge {
        /// The part or sheet that holds too much; empty for the package itself.
        part: String,
        /// What it holds too much of.
        what: Measure,
    },
}

impl From<PackageError> for ReadError {
    fn from(error: PackageError) -> ReadError {
        match error {
            PackageError::NotAPackage => ReadError::NotAWorkbook(Foreign::Unknown),
            PackageError::Encrypted => ReadError::Encrypted,
            PackageError::Damaged { part, damage } => ReadError::Damaged { part, damage },
            PackageError::TooLarge { part, what } => ReadError::TooLarge { part, what },
        }
    }
}

impl ReadError {
    /// Shorthand for [`ReadError::Damaged`].
    pub(super) fn damaged(part: &str, damage: Damage) -> ReadError {
        ReadError::Damaged {
            part: part.to_owned(),
            damage,
        }
    }

    /// What is wrong and what to do, for the person who sent the file.
    pub fn text(&self) -> Text {
        match self {
            ReadError::Empty => Text::new(
                "文件是空的（0 字节）。请重新保存或重新传送。",
                "the file is empty (0 bytes): save or send it again",
            ),
            ReadError::NotAWorkbook(foreign) => foreign.refused(),
            ReadError::OtherFormat(legacy) => Text::new(
                format!(
                    "暂不能读取{}。请在 Excel 或 WPS 中打开，另存为 .xlsx 后再报送。",
                    legacy.text().zh
                ),
                format!(
                    "{} is not yet read: open it in Excel or WPS and save it as .xlsx",
                    legacy.text().en
                ),
            ),
            ReadError::Encrypted => Text::new(
                "文件设有打开密码，无法读取。请取消打开密码，另存后再报送。",
                "the file is protected by a password: remove the password needed to open it and save it again",
            ),
            ReadError::Restricted => Text::new(
                "文件设有使用权限（IRM 信息权限管理），只有作者指定的人能打开。请作者取消“限制访问”，另存为 .xlsx 后再报送。",
                "the file is restricted to whom its author named (IRM): have the author lift 'Restrict Access' and save it as .xlsx",
            ),
            ReadError::Damaged { part, damage } => {
                let (place, why) = (Place(part), damage.text());
                Text::new(
                    format!(
                        "文件已损坏{}：{}。请在 Excel 或 WPS 中打开并另存为 .xlsx，或重新传送。",
                        place.zh(),
                        why.zh
                    ),
                    format!(
                        "the file is damaged{}: {}; open it in Excel or WPS and save it as .xlsx, or send it again",
                        place.en(),
                        why.en
                    ),
                )
            }
            ReadError::GaveUp => Text::new(
                "文件读不完：占用的内存或时间超过上限，多半是文件已损坏。请在 Excel 或 WPS 中打开，另存为 .xlsx 后再报送。",
                "reading the file took more memory or time than is allowed, so it is probably damaged: open it in Excel or WPS and save it as .xlsx",
            ),
            ReadError::TooLarge {
                what: what @ (Measure::ArchiveFiles | Measure::ArchiveBytes),
                ..
            } => {
                let (counted, limit) = (what.text(), what.limit());
                Text::new(
                    format!(
                        "压缩包过大：{}超过上限 {limit}。请解压到文件夹里，或分成几个压缩包。",
                        counted.zh
                    ),
                    format!(
                        "the archive is too large: more than {limit} {}; unpack it into the folder, or pack it as several",
                        counted.en
                    ),
                )
            }
            ReadError::TooLarge { part, what } => {
                let (place, counted, limit) = (Place(part), what.text(), what.limit());
                Text::new(
                    format!(
                        "文件过大{}：{}超过上限 {limit}。请删除表格之外的空行、空列、多余格式和图片，另存后再报送。",
                        place.zh(),
                        counted.zh
                    ),
                    format!(
                        "the file is too large{}: more than {limit} {}; delete empty rows and columns, formats and \
                         pictures outside the form and save it again",
                        place.en(),
                        counted.en
                    ),
                )
            }
        }
    }
}

/// The part a sentence speaks of, if it speaks of one.
struct Place<'a>(&'a str);

impl Place<'_> {
    fn zh(&self) -> String {
        if self.0.is_empty() {
            String::new()
        } else {
            format!("（{}）", self.0)
        }
    }

    fn en(&self) -> String {
        if self.0.is_empty() {
            String::new()
        } else {
            format!(" in {}", self.0)
        }
    }
}
