//! Texts that are no answer, however they are written.

use crate::text::{letters, plain};

/// Whether a text that should give a reason gives none: once signs, numbers and the prompt of its column are taken away, nothing
/// is left but the words that say nothing. 原因：无；改进措施：无。 is as much as nothing at all.
///
/// A field without such words may say anything.
pub(super) fn is_nothing(words: &[String], prompt: &str, text: &str) -> bool {
    if words.is_empty() {
        return false;
    }
    let prompt = letters(prompt);
    let text = plain(text);
    let parts = text.split(|c: char| !c.is_alphanumeric());
    let mut said = parts.filter(|part| !part.is_empty());
    let is_word = |part: &str| words.iter().any(|word| letters(word) == part);
    let is_prompt = |part: &str| part.chars().count() > 1 && prompt.contains(part);
    is_word(&letters(&text))
        || said.all(|part| {
            let bare = part.trim_matches(|c: char| c.is_ascii_digit());
            bare.is_empty() || is_word(bare) || is_word(part) || is_prompt(bare)
        })
}

/// Whether a text is one of some words, numbered or not; 见第… is each short text that begins with it.
pub(super) fn is_one_of(words: &[String], said: &str) -> bool {
    let letters = letters(said);
    let bare = letters.trim_matches(|c: char| c.is_ascii_digit());
    let is = |word: &String| match word.split_once('…') {
        Some((from, to)) => {
            letters.chars().count() <= SHORT && letters.starts_with(from) && letters.ends_with(to)
        }
        None => *word == bare || *word == letters,
    };
    bare.is_empty() || words.iter().any(is)
}

/// A text of more characters than this says something of its own, however it begins.
const SHORT: usize = 12;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_numbers_and_the_prompt_are_no_reason() {
        let words = ["无", "—", "0", "暂无", "无偏差", "正常"].map(str::to_owned);
        let prompt = "偏差原因分析及改进措施";
        for (text, nothing) in [
            ("无偏差。", true),
            ("（暂无）", true),
            ("。", true),
            ("1", true),
            ("1、无；2、无", true),
            ("原因：改进措施：", true),
            ("原因：\n改进措施：", true),
            ("偏差原因分析及改进措施：无", true),
            ("原因：无；改进措施：暂无", true),
            ("正 常", true),
            ("——", true),
            ("无法按期开工", false),
            ("原因：雨季；改进措施：提前开工", false),
            ("正常年份应有3次，今年因疫情少1次", false),
            ("无资金", false),
        ] {
            assert_eq!(is_nothing(&words, prompt, text), nothing, "{text}");
        }
        assert!(!is_nothing(&[], prompt, "无"));
    }
}
