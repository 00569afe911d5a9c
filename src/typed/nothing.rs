//! What says that there is nothing: a dash, a stroke, 无.

use super::tidy::tidy;

/// Signs that stand for nothing, alone or several of them: a dash is typed in as many ways as there are keyboards.
const SIGNS: &[char] = &[
    '-', '—', '―', '─', '━', '‐', '﹘', '﹣', 'ー', '_', '~', '/', '\\', '∕', '╱',
];
/// Words that say that there is nothing.
const WORDS: &[&str] = &[
    "无",
    "没有",
    "暂无",
    "无此项",
    "无发生",
    "未发生",
    "没有发生",
    "未安排",
    "n/a",
    "na",
    "null",
    "nil",
    "none",
    "不涉及",
    "不适用",
    "空",
];
/// Words that say that a row carries no points.
const NO_POINTS: &[&str] = &[
    "不计分",
    "不单独计分",
    "不另计分",
    "不计",
    "不赋分",
    "不评分",
    "不设分",
    "不设分值",
    "无分值",
    "不打分",
    "同上",
];

/// Whether a text says that there is nothing.
pub(super) fn is_said(text: &str) -> bool {
    let (tidied, _) = tidy(text);
    is(&tidied, WORDS)
}

/// Whether it says that, or that there are no points.
pub(super) fn is_said_of_points(text: &str) -> bool {
    let (tidied, _) = tidy(text);
    is(&tidied, WORDS) || is(&tidied, NO_POINTS)
}

fn is(tidied: &str, words: &[&str]) -> bool {
    let lower = tidied.to_lowercase();
    let bare = lower.trim_end_matches(['.', ';', ',']);
    let inside = bare
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'));
    let bare = inside.unwrap_or(bare);
    !bare.is_empty() && (bare.chars().all(|c| SIGNS.contains(&c)) || words.contains(&bare))
}
