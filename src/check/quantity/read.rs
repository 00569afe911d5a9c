//! What one text says: a figure, a figure with several meanings, or none.

use super::unit::Unit;
use super::{Quantity, Said, Sense, Unclear};
use crate::number::Number;
use crate::template::{self, Direction};
use crate::typed::{self, Why};

/// Words before a figure that say nothing of it.
const BEFORE: &[&str] = &[
    "全年共",
    "全年",
    "本年度",
    "本年",
    "年度",
    "年内",
    "当年",
    "全市",
    "全县",
    "全区",
    "全省",
    "共计",
    "总计",
    "合计",
    "累计",
    "共有",
    "共",
    "总共",
    "已经",
    "已全部",
    "已",
    "均已",
    "均",
    "都",
    "实际完成",
    "实际",
    "完成率",
    "完成",
    "实现",
    "达成",
    "为",
    "是",
    "有",
    "约为",
    "保持在",
    "保持",
    "维持在",
    "目标值",
    "目标",
    "计划",
    "控制",
    "完成值",
    "实际值",
    "年末",
    "总数",
    "同比",
    "较上年",
    "比上年",
    "较去年",
    "比去年",
    "环比",
    "年均",
    "平均",
    "人均",
    "每次",
    ":",
];
/// Words behind a figure and its unit that say nothing of it.
const AFTER: &[&str] = &[
    "已完成",
    "已全部完成",
    "全部完成",
    "均完成",
    "完成",
    "达标",
    "已达标",
    "目标",
    "到场",
    "到达",
    "送达",
    "响应",
    "办结",
    "答复",
    "回复",
    "受理",
    "修复",
];
/// Words beside a figure that is not exact.
const ABOUT_BEFORE: &[&str] = &[
    "大约", "约为", "约", "将近", "接近", "近", "大概", "估计", "预计",
];
const ABOUT_AFTER: &[&str] = &["左右", "上下", "不等"];
/// Signs and words right behind the digits of such a figure: 50多, 二十余.
const ODD: &[char] = &['多', '余', '来', '几', '数'];
/// Words that say in which direction something changed.
pub(super) const CHANGES: &[(&str, Sense)] = &[
    ("增长率", Sense::Up),
    ("增长", Sense::Up),
    ("增加", Sense::Up),
    ("增幅", Sense::Up),
    ("提高", Sense::Up),
    ("提升", Sense::Up),
    ("上升", Sense::Up),
    ("上涨", Sense::Up),
    ("增收", Sense::Up),
    ("新增", Sense::Up),
    ("下降率", Sense::Down),
    ("下降", Sense::Down),
    ("降低", Sense::Down),
    ("减少", Sense::Down),
    ("降幅", Sense::Down),
    ("压减", Sense::Down),
    ("缩短", Sense::Down),
    ("削减", Sense::Down),
    ("节约", Sense::Down),
    ("节省", Sense::Down),
    ("压缩", Sense::Down),
    ("压降", Sense::Down),
    ("下调", Sense::Down),
    ("精简", Sense::Down),
    ("↓", Sense::Down),
    ("↑", Sense::Up),
];
/// Words before a figure that is the new level, and which levels are meant.
const LEVELS: &[(&str, Direction)] = &[
    ("降至", Direction::AtMost),
    ("降到", Direction::AtMost),
    ("压降至", Direction::AtMost),
    ("压降到", Direction::AtMost),
    ("压至", Direction::AtMost),
    ("压到", Direction::AtMost),
    ("控制到", Direction::AtMost),
    ("控制至", Direction::AtMost),
    ("提至", Direction::AtLeast),
    ("增至", Direction::AtLeast),
    ("升至", Direction::AtLeast),
];
/// After these a figure is the new level and not the change: 下降到5%.
const TO: &[&str] = &["到", "至", "为"];
/// What stands between the ends of a range.
const BETWEEN: &[char] = &['-', '~', '至', '到', '—', '–', '〜', '∼'];
/// Signs that part clauses.
const STOPS: &[char] = &[',', ';', ':', '、', '。', '!', '\n'];
/// Words in front of a figure that make it a difference, or something else than what was asked.
const OTHERWISE: &[&str] = &[
    "比目标",
    "比计划",
    "比年初",
    "较目标",
    "较计划",
    "相差",
    "还差",
    "仅差",
    "少于目标",
    "未完成",
    "未达",
    "未能",
    "未开展",
    "未实施",
    "尚未",
    "没有",
    "不足",
    "剩余",
    "其余",
    "另有",
    "另外",
    "若干",
    "如果",
];
/// Words of so much more than was asked, unless a stop parts them from the figure: 超额完成20次, 超目标20次, 比计划多20次.
const EXCESS: &[&str] = &[
    "超",
    "比目标多",
    "比计划多",
    "较目标多",
    "较计划多",
    "比目标增加",
    "比计划增加",
    "多完成",
];
/// Brackets and quotation marks that people put around a figure or its unit, the opening ones first.
pub(super) const BRACKETS: &[char] = &[
    '【', '】', '[', ']', '「', '」', '『', '』', '〖', '〗', '《', '》', '〈', '〉', '{', '}',
    '〔', '〕', '“', '”', '‘', '’',
];
/// Signs of a figure between brackets.
const FIGURES: &[char] = &['.', ',', '%', '‰', '-', '≥', '≤', '>', '<', '='];
/// The same, right in front of it: 第3名, 前10名.
const PLACED: &[char] = &[
    '第', '前', '每', '少', '多', '差', '缺', '超', '近', '隔', '逢', '未', '没', '不', '无', '尚',
];
/// Words behind a stop that begin a remark, whatever figures are in it: 3.5万亩，其中水稻2万亩.
const REMARKS: &[&str] = &[
    "其中",
    "含",
    "包括",
    "包含",
    "同比",
    "环比",
    "比",
    "较",
    "高于",
    "低于",
    "超",
    "完成率",
    "完成目标",
    "完成计划",
    "达到目标",
    "占",
    "提前",
    "增长",
    "增加",
    "提高",
    "下降",
    "减少",
    "降低",
    "节约",
    "为目标",
    "为计划",
];
/// Halves in words, and the figures they are.
const HALVES: &[(&str, &str)] = &[
    ("半年", "6个月"),
    ("半个月", "0.5个月"),
    ("半天", "0.5天"),
    ("半小时", "30分钟"),
    ("半个小时", "30分钟"),
];
/// The most characters that may name what a figure counts.
const LONGEST_NAME: usize = 14;

