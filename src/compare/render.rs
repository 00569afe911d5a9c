//! Differences as a person reads them: sheet by sheet, what was entered before what follows from it, then the findings.

use std::fmt::Write;

use crate::address::Address;
use crate::align::Piece;
use crate::compare::words::{change, difference, notes, summary};
use crate::compare::{Change, Comparison, Held, Item, Kind, Party, Sheet, Shown};
use crate::finding::Finding;
use crate::generate::width;
use crate::number::Number;
use crate::text::{Language, Text};

/// Two values up to this width together stand on one line.
const ONE_LINE: usize = 44;
/// Labels up to this width are aligned with the others.
const LABEL: usize = 44;
/// What stood in a row goes on one line up to this width.
const ROW: usize = 90;
/// Characters of an unchanged stretch that are shown beside a change.
const AROUND: usize = 12;

/// What a part of the text is, for whoever sets it apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// It stands in the earlier return alone.
    Gone,
    /// It stands in the later return alone.
    Come,
    /// A heading.
    Heading,
    /// Anything else.
    Plain,
}

/// Sets a part of the text apart: in colours, or as markup.
pub type Paint = fn(Part, &str) -> String;

/// Everything that differs, with a count at the end.
///
/// `paint` sets what was removed, what was added and headings apart, where it is shown in colours; without it changed words
/// stand in 【】.
pub fn render(comparison: &Comparison<'_>, language: Language, paint: Option<Paint>) -> String {
    let mut out = Out {
        text: String::new(),
        language,
        paint,
    };
    out.head(comparison);
    let mut rest = comparison.changes.as_slice();
    while let Some(first) = rest.first() {
        let alike = rest.iter().take_while(|change| change.sheet == first.sheet);
        let (section, later) = rest.split_at(alike.count());
        out.section(&first.sheet, section);
        rest = later;
    }
    out.findings(comparison);
    out.line(0, &summary(comparison));
    out.text
}

impl Shown {
    /// The value as people read it, on one line: ratios as percentages with all their digits.
    pub fn said(&self) -> String {
        let percent = self.number.filter(|_| self.ratio);
        let percent = percent.and_then(|number| number.mul(Number::HUNDRED));
        percent.map_or_else(|| one_line(&self.text), |percent| format!("{percent}%"))
    }
}

/// A text on one line; signs that steer a terminal are left out.
pub(super) fn one_line(text: &str) -> String {
    let text = text.trim_end().replace("\r\n", "\n");
    let shown = text.chars().map(|c| match c {
        '\n' => '↵',
        c if c.is_control() => ' ',
        c => c,
    });
    shown.collect()
}

/// What a value says, or that there is none.
pub(super) fn said(held: Option<&Held>, language: Language) -> String {
    let shown = held.and_then(|held| held.value.as_ref());
    let blank = Text::new("（空）", "(blank)");
    shown.map_or_else(|| blank.get(language).to_owned(), Shown::said)
}

/// What stood in a row or on a sheet: `专项名称 农田水利；专项金额 100`.
pub(super) fn listed(values: &[Held], language: Language) -> Vec<String> {
    let one = |held: &Held| format!("{} {}", one_line(&held.label), said(Some(held), language));
    values.iter().map(one).collect()
}

/// The cell of a change: `B36`, or `B36 → B37`.
pub(super) fn cells(old: Option<Address>, new: Option<Address>) -> String {
    match (old, new) {
        (Some(old), Some(new)) if old != new => format!("{old} → {new}"),
        (_, Some(cell)) | (Some(cell), None) => cell.to_string(),
        (None, None) => String::new(),
    }
}

impl Change {
    /// Its cell in either file.
    pub(super) fn cells(&self) -> String {
        let cell = |held: &Option<Held>| held.as_ref().and_then(|held| held.cell);
        cells(cell(&self.old), cell(&self.new))
    }

    /// Its difference with its sign, and whether it was typed over a formula.
    pub(super) fn gap(&self) -> Option<Text> {
        let gap = self.difference.map(|number| difference(number, self.ratio));
        match (gap, self.typed_over()) {
            (Some(gap), Some(typed)) => Some(Text::new(
                format!("{}，{}", gap.zh, typed.zh),
                format!("{}, {}", gap.en, typed.en),
            )),
            (gap, typed) => gap.or(typed),
        }
    }

    /// Which of the two values was typed over a formula, if one was.
    pub(super) fn typed_over(&self) -> Option<Text> {
        let typed = |held: &Option<Held>| held.as_ref().is_some_and(|held| held.typed_over);
        match (typed(&self.old), typed(&self.new)) {
            (_, true) => Some(Text::new("填在公式格里", "typed over a formula")),
            (true, false) => Some(Text::new("原来填在公式格里", "was typed over a formula")),
            (false, false) => None,
        }
    }
}

/// The name of a sheet, in both files where they differ, and its project.
pub(super) fn sheet_name(sheet: &Sheet) -> String {
    match (&sheet.old, &sheet.new) {
        (Some(old), Some(new)) if old != new => format!("{old} → {new}"),
        (_, Some(name)) | (Some(name), None) => name.clone(),
        (None, None) => String::new(),
    }
}

