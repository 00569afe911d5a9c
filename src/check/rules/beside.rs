//! What lies on sheets and is no cell: notes and objects that a department put there.

use crate::address::Address;
use crate::book::{Drawing, RawSheet};
use crate::own::{IDENTITY, MEMORY, remark};
use crate::submission::Submission;
use crate::text::Text;

/// The sheets a department sees, with their index: annex puts neither notes nor objects on any, but in marks.
pub(crate) fn sheets(submission: &Submission) -> impl Iterator<Item = (usize, &RawSheet)> {
    let is_seen = |(_, sheet): &(usize, &RawSheet)| {
        let is_own = |own: &str| sheet.name.eq_ignore_ascii_case(own);
        !is_own(IDENTITY) && !is_own(MEMORY)
    };
    submission.book.sheets.iter().enumerate().filter(is_seen)
}

/// The notes of a sheet by cell, without what annex says in them.
pub(crate) fn notes(sheet: &RawSheet) -> impl Iterator<Item = (Address, String)> {
    let theirs = |(at, note): (&Address, &String)| (*at, remark::theirs(note));
    let notes = sheet.notes.iter().map(theirs);
    notes.filter(|(_, text)| !text.is_empty())
}

/// What an object is called.
pub(crate) fn kind(drawing: &Drawing) -> Text {
    let (zh, en) = match drawing.kind.as_str() {
        "picture" => ("图片", "picture"),
        "cell picture" => ("单元格里的图片", "picture in the cell"),
        "chart sheet" => ("图表工作表", "chart sheet"),
        "macro sheet" => ("宏工作表", "macro sheet"),
        "dialog sheet" => ("对话框工作表", "dialog sheet"),
        "chart" => ("图表", "chart"),
        "shape" => ("形状", "shape"),
        "control" => ("控件", "control"),
        _ => ("对象", "object"),
    };
    Text::new(zh, en)
}