/// Reads a text. Periods are told apart before.
pub(super) fn figure(text: &str) -> Said {
    read(text, false)
}

/// Reads a text that may be nothing but a number in words, 二十: a figure if another one stands beside it.
pub(super) fn figure_in_words(text: &str) -> Said {
    read(text, true)
}

fn read(text: &str, may_be_bare: bool) -> Said {
    if holds_several(text) {
        return Said::Unclear(Unclear::Several, None);
    }
    let even = folded(text);
    let even = even
        .trim_matches(['“', '”', '"', '\'', '‘', '’', '「', '」'])
        .trim_end_matches(['。', '.', ';', ',', '、', '!']);
    // 每月10日前 is when, and not how many.
    if even.starts_with('每') && even.ends_with('前') {
        return Said::Words;
    }
    if is_vague(even) {
        return Said::Unclear(Unclear::About, None);
    }
    let mut frame = Frame {
        may_be_bare,
        ..Frame::default()
    };
    let rest = frame.remarks(even);
    // The longest text that begins with a figure: what stands before names it.
    let starts = rest.char_indices().map(|(at, _)| at);
    for at in starts.take(LONGEST_NAME + 1) {
        let mut inner = frame.clone();
        let Some(body) = inner.front(&rest[at..]) else {
            continue;
        };
        let named = &rest[..at];
        let clause = named.rsplit(STOPS).next().unwrap_or_default();
        let is_excess = clause.contains("超额") || EXCESS.iter().any(|word| named.ends_with(word));
        let is_other = !is_excess
            && (OTHERWISE.iter().any(|word| named.contains(word))
                || named.ends_with(PLACED)
                || named.contains(STOPS) && !named.ends_with([':', ',']));
        let has_digits = body.contains(|c: char| c.is_ascii_digit());
        if is_other || at > 0 && !has_digits && !is_plain_in_words(body) {
            return Said::Words;
        }
        if named.ends_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-')) {
            return Said::Words;
        }
        inner.is_named = at > 0 && !is_excess;
        // 超100次 is more than so many, 超目标20次 so many more.
        if named.ends_with('超') && body.len() == rest[at..].len() {
            inner.limit(Direction::AtLeast);
            return inner.body(body);
        }
        return match inner.body(body) {
            Said::Figure(figure) if is_excess => Said::Unclear(Unclear::Excess, Some(figure)),
            said => said,
        };
    }
    Said::Words
}

