//! The mark every sheet of a form bears: whose form the sheet was made for.
//!
//! The identity of a workbook is one sheet, and a sheet can be copied from one workbook into another. So each sheet of
//! the form says for itself whom it was made for, in a cell of annex's own hidden column. A cell survives every program
//! and every format; where it is gone, nothing is concluded from that.

use crate::book::{CellValue, RawSheet};
use crate::digest;
use crate::form::Spec;

/// What the text of a mark begins with.
const BEGIN: &str = "annex|";

/// Whose form a sheet was made for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark(String);

impl Mark {
    /// The mark of the sheets of a form.
    pub fn of(pack: &str, spec: &Spec) -> Mark {
        // Programs that save a workbook may change blanks and line ends.
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let body = format!(
            "{pack}|{}|{}|{}",
            spec.year,
            words(&spec.code),
            words(&spec.department)
        );
        Mark(format!("{BEGIN}{body}|{}", sum(&body)))
    }

    /// The mark a sheet bears; `None` where it bears none that could be told from a text of somebody else.
    pub fn read(sheet: &RawSheet) -> Option<Mark> {
        let mut cells = sheet.cells.values();
        cells.find_map(|cell| Mark::parse(&cell.value))
    }

    /// A mark that stands in a cell.
    pub fn parse(value: &CellValue) -> Option<Mark> {
        let CellValue::Text(text) = value else {
            return None;
        };
        let text = text.trim();
        let (body, found) = text.strip_prefix(BEGIN)?.rsplit_once('|')?;
        (found == sum(body)).then(|| Mark(text.to_owned()))
    }

    /// What stands in the cell.
    pub fn text(&self) -> &str {
        &self.0
    }

    /// Whom the sheet was made for: its year, the code and the name of the department.
    pub fn owner(&self) -> [&str; 3] {
        let mut parts = self.0.splitn(5, '|').skip(2);
        let mut part = || parts.next().unwrap_or_default();
        let (year, code) = (part(), part());
        let name = part();
        [
            year,
            code,
            name.rsplit_once('|').map_or(name, |(name, _)| name),
        ]
    }
}

fn sum(body: &str) -> String {
    digest::of([("mark", body)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_read_as_it_was_written() {
        let spec = Spec {
            year: 2024,
            code: "101".to_owned(),
            department: " 示例局\n（虚|构） ".to_owned(),
            ..Spec::default()
        };
        let mark = Mark::of("hunan-2024", &spec);
        assert_eq!(mark.owner(), ["2024", "101", "示例局 （虚|构）"]);
        let cell = CellValue::Text(format!(" {} ", mark.text()));
        assert_eq!(Mark::parse(&cell), Some(mark.clone()));
        for text in [
            mark.text().replace("101", "102"),
            "annex|".to_owned(),
            "annex".to_owned(),
            "示例局".to_owned(),
        ] {
            assert_eq!(Mark::parse(&CellValue::Text(text)), None);
        }
    }
}
