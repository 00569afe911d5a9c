//! What a label says, however it is written.

use similar::TextDiff;

use crate::text::half_width;

/// From this likeness on, two labels are taken for one that was retyped.
pub const SIMILAR: f32 = 0.6;
/// From this likeness on, a label is taken for a retyped one where everything else says so too.
pub const CLOSE: f32 = 0.3;

/// Longer texts are entries rather than labels, and are compared only as a whole.
const LONG: usize = 120;

/// What a label says however it is written: without blanks, full-width signs narrow, brackets, dashes and quotes of one
/// kind, without the number before it and the colon behind it.
///
/// ```
/// use annex::align::written;
/// assert_eq!(written("1、 绩 效 指 标："), written("绩效指标"));
/// assert_ne!(written("2023年决算数"), written("2024年决算数"));
/// ```
pub fn written(text: &str) -> String {
    let plain: String = text.chars().filter_map(sign).collect();
    let mut said = plain.as_str();
    while let Some(rest) = numbered(said) {
        said = rest;
    }
    said.trim_end_matches(':').to_owned()
}

/// What a label says whatever the year: [`written`] without the years in it.
///
/// ```
/// use annex::align::bare;
/// assert_eq!(bare("附件1：２０２３年度 支出表"), bare("2024年度支出表"));
/// ```
pub fn bare(text: &str) -> String {
    let written: Vec<char> = written(text).chars().collect();
    let mut kept = String::new();
    let mut at = 0;
    while let Some(&c) = written.get(at) {
        if is_year(&written, at) {
            at += 4;
        } else {
            kept.push(c);
            at += 1;
        }
    }
    kept
}

/// How alike two labels are once they are [`bare`], from 0 to 1.
pub fn similarity(one: &str, other: &str) -> f32 {
    let (one, other) = (bare(one), bare(other));
    likeness(&one, &other)
}

/// How alike two labels are as they stand, [`written`] or [`bare`], from 0 to 1.
pub fn likeness(one: &str, other: &str) -> f32 {
    if one == other {
        return if one.is_empty() { 0.0 } else { 1.0 };
    }
    let is_long = |text: &str| text.chars().nth(LONG).is_some();
    if one.is_empty() || other.is_empty() || is_long(one) || is_long(other) {
        return 0.0;
    }
    TextDiff::from_chars(one, other).ratio()
}

/// Whether a number stands before a label: `一、基本情况`.
pub fn is_numbered(text: &str) -> bool {
    let plain: String = text.chars().filter_map(sign).collect();
    numbered(&plain).is_some()
}

/// A sign as it is compared; nothing for those that show nothing.
fn sign(c: char) -> Option<char> {
    let narrow = half_width(c);
    if narrow.is_whitespace() || narrow.is_control() {
        return None;
    }
    Some(match narrow {
        // Marks without width, which copying from web pages brings along.
        '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' => return None,
        '﹕' | '︰' | '∶' => ':',
        '〔' | '【' | '[' | '{' | '﹙' => '(',
        '〕' | '】' | ']' | '}' | '﹚' => ')',
        '“' | '”' | '「' | '」' | '『' | '』' | '\'' | '‘' | '’' => '"',
        '—' | '–' | '―' | '‐' | '‑' | '−' | '─' => '-',
        '，' | '、' | '﹑' | '､' => ',',
        '。' | '｡' => '.',
        other => other.to_ascii_lowercase(),
    })
}

