//! How the headings of a report are numbered, and lines that are none of it.

/// So many signs a heading has at most.
const LONGEST: usize = 40;

/// The way a heading is numbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// 第一部分, 第一章, 第一节, 第一、
    Ordinal,
    /// 一、
    Chinese,
    /// （一）
    Bracket,
    /// 1、 and 1.
    Arabic,
    /// Ⅰ、 and I.
    Roman,
    /// 壹、
    Formal,
}

/// The numerals in which amounts are written out, from one on.
const FORMAL: &str = "壹贰叁肆伍陆柒捌玖拾";
/// The numerals of Rome that are one sign each, from one on.
const ROMAN: &str = "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ";
/// Those that are typed as letters, longest first where one begins another.
const LETTERS: &[(&str, u32)] = &[
    ("VIII", 8),
    ("VII", 7),
    ("III", 3),
    ("VI", 6),
    ("IV", 4),
    ("IX", 9),
    ("II", 2),
    ("I", 1),
    ("V", 5),
    ("X", 10),
];
/// The words for a part of a report.
const PARTS: &[&str] = &["部分", "章", "篇", "节"];

/// How a line is numbered, its number, and what follows; nothing for a line that is no heading by its looks.
pub(super) fn numbered(text: &str) -> Option<(Style, u32, &str)> {
    let text = text.trim();
    if text.chars().count() > LONGEST
        || text.contains('。')
        || text.ends_with(['；', '，', ';', ','])
    {
        return None;
    }
    let is_digit = |c: char| c.is_ascii_digit() || "零一二三四五六七八九十".contains(c);
    let number = |text: &str| -> Option<(u32, usize)> {
        let end = text.find(|c| !is_digit(c)).unwrap_or(text.len());
        Some((value(&text[..end])?, end))
    };
    if let Some(rest) = text.strip_prefix('第') {
        let (value, rest) = ordinal(rest)?;
        let marks = ["、", "，", ".", "．", "：", ":"];
        let rest = (PARTS.iter().chain(&marks)).find_map(|unit| spaced(rest, unit))?;
        return Some((Style::Ordinal, value, trimmed(rest)));
    }
    if let Some((style, value, rest)) = old(text) {
        return Some((style, value, trimmed(rest)));
    }
    if let Some(rest) = text.strip_prefix(['（', '(']) {
        let (value, end) = number(rest)?;
        let rest = rest[end..].strip_prefix(['）', ')'])?;
        return Some((Style::Bracket, value, trimmed(rest)));
    }
    let (value, end) = number(text)?;
    let style = match text.starts_with(|c: char| c.is_ascii_digit()) {
        true => Style::Arabic,
        false => Style::Chinese,
    };
    let rest = &text[end..];
    let mark = rest
        .trim_start()
        .strip_prefix(['、', '.', '．', '，', ',', '：', ':']);
    // A blank alone will do as well: 一 基本情况.
    let blank = rest.strip_prefix(char::is_whitespace);
    let rest = mark.or(blank)?;
    (!rest.starts_with(|c: char| c.is_ascii_digit())).then(|| (style, value, trimmed(rest)))
}

/// The number of a part behind 第, in which blanks may stand, and what follows.
fn ordinal(text: &str) -> Option<(u32, &str)> {
    let is_digit = |c: char| c.is_ascii_digit() || "零一二三四五六七八九十".contains(c);
    let end = text.find(|c: char| !is_digit(c) && !c.is_whitespace());
    let (number, rest) = text.split_at(end.unwrap_or(text.len()));
    let digits: String = number.chars().filter(|c| is_digit(*c)).collect();
    Some((value(&digits)?, rest))
}

/// What follows a word in whose middle blanks may stand.
fn spaced<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    word.chars()
        .try_fold(text, |rest, c| rest.trim_start().strip_prefix(c))
}

/// A number as hardly anybody writes it: Ⅱ、 II. 贰、
fn old(text: &str) -> Option<(Style, u32, &str)> {
    let first = text.chars().next()?;
    let rest = &text[first.len_utf8()..];
    let among = |signs: &str| {
        let at = signs.chars().position(|sign| sign == first)?;
        u32::try_from(at + 1).ok()
    };
    let letters = || {
        let (word, value) = (LETTERS.iter()).find(|(word, _)| text.starts_with(word))?;
        Some((Style::Roman, *value, &text[word.len()..]))
    };
    let (style, value, rest) = among(ROMAN)
        .map(|value| (Style::Roman, value, rest))
        .or_else(|| Some((Style::Formal, among(FORMAL)?, rest)))
        .or_else(letters)?;
    let mark = rest
        .trim_start()
        .strip_prefix(['、', '.', '．', '，', ',', '：', ':']);
    let blank = rest.strip_prefix(char::is_whitespace);
    Some((style, value, mark.or(blank)?))
}

