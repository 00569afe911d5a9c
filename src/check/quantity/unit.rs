//! Units as people write them, and what they have in common: 元/户, 元每平方米, 万人次, 场次.

use crate::number::Number;
use crate::typed::{SQUARE_METRES, magnitude};

/// Measures: names of one unit, and how many of the first unit of its kind it is, as a fraction.
const MEASURES: &[(&str, &[&str], (i64, i64))] = &[
    ("%", &["%", "百分比", "百分率", "pct"], (1, 1)),
    ("%", &["‰", "千分比"], (1, 10)),
    ("%", &["成"], (10, 1)),
    ("百分点", &["百分点", "个百分点"], (1, 1)),
    (
        "元",
        &[
            "元",
            "圆",
            "块",
            "块钱",
            "元人民币",
            "人民币",
            "人民币元",
            "元整",
            "rmb",
            "cny",
        ],
        (1, 1),
    ),
    ("米", &["米", "m", "公尺", "延米", "延长米"], (1, 1)),
    ("米", &["公里", "千米", "km", "㎞"], (1000, 1)),
    ("米", &["厘米", "公分", "cm", "㎝"], (1, 100)),
    ("米", &["毫米", "mm", "㎜"], (1, 1000)),
    // In thirds of a square metre: 15 亩 are one 公顷.
    ("㎡", SQUARE_METRES, (3, 1)),
    ("㎡", &["公顷", "hm2", "hm²", "ha"], (30_000, 1)),
    (
        "㎡",
        &["平方公里", "平方千米", "km2", "km²", "㎢"],
        (3_000_000, 1),
    ),
    ("㎡", &["亩", "市亩"], (2_000, 1)),
    (
        "m³",
        &["m³", "m3", "㎥", "立方米", "立方", "方", "m^3"],
        (1, 1),
    ),
    ("m³", &["升", "l", "公升"], (1, 1000)),
    ("m³", &["毫升", "ml"], (1, 1_000_000)),
    ("kg", &["公斤", "千克", "kg", "㎏"], (1, 1)),
    ("kg", &["吨", "t"], (1000, 1)),
    ("kg", &["斤", "市斤"], (1, 2)),
    ("kg", &["克", "g"], (1, 1000)),
    ("kg", &["毫克", "mg", "㎎"], (1, 1_000_000)),
    ("kg", &["微克", "μg", "ug", "µg"], (1, 1_000_000_000)),
    (
        "kwh",
        &[
            "kwh",
            "千瓦时",
            "度电",
            "kw·h",
            "kw.h",
            "千瓦·时",
            "千瓦小时",
        ],
        (1, 1),
    ),
    ("kwh", &["mwh", "兆瓦时", "mw·h"], (1000, 1)),
    // Of power or of warmth: what stands beside it tells.
    (DEGREE, &[DEGREE], (1, 1)),
    ("pa", &["帕", "pa", "帕斯卡"], (1, 1)),
    ("pa", &["千帕", "kpa"], (1000, 1)),
    ("pa", &["兆帕", "mpa"], (1_000_000, 1)),
    ("kw", &["kw", "千瓦"], (1, 1)),
    ("kw", &["mw", "兆瓦"], (1000, 1)),
    ("℃", &["℃", "°c", "摄氏度"], (1, 1)),
    ("秒", &["秒", "s", "秒钟"], (1, 1)),
    ("秒", &["分钟", "min"], (60, 1)),
    (
        "秒",
        &["小时", "h", "个小时", "时", "学时", "课时"],
        (3600, 1),
    ),
    (
        "秒",
        &["天", "日", "天数", "日历天", "自然日", "个自然日", "整天"],
        (86_400, 1),
    ),
    ("秒", &["周", "星期", "个星期"], (604_800, 1)),
    ("工作日", &["工作日", "个工作日"], (1, 1)),
    ("月", &["月", "个月", "个自然月"], (1, 1)),
    ("月", &["季度", "季", "个季度"], (3, 1)),
    ("月", &["年", "年度", "年期", "周年", "个年度"], (12, 1)),
    ("人天", &["人天", "人日"], (1, 1)),
    ("人月", &["人月", "人个月"], (1, 1)),
    ("亩次", &["亩次"], (1, 1)),
    ("床日", &["床日", "床天"], (1, 1)),
    ("人时", &["人时", "人小时", "人学时", "人课时"], (1, 1)),
    ("db", &["db", "分贝"], (1, 1)),
    ("分", &["分", "分值"], (1, 1)),
];
/// Measure words that count the same thing.
const COUNTERS: &[&[&str]] = &[
    &["人", "名", "位", "个人", "员", "人数", "人员", "学员"],
    &["人次", "人次数"],
    &[
        "次", "次数", "场", "场次", "期", "回", "届", "轮", "批", "批次", "班", "班次", "堂", "讲",
    ],
    &[
        "家", "户", "所", "处", "座", "栋", "幢", "间", "站", "点", "村", "社区", "单位", "户数",
        "家次", "户次", "村次",
    ],
    &[
        "台", "套", "辆", "部", "件", "架", "艘", "只", "支", "台套", "台次", "台/套",
    ],
    &["件", "起", "宗", "例", "项", "条", "单", "案"],
    &[
        "篇", "条", "份", "则", "本", "册", "卷", "部", "期", "张", "幅", "版", "个",
    ],
    &["株", "棵", "头", "只", "羽", "尾", "匹"],
    &[
        "项", "个", "门", "类", "种", "批", "组", "支", "队", "对", "段", "口", "块", "片", "根",
        "盏", "床", "岗", "粒", "车", "趟", "航次", "笔", "包", "袋", "箱", "瓶", "桶", "道", "级",
        "页", "剂", "路", "孔", "眼", "枚", "款",
    ],
];
/// The measure word that may stand for any other.
const ANY: &str = "个";
/// 度, which is 千瓦时 beside 千瓦时 and ℃ beside ℃.
const DEGREE: &str = "度";
/// What a [`DEGREE`] may be.
const DEGREES: &[&str] = &["kwh", "℃"];
/// Signs between two units that are multiplied.
const TIMES: &[char] = &['*', '·', '×', '•', '∙', '⋅', '・'];
/// The most characters of one part of a unit; what is longer is a sentence.
const LONGEST_PART: usize = 8;

