//! Numbers written as texts, in the part of Excel's number formats that sentences need.

use crate::formula::coerce;
use crate::formula::functions::{Argument, Body, Example, Function, Takes, takes};
use crate::formula::types::Ty;
use crate::formula::value::{ErrorKind, ErrorValue, Value};
use crate::number::Number;

/// How many significant digits Excel writes; those after them are noughts.
const DIGITS: u32 = 15;
/// The most places a format may have before or after its decimal point.
const PLACES: usize = 15;

pub(super) static TEXT: Function = Function {
    name: "TEXT",
    parameters: &[takes("value", Takes::Value), takes("format", Takes::Format)],
    least: 2,
    repeats: false,
    spreads: false,
    gives: Ty::Text,
    zh: "按格式把数写成文本：0、0.00、0.00##、#,##0.00、0.00% 这一类；文本原样返回。小数点后只有 # 的格式会留下小数点：TEXT(2, \"0.##\") 是“2.”。",
    en: "Writes a number by a format such as 0, 0.00, 0.00##, #,##0.00 or 0.00%; a text stays as it is. A format with nothing but # after its point keeps the point: TEXT(2, \"0.##\") is \"2.\".",
    example: Example {
        formula: "TEXT(total.rate, \"0.00%\")",
        given: &[("total.rate", &["0.8617"])],
        result: "86.17%",
    },
    body: Body::Eager(|arguments| {
        let written = coerce::text(&Argument::value(arguments, 1))?;
        let value = Argument::value(arguments, 0);
        let number = match &value {
            Value::Bool(_) => return coerce::text(&value).map(Value::Text),
            Value::Text(text) => match coerce::number_from_text(text) {
                None => return Ok(value),
                Some(number) => number,
            },
            other => coerce::number(other)?,
        };
        let format = Format::parse(&written).ok_or_else(|| {
            ErrorValue::new(
                ErrorKind::Value,
                format!("TEXT 不认识格式“{written}”"),
                format!("TEXT does not know the format \"{written}\""),
            )
        })?;
        let text = format.write(number).ok_or_else(ErrorValue::too_large)?;
        Ok(Value::Text(text))
    }),
};

/// A number format: `#,##0.00##%` with fewer or more of its parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::formula) struct Format {
    /// Whether thousands are set apart.
    grouped: bool,
    /// The least number of digits before the point.
    whole: usize,
    /// Whether there is a decimal point; it is written even when no digit follows it.
    point: bool,
    /// The least and the greatest number of digits after the point.
    decimals: (usize, usize),
    /// Whether the number is written in hundredths.
    percent: bool,
}

impl Format {
    /// Reads a format; `None` for one that is not of this kind.
    pub(in crate::formula) fn parse(text: &str) -> Option<Format> {
        let (text, percent) = match text.strip_suffix('%') {
            Some(rest) => (rest, true),
            None => (text, false),
        };
        let (whole, decimals) = match text.split_once('.') {
            Some((whole, decimals)) => (whole, Some(decimals)),
            None => (text, None),
        };
        let (noughts, grouped) = match whole.strip_prefix("#,##") {
            Some(rest) => (rest, true),
            None => (whole, false),
        };
        let only = |text: &str, digit: char| text.chars().all(|c| c == digit);
        let is_whole = !noughts.is_empty() && only(noughts, '0') && !(grouped && noughts != "0");
        let decimals = decimals.unwrap_or_default();
        let fixed = decimals.trim_end_matches('#');
        let fits = whole.len() <= PLACES && decimals.len() <= PLACES;
        (is_whole && only(fixed, '0') && fits).then_some(Format {
            grouped,
            whole: noughts.len(),
            point: text.contains('.'),
            decimals: (fixed.len(), decimals.len()),
            percent,
        })
    }

    /// Writes a number as Excel does, rounded half away from zero; `None` when it has too many digits.
    fn write(self, number: Number) -> Option<String> {
        let mut shown = number.round_significant(DIGITS)?;
        if self.percent {
            shown = shown.mul(Number::HUNDRED)?;
        }
        let (least, most) = self.decimals;
        let rounded = shown.round(i32::try_from(most).ok()?)?.abs().to_string();
        let (whole, decimals) = rounded.split_once('.').unwrap_or((&rounded, ""));
        let mut text = String::new();
        // What is rounded to nought has no sign, in Excel 16 as well.
        let is_nought = rounded.bytes().all(|digit| matches!(digit, b'0' | b'.'));
        if number.is_negative() && !is_nought {
            text.push('-');
        }
        let whole = format!("{whole:0>width$}", width = self.whole);
        for (at, digit) in whole.chars().enumerate() {
            if self.grouped && at > 0 && (whole.len() - at) % 3 == 0 {
                text.push(',');
            }
            text.push(digit);
        }
        if self.point {
            let significant = decimals.trim_end_matches('0');
            text.push('.');
            text.push_str(&format!("{significant:0<least$}"));
        }
        if self.percent {
            text.push('%');
        }
        Some(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_of_other_kinds_are_not_known() {
        for known in [
            "0", "00", "0.0", "0.00##", "0.##", "#,##0", "#,##0.00", "0%", "0.00%", "0.",
        ] {
            assert!(Format::parse(known).is_some(), "{known}");
        }
        for unknown in [
            "",
            "%",
            "#",
            "#.00",
            "0.0#0",
            "#,##00",
            "0,0",
            "0.00;-0.00",
            "yyyy-mm-dd",
            "0元",
            "General",
            "@",
            "0%%",
            "0.0000000000000000",
        ] {
            assert!(Format::parse(unknown).is_none(), "{unknown}");
        }
    }

    #[test]
    fn what_is_written_is_read_back_as_the_rounded_number() {
        for cents in (-20_050..20_050).step_by(7) {
            let number = Number::from(i64::from(cents))
                .div(Number::from(10_000))
                .unwrap();
            for (format, places) in [
                ("0", 0),
                ("0.00", 2),
                ("0.00##", 4),
                ("#,##0.0", 1),
                ("0.00%", 4),
            ] {
                let written = Format::parse(format).unwrap().write(number).unwrap();
                let read = crate::formula::number_from_text(&written).unwrap();
                assert_eq!(
                    read,
                    number.round(places).unwrap(),
                    "{number} as {format}: {written}"
                );
            }
        }
    }
}
