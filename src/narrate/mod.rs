//! The finished narrative of a return as a Word document: the department's own texts, and the figures as annex computes
//! them.

use crate::check::Content;
use crate::check::context::Context;
use crate::check::rules::v001_required_field_blank::is_needed;
use crate::date;
use crate::document::text::{paragraphs, printable};
use crate::document::{Document, Paragraph, Style, numeral};
use crate::form::Form;
use crate::formula::{ErrorKind, Value};
use crate::submission::shown;
use crate::template::{FieldType, SectionTemplate};
use crate::text::Text;

mod attachments;
mod cover;

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
    /// The cell holds an error value, `#REF!`, where a text belongs.
    Broken(ErrorKind),
    /// The figures could not be computed, and why.
    Facts(Text),
}

impl Missing {
    /// What a bureau reads.
    pub fn text(&self) -> Text {
        match self {
            Missing::Text => Text::new("未填写", "not filled in"),
            Missing::Broken(kind) => Text::new(
                format!("单元格里是错误值 {kind}"),
                format!("the cell holds the error {kind}"),
            ),
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

    /// What is written in a field, a paragraph for each line; or why there is nothing.
    fn written(&self, id: &str) -> Result<Vec<String>, Missing> {
        let (field, value) = self.value(id);
        let template = field.map(|field| self.form.template(&self.form.fields[field]));
        let kind = template.map_or(FieldType::Text, |template| template.kind);
        let text = match value {
            Value::Error(error) => return Err(Missing::Broken(error.kind)),
            Value::Number(serial) if kind == FieldType::Date => date::from_serial(*serial)
                .map(|day| format!("{}年{}月{}日", day.year(), day.month(), day.day())),
            other => shown(other, kind),
        };
        let lines = text.map(|text| paragraphs(&text)).unwrap_or_default();
        if lines.is_empty() {
            Err(Missing::Text)
        } else {
            Ok(lines)
        }
    }

    /// Remembers what is missing at a place, and gives the mark that stands there.
    fn gap(&mut self, place: &str, what: Missing) -> String {
        let mark = format!("（{}）", printable(&what.text().zh));
        self.gaps.push(Gap {
            place: place.to_owned(),
            what,
        });
        mark
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
        let mark = self.gap(place, Missing::Facts(reason));
        body.push(Paragraph::new(Style::Missing, mark));
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
        let missing = match self.written(&text.value) {
            Ok(lines) => {
                let lines = lines.into_iter();
                body.extend(lines.map(|line| Paragraph::new(Style::BodyText, line)));
                return;
            }
            Err(missing) => missing,
        };
        let context: Context<'_> = self.content.context();
        let field = self.form.field(&text.value);
        let is_needed = field.is_some_and(|field| is_needed(&context, field));
        if has_facts && !is_needed && missing == Missing::Text {
            return;
        }
        let mark = self.gap(place, missing);
        body.push(Paragraph::new(Style::Missing, mark));
    }
}