/// What stands around a number.
#[derive(Debug, Clone, Default)]
struct Frame {
    direction: Option<Direction>,
    is_limit: bool,
    is_about: bool,
    sense: Option<Sense>,
    /// 百分之 before the number.
    share: Option<&'static str>,
    /// 每人每月 before the number.
    per: String,
    /// A unit in brackets behind the number.
    unit: String,
    has_words: bool,
    is_named: bool,
    /// Whether a number in words needs no unit.
    may_be_bare: bool,
}

impl Frame {
    /// Takes the remarks in brackets off the end of a text.
    fn remarks<'t>(&mut self, text: &'t str) -> &'t str {
        let mut text = text;
        while let Some(inner) = text.strip_suffix(')') {
            let Some(open) = inner.rfind('(') else { break };
            let (head, remark) = (&inner[..open], &inner[open + 1..]);
            // 元/(人*月) is a unit.
            if head.is_empty() || head.ends_with(['/', '*']) || remark == "含" && head.is_empty() {
                break;
            }
            if Unit::of(remark).is_known() && !remark.contains(|c: char| c.is_ascii_digit()) {
                self.unit = remark.to_owned();
            } else if let Some((direction, _)) =
                Direction::after(remark).filter(|(_, rest)| rest.is_empty())
            {
                self.limit(direction);
            } else if ABOUT_BEFORE.iter().any(|word| remark.starts_with(word)) {
                self.is_about = true;
            }
            self.has_words |= remark != "含" && self.unit.is_empty();
            text = head;
        }
        text
    }

    fn limit(&mut self, direction: Direction) {
        self.direction = self.direction.or(Some(direction));
        self.is_limit = true;
    }

    /// Takes off what stands before a number; `None` where no number comes.
    fn front<'t>(&mut self, text: &'t str) -> Option<&'t str> {
        let mut rest = text;
        loop {
            let longest = |words: &'static [&'static str], rest: &str| {
                let fitting = words.iter().filter(|word| rest.starts_with(**word));
                fitting.max_by_key(|word| word.len()).copied()
            };
            let about = longest(ABOUT_BEFORE, rest);
            let filler = longest(BEFORE, rest);
            if let Some(operator) = Direction::before(rest)
                && operator.rest.len() < rest.len()
            {
                if self
                    .direction
                    .is_some_and(|known| known != operator.direction)
                {
                    return None;
                }
                self.direction = Some(operator.direction);
                self.is_limit |= operator.is_limit;
                rest = operator.rest;
            } else if let Some(share) = [("百分之", "%"), ("千分之", "‰")]
                .iter()
                .find(|(word, _)| rest.starts_with(word))
            {
                self.share = Some(share.1);
                rest = &rest[share.0.len()..];
            } else if let Some(word) = about {
                self.is_about = true;
                rest = &rest[word.len()..];
            } else if let Some((word, direction)) =
                LEVELS.iter().find(|(word, _)| rest.starts_with(word))
            {
                rest = &rest[word.len()..];
                self.has_words = true;
                self.direction = self.direction.or(Some(*direction));
            } else if let Some((word, sense)) =
                CHANGES.iter().find(|(word, _)| rest.starts_with(word))
            {
                rest = &rest[word.len()..];
                self.has_words = true;
                match TO.iter().find_map(|to| rest.strip_prefix(to)) {
                    Some(after) => {
                        rest = after;
                        let level = match sense {
                            Sense::Up => Direction::AtLeast,
                            Sense::Down => Direction::AtMost,
                        };
                        self.direction = self.direction.or(Some(level));
                    }
                    None => self.sense = Some(*sense),
                }
            } else if let Some(word) = filler {
                self.has_words = true;
                rest = &rest[word.len()..];
            } else if let Some(after) = self.each(rest) {
                rest = after;
            } else {
                break;
            }
        }
        let bare = rest.strip_prefix(['-', '+', '¥']).unwrap_or(rest);
        let begins = |c: char| c.is_ascii_digit();
        let in_words = || {
            let found = typed::leading(bare).filter(|found| found.in_words);
            // Of a number in words its unit has to be known: 一般 and 万元 are none.
            found.is_some_and(|found| {
                let unit = Direction::after(found.rest).map_or(found.rest, |(_, before)| before);
                let unit = unit.split(STOPS).next().unwrap_or_default();
                let unit = unit.strip_prefix(ODD).unwrap_or(unit);
                let is_unit = |unit: &str| !unit.is_empty() && Unit::of(unit).is_plain();
                self.share.is_some() || is_unit(unit) || self.may_be_bare && unit.is_empty()
            })
        };
        (bare.starts_with(begins) || in_words() || self.share.is_some() && bare.starts_with('百'))
            .then_some(rest)
    }

    /// 每人每月 before a number says of what its unit is.
    fn each<'t>(&mut self, text: &'t str) -> Option<&'t str> {
        let after = text.strip_prefix('每')?;
        let end = after
            .find(|c: char| c.is_ascii_digit() || matches!(c, '每' | '≥' | '≤' | '不' | '达'))?;
        let name = &after[..end];
        if name.is_empty() || name.chars().count() > 4 {
            return None;
        }
        self.per.push('/');
        self.per.push_str(name);
        self.has_words = true;
        Some(&after[end..])
    }

    /// Reads a text that begins with a number.
    fn body(mut self, text: &str) -> Said {
        let text = text.strip_prefix('¥').unwrap_or(text);
        let negative = text.starts_with('-');
        let text = text.strip_prefix(['-', '+']).unwrap_or(text);
        let hundred = self.share.is_some() && text.starts_with('百');
        let (number, rest, in_words) = if hundred {
            (Number::HUNDRED, &text['百'.len_utf8()..], true)
        } else {
            match typed::leading(text) {
                Some(found) => match found.number {
                    Ok(number) => (number, found.rest, found.in_words),
                    Err(Why::Spoken) => return Said::Unclear(Unclear::About, None),
                    Err(_) => return Said::Unclear(Unclear::Separators, None),
                },
                None => return Said::Words,
            }
        };
        let number = if negative { number.neg() } else { number };
        if let Some(unclear) = self.goes_on(number, rest, in_words) {
            return unclear;
        }
        let mut rest = rest;
        if let Some(after) = rest.strip_prefix(ODD) {
            self.is_about = true;
            rest = after;
        } else if let Some((_, after)) = typed::magnitude(rest)
            && let Some(after) = after.strip_prefix(ODD)
        {
            let magnitude = rest.len() - after.len() - '多'.len_utf8();
            let unit = format!("{}{after}", &rest[..magnitude]);
            self.is_about = true;
            return self.unit(number, &unit);
        }
        self.unit(number, rest)
    }

    /// What makes a number one of several, or a part of something else.
    fn goes_on(&self, number: Number, rest: &str, in_words: bool) -> Option<Said> {
        let digit = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
        let between = rest.char_indices().find(|(_, c)| BETWEEN.contains(c));
        if let Some((at, _)) = between.filter(|_| !in_words) {
            let after = rest[at..].trim_start_matches(BETWEEN);
            let unit = &rest[..at];
            let has_digits = unit.contains(|c: char| c.is_ascii_digit());
            if digit(after) && !has_digits && Unit::of(unit).is_short() {
                let upper = Frame {
                    per: self.per.clone(),
                    ..Frame::default()
                };
                let upper = match upper.body(after) {
                    Said::Figure(upper) if upper.direction.is_none() => upper,
                    _ => return Some(Said::Unclear(Unclear::Range, None)),
                };
                let unit = if unit.is_empty() {
                    upper.unit.clone()
                } else {
                    unit.to_owned()
                };
                let lower = Quantity {
                    number,
                    unit,
                    ..upper.clone()
                };
                let is_plain = self.direction.is_none() && !self.is_about;
                let range = is_plain.then_some((lower, upper));
                return Some(match range {
                    Some((lower, upper)) => Said::Range(lower, upper),
                    None => Said::Unclear(Unclear::Range, None),
                });
            }
        }
        if let Some(after) = rest.strip_prefix('/').filter(|after| digit(after)) {
            let tail = after.trim_start_matches(|c: char| c.is_ascii_digit());
            // 15/10万 is a rate, 3/4 a fraction.
            if !tail.starts_with(['万', '千', '百', '亿', '十']) {
                return Some(Said::Unclear(Unclear::Fraction, None));
            }
        }
        if rest.strip_prefix([':', '比']).is_some_and(digit) {
            return Some(Said::Unclear(Unclear::Fraction, None));
        }
        let plus = rest.starts_with('+') || rest.ends_with('+');
        plus.then(|| Said::Unclear(Unclear::Plus, self.quantity(number, rest.trim_matches('+'))))
    }

    /// Reads the unit behind a number, and what follows it.
    fn unit(mut self, number: Number, rest: &str) -> Said {
        let mut rest = rest;
        // Behind a stop is a remark, unless there is another figure.
        if let Some(at) = rest.find(STOPS) {
            let remark = rest[at..].trim_start_matches(STOPS);
            let is_remark = REMARKS.iter().any(|word| remark.starts_with(word));
            if !is_remark && remark.contains(|c: char| c.is_ascii_digit()) {
                return Said::Unclear(Unclear::Several, None);
            }
            if rest[at..].contains(['未', '不', '没', '仅', '差']) {
                return Said::Words;
            }
            self.has_words = true;
            rest = &rest[..at];
        }
        loop {
            let end = |words: &'static [&'static str]| {
                let fitting = words.iter().filter_map(|word| rest.strip_suffix(word));
                fitting.min_by_key(|rest| rest.len())
            };
            if let Some(before) = end(ABOUT_AFTER) {
                self.is_about = true;
                rest = before;
            } else if let Some((direction, before)) = Direction::after(rest) {
                if self.direction.is_some_and(|known| known != direction) {
                    return Said::Words;
                }
                self.limit(direction);
                rest = before;
            } else if let Some((before, sense)) = [('↓', Sense::Down), ('↑', Sense::Up)]
                .iter()
                .find_map(|(sign, sense)| Some((rest.strip_suffix(*sign)?, *sense)))
            {
                self.sense = self.sense.or(Some(sense));
                rest = before;
            } else if let Some(before) = end(AFTER).or_else(|| rest.strip_suffix("(含)")) {
                self.has_words = true;
                rest = before;
            } else if let Some(before) = rest
                .strip_suffix('内')
                .filter(|before| Unit::of(before).is_bare())
            {
                self.limit(Direction::AtMost);
                rest = before;
            } else {
                break;
            }
        }
        let before_digits = with_signs(rest);
        if before_digits.contains(|c: char| c.is_ascii_digit()) && !is_rate(rest) {
            return Said::Unclear(Unclear::Several, None);
        }
        match self.quantity(number, rest) {
            None => Said::Words,
            Some(quantity) if self.is_about => Said::Unclear(Unclear::About, Some(quantity)),
            Some(quantity) => Said::Figure(quantity),
        }
    }

    fn quantity(&self, number: Number, unit: &str) -> Option<Quantity> {
        let unit = match (unit, self.share) {
            ("", Some(share)) => share,
            ("", None) => self.unit.as_str(),
            (unit, _) => unit,
        };
        let unit = format!("{unit}{}", self.per);
        let parsed = Unit::of(&unit);
        let is_denied = unit.contains(['未', '没', '不']);
        let is_unit = parsed.is_short() && (!self.is_named || parsed.is_known()) && !is_denied;
        is_unit.then(|| Quantity {
            direction: self.direction,
            is_limit: self.is_limit,
            sense: self.sense,
            has_words: self.has_words || self.is_named || self.share.is_some(),
            number,
            unit,
        })
    }
}

