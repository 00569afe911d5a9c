//! The answers of departments that a campaign keeps, so that one given once need not be given again.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::check::Return;
use crate::check::answers::{Answer as Said, List};
use crate::finding::{Answer, Finding, Kept, Place};
use crate::form::Spec;
use crate::submission::Submission;
use crate::text::{Text, not_json};

/// The version of the text that is written; raised when a key changes its meaning.
const VERSION: &str = "1";

/// What departments answered to which findings.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Answers {
    departments: BTreeMap<String, Department>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
struct Department {
    name: String,
    answers: Vec<Given>,
}

/// An answer to one cell of a finding; that to a finding of several cells is kept for each of them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Given {
    year: u16,
    code: String,
    /// The name of the rule: packs number their rules anew, and keep the names.
    rule: String,
    #[serde(flatten)]
    at: Spot,
    text: String,
    /// The file it was given in.
    file: String,
}

/// The place of an answer in the form: by its field, where it is about one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Spot {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    field: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sheet: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    cell: Option<String>,
}

impl Spot {
    fn of(submission: &Submission, place: &Place) -> Spot {
        let nowhere = Spot {
            field: None,
            sheet: None,
            cell: None,
        };
        if place.field.is_some() {
            return Spot {
                field: place.field.clone(),
                ..nowhere
            };
        }
        match submission.home(place) {
            Some((sheet, cell)) => Spot {
                sheet: Some(submission.form.sheets[sheet].name.clone()),
                cell: Some(cell.to_string()),
                ..nowhere
            },
            None => Spot {
                sheet: place.sheet.clone(),
                cell: place.cell.map(|cell| cell.to_string()),
                ..nowhere
            },
        }
    }
}

/// A text that is no record of answers.
#[derive(Debug, thiserror::Error)]
pub enum KeptError {
    /// It is not JSON, or not of this shape.
    #[error("{0}")]
    Unreadable(#[from] serde_json::Error),
    /// A later annex has written it.
    #[error("it is of version {0}, and this annex reads version {VERSION}")]
    OtherVersion(String),
}

impl KeptError {
    /// The same in both languages.
    pub fn text(&self) -> Text {
        match self {
            KeptError::Unreadable(why) => not_json(why),
            KeptError::OtherVersion(found) => Text::new(
                format!("是版本 {found} 的记录，这个 annex 只读版本 {VERSION}，请换用较新的 annex"),
                self.to_string(),
            ),
        }
    }
}

#[derive(Serialize, Deserialize)]
struct Document {
    version: String,
    departments: BTreeMap<String, Department>,
}

impl Answers {
    /// Reads what [`Answers::text`] has written.
    ///
    /// # Errors
    /// [`KeptError`] when it is something else.
    pub fn parse(text: &str) -> Result<Answers, KeptError> {
        let document: Document = serde_json::from_str(text)?;
        if document.version == VERSION {
            Ok(Answers {
                departments: document.departments,
            })
        } else {
            Err(KeptError::OtherVersion(document.version))
        }
    }

    /// All answers as JSON; the same answers give the same text.
    ///
    /// # Errors
    /// None in practice: everything in it can be written as JSON.
    pub fn text(&self) -> serde_json::Result<String> {
        let document = Document {
            version: VERSION.to_owned(),
            departments: self.departments.clone(),
        };
        Ok(serde_json::to_string_pretty(&document)? + "\n")
    }

    /// Takes in what departments answered in these returns, each named by a file. Where several answer the same finding, the
    /// last one counts; a word that is no answer takes back what was said before.
    pub fn keep(&mut self, returns: &[Return], file: impl Fn(&Return) -> String) {
        for returned in returns {
            let Some(content) = &returned.content else {
                continue;
            };
            let list = List::of(&content.submission);
            for finding in &returned.findings {
                if let Some(said) = list.beside(finding) {
                    self.replace(&content.submission, finding, said, &file(returned));
                }
            }
        }
        self.departments.retain(|_, it| !it.answers.is_empty());
    }

    fn replace(&mut self, submission: &Submission, finding: &Finding, said: &Said, file: &str) {
        let spec = spec(submission);
        let department = self.departments.entry(key(spec).to_owned()).or_default();
        spec.department.clone_into(&mut department.name);
        for member in finding.members() {
            let at = Spot::of(submission, &member.place);
            department.answers.retain(|given| {
                given.year != spec.year || given.rule != finding.name || given.at != at
            });
            department.answers.extend(said.explains.then(|| Given {
                year: spec.year,
                code: finding.code.clone(),
                rule: finding.name.clone(),
                at,
                text: said.text.clone(),
                file: file.to_owned(),
            }));
        }
        department.answers.sort();
    }

    /// What the department of a return answered to this finding in that year.
    pub(super) fn of_year(&self, submission: &Submission, finding: &Finding) -> Option<Answer> {
        let year = spec(submission).year;
        self.find(submission, finding, |given| given.year == year)
    }

    /// What it answered in the latest year before.
    pub(super) fn of_earlier(&self, submission: &Submission, finding: &Finding) -> Option<Answer> {
        let year = spec(submission).year;
        self.find(submission, finding, |given| given.year < year)
    }

    /// An answer holds for a finding when it was given to all of its cells.
    fn find(
        &self,
        submission: &Submission,
        finding: &Finding,
        is_of: impl Fn(&Given) -> bool,
    ) -> Option<Answer> {
        let department = self.departments.get(key(spec(submission)))?;
        let to_rule = |given: &&Given| given.rule == finding.name && is_of(given);
        let given: Vec<&Given> = department.answers.iter().filter(to_rule).collect();
        let to_member = |member: &Finding| {
            let at = Spot::of(submission, &member.place);
            let given = given.iter().filter(|given| given.at == at);
            given.max_by_key(|given| given.year).copied()
        };
        let answers: Option<Vec<&Given>> = finding.members().iter().map(to_member).collect();
        let given = *answers?.first()?;
        Some(Answer {
            text: given.text.clone(),
            kept: Some(Kept {
                file: given.file.clone(),
                year: given.year,
            }),
        })
    }
}

fn spec(submission: &Submission) -> &Spec {
    &submission.identity.spec
}

/// What a department is known by: its code, or its name where it has none.
fn key(spec: &Spec) -> &str {
    if spec.code.is_empty() {
        &spec.department
    } else {
        &spec.code
    }
}
