//! Findings as SARIF 2.1.0, for tools that show the results of analyses.
//!
//! <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>

use std::fmt::Write;
use std::io;
use std::sync::Arc;

use serde::Serialize;

use crate::check::{Return, rules, said};
use crate::finding::{Finding, Level, Place, Waived};
use crate::report::{Report, Tally, json, whole};
use crate::template::Pack;
use crate::text::{Language, Text};

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'a str,
    version: &'a str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Tool<'a>,
    language: &'a str,
    column_kind: &'a str,
    artifacts: Vec<Artifact>,
    results: Vec<Outcome<'a>>,
}

#[derive(Serialize)]
struct Tool<'a> {
    driver: Driver<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver<'a> {
    name: &'a str,
    version: &'a str,
    semantic_version: &'a str,
    rules: Vec<Descriptor<'a>>,
}

/// A rule. Packs number their rules by themselves: two of them may share a code, and then the index tells them apart.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Descriptor<'a> {
    id: &'a str,
    name: &'a str,
    short_description: Message,
    full_description: Message,
    help: Message,
    default_configuration: Configuration,
    #[serde(skip_serializing_if = "Option::is_none")]
    properties: Option<OfPack<'a>>,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct OfPack<'a> {
    pack: &'a str,
}

#[derive(Serialize)]
struct Message {
    text: String,
}

#[derive(Serialize)]
struct Artifact {
    location: ArtifactLocation,
    roles: [&'static str; 1],
}

#[derive(Serialize, Clone)]
struct ArtifactLocation {
    uri: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    index: Option<usize>,
}

/// What SARIF calls a result. Its properties are the finding as [`json`] has it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Outcome<'a> {
    rule_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
    level: &'static str,
    message: Message,
    locations: Vec<Location>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location>,
    /// Either all results of a run have it, or none.
    #[serde(skip_serializing_if = "Option::is_none")]
    suppressions: Option<Vec<Suppression>>,
    properties: json::Line<'a>,
}

/// That a finding is waived.
#[derive(Serialize)]
struct Suppression {
    kind: &'static str,
    status: &'static str,
    justification: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    logical_locations: Vec<LogicalLocation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Message>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LogicalLocation {
    name: String,
    fully_qualified_name: String,
    kind: &'static str,
}

/// The report: its rules and files stand before the first finding, so that the findings are kept until the end.
#[derive(Debug)]
pub struct Sarif {
    language: Language,
    files: Vec<Kept>,
}

/// What is kept of a file.
#[derive(Debug)]
struct Kept {
    file: String,
    pack: Option<Arc<Pack>>,
    findings: Vec<Finding>,
}

impl Sarif {
    /// In this language.
    pub fn new(language: Language) -> Sarif {
        Sarif {
            language,
            files: Vec::new(),
        }
    }
}

impl Report for Sarif {
    fn file(&mut self, file: &Return) -> io::Result<String> {
        let content = file.content.as_ref();
        self.files.push(Kept {
            file: file.file.clone(),
            pack: content.map(|it| Arc::clone(&it.submission.form.pack)),
            findings: file.findings.clone(),
        });
        Ok(String::new())
    }

    fn end(&mut self, tally: &Tally) -> io::Result<String> {
        let (language, packs) = (self.language, packs(&self.files));
        let is_waiving = tally.waived > 0;
        let mut results = Vec::new();
        let mut artifacts = Vec::new();
        for (index, file) in self.files.iter().enumerate() {
            let at = ArtifactLocation {
                uri: uri(&file.file),
                index: Some(index),
            };
            for finding in &file.findings {
                let rule = rule_index(finding, &packs, file.pack.as_deref());
                let mut outcome = outcome(finding, rule, &at, language);
                outcome.suppressions = is_waiving.then(|| suppressions(finding, language));
                results.push(outcome);
            }
            artifacts.push(Artifact {
                location: ArtifactLocation { index: None, ..at },
                roles: ["analysisTarget"],
            });
        }
        let version = env!("CARGO_PKG_VERSION");
        let text = serde_json::to_string_pretty(&Log {
            schema: SCHEMA,
            version: "2.1.0",
            runs: [Run {
                tool: Tool {
                    driver: Driver {
                        name: "annex",
                        version,
                        semantic_version: version,
                        rules: descriptors(&packs, language),
                    },
                },
                language: match language {
                    Language::Chinese => "zh-CN",
                    Language::English => "en-US",
                },
                column_kind: "unicodeCodePoints",
                artifacts,
                results,
            }],
        })?;
        Ok(text)
    }
}

/// One run over all files, with every rule of annex and of the packs of the returns. A result is a finding; its cells are
/// its locations, and what follows from it its related locations. One that is waived is suppressed.
///
/// # Errors
/// As [`Report::head`].
pub fn render(returns: &[Return], language: Language) -> io::Result<String> {
    whole(Sarif::new(language), returns)
}

/// The packs of the returns, each once.
fn packs(files: &[Kept]) -> Vec<&Pack> {
    let mut packs: Vec<&Pack> = Vec::new();
    for pack in files.iter().filter_map(|file| file.pack.as_deref()) {
        if packs
            .iter()
            .all(|known| known.fingerprint != pack.fingerprint)
        {
            packs.push(pack);
        }
    }
    packs
}

/// Where the rule of a finding stands among the [`descriptors`].
fn rule_index(finding: &Finding, packs: &[&Pack], pack: Option<&Pack>) -> Option<usize> {
    let own = rules::ALL.iter().position(|rule| rule.code == finding.code);
    own.or_else(|| {
        let pack = pack?;
        let before = packs
            .iter()
            .take_while(|known| known.fingerprint != pack.fingerprint);
        let before: usize = before.map(|pack| pack.rules.len()).sum();
        let at = pack
            .rules
            .iter()
            .position(|rule| rule.code == finding.code)?;
        Some(rules::ALL.len() + before + at)
    })
}

fn descriptors<'a>(packs: &[&'a Pack], language: Language) -> Vec<Descriptor<'a>> {
    let message = |text: &Text| Message {
        text: text.get(language).to_owned(),
    };
    let own = rules::ALL.iter().map(|rule| {
        let told =
            [rule.checks, rule.why, rule.example].map(|part| said(part).get(language).to_owned());
        Descriptor {
            id: rule.code,
            name: rule.name,
            short_description: message(&said(rule.title)),
            full_description: Message {
                text: told.join("\n"),
            },
            help: message(&said(rule.mend)),
            default_configuration: Configuration {
                level: level(rule.level),
            },
            properties: None,
        }
    });
    let of_packs = packs.iter().flat_map(|pack| {
        pack.rules.iter().map(move |rule| Descriptor {
            id: &rule.code,
            name: &rule.name,
            short_description: message(&rule.message),
            full_description: Message {
                text: rule.told(pack),
            },
            help: message(&rule.help),
            default_configuration: Configuration {
                level: level(rule.level),
            },
            properties: Some(OfPack { pack: &pack.id }),
        })
    });
    own.chain(of_packs).collect()
}

