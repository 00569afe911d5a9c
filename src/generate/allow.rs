//! What Excel lets a department type into an input, and what it says before and after.

use crate::book::{Allow, Validation};
use crate::form::{Field, Form, number_or_text};
use crate::number::Number;
use crate::template::{FieldTemplate, FieldType};

/// The most characters the title of a prompt may have.
const TITLE: usize = 32;
/// The most characters the text of a prompt may have.
const PROMPT: usize = 255;
/// The most characters a short text may have.
const TEXT: u32 = 500;
/// The most characters a cell may hold.
const LONG_TEXT: u32 = 32_767;

pub(super) fn validation(form: &Form, field: &Field) -> Validation {
    let template = form.template(field);
    let (min, max) = form.bounds(template);
    let title = cut(&field.label, TITLE);
    let allowed = allowed(form, template, min, max);
    let help = template.help.as_deref().unwrap_or_default();
    let prompt = if help.is_empty() {
        allowed.clone()
    } else {
        help.to_owned()
    };
    Validation {
        area: field.area,
        allow: allow(field, template, min, max),
        prompt: Some((
            title.clone(),
            cut(&form.placeholders(field.sheet).fill(&prompt), PROMPT),
        )),
        error: Some((title, cut(&allowed, PROMPT))),
    }
}

fn allow(
    field: &Field,
    template: &FieldTemplate,
    min: Option<Number>,
    max: Option<Number>,
) -> Allow {
    if !template.or_text.is_empty() {
        return Allow::Custom(number_or_text(field.cell(), &template.or_text, min, max));
    }
    match template.kind {
        FieldType::Money | FieldType::Area | FieldType::Percent | FieldType::Score => {
            Allow::Decimal(min, max)
        }
        FieldType::Count => Allow::Whole(min, max),
        FieldType::Choice => Allow::List(template.choices.clone()),
        FieldType::Date => Allow::Date((2000, 1, 1), (2099, 12, 31)),
        FieldType::Text | FieldType::LongText | FieldType::Phone
            if !template.suggestions.is_empty() =>
        {
            Allow::Suggest(template.suggestions.clone())
        }
        FieldType::LongText => Allow::TextLength(LONG_TEXT),
        FieldType::Text | FieldType::Phone => Allow::TextLength(TEXT),
    }
}

/// What is allowed, in the words of a department.
fn allowed(
    form: &Form,
    template: &FieldTemplate,
    min: Option<Number>,
    max: Option<Number>,
) -> String {
    let unit = match template.kind {
        FieldType::Money => format!("金额，单位：{}", form.pack.unit),
        FieldType::Area => "面积，单位：平方米".to_owned(),
        FieldType::Percent => "百分数，如 86.17%".to_owned(),
        FieldType::Count => "整数".to_owned(),
        FieldType::Score => "分数".to_owned(),
        FieldType::Choice => {
            return format!("请从下列选项中选择：{}。", template.choices.join("、"));
        }
        FieldType::Date => return "请填日期，如 2025-3-20。".to_owned(),
        _ if !template.suggestions.is_empty() => {
            return format!(
                "可从下列文字中选择，也可另填：{}。",
                template.suggestions.join("、")
            );
        }
        FieldType::Text | FieldType::Phone => return format!("请填文字，不超过 {TEXT} 个字。"),
        FieldType::LongText => return "请填文字，可用 Alt+Enter 换行。".to_owned(),
    };
    let range = match (min, max) {
        (Some(min), Some(max)) => format!("，{min} 到 {max}"),
        (Some(min), None) => format!("，不小于 {min}"),
        (None, Some(max)) => format!("，不大于 {max}"),
        (None, None) => String::new(),
    };
    let or = template
        .or_text
        .iter()
        .map(|text| format!("，或填“{text}”"))
        .collect::<String>();
    format!("只能填{unit}{range}{or}。不要带单位和文字。")
}

/// The text as far as there is room for it; Excel counts in UTF-16.
fn cut(text: &str, limit: usize) -> String {
    let mut room = limit;
    text.chars()
        .take_while(|c| {
            let fits = c.len_utf16() <= room;
            room = room.saturating_sub(c.len_utf16());
            fits
        })
        .collect()
}
