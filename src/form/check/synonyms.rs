//! Whether what `[[synonyms]]` says fits the texts the pack prints.

use std::collections::BTreeMap;

use crate::align::written;
use crate::form::Form;
use crate::template::source::Located;
use crate::template::{Mistakes, Synonym};
use crate::text::Text;

/// Whether the fields that name the department are there.
pub(super) fn departments(form: &Form, mistakes: &Mistakes) {
    for id in &form.pack.departments {
        if form.pack.field(&id.value).is_none() {
            mistakes.add(
                "T013",
                id.origin.clone(),
                Text::new(
                    format!("没有“{}”这个字段", id.value),
                    format!("there is no field '{}'", id.value),
                ),
                Text::new(
                    "写带表名的字段名，如 \"project.authority\"。",
                    "Name a field with its sheet, as in \"project.authority\".",
                ),
            );
        }
    }
}

pub(super) fn synonyms(form: &Form, mistakes: &Mistakes) {
    let printed: Vec<Vec<String>> = form
        .sheets
        .iter()
        .map(|sheet| {
            sheet
                .labels
                .iter()
                .map(|label| written(&label.text))
                .collect()
        })
        .collect();
    let words = form.words();
    let mut said: BTreeMap<String, &Located<String>> = BTreeMap::new();
    for synonym in &form.pack.synonyms {
        let label = written(&words.fill(&synonym.label.value));
        let on: Vec<&Vec<String>> = printed
            .iter()
            .filter(|sheet| sheet.contains(&label))
            .collect();
        if on.is_empty() {
            mistakes.add(
                "T013",
                synonym.label.origin.clone(),
                Text::new(
                    format!("没有一张表印着“{}”", synonym.label.value),
                    format!("no sheet prints '{}'", synonym.label.value),
                ),
                Text::new(
                    "label 照表样里的字写，编号和空格不计，如 label = \"年度指标值\"。",
                    "The label is a text of a layout; numbers before it and blanks do not count.",
                ),
            );
        }
        let mut in_row: BTreeMap<String, &Located<String>> = BTreeMap::new();
        for also in &synonym.in_row {
            let word = written(&words.fill(&also.value));
            if word == label {
                mistakes.add("T018", also.origin.clone(), own(also, synonym), drop_it());
            } else if let Some(other) = in_row.insert(word, also) {
                mistakes.add("T018", also.origin.clone(), twice(other), once());
            }
        }
        for also in &synonym.also {
            let word = written(&words.fill(&also.value));
            if word.is_empty() || !on.is_empty() && on.iter().all(|sheet| sheet.contains(&word)) {
                mistakes.add("T018", also.origin.clone(), own(also, synonym), drop_it());
            } else if let Some(other) = said.insert(word, also) {
                mistakes.add("T018", also.origin.clone(), twice(other), once());
            }
        }
    }
}

fn own(word: &Located<String>, synonym: &Synonym) -> Text {
    let (word, label) = (&word.value, &synonym.label.value);
    Text::new(
        format!("表样里自己就印着“{word}”，不能又是“{label}”"),
        format!("the form itself prints '{word}', which cannot stand for '{label}' as well"),
    )
}

fn drop_it() -> Text {
    Text::new("请删去这个词。", "Remove the word.")
}

fn twice(word: &Located<String>) -> Text {
    Text::new(
        format!("“{}”写了两次", word.value),
        format!("'{}' stands there twice", word.value),
    )
}

fn once() -> Text {
    Text::new(
        "一个词只能指一个标签，请删去其中一处。",
        "A word stands for one label; remove one of the two.",
    )
}
