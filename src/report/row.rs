//! The row of the form around a cell, drawn for a terminal as compilers draw a line of source.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::check::Content;
use crate::finding::Finding;
use crate::formula::Value;
use crate::submission::Submission;
use crate::template::FieldType;

/// So wide is a line at most.
const WIDTH: usize = 100;
/// So far a drawing is indented by whoever prints it.
pub(super) const INDENT: usize = 6;
/// So wide is a column at most.
const COLUMN: usize = 18;
const RULE: &str = " | ";
/// For what is left out; how wide the usual sign is depends on the terminal.
const MORE: &str = "..";

/// What stands in the fields of its row, with the names of the fields above and a mark below its own; nothing for a
/// finding about several cells, about no field, or about the only field of its row.
pub(super) fn draw(content: &Content, finding: &Finding) -> Vec<String> {
    let submission = &content.submission;
    let id = finding.place.field.as_deref();
    let Some(field) = id.and_then(|id| submission.form.field(id)) else {
        return Vec::new();
    };
    if !finding.alike.is_empty() {
        return Vec::new();
    }
    let fields = row(submission, field);
    let Some(marked) = fields.iter().position(|other| *other == field) else {
        return Vec::new();
    };
    if fields.len() < 2 {
        return Vec::new();
    }
    let labels: Vec<&str> = fields
        .iter()
        .map(|&field| submission.form.fields[field].label.as_str())
        .collect();
    let (title, _) = labels[marked].rsplit_once(' ').unwrap_or_default();
    let columns: Vec<[String; 2]> = fields
        .iter()
        .zip(&labels)
        .map(|(&field, label)| {
            [
                clipped(below(title, label)),
                clipped(&value(submission, field)),
            ]
        })
        .collect();
    let number = (submission.cell(field).row + 1).to_string();
    lines(title, &number, &columns, marked)
}

/// The fields that begin in the same row of the file, from left to right.
fn row(submission: &Submission, field: usize) -> Vec<usize> {
    let at = |field: usize| {
        submission.entries[field]
            .at
            .map(|(sheet, cell)| (sheet, cell.row))
    };
    let Some(row) = at(field) else {
        return Vec::new();
    };
    let mut fields: Vec<usize> = (0..submission.entries.len())
        .filter(|&other| at(other) == Some(row))
        .collect();
    fields.sort_by_key(|&field| submission.cell(field).column);
    fields
}

/// What a column is called in the row with this title: 年初预算数 of `年度资金总额 年初预算数`. Where a label is too wide, its
/// last word tells most.
fn below<'a>(title: &str, label: &'a str) -> &'a str {
    let rest = label.strip_prefix(title);
    let rest = rest
        .and_then(|rest| rest.strip_prefix(' '))
        .unwrap_or(label);
    match rest.rsplit_once(' ') {
        Some((_, last)) if rest.width_cjk() > COLUMN => last,
        _ => rest,
    }
}

