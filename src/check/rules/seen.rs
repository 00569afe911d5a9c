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

/// What is seen in a cell of this format in place of its number, where that is no rounded or scaled number: a text of the
/// format, nothing at all, other digits or another sign beside the digits; `None` where the number itself is seen.
///
/// Of 32.1 `"99.00"` shows 99.00, `;;;` nothing, `0"0"` 320. With `amount` a percent sign counts: `0%` shows 3210%.
pub(super) fn masked(format: &str, number: Number, amount: bool) -> Option<String> {
    let sections = sections(format);
    let section = section(&sections, number)?;
    let drawn = Drawn::of(section)?;
    let Some(layout) = Layout::of(section) else {
        // A colour alone is the general format in that colour.
        let is_general = drawn.before.is_empty() && (sections.len() == 1 || drawn.coloured);
        // Nought may be shown as nothing, a dash, a word.
        let is_nought = number.is_zero() && !drawn.before.contains(|c| matches!(c, '1'..='9'));
        let is_said = section.contains(['"', '\\', '!']) || condition(section).is_some();
        let is_hidden = !is_nought && (is_said || !is_general);
        return is_hidden.then(|| drawn.before.trim().to_owned());
    };
    let shown = seen(format, number)?;
    let is_percent = drawn.after.starts_with('%') || drawn.before.ends_with('%');
    let shown = if layout.percent > 0 {
        shown.mul(Number::HUNDRED)?
    } else {
        shown
    };
    let is_minus = |c| matches!(c, '-' | '−' | '－');
    let own_sign = number.is_negative() && !is_below(&sections, section);
    let other_sign = match number.is_negative() {
        false => !number.is_zero() && drawn.before.contains(is_minus),
        true if own_sign => drawn.before.contains(is_minus),
        true => {
            let says_so = |c| is_minus(c) || matches!(c, '(' | '（' | '△' | '▲' | '负');
            !drawn.coloured && !drawn.before.contains(says_so)
        }
    };
    let digit_before = || {
        let rest = drawn.before.trim_end_matches(['.', ',']);
        rest.ends_with(|c: char| c.is_ascii_digit())
    };
    let digit_after = || {
        let rest = drawn.after.trim_start_matches(['.', ',']);
        rest.starts_with(|c: char| c.is_ascii_digit())
    };
    let is_other = digit_before() || digit_after() || drawn.digit_between || other_sign;
    (is_other || amount && is_percent && !number.is_zero()).then(|| {
        let sign = if own_sign { "-" } else { "" };
        let (before, after) = (drawn.before.trim(), drawn.after.trim());
        format!("{sign}{before}{}{after}", shown.abs())
    })
}

/// Whether a section is for numbers below nought alone, and thus shows them without a sign of their own.
fn is_below(sections: &[String], section: &String) -> bool {
    let has_conditions = sections.iter().any(|section| condition(section).is_some());
    !has_conditions && sections.len() > 1 && std::ptr::eq(&raw const sections[1], section)
}

/// What a section draws beside its digits.
#[derive(Debug, Default)]
struct Drawn {
    before: String,
    after: String,
    /// Whether a digit is drawn among its digits.
    digit_between: bool,
    coloured: bool,
}

