//! One sheet file of a pack.

use std::collections::{BTreeMap, BTreeSet};

use crate::formula;
use crate::number::Number;
use crate::template::layout::{self, Content};
use crate::template::mistake::{Mistakes, Origin};
use crate::template::source::{Located, Node, nearest};
use crate::template::{
    Block, Direction, FieldTemplate, FieldType, Formula, Repeat, Required, SheetTemplate,
    WeightGroup, Weights,
};
use crate::text::Text;

/// What a field table says, before it is known which cells it describes.
#[derive(Debug, Clone)]
pub(crate) struct Description {
    label: String,
    has_type: bool,
    kind: Option<FieldType>,
    required: Required,
    formula: Option<Formula>,
    value: Option<String>,
    choices: Vec<String>,
    or_text: Vec<String>,
    not_an_answer: Vec<String>,
    min: Option<Number>,
    max: Option<Number>,
    format: Option<String>,
    help: Option<String>,
    lines: u32,
    origin: Origin,
}

/// The columns that `*` stands for.
struct Matrix {
    columns: Vec<(String, String)>,
    kind: Option<FieldType>,
}

/// Reads a formula; its mistakes are reported where it stands.
pub(crate) fn formula(text: Located<String>, mistakes: &Mistakes) -> Option<Formula> {
    let parsed = formula::parse_template(&text.value);
    for mistake in &parsed.mistakes {
        mistakes.add(
            "T012",
            text.origin.within(&text.value, mistake.span.start),
            mistake.message.clone(),
            mistake
                .hint
                .clone()
                .unwrap_or_else(|| Text::new("请检查公式。", "Check the formula.")),
        );
    }
    if !parsed.mistakes.is_empty() {
        return None;
    }
    parsed.expr.map(|expr| Formula {
        text: text.value,
        expr,
        origin: text.origin,
    })
}

/// Reads the table of one field.
pub(crate) fn description(node: &Node<'_>, mistakes: &Mistakes) -> Description {
    // `required` is true, false, or a formula in quotes.
    let required = match node.value_kind("required") {
        Some("string") => node
            .string("required")
            .and_then(|text| formula(text, mistakes))
            .map_or(Required::Never, Required::When),
        Some(_) if node.boolean("required") == Some(true) => Required::Always,
        _ => Required::Never,
    };
    let texts = |list: Option<Vec<Located<String>>>| {
        list.unwrap_or_default()
            .into_iter()
            .map(|text| text.value)
            .collect::<Vec<_>>()
    };
    let description = Description {
        label: node
            .required("label")
            .map(|text| text.value)
            .unwrap_or_default(),
        has_type: node.has("type"),
        kind: node.one_of("type", FieldType::WORDS),
        required,
        formula: node
            .string("formula")
            .and_then(|text| formula(text, mistakes)),
        value: node.string("value").map(|text| text.value),
        choices: texts(node.strings("choices")),
        or_text: texts(node.strings("or_text")),
        not_an_answer: texts(node.strings("not_an_answer")),
        min: node.number("min").map(|number| number.value),
        max: node.number("max").map(|number| number.value),
        format: node.string("format").map(|text| text.value),
        help: node.string("help").map(|text| text.value),
        lines: node.whole("lines", 1, 40).unwrap_or(1),
        origin: node.origin.clone(),
    };
    node.finish();
    if description.formula.is_some() && description.value.is_some() {
        mistakes.add(
            "T018",
            description.origin.clone(),
            Text::new(
                "一个字段不能既有 formula 又有 value",
                "a field cannot have both 'formula' and 'value'",
            ),
            Text::new("请删去其中一个。", "Remove one of them."),
        );
    }
    description
}

