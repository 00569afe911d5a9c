//! What stands in the fields of two returns, field by field, in the order of the later form.

use similar::{Algorithm, DiffTag, capture_diff_slices};

use crate::address::Address;
use crate::align::words;
use crate::book::CellValue;
use crate::check::Content;
use crate::compare::pairs::{Pairs, entered, held, name};
use crate::compare::sheets::project;
use crate::compare::{Change, Held, Item, Kind, Sheet, Shown};
use crate::form::{self, RowOf};
use crate::formula::Value;
use crate::generate::format_of;
use crate::submission::shown;
use crate::template::FieldType;

/// Characters of a name that stand beside the label of a field in its row.
const NAMED: usize = 16;

/// All changes.
pub(super) fn changes(old: &Content, new: &Content, pairs: &Pairs) -> Vec<Change> {
    let both = Both { old, new, pairs };
    let mut changes = Vec::new();
    for sheet in 0..new.submission.form.sheets.len() {
        match pairs.sheet_before(sheet) {
            Some(before) => both.sheet(before, sheet, &mut changes),
            None => changes.extend(both.whole_sheet(Which::New, sheet)),
        }
    }
    for (sheet, now) in pairs.sheets.iter().enumerate() {
        if now.is_none() {
            changes.extend(both.whole_sheet(Which::Old, sheet));
        }
    }
    changes
}

/// One of the two returns.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Which {
    Old,
    New,
}

struct Both<'a> {
    old: &'a Content,
    new: &'a Content,
    pairs: &'a Pairs,
}

/// Where a change goes: first what was entered, then by row, what is gone behind what is there, and by column.
type Place = (bool, u32, bool, u32);

