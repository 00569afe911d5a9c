//! Figures of this year that a text gives for the end of the year before: a date that was left from last year's text.

use crate::check::context::Context;
use crate::check::rules::texts::known::Holds;
use crate::check::rules::texts::meant::Meant;
use crate::check::rules::texts::quoted::Plain;
use crate::check::rules::texts::read::{Reader, Says};
use crate::check::rules::texts::scan::{Figure, Item, items};
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
        let told = reader.read_as(&said, &sentence.replace(last.as_str(), &this));
        let mut agree = told.iter().filter(|says| matches!(says, Says::Agrees));
        agree.next().map(|_| sentence.to_owned())
    })
}

/// Whether a sentence about the year before gives figures, and none that is this year's: 2023年送戏下乡118场, where it is 126 now.
pub(in crate::check::rules) fn is_of_last_year(
    context: &Context<'_>,
    field: usize,
    sentence: &str,
) -> bool {
    let year = context.form().spec.year;
    let (this, last) = (format!("{year}年"), format!("{}年", year.saturating_sub(1)));
    let Some(narrative) = context.form().pack.narrative.as_ref() else {
        return false;
    };
    let Some(said) = texts(context, narrative)
        .into_iter()
        .find(|said| said.field == field)
    else {
        return false;
    };
    let reader = Reader::new(context, narrative);
    let told = reader.read_as(&said, &sentence.replace(last.as_str(), &this));
    let is_now = |says: &Says| matches!(says, Says::Agrees | Says::Repeats);
    let mut figures = items(sentence, &[]).into_iter();
    figures.any(|item| matches!(item, Item::Figure(_))) && !told.iter().any(is_now)
}

impl Reader<'_> {
    /// What other words in the place of a text would say.
    fn read_as(&self, said: &Said, words: &str) -> Vec<Says> {
        let now = Said {
            text: Plain::of(words, self.narrative),
            ..said.clone()
        };
        let mut topic = Topic::of(self.own_subject(&now));
        let statements = statements(&now.text.text);
        let read = statements
            .iter()
            .flat_map(|statement| self.statement(&now, statement, &mut topic));
        read.map(|(_, says)| says).collect()
    }

    /// Whether a figure is what the form has for the year before, and for this one otherwise.
    pub(super) fn is_of_year_before(&self, figure: &Figure<'_>, meant: &Meant) -> bool {
        let agrees = |&cell: &usize| {
            let cell = &self.known.cells[cell];
            cell.reads(self.context, figure.unit) && cell.agrees(self.context, figure) == Some(true)
        };
        let is_before = |&cell: &usize| {
            let column = self.known.cells[cell].column.as_ref();
            column.is_some_and(|column| self.known.prior.values().any(|prior| prior == column))
        };
        let mut cells = meant.cells.iter().filter(|cell| agrees(cell)).peekable();
        cells.peek().is_some() && cells.all(is_before)
    }

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
