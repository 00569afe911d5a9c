//! What is wrong with what a pack reads out of the texts of a return.

use crate::form::check::report::named;
use crate::template::source::Located;
use crate::template::{FieldTemplate, FieldType, FigureTemplate, Mistakes, Pack, Section};
use crate::text::Text;

pub(super) fn narrative(pack: &Pack, mistakes: &Mistakes) {
    let Some(narrative) = &pack.narrative else {
        return;
    };
    for one in &narrative.figures {
        figure(pack, one, mistakes);
    }
    narrative
        .unread
        .iter()
        .for_each(|id| text(pack, id, mistakes));
    for one in &narrative.sections {
        section(pack, one, mistakes);
    }
    for id in narrative.grade.iter().flat_map(|grade| &grade.texts) {
        text(pack, id, mistakes);
    }
    if let Some(counts) = &narrative.counts {
        text(pack, &counts.stated, mistakes);
        counts.texts.iter().for_each(|id| text(pack, id, mistakes));
    }
    if let Some(grade) = narrative
        .grade
        .as_ref()
        .filter(|_| pack.grades.is_empty() || pack.summary.grade.is_none())
    {
        mistakes.add(
            "T013",
            grade.origin.clone(),
            Text::new(
                "要核对等级，但模板没有 [[grades]]，或 [summary] 里没有 grade",
                "grades are to be compared, but the pack has no [[grades]], or no 'grade' in [summary]",
            ),
            Text::new(
                "请写上各等级的起始分和得出等级的总分字段，或删去 [narrative.grade]。",
                "Write both, or remove [narrative.grade].",
            ),
        );
    }
}

/// A number that stands once, and of which is known with which units it is spoken of.
fn figure(pack: &Pack, figure: &FigureTemplate, mistakes: &Mistakes) {
    figure.texts.iter().for_each(|id| text(pack, id, mistakes));
    let Some((field, repeats)) = field_of(pack, figure, mistakes) else {
        return;
    };
    for other in [&figure.from, &figure.below].into_iter().flatten() {
        let _ = named(pack, other, mistakes);
    }
    if !field.kind.is_number() || repeats {
        mistakes.add(
            "T005",
            figure.field.origin.clone(),
            Text::new(
                format!("“{}”不是只出现一次的数", figure.field.value),
                format!("'{}' is not a number that stands once", figure.field.value),
            ),
            Text::new(
                "请写附件里只有一格的金额、人数、比率或分数。",
                "Name an amount, a count, a rate or a score that has one cell.",
            ),
        );
    }
    let has_units = matches!(
        field.kind,
        FieldType::Money | FieldType::Percent | FieldType::Score
    );
    if field.kind.is_number() && !has_units && figure.units.is_empty() {
        mistakes.add(
            "T005",
            figure.origin.clone(),
            Text::new(
                format!("“{}”没有写 units", figure.field.value),
                format!("'{}' has no 'units'", figure.field.value),
            ),
            Text::new(
                "金额、百分比和分数以外的数要写明后面跟什么单位，如 units = [\"人\"]。",
                "All but amounts, percentages and scores need the units that follow them, as in units = [\"人\"].",
            ),
        );
    }
}

/// The field a figure names, or with `*` the first of its row; and whether it stands more than once. A row and the whole of a
/// sheet may stand on one that repeats.
fn field_of<'p>(
    pack: &'p Pack,
    figure: &FigureTemplate,
    mistakes: &Mistakes,
) -> Option<(&'p FieldTemplate, bool)> {
    let row = figure.field.value.strip_suffix('*');
    let of_row = row.and_then(|row| {
        pack.sheets.iter().find_map(|sheet| {
            let local = row.strip_prefix(&sheet.id)?.strip_prefix('.')?;
            let mut fields = sheet.fields.iter();
            let field = fields.find(|field| {
                let column = field.column.as_deref();
                column.is_some_and(|column| field.id.strip_suffix(column) == Some(local))
            })?;
            Some((sheet, field))
        })
    });
    let (sheet, field) = match of_row {
        Some(found) => found,
        None => named(pack, &figure.field, mistakes)?,
    };
    // A row of a project's sheet is that of the project a text is about.
    let is_one = sheet.repeat.is_some() && of_row.is_none() && !figure.is_whole;
    // What is called by what it is about needs no name of its own: 楼堂馆所.
    let repeats = is_one || field.block.is_some() && figure.about.is_none();
    Some((field, repeats))
}

/// Texts, and the sheets they are about.
fn section(pack: &Pack, section: &Section, mistakes: &Mistakes) {
    section.texts.iter().for_each(|id| text(pack, id, mistakes));
    for id in &section.sheets {
        if pack.sheets.iter().all(|sheet| sheet.id != id.value) {
            mistakes.add(
                "T013",
                id.origin.clone(),
                Text::new(
                    format!("没有名为“{}”的表", id.value),
                    format!("there is no sheet '{}'", id.value),
                ),
                Text::new(
                    "请写表文件里的 id，如 overall。",
                    "Name the id of a sheet, such as overall.",
                ),
            );
        }
    }
}

/// A text a department writes, which stands once.
fn text(pack: &Pack, id: &Located<String>, mistakes: &Mistakes) {
    let Some((sheet, field)) = named(pack, id, mistakes) else {
        return;
    };
    let is_text = matches!(field.kind, FieldType::Text | FieldType::LongText);
    let is_written = field.formula.is_none() && field.value.is_none();
    if !is_text || !is_written || sheet.repeat.is_some() || field.block.is_some() {
        mistakes.add(
            "T005",
            id.origin.clone(),
            Text::new(
                format!("“{}”不是单位自己写的、只出现一次的文字", id.value),
                format!(
                    "'{}' is not a text that a department writes and that stands once",
                    id.value
                ),
            ),
            Text::new(
                "请写自评报告里的文字字段。",
                "Name a text field of the narrative.",
            ),
        );
    }
}
