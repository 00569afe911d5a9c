//! Days, months and quarters by which something is to be done: 2023年9月, 12月底前, 第三季度.

use jiff::civil::Date;

use crate::date;
use crate::typed;

/// The days in which something was done, or by which it has to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// The first of them.
    pub first: Date,
    /// The last of them.
    pub last: Date,
}

/// Words before a day that say nothing of it.
const BEFORE: &[&str] = &[
    "完成时间",
    "时间",
    "截止时间",
    "截止到",
    "截止",
    "截至到",
    "截至",
    "已于",
    "于",
    "在",
    "预计",
    "计划",
    "实际",
    "已在",
    "不迟于",
    "不晚于",
    "早于",
    "≤",
    "<=",
    "<",
    "=",
    "完成于",
    "为",
    ":",
    "本年度",
    "年度内",
    "自",
    "已",
    "均已",
    "均于",
    "已完成",
    "完成",
    ",",
    "按计划于",
    "按计划",
    "按期于",
    "按时于",
    "如期于",
    "提前",
    "截止日期",
    "完成日期",
    "最迟",
    "最晚",
    "确保",
    "力争",
    "争取",
    "拟",
    "应于",
    "须于",
    "需",
    "约",
];
/// Words right before a day, whatever stands before them: 项目已于12月.
const AT: &[&str] = &[
    "于", "在", "至", "到", "计划", "安排", "要求", "节点", "进度", "时限",
];
/// Words of what was done, among others behind a day: 12月完成全部设备安装.
const DONE: &[&str] = &[
    "完成", "完工", "竣工", "验收", "建成", "投用", "使用", "运行", "开工", "上线", "交付", "发放",
    "兑现", "启动", "开通", "举办", "移交", "印发", "出台", "拨付", "支付", "报送", "提交", "开放",
    "发布", "办结", "落实", "结束", "通车", "通水", "供水", "供电", "下达", "签订", "挂网",
];
/// Words that make of a day another thing than when all was done.
const NOT: &[&str] = &[
    "未", "不", "没", "尚", "仅", "差", "缓", "滞", "率", "累计", "龄", "月均", "部分", "延期",
    "推迟", "拖",
];
/// The most characters of what was done, and of what stands before a day.
const LONGEST: usize = 16;
/// Words behind a day: whether something has to be done before its end or has been done by then comes to the same.
const AFTER: &[&str] = &[
    "之前",
    "以前",
    "前",
    "之内",
    "以内",
    "内",
    "底",
    "末",
    "份",
    "止",
    "已",
    "全部",
    "全面",
    "完成",
    "完工",
    "竣工",
    "结束",
    "验收",
    "建成",
    "投入使用",
    "开工",
    "到位",
    "上线",
    "交付",
    "发放",
    "完毕",
    "兑现",
    "实施",
    "启动",
    "通过",
    "按时",
    "按期",
    "如期",
    "召开",
    "开通",
    "举办",
    "并",
    "且",
    "已经",
    "均已",
    "顺利",
    "正式",
    "投用",
    "运行",
    "移交",
    "办结",
    "印发",
    "报送",
    "拨付",
    "落实",
    "项目",
    "了",
    "底之前",
    "工程",
    "任务",
];
/// How many years a bare 2024.10 may be off that of the return.
const FARTHEST_YEAR: u16 = 2;
/// Years in which a return can lie.
const YEARS: std::ops::RangeInclusive<i16> = 1950..=2099;

/// The period a text names; `year` is the one that is meant where it names none.
///
/// The text is free of blanks, and its signs are narrow.
pub(super) fn read(text: &str, year: i16) -> Option<Period> {
    let text = &in_digits(without(without_remark(text)));
    if text.starts_with('每') {
        return None;
    }
    // 20240630前
    let (said, rest) = digits(text);
    if said.len() == 8 && !rest.is_empty() && ended(rest).is_some() {
        return loose(said, year);
    }
    for sign in ['至', '到', '~', '—', '-', '–'] {
        if let Some((from, to)) = text.split_once(sign)
            && let Some(period) = of_range(from, to, year)
        {
            return Some(period);
        }
    }
    one(text, year)
}

