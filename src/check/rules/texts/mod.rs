//! The texts of a return, read for figures of the form.
//!
//! Precision comes before recall: a figure is compared only where every word before it is known and the unit ends its phrase, and
//! where the sentence says neither of another year nor of somebody else. All else — ranges, 约, 以上, parts — is left alone.

use std::collections::BTreeMap;

use crate::check::context::Context;
use crate::form::Kind;
use crate::number::Number;
use crate::template::{FieldType, NarrativeTemplate};
use crate::text::half_width;

mod aims;
mod based;
mod changes;
mod clauses;
mod compared;
mod derived;
mod ends;
mod exact;
mod figures;
mod fillers;
mod growth;
mod held;
mod home;
mod kept;
mod known;
mod left;
mod limits;
mod lists;
mod lost;
mod marks;
mod meant;
mod names;
mod passed;
mod points;
mod quoted;
mod rates;
mod read;
mod reckoned;
mod scan;
mod scoped;
mod shares;
mod slips;
mod spot;
mod state;
mod statements;
mod subject;
mod sums;
mod targets;
mod told;
mod twice;
mod wording;
mod words;

pub(super) use changes::direction;
pub(super) use ends::{is_end, is_of_last_year, left_over};
pub(super) use held::{Differs, What};
use quoted::Plain;
pub(in crate::check) use read::Found;
pub(super) use read::{Says, read};
pub(super) use scan::number;

/// A text as it is searched: narrow signs, and no blanks but the ends of lines.
pub(super) fn plain(text: &str) -> String {
    let shown = |c: &char| *c == '\n' || !c.is_whitespace();
    text.replace('\r', "\n")
        .chars()
        .filter(shown)
        .map(half_width)
        .collect()
}

/// The same without quotes and without what the pack leaves out.
fn plain_of(text: &str, narrative: &NarrativeTemplate) -> String {
    Plain::of(text, narrative).text
}

/// A figure of a text that is not the one of the form.
pub(in crate::check) struct FigureSaid {
    /// The field of the text.
    pub(in crate::check) text: usize,
    /// The words and the figure, as they stand there.
    pub(in crate::check) quote: String,
    /// The field that holds the figure of the form.
    pub(in crate::check) field: usize,
    /// What the text says, in the unit of the form.
    pub(in crate::check) written: Number,
}

/// The figures in texts that are not those of the form.
pub(in crate::check) fn figures_said(context: &Context<'_>) -> Vec<FigureSaid> {
    let figure = |found: Found| match found.says {
        Says::Figure(differs) => Some(FigureSaid {
            text: found.text,
            quote: found.quote,
            field: differs.field,
            written: differs.written,
        }),
        _ => None,
    };
    read(context).into_iter().filter_map(figure).collect()
}

/// A text of a return, and what it is about.
#[derive(Debug, Clone)]
struct Said {
    /// The field it stands in.
    field: usize,
    /// The text, as it is read and as it stands there.
    text: Plain,
    /// The sheets it speaks of, the first before the others; none for all that stand once.
    sheets: Vec<usize>,
    /// Whether it says what was to be done, not what was.
    is_goal: bool,
    /// Whether it speaks of one of several: of one project.
    is_of_one: bool,
    /// Its figures that speak of the row it stands in, by where they begin, with what that row has otherwise.
    at_home: BTreeMap<usize, Option<Differs>>,
}

/// The texts of a return in which a department writes at length.
fn texts(context: &Context<'_>, narrative: &NarrativeTemplate) -> Vec<Said> {
    let form = context.form();
    let mut said = Vec::new();
    for (field, laid) in form.fields.iter().enumerate() {
        let template = form.template(laid);
        let is_reason = || {
            let scoring = laid.row.and_then(|row| form.scoring(row.block));
            scoring
                .is_some_and(|scoring| laid.id.rsplit('.').next() == Some(scoring.reason.as_str()))
        };
        let is_text = match template.kind {
            FieldType::LongText => true,
            FieldType::Text => is_reason(),
            _ => false,
        };
        let is_called = |id: &str| form.is_called(field, id);
        let is_read = !narrative.unread.iter().any(|id| is_called(&id.value));
        if !is_text || !is_read || laid.kind != Kind::Input || !context.counts(field) {
            continue;
        }
        let Some(text) = context.submission.text(field) else {
            continue;
        };
        let section = narrative
            .sections
            .iter()
            .find(|section| section.texts.iter().any(|id| is_called(&id.value)));
        let mut sheets = Vec::new();
        for id in section.iter().flat_map(|section| &section.sheets) {
            sheets.extend(
                (0..form.sheets.len()).filter(|&sheet| form.sheet_template(sheet).id == id.value),
            );
        }
        let is_of_one = form.sheet_template(laid.sheet).repeat.is_some();
        if is_of_one {
            sheets = vec![laid.sheet];
        }
        let goals = form.pack.copies.iter().flat_map(|copies| &copies.goals);
        said.push(Said {
            field,
            text: Plain::of(&text, narrative),
            sheets,
            is_goal: goals.map(|it| &it.goal.value).any(|id| is_called(id)),
            is_of_one,
            at_home: BTreeMap::new(),
        });
    }
    said
}
