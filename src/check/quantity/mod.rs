//! Targets and achievements as people write them: `≥95%`, `2次`, `全年共完成130万元`, `2023年9月前`.
//!
//! [`read`] tells what one text says, [`compare`] what two of them come to, in one unit. What has several meanings is never
//! guessed.

use crate::number::Number;
use crate::template::Direction;
use crate::text::Text;

mod compare;
mod period;
mod read;
#[cfg(test)]
mod tests;
mod unit;

pub use compare::{Compared, Row, Side, compare};
pub use period::Period;

/// A number with what stands around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quantity {
    /// Which values meet it, if an operator says so.
    pub direction: Option<Direction>,
    /// Whether the operator makes it a limit, which a result is not: ≥95%, but not 达到95%.
    pub is_limit: bool,
    /// In which direction something changed by it: 增长5%, 下降3%.
    pub sense: Option<Sense>,
    /// Whether words stand around it that belong to no part: 全年共 5次（含线上）.
    pub has_words: bool,
    /// The number as written: 95 for 95 %.
    pub number: Number,
    /// What follows the number: `%`, `万元`, or nothing.
    pub unit: String,
}

impl Quantity {
    /// Which values meet it: as the operator says, else as a fall does. Of 下降20% a greater fall is better.
    pub fn meant(&self) -> Option<Direction> {
        let fall = (self.sense == Some(Sense::Down)).then_some(Direction::AtLeast);
        self.direction.or(fall)
    }

    /// Whether things are counted one by one: neither a share, nor thousands of them, nor money.
    pub fn is_count(&self) -> bool {
        let is_many = self.unit.starts_with(['百', '千', '万', '亿', '%', '‰']);
        self.number.is_integer() && !is_many && !self.unit.ends_with('元')
    }

    /// Whether it is a span of time: 30天, 24小时.
    pub fn is_time(&self) -> bool {
        unit::Unit::of(&self.unit).is_time()
    }
}

/// The direction of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sense {
    /// 增长
    Up,
    /// 下降
    Down,
}

impl Sense {
    /// What the name of an indicator says: 增长率, 能耗下降率; `None` where it says neither or both.
    fn of(name: &str) -> Option<Sense> {
        let mut said = read::CHANGES
            .iter()
            .filter(|(word, _)| name.contains(word))
            .map(|(_, sense)| *sense);
        let first = said.next()?;
        said.all(|sense| sense == first).then_some(first)
    }
}

/// What one text says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// One figure.
    Figure(Quantity),
    /// All figures between two: 10-20次.
    Range(Quantity, Quantity),
    /// A day, a month, or another part of a year.
    Period(Period),
    /// A figure that may be several; and the one that stands there.
    Unclear(Unclear, Option<Quantity>),
    /// No figure.
    Words,
}

/// Why a figure is not certain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unclear {
    /// 约50, 50左右, 50多.
    About,
    /// 50+, 3+2.
    Plus,
    /// 10-20.
    Range,
    /// 3/4.
    Fraction,
    /// 12次、300人.
    Several,
    /// 1,5 or 1.234.567.
    Separators,
    /// 下降3% against 5%: three less than nothing, or a fall of three?
    Change,
    /// 超额完成20次: so many, or so many more than were asked?
    Excess,
    /// 12次 against 1次/月, 0.05 against 5%: which unit is it in?
    Unit,
}

impl Unclear {
    /// What is not certain, as a clause.
    pub fn text(self) -> Text {
        match self {
            Unclear::About => Text::new("是约数", "it is an approximate figure"),
            Unclear::Plus => Text::new("带“+”，说不准是多少", "its plus sign may mean anything"),
            Unclear::Range => Text::new("是一个范围", "it is a range"),
            Unclear::Fraction => Text::new("像分数，又像比", "it looks like a fraction"),
            Unclear::Several => Text::new("不只一个数", "it is more than one number"),
            Unclear::Separators => Text::new(
                "小数点和千分位分不清",
                "its points and commas may stand for decimals or for thousands",
            ),
            Unclear::Change => Text::new("分不清是增是减", "it may be a rise or a fall"),
            Unclear::Excess => Text::new(
                "分不清是完成的数还是超出的数",
                "it may be all that was done or what exceeds the target",
            ),
            Unclear::Unit => Text::new("分不清按什么单位", "it may be in one unit or in another"),
        }
    }
}

/// What is longer than this, in characters, is a sentence, whatever stands in it.
const LONGEST: usize = 200;

/// Reads a text; `year` is that of a day that names none.
///
/// ```
/// use annex::check::quantity::{Said, Unclear, read};
/// let Said::Figure(found) = read("全年共完成1.2万人次。", 2024) else { panic!() };
/// assert_eq!((found.number.to_string().as_str(), found.unit.as_str()), ("1.2", "万人次"));
/// assert!(matches!(read("约50个", 2024), Said::Unclear(Unclear::About, Some(_))));
/// assert!(matches!(read("2024年12月底前", 2024), Said::Period(_)));
/// assert_eq!(read("有效促进", 2024), Said::Words);
/// ```
pub fn read(text: &str, year: i16) -> Said {
    if text.chars().nth(LONGEST).is_some() {
        return Said::Words;
    }
    let even = read::even(text);
    let even = even.trim_end_matches(['。', '.', ';', ',']);
    match period::read(even, year) {
        Some(period) => Said::Period(period),
        // A figure of the whole year says so: 截至12月底已发布38期.
        None => match period::behind_year(even, year).map(read::figure) {
            Some(figure @ Said::Figure(_)) => figure,
            _ => read::figure(text),
        },
    }
}

/// Reads one number with its operator and its unit and nothing else; `None` for anything more, a date or a sentence for example.
///
/// ```
/// use annex::check::quantity::parse;
/// let target = parse("≥95%").unwrap();
/// assert_eq!((target.number.to_string().as_str(), target.unit.as_str()), ("95", "%"));
/// assert_eq!(parse("2024年12月底"), None);
/// assert_eq!(parse("全年95%"), None);
/// assert_eq!(parse("有效促进"), None);
/// ```
pub fn parse(text: &str) -> Option<Quantity> {
    match read(text, 2000) {
        Said::Figure(found) if !found.has_words && found.sense.is_none() => Some(found),
        _ => None,
    }
}
