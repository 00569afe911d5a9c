//! A sentence in both languages annex speaks.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Chinese, or English.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// 中文, what departments read.
    #[default]
    Chinese,
    /// English.
    English,
}

impl FromStr for Language {
    type Err = String;

    fn from_str(text: &str) -> Result<Language, String> {
        match text {
            "zh" => Ok(Language::Chinese),
            "en" => Ok(Language::English),
            other => Err(format!(
                "'{other}' is not a language annex speaks: take zh or en"
            )),
        }
    }
}

/// One sentence in Chinese and in English.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Text {
    /// The Chinese sentence.
    pub zh: String,
    /// The English sentence.
    pub en: String,
}

impl Text {
    /// Puts the two sentences together.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Text {
        Text {
            zh: zh.into(),
            en: en.into(),
        }
    }

    /// The sentence in one language.
    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::Chinese => &self.zh,
            Language::English => &self.en,
        }
    }

    /// The same, said of a thing that has a name: a file, a folder, a department.
    pub fn of(&self, what: impl fmt::Display) -> Text {
        Text::new(
            format!("{what}：{}", self.zh),
            format!("{what}: {}", self.en),
        )
    }

    /// Two sentences as one.
    #[must_use]
    pub fn and(&self, other: &Text) -> Text {
        Text::new(
            [self.zh.as_str(), "，", &other.zh].concat(),
            [self.en.as_str(), ", and ", &other.en].concat(),
        )
    }

    /// Several texts, with something between them.
    pub fn joined(texts: impl Iterator<Item = Text>, between: &str) -> Text {
        let (zh, en): (Vec<String>, Vec<String>) = texts.map(|text| (text.zh, text.en)).unzip();
        Text::new(zh.join(between), en.join(between))
    }

    /// The first of some names, at most `most` of them, and how many there are: `counted` says what of, as in 等 9 份。
    pub fn some(names: &[String], most: usize, counted: &str) -> Text {
        Text::first(&names[..names.len().min(most)], names.len(), counted)
    }

    /// The first names of so many, and how many there are, as [`Text::some`] has them.
    pub fn first(named: &[String], all: usize, counted: &str) -> Text {
        let (zh, en) = (named.join("、"), named.join(", "));
        match all.saturating_sub(named.len()) {
            0 => Text::new(zh, en),
            more => Text::new(
                format!("{zh}等 {all} {counted}"),
                format!("{en} and {more} more"),
            ),
        }
    }

    /// Whether both sentences are empty.
    pub fn is_empty(&self) -> bool {
        self.zh.is_empty() && self.en.is_empty()
    }
}

impl fmt::Display for Text {
    /// The Chinese sentence, the default language.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.zh)
    }
}

/// Where a text is no JSON, in both languages.
pub fn not_json(why: &serde_json::Error) -> Text {
    let place = match why.line() {
        0 => String::new(),
        line => format!("，问题在第 {line} 行第 {} 列", why.column()),
    };
    Text::new(format!("不是正确的 JSON{place}"), why.to_string())
}

/// A text as it may be shown: what a terminal would obey, and what turns the reading direction round or shows nothing, is
/// written out as `\\u{1b}`. Line ends and tabs stay.
///
/// ```
/// use annex::text::visible;
/// assert_eq!(visible("附件\u{1b}[2J\u{202e}xslx.exe\r\n"), "附件\\u{1b}[2J\\u{202e}xslx.exe\n");
/// ```
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_hidden) {
        return Cow::Borrowed(text);
    }
    let text = text.replace("\r\n", "\n");
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if is_hidden(c) {
            shown.extend(c.escape_unicode());
        } else {
            shown.push(c);
        }
    }
    Cow::Owned(shown)
}

/// The same on one line: for names, in which a line end is none.
pub fn visible_line(text: &str) -> String {
    let shown = visible(text);
    shown.replace('\n', "\\u{a}").replace('\t', "\\u{9}")
}

/// Whether a character is obeyed rather than shown: controls, marks of direction, characters without width, separators of
/// lines that only some programs know, tags.
pub fn is_hidden(c: char) -> bool {
    match c {
        '\n' | '\t' => false,
        '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{FEFF}' => true,
        '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' => true,
        '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}' => true,
        other => other.is_control(),
    }
}

/// A full-width letter or sign, or one of the small signs of old code pages, made narrow: ％ and ﹪ become %; other characters
/// stay what they are.
pub fn half_width(c: char) -> char {
    match c {
        '！'..='～' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '﹐' => ',',
        '﹒' => '.',
        '﹔' => ';',
        '﹕' => ':',
        '﹙' => '(',
        '﹚' => ')',
        '﹢' => '+',
        '﹣' => '-',
        '﹤' => '<',
        '﹥' => '>',
        '﹦' => '=',
        '﹪' => '%',
        other => other,
    }
}

/// Characters that programs and web pages leave in texts: no width, no meaning.
pub fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{AD}' | '\u{FE00}'..='\u{FE0F}' | '\u{180E}'
    )
}

/// A text without blanks and without what nobody sees, its full-width letters and signs made narrow.
///
/// ```
/// use annex::text::plain;
/// assert_eq!(plain("\u{FEFF}≥ ９５\u{200B}％"), "≥95%");
/// ```
pub fn plain(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && !c.is_control() && !is_invisible(*c))
        .map(half_width)
        .collect()
}

/// The letters, characters and digits of a text, as [`plain`] has them: two texts that differ in signs alone are the same.
///
/// ```
/// use annex::text::letters;
/// assert_eq!(letters("《培训（第 ２ 期）》。"), "培训第2期");
/// ```
pub fn letters(text: &str) -> String {
    plain(text)
        .chars()
        .filter(|c| c.is_alphanumeric())
        .collect()
}
