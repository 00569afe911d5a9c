//! What annex prints into a report itself: sentences it computes, marks where something is missing, the list of attachments.
//! None of it is the department's word.

use std::collections::BTreeSet;

use crate::align::written;
use crate::form::Form;

/// So many signs of a sentence have to be a computed one's own before it is taken for one wherever it stands.
const OWN: usize = 12;
/// What stands where something is missing.
const MISSING: &[&str] = &["（未填写）", "（数据算不出来：", "（单元格里是错误值 "];

/// What the report of a pack prints.
#[derive(Debug, Default)]
pub(super) struct Report {
    /// For each computed sentence the words in it, the longest first.
    sentences: Vec<Vec<String>>,
    /// The lines of the list of attachments, as they are compared.
    attachments: BTreeSet<String>,
}

impl Report {
    pub(super) fn of(form: &Form) -> Report {
        let Some(report) = &form.pack.report else {
            return Report::default();
        };
        let words = form.words();
        let grades = form.pack.grades.iter().map(|grade| grade.name.clone());
        let grades: Vec<String> = grades.collect();
        let facts = report
            .sections
            .iter()
            .filter_map(|section| section.facts.as_ref());
        let formulas = facts.filter_map(|facts| {
            let (_, template) = form.pack.field(&facts.value)?;
            template.formula.as_ref()
        });
        let sentences = formulas.map(|formula| {
            let mut said: Vec<String> = literals(&words.fill(&formula.text));
            said.extend(grades.iter().cloned());
            said.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
            said
        });
        let mut attachments = BTreeSet::new();
        if let Some(list) = &report.attachments {
            let heading = words.fill(&list.heading.value);
            attachments.insert(written(&heading));
            for (number, name) in (1..).zip(&list.list) {
                let name = words.fill(&name.value);
                attachments.insert(written(&name));
                attachments.insert(written(&format!("{heading}{number}. {name}")));
            }
        }
        Report {
            sentences: sentences.collect(),
            attachments,
        }
    }

    /// Whether a line is one of the list of attachments.
    pub(super) fn is_attachment(&self, said: &str) -> bool {
        self.attachments.contains(said)
    }

    /// Whether a line is a computed sentence, or stands where one or a text is missing. Without the style annex gives such
    /// a line, `in_style`, it has to have enough of its own for that.
    pub(super) fn prints(&self, text: &str, in_style: bool) -> bool {
        let text = text.trim();
        if MISSING.iter().any(|mark| text.starts_with(mark)) && text.ends_with('）') {
            return true;
        }
        self.sentences.iter().any(|words| {
            let mut rest = text.to_owned();
            let mut own = 0;
            for word in words.iter().filter(|word| !word.is_empty()) {
                let times = rest.matches(word.as_str()).count();
                if times > 0 {
                    own += times * word.chars().count();
                    rest = rest.replace(word.as_str(), " ");
                }
            }
            let is_figure = |c: char| c.is_ascii_digit() || c.is_whitespace() || ".,%-".contains(c);
            let has_figure = text.chars().any(|c| c.is_ascii_digit());
            rest.chars().all(is_figure) && own > 0 && (in_style || has_figure && own >= OWN)
        })
    }
}

/// The texts in quotes of a formula.
fn literals(formula: &str) -> Vec<String> {
    let pieces = formula.replace("\"\"", "\u{0}");
    let quoted = pieces.split('"').skip(1).step_by(2);
    quoted
        .map(|text| text.replace('\u{0}', "\""))
        .filter(|text| !text.is_empty())
        .collect()
}
