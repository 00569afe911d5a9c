//! The list of departments a bureau keeps: code, name, projects.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use encoding_rs::GBK;

use crate::text::{Text, half_width};

/// One department of a roster.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Department {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The names of its first-level projects.
    pub projects: Vec<String>,
}

/// What is wrong with a roster.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RosterError {
    /// A column is missing.
    #[error("the roster has no column '{0}'; its first line should be: code,name,projects")]
    NoColumn(&'static str),
    /// A line is not CSV.
    #[error("line {line} of the roster cannot be read: {why}")]
    BadLine {
        /// Line, from one.
        line: u64,
        /// What the CSV reader says.
        why: String,
    },
    /// A department has no name, or no code.
    #[error("line {line} of the roster has no {what}")]
    Blank {
        /// Line, from one.
        line: u64,
        /// `name` or `code`.
        what: &'static str,
    },
    /// Two departments have the same code or the same name, or a department has a project twice.
    #[error(
        "line {line} of the roster has the {what} '{text}' a second time; it stands in line {first} before"
    )]
    Twice {
        /// Line, from one.
        line: u64,
        /// `code`, `name` or `project`.
        what: &'static str,
        /// The code, the name or the project.
        text: String,
        /// The line in which it stands first.
        first: u64,
    },
    /// There is no department.
    #[error("the roster lists no department")]
    Empty,
}

impl RosterError {
    /// The same in both languages.
    pub fn text(&self) -> Text {
        let zh = match self {
            RosterError::NoColumn(column) => format!(
                "名单缺少“{column}”（{}）一列，第一行应为 code,name,projects，或 编码,名称,项目",
                chinese(column)
            ),
            RosterError::BadLine { line, .. } => {
                format!("名单第 {line} 行读不出来，请检查引号和文件编码")
            }
            RosterError::Blank { line, what } => {
                format!("名单第 {line} 行没有{}", chinese(what))
            }
            RosterError::Twice {
                line,
                what,
                text,
                first,
            } => format!(
                "名单第 {line} 行的{}“{text}”重复，第 {first} 行已有",
                chinese(what)
            ),
            RosterError::Empty => "名单里没有单位".to_owned(),
        };
        Text::new(zh, self.to_string())
    }
}

/// What a column holds, in Chinese.
fn chinese(what: &str) -> &'static str {
    match what {
        "code" => "编码",
        "name" => "名称",
        _ => "项目",
    }
}

const CODE: &[&str] = &["code", "编码", "单位编码", "部门编码", "代码"];
const NAME: &[&str] = &["name", "名称", "单位名称", "部门名称", "单位"];
const PROJECTS: &[&str] = &["projects", "项目", "项目名称", "一级项目"];

/// Reads a roster in CSV: a header line, then `code,name,projects` with the projects separated by `;`.
///
/// The text may be UTF-8, with or without a byte order mark, or GBK as Excel saves it on a Chinese Windows. The headers
/// may be Chinese: 编码, 名称, 项目. Blank lines are passed over.
///
/// # Errors
/// Everything that is wrong with it, line by line: whoever keeps the list mends it once. Blanks, capitals and full-width
/// signs make no other code and no other name.
///
/// ```
/// let roster = annex::roster::parse("code,name,projects\n101,县工商联,\n102,县文旅局,文化下乡;旅游推介\n".as_bytes()).unwrap();
/// assert_eq!(roster[1].projects, ["文化下乡", "旅游推介"]);
/// ```
pub fn parse(bytes: &[u8]) -> Result<Vec<Department>, Vec<RosterError>> {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => GBK.decode(bytes).0.into_owned(),
    };
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let headers = reader
        .headers()
        .map_err(|why| vec![bad_line(&why)])?
        .clone();
    let column = |names: &[&str], called: &'static str| {
        let is_it = |header: &str| names.iter().any(|name| header.eq_ignore_ascii_case(name));
        let column = headers.iter().position(is_it);
        column.ok_or(RosterError::NoColumn(called))
    };
    let (code, name) = match (column(CODE, "code"), column(NAME, "name")) {
        (Ok(code), Ok(name)) => (code, name),
        (code, name) => return Err(code.err().into_iter().chain(name.err()).collect()),
    };
    let projects = column(PROJECTS, "projects").ok();
    let mut roster: Vec<Department> = Vec::new();
    let mut found = Vec::new();
    let (mut codes, mut names) = (Known::new("code"), Known::new("name"));
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(why) => {
                found.push(bad_line(&why));
                continue;
            }
        };
        let line = record.position().map_or(0, csv::Position::line);
        let cell = |column: usize| record.get(column).unwrap_or_default().to_owned();
        if record.iter().all(str::is_empty) {
            continue;
        }
        let department = Department {
            code: cell(code),
            name: cell(name),
            projects: projects
                .map(cell)
                .unwrap_or_default()
                .split([';', '；'])
                .map(str::trim)
                .filter(|project| !project.is_empty())
                .map(str::to_owned)
                .collect(),
        };
        for (known, value) in [
            (&mut codes, &department.code),
            (&mut names, &department.name),
        ] {
            if value.is_empty() {
                let what = known.what;
                found.push(RosterError::Blank { line, what });
            } else {
                found.extend(known.again(value, line));
            }
        }
        let mut known = Known::new("project");
        let projects = department.projects.iter();
        found.extend(projects.filter_map(|project| known.again(project, line)));
        roster.push(department);
    }
    if roster.is_empty() && found.is_empty() {
        found.push(RosterError::Empty);
    }
    if found.is_empty() {
        Ok(roster)
    } else {
        Err(found)
    }
}

