//! Magnitudes and units as they follow a number.

use crate::number::Number;

/// Magnitudes; the longer ones first.
const MAGNITUDES: &[(&str, i64)] = &[
    ("万亿", 1_000_000_000_000),
    ("千亿", 100_000_000_000),
    ("百亿", 10_000_000_000),
    ("十亿", 1_000_000_000),
    ("千万", 10_000_000),
    ("百万", 1_000_000),
    ("十万", 100_000),
    ("亿", 100_000_000),
    ("万", 10_000),
    ("千", 1_000),
    ("百", 100),
    ("十", 10),
];
/// Words for the yuan after a number.
const YUAN: &[&str] = &[
    "元",
    "圆",
    "块",
    "块钱",
    "元整",
    "圆整",
    "元正",
    "元人民币",
    "人民币",
    "rmb",
    "cny",
    "人民币元",
    "元(人民币)",
];
/// Words for the yuan before a number.
pub(super) const CURRENCY: &[&str] = &["人民币", "¥", "rmb", "RMB", "cny", "CNY"];
/// Words for the square metre.
pub const SQUARE_METRES: &[&str] = &[
    "㎡",
    "平方米",
    "平米",
    "平方",
    "m2",
    "m²",
    "m^2",
    "M2",
    "M²",
    "平方公尺",
];
/// Measure words of what is counted.
const COUNTERS: &[&str] = &[
    "人", "名", "个", "位", "人次", "个人", "辆", "台", "次", "套", "件", "项", "家", "户", "处",
    "座", "栋", "幢", "间", "场", "篇", "份", "期", "批", "只", "条", "所", "支", "组", "本", "册",
    "部", "张", "块", "例", "宗", "起", "头", "株", "天", "班", "届", "站", "村", "点", "对", "架",
    "艘", "床", "员", "岗", "编", "编制",
];

/// What a number counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Unit {
    None,
    Yuan,
    Percent,
    PerMille,
    SquareMetre,
    Counter,
    Point,
    Other(String),
}

impl Unit {
    /// The unit a text is.
    pub(super) fn of(text: &str) -> Unit {
        let is =
            |words: &[&str]| words.contains(&text) || words.contains(&text.to_lowercase().as_str());
        match text {
            "" => Unit::None,
            "%" => Unit::Percent,
            "‰" => Unit::PerMille,
            "分" => Unit::Point,
            _ if is(YUAN) => Unit::Yuan,
            _ if is(SQUARE_METRES) => Unit::SquareMetre,
            _ if is(COUNTERS) => Unit::Counter,
            _ => Unit::Other(text.to_owned()),
        }
    }
}

/// The magnitude a text begins with, and the rest: 10000 and 人次 for 万人次.
pub fn magnitude(text: &str) -> Option<(Number, &str)> {
    MAGNITUDES.iter().find_map(|(word, times)| {
        let rest = text.strip_prefix(word)?;
        Some((Number::from(*times), rest))
    })
}

/// Whether a text is a unit, with or without a magnitude, and nothing else.
pub(super) fn is_known(text: &str) -> bool {
    let rest = magnitude(text).map_or(text, |(_, rest)| rest);
    !text.is_empty() && !matches!(Unit::of(rest), Unit::Other(_))
}

/// How many yuan a money unit is: 10000 for 万元; `None` for a currency of another kind.
pub fn yuan(unit: &str) -> Option<Number> {
    let unit = unit.trim();
    let (times, rest) = magnitude(unit).unwrap_or((Number::ONE, unit));
    (Unit::of(rest) == Unit::Yuan).then_some(times)
}
