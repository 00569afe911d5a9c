//! Whether a text says why money was not spent.

use crate::check::context::Context;
use crate::check::sentences::{searched, sentences};
use crate::form::Rule;
use crate::template::Doubts;
use crate::text::plain;

/// A cause this near to the start of a sentence is that of what the sentence before says: 主要原因是….
const NEAR: usize = 6;

/// So many characters of a project's name are enough to know it by: 湖滨步道 for 湖滨步道工程.
const KNOWN_BY: usize = 4;

/// Whether one of the texts of a rule says why money was not spent. For a project what the department says elsewhere counts if
/// it names the project, or speaks of the budget as a whole.
pub(super) fn is_explained(context: &Context<'_>, rule: &Rule) -> bool {
    let form = context.form();
    let doubts = &form.pack.doubts;
    let sheet = form.fields[rule.at].sheet;
    let project = project(context, sheet).filter(|_| form.rule_template(rule).each.is_some());
    rule.explained_in.iter().any(|&text| {
        let elsewhere = project
            .as_ref()
            .filter(|_| form.fields[text].sheet != sheet);
        let said = context.submission.text(text).unwrap_or_default();
        gives_reason(doubts, &said, |sentence| {
            elsewhere
                .is_none_or(|project| has(&doubts.of_all, sentence) || is_named(project, sentence))
        })
    })
}

/// What a project is called on its sheet.
fn project(context: &Context<'_>, sheet: usize) -> Option<String> {
    let form = context.form();
    let repeat = form.sheet_template(sheet).repeat.as_ref()?;
    let id = format!(
        "{}.{}",
        form.sheets[sheet].id,
        repeat.roster.as_ref()?.value
    );
    context.submission.text(form.field(&id)?)
}

fn is_named(project: &str, sentence: &str) -> bool {
    let name: Vec<char> = plain(project).chars().collect();
    let mut parts = name.windows(KNOWN_BY.min(name.len()).max(1));
    parts.any(|part| sentence.contains(&part.iter().collect::<String>()))
}

/// Whether a sentence that counts says of the money that it was not spent, and it or the next one names a cause.
fn gives_reason(doubts: &Doubts, said: &str, counts: impl Fn(&str) -> bool) -> bool {
    let mut said = searched(said);
    for word in &doubts.not_causes {
        said = said.replace(word.as_str(), "");
    }
    let speaks =
        |text: &str| has(&doubts.money, text) && has(&doubts.unspent, text) && counts(text);
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

fn has(words: &[String], text: &str) -> bool {
    words.iter().any(|word| find(word, text).is_some())
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
            assert_eq!(gives_reason(&doubts, text, |_| true), is, "{text}");
        }
    }
}
