//! What the packs as a whole say differently: everything that belongs to no sheet.
//!
//! The earlier side is always taken apart without `..`: a key that is new in the language has to be compared here before
//! annex compiles again.

use std::collections::BTreeMap;

use crate::diff::edits::Edits;

use crate::diff::{Change, Item, Kind, Side, compared, narrative, report};
use crate::finding::{CODES, Level};
use crate::number::Number;
use crate::template::{
    FieldType, Grade, Guide, Look, Pack, Qualitative, RuleTemplate, ScoreLevel, Scoring,
    SummaryColumn, SummaryTemplate, Synonym, TypeRules,
};
use crate::text::Text;

/// Changes of what stands at the head of pack.toml.
pub(super) fn head(old: &Pack, new: &Pack) -> Vec<Change> {
    let Pack {
        id,
        version,
        title,
        year,
        unit,
        look,
        tolerances,
        levels,
        types,
        // Those are compared by their own functions; what a rename says shows at the fields.
        sheets: _,
        scorings: _,
        grades: _,
        rules: _,
        summary: _,
        report: _,
        narrative: _,
        last_year: _,
        copies: _,
        doubts: _,
        guide: _,
        renames: _,
        synonyms: _,
        departments,
        places: _,
        fingerprint: _,
    } = old;
    let mut edits = Edits::default();
    edits.add("id", id, &new.id);
    edits.add("version", version, &new.version);
    edits.add("title", title, &new.title);
    edits.add("year", year, &new.year);
    edits.add("unit", unit, &new.unit);
    edits.add("departments", departments, &new.departments);
    looks(look, &new.look, &mut edits);
    let level = |levels: &BTreeMap<String, Level>, code: &str| {
        levels.get(code).map(|level| level.id().to_owned())
    };
    for code in CODES {
        edits.add(code, &level(levels, code), &level(&new.levels, code));
    }
    let mut changes = Vec::new();
    changes.extend(change(
        Item::Pack,
        side("pack.toml", ""),
        side("pack.toml", ""),
        edits,
    ));
    for (word, kind) in FieldType::WORDS {
        let mut edits = Edits::default();
        let rules =
            |types: &BTreeMap<FieldType, TypeRules>| types.get(kind).cloned().unwrap_or_default();
        let (old, now) = (rules(types), rules(&new.types));
        let TypeRules {
            format,
            min,
            max,
            earliest,
            latest,
        } = old;
        edits.add("format", &format, &now.format);
        edits.add("min", &min, &now.min);
        edits.add("max", &max, &now.max);
        edits.add("earliest", &earliest, &now.earliest);
        edits.add("latest", &latest, &now.latest);
        let tolerance = |all: &BTreeMap<FieldType, Number>| all.get(kind).copied();
        edits.add(
            "tolerance",
            &tolerance(tolerances),
            &tolerance(&new.tolerances),
        );
        changes.extend(change(Item::Type, side(word, ""), side(word, ""), edits));
    }
    changes
}

fn looks(old: &Look, new: &Look, edits: &mut Edits) {
    let Look {
        title_font,
        body_font,
        title_half_points,
        body_half_points,
        input_fill,
        required_fill,
    } = old;
    let points = |half: u32| Number::from(i64::from(half)).div(Number::from(2));
    let color = |fill: u32| format!("{fill:06X}");
    edits.add("title_font", title_font, &new.title_font);
    edits.add(
        "title_size",
        &points(*title_half_points),
        &points(new.title_half_points),
    );
    edits.add("body_font", body_font, &new.body_font);
    edits.add(
        "body_size",
        &points(*body_half_points),
        &points(new.body_half_points),
    );
    edits.add("input_fill", &color(*input_fill), &color(new.input_fill));
    edits.add(
        "required_fill",
        &color(*required_fill),
        &color(new.required_fill),
    );
}

/// Changes of the guide.
fn guide(old: &Guide, new: &Guide) -> Option<Change> {
    let Guide {
        heading,
        lines,
        returns,
    } = old;
    let mut edits = Edits::default();
    edits.add("heading", heading, &new.heading);
    edits.add("lines", lines, &new.lines);
    edits.add("return", returns, &new.returns);
    change(Item::Guide, side("guide", ""), side("guide", ""), edits)
}