/// The period of a text that is one only if another figure beside it is: 2023.12, 20231231, or the serial number Excel has for a day.
pub(super) fn loose(text: &str, year: i16) -> Option<Period> {
    if let Some(period) = read(text, year).or_else(|| followed(text, year)) {
        return Some(period);
    }
    let number = |text: &str| text.parse::<i16>().ok();
    if let Some((said, month)) = text.split_once('.') {
        let year = number(said).filter(|year| said.len() == 4 && YEARS.contains(year))?;
        return of_month(year, month.parse().ok()?);
    }
    if !text.chars().all(|c| c.is_ascii_digit()) {
        return None;
    }
    let part = |range: std::ops::Range<usize>| text.get(range).and_then(number);
    match text.len() {
        5 => {
            let day = date::from_serial(text.parse().ok()?)?;
            YEARS.contains(&day.year()).then_some(Period {
                first: day,
                last: day,
            })
        }
        6 => of_month(
            part(0..4).filter(|year| YEARS.contains(year))?,
            i8::try_from(part(4..6)?).ok()?,
        ),
        8 => of_day(
            part(0..4).filter(|year| YEARS.contains(year))?,
            i8::try_from(part(4..6)?).ok()?,
            i8::try_from(part(6..8)?).ok()?,
        ),
        _ => None,
    }
}

/// The day a text begins with, whatever is said of it behind: 4月28日已上报.
fn followed(text: &str, year: i16) -> Option<Period> {
    const PARTS: &[char] = &[
        '年', '月', '日', '号', '底', '末', '初', '上', '中', '下', '旬', '前',
    ];
    let text = without(without_remark(text));
    let end = text.find(|c: char| !c.is_ascii_digit() && !PARTS.contains(&c))?;
    let (day, said) = text.split_at(end);
    let is_day = day.contains('月') && said.chars().count() <= LONGEST && is_of_the_day(said);
    is_day.then(|| read(day, year)).flatten()
}

/// The period of a text that is one only if another such text stands beside it: 2024.10 and 2024.12, 20240630 and 20240715.
///
/// Years have to be near that of the return, or two amounts would be days.
pub(super) fn paired(text: &str, year: i16) -> Option<Period> {
    let is_month = text.len() <= 7 && text.contains('.') && text.len() >= 6;
    let period = loose(text, year).filter(|_| is_month || text.len() == 8)?;
    let off = period.first.year().abs_diff(year);
    (off <= FARTHEST_YEAR).then_some(period)
}

/// 二〇二四年 in digits.
fn in_digits(text: &str) -> String {
    const DIGITS: &str = "〇一二三四五六七八九";
    let Some((said, rest)) = text.split_once('年') else {
        return text.to_owned();
    };
    let digit = |c: char| {
        let c = if matches!(c, '零' | '○' | 'O') {
            '〇'
        } else {
            c
        };
        let value = DIGITS.chars().position(|known| known == c)?;
        char::from_digit(u32::try_from(value).ok()?, 10)
    };
    let year: Option<String> = said.chars().map(digit).collect();
    match year {
        Some(year) if year.len() == 4 => format!("{year}年{rest}"),
        _ => text.to_owned(),
    }
}

/// 1月至12月, 2023年3月-11月: what is done in several months is done in the last of them.
fn of_range(from: &str, to: &str, year: i16) -> Option<Period> {
    let bare_month = |text: &str| {
        let is_month = (1..=2).contains(&text.len()) && text.chars().all(|c| c.is_ascii_digit());
        is_month.then(|| format!("{text}月"))
    };
    let (from, to) = match bare_month(from) {
        Some(month) if to.contains('月') => (month, to),
        Some(_) => return None,
        None => (from.to_owned(), to),
    };
    // 2023-12 is a month, and no range from a year.
    if from.len() == 4 && from.chars().all(|c| c.is_ascii_digit()) {
        return None;
    }
    let first = one(without(&from), year)?;
    let last = one(without(to), first.first.year())?;
    (first.first <= last.last).then_some(last)
}

