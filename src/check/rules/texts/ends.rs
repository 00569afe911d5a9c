//! Figures of this year that a text gives for the end of the year before: a date that was left from last year's text.

use crate::check::context::Context;
use crate::check::rules::texts::known::Holds;
use crate::check::rules::texts::meant::Meant;
use crate::check::rules::texts::quoted::Plain;
use crate::check::rules::texts::read::{Reader, Says};
use crate::check::rules::texts::scan::Figure;
use crate::check::rules::texts::statements::statements;
use crate::check::rules::texts::subject::Topic;
use crate::check::rules::texts::{Said, texts};

/// How the end of a year is called behind its number.
const ENDS: &[&str] = &[
    "12月31日",
    "12月底",
    "12月末",
    "年底",
    "年末",
    "年终",
    "底",
    "末",
];
/// Words of a sentence that tells one year from another.
const TOLD_APART: &[&str] = &[
    "今年", "本年", "当年", "目前", "上年", "去年", "增加", "减少", "比", "较",
];

/// Whether what follows a year says its end.
pub(in crate::check::rules) fn is_end(behind: &str) -> bool {
    let behind = behind.strip_prefix('度').unwrap_or(behind);
    ENDS.iter().any(|end| behind.starts_with(end))
}

/// What a text says of the end of the year before that is so of this year, and not of that one.
pub(in crate::check::rules) fn left_over(context: &Context<'_>, field: usize) -> Option<String> {
    let narrative = context.form().pack.narrative.as_ref()?;
    let said = texts(context, narrative)
        .into_iter()
        .find(|said| said.field == field && !said.is_goal)?;
    let year = context.form().spec.year;
    let (this, last) = (format!("{year}年"), format!("{}年", year.saturating_sub(1)));
    let sentences = said.text.text.split(['。', ';', '!', '?', '\n']);
    let of_last: Vec<&str> = sentences
        .filter(|sentence| {
            sentence
                .split_once(last.as_str())
                .is_some_and(|(_, behind)| is_end(behind))
        })
        .filter(|sentence| !TOLD_APART.iter().any(|word| sentence.contains(word)))
        .collect();
    if of_last.is_empty() {
        return None;
    }
    let reader = Reader::new(context, narrative);
    of_last.into_iter().find_map(|sentence| {
        let now = Said {
            text: Plain::of(&sentence.replace(last.as_str(), &this), narrative),
            ..said.clone()
        };
        let mut topic = Topic::default();
        let told = statements(&now.text.text)
            .iter()
            .flat_map(|statement| reader.statement(&now, statement, &mut topic))
            .find(|(_, says)| matches!(says, Says::Agrees));
        told.map(|_| sentence.to_owned())
    })
}

impl Reader<'_> {
    /// Whether a figure is what this year's form says, and neither what last year's said nor a target.
    pub(super) fn is_of_this_year(&self, figure: &Figure<'_>, meant: &Meant) -> bool {
        let agrees = |&cell: &usize| {
            let cell = &self.known.cells[cell];
            cell.reads(self.context, figure.unit) && cell.agrees(self.context, figure) == Some(true)
        };
        let says_much = figure.digits.chars().filter(char::is_ascii_digit).count() > 1;
        let cells = meant.cells.iter().filter(|cell| agrees(cell));
        let mut cells = cells.copied().peekable();
        says_much
            && cells.peek().is_some()
            && cells.all(|cell| {
                let known = &self.known.cells[cell];
                let is_result = matches!(known.holds, Holds::Result { .. });
                let is_aim = is_result && known.is_aim(self.context, figure);
                !is_aim && !self.known.bases(cell, &[]).iter().any(agrees)
            })
    }
}
