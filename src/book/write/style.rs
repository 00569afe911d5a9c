//! Styles as formats of the library.

use std::collections::HashMap;

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, FormatUnderline};

use crate::book::{Align, Border, Run, Style};

/// The character set of simplified Chinese: with it Excel falls back to a Chinese font where the named one is missing.
const SIMPLIFIED_CHINESE: u8 = 134;
/// The rotation by which Excel means letters one under the other.
const STACKED: i16 = 270;

/// The formats made so far: equal styles become one format.
#[derive(Default)]
pub(super) struct Formats {
    made: HashMap<Style, Format>,
}

impl Formats {
    /// The format of a style.
    pub(super) fn of(&mut self, style: &Style) -> &Format {
        self.made
            .entry(style.clone())
            .or_insert_with(|| format(style))
    }
}

/// The font of a piece of a text in a cell.
pub(super) fn run(style: &Style, run: &Run) -> Format {
    let mut format = font(style);
    if let Some(color) = run.color {
        format = format.set_font_color(Color::RGB(color));
    }
    if run.strike {
        format = format.set_font_strikethrough();
    }
    format
}

fn font(style: &Style) -> Format {
    let mut format = Format::new().set_font_size(f64::from(style.half_points) / 2.0);
    if !style.font.is_empty() {
        format = format.set_font_name(&style.font);
        if !style.font.is_ascii() {
            format = format.set_font_charset(SIMPLIFIED_CHINESE);
        }
    }
    if style.bold {
        format = format.set_bold();
    }
    if style.underline {
        format = format.set_underline(FormatUnderline::Single);
    }
    if let Some(color) = style.color {
        format = format.set_font_color(Color::RGB(color));
    }
    format
}

fn format(style: &Style) -> Format {
    let mut format = font(style);
    if let Some(fill) = style.fill {
        format = format.set_background_color(Color::RGB(fill));
    }
    format = match style.border {
        Border::None => format,
        Border::All => format.set_border(FormatBorder::Thin),
        Border::Below => format.set_border_bottom(FormatBorder::Thin),
    };
    if style.indent > 0 {
        format = format.set_indent(style.indent);
    }
    if style.shrink {
        format = format.set_shrink();
    }
    format = match style.align {
        Align::General => format,
        Align::Left => format.set_align(FormatAlign::Left),
        Align::Center => format.set_align(FormatAlign::Center),
        Align::Right => format.set_align(FormatAlign::Right),
    };
    format = format.set_align(if style.top {
        FormatAlign::Top
    } else {
        FormatAlign::VerticalCenter
    });
    if style.wrap {
        format = format.set_text_wrap();
    }
    if style.vertical {
        format = format.set_rotation(STACKED);
    }
    if !style.number_format.is_empty() {
        format = format.set_num_format(&style.number_format);
    }
    if style.locked {
        format
    } else {
        format.set_unlocked()
    }
}

/// The format a condition applies.
pub(super) fn conditional(color: Option<u32>, fill: Option<u32>) -> Format {
    let mut format = Format::new();
    if let Some(color) = color {
        format = format.set_font_color(Color::RGB(color));
    }
    if let Some(fill) = fill {
        format = format.set_background_color(Color::RGB(fill));
    }
    format
}
