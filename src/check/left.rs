//! Rows and sheets of the blank form that were left as they were: `指标2`, `……`, `**`, and nothing else.

use crate::book::CellValue;
use crate::form::{Kind, RowOf};
use crate::formula::Value;
use crate::submission::Submission;
use crate::template::FieldType;
use crate::text::{letters, plain};
use crate::typed::Reading;

/// Signs that stand for something still to be written.
const SIGNS: &[char] = &['…', '.', '。', '*', '＊', '×', '_', '＿', '·'];
/// Letters that stand for something still to be written.
const LETTERS: &[char] = &['x', 'X', '某'];

/// Whether nothing but fillers stands in a row that may stay blank.
pub(super) fn row(submission: &Submission, at: RowOf) -> bool {
    let form = &submission.form;
    let block = form.blocks.get(at.block);
    let Some(fields) = block.and_then(|block| block.rows.get(at.row)) else {
        return false;
    };
    // Nought is a figure in a table of amounts, and none where points are counted.
    let noughts = form.scoring(at.block).is_some();
    form.is_optional_row(at)
        && (fields.iter()).all(|&field| says_nothing(submission, field, noughts))
        && fields.iter().any(|&field| is_filler(submission, field))
}

/// Whether nothing but fillers stands on a sheet that may stay blank.
pub(super) fn sheet(submission: &Submission, sheet: usize) -> bool {
    let form = &submission.form;
    let fields = &form.sheets[sheet].fields;
    form.is_optional_sheet(sheet)
        && (fields.iter()).all(|&field| says_nothing(submission, field, true))
        && fields.iter().any(|&field| is_filler(submission, field))
}

/// The fields of a sheet in which nothing but a filler stands, in rows that were left, or anywhere on a sheet that was.
pub(super) fn fillers(submission: &Submission, of: usize) -> Vec<usize> {
    let form = &submission.form;
    let whole = sheet(submission, of);
    let is_left =
        |field: usize| whole || form.fields[field].row.is_some_and(|at| row(submission, at));
    let fields = form.sheets[of].fields.iter().copied();
    let fillers = fields.filter(|&field| is_filler(submission, field));
    fillers.filter(|&field| is_left(field)).collect()
}

/// Takes what only stands for what was to be written for blank, so that no formula counts it. The cells stay as they are.
pub(super) fn clear(submission: &mut Submission) {
    let sheets = 0..submission.form.sheets.len();
    let all: Vec<usize> = sheets
        .flat_map(|sheet| fillers(submission, sheet))
        .collect();
    for field in all {
        submission.entries[field].value = Value::Blank;
        submission.entries[field].reading = Reading::Blank;
    }
}

/// Whether a field says nothing: it is blank, a choice by itself, a filler, or 0 where noughts say nothing.
fn says_nothing(submission: &Submission, field: usize, noughts: bool) -> bool {
    let form = &submission.form;
    let laid = &form.fields[field];
    let entry = &submission.entries[field];
    if laid.kind != Kind::Input || submission.is_blank(field) {
        return true;
    }
    if matches!(entry.reading, Reading::Nothing | Reading::NoPoints) {
        return true;
    }
    match &entry.value {
        Value::Number(number) => noughts && number.is_zero() || is_filler(submission, field),
        _ => form.template(laid).kind == FieldType::Choice || is_filler(submission, field),
    }
}

/// Whether a character numbers what it stands beside: 指标2, 指标三, ④.
pub(super) fn is_number(c: char) -> bool {
    c.is_ascii_digit() || "一二三四五六七八九十①②③④⑤⑥⑦⑧⑨".contains(c)
}

/// Whether a text only stands for what was to be written: signs, the label of its column or its class with a number, or
/// words of the pack that name nothing.
pub(super) fn is_filler(submission: &Submission, field: usize) -> bool {
    let form = &submission.form;
    let laid = &form.fields[field];
    let words = &form.pack.doubts.not_names;
    let kind = form.template(laid).kind;
    let text = match &submission.entries[field].found.value {
        CellValue::Text(text) => plain(text),
        CellValue::Number(number) if kind == FieldType::Text => number.to_string(),
        _ => return false,
    };
    if laid.kind != Kind::Input || words.is_empty() {
        return false;
    }
    let letters = letters(&text);
    let bare = letters.trim_matches(|c: char| is_number(c) || LETTERS.contains(&c));
    if bare.is_empty() {
        // A running number, but no figure that belongs elsewhere: 95, 6.7.
        let is_figure = letters.len() > 1 && letters.chars().all(|c| c.is_ascii_digit());
        let is_part = letters.len() == 1 && text.contains('.') && !text.ends_with('.');
        return !is_figure && !is_part && (!letters.is_empty() || text.contains(SIGNS));
    }
    let is_unnamed = letters.to_lowercase().contains("xx");
    let is_open = bare != letters || text.contains(SIGNS);
    let class = laid.row.and_then(|row| form.block_template(row.block));
    let is_scored = laid
        .row
        .is_some_and(|row| form.scoring(row.block).is_some());
    let label = plain(&laid.label);
    is_unnamed
        || is_scored && words.iter().any(|word| word == bare)
        || class.is_some_and(|class| plain(&class.label) == bare)
        || is_open && bare.chars().count() > 1 && label.contains(bare)
}
