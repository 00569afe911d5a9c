//! What two packs say differently of how the texts are read.

use crate::diff::edits::Edits;
use crate::diff::pack::{by_id, change, side};
use crate::diff::{Change, Item};
use crate::template::{
    ColumnWords, CountsTemplate, FigureTemplate, GradeSaid, Located, NarrativeTemplate, Section,
};

/// Changes of what is looked for in the texts: figure by figure, then the rest.
pub(super) fn narrative(
    old: Option<&NarrativeTemplate>,
    new: Option<&NarrativeTemplate>,
) -> Vec<Change> {
    let (old, new) = (Parts::of(old), Parts::of(new));
    let mut edits = Edits::default();
    edits.add("unless", &old.unless, &new.unless);
    edits.add("harmless", &old.harmless, &new.harmless);
    edits.add("skip", &old.skip, &new.skip);
    edits.add("fillers", &old.fillers, &new.fillers);
    edits.add("bodies", &old.bodies, &new.bodies);
    edits.add("unread", &old.unread, &new.unread);
    edits.add("columns", &old.columns, &new.columns);
    edits.add("sections", &old.sections, &new.sections);
    edits.add("grade.words", &old.grade.0, &new.grade.0);
    edits.add("grade.texts", &old.grade.1, &new.grade.1);
    edits.add("counts.stated", &old.stated, &new.stated);
    edits.add("counts.texts", &old.texts, &new.texts);
    edits.add("counts.units", &old.units, &new.units);
    let whole = || side("narrative", "");
    let rest = change(Item::Narrative, whole(), whole(), edits);
    let figure = |figure: &FigureTemplate| side(&figure.field.value, "");
    let mut changes = by_id(Item::Figure, &old.figures, &new.figures, figure, figures);
    changes.extend(rest);
    changes
}

/// What is read of the texts, taken apart; where nothing is read there are no parts.
#[derive(Default)]
struct Parts {
    unless: Vec<String>,
    harmless: Vec<String>,
    figures: Vec<FigureTemplate>,
    skip: Vec<String>,
    fillers: Vec<String>,
    bodies: Vec<String>,
    unread: Vec<String>,
    columns: Vec<String>,
    sections: Vec<String>,
    grade: (Vec<String>, Vec<String>),
    stated: Option<String>,
    texts: Vec<String>,
    units: Vec<String>,
}

impl Parts {
    fn of(narrative: Option<&NarrativeTemplate>) -> Parts {
        let Some(NarrativeTemplate {
            unless,
            harmless,
            skip,
            fillers,
            bodies,
            unread,
            columns,
            sections,
            figures,
            grade,
            counts,
        }) = narrative
        else {
            return Parts::default();
        };
        let grade = grade.as_ref().map(
            |GradeSaid {
                 words,
                 texts,
                 origin: _,
             }| (words.clone(), ids(texts)),
        );
        let counts = counts.as_ref().map(
            |CountsTemplate {
                 stated,
                 texts,
                 units,
             }| (stated.value.clone(), ids(texts), units.clone()),
        );
        let (stated, texts, units) = counts
            .map_or_else(Default::default, |(stated, texts, units)| {
                (Some(stated), texts, units)
            });
        Parts {
            unless: unless.clone(),
            harmless: harmless.clone(),
            figures: figures.clone(),
            skip: skip.clone(),
            fillers: fillers.clone(),
            bodies: bodies.clone(),
            unread: ids(unread),
            columns: columns.iter().map(column).collect(),
            sections: sections.iter().map(section).collect(),
            grade: grade.unwrap_or_default(),
            stated,
            texts,
            units,
        }
    }
}

/// Which words mean which columns, in one line.
fn column(it: &ColumnWords) -> String {
    format!("{} = {}", it.words.join("、"), it.columns.join("、"))
}

/// Which texts are about which sheets, in one line.
fn section(it: &Section) -> String {
    format!(
        "{} = {}",
        ids(&it.texts).join("、"),
        ids(&it.sheets).join("、")
    )
}

fn figures(old: &FigureTemplate, new: &FigureTemplate, edits: &mut Edits) {
    let FigureTemplate {
        words,
        field: _,
        about,
        texts,
        units,
        from,
        below,
        column,
        is_whole,
        origin: _,
    } = old;
    edits.add("words", words, &new.words);
    edits.add("about", about, &new.about);
    edits.add("texts", &ids(texts), &ids(&new.texts));
    edits.add("units", units, &new.units);
    let id = |id: &Option<Located<String>>| id.as_ref().map(|id| id.value.clone());
    edits.add("from", &id(from), &id(&new.from));
    edits.add("below", &id(below), &id(&new.below));
    edits.add("column", column, &new.column);
    edits.add("whole", is_whole, &new.is_whole);
}

pub(super) fn ids(texts: &[Located<String>]) -> Vec<String> {
    texts.iter().map(|text| text.value.clone()).collect()
}
