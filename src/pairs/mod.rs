//! Which field of the one return is which of the other: of one department before and after it corrected its form, of two
//! years, or of two departments.

use std::collections::{BTreeMap, HashMap};

use crate::form::{Form, FormBlock, Kind, RowOf};
use crate::submission::{Submission, shown};
use crate::template::{FieldType, Pack};

mod rows;
mod sheets;

pub(crate) use sheets::project;

use rows::{Line, align};

/// What belongs together in two returns.
#[derive(Debug, Clone)]
pub struct Pairs {
    /// For each sheet of the earlier form the one of the later.
    pub sheets: Vec<Option<usize>>,
    /// For each field of the earlier form the one of the later.
    pub now: Vec<Option<usize>>,
    /// For each field of the later form the one of the earlier.
    pub before: Vec<Option<usize>>,
}

/// What the fields of the earlier pack are called in the later one, by plain id; only those the later one has.
type Names = BTreeMap<String, String>;

impl Pairs {
    /// Puts the fields of an earlier return beside those of a later one: by their ids, and in repeating rows and sheets by
    /// what stands in them.
    pub fn of(old: &Submission, new: &Submission) -> Pairs {
        let sheets = sheets::pairs(old, new);
        let names = names(&old.form, &new.form.pack);
        let rows = rows(old, new, &sheets, &names);
        let there: HashMap<Place, usize> = new
            .form
            .fields
            .iter()
            .enumerate()
            .map(|(index, field)| {
                let row = field.row.map(|row| row.row);
                ((field.sheet, new.form.plain_id(field), row), index)
            })
            .collect();
        let mut pairs = Pairs {
            now: vec![None; old.form.fields.len()],
            before: vec![None; new.form.fields.len()],
            sheets,
        };
        // A field that kept its name comes before one that was renamed to it.
        let mut fields: Vec<usize> = (0..old.form.fields.len()).collect();
        fields.sort_by_key(|&field| {
            let plain = old.form.plain_id(&old.form.fields[field]);
            names.get(&plain) != Some(&plain)
        });
        for field in fields {
            let place = pairs.place(field, &old.form, &new.form, (&names, &rows));
            let now = place.and_then(|place| there.get(&place).copied());
            if let Some(now) = now.filter(|&now| pairs.before[now].is_none()) {
                pairs.now[field] = Some(now);
                pairs.before[now] = Some(field);
            }
        }
        pairs
    }

    /// The sheet of the earlier form that has become this one.
    pub fn sheet_before(&self, sheet: usize) -> Option<usize> {
        self.sheets.iter().position(|now| *now == Some(sheet))
    }

    /// Where a field of the earlier form should be in the later one.
    fn place(
        &self,
        field: usize,
        old: &Form,
        new: &Form,
        (names, rows): Known<'_>,
    ) -> Option<Place> {
        let field = &old.fields[field];
        let plain = names.get(&old.plain_id(field))?;
        let sheet = self.sheet_of(plain, field.sheet, new)?;
        let (_, template) = new.pack.field(plain)?;
        // What stands once becomes the first of several; of several only the first becomes what stands once.
        let row = match (&template.block, field.row) {
            (Some(_), None) => Some(0),
            (Some(block), Some(row)) => {
                let (now, at) = *rows.get(&(row.block, row.row))?;
                let is_it = new.blocks[now].sheet == sheet && new.blocks[now].local == *block;
                Some(is_it.then_some(at)?)
            }
            (None, None | Some(RowOf { row: 0, .. })) => None,
            (None, Some(_)) => return None,
        };
        Some((sheet, plain.clone(), row))
    }

    /// The sheet of the later form on which a field stands that stood on this sheet of the earlier one.
    fn sheet_of(&self, plain: &str, sheet: usize, new: &Form) -> Option<usize> {
        let (template, _) = new.pack.field(plain)?;
        let is_of = |sheet: usize| new.sheet_template(sheet).id == template.id;
        match self.sheets[sheet] {
            Some(now) if is_of(now) => Some(now),
            // It went to a sheet that stands once.
            _ if template.repeat.is_none() => (0..new.sheets.len()).find(|&now| is_of(now)),
            _ => None,
        }
    }
}

