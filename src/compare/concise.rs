//! A line for each difference, for terminals and for grep.

use std::fmt::Write;

use crate::compare::render::{listed, one_line, said, sheet_name};
use crate::compare::words::change;
use crate::compare::{Change, Comparison, Item, Kind};
use crate::finding::Finding;
use crate::text::{Language, Text};

/// `sheet!cell: changed label: old → new (+3)`, and `sheet!cell: gone error[C001] message`
pub fn render(comparison: &Comparison<'_>, language: Language) -> String {
    let mut out = String::new();
    for said in &comparison.identity {
        let what = said.what.text();
        let _ = writeln!(out, "{}: {} → {}", what.get(language), said.old, said.new);
    }
    for change in &comparison.changes {
        let _ = writeln!(out, "{}", line(change, language));
    }
    let kept = comparison.kept.iter().map(|(_, new)| *new).collect();
    for (word, findings) in [
        (Text::new("已消除", "gone"), &comparison.gone),
        (Text::new("新出现", "new"), &comparison.come),
        (Text::new("仍在", "unchanged"), &kept),
    ] {
        for finding in findings {
            let _ = writeln!(out, "{}", of_finding(finding, word.get(language), language));
        }
    }
    out
}

fn line(one: &Change, language: Language) -> String {
    let word = change(one.change, one.item);
    let place = match one.cells().as_str() {
        "" => sheet_name(&one.sheet),
        cells => format!("{}!{cells}", sheet_name(&one.sheet)),
    };
    let mut line = format!("{place}: {} {}", word.get(language), one_line(&one.label));
    if one.item == Item::Value {
        let (old, new) = (one.old.as_ref(), one.new.as_ref());
        let _ = write!(line, ": {} → {}", said(old, language), said(new, language));
    } else if one.change != Kind::Moved {
        let _ = write!(line, ": {}", listed(&one.values, language).join("; "));
    }
    if let Some(gap) = one.gap() {
        let _ = write!(line, " ({})", gap.get(language));
    }
    line
}

fn of_finding(finding: &Finding, word: &str, language: Language) -> String {
    let place = match (&finding.place.sheet, finding.place.cell) {
        (Some(sheet), Some(cell)) => format!("{sheet}!{cell}: "),
        (Some(sheet), None) => format!("{sheet}: "),
        _ => String::new(),
    };
    let level = finding.level.text();
    let message = one_line(finding.message.get(language));
    format!(
        "{place}{word} {}[{}] {message}",
        level.get(language),
        finding.code
    )
}
