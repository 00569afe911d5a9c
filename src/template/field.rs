//! The table that describes a field, and the formulas in it.

use std::collections::BTreeMap;

use crate::formula;
use crate::number::Number;
use crate::template::mistake::{Mistakes, Origin};
use crate::template::source::{Located, Node, Places};
use crate::template::{FieldType, Formula, Required, number_format};
use crate::text::Text;

/// What a field table says, before it is known which cells it describes.
#[derive(Debug, Clone)]
pub(crate) struct Description {
    pub(super) label: String,
    pub(super) has_type: bool,
    pub(super) kind: Option<FieldType>,
    pub(super) required: Required,
    pub(super) formula: Option<Formula>,
    pub(super) same_as: Option<Formula>,
    pub(super) on_paper: bool,
    pub(super) value: Option<String>,
    pub(super) choices: Vec<String>,
    /// Whether there are choices that cannot be read.
    pub(super) has_lost_choices: bool,
    pub(super) suggestions: Vec<String>,
    pub(super) or_text: Vec<String>,
    pub(super) not_an_answer: Vec<String>,
    pub(super) min: Option<Number>,
    pub(super) max: Option<Number>,
    pub(super) format: Option<String>,
    pub(super) help: Option<String>,
    pub(super) lines: u32,
    pub(super) origin: Origin,
    pub(super) places: Places,
}

/// Reads a formula; its mistakes are reported where it stands.
pub(crate) fn formula(text: Located<String>, mistakes: &Mistakes) -> Option<Formula> {
    let parsed = formula::parse_template(&text.value);
    for mistake in &parsed.mistakes {
        mistakes.add(
            "T012",
            text.origin.within(&text.value, mistake.span.start),
            mistake.message.clone(),
            mistake
                .hint
                .clone()
                .unwrap_or_else(|| Text::new("请检查公式。", "Check the formula.")),
        );
    }
    if !parsed.mistakes.is_empty() {
        return None;
    }
    parsed.expr.map(|expr| Formula {
        text: text.value,
        expr,
        origin: text.origin,
    })
}

/// Reads a number format.
pub(super) fn format(node: &Node<'_>, mistakes: &Mistakes) -> Option<String> {
    let format = node.string("format")?;
    number_format::check(&format, mistakes);
    Some(format.value)
}

/// No number lies between bounds that are the wrong way round.
pub(super) fn check_bounds(
    min: Option<Number>,
    max: Option<Number>,
    at: &Origin,
    mistakes: &Mistakes,
) {
    if let (Some(min), Some(max)) = (min, max)
        && min > max
    {
        mistakes.add(
            "T005",
            at.clone(),
            Text::new(
                format!("min {min} 大于 max {max}，什么数都填不进去"),
                format!("min {min} is more than max {max}: no number fits"),
            ),
            Text::new("请检查这两个数。", "Check the two numbers."),
        );
    }
}

/// Words to choose from: each once, and none of them blank.
fn words(key: &str, list: Option<Vec<Located<String>>>, mistakes: &Mistakes) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in list.unwrap_or_default() {
        if word.value.trim().is_empty() || word.value.trim() != word.value {
            mistakes.add(
                "T005",
                word.origin.clone(),
                Text::new(
                    format!("{key} 里的“{}”是空的，或首尾有空格", word.value),
                    format!(
                        "'{}' in '{key}' is empty or has spaces around it",
                        word.value
                    ),
                ),
                Text::new(
                    "Excel 不认首尾的空格，请删去。",
                    "Excel drops spaces around a word: remove them.",
                ),
            );
        } else if words.contains(&word.value) {
            mistakes.add(
                "T018",
                word.origin.clone(),
                Text::new(
                    format!("{key} 里的“{}”写了两次", word.value),
                    format!("'{}' stands in '{key}' twice", word.value),
                ),
                Text::new("请删去一个。", "Remove one."),
            );
        } else {
            words.push(word.value);
        }
    }
    words
}

/// Reads the table of one field.
pub(crate) fn description(node: &Node<'_>, mistakes: &Mistakes) -> Description {
    // `required` is true, false, or a formula in quotes.
    let required = match node.value_kind("required") {
        Some("string") => node
            .string("required")
            .and_then(|text| formula(text, mistakes))
            .map_or(Required::Never, Required::When),
        Some(_) if node.boolean("required") == Some(true) => Required::Always,
        _ => Required::Never,
    };
    let texts = |list: Option<Vec<Located<String>>>| {
        list.unwrap_or_default()
            .into_iter()
            .map(|text| text.value)
            .collect::<Vec<_>>()
    };
    let description = Description {
        label: node
            .required("label")
            .map(|text| text.value)
            .unwrap_or_default(),
        has_type: node.has("type"),
        kind: node.one_of("type", FieldType::WORDS),
        required,
        formula: node
            .string("formula")
            .and_then(|text| formula(text, mistakes)),
        same_as: node
            .string("same_as")
            .and_then(|text| formula(text, mistakes)),
        on_paper: node.boolean("on_paper") == Some(true),
        value: node.string("value").map(|text| text.value),
        has_lost_choices: node.has("choices") && node.value_kind("choices") != Some("array"),
        choices: words("choices", node.strings("choices"), mistakes),
        suggestions: words("suggestions", node.strings("suggestions"), mistakes),
        or_text: words("or_text", node.strings("or_text"), mistakes),
        not_an_answer: texts(node.strings("not_an_answer")),
        min: node.number("min").map(|number| number.value),
        max: node.number("max").map(|number| number.value),
        format: format(node, mistakes),
        help: node.string("help").map(|text| text.value),
        lines: node.whole("lines", 1, 40).unwrap_or(1),
        origin: node.origin.clone(),
        places: node.places(),
    };
    node.finish();
    let (min, max) = (description.min, description.max);
    check_bounds(min, max, &description.places.at("min"), mistakes);
    if description.formula.is_some() && description.value.is_some() {
        mistakes.add(
            "T018",
            description.origin.clone(),
            Text::new(
                "一个字段不能既有 formula 又有 value",
                "a field cannot have both 'formula' and 'value'",
            ),
            Text::new("请删去其中一个。", "Remove one of them."),
        );
    }
    let is_given = description.formula.is_some() || description.value.is_some();
    let is_asked = !matches!(description.required, Required::Never);
    if description.same_as.is_some() && (is_given || is_asked) {
        mistakes.add(
            "T018",
            description.places.at("same_as"),
            Text::new(
                "写了 same_as 的字段在别处填写，不能再有 formula、value 或 required",
                "a field with 'same_as' is entered elsewhere: it cannot have 'formula', 'value' or 'required'",
            ),
            Text::new("请删去其中一个。", "Remove one of them."),
        );
    }
    if description.on_paper && (is_given || is_asked) {
        mistakes.add(
            "T018",
            description.places.at("on_paper"),
            Text::new(
                "写了 on_paper 的字段在纸上签，不能再有 formula、value 或 required",
                "a field with 'on_paper' is signed on paper: it cannot have 'formula', 'value' or 'required'",
            ),
            Text::new("请删去其中一个。", "Remove one of them."),
        );
    }
    description
}

/// The described columns of the shapes of a pack.
pub(crate) type Shapes = BTreeMap<String, Vec<(String, Description)>>;
