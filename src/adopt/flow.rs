//! Goes through a file from its beginning to its end and gives each paragraph and table to the sheet it belongs to.

use crate::adopt::Why;
use crate::adopt::assign::{Assigned, Known, Piece};
use crate::adopt::continued::{continues, under};
use crate::adopt::found::Found;
use crate::adopt::heading::{Style, is_contents, is_part, numbered};
use crate::adopt::material::{Block, Grid, Material, Spot};
use crate::adopt::pattern::{Pattern, Sheet};
use crate::adopt::split::split;
use crate::align::{bare, is_numbered, likeness, written};

/// From this likeness on, a numbered line is taken for the title of a section that was retyped.
const HEADING: f32 = 0.75;
/// So much is enough where the next heading is due.
const NEXT_HEADING: f32 = 0.5;
/// Beyond this, two titles are the same.
const SURE: f32 = 0.995;
/// What stands between a heading and a text in the same line.
const HEAD_ENDS: &[char] = &['。', '：', ':'];
/// Longer paragraphs are no titles of sections.
const LONGEST_HEADING: usize = 180;
/// The least length of a part of a title that is passed over, in bytes.
const TITLE_PART: usize = 12;

/// A sheet of the pattern with all that was found for it.
#[derive(Debug)]
pub(super) struct Collected {
    /// Which of the pieces it is; none where only lines beside tables were found.
    piece: Option<usize>,
    pub(super) sheet: usize,
    pub(super) known: Known,
    pub(super) found: Found,
}

/// A section of the report with its text.
#[derive(Debug)]
pub(super) struct Written {
    /// The field of the pattern.
    pub(super) field: usize,
    pub(super) heading: Spot,
    /// How alike the heading is to the form's, from 0 to 1.
    pub(super) likeness: f32,
    pub(super) paragraphs: Vec<Spot>,
}

/// Everything of a file, given to sheets and sections.
#[derive(Debug, Default)]
pub(super) struct Flow {
    pub(super) collected: Vec<Collected>,
    pub(super) sections: Vec<Written>,
    /// Paragraphs before the first section that belong to nothing else.
    pub(super) cover: Vec<Spot>,
    /// The titles above tables, with their sheets.
    pub(super) titles: Vec<(usize, Spot)>,
    /// What belongs to nothing, and why.
    pub(super) left: Vec<(Spot, Why)>,
    /// How the first heading of the report is numbered, and the last number so written.
    style: Option<(Style, u32)>,
    /// The number of a heading that stands alone in its line; its title is to follow.
    pending: Option<Spot>,
}

/// Gives each paragraph and table of a file to the sheet it belongs to.
pub(super) fn flow(material: &Material, pattern: &Pattern, assigned: &Assigned) -> Flow {
    let mut flow = Flow::default();
    let mut at = At::Nowhere;
    // The sheet the sections stand on takes the lines of the cover.
    let report =
        (0..pattern.sheets.len()).find(|&sheet| !pattern.sheets[sheet].sections.is_empty());
    for (index, block) in material.blocks.iter().enumerate() {
        let is_passed = |piece: &Piece| piece.passed.contains(&index);
        if assigned.pieces.iter().any(is_passed) {
            continue;
        }
        let piece = |piece: &Piece| piece.title.contains(&index) || piece.tables.contains(&index);
        if let Some(number) = assigned.pieces.iter().position(piece) {
            let piece = &assigned.pieces[number];
            let begins = piece.title.first().or(piece.tables.first()) == Some(&index);
            if begins {
                flow.collected.push(Collected {
                    piece: Some(number),
                    sheet: piece.sheet,
                    known: piece.known,
                    found: Found::default(),
                });
                at = At::Sheet;
            }
            if let Block::Paragraph(spot) = block {
                flow.titles.push((piece.sheet, spot.clone()));
            }
            if let Block::Table(table) = block {
                flow.table(table, number, piece.tables.first() == Some(&index), pattern);
            }
            continue;
        }
        match block {
            Block::Table(table) => {
                let why = if assigned.twice.contains(&index) {
                    Why::SheetTwice
                } else {
                    Why::NoSheet
                };
                flow.leave(table, &why);
            }
            Block::Paragraph(spot) if material.printed.contains(&index) => {
                if !pattern.report.prints(&spot.text(), true) {
                    flow.left.push((spot.clone(), Why::Printed));
                }
            }
            Block::Paragraph(spot) => flow.paragraph(spot, pattern, report, &mut at),
        }
    }
    flow
}

