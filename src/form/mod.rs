//! The form of one department: a pack with its rows, sheets, names and formulas worked out to cells.
//!
//! [`resolve`] lays the pack out for a department; [`check`] finds what is wrong with a pack once its names are resolved.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::address::{Address, Area};
use crate::date;
use crate::formula::{Expr, print, quote_sheet};
use crate::number::Number;
use crate::template::{
    Block, Campaign, FieldTemplate, FieldType, Pack, Placeholders, RuleTemplate, Scoring,
    SheetTemplate,
};

mod allowed;
mod check;
mod compute;
pub(crate) mod guard;
mod lay;
pub mod line;
mod names;
mod order;
mod resolve;
mod write_out;

pub use allowed::number_or_text;
pub use check::{check, load};
pub use compute::{compute, compute_one, given};
pub use names::targets;
pub use resolve::resolve;

/// Functions that ask whether anything is there: for them a blank field says something.
pub const COUNTING: &[&str] = &["COUNT", "COUNTA", "COUNTBLANK", "COUNTIF", "ISBLANK"];

/// Who the form is for, and how large it is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Spec {
    /// The year of the form.
    pub year: u16,
    /// The department's code.
    pub code: String,
    /// The department's name.
    pub department: String,
    /// Who sends the forms out.
    pub issuer: Option<String>,
    /// The last day on which they may come back.
    pub deadline: Option<jiff::civil::Date>,
    /// Who answers questions, and how to reach them.
    pub contact: Option<String>,
    /// The names the roster gives to the sheets that stand once for each project; they are locked.
    pub projects: Vec<String>,
    /// How often repeating sheets stand, by the id of the sheet; what the template prints where nothing is said.
    pub sheets: BTreeMap<String, u32>,
    /// How many rows repeating rows have, by id (`base.special`, `project.2.cost`).
    pub rows: BTreeMap<String, u32>,
}

impl Spec {
    /// Whether two forms are of one department: by their codes, else by their names.
    pub fn is_of_same_department(&self, other: &Spec) -> bool {
        if self.code.is_empty() || other.code.is_empty() {
            self.department == other.department
        } else {
            self.code == other.code
        }
    }
}

/// The title of the whole set of forms of a department.
pub fn title(pack: &Pack, spec: &Spec) -> String {
    resolve::words(pack, spec).fill(&pack.title)
}

/// Cells of a form, as formulas refer to them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Target {
    /// Zero-based sheet of the form.
    pub sheet: usize,
    /// The cells; of merged cells the upper left one.
    pub area: Area,
}

/// What a field is to its department.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// It is filled in.
    Input,
    /// It is computed.
    Formula,
    /// It is given, and locked.
    Prefilled,
    /// It is entered in another field and shown here; what was typed over it nevertheless stands.
    Shown,
}

impl Kind {
    /// The word JSON uses.
    pub fn id(self) -> &'static str {
        match self {
            Kind::Input => "input",
            Kind::Formula => "formula",
            Kind::Prefilled => "prefilled",
            Kind::Shown => "shown",
        }
    }

    /// Whether a department may have said something there.
    pub fn takes_entries(self) -> bool {
        matches!(self, Kind::Input | Kind::Shown)
    }
}

/// Whether a field has to be filled, worked out to cells.
#[derive(Debug, Clone)]
pub enum Need {
    /// It may stay blank.
    Never,
    /// It has to be filled.
    Always,
    /// It has to be filled when the formula is true.
    When(Expr<Target>),
}

/// A row of repeating rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RowOf {
    /// Index into [`Form::blocks`].
    pub block: usize,
    /// Zero-based row of the block.
    pub row: usize,
}

/// One field of the form.
#[derive(Debug, Clone)]
pub struct Field {
    /// Its id, which is also its defined name: `base.special.1.name`.
    pub id: String,
    /// What it is called, with the column of a matrix: 三公经费 2024年决算数.
    pub label: String,
    /// Zero-based sheet.
    pub sheet: usize,
    /// Its cell, or merged cells.
    pub area: Area,
    /// For a field whose text stands at the left: how far it is indented.
    pub indent: Option<u8>,
    /// What it is to its department.
    pub kind: Kind,
    /// Whether it has to be filled.
    pub need: Need,
    /// How it is computed, and blank where a quotient has nothing to divide by.
    pub formula: Option<Expr<Target>>,
    /// The text given from the start.
    pub value: Option<String>,
    /// The repeating rows it belongs to.
    pub row: Option<RowOf>,
    /// Index of its description in its sheet's template.
    template: usize,
}

