//! A finding is data: what is wrong, where, and what to do. It never stops a run.

use std::fmt;

use crate::address::Address;
use crate::number::Number;
use crate::text::Text;

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// The return cannot be accepted as it is.
    Error,
    /// Somebody has to look at it, or explain it.
    Warning,
    /// Good to know.
    Info,
}

impl Level {
    /// The level as JSON and templates write it.
    pub fn id(self) -> &'static str {
        match self {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Info => "info",
        }
    }

    /// Reads `error`, `warning` or `info`.
    pub fn parse(text: &str) -> Option<Level> {
        [Level::Error, Level::Warning, Level::Info]
            .into_iter()
            .find(|level| level.id() == text)
    }

    /// The level as a department reads it.
    pub fn text(self) -> Text {
        match self {
            Level::Error => Text::new("错误", "error"),
            Level::Warning => Text::new("警告", "warning"),
            Level::Info => Text::new("提示", "info"),
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

/// Where in a file a finding lies.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Place {
    /// The name of the sheet, as the file has it.
    pub sheet: Option<String>,
    /// The cell, where the file has it.
    pub cell: Option<Address>,
    /// The field's id.
    pub field: Option<String>,
}

/// One deviation, gap or oddity of one return.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Stable code: `V001`.
    pub code: String,
    /// Name of the problem: `required-field-blank`.
    pub name: String,
    /// How grave it is.
    pub level: Level,
    /// Where it is.
    pub place: Place,
    /// What the department wrote.
    pub reported: Option<String>,
    /// What annex computed or the form holds.
    pub computed: Option<String>,
    /// `reported` − `computed`, where both are numbers.
    pub difference: Option<Number>,
    /// Whether the figures are ratios: people read 86.17 %, programs 0.8617.
    pub ratio: bool,
    /// What is wrong, in one sentence.
    pub message: Text,
    /// What else is known: how the figure came about.
    pub note: Option<Text>,
    /// What to do.
    pub help: Option<Text>,
}

/// So many characters of what was entered are shown to people; JSON has all of them.
const SHOWN: usize = 1_000;

/// A text as people are shown it: the beginning of a very long one.
pub fn brief(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

impl Finding {
    /// Cuts sentences that quote a very long text.
    pub fn shorten(&mut self) {
        for text in std::iter::once(&mut self.message).chain(&mut self.note) {
            *text = Text::new(brief(&text.zh), brief(&text.en));
        }
    }

    /// What people call the three figures, and the figures as people read them, in the order they always stand in.
    pub fn figures(&self) -> [(Text, Option<String>); 3] {
        let shown = |figure: &String| match figure.parse::<Number>() {
            Ok(ratio) if self.ratio => ratio.percent(),
            _ => brief(figure),
        };
        let difference = self.difference.map(|number| number.to_string());
        [
            (
                Text::new("填报", "reported"),
                self.reported.as_ref().map(shown),
            ),
            (
                Text::new("重算", "computed"),
                self.computed.as_ref().map(shown),
            ),
            (
                Text::new("差额", "difference"),
                difference.as_ref().map(shown),
            ),
        ]
    }
}
