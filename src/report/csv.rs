//! Findings as a table for spreadsheet programs.

use std::io;

use ::csv::{IntoInnerError, Terminator, WriterBuilder};

use crate::check::Return;
use crate::finding::{Answer, Finding, Waived};
use crate::report::{Report, whole};
use crate::text::{Language, Text};

/// The report.
#[derive(Debug)]
pub struct Csv(pub Language);

impl Report for Csv {
    fn head(&mut self) -> io::Result<String> {
        let columns = columns();
        let names = columns.iter().map(|name| name.get(self.0).to_owned());
        // Without the byte order mark Excel takes the text for GBK.
        Ok(format!("\u{FEFF}{}", table([names.collect()])?))
    }

    fn file(&mut self, file: &Return) -> io::Result<String> {
        let rows = file.findings.iter().flat_map(|head| {
            let members = head.members().iter();
            let members = members.map(|member| row(file, member, Beside::Of(head), self.0));
            let beneath = head.follows.iter();
            members.chain(beneath.map(|it| row(file, it, Beside::Beneath(head), self.0)))
        });
        table(rows.map(Vec::from))
    }
}

/// Rows as a spreadsheet program opens them.
fn table(rows: impl IntoIterator<Item = Vec<String>>) -> io::Result<String> {
    let mut writer = WriterBuilder::new()
        .terminator(Terminator::CRLF)
        .from_writer(Vec::new());
    for row in rows {
        writer.write_record(row)?;
    }
    let bytes = writer.into_inner().map_err(IntoInnerError::into_error)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// A row for every finding, each cell for itself: what follows from a finding stands below it and names it as its cause.
///
/// The text begins with a byte order mark, without which Excel takes it for GBK. Figures are plain decimals, a ratio
/// is 0.8617. A text that a spreadsheet program would take for a formula gets an apostrophe in front.
///
/// # Errors
/// As [`Report::head`].
pub fn render(returns: &[Return], language: Language) -> io::Result<String> {
    whole(Csv(language), returns)
}

fn columns() -> [Text; 20] {
    [
        Text::new("文件", "file"),
        Text::new("单位编码", "department code"),
        Text::new("单位", "department"),
        Text::new("年度", "year"),
        Text::new("级别", "level"),
        Text::new("代码", "code"),
        Text::new("名称", "name"),
        Text::new("工作表", "sheet"),
        Text::new("单元格", "cell"),
        Text::new("字段", "field"),
        Text::new("填报", "reported"),
        Text::new("应为", "expected"),
        Text::new("差额", "difference"),
        Text::new("问题", "message"),
        Text::new("说明", "note"),
        Text::new("怎么改", "help"),
        Text::new("级别由谁规定", "set by"),
        Text::new("起因", "follows from"),
        Text::new("部门说明", "department's answer"),
        Text::new("豁免", "waived"),
    ]
}

/// What the row of a finding belongs to.
#[derive(Clone, Copy)]
enum Beside<'a> {
    /// It is a cell of this finding.
    Of(&'a Finding),
    /// It follows from this finding.
    Beneath(&'a Finding),
}

fn row(file: &Return, finding: &Finding, beside: Beside<'_>, language: Language) -> [String; 20] {
    let spec = file
        .content
        .as_ref()
        .map(|content| &content.submission.identity.spec);
    let text = |text: &Option<Text>| {
        text.as_ref()
            .map(|text| text.get(language).to_owned())
            .unwrap_or_default()
    };
    let place = &finding.place;
    let (cause, explained, waived) = match beside {
        Beside::Of(head) => {
            let explained = head.explained.as_ref().map(Answer::text);
            (None, explained, head.waived.as_ref().map(Waived::text))
        }
        Beside::Beneath(cause) => {
            let cells = cause.cells().unwrap_or_default();
            let cause = format!("{} {cells}", cause.code).trim_end().to_owned();
            (Some(cause), None, None)
        }
    };
    [
        file.file.clone(),
        spec.map(|spec| spec.code.clone()).unwrap_or_default(),
        spec.map(|spec| spec.department.clone()).unwrap_or_default(),
        spec.map(|spec| spec.year.to_string()).unwrap_or_default(),
        finding.level.text().get(language).to_owned(),
        finding.code.clone(),
        finding.name.clone(),
        place.sheet.clone().unwrap_or_default(),
        place.cell.map(|cell| cell.to_string()).unwrap_or_default(),
        place.field.clone().unwrap_or_default(),
        finding.reported.clone().unwrap_or_default(),
        match finding.is_limit() {
            true => finding.expected(language).unwrap_or_default(),
            false => finding.computed.clone().unwrap_or_default(),
        },
        finding
            .difference
            .map(|number| number.to_string())
            .unwrap_or_default(),
        finding.message.get(language).to_owned(),
        text(&finding.note),
        text(&finding.help),
        text(&finding.set_by.text()),
        cause.unwrap_or_default(),
        text(&explained),
        text(&waived),
    ]
    .map(harmless)
}

/// A text that stays a text when the file is opened: what begins like a formula gets an apostrophe, numbers stay numbers.
fn harmless(text: String) -> String {
    // Chinese and Japanese editions of Excel take the full-width signs for formulas too.
    let begins = text
        .trim_start_matches(char::is_whitespace)
        .starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    let is_number = text.strip_prefix('-').is_some_and(|digits| {
        !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit() || c == '.')
    });
    if text.starts_with(['\t', '\r', '\n']) || (begins && !is_number) {
        format!("'{text}")
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::harmless;

    #[test]
    fn formulas_become_texts_and_numbers_stay_numbers() {
        for text in [
            "=1+1",
            "=HYPERLINK(\"http://example.org\",\"x\")",
            "+1",
            "-1+cmd|' /C calc'!A0",
            "-",
            "--1",
            "@SUM(A1)",
            " =1",
            "\t=1",
            "\r=1",
            "＝1+1",
            "＠x",
            "－5",
        ] {
            assert_eq!(harmless(text.to_owned()), format!("'{text}"));
        }
        for text in ["", "-22.3105", "0.8617", "a=1", "无", "附件1!F12"] {
            assert_eq!(harmless(text.to_owned()), text);
        }
    }
}
