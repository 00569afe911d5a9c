//! Days and months that stand in a text with their year: 2024年9月, 2024年9月30日.

use jiff::civil::Date;

/// The days that a text names with their year, each as it stands there; of a month its first day.
pub(super) fn days(text: &str) -> Vec<(Date, String)> {
    let parts = text.match_indices('年');
    parts.filter_map(|(at, _)| day(text, at)).collect()
}

/// The day around a 年 at this place of a text.
fn day(text: &str, at: usize) -> Option<(Date, String)> {
    let is_digit = |c: char| c.is_ascii_digit();
    let before = text[..at].trim_end_matches(is_digit);
    let year = &text[before.len()..at];
    let rest = &text[at + '年'.len_utf8()..];
    let (month, rest) = rest.split_once('月')?;
    let number = |digits: &str| digits.parse::<i8>().ok().filter(|_| digits.len() <= 2);
    let day = rest.split_once('日').map(|(day, _)| day);
    let day = day.and_then(|day| Some((number(day)?, day)));
    let year = year.parse::<i16>().ok().filter(|_| year.len() == 4)?;
    let date = Date::new(year, number(month)?, day.map_or(1, |(day, _)| day)).ok()?;
    let day = day.map_or_else(String::new, |(_, day)| format!("{day}日"));
    Some((date, format!("{year}年{month}月{day}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_months_are_found_with_their_year() {
        let said = "2024年9月30日完工,步道2025年12月验收;全年2次,2024年至2025年,9月30日,2024年13月";
        let found: Vec<String> = days(said)
            .into_iter()
            .map(|(date, said)| format!("{date} {said}"))
            .collect();
        assert_eq!(found, ["2024-09-30 2024年9月30日", "2025-12-01 2025年12月"]);
    }
}
