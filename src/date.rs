//! Days as Excel counts them, and as people write them.

use jiff::civil::Date;

use crate::number::Number;

/// Excel's day nought in the 1900 date system, as all programs count from March 1900 on.
const DAY_NOUGHT: Date = jiff::civil::date(1899, 12, 30);
/// The number Excel has for 29 February 1900, a day that never was. Each day before it has a number smaller by one than the
/// days since [`DAY_NOUGHT`].
const NO_DAY: i64 = 60;

/// The day a serial number stands for; a time of day is dropped. `None` outside the years 1900 to 9999, and for the 29 February
/// 1900 that Excel knows.
///
/// ```
/// use annex::date::from_serial;
/// assert_eq!(from_serial(45736.into()).unwrap().to_string(), "2025-03-20");
/// assert_eq!(from_serial(32.into()).unwrap().to_string(), "1900-02-01");
/// ```
pub fn from_serial(serial: Number) -> Option<Date> {
    let days = serial
        .round_down(0)?
        .to_i64()
        .filter(|days| (1..=2_958_465).contains(days) && *days != NO_DAY)?;
    let since = days + i64::from(days < NO_DAY);
    DAY_NOUGHT.checked_add(jiff::Span::new().days(since)).ok()
}

/// The serial number of a day.
pub fn to_serial(date: Date) -> Option<Number> {
    let since = i64::from(DAY_NOUGHT.until(date).ok()?.get_days());
    let days = since - i64::from(since <= NO_DAY);
    (days > 0).then(|| Number::from(days))
}

/// A day as it is written in a Chinese text: 2025年3月20日.
pub fn chinese(day: Date) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

/// Reads a day as people write it: `2025-3-20`, `2025/3/20`, `2025.3.20`, `2025年3月20日`.
///
/// ```
/// use annex::date::parse;
/// assert_eq!(parse("2025年3月20日").unwrap().to_string(), "2025-03-20");
/// assert_eq!(parse("3月20日"), None);
/// ```
pub fn parse(text: &str) -> Option<Date> {
    let text = text.trim().trim_end_matches('日');
    let parts: Vec<&str> = text
        .split(['-', '/', '.', '年', '月'])
        .map(str::trim)
        .collect();
    let [year, month, day] = parts.as_slice() else {
        return None;
    };
    if year.len() != 4 {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}
