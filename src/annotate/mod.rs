//! The form rebuilt with what a department reported, and every finding marked in it.
//!
//! Formulas, labels and locks are whole again; what the department entered stays. As long as nobody has saved it, the
//! workbook still reads as the return it was made of (see [`crate::memory`]). [`in_place`] marks a copy of the department's
//! own workbook instead.

use std::collections::BTreeMap;

use crate::address::{Address, Area};
use crate::book::{Book, CellValue, Condition, Note, Sheet};
use crate::check::Content;
use crate::finding::{Finding, Level, Place, SetBy};
use crate::form::Kind;
use crate::generate::{self, Entries, Swatch};
use crate::memory;
use crate::own::remark;
use crate::template::FieldType;
use crate::text::Language;

mod in_place;
mod kept;
mod mended;
mod outside;
mod results;

pub use in_place::in_place;
pub use outside::CARRIED;

use results::Spot;

/// Width of a note in pixels.
const NOTE_WIDTH: u32 = 320;
/// Half-width characters that fit into a line of a note.
const NOTE_COLUMNS: f64 = 44.0;
/// Height of a line of a note in pixels.
const NOTE_LINE: usize = 18;

/// Builds the annotated workbook of a return.
pub fn workbook(content: &Content, findings: &[Finding], language: Language) -> Book {
    let submission = &content.submission;
    let form = &submission.form;
    let entries: Entries = form
        .fields
        .iter()
        .enumerate()
        .filter(|(index, _)| submission.is_entered(*index))
        .map(|(index, _)| (index, submission.entries[index].found.value.clone()))
        .filter(|(_, value)| *value != CellValue::Blank)
        .collect();
    let levels = [Level::Error, Level::Warning, Level::Info];
    let mut book = generate::explained(form, &entries, &levels.map(swatch));
    // What a department may have changed in its identity stays as it was found.
    generate::identify(&mut book, form, &submission.identity, &submission.marks());
    keep_days(&mut book, content);
    keep_notes(&mut book, content);
    mark(&mut book, content, findings, language);
    let found = mended::found(content, &book);
    if let Some(outside) = outside::sheet(content, language) {
        book.sheets
            .insert(generate::page(form.sheets.len()), outside);
    }
    book.sheets.push(memory::sheet(&found, &submission.shown()));
    let spots = findings.iter().map(|finding| spot(content, finding));
    let results = results::sheet(content, findings, spots.collect(), language);
    book.sheets.insert(0, results);
    for name in &mut book.names {
        name.sheet += 1;
    }
    book
}

/// Where the list of findings says that one is.
fn spot(content: &Content, finding: &Finding) -> Spot {
    match content.submission.home(&finding.place) {
        Some((sheet, cell)) => Spot {
            sheet: content.submission.form.sheets[sheet].name.clone(),
            cell: Some(cell),
        },
        None => Spot {
            sheet: finding.place.sheet.clone().unwrap_or_default(),
            cell: None,
        },
    }
}

/// What Excel took for a day or a time is shown as one, so that it reads as it did.
fn keep_days(book: &mut Book, content: &Content) {
    let submission = &content.submission;
    for (field, entry) in submission.form.fields.iter().zip(&submission.entries) {
        let asks_for_day = submission.form.template(field).kind == FieldType::Date;
        let is_text = field.kind == Kind::Input && !asks_for_day;
        let Some((sheet, at)) = entry.at.filter(|_| is_text) else {
            continue;
        };
        let raw = submission.book.sheets.get(sheet);
        let Some(raw) = raw.filter(|raw| raw.day(at).or_else(|| raw.time(at)).is_some()) else {
            continue;
        };
        let cell = book.sheets.get_mut(generate::page(field.sheet));
        let cell = cell.and_then(|sheet| sheet.cells.get_mut(&field.cell()));
        if let (Some(cell), Some(format)) = (cell, raw.number_formats.get(&at)) {
            cell.style.number_format.clone_from(format);
        }
    }
}

/// Notes of the department stay on their cells.
fn keep_notes(book: &mut Book, content: &Content) {
    for written in outside::notes(content) {
        let Some((sheet, at)) = written.home else {
            continue;
        };
        let Some(sheet) = book.sheets.get_mut(generate::page(sheet)) else {
            continue;
        };
        let first = covering(sheet, at).map_or(at, |area| area.first);
        let text = match sheet.notes.get(&first) {
            Some(known) => format!("{}\n{}", known.text, written.text),
            None => written.text,
        };
        sheet.notes.insert(first, note(text));
    }
}

/// The merged area a cell belongs to.
fn covering(sheet: &Sheet, at: Address) -> Option<Area> {
    sheet.merges.iter().find(|area| area.contains(at)).copied()
}

/// The fill of a marked cell.
fn fill(level: Level) -> u32 {
    match level {
        Level::Error => 0x00FF_C7CE,
        Level::Warning => 0x00FF_EB9C,
        Level::Info => 0x00DD_EBF7,
    }
}

