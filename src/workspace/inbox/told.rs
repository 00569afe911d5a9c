//! What is said of files that are not looked at: a line for each kind.

use super::{PassedOver, Why};
use crate::text::Text;

/// The line of files that are not looked at for the same reason.
pub(in crate::workspace) fn line(why: Why, alike: &[PassedOver]) -> Text {
    let names: Vec<&str> = alike.iter().map(|file| file.name.as_str()).collect();
    let [what, advice] = why.text();
    Text::new(
        format!(
            "未看{} {} 个（{}）：{}",
            what.zh,
            names.len(),
            advice.zh,
            names.join("、")
        ),
        format!(
            "not looked at, {}: {} ({}): {}",
            what.en,
            names.len(),
            advice.en,
            names.join(", ")
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_a_kind_share_a_line() {
        let file = |name: &str| PassedOver {
            why: Why::Picture,
            name: name.to_owned(),
            inner: name.to_owned(),
        };
        let said = |files: &[PassedOver]| line(files[0].why, files).en;
        assert_eq!(
            said(&[file("b.jpg"), file("c.png")]),
            "not looked at, pictures: 2 (ask for the .xlsx form where a department sent nothing else): b.jpg, c.png",
        );
        assert_eq!(
            said(&[PassedOver {
                why: Why::Wps,
                ..file("a.wps")
            }]),
            "not looked at, WPS documents: 1 (save them as .docx or .xlsx in WPS): a.wps",
        );
    }
}
