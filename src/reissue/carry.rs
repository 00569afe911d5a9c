//! Which value goes where.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::book::CellValue;
use crate::check::Content;
use crate::form::{Field, Form, Kind, Spec, resolve};
use crate::generate::Entries;
use crate::reissue::left::left;
use crate::reissue::value::carried;
use crate::reissue::{Left, Why};
use crate::template::{Mistake, Pack};
use crate::typed::Wanted;

/// What the fields of the old form are called in the new one, by plain id; only those the new one has.
pub(super) type Names = BTreeMap<String, String>;

/// The new form with what was carried into it.
pub(super) struct Carried {
    pub(super) form: Form,
    pub(super) entries: Entries,
    pub(super) left: Vec<Left>,
    pub(super) names: Names,
}

/// Which one of its kind a field is: the number of its sheet from one, and its zero-based row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Which {
    sheet: Option<u32>,
    row: Option<usize>,
}

/// A value that has a field in the new pack.
struct Plan {
    /// Index of the field in the old form.
    from: usize,
    /// Plain id of the field in the new one.
    to: String,
    which: Which,
    value: CellValue,
}

pub(super) fn carry(
    content: &Content,
    pack: &Arc<Pack>,
    spec: &Spec,
) -> Result<Carried, Vec<Mistake>> {
    let old = &content.submission.form;
    let names = names(old, pack);
    let mut left_over: Vec<(usize, Why)> = Vec::new();
    let mut plans = Vec::new();
    for index in 0..old.fields.len() {
        if !is_entry(content, index) {
            continue;
        }
        match plan(content, pack, &names, index) {
            Ok(plan) => plans.push(plan),
            Err(why) => left_over.push((index, why)),
        }
    }
    // A field that kept its name comes before one that was renamed to it.
    plans.sort_by_key(|plan| old.plain_id(&old.fields[plan.from]) != plan.to);
    let form = grown(pack, spec, &plans)?;
    let places: HashMap<(String, Which), usize> = form
        .fields
        .iter()
        .enumerate()
        .map(|(index, field)| ((form.plain_id(field), which(&form, field)), index))
        .collect();
    let mut entries = Entries::new();
    let mut filled: HashMap<usize, usize> = HashMap::new();
    for plan in plans {
        let place = places.get(&(plan.to.clone(), plan.which)).copied();
        let why = match place {
            None => beyond(pack, &plan.to, plan.which),
            Some(place) => match form.fields[place].kind {
                Kind::Formula => Why::Computed,
                Kind::Prefilled => Why::Given,
                Kind::Input | Kind::Shown => match filled.get(&place) {
                    Some(&other) => Why::Taken {
                        by: old.fields[other].id.clone(),
                    },
                    None => {
                        filled.insert(place, plan.from);
                        entries.insert(place, plan.value);
                        continue;
                    }
                },
            },
        };
        left_over.push((plan.from, why));
    }
    // What was asked for on several sheets, and filled in on a later one, now belongs to the first; what is the same on
    // the others is shown there and not entered again.
    for (asked, shown) in form.only_shown(&entries) {
        let entry = entries.get(&shown).cloned();
        entries.extend(entry.map(|entry| (asked, entry)));
    }
    let is_shown = |field: usize, value: &CellValue| {
        let asked = form.shown_from(field);
        asked.is_some_and(|asked| entries.get(&asked) == Some(value))
    };
    let shown = entries
        .iter()
        .filter(|(field, value)| is_shown(**field, value));
    let shown: Vec<usize> = shown.map(|(&field, _)| field).collect();
    for field in shown {
        entries.remove(&field);
    }
    left_over.sort_by_key(|(index, _)| *index);
    let list = left_over.into_iter();
    Ok(Carried {
        left: list.map(|(index, why)| left(content, index, why)).collect(),
        form,
        entries,
        names,
    })
}

/// Whether a department has entered something there, or lost the result of what it computed.
fn is_entry(content: &Content, index: usize) -> bool {
    let found = &content.submission.entries[index].found;
    let is_there = !found.value.is_blank() || found.formula.is_some();
    is_there && content.submission.is_entered(index)
}

