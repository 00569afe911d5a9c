//! Whether a number format shows a day, and what it shows of one.

/// Whether a format shows a day or a time: it has a letter of one outside quotes and brackets.
pub(super) fn is_shown(code: &str) -> bool {
    !letters(code).is_empty()
}

/// Which letters of a day or a time a format has outside quotes and brackets, in small ones: `ymd`.
pub(super) fn letters(code: &str) -> String {
    let mut found = String::new();
    if code.eq_ignore_ascii_case("General") {
        return found;
    }
    let mut chars = code.chars();
    while let Some(letter) = chars.next() {
        match letter {
            '"' => drop(chars.by_ref().find(|c| *c == '"')),
            '[' => {
                let inside: String = chars.by_ref().take_while(|c| *c != ']').collect();
                let inside = inside.to_ascii_lowercase();
                // Hours beyond a day: [h].
                if ["h", "hh", "m", "mm", "s", "ss"].contains(&inside.as_str()) {
                    found.push('h');
                }
            }
            '\\' | '_' | '*' => drop(chars.next()),
            'y' | 'Y' | 'm' | 'M' | 'd' | 'D' | 'h' | 'H' | 's' | 'S' => {
                found.push(letter.to_ascii_lowercase());
            }
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_of_days_and_times_are_known_by_their_letters() {
        for (code, expected) in [
            ("yyyy-mm-dd", true),
            ("yyyy\"年\"m\"月\"", true),
            ("[h]:mm", true),
            ("[$-804]aaaa d", true),
            ("0.00", false),
            ("#,##0.00\"days\"", false),
            ("[Red]0.0", false),
            ("0.0\\d", false),
            ("General", false),
        ] {
            assert_eq!(is_shown(code), expected, "{code}");
        }
    }
}
