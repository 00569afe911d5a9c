//! What departments answer to findings: the column 部门说明 of the list in an annotated workbook that came back.

use std::collections::BTreeSet;

use crate::address::Address;
use crate::book::CellValue;
use crate::check::context::Context;
use crate::finding::{Finding, Place, brief};
use crate::own::{self, listing};

/// An answer, and the finding it stands beside.
struct Answer {
    code: String,
    sheet: String,
    cell: Option<Address>,
    text: String,
}

/// Gives each finding the answer that stands beside the same finding in the list that came back: of the same rule, at the
/// same cell. Answers to findings that are gone are not needed any more.
pub(super) fn give(context: &Context<'_>, findings: &mut [Finding]) {
    let answers = answers(context);
    if answers.is_empty() {
        return;
    }
    for finding in findings {
        let places: Vec<(String, Option<Address>)> = finding
            .members()
            .iter()
            .flat_map(|member| places(context, &member.place))
            .collect();
        let answer = answers.iter().find(|answer| {
            answer.code == finding.code
                && places
                    .iter()
                    .any(|(sheet, cell)| *sheet == answer.sheet && *cell == answer.cell)
        });
        finding.explained = answer.map(|answer| brief(&answer.text));
    }
}

fn answers(context: &Context<'_>) -> Vec<Answer> {
    let Some(list) = context.submission.book.sheet(own::RESULTS) else {
        return Vec::new();
    };
    let rows: BTreeSet<u32> = list.cells.keys().map(|at| at.row).collect();
    let answer = |row: u32| {
        let text = |column: u32| {
            let value = list.value(Address::new(row, column));
            match value {
                CellValue::Text(text) => text.trim().to_owned(),
                CellValue::Number(number) => number.to_string(),
                _ => String::new(),
            }
        };
        let said = text(listing::ANSWER);
        let cell = text(listing::CELL);
        is_answer(context, &said).then(|| Answer {
            code: text(listing::CODE),
            sheet: text(listing::SHEET),
            cell: cell.split_whitespace().next().and_then(Address::parse),
            text: said,
        })
    };
    let below_head = rows.into_iter().filter(|row| *row > listing::HEAD);
    below_head.filter_map(answer).collect()
}

/// What is no answer to any field of the pack is none here.
fn is_answer(context: &Context<'_>, text: &str) -> bool {
    let sheets = &context.form().pack.sheets;
    let mut fields = sheets.iter().flat_map(|sheet| &sheet.fields);
    !text.is_empty() && !fields.any(|field| field.not_an_answer.iter().any(|word| word == text))
}

/// How the list may name a place: as the file has it, where a copy was marked, or as the form has it, where it was built anew.
fn places(context: &Context<'_>, place: &Place) -> Vec<(String, Option<Address>)> {
    let submission = context.submission;
    let form = context.form();
    let mut places = vec![(place.sheet.clone().unwrap_or_default(), place.cell)];
    if let Some(field) = place.field.as_deref().and_then(|id| form.field(id)) {
        let field = &form.fields[field];
        places.push((form.sheets[field.sheet].name.clone(), Some(field.cell())));
        return places;
    }
    let mut sheets = submission.book.sheets.iter();
    let raw = sheets.position(|sheet| Some(&sheet.name) == place.sheet.as_ref());
    if let Some(sheet) = raw.and_then(|raw| submission.form_sheet(raw)) {
        let map = submission.sheets[sheet].as_ref();
        let cell = place.cell.and_then(|cell| map?.form_cell(cell));
        places.push((form.sheets[sheet].name.clone(), cell));
    }
    places
}
