//! The cover of a report: its title, whose it is, and its day.

use super::{Missing, Writer};
use crate::document::{Paragraph, Style};
use crate::template::{FieldType, ReportTemplate};

/// Points above the title.
const ABOVE_TITLE: u32 = 150;
/// Points between the title and what stands below it.
const BELOW_TITLE: u32 = 230;
/// The room in which a day is written by hand.
const BLANK_DAY: &str = "　　年　　月　　日";

impl Writer<'_> {
    /// The title, and below it the fields of the cover.
    pub(super) fn cover(&mut self, report: &ReportTemplate, title: &[String]) -> Vec<Paragraph> {
        let mut cover: Vec<Paragraph> = title
            .iter()
            .map(|line| Paragraph::new(Style::Title, line))
            .collect();
        let below = cover.len();
        for line in &report.cover {
            let id = &line.field.value;
            let label = line.label.as_ref().map(|label| self.filled(&label.value));
            let text = match self.written(id) {
                Ok(lines) => lines.join(" "),
                Err(missing) => self.left_out(id, label.as_deref(), missing),
            };
            let text = match label {
                Some(label) => format!("{label}：{text}"),
                None => text,
            };
            cover.push(Paragraph::new(Style::Subtitle, text));
        }
        if let Some(first) = cover.get_mut(below) {
            first.before = BELOW_TITLE;
        }
        if let Some(first) = cover.first_mut() {
            first.before = ABOVE_TITLE;
        }
        cover
    }

    /// What stands where a field of the cover was left out.
    fn left_out(&mut self, id: &str, label: Option<&str>, missing: Missing) -> String {
        let field = self.form.field(id).map(|field| &self.form.fields[field]);
        let place = label.or(field.map(|field| field.label.as_str()));
        let is_day = field.is_some_and(|field| self.form.template(field).kind == FieldType::Date);
        let by_hand = is_day && missing == Missing::Text;
        let mark = self.gap(place.unwrap_or_default(), missing);
        if by_hand { BLANK_DAY.to_owned() } else { mark }
    }
}
