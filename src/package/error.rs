//! Why a package or a part of it cannot be read.

use super::Measure;
use crate::text::Text;

/// Why a package is not read. What a sender should do about it is said by whoever knows what the file was to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PackageError {
    /// The bytes are no zip package.
    NotAPackage,
    /// A password is needed to open it.
    Encrypted,
    /// It is broken.
    Damaged {
        /// The part in which the damage shows; empty for the package itself.
        part: String,
        /// What is broken.
        damage: Damage,
    },
    /// It holds more than is read.
    TooLarge {
        /// The part that holds too much; empty for the package itself.
        part: String,
        /// What it holds too much of.
        what: Measure,
    },
}

impl PackageError {
    /// Shorthand for [`PackageError::Damaged`].
    pub fn damaged(part: &str, damage: Damage) -> PackageError {
        PackageError::Damaged {
            part: part.to_owned(),
            damage,
        }
    }
}

/// What is broken.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Damage {
    /// The file or a part ends too early, or the archive is not in order.
    Incomplete(String),
    /// A part is listed and not there.
    Missing,
    /// A part is not well-formed XML.
    Xml(String),
    /// A part is not in the encoding it says, UTF-8 where it says nothing.
    Encoding,
    /// A part declares entities, which no office program does.
    Entity(String),
    /// This is no reference to a cell or an area.
    Reference(String),
    /// The parts do not agree with each other or with themselves.
    Contradiction(String),
}

impl Damage {
    /// What is broken, as the middle of a sentence. What a library says of it is English, and stands in the English text alone.
    pub fn text(&self) -> Text {
        match self {
            Damage::Incomplete(detail) => Text::new(
                "文件不完整，可能没有传完",
                format!("it is not complete, perhaps the transfer broke off ({detail})"),
            ),
            Damage::Missing => Text::new("缺少这一部件", "this part is missing"),
            Damage::Xml(detail) => Text::new(
                "内部格式有误，有的标记不成对或不完整",
                format!("its XML is broken ({detail})"),
            ),
            Damage::Encoding => Text::new(
                "内部编码与声明不符，或不是 UTF-8",
                "it is not encoded as it says, or as UTF-8",
            ),
            Damage::Entity(name) => Text::new(
                "含有办公软件从不写的声明",
                format!("it uses entities ({name}), which is not allowed"),
            ),
            Damage::Reference(text) => Text::new(
                format!("“{text}”不是单元格引用"),
                format!("'{text}' is not a reference to a cell"),
            ),
            Damage::Contradiction(detail) => Text::new(
                "内容前后矛盾",
                format!("its content makes no sense ({detail})"),
            ),
        }
    }
}
