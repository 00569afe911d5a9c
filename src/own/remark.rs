//! What annex says in a note, told apart from what a department wrote there.
//!
//! A note has one text, and who wrote which part of it does not survive every program. So what annex says stands between
//! two lines of its own.

use std::ops::Range;

/// The line before and after what annex says.
const LINE: &str = "── annex ──";

/// What annex says, as it stands in a note below what somebody else wrote there, if anybody did.
pub fn below(theirs: &str, ours: &str) -> String {
    let between = if theirs.is_empty() { "" } else { "\n\n" };
    format!("{theirs}{between}{LINE}\n{ours}\n{LINE}")
}

/// The text of a note without what annex says in it, and without white space around it.
pub fn theirs(note: &str) -> String {
    let mut text = note.to_owned();
    for own in own(note).into_iter().rev() {
        text.replace_range(own, "");
    }
    text.trim().to_owned()
}

/// Where annex speaks in a note, in bytes, the empty lines before it included. What has lost its last line goes on to the
/// end.
pub fn own(note: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut begun = None;
    let mut last = 0;
    let mut at = 0;
    for line in note.split_inclusive('\n') {
        let end = at + line.len();
        if line.trim() == LINE {
            match begun.take() {
                None => begun = Some(note[..at].trim_end().len().max(last)),
                Some(start) => {
                    found.push(start..end);
                    last = end;
                }
            }
        }
        at = end;
    }
    found.extend(begun.map(|start| start..note.len()));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_department_wrote_is_told_from_what_annex_says() {
        for (note, expected) in [
            (below("", "【错误 C001】合计不符").as_str(), ""),
            (
                below("请看附注\n第二行", "a\nb").as_str(),
                "请看附注\n第二行",
            ),
            ("请看附注", "请看附注"),
            ("前\r\n── annex ──\r\n甲\r\n── annex ──\r\n后", "前后"),
            ("前\n── annex ──\n甲", "前"),
            (
                "── annex ──\n甲\n── annex ──\n后\n\n── annex ──\n乙\n── annex ──",
                "后",
            ),
            (
                "── annex ──\n甲\n── annex ──\n\n── annex ──\n乙\n── annex ──",
                "",
            ),
            ("", ""),
        ] {
            assert_eq!(theirs(note), expected, "{note}");
        }
    }
}
