//! One sheet file of a pack.

use std::collections::BTreeMap;

use crate::number::Number;
use crate::template::expand::{Fields, Matrix, check_block_rows};
use crate::template::field::{Shapes, description};
use crate::template::layout::{self, Content, Layout};
use crate::template::mistake::Mistakes;
use crate::template::source::{Located, Node};
use crate::template::{
    Block, Direction, FieldType, PrintTemplate, Repeat, SheetTemplate, WeightGroup, Weights,
};
use crate::text::Text;

/// So many columns a sheet of Excel has, but for the one that shows how far it is filled in.
const MOST_COLUMNS: usize = 16_383;

/// Reads a sheet file. What is missing is guessed, so that the rest can be looked at.
pub(crate) fn sheet(
    file: &str,
    node: &Node<'_>,
    shapes: &Shapes,
    mistakes: &Mistakes,
) -> SheetTemplate {
    let id = node.required("id");
    let name = node.required("name");
    let heading = node.required("heading");
    let columns = node.numbers("columns");
    if !node.has("columns") {
        node.missing("columns");
    }
    let picture = node.required("layout");
    let matrices = matrices(node, mistakes);
    let blocks = blocks(node, shapes, mistakes);
    let described: Vec<_> = node
        .named_tables("fields")
        .into_iter()
        .map(|(name, table)| (name, description(&table, mistakes)))
        .collect();
    let places = node.places();
    let stem = file.trim_end_matches(".toml").to_owned();
    if columns.as_ref().is_some_and(Vec::is_empty) {
        mistakes.add(
            "T005",
            places.at("columns"),
            Text::new("columns 里没有数", "'columns' has no number"),
            Text::new(
                "请为每一列写一个宽度，如 columns = [20, 12, 12]。",
                "Write a width for each column, as in columns = [20, 12, 12].",
            ),
        );
    }
    // More columns than a sheet can have are not drawn either.
    let known = columns
        .as_ref()
        .filter(|columns| (1..=MOST_COLUMNS).contains(&columns.len()));
    let mut layout = match &picture {
        Some(picture) => layout::parse(picture, known.map(Vec::len), mistakes),
        None => {
            // Fields nobody can draw are not said to be missing from the picture.
            let ids = blocks.keys();
            let drawn = described.iter().map(|(name, _)| &name.value).chain(ids);
            drawn.for_each(|name| mistakes.lose(name));
            let shapes = blocks.values().filter_map(|block| block.shape.as_ref());
            shapes.for_each(|shape| mistakes.lose(shape));
            let id = id.as_ref().map_or(stem.as_str(), |id| id.value.as_str());
            mistakes.lose(&format!("{id}."));
            Layout::default()
        }
    };
    let print = print(node, layout.rows.len());
    let repeat = repeat(node, mistakes);
    let weights = weights(node, &blocks, mistakes);
    node.finish();

    let columns = columns.unwrap_or_else(|| {
        let right = |region: &layout::Region| region.column + region.columns;
        let wide = layout.regions.iter().map(right).max().unwrap_or(1);
        vec![Number::from(10); wide]
    });
    let text = |text: Option<Located<String>>| text.map_or_else(|| stem.clone(), |text| text.value);
    let mut sheet = SheetTemplate {
        id: text(id),
        name: text(name),
        heading: heading.map(|text| text.value).unwrap_or_default(),
        places,
        file: file.to_owned(),
        columns,
        layout: layout.clone(),
        print,
        repeat,
        blocks,
        fields: Vec::new(),
        weights,
    };
    let fields = Fields {
        described: &described,
        shapes,
        matrices: &matrices,
        blocks: &sheet.blocks,
        mistakes,
    };
    sheet.fields = fields.expand(&layout);
    for field in &sheet.fields {
        let Some(region) = layout
            .regions
            .iter()
            .find(|r| r.content == Content::Field(field.id.clone()))
        else {
            continue;
        };
        let row = region.row;
        if let (Some(block), Some(row)) = (&field.block, layout.rows.get_mut(row)) {
            row.block = Some(block.clone());
        }
    }
    sheet.layout = layout;
    check_block_rows(&sheet, mistakes);
    sheet
}