impl Field {
    /// Its (upper left) cell.
    pub fn cell(&self) -> Address {
        self.area.first
    }
}

/// A printed text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Its cell, or merged cells.
    pub area: Area,
    /// The text, possibly empty.
    pub text: String,
    /// Whether there are lines around it.
    pub ruled: bool,
    /// For a text that stands at the left: how far it is indented.
    pub indent: Option<u8>,
    /// The weight group whose points it shows: index into the groups of the sheet's [`crate::template::Weights`].
    pub group: Option<usize>,
}

/// One sheet of the form.
#[derive(Debug, Clone)]
pub struct FormSheet {
    /// `base`, or `project.2`: what the ids of its fields begin with.
    pub id: String,
    /// Index of its template in the pack.
    pub template: usize,
    /// Which one of a repeating sheet this is, from one.
    pub index: Option<u32>,
    /// The name on the tab.
    pub name: String,
    /// The title in the first row.
    pub heading: String,
    /// Whether each row has lines around its cells; the heading row is the first.
    pub ruled: Vec<bool>,
    /// Zero-based first and last row that stand on top of every printed page.
    pub repeat_rows: Option<(u32, u32)>,
    /// The rows with which a printed page begins, besides the first.
    pub breaks: Vec<u32>,
    /// Printed texts, the heading left out.
    pub labels: Vec<Label>,
    /// Indices of its fields, in the order of the layout.
    pub fields: Vec<usize>,
}

impl FormSheet {
    /// Whether a cell lies in the heading or in a printed text.
    pub fn is_printed(&self, pack: &Pack, cell: Address) -> bool {
        self.heading_area(pack).contains(cell)
            || self.labels.iter().any(|label| label.area.contains(cell))
    }

    /// The cells of the heading.
    pub fn heading_area(&self, pack: &Pack) -> Area {
        let columns = pack.sheets[self.template].columns.len();
        Area::new(
            Address::new(0, 0),
            Address::new(0, u32::try_from(columns).unwrap_or(1).saturating_sub(1)),
        )
    }
}

/// Repeating rows of one sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormBlock {
    /// `base.special`, `project.2.cost`.
    pub id: String,
    /// Zero-based sheet.
    pub sheet: usize,
    /// Its id in the sheet's template.
    pub local: String,
    /// The indices of the fields of each row.
    pub rows: Vec<Vec<usize>>,
}

/// A rule of the pack, worked out to cells.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Index into the rules of the pack.
    pub template: usize,
    /// The field that is marked.
    pub at: usize,
    /// The rule applies only when this is true.
    pub when: Option<Expr<Target>>,
    /// What the department says.
    pub reported: Expr<Target>,
    /// What it has to agree with.
    pub computed: Expr<Target>,
    /// The fields in which a reason settles it.
    pub explained_in: Vec<usize>,
}

/// The form of one department.
#[derive(Debug, Clone)]
pub struct Form {
    /// The pack it is made from.
    pub pack: Arc<Pack>,
    /// Who it is for.
    pub spec: Spec,
    /// Its sheets.
    pub sheets: Vec<FormSheet>,
    /// All fields, sheet by sheet.
    pub fields: Vec<Field>,
    /// All repeating rows.
    pub blocks: Vec<FormBlock>,
    /// The computed fields, each after those it needs.
    pub order: Vec<usize>,
    /// The rules of the pack.
    pub rules: Vec<Rule>,
    /// For each field the fields its formula takes, from left to right.
    takes: Vec<Vec<usize>>,
    by_id: HashMap<String, usize>,
    by_cell: Vec<Grid>,
}

/// The fields of a sheet by row and column.
#[derive(Debug, Clone, Default)]
struct Grid {
    rows: Vec<Vec<Option<usize>>>,
}

impl Grid {
    fn field(&self, cell: Address) -> Option<usize> {
        let row = self.rows.get(cell.row as usize)?;
        row.get(cell.column as usize).copied().flatten()
    }

    fn put(&mut self, cell: Address, field: usize) {
        let (row, column) = (cell.row as usize, cell.column as usize);
        if self.rows.len() <= row {
            self.rows.resize_with(row + 1, Vec::new);
        }
        let row = &mut self.rows[row];
        if row.len() <= column {
            row.resize(column + 1, None);
        }
        row[column] = Some(field);
    }
}

impl Form {
    /// The index of the field with this id.
    pub fn field(&self, id: &str) -> Option<usize> {
        self.by_id.get(id).copied()
    }

