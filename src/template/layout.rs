//! The picture of a sheet: rows of cells between bars, `<` and `^` for merged ones, `---` where a printed page ends.

use crate::template::mistake::{Mistakes, Origin};
use crate::template::source::Located;
use crate::text::Text;

/// What stands in a region.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// A printed text, possibly empty; may hold placeholders.
    Label(String),
    /// The local id of a field.
    Field(String),
}

/// A cell of the picture, or several merged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Region {
    /// Zero-based row of the picture.
    pub row: usize,
    /// Zero-based column.
    pub column: usize,
    /// How many rows of the picture it covers.
    pub rows: usize,
    /// How many columns it covers.
    pub columns: usize,
    /// What stands in it.
    pub content: Content,
    /// For what stands at the left: how far it is indented.
    pub indent: Option<u8>,
    /// Where it is drawn.
    pub origin: Origin,
}

/// One row of the picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LayoutRow {
    /// Whether its cells have lines around them.
    pub ruled: bool,
    /// Whether a printed page begins with it.
    pub new_page: bool,
    /// The repeating rows it stands for.
    pub block: Option<String>,
    /// Where the row is drawn.
    pub origin: Origin,
}

/// The whole picture.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Layout {
    /// Its rows, from the top.
    pub rows: Vec<LayoutRow>,
    /// Its regions, in the order of their upper left cells.
    pub regions: Vec<Region>,
}

/// Before a text or a field: it stands at the left, a step further in for each arrow.
const ARROW: char = '→';
/// The most steps Excel indents a text.
const MOST_ARROWS: usize = 15;
/// A line of so many dashes, or more, ends a printed page.
const PAGE_END: usize = 3;

enum Drawn {
    Content(Content, Option<u8>),
    Left,
    Up,
}

/// Reads a picture of so many columns; as many as its first row has when that is not known.
pub(crate) fn parse(
    picture: &Located<String>,
    columns: Option<usize>,
    mistakes: &Mistakes,
) -> Layout {
    let mut columns = columns;
    let mut rows = Vec::new();
    let mut grid: Vec<Vec<(Drawn, Origin)>> = Vec::new();
    let mut offset = 0;
    let mut new_page = false;
    for line in picture.value.split_inclusive('\n') {
        let start = offset;
        offset += line.len();
        let trimmed = line.trim();
        if trimmed.is_empty() {
            continue;
        }
        if trimmed.len() >= PAGE_END && trimmed.bytes().all(|b| b == b'-') {
            new_page = true;
            continue;
        }
        let indent = line.len() - line.trim_start().len();
        let origin = picture.origin.within(&picture.value, start + indent);
        let Some(cells) = row_cells(trimmed, &origin, mistakes) else {
            continue;
        };
        let columns = *columns.get_or_insert(cells.len());
        if cells.len() != columns {
            mistakes.add(
                "T006",
                origin.clone(),
                Text::new(
                    format!("这一行有 {} 格，columns 规定 {columns} 格", cells.len()),
                    format!(
                        "this row has {} cells, but 'columns' gives {columns}",
                        cells.len()
                    ),
                ),
                Text::new(
                    "每行的格数要与 columns 一致，合并的格子用 < 或 ^ 占位。",
                    "Draw as many cells as there are columns; merged ones are drawn as < or ^.",
                ),
            );
        }
        rows.push(LayoutRow {
            ruled: trimmed.starts_with('|'),
            // The first row is below the heading, which begins the first page.
            new_page: std::mem::take(&mut new_page) && !rows.is_empty(),
            block: None,
            origin,
        });
        grid.push(cells);
    }
    let regions = regions(&grid, mistakes);
    Layout { rows, regions }
}

/// A row that cannot be read takes its fields along.
fn torn(line: &str, origin: &Origin, mistakes: &Mistakes) {
    mistakes.lose(line);
    let (message, hint) = if line.contains('｜') {
        (
            Text::new("这一行用了全角竖线“｜”", "this row has full-width bars"),
            Text::new("请改成英文竖线 |。", "Write | instead."),
        )
    } else {
        (
            Text::new(
                "版面的行要以 | 开头并以 | 结尾（没有框线的行用冒号）",
                "a row of the layout begins and ends with | (or with : for a row without lines)",
            ),
            Text::new("请检查这一行的首尾。", "Check both ends of this row."),
        )
    };
    mistakes.add("T006", origin.clone(), message, hint);
}

