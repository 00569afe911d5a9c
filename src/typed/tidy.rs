//! A text freed of what carries no meaning: full-width shapes, blanks, characters nobody sees.

use super::Step;
use super::numeral::plain_magnitude;
use crate::text::{half_width, is_invisible};

/// A text in narrow letters, without blanks but those between digits, and what was done to it.
///
/// A blank between digits stays a blank, a line break a line break: both may part two numbers.
pub(super) fn tidy(text: &str) -> (String, Vec<Step>) {
    let mut steps = Vec::new();
    let mut did = |step: Step| {
        if !steps.contains(&step) {
            steps.push(step);
        }
    };
    let mut narrow: Vec<char> = Vec::with_capacity(text.len());
    for c in text.chars() {
        if is_invisible(c) {
            did(Step::Spaces);
            continue;
        }
        let even = match c {
            '\n' | '\r' | '\u{2028}' | '\u{2029}' => '\n',
            c if c.is_whitespace() => ' ',
            '−' | '–' | '‐' | '‑' | '‒' | '﹣' => {
                did(Step::Minus);
                '-'
            }
            // What a Chinese keyboard types for the point.
            '。' => {
                did(Step::FullWidth);
                '.'
            }
            '’' | '‘' | '`' | '´' => '\'',
            '￥' => '¥',
            c => {
                if half_width(c) != c {
                    did(Step::FullWidth);
                }
                plain_magnitude(half_width(c))
            }
        };
        narrow.push(even);
    }
    let mut tidied = String::with_capacity(text.len());
    let is_part = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit() || c == '.');
    let mut at = 0;
    while let Some(&c) = narrow.get(at) {
        if c != ' ' && c != '\n' {
            tidied.push(c);
            at += 1;
            continue;
        }
        let end = narrow[at..]
            .iter()
            .position(|c| *c != ' ' && *c != '\n')
            .map(|length| at + length);
        let next = end.and_then(|end| narrow.get(end).copied());
        if is_part(tidied.chars().next_back()) && is_part(next) {
            let breaks = narrow[at..end.unwrap_or(at)].contains(&'\n');
            tidied.push(if breaks { '\n' } else { ' ' });
        } else {
            did(Step::Spaces);
        }
        at = end.unwrap_or(narrow.len());
    }
    (tidied, steps)
}
