//! The values of returns as JSON, for other programs: the opposite of filling in.

use serde::Serialize;

use crate::address::Address;
use crate::check::{Content, Return};
use crate::report::JSON_VERSION;
use crate::report::json::IdentityKeys;
use crate::submission::shown;
use crate::text::Language;

#[derive(Serialize)]
struct Document<'a> {
    version: &'a str,
    files: Vec<File<'a>>,
}

#[derive(Serialize)]
struct File<'a> {
    #[serde(flatten)]
    identity: IdentityKeys<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'a str>,
    fields: Vec<Line<'a>>,
}

#[derive(Serialize)]
struct Line<'a> {
    field: &'a str,
    sheet: &'a str,
    cell: Address,
    #[serde(skip_serializing_if = "Option::is_none")]
    reported: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    computed: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
}

fn lines(content: &Content) -> Vec<Line<'_>> {
    let submission = &content.submission;
    let form = &submission.form;
    let line = |index: usize| {
        let field = &form.fields[index];
        let computed = field
            .formula
            .as_ref()
            .map(|_| &content.evaluation.computed[index]);
        Line {
            field: &field.id,
            sheet: submission.sheet_name(index),
            cell: submission.cell(index),
            reported: submission.reported(index),
            computed: computed.and_then(|value| shown(value, form.template(field).kind)),
            text: submission.text(index),
        }
    };
    (0..form.fields.len()).map(line).collect()
}

/// One document for all files: `{"version", "files": [{"file", …, "fields": [{"field", "sheet", "cell", "reported",
/// "computed", "text"}]}]}`. Numbers are decimal strings; `computed` stands only at fields with a formula.
///
/// # Errors
/// None in practice: everything in it can be written as JSON.
pub fn render(returns: &[Return], language: Language) -> serde_json::Result<String> {
    let files = returns
        .iter()
        .map(|file| File {
            identity: IdentityKeys::of(
                &file.file,
                file.content.as_ref().map(|content| &content.submission),
            ),
            error: match &file.content {
                Some(_) => None,
                None => file
                    .findings
                    .first()
                    .map(|finding| finding.message.get(language)),
            },
            fields: file.content.as_ref().map(lines).unwrap_or_default(),
        })
        .collect();
    serde_json::to_string_pretty(&Document {
        version: JSON_VERSION,
        files,
    })
}
