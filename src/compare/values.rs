//! What stands in the fields of two returns, field by field, in the order of the later form.

use similar::{Algorithm, DiffTag, capture_diff_slices};

use crate::align::words;
use crate::check::Content;
use crate::compare::side::{Side, differ};
use crate::compare::{Change, Held, Item, Kind, Sheet};
use crate::form::{self, RowOf};
use crate::pairs::Pairs;
use crate::pairs::project;
use crate::template::FieldType;

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

    fn side(&self, which: Which) -> Side<'_> {
        Side(self.content(which))
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
        let (old, new) = (
            self.side(Which::Old).held(before),
            self.side(Which::New).held(now),
        );
        if !is_formula(Which::Old, before) && !is_formula(Which::New, now) {
            if differ(&old, &new) {
                push(Kind::Changed, self.changed(title, now, old, new));
            }
            return;
        }
        let is_off = self.side(Which::Old).is_off(before) || self.side(Which::New).is_off(now);
        let typed = (
            self.side(Which::Old).is_typed_over(before),
            self.side(Which::New).is_typed_over(now),
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
            self.side(Which::Old).computed(before),
            self.side(Which::New).computed(now),
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
            label: self.side(Which::New).label(field),
            difference: numbers
                .filter(|_| same_unit)
                .and_then(|(old, new)| new.difference(old)),
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
        let held = self.side(which).held(field);
        let Some((row, fields)) = row else {
            held.value.as_ref()?;
            return Some(sided(
                which,
                held,
                Item::Value,
                title,
                self.side(which).label(field),
            ));
        };
        // A row is told once, and only if something was entered.
        let inputs = self.side(which).entered(fields);
        if fields.first() != Some(&field) || inputs.is_empty() {
            return None;
        }
        let values = inputs.into_iter().map(|field| self.side(which).held(field));
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
            cell: fields.first().map(|&field| self.side(which).cell(field)),
            value: None,
            typed_over: false,
        };
        let label = self.side(which).with_name(fields, label);
        sided(which, held, Item::Row, title, label)
    }

    /// A sheet that only one of the returns has, if anything was entered into it.
    fn whole_sheet(&self, which: Which, sheet: usize) -> Option<Change> {
        let laid = &self.content(which).submission.form.sheets[sheet];
        let inputs = self.side(which).entered(&laid.fields);
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
            label: self.side(which).label(field),
            ..self.side(which).held(field)
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
                    let is_used = !self.side(Which::New).entered(fields).is_empty();
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