/// The described columns of the shapes of a pack.
pub(crate) type Shapes = BTreeMap<String, Vec<(String, Description)>>;

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
    let (landscape, freeze_rows) = print(node);
    let repeat = repeat(node);
    let weights = weights(node);
    let described: Vec<_> = node
        .named_tables("fields")
        .into_iter()
        .map(|(name, table)| (name, description(&table, mistakes)))
        .collect();
    node.finish();

    let (id, name, heading, columns, picture) = (id?, name?, heading?, columns?, picture?);
    let mut layout = layout::parse(&picture, columns.len(), mistakes);
    let mut sheet = SheetTemplate {
        id: id.value,
        name: name.value,
        heading: heading.value,
        file: file.to_owned(),
        columns,
        layout: layout.clone(),
        landscape,
        freeze_rows,
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

fn print(node: &Node<'_>) -> (bool, u32) {
    let Some(print) = node.table("print") else {
        return (false, 1);
    };
    let landscape = print
        .one_of("orientation", &[("portrait", false), ("landscape", true)])
        .unwrap_or(false);
    let freeze = print.whole("freeze_rows", 0, 20).unwrap_or(1);
    print.finish();
    (landscape, freeze)
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
        roster: table.string("roster").map(|text| text.value),
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
        let block = Block {
            label: table
                .required("label")
                .map(|text| text.value)
                .unwrap_or_default(),
            shape: shape.map(|text| text.value),
            min: table.whole("min", 0, max).unwrap_or(0),
            print: table.whole("print", 1, max).unwrap_or(1),
            max,
            direction: table.one_of("direction", Direction::WORDS),
        };
        table.finish();
        blocks.insert(name.value, block);
    }
    blocks
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

/// What is needed to find the description of each field drawn in a layout.
struct Fields<'a> {
    described: &'a [(Located<String>, Description)],
    shapes: &'a Shapes,
    matrices: &'a [Matrix],
    blocks: &'a BTreeMap<String, Block>,
    mistakes: &'a Mistakes,
}

impl Fields<'_> {
    fn expand(&self, layout: &layout::Layout) -> Vec<FieldTemplate> {
        let mut fields: Vec<FieldTemplate> = Vec::new();
        let mut used = BTreeSet::new();
        for region in &layout.regions {
            let Content::Field(id) = &region.content else {
                continue;
            };
            if fields.iter().any(|field| &field.id == id) {
                self.mistakes.add(
                    "T010",
                    region.origin.clone(),
                    Text::new(
                        format!("字段“{id}”在版面里已经出现过"),
                        format!("the field '{id}' stands in the layout twice"),
                    ),
                    Text::new("每个字段只能画一次。", "Draw every field once."),
                );
                continue;
            }
            match self.describe(id, &mut used) {
                Some(field) => fields.push(field),
                None => {
                    let known: Vec<&str> = self
                        .described
                        .iter()
                        .map(|(name, _)| name.value.as_str())
                        .collect();
                    let hint = match nearest(id, &known) {
                        Some(close) => Text::new(
                            format!("是不是“{close}”？"),
                            format!("Did you mean '{close}'?"),
                        ),
                        None => Text::new(
                            format!("请加一段 [fields.\"{id}\"]，写明 label 和 type。"),
                            format!("Add a table [fields.\"{id}\"] with 'label' and 'type'."),
                        ),
                    };
                    self.mistakes.add(
                        "T008",
                        region.origin.clone(),
                        Text::new(
                            format!("版面里的字段“{id}”没有说明"),
                            format!("the field '{id}' in the layout is not described"),
                        ),
                        hint,
                    );
                }
            }
        }
        for (name, _) in self.described {
            // A row of the picture that cannot be read takes its fields along.
            let is_torn = self.mistakes.has("T006", &name.origin.file);
            if !used.contains(name.value.as_str()) && !is_torn {
                self.mistakes.add(
                    "T009",
                    name.origin.clone(),
                    Text::new(
                        format!("字段“{}”不在版面里", name.value),
                        format!("the field '{}' is not in the layout", name.value),
                    ),
                    Text::new(
                        format!("请在 layout 里画上 [{}]，或删去这一段。", name.value),
                        format!("Draw [{}] in the layout, or remove this table.", name.value),
                    ),
                );
            }
        }
        fields
    }

    /// Finds the description of a field: its own, that of its matrix row, or that of its shape, in this order.
    fn describe<'s>(&'s self, id: &str, used: &mut BTreeSet<&'s str>) -> Option<FieldTemplate> {
        let (head, tail) = id.rsplit_once('.').map_or(("", id), |parts| parts);
        let column = self.matrices.iter().find_map(|matrix| {
            matrix
                .columns
                .iter()
                .find(|(column, _)| column == tail)
                .map(|found| (matrix, found))
        });
        let own = self.described.iter().find(|(name, _)| name.value == id);
        let starred = format!("{head}.*");
        let row = column.and_then(|_| {
            self.described
                .iter()
                .find(|(name, _)| name.value == starred)
        });
        // A starred table may describe nothing but what an exact one overrides: it still counts as drawn.
        if let Some((name, _)) = row {
            used.insert(&name.value);
        }
        let block = self.blocks.get(head).map(|block| (head.to_owned(), block));
        let shaped = block.as_ref().and_then(|(_, block)| {
            let columns = self.shapes.get(block.shape.as_deref()?)?;
            columns
                .iter()
                .find(|(name, _)| name == tail)
                .map(|(_, description)| description)
        });
        let (description, in_matrix) = match (own, row, shaped) {
            (Some((name, description)), _, _) => {
                used.insert(&name.value);
                (description, row.is_some())
            }
            (None, Some((_, description)), _) => (description, true),
            (None, None, Some(description)) => (description, false),
            (None, None, None) => return None,
        };
        let column = column.filter(|_| in_matrix);
        let kind = description
            .kind
            .or(column.and_then(|(matrix, _)| matrix.kind));
        // A type that is none has been reported where it stands.
        if kind.is_none() && !description.has_type {
            self.mistakes.add(
                "T002",
                description.origin.clone(),
                Text::new(
                    format!("字段“{id}”缺少“type”"),
                    format!("the field '{id}' has no 'type'"),
                ),
                Text::new(
                    "请补上，例如 type = \"money\"。",
                    "Add one, for example type = \"money\".",
                ),
            );
        }
        if kind == Some(FieldType::Choice) && description.choices.is_empty() {
            self.mistakes.add(
                "T002",
                description.origin.clone(),
                Text::new(
                    format!("选项字段“{id}”缺少“choices”"),
                    format!("the choice field '{id}' has no 'choices'"),
                ),
                Text::new(
                    "请补上，例如 choices = [\"有\", \"无\"]。",
                    "Add them, for example choices = [\"有\", \"无\"].",
                ),
            );
        }
        Some(FieldTemplate {
            id: id.to_owned(),
            label: description.label.clone(),
            column_label: column.map(|(_, (_, label))| label.clone()),
            column: column.map(|(_, (column, _))| column.clone()),
            block: block.map(|(id, _)| id),
            kind: kind.unwrap_or(FieldType::Text),
            required: description.required.clone(),
            formula: description.formula.clone(),
            value: description.value.clone(),
            choices: description.choices.clone(),
            or_text: description.or_text.clone(),
            not_an_answer: description.not_an_answer.clone(),
            min: description.min,
            max: description.max,
            format: description.format.clone(),
            help: description.help.clone(),
            lines: description.lines,
            origin: description.origin.clone(),
        })
    }
}