/// What stands in a field: a number as it was read, a ratio in per cent, anything else as it was typed.
fn value(submission: &Submission, field: usize) -> String {
    let form = &submission.form;
    let kind = form.template(&form.fields[field]).kind;
    let text = match &submission.entries[field].value {
        Value::Number(ratio) if kind == FieldType::Percent => Some(ratio.percent()),
        Value::Number(_) => submission.reported(field),
        _ => submission.text(field),
    };
    let text = text.unwrap_or_default();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text no wider than a column.
fn clipped(text: &str) -> String {
    if text.width_cjk() <= COLUMN {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut width = MORE.len();
    for c in text.chars() {
        width += c.width_cjk().unwrap_or(0);
        if width > COLUMN {
            break;
        }
        out.push(c);
    }
    out + MORE
}

fn padded(text: &str, width: usize) -> String {
    format!(
        "{text}{}",
        " ".repeat(width.saturating_sub(text.width_cjk()))
    )
}

/// The three lines; columns far from the mark are left out where they would not fit.
fn lines(title: &str, number: &str, columns: &[[String; 2]], marked: usize) -> Vec<String> {
    let widths: Vec<usize> = columns
        .iter()
        .map(|cells| {
            cells
                .iter()
                .map(|cell| cell.width_cjk())
                .max()
                .unwrap_or(0)
                .max(1)
        })
        .collect();
    let gutter = title.width_cjk().max(number.width_cjk());
    let (from, to) = window(
        &widths,
        marked,
        WIDTH.saturating_sub(INDENT + gutter + RULE.len() + 2 * (RULE.len() + MORE.len())),
    );
    let before = if from > 0 {
        [MORE, RULE].concat()
    } else {
        String::new()
    };
    let line = |head: &str, which: usize| {
        let cells: Vec<String> = (from..to)
            .map(|column| padded(&columns[column][which], widths[column]))
            .collect();
        let after = if to < columns.len() {
            [RULE, MORE].concat()
        } else {
            String::new()
        };
        format!(
            "{}{RULE}{before}{}{after}",
            padded(head, gutter),
            cells.join(RULE)
        )
    };
    let left: usize = widths[from..marked]
        .iter()
        .map(|width| width + RULE.len())
        .sum();
    let mark = format!(
        "{}{RULE}{}{}",
        " ".repeat(gutter),
        " ".repeat(before.len() + left),
        "^".repeat(columns[marked][1].width_cjk().max(1))
    );
    let lines = [line(title, 0), line(number, 1), mark];
    lines.map(|line| line.trim_end().to_owned()).to_vec()
}

/// The columns around the marked one that fit into a width, as many as possible: from, up to.
fn window(widths: &[usize], marked: usize, room: usize) -> (usize, usize) {
    let (mut from, mut to) = (marked, marked + 1);
    let mut used = widths[marked];
    loop {
        let left = from.checked_sub(1).map(|at| widths[at] + RULE.len());
        let right = widths.get(to).map(|width| width + RULE.len());
        if let Some(more) = left.filter(|more| used + more <= room) {
            used += more;
            from -= 1;
        } else if let Some(more) = right.filter(|more| used + more <= room) {
            used += more;
            to += 1;
        } else {
            return (from, to);
        }
    }
}

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthStr;

    use super::{INDENT, WIDTH, below, clipped, lines};

    fn columns(cells: &[(&str, &str)]) -> Vec<[String; 2]> {
        let cell = |(label, value): &(&str, &str)| [clipped(label), clipped(value)];
        cells.iter().map(cell).collect()
    }

    #[test]
    fn chinese_characters_are_two_columns_wide() {
        let columns = columns(&[("编制", "42"), ("实际在职人数", "40.5"), ("x", "")]);
        assert_eq!(
            lines("人员", "4", &columns, 1),
            [
                "人员 | 编制 | 实际在职人数 | x",
                "4    | 42   | 40.5         |",
                "     |        ^^^^",
            ]
        );
    }

    #[test]
    fn a_long_row_shows_what_fits_around_the_mark() {
        let wide = ("一二三四五六七八九十", "一二三四五六七八九十");
        for marked in 0..12 {
            let mut cells = [wide; 12];
            cells[marked].1 = "here";
            let lines = lines("标题", "100", &columns(&cells), marked);
            for line in &lines {
                assert!(INDENT + line.width_cjk() <= WIDTH, "{line}");
            }
            let at = lines[1].find("here").unwrap_or_default();
            let before = lines[1][..at].width_cjk();
            assert_eq!(lines[2].find('^'), Some(before), "{lines:?}");
            // Nothing is left out before the first column, and nothing after the last.
            assert!(
                marked > 0 || !lines[1].starts_with("100  | .."),
                "{lines:?}"
            );
            assert!(marked < 11 || lines[1].ends_with("here"), "{lines:?}");
        }
    }

    #[test]
    fn a_column_is_called_what_is_not_said_by_the_title() {
        for (title, label, expected) in [
            ("项目支出", "项目支出 2024年决算数", "2024年决算数"),
            ("执行", "执行率", "执行率"),
            ("", "得分", "得分"),
            ("得分", "年度资金总额 全年预算数", "全年预算数"),
        ] {
            assert_eq!(below(title, label), expected);
        }
    }
}
