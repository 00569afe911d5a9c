//! What two texts say differently, word by word.

use serde::Serialize;
use similar::{Algorithm, DiffOp, capture_diff_slices};

/// Up to so many pairs of words are compared; of longer texts first the sentences.
const PAIRS: usize = 4_000_000;
/// What two texts have in common is shown from this share of the longer one on; else one stands in place of the other.
const COMMON: f64 = 0.3;

/// A stretch of text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Piece {
    /// It stands in both texts.
    Kept(String),
    /// It stands in the earlier one only.
    Removed(String),
    /// It stands in the later one only.
    Added(String),
}

/// What two texts have in common and what they have not, in their order.
///
/// A word of letters and a number are taken as a whole. Chinese is compared character by character, but what is left
/// standing between two changes and is no longer than they are goes with them, so that a reader sees words and not single
/// characters.
///
/// ```
/// use annex::align::{Piece, words};
/// let piece = |make: fn(String) -> Piece, text: &str| make(text.to_owned());
/// assert_eq!(
///     words("完成率95.5%以上", "完成率98%以上"),
///     [
///         piece(Piece::Kept, "完成率"),
///         piece(Piece::Removed, "95.5%"),
///         piece(Piece::Added, "98%"),
///         piece(Piece::Kept, "以上"),
///     ]
/// );
/// ```
pub fn words(old: &str, new: &str) -> Vec<Piece> {
    let mut parts = Vec::new();
    let (before, now) = (split(old, is_same_word), split(new, is_same_word));
    if before.len().saturating_mul(now.len()) <= PAIRS {
        compare(&before, &now, &mut parts);
    } else {
        by_sentence(old, new, &mut parts);
    }
    let mut parts = without_islands(parts);
    let longer = old.chars().count().max(new.chars().count());
    let kept: usize = parts.iter().map(|part| part.kept.chars().count()).sum();
    if (kept as f64) < longer as f64 * COMMON {
        parts = vec![Part {
            kept: String::new(),
            removed: old.to_owned(),
            added: new.to_owned(),
        }];
    }
    let pieces = parts.into_iter().flat_map(|part| {
        [
            Piece::Kept(part.kept),
            Piece::Removed(part.removed),
            Piece::Added(part.added),
        ]
    });
    pieces.filter(|piece| !piece.text().is_empty()).collect()
}

impl Piece {
    /// What stands there.
    pub fn text(&self) -> &str {
        let (Piece::Kept(text) | Piece::Removed(text) | Piece::Added(text)) = self;
        text
    }
}

/// What was kept, and what follows it and was not.
#[derive(Debug, Default)]
struct Part {
    kept: String,
    removed: String,
    added: String,
}

fn compare(old: &[&str], new: &[&str], parts: &mut Vec<Part>) {
    for step in capture_diff_slices(Algorithm::Myers, old, new) {
        push(parts, &step, old, new);
    }
}

fn push(parts: &mut Vec<Part>, step: &DiffOp, old: &[&str], new: &[&str]) {
    let gone = old.get(step.old_range()).unwrap_or_default().concat();
    if let DiffOp::Equal { .. } = step {
        match parts.last_mut() {
            Some(last) if last.removed.is_empty() && last.added.is_empty() => {
                last.kept.push_str(&gone);
            }
            _ => parts.push(Part {
                kept: gone,
                ..Part::default()
            }),
        }
        return;
    }
    if parts.is_empty() {
        parts.push(Part::default());
    }
    if let Some(last) = parts.last_mut() {
        last.removed.push_str(&gone);
        let come = new.get(step.new_range()).unwrap_or_default();
        last.added.push_str(&come.concat());
    }
}

/// Compares sentences, and the words of those that differ.
fn by_sentence(old: &str, new: &str, parts: &mut Vec<Part>) {
    let ends = |before: char, _: char| !matches!(before, '。' | '；' | '！' | '？' | '\n');
    let (old, new) = (split(old, ends), split(new, ends));
    if old.len().saturating_mul(new.len()) > PAIRS {
        return compare(&[&old.concat()], &[&new.concat()], parts);
    }
    for step in capture_diff_slices(Algorithm::Myers, &old, &new) {
        let gone = old.get(step.old_range()).unwrap_or_default().concat();
        let come = new.get(step.new_range()).unwrap_or_default().concat();
        let (before, now) = (split(&gone, is_same_word), split(&come, is_same_word));
        let is_short = before.len().saturating_mul(now.len()) <= PAIRS;
        match step {
            DiffOp::Replace { .. } if is_short => compare(&before, &now, parts),
            _ => push(parts, &step, &old, &new),
        }
    }
}

/// The parts, where what was kept between two changes and is no longer than both of them goes with them. Only the part
/// before it grows by that, so that one is looked at again, and no other.
fn without_islands(parts: Vec<Part>) -> Vec<Part> {
    let mut ahead: Vec<(Part, Sizes)> = parts.into_iter().map(sized).rev().collect();
    let mut done: Vec<(Part, Sizes)> = Vec::with_capacity(ahead.len());
    while let Some((part, sizes)) = ahead.pop() {
        match done.last_mut() {
            Some((before, size)) if sizes.is_island_after(size) => {
                for text in [&part.kept, &part.removed] {
                    before.removed.push_str(text);
                }
                for text in [&part.kept, &part.added] {
                    before.added.push_str(text);
                }
                size.removed += sizes.kept + sizes.removed;
                size.added += sizes.kept + sizes.added;
                ahead.extend(done.pop());
            }
            _ => done.push((part, sizes)),
        }
    }
    done.into_iter().map(|(part, _)| part).collect()
}

