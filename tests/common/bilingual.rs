//! Whether a sentence is there in Chinese and in English.

#![allow(dead_code, reason = "each test binary uses its own share of this")]

fn is_chinese(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}')
}

/// What is missing in one of the two sentences. English may name Chinese words of the form: in quotes, or as the Chinese
/// sentence has them too, as long as it says more than that.
pub(crate) fn missing(zh: &str, en: &str) -> Option<&'static str> {
    if zh.trim().is_empty() != en.trim().is_empty() {
        return Some("one is empty");
    }
    let words = |text: &str| {
        without(text, '{', '}')
            .chars()
            .any(|c| c.is_ascii_alphabetic())
    };
    if words(en) && !zh.chars().any(is_chinese) {
        return Some("no Chinese");
    }
    if zh.chars().any(is_chinese) && !words(en) && (en.chars().any(is_chinese) || !en.contains('{'))
    {
        return Some("no English");
    }
    let unquoted = without(&without(en, '{', '}'), '\'', '\'');
    let mut runs = unquoted
        .split(|c| !is_chinese(c))
        .filter(|run| !run.is_empty());
    if runs.any(|run| !zh.contains(run) || run.chars().count() > 12) {
        return Some("Chinese in the English");
    }
    None
}

/// A text without what stands between two signs.
fn without(text: &str, open: char, close: char) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(open) {
        out.push_str(before);
        let Some((_, after)) = after.split_once(close) else {
            return out + after;
        };
        out.push(' ');
        rest = after;
    }
    out + rest
}

/// Fails with every pair that is not complete; each has the name of whose it is before it.
#[track_caller]
pub(crate) fn assert_complete<'a>(texts: impl IntoIterator<Item = (String, &'a str, &'a str)>) {
    let wrong: Vec<String> = texts
        .into_iter()
        .filter_map(|(whose, zh, en)| Some(format!("{whose}: {}: {zh} / {en}", missing(zh, en)?)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
