//! Texts as people type them into a cell, made into paragraphs.

/// The paragraphs of a text: one for each line that is not blank, without blanks at its ends and without characters that a
/// document cannot carry.
///
/// ```
/// use annex::document::text::paragraphs;
/// assert_eq!(paragraphs("　　一是甲。\r\n\n 二是\u{7}乙。 \n　"), ["一是甲。", "二是乙。"]);
/// ```
pub fn paragraphs(text: &str) -> Vec<String> {
    text.split(is_break)
        .map(|line| printable(line).trim_matches(is_blank).to_owned())
        .filter(|line| !line.is_empty())
        .collect()
}

/// The text without what XML cannot carry, and without control characters but the tab: a line break is a blank.
pub fn printable(text: &str) -> String {
    text.replace("\r\n", "\n")
        .chars()
        .map(|c| if c != '\t' && is_break(c) { ' ' } else { c })
        .filter(|&c| c == '\t' || (!c.is_control() && c != '\u{FFFE}' && c != '\u{FFFF}'))
        .collect()
}

/// Whatever a program may take for the end of a line.
fn is_break(c: char) -> bool {
    matches!(
        c,
        '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

/// What takes no ink: blanks of every width, and marks of no width at all.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200B}' | '\u{2060}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_become_paragraphs_whatever_they_end_with() {
        for (text, expected) in [
            ("", vec![]),
            (" \u{3000}\t\u{a0}\u{200b}\n\u{feff}\n", vec![]),
            ("甲", vec!["甲"]),
            ("　　甲\n　　乙\n", vec!["甲", "乙"]),
            (
                "甲\r\n乙\r丙\u{2028}丁\u{b}戊",
                vec!["甲", "乙", "丙", "丁", "戊"],
            ),
            ("1、  甲\t乙  ", vec!["1、  甲\t乙"]),
            ("甲\u{0}\u{1f}\u{7f}\u{9f}\u{fffe}\u{ffff}乙", vec!["甲乙"]),
            ("\u{1}\n甲", vec!["甲"]),
            ("<w:p/> & \"'", vec!["<w:p/> & \"'"]),
            ("𠮷👍", vec!["𠮷👍"]),
        ] {
            assert_eq!(paragraphs(text), expected, "{text:?}");
        }
    }

    #[test]
    fn a_text_of_one_line_keeps_its_words_apart() {
        assert_eq!(printable("甲\r\n乙\u{0}\t丙\n丁"), "甲 乙\t丙 丁");
    }
}
