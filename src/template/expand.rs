//! Finds for each field drawn in a layout the table that describes it.

use std::collections::{BTreeMap, BTreeSet};

use crate::template::field::{Description, Shapes};
use crate::template::layout::{self, Content};
use crate::template::mistake::{Mistakes, Origin};
use crate::template::source::{Located, Places, nearest};
use crate::template::{Block, FieldTemplate, FieldType, Required, SheetTemplate};
use crate::text::Text;

/// The columns that `*` stands for.
pub(super) struct Matrix {
    pub(super) columns: Vec<(String, String)>,
    pub(super) kind: Option<FieldType>,
}

/// What is needed to find the description of each field drawn in a layout.
pub(super) struct Fields<'a> {
    pub(super) described: &'a [(Located<String>, Description)],
    pub(super) shapes: &'a Shapes,
    pub(super) matrices: &'a [Matrix],
    pub(super) blocks: &'a BTreeMap<String, Block>,
    pub(super) mistakes: &'a Mistakes,
}

impl Fields<'_> {
    /// The fields of a layout, in its order.
    pub(super) fn expand(&self, layout: &layout::Layout) -> Vec<FieldTemplate> {
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
                None if self.has_lost_columns() && self.starred(id).is_some() => {
                    fields.push(undescribed(id, &region.origin));
                }
                None => {
                    let known: Vec<&str> = self
                        .described
                        .iter()
                        .map(|(name, _)| name.value.as_str())
                        .collect();
                    let hint = match nearest(id, &known) {
                        _ if let Some((row, column)) = self.starred(id) => Text::new(
                            format!(
                                "[fields.\"{row}\"] 说明了这一行，但 [matrices] 里没有“{column}”这一列。"
                            ),
                            format!(
                                "[fields.\"{row}\"] describes this row, but no matrix has the column '{column}'."
                            ),
                        ),
                        _ if let Some(row) = self.row_of_matrix(id) => Text::new(
                            format!("请加一段 [fields.\"{row}\"]，写明 label。"),
                            format!("Add a table [fields.\"{row}\"] with 'label'."),
                        ),
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
                    fields.push(undescribed(id, &region.origin));
                }
            }
        }
        for (name, _) in self.described {
            let is_lost = name.value.ends_with(".*") && self.has_lost_columns();
            if !used.contains(name.value.as_str()) && !is_lost {
                let drawn = self.drawn_as(&name.value);
                self.mistakes.add(
                    "T009",
                    name.origin.clone(),
                    Text::new(
                        format!("字段“{}”不在版面里", name.value),
                        format!("the field '{}' is not in the layout", name.value),
                    ),
                    Text::new(
                        format!("请在 layout 里画上 [{drawn}]，或删去这一段。"),
                        format!("Draw [{drawn}] in the layout, or remove this table."),
                    ),
                );
            }
        }
        fields
    }

    /// Whether a matrix has columns that cannot be read.
    fn has_lost_columns(&self) -> bool {
        self.matrices.iter().any(|matrix| matrix.columns.is_empty())
    }

    /// The starred table of the row of a field, and the last part of its id.
    fn starred<'i>(&self, id: &'i str) -> Option<(&str, &'i str)> {
        let (row, column) = id.rsplit_once('.')?;
        let wanted = format!("{row}.*");
        let (name, _) = self
            .described
            .iter()
            .find(|(name, _)| name.value == wanted)?;
        Some((&name.value, column))
    }

    /// The starred name of a field in a money column.
    fn row_of_matrix(&self, id: &str) -> Option<String> {
        let (row, column) = id.rsplit_once('.')?;
        let mut columns = self.matrices.iter().flat_map(|matrix| &matrix.columns);
        columns
            .any(|(known, _)| known == column)
            .then(|| format!("{row}.*"))
    }

    /// What a described field would look like in the picture: a starred one has the name of a money column.
    fn drawn_as(&self, name: &str) -> String {
        let first = self
            .matrices
            .iter()
            .find_map(|matrix| matrix.columns.first());
        match (name.strip_suffix(".*"), first) {
            (Some(row), Some((column, _))) => format!("{row}.{column}"),
            _ => name.to_owned(),
        }
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
        if kind == Some(FieldType::Choice)
            && description.choices.is_empty()
            && !description.has_lost_choices
        {
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
            same_as: description.same_as.clone(),
            on_paper: description.on_paper,
            value: description.value.clone(),
            choices: description.choices.clone(),
            suggestions: description.suggestions.clone(),
            // A field whose type cannot be read fits into every formula.
            or_text: if kind.is_none() {
                vec![String::new()]
            } else {
                description.or_text.clone()
            },
            not_an_answer: description.not_an_answer.clone(),
            min: description.min,
            max: description.max,
            format: description.format.clone(),
            help: description.help.clone(),
            lines: description.lines,
            origin: description.origin.clone(),
            places: description.places.clone(),
        })
    }
}

/// Stands in for a field that nothing describes, so that formulas which name it are not said to be wrong as well.
fn undescribed(id: &str, origin: &Origin) -> FieldTemplate {
    FieldTemplate {
        id: id.to_owned(),
        label: id.to_owned(),
        column_label: None,
        column: None,
        block: None,
        kind: FieldType::Text,
        required: Required::Never,
        formula: None,
        same_as: None,
        on_paper: false,
        value: None,
        choices: Vec::new(),
        suggestions: Vec::new(),
        // With a text that may stand in place of a number it fits into every formula.
        or_text: vec![String::new()],
        not_an_answer: Vec::new(),
        min: None,
        max: None,
        format: None,
        help: None,
        lines: 1,
        origin: origin.clone(),
        places: Places::of(origin.clone()),
    }
}

/// A row of the picture repeats as a whole: it cannot hold fields of two blocks, or fields outside its block.
pub(super) fn check_block_rows(sheet: &SheetTemplate, mistakes: &Mistakes) {
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
            let origin = block.origin.clone();
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
