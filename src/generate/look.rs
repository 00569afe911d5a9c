//! How the cells of a form look.

use crate::book::{Align, CellValue, Style};
use crate::form::{Field, Form, Kind, Label};
use crate::template::{FieldTemplate, FieldType, Look, Pack};

/// The style of a heading.
pub fn title(look: &Look) -> Style {
    Style {
        font: look.title_font.clone(),
        half_points: look.title_half_points,
        align: Align::Center,
        wrap: true,
        ..Style::default()
    }
}

/// The style everything else starts from.
pub fn body(look: &Look) -> Style {
    Style {
        font: look.body_font.clone(),
        half_points: look.body_half_points,
        wrap: true,
        ..Style::default()
    }
}

/// A printed text: centred between lines; without lines at the left, but at the right before a field and in last place.
pub(super) fn label(look: &Look, label: &Label, last_column: u32, asks: bool) -> Style {
    let whole_width = label.area.first.column == 0 && label.area.last.column == last_column;
    let align = match label.ruled {
        true if whole_width => Align::Left,
        true => Align::Center,
        false if asks || (label.area.last.column == last_column && !whole_width) => Align::Right,
        false => Align::Left,
    };
    Style {
        border: label.ruled,
        align,
        ..body(look)
    }
}

pub(super) fn field(form: &Form, field: &Field, value: &CellValue, ruled: bool) -> Style {
    let template = form.template(field);
    let look = &form.pack.look;
    let input = field.kind == Kind::Input;
    let align = match template.kind {
        FieldType::LongText => Align::Left,
        FieldType::Text if field.row.is_some() => Align::Left,
        _ => Align::Center,
    };
    Style {
        border: ruled || input,
        align,
        top: template.kind == FieldType::LongText,
        locked: !input,
        number_format: format_of(&form.pack, template, value),
        ..body(look)
    }
}

/// The number format for a value of a field: that of the field, unless it would hide what is wrong with the value.
pub(crate) fn format_of(pack: &Pack, template: &FieldTemplate, value: &CellValue) -> String {
    match value {
        // 40.5 people would be shown as 41.
        CellValue::Number(number) if template.kind == FieldType::Count && !number.is_integer() => {
            "General".to_owned()
        }
        _ => number_format(pack, template),
    }
}

/// The number format of a field: its own, that of its type in the pack, or a plain one.
pub(crate) fn number_format(pack: &Pack, template: &FieldTemplate) -> String {
    let own = template.format.clone();
    own.unwrap_or_else(|| type_format(pack, template.kind))
}

/// The number format of a type: that of the pack, or a plain one.
pub(super) fn type_format(pack: &Pack, kind: FieldType) -> String {
    let rules = pack.types.get(&kind);
    let of_type = rules.and_then(|rules| rules.format.clone());
    of_type.unwrap_or_else(|| {
        let plain = match kind {
            FieldType::Money | FieldType::Area => "#,##0.00",
            FieldType::Count => "0",
            FieldType::Percent => "0.00%",
            FieldType::Score => "General",
            FieldType::Date => "yyyy-mm-dd",
            // A text format keeps what is typed as it is typed: 0731 stays 0731, 95% stays 95%.
            FieldType::Text | FieldType::LongText | FieldType::Choice | FieldType::Phone => "@",
        };
        plain.to_owned()
    })
}
