//! Whether what a field holds, offers and allows fits its type.

use crate::number::Number;
use crate::template::{FieldTemplate, FieldType, Mistakes, Pack, SheetTemplate};
use crate::text::Text;

pub(super) fn values(pack: &Pack, sheet: &SheetTemplate, mistakes: &Mistakes) {
    for field in &sheet.fields {
        value(field, mistakes);
        keys(field, mistakes);
        choices(field, mistakes);
        bounds(pack, field, mistakes);
    }
}

/// A given value is of the field's type.
fn value(field: &FieldTemplate, mistakes: &Mistakes) {
    let Some(value) = field.value.as_deref().filter(|value| !value.contains('{')) else {
        return;
    };
    if field.kind.is_number() && value.parse::<Number>().is_err() {
        mistakes.add(
            "T005",
            field.places.at("value"),
            Text::new(
                format!("value“{value}”不是数，字段类型是 {}", field.kind.id()),
                format!(
                    "the value '{value}' is no number, and the type is {}",
                    field.kind.id()
                ),
            ),
            Text::new(
                "请写阿拉伯数字，不带单位和百分号；或改 type。",
                "Write digits without a unit or a percent sign, or change the type.",
            ),
        );
    }
    let is_choice = field.kind == FieldType::Choice && !field.choices.is_empty();
    if is_choice && !field.choices.iter().any(|choice| choice == value) {
        mistakes.add(
            "T005",
            field.places.at("value"),
            Text::new(
                format!("value“{value}”不是 choices 里的选项"),
                format!("the value '{value}' is none of the choices"),
            ),
            Text::new(
                format!("可选：{}。", field.choices.join("、")),
                format!("One of: {}.", field.choices.join(", ")),
            ),
        );
    }
}

/// A key that does nothing for a type was meant for another one.
fn keys(field: &FieldTemplate, mistakes: &Mistakes) {
    // A type that cannot be read has been reported where it stands.
    let is_guess = field.or_text.iter().any(String::is_empty);
    let kind = field.kind;
    let with_number = kind.is_number();
    let takes_texts = matches!(
        kind,
        FieldType::Text | FieldType::LongText | FieldType::Phone
    );
    let idle = [
        ("min", field.min.is_some() && !with_number, "数", "numbers"),
        ("max", field.max.is_some() && !with_number, "数", "numbers"),
        (
            "choices",
            !field.choices.is_empty() && kind != FieldType::Choice,
            "type = \"choice\" 的字段",
            "fields of type choice",
        ),
        (
            "suggestions",
            !field.suggestions.is_empty() && !takes_texts,
            "文字",
            "texts",
        ),
        (
            "or_text",
            !field.or_text.is_empty() && !with_number && kind != FieldType::Date,
            "数和日期",
            "numbers and dates",
        ),
    ];
    for (key, _, zh, en) in idle.into_iter().filter(|(_, idle, ..)| *idle && !is_guess) {
        mistakes.add(
            "T005",
            field.places.at(key),
            Text::new(
                format!("{key} 只用于{zh}，这个字段的类型是 {}", kind.id()),
                format!(
                    "'{key}' is for {en}, and the type of this field is {}",
                    kind.id()
                ),
            ),
            Text::new(
                format!("请删去 {key}，或改 type。"),
                format!("Remove '{key}', or change the type."),
            ),
        );
    }
}

fn choices(field: &FieldTemplate, mistakes: &Mistakes) {
    for (key, texts) in [
        ("choices", &field.choices),
        ("suggestions", &field.suggestions),
    ] {
        if !texts.iter().any(|text| text.contains(',')) {
            continue;
        }
        mistakes.add(
            "T017",
            field.places.at(key),
            Text::new("选项里不能有英文逗号", "a choice cannot have a comma in it"),
            Text::new(
                "Excel 用英文逗号分隔选项，请改用中文逗号或顿号。",
                "Excel separates choices by commas.",
            ),
        );
    }
}

/// The bounds of a field and those of its type together have to leave room for a number.
fn bounds(pack: &Pack, field: &FieldTemplate, mistakes: &Mistakes) {
    if field.min.is_some() == field.max.is_some() {
        return;
    }
    let rules = pack.types.get(&field.kind);
    let min = field.min.or_else(|| rules.and_then(|rules| rules.min));
    let max = field.max.or_else(|| rules.and_then(|rules| rules.max));
    if let (Some(min), Some(max)) = (min, max)
        && min > max
    {
        let key = if field.min.is_some() { "min" } else { "max" };
        mistakes.add(
            "T005",
            field.places.at(key),
            Text::new(
                format!(
                    "连同类型 {} 的范围，min {min} 大于 max {max}",
                    field.kind.id()
                ),
                format!(
                    "with the bounds of the type {}, min {min} is more than max {max}",
                    field.kind.id()
                ),
            ),
            Text::new(
                "请在字段里同时写 min 和 max，或改 pack.toml 里这种类型的范围。",
                "Give the field both, or change the bounds of its type in pack.toml.",
            ),
        );
    }
}