/// A line of a table: cell, label, old, new and difference.
struct Row {
    cells: [String; 5],
    right: bool,
}

struct Out {
    text: String,
    language: Language,
    paint: Option<Paint>,
}

impl Out {
    fn say(&self, zh: &str, en: &str) -> String {
        match self.language {
            Language::Chinese => zh.to_owned(),
            Language::English => en.to_owned(),
        }
    }

    fn raw(&mut self, indent: usize, text: &str) {
        let _ = writeln!(self.text, "{}{}", " ".repeat(indent), text.trim_end());
    }

    fn line(&mut self, indent: usize, text: &Text) {
        let text = text.get(self.language).to_owned();
        self.raw(indent, &text);
    }

    fn paint(&self, part: Part, text: &str) -> String {
        match self.paint {
            Some(paint) if !text.is_empty() => paint(part, text),
            _ => text.to_owned(),
        }
    }

    fn head(&mut self, comparison: &Comparison<'_>) {
        for (word, party) in [
            (self.say("旧", "old"), comparison.old),
            (self.say("新", "new"), comparison.new),
        ] {
            let text = format!("{word}  {}", self.party(party));
            self.raw(0, &text);
        }
        for said in &comparison.identity {
            let what = said.what.text();
            let text = format!("{}  {} → {}", what.get(self.language), said.old, said.new);
            self.raw(2, &text);
        }
        for note in notes(comparison) {
            let text = Text::new(
                format!("注意：{}。", note.zh),
                format!("Note: {}.", note.en),
            );
            self.line(2, &text);
        }
        self.text.push('\n');
    }

    fn party(&self, party: Party<'_>) -> String {
        let identity = &party.content.submission.identity;
        let spec = &identity.spec;
        let code = match spec.code.as_str() {
            "" => String::new(),
            code => format!("（{code}）"),
        };
        format!(
            "{}  {}{code}  {}  {}",
            party.file, spec.department, identity.pack, spec.year
        )
    }

    fn section(&mut self, sheet: &Sheet, changes: &[Change]) {
        let project = sheet.project.as_ref().map(|name| one_line(name));
        let name = [Some(sheet_name(sheet)), project];
        let name: Vec<String> = name.into_iter().flatten().collect();
        let heading = self.paint(Part::Heading, &name.join("  "));
        self.raw(0, &heading);
        let rows: Vec<Option<Row>> = changes.iter().map(|change| self.row(change)).collect();
        let mut widths = [0; 4];
        for row in rows.iter().flatten() {
            for (at, (known, cell)) in widths.iter_mut().zip(&row.cells).enumerate() {
                let wide = width(cell);
                // Only numbers are set below each other at the right.
                let counts = wide <= LABEL && (at < 3 || row.right);
                *known = (*known).max(if counts { wide } else { 0 });
            }
        }
        let mut entered = true;
        for (change, row) in changes.iter().zip(rows) {
            if entered && change.change == Kind::Follows {
                entered = false;
                self.line(
                    2,
                    &Text::new("随之变动的计算结果：", "computed results that follow:"),
                );
            }
            match row {
                Some(row) => self.table(&row, &widths),
                None => self.by_itself(change),
            }
        }
        self.text.push('\n');
    }

    /// A value that goes on one line.
    fn row(&self, change: &Change) -> Option<Row> {
        if change.item != Item::Value {
            return None;
        }
        let side = |held: &Option<Held>| match held {
            Some(held) => said(Some(held), self.language),
            None => self.say("（无此栏）", "(no such field)"),
        };
        let (old, new) = (side(&change.old), side(&change.new));
        if width(&old) + width(&new) > ONE_LINE {
            return None;
        }
        let number = |held: &Option<Held>| {
            let shown = held.as_ref().and_then(|held| held.value.as_ref());
            shown.is_some_and(|shown| shown.number.is_some())
        };
        let gap = change.gap();
        let gap = gap.map(|gap| match self.language {
            Language::Chinese => format!("（{}）", gap.zh),
            Language::English => format!("({})", gap.en),
        });
        Some(Row {
            right: number(&change.old) && number(&change.new),
            cells: [
                change.cells(),
                one_line(&change.label),
                old,
                new,
                gap.unwrap_or_default(),
            ],
        })
    }

    fn table(&mut self, row: &Row, widths: &[usize; 4]) {
        let gap = |at: usize| " ".repeat(widths[at].saturating_sub(width(&row.cells[at])));
        let [cell, label, old, new, difference] = &row.cells;
        let (old, new) = (self.paint(Part::Gone, old), self.paint(Part::Come, new));
        let (old, new) = if row.right {
            (gap(2) + &old, gap(3) + &new)
        } else {
            (old + &gap(2), new)
        };
        let text = format!(
            "{cell}{}  {label}{}  {old} → {new}  {difference}",
            gap(0),
            gap(1)
        );
        self.raw(2, &text);
    }

