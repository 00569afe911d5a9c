//! The parts of `pack.toml` that judge and show: grades, rules, the summary.

use crate::finding::Level;
use crate::template::field;
use crate::template::mistake::Mistakes;
use crate::template::source::{Located, Node};
use crate::template::{FieldType, Grade, Relation, RuleTemplate, SummaryColumn, SummaryTemplate};
use crate::text::Text;

/// The levels as a template calls them.
pub(crate) const LEVELS: &[(&str, Level)] = &[
    ("error", Level::Error),
    ("warning", Level::Warning),
    ("info", Level::Info),
];

pub(super) fn grades(root: &Node<'_>, mistakes: &Mistakes) -> Vec<Grade> {
    let mut grades: Vec<Grade> = Vec::new();
    for node in root.tables("grades") {
        let name = node.required("name");
        let from = node.number("from");
        if !node.has("from") {
            node.missing("from");
        }
        node.finish();
        if let (Some(name), Some(from)) = (name, from) {
            if grades
                .iter()
                .any(|grade| grade.name == name.value || grade.from == from.value)
            {
                mistakes.add(
                    "T018",
                    name.origin.clone(),
                    Text::new(
                        format!("等级“{}”与另一个等级同名，或起始分相同", name.value),
                        format!(
                            "the grade '{}' has the name or the lowest score of another",
                            name.value
                        ),
                    ),
                    Text::new(
                        "每个等级要有自己的 name 和 from。",
                        "Give every grade a name and a lowest score of its own.",
                    ),
                );
            }
            grades.push(Grade {
                name: name.value,
                from: from.value,
            });
        }
    }
    grades.sort_by_key(|grade: &Grade| std::cmp::Reverse(grade.from));
    grades
}

pub(super) fn rules(root: &Node<'_>, mistakes: &Mistakes) -> Vec<RuleTemplate> {
    let mut rules: Vec<RuleTemplate> = Vec::new();
    for node in root.tables("rules") {
        let code = node.required("code");
        let name = node.required("name");
        let level = node.one_of("level", LEVELS).unwrap_or(Level::Warning);
        let each = node.string("each");
        let at = node.required("at");
        let when = node
            .string("when")
            .and_then(|text| field::formula(text, mistakes));
        let reported = node
            .required("reported")
            .and_then(|text| field::formula(text, mistakes));
        let computed = node
            .required("computed")
            .and_then(|text| field::formula(text, mistakes));
        let relation = node
            .one_of("relation", Relation::WORDS)
            .unwrap_or(Relation::Equal);
        let numbers: Vec<_> = FieldType::WORDS
            .iter()
            .copied()
            .filter(|(_, kind)| kind.is_number())
            .collect();
        let tolerance = node.one_of("tolerance", &numbers);
        let kind = node.one_of("type", &numbers);
        let explained_in = node.strings("explained_in").unwrap_or_default();
        let text = |key| node.string(key).map(|text| text.value);
        let asks = text("asks");
        let message = node.required("message").map(|text| text.value);
        let message_en = text("message_en");
        let help = text("help");
        let help_en = text("help_en");
        node.finish();
        if let Some(code) = &code {
            check_code(code, &rules, mistakes);
        }
        if let (Some(code), Some(name), Some(at), Some(reported), Some(computed), Some(message)) =
            (code, name, at, reported, computed, message)
        {
            let help = help.unwrap_or_default();
            rules.push(RuleTemplate {
                code: code.value,
                name: name.value,
                level,
                each,
                at,
                when,
                reported,
                relation,
                computed,
                kind: kind.or(tolerance).unwrap_or(FieldType::Money),
                tolerant: tolerance.is_some(),
                explained_in,
                asks,
                message: Text::new(message.clone(), message_en.unwrap_or(message)),
                help: Text::new(help.clone(), help_en.unwrap_or(help)),
            });
        }
    }
    rules
}

/// A pack's own codes begin with C, S or X and count from 100, so that they never meet those of annex.
fn check_code(code: &Located<String>, rules: &[RuleTemplate], mistakes: &Mistakes) {
    let digits = code.value.strip_prefix(['C', 'S', 'X']).unwrap_or_default();
    let is_number = digits.len() == 3 && digits.chars().all(|c| c.is_ascii_digit());
    if !is_number || digits.starts_with('0') {
        mistakes.add(
            "T005",
            code.origin.clone(),
            Text::new(
                format!(
                    "审核关系的编号“{}”应是 C、S 或 X 加 100 到 999 的数",
                    code.value
                ),
                format!(
                    "the code '{}' of a rule should be C, S or X and a number from 100 to 999",
                    code.value
                ),
            ),
            Text::new(
                "100 以下的编号留给 annex 自己。",
                "Numbers below 100 are annex's own.",
            ),
        );
    }
    if rules.iter().any(|rule| rule.code == code.value) {
        mistakes.add(
            "T018",
            code.origin.clone(),
            Text::new(
                format!("编号“{}”用了两次", code.value),
                format!("the code '{}' is used twice", code.value),
            ),
            Text::new(
                "每条审核关系要有自己的编号。",
                "Give every rule a code of its own.",
            ),
        );
    }
}

pub(super) fn summary(root: &Node<'_>) -> SummaryTemplate {
    let Some(node) = root.table("summary") else {
        return SummaryTemplate::default();
    };
    let mut columns = Vec::new();
    for column in node.tables("columns") {
        let label = column.required("label");
        let value = column.required("value");
        let total = column.boolean("total").unwrap_or(false);
        column.finish();
        if let (Some(label), Some(value)) = (label, value) {
            columns.push(SummaryColumn {
                label: label.value,
                value,
                total,
            });
        }
    }
    let summary = SummaryTemplate {
        columns,
        sums: node.strings("sums").unwrap_or_default(),
        grade: node.string("grade"),
        project_sheet: node.string("project_sheet"),
        project_columns: node.strings("project_columns").unwrap_or_default(),
    };
    node.finish();
    summary
}