/// A printed text that was probably meant to be a field or a merged cell.
fn doubtful(text: &str, origin: &Origin, mistakes: &Mistakes) {
    let is_id = |inner: &str| {
        let inner = inner.trim();
        inner.starts_with(|c: char| c.is_ascii_alphabetic())
            && inner
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "_.*".contains(c))
    };
    let close = |c: char| matches!(c, ']' | '］' | '】');
    let mut rest = text;
    let mut found = None;
    while let Some(open) = rest.find(['[', '［', '【']) {
        let inner = rest[open..].trim_start_matches(['[', '［', '【']);
        let end = inner.find(close).unwrap_or(inner.len());
        if is_id(&inner[..end]) {
            found = Some(inner[..end].trim());
            break;
        }
        rest = inner;
    }
    let (message, hint) = if let Some(id) = found {
        mistakes.lose(id);
        (
            Text::new(
                format!("这一格像是字段“{id}”，但写法不对"),
                format!("this looks like the field '{id}', but is not drawn as one"),
            ),
            Text::new(
                format!("字段单独占一格，写成 [{id}]，用英文方括号，前后不加文字。"),
                format!(
                    "A field has a cell to itself: [{id}], in straight brackets, with no text around it."
                ),
            ),
        )
    } else if matches!(text, "＜" | "《" | "〈" | "＾" | "︿" | "<<" | "^^") {
        (
            Text::new(
                format!("“{text}”不是合并格子的记号"),
                format!("'{text}' is not how merged cells are drawn"),
            ),
            Text::new(
                "与左格合并写英文的 <，与上格合并写英文的 ^。",
                "Write < to merge with the left, ^ to merge with the cell above.",
            ),
        )
    } else {
        return;
    };
    mistakes.add("T006", origin.clone(), message, hint);
}

fn row_cells(line: &str, origin: &Origin, mistakes: &Mistakes) -> Option<Vec<(Drawn, Origin)>> {
    let edge = line.chars().next().filter(|c| matches!(c, '|' | ':'));
    let closed = edge.is_some_and(|edge| line.len() > 1 && line.ends_with(edge));
    if !closed {
        torn(line, origin, mistakes);
        return None;
    }
    let inner = &line[1..line.len() - 1];
    let mut at = 1;
    let mut cells = Vec::new();
    for piece in inner.split('|') {
        let lead = piece.len() - piece.trim_start().len();
        let place = origin.within(line, at + lead);
        at += piece.len() + 1;
        let text = piece.trim();
        let plain = text.trim_start_matches(ARROW).trim_start();
        let arrows = text.chars().take_while(|&c| c == ARROW).count();
        let indent = u8::try_from(arrows.min(MOST_ARROWS)).ok();
        let indent = indent.filter(|&steps| steps > 0);
        let drawn = match plain {
            "<" => Drawn::Left,
            "^" => Drawn::Up,
            _ => match plain
                .strip_prefix('[')
                .and_then(|rest| rest.strip_suffix(']'))
            {
                Some(id) if id.trim().is_empty() => {
                    mistakes.add(
                        "T006",
                        place.clone(),
                        Text::new("方括号里没有字段名", "there is no id in the brackets"),
                        Text::new(
                            "请写上字段名，如 [total]；空格子什么都不写。",
                            "Write an id, as in [total]; an empty cell has nothing in it.",
                        ),
                    );
                    Drawn::Content(Content::Label(String::new()), indent)
                }
                Some(id) => Drawn::Content(Content::Field(id.trim().to_owned()), indent),
                None => {
                    doubtful(plain, &place, mistakes);
                    // A picture has no room for a second line: \n stands for it.
                    Drawn::Content(Content::Label(plain.replace("\\n", "\n")), indent)
                }
            },
        };
        cells.push((drawn, place));
    }
    Some(cells)
}

