//! The sheets of a form, drawn in characters.

use crate::form::Form;
use crate::generate::width;
use crate::template::{Content, SheetTemplate};

/// No column is drawn wider than this: a text that runs over the whole sheet sticks out of it.
const WIDEST: usize = 32;

/// Each sheet with its name, its heading and its picture: a text or a field in each cell, `<` and `^` where cells are merged.
///
/// A text of several lines is drawn on several lines.
pub(super) fn sheets(form: &Form) -> String {
    let mut drawn = String::new();
    for (index, sheet) in form.sheets.iter().enumerate() {
        let template = &form.pack.sheets[sheet.template];
        let words = form.placeholders(index);
        let grid = grid(template, |text| words.fill(text));
        drawn.push_str(&format!("{}  {}\n", sheet.name, sheet.heading));
        drawn.push_str(&picture(&grid));
        drawn.push('\n');
    }
    drawn
}

/// What stands in each cell of the picture, row by row.
fn grid(template: &SheetTemplate, fill: impl Fn(&str) -> String) -> Vec<Vec<String>> {
    let rows = template.layout.rows.len();
    let mut grid = vec![vec![String::new(); template.columns.len()]; rows];
    for region in &template.layout.regions {
        for row in region.row..region.row + region.rows {
            for column in region.column..region.column + region.columns {
                let Some(cell) = grid.get_mut(row).and_then(|row| row.get_mut(column)) else {
                    continue;
                };
                *cell = match &region.content {
                    _ if column > region.column => "<".to_owned(),
                    _ if row > region.row => "^".to_owned(),
                    Content::Label(text) => fill(text),
                    Content::Field(id) => format!("[{id}]"),
                };
            }
        }
    }
    grid
}

fn picture(grid: &[Vec<String>]) -> String {
    let columns = grid.iter().map(Vec::len).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns)
        .map(|column| {
            let cells = grid.iter().filter_map(|row| row.get(column));
            let lines = cells.flat_map(|cell| cell.lines());
            lines.map(|line| width(line).min(WIDEST)).max().unwrap_or(0)
        })
        .collect();
    let mut drawn = String::new();
    for row in grid {
        let height = row.iter().map(|cell| cell.lines().count()).max();
        for line in 0..height.unwrap_or(0).max(1) {
            let cells: Vec<String> = row
                .iter()
                .zip(&widths)
                .map(|(cell, &wide)| {
                    let text = cell.lines().nth(line).unwrap_or_default();
                    format!("{text}{}", " ".repeat(wide.saturating_sub(width(text))))
                })
                .collect();
            drawn.push_str(&format!("| {} |\n", cells.join(" | ")));
        }
    }
    drawn
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_of_several_lines_stays_in_its_column() {
        let rows = [vec!["规模\n控制率", "<", "[a]"], vec!["^", "乙", "[bc]"]];
        let grid = rows.map(|row| row.into_iter().map(str::to_owned).collect());
        let expected = "\
| 规模   | <  | [a]  |
| 控制率 |    |      |
| ^      | 乙 | [bc] |
";
        assert_eq!(picture(&grid), expected);
    }
}
