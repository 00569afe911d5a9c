//! Reads a workbook with what its hidden memory holds, as long as that outweighs nothing the workbook shows.
//!
//! A memory restores what annex mended: formulas that were typed over, labels, given values, what stood outside the form.
//! The workbook is therefore read twice, as it shows itself and with its memory. In between nothing may have been edited,
//! and no input may read otherwise.

use std::sync::Arc;

use crate::book::{CellValue, RawBook};
use crate::form::{Form, Kind};
use crate::formula::parse_excel;
use crate::identity::Key;
use crate::memory::{self, Doubt, Memory, Remembered};
use crate::submission::{Refusal, Submission, laid};
use crate::template::Pack;

/// Reads a return: with its memory where that is to be believed, else as it shows itself.
pub(super) fn read(
    mut book: RawBook,
    packs: &[Arc<Pack>],
    key: Option<&Key>,
) -> Result<Submission, Refusal> {
    let (sources, answers) = (memory::sources(&book), memory::answers(&book));
    let memory = memory::take(&mut book);
    let mut shown = laid(book, packs, &Remembered::default())?;
    let found = memory.and_then(|memory| match memory.is_saved() {
        // It is the work of the department again; a memory somebody changed is told all the same.
        true => memory.doubt().map(Err),
        false => Some(remembered(&shown, &memory, packs, key)),
    });
    let submission = match found {
        None => shown,
        Some(Ok(submission)) => submission,
        Some(Err(doubt)) => {
            shown.doubt = Some(doubt);
            shown
        }
    };
    Ok(Submission {
        sources,
        answers,
        ..submission
    })
}

/// The return a workbook was made of.
fn remembered(
    shown: &Submission,
    memory: &Memory,
    packs: &[Arc<Pack>],
    key: Option<&Key>,
) -> Result<Submission, Doubt> {
    memory.vouched(&shown.shown(), key)?;
    if !is_whole(shown) {
        return Err(Doubt::Edited);
    }
    let mut book = shown.book.clone();
    let known = memory.restore(&mut book);
    let submission = laid(book, packs, &known).map_err(|_| Doubt::Outweighs)?;
    if agrees(shown, &submission) {
        Ok(submission)
    } else {
        Err(Doubt::Outweighs)
    }
}

/// Whether formulas and printed texts are as annex writes them: nobody has worked on the workbook.
fn is_whole(shown: &Submission) -> bool {
    let form = &shown.form;
    let formulas = (0..form.fields.len()).all(|field| has_formula(shown, field));
    let labels = form.sheets.iter().enumerate().all(|(index, sheet)| {
        let heading = (sheet.heading_area(&form.pack), &sheet.heading);
        let labels = sheet.labels.iter().map(|label| (label.area, &label.text));
        std::iter::once(heading).chain(labels).all(|(area, text)| {
            let there = shown.locate(index, area.first);
            let there = there.map_or(&CellValue::Blank, |(raw, at)| raw.value(at));
            match there {
                CellValue::Text(found) => same_words(found, text),
                there => text.is_empty() && there.is_blank(),
            }
        })
    });
    formulas && labels
}

/// Whether a field has the formula of the form, if it should have one.
fn has_formula(shown: &Submission, field: usize) -> bool {
    let Form { fields, .. } = &shown.form;
    let Some(formula) = &fields[field].formula else {
        return true;
    };
    let Some(found) = &shown.entries[field].found.formula else {
        // What was typed over an entry shown from elsewhere stands, and annex writes no formula there.
        return fields[field].kind == Kind::Shown && !shown.is_blank(field);
    };
    let wanted = shown.form.excel(formula, fields[field].sheet);
    match (parse_excel(found).expr, parse_excel(&wanted).expr) {
        (Some(found), Some(wanted)) => found.same_as(&wanted),
        _ => *found == wanted,
    }
}

/// Whether two texts are the same but for blanks and line ends.
fn same_words(one: &str, other: &str) -> bool {
    one.split_whitespace().eq(other.split_whitespace())
}

/// Whether a return and the workbook made of it are of the same department, of the same size, and hold the same in every
/// input. One that was gone is blank in the workbook.
fn agrees(shown: &Submission, remembered: &Submission) -> bool {
    let is_same = |field: usize| {
        let (there, now) = (&shown.entries[field], &remembered.entries[field]);
        there.found == now.found || now.at.is_none() && there.found.value.is_blank()
    };
    let mut fields = shown.form.fields.iter().zip(&remembered.form.fields);
    shown.identity == remembered.identity
        && shown.entries.len() == remembered.entries.len()
        && fields.all(|(one, other)| one.id == other.id)
        && (0..shown.entries.len())
            .filter(|field| shown.form.fields[*field].kind == Kind::Input)
            .all(is_same)
}
