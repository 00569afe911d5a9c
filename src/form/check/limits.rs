//! What Excel allows of texts and sizes.

use crate::address::Address;
use crate::address::{LAST_COLUMN, LAST_ROW};
use crate::form::resolve::placeholders;
use crate::form::{Spec, number_or_text};
use crate::number::Number;
use crate::template::{Content, Mistakes, Origin, Pack, SheetTemplate};
use crate::text::Text;

/// The most characters a prompt or an error message of a validation may have.
const PROMPT: usize = 255;
/// The most characters the choices of a list may have together, commas included.
const LIST: usize = 255;
/// The most characters the formula of a validation may have.
const RULE: usize = 255;
/// The most characters a formula may have.
pub(super) const FORMULA: usize = 8192;
/// The most arguments a function may have.
pub(super) const ARGUMENTS: usize = 255;
/// How deep functions may be nested.
pub(super) const DEPTH: usize = 64;
/// The most characters a cell may hold.
pub(super) const CELL: usize = 32_767;
/// The most characters of the title that fit into a page header of 255 beside the name of the department.
const TITLE: usize = 160;

/// The length of a text as Excel counts it.
pub(super) fn length(text: &str) -> usize {
    text.encode_utf16().count()
}

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
            format!("{}有 {length} 个字符，最多允许 {limit} 个", what.0),
            format!(
                "{} has {length} characters, at most {limit} are allowed",
                what.1
            ),
        ),
        Text::new(
            "这是 Excel 的限度，请缩短。",
            "That is a limit of Excel: make it shorter.",
        ),
    );
}

/// The title of a pack, which stands in the header of each page.
pub(super) fn title(title: &str, origin: &Origin, mistakes: &Mistakes) {
    // A & is written twice in a header.
    let length = length(&title.replace('&', "&&"));
    too_much(
        mistakes,
        origin,
        (
            "标题（title）要与单位名称一起放进 255 个字符的页眉，它",
            "the title shares the 255 characters of the page header with the name of the department, and",
        ),
        length,
        TITLE,
    );
}

pub(super) fn limits(pack: &Pack, sheet: &SheetTemplate, mistakes: &Mistakes) {
    let spec = Spec {
        year: pack.year,
        ..Spec::default()
    };
    let words = placeholders(
        pack,
        &spec,
        sheet,
        sheet.repeat.as_ref().map(|repeat| repeat.max),
    );
    let text = |origin: &Origin, what: (&str, &str), text: &str, limit: usize| {
        too_much(mistakes, origin, what, length(&words.fill(text)), limit);
    };
    sizes(sheet, mistakes);
    text(
        &sheet.places.at("heading"),
        ("标题（heading）", "the heading"),
        &sheet.heading,
        CELL,
    );
    for region in &sheet.layout.regions {
        if let Content::Label(label) = &region.content {
            text(
                &region.origin,
                ("这一格的文字", "the text of this cell"),
                label,
                CELL,
            );
        }
    }
    for field in &sheet.fields {
        let help = field.help.as_deref().unwrap_or_default();
        text(
            &field.places.at("help"),
            ("提示（help）", "the help text"),
            help,
            PROMPT,
        );
        let value = field.value.as_deref().unwrap_or_default();
        text(
            &field.places.at("value"),
            ("给定的文字（value）", "the value"),
            value,
            CELL,
        );
        for (key, texts, zh, en) in [
            (
                "choices",
                &field.choices,
                "各选项（choices）连同其间的逗号",
                "the list of choices with its commas",
            ),
            (
                "suggestions",
                &field.suggestions,
                "各可选文字（suggestions）连同其间的逗号",
                "the list of suggestions with its commas",
            ),
        ] {
            // A quotation mark is doubled in the file, and the doubled one counts.
            let list = texts.join(",").replace('"', "\"\"");
            let at = field.places.at(key);
            too_much(mistakes, &at, (zh, en), length(&list), LIST);
        }
        if field.formula.is_none() && field.value.is_none() && !field.or_text.is_empty() {
            let rules = pack.types.get(&field.kind);
            let min = field.min.or_else(|| rules.and_then(|rules| rules.min));
            let max = field.max.or_else(|| rules.and_then(|rules| rules.max));
            let cell = Address::new(LAST_ROW, LAST_COLUMN);
            too_much(
                mistakes,
                &field.places.at("or_text"),
                (
                    "由 or_text、min、max 组成的数据验证公式",
                    "the validation made of or_text, min and max",
                ),
                length(&number_or_text(cell, &field.or_text, min, max)),
                RULE,
            );
        }
    }
}

fn sizes(sheet: &SheetTemplate, mistakes: &Mistakes) {
    let columns = sheet.columns.len();
    // The last one shows how far the sheet is filled in.
    let most = LAST_COLUMN as usize;
    if columns > most {
        mistakes.add(
            "T017",
            sheet.places.at("columns"),
            Text::new(
                format!("有 {columns} 列，最多允许 {most} 列：Excel 共有 {} 列，最右一列显示填写情况", most + 1),
                format!("there are {columns} columns, at most {most} are allowed: Excel has {}, and the last shows how far the sheet is filled in", most + 1),
            ),
            Text::new("请减少列数。", "Have fewer columns."),
        );
    }
    let more = sheet
        .blocks
        .values()
        .map(|block| u64::from(block.max.saturating_sub(1)));
    let rows = 1 + sheet.layout.rows.len() as u64 + more.sum::<u64>();
    let most = u64::from(LAST_ROW) + 1;
    if rows > most {
        mistakes.add(
            "T017",
            sheet.places.at("layout"),
            Text::new(
                format!("重复行都用满时有 {rows} 行，Excel 最多允许 {most} 行"),
                format!("with all repeating rows there are {rows} rows, Excel allows {most}"),
            ),
            Text::new("请减小各 blocks 的 max。", "Lower the 'max' of blocks."),
        );
    }
    for (index, width) in sheet.columns.iter().enumerate() {
        if *width <= Number::ZERO || *width > Number::from(255) {
            mistakes.add(
                "T017",
                sheet.places.at("columns"),
                Text::new(
                    format!("第 {} 列的宽度是 {width}，Excel 要求大于 0、不超过 255", index + 1),
                    format!(
                        "the width of column {} is {width}, Excel allows more than 0 and at most 255",
                        index + 1
                    ),
                ),
                Text::new(
                    "列宽以字符计，一个汉字占两个。",
                    "Widths count characters.",
                ),
            );
        }
    }
}
