//! Which table is which sheet of the form: by its title, else by its labels.

use std::collections::{BTreeMap, BTreeSet};

use crate::adopt::continued::continues;
use crate::adopt::flow::is_noise;
use crate::adopt::material::{Block, Grid, Material, Spot};
use crate::adopt::pattern::{Pattern, Sheet, TITLE, TITLE_ROWS};
use crate::adopt::split::split;
use crate::align::{bare, similarity, written};
use crate::text::half_width;

/// From this share of its labels on, a table without a title is known by them.
const LABELS: f32 = 0.4;
/// So many labels make a sheet as well, if they are most of what is written in the table: it may be the half of one.
const SOME_LABELS: usize = 8;
/// The share of what is written in a table that is most of it.
const MOST: f32 = 0.7;
/// So many labels have to be there even under the right title.
const UNDER_TITLE: f32 = 0.15;
/// So many paragraphs before a table may hold its title.
const BEFORE: usize = 12;
/// Paragraphs a title may be spread over.
const SPREAD: usize = 3;

/// How a table was known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Known {
    /// By its title.
    Title,
    /// By a title that is like the form's, so much from 0 to 1.
    Similar(f32),
    /// By so much of its labels, from 0 to 1.
    Labels(f32),
}

impl Known {
    /// How certain that is, from 0 to 1.
    pub fn likeness(self) -> f32 {
        match self {
            Known::Title => 1.0,
            Known::Similar(likeness) | Known::Labels(likeness) => likeness,
        }
    }
}

/// A sheet of the pattern that was found.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Piece {
    pub(super) sheet: usize,
    pub(super) known: Known,
    /// The blocks that are its title.
    pub(super) title: Vec<usize>,
    /// Lines between its tables that only say that it goes on.
    pub(super) passed: Vec<usize>,
    /// The blocks that are its tables.
    pub(super) tables: Vec<usize>,
}

/// What the tables of a file are.
#[derive(Debug, Default)]
pub(super) struct Assigned {
    pub(super) pieces: Vec<Piece>,
    /// Tables that are a sheet which was there before.
    pub(super) twice: BTreeSet<usize>,
}

/// Tells which tables are which sheets of the form, in the order of the file.
pub(super) fn assign(material: &Material, pattern: &Pattern) -> Assigned {
    let mut assigned = Assigned::default();
    for (at, block) in material.blocks.iter().enumerate() {
        let Block::Table(table) = block else { continue };
        let texts = texts(table, pattern);
        let share = |sheet: usize| share(&pattern.sheets[sheet], &texts);
        let is_like = |sheet: usize| {
            share(sheet) >= LABELS || is_mostly_labels(&pattern.sheets[sheet], &texts)
        };
        let title = title(material, at, table, pattern);
        if goes_on(material, at, title.as_ref(), pattern, &mut assigned) {
            continue;
        }
        let best = (0..pattern.sheets.len())
            .map(|sheet| (sheet, share(sheet)))
            .max_by(|one, other| one.1.total_cmp(&other.1).then(other.0.cmp(&one.0)));
        let (sheet, known, title) = match (title, best) {
            (Some(title), _)
                if title.known == Known::Title && share(title.sheet) >= UNDER_TITLE =>
            {
                (title.sheet, title.known, title.blocks)
            }
            (Some(title), Some((sheet, _))) if title.sheet == sheet && is_like(sheet) => {
                (sheet, title.known, title.blocks)
            }
            (_, Some((sheet, labels))) if is_like(sheet) => {
                (sheet, Known::Labels(labels), Vec::new())
            }
            (Some(title), _) if share(title.sheet) >= UNDER_TITLE => {
                (title.sheet, title.known, title.blocks)
            }
            _ => continue,
        };
        let repeats = pattern.form.sheets[sheet].index.is_some();
        if !repeats && assigned.pieces.iter().any(|piece| piece.sheet == sheet) {
            assigned.twice.insert(at);
            continue;
        }
        assigned.pieces.push(Piece {
            sheet,
            known,
            title,
            passed: Vec::new(),
            tables: vec![at],
        });
    }
    assigned
}

