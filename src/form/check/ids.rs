//! Whether ids can be ids: in formulas, and as names in Excel.

use std::collections::HashMap;

use crate::address::Address;
use crate::form::check::limits::too_much;
use crate::own;
use crate::template::{Mistakes, Origin, Pack};
use crate::text::Text;

/// The most characters a defined name may have.
const NAME: usize = 255;

pub(super) fn ids(pack: &Pack, mistakes: &Mistakes) {
    let mut sheets: HashMap<String, &str> = HashMap::new();
    for sheet in &pack.sheets {
        let at = sheet.places.at("id");
        check(&sheet.id, &at, mistakes);
        if sheet.id.eq_ignore_ascii_case(own::PREFIX) {
            mistakes.add(
                "T018",
                at.clone(),
                Text::new(
                    format!("表的 id 不能是“{}”，annex 自己的单元格名称以它开头", sheet.id),
                    format!(
                        "a sheet cannot have the id '{}': the names of annex's own cells begin with it",
                        sheet.id
                    ),
                ),
                Text::new("请改 id。", "Choose another 'id'."),
            );
        }
        if sheet.id.contains('.') {
            bad(&sheet.id, &at, mistakes);
        }
        if let Some(other) = sheets.insert(sheet.id.to_lowercase(), &sheet.file) {
            mistakes.add(
                "T018",
                at,
                Text::new(
                    format!("表的 id“{}”与 {other} 的相同", sheet.id),
                    format!("the id '{}' is that of {other}", sheet.id),
                ),
                Text::new(
                    "每张表要有自己的 id；Excel 不分大小写。",
                    "Give every sheet an id of its own; Excel does not tell capitals apart.",
                ),
            );
        }
        let index = sheet
            .repeat
            .as_ref()
            .map_or(0, |repeat| repeat.max.to_string().len() + 1);
        let mut fields: HashMap<String, &str> = HashMap::new();
        for field in &sheet.fields {
            check(&field.id, &field.origin, mistakes);
            let rows = field
                .block
                .as_ref()
                .and_then(|block| sheet.blocks.get(block))
                .map_or(0, |block| block.max.to_string().len() + 1);
            too_much(
                mistakes,
                &field.origin,
                ("字段的全名（表、行号和字段名）", "the full id"),
                sheet.id.len() + 1 + index + rows + field.id.encode_utf16().count(),
                NAME,
            );
            if let Some(other) = fields.insert(field.id.to_lowercase(), &field.id) {
                mistakes.add(
                    "T018",
                    field.origin.clone(),
                    Text::new(
                        format!("字段“{}”与“{other}”只差大小写", field.id),
                        format!(
                            "the fields '{}' and '{other}' differ in capitals only",
                            field.id
                        ),
                    ),
                    Text::new(
                        "Excel 不分大小写，请改名。",
                        "Excel does not tell capitals apart: rename one.",
                    ),
                );
            }
        }
    }
}

fn check(id: &str, origin: &Origin, mistakes: &Mistakes) {
    let is_part = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_alphabetic())
            && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    };
    let is_taken = Address::parse(id).is_some()
        || id.eq_ignore_ascii_case("true")
        || id.eq_ignore_ascii_case("false");
    if !id.split('.').all(is_part) {
        bad(id, origin, mistakes);
    } else if is_taken {
        mistakes.add(
            "T005",
            origin.clone(),
            Text::new(
                format!("“{id}”不能作名称：在公式里它是单元格地址或真假值"),
                format!("'{id}' cannot be an id: in a formula it is a cell, or TRUE or FALSE"),
            ),
            Text::new(
                format!("请改名，如 {id}_amount。"),
                format!("Rename it, for example {id}_amount."),
            ),
        );
    }
}

pub(super) fn bad(id: &str, origin: &Origin, mistakes: &Mistakes) {
    mistakes.add(
        "T005",
        origin.clone(),
        Text::new(format!("“{id}”不能作名称"), format!("'{id}' cannot be an id")),
        Text::new(
            "名称由英文字母、数字和下划线组成，以字母开头；字段名的各段用点隔开。",
            "Ids are made of letters, digits and _, and begin with a letter; those of fields may have points between their parts.",
        ),
    );
}