/// Whether a line begins a part of a report whatever its title says: 第二部分 alone, or apart from what follows.
pub(super) fn is_part(text: &str) -> bool {
    let Some(rest) = text.trim().strip_prefix('第') else {
        return false;
    };
    let rest = ordinal(rest).and_then(|(_, rest)| {
        let mut parts = PARTS.iter().take(PARTS.len() - 1);
        parts.find_map(|part| spaced(rest, part))
    });
    numbered(text).is_some()
        && rest.is_some_and(|rest| {
            rest.is_empty() || rest.starts_with(|c: char| c.is_whitespace() || "、：:".contains(c))
        })
}

fn trimmed(rest: &str) -> &str {
    rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '、' | '：' | ':'))
}

fn value(digits: &str) -> Option<u32> {
    if let Ok(number) = digits.parse() {
        return Some(number);
    }
    let one = |c: char| "零一二三四五六七八九".chars().position(|digit| digit == c);
    let (tens, ones) = match digits.split_once('十') {
        None => (
            0,
            one(digits
                .chars()
                .next()
                .filter(|_| digits.chars().count() == 1)?)?,
        ),
        Some((tens, ones)) => {
            let read = |text: &str, blank: usize| match text.chars().next() {
                None => Some(blank),
                Some(c) => one(c),
            };
            (read(tens, 1)?, read(ones, 0)?)
        }
    };
    u32::try_from(tens * 10 + ones).ok()
}

/// Whether a line is one of a table of contents: it ends with the number of a page behind a tab or dots.
pub(super) fn is_contents(text: &str) -> bool {
    let text = text.trim();
    let stem = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let dots = stem.trim_end_matches(['.', '…', '·', '．', ' ', '\t', '\u{3000}']);
    let between = &stem[dots.len()..];
    let is_led = between.contains(['\t', '…'])
        || between.chars().filter(|c| ".·．".contains(*c)).count() > 2;
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    plain == "目录" || stem.len() < text.len() && !dots.is_empty() && is_led
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_numbered_in_many_ways() {
        for (text, style, number, rest) in [
            ("第一部分 部门基本情况", Style::Ordinal, 1, "部门基本情况"),
            ("第二章　支出情况", Style::Ordinal, 2, "支出情况"),
            ("第十二、其他", Style::Ordinal, 12, "其他"),
            ("第 3 部分：绩效情况", Style::Ordinal, 3, "绩效情况"),
            ("一、基本情况", Style::Chinese, 1, "基本情况"),
            ("二十一 基本情况", Style::Chinese, 21, "基本情况"),
            ("（三）项目支出", Style::Bracket, 3, "项目支出"),
            ("1.基本情况", Style::Arabic, 1, "基本情况"),
            ("10、 其他", Style::Arabic, 10, "其他"),
            ("第 一 部 分  基本情况", Style::Ordinal, 1, "基本情况"),
            ("第 十 二 章 其他", Style::Ordinal, 12, "其他"),
            ("第二部分", Style::Ordinal, 2, ""),
            ("Ⅱ、支出情况", Style::Roman, 2, "支出情况"),
            ("IV. 支出情况", Style::Roman, 4, "支出情况"),
            ("贰、支出情况", Style::Formal, 2, "支出情况"),
        ] {
            assert_eq!(numbered(text), Some((style, number, rest)), "{text}");
        }
        for text in [
            "第一产业增加值",
            "1.5万元",
            "一是加强管理。",
            "2024年度",
            "一、全年工作完成。其中",
            "基本情况",
            "IT 系统运维",
            "Ⅱ级应急响应",
        ] {
            assert_eq!(numbered(text), None, "{text}");
        }
        assert!(is_part("第 二 部 分"));
        assert!(is_part("第二部分 支出情况"));
        assert!(!is_part("第一部分是基本支出"));
    }

    #[test]
    fn lines_of_a_table_of_contents_are_known() {
        for text in [
            "目 录",
            "一、基本情况\t3",
            "一、基本情况……12",
            "基本情况......... 4",
        ] {
            assert!(is_contents(text), "{text}");
        }
        for text in ["一、基本情况", "支出 100", "完成率 99.5", "2024"] {
            assert!(!is_contents(text), "{text}");
        }
    }
}
