//! Whether a text says why money was not spent.

use crate::check::context::Context;
use crate::check::sentences::{searched, sentences};
use crate::template::Doubts;

/// A cause this near to the start of a sentence is that of what the sentence before says: 主要原因是….
const NEAR: usize = 6;

/// Whether one of some texts says why money was not spent.
pub(super) fn is_explained(context: &Context<'_>, texts: &[usize]) -> bool {
    let doubts = &context.form().pack.doubts;
    let said = texts
        .iter()
        .filter_map(|&text| context.submission.text(text));
    said.into_iter().any(|said| gives_reason(doubts, &said))
}

/// Whether a sentence says of the money that it was not spent, and it or the next one names a cause.
fn gives_reason(doubts: &Doubts, said: &str) -> bool {
    let mut said = searched(said);
    for word in &doubts.not_causes {
        said = said.replace(word.as_str(), "");
    }
    let has = |words: &[String], text: &str| words.iter().any(|word| find(word, text).is_some());
    let speaks = |text: &str| has(&doubts.money, text) && has(&doubts.unspent, text);
    let mut before = "";
    for sentence in sentences(&said).filter(|sentence| !sentence.is_empty()) {
        let causes = doubts.causes.iter();
        let cause = causes.filter_map(|word| find(word, sentence)).min();
        let is_near = |at: usize| sentence[..at].chars().count() <= NEAR;
        if cause.is_some_and(|at| speaks(sentence) || is_near(at) && speaks(before)) {
            return true;
        }
        before = sentence;
    }
    false
}

/// Where a word begins; 受…影响 leaves open what stands between its parts.
fn find(word: &str, text: &str) -> Option<usize> {
    let mut parts = word.split('…');
    let first = parts.next()?;
    let at = text.find(first)?;
    let mut rest = &text[at + first.len()..];
    for part in parts {
        rest = &rest[rest.find(part)? + part.len()..];
    }
    Some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_speaks_of_the_money_and_names_a_cause() {
        let list = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        let doubts = Doubts {
            money: list(&["资金", "执行", "支出", "下达"]),
            unspent: list(&["没", "低", "慢", "结转"]),
            causes: list(&["因", "原因", "受…影响", "流标"]),
            not_causes: list(&["因公", "因地制宜"]),
            ..Doubts::default()
        };
        for (text, is) in [
            ("因设备招标流标，资金年底没有用出去。", true),
            ("预算执行率偏低。主要原因是项目年底才开工。", true),
            ("受汛期影响，资金结转下年。", true),
            ("资金下达后及时拨付。", false),
            ("因人员变动，会议少开一次。", false),
            ("因公出国支出没有发生。", false),
            ("执行进度慢。", false),
            ("资金没有用完。档案老化，人员不足，因此修裱推迟。", false),
        ] {
            assert_eq!(gives_reason(&doubts, text), is, "{text}");
        }
    }
}