/// A text as operators are looked for in it, without brackets around a figure or its unit: 【12】个, 12「个」. Other brackets are round.
pub(super) fn even(text: &str) -> String {
    let even = template::even(text);
    let Some((at, open)) = even
        .char_indices()
        .find(|(_, c)| BRACKETS.iter().step_by(2).any(|open| open == c))
    else {
        return even;
    };
    let close = BRACKETS.windows(2).find(|pair| pair[0] == open);
    let inside = at + open.len_utf8();
    let Some((length, close)) =
        close.and_then(|pair| Some((even[inside..].find(pair[1])?, pair[1])))
    else {
        return even;
    };
    let (head, content, tail) = (
        &even[..at],
        &even[inside..inside + length],
        self::even(&even[inside + length + close.len_utf8()..]),
    );
    let is_figure = content.contains(|c: char| c.is_ascii_digit())
        && content
            .chars()
            .all(|c| c.is_ascii_digit() || FIGURES.contains(&c));
    let is_first = !head.contains(|c: char| c.is_ascii_digit())
        && content.contains(|c: char| c.is_ascii_digit())
        && open != '《';
    let is_unit = head.ends_with(|c: char| c.is_ascii_digit()) && Unit::of(content).is_known();
    let is_all = head.is_empty() && tail.is_empty();
    let is_quoted = matches!(open, '“' | '‘');
    if is_figure || is_unit || !is_quoted && (is_all || is_first) {
        format!("{head}{content}{tail}")
    } else if is_quoted {
        format!("{head}{open}{content}{close}{tail}")
    } else {
        format!("{head}({content}){tail}")
    }
}

