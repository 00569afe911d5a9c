//! What departments answer to findings: the column 部门说明 of the list in an annotated workbook that came back.

use std::collections::BTreeSet;

use crate::address::Address;
use crate::book::CellValue;
use crate::check::kept::Answers;
use crate::check::nothing::is_nothing;
use crate::finding::{self, Finding, Place, brief};
use crate::own::{self, listing};
use crate::submission::Submission;

/// What stands in the list that came back.
pub(super) struct List<'a> {
    submission: &'a Submission,
    answers: Vec<Answer>,
}

/// An answer, and the finding it stands beside.
pub(super) struct Answer {
    code: String,
    sheet: String,
    cell: Option<Address>,
    /// How many cells the finding had then.
    cells: usize,
    /// Its words.
    pub(super) text: String,
    /// Whether it says anything: what is no answer to any field of the pack takes an answer back.
    pub(super) explains: bool,
}

/// Gives each finding the answer that stands beside the same finding in the list. Answers to findings that are gone are not
/// needed any more.
pub(super) fn give(submission: &Submission, findings: &mut [Finding]) {
    let list = List::of(submission);
    for finding in findings {
        let said = list.beside(finding).filter(|said| said.explains);
        finding.explained = said.map(|said| finding::Answer {
            text: said.text.clone(),
            kept: None,
        });
    }
}

/// Gives findings without an answer in the list the one that is kept, and without that, offers one of an earlier year.
pub(super) fn recall(
    submission: &Submission,
    kept: &Answers,
    earlier: &Answers,
    findings: &mut [Finding],
) {
    let list = List::of(submission);
    for finding in findings.iter_mut().filter(|it| it.explained.is_none()) {
        if list.beside(finding).is_none() {
            finding.explained = kept.of_year(submission, finding);
        }
        if finding.explained.is_none() {
            finding.offered = earlier.of_earlier(submission, finding);
        }
    }
}

impl List<'_> {
    /// Reads the list of a return; it is empty where there is none.
    pub(super) fn of(submission: &Submission) -> List<'_> {
        let mut answers = Vec::new();
        if let Some(list) = submission.book.sheet(own::RESULTS) {
            let rows: BTreeSet<u32> = list.cells.keys().map(|at| at.row).collect();
            for row in rows.into_iter().filter(|row| *row > listing::HEAD) {
                let text = |column: u32| match list.value(Address::new(row, column)) {
                    CellValue::Text(text) => text.trim().to_owned(),
                    CellValue::Number(number) => number.to_string(),
                    _ => String::new(),
                };
                let said = text(listing::ANSWER);
                let cell = text(listing::CELL);
                let (cell, cells) = listing::cells(&cell);
                answers.extend((!said.is_empty()).then(|| Answer {
                    code: text(listing::CODE),
                    sheet: text(listing::SHEET),
                    cell: Address::parse(cell),
                    cells,
                    explains: is_answer(submission, &said),
                    text: brief(&said),
                }));
            }
        }
        List {
            submission,
            answers,
        }
    }

    /// What stands beside a finding: of the same rule, at one of its cells. What was said of fewer cells does not hold for more.
    pub(super) fn beside(&self, finding: &Finding) -> Option<&Answer> {
        let mut answers = self.answers.iter();
        let is_here = |answer: &Answer, place: &Place| {
            let mut places = places(self.submission, place).into_iter();
            places.any(|(sheet, cell)| sheet == answer.sheet && cell == answer.cell)
        };
        answers.find(|answer| {
            let members = finding.members();
            answer.code == finding.code
                && members.len() <= answer.cells
                && (members.iter()).any(|member| is_here(answer, &member.place))
        })
    }
}

fn is_answer(submission: &Submission, text: &str) -> bool {
    let sheets = &submission.form.pack.sheets;
    let mut fields = sheets.iter().flat_map(|sheet| &sheet.fields);
    !fields.any(|field| is_nothing(&field.not_an_answer, &field.label, text))
}

/// How the list may name a place: as the file has it, where a copy was marked, or as the form has it, where it was built anew.
fn places(submission: &Submission, place: &Place) -> [(String, Option<Address>); 2] {
    let in_file = place.sheet.clone().unwrap_or_default();
    let in_form = match submission.home(place) {
        Some((sheet, cell)) => (submission.form.sheets[sheet].name.clone(), Some(cell)),
        None => (in_file.clone(), None),
    };
    [(in_file, place.cell), in_form]
}
