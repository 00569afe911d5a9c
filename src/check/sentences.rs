//! Texts sentence by sentence, as rules search them.

use crate::text::half_width;

/// A text as it is searched: narrow signs, and no blanks but the ends of lines.
pub(super) fn searched(text: &str) -> String {
    let shown = |c: &char| *c == '\n' || !c.is_whitespace();
    let text = text.replace('\r', "\n");
    text.chars().filter(shown).map(half_width).collect()
}

/// The sentences of such a text.
pub(super) fn sentences(searched: &str) -> impl Iterator<Item = &str> {
    searched.split(['。', ';', '!', '?', '\n'])
}