/// Grows each region right over `<` and down over `^`, and checks that all cells are covered once.
fn regions(grid: &[Vec<(Drawn, Origin)>], mistakes: &Mistakes) -> Vec<Region> {
    let mut covered: Vec<Vec<bool>> = grid.iter().map(|row| vec![false; row.len()]).collect();
    let mut regions = Vec::new();
    for (row, cells) in grid.iter().enumerate() {
        for (column, (drawn, origin)) in cells.iter().enumerate() {
            let Drawn::Content(content, indent) = drawn else {
                continue;
            };
            let is = |r: usize, c: usize, wanted: fn(&Drawn) -> bool| {
                grid.get(r)
                    .and_then(|cells| cells.get(c))
                    .is_some_and(|(drawn, _)| wanted(drawn))
            };
            let left: fn(&Drawn) -> bool = |drawn| matches!(drawn, Drawn::Left);
            let up: fn(&Drawn) -> bool = |drawn| matches!(drawn, Drawn::Up);
            let mut columns = 1;
            while is(row, column + columns, left) {
                columns += 1;
            }
            let mut rows = 1;
            // Below its first row a region is drawn as ^ followed by < or ^ under the cells it is wide.
            while is(row + rows, column, up)
                && (1..columns)
                    .all(|c| is(row + rows, column + c, left) || is(row + rows, column + c, up))
            {
                rows += 1;
            }
            for line in covered.iter_mut().skip(row).take(rows) {
                for cell in line.iter_mut().skip(column).take(columns) {
                    *cell = true;
                }
            }
            regions.push(Region {
                row,
                column,
                rows,
                columns,
                content: content.clone(),
                indent: *indent,
                origin: origin.clone(),
            });
        }
    }
    for (cells, covered) in grid.iter().zip(&covered) {
        for ((_, origin), done) in cells.iter().zip(covered) {
            if !done {
                mistakes.add(
                    "T007",
                    origin.clone(),
                    Text::new("这一格没有可合并的格子，或合并后不成矩形", "this cell has nothing to merge with, or what it merges with is not a rectangle"),
                    Text::new("< 的左边、^ 的上边要有同一块的格子，整块要是矩形。", "To the left of < and above ^ there must be a cell of the same rectangle."),
                );
            }
        }
    }
    regions
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draw(picture: &str, columns: usize) -> (Vec<String>, Vec<String>) {
        let mistakes = Mistakes::default();
        let origin = Origin {
            file: "t.toml".to_owned(),
            line: 1,
            column: 1,
        };
        let layout = parse(
            &Located {
                value: picture.to_owned(),
                origin,
            },
            Some(columns),
            &mistakes,
        );
        let regions = layout
            .regions
            .iter()
            .map(|r| {
                format!(
                    "{:?} {},{} {}x{}",
                    r.content, r.row, r.column, r.rows, r.columns
                )
            })
            .collect();
        (
            regions,
            mistakes
                .sorted()
                .iter()
                .map(|m| format!("{} {}", m.origin, m.message.en))
                .collect(),
        )
    }

    #[test]
    fn merged_cells_become_regions() {
        let (regions, mistakes) =
            draw("| 甲 | < | [a] |\n| ^ | < | [b.c] |\n: 说明 | < | < :\n", 3);
        assert_eq!(
            regions,
            [
                "Label(\"甲\") 0,0 2x2",
                "Field(\"a\") 0,2 1x1",
                "Field(\"b.c\") 1,2 1x1",
                "Label(\"说明\") 2,0 1x3"
            ]
        );
        assert!(mistakes.is_empty(), "{mistakes:?}");
    }

    #[test]
    fn arrows_move_a_text_or_a_field_in() {
        let mistakes = Mistakes::default();
        let picture = Located {
            value: "| →→其中：公车购置 | → [a] | →< |".to_owned(),
            origin: Origin {
                file: "t.toml".to_owned(),
                line: 1,
                column: 1,
            },
        };
        let layout = parse(&picture, Some(3), &mistakes);
        let indents: Vec<_> = layout
            .regions
            .iter()
            .map(|region| (region.content.clone(), region.indent, region.columns))
            .collect();
        assert_eq!(
            indents,
            [
                (Content::Label("其中：公车购置".to_owned()), Some(2), 1),
                (Content::Field("a".to_owned()), Some(1), 2),
            ]
        );
        assert!(mistakes.is_empty());
    }

    #[test]
    fn a_line_of_dashes_ends_a_page() {
        let mistakes = Mistakes::default();
        let picture = Located {
            value: "---\n| 甲 |\n---\n| 乙 |\n| -- |\n-----\n| 丙 |\n---\n".to_owned(),
            origin: Origin {
                file: "t.toml".to_owned(),
                line: 1,
                column: 1,
            },
        };
        let layout = parse(&picture, Some(1), &mistakes);
        let begins: Vec<bool> = layout.rows.iter().map(|row| row.new_page).collect();
        assert_eq!(begins, [false, true, false, true]);
        assert!(mistakes.is_empty());
    }

    #[test]
    fn every_mistake_of_a_picture_is_reported_with_its_place() {
        let (_, mistakes) = draw("| < | 甲 |\n| 乙 | ^ | 丙 |\n甲 | 乙\n", 2);
        assert_eq!(
            mistakes,
            [
                "t.toml:1:3 this cell has nothing to merge with, or what it merges with is not a rectangle",
                "t.toml:2:1 this row has 3 cells, but 'columns' gives 2",
                "t.toml:3:1 a row of the layout begins and ends with | (or with : for a row without lines)",
            ]
        );
    }
}
