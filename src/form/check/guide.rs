//! What a pack says in the guide.

use crate::form::Spec;
use crate::form::check::limits::{CELL, too_much};
use crate::form::check::placeholders;
use crate::own;
use crate::template::{Campaign, Mistakes, Pack, Placeholders};
use crate::text::Text;

/// Placeholders of the guide that stand for nothing, and texts that are too long for a cell.
pub(super) fn texts(pack: &Pack, mistakes: &Mistakes) {
    let spec = Spec::default();
    let words = Placeholders {
        year: pack.year,
        unit: &pack.unit,
        department: &spec.department,
        code: &spec.code,
        campaign: Some(Campaign::default()),
        ..Placeholders::default()
    };
    let known = Text::new(
        "这里可用：{year}、{year-1}、{unit}、{department}、{code}、{issuer}、{deadline}、{contact}。",
        "Known here: {year}, {year-1}, {unit}, {department}, {code}, {issuer}, {deadline}, {contact}.",
    );
    for text in pack.guide.texts() {
        placeholders(&words, &text.value, &text.origin, &known, mistakes);
        too_much(
            mistakes,
            &text.origin,
            ("填报说明的一段", "a paragraph of the guide"),
            text.value.encode_utf16().count(),
            CELL,
        );
    }
}

/// An id that the names of annex's own cells begin with.
pub(super) fn ids(pack: &Pack, mistakes: &Mistakes) {
    for sheet in &pack.sheets {
        if !sheet.id.eq_ignore_ascii_case(own::PREFIX) {
            continue;
        }
        mistakes.add(
            "T018",
            sheet.places.at("id"),
            Text::new(
                format!(
                    "表的 id 不能是“{}”，annex 自己的单元格名称以它开头",
                    sheet.id
                ),
                format!(
                    "a sheet cannot have the id '{}': the names of annex's own cells begin with it",
                    sheet.id
                ),
            ),
            Text::new("请改 id。", "Choose another 'id'."),
        );
    }
}
