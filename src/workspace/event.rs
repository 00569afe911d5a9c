//! What is told while a job runs.

use crate::text::Text;
use crate::workspace::Problem;
use crate::workspace::inbox::{PassedOver, line};

/// So many files are named in a line; the rest is counted.
const NAMED: usize = 8;

/// What a person may want to know while a job runs, in the order in which it comes up.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event {
    /// A part of the job could not be done; the rest goes on.
    Problem(Problem),
    /// Files that are not looked at, all for the same reason.
    PassedOver(Vec<PassedOver>),
    /// A file in another shape is left out: it was put into the form.
    Adopted {
        /// The file.
        file: String,
        /// The workbook with the form.
        form: String,
    },
    /// Returns that are compared with none of the year before, though some are at hand.
    WithoutLast {
        /// Their files.
        files: Vec<String>,
        /// How many returns there are in all.
        all: usize,
    },
    /// Returns of last year that are compared with nothing: there is another of the same department.
    LastTwice(Vec<String>),
    /// A waiver of the campaign is good for nothing.
    StaleWaiver {
        /// Where it stands.
        origin: String,
        /// The code of its rule.
        rule: String,
        /// The name it gives, if the roster has no such department; `None`: no finding is like it.
        unknown: Option<String>,
    },
}

impl Event {
    /// The same in both languages.
    pub fn text(&self) -> Text {
        match self {
            Event::Problem(problem) => problem.text(),
            Event::PassedOver(files) => match files.first() {
                Some(first) => line(first.why, files),
                None => Text::new("", ""),
            },
            Event::Adopted { file, form } => Text::new(
                format!("{file} 已转成正式表 {form}，以正式表为准"),
                format!("{file} was adopted into {form}, which stands for it"),
            ),
            Event::WithoutLast { files, all } => {
                let (count, named) = (files.len(), Text::some(files, NAMED, "份"));
                Text::new(
                    format!(
                        "{all} 份表中有 {count} 份在 --last 里没有上一年度的表：{}",
                        named.zh
                    ),
                    format!(
                        "--last has no return of the year before for {count} of {all} returns: {}",
                        named.en
                    ),
                )
            }
            Event::LastTwice(files) => {
                let named = Text::some(files, NAMED, "份");
                Text::new(
                    format!(
                        "--last 里这些文件的单位和年度前面已有，未用来比对：{}",
                        named.zh
                    ),
                    format!(
                        "--last has an earlier file of the same department and year for these, which are not compared with: {}",
                        named.en
                    ),
                )
            }
            Event::StaleWaiver {
                origin,
                rule,
                unknown,
            } => {
                let (zh, en) = match unknown {
                    Some(name) => (
                        format!("写的单位“{name}”不在名单里"),
                        format!("names '{name}', which is not in the roster"),
                    ),
                    None => (
                        "没有对上任何问题，可以删去".to_owned(),
                        "matches no finding and can be removed".to_owned(),
                    ),
                };
                Text::new(
                    format!("{origin}：{rule} 的豁免{zh}"),
                    format!("{origin}: the waiver of {rule} {en}"),
                )
            }
        }
    }
}
