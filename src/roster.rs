//! The list of departments a bureau keeps: code, name, projects.

use encoding_rs::GBK;

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

/// A roster that cannot be read.
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
    /// Two departments have the same code.
    #[error("line {line} of the roster has the code '{code}' a second time")]
    Twice {
        /// Line, from one.
        line: u64,
        /// The code.
        code: String,
    },
    /// There is no department.
    #[error("the roster lists no department")]
    Empty,
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
/// [`RosterError`] for the first line that cannot be used.
///
/// ```
/// let roster = annex::roster::parse("code,name,projects\n101,县工商联,\n102,县文旅局,文化下乡;旅游推介\n".as_bytes()).unwrap();
/// assert_eq!(roster[1].projects, ["文化下乡", "旅游推介"]);
/// ```
pub fn parse(bytes: &[u8]) -> Result<Vec<Department>, RosterError> {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => GBK.decode(bytes).0.into_owned(),
    };
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let headers = reader.headers().map_err(|why| bad_line(&why))?.clone();
    let column = |names: &[&str]| {
        headers
            .iter()
            .position(|header| names.iter().any(|name| header.eq_ignore_ascii_case(name)))
    };
    let code = column(CODE).ok_or(RosterError::NoColumn("code"))?;
    let name = column(NAME).ok_or(RosterError::NoColumn("name"))?;
    let projects = column(PROJECTS);
    let mut roster: Vec<Department> = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|why| bad_line(&why))?;
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
        for (value, what) in [(&department.code, "code"), (&department.name, "name")] {
            if value.is_empty() {
                return Err(RosterError::Blank { line, what });
            }
        }
        if roster.iter().any(|other| other.code == department.code) {
            return Err(RosterError::Twice {
                line,
                code: department.code,
            });
        }
        roster.push(department);
    }
    if roster.is_empty() {
        Err(RosterError::Empty)
    } else {
        Ok(roster)
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
                "line 3 of the roster has the code '1' a second time",
            ),
            ("code,name\n1,\n", "line 2 of the roster has no name"),
            ("code,name\n", "the roster lists no department"),
        ] {
            assert_eq!(parse(text.as_bytes()).unwrap_err().to_string(), message);
        }
    }
}