fn names(old: &Form, pack: &Pack) -> Names {
    let exists = |id: &str| pack.field(id).is_some();
    let plain = old.fields.iter().map(|field| old.plain_id(field));
    plain
        .filter_map(|id| Some((id.clone(), pack.renames.now_called(&id, exists)?)))
        .collect()
}

fn which(form: &Form, field: &Field) -> Which {
    Which {
        sheet: form.sheets[field.sheet].index,
        row: field.row.map(|row| row.row),
    }
}

fn plan(content: &Content, pack: &Pack, names: &Names, index: usize) -> Result<Plan, Why> {
    let old = &content.submission.form;
    let field = &old.fields[index];
    let found = &content.submission.entries[index].found;
    if found.value.is_blank() {
        return Err(Why::NoResult);
    }
    let to = names.get(&old.plain_id(field)).ok_or(Why::NoField)?;
    let (sheet, template) = pack.field(to).ok_or(Why::NoField)?;
    // What stands once becomes the first of several; of several only the first becomes what stands once.
    let at = which(old, field);
    let sheet_number = match (&sheet.repeat, at.sheet) {
        (Some(_), number) => Some(number.unwrap_or(1)),
        (None, None | Some(1)) => None,
        (None, Some(_)) => return Err(Why::NoSheet { most: 1 }),
    };
    let row = match (&template.block, at.row) {
        (Some(_), row) => Some(row.unwrap_or(0)),
        (None, None | Some(0)) => None,
        (None, Some(_)) => return Err(Why::NoRow { most: 1 }),
    };
    if template.formula.is_some() {
        return Err(Why::Computed);
    }
    if template.value.is_some() {
        return Err(Why::Given);
    }
    Ok(Plan {
        from: index,
        to: to.clone(),
        which: Which {
            sheet: sheet_number,
            row,
        },
        value: carried(
            &found.value,
            (
                &Wanted::of(&old.pack, old.template(field)),
                &Wanted::of(pack, template),
            ),
        )?,
    })
}

/// The form with as many sheets and rows as the plans need, and as many as a fresh one has at least.
fn grown(pack: &Arc<Pack>, spec: &Spec, plans: &[Plan]) -> Result<Form, Vec<Mistake>> {
    let mut spec = spec.clone();
    let form = resolve(pack, &spec)?;
    for plan in plans {
        if let (Some(number), Some((sheet, _))) = (plan.which.sheet, pack.field(&plan.to)) {
            let fresh = form.sheets.iter().filter(|laid| laid.index.is_some());
            let there = fresh
                .filter(|laid| pack.sheets[laid.template].id == sheet.id)
                .count();
            let count = spec
                .sheets
                .entry(sheet.id.clone())
                .or_insert_with(|| u32::try_from(there).unwrap_or(u32::MAX));
            *count = number.max(*count);
        }
    }
    let form = resolve(pack, &spec)?;
    for plan in plans {
        let Some((row, (sheet, field))) = plan.which.row.zip(pack.field(&plan.to)) else {
            continue;
        };
        let number = plan.which.sheet.map(|number| format!(".{number}"));
        let block = field.block.as_deref().unwrap_or_default();
        let id = format!("{}{}.{block}", sheet.id, number.unwrap_or_default());
        let there = form.blocks.iter().find(|block| block.id == id);
        let there = there.map_or(0, |block| block.rows.len());
        if row >= there {
            let needed = u32::try_from(row + 1).unwrap_or(u32::MAX);
            let count = spec.rows.entry(id).or_insert(needed);
            *count = needed.max(*count);
        }
    }
    resolve(pack, &spec)
}

/// Why a field of the new pack is not in the form: the pack allows no more of its sheets, or of its rows.
fn beyond(pack: &Pack, plain: &str, which: Which) -> Why {
    let Some((sheet, field)) = pack.field(plain) else {
        return Why::NoField;
    };
    let sheets = sheet.repeat.as_ref().map_or(1, |repeat| repeat.max);
    if which.sheet.is_some_and(|number| number > sheets) {
        return Why::NoSheet { most: sheets };
    }
    let block = field.block.as_ref().and_then(|id| sheet.blocks.get(id));
    Why::NoRow {
        most: block.map_or(1, |block| block.max),
    }
}