/// What stood in a roster so far, and in which line first.
struct Known {
    what: &'static str,
    lines: BTreeMap<String, u64>,
}

impl Known {
    fn new(what: &'static str) -> Known {
        Known {
            what,
            lines: BTreeMap::new(),
        }
    }

    /// What is wrong with a text that stands in this line, if it stood in the roster before.
    fn again(&mut self, text: &str, line: u64) -> Option<RosterError> {
        let plain = text.chars().filter(|c| !c.is_whitespace()).map(half_width);
        let plain = plain.collect::<String>().to_lowercase();
        match self.lines.entry(plain) {
            Entry::Vacant(new) => {
                new.insert(line);
                None
            }
            Entry::Occupied(known) => Some(RosterError::Twice {
                line,
                what: self.what,
                text: text.to_owned(),
                first: *known.get(),
            }),
        }
    }
}

fn bad_line(why: &csv::Error) -> RosterError {
    RosterError::BadLine {
        line: why.position().map_or(0, csv::Position::line),
        why: why.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_roster_may_be_gbk_with_chinese_headers() {
        let (bytes, _, _) = GBK.encode("编码,名称,项目\r\n001,县财政局,甲；乙\r\n\r\n");
        let roster = parse(&bytes).unwrap();
        assert_eq!(
            roster,
            [Department {
                code: "001".to_owned(),
                name: "县财政局".to_owned(),
                projects: vec!["甲".to_owned(), "乙".to_owned()]
            }]
        );
    }

    #[test]
    fn mistakes_are_named_with_their_line() {
        for (text, message) in [
            (
                "name\n县财政局\n",
                "the roster has no column 'code'; its first line should be: code,name,projects",
            ),
            (
                "code,name\n1,甲\n1,乙\n",
                "line 3 of the roster has the code '1' a second time; it stands in line 2 before",
            ),
            ("code,name\n1,\n", "line 2 of the roster has no name"),
            ("code,name\n", "the roster lists no department"),
        ] {
            let found = parse(text.as_bytes()).unwrap_err();
            assert_eq!(found.len(), 1, "{found:?}");
            assert_eq!(found[0].to_string(), message);
        }
    }

    #[test]
    fn all_mistakes_come_at_once() {
        let text = "编码,名称,项目\nA1,县财政局,甲;乙;甲\na１,县文旅局,\n,县 财政局,丙\n4,,丁;丁\n5,县档案局,甲\n";
        let found = parse(text.as_bytes()).unwrap_err();
        let said = |error: &RosterError| match error {
            RosterError::Twice {
                line,
                what,
                text,
                first,
            } => format!("{line} {what} {text} {first}"),
            RosterError::Blank { line, what } => format!("{line} no {what}"),
            other => other.to_string(),
        };
        assert_eq!(
            found.iter().map(said).collect::<Vec<_>>(),
            [
                "2 project 甲 2",
                "3 code a１ 2",
                "4 no code",
                "4 name 县 财政局 2",
                "5 no name",
                "5 project 丁 5",
            ]
        );
    }
}
