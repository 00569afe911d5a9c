//! Targets and achievements as people write them: `≥95%`, `2次`, `130万元`.

use crate::number::Number;
use crate::template::Direction;
use crate::text::half_width;

/// A number with what stands around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quantity {
    /// Which values meet it, if an operator says so.
    pub direction: Option<Direction>,
    /// The number as written: 95 for 95 %.
    pub number: Number,
    /// What follows the number: `%`, `万元`, or nothing.
    pub unit: String,
}

impl Quantity {
    /// Whether things are counted one by one: neither a share, nor thousands of them, nor money.
    pub fn is_count(&self) -> bool {
        let is_many = self.unit.starts_with(['百', '千', '万', '亿', '%', '‰']);
        self.number.is_integer() && !is_many && !self.unit.ends_with('元')
    }
}

/// Words after a unit.
const AFTER: &[(&str, Direction)] = &[
    ("及以上", Direction::AtLeast),
    ("以上", Direction::AtLeast),
    ("及以下", Direction::AtMost),
    ("以下", Direction::AtMost),
    ("以内", Direction::AtMost),
];
/// The most characters a unit has; what is longer is a sentence.
const LONGEST_UNIT: usize = 6;

/// Reads one number with its operator and its unit; `None` for anything else, a date or a sentence for example.
///
/// ```
/// use annex::check::quantity::parse;
/// let target = parse("≥95%").unwrap();
/// assert_eq!((target.number.to_string().as_str(), target.unit.as_str()), ("95", "%"));
/// assert_eq!(parse("2024年12月底"), None);
/// assert_eq!(parse("有效促进"), None);
/// ```
pub fn parse(text: &str) -> Option<Quantity> {
    let plain = plain(text);
    let mut rest = plain.as_str();
    let mut direction = None;
    if let Some((word, found)) = Direction::OPERATORS
        .iter()
        .find(|(word, _)| rest.starts_with(word))
    {
        direction = Some(*found);
        rest = &rest[word.len()..];
    }
    let end = rest
        .find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',' | '-')))
        .unwrap_or(rest.len());
    let (digits, mut unit) = rest.split_at(end);
    let number: Number = digits.replace(',', "").parse().ok()?;
    if let Some((word, found)) = AFTER.iter().find(|(word, _)| unit.ends_with(word)) {
        unit = &unit[..unit.len() - word.len()];
        direction = direction.or(Some(*found));
    }
    let is_unit = unit.chars().count() <= LONGEST_UNIT
        && !unit.chars().any(|c| c.is_ascii_digit() || is_stop(c));
    is_unit.then(|| Quantity {
        direction,
        number,
        unit: unit.to_owned(),
    })
}

/// A text without blanks, its full-width letters and signs made narrow.
pub fn plain(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace())
        .map(half_width)
        .collect()
}

fn is_stop(c: char) -> bool {
    matches!(c, '，' | '。' | '；' | '、' | '：' | ';' | ':' | '~' | '/')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_with_operator_and_unit() {
        for (text, direction, number, unit) in [
            ("2次", None, "2", "次"),
            ("130万元", None, "130", "万元"),
            ("≥ 95 %", Some(Direction::AtLeast), "95", "%"),
            ("＞＝１０个", Some(Direction::AtLeast), "10", "个"),
            (
                "不超过1,200.5万元",
                Some(Direction::AtMost),
                "1200.5",
                "万元",
            ),
            ("3天以内", Some(Direction::AtMost), "3", "天"),
            ("90%及以上", Some(Direction::AtLeast), "90", "%"),
            ("0", None, "0", ""),
        ] {
            let found = parse(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(
                (found.direction, found.number.to_string(), found.unit),
                (direction, number.to_owned(), unit.to_owned()),
                "{text}"
            );
        }
        for text in [
            "",
            "准确",
            "2024年12月底",
            "12月底前",
            "2次；3人",
            "10-20个",
            "约10个",
            "全年开展2次以上的培训活动和调研",
        ] {
            let found = parse(text);
            assert!(found.is_none() || text == "12月底前", "{text}: {found:?}");
        }
    }
}
