//! Which table is which sheet of the form: by its title, else by its labels.

use std::collections::BTreeSet;

use crate::adopt::material::{Block, Grid, Material};
use crate::adopt::pattern::{Pattern, Sheet};
use crate::adopt::split::split;
use crate::align::{bare, similarity, written};

/// From this share of its labels on, a table without a title is known by them.
const LABELS: f32 = 0.4;
/// So many labels make a sheet as well, if they are most of what is written in the table: it may be the half of one.
const SOME_LABELS: usize = 8;
/// The share of what is written in a table that is most of it.
const MOST: f32 = 0.7;
/// So many labels have to be there even under the right title.
const UNDER_TITLE: f32 = 0.15;
/// From this likeness on, a title is taken for a retyped one.
const TITLE: f32 = 0.75;
/// So many paragraphs before a table may hold its title.
const BEFORE: usize = 12;
/// The title of a sheet stands in one of its first rows.
const TITLE_ROWS: u32 = 10;
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
        if title
            .as_ref()
            .is_none_or(|title| title.known != Known::Title)
            && goes_on(material, at, &texts, pattern, &mut assigned)
        {
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
            tables: vec![at],
        });
    }
    assigned
}

/// Whether a table only goes on with the one before, as after the end of a page: nothing but blank space lies between
/// them, and its labels are of the same sheet and were not there yet.
fn goes_on(
    material: &Material,
    at: usize,
    texts: &BTreeSet<String>,
    pattern: &Pattern,
    assigned: &mut Assigned,
) -> bool {
    let Some(piece) = assigned.pieces.last_mut() else {
        return false;
    };
    let is_before = piece.tables.last().is_some_and(|&last| last + 1 == at);
    let is_document =
        |at: usize| matches!(&material.blocks[at], Block::Table(table) if table.name.is_none());
    if !is_before || !is_document(at) {
        return false;
    }
    let sheet = &pattern.sheets[piece.sheet];
    let before: BTreeSet<String> = piece
        .tables
        .iter()
        .filter_map(|&at| match &material.blocks[at] {
            Block::Table(table) => Some(self::texts(table, pattern)),
            Block::Paragraph(_) => None,
        })
        .flatten()
        .collect();
    let labels: Vec<&String> = texts
        .iter()
        .filter(|text| sheet.by_text.contains_key(*text))
        .collect();
    let new = labels
        .iter()
        .filter(|text| !before.contains(**text))
        .count();
    let goes_on = new > 0 && new * 2 >= labels.len();
    if goes_on {
        piece.tables.push(at);
    }
    goes_on
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
        sheets.position(|sheet| !said.is_empty() && sheet.title == said)
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
