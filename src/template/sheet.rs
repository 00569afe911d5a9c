//! One sheet file of a pack.

use std::collections::BTreeMap;

use crate::number::Number;
use crate::template::expand::{Fields, Matrix, check_block_rows};
use crate::template::field::{Shapes, description};
use crate::template::layout::{self, Content};
use crate::template::mistake::Mistakes;
use crate::template::source::{Located, Node};
use crate::template::{
    Block, Direction, FieldType, PrintTemplate, Repeat, SheetTemplate, WeightGroup, Weights,
};
use crate::text::Text;

/// Reads a sheet file.
pub(crate) fn sheet(
    file: &str,
    node: &Node<'_>,
    shapes: &Shapes,
    mistakes: &Mistakes,
) -> Option<SheetTemplate> {
    let id = node.required("id");
    let name = node.required("name");
    let heading = node.required("heading");
    let columns = node.numbers("columns");
    if !node.has("columns") {
        node.missing("columns");
    }
    let picture = node.required("layout");
    let matrices = matrices(node);
    let blocks = blocks(node, shapes, mistakes);
    let layout = picture
        .as_ref()
        .zip(columns.as_ref())
        .map(|(picture, columns)| layout::parse(picture, columns.len(), mistakes));
    let print = print(node, layout.as_ref().map_or(1, |layout| layout.rows.len()));
    let repeat = repeat(node);
    let weights = weights(node);
    let described: Vec<_> = node
        .named_tables("fields")
        .into_iter()
        .map(|(name, table)| (name, description(&table, mistakes)))
        .collect();
    node.finish();

    let (id, name, heading, columns, mut layout) = (id?, name?, heading?, columns?, layout?);
    let mut sheet = SheetTemplate {
        id: id.value,
        name: name.value,
        heading: heading.value,
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
    Some(sheet)
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
        repeat_row: print
            .whole("repeat_row", 1, rows)
            .map(|row| row as usize - 1),
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

fn repeat(node: &Node<'_>) -> Option<Repeat> {
    let table = node.table("repeat")?;
    let max = table.whole("max", 1, 200).unwrap_or(50);
    let repeat = Repeat {
        label: table
            .required("label")
            .map(|text| text.value)
            .unwrap_or_default(),
        min: table.whole("min", 0, max).unwrap_or(0),
        print: table.whole("print", 1, max).unwrap_or(1),
        max,
        roster: table.string("roster"),
    };
    table.finish();
    Some(repeat)
}

fn matrices(node: &Node<'_>) -> Vec<Matrix> {
    let tables = node.named_tables("matrices");
    let read = |(_, table): (Located<String>, Node<'_>)| {
        let columns = table
            .named_strings("columns")
            .into_iter()
            .map(|(id, label)| (id.value, label.value))
            .collect();
        let kind = table.one_of("type", FieldType::WORDS);
        table.finish();
        Matrix { columns, kind }
    };
    tables.into_iter().map(read).collect()
}

fn blocks(node: &Node<'_>, shapes: &Shapes, mistakes: &Mistakes) -> BTreeMap<String, Block> {
    let mut blocks = BTreeMap::new();
    for (name, table) in node.named_tables("blocks") {
        let max = table.whole("max", 1, 5000).unwrap_or(100);
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
        let print = table.whole("print", 1, max).unwrap_or(1);
        let spare = spare(&table, print, max, mistakes);
        let block = Block {
            label: table
                .required("label")
                .map(|text| text.value)
                .unwrap_or_default(),
            shape: shape.map(|text| text.value),
            min: table.whole("min", 0, max).unwrap_or(0),
            print,
            spare,
            max,
            direction: table.one_of("direction", Direction::WORDS),
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
    let origin = table
        .number("spare")
        .map_or_else(|| table.origin.clone(), |number| number.origin);
    mistakes.add(
        "T005",
        origin,
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

fn weights(node: &Node<'_>) -> Option<Weights> {
    let table = node.table("weights")?;
    let mut groups = Vec::new();
    for (name, group) in table.named_tables("groups") {
        let blocks = group.strings("blocks").unwrap_or_default();
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
            blocks: blocks.into_iter().map(|text| text.value).collect(),
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
