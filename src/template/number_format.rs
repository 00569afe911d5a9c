//! Whether Excel would take a number format: one it does not take makes it repair the whole workbook.

use crate::template::mistake::Mistakes;
use crate::template::source::Located;
use crate::text::Text;

/// The most characters a number format may have.
const LONGEST: usize = 255;
/// Letters that mean something in a format: dates, times, exponents, eras.
const LETTERS: &str = "dDmMyYhHsSeEgGbB";

/// Reports a number format Excel would not take.
pub(super) fn check(format: &Located<String>, mistakes: &Mistakes) {
    let length = format.value.encode_utf16().count();
    if length > LONGEST {
        mistakes.add(
            "T017",
            format.origin.clone(),
            Text::new(
                format!("数字格式（format）有 {length} 个字符，Excel 最多允许 {LONGEST} 个"),
                format!("the number format has {length} characters, Excel allows {LONGEST}"),
            ),
            Text::new("请缩短。", "Make it shorter."),
        );
    }
    if let Some((at, message)) = wrong(&format.value) {
        mistakes.add(
            "T017",
            format.origin.within(&format.value, at),
            message,
            Text::new(
                "写成 0、0.00、#,##0.00、0.00% 的样子；要显示的字加英文引号，如 0.00\"万元\"。",
                "Write 0, 0.00, #,##0.00 or 0.00%; words that are to be shown stand in quotes, as in 0.00\"万元\".",
            ),
        );
    }
}

fn wrong(format: &str) -> Option<(usize, Text)> {
    let mut rest = format;
    let mut sections = 1;
    loop {
        let at = format.len() - rest.len();
        let c = rest.chars().next()?;
        let lower = rest.to_ascii_lowercase();
        rest = match c {
            '"' => match rest[1..].find('"') {
                Some(close) => &rest[close + 2..],
                None => {
                    return Some((
                        at,
                        Text::new(
                            "数字格式里的引号没有收尾",
                            "a quote in the number format is not closed",
                        ),
                    ));
                }
            },
            '[' => match rest.find(']') {
                Some(close) => &rest[close + 1..],
                None => {
                    return Some((
                        at,
                        Text::new(
                            "数字格式里的方括号没有收尾",
                            "a bracket in the number format is not closed",
                        ),
                    ));
                }
            },
            '\\' | '_' | '*' => {
                let shown = rest[1..].chars().next().map_or(0, char::len_utf8);
                &rest[1 + shown..]
            }
            ';' => {
                sections += 1;
                if sections > 4 {
                    return Some((
                        at,
                        Text::new(
                            "数字格式超过 4 段",
                            "the number format has more than 4 sections",
                        ),
                    ));
                }
                &rest[1..]
            }
            _ if lower.starts_with("general") => &rest[7..],
            _ if lower.starts_with("am/pm") => &rest[5..],
            _ if lower.starts_with("a/p") => &rest[3..],
            c if c.is_ascii_alphabetic() && !LETTERS.contains(c) => {
                return Some((
                    at,
                    Text::new(
                        format!("数字格式里不能有“{c}”"),
                        format!("'{c}' means nothing in a number format"),
                    ),
                ));
            }
            c => &rest[c.len_utf8()..],
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_of_excel_are_taken() {
        for format in [
            "",
            "General",
            "@",
            "0",
            "#,##0.00####",
            "0.00%",
            "0.00E+00",
            "# ?/8",
            "yyyy-mm-dd",
            "yyyy\"年\"m\"月\"d\"日\"",
            "[Red]-0.00;[>=100]0;0;@",
            "_-* #,##0.00_-",
            "0.00\\万",
            "h:mm AM/PM",
            "¥#,##0",
            "0元",
        ] {
            assert_eq!(wrong(format), None, "{format}");
        }
    }

    #[test]
    fn others_are_not() {
        for (format, at) in [
            ("0.00\"万", 4),
            ("[Red0", 0),
            ("0;0;0;0;0", 7),
            ("0.00 yuan", 6),
        ] {
            assert_eq!(wrong(format).map(|(at, _)| at), Some(at), "{format}");
        }
    }
}
