//! What departments answer to findings: the column 部门说明 of the list in an annotated workbook that came back.

use std::collections::BTreeSet;

use crate::address::Address;
use crate::book::CellValue;
use crate::check::context::Context;
use crate::check::kept::Answers;
use crate::finding::{self, Finding, Place, brief};
use crate::own::{self, listing};

/// An answer, and the finding it stands beside.
struct Answer {
    code: String,
    sheet: String,
    cell: Option<Address>,
    text: String,
}

/// Gives each finding the answer that stands beside the same finding in the list that came back: of the same rule, at the
/// same cell. Where none stands there, it is the one the campaign keeps, and without that, one of an earlier year is offered.
/// Answers to findings that are gone are not needed any more.
pub(super) fn give(
    context: &Context<'_>,
    kept: &Answers,
    earlier: &Answers,
    findings: &mut [Finding],
) {
    let answers = answers(context);
    for finding in findings {
        let places: Vec<(String, Option<Address>)> = finding
            .members()
            .iter()
            .flat_map(|member| places(context, &member.place))
            .collect();
        let said = answers.iter().find(|answer| {
            answer.code == finding.code
                && places
                    .iter()
                    .any(|(sheet, cell)| *sheet == answer.sheet && *cell == answer.cell)
        });
        finding.explained = match said {
            Some(said) => is_answer(context, &said.text).then(|| finding::Answer {
                text: brief(&said.text),
                kept: None,
            }),
            None => kept.of_year(context.submission, finding),
        };
        finding.offered = match finding.explained {
            Some(_) => None,
            None => earlier.of_earlier(context.submission, finding),
        };
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
        (!said.is_empty()).then(|| Answer {
            code: text(listing::CODE),
            sheet: text(listing::SHEET),
            cell: cell.split_whitespace().next().and_then(Address::parse),
            text: said,
        })
    };
    let below_head = rows.into_iter().filter(|row| *row > listing::HEAD);
    below_head.filter_map(answer).collect()
}

/// What is no answer to any field of the pack is none here: it withdraws one.
fn is_answer(context: &Context<'_>, text: &str) -> bool {
    let sheets = &context.form().pack.sheets;
    let mut fields = sheets.iter().flat_map(|sheet| &sheet.fields);
    !fields.any(|field| field.not_an_answer.iter().any(|word| word == text))
}

/// How the list may name a place: as the file has it, where a copy was marked, or as the form has it, where it was built anew.
fn places(context: &Context<'_>, place: &Place) -> [(String, Option<Address>); 2] {
    let in_file = place.sheet.clone().unwrap_or_default();
    let in_form = match context.submission.home(place) {
        Some((sheet, cell)) => (context.form().sheets[sheet].name.clone(), Some(cell)),
        None => (in_file.clone(), None),
    };
    [(in_file, place.cell), in_form]
}
