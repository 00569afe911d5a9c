//! Which sheet of a workbook is which sheet of the form, and which ones are copies of it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::address::Address;
use crate::align::{bare, written};
use crate::book::{CellValue, RawBook, RawSheet, Visibility};
use crate::form::{Form, FormSheet, Kind};
use crate::own;
use crate::submission::names::Names;
use crate::submission::search::{LONGEST_LABEL, TEXTS};

/// From this share of its labels on, a sheet is known by them.
const LABELS: f64 = 0.6;
/// So many names of a sheet's fields make another sheet a copy of it.
const NAMES: usize = 3;
/// The title stands in one of the first rows.
const TITLE_ROWS: u32 = 10;

/// A sheet of the form, found in the workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Assigned {
    /// The index of the sheet in the workbook.
    pub(super) raw: usize,
    /// The id of the sheet by which its fields are named there: on a copy, that of the sheet it was copied from.
    pub(super) named: String,
}

/// A sheet that was copied from one of the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Copy {
    /// The index of the copy in the workbook.
    pub(super) raw: usize,
    /// The sheet of the form it was copied from.
    pub(super) of: usize,
}

/// Finds each sheet of the form: where the names of its fields lead, by its tab unless its title, its labels or what is
/// given on it say otherwise, by its title, by its labels.
pub(super) fn assign(form: &Form, book: &RawBook, names: &Names) -> Vec<Option<Assigned>> {
    let mut found = Assignment {
        of_form: vec![None; form.sheets.len()],
        taken: BTreeSet::new(),
    };
    for own in [false, true] {
        let mut votes = Vec::new();
        for (sheet, laid) in form.sheets.iter().enumerate() {
            for (raw, count) in led_to(form, sheet, names, own) {
                if is_behind(laid, raw, book) {
                    continue;
                }
                let same_tab = book.sheets[raw].name == laid.name;
                votes.push((count, same_tab, sheet, raw));
            }
        }
        // Most names first; where two sheets have as many, that of the right tab.
        votes.sort_by_key(|&(count, same_tab, sheet, raw)| {
            (std::cmp::Reverse((count, same_tab)), sheet, raw)
        });
        for (_, _, sheet, raw) in votes {
            found.take(sheet, raw);
        }
    }
    let tabs = |form: &Form, sheet: usize| {
        let same_tab = |raw: &RawSheet| raw.name == form.sheets[sheet].name;
        book.sheets.iter().position(same_tab)
    };
    for sheet in 0..form.sheets.len() {
        let is_another = |raw: &usize| {
            let raw = &book.sheets[*raw];
            is_printed_as_another(form, sheet, raw) || is_given_to_a_sibling(form, sheet, raw)
        };
        if let Some(raw) = tabs(form, sheet).filter(|raw| !is_another(raw)) {
            found.take(sheet, raw);
        }
    }
    if found.of_form.iter().any(Option::is_none) {
        by_what_is_printed(form, book, &mut found);
    }
    // A sheet whose print says nothing either is still the one its tab says.
    for sheet in 0..form.sheets.len() {
        if let Some(raw) = tabs(form, sheet) {
            found.take(sheet, raw);
        }
    }
    found
        .of_form
        .into_iter()
        .zip(&form.sheets)
        .map(|(raw, laid)| {
            raw.map(|raw| Assigned {
                raw,
                named: laid.id.clone(),
            })
        })
        .collect()
}

/// Whether a sheet to which names lead is hidden, and one that is shown has the title and the labels instead: nobody sees
/// where names lead. Of several sheets of one kind each has the title, so that it tells nothing.
fn is_behind(laid: &FormSheet, raw: usize, book: &RawBook) -> bool {
    if laid.index.is_some() || book.sheets[raw].visibility == Visibility::Visible {
        return false;
    }
    let is_shown = |other: &RawSheet| {
        other.visibility == Visibility::Visible
            && !own::is_sheet(&other.name)
            && has_title(laid, other)
            && share(laid, &texts(other)) >= LABELS
    };
    let mut others = book.sheets.iter().enumerate();
    others.any(|(at, other)| at != raw && is_shown(other))
}

