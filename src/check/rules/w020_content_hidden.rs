//! Rows, columns and sheets with content that somebody hid.

use std::collections::BTreeSet;

use crate::address::{Address, column_letters};
use crate::book::{RawSheet, Visibility};
use crate::check::context::Context;
use crate::check::left;
use crate::check::rule::Rule;
use crate::check::rules::listed;
use crate::finding::{Finding, Level};
use crate::form::Kind;
use crate::identity::{self, Mark};
use crate::submission::{SheetMap, Taken};
use crate::text::Text;

/// Rows, columns and sheets with content that somebody hid.
pub const RULE: Rule = Rule {
    code: "W020",
    name: "content-hidden",
    level: Level::Warning,
    title: ("有内容被隐藏", "content was hidden"),
    checks: (
        "有内容的行、列、工作表是否被隐藏；备用行里没有填东西的不算",
        "whether rows, columns or sheets with content are hidden; spare rows in which nothing was entered do not count",
    ),
    why: (
        "隐藏的数照样参加计算，看表的人却看不到",
        "hidden figures count, and whoever looks at the form does not see them",
    ),
    example: (
        "第 12 行被隐藏，里面有数",
        "row 12 holds figures and is hidden",
    ),
    mend: (
        "请取消隐藏，核对里面的内容；批注后的表里已经显示。",
        "Show it again and look at what it holds; in the annotated workbook it is shown.",
    ),
    run: check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let mut hidden = Vec::new();
    for (index, raw) in context.submission.book.sheets.iter().enumerate() {
        // Of a copy that was not counted another rule tells.
        let mut copies = context.submission.drift.copies.iter();
        let is_copy = copies.any(|copy| copy.raw == index && copy.taken == Taken::Same);
        if identity::is_own(&raw.name) || is_copy {
            continue;
        }
        if raw.visibility != Visibility::Visible {
            hidden.extend(hidden_sheet(context, raw));
        } else {
            findings.extend(hidden_cells(context, index, raw));
        }
    }
    findings.extend(listed::folded(hidden));
}

fn hidden_sheet(context: &Context<'_>, raw: &RawSheet) -> Option<Finding> {
    let mut cells = raw.cells.iter();
    let first = cells.find(|(_, cell)| !cell.value.is_blank());
    // A macro sheet has no cells of a form, and is hidden for its macros.
    if first.is_none() && raw.drawings.is_empty() {
        return None;
    }
    let first = first.map(|(at, _)| *at);
    let deep = raw.visibility == Visibility::VeryHidden;
    let (zh, en) = if deep {
        ("深度隐藏", "deeply hidden")
    } else {
        ("隐藏", "hidden")
    };
    let message = Text::new(
        format!("工作表“{}”被{zh}，里面有内容", raw.name),
        format!("the sheet '{}' is {en} and holds content", raw.name),
    );
    Some(context.at_cell(&RULE, &raw.name, first, message))
}

fn hidden_cells(context: &Context<'_>, index: usize, raw: &RawSheet) -> Option<Finding> {
    let rows = Lines::new(&raw.hidden_rows);
    let columns = Lines::new(&raw.hidden_columns);
    if rows.0.is_empty() && columns.0.is_empty() {
        return None;
    }
    let own = Own::of(context, index);
    // What only stands for something to be written is told by another rule.
    let sheet = context.submission.form_sheet(index);
    let fillers = sheet.map(|sheet| left::fillers(context.submission, sheet));
    let fillers: BTreeSet<Address> = fillers
        .iter()
        .flatten()
        .filter_map(|&field| Some(context.submission.entries[field].at?.1))
        .collect();
    let mut found = Vec::new();
    // Whether it is a column, and which one.
    let mut lines: BTreeSet<(bool, u32)> = BTreeSet::new();
    for (&at, cell) in &raw.cells {
        if cell.value.is_blank() || fillers.contains(&at) || Mark::parse(&cell.value).is_some() {
            continue;
        }
        let in_row = rows.has(at.row) && own.shows_row(at);
        let in_column = columns.has(at.column) && own.shows_column(at.column);
        if in_row || in_column {
            found.push((at, &cell.value));
            let line = if in_row {
                (false, at.row)
            } else {
                (true, at.column)
            };
            lines.insert(line);
        }
    }
    let (first, _) = found.first()?;
    let of = |columns: bool| -> Vec<u32> {
        let lines = lines.iter().filter(|(is_column, _)| *is_column == columns);
        lines.map(|(_, line)| *line).collect()
    };
    let where_ = said(&of(false), &of(true));
    let quoted: Vec<String> = found
        .iter()
        .map(|(at, value)| format!("{at} {}", listed::quoted(value)))
        .collect();
    let what = listed::listed(&quoted);
    let message = Text::new(
        format!("{}被隐藏，里面有内容：{}", where_.zh, what.zh),
        format!("{} hidden, with content: {}", where_.en, what.en),
    );
    Some(context.at_cell(&RULE, &raw.name, Some(*first), message))
}

