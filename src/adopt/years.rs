//! Years in labels and titles.

use crate::text::half_width;

/// The years a text speaks of: four digits before 年.
pub(super) fn years(text: &str) -> Vec<u16> {
    let plain: Vec<char> = text
        .chars()
        .map(half_width)
        .filter(|c| !c.is_whitespace())
        .collect();
    let year = |part: &[char]| {
        let (digits, rest) = part.split_at_checked(4)?;
        let digits: String = digits.iter().collect();
        let year = digits.parse().ok()?;
        (rest == ['年'] && (1990..2100).contains(&year)).then_some(year)
    };
    plain.windows(5).filter_map(year).collect()
}

/// A text whose years are this many years later.
pub(super) fn later(text: &str, by: i32) -> String {
    let mut text = text.to_owned();
    if by == 0 {
        return text;
    }
    let found = years(&text);
    // Each year becomes one that is not there before it becomes the right one, so that none is moved twice.
    for (mark, year) in ('\u{E000}'..).zip(&found) {
        text = text.replacen(&format!("{year}年"), &format!("{mark}年"), 1);
    }
    for (mark, year) in ('\u{E000}'..).zip(found) {
        let year = i32::from(year) + by;
        text = text.replacen(mark, &year.to_string(), 1);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_are_four_digits_before_their_word() {
        assert_eq!(
            years("２０２３ 年决算数，2024年预算数，130万元"),
            [2023, 2024]
        );
        assert_eq!(years("12024年度3000年"), [2024]);
        assert_eq!(later("2023年决算数（2024年）", 1), "2024年决算数（2025年）");
        assert_eq!(later("决算数", -1), "决算数");
    }
}