/// What a unit counts, and how many of it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Part {
    /// 10000 for 万人次.
    times: Number,
    base: Base,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Base {
    /// Nothing but a magnitude.
    None,
    /// By the name of the first unit of its kind.
    Measure(&'static str),
    /// A measure word, and what it counts: 个 and 行政村.
    Counter(&'static str, String),
    /// As it is written.
    Other(String),
}

impl Base {
    fn of(text: &str) -> (Base, Number) {
        if text.is_empty() {
            return (Base::None, Number::ONE);
        }
        let measure = MEASURES.iter().find(|(_, names, _)| names.contains(&text));
        if let Some((kind, _, (over, under))) = measure {
            let times = Number::from(*over).div(Number::from(*under));
            return (Base::Measure(kind), times.unwrap_or(Number::ONE));
        }
        let words = COUNTERS.iter().flat_map(|group| group.iter());
        let counter = words
            .filter(|word| text.starts_with(**word))
            .max_by_key(|word| word.len());
        let base = match counter {
            Some(word) => Base::Counter(word, text[word.len()..].to_owned()),
            None => Base::Other(text.to_owned()),
        };
        (base, Number::ONE)
    }

    /// Whether two count the same; one that is left out may be any.
    fn fits(&self, other: &Base) -> bool {
        match (self, other) {
            (Base::Counter(one, what), Base::Counter(other, that)) => {
                let together = |group: &&[&str]| group.contains(one) && group.contains(other);
                let alike =
                    one == other || COUNTERS.iter().any(together) || [one, other].contains(&&ANY);
                // 行政村 are 村.
                let is_kind = |one: &str, other: &str| one.ends_with(other);
                alike && (is_kind(what, that) || is_kind(that, what))
            }
            (Base::Measure(one), Base::Measure(other)) => {
                let may_be = |one: &str, other: &str| one == DEGREE && DEGREES.contains(&other);
                one == other || may_be(one, other) || may_be(other, one)
            }
            (one, other) => one == other,
        }
    }
}

/// The magnitude a unit begins with, and the rest; 千瓦时, 千米 and 百分点 begin with none.
pub(super) fn scale(unit: &str) -> Option<(Number, &str)> {
    magnitude(unit).filter(|_| !matches!(Base::of(&unit.to_lowercase()).0, Base::Measure(_)))
}

/// A unit that was typed twice, once: %%, 个个.
fn undoubled(text: &str) -> &str {
    let half = text.get(..text.len() / 2).unwrap_or(text);
    let is_twice = !half.is_empty() && text.strip_prefix(half) == Some(half);
    if is_twice && !matches!(Part::of(half).base, Base::Other(_)) {
        half
    } else {
        text
    }
}

impl Part {
    fn of(text: &str) -> Part {
        let (times, (base, of_base)) = match scale(text) {
            Some((times, rest)) => (times, Base::of(rest)),
            None => (Number::ONE, Base::of(text)),
        };
        Part {
            times: times.mul(of_base).unwrap_or(times),
            base,
        }
    }
}

/// A unit taken apart: 元/人·月 is 元 per 人 and 月.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unit {
    part: Part,
    per: Vec<Part>,
}

/// What two figures with their units come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fit {
    /// The second figure is in the unit of the first once it is multiplied by the first of these and divided by the other.
    Times(Number, Number),
    /// They may be in the same unit or not: 12次 against 1次/月.
    Unclear,
    /// They count different things.
    Differ,
}