    /// The index of the field at this cell.
    pub fn field_at(&self, sheet: usize, cell: Address) -> Option<usize> {
        self.by_cell.get(sheet)?.field(cell)
    }

    /// How the template describes a field.
    pub fn template(&self, field: &Field) -> &FieldTemplate {
        &self.sheet_template(field.sheet).fields[field.template]
    }

    /// Where its pack describes a field: the index of a sheet's template, and that of a field of it.
    pub fn described(&self, field: &Field) -> (usize, usize) {
        (self.sheets[field.sheet].template, field.template)
    }

    /// The id of a field without the numbers of its sheet and its row: `base.special.name`.
    pub fn plain_id(&self, field: &Field) -> String {
        format!(
            "{}.{}",
            self.sheet_template(field.sheet).id,
            self.template(field).id
        )
    }

    /// Whether a field has this plain id.
    pub fn is_called(&self, field: usize, plain: &str) -> bool {
        let field = &self.fields[field];
        let (sheet, template) = (self.sheet_template(field.sheet), self.template(field));
        plain.split_once('.') == Some((sheet.id.as_str(), template.id.as_str()))
    }

    /// How the rows of a block are scored, if they are.
    pub fn scoring(&self, block: usize) -> Option<&Scoring> {
        let shape = self.block_template(block)?.shape.as_ref()?;
        let mut scorings = self.pack.scorings.iter();
        scorings.find(|scoring| scoring.shape == *shape)
    }

    /// The field of this plain id on the same sheet and in the same row as another one; where it stands once, wherever.
    pub fn beside(&self, field: usize, plain: &str) -> Option<usize> {
        let field = &self.fields[field];
        let (template, described) = self.pack.field(plain)?;
        let row = field.row.filter(|_| described.block.is_some());
        let is_it = |&other: &usize| {
            let other = &self.fields[other];
            other.row == row && self.template(other).id == described.id
        };
        let is_of = |sheet: &usize| self.sheet_template(*sheet).id == template.id;
        let sheet = Some(field.sheet).filter(is_of);
        let sheet = sheet.or_else(|| (0..self.sheets.len()).find(is_of))?;
        self.sheets[sheet].fields.iter().copied().find(is_it)
    }

    /// The bounds of a field: its own, else those of its type.
    pub fn bounds(&self, template: &FieldTemplate) -> (Option<Number>, Option<Number>) {
        self.pack.bounds(template)
    }

    /// The template of a sheet.
    pub fn sheet_template(&self, sheet: usize) -> &SheetTemplate {
        &self.pack.sheets[self.sheets[sheet].template]
    }

    /// The template of repeating rows.
    pub fn block_template(&self, block: usize) -> Option<&Block> {
        let block = self.blocks.get(block)?;
        self.sheet_template(block.sheet).blocks.get(&block.local)
    }

    /// The template of a rule.
    pub fn rule_template(&self, rule: &Rule) -> &RuleTemplate {
        &self.pack.rules[rule.template]
    }

    /// The field of a column of a shape, in the row that another field belongs to.
    pub fn sibling(&self, row: RowOf, column: &str) -> Option<usize> {
        let fields = self.blocks.get(row.block)?.rows.get(row.row)?;
        fields
            .iter()
            .copied()
            .find(|&field| self.fields[field].id.rsplit('.').next() == Some(column))
    }

    /// Whether a sheet counts only once something stands in it: one of a repeating sheet, beyond those that have to be
    /// filled and not named by the roster.
    pub fn is_optional_sheet(&self, sheet: usize) -> bool {
        let laid = &self.sheets[sheet];
        let repeat = self.sheet_template(sheet).repeat.as_ref();
        let (Some(index), Some(repeat)) = (laid.index, repeat) else {
            return false;
        };
        let roster = repeat
            .roster
            .as_ref()
            .and_then(|local| self.field(&format!("{}.{}", laid.id, local.value)));
        let named = roster.is_some_and(|field| self.fields[field].kind == Kind::Prefilled);
        index > repeat.min && !named
    }

    /// Whether a repeating row counts only once something stands in it.
    pub fn is_optional_row(&self, row: RowOf) -> bool {
        let min = self.block_template(row.block).map_or(0, |block| block.min);
        row.row >= min as usize
    }

    /// The column right of a sheet where annex says what is missing; the column after it is annex's own as well.
    pub fn status_column(&self, sheet: usize) -> u32 {
        self.sheets[sheet].heading_area(&self.pack).last.column + 1
    }

