//! What a number format lets people see of a number.

use crate::number::Number;

/// What is seen of a number in a cell of this format, as a number; `None` for a format that shows no plain number: a day, a
/// fraction, an exponent, a text, or one whose sections have conditions.
///
/// `0.00` shows 161.74 of 161.7449. `0!.0,` is how amounts in 元 are made to look like 万元: of 1617449 it shows 161.7.
pub(super) fn seen(format: &str, number: Number) -> Option<Number> {
    let sections = sections(format);
    let section = match sections.as_slice() {
        [_, below, ..] if number.is_negative() => below,
        [_, _, nought, ..] if number.is_zero() => nought,
        [first, ..] => first,
        [] => return None,
    };
    let layout = Layout::of(section)?;
    let shown = number
        .div(power(1000, layout.thousands)?)?
        .round(layout.decimals.checked_add(2 * layout.percent)?)?;
    shown.div(power(10, layout.behind_a_drawn_point)?)
}

fn power(base: i64, exponent: i32) -> Option<Number> {
    (0..exponent).try_fold(Number::ONE, |power, _| power.mul(Number::from(base)))
}

/// The parts of a format between semicolons, those in quotes aside.
fn sections(format: &str) -> Vec<String> {
    let mut sections = vec![String::new()];
    let mut chars = format.chars();
    let mut quoted = false;
    while let Some(c) = chars.next() {
        match c {
            ';' if !quoted => {
                sections.push(String::new());
                continue;
            }
            '"' => quoted = !quoted,
            _ => {}
        }
        if let Some(section) = sections.last_mut() {
            section.push(c);
            if matches!(c, '\\' | '!') && !quoted {
                section.extend(chars.next());
            }
        }
    }
    sections
}

#[derive(Debug, Default)]
struct Layout {
    decimals: i32,
    percent: i32,
    /// Commas after the last digit: each divides by a thousand.
    thousands: i32,
    /// Digits behind a point that is drawn and does not count.
    behind_a_drawn_point: i32,
}

impl Layout {
    fn of(section: &str) -> Option<Layout> {
        let mut layout = Layout::default();
        let mut chars = section.chars();
        let (mut digits, mut after_point, mut after_drawn_point) = (0, false, false);
        while let Some(c) = chars.next() {
            match c {
                '0' | '#' | '?' => {
                    digits += 1;
                    layout.thousands = 0;
                    layout.decimals += i32::from(after_point);
                    layout.behind_a_drawn_point += i32::from(after_drawn_point);
                }
                '.' => after_point = true,
                ',' => layout.thousands += 1,
                '%' => layout.percent += 1,
                '"' => {
                    chars.by_ref().find(|c| *c == '"')?;
                }
                '[' => {
                    let inside: String = chars.by_ref().take_while(|c| *c != ']').collect();
                    if inside.starts_with(['<', '>', '=']) {
                        return None;
                    }
                }
                '\\' | '!' => after_drawn_point |= chars.next()? == '.',
                '_' | '*' => {
                    chars.next()?;
                }
                '/' | '@' => return None,
                c if c.is_ascii_alphabetic() => return None,
                _ => {}
            }
        }
        (digits > 0).then_some(layout)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_show_what_they_show() {
        for (format, number, shown) in [
            ("0.00", "161.7449", Some("161.74")),
            ("#,##0.00", "1234.565", Some("1234.57")),
            ("#,##0.00####", "161.7449", Some("161.7449")),
            ("0", "0.5", Some("1")),
            ("0.00%", "0.86168", Some("0.8617")),
            ("#,##0,", "1617449", Some("1617")),
            ("0!.0,", "1617449", Some("161.7")),
            ("0\\.0,\"万元\"", "1617449", Some("161.7")),
            ("0.00_);[Red]\\(0.0\\)", "-1.25", Some("-1.3")),
            (
                "_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * \"-\"??_ ;_ @_ ",
                "2.555",
                Some("2.56"),
            ),
            ("[$¥-804]0.0", "1.25", Some("1.3")),
            ("General", "1.25", None),
            ("yyyy-mm-dd", "45000", None),
            ("[>=100]0;0.0", "1.25", None),
            ("# ?/8", "1.25", None),
            ("@", "1.25", None),
        ] {
            let found = seen(format, number.parse().unwrap());
            let found = found.map(|number| number.to_string());
            assert_eq!(found.as_deref(), shown, "{format}");
        }
    }
}