/// What follows the number a text begins with: `1,`, `(一)`, `①`, `附件3-1`. Nothing when there is none, or when nothing
/// else is there.
fn numbered(text: &str) -> Option<&str> {
    let is_digit = |c: char| c.is_ascii_digit() || "〇零一二三四五六七八九十".contains(c);
    let is_short = |text: &str| (1..=3).contains(&text.chars().count());
    let digits = |text: &str| text.find(|c| !is_digit(c)).unwrap_or(text.len());
    let after_digits = |text: &str| Some(digits(text)).filter(|&end| is_short(&text[..end]));
    // Without the blank between them a year goes on where the number ends: `附件3 2024年度`.
    let before_year = |text: &str| {
        let end = digits(text);
        let year = text[..end].char_indices().rev().nth(3);
        let year = year.filter(|_| text[end..].starts_with('年'));
        Some(year.map_or(end, |(at, _)| at)).filter(|&end| is_short(&text[..end]))
    };
    let rest = if let Some(inside) = text.strip_prefix('(') {
        let end = after_digits(inside)?;
        inside[end..].strip_prefix(')')?
    } else if let Some(rest) = text.strip_prefix(|c| ('①'..='⑳').contains(&c)) {
        rest
    } else if let Some(rest) = text
        .strip_prefix("附件")
        .or_else(|| text.strip_prefix("附表"))
    {
        let rest = &rest[before_year(rest)?..];
        let part = rest.strip_prefix('-');
        let rest = part.map_or(rest, |part| &part[before_year(part).unwrap_or(0)..]);
        rest.trim_start_matches([':', ',', '.'])
    } else {
        let rest = &text[after_digits(text)?..];
        let rest = rest.strip_prefix([',', '.', ')'])?;
        // 1.5 is a number, and none before a text.
        if rest.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        rest
    };
    (!rest.is_empty()).then_some(rest)
}

/// Whether four digits and 年 stand here, which are a year: 2024年, 二〇二四年.
fn is_year(text: &[char], at: usize) -> bool {
    let Some((digits, &[next])) = text
        .get(at..at + 5)
        .and_then(|part| part.split_at_checked(4))
    else {
        return false;
    };
    let chinese = |c: &char| "〇零○一二三四五六七八九".contains(*c);
    let before = at.checked_sub(1).and_then(|at| text.get(at));
    next == '年'
        && before.is_none_or(|c| !c.is_ascii_digit())
        && (digits.iter().all(char::is_ascii_digit)
            && matches!(digits[..2], ['1', '9'] | ['2', '0'])
            || digits.iter().all(chinese))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_label_in_many_hands_says_the_same() {
        for (one, other) in [
            ("绩效指标", "绩 效 指 标"),
            ("绩效指标", "绩\u{3000}效\n指标"),
            ("项目资金（万元）", "项目资金(万元)"),
            ("项目资金（万元）", "项目资金【万元】："),
            ("1、公务用车购置和维护经费", "公务用车购置和维护经费"),
            ("（一）基本支出", "一、基本支出"),
            ("①办公费", "办公费"),
            ("水费、电费、差旅费", "水费,电费，差旅费"),
            ("填表人：", "填表人:"),
            ("ＡＢＣ％", "abc%"),
            ("“项目支出”", "\"项目支出\""),
            ("附件3-1 项目自评表", "附件 4－12　项目自评表"),
            ("附件1：基础数据表", "基础数据表"),
            ("附件3 2024年度支出表", "2024年度支出表"),
            ("附件3-1 2024年度支出表", "2024年度支出表"),
            ("附表一 二〇二四年支出表", "二〇二四年支出表"),
        ] {
            assert_eq!(written(one), written(other), "{one} {other}");
        }
    }

    #[test]
    fn what_carries_meaning_stays() {
        for (one, other) in [
            ("公用经费", "公用支出"),
            ("2023年决算数", "2024年决算数"),
            ("1.5倍", "5倍"),
            ("一级指标", "二级指标"),
            ("10", "20"),
            ("附件1", "附件2"),
            ("产出指标（50分）", "产出指标（40分）"),
        ] {
            assert_ne!(written(one), written(other), "{one} {other}");
        }
    }

    #[test]
    fn years_are_no_part_of_a_bare_label() {
        assert_eq!(bare("2024年度项目支出绩效自评表"), "年度项目支出绩效自评表");
        assert_eq!(bare("二〇二四年度自评表"), "年度自评表");
        assert_eq!(bare("12024年"), "12024年");
        assert_eq!(bare("3024年"), "3024年");
        assert_eq!(bare("2024"), "2024");
    }

    #[test]
    fn likeness_is_one_for_equal_labels_and_nought_for_blank_ones() {
        assert!(similarity("公用经费", "公 用 经 费") > 0.99);
        assert!(similarity("公用经费支出", "公用经费") >= SIMILAR);
        assert!(similarity("公用经费", "公用支出") < SIMILAR);
        assert!(similarity("公用经费", "公用支出") >= CLOSE);
        assert!(similarity("", "") < CLOSE);
        assert!(similarity("公用经费", "政府采购金额") < CLOSE);
    }
}