fn print(node: &Node<'_>, rows: usize) -> PrintTemplate {
    let rows = u32::try_from(rows).unwrap_or(u32::MAX);
    let plain = PrintTemplate::default();
    let Some(print) = node.table("print") else {
        return plain;
    };
    let read = PrintTemplate {
        landscape: print
            .one_of("orientation", &[("portrait", false), ("landscape", true)])
            .unwrap_or(plain.landscape),
        freeze_rows: print
            .whole("freeze_rows", 0, 20)
            .unwrap_or(plain.freeze_rows),
        repeat_from: print
            .whole("repeat_from", 1, rows)
            .map(|row| row as usize - 1),
        repeat_count: print
            .whole("repeat_count", 1, rows)
            .map_or(plain.repeat_count, |count| count as usize),
        pages: print
            .whole("pages", 0, 50)
            .and_then(|pages| u16::try_from(pages).ok())
            .unwrap_or(plain.pages),
        row_height: print
            .whole("row_height", 0, 409)
            .unwrap_or(plain.row_height),
    };
    print.finish();
    read
}

fn repeat(node: &Node<'_>, mistakes: &Mistakes) -> Option<Repeat> {
    if !node.has("repeat") {
        return None;
    }
    let Some(table) = node.table("repeat") else {
        // It is meant to repeat, though nobody knows how.
        return Some(Repeat {
            label: String::new(),
            min: 0,
            print: 1,
            max: 1,
            roster: None,
        });
    };
    let max = table.whole("max", 1, 200).unwrap_or(50);
    let min = table.whole("min", 0, max).unwrap_or(0);
    let repeat = Repeat {
        label: table
            .required("label")
            .map(|text| text.value)
            .unwrap_or_default(),
        min,
        print: print_count(&table, min, max, mistakes),
        max,
        roster: table.string("roster"),
    };
    table.finish();
    Some(repeat)
}

/// How many stand in a fresh form: at least as many as have to be filled, because nobody can add any to it.
fn print_count(table: &Node<'_>, min: u32, max: u32, mistakes: &Mistakes) -> u32 {
    let print = table.whole("print", 1, max);
    let count = print.unwrap_or(1);
    if count < min {
        mistakes.add(
            "T005",
            table.places().at("print"),
            Text::new(
                format!("先印出 {count} 个（print），少于必填的 {min} 个（min）"),
                format!("'print' is {count}, fewer than the {min} that have to be filled ('min')"),
            ),
            Text::new(
                "填表的人不能加行加表。print 不能小于 min。",
                "Nobody can add rows or sheets to a locked form: 'print' is at least 'min'.",
            ),
        );
    }
    count
}

fn matrices(node: &Node<'_>, mistakes: &Mistakes) -> Vec<Matrix> {
    let mut known: Vec<String> = Vec::new();
    let mut matrices = Vec::new();
    for (_, table) in node.named_tables("matrices") {
        if !table.has("columns") {
            table.missing("columns");
        }
        let columns = table.named_strings("columns");
        for (id, _) in &columns {
            if known.contains(&id.value) {
                mistakes.add(
                    "T018",
                    id.origin.clone(),
                    Text::new(
                        format!("金额列“{}”在另一组里已经有了", id.value),
                        format!("the column '{}' is one of another matrix already", id.value),
                    ),
                    Text::new(
                        "同一张表里，每个列名只能属于一组 matrices。",
                        "On one sheet a column belongs to one matrix.",
                    ),
                );
            }
            known.push(id.value.clone());
        }
        let kind = table.one_of("type", FieldType::WORDS);
        table.finish();
        matrices.push(Matrix {
            columns: columns
                .into_iter()
                .map(|(id, label)| (id.value, label.value))
                .collect(),
            kind,
        });
    }
    matrices
}