/// A text without a remark in brackets or behind a stop, unless it speaks of other figures or of what was not done.
fn without_remark(text: &str) -> &str {
    // 计划12月完成，实际11月完成
    let mut text = match text.split_once("实际") {
        Some((plan, day)) if plan.contains('月') && day.contains('月') => day,
        _ => text,
    };
    let is_remark = |tail: &str| {
        let is_early = tail.contains("提前");
        is_early || is_of_the_day(tail)
    };
    if let Some((head, _)) = text
        .strip_suffix(')')
        .and_then(|inner| inner.rsplit_once('('))
        .filter(|(head, tail)| !head.is_empty() && is_remark(tail))
    {
        text = head;
    }
    let is_stop = |c: char| matches!(c, ',' | ';' | '。' | '!');
    match text.split_once(is_stop) {
        Some((head, tail)) if !head.is_empty() && is_remark(tail) => head,
        _ => text,
    }
}

/// A text without the words around a day.
fn without(text: &str) -> &str {
    const NUMERALS: &str = "〇一二三四五六七八九十";
    let mut text = text;
    let starts = |c: char| c.is_ascii_digit() || NUMERALS.contains(c);
    if let Some((head, day)) = text.find(starts).map(|at| text.split_at(at))
        && AT.iter().any(|word| head.ends_with(word))
        && head.chars().count() <= LONGEST
        && !head.contains(['每', '未', '不', '早', '自'])
    {
        text = day;
    }
    while let Some(rest) = BEFORE
        .iter()
        .filter_map(|word| text.strip_prefix(word))
        .min_by_key(|rest| rest.len())
    {
        text = rest;
    }
    text
}

/// Takes off the words behind a day, or what was done on it; whether its end is meant.
fn ended(text: &str) -> Option<bool> {
    let is_end = text.starts_with(['底', '末']);
    ended_plainly(text).or_else(|| is_done(text).then_some(is_end))
}

/// Takes off the words behind a day, where nothing else stands there.
fn ended_plainly(text: &str) -> Option<bool> {
    let mut text = text;
    let mut is_end = false;
    while !text.is_empty() {
        let (word, rest) = AFTER
            .iter()
            .filter_map(|word| text.strip_prefix(word).map(|rest| (word, rest)))
            .min_by_key(|(_, rest)| rest.len())?;
        is_end |= word.starts_with(['底', '末']);
        text = rest;
    }
    Some(is_end)
}

/// Whether a text says what was done, and of no figure.
fn is_done(text: &str) -> bool {
    text.chars().count() <= LONGEST
        && DONE.iter().any(|word| text.contains(word))
        && is_of_the_day(text)
}

/// Whether a text names no figure, and nothing that was not done.
fn is_of_the_day(text: &str) -> bool {
    !text.contains(|c: char| c.is_ascii_digit()) && !NOT.iter().any(|word| text.contains(word))
}

fn one(text: &str, year: i16) -> Option<Period> {
    let (said, rest) = year_of(text, year);
    let year = said.unwrap_or(year);
    if let Some((period, rest)) = named(year, rest) {
        ended(rest)?;
        return Some(period);
    }
    let (month, rest) = match month_of(rest, said.is_some()) {
        Some(found) => found,
        None => {
            // 2023年, 年底前, 2023年底
            let said = said.is_some() || rest.starts_with(['底', '末']) && text.len() > rest.len();
            let is_end = ended_plainly(rest).filter(|_| said && text.contains('年'))?;
            let first = Date::new(year, if is_end { 12 } else { 1 }, 1).ok()?;
            return Some(Period {
                first,
                last: Date::new(year, 12, 31).ok()?,
            });
        }
    };
    let whole = of_month(year, month)?;
    for (word, from, to) in [
        ("上旬", 1, 10),
        ("中旬", 11, 20),
        ("下旬", 21, 0),
        ("初", 1, 10),
    ] {
        if let Some(rest) = rest.strip_prefix(word) {
            ended(rest)?;
            let last = match to {
                0 => whole.last,
                to => Date::new(year, month, to).ok()?,
            };
            return Some(Period {
                first: Date::new(year, month, from).ok()?,
                last,
            });
        }
    }
    let (said, after) = match typed::leading(rest).filter(|found| found.in_words) {
        Some(found) if found.rest.starts_with(['日', '号']) => (
            found
                .number
                .map_or_else(|_| String::new(), |day| day.to_string()),
            found.rest,
        ),
        _ => {
            let (said, after) = digits(rest);
            (said.to_owned(), after)
        }
    };
    let Ok(day) = said.parse::<i8>() else {
        let is_end = ended(rest)?;
        let first = if is_end {
            Date::new(year, month, 21).ok()?
        } else {
            whole.first
        };
        return Some(Period { first, ..whole });
    };
    ended(after.strip_prefix(['日', '号']).unwrap_or(after))?;
    of_day(year, month, day)
}