/// Rows and columns in words.
fn said(rows: &[u32], columns: &[u32]) -> Text {
    let rows_said = listed::listed(&runs(rows, |row| (row + 1).to_string()));
    let columns_said = listed::listed(&runs(columns, column_letters));
    let mut zh = Vec::new();
    let mut en = Vec::new();
    if !rows.is_empty() {
        zh.push(format!("第 {} 行", rows_said.zh));
        en.push(format!("row {}", rows_said.en));
    }
    if !columns.is_empty() {
        zh.push(format!("{} 列", columns_said.zh));
        en.push(format!("column {}", columns_said.en));
    }
    let verb = if rows.len() + columns.len() > 1 {
        "are"
    } else {
        "is"
    };
    Text::new(zh.join("、"), format!("{} {verb}", en.join(" and ")))
}

/// Lines that stand one after the other, as `12-14`.
fn runs(lines: &[u32], name: fn(u32) -> String) -> Vec<String> {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for &line in lines {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == line => *last = line,
            _ => runs.push((line, line)),
        }
    }
    let run = |(first, last): (u32, u32)| {
        if first == last {
            name(first)
        } else {
            format!("{}-{}", name(first), name(last))
        }
    };
    runs.into_iter().map(run).collect()
}

/// Hidden rows or columns in order, so that one of many is found at once.
struct Lines(Vec<(u32, u32)>);

impl Lines {
    fn new(found: &[(u32, u32)]) -> Lines {
        let mut sorted = found.to_vec();
        sorted.sort_unstable();
        let mut lines: Vec<(u32, u32)> = Vec::new();
        for (first, last) in sorted {
            match lines.last_mut() {
                Some((_, end)) if first <= end.saturating_add(1) => *end = last.max(*end),
                _ => lines.push((first, last)),
            }
        }
        Lines(lines)
    }

    fn has(&self, line: u32) -> bool {
        let after = self.0.partition_point(|(first, _)| *first <= line);
        let before = after.checked_sub(1).and_then(|at| self.0.get(at));
        before.is_some_and(|(_, last)| line <= *last)
    }
}

/// What annex itself hides on a sheet.
#[derive(Default)]
struct Own<'a> {
    /// The rows beyond those that are printed, where they are now.
    spare: BTreeSet<u32>,
    /// What a department entered in them, by cell.
    entered: BTreeSet<Address>,
    /// The cells of the form in them.
    printed: BTreeSet<Address>,
    /// Where the sheet was found, and with it annex's own columns.
    map: Option<&'a SheetMap>,
}

impl<'a> Own<'a> {
    fn of(context: &Context<'a>, raw: usize) -> Own<'a> {
        let submission = context.submission;
        let form = context.form();
        let Some(sheet) = submission.form_sheet(raw) else {
            return Own::default();
        };
        let mut own = Own {
            map: submission.sheets[sheet].as_ref(),
            ..Own::default()
        };
        for (index, block) in form.blocks.iter().enumerate() {
            let Some(template) = form.block_template(index).filter(|_| block.sheet == sheet) else {
                continue;
            };
            let printed = template.print.max(template.min) as usize;
            for &field in block.rows.iter().skip(printed).flatten() {
                if let Some((_, at)) = submission.entries[field].at {
                    own.spare.insert(at.row);
                    if form.fields[field].kind == Kind::Input {
                        own.entered.insert(at);
                    }
                }
            }
        }
        let labels = form.sheets[sheet].labels.iter();
        let cells = labels.flat_map(|label| label.area.cells());
        own.printed = cells
            .chain(
                form.sheets[sheet]
                    .fields
                    .iter()
                    .map(|&field| form.fields[field].cell()),
            )
            .filter_map(|cell| Some(submission.locate(sheet, cell)?.1))
            .filter(|at| own.spare.contains(&at.row))
            .collect();
        own
    }

    /// Whether a cell of a hidden row says anything: of a spare row only what was entered or written beside it does.
    fn shows_row(&self, at: Address) -> bool {
        let is_said = self.entered.contains(&at) || !self.printed.contains(&at);
        self.shows_column(at.column) && (is_said || !self.spare.contains(&at.row))
    }

    fn shows_column(&self, column: u32) -> bool {
        self.map.is_none_or(|map| !map.is_status(column))
    }
}
