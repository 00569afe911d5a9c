//! Findings as JSON, for other programs.

use std::io;

use serde::Serialize;

use crate::address::Address;
use crate::check::Return;
use crate::finding::{Against, Finding, Kept, SetBy};
use crate::number::Number;
use crate::report::{Listed, Report, Tally, whole};
use crate::submission::Submission;
use crate::text::Language;

#[derive(Serialize)]
struct File<'a> {
    #[serde(flatten)]
    identity: IdentityKeys<'a>,
    findings: Vec<Line<'a>>,
}

/// What a file says it is; absent keys are unknown.
#[derive(Serialize)]
pub struct IdentityKeys<'a> {
    file: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    form: Option<FormKeys<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    department: Option<DepartmentKeys<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    year: Option<u16>,
}

#[derive(Serialize)]
struct FormKeys<'a> {
    pack: &'a str,
    version: &'a str,
}

#[derive(Serialize)]
struct DepartmentKeys<'a> {
    code: &'a str,
    name: &'a str,
}

impl<'a> IdentityKeys<'a> {
    /// What a return says of itself, in the file named so.
    pub fn of(file: &'a str, submission: Option<&'a Submission>) -> IdentityKeys<'a> {
        let identity = submission.map(|submission| &submission.identity);
        IdentityKeys {
            file,
            form: identity.map(|identity| FormKeys {
                pack: &identity.pack,
                version: &identity.version,
            }),
            department: identity.map(|identity| DepartmentKeys {
                code: &identity.spec.code,
                name: &identity.spec.department,
            }),
            year: identity.map(|identity| identity.spec.year),
        }
    }
}

/// A finding; absent keys have nothing to say.
#[derive(Serialize)]
pub struct Line<'a> {
    code: &'a str,
    name: &'a str,
    level: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    sheet: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cell: Option<Address>,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reported: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    computed: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expected: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    at_least: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    at_most: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    difference: Option<Number>,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    set_by: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    explained: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    explained_in: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    offered: Option<OfferedKeys<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    waived: Option<WaivedKeys<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    alike: Vec<Line<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    follows: Vec<Line<'a>>,
}

/// An answer of an earlier year.
#[derive(Serialize)]
struct OfferedKeys<'a> {
    text: &'a str,
    year: u16,
    file: &'a str,
}

#[derive(Serialize)]
struct WaivedKeys<'a> {
    reason: &'a str,
    by: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<String>,
}

/// A finding as JSON has it.
pub fn line(finding: &Finding, language: Language) -> Line<'_> {
    let explained = finding.explained.as_ref();
    let offered = finding.offered.as_ref();
    let held = |against| {
        let figure = finding.computed.as_deref();
        figure.filter(|_| finding.against == against)
    };
    Line {
        code: &finding.code,
        name: &finding.name,
        level: finding.level.id(),
        sheet: finding.place.sheet.as_deref(),
        cell: finding.place.cell,
        field: finding.place.field.as_deref(),
        reported: finding.reported.as_deref(),
        computed: held(Against::Computed),
        expected: held(Against::Stated),
        at_least: held(Against::AtLeast),
        at_most: held(Against::AtMost),
        difference: finding.difference,
        message: finding.message.get(language),
        note: finding.note.as_ref().map(|text| text.get(language)),
        help: finding.help.as_ref().map(|text| text.get(language)),
        set_by: (finding.set_by != SetBy::Rule).then(|| finding.set_by.id()),
        explained: explained.map(|answer| answer.text.as_str()),
        explained_in: explained.and_then(|answer| Some(answer.kept.as_ref()?.file.as_str())),
        offered: offered.and_then(|answer| {
            let Kept { file, year } = answer.kept.as_ref()?;
            Some(OfferedKeys {
                text: &answer.text,
                year: *year,
                file,
            })
        }),
        waived: finding.waived.as_ref().map(|waived| WaivedKeys {
            reason: &waived.reason,
            by: &waived.by,
            date: waived.date.map(|date| date.to_string()),
        }),
        alike: lines(&finding.alike, language),
        follows: lines(&finding.follows, language),
    }
}

fn lines(findings: &[Finding], language: Language) -> Vec<Line<'_>> {
    findings
        .iter()
        .map(|finding| line(finding, language))
        .collect()
}

/// The report.
#[derive(Debug)]
pub struct Json {
    language: Language,
    files: Listed,
}

impl Json {
    /// In this language.
    pub fn new(language: Language) -> Json {
        Json {
            language,
            files: Listed::default(),
        }
    }
}

impl Report for Json {
    fn head(&mut self) -> io::Result<String> {
        Ok(Listed::head())
    }

    fn file(&mut self, file: &Return) -> io::Result<String> {
        let content = file.content.as_ref();
        self.files.item(&File {
            identity: IdentityKeys::of(&file.file, content.map(|it| &it.submission)),
            findings: lines(&file.findings, self.language),
        })
    }

    fn end(&mut self, _: &Tally) -> io::Result<String> {
        Ok(self.files.end())
    }
}

/// One document for all files: `{"version", "files": [{"file", "form", "department", "year", "findings"}]}`. A finding with
/// several cells has them in `alike`, what follows from it in `follows`; both hold findings.
///
/// # Errors
/// As [`Report::head`].
pub fn render(returns: &[Return], language: Language) -> io::Result<String> {
    whole(Json::new(language), returns)
}
