//! Findings as JUnit XML, for build servers: a test case for each file.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use crate::check::Return;
use crate::finding::{Finding, Level};
use crate::report::{Report, Tally, line, whole};
use crate::text::{Language, Text};

/// The report: how many files fail stands before the first of them, so that the cases are kept until the end.
#[derive(Debug)]
pub struct Junit {
    language: Language,
    cases: Vec<Case>,
}

/// What is said of a file.
#[derive(Debug)]
struct Case {
    name: String,
    department: Option<String>,
    verdict: Option<Verdict>,
    /// The warnings, infos and what is waived.
    others: Option<String>,
}

/// That a file did not pass.
#[derive(Debug)]
struct Verdict {
    /// The name of the element that says so.
    element: &'static str,
    message: String,
    codes: String,
    errors: String,
}

impl Junit {
    /// In this language.
    pub fn new(language: Language) -> Junit {
        Junit {
            language,
            cases: Vec::new(),
        }
    }
}

impl Report for Junit {
    fn file(&mut self, file: &Return) -> io::Result<String> {
        self.cases.push(case(file, self.language));
        Ok(String::new())
    }

    fn end(&mut self, _: &Tally) -> io::Result<String> {
        let count = |element: &str| {
            let verdicts = self.cases.iter().filter_map(|case| case.verdict.as_ref());
            let matching = verdicts.filter(|verdict| verdict.element == element);
            matching.count().to_string()
        };
        let totals = [
            ("name", "annex check".to_owned()),
            ("tests", self.cases.len().to_string()),
            ("failures", count(FAILURE)),
            ("errors", count(ERROR)),
        ];
        let totals = totals.each_ref().map(|(key, value)| (*key, value.as_str()));
        let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
        writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        writer
            .create_element("testsuites")
            .with_attributes(totals)
            .write_inner_content(|writer| {
                let suite = writer.create_element("testsuite").with_attributes(totals);
                suite.write_inner_content(|writer| {
                    self.cases.iter().try_for_each(|case| case.write(writer))
                })?;
                Ok(())
            })?;
        Ok(String::from_utf8_lossy(&writer.into_inner()).into_owned() + "\n")
    }
}

/// A test case for each file. It fails when there are errors, all of which stand in its one failure, since readers of JUnit
/// take only the first; a file that cannot be taken as a return is an error of the test. Warnings, infos and what is waived are
/// its output.
///
/// # Errors
/// As [`Report::head`].
pub fn render(returns: &[Return], language: Language) -> io::Result<String> {
    whole(Junit::new(language), returns)
}

const FAILURE: &str = "failure";
const ERROR: &str = "error";

/// Whether a finding makes its file fail.
fn is_failure(finding: &Finding) -> bool {
    finding.level == Level::Error && finding.waived.is_none()
}

fn case(file: &Return, language: Language) -> Case {
    let content = file.content.as_ref();
    let (errors, others): (Vec<&Finding>, Vec<&Finding>) =
        file.findings.iter().partition(|it| is_failure(it));
    let verdict = || {
        let message = match errors.as_slice() {
            [only] => printable(&line(only, language)),
            _ => {
                let count = errors.len();
                let text = Text::new(format!("错误 {count} 条"), format!("{count} errors"));
                text.get(language).to_owned()
            }
        };
        let codes: Vec<&str> = errors.iter().map(|finding| finding.code.as_str()).collect();
        Verdict {
            element: if content.is_none() { ERROR } else { FAILURE },
            message,
            codes: kinds(&codes),
            errors: told(&errors, language),
        }
    };
    Case {
        name: printable(&file.file),
        department: content.map(|it| printable(&it.submission.identity.spec.department)),
        verdict: (!errors.is_empty()).then(verdict),
        others: (!others.is_empty()).then(|| told(&others, language)),
    }
}

impl Case {
    fn write(&self, writer: &mut Writer<Vec<u8>>) -> io::Result<()> {
        let element = writer.create_element("testcase").with_attributes([
            ("name", self.name.as_str()),
            ("classname", self.department.as_deref().unwrap_or("annex")),
        ]);
        if self.verdict.is_none() && self.others.is_none() {
            element.write_empty()?;
            return Ok(());
        }
        element.write_inner_content(|writer| {
            if let Some(verdict) = &self.verdict {
                let attributes = [
                    ("message", verdict.message.as_str()),
                    ("type", &verdict.codes),
                ];
                writer
                    .create_element(verdict.element)
                    .with_attributes(attributes)
                    .write_text_content(BytesText::new(&verdict.errors))?;
            }
            if let Some(others) = &self.others {
                writer
                    .create_element("system-out")
                    .write_text_content(BytesText::new(others))?;
            }
            Ok(())
        })?;
        Ok(())
    }
}

/// Each code once, in the order of the findings.
fn kinds(codes: &[&str]) -> String {
    let mut kinds: Vec<&str> = Vec::new();
    for code in codes {
        if !kinds.contains(code) {
            kinds.push(code);
        }
    }
    kinds.join(" ")
}

/// Findings a line each, with what belongs to them indented below.
fn told(findings: &[&Finding], language: Language) -> String {
    let mut lines = Vec::new();
    for finding in findings {
        lines.push(line(finding, language));
        let said = finding.said().map(|said| said.get(language).to_owned());
        let beneath = said.chain(finding.beneath(language));
        lines.extend(beneath.map(|line| format!("  {}", line.replace('\n', "\n  "))));
    }
    printable(&lines.join("\n"))
}

/// A text without the characters XML cannot hold.
fn printable(text: &str) -> String {
    let fits = |c: char| c == '\n' || !(c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}'));
    text.chars().filter(|c| fits(*c)).collect()
}

#[cfg(test)]
mod tests {
    use super::printable;

    #[test]
    fn what_xml_cannot_hold_is_left_out() {
        assert_eq!(
            printable("甲\u{0}\u{1B}[1m\r\n<乙>\u{FFFE}\u{85}😀"),
            "甲[1m\n<乙>😀"
        );
    }
}