/// Changes of scorings, grades, rules, the summary, the guide, the report and what is read of it, and synonyms.
pub(super) fn tail(old: &Pack, new: &Pack) -> Vec<Change> {
    let mut changes = Vec::new();
    let scoring = |scoring: &Scoring| side(&scoring.shape, "");
    changes.extend(by_id(
        Item::Scoring,
        &old.scorings,
        &new.scorings,
        scoring,
        scorings,
    ));
    let grade = |grade: &Grade| side(&grade.name, "");
    changes.extend(by_id(
        Item::Grade,
        &old.grades,
        &new.grades,
        grade,
        |old, new, edits| {
            let Grade { name: _, from } = old;
            edits.add("from", from, &new.from);
        },
    ));
    let rule = |rule: &RuleTemplate| side(&rule.code, &rule.message.zh);
    changes.extend(by_id(Item::Rule, &old.rules, &new.rules, rule, rules));
    let SummaryTemplate {
        columns,
        sums,
        grade,
        project_sheet,
        project_columns,
    } = &old.summary;
    let column = |column: &SummaryColumn| side(&column.value.value, &column.label);
    changes.extend(by_id(
        Item::Column,
        columns,
        &new.summary.columns,
        column,
        |old, new, edits| {
            let SummaryColumn {
                label,
                value: _,
                total,
            } = old;
            edits.add("label", label, &new.label);
            edits.add("total", total, &new.total);
        },
    ));
    let mut edits = Edits::default();
    edits.add("sums", sums, &new.summary.sums);
    edits.add("grade", grade, &new.summary.grade);
    edits.add("project_sheet", project_sheet, &new.summary.project_sheet);
    edits.add(
        "project_columns",
        project_columns,
        &new.summary.project_columns,
    );
    changes.extend(change(
        Item::Summary,
        side("summary", ""),
        side("summary", ""),
        edits,
    ));
    changes.extend(guide(&old.guide, &new.guide));
    changes.extend(report::report(old.report.as_ref(), new.report.as_ref()));
    changes.extend(narrative::narrative(
        old.narrative.as_ref(),
        new.narrative.as_ref(),
    ));
    let synonym = |synonym: &Synonym| side(&synonym.label.value, "");
    changes.extend(by_id(
        Item::Synonym,
        &old.synonyms,
        &new.synonyms,
        synonym,
        |old, new, edits| {
            let Synonym {
                label: _,
                also,
                in_row,
            } = old;
            edits.add("also", also, &new.also);
            edits.add("in_row", in_row, &new.in_row);
        },
    ));
    changes.extend(compared::compared(
        (old.last_year.as_ref(), old.copies.as_ref()),
        (new.last_year.as_ref(), new.copies.as_ref()),
    ));
    changes.extend(compared::doubted(&old.doubts, &new.doubts));
    changes
}

fn scorings(old: &Scoring, new: &Scoring, edits: &mut Edits) {
    let Scoring {
        shape: _,
        name,
        target,
        actual,
        operator,
        unit,
        qualitative,
        weight,
        score,
        reason,
        reason_when,
        places,
        at_least,
        at_most,
        at_most_else,
        equal,
        less_is_better,
        more_is_better,
        over_achieved,
        over_achieved_by,
        execution_words,
        detail_words,
    } = old;
    edits.add("name", name, &new.name);
    edits.add("target", target, &new.target);
    edits.add("actual", actual, &new.actual);
    edits.add("operator", operator, &new.operator);
    edits.add("unit", unit, &new.unit);
    let word = |by_level: &Option<Qualitative>| by_level.as_ref().map(|by| by.word.clone());
    edits.add("qualitative", &word(qualitative), &word(&new.qualitative));
    edits.add("levels", &levels(qualitative), &levels(&new.qualitative));
    edits.add("weight", weight, &new.weight);
    edits.add("score", score, &new.score);
    edits.add("reason", reason, &new.reason);
    edits.add("reason_when", reason_when, &new.reason_when);
    edits.add("places", places, &new.places);
    edits.add("at_least", at_least, &new.at_least);
    edits.add("at_most", at_most, &new.at_most);
    edits.add("at_most_else", at_most_else, &new.at_most_else);
    edits.add("equal", equal, &new.equal);
    edits.add("less_is_better", less_is_better, &new.less_is_better);
    edits.add("more_is_better", more_is_better, &new.more_is_better);
    edits.add("over_achieved", over_achieved, &new.over_achieved);
    edits.add("over_achieved_by", over_achieved_by, &new.over_achieved_by);
    edits.add("execution_words", execution_words, &new.execution_words);
    edits.add("detail_words", detail_words, &new.detail_words);
}