    /// Whether annex may say in a row what is missing: in the heading, and where inputs stand.
    pub fn has_status(&self, sheet: usize, row: u32) -> bool {
        let mut fields = self.sheets[sheet].fields.iter();
        row == 0
            || fields.any(|&field| {
                let field = &self.fields[field];
                field.kind == Kind::Input && field.cell().row == row
            })
    }

    /// The fields that the formula of a field refers to, from left to right; none of one that is not computed.
    pub fn takes(&self, field: usize) -> &[usize] {
        self.takes.get(field).map_or(&[], Vec::as_slice)
    }

    /// What [`Form::takes`] gives for each field, worked out anew.
    fn all_taken(&self) -> Vec<Vec<usize>> {
        let taken = |field: &Field| {
            let formula = field.formula.as_ref();
            formula.map_or_else(Vec::new, |formula| self.inputs(formula).collect())
        };
        self.fields.iter().map(taken).collect()
    }

    /// The fields a formula refers to, from left to right.
    pub fn inputs<'a>(&'a self, expr: &'a Expr<Target>) -> impl Iterator<Item = usize> + 'a {
        expr.refs()
            .into_iter()
            .flat_map(|(target, _)| self.target_fields(*target))
            .collect::<Vec<_>>()
            .into_iter()
    }

    /// The fields in the cells a formula refers to.
    pub fn target_fields(&self, target: Target) -> impl Iterator<Item = usize> + '_ {
        target
            .area
            .cells()
            .filter_map(move |cell| self.field_at(target.sheet, cell))
    }

    /// The field whose entry another one shows.
    pub fn shown_from(&self, field: usize) -> Option<usize> {
        let is_shown = self.fields.get(field)?.kind == Kind::Shown;
        self.takes(field).first().copied().filter(|_| is_shown)
    }

    /// What stands only where an entry is shown, and not where it is asked for: for each field that asks, the one it stands in.
    pub fn only_shown<V>(&self, entries: &BTreeMap<usize, V>) -> BTreeMap<usize, usize> {
        let mut only = BTreeMap::new();
        for &field in entries.keys() {
            if let Some(asked) = self.shown_from(field)
                && !entries.contains_key(&asked)
            {
                only.entry(asked).or_insert(field);
            }
        }
        only
    }

    /// What is to be filled in: the index of each input, and its id.
    pub fn asked(&self) -> impl Iterator<Item = (usize, &str)> {
        let fields = self.fields.iter().enumerate();
        let inputs = fields.filter(|(_, field)| field.kind == Kind::Input);
        inputs.map(|(index, field)| (index, field.id.as_str()))
    }

    /// A formula as Excel writes it on one of the sheets, without `=`.
    pub fn excel(&self, expr: &Expr<Target>, sheet: usize) -> String {
        print(expr, &mut |target: &Target| {
            if target.sheet == sheet {
                target.area.to_string()
            } else {
                format!(
                    "{}!{}",
                    quote_sheet(&self.sheets[target.sheet].name),
                    target.area
                )
            }
        })
    }

    /// What the placeholders of texts stand for on a sheet.
    pub fn placeholders(&self, sheet: usize) -> Placeholders<'_> {
        resolve::placeholders(
            &self.pack,
            &self.spec,
            self.sheet_template(sheet),
            self.sheets[sheet].index,
        )
    }

    /// The first day a date of this form may be, where the pack says so.
    pub fn earliest(&self) -> Option<jiff::civil::Date> {
        let rules = self.pack.types.get(&FieldType::Date)?;
        date::parse(&self.words().fill(&rules.earliest.as_ref()?.value))
    }

    /// The last day that is plausible in it.
    pub fn latest(&self) -> Option<jiff::civil::Date> {
        let rules = self.pack.types.get(&FieldType::Date)?;
        date::parse(&self.words().fill(&rules.latest.as_ref()?.value))
    }

    /// What the placeholders of the guide stand for.
    pub fn guide_words(&self) -> Placeholders<'_> {
        Placeholders {
            campaign: Some(Campaign {
                issuer: self.spec.issuer.as_deref(),
                deadline: self.spec.deadline.map(date::chinese),
                contact: self.spec.contact.as_deref(),
            }),
            ..self.words()
        }
    }

    /// What the placeholders of texts stand for that belong to no sheet.
    pub fn words(&self) -> Placeholders<'_> {
        resolve::words(&self.pack, &self.spec)
    }

    /// The title of the whole set of forms.
    pub fn title(&self) -> String {
        title(&self.pack, &self.spec)
    }
}