impl Unit {
    pub(super) fn of(text: &str) -> Unit {
        let even: String = text
            .to_lowercase()
            .replace(['(', ')'], "")
            .replace("每", "/");
        let even = undoubled(&even);
        // kW·h is one unit, and not two.
        let is_one = MEASURES.iter().any(|(_, names, _)| names.contains(&even));
        // So is 人·次, and 人/次 as well; of 元·人 nothing is made.
        let (head, per) = even.split_once('/').unwrap_or((even, ""));
        let joined = match even {
            "人/次" => Some("人次".to_owned()),
            _ => Some(head.replace(TIMES, ""))
                .filter(|_| !is_one && is_joined(head))
                .map(|joined| format!("{joined}/{per}")),
        };
        let even = joined.as_deref().unwrap_or(even);
        let between = |c: char| !is_one && (c == '/' || TIMES.contains(&c));
        let mut parts = even.split(between);
        let part = Part::of(parts.next().unwrap_or_default());
        let mut names: Vec<String> = Vec::new();
        for name in parts.filter(|name| !name.is_empty()) {
            let letters: Vec<char> = name.chars().collect();
            // 人月, 户年: two units without a sign between them.
            match letters.as_slice() {
                [one, two @ ('月' | '年' | '天' | '日')] if *one != '个' && !one.is_numeric() =>
                {
                    names.extend([one.to_string(), two.to_string()]);
                }
                _ => names.push(name.to_owned()),
            }
        }
        names.sort();
        Unit {
            part,
            per: names.iter().map(|name| Part::of(name)).collect(),
        }
    }

    /// Whether it is a share: % or ‰, of whatever.
    pub(super) fn is_share(&self) -> bool {
        self.part.base == Base::Measure("%")
    }

    /// Whether time is measured: 天, 小时, 个月.
    pub(super) fn is_time(&self) -> bool {
        self.per.is_empty() && matches!(self.part.base, Base::Measure("秒" | "工作日" | "月"))
    }

    /// Whether it is a unit annex knows, or none.
    pub(super) fn is_known(&self) -> bool {
        !matches!(self.part.base, Base::Other(_))
    }

    /// Whether it is a unit that a number in words may have: one annex knows, with a noun only where it cannot be another word.
    pub(super) fn is_plain(&self) -> bool {
        match &self.part.base {
            Base::Counter(word, what) => {
                let is_noun = ["个", "家", "名", "场"].contains(word) && what.chars().count() <= 4;
                what.is_empty() || is_noun && !what.contains(|c: char| c.is_ascii_digit())
            }
            Base::Measure(_) => true,
            Base::None | Base::Other(_) => false,
        }
    }

    /// Whether it is a unit annex knows, without a noun.
    pub(super) fn is_bare(&self) -> bool {
        match &self.part.base {
            Base::Counter(_, what) => what.is_empty(),
            Base::Measure(_) => true,
            Base::None | Base::Other(_) => false,
        }
    }

    /// Whether each of its parts is short enough for a unit.
    pub(super) fn is_short(&self) -> bool {
        let short = |part: &Part| match &part.base {
            Base::Other(text) => text.chars().count() <= LONGEST_PART - 2,
            Base::Counter(_, what) => what.chars().count() <= LONGEST_PART,
            _ => true,
        };
        short(&self.part) && self.per.iter().all(short)
    }

    /// How a figure in another unit is brought into this one.
    pub(super) fn fit(&self, other: &Unit) -> Fit {
        if !self.part.base.fits(&other.part.base) {
            let is_span = |unit: &Unit| unit.is_time();
            return if is_span(self) && is_span(other) {
                Fit::Unclear
            } else {
                Fit::Differ
            };
        }
        let (mut over, mut under) = (Some(other.part.times), Some(self.part.times));
        let (mine, its) = (self.per.as_slice(), other.per.as_slice());
        if mine.len() == its.len() {
            for (mine, its) in mine.iter().zip(its) {
                if !mine.base.fits(&its.base) {
                    return Fit::Differ;
                }
                over = over.and_then(|over| over.mul(mine.times));
                under = under.and_then(|under| under.mul(its.times));
            }
        } else {
            let (fewer, more) = if mine.len() < its.len() {
                (mine, its)
            } else {
                (its, mine)
            };
            if !fewer.iter().all(|part| more.contains(part)) {
                return Fit::Differ;
            }
            // A year is what a return is about; a month is not.
            let of_time = |part: &&Part| matches!(part.base, Base::Measure("秒" | "月"));
            let mut others = more.iter().filter(|part| !fewer.contains(part));
            let year = Number::from(12);
            if others.any(|part| of_time(&part) && part.times != year) {
                return Fit::Unclear;
            }
        }
        match (over, under) {
            (Some(over), Some(under)) => Fit::Times(over, under),
            _ => Fit::Differ,
        }
    }
}

/// Whether units that are multiplied are one that people count in: 人·次, 架·次, 人·天, 台·套, 亩·次.
fn is_joined(text: &str) -> bool {
    const LAST: &[&str] = &[
        "次", "套", "份", "班", "天", "日", "月", "年", "时", "小时", "学时", "课时",
    ];
    let Some((one, last)) = text.split_once(TIMES) else {
        return false;
    };
    let base = Part::of(one).base;
    LAST.contains(&last) && matches!(base, Base::Counter(..) | Base::Measure("㎡" | "米"))
}