fn outcome<'a>(
    finding: &'a Finding,
    rule_index: Option<usize>,
    file: &ArtifactLocation,
    language: Language,
) -> Outcome<'a> {
    let text = |finding: &Finding| Message {
        text: finding.message.get(language).to_owned(),
    };
    let members = finding.members();
    let locations = members.iter().map(|member| Location {
        message: (members.len() > 1).then(|| text(member)),
        ..location(file, &member.place)
    });
    let related = finding.follows.iter().enumerate();
    let related = related.map(|(index, consequence)| Location {
        id: Some(index),
        message: Some(Message {
            text: format!(
                "[{}] {}",
                consequence.code,
                consequence.message.get(language)
            ),
        }),
        ..location(file, &consequence.place)
    });
    let mut message = text(finding);
    for said in [finding.explained_text(), finding.offered_text()]
        .iter()
        .flatten()
    {
        let _ = write!(message.text, "\n{}", said.get(language));
    }
    Outcome {
        rule_id: &finding.code,
        rule_index,
        level: level(finding.level),
        message,
        locations: locations.collect(),
        related_locations: related.collect(),
        suppressions: None,
        properties: json::line(finding, language),
    }
}

fn suppressions(finding: &Finding, language: Language) -> Vec<Suppression> {
    let suppression = |waived: &Waived| Suppression {
        kind: "external",
        status: "accepted",
        justification: waived.text().get(language).to_owned(),
    };
    finding.waived.iter().map(suppression).collect()
}

fn location(file: &ArtifactLocation, place: &Place) -> Location {
    let logical = place.sheet.as_ref().map(|sheet| match place.cell {
        Some(cell) => LogicalLocation {
            name: cell.to_string(),
            fully_qualified_name: format!("{sheet}!{cell}"),
            kind: "cell",
        },
        None => LogicalLocation {
            name: sheet.clone(),
            fully_qualified_name: sheet.clone(),
            kind: "sheet",
        },
    });
    Location {
        id: None,
        physical_location: PhysicalLocation {
            artifact_location: file.clone(),
        },
        logical_locations: logical.into_iter().collect(),
        message: None,
    }
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Info => "note",
    }
}

/// A path as a URI: relative where the path is; `file:///` before one from the root, or from the drive of Windows.
fn uri(path: &str) -> String {
    let drive =
        matches!(path.as_bytes(), [letter, b':', b'\\' | b'/', ..] if letter.is_ascii_alphabetic());
    let mut out = String::new();
    // Elsewhere a backslash may stand in a name.
    let path = if drive || cfg!(windows) {
        path.replace('\\', "/")
    } else {
        path.to_owned()
    };
    if drive {
        out.push_str("file:///");
    } else if path.starts_with('/') && !path.starts_with("//") {
        out.push_str("file://");
    } else if path.starts_with("//") {
        out.push_str("file:");
    }
    for (at, byte) in path.bytes().enumerate() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                out.push(char::from(byte));
            }
            b':' if drive && at == 1 => out.push(':'),
            _ => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::uri;

    #[test]
    fn paths_become_uris() {
        for (path, expected) in [
            ("inbox/101 县局.xlsx", "inbox/101%20%E5%8E%BF%E5%B1%80.xlsx"),
            ("a:b%.xlsx", "a%3Ab%25.xlsx"),
            ("../x.xlsx", "../x.xlsx"),
            ("/tmp/x#1.xlsx", "file:///tmp/x%231.xlsx"),
            ("C:\\收件\\1.xlsx", "file:///C:/%E6%94%B6%E4%BB%B6/1.xlsx"),
        ] {
            assert_eq!(uri(path), expected);
        }
    }
}