/// Whether a table only goes on with one before, as after the end of a page.
///
/// Either a line above it, its first row or its tab says so; or nothing of weight lies between the two, and its labels are
/// of the same sheet and were not there yet. A head that is written again counts for neither.
fn goes_on(
    material: &Material,
    at: usize,
    title: Option<&Title>,
    pattern: &Pattern,
    assigned: &mut Assigned,
) -> bool {
    let Some(Block::Table(table)) = material.blocks.get(at) else {
        return false;
    };
    let between: Vec<usize> = (0..at)
        .rev()
        .take_while(|&index| matches!(material.blocks[index], Block::Paragraph(_)))
        .collect();
    let text = |index: usize| match &material.blocks[index] {
        Block::Paragraph(spot) => spot.text(),
        Block::Table(_) => String::new(),
    };
    let says: Vec<usize> = between
        .iter()
        .copied()
        .filter(|&index| continues(&text(index)).is_some())
        .collect();
    let top = table.spots.iter().filter(|spot| spot.area.first.row < 2);
    let word = says
        .iter()
        .find_map(|&index| continues(&text(index)))
        .or_else(|| top.clone().find_map(|spot| continues(&spot.text())))
        .or_else(|| continues(table.name.as_deref()?));
    // A title of its own makes it a table of its own, unless that says it goes on.
    let other_title = |sheet: usize| {
        title.is_some_and(|title| title.known == Known::Title && title.sheet != sheet)
    };
    let last = assigned.pieces.len().checked_sub(1);
    let Some(piece) = (match &word {
        Some(rest) if !rest.is_empty() => named(rest, pattern, &assigned.pieces).or(last),
        _ => last,
    }) else {
        return false;
    };
    let sheet = assigned.pieces[piece].sheet;
    if other_title(sheet) {
        return false;
    }
    let of = &pattern.sheets[sheet];
    let is_title = |index: usize| of.title == bare(&text(index));
    if word.is_none() {
        let is_before = assigned.pieces[piece]
            .tables
            .last()
            .is_some_and(|&last| last + between.len() + 1 == at);
        let is_light = |&index: &usize| {
            let text = text(index);
            is_title(index) || is_noise(&text, pattern) || pattern.lines.contains(&written(&text))
        };
        if !is_before || table.name.is_some() || !between.iter().all(is_light) {
            return false;
        }
        let tables = assigned.pieces[piece].tables.iter();
        let tables = tables.filter_map(|&at| match &material.blocks[at] {
            Block::Table(table) => Some(table),
            Block::Paragraph(_) => None,
        });
        let before: BTreeSet<String> = tables
            .clone()
            .flat_map(|table| labels(table, of, None))
            .collect();
        let labels = labels(table, of, Some(&before));
        let new = labels.iter().filter(|text| !before.contains(*text)).count();
        let width = |table: &Grid| table.spots.iter().map(|spot| spot.area.last.column).max();
        let is_as_wide = tables.clone().next_back().map(width) == Some(width(table));
        let goes_on = match labels.is_empty() {
            true => is_as_wide && title.is_none(),
            false => new > 0 && new * 2 >= labels.len(),
        };
        if !goes_on {
            return false;
        }
    }
    let passed = between
        .into_iter()
        .filter(|&index| says.contains(&index) || is_title(index));
    let passed: Vec<usize> = passed.collect();
    let piece = &mut assigned.pieces[piece];
    piece.passed.extend(passed);
    piece.tables.push(at);
    true
}

/// The last sheet that was found under this title, or on a tab of this name.
fn named(title: &str, pattern: &Pattern, pieces: &[Piece]) -> Option<usize> {
    let plain = |text: &str| -> String {
        let letters = text.chars().filter(|c| !c.is_whitespace());
        letters.map(half_width).collect()
    };
    pieces.iter().rposition(|piece| {
        let sheet = &pattern.form.sheets[piece.sheet];
        similarity(title, &sheet.heading) >= TITLE
            || similarity(title, &sheet.name) >= TITLE
            || plain(&sheet.name).starts_with(&plain(title))
    })
}

/// The labels of a sheet in a table, but for the rows at its top that say nothing else and nothing new.
fn labels(table: &Grid, sheet: &Sheet, before: Option<&BTreeSet<String>>) -> BTreeSet<String> {
    let mut rows: BTreeMap<u32, Vec<&Spot>> = BTreeMap::new();
    for spot in table.spots.iter().filter(|spot| !spot.value.is_blank()) {
        rows.entry(spot.area.first.row).or_default().push(spot);
    }
    let is_head = |row: &[&Spot]| {
        before.is_some_and(|before| {
            row.iter().all(|spot| {
                let label = sheet.label(&spot.text());
                label.is_some_and(|label| before.contains(&label))
                    || continues(&spot.text()).is_some()
            })
        })
    };
    let rows = rows.into_values().skip_while(|row| is_head(row));
    let parts = rows.flatten().flat_map(|spot| split(&spot.text(), sheet));
    parts.map(|part| part.label).collect()
}

