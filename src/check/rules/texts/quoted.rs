//! A text as it is searched, and the words of it as they stand in the cell.

use crate::template::NarrativeTemplate;
use crate::text::half_width;

/// Signs that mark words and say nothing.
const QUOTES: &str = "“”\"「」『』‘’《》";

/// A text without blanks, quotes and what the pack leaves out, in narrow signs.
#[derive(Debug, Clone, Default)]
pub(super) struct Plain {
    /// The text as it is searched.
    pub(super) text: String,
    /// The text as it stands in the cell.
    original: String,
    /// Where each letter of the searched text begins, and where it begins and ends in the cell.
    places: Vec<(usize, usize, usize)>,
}

impl Plain {
    /// Makes a text ready.
    pub(super) fn of(text: &str, narrative: &NarrativeTemplate) -> Plain {
        let original = text.replace('\r', "\n");
        let shown = |c: char| (c == '\n' || !c.is_whitespace()) && !QUOTES.contains(c);
        let mut letters: Vec<(char, usize, usize)> = original
            .char_indices()
            .filter(|(_, c)| shown(*c))
            .map(|(at, c)| (half_width(c), at, at + c.len_utf8()))
            .collect();
        for phrase in &narrative.skip {
            let phrase: Vec<char> = super::plain(phrase).chars().collect();
            if phrase.is_empty() {
                continue;
            }
            let mut kept = Vec::with_capacity(letters.len());
            let mut rest = letters.as_slice();
            while let Some((first, others)) = rest.split_first() {
                let begins = rest.len() >= phrase.len()
                    && rest.iter().zip(&phrase).all(|(letter, c)| letter.0 == *c);
                if begins {
                    rest = &rest[phrase.len()..];
                } else {
                    kept.push(*first);
                    rest = others;
                }
            }
            letters = kept;
        }
        let mut plain = Plain {
            original,
            ..Plain::default()
        };
        for (c, from, to) in letters {
            plain.places.push((plain.text.len(), from, to));
            plain.text.push(c);
        }
        plain
    }

    /// The words from the beginning of one part of the searched text to the end of another one, as they stand in the cell.
    pub(super) fn quote(&self, first: &str, last: &str) -> String {
        let place = |part: &str| {
            let at = (part.as_ptr() as usize).checked_sub(self.text.as_ptr() as usize)?;
            (at + part.len() <= self.text.len()).then_some(at)
        };
        let words = || {
            let (from, to) = (place(first)?, place(last)? + last.len());
            let begin = self.places.partition_point(|(at, ..)| *at < from);
            let end = self.places.partition_point(|(at, ..)| *at < to);
            let (_, from, _) = self.places.get(begin)?;
            let (.., to) = self.places.get(end.checked_sub(1)?)?;
            self.original.get(*from..*to)
        };
        words().map_or_else(|| format!("{first}{last}"), |words| balanced(words.trim()))
    }
}

/// Words without the half of a pair of signs that stands outside of them, 优” but not “优; and with both where one was cut
/// off: 等次为“良”.
fn balanced(words: &str) -> String {
    let pairs = [
        ('“', '”'),
        ('‘', '’'),
        ('《', '》'),
        ('「', '」'),
        ('『', '』'),
        ('（', '）'),
        ('(', ')'),
    ];
    let mut words = words.to_owned();
    for (open, close) in pairs {
        let count = |sign| words.matches(sign).count();
        let (opened, closed) = (count(open), count(close));
        if closed > opened {
            let bare = words.strip_suffix(close).map(str::to_owned);
            words = bare.unwrap_or_else(|| format!("{open}{words}"));
        } else if opened > closed {
            let bare = words.strip_prefix(open).map(str::to_owned);
            words = bare.unwrap_or_else(|| format!("{words}{close}"));
        }
    }
    words
}