/// What stands behind the end of the year or the year as a whole: 截至12月底, 2024年, 1-12月. `None` for any other day.
pub(super) fn behind_year(text: &str, year: i16) -> Option<&str> {
    const UP_TO: &[&str] = &["截止到", "截至到", "截止", "截至", "至", "到"];
    const MONTHS: &[&str] = &[
        "1-12月",
        "1~12月",
        "1至12月",
        "1月-12月",
        "1月~12月",
        "1月至12月",
    ];
    const END: &[&str] = &[
        "31日", "31号", "底", "末", "份", "止", "以前", "之前", "前", "内", ",",
    ];
    let one_of = |words: &[&str], text: &'_ str| {
        let fitting = words.iter().filter(|word| text.starts_with(**word));
        fitting.map(|word| word.len()).max()
    };
    let text = &text[one_of(UP_TO, text).unwrap_or_default()..];
    let (said, rest) = year_of(text, year);
    if said.is_some_and(|said| said != year) {
        return None;
    }
    let months = one_of(MONTHS, rest).or_else(|| rest.starts_with("12月").then_some("12月".len()));
    let mut rest = &rest[months.unwrap_or_default()..];
    if said.is_none() && months.is_none() {
        return None;
    }
    while let Some(length) = one_of(END, rest) {
        rest = &rest[length..];
    }
    (!rest.is_empty()).then_some(rest)
}

/// Days of the month by which something is done each time, as days of one month: 每月25日前, and 每月23日 or 23日.
pub(super) fn monthly(target: &str, actual: &str, year: i16) -> Option<(Period, Period)> {
    const EACH: &[&str] = &["每个月", "每月", "次月", "当月"];
    let each = |text: &str| EACH.iter().copied().find(|each| text.starts_with(each));
    let day = |text: &str| {
        let text = each(text).map_or(text, |each| &text[each.len()..]);
        let text = text.trim_start_matches(['的', '于', '在']);
        let (said, rest) = match typed::leading(text).filter(|found| found.in_words) {
            Some(found) => (found.number.ok()?.to_string(), found.rest),
            None => {
                let (said, rest) = digits(text);
                (said.to_owned(), rest)
            }
        };
        let rest = rest.strip_prefix(['日', '号'])?;
        ended(rest)?;
        // January has all days a month can have.
        of_day(year, 1, said.parse().ok()?)
    };
    let is_same = each(actual).is_none_or(|of_actual| Some(of_actual) == each(target));
    let until = day(target).filter(|_| each(target).is_some() && is_same)?;
    let until = Period {
        first: of_day(year, 1, 1)?.first,
        ..until
    };
    Some((until, day(actual)?))
}

/// The year a text begins with, if it names one, and the rest.
fn year_of(text: &str, year: i16) -> (Option<i16>, &str) {
    for (words, more) in [
        (["当年", "本年", "今年", "该年", "年内", "年"], 0),
        (["次年", "翌年", "下年", "明年", "来年", "第二年"], 1),
    ] {
        for word in words {
            if let Some(rest) = text.strip_prefix(word) {
                return (Some(year + more), rest.strip_prefix('度').unwrap_or(rest));
            }
        }
    }
    let (said, rest) = digits(text);
    let full = match (said.len(), said.parse::<i16>()) {
        (4, Ok(year)) if YEARS.contains(&year) => Some(year),
        (2, Ok(short)) if rest.starts_with('年') && !is_span(short, rest, year) => {
            Some(2000 + short)
        }
        _ => None,
    };
    let Some(full) = full else {
        return (None, text);
    };
    let is_parted = |c: char| matches!(c, '年' | '-' | '/' | '.');
    match rest.strip_prefix(is_parted) {
        // 2023.12 may be a figure.
        Some(after)
            if !rest.starts_with('.')
                || after.contains('.')
                || after.contains('月')
                || is_ended_month(after) =>
        {
            (Some(full), after.strip_prefix('度').unwrap_or(after))
        }
        _ => (None, text),
    }
}

