//! The finished narrative of a return as a Word document: the department's own texts, and the figures as annex computes
//! them.

use crate::check::Content;
use crate::check::context::Context;
use crate::check::rules::v001_required_field_blank::is_needed;
use crate::document::text::{paragraphs, printable};
use crate::document::{Document, Indent, Paragraph, Style, numeral};
use crate::form::Form;
use crate::formula::Value;
use crate::submission::shown;
use crate::template::{AttachmentsTemplate, FieldType, ReportTemplate, SectionTemplate};
use crate::text::Text;

/// Points above the title, half of what a page has left.
const ABOVE_TITLE: u32 = 150;
/// Points between the title and what stands below it.
const BELOW_TITLE: u32 = 230;
/// A line, as high as the style has it.
const LINE: u32 = 28;
/// A heading of the attachments of so many characters stands before the first of them, a longer one above them.
const SHORT_HEADING: u32 = 3;

/// The report of a return, and what is missing in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Narrative {
    /// The document.
    pub document: Document,
    /// What is missing or could not be computed, in the order of the document.
    pub gaps: Vec<Gap>,
}

/// A place of the report where something is missing; the document has a mark there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// The heading with its number, or the label on the cover.
    pub place: String,
    /// What is missing.
    pub what: Missing,
}

/// What is missing at a place of the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Missing {
    /// The department wrote nothing.
    Text,
    /// The figures could not be computed, and why.
    Facts(Text),
}

impl Missing {
    /// What a bureau reads.
    pub fn text(&self) -> Text {
        match self {
            Missing::Text => Text::new("未填写", "not filled in"),
            Missing::Facts(reason) => Text::new(
                format!("数据算不出来：{}", reason.zh),
                format!("the figures cannot be computed: {}", reason.en),
            ),
        }
    }
}

/// Writes the report of a return; `None` when its pack describes none.
pub fn document(content: &Content) -> Option<Narrative> {
    let form = &content.submission.form;
    let report = form.pack.report.as_ref()?;
    let mut writer = Writer {
        content,
        form,
        gaps: Vec::new(),
    };
    let title: Vec<String> = report
        .title
        .iter()
        .map(|line| writer.filled(&line.value))
        .collect();
    let cover = writer.cover(report, &title);
    let mut body = Vec::new();
    writer.sections(&report.sections, &mut body);
    if let Some(attachments) = &report.attachments {
        writer.attachments(attachments, &mut body);
    }
    Some(Narrative {
        document: Document {
            title: title.concat(),
            author: form.spec.department.clone(),
            created: (form.spec.year, 1, 1),
            cover,
            body,
        },
        gaps: writer.gaps,
    })
}

struct Writer<'a> {
    content: &'a Content,
    form: &'a Form,
    gaps: Vec<Gap>,
}