fn blocks(node: &Node<'_>, shapes: &Shapes, mistakes: &Mistakes) -> BTreeMap<String, Block> {
    let mut blocks = BTreeMap::new();
    for (name, table) in node.named_tables("blocks") {
        let max = table.whole("max", 1, 5000).unwrap_or(100);
        let min = table.whole("min", 0, max).unwrap_or(0);
        let shape = table.string("shape");
        if let Some(shape) = &shape
            && !shapes.contains_key(&shape.value)
        {
            mistakes.add(
                "T013",
                shape.origin.clone(),
                Text::new(
                    format!("没有名为“{}”的式样", shape.value),
                    format!("there is no shape '{}'", shape.value),
                ),
                Text::new(
                    "式样在 pack.toml 的 [shapes.…] 里说明。",
                    "Shapes are described in pack.toml under [shapes.…].",
                ),
            );
        }
        let print = print_count(&table, min, max, mistakes);
        let spare = spare(&table, print, max, mistakes);
        let block = Block {
            label: table
                .required("label")
                .map(|text| text.value)
                .unwrap_or_default(),
            shape: shape.map(|text| text.value),
            min,
            print,
            spare,
            max,
            direction: table.one_of("direction", Direction::WORDS),
            origin: name.origin.clone(),
        };
        table.finish();
        blocks.insert(name.value, block);
    }
    blocks
}

/// Rows that are printed and spare ones together are no more than there may be.
fn spare(table: &Node<'_>, print: u32, max: u32, mistakes: &Mistakes) -> u32 {
    let spare = table.whole("spare", 0, 5000).unwrap_or(0);
    if print + spare <= max {
        return spare;
    }
    mistakes.add(
        "T005",
        table.places().at("spare"),
        Text::new(
            format!("print {print} 行加 spare {spare} 行，超过 max {max} 行"),
            format!("'print' {print} and 'spare' {spare} are more rows than 'max' {max} allows"),
        ),
        Text::new(
            "请减少 spare，或加大 max。",
            "Make 'spare' smaller or 'max' larger.",
        ),
    );
    max.saturating_sub(print)
}

fn weights(
    node: &Node<'_>,
    blocks: &BTreeMap<String, Block>,
    mistakes: &Mistakes,
) -> Option<Weights> {
    let table = node.table("weights")?;
    let mut groups = Vec::new();
    let mut grouped: Vec<String> = Vec::new();
    for (name, group) in table.named_tables("groups") {
        let of_group = group.strings("blocks").unwrap_or_default();
        for block in &of_group {
            check_grouped(block, blocks, &grouped, mistakes);
            grouped.push(block.value.clone());
        }
        if !group.has("points") {
            group.missing("points");
        }
        groups.push(WeightGroup {
            id: name.value,
            label: group
                .required("label")
                .map(|text| text.value)
                .unwrap_or_default(),
            points: group
                .number("points")
                .map_or(Number::ZERO, |number| number.value),
            blocks: of_group.into_iter().map(|text| text.value).collect(),
        });
        group.finish();
    }
    let total = table.required("total");
    let others = table.strings("others").unwrap_or_default();
    table.finish();
    Some(Weights {
        total: total?,
        others,
        groups,
    })
}

/// A group adds up repeating rows of its sheet, and each of them once.
fn check_grouped(
    block: &Located<String>,
    blocks: &BTreeMap<String, Block>,
    grouped: &[String],
    mistakes: &Mistakes,
) {
    if !blocks.contains_key(&block.value) {
        let known: Vec<&str> = blocks.keys().map(String::as_str).collect();
        mistakes.add(
            "T013",
            block.origin.clone(),
            Text::new(
                format!("本表没有名为“{}”的重复行", block.value),
                format!("this sheet has no repeating rows '{}'", block.value),
            ),
            Text::new(
                format!("可选：{}。", known.join("、")),
                format!("One of: {}.", known.join(", ")),
            ),
        );
    }
    if grouped.contains(&block.value) {
        mistakes.add(
            "T018",
            block.origin.clone(),
            Text::new(
                format!("重复行“{}”在权重组里写了两次", block.value),
                format!("the repeating rows '{}' stand in two groups", block.value),
            ),
            Text::new(
                "每组重复行的分值只能算一次。",
                "Their weights are added up once only.",
            ),
        );
    }
}
