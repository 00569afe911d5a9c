//! A Word document as data: paragraphs with styles, on a cover and on numbered pages.
//!
//! The look is that of official documents, GB/T 9704: A4, 22 lines of 28 characters, 仿宋 of 16 points, headings in 黑体 and
//! 楷体. [`write::write`] turns it into .docx bytes. What others wrote with Word
//! is another matter: [`read::read`] gives its paragraphs and tables.

pub mod read;
pub mod text;
pub mod write;

/// A document.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Document {
    /// The title in the properties of the file.
    pub title: String,
    /// The author in the properties of the file.
    pub author: String,
    /// The date in the properties of the file: year, month, day.
    pub created: (u16, u8, u8),
    /// The cover, a page of its own without a number; without paragraphs there is none.
    pub cover: Vec<Paragraph>,
    /// The pages after it, which are numbered from one.
    pub body: Vec<Paragraph>,
}

/// A paragraph of one style.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    /// What it is.
    pub style: Style,
    /// Its text; a tab is a tab, and what XML cannot carry is left out.
    pub text: String,
    /// Points left free above it, besides what its style leaves.
    pub before: u32,
    /// Its indent, where it differs from that of its style.
    pub indent: Option<Indent>,
}

impl Paragraph {
    /// A paragraph as its style has it.
    pub fn new(style: Style, text: impl Into<String>) -> Paragraph {
        Paragraph {
            style,
            text: text.into(),
            before: 0,
            indent: None,
        }
    }
}

/// Where the lines of a paragraph begin, in characters from the margin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Indent {
    /// All lines but the first.
    pub left: u32,
    /// So many characters before them the first line begins.
    pub hanging: u32,
}

/// What a paragraph is, as Word's list of styles names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Style {
    /// The title on the cover.
    Title,
    /// What stands on the cover below the title.
    Subtitle,
    /// A heading of the first level: 一、
    Heading1,
    /// A heading of the second level: （一）
    Heading2,
    /// The text.
    BodyText,
    /// A text that was computed.
    Facts,
    /// A mark where something is missing.
    Missing,
    /// The list of what is attached.
    Attachments,
}

impl Style {
    /// Every style, in the order in which they are written.
    pub const ALL: [Style; 8] = [
        Style::Title,
        Style::Subtitle,
        Style::Heading1,
        Style::Heading2,
        Style::BodyText,
        Style::Facts,
        Style::Missing,
        Style::Attachments,
    ];

    /// Its id in the file.
    pub fn id(self) -> &'static str {
        match self {
            Style::Title => "Title",
            Style::Subtitle => "Subtitle",
            Style::Heading1 => "Heading1",
            Style::Heading2 => "Heading2",
            Style::BodyText => "BodyText",
            Style::Facts => "Facts",
            Style::Missing => "Missing",
            Style::Attachments => "Attachments",
        }
    }
}

/// A counting number in Chinese numerals, as headings have it: 一, 十, 二十一; digits from a hundred on.
///
/// ```
/// use annex::document::numeral;
/// assert_eq!([1, 10, 11, 20, 99].map(numeral), ["一", "十", "十一", "二十", "九十九"]);
/// ```
pub fn numeral(number: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    match (number / 10, number % 10) {
        (0, 0) | (10.., _) => number.to_string(),
        (0, ones) => DIGITS[ones].to_owned(),
        (1, ones) => format!("十{}", DIGITS[ones]),
        (tens, ones) => format!("{}十{}", DIGITS[tens], DIGITS[ones]),
    }
}