/// Whether a number in words with a measure word and nothing else stands here: 十二次, but not 一次性.
fn is_plain_in_words(text: &str) -> bool {
    let found = typed::leading(text).filter(|found| found.in_words);
    found.is_some_and(|found| {
        let unit = AFTER.iter().find_map(|word| found.rest.strip_suffix(word));
        let unit = unit.unwrap_or(found.rest);
        !unit.is_empty()
            && Unit::of(unit).is_bare()
            && found
                .number
                .map_or_else(|why| why == Why::Spoken, |number| number > Number::ONE)
    })
}

/// Whether a text says nothing but some hundreds: 数百人, 近千户, 上万亩.
fn is_vague(text: &str) -> bool {
    const MANY: &[char] = &['十', '百', '千', '万', '亿'];
    let Some((at, some)) = text.char_indices().find(|(at, c)| {
        matches!(c, '数' | '几' | '上' | '近' | '成') && text[at + c.len_utf8()..].starts_with(MANY)
    }) else {
        return false;
    };
    let (head, unit) = (
        &text[..at],
        text[at + some.len_utf8()..].trim_start_matches(MANY),
    );
    let is_number_of = head.ends_with([
        '次', '人', '户', '件', '个', '总', '份', '点', '以', '项', '场',
    ]);
    !is_number_of
        && !text.contains(|c: char| c.is_ascii_digit())
        && head.chars().count() <= LONGEST_NAME
        && !unit.is_empty()
        && Unit::of(unit).is_bare()
}

