//! Which values meet a target, and the signs and words people say it with.
//!
//! This is the one table of operators: the operator's column, targets, results and the amounts of a form are read with it.

use crate::text::plain;

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

/// An operator that stands before a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Operator<'t> {
    /// Which values meet the figure.
    pub direction: Direction,
    /// Whether it names a limit whatever the figure is. 达到95% is a target as well as a result, ≥95% only a target.
    pub is_limit: bool,
    /// The text behind it.
    pub rest: &'t str,
}

const MORE: Direction = Direction::AtLeast;
const LESS: Direction = Direction::AtMost;
const SAME: Direction = Direction::Equal;

/// Signs and words before a figure, as [`even`] leaves them. The longest that fits is meant.
///
/// `>` and `<` are read as ≥ and ≤: a target that is just met earns the whole weight by either, for what is scored in
/// proportion does not jump there.
const BEFORE: &[(&str, Direction)] = &[
    ("≥", MORE),
    (">=", MORE),
    ("=>", MORE),
    (">", MORE),
    ("≥=", MORE),
    (">>", MORE),
    (">/=", MORE),
    (">或=", MORE),
    ("=或>", MORE),
    ("大于等于", MORE),
    ("大于或等于", MORE),
    ("大于和等于", MORE),
    ("大于、等于", MORE),
    ("大于/等于", MORE),
    ("等于或大于", MORE),
    ("等于大于", MORE),
    ("大等于", MORE),
    ("大于", MORE),
    ("高于等于", MORE),
    ("高于或等于", MORE),
    ("等于或高于", MORE),
    ("高于", MORE),
    ("多于等于", MORE),
    ("多于或等于", MORE),
    ("等于或多于", MORE),
    ("多于", MORE),
    ("超过或等于", MORE),
    ("超过", MORE),
    ("超出", MORE),
    ("达到或超过", MORE),
    ("达到或高于", MORE),
    ("不低于", MORE),
    ("不少于", MORE),
    ("不小于", MORE),
    ("不下于", MORE),
    ("不亚于", MORE),
    ("不得低于", MORE),
    ("不得少于", MORE),
    ("不得小于", MORE),
    ("不能低于", MORE),
    ("不能少于", MORE),
    ("不能小于", MORE),
    ("不应低于", MORE),
    ("不应少于", MORE),
    ("不应小于", MORE),
    ("未低于", MORE),
    ("应不低于", MORE),
    ("应不少于", MORE),
    ("至少", MORE),
    ("最少", MORE),
    ("最低", MORE),
    ("起码", MORE),
    ("≤", LESS),
    ("<=", LESS),
    ("=<", LESS),
    ("<", LESS),
    ("≤=", LESS),
    ("<<", LESS),
    ("</=", LESS),
    ("<或=", LESS),
    ("=或<", LESS),
    ("小于等于", LESS),
    ("小于或等于", LESS),
    ("小于和等于", LESS),
    ("小于、等于", LESS),
    ("小于/等于", LESS),
    ("等于或小于", LESS),
    ("等于小于", LESS),
    ("小等于", LESS),
    ("小于", LESS),
    ("低于等于", LESS),
    ("低于或等于", LESS),
    ("等于或低于", LESS),
    ("低于", LESS),
    ("少于等于", LESS),
    ("少于或等于", LESS),
    ("等于或少于", LESS),
    ("少于", LESS),
    ("不足", LESS),
    ("不到", LESS),
    ("不高于", LESS),
    ("不超过", LESS),
    ("不超出", LESS),
    ("不超", LESS),
    ("不突破", LESS),
    ("不大于", LESS),
    ("不多于", LESS),
    ("不得高于", LESS),
    ("不得超过", LESS),
    ("不得大于", LESS),
    ("不得多于", LESS),
    ("不得突破", LESS),
    ("不能高于", LESS),
    ("不能超过", LESS),
    ("不能大于", LESS),
    ("不能多于", LESS),
    ("不应高于", LESS),
    ("不应超过", LESS),
    ("不应大于", LESS),
    ("不应多于", LESS),
    ("应不超过", LESS),
    ("应不高于", LESS),
    ("未超过", LESS),
    ("未高于", LESS),
    ("至多", LESS),
    ("最多", LESS),
    ("最高", LESS),
    ("=", SAME),
    ("==", SAME),
    ("等于", SAME),
    ("正好", SAME),
    ("恰好", SAME),
    ("刚好", SAME),
];
/// Words that say which values meet a target, and stand before what was achieved just as well.
const REACHED: &[(&str, Direction)] = &[
    ("达到", MORE),
    ("达", MORE),
    ("严格控制在", LESS),
    ("控制在", LESS),
    ("控制到", LESS),
];
/// Words behind a figure and its unit, as [`even`] leaves them.
const AFTER: &[(&str, Direction)] = &[
    ("及其以上", MORE),
    ("及以上", MORE),
    ("或以上", MORE),
    ("(含)以上", MORE),
    ("含以上", MORE),
    ("以上(含)", MORE),
    ("以上", MORE),
    ("之上", MORE),
    ("及更多", MORE),
    ("或更多", MORE),
    ("及其以下", LESS),
    ("及以下", LESS),
    ("或以下", LESS),
    ("(含)以下", LESS),
    ("含以下", LESS),
    ("以下(含)", LESS),
    ("以下", LESS),
    ("之下", LESS),
    ("(含)以内", LESS),
    ("及以内", LESS),
    ("含以内", LESS),
    ("以内(含)", LESS),
    ("以内", LESS),
    ("之内", LESS),
    ("及更少", LESS),
    ("或更少", LESS),
];