struct Title {
    sheet: usize,
    known: Known,
    blocks: Vec<usize>,
}

/// The title of a table: in one of its first rows, in the nearest paragraphs before it, or on its tab.
fn title(material: &Material, at: usize, table: &Grid, pattern: &Pattern) -> Option<Title> {
    let exact = |text: &str| {
        let said = bare(text);
        let mut sheets = pattern.sheets.iter();
        let same = sheets.position(|sheet| !said.is_empty() && sheet.title == said);
        // Else the title that says the least besides.
        let titled = pattern.sheets.iter().enumerate();
        let titled =
            titled.filter_map(|(at, sheet)| Some((sheet.titled(text)?.chars().count(), at)));
        same.or_else(|| titled.min().map(|(_, at)| at))
    };
    let in_table = || {
        table
            .spots
            .iter()
            .filter(|spot| spot.area.first.row < TITLE_ROWS)
    };
    if let Some(sheet) = in_table().find_map(|spot| exact(&spot.text())) {
        return Some(Title {
            sheet,
            known: Known::Title,
            blocks: Vec::new(),
        });
    }
    let mut similar: Option<Title> = None;
    let mut consider = |text: &str, blocks: Vec<usize>| {
        for (sheet, known) in pattern.form.sheets.iter().enumerate() {
            let likeness = similarity(text, &known.heading);
            if likeness >= TITLE
                && similar
                    .as_ref()
                    .is_none_or(|best| best.known.likeness() < likeness)
            {
                similar = Some(Title {
                    sheet,
                    known: Known::Similar(likeness),
                    blocks: blocks.clone(),
                });
            }
        }
    };
    let paragraph = |at: usize| match &material.blocks[at] {
        Block::Paragraph(spot) => Some(spot.text()),
        Block::Table(_) => None,
    };
    for from in (at.saturating_sub(BEFORE)..at).rev() {
        let Some(first) = paragraph(from) else { break };
        let mut joined = first;
        for to in from..(from + SPREAD).min(at) {
            if to > from {
                joined.push_str(&paragraph(to).unwrap_or_default());
            }
            let blocks: Vec<usize> = (from..=to).collect();
            if let Some(sheet) = exact(&joined) {
                return Some(Title {
                    sheet,
                    known: Known::Title,
                    blocks,
                });
            }
            consider(&joined, blocks);
        }
    }
    for spot in in_table() {
        consider(&spot.text(), Vec::new());
    }
    similar
}

/// What is written in a table: labels without what follows them.
fn texts(table: &Grid, pattern: &Pattern) -> BTreeSet<String> {
    let mut texts = BTreeSet::new();
    for spot in &table.spots {
        let text = spot.text();
        for sheet in &pattern.sheets {
            texts.extend(split(&text, sheet).into_iter().map(|part| part.label));
        }
        texts.insert(written(&text));
    }
    texts
}

/// The share of a sheet's labels that are among these texts.
fn share(sheet: &Sheet, texts: &BTreeSet<String>) -> f32 {
    let labels = sheet.by_text.keys().filter(|text| text.chars().count() > 1);
    let (mut all, mut there) = (0_u16, 0_u16);
    for label in labels {
        all = all.saturating_add(1);
        there = there.saturating_add(u16::from(texts.contains(label)));
    }
    if all == 0 {
        0.0
    } else {
        f32::from(there) / f32::from(all)
    }
}

/// Whether the words of a table are labels of a sheet for the most part, and not only a few.
fn is_mostly_labels(sheet: &Sheet, texts: &BTreeSet<String>) -> bool {
    let words = texts
        .iter()
        .filter(|text| text.chars().any(char::is_alphabetic));
    let (mut all, mut there) = (0_u16, 0_u16);
    for word in words {
        all = all.saturating_add(1);
        there = there.saturating_add(u16::from(sheet.by_text.contains_key(word)));
    }
    usize::from(there) >= SOME_LABELS && f32::from(there) >= f32::from(all) * MOST
}
