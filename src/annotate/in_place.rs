//! A copy of the department's own workbook with every finding marked in it.

use std::collections::BTreeMap;

use super::results::{self, Spot};
use super::{Mark, fill, gravest, kept, marks_of, note, outside, said};
use crate::address::{Address, Area};
use crate::book::amend::{AmendError, Amendment, Marks, amend};
use crate::book::{CellValue, RawSheet};
use crate::check::Content;
use crate::finding::{Finding, Place};
use crate::identity::is_own;
use crate::memory;
use crate::own::listing::HINT;
use crate::own::remark;
use crate::text::{Language, Text};

/// Marks the findings in a copy of the workbook they were found in, whose bytes these are. All else stays as it is; marks of
/// an earlier time go.
///
/// # Errors
/// [`AmendError`]: it is no .xlsx, it was built by annex as an annotated workbook, or a part cannot be changed safely.
pub fn in_place(
    bytes: &[u8],
    content: &Content,
    findings: &[Finding],
    language: Language,
) -> Result<Vec<u8>, AmendError> {
    let findings = &kept::findings(findings)[..];
    let submission = &content.submission;
    let mut marked: BTreeMap<(usize, Address), Vec<Mark<'_>>> = BTreeMap::new();
    let mut spots = Vec::new();
    for finding in findings {
        spots.push(Spot {
            sheet: finding.place.sheet.clone().unwrap_or_default(),
            cell: cell(content, &finding.place).map(|(_, at)| at),
        });
    }
    for (place, mark) in marks_of(findings) {
        if let Some((sheet, at)) = cell(content, place) {
            let area = submission.book.sheets[sheet].merged(at);
            let first = area.map_or(at, |area| area.first);
            marked.entry((sheet, first)).or_default().push(mark);
        }
    }
    let mut marks: BTreeMap<String, Marks> = BTreeMap::new();
    for ((sheet, at), findings) in marked {
        let raw = &submission.book.sheets[sheet];
        let marks = marks.entry(raw.name.clone()).or_default();
        let area = raw.merged(at).unwrap_or_else(|| Area::cell(at));
        let color = fill(gravest(&findings));
        marks.fills.entry(color).or_default().push(area);
        let text = said(&findings, language);
        let theirs = raw.notes.get(&at).map_or("", String::as_str);
        // A note that is full stays as it is: the first sheet says all.
        let joined = remark::below(&remark::theirs(theirs), &text);
        if joined.encode_utf16().count() <= outside::KEPT {
            marks.notes.insert(at, text);
        }
    }
    let mut page = results::sheet(content, findings, spots, language);
    if let Some(cell) = page.cells.get_mut(&Address::new(HINT, 0)) {
        cell.value = CellValue::Text(hint().get(language).to_owned());
    }
    let last = page.cells.keys().map(|at| at.row).max().unwrap_or(HINT);
    memory::number(&mut page, last + 2, submission.answers + 1);
    let amendment = Amendment {
        marks,
        page,
        sized: note,
    };
    amend(bytes, &submission.book, &amendment)
}

/// What stands above the list.
fn hint() -> Text {
    Text::new(
        "这是原工作簿的副本，只加了标记和本页，其余没有改动。请逐条修改后交回；特殊情况写在“部门说明”里。点“单元格”可跳到所指的格子。",
        "This is a copy of the workbook with nothing but marks and this sheet added. Mend each finding and return the workbook; explain special cases in the last column.",
    )
}

/// Where a place is marked: the index of the sheet in the return, and the cell. What annex itself says is not marked.
fn cell(content: &Content, place: &Place) -> Option<(usize, Address)> {
    let submission = &content.submission;
    let field = place.field.as_deref();
    if let Some(field) = field.and_then(|id| submission.form.field(id)) {
        return submission.entries[field].at;
    }
    let (name, at) = (place.sheet.as_ref()?, place.cell?);
    let is_it = |sheet: &RawSheet| sheet.name == *name && !is_own(name);
    let sheet = submission.book.sheets.iter().position(is_it)?;
    let form_sheet = submission.form_sheet(sheet);
    let map = form_sheet.and_then(|form_sheet| submission.sheets[form_sheet].as_ref());
    let is_status = map.is_some_and(|map| map.is_status(at.column));
    (!is_status).then_some((sheet, at))
}