/// What the paragraphs at hand belong to.
enum At {
    /// Nothing yet.
    Nowhere,
    /// The sheet that was collected last.
    Sheet,
    /// The section that was begun last.
    Section,
    /// A heading of the report that the form does not have.
    Unknown,
}

fn add(collected: &mut Collected, spots: &[Spot], pattern: &Pattern) {
    collected.found.add(spots, &pattern.sheets[collected.sheet]);
}

impl Flow {
    /// Adds a table to the sheet it is of; one that goes on, under the columns of the first.
    fn table(&mut self, table: &Grid, piece: usize, is_first: bool, pattern: &Pattern) {
        let of = |collected: &&mut Collected| collected.piece == Some(piece);
        let Some(collected) = self.collected.iter_mut().find(of) else {
            return;
        };
        if is_first {
            add(collected, &table.spots, pattern);
            return;
        }
        let sheet = &pattern.sheets[collected.sheet];
        // What stands at its top and only says whose second half it is, is no row.
        let is_row = |spot: &&Spot| {
            let text = spot.text();
            spot.area.first.row > 1 || continues(&text).is_none() && bare(&text) != sheet.title
        };
        let spots: Vec<Spot> = table.spots.iter().filter(is_row).cloned().collect();
        match under(&collected.found, &spots, sheet) {
            Some(spots) => add(collected, &spots, pattern),
            None => self.leave(table, &Why::Columns),
        }
    }

    fn leave(&mut self, table: &Grid, why: &Why) {
        let filled = table.spots.iter().filter(|spot| !spot.value.is_blank());
        self.left
            .extend(filled.map(|spot| (spot.clone(), why.clone())));
    }

    /// A paragraph: line by line, where a heading stands behind a line break or before its text.
    fn paragraph(&mut self, spot: &Spot, pattern: &Pattern, report: Option<usize>, at: &mut At) {
        let text = spot.text();
        if is_contents(&text) {
            return;
        }
        let sheet = report.map(|report| &pattern.sheets[report]);
        let is_whole = |flow: &Flow| {
            let heading = sheet.and_then(|sheet| flow.heading(&text, sheet));
            heading.is_some_and(|(_, likeness, rest)| likeness > SURE && rest.is_empty())
        };
        let Some(sheet) = sheet.filter(|_| !is_whole(self)) else {
            self.line(spot, pattern, report, at);
            return;
        };
        let part = |text: &str| Spot {
            value: crate::book::CellValue::Text(text.to_owned()),
            ..spot.clone()
        };
        // Lines that begin nothing stay together.
        let mut kept: Vec<&str> = Vec::new();
        for line in text.split('\n') {
            let Some((head, rest)) = self.begins(line, sheet) else {
                kept.push(line);
                continue;
            };
            if kept.iter().any(|line| !line.trim().is_empty()) {
                self.line(&part(&kept.join("\n")), pattern, report, at);
            }
            kept.clear();
            self.line(&part(head), pattern, report, at);
            if !rest.trim().is_empty() {
                kept.push(rest.trim_start());
            }
        }
        if kept.iter().any(|line| !line.trim().is_empty()) {
            let last = kept.join("\n");
            let is_all = last == text;
            let last = part(&last);
            self.line(if is_all { spot } else { &last }, pattern, report, at);
        }
    }

