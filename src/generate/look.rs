//! How the cells of a form look.

use crate::book::{Align, Border, CellValue, Style};
use crate::form::{Field, Form, Kind, Label};
use crate::number::Number;
use crate::template::{FieldTemplate, FieldType, Look, Pack};

/// The width in characters from which on a cell has room for a sentence.
const SENTENCE: i64 = 18;

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
        _ if label.indent.is_some() => Align::Left,
        true if whole_width => Align::Left,
        true => Align::Center,
        false if asks || (label.area.last.column == last_column && !whole_width) => Align::Right,
        false => Align::Left,
    };
    Style {
        border: if label.ruled {
            Border::All
        } else {
            Border::None
        },
        indent: label.indent.unwrap_or(0),
        align,
        ..body(look)
    }
}

pub(super) fn field(form: &Form, field: &Field, value: &CellValue, ruled: bool) -> Style {
    let template = form.template(field);
    let look = &form.pack.look;
    let input = field.kind == Kind::Input;
    let align = match template.kind {
        _ if field.indent.is_some() => Align::Left,
        FieldType::LongText => Align::Left,
        FieldType::Text if field.row.is_some() && !is_narrow(form, field) => Align::Left,
        _ => Align::Center,
    };
    Style {
        // Without lines around its row, an input is a line to write on.
        border: match ruled {
            true => Border::All,
            false if field.kind.takes_entries() => Border::Below,
            false => Border::None,
        },
        indent: field.indent.unwrap_or(0),
        align,
        top: template.kind == FieldType::LongText,
        locked: !input,
        number_format: format_of(&form.pack, template, value),
        wrap: !template.kind.is_number(),
        shrink: template.kind.is_number(),
        ..body(look)
    }
}

/// Whether only a word or a figure finds room in a cell; such columns are centred as those of numbers are.
fn is_narrow(form: &Form, field: &Field) -> bool {
    let widths = &form.sheet_template(field.sheet).columns;
    let columns = field.area.first.column..=field.area.last.column;
    let mut widths = columns.filter_map(|column| widths.get(column as usize));
    let width = widths.try_fold(Number::ZERO, |sum, width| sum.add(*width));
    width.is_some_and(|width| width < Number::from(SENTENCE))
}

/// Whether the digits of a field are a text: its format is that of texts.
pub(super) fn is_text(form: &Form, field: &Field) -> bool {
    number_format(&form.pack, form.template(field)) == "@"
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
    let is_computed = template.formula.is_some() || template.same_as.is_some();
    let is_text = !template.kind.is_number() && template.kind != FieldType::Date;
    let of_type = pack.types.get(&template.kind);
    let is_plain = own.is_none() && of_type.is_none_or(|rules| rules.format.is_none());
    if is_text && is_plain && is_computed {
        // Entered anew in a text format, a formula would be a text.
        return "General".to_owned();
    }
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
