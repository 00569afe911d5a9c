//! Words beside a figure that change nothing about it: 共4.5, 总分：99.88, 4.50万元（含税）.

use super::numeral;
use super::unit;
use crate::template::Direction;

/// Words before a figure; what is longer comes before what it begins with.
const BEFORE: &[&str] = &[
    "自评总得分",
    "自评总分",
    "自评得分",
    "综合得分",
    "最终得分",
    "合计得分",
    "总得分",
    "总评分",
    "总分值",
    "总分",
    "得分",
    "分值",
    "自评",
    "合计金额",
    "合计为",
    "合计",
    "共计",
    "总计",
    "小计",
    "总共",
    "共有",
    "共",
    "累计",
    "计",
    "金额",
    "总额",
    "总数",
    "实际支出",
    "实际完成",
    "实际",
    "实有",
    "现有",
    "实支",
    "支出",
    "已支付",
    "已完成",
    "已支出",
    "全年预算",
    "全年",
    "全部",
    "年末",
    "期末",
    "执行率",
    "完成率",
    "得",
    "为",
    "是",
];
/// Words behind a figure and its unit.
const AFTER: &[&str] = &["不含税", "含税", "已支付", "已完成"];
/// In a remark these say that the figure is not certain, or not what it looks like.
const DOUBTS: &[&str] = &[
    "约", "估", "预计", "左右", "上下", "大概", "待", "暂", "拟", "?", "或", "负", "减少", "赤字",
    "亏损", "红字", "%",
];
/// Currencies of others.
const CURRENCIES: &[&str] = &[
    "美元",
    "美金",
    "港元",
    "港币",
    "澳门元",
    "欧元",
    "日元",
    "英镑",
    "澳元",
    "加元",
    "卢布",
    "韩元",
    "新台币",
    "$",
    "usd",
    "hkd",
    "eur",
];
const IN_WORDS: &str = "一二三四五六七八九十百千两壹贰叁肆伍陆柒捌玖";

/// Takes the words off the front of a tidied text: what they are, and the rest.
pub(super) fn before(text: &str) -> (Vec<String>, &str) {
    let mut said = Vec::new();
    let mut rest = text;
    if let Some((remark, after)) = rest.strip_prefix('(').and_then(|rest| rest.split_once(')'))
        && starts_a_figure(after)
        && is_mere(remark)
    {
        said.push(remark.to_owned());
        rest = after;
    }
    while let Some(word) = BEFORE.iter().find(|word| rest.starts_with(**word)) {
        rest = rest[word.len()..].trim_start_matches([':', ',']);
        said.push((*word).to_owned());
    }
    (said, rest)
}

/// Takes a remark in brackets, or words, off what follows a number: what it is, and the rest.
pub(super) fn after(text: &str) -> Option<(&str, &str)> {
    let remark = text
        .strip_suffix([')', ']', '】', '〕'])
        .and_then(|inner| inner.split_once(['(', '[', '【', '〔']))
        .filter(|(_, remark)| is_mere(remark))
        .map(|(rest, remark)| (remark, rest));
    remark.or_else(|| {
        let word = AFTER.iter().find(|word| text.ends_with(**word))?;
        let rest = text[..text.len() - word.len()].trim_end_matches([',', ';']);
        Some((*word, rest))
    })
}

/// The unit in brackets behind a number: 万元 of 4.5（单位：万元）.
pub(super) fn unit(text: &str) -> Option<&str> {
    let inside = text.strip_prefix('(')?.strip_suffix(')')?;
    let inside = inside.strip_prefix("单位").unwrap_or(inside);
    let inside = inside.trim_start_matches(':');
    unit::is_known(inside).then_some(inside)
}

fn starts_a_figure(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '¥' | '-' | '+'))
}

/// Whether a remark leaves a figure what it is: no second figure, no limit, no unit, no doubt.
fn is_mere(remark: &str) -> bool {
    let counts = remark.match_indices(|c| IN_WORDS.contains(c));
    let is_numbered = |at: usize| remark[..at].ends_with('第');
    let lower = remark.to_lowercase();
    let holds = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    !remark.is_empty()
        && !remark.contains(|c: char| c.is_ascii_digit() || matches!(c, '(' | ')'))
        && counts.into_iter().all(|(at, _)| is_numbered(at))
        && !holds(DOUBTS)
        && !holds(CURRENCIES)
        && unit(&format!("({remark})")).is_none()
        && Direction::before(remark).is_none()
        && Direction::after(remark).is_none()
        && numeral::leading(remark).is_none()
}
