//! Which values meet a target, and the signs and words people say it with.

use crate::text::half_width;

/// Which values meet a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// ≥
    AtLeast,
    /// ≤
    AtMost,
    /// =
    Equal,
}

impl Direction {
    /// The words templates use.
    pub const WORDS: &'static [(&'static str, Direction)] = &[
        ("at_least", Direction::AtLeast),
        ("at_most", Direction::AtMost),
        ("equal", Direction::Equal),
    ];

    /// The signs and words people write before a number; the longer ones first.
    pub const OPERATORS: &'static [(&'static str, Direction)] = &[
        ("大于等于", Direction::AtLeast),
        ("小于等于", Direction::AtMost),
        ("不低于", Direction::AtLeast),
        ("不少于", Direction::AtLeast),
        ("不小于", Direction::AtLeast),
        ("不高于", Direction::AtMost),
        ("不超过", Direction::AtMost),
        ("不大于", Direction::AtMost),
        ("不多于", Direction::AtMost),
        ("至少", Direction::AtLeast),
        ("最多", Direction::AtMost),
        ("等于", Direction::Equal),
        (">=", Direction::AtLeast),
        ("<=", Direction::AtMost),
        ("≥", Direction::AtLeast),
        ("≧", Direction::AtLeast),
        ("≤", Direction::AtMost),
        ("≦", Direction::AtMost),
        ("=", Direction::Equal),
    ];

    /// What an operator that stands alone means.
    ///
    /// ```
    /// use annex::template::Direction;
    /// assert_eq!(Direction::of_operator(" ≧ "), Some(Direction::AtLeast));
    /// assert_eq!(Direction::of_operator("定性"), None);
    /// ```
    pub fn of_operator(text: &str) -> Option<Direction> {
        let plain: String = text
            .chars()
            .filter(|c| !c.is_whitespace())
            .map(half_width)
            .collect();
        let found = Direction::OPERATORS.iter().find(|(word, _)| *word == plain);
        found.map(|(_, direction)| *direction)
    }

    /// ≥, ≤ or =.
    pub fn sign(self) -> char {
        match self {
            Direction::AtLeast => '≥',
            Direction::AtMost => '≤',
            Direction::Equal => '=',
        }
    }
}
