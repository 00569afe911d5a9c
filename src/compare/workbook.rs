//! Differences as a workbook: a sheet of changes and a sheet of findings.

use crate::address::Address;
use crate::align::Piece;
use crate::book::{Book, Cell, Run};
use crate::compare::render::{one_line, sheet_name};
use crate::compare::words::{change, notes, summary};
use crate::compare::{Change, Comparison, Held, Item, Kind, Party};
use crate::finding::{Finding, Level};
use crate::number::Number;
use crate::table::pen::{self, Pen};
use crate::table::{Column, Row, Table};
use crate::text::{Language, Text};

/// Font colour of what was removed.
const GONE: u32 = 0xC0_00_00;
/// Font colour of what was added.
const COME: u32 = 0x00_70_30;
/// Background of what follows from other changes.
const FOLLOWS: u32 = 0xF2_F2_F2;

/// The workbook, in the look of the later return's pack.
pub fn workbook(comparison: &Comparison<'_>, language: Language) -> Book {
    let form = &comparison.new.content.submission.form;
    let sheets = Sheets {
        comparison,
        language,
        pen: Pen::new(&form.pack.look),
    };
    let title = Text::new("两份表的不同", "Differences between two returns");
    Book {
        title: title.get(language).to_owned(),
        author: "annex".to_owned(),
        created: (form.spec.year, 1, 1),
        sheets: vec![
            sheets.changes(title.get(language)).sheet(&sheets.pen),
            sheets.findings().sheet(&sheets.pen),
        ],
        ..Book::default()
    }
}

struct Sheets<'a> {
    comparison: &'a Comparison<'a>,
    language: Language,
    pen: Pen,
}

