//! The list at the end of a report.

use super::Writer;
use crate::document::{Indent, Paragraph, Style};
use crate::template::AttachmentsTemplate;

/// A line, as high as the style has it.
const LINE: u32 = 28;
/// A heading of the attachments of so many characters stands before the first of them, a longer one above them.
const SHORT_HEADING: u32 = 3;

impl Writer<'_> {
    /// The list at the end: `附件：1. …`, the others below the first.
    pub(super) fn attachments(&self, attachments: &AttachmentsTemplate, body: &mut Vec<Paragraph>) {
        let heading = self.filled(&attachments.heading.value);
        let width = u32::try_from(heading.chars().count()).unwrap_or(u32::MAX);
        let begins_line = width <= SHORT_HEADING;
        let start = body.len();
        let mut left = 2;
        if begins_line {
            left += width;
        } else {
            body.push(Paragraph {
                indent: Some(Indent { left, hanging: 0 }),
                ..Paragraph::new(Style::Attachments, &heading)
            });
        }
        for (index, name) in attachments.list.iter().enumerate() {
            // A digit, a point and a blank are as wide as a character.
            let number = index + 1;
            let digits = u32::from(number > 9) + 1;
            let text = format!("{number}. {}", self.filled(&name.value));
            let first = begins_line && index == 0;
            body.push(Paragraph {
                indent: Some(Indent {
                    left: left + digits,
                    hanging: digits + if first { width } else { 0 },
                }),
                ..Paragraph::new(
                    Style::Attachments,
                    if first {
                        format!("{heading}{text}")
                    } else {
                        text
                    },
                )
            });
        }
        if let Some(first) = body.get_mut(start) {
            first.before = LINE;
        }
    }
}