/// What a mark means, for the legend.
fn swatch(level: Level) -> Swatch {
    let text = match level {
        Level::Error => "错误：必须修改",
        Level::Warning => "警告：请核对，属实的说明原因",
        Level::Info => "提示：供参考",
    };
    Swatch {
        fill: Some(fill(level)),
        text: text.to_owned(),
    }
}

/// Marks are seen whatever colour an input has: a condition that always holds goes before all others.
fn show_marks(book: &mut Book, marked: BTreeMap<(usize, Level), Vec<Area>>) {
    for ((index, level), areas) in marked {
        if let Some(sheet) = book.sheets.get_mut(index) {
            let condition = Condition {
                areas,
                formula: "TRUE".to_owned(),
                color: None,
                fill: Some(fill(level)),
            };
            sheet.conditions.insert(0, condition);
        }
    }
}

fn mark(book: &mut Book, content: &Content, findings: &[Finding], language: Language) {
    let mut marks: BTreeMap<(usize, Address), Vec<Mark<'_>>> = BTreeMap::new();
    for (place, mark) in marks_of(findings) {
        let Some((index, at)) = content.submission.home(place) else {
            continue;
        };
        let index = generate::page(index);
        let Some(sheet) = book.sheets.get_mut(index) else {
            continue;
        };
        sheet.folded_rows.remove(&at.row);
        // A note on a merged area hangs on its first cell.
        let first = covering(sheet, at).map_or(at, |area| area.first);
        marks.entry((index, first)).or_default().push(mark);
    }
    let mut marked: BTreeMap<(usize, Level), Vec<Area>> = BTreeMap::new();
    for ((index, first), marks) in marks {
        let sheet = &mut book.sheets[index];
        let area = covering(sheet, first).unwrap_or_else(|| Area::cell(first));
        let level = gravest(&marks);
        marked.entry((index, level)).or_default().push(area);
        for cell in area.cells() {
            sheet.cells.entry(cell).or_default().style.fill = Some(fill(level));
        }
        let text = said(&marks, language);
        let theirs = sheet.notes.get(&first).map_or("", |note| &note.text);
        let joined = remark::below(theirs, &text);
        // A note that is full stays as it is: the first sheet says all.
        if joined.encode_utf16().count() <= outside::KEPT {
            sheet.notes.insert(first, note(joined));
        }
    }
    show_marks(book, marked);
}

/// The level a finding is coloured as: nobody has to mend what is waived.
fn shown_as(finding: &Finding) -> Level {
    match finding.waived {
        Some(_) => Level::Info,
        None => finding.level,
    }
}

/// What is said at a cell, and the level the cell is coloured as.
type Mark<'f> = (&'f Finding, Level);

/// Every cell that findings are about. Where a cause is graver for what follows from it, the cause is what is wrong, and the
/// figures it was held against are not.
fn marks_of(findings: &[Finding]) -> Vec<(&Place, Mark<'_>)> {
    let mut marks = Vec::new();
    for head in findings {
        for member in head.members() {
            let level = match head.set_by {
                SetBy::Consequence => shown_as(head),
                _ => shown_as(member),
            };
            marks.extend(places(member).map(|place| (place, (member, level))));
        }
        for follower in &head.follows {
            let level = match head.set_by {
                SetBy::Consequence => Level::Info,
                _ => shown_as(follower),
            };
            marks.extend(places(follower).map(|place| (place, (follower, level))));
        }
    }
    marks
}

/// Where a finding is, and the cells it is about where it names a sheet as a whole.
fn places(finding: &Finding) -> impl Iterator<Item = &Place> {
    std::iter::once(&finding.place).chain(&finding.covers)
}

/// The level of the gravest of some findings.
fn gravest(marks: &[Mark<'_>]) -> Level {
    let levels = marks.iter().map(|(_, level)| *level);
    levels.min().unwrap_or(Level::Info)
}

/// What a note says of some findings.
fn said(marks: &[Mark<'_>], language: Language) -> String {
    let texts = marks
        .iter()
        .map(|(finding, _)| note_text(finding, language));
    texts.collect::<Vec<_>>().join("\n\n")
}

/// A note as large as its text.
fn note(text: String) -> Note {
    let lines = generate::lines(&text, NOTE_COLUMNS);
    let height = u32::try_from((lines + 1) * NOTE_LINE)
        .unwrap_or(u32::MAX)
        .min(900);
    Note {
        author: "annex".to_owned(),
        text,
        width: NOTE_WIDTH,
        height,
    }
}

fn note_text(finding: &Finding, language: Language) -> String {
    let level = finding.level_text();
    let mut text = format!(
        "【{} {}】{}",
        level.get(language),
        finding.code,
        finding.message.get(language)
    );
    if finding.difference.is_some() {
        for (label, value) in finding.figures() {
            if let Some(value) = value {
                text.push_str(&format!("\n{}：{value}", label.get(language)));
            }
        }
    }
    let help = finding.help.as_ref().map(|help| help.get(language));
    match finding.waived_text() {
        Some(waived) => text.push_str(&format!("\n{}", waived.get(language))),
        None => {
            let help = help.filter(|help| !help.is_empty());
            text.extend(help.map(|help| format!("\n→ {help}")));
        }
    }
    text
}
