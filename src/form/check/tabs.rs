//! Whether the tabs can bear their names, and each sheet its own.

use crate::form::check::limits::too_much;
use crate::own;
use crate::template::{Mistakes, Pack, SheetTemplate};
use crate::text::Text;

/// The most characters a sheet name may have in Excel.
const LONGEST: usize = 31;
/// Characters a sheet name cannot have.
const FORBIDDEN: &[char] = &[':', '\\', '/', '?', '*', '[', ']'];
/// The name Excel keeps for itself.
const RESERVED: &str = "history";

/// The name of a sheet as the form of the pack's own year has it; of a repeating sheet the one with this number.
fn filled(pack: &Pack, sheet: &SheetTemplate, index: u32) -> String {
    sheet
        .name
        .replace("{year}", &pack.year.to_string())
        .replace("{unit}", &pack.unit)
        .replace("{index}", &index.to_string())
}

/// What a sheet is called in each of its repetitions.
fn names(pack: &Pack, sheet: &SheetTemplate) -> Vec<String> {
    let count = sheet.repeat.as_ref().map_or(1, |repeat| repeat.max);
    let is_counted = sheet.name.contains("{index}");
    (1..=if is_counted { count } else { 1 })
        .map(|index| filled(pack, sheet, index).to_lowercase())
        .collect()
}

pub(super) fn tabs(pack: &Pack, mistakes: &Mistakes) {
    let mut known: Vec<(String, &SheetTemplate)> = Vec::new();
    for sheet in &pack.sheets {
        name(pack, sheet, mistakes);
        let taken = names(pack, sheet);
        if let Some((same, other)) = known.iter().find(|(name, _)| taken.contains(name)) {
            mistakes.add(
                "T018",
                sheet.places.at("name"),
                Text::new(
                    format!("工作表名称“{same}”与 {} 的相同", other.file),
                    format!("the sheet name '{same}' is that of {}", other.file),
                ),
                Text::new(
                    "每张表要有自己的 name；Excel 不分大小写。",
                    "Give every sheet a name of its own; Excel does not tell capitals apart.",
                ),
            );
        }
        let same_heading = known
            .iter()
            .find(|(_, other)| !sheet.heading.is_empty() && other.heading == sheet.heading);
        if let Some((_, other)) = same_heading {
            mistakes.add(
                "T018",
                sheet.places.at("heading"),
                Text::new(
                    format!("标题（heading）与 {} 的相同", other.file),
                    format!("the heading is that of {}", other.file),
                ),
                Text::new(
                    "退回的表改了名时，靠标题认出是哪张表。请写得不同。",
                    "A sheet whose name was changed is known by its heading: give it another.",
                ),
            );
        }
        known.extend(taken.into_iter().map(|name| (name, sheet)));
    }
}

fn name(pack: &Pack, sheet: &SheetTemplate, mistakes: &Mistakes) {
    let at = sheet.places.at("name");
    for word in ["{department}", "{code}"] {
        if sheet.name.contains(word) {
            mistakes.add(
                "T017",
                at.clone(),
                Text::new(
                    format!("工作表名称里不能用 {word}：单位名称可能太长，Excel 最多允许 {LONGEST} 个字符"),
                    format!("a sheet name cannot have {word}: it may be too long, Excel allows {LONGEST} characters"),
                ),
                Text::new("请把它写在标题（heading）里。", "Write it into the heading."),
            );
        }
    }
    let last = sheet.repeat.as_ref().map_or(1, |repeat| repeat.max);
    let name = filled(pack, sheet, last);
    too_much(
        mistakes,
        &at,
        (
            &format!("工作表名称“{name}”"),
            &format!("the sheet name '{name}'"),
        ),
        name.encode_utf16().count(),
        LONGEST,
    );
    if let Some(bad) = name
        .chars()
        .find(|c| FORBIDDEN.contains(c) || c.is_control())
    {
        mistakes.add(
            "T017",
            at.clone(),
            Text::new(
                format!(
                    "工作表名称“{name}”里有 Excel 不允许的字符“{}”",
                    bad.escape_default()
                ),
                format!(
                    "the sheet name '{name}' has '{}', which Excel does not allow",
                    bad.escape_default()
                ),
            ),
            Text::new(
                "名称里不能有 : \\ / ? * [ ] 和换行。",
                "A name has none of : \\ / ? * [ ] and no line break.",
            ),
        );
    }
    if name.starts_with('\'') || name.ends_with('\'') {
        mistakes.add(
            "T017",
            at.clone(),
            Text::new(
                format!("工作表名称“{name}”的首尾不能是英文单引号"),
                format!("the sheet name '{name}' cannot begin or end with an apostrophe"),
            ),
            Text::new("请删去，或用中文引号。", "Leave it out."),
        );
    }
    if name.trim().eq_ignore_ascii_case(RESERVED) || own::is_sheet(name.trim()) {
        mistakes.add(
            "T017",
            at,
            Text::new(
                format!("工作表名称“{name}”留给 Excel 或 annex 自己用"),
                format!("the sheet name '{name}' is kept for Excel or annex itself"),
            ),
            Text::new("请换一个名称。", "Choose another."),
        );
    }
}