/// The bands of a scoring by level: `达成 0.8–1`.
fn levels(by_level: &Option<Qualitative>) -> Vec<String> {
    let levels = by_level
        .iter()
        .flat_map(|Qualitative { word: _, levels }| levels);
    levels
        .map(|ScoreLevel { name, from, to }| format!("{name} {from}–{to}"))
        .collect()
}

fn rules(old: &RuleTemplate, new: &RuleTemplate, edits: &mut Edits) {
    let RuleTemplate {
        code: _,
        name,
        level,
        each,
        at,
        when,
        reported,
        relation,
        computed,
        kind,
        tolerant,
        explained_in,
        asks,
        message,
        help,
    } = old;
    edits.add("name", name, &new.name);
    edits.add("level", level, &new.level);
    edits.add("each", each, &new.each);
    edits.add("at", at, &new.at);
    edits.add("when", when, &new.when);
    edits.add("reported", reported, &new.reported);
    edits.add("relation", relation, &new.relation);
    edits.add("computed", computed, &new.computed);
    edits.add("type", kind, &new.kind);
    edits.add("tolerance", tolerant, &new.tolerant);
    edits.add("explained_in", explained_in, &new.explained_in);
    edits.add("asks", asks, &new.asks);
    edits.add("message", &message.zh, &new.message.zh);
    edits.add("message_en", &english(message), &english(&new.message));
    edits.add("help", &help.zh, &new.help.zh);
    edits.add("help_en", &english(help), &english(&new.help));
}

/// The English sentence, where the pack has one of its own.
fn english(text: &Text) -> Option<String> {
    (text.en != text.zh).then(|| text.en.clone())
}

pub(super) fn side(id: &str, label: &str) -> Side {
    Side {
        id: id.to_owned(),
        label: label.to_owned(),
        ..Side::default()
    }
}

/// A change of something both packs have; nothing when both say the same.
pub(super) fn change(item: Item, old: Side, new: Side, edits: Edits) -> Option<Change> {
    (!edits.0.is_empty()).then_some(Change {
        change: Kind::Changed,
        item,
        sheet: None,
        old: Some(old),
        new: Some(new),
        edits: edits.0,
    })
}

/// Compares two lists of things that are told apart by their ids: in the order of the later one, what is gone at the end.
pub(super) fn by_id<T>(
    item: Item,
    old: &[T],
    new: &[T],
    side: impl Fn(&T) -> Side,
    compare: impl Fn(&T, &T, &mut Edits),
) -> Vec<Change> {
    let only = |change: Kind, old: Option<Side>, new: Option<Side>| Change {
        change,
        item,
        sheet: None,
        old,
        new,
        edits: Vec::new(),
    };
    // What stands under one id more than once: the first goes with the first, the second with the second.
    let keys = |list: &[T]| -> Vec<(String, usize)> {
        let mut times = BTreeMap::<String, usize>::new();
        let ids = list.iter().map(|one| side(one).id);
        ids.map(|id| {
            let time = times.entry(id.clone()).or_default();
            *time += 1;
            (id, *time)
        })
        .collect()
    };
    let (was, is) = (keys(old), keys(new));
    let mut changes = Vec::new();
    for (now, key) in new.iter().zip(&is) {
        let Some(at) = was.iter().position(|before| before == key) else {
            changes.push(only(Kind::Added, None, Some(side(now))));
            continue;
        };
        let before = &old[at];
        let mut edits = Edits::default();
        compare(before, now, &mut edits);
        changes.extend(change(item, side(before), side(now), edits));
    }
    for (before, _) in old.iter().zip(&was).filter(|(_, key)| !is.contains(key)) {
        changes.push(only(Kind::Removed, Some(side(before)), None));
    }
    let both = |list: &[(String, usize)], other: &[(String, usize)]| -> Vec<String> {
        let both = list.iter().filter(|key| other.contains(key));
        both.map(|(id, _)| id.clone()).collect()
    };
    let (before, now) = (both(&was, &is), both(&is, &was));
    if before != now {
        let mut edits = Edits::default();
        edits.add("order", &before, &now);
        changes.extend(change(item, Side::default(), Side::default(), edits));
    }
    changes
}