/// A sheet of a form, the plain id of a field, and its zero-based row.
type Place = (usize, String, Option<usize>);
/// For each row of a block of the earlier form the block and the row of the later.
type Rows = HashMap<(usize, usize), (usize, usize)>;
type Known<'a> = (&'a Names, &'a Rows);

/// Renames are read forwards, and backwards where the earlier file is of the later pack.
fn names(old: &Form, new: &Pack) -> Names {
    let exists = |pack: &Pack, id: &str| pack.field(id).is_some();
    let plain = old.fields.iter().map(|field| old.plain_id(field));
    let mut names: Names = plain
        .filter_map(|id| {
            let now = new.renames.now_called(&id, |id| exists(new, id))?;
            Some((id, now))
        })
        .collect();
    for sheet in &new.sheets {
        for field in &sheet.fields {
            let now = format!("{}.{}", sheet.id, field.id);
            let renames = &old.pack.renames;
            let before = renames.now_called(&now, |id| exists(&old.pack, id));
            if let Some(before) = before {
                names.entry(before).or_insert(now);
            }
        }
    }
    names
}

fn rows(old: &Submission, new: &Submission, sheets: &[Option<usize>], names: &Names) -> Rows {
    let mut rows = Rows::new();
    let mut taken = vec![false; new.form.blocks.len()];
    for (index, block) in old.form.blocks.iter().enumerate() {
        let Some(sheet) = sheets[block.sheet] else {
            continue;
        };
        let fields = block.rows.first().into_iter().flatten();
        let mut now = fields.filter_map(|&field| {
            let plain = names.get(&old.form.plain_id(&old.form.fields[field]))?;
            let (template, described) = new.form.pack.field(plain)?;
            let local = described.block.as_ref()?;
            let is_it = |block: &FormBlock| {
                block.sheet == sheet
                    && block.local == *local
                    && new.form.sheet_template(sheet).id == template.id
            };
            new.form.blocks.iter().position(is_it)
        });
        let Some(now) = now.next().filter(|&now| !taken[now]) else {
            continue;
        };
        taken[now] = true;
        let before = lines(old, index, |plain| {
            names.get(&plain).cloned().unwrap_or(plain)
        });
        let after = lines(new, now, |plain| plain);
        for (one, other) in align(&before, &after) {
            rows.insert((index, one), (now, other));
        }
    }
    rows
}

/// The rows of a block; what stands in them is keyed by the plain ids of the later form.
fn lines(submission: &Submission, block: usize, called: impl Fn(String) -> String) -> Vec<Line> {
    let form = &submission.form;
    let key = |field: usize| called(form.plain_id(&form.fields[field]));
    let rows = form.blocks[block].rows.iter().enumerate();
    rows.map(|(number, fields)| line(submission, number, fields, key))
        .collect()
}

/// What was entered into fields, each under its key; the first text is the name.
fn line(
    submission: &Submission,
    number: usize,
    fields: &[usize],
    key: impl Fn(usize) -> String,
) -> Line {
    let name = name(submission, fields);
    let cells = fields.iter().copied().filter(|field| Some(*field) != name);
    Line {
        number,
        name: name
            .and_then(|field| entered(submission, field))
            .unwrap_or_default(),
        cells: cells
            .filter_map(|field| Some((key(field), entered(submission, field)?)))
            .collect(),
    }
}

/// The field that says what a row is: the first text of it.
pub(crate) fn name(submission: &Submission, fields: &[usize]) -> Option<usize> {
    let form = &submission.form;
    let is_text = |field: &&usize| {
        let kind = form.template(&form.fields[**field]).kind;
        matches!(kind, FieldType::Text | FieldType::LongText)
            && entered(submission, **field).is_some()
    };
    fields.iter().find(is_text).copied()
}

/// What the department entered into a field, if anything.
pub(crate) fn entered(submission: &Submission, field: usize) -> Option<String> {
    let known = &submission.form.fields[field];
    (known.kind == Kind::Input)
        .then(|| held(submission, field))
        .flatten()
}

/// What stands in a field: its value, or the text of the cell where that counts as none.
pub(crate) fn held(submission: &Submission, field: usize) -> Option<String> {
    let form = &submission.form;
    let kind = form.template(&form.fields[field]).kind;
    let text = || {
        submission
            .text(field)
            .filter(|text| !text.trim().is_empty())
    };
    shown(&submission.entries[field].value, kind).or_else(text)
}