impl Sheets<'_> {
    fn say<'t>(&self, zh: &'t str, en: &'t str) -> &'t str {
        match self.language {
            Language::Chinese => zh,
            Language::English => en,
        }
    }

    fn column(&self, zh: &str, en: &str, least: usize, most: usize) -> Column {
        Column::new(self.say(zh, en), least, most)
    }

    fn changes(&self, title: &str) -> Table<'_> {
        let mut rows = Vec::new();
        for change in &self.comparison.changes {
            self.change(change, &mut rows);
        }
        Table {
            name: self.say("变动", "changes"),
            title: title.to_owned(),
            lines: self.lines(),
            columns: vec![
                self.column("变动", "change", 12, 18),
                self.column("工作表", "sheet", 12, 28),
                self.column("栏目", "field", 16, 44),
                self.column("旧单元格", "old cell", 10, 10),
                self.column("新单元格", "new cell", 10, 10),
                self.column("旧", "old", 14, 52),
                self.column("新", "new", 14, 52),
                self.column("差额（新－旧）", "difference (new - old)", 22, 24),
            ],
            frozen: 0,
            rows: Box::new(rows),
            notes: Vec::new(),
        }
    }

    /// Which returns these are, and how many differences there are.
    fn lines(&self) -> Vec<String> {
        let party = |word: &str, party: Party<'_>| {
            let identity = &party.content.submission.identity;
            format!(
                "{word}{}  {}  {}  {}",
                party.file, identity.spec.department, identity.pack, identity.spec.year
            )
        };
        let mut lines = vec![
            party(self.say("旧：", "old: "), self.comparison.old),
            party(self.say("新：", "new: "), self.comparison.new),
        ];
        lines.extend(self.comparison.identity.iter().map(|said| {
            let what = said.what.text();
            format!("{}  {} → {}", what.get(self.language), said.old, said.new)
        }));
        let notes = notes(self.comparison).into_iter();
        let said = notes.chain([summary(self.comparison)]);
        lines.extend(said.map(|text| text.get(self.language).to_owned()));
        lines
    }

    fn change(&self, one: &Change, rows: &mut Vec<Row>) {
        let pen = &self.pen;
        let head = |label: &str| {
            let typed_over = one.typed_over();
            let word = typed_over.unwrap_or_else(|| change(one.change, one.item));
            vec![
                pen.word(word.get(self.language)),
                pen.text(&sheet_name(&one.sheet)),
                pen.text(label),
            ]
        };
        let is_gone = one.change == Kind::Removed;
        // What stood in a row or on a sheet has a line for each value.
        for held in &one.values {
            let label = match one.item {
                Item::Row => format!("{}  {}", one.label, one_line(&held.label)),
                _ => one_line(&held.label),
            };
            let (old, new) = if is_gone {
                (Some(held), None)
            } else {
                (None, Some(held))
            };
            let mut cells = head(&label);
            cells.extend([cell(pen, old), cell(pen, new)]);
            cells.extend([self.value(old, &[]), self.value(new, &[]), pen.text("")]);
            rows.push(Row::Cells(cells));
        }
        if !one.values.is_empty() {
            return;
        }
        let (old, new) = (one.old.as_ref(), one.new.as_ref());
        let mut cells = head(&one_line(&one.label));
        cells.extend([cell(pen, old), cell(pen, new)]);
        cells.push(self.value(old, &runs(&one.words, GONE, true)));
        cells.push(self.value(new, &runs(&one.words, COME, false)));
        cells.push(self.difference(one));
        if one.change == Kind::Follows {
            cells = cells
                .into_iter()
                .map(|cell| pen::filled(cell, FOLLOWS))
                .collect();
        }
        rows.push(Row::Cells(cells));
    }

    fn value(&self, held: Option<&Held>, runs: &[Run]) -> Cell {
        let Some(shown) = held.and_then(|held| held.value.as_ref()) else {
            return self.pen.text("");
        };
        match shown.number {
            Some(number) => self.pen.number(number, &shown.format),
            None => Cell {
                runs: runs.to_vec(),
                ..self.pen.text(&shown.text)
            },
        }
    }

    fn difference(&self, one: &Change) -> Cell {
        let Some(number) = one.difference else {
            return self.pen.text("");
        };
        if !one.ratio {
            let shown = one.new.as_ref().and_then(|held| held.value.as_ref());
            let format = shown.map_or("", |shown| &shown.format);
            return self.pen.number(number, format);
        }
        let points = number.mul(Number::HUNDRED).unwrap_or(number);
        let unit = self.say("0.00##\"个百分点\"", "0.00##\" points\"");
        self.pen.number(points, unit)
    }

    fn findings(&self) -> Table<'_> {
        let Comparison {
            gone, come, kept, ..
        } = self.comparison;
        let (gone, come, kept) = (gone.iter(), come.iter(), kept.iter());
        let gone = gone.map(|finding| (Some(*finding), None));
        let come = come.map(|finding| (None, Some(*finding)));
        let kept = kept.map(|(old, new)| (Some(*old), Some(*new)));
        let rows = gone.chain(come).chain(kept);
        let rows: Vec<Row> = rows
            .filter_map(|(old, new)| self.finding(old, new))
            .collect();
        let none = self.say("两份表都没有问题。", "Neither return has findings.");
        Table {
            name: self.say("问题", "findings"),
            title: self.say("问题的变化", "Findings").to_owned(),
            lines: vec![if rows.is_empty() {
                none.to_owned()
            } else {
                summary(self.comparison).get(self.language).to_owned()
            }],
            columns: vec![
                self.column("变化", "state", 10, 12),
                self.column("级别", "level", 8, 9),
                self.column("编号", "code", 8, 10),
                self.column("工作表", "sheet", 12, 28),
                self.column("旧单元格", "old cell", 10, 10),
                self.column("新单元格", "new cell", 10, 10),
                self.column("问题", "finding", 24, 64),
                self.column("怎么改", "help", 20, 48),
            ],
            frozen: 0,
            rows: Box::new(rows),
            notes: Vec::new(),
        }
    }

    fn finding(&self, old: Option<&Finding>, new: Option<&Finding>) -> Option<Row> {
        let pen = &self.pen;
        let finding = new.or(old)?;
        let state = match (old, new) {
            (Some(_), Some(_)) => self.say("仍在", "unchanged"),
            (None, _) => self.say("新出现", "new"),
            (_, None) => self.say("已消除", "gone"),
        };
        let place = |finding: Option<&Finding>| {
            let cell = finding.and_then(|finding| finding.place.cell);
            pen.word(
                &cell
                    .map(|cell: Address| cell.to_string())
                    .unwrap_or_default(),
            )
        };
        let level = pen.word(finding.level.text().get(self.language));
        let level = match finding.level {
            Level::Error => pen::filled(level, pen::WRONG),
            Level::Warning => pen::filled(level, pen::DIFFERS),
            Level::Info => level,
        };
        let help = finding.help.as_ref().map(|help| help.get(self.language));
        Some(Row::Cells(vec![
            pen.word(state),
            level,
            pen.word(&finding.code),
            pen.text(finding.place.sheet.as_deref().unwrap_or_default()),
            place(old),
            place(new),
            pen.text(finding.message.get(self.language)),
            pen.text(help.unwrap_or_default()),
        ]))
    }
}

fn cell(pen: &Pen, held: Option<&Held>) -> Cell {
    let cell = held.and_then(|held| held.cell);
    pen.word(&cell.map(|cell| cell.to_string()).unwrap_or_default())
}

/// One side of a text, its changed words coloured; those that were removed are struck out too.
fn runs(words: &[Piece], color: u32, gone: bool) -> Vec<Run> {
    let shown = words.iter().filter_map(|piece| match piece {
        Piece::Kept(text) => Some((text, false)),
        Piece::Removed(text) => gone.then_some((text, true)),
        Piece::Added(text) => (!gone).then_some((text, true)),
    });
    shown
        .map(|(text, changed)| Run {
            text: text.clone(),
            color: changed.then_some(color),
            strike: changed && gone,
        })
        .collect()
}
