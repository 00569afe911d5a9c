//! The number a text begins with: in digits, with marks between thousands, or in words.

use super::{Step, Why};
use crate::number::Number;

/// A number at the start of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Numeral {
    pub(super) number: Number,
    pub(super) steps: Vec<Step>,
    /// For a number in words: the greatest magnitude it names.
    pub(super) magnitude: Option<Number>,
    /// Whether it is in words.
    pub(super) in_words: bool,
}

/// A number that is not certain: why, and what it may be.
pub(super) type Doubt = (Why, Vec<Number>);

/// Takes the number off the start of a tidied text. `None` where it begins with none.
pub(super) fn leading(text: &str) -> Option<(Result<Numeral, Doubt>, &str)> {
    if text.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
        digits(text)
    } else {
        words(text)
    }
}

fn digits(text: &str) -> Option<(Result<Numeral, Doubt>, &str)> {
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '\'' | ' ' | '\n');
    let end = text.find(|c| !is_part(c)).unwrap_or(text.len());
    let (whole, mut rest) = text.split_at(end);
    let token = whole.trim_end_matches(['.', ',', '\'', ' ', '\n']);
    let mut steps = Vec::new();
    if token.len() < whole.len() {
        steps.push(Step::Stop);
    }
    let mut token = token.to_owned();
    if let Some((exponent, after)) = exponent(rest) {
        token.push_str(exponent);
        rest = after;
    }
    let read = token.split(['e', 'E']).next().unwrap_or_default();
    let read = match grouped(read) {
        Grouped::Plain => Ok(token.clone()),
        Grouped::Well => {
            steps.push(Step::Grouping);
            Ok(token.replace([',', '\'', ' '], ""))
        }
        Grouped::Doubt(meanings) => Err(meanings),
    };
    match read {
        Ok(digits) => {
            let number = parse(&digits)?;
            Some((
                Ok(Numeral {
                    number,
                    steps,
                    magnitude: None,
                    in_words: false,
                }),
                rest,
            ))
        }
        Err(meanings) => {
            let several = read_several(&token);
            let meanings = meanings.iter().filter_map(|text| parse(text)).collect();
            let why = if several { Why::Words } else { Why::Separators };
            Some((Err((why, meanings)), rest))
        }
    }
}

/// Numbers with a line break between them are several.
fn read_several(token: &str) -> bool {
    token.contains('\n')
}

fn exponent(rest: &str) -> Option<(&str, &str)> {
    let after = rest.strip_prefix(['e', 'E'])?;
    let bare = after.strip_prefix(['+', '-']).unwrap_or(after);
    let digits = bare
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(bare.len());
    if digits == 0 || digits > 3 {
        return None;
    }
    let length = rest.len() - bare.len() + digits;
    Some(rest.split_at(length))
}

fn parse(digits: &str) -> Option<Number> {
    let plain = format!("0{digits}");
    let plain = plain.strip_suffix('.').unwrap_or(&plain);
    plain.parse().ok()
}

enum Grouped {
    /// Digits with one point at most.
    Plain,
    /// Marks between thousands where they belong.
    Well,
    /// Neither: what it may mean.
    Doubt(Vec<String>),
}

fn grouped(token: &str) -> Grouped {
    let marks: Vec<char> = token.chars().filter(|c| !c.is_ascii_digit()).collect();
    let points = marks.iter().filter(|c| **c == '.').count();
    let bare: String = token.chars().filter(char::is_ascii_digit).collect();
    if points == marks.len() {
        return match points {
            0 | 1 => Grouped::Plain,
            _ if in_threes(token, '.') => Grouped::Doubt(vec![bare]),
            _ => Grouped::Doubt(Vec::new()),
        };
    }
    let (whole, decimals) = token.split_once('.').unwrap_or((token, ""));
    let mark = marks.iter().copied().find(|c| *c != '.').unwrap_or(',');
    let one_mark = marks.iter().all(|c| *c == '.' || *c == mark);
    if points <= 1 && one_mark && mark != '\n' && !decimals.contains(mark) && in_threes(whole, mark)
    {
        return Grouped::Well;
    }
    if mark == '\n' || !one_mark {
        return Grouped::Doubt(Vec::new());
    }
    let without = token.replace(mark, "");
    let mut meanings = Vec::new();
    // 1,5: the comma may be the point of somebody else's keyboard.
    if points == 0 && marks.len() == 1 && mark == ',' {
        meanings.push(token.replace(mark, "."));
    }
    if points <= 1 && !whole.starts_with('0') {
        meanings.push(without);
    }
    Grouped::Doubt(meanings)
}

/// Whether all groups but the first have three digits.
fn in_threes(whole: &str, mark: char) -> bool {
    let mut groups = whole.split(mark);
    let first = groups.next().unwrap_or_default();
    matches!(first.len(), 1..=3) && !first.starts_with('0') && groups.all(|group| group.len() == 3)
}

const DIGITS: &str = "零一二三四五六七八九";

fn digit(c: char) -> Option<i64> {
    let even = match c {
        '〇' | '○' => '零',
        '两' | '贰' => '二',
        '壹' => '一',
        '叁' => '三',
        '肆' => '四',
        '伍' => '五',
        '陆' => '六',
        '柒' => '七',
        '捌' => '八',
        '玖' => '九',
        other => other,
    };
    let at = DIGITS.chars().position(|known| known == even)?;
    i64::try_from(at).ok()
}

