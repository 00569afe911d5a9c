//! What two packs say differently of the Word report.

use crate::diff::edits::Edits;
use crate::diff::pack::{by_id, change, side};
use crate::diff::{Change, Item, Side};
use crate::template::{AttachmentsTemplate, CoverTemplate, ReportTemplate, SectionTemplate};

/// Changes of the report: its title, cover and list first, then section by section.
pub(super) fn report(old: Option<&ReportTemplate>, new: Option<&ReportTemplate>) -> Vec<Change> {
    let (old, new) = (Parts::of(old), Parts::of(new));
    let mut edits = Edits::default();
    edits.add("title", &old.title, &new.title);
    edits.add("cover", &old.cover, &new.cover);
    edits.add("attachments", &old.attachments, &new.attachments);
    let whole = || side("report", "");
    let mut changes: Vec<Change> = change(Item::Report, whole(), whole(), edits)
        .into_iter()
        .collect();
    changes.extend(by_id(
        Item::Section,
        &old.sections,
        &new.sections,
        section,
        sections,
    ));
    changes
}

/// A report taken apart; one that is not there has no parts.
#[derive(Default)]
struct Parts {
    title: Vec<String>,
    cover: Vec<String>,
    attachments: Vec<String>,
    sections: Vec<SectionTemplate>,
}

impl Parts {
    fn of(report: Option<&ReportTemplate>) -> Parts {
        let Some(ReportTemplate {
            title,
            cover,
            sections,
            attachments,
        }) = report
        else {
            return Parts::default();
        };
        let line = |CoverTemplate { label, field }: &CoverTemplate| match label {
            Some(label) => format!("{} {}", label.value, field.value),
            None => field.value.clone(),
        };
        let attached = attachments.iter();
        Parts {
            title: title.iter().map(|line| line.value.clone()).collect(),
            cover: cover.iter().map(line).collect(),
            attachments: attached
                .flat_map(|AttachmentsTemplate { heading, list }| {
                    std::iter::once(heading).chain(list)
                })
                .map(|line| line.value.clone())
                .collect(),
            sections: sections.clone(),
        }
    }
}

/// A section is known by the field it shows; one that shows none, by its heading.
fn section(section: &SectionTemplate) -> Side {
    let field = section.text.as_ref().or(section.facts.as_ref());
    let id = field.unwrap_or(&section.heading);
    side(&id.value, &section.heading.value)
}

fn sections(old: &SectionTemplate, new: &SectionTemplate, edits: &mut Edits) {
    let SectionTemplate {
        second_level,
        heading,
        facts,
        text,
    } = old;
    let level = |second: bool| if second { 2_u32 } else { 1 };
    edits.add("heading", heading, &new.heading);
    edits.add("level", &level(*second_level), &level(new.second_level));
    edits.add("facts", facts, &new.facts);
    edits.add("text", text, &new.text);
}
