//! Findings as JUnit XML, for build servers: a test case for each file.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use crate::check::Return;
use crate::finding::{Finding, Level};
use crate::report::line;
use crate::text::{Language, Text};

/// A test case for each file. It fails when there are errors, all of which stand in its one failure, since readers of JUnit
/// take only the first; a file that cannot be taken as a return is an error of the test. Warnings, infos and what is waived are
/// its output.
///
/// # Errors
/// None in practice: everything in it can be written as XML.
pub fn render(returns: &[Return], language: Language) -> io::Result<String> {
    let verdicts: Vec<Option<&str>> = returns.iter().map(verdict).collect();
    let count = |what: &str| {
        let matching = verdicts.iter().filter(|verdict| **verdict == Some(what));
        matching.count().to_string()
    };
    let totals = [
        ("name", "annex check".to_owned()),
        ("tests", returns.len().to_string()),
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
            writer
                .create_element("testsuite")
                .with_attributes(totals)
                .write_inner_content(|writer| {
                    for (file, verdict) in returns.iter().zip(&verdicts) {
                        case(writer, file, *verdict, language)?;
                    }
                    Ok(())
                })?;
            Ok(())
        })?;
    Ok(String::from_utf8_lossy(&writer.into_inner()).into_owned() + "\n")
}

const FAILURE: &str = "failure";
const ERROR: &str = "error";

/// The element that says a file did not pass; `None` when it did.
fn verdict(file: &Return) -> Option<&'static str> {
    if !file.findings.iter().any(is_failure) {
        None
    } else if file.content.is_none() {
        Some(ERROR)
    } else {
        Some(FAILURE)
    }
}

/// Whether a finding makes its file fail.
fn is_failure(finding: &Finding) -> bool {
    finding.level == Level::Error && finding.waived.is_none()
}

fn case(
    writer: &mut Writer<Vec<u8>>,
    file: &Return,
    verdict: Option<&str>,
    language: Language,
) -> io::Result<()> {
    let department = file
        .content
        .as_ref()
        .map(|content| printable(&content.submission.identity.spec.department));
    let (errors, others): (Vec<&Finding>, Vec<&Finding>) = file
        .findings
        .iter()
        .partition(|finding| is_failure(finding));
    let name = printable(&file.file);
    let element = writer.create_element("testcase").with_attributes([
        ("name", name.as_str()),
        ("classname", department.as_deref().unwrap_or("annex")),
    ]);
    if file.findings.is_empty() {
        element.write_empty()?;
        return Ok(());
    }
    element.write_inner_content(|writer| {
        if let Some(verdict) = verdict {
            let message = match errors.as_slice() {
                [only] => printable(&line(only, language)),
                _ => {
                    let count = errors.len();
                    let text = Text::new(format!("错误 {count} 条"), format!("{count} errors"));
                    text.get(language).to_owned()
                }
            };
            let codes: Vec<&str> = errors.iter().map(|finding| finding.code.as_str()).collect();
            writer
                .create_element(verdict)
                .with_attributes([("message", message.as_str()), ("type", &kinds(&codes))])
                .write_text_content(BytesText::new(&told(&errors, language)))?;
        }
        if !others.is_empty() {
            writer
                .create_element("system-out")
                .write_text_content(BytesText::new(&told(&others, language)))?;
        }
        Ok(())
    })?;
    Ok(())
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
