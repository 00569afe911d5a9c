//! What is said of files that are not looked at: a line for each kind.

use super::{PassedOver, Why};
use crate::text::Text;

/// The lines; `files` are sorted.
pub(in crate::cli) fn lines(files: &[PassedOver]) -> Vec<Text> {
    let alike = files.chunk_by(|one, next| one.why == next.why);
    alike
        .filter_map(|alike| Some((alike.first()?.why, alike)))
        .map(|(why, alike)| line(why, alike))
        .collect()
}

fn line(why: Why, alike: &[PassedOver]) -> Text {
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
        let file = |why, name: &str| PassedOver {
            why,
            name: name.to_owned(),
            inner: name.to_owned(),
        };
        let files = [
            file(Why::Wps, "a.wps"),
            file(Why::Picture, "b.jpg"),
            file(Why::Picture, "c.png"),
        ];
        let lines: Vec<String> = lines(&files).into_iter().map(|line| line.en).collect();
        assert_eq!(
            lines,
            [
                "not looked at, WPS documents: 1 (save them as .docx or .xlsx in WPS): a.wps",
                "not looked at, pictures: 2 (ask for the .xlsx form where a department sent nothing else): b.jpg, c.png",
            ]
        );
    }
}