/// Whether so many years are meant, and not a year: 10年, 15年以内, but not 24年12月 or 24年底.
fn is_span(short: i16, rest: &str, year: i16) -> bool {
    let rest = rest.trim_start_matches(['年', '度']);
    let is_bare = rest.is_empty() || rest.starts_with(['内', '以', '之']);
    let off = (2000 + short).abs_diff(year);
    let is_part = rest.starts_with(|c: char| c.is_ascii_digit())
        || [
            "底",
            "末",
            "初",
            "上半年",
            "下半年",
            "第",
            "一季",
            "二季",
            "三季",
            "四季",
        ]
        .iter()
        .any(|word| rest.starts_with(word));
    is_bare || !is_part && off > FARTHEST_YEAR
}

/// 10前, as in 2024.10前.
fn is_ended_month(text: &str) -> bool {
    let (month, rest) = digits(text);
    (1..=2).contains(&month.len()) && !rest.is_empty() && ended(rest).is_some()
}

/// A quarter or half of a year.
fn named(year: i16, text: &str) -> Option<(Period, &str)> {
    let text = text.strip_prefix('第').unwrap_or(text);
    let quarters = [
        ["一季度", "1季度"],
        ["二季度", "2季度"],
        ["三季度", "3季度"],
        ["四季度", "4季度"],
    ];
    let mut spans: Vec<(&str, i8, i8)> = vec![("上半年", 1, 6), ("下半年", 7, 12)];
    for (at, words) in (0_i8..).zip(quarters) {
        spans.extend(words.map(|word| (word, at * 3 + 1, at * 3 + 3)));
    }
    let (word, from, to) = spans
        .into_iter()
        .find(|(word, ..)| text.starts_with(word))?;
    Some((
        Period {
            first: Date::new(year, from, 1).ok()?,
            last: of_month(year, to)?.last,
        },
        &text[word.len()..],
    ))
}

/// The month a text begins with, and the rest. After a year it needs no word behind it: 2023-12.
fn month_of(text: &str, after_year: bool) -> Option<(i8, &str)> {
    const WORDS: &[&str] = &[
        "十二", "十一", "十", "九", "八", "七", "六", "五", "四", "三", "二", "一",
    ];
    let (said, rest) = digits(text);
    let (month, rest) = if said.is_empty() {
        let words = (1..=12).rev().zip(WORDS);
        let (month, word) = words
            .into_iter()
            .find(|(_, word)| text.starts_with(*word))?;
        (month, &text[word.len()..])
    } else {
        (said.parse().ok()?, rest)
    };
    if !(1..=12).contains(&month) {
        return None;
    }
    if let Some(rest) = rest.strip_prefix('月') {
        return Some((month, rest.strip_prefix('份').unwrap_or(rest)));
    }
    let parted = rest.strip_prefix(['-', '/', '.']);
    (after_year
        && !said.is_empty()
        && (rest.is_empty() || parted.is_some() || ended(rest).is_some()))
    .then_some((month, parted.unwrap_or(rest)))
}

fn of_month(year: i16, month: i8) -> Option<Period> {
    let first = Date::new(year, month, 1).ok()?;
    Some(Period {
        first,
        last: first.last_of_month(),
    })
}

fn of_day(year: i16, month: i8, day: i8) -> Option<Period> {
    let day = Date::new(year, month, day).ok()?;
    Some(Period {
        first: day,
        last: day,
    })
}

fn digits(text: &str) -> (&str, &str) {
    let end = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    text.split_at(end)
}