/// Whether the title and the labels of a sheet are those of another sheet of the form than the one its tab names.
fn is_printed_as_another(form: &Form, sheet: usize, raw: &RawSheet) -> bool {
    let own = &form.sheets[sheet];
    if has_title(own, raw) {
        return false;
    }
    let texts = texts(raw);
    let of_own = share(own, &texts);
    form.sheets.iter().any(|other| {
        let of_other = share(other, &texts);
        of_other > of_own && (has_title(other, raw) || of_other >= LABELS && of_own < LABELS)
    })
}

/// Whether what is given on a sheet, such as the name of a project, is that of another sheet of its kind than the one its tab
/// names.
fn is_given_to_a_sibling(form: &Form, sheet: usize, raw: &RawSheet) -> bool {
    let own = given(form, sheet);
    let stands = |text: &String| has_text(raw, text);
    !own.is_empty()
        && !own.iter().any(stands)
        && siblings(form, sheet).any(|other| given(form, other).iter().any(stands))
}

/// The texts given on a sheet of which there are several, as far as none of the others has them.
fn given(form: &Form, sheet: usize) -> Vec<String> {
    let texts = |sheet: usize| {
        let fields = form.sheets[sheet].fields.iter();
        let fields = fields.map(|field| &form.fields[*field]);
        let fields = fields.filter(|field| field.kind == Kind::Prefilled);
        let texts = fields.filter_map(|field| field.value.as_deref().map(written));
        texts.filter(|text| !text.is_empty())
    };
    let others: BTreeSet<String> = siblings(form, sheet).flat_map(texts).collect();
    let own = Some(sheet).filter(|_| form.sheets[sheet].index.is_some());
    let own = own.into_iter().flat_map(texts);
    own.filter(|text| !others.contains(text)).collect()
}

/// The other sheets of the form that are of one kind with this one.
fn siblings(form: &Form, sheet: usize) -> impl Iterator<Item = usize> + '_ {
    let template = form.sheets[sheet].template;
    (0..form.sheets.len())
        .filter(move |other| *other != sheet && form.sheets[*other].template == template)
}

fn has_text(raw: &RawSheet, wanted: &str) -> bool {
    let cells = raw.cells.values().take(TEXTS);
    let mut texts = cells.filter_map(|cell| match &cell.value {
        CellValue::Text(text) if text.len() <= LONGEST_LABEL => Some(text),
        _ => None,
    });
    texts.any(|text| written(text) == wanted)
}

struct Assignment {
    of_form: Vec<Option<usize>>,
    taken: BTreeSet<usize>,
}

impl Assignment {
    /// Takes a sheet of the workbook for one of the form, if both are still free.
    fn take(&mut self, sheet: usize, raw: usize) {
        if self.of_form[sheet].is_none() && self.taken.insert(raw) {
            self.of_form[sheet] = Some(raw);
        }
    }
}

fn by_what_is_printed(form: &Form, book: &RawBook, found: &mut Assignment) {
    let free: Vec<usize> = (0..book.sheets.len())
        .filter(|raw| !found.taken.contains(raw) && !own::is_sheet(&book.sheets[*raw].name))
        .collect();
    // Several sheets of one kind have one title: what is given on them tells them apart.
    for (sheet, laid) in form.sheets.iter().enumerate() {
        let own = given(form, sheet);
        for &raw in &free {
            let raw_sheet = &book.sheets[raw];
            let is_own = || own.iter().any(|text| has_text(raw_sheet, text));
            if !own.is_empty() && has_title(laid, raw_sheet) && is_own() {
                found.take(sheet, raw);
            }
        }
    }
    for (sheet, laid) in form.sheets.iter().enumerate() {
        for &raw in &free {
            if has_title(laid, &book.sheets[raw]) {
                found.take(sheet, raw);
            }
        }
    }
    let mut alike = Vec::new();
    for &raw in &free {
        let texts = texts(&book.sheets[raw]);
        for (sheet, laid) in form.sheets.iter().enumerate() {
            let share = share(laid, &texts);
            if share >= LABELS {
                alike.push((share, sheet, raw));
            }
        }
    }
    alike.sort_by(|one, other| {
        let rest = (one.1, one.2).cmp(&(other.1, other.2));
        other.0.total_cmp(&one.0).then(rest)
    });
    for (_, sheet, raw) in alike {
        found.take(sheet, raw);
    }
}