    /// A change that needs more than a line.
    fn by_itself(&mut self, one: &Change) {
        if one.item == Item::Value {
            let text = format!("{}  {}", one.cells(), one_line(&one.label));
            self.raw(2, &text);
            let [old, new] = if one.words.is_empty() {
                let (old, new) = (one.old.as_ref(), one.new.as_ref());
                [
                    self.paint(Part::Gone, &said(old, self.language)),
                    self.paint(Part::Come, &said(new, self.language)),
                ]
            } else {
                [
                    self.marked(&one.words, Part::Gone, |piece| {
                        matches!(piece, Piece::Added(_))
                    }),
                    self.marked(&one.words, Part::Come, |piece| {
                        matches!(piece, Piece::Removed(_))
                    }),
                ]
            };
            self.raw(6, &format!("- {old}"));
            self.raw(6, &format!("+ {new}"));
            return;
        }
        let word = change(one.change, one.item);
        let parts = [
            word.get(self.language).to_owned(),
            one.cells(),
            one_line(&one.label),
        ];
        let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        let part = match one.change {
            Kind::Removed => Part::Gone,
            Kind::Added => Part::Come,
            _ => Part::Plain,
        };
        let head = parts.join("  ");
        let values = listed(&one.values, self.language);
        let joined = values.join(&self.say("；", "; "));
        if one.values.is_empty() {
            self.raw(2, &head);
        } else if width(&head) + width(&joined) <= ROW && one.item == Item::Row {
            let text = format!(
                "{head}{}{}",
                self.say("：", ": "),
                self.paint(part, &joined)
            );
            self.raw(2, &text);
        } else {
            self.raw(2, &head);
            for (held, value) in one.values.iter().zip(values) {
                let cell = cells(held.cell, None);
                let text = format!("{cell:<5} {}", self.paint(part, &value));
                self.raw(6, &text);
            }
        }
    }

    /// A text with its changed words marked, and long unchanged stretches cut short.
    fn marked(&self, words: &[Piece], part: Part, is_left_out: fn(&Piece) -> bool) -> String {
        let shown: Vec<&Piece> = words.iter().filter(|piece| !is_left_out(piece)).collect();
        let has_kept = words.iter().any(|piece| matches!(piece, Piece::Kept(_)));
        let mut text = String::new();
        for (at, piece) in shown.iter().enumerate() {
            let said = one_line(piece.text());
            match piece {
                Piece::Kept(_) => text.push_str(&shortened(&said, at > 0, at + 1 < shown.len())),
                _ if self.paint.is_some() || !has_kept => {
                    text.push_str(&self.paint(part, &said));
                }
                _ => {
                    let _ = write!(text, "【{said}】");
                }
            }
        }
        text
    }

    fn findings(&mut self, comparison: &Comparison<'_>) {
        let Comparison {
            gone, come, kept, ..
        } = comparison;
        if gone.is_empty() && come.is_empty() && kept.is_empty() {
            return;
        }
        let heading = self.say("问题", "findings");
        let heading = self.paint(Part::Heading, &heading);
        self.raw(0, &heading);
        let alone = |findings: &[&Finding]| -> Vec<String> {
            let one = |finding: &&Finding| self.finding(finding, finding.place.cell);
            findings.iter().map(one).collect()
        };
        let both = kept.iter();
        let both = both.map(|(old, new)| self.finding(new, old.place.cell));
        for (word, lines) in [
            (self.say("已消除", "gone"), alone(gone)),
            (self.say("新出现", "new"), alone(come)),
            (self.say("仍在", "unchanged"), both.collect()),
        ] {
            if lines.is_empty() {
                continue;
            }
            self.raw(2, &format!("{word} {}", lines.len()));
            for line in lines {
                self.raw(4, &line);
            }
        }
        self.text.push('\n');
    }

    fn finding(&self, finding: &Finding, old: Option<Address>) -> String {
        let level = finding.level.text();
        let cell = cells(old, finding.place.cell);
        let sheet = finding.place.sheet.as_deref().unwrap_or_default();
        let place = match (sheet, cell.as_str()) {
            ("", _) => String::new(),
            (sheet, "") => format!("  {sheet}"),
            (sheet, cell) => format!("  {sheet}!{cell}"),
        };
        format!(
            "{}[{}]{place}  {}",
            level.get(self.language),
            finding.code,
            one_line(finding.message.get(self.language))
        )
    }
}

/// An unchanged stretch: all of it if it is short, else what is next to the changes before and behind it.
fn shortened(text: &str, before: bool, behind: bool) -> String {
    let signs: Vec<char> = text.chars().collect();
    let shown = AROUND * (usize::from(before) + usize::from(behind));
    if signs.len() <= shown + 2 {
        return text.to_owned();
    }
    let head = if before { AROUND } else { 0 };
    let tail = if behind { AROUND } else { 0 };
    let head: String = signs.iter().take(head).collect();
    let tail: String = signs.iter().skip(signs.len() - tail).collect();
    format!("{head}…{tail}")
}
