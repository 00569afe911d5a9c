//! The values of returns as JSON, for other programs: the opposite of filling in.

use std::io;

use serde::Serialize;

use crate::address::Address;
use crate::check::{Content, Return};
use crate::report::json::IdentityKeys;
use crate::report::{Listed, Report, Tally, whole};
use crate::submission::shown;
use crate::text::Language;

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

/// The values, file by file.
#[derive(Debug)]
pub struct Extract {
    language: Language,
    files: Listed,
}

impl Extract {
    /// With why a file has none in this language.
    pub fn new(language: Language) -> Extract {
        Extract {
            language,
            files: Listed::default(),
        }
    }
}

impl Report for Extract {
    fn head(&mut self) -> io::Result<String> {
        Ok(Listed::head())
    }

    fn file(&mut self, file: &Return) -> io::Result<String> {
        let content = file.content.as_ref();
        let why = || {
            file.findings
                .first()
                .map(|it| it.message.get(self.language))
        };
        self.files.item(&File {
            identity: IdentityKeys::of(&file.file, content.map(|it| &it.submission)),
            error: if content.is_some() { None } else { why() },
            fields: content.map(lines).unwrap_or_default(),
        })
    }

    fn end(&mut self, _: &Tally) -> io::Result<String> {
        Ok(self.files.end())
    }
}

/// One document for all files: `{"version", "files": [{"file", …, "fields": [{"field", "sheet", "cell", "reported",
/// "computed", "text"}]}]}`. Numbers are decimal strings; `computed` stands only at fields with a formula.
///
/// # Errors
/// As [`Report::head`].
pub fn render(returns: &[Return], language: Language) -> io::Result<String> {
    whole(Extract::new(language), returns)
}
