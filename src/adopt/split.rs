//! Texts that hold a label and what belongs to it: `其他资金：24.7`, `填表人：张三  联系电话：0730`.

use crate::adopt::pattern::Sheet;
use crate::align::written;

/// Longer texts are no labels.
const LONGEST: usize = 400;
/// So many characters a label in front of a colon has at most.
const LABEL: usize = 40;

/// A text with more colons is no line of labels.
const COLONS: usize = 16;

/// A label, and what stands behind it in the same text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    /// What the label says, as it is compared.
    pub(super) label: String,
    pub(super) rest: String,
    /// Both, as they stand there.
    pub(super) whole: String,
}

/// The labels of a sheet in a text with what follows each; nothing when the text does not begin with one.
pub(super) fn split(text: &str, sheet: &Sheet) -> Vec<Part> {
    let text = text.trim();
    if text.is_empty() || text.len() > LONGEST {
        return Vec::new();
    }
    let is_label = |text: &str| sheet.by_text.contains_key(&written(text));
    if let Some(label) = sheet.label(text) {
        return vec![Part {
            label,
            rest: String::new(),
            whole: text.to_owned(),
        }];
    }
    // Where each label begins, where its colon is, and where what belongs to it begins.
    let mut found: Vec<(usize, usize, usize)> = Vec::new();
    let colons: Vec<(usize, char)> = text
        .char_indices()
        .filter(|(_, c)| matches!(c, ':' | '：' | '∶'))
        .collect();
    if colons.len() > COLONS {
        return Vec::new();
    }
    for (at, colon) in colons {
        let from = found.last().map_or(0, |(_, _, after)| *after);
        if let Some(begin) = begins(&text[from..at], sheet) {
            found.push((from + begin, at, at + colon.len_utf8()));
        }
    }
    if found.is_empty() {
        // No colon: the figure follows at once.
        let digit = text.find(|c: char| c.is_numeric() && !"一二三四五六七八九十".contains(c));
        return match digit.filter(|&at| at > 0 && is_label(&text[..at])) {
            Some(at) => vec![part(&text[..at], &text[at..], text)],
            None => Vec::new(),
        };
    }
    if found.first().is_none_or(|(begin, _, _)| *begin > 0) {
        return Vec::new();
    }
    let ends = found.iter().skip(1).map(|(begin, _, _)| *begin);
    let ends = ends.chain([text.len()]);
    found
        .iter()
        .zip(ends)
        .map(|(&(begin, colon, after), end)| {
            // A label with a colon of its own, as `单位：万元`, is no part of what stands before it.
            let mut end = end;
            while let Some((before, last)) =
                text[after..end].trim_end().rsplit_once(char::is_whitespace)
                && is_label(last)
            {
                end = after + before.trim_end().len();
            }
            part(&text[begin..colon], &text[after..end], &text[begin..end])
        })
        .collect()
}

/// Where the longest label begins that ends where this text ends.
fn begins(before: &str, sheet: &Sheet) -> Option<usize> {
    // With a sign before it nothing is taken for a number that is not. Most texts end as no label does.
    let said = written(&format!("_{before}"));
    if !sheet.by_text.keys().any(|label| said.ends_with(label)) {
        return None;
    }
    let starts: Vec<usize> = before
        .char_indices()
        .rev()
        .take(LABEL)
        .map(|(at, _)| at)
        .collect();
    let starts = starts.into_iter().rev();
    // Blanks count to what stands before.
    starts
        .filter(|&at| !before[at..].starts_with(char::is_whitespace))
        .find(|&at| sheet.by_text.contains_key(&written(&before[at..])))
}

fn part(label: &str, rest: &str, whole: &str) -> Part {
    Part {
        label: written(label),
        rest: rest.trim().to_owned(),
        whole: whole.trim().to_owned(),
    }
}
