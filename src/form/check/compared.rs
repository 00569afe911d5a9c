//! What is wrong with what a pack holds against last year's returns, and against those of other departments.

use crate::form::check::report::named;
use crate::template::source::Located;
use crate::template::{FieldTemplate, FieldType, Mistakes, Pack, SameFigure, SheetTemplate};
use crate::text::Text;

pub(super) fn compared(pack: &Pack, mistakes: &Mistakes) {
    if let Some(last_year) = &pack.last_year {
        last_year
            .same
            .iter()
            .for_each(|figure| same(pack, figure, mistakes));
        let jumps = last_year.jumps.iter().flat_map(|jump| &jump.fields);
        jumps.for_each(|id| number(pack, id, mistakes));
    }
    if let Some(copies) = &pack.copies {
        copies.texts.iter().for_each(|id| text(pack, id, mistakes));
        for goal in &copies.goals {
            text(pack, &goal.goal, mistakes);
            text(pack, &goal.result, mistakes);
        }
        for claim in &copies.claims {
            text(pack, &claim.name, mistakes);
            claim
                .amounts
                .iter()
                .for_each(|id| number(pack, id, mistakes));
        }
    }
}

/// What the doubts of a pack name is there, and of the kind it should be.
pub(super) fn doubted(pack: &Pack, mistakes: &Mistakes) {
    let doubts = &pack.doubts;
    doubts.once.iter().for_each(|id| text(pack, id, mistakes));
    for spending in &doubts.spending {
        number(pack, &spending.amount, mistakes);
        if let Some(of) = &spending.of {
            text(pack, of, mistakes);
        }
    }
}

/// Both sides are numbers, and whatever `*` stands for is there on both.
fn same(pack: &Pack, figure: &SameFigure, mistakes: &Mistakes) {
    if !figure.here.value.contains('*') {
        number(pack, &figure.here, mistakes);
        number(pack, &figure.there, mistakes);
        return;
    }
    let fields = pack.sheets.iter().flat_map(|sheet| {
        let full = move |field: &FieldTemplate| format!("{}.{}", sheet.id, field.id);
        sheet.fields.iter().map(full)
    });
    let there: Vec<String> = fields.filter_map(|id| figure.there(&id)).collect();
    if there.is_empty() {
        mistakes.add(
            "T013",
            figure.here.origin.clone(),
            Text::new(
                format!("没有字段的名称符合“{}”", figure.here.value),
                format!("no field has an id like '{}'", figure.here.value),
            ),
            Text::new(
                "“*”代表一段名称，如 base.*.prior。",
                "'*' stands for one segment, as in base.*.prior.",
            ),
        );
    }
    for id in there {
        let id = Located {
            value: id,
            origin: figure.there.origin.clone(),
        };
        number(pack, &id, mistakes);
    }
}

fn number(pack: &Pack, id: &Located<String>, mistakes: &Mistakes) {
    of_kind(
        pack,
        id,
        mistakes,
        |field| field.kind.is_number(),
        ("数", "number"),
    );
}

/// A text a department writes itself.
fn text(pack: &Pack, id: &Located<String>, mistakes: &Mistakes) {
    let is_written = |field: &FieldTemplate| {
        let is_text = matches!(field.kind, FieldType::Text | FieldType::LongText);
        is_text && field.formula.is_none()
    };
    of_kind(
        pack,
        id,
        mistakes,
        is_written,
        ("单位填写的文字", "text that a department writes"),
    );
}

fn of_kind(
    pack: &Pack,
    id: &Located<String>,
    mistakes: &Mistakes,
    is_it: impl Fn(&FieldTemplate) -> bool,
    (zh, en): (&str, &str),
) {
    let found: Option<(&SheetTemplate, &FieldTemplate)> = named(pack, id, mistakes);
    if found.is_none_or(|(_, field)| is_it(field)) {
        return;
    }
    mistakes.add(
        "T005",
        id.origin.clone(),
        Text::new(
            format!("“{}”不是{zh}", id.value),
            format!("'{}' is no {en}", id.value),
        ),
        Text::new(
            format!("这里写的应是{zh}。"),
            format!("It should name a {en}."),
        ),
    );
}