/// A text as operators are looked for in it: [`plain`], and signs that look alike made one.
pub fn even(text: &str) -> String {
    let mut even = String::with_capacity(text.len());
    for c in plain(text).chars() {
        let sign = match c {
            '≧' | '⩾' | '≽' | '⪰' | '⋝' | '⪖' | '≮' => '≥',
            '≦' | '⩽' | '≼' | '⪯' | '⋜' | '⪕' | '≯' => '≤',
            '═' | '゠' | '⹀' | '⩵' | '≡' | '〓' | '꞊' => '=',
            '›' | '≻' | '﹥' => '>',
            '‹' | '≺' | '﹤' => '<',
            // A sign with a line drawn under it.
            '\u{332}' | '\u{333}' if even.ends_with(['>', '<']) => '=',
            other => other,
        };
        // Chinese brackets beside an equals sign are its arrows: 〉= and 《=.
        if sign == '=' {
            for (bracket, arrow) in [('〉', '>'), ('》', '>'), ('〈', '<'), ('《', '<')] {
                if even.ends_with(bracket) {
                    even.pop();
                    even.push(arrow);
                }
            }
        }
        even.push(sign);
    }
    even
}

impl Direction {
    /// The words templates use.
    pub const WORDS: &'static [(&'static str, Direction)] = &[
        ("at_least", Direction::AtLeast),
        ("at_most", Direction::AtMost),
        ("equal", Direction::Equal),
    ];

    /// What an operator that stands alone means; one may stand in brackets behind another of the same meaning.
    ///
    /// ```
    /// use annex::template::Direction;
    /// assert_eq!(Direction::of_operator(" ≧ "), Some(Direction::AtLeast));
    /// assert_eq!(Direction::of_operator("≤（小于等于）"), Some(Direction::AtMost));
    /// assert_eq!(Direction::of_operator("定性"), None);
    /// ```
    pub fn of_operator(text: &str) -> Option<Direction> {
        let even = even(text);
        let words = || BEFORE.iter().chain(REACHED).chain(AFTER);
        let of_word = |text: &str| {
            let found = words().find(|(word, _)| *word == text);
            found.map(|(_, direction)| *direction)
        };
        if let Some(direction) = of_word(&even) {
            return Some(direction);
        }
        let mut parts = even.split(['(', ')']).filter(|part| !part.is_empty());
        let first = of_word(parts.next()?)?;
        parts
            .all(|part| of_word(part) == Some(first))
            .then_some(first)
    }

    /// The operator an [`even`] text begins with.
    ///
    /// ```
    /// use annex::template::Direction;
    /// let found = Direction::before("不低于95%").unwrap();
    /// assert_eq!((found.direction, found.is_limit, found.rest), (Direction::AtLeast, true, "95%"));
    /// assert!(!Direction::before("达到95%").unwrap().is_limit);
    /// assert_eq!(Direction::before("95%"), None);
    /// ```
    pub fn before(text: &str) -> Option<Operator<'_>> {
        let limits = BEFORE.iter().map(|found| (found, true));
        let reached = REACHED.iter().map(|found| (found, false));
        let fitting = limits
            .chain(reached)
            .filter(|((word, _), _)| text.starts_with(word));
        let ((word, direction), is_limit) = fitting.max_by_key(|((word, _), _)| word.len())?;
        Some(Operator {
            direction: *direction,
            is_limit,
            rest: &text[word.len()..],
        })
    }

    /// The operator an [`even`] text ends with, and the text before it.
    ///
    /// ```
    /// use annex::template::Direction;
    /// assert_eq!(Direction::after("90%及以上"), Some((Direction::AtLeast, "90%")));
    /// assert_eq!(Direction::after("90%"), None);
    /// ```
    pub fn after(text: &str) -> Option<(Direction, &str)> {
        let fitting = AFTER.iter().filter(|(word, _)| text.ends_with(word));
        let (word, direction) = fitting.max_by_key(|(word, _)| word.len())?;
        Some((*direction, &text[..text.len() - word.len()]))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn look_alikes_and_words_are_one_operator() {
        for (said, expected) in [
            (
                "≥ ≧ ⩾ ≽ >= ＞= ＞＝ ﹥﹦ > ＞ => =＞ ≥\u{200B} \u{FEFF}≥ ≥\u{AD} >\u{332} 〉＝ 》=",
                MORE,
            ),
            (
                "大于等于 大于或等于 不低于 不少于 不小于 至少 高于 超过 达到 以上 及以上 大于 ≮ ≥(大于等于) 不得低于",
                MORE,
            ),
            (
                "≤ ≦ ⩽ <= ＜＝ ﹤﹦ ≤\u{FE0F} =< < ﹤ 〈= 《＝ ≯ 小于等于 小于或等于 不高于 不超过 不大于 至多",
                LESS,
            ),
            (
                "最多 小于 低于 以内 以下 之内 控制在 及以下 不得超过 ＜ ≤（不高于）",
                LESS,
            ),
            ("= ＝ ﹦ ═ == ＝＝ 等于 ⩵ 〓", SAME),
        ] {
            for word in said.split(' ') {
                assert_eq!(Direction::of_operator(word), Some(expected), "{word}");
            }
        }
        for word in [
            "定性",
            "定量",
            "正向",
            "约",
            "",
            "≥≤",
            "有",
            "≥(小于等于)",
            "()",
        ] {
            assert_eq!(Direction::of_operator(word), None, "{word}");
        }
    }
}