/// How many characters the texts of a part have.
struct Sizes {
    kept: usize,
    removed: usize,
    added: usize,
}

fn sized(part: Part) -> (Part, Sizes) {
    let sizes = Sizes {
        kept: part.kept.chars().count(),
        removed: part.removed.chars().count(),
        added: part.added.chars().count(),
    };
    (part, sizes)
}

impl Sizes {
    fn change(&self) -> usize {
        self.removed.max(self.added)
    }

    /// Whether what was kept here is no longer than the changes around it.
    fn is_island_after(&self, before: &Sizes) -> bool {
        let room = before.change().max(1).min(self.change());
        self.kept <= room && self.change() > 0
    }
}

/// Cuts a text wherever two characters do not belong together.
fn split(text: &str, together: impl Fn(char, char) -> bool) -> Vec<&str> {
    let mut cuts = Vec::new();
    let mut start = 0;
    let mut before: Option<char> = None;
    for (at, c) in text.char_indices() {
        if before.is_some_and(|before| !together(before, c)) {
            cuts.push(&text[start..at]);
            start = at;
        }
        before = Some(c);
    }
    if start < text.len() {
        cuts.push(&text[start..]);
    }
    cuts
}

/// Whether two neighbours belong to one word: letters of an alphabet, the signs of a number, blanks.
fn is_same_word(before: char, c: char) -> bool {
    // Behind the alphabets come the signs of East Asia, each of which is a word or a part of one.
    let is_letter = |c: char| c.is_alphabetic() && c < '\u{2E80}';
    let is_number = |c: char| c.is_ascii_digit() || c == '.' || c == ',';
    let ends = |c: char| c == '%' || c == '％';
    is_letter(before) && is_letter(c)
        || before.is_ascii_digit() && (is_number(c) || ends(c))
        || matches!(before, '.' | ',') && c.is_ascii_digit()
        || before.is_whitespace() && c.is_whitespace()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Removed words as `[-…-]`, added ones as `{+…+}`.
    fn told(old: &str, new: &str) -> String {
        let pieces = words(old, new).into_iter();
        pieces
            .map(|piece| match piece {
                Piece::Kept(text) => text,
                Piece::Removed(text) => format!("[-{text}-]"),
                Piece::Added(text) => format!("{{+{text}+}}"),
            })
            .collect()
    }

    #[test]
    fn words_that_changed_are_marked_and_no_single_characters() {
        for (old, new, expected) in [
            ("", "", ""),
            ("一样", "一样", "一样"),
            ("", "新写的", "{+新写的+}"),
            ("全年培训3次", "全年培训12次", "全年培训[-3-]{+12+}次"),
            (
                "严格控制公务接待费用支出",
                "严格控制三公经费支出",
                "严格控制[-公务接待费用-]{+三公经费+}支出",
            ),
            (
                "应于2024年3月20日前全部完成",
                "应于2025年4月21日前全部完成",
                "应于[-2024年3月20-]{+2025年4月21+}日前全部完成",
            ),
            (
                "预算1,200.50万元，决算90万元",
                "预算1,300.50万元，决算90万元",
                "预算[-1,200.50-]{+1,300.50+}万元，决算90万元",
            ),
            ("the old word", "the new word", "the [-old-]{+new+} word"),
            (
                "完成较好。",
                "完成较好，群众满意。",
                "完成较好{+，群众满意+}。",
            ),
            // Two texts about different things are not taken apart.
            (
                "开展乡村振兴培训",
                "档案数字化已经完成",
                "[-开展乡村振兴培训-]{+档案数字化已经完成+}",
            ),
        ] {
            assert_eq!(told(old, new), expected);
        }
    }

    #[test]
    fn long_texts_are_compared_by_sentence_first() {
        let sentence = |n: usize| format!("第{n}项工作按计划完成，经费支出合规。");
        let old: String = (0..400).map(sentence).collect();
        let new = old.replace("第7项工作按计划完成", "第7项工作提前完成");
        let new = new.replace("第399项", "第三百九十九项");
        assert!(old.chars().count().pow(2) > PAIRS);
        let told = told(&old, &new);
        assert!(told.contains("第7项工作[-按计划-]{+提前+}完成"), "{told}");
        assert!(told.contains("第[-399-]{+三百九十九+}项"), "{told}");
        assert_eq!(told.matches("[-").count(), 2);
    }

    proptest::proptest! {
        #[test]
        fn the_pieces_make_up_both_texts(old in "[甲乙丙 a1.，。\n]{0,40}", new in "[甲乙丙 a1.，。\n]{0,40}") {
            let pieces = words(&old, &new);
            let without = |left_out: fn(&Piece) -> bool| -> String {
                let rest = pieces.iter().filter(|piece| !left_out(piece));
                rest.map(Piece::text).collect()
            };
            proptest::prop_assert_eq!(without(|piece| matches!(piece, Piece::Added(_))), old);
            proptest::prop_assert_eq!(without(|piece| matches!(piece, Piece::Removed(_))), new);
        }
    }
}