/// A magnitude as cheques and traditional characters write it, in its plain form: 仟, 萬.
pub(crate) const fn plain_magnitude(c: char) -> char {
    match c {
        '拾' => '十',
        '佰' => '百',
        '仟' => '千',
        '萬' => '万',
        '億' => '亿',
        other => other,
    }
}

fn times(c: char) -> Option<i64> {
    match c {
        '十' => Some(10),
        '百' => Some(100),
        '千' => Some(1000),
        '万' => Some(10_000),
        '亿' => Some(100_000_000),
        _ => None,
    }
}

/// A number in Chinese words at the start of a text.
fn words(text: &str) -> Option<(Result<Numeral, Doubt>, &str)> {
    let is_word = |c: char| digit(c).is_some() || times(c).is_some();
    let end = text.find(|c| !is_word(c)).unwrap_or(text.len());
    let (whole, mut rest) = text.split_at(end);
    let (mut number, spoken) = whole_number(whole)?;
    if let Some(after) = rest.strip_prefix('点') {
        let end = after.find(|c| digit(c).is_none()).unwrap_or(after.len());
        let decimals: Option<String> = after[..end]
            .chars()
            .map(|c| digit(c).map(|d| d.to_string()))
            .collect();
        number = format!("{number}.{}", decimals.filter(|text| !text.is_empty())?)
            .parse()
            .ok()?;
        rest = &after[end..];
    }
    let greatest = whole.chars().filter_map(times).max();
    let numeral = Numeral {
        number,
        steps: vec![Step::Words],
        magnitude: greatest.map(Number::from),
        in_words: true,
    };
    match spoken {
        Some(meanings) => Some((Err((Why::Spoken, meanings)), rest)),
        None => Some((Ok(numeral), rest)),
    }
}

/// What a number may be that names two digits for one: 五六百, 十五六, 两三.
fn either(chars: &[char]) -> Option<Vec<Number>> {
    let is_one = |c: char| digit(c).is_some_and(|digit| digit > 0);
    // 二〇二五 and 一三五 are said digit by digit.
    let is_spelt = chars.len() > 2 && chars.iter().all(|c| digit(*c).is_some());
    let at = (1..chars.len()).find(|&at| is_one(chars[at - 1]) && is_one(chars[at]))?;
    if is_spelt {
        return None;
    }
    let without = |left_out: usize| {
        let kept = chars.iter().enumerate().filter(|(at, _)| *at != left_out);
        whole_number(&kept.map(|(_, c)| c).collect::<String>())
    };
    let (low, high) = (without(at)?, without(at - 1)?);
    Some(vec![low.0, high.0])
}

/// A whole number in words, and what it may mean where the last magnitude was left out: 三万五.
fn whole_number(text: &str) -> Option<(Number, Option<Vec<Number>>)> {
    let chars: Vec<char> = text.chars().collect();
    let first = chars.first()?;
    if digit(*first).is_none() && *first != '十' {
        return None;
    }
    if let Some(meanings) = either(&chars) {
        return Some((*meanings.last()?, Some(meanings)));
    }
    if chars.len() > 1 && chars.iter().all(|c| digit(*c).is_some()) {
        // 二〇二五: digit by digit.
        let digits: Option<String> = chars
            .iter()
            .map(|c| digit(*c).map(|d| d.to_string()))
            .collect();
        return Some((digits?.parse().ok()?, None));
    }
    let (mut total, mut section, mut pending) = (0_i64, 0_i64, None::<i64>);
    // The magnitude before the digit in hand, and whether a 零 stands between them.
    let (mut last, mut zero, mut spoken_from) = (i64::MAX, false, i64::MAX);
    for &c in &chars {
        if let Some(digit) = digit(c) {
            if digit == 0 {
                if pending.is_some() {
                    return None;
                }
                zero = true;
                continue;
            }
            if pending.replace(digit).is_some() {
                return None;
            }
            continue;
        }
        let times = times(c)?;
        if times >= 10_000 {
            section = section.checked_add(pending.take().unwrap_or(0))?;
            if section == 0 || times >= spoken_from {
                return None;
            }
            total = total.checked_add(section.checked_mul(times)?)?;
            spoken_from = times;
            (section, last) = (0, i64::MAX);
        } else {
            if times >= last {
                return None;
            }
            let one = match pending.take() {
                Some(digit) => digit,
                None if times == 10 => 1,
                None => return None,
            };
            section = section.checked_add(one.checked_mul(times)?)?;
            last = times;
        }
        zero = false;
    }
    let end = pending.unwrap_or(0);
    let value = total.checked_add(section)?.checked_add(end)?;
    let above = if last == i64::MAX { spoken_from } else { last };
    if end > 0 && !zero && above != i64::MAX && above > 10 {
        let short = total
            .checked_add(section)?
            .checked_add(end.checked_mul(above / 10)?)?;
        return Some((
            Number::from(value),
            Some(vec![Number::from(short), Number::from(value)]),
        ));
    }
    Some((Number::from(value), None))
}
