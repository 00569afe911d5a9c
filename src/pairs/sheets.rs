//! Which sheet of the one return is which of the other: those that stand several times by their projects.

use super::rows::{Line, align};
use super::{line, name};
use crate::form::Form;
use crate::submission::Submission;

/// For each sheet of the earlier form the one of the later.
pub(super) fn pairs(old: &Submission, new: &Submission) -> Vec<Option<usize>> {
    let mut pairs = vec![None; old.form.sheets.len()];
    let of = |form: &Form, id: &str| -> Vec<usize> {
        (0..form.sheets.len())
            .filter(|&sheet| form.sheet_template(sheet).id == id)
            .collect()
    };
    for template in &old.form.pack.sheets {
        let Some(now) = now_called(&old.form, &new.form, &template.id) else {
            continue;
        };
        let (before, after) = (of(&old.form, &template.id), of(&new.form, &now));
        let stands_once = |form: &Form, sheets: &[usize]| {
            sheets
                .first()
                .is_none_or(|&sheet| form.sheets[sheet].index.is_none())
        };
        if stands_once(&old.form, &before) || stands_once(&new.form, &after) {
            if let (Some(&one), Some(&other)) = (before.first(), after.first()) {
                pairs[one] = Some(other);
            }
            continue;
        }
        let lines = |submission: &Submission, sheets: &[usize]| -> Vec<Line> {
            let sheets = sheets.iter().enumerate();
            sheets
                .map(|(number, &sheet)| whole(submission, number, sheet))
                .collect()
        };
        for (one, other) in align(&lines(old, &before), &lines(new, &after)) {
            pairs[before[one]] = Some(after[other]);
        }
    }
    pairs
}

/// What a sheet of the earlier pack is called in the later one.
fn now_called(old: &Form, new: &Form, id: &str) -> Option<String> {
    let has = |form: &Form, id: &str| form.pack.sheets.iter().any(|sheet| sheet.id == id);
    let now = new.pack.renames.now_called(id, |id| has(new, id));
    now.or_else(|| {
        let mut sheets = new.pack.sheets.iter();
        let before = |now: &str| old.pack.renames.now_called(now, |id| has(old, id));
        let found = sheets.find(|sheet| before(&sheet.id).as_deref() == Some(id));
        found.map(|sheet| sheet.id.clone())
    })
}

/// All that was entered into a sheet, as if it were one row named for its project.
fn whole(submission: &Submission, number: usize, sheet: usize) -> Line {
    let form = &submission.form;
    let laid = &form.sheets[sheet];
    let below = |field: usize| {
        let id = &form.fields[field].id;
        id.strip_prefix(&laid.id).unwrap_or(id).to_owned()
    };
    Line {
        name: project(submission, sheet).unwrap_or_default(),
        ..line(submission, number, &laid.fields, below)
    }
}

/// The project a sheet is about: what the roster gives it, else its first text.
pub(crate) fn project(submission: &Submission, sheet: usize) -> Option<String> {
    let form = &submission.form;
    let laid = &form.sheets[sheet];
    laid.index?;
    let roster = form.sheet_template(sheet).repeat.as_ref()?.roster.as_ref();
    let given = roster.and_then(|local| form.field(&format!("{}.{}", laid.id, local.value)));
    let field = given.or_else(|| name(submission, &laid.fields))?;
    submission.reported(field)
}