impl Drawn {
    /// `None` for a section that shows no plain number.
    fn of(section: &str) -> Option<Drawn> {
        let mut drawn = Drawn::default();
        let mut chars = section.chars();
        let mut begun = false;
        while let Some(c) = chars.next() {
            let text: String = match c {
                '0' | '#' | '?' => {
                    let between = std::mem::take(&mut drawn.after);
                    drawn.digit_between |= between.contains(|c: char| c.is_ascii_digit());
                    begun = true;
                    continue;
                }
                '.' | ',' => continue,
                '"' => chars.by_ref().take_while(|c| *c != '"').collect(),
                '\\' | '!' => chars.next()?.to_string(),
                '_' => {
                    chars.next()?;
                    " ".to_owned()
                }
                // A sign that fills the cell.
                '*' => chars.next()?.to_string(),
                '[' => {
                    let inside: String = chars.by_ref().take_while(|c| *c != ']').collect();
                    match inside.strip_prefix('$') {
                        Some(currency) => currency.split('-').next()?.to_owned(),
                        None => {
                            drawn.coloured |= !inside.starts_with(['<', '>', '=']);
                            continue;
                        }
                    }
                }
                '/' | '@' => return None,
                c if c.is_ascii_alphabetic() => return None,
                c => c.to_string(),
            };
            if begun {
                drawn.after.push_str(&text);
            } else {
                drawn.before.push_str(&text);
            }
        }
        Some(drawn)
    }
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
    fn formats_that_hide_a_number_are_told_by_what_they_show() {
        for (format, number, shown) in [
            ("\"99.00\"", "32.1", Some("99.00")),
            ("\"99.00\"", "0", Some("99.00")),
            ("[>=10]\"99.00\";0.00", "32.1", Some("99.00")),
            ("[>=10]\"99.00\";0.00", "3.1", None),
            ("[=32.1]\"41.20\";General", "32.1", Some("41.20")),
            ("[=32.1]\"41.20\";General", "32.2", None),
            (";;;", "32.1", Some("")),
            (";;", "32.1", Some("")),
            ("\"\"", "32.1", Some("")),
            ("** ", "32.1", Some("*")),
            ("\"—\"", "32.1", Some("—")),
            ("[=0];General", "0", None),
            ("[=32.1];General", "32.1", Some("")),
            ("0%", "32.1", Some("3210%")),
            ("0.0\"%\"", "32.1", Some("32.1%")),
            ("0%", "0", None),
            ("0\"0\"", "32", Some("320")),
            ("0\".99\"", "32", Some("32.99")),
            ("\"1\"0.00", "32.1", Some("132.1")),
            ("\\10.00", "32.1", Some("132.1")),
            ("\"-\"0.00", "32.1", Some("-32.1")),
            ("0.00;0.00", "-32.1", Some("32.1")),
            ("0.00;[Red]0.00", "-32.1", None),
            ("0.00_ ", "32.1", None),
            ("#,##0.00", "32.1", None),
            ("#,##0.00_);(#,##0.00)", "-32.1", None),
            ("0.00_ ;[Red]-0.00 ", "-32.1", None),
            ("-0.00", "-32.1", Some("--32.1")),
            (
                "_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * \"-\"??_ ;_ @_ ",
                "32.1",
                None,
            ),
            (
                "_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * \"-\"??_ ;_ @_ ",
                "0",
                None,
            ),
            ("0.00\"万元\"", "32.1", None),
            ("\"2024年\"0.00", "32.1", None),
            ("\"¥\"#,##0.00", "32.1", None),
            ("¥#,##0.00;¥-#,##0.00", "-32.1", None),
            ("[$¥-804]#,##0.00", "32.1", None),
            ("0!.0,\"万\"", "1617449", None),
            ("0.00;-0.00;", "0", None),
            ("0.00;-0.00;\"无\"", "0", None),
            (";;", "0", None),
            ("[Red]", "32.1", None),
            ("[红色]0.00", "32.1", None),
            ("", "32.1", None),
            ("@", "32.1", None),
            ("General", "32.1", None),
            ("0.00E+00", "32.1", None),
            ("yyyy-mm-dd", "32.1", None),
            ("# ?/8", "32.1", None),
        ] {
            let found = masked(format, number.parse().unwrap(), true);
            assert_eq!(found.as_deref(), shown, "{format} of {number}");
        }
        let of_rate = |format: &str| masked(format, Number::ONE, false);
        assert_eq!(of_rate("0%"), None);
        assert_eq!(of_rate("\"98%\"").as_deref(), Some("98%"));
    }

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
