//! What Excel allows.

use crate::address::LAST_COLUMN;
use crate::form::check::origin;
use crate::number::Number;
use crate::template::{Mistakes, Origin, SheetTemplate};
use crate::text::Text;

/// The most characters a sheet name may have in Excel.
const SHEET_NAME: usize = 31;
/// The most characters a prompt or an error message of a validation may have.
const PROMPT: usize = 255;
/// The most characters the choices of a list may have together, commas included.
const LIST: usize = 255;
/// The most characters a formula may have.
pub(super) const FORMULA: usize = 8192;
/// The most characters a cell may hold.
pub(super) const CELL: usize = 32_767;
/// Characters a sheet name cannot have.
const NOT_IN_SHEET_NAMES: &[char] = &[':', '\\', '/', '?', '*', '[', ']'];

pub(super) fn too_much(
    mistakes: &Mistakes,
    origin: &Origin,
    what: (&str, &str),
    length: usize,
    limit: usize,
) {
    if length <= limit {
        return;
    }
    mistakes.add(
        "T017",
        origin.clone(),
        Text::new(
            format!("{}有 {length}，Excel 最多允许 {limit}", what.0),
            format!("{} has {length}, Excel allows {limit}", what.1),
        ),
        Text::new("请缩短。", "Make it shorter."),
    );
}

pub(super) fn limits(sheet: &SheetTemplate, mistakes: &Mistakes) {
    let here = origin(sheet);
    let length = |text: &str| text.encode_utf16().count();
    let digits = sheet
        .repeat
        .as_ref()
        .map_or(0, |repeat| repeat.max.to_string().len());
    let name = sheet.name.replace("{index}", &"0".repeat(digits));
    too_much(
        mistakes,
        &here,
        ("工作表名称（name）的字符数", "the sheet name"),
        length(&name),
        SHEET_NAME,
    );
    too_much(
        mistakes,
        &here,
        ("列数", "the number of columns"),
        sheet.columns.len(),
        LAST_COLUMN as usize + 1,
    );
    if sheet.name.contains(NOT_IN_SHEET_NAMES) || name.trim().is_empty() || name.starts_with('\'') {
        mistakes.add(
            "T017",
            here.clone(),
            Text::new(
                format!("工作表名称“{}”里有 Excel 不允许的字符", sheet.name),
                format!(
                    "the sheet name '{}' has characters Excel does not allow",
                    sheet.name
                ),
            ),
            Text::new(
                "名称里不能有 : \\ / ? * [ ]，也不能为空。",
                "A name is not empty and has none of : \\ / ? * [ ].",
            ),
        );
    }
    for (index, width) in sheet.columns.iter().enumerate() {
        if *width <= Number::ZERO || *width > Number::from(255) {
            mistakes.add(
                "T017",
                here.clone(),
                Text::new(
                    format!("第 {} 列的宽度 {width} 不在 0 到 255 之间", index + 1),
                    format!(
                        "the width {width} of column {} is not between 0 and 255",
                        index + 1
                    ),
                ),
                Text::new("列宽以字符计。", "Widths count characters."),
            );
        }
    }
    for field in &sheet.fields {
        let help = field.help.as_deref().unwrap_or_default();
        too_much(
            mistakes,
            &field.origin,
            ("提示（help）的字符数", "the help text"),
            length(help),
            PROMPT,
        );
        let list = field
            .choices
            .iter()
            .map(|choice| length(choice) + 1)
            .sum::<usize>()
            .saturating_sub(1);
        too_much(
            mistakes,
            &field.origin,
            ("选项（choices）的字符总数", "the list of choices"),
            list,
            LIST,
        );
        too_much(
            mistakes,
            &field.origin,
            ("value 的字符数", "the value"),
            length(field.value.as_deref().unwrap_or_default()),
            CELL,
        );
        if field.choices.iter().any(|choice| choice.contains(',')) {
            mistakes.add(
                "T017",
                field.origin.clone(),
                Text::new("选项里不能有英文逗号", "a choice cannot have a comma in it"),
                Text::new(
                    "Excel 用逗号分隔选项，请改用中文逗号或顿号。",
                    "Excel separates choices by commas.",
                ),
            );
        }
    }
}
