//! What a number format lets people see of a number.

use crate::number::Number;

/// What is seen of a number in a cell of this format, as a number; `None` for a format that shows no plain number: a day, a
/// fraction, an exponent, a text.
///
/// A section may say for which numbers it is: `[>=10000]0!.0,"万";0.00`.
///
/// `0.00` shows 161.74 of 161.7449. `0!.0,` is how amounts in 元 are made to look like 万元: of 1617449 it shows 161.7.
pub(super) fn seen(format: &str, number: Number) -> Option<Number> {
    let sections = sections(format);
    let section = section(&sections, number)?;
    let layout = Layout::of(section)?;
    let shown = number
        .div(power(1000, layout.thousands)?)?
        .round(layout.decimals.checked_add(2 * layout.percent)?)?;
    shown.div(power(10, layout.behind_a_drawn_point)?)
}

/// The section of a format that a number is shown by.
fn section(sections: &[String], number: Number) -> Option<&String> {
    let asked: Vec<_> = sections.iter().map(|section| condition(section)).collect();
    let holds = |at: usize| {
        let condition = asked.get(at).cloned().flatten();
        condition.map(|condition| condition.holds(number))
    };
    match (sections, holds(0), holds(1)) {
        ([first, ..], Some(true), _) => Some(first),
        ([_, second, ..], Some(false), Some(true)) => Some(second),
        // The one after the last condition is for all other numbers.
        ([_, _, third, ..], Some(false), Some(false)) => Some(third),
        ([_, second], Some(false), None) => Some(second),
        // Programs differ on what a single condition leaves to two sections, and on one behind a section without.
        (_, Some(_), _) | (_, None, Some(_)) => None,
        ([_, below, ..], ..) if number.is_negative() => Some(below),
        ([_, _, nought, ..], ..) if number.is_zero() => Some(nought),
        (_, None, None) => sections.first(),
    }
}

/// For which numbers a section is.
#[derive(Debug, Clone)]
struct Condition {
    operator: String,
    limit: Number,
}

impl Condition {
    fn holds(&self, number: Number) -> bool {
        match self.operator.as_str() {
            ">=" => number >= self.limit,
            "<=" => number <= self.limit,
            "<>" => number != self.limit,
            ">" => number > self.limit,
            "<" => number < self.limit,
            _ => number == self.limit,
        }
    }
}

/// The condition of a section, which stands in brackets among colours and languages.
fn condition(section: &str) -> Option<Condition> {
    let mut chars = section.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => drop(chars.by_ref().find(|c| *c == '"')),
            '\\' | '!' | '_' | '*' => drop(chars.next()),
            '[' => {
                let inside: String = chars.by_ref().take_while(|c| *c != ']').collect();
                let limit = inside.trim_start_matches(['<', '>', '=']);
                let operator = inside.strip_suffix(limit).unwrap_or_default();
                if !operator.is_empty() {
                    return Some(Condition {
                        operator: operator.to_owned(),
                        limit: limit.trim().parse().ok()?,
                    });
                }
            }
            _ => {}
        }
    }
    None
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
                // A colour, a currency, or the condition by which the section was chosen.
                '[' => {
                    chars.by_ref().find(|c| *c == ']')?;
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
            ("[>=100]0;0.0", "1.25", Some("1.3")),
            ("[>=100]0;0.0", "100.25", Some("100")),
            ("[>=10000]0!.0,\"万\";0.00", "12345", Some("1.2")),
            ("[>=10000]0!.0,\"万\";0.00", "9999.994", Some("9999.99")),
            ("[Red][<0]0.0;[>=1000]#,##0;0.00", "-1.25", Some("-1.3")),
            ("[Red][<0]0.0;[>=1000]#,##0;0.00", "1000.5", Some("1001")),
            ("[Red][<0]0.0;[>=1000]#,##0;0.00", "12.345", Some("12.35")),
            ("[=0]\"-\";[<>1]0.0;0", "0", None),
            ("[=0]\"-\";[<>1]0.0;0", "1.25", Some("1.3")),
            // Of a single section with a condition nobody knows how it shows other numbers.
            ("[>=100]0", "1.25", None),
            ("0.0;[<-5]0;0.00", "1.25", None),
            ("# ?/8", "1.25", None),
            ("@", "1.25", None),
        ] {
            let found = seen(format, number.parse().unwrap());
            let found = found.map(|number| number.to_string());
            assert_eq!(found.as_deref(), shown, "{format}");
        }
    }
}