/// The sheets the names of a sheet's fields lead to, and how many lead there.
fn led_to(form: &Form, sheet: usize, names: &Names, own: bool) -> BTreeMap<usize, usize> {
    let mut votes = BTreeMap::new();
    for &field in &form.sheets[sheet].fields {
        for raw in names.sheets(&form.fields[field].id, own) {
            *votes.entry(raw).or_default() += 1;
        }
    }
    votes
}

fn has_title(sheet: &FormSheet, found: &RawSheet) -> bool {
    let wanted = bare(&sheet.heading);
    let top = found.cells.range(..Address::new(TITLE_ROWS, 0));
    top.into_iter()
        .any(|(_, cell)| matches!(&cell.value, CellValue::Text(text) if bare(text) == wanted))
}

fn texts(found: &RawSheet) -> BTreeSet<String> {
    let text = |value: &CellValue| match value {
        CellValue::Text(text) if text.len() <= LONGEST_LABEL => Some(written(text)),
        _ => None,
    };
    let cells = found.cells.values();
    let texts = cells.filter_map(|cell| text(&cell.value));
    texts.take(TEXTS).collect()
}

/// The share of a sheet's labels that are among these texts.
fn share(sheet: &FormSheet, texts: &BTreeSet<String>) -> f64 {
    let labels: BTreeSet<String> = sheet
        .labels
        .iter()
        .map(|label| written(&label.text))
        .filter(|text| text.chars().count() > 1)
        .collect();
    if labels.is_empty() {
        return 0.0;
    }
    labels.intersection(texts).count() as f64 / labels.len() as f64
}

/// The sheets that are copies of a repeating sheet of the form, in the order of the workbook.
pub(super) fn copies(
    form: &Form,
    book: &RawBook,
    names: &Names,
    assigned: &[Option<Assigned>],
) -> Vec<Copy> {
    let taken: BTreeSet<usize> = assigned.iter().flatten().map(|found| found.raw).collect();
    let free: Vec<usize> = (0..book.sheets.len())
        .filter(|raw| !taken.contains(raw) && !own::is_sheet(&book.sheets[*raw].name))
        .collect();
    if free.is_empty() {
        return Vec::new();
    }
    let repeating: Vec<usize> = (0..form.sheets.len())
        .filter(|sheet| form.sheets[*sheet].index.is_some())
        .collect();
    let led: HashMap<usize, BTreeMap<usize, usize>> = repeating
        .iter()
        .map(|&sheet| {
            let mut votes = led_to(form, sheet, names, true);
            for (raw, count) in led_to(form, sheet, names, false) {
                *votes.entry(raw).or_default() += count;
            }
            (sheet, votes)
        })
        .collect();
    let source = |raw: usize| {
        let named = |sheet: usize| led.get(&sheet).and_then(|votes| votes.get(&raw)).copied();
        let by_names = repeating
            .iter()
            .copied()
            .filter(|&sheet| named(sheet).is_some_and(|count| count >= NAMES))
            .max_by_key(|&sheet| (named(sheet), std::cmp::Reverse(sheet)));
        if by_names.is_some() {
            return by_names;
        }
        let found = &book.sheets[raw];
        let texts = texts(found);
        let alike = |&sheet: &usize| {
            let laid = &form.sheets[sheet];
            share(laid, &texts) >= LABELS && has_title(laid, found) || share(laid, &texts) >= 0.9
        };
        // Programs put a number behind the name of the sheet that was copied.
        let tab = |sheet: usize| {
            let found_as = assigned[sheet].as_ref().map(|found| found.raw);
            let name = found_as.map_or(&form.sheets[sheet].name, |raw| &book.sheets[raw].name);
            found.name.starts_with(name.as_str())
        };
        repeating
            .iter()
            .copied()
            .filter(alike)
            .max_by_key(|&sheet| (tab(sheet), std::cmp::Reverse(sheet)))
    };
    free.into_iter()
        .filter_map(|raw| {
            Some(Copy {
                raw,
                of: source(raw)?,
            })
        })
        .collect()
}

/// Whether two sheets hold the same in every cell.
pub(super) fn hold_the_same(one: &RawSheet, other: &RawSheet) -> bool {
    let filled = |sheet: &RawSheet| {
        let cells = sheet.cells.iter();
        let filled = cells.filter(|(_, cell)| !cell.value.is_blank());
        filled
            .map(|(at, cell)| (*at, cell.value.clone()))
            .collect::<Vec<_>>()
    };
    filled(one) == filled(other)
}
