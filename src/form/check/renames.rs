//! Whether what `[renames]` says fits the pack.

use std::collections::BTreeSet;

use crate::form::check::ids::bad;
use crate::template::source::{Located, nearest};
use crate::template::{Mistakes, Pack, below};
use crate::text::Text;

pub(super) fn renames(pack: &Pack, mistakes: &Mistakes) {
    let known = names(pack);
    for (index, rename) in pack.renames.0.iter().enumerate() {
        let (from, to) = (&rename.from, &rename.to);
        let earlier = &pack.renames.0[..index];
        let is_number =
            |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if from
            .value
            .split('.')
            .any(|part| part.is_empty() || is_number(part))
        {
            bad(&from.value, &from.origin, mistakes);
        } else if known.contains(&from.value) {
            mistakes.add(
                "T018",
                from.origin.clone(),
                Text::new(
                    format!("“{}”在本模板里还有，不能又改名", from.value),
                    format!("'{}' still is a field of this pack, and is renamed as well", from.value),
                ),
                Text::new(
                    "左边只写本模板里已经没有的旧名称；只有一部分字段改名的，逐个写明。",
                    "On the left stand names that this pack no longer has; where only some fields of a group are renamed, list them.",
                ),
            );
        }
        if earlier.iter().any(|other| other.from.value == from.value) {
            twice(from, mistakes);
        }
        if !known.contains(&to.value) {
            unknown(pack, from, to, &known, mistakes);
        } else if let Some(other) = earlier.iter().find(|other| other.to.value == to.value) {
            mistakes.add(
                "T018",
                to.origin.clone(),
                Text::new(
                    format!(
                        "“{}”和“{}”都改成“{}”",
                        other.from.value, from.value, to.value
                    ),
                    format!(
                        "'{}' and '{}' are both renamed to '{}'",
                        other.from.value, from.value, to.value
                    ),
                ),
                Text::new(
                    "一个新字段只能接一个旧字段。",
                    "A field takes the values of one earlier field only.",
                ),
            );
        }
    }
}

/// The ids of all fields, and all names that fields lie below.
fn names(pack: &Pack) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for sheet in &pack.sheets {
        for field in &sheet.fields {
            let id = format!("{}.{}", sheet.id, field.id);
            names.extend(id.match_indices('.').map(|(at, _)| id[..at].to_owned()));
            names.insert(id);
        }
    }
    names
}

fn twice(from: &Located<String>, mistakes: &Mistakes) {
    mistakes.add(
        "T018",
        from.origin.clone(),
        Text::new(
            format!("“{}”改名了两次", from.value),
            format!("'{}' is renamed twice", from.value),
        ),
        Text::new("请删去其中一行。", "Remove one of the lines."),
    );
}

fn unknown(
    pack: &Pack,
    from: &Located<String>,
    to: &Located<String>,
    known: &BTreeSet<String>,
    mistakes: &Mistakes,
) {
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    let numbered = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let further = pack
        .renames
        .new_id(&to.value)
        .filter(|_| below(&to.value, &from.value).is_none());
    let hint = match (further, nearest(&to.value, &known)) {
        (Some(further), _) => Text::new(
            format!("它也改了名，请直接写 \"{}\" = \"{further}\"。", from.value),
            format!(
                "It is renamed as well: write \"{}\" = \"{further}\".",
                from.value
            ),
        ),
        _ if to.value.split('.').any(numbered) => Text::new(
            "不写行号和表号，如 base.special.name。",
            "Leave out the numbers of rows and sheets, as in base.special.name.",
        ),
        (None, Some(close)) => Text::new(
            format!("是不是“{close}”？"),
            format!("Did you mean '{close}'?"),
        ),
        (None, None) => Text::new(
            "请写本模板的字段，或一组字段共同的开头；要写表的 id，如 base.special。",
            "Name a field of this pack, or what a group of fields begins with, together with the id of the sheet, as in base.special.",
        ),
    };
    mistakes.add(
        "T013",
        to.origin.clone(),
        Text::new(
            format!("没有名为“{}”的字段", to.value),
            format!("there is no field '{}'", to.value),
        ),
        hint,
    );
}