    /// The heading a line begins with, and what follows it in the line.
    fn begins<'a>(&self, line: &'a str, sheet: &Sheet) -> Option<(&'a str, &'a str)> {
        let cut = || {
            let (at, mark) = line.char_indices().find(|(_, c)| HEAD_ENDS.contains(c))?;
            let head = &line[..at];
            let (_, likeness, rest) = self.heading(head, sheet)?;
            let is_known = likeness > SURE || self.is_next(head) && likeness >= HEADING;
            (is_known && rest.is_empty()).then(|| (head, &line[at + mark.len_utf8()..]))
        };
        cut().or_else(|| {
            let is_whole = is_part(line) || self.is_next(line);
            (is_whole || self.heading(line, sheet).is_some()).then_some((line, ""))
        })
    }

    /// Whether a line has the next number, written as the headings are.
    fn is_next(&self, line: &str) -> bool {
        numbered(line).is_some_and(|(style, number, _)| {
            self.style
                .is_some_and(|(known, last)| known == style && last + 1 == number)
        })
    }

    /// A line, or a paragraph without a heading in it.
    fn line(&mut self, spot: &Spot, pattern: &Pattern, report: Option<usize>, at: &mut At) {
        let alone = self.pending.take();
        let text = match &alone {
            // The number stood alone in the line before.
            Some(number) => format!("{} {}", number.text().trim(), spot.text().trim()),
            None => spot.text(),
        };
        if is_contents(&text) {
            return;
        }
        let numbered = numbered(&text);
        if let Some((style, _, "")) = numbered
            && report.is_some()
            && (is_part(&text)
                || self.is_next(&text) && style != Style::Arabic && style != Style::Bracket)
        {
            self.left
                .extend(alone.map(|spot| (spot, Why::OtherHeading)));
            self.pending = Some(spot.clone());
            return;
        }
        if let Some(begun) = report.and_then(|sheet| self.heading(&text, &pattern.sheets[sheet])) {
            let (field, likeness, rest) = begun;
            let rest = (!rest.is_empty()).then(|| Spot {
                value: crate::book::CellValue::Text(rest),
                ..spot.clone()
            });
            // Two titles may stand above one text: that of the part, and that of the section.
            match self.sections.last_mut().filter(|last| last.field == field) {
                Some(last) => {
                    if last.paragraphs.is_empty() {
                        (last.heading, last.likeness) = (spot.clone(), likeness);
                    }
                    last.paragraphs.extend(rest);
                }
                None => self.sections.push(Written {
                    field,
                    heading: spot.clone(),
                    likeness,
                    paragraphs: rest.into_iter().collect(),
                }),
            }
            if let Some((style, number, _)) = numbered
                && self.style.is_none_or(|(known, _)| known == style)
            {
                self.style = Some((style, number));
            }
            *at = At::Section;
            return;
        }
        // The next number, written as the headings are: a heading the form does not have, and no part of the answer above. So
        // is a part of the report, whatever its number.
        let is_other = alone.is_some()
            || self.is_next(&text) && matches!(at, At::Section | At::Unknown)
            || is_part(&text) && matches!(at, At::Section | At::Unknown);
        if let (Some((style, number, _)), true) = (numbered, is_other) {
            if self.style.is_some_and(|(known, _)| known == style) {
                self.style = Some((style, number));
            }
            self.left
                .extend(alone.map(|spot| (spot, Why::OtherHeading)));
            self.left.push((spot.clone(), Why::OtherHeading));
            *at = At::Unknown;
            return;
        }
        if let Some(number) = alone {
            self.left.push((number, Why::OtherHeading));
            *at = At::Unknown;
        }
        // The heading of a section that was there before: what follows may belong to either, but it is no part of the answer.
        if let (At::Section, Some(sheet)) = (&at, report)
            && self.is_heading_of_another(&text, &pattern.sheets[sheet])
        {
            self.left.push((spot.clone(), Why::OtherHeading));
            return;
        }
        let text = spot.text();
        let said = written(&text);
        let is_own = match at {
            At::Section => pattern.report.prints(&text, false),
            _ => false,
        };
        let is_printed = pattern.lines.contains(&said);
        match at {
            At::Section if self.is_hint(&said, pattern) => {}
            At::Section | At::Unknown
                if pattern.report.is_attachment(&said)
                    || report.is_some_and(|report| pattern.sheets[report].has_line(&said)) =>
            {
                *at = At::Nowhere;
            }
            At::Section if is_own => self.left.push((spot.clone(), Why::Printed)),
            At::Unknown => self.left.push((spot.clone(), Why::OtherHeading)),
            At::Section => {
                if let Some(section) = self.sections.last_mut() {
                    section.paragraphs.push(spot.clone());
                }
            }
            _ if is_printed || is_noise(&text, pattern) => {}
            _ if pattern.report.is_attachment(&said) => {}
            At::Sheet => self.beside_a_sheet(spot, pattern, report),
            At::Nowhere => self.before(spot, pattern, report),
        }
    }

    /// A line above or below a table: the signatures, the department.
    fn beside_a_sheet(&mut self, spot: &Spot, pattern: &Pattern, report: Option<usize>) {
        if let Some(collected) = self.collected.last_mut() {
            let sheet = &pattern.sheets[collected.sheet];
            if !split(&spot.text(), sheet).is_empty() {
                add(collected, std::slice::from_ref(spot), pattern);
                return;
            }
        }
        self.before(spot, pattern, report);
    }

    /// A line of the cover.
    fn before(&mut self, spot: &Spot, pattern: &Pattern, report: Option<usize>) {
        let Some(report) = report else {
            self.left.push((spot.clone(), Why::NoField));
            return;
        };
        if split(&spot.text(), &pattern.sheets[report]).is_empty() {
            self.cover.push(spot.clone());
            return;
        }
        let known = self
            .collected
            .iter()
            .position(|collected| collected.sheet == report);
        let at = known.unwrap_or_else(|| {
            let collected = Collected {
                piece: None,
                sheet: report,
                known: Known::Title,
                found: Found::default(),
            };
            // The sheet whose table is at hand stays the last one.
            self.collected.insert(0, collected);
            0
        });
        add(&mut self.collected[at], std::slice::from_ref(spot), pattern);
    }

    /// The section a line begins, how alike it is to the form's title, and what follows on the line.
    fn heading(&self, text: &str, sheet: &Sheet) -> Option<(usize, f32, String)> {
        // A sign before it, as ■, is no part of it.
        let is_sign = |c: char| !c.is_alphanumeric() && !"（(".contains(c);
        let text = text.trim_start_matches(is_sign).trim_end();
        if text.len() > LONGEST_HEADING {
            return None;
        }
        let number = numbered(text);
        let text = number.map_or(text, |(_, _, rest)| rest);
        // What goes on behind the end of a sentence is no title.
        let is_sentence = text.trim_end_matches('。').contains('。');
        let is_numbered = !is_sentence && (number.is_some() || is_numbered(text));
        // Where the next number stands, a heading may be worded otherwise.
        let is_next = number.is_some_and(|(style, number, _)| {
            self.style
                .is_some_and(|(known, last)| known == style && last + 1 == number)
        });
        let enough = if is_next { NEXT_HEADING } else { HEADING };
        let parts = split(text, sheet);
        let said = match parts.as_slice() {
            [part] => part.label.clone(),
            _ => written(text),
        };
        let rest = parts
            .into_iter()
            .next()
            .map(|part| part.rest)
            .unwrap_or_default();
        let mut best: Option<(usize, f32)> = None;
        for section in &sheet.sections {
            // A title stands once; what looks like it later is part of a text.
            let is_last = self
                .sections
                .last()
                .is_some_and(|last| last.field == section.field);
            let is_over = self
                .sections
                .iter()
                .any(|known| known.field == section.field && !known.paragraphs.is_empty());
            if is_over && !is_last {
                continue;
            }
            for &heading in &section.headings {
                let wanted = &sheet.printed[heading].written;
                let likeness =
                    if *wanted == said || !said.is_empty() && letters(wanted) == letters(&said) {
                        1.0
                    } else if is_numbered && rest.is_empty() {
                        likeness(wanted, &said)
                    } else {
                        0.0
                    };
                if likeness >= enough && best.is_none_or(|(_, known)| known < likeness) {
                    best = Some((section.field, likeness));
                }
            }
        }
        best.map(|(field, likeness)| (field, likeness, rest))
    }

    /// Whether a line is, but for numbers, blanks and signs, the heading of a section other than the one at hand.
    fn is_heading_of_another(&self, text: &str, sheet: &Sheet) -> bool {
        let last = self.sections.last().map(|last| last.field);
        let said = letters(&written(
            numbered(text).map_or(text.trim(), |(_, _, rest)| rest),
        ));
        let is_it = |field: usize, wanted: &str| last != Some(field) && letters(wanted) == said;
        !said.is_empty()
            && sheet.sections.iter().any(|section| {
                let mut headings = section.headings.iter();
                headings.any(|&heading| is_it(section.field, &sheet.printed[heading].written))
            })
    }

    /// Whether a printed line only tells what to write in the section at hand.
    fn is_hint(&self, said: &str, pattern: &Pattern) -> bool {
        let Some(last) = self.sections.last() else {
            return false;
        };
        pattern.sheets.iter().any(|sheet| {
            let mut sections = sheet.sections.iter();
            let section = sections.find(|section| section.field == last.field);
            section.is_some_and(|section| {
                let mut hints = section.hints.iter();
                hints.any(|&hint| sheet.printed[hint].written == said)
            })
        })
    }
}

/// The letters and digits of a text.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Whether a line says nothing: the number of an annex alone, a title or a part of one, a date without figures.
pub(super) fn is_noise(text: &str, pattern: &Pattern) -> bool {
    let said = bare(text);
    let rest: String = said
        .chars()
        .filter(|c| !c.is_ascii_digit() && !"年月日度附件表:-()".contains(*c))
        .collect();
    let has_day = said.chars().any(|c| c.is_ascii_digit()) && said.contains('月');
    (rest.is_empty() && !has_day)
        || said.len() >= TITLE_PART
            && pattern
                .sheets
                .iter()
                .any(|sheet| sheet.title.contains(&said))
}