/// A row of the picture repeats as a whole: it cannot hold fields of two blocks, or fields outside its block.
fn check_block_rows(sheet: &SheetTemplate, mistakes: &Mistakes) {
    for region in &sheet.layout.regions {
        let Content::Field(id) = &region.content else {
            continue;
        };
        let Some(field) = sheet.field(id) else {
            continue;
        };
        let Some(row) = sheet.layout.rows.get(region.row) else {
            continue;
        };
        if row.block != field.block || (row.block.is_some() && region.rows > 1) {
            mistakes.add(
                "T006",
                region.origin.clone(),
                Text::new(
                    format!("“{id}”与同一行的其他字段不属于同一组重复行"),
                    format!("'{id}' does not belong to the same repeating rows as the other fields of its row"),
                ),
                Text::new("会重复的行里只能放同一组的字段。", "A repeating row holds fields of one block only."),
            );
        }
    }
    for (id, block) in &sheet.blocks {
        let rows = sheet
            .layout
            .rows
            .iter()
            .filter(|row| row.block.as_ref() == Some(id))
            .count();
        if rows != 1 {
            let origin = sheet.layout.rows.first().map_or_else(
                || Origin {
                    file: sheet.file.clone(),
                    line: 1,
                    column: 1,
                },
                |row| row.origin.clone(),
            );
            mistakes.add(
                "T006",
                origin,
                Text::new(
                    format!("重复行“{id}”（{}）在版面里应占一行，现在是 {rows} 行", block.label),
                    format!("the repeating rows '{id}' ({}) should be drawn as one row, but are drawn as {rows}", block.label),
                ),
                Text::new("在 layout 里画一行，行里放这一组的字段。", "Draw one row with the fields of the block."),
            );
        }
    }
}
