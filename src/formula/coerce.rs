//! How one kind of value stands in for another, as Excel has it.

use std::cmp::Ordering;

use crate::formula::exact;
use crate::formula::value::{ErrorValue, Value};
use crate::number::Number;

/// How many significant digits a number keeps when it becomes a text.
const SHOWN_DIGITS: u32 = 15;
/// The longest plain form of such a number; longer ones are written with an exponent.
const SHOWN_LENGTH: usize = 20;
const SHOWN_WHOLE_LENGTH: usize = 21;

/// The number a value stands for in arithmetic: a blank is 0, TRUE is 1, a text is read.
pub(super) fn number(value: &Value) -> Result<Number, ErrorValue> {
    match value {
        Value::Blank | Value::Bool(false) => Ok(Number::ZERO),
        Value::Bool(true) => Ok(Number::ONE),
        Value::Number(number) => Ok(*number),
        Value::Text(text) => number_from_text(text).ok_or_else(|| ErrorValue::not_a_number(text)),
        Value::Error(error) => Err(error.clone()),
    }
}

/// The text a value stands for with `&` and in text functions.
pub(super) fn text(value: &Value) -> Result<String, ErrorValue> {
    match value {
        Value::Blank => Ok(String::new()),
        Value::Bool(_) => Ok(value.to_string()),
        Value::Number(number) => Ok(general(*number)),
        Value::Text(text) => Ok(text.clone()),
        Value::Error(error) => Err(error.clone()),
    }
}

/// Whether a condition holds: any number but 0 does, and of texts only TRUE and FALSE are understood.
pub(super) fn truth(value: &Value) -> Result<bool, ErrorValue> {
    match value {
        Value::Blank => Ok(false),
        Value::Bool(truth) => Ok(*truth),
        Value::Number(number) => Ok(!number.is_zero()),
        Value::Text(text) if text.eq_ignore_ascii_case("true") => Ok(true),
        Value::Text(text) if text.eq_ignore_ascii_case("false") => Ok(false),
        Value::Text(text) => Err(ErrorValue::not_logical(text)),
        Value::Error(error) => Err(error.clone()),
    }
}

/// Orders two values as Excel's comparisons do: numbers before texts before FALSE before TRUE, texts without regard to
/// case, and a blank as whatever makes it equal to nothing of the other's kind (0, an empty text, FALSE).
pub(super) fn compare(left: &Value, right: &Value) -> Result<Ordering, ErrorValue> {
    let (left, right) = (standing_for(left, right), standing_for(right, left));
    Ok(match (&left, &right) {
        (Value::Error(error), _) | (_, Value::Error(error)) => return Err(error.clone()),
        (Value::Number(a), Value::Number(b)) => exact::settle(*a).cmp(&exact::settle(*b)),
        (Value::Text(a), Value::Text(b)) => fold(a).cmp(&fold(b)),
        (Value::Bool(a), Value::Bool(b)) => a.cmp(b),
        _ => rank(&left).cmp(&rank(&right)),
    })
}

fn standing_for(value: &Value, beside: &Value) -> Value {
    match (value, beside) {
        (Value::Blank, Value::Text(_)) => Value::Text(String::new()),
        (Value::Blank, Value::Bool(_)) => Value::Bool(false),
        (Value::Blank, _) => Value::Number(Number::ZERO),
        _ => value.clone(),
    }
}

fn rank(value: &Value) -> u8 {
    match value {
        Value::Blank | Value::Number(_) => 0,
        Value::Text(_) => 1,
        Value::Bool(_) => 2,
        Value::Error(_) => 3,
    }
}

/// The text with case taken out of it.
pub(super) fn fold(text: &str) -> String {
    text.to_lowercase()
}

/// Reads a text that Excel takes for a number: `5`, `-1,234.50`, `50%`, `(3)`, `1.2E3`; `None` for any other.
///
/// Dates, times, fractions and currency signs, which Excel reads as well, are not read.
///
/// ```
/// use annex::formula::number_from_text;
/// assert_eq!(number_from_text(" 1,234.5 ").unwrap().to_string(), "1234.5");
/// assert_eq!(number_from_text("50%").unwrap().to_string(), "0.5");
/// assert!(number_from_text("12万").is_none());
/// ```
pub fn number_from_text(text: &str) -> Option<Number> {
    let text = text.trim_matches(' ');
    if let Some(inner) = text
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'))
    {
        let number = unsigned(inner)?;
        return Some(number.neg());
    }
    let (negative, rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let number = match rest.strip_suffix('%') {
        Some(part) => unsigned(part.trim_end_matches(' '))?.div(Number::HUNDRED)?,
        None => unsigned(rest)?,
    };
    Some(if negative { number.neg() } else { number })
}

fn unsigned(text: &str) -> Option<Number> {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let (whole, decimals) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let grouped = whole.contains(',');
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or("");
    let well_grouped =
        !grouped || (matches!(first.len(), 1..=3) && groups.all(|group| group.len() == 3));
    let whole = whole.replace(',', "");
    if (whole.is_empty() && decimals.is_empty())
        || !digits(&whole)
        || !digits(decimals)
        || !well_grouped
    {
        return None;
    }
    let plain = format!("0{whole}.{decimals}0");
    match exponent {
        None => plain.parse().ok(),
        Some(power) => {
            let bare = power.strip_prefix(['+', '-']).unwrap_or(power);
            let written = !bare.is_empty() && digits(bare);
            let sign = if power.starts_with('-') { "-" } else { "" };
            written
                .then(|| format!("{plain}e{sign}{bare}").parse().ok())
                .flatten()
        }
    }
}

/// A number as Excel writes it into a text: 15 significant digits, with an exponent only when it would be very long.
pub(super) fn general(number: Number) -> String {
    let rounded = number.round_significant(SHOWN_DIGITS).unwrap_or(number);
    let plain = rounded.abs().to_string();
    let longest = if plain.contains('.') {
        SHOWN_LENGTH
    } else {
        SHOWN_WHOLE_LENGTH
    };
    let written = if plain.len() <= longest {
        plain
    } else {
        scientific(&plain)
    };
    if rounded.is_negative() {
        format!("-{written}")
    } else {
        written
    }
}

/// `0.0000333` as `3.33E-05`.
fn scientific(plain: &str) -> String {
    let (whole, decimals) = plain.split_once('.').unwrap_or((plain, ""));
    let digits = format!("{whole}{decimals}");
    let leading = digits.bytes().take_while(|b| *b == b'0').count();
    let significant = digits.trim_matches('0');
    let (first, rest) = significant.split_at(significant.len().min(1));
    let point = if rest.is_empty() { "" } else { "." };
    let above = whole.len() > leading;
    let exponent = if above {
        whole.len() - leading - 1
    } else {
        leading + 1 - whole.len()
    };
    let sign = if above { '+' } else { '-' };
    format!("{first}{point}{rest}E{sign}{exponent:02}")
}
