//! Whether a number format shows a number as a percentage.

use crate::number::Number;

/// Whether a cell of this number format shows a number with a percent sign, a hundred times as large: `0.00%` does,
/// `0"%"` and `0\%` only draw the sign.
///
/// Of a format with sections that of the sign of the number counts: `0%;[Red]-0%;-`.
///
/// ```
/// use annex::book::shows_percent;
/// use annex::number::Number;
/// assert!(shows_percent("0.00%", Number::ONE));
/// assert!(!shows_percent("0.00\"%\"", Number::ONE));
/// ```
pub fn shows_percent(format: &str, number: Number) -> bool {
    sign(format, number, |section| section.percent)
}

/// Whether a cell of this number format only draws a percent sign behind a number: 100 is shown as 100% by `0"%"`.
pub fn draws_percent(format: &str, number: Number) -> bool {
    sign(format, number, |section| section.drawn && !section.percent)
}

fn sign(format: &str, number: Number, has: fn(&Section) -> bool) -> bool {
    let sections = sections(format);
    // With conditions any of them may be meant; where they agree, it does not matter which.
    if sections.iter().any(|section| section.has_condition) {
        let mut with_digits = sections.iter().filter(|section| section.has_digits);
        return with_digits.clone().count() > 0 && with_digits.all(has);
    }
    let section = match sections.as_slice() {
        [_, below, ..] if number.is_negative() => below,
        [_, _, nought, ..] if number.is_zero() => nought,
        [first, ..] => first,
        [] => return false,
    };
    has(section)
}

/// What the part of a format between semicolons asks for.
#[derive(Debug, Default)]
struct Section {
    percent: bool,
    drawn: bool,
    has_digits: bool,
    has_condition: bool,
}

fn sections(format: &str) -> Vec<Section> {
    let mut done = Vec::new();
    let mut section = Section::default();
    let mut chars = format.chars();
    while let Some(c) = chars.next() {
        match c {
            ';' => done.push(std::mem::take(&mut section)),
            '%' | '％' => section.percent = true,
            '0' | '#' | '?' => section.has_digits = true,
            // Drawn as they are.
            '"' => {
                let mut quoted = chars.by_ref().take_while(|c| *c != '"');
                section.drawn |= quoted.any(|c| matches!(c, '%' | '％'));
                quoted.for_each(drop);
            }
            '\\' | '!' => section.drawn |= chars.next() == Some('%'),
            '_' | '*' => drop(chars.next()),
            '[' => {
                let inside: String = chars.by_ref().take_while(|c| *c != ']').collect();
                section.has_condition |= inside.starts_with(['<', '>', '=']);
            }
            _ => {}
        }
    }
    done.push(section);
    done
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_sign_that_counts_is_a_percentage() {
        for (format, number, percent) in [
            ("0%", "1.02", true),
            ("0.00%", "0.992", true),
            ("0.0%_ ", "0.5", true),
            ("0%;[Red]-0%", "-0.5", true),
            ("0%;-0.00", "-0.5", false),
            ("0%;-0%;0.00", "0", false),
            ("0%;-0%;0.00", "0.5", true),
            ("#,##0.00%;(#,##0.00%)", "0.5", true),
            ("[>=1]0%;0.0%", "0.5", true),
            ("[>=1]0%;0.0", "0.5", false),
            ("[$-804]0.0%", "0.5", true),
            ("\"约\"0.0%", "0.5", true),
            ("0.0\"%\"", "0.5", false),
            ("0.0\\%", "0.5", false),
            ("0.0!%", "0.5", false),
            ("0.00", "0.5", false),
            ("General", "0.5", false),
            ("@", "0.5", false),
            ("", "0.5", false),
        ] {
            let found = shows_percent(format, number.parse().unwrap());
            assert_eq!(found, percent, "{format} of {number}");
        }
    }

    #[test]
    fn a_sign_in_quotes_is_drawn() {
        for (format, drawn) in [
            ("0\"%\"", true),
            ("0.0\\%", true),
            ("0!%", true),
            ("0\"％以上\"", true),
            ("0%", false),
            ("0\"次\"", false),
        ] {
            assert_eq!(draws_percent(format, Number::ONE), drawn, "{format}");
        }
    }
}