impl Both<'_> {
    fn content(&self, which: Which) -> &Content {
        match which {
            Which::Old => self.old,
            Which::New => self.new,
        }
    }

    fn sheet(&self, before: usize, sheet: usize, changes: &mut Vec<Change>) {
        let mut found: Vec<(Place, Change)> = Vec::new();
        let title = self.title(Some(before), Some(sheet));
        let laid = &self.new.submission.form.sheets[sheet];
        for &field in &laid.fields {
            let cell = self.new.submission.form.fields[field].cell();
            match self.pairs.before[field] {
                Some(before) => self.field(before, field, &title, &mut found),
                None => found.extend(
                    self.lonely(Which::New, field, &title)
                        .map(|change| ((false, cell.row, false, cell.column), change)),
                ),
            }
        }
        let gone = &self.old.submission.form.sheets[before];
        // What is gone is told where it stood: behind the last field before it that is still there.
        let mut last = 0;
        for &field in &gone.fields {
            let cell = self.old.submission.form.fields[field].cell();
            match self.pairs.now[field] {
                Some(now) => {
                    let now = &self.new.submission.form.fields[now];
                    if now.sheet == sheet {
                        last = now.area.last.row;
                    }
                }
                None => found.extend(
                    self.lonely(Which::Old, field, &title)
                        .map(|change| ((false, last, true, cell.row), change)),
                ),
            }
        }
        found.extend(self.moved(sheet, &title));
        found.sort_by_key(|(place, _)| *place);
        changes.extend(found.into_iter().map(|(_, change)| change));
    }

    /// What two fields that belong together hold.
    fn field(&self, before: usize, now: usize, title: &Sheet, found: &mut Vec<(Place, Change)>) {
        let is_formula = |which: Which, field: usize| {
            self.content(which).submission.form.fields[field].kind == form::Kind::Formula
        };
        let cell = self.new.submission.form.fields[now].cell();
        let mut push = |kind: Kind, change: Change| {
            let place = (kind == Kind::Follows, cell.row, false, cell.column);
            found.push((
                place,
                Change {
                    change: kind,
                    ..change
                },
            ));
        };
        let (old, new) = (self.held(Which::Old, before), self.held(Which::New, now));
        if !is_formula(Which::Old, before) && !is_formula(Which::New, now) {
            if differ(&old, &new) {
                push(Kind::Changed, self.changed(title, now, old, new));
            }
            return;
        }
        let is_off = self.is_off(Which::Old, before) || self.is_off(Which::New, now);
        let typed = (
            self.is_typed_over(Which::Old, before),
            self.is_typed_over(Which::New, now),
        );
        let typed_over = typed.0 || typed.1;
        if typed_over && differ(&old, &new) {
            let sides = [(&old, typed.0), (&new, typed.1)];
            let [old, new] = sides.map(|(held, typed_over)| Held {
                typed_over,
                ..held.clone()
            });
            push(Kind::Changed, self.changed(title, now, old, new));
        }
        let (before, after) = (
            self.computed(Which::Old, before),
            self.computed(Which::New, now),
        );
        if differ(&before, &after) {
            let is_told = typed_over && !differ(&before, &old) && !differ(&after, &new);
            if !is_told {
                push(Kind::Follows, self.changed(title, now, before, after));
            }
        } else if !typed_over && differ(&old, &new) && is_off {
            // An altered formula: what it saved is another figure.
            push(Kind::Follows, self.changed(title, now, old, new));
        }
    }

    fn changed(&self, title: &Sheet, field: usize, old: Held, new: Held) -> Change {
        let form = &self.new.submission.form;
        let kind = form.template(&form.fields[field]).kind;
        let same_unit =
            kind != FieldType::Money || form.pack.unit == self.old.submission.form.pack.unit;
        let values = old.value.as_ref().zip(new.value.as_ref());
        let numbers = values.and_then(|(old, new)| old.number.zip(new.number));
        let is_text = matches!(kind, FieldType::Text | FieldType::LongText);
        Change {
            change: Kind::Changed,
            item: Item::Value,
            sheet: title.clone(),
            label: self.label(Which::New, field),
            difference: numbers
                .filter(|_| same_unit)
                .and_then(|(old, new)| new.sub(old)),
            ratio: kind == FieldType::Percent,
            words: values
                .filter(|_| is_text)
                .map(|(old, new)| words(&old.text, &new.text))
                .unwrap_or_default(),
            old: Some(old),
            new: Some(new),
            values: Vec::new(),
        }
    }

    /// A field without its like: a value nobody asks for in the other form, or the first of a row that is not there.
    fn lonely(&self, which: Which, field: usize, title: &Sheet) -> Option<Change> {
        let form = &self.content(which).submission.form;
        let pairs = match which {
            Which::Old => &self.pairs.now,
            Which::New => &self.pairs.before,
        };
        let row = form.fields[field].row.and_then(|row| {
            let fields = form.blocks.get(row.block)?.rows.get(row.row)?;
            let is_gone = fields.iter().all(|&field| pairs[field].is_none());
            is_gone.then_some((row, fields))
        });
        let held = self.held(which, field);
        let Some((row, fields)) = row else {
            held.value.as_ref()?;
            return Some(sided(
                which,
                held,
                Item::Value,
                title,
                self.label(which, field),
            ));
        };
        // A row is told once, and only if something was entered.
        let inputs = self.entered(which, fields);
        if fields.first() != Some(&field) || inputs.is_empty() {
            return None;
        }
        let values = inputs.into_iter().map(|field| self.held(which, field));
        Some(Change {
            values: values.collect(),
            ..self.row(which, row, fields, title)
        })
    }

    /// A row by itself.
    fn row(&self, which: Which, row: RowOf, fields: &[usize], title: &Sheet) -> Change {
        let form = &self.content(which).submission.form;
        let label = form
            .block_template(row.block)
            .map(|block| block.label.clone());
        let label = label.unwrap_or_default();
        let held = Held {
            id: format!("{}.{}", form.blocks[row.block].id, row.row + 1),
            label: label.clone(),
            cell: fields.first().map(|&field| self.cell(which, field)),
            value: None,
            typed_over: false,
        };
        let label = self.with_name(which, fields, label);
        sided(which, held, Item::Row, title, label)
    }

    /// A sheet that only one of the returns has, if anything was entered into it.
    fn whole_sheet(&self, which: Which, sheet: usize) -> Option<Change> {
        let laid = &self.content(which).submission.form.sheets[sheet];
        let inputs = self.entered(which, &laid.fields);
        if inputs.is_empty() {
            return None;
        }
        let title = match which {
            Which::Old => self.title(Some(sheet), None),
            Which::New => self.title(None, Some(sheet)),
        };
        let held = Held {
            id: laid.id.clone(),
            label: laid.heading.clone(),
            cell: None,
            value: None,
            typed_over: false,
        };
        let label = title
            .project
            .clone()
            .unwrap_or_else(|| laid.heading.clone());
        let values = inputs.into_iter().map(|field| Held {
            label: self.label(which, field),
            ..self.held(which, field)
        });
        Some(Change {
            values: values.collect(),
            ..sided(which, held, Item::Sheet, &title, label)
        })
    }

    /// Rows that no longer stand between the same others.
    fn moved(&self, sheet: usize, title: &Sheet) -> Vec<(Place, Change)> {
        let (old, new) = (&self.old.submission.form, &self.new.submission.form);
        let mut found = Vec::new();
        let blocks = new.blocks.iter().enumerate();
        for (block, laid) in blocks.filter(|(_, block)| block.sheet == sheet) {
            // For each row of the later return the one it was.
            let rows: Vec<(usize, RowOf)> = laid
                .rows
                .iter()
                .enumerate()
                .filter_map(|(row, fields)| {
                    let before = fields.iter().find_map(|&field| self.pairs.before[field])?;
                    let is_used = !self.entered(Which::New, fields).is_empty();
                    Some((row, old.fields[before].row?)).filter(|_| is_used)
                })
                .collect();
            let now: Vec<usize> = rows.iter().map(|(_, before)| before.row).collect();
            let mut sorted = now.clone();
            sorted.sort_unstable();
            let steps = capture_diff_slices(Algorithm::Myers, &sorted, &now);
            let inserted = steps.iter().filter(|step| step.tag() != DiffTag::Equal);
            for &(row, before) in
                inserted.flat_map(|step| rows.get(step.new_range()).unwrap_or_default())
            {
                let fields = old
                    .blocks
                    .get(before.block)
                    .and_then(|block| block.rows.get(before.row));
                let Some((fields, first)) = fields.zip(laid.rows[row].first()) else {
                    continue;
                };
                let change = self.row(Which::New, RowOf { block, row }, &laid.rows[row], title);
                let place = (false, new.fields[*first].cell().row, false, 0);
                found.push((
                    place,
                    Change {
                        change: Kind::Moved,
                        old: self.row(Which::Old, before, fields, title).old,
                        ..change
                    },
                ));
            }
        }
        found
    }

    fn entered(&self, which: Which, fields: &[usize]) -> Vec<usize> {
        let submission = &self.content(which).submission;
        let is_filled = |field: &usize| entered(submission, *field).is_some();
        fields.iter().copied().filter(is_filled).collect()
    }

    fn cell(&self, which: Which, field: usize) -> Address {
        self.content(which).submission.cell(field)
    }

    /// What was reported in a field.
    fn held(&self, which: Which, field: usize) -> Held {
        let content = self.content(which);
        let form = &content.submission.form;
        let value = &content.evaluation.reported[field];
        let kind = form.template(&form.fields[field]).kind;
        let text = shown(value, kind).or_else(|| held(&content.submission, field));
        self.with(which, field, value, text)
    }

    /// What annex computed for a field.
    fn computed(&self, which: Which, field: usize) -> Held {
        let content = self.content(which);
        let form = &content.submission.form;
        let value = &content.evaluation.computed[field];
        let kind = form.template(&form.fields[field]).kind;
        self.with(which, field, value, shown(value, kind))
    }

    fn with(&self, which: Which, field: usize, value: &Value, text: Option<String>) -> Held {
        let form = &self.content(which).submission.form;
        let known = &form.fields[field];
        let template = form.template(known);
        let number = match value {
            Value::Number(number) if template.kind != FieldType::Date => Some(*number),
            _ => None,
        };
        Held {
            id: known.id.clone(),
            label: known.label.clone(),
            cell: Some(self.cell(which, field)),
            value: text.map(|text| Shown {
                text,
                number,
                ratio: template.kind == FieldType::Percent,
                format: format_of(&form.pack, template, &CellValue::from(value)),
            }),
            typed_over: false,
        }
    }

    /// Whether a value stands in a formula's cell, and it is not what annex computes.
    fn is_typed_over(&self, which: Which, field: usize) -> bool {
        let content = self.content(which);
        let found = &content.submission.entries[field].found;
        found.formula.is_none() && !found.value.is_blank() && self.is_off(which, field)
    }

    /// Whether a cell shows something else than what annex computes.
    fn is_off(&self, which: Which, field: usize) -> bool {
        let content = self.content(which);
        let form = &content.submission.form;
        let tolerance = form.pack.tolerance(form.template(&form.fields[field]).kind);
        let values = (
            &content.evaluation.reported[field],
            &content.evaluation.computed[field],
        );
        match values {
            (Value::Number(reported), Value::Number(computed)) => reported
                .sub(*computed)
                .is_none_or(|gap| gap.abs() > tolerance),
            _ => differ(&self.held(which, field), &self.computed(which, field)),
        }
    }

    /// What a field is called, with the name of its row.
    fn label(&self, which: Which, field: usize) -> String {
        let form = &self.content(which).submission.form;
        let known = &form.fields[field];
        let label = known.label.replace('\n', "");
        let row = known
            .row
            .and_then(|row| form.blocks.get(row.block)?.rows.get(row.row));
        match row {
            Some(fields) => self.with_name(which, fields, label),
            None => label,
        }
    }

    fn with_name(&self, which: Which, fields: &[usize], label: String) -> String {
        let submission = &self.content(which).submission;
        let Some(named) = name(submission, fields).and_then(|field| entered(submission, field))
        else {
            return label;
        };
        let short: String = named.split_whitespace().collect();
        match short.char_indices().nth(NAMED) {
            Some((end, _)) => format!("{label}（{}…）", &short[..end]),
            None => format!("{label}（{short}）"),
        }
    }

    fn title(&self, before: Option<usize>, now: Option<usize>) -> Sheet {
        let called = |content: &Content, sheet: usize| {
            let submission = &content.submission;
            let found = submission.sheets[sheet].as_ref();
            let raw = found.and_then(|map| submission.book.sheets.get(map.sheet));
            raw.map_or(&submission.form.sheets[sheet].name, |raw| &raw.name)
                .clone()
        };
        let project = now
            .and_then(|sheet| project(&self.new.submission, sheet))
            .or_else(|| project(&self.old.submission, before?));
        Sheet {
            old: before.map(|sheet| called(self.old, sheet)),
            new: now.map(|sheet| called(self.new, sheet)),
            project,
        }
    }
}

/// Something that is there on one side only.
fn sided(which: Which, held: Held, item: Item, title: &Sheet, label: String) -> Change {
    let (change, old, new) = match which {
        Which::Old => (Kind::Removed, Some(held), None),
        Which::New => (Kind::Added, None, Some(held)),
    };
    Change {
        change,
        item,
        sheet: title.clone(),
        label,
        old,
        new,
        difference: None,
        ratio: false,
        words: Vec::new(),
        values: Vec::new(),
    }
}

/// Numbers differ as numbers, everything else as it is written.
fn differ(one: &Held, other: &Held) -> bool {
    let (one, other) = (one.value.as_ref(), other.value.as_ref());
    match (
        one.and_then(|shown| shown.number),
        other.and_then(|shown| shown.number),
    ) {
        (Some(one), Some(other)) => one != other,
        _ => one.map(|shown| &shown.text) != other.map(|shown| &shown.text),
    }
}