impl Writer<'_> {
    /// A text of the pack with its placeholders filled.
    fn filled(&self, text: &str) -> String {
        printable(&self.form.words().fill(text))
    }

    /// The value of a field, computed where there is a formula; what is reported there never counts.
    fn value(&self, id: &str) -> (Option<usize>, &Value) {
        let field = self.form.field(id);
        let value = field.and_then(|field| self.content.evaluation.computed.get(field));
        (field, value.unwrap_or(&Value::Blank))
    }

    fn cover(&mut self, report: &ReportTemplate, title: &[String]) -> Vec<Paragraph> {
        let mut cover: Vec<Paragraph> = title
            .iter()
            .map(|line| Paragraph::new(Style::Title, line))
            .collect();
        let below = cover.len();
        for line in &report.cover {
            let (field, value) = self.value(&line.field.value);
            let template = field.map(|field| self.form.template(&self.form.fields[field]));
            let is_date = template.is_some_and(|template| template.kind == FieldType::Date);
            let text = match value {
                Value::Number(serial) if is_date => crate::date::from_serial(*serial)
                    .map(|day| format!("{}年{}月{}日", day.year(), day.month(), day.day())),
                other => shown(
                    other,
                    template.map_or(FieldType::Text, |template| template.kind),
                ),
            };
            let text = text.map(|text| paragraphs(&text).join(" "));
            let label = line.label.as_ref().map(|label| self.filled(&label.value));
            let text = text.filter(|text| !text.is_empty()).unwrap_or_else(|| {
                let named = field.map(|field| self.form.fields[field].label.clone());
                let place = label.clone().or(named);
                self.gaps.push(Gap {
                    place: place.unwrap_or_default(),
                    what: Missing::Text,
                });
                // The room in which a day is written by hand.
                if is_date {
                    "　　年　　月　　日"
                } else {
                    "（未填写）"
                }
                .to_owned()
            });
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

    fn sections(&mut self, sections: &[SectionTemplate], body: &mut Vec<Paragraph>) {
        let (mut first_level, mut second_level) = (0, 0);
        for section in sections {
            let words = self.filled(&section.heading.value);
            let heading = if section.second_level {
                second_level += 1;
                Paragraph::new(
                    Style::Heading2,
                    format!("（{}）{words}", numeral(second_level)),
                )
            } else {
                first_level += 1;
                second_level = 0;
                Paragraph::new(
                    Style::Heading1,
                    format!("{}、{words}", numeral(first_level)),
                )
            };
            // Every （一） stands below another 一、.
            let place = if section.second_level {
                format!("{}、{}", numeral(first_level), heading.text)
            } else {
                heading.text.clone()
            };
            body.push(heading);
            let has_facts = self.facts(section, &place, body);
            self.text(section, &place, has_facts, body);
        }
    }

    /// The computed text of a section. Whether there is one.
    fn facts(&mut self, section: &SectionTemplate, place: &str, body: &mut Vec<Paragraph>) -> bool {
        let Some(facts) = &section.facts else {
            return false;
        };
        let (_, value) = self.value(&facts.value);
        let reason = match value {
            Value::Error(error) => error.reason.clone(),
            other => {
                let lines = paragraphs(&other.to_string());
                if !lines.is_empty() {
                    let lines = lines.into_iter();
                    body.extend(lines.map(|line| Paragraph::new(Style::Facts, line)));
                    return true;
                }
                // Blank as a quotient is that has nothing to divide by.
                Text::new("所需的数还没有填", "figures it needs are not filled in")
            }
        };
        let what = Missing::Facts(reason);
        body.push(Paragraph::new(
            Style::Missing,
            format!("（{}）", printable(&what.text().zh)),
        ));
        self.gaps.push(Gap {
            place: place.to_owned(),
            what,
        });
        false
    }

    /// What the department wrote; a mark where it wrote nothing, unless the facts are enough.
    fn text(
        &mut self,
        section: &SectionTemplate,
        place: &str,
        has_facts: bool,
        body: &mut Vec<Paragraph>,
    ) {
        let Some(text) = &section.text else {
            return;
        };
        let (field, value) = self.value(&text.value);
        let kind = field.map(|field| self.form.template(&self.form.fields[field]).kind);
        let text = shown(value, kind.unwrap_or(FieldType::LongText)).unwrap_or_default();
        let lines = paragraphs(&text);
        if !lines.is_empty() {
            let lines = lines.into_iter();
            body.extend(lines.map(|line| Paragraph::new(Style::BodyText, line)));
            return;
        }
        let context: Context<'_> = self.content.context();
        if has_facts && !field.is_some_and(|field| is_needed(&context, field)) {
            return;
        }
        body.push(Paragraph::new(Style::Missing, "（未填写）"));
        self.gaps.push(Gap {
            place: place.to_owned(),
            what: Missing::Text,
        });
    }

    /// The list at the end: `附件：1. …`, the others below the first.
    fn attachments(&self, attachments: &AttachmentsTemplate, body: &mut Vec<Paragraph>) {
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