/// A place among others: 第3名, 全省前10位, 位居第二.
pub(super) fn rank(text: &str) -> Option<Quantity> {
    let even = even(text);
    let even = even.trim_end_matches(['。', '.', ';', ',']);
    let at = even.rfind(['第', '前'])?;
    let (head, placed) = (&even[..at], &even[at..]);
    let is_plain = head.chars().count() <= LONGEST_NAME
        && !head.contains(|c: char| c.is_ascii_digit() || matches!(c, '未' | '不' | '没'));
    let found = typed::leading(placed.trim_start_matches(['第', '前'])).filter(|_| is_plain)?;
    let unit = found.rest.trim_end_matches("以内").trim_end_matches('内');
    let is_rank = matches!(unit, "" | "名" | "位" | "名次" | "位次" | "强");
    Some(Quantity {
        direction: Some(Direction::AtMost),
        is_limit: false,
        sense: None,
        has_words: true,
        number: found.number.ok().filter(|_| is_rank)?,
        unit: "名".to_owned(),
    })
}

/// A text without blanks, with one sign for each meaning.
fn folded(text: &str) -> String {
    let even = even(text);
    let mut chars = even.chars().peekable();
    let mut folded = String::with_capacity(even.len());
    while let Some(c) = chars.next() {
        folded.push(match c {
            '−' | '‐' | '‑' | '‒' => '-',
            '￥' => '¥',
            // What a Chinese keyboard types for the point.
            '。' if folded.ends_with(|c: char| c.is_ascii_digit())
                && chars.peek().is_some_and(char::is_ascii_digit) =>
            {
                '.'
            }
            other => typed::plain_magnitude(other),
        });
    }
    for (half, figure) in HALVES {
        let is_whole =
            |head: &str| head.is_empty() || head.ends_with(|c: char| !c.is_alphanumeric());
        if let Some((head, tail)) = folded.split_once(half)
            && is_whole(head)
        {
            return format!("{head}{figure}{tail}");
        }
    }
    folded
}

/// Whether a blank or a line break stands between two numbers, and not between thousands.
fn holds_several(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.windows(2).any(|pair| {
        let [one, two] = pair else { return false };
        let head = two.find(|c: char| !c.is_ascii_digit()).unwrap_or(two.len());
        one.ends_with(|c: char| c.is_ascii_digit()) && head > 0 && head != 3
    })
}

/// A unit whose digits belong to it: m2, km2, m3.
fn with_signs(unit: &str) -> String {
    let lower = unit.to_lowercase();
    lower
        .replace("m^2", "㎡")
        .replace("m2", "㎡")
        .replace("m^3", "m³")
        .replace("m3", "m³")
        .replace("co2", "co")
        .replace("pm2.5", "pm")
        .replace("pm10", "pm")
}

/// 例/10万, 元/100公里: of so many.
fn is_rate(unit: &str) -> bool {
    unit.split_once('/').is_some_and(|(count, of)| {
        let tail = of.trim_start_matches(|c: char| c.is_ascii_digit());
        let has_digit = |text: &str| text.contains(|c: char| c.is_ascii_digit());
        !has_digit(count) && tail.len() < of.len() && !tail.is_empty() && !has_digit(tail)
    })
}
