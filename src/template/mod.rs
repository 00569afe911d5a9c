//! Template packs: the forms of one year and province as data that anyone can edit.
//!
//! [`parse`] reads the files of a pack and reports every mistake it can see in one go; the mistakes that show only when
//! names are resolved are added by [`crate::form::check`]. The language is described in `docs/templates.md`.

use std::collections::BTreeMap;

use crate::finding::Level;
use crate::formula::{Expr, Name};
use crate::number::Number;
use crate::text::{Text, plain};

mod copies;
mod direction;
mod doubts;
mod encoding;
mod expand;
mod field;
mod last_year;
pub mod layout;
pub mod mistake;
mod narrative;
mod number_format;
mod pack;
pub mod packs;
mod placeholder;
mod renames;
mod report;
mod rules;
mod scoring;
mod sheet;
pub mod source;
mod synonyms;
mod syntax;

pub use copies::{ClaimTemplate, Copies, GoalTemplate};
pub use direction::{Direction, Operator, even};
pub use doubts::{Doubts, SpendingTemplate};
pub use encoding::decode;
pub use last_year::{JumpTemplate, LastYear, SameFigure};
pub use layout::{Content, Layout, LayoutRow, Region};
pub use mistake::{Mistake, Mistakes, Origin};
pub use narrative::{
    ColumnWords, CountsTemplate, FigureTemplate, GradeSaid, NarrativeTemplate, Section,
};
pub use pack::parse;
pub(crate) use pack::read;
pub use placeholder::{Campaign, Placeholders, words};
pub(crate) use renames::below;
pub use renames::{Rename, Renames};
pub use report::{AttachmentsTemplate, CoverTemplate, ReportTemplate, SectionTemplate};
pub(crate) use rules::LEVELS;
pub use source::{Located, Places, Source};
pub(crate) use source::{Node, nearest};
pub use synonyms::Synonym;
pub(crate) use syntax::open;

/// A whole pack.
#[derive(Debug, Clone)]
pub struct Pack {
    /// `hunan-2024`.
    pub id: String,
    /// The version of this text of the pack.
    pub version: String,
    /// Title of the whole set of forms; may hold placeholders.
    pub title: String,
    /// The year the forms are for unless another is asked for.
    pub year: u16,
    /// The money unit: 万元.
    pub unit: String,
    /// Fonts and colours.
    pub look: Look,
    /// How far apart two figures of a type may be.
    pub tolerances: BTreeMap<FieldType, Number>,
    /// How grave findings of annex's own rules are, by code, where the pack sees it otherwise.
    pub levels: BTreeMap<String, Level>,
    /// Formats and bounds by type.
    pub types: BTreeMap<FieldType, TypeRules>,
    /// The sheets, in order.
    pub sheets: Vec<SheetTemplate>,
    /// How rows of a shape are scored.
    pub scorings: Vec<Scoring>,
    /// Grades, best first.
    pub grades: Vec<Grade>,
    /// Relations between fields, within a sheet and across.
    pub rules: Vec<RuleTemplate>,
    /// What the summary shows.
    pub summary: SummaryTemplate,
    /// What the first sheet of a form says.
    pub guide: Guide,
    /// Where the keys of pack.toml stand.
    pub places: Places,
    /// What fields of earlier packs are called in this one.
    pub renames: Renames,
    /// The full ids of inputs that name the department as well: 主管部门 on the sheet of a project.
    pub departments: Vec<Located<String>>,
    /// What returns that were not made from the form call what it prints.
    pub synonyms: Vec<Synonym>,
    /// What the Word report of a return is made of.
    pub report: Option<ReportTemplate>,
    /// Where the report speaks of what the annexes say as well.
    pub narrative: Option<NarrativeTemplate>,
    /// What is held against last year's return.
    pub last_year: Option<LastYear>,
    /// What should not stand in two places.
    pub copies: Option<Copies>,
    /// By which words a careful reader doubts what a return says.
    pub doubts: Doubts,
    /// A hash over all files: two packs with the same fingerprint are the same.
    pub fingerprint: String,
}

impl Pack {
    /// The tolerance of a type; nought where the pack gives none.
    pub fn tolerance(&self, kind: FieldType) -> Number {
        self.tolerances.get(&kind).copied().unwrap_or(Number::ZERO)
    }

    /// The smallest and the largest number a field may hold: its own bounds, else those of its type.
    pub fn bounds(&self, template: &FieldTemplate) -> (Option<Number>, Option<Number>) {
        let rules = self.types.get(&template.kind);
        (
            template.min.or_else(|| rules.and_then(|rules| rules.min)),
            template.max.or_else(|| rules.and_then(|rules| rules.max)),
        )
    }

    /// The description of a field by its id without the numbers of sheets and rows, with its sheet.
    pub fn field(&self, plain: &str) -> Option<(&SheetTemplate, &FieldTemplate)> {
        let (sheet, local) = plain.split_once('.')?;
        let sheet = self.sheets.iter().find(|known| known.id == sheet)?;
        Some((sheet, sheet.field(local)?))
    }

    /// The grade a score earns.
    pub fn grade(&self, score: Number) -> Option<&Grade> {
        self.grades.iter().find(|grade| score >= grade.from)
    }
}

/// Fonts and colours of a pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// Font of the headings.
    pub title_font: String,
    /// Font of everything else.
    pub body_font: String,
    /// Heading size in half points.
    pub title_half_points: u32,
    /// Body size in half points.
    pub body_half_points: u32,
    /// Background of inputs as 0xRRGGBB.
    pub input_fill: u32,
    /// Background of required inputs that are still blank.
    pub required_fill: u32,
}

/// What the first sheet of a form says, besides what annex itself knows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Guide {
    /// Its title.
    pub heading: Option<Located<String>>,
    /// What to fill in, a paragraph each.
    pub lines: Vec<Located<String>>,
    /// How to hand the form back, a paragraph each.
    pub returns: Vec<Located<String>>,
}

impl Guide {
    /// All texts, in order.
    pub fn texts(&self) -> impl Iterator<Item = &Located<String>> {
        let lines = self.lines.iter().chain(&self.returns);
        self.heading.iter().chain(lines)
    }
}

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FieldType {
    /// An amount in the pack's money unit.
    Money,
    /// A whole number.
    Count,
    /// Square metres.
    Area,
    /// A ratio: 0.86 is shown as 86 %.
    Percent,
    /// Points.
    Score,
    /// A short text.
    Text,
    /// A text of several lines.
    LongText,
    /// A day.
    Date,
    /// One of a few words.
    Choice,
    /// A telephone number.
    Phone,
}

impl FieldType {
    /// All types with the words templates use.
    pub const WORDS: &'static [(&'static str, FieldType)] = &[
        ("money", FieldType::Money),
        ("count", FieldType::Count),
        ("area", FieldType::Area),
        ("percent", FieldType::Percent),
        ("score", FieldType::Score),
        ("text", FieldType::Text),
        ("long_text", FieldType::LongText),
        ("date", FieldType::Date),
        ("choice", FieldType::Choice),
        ("phone", FieldType::Phone),
    ];

    /// The word templates and JSON use.
    pub fn id(self) -> &'static str {
        FieldType::WORDS
            .iter()
            .find(|(_, kind)| *kind == self)
            .map_or("text", |(word, _)| *word)
    }

    /// Whether it is counted with.
    pub fn is_number(self) -> bool {
        matches!(
            self,
            FieldType::Money
                | FieldType::Count
                | FieldType::Area
                | FieldType::Percent
                | FieldType::Score
        )
    }

    /// What a department calls it.
    pub fn text(self) -> Text {
        match self {
            FieldType::Money => Text::new("金额", "an amount"),
            FieldType::Count => Text::new("整数", "a whole number"),
            FieldType::Area => Text::new("面积", "an area"),
            FieldType::Percent => Text::new("百分数", "a percentage"),
            FieldType::Score => Text::new("分数", "a score"),
            FieldType::Text | FieldType::LongText => Text::new("文字", "a text"),
            FieldType::Date => Text::new("日期", "a date"),
            FieldType::Choice => Text::new("选项", "a choice"),
            FieldType::Phone => Text::new("电话号码", "a telephone number"),
        }
    }
}

/// How all fields of a type look and what they may hold, unless a field says otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TypeRules {
    /// Number format in Excel's language.
    pub format: Option<String>,
    /// Smallest number allowed.
    pub min: Option<Number>,
    /// Largest number allowed.
    pub max: Option<Number>,
    /// For days: the first one a return of the year can bear, as `{year}-12-01`.
    pub earliest: Option<Located<String>>,
    /// The last day that is plausible, of dates; may hold the year.
    pub latest: Option<Located<String>>,
}

/// A formula as written, and as understood.
#[derive(Debug, Clone)]
pub struct Formula {
    /// The text.
    pub text: String,
    /// The tree.
    pub expr: Expr<Name>,
    /// Where the text starts.
    pub origin: Origin,
}

/// Whether a field has to be filled.
#[derive(Debug, Clone)]
pub enum Required {
    /// It may stay blank.
    Never,
    /// It has to be filled.
    Always,
    /// It has to be filled when the formula is true.
    When(Formula),
}

/// One sheet of a pack.
#[derive(Debug, Clone)]
pub struct SheetTemplate {
    /// `base`: the first part of the ids of its fields.
    pub id: String,
    /// Where its keys stand.
    pub places: Places,
    /// The name on the tab; `{index}` counts the sheets of a repeating one.
    pub name: String,
    /// The title in the first row; may hold placeholders. It tells what a sheet is.
    pub heading: String,
    /// The file it comes from.
    pub file: String,
    /// Column widths in characters.
    pub columns: Vec<Number>,
    /// The picture, below the heading row.
    pub layout: Layout,
    /// How it is printed.
    pub print: PrintTemplate,
    /// For a sheet that stands several times: how often.
    pub repeat: Option<Repeat>,
    /// Repeating rows by id.
    pub blocks: BTreeMap<String, Block>,
    /// Fields by local id, in the order of the layout.
    pub fields: Vec<FieldTemplate>,
    /// What the weights have to add up to.
    pub weights: Option<Weights>,
}

impl SheetTemplate {
    /// The field with this local id.
    pub fn field(&self, id: &str) -> Option<&FieldTemplate> {
        self.fields.iter().find(|field| field.id == id)
    }
}

/// How a sheet is printed: on A4, one page wide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintTemplate {
    /// Across rather than upright.
    pub landscape: bool,
    /// How many rows from the top stay in view; the heading is the first. They are repeated in print unless
    /// `repeat_from` names others.
    pub freeze_rows: u32,
    /// The first row of the picture that stands on top of every page, zero-based.
    pub repeat_from: Option<usize>,
    /// How many rows of the picture do.
    pub repeat_count: usize,
    /// How many pages long the sheet is at most; 0 leaves it free.
    pub pages: u16,
    /// The least height of a row in points; 0 leaves it to the text.
    pub row_height: u32,
}

impl Default for PrintTemplate {
    fn default() -> PrintTemplate {
        PrintTemplate {
            landscape: false,
            freeze_rows: 1,
            repeat_from: None,
            repeat_count: 1,
            pages: 0,
            row_height: 0,
        }
    }
}

/// How often a sheet stands in the workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repeat {
    /// What one of them is: 项目.
    pub label: String,
    /// So many have to be filled.
    pub min: u32,
    /// So many are printed when nothing else is known.
    pub print: u32,
    /// There are never more.
    pub max: u32,
    /// The local id of the field that takes the name from the roster.
    pub roster: Option<Located<String>>,
}

/// Rows that repeat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What the rows are: 县级专项资金.
    pub label: String,
    /// The shape its columns come from, if they are shared.
    pub shape: Option<String>,
    /// So many have to be filled.
    pub min: u32,
    /// So many are printed when nothing else is known.
    pub print: u32,
    /// So many more stand below them, hidden while nothing stands in them.
    pub spare: u32,
    /// There are never more.
    pub max: u32,
    /// Which way a target without an operator is meant.
    pub direction: Option<Direction>,
    /// Where it is described.
    pub origin: Origin,
}

/// One field of a sheet, as the template describes it.
#[derive(Debug, Clone)]
pub struct FieldTemplate {
    /// Id within the sheet: `three_public.prior`, `special.name`.
    pub id: String,
    /// What it is called; may hold placeholders.
    pub label: String,
    /// The name of its money column, in a matrix.
    pub column_label: Option<String>,
    /// The last part of its id, in a matrix: what `*` stands for.
    pub column: Option<String>,
    /// The repeating rows it belongs to.
    pub block: Option<String>,
    /// What it holds.
    pub kind: FieldType,
    /// Whether it has to be filled.
    pub required: Required,
    /// How it is computed.
    pub formula: Option<Formula>,
    /// The field that is entered elsewhere and shown here.
    pub same_as: Option<Formula>,
    /// Whether it is signed once the form is printed.
    pub on_paper: bool,
    /// A locked value filled in from the start; may hold placeholders.
    pub value: Option<String>,
    /// The words to choose from.
    pub choices: Vec<String>,
    /// Texts offered in a text field, which takes others as well.
    pub suggestions: Vec<String>,
    /// Texts that may stand in place of a number.
    pub or_text: Vec<String>,
    /// Texts that do not count as an answer.
    pub not_an_answer: Vec<String>,
    /// Smallest number allowed.
    pub min: Option<Number>,
    /// Largest number allowed.
    pub max: Option<Number>,
    /// Number format in Excel's language.
    pub format: Option<String>,
    /// Shown when the cell is selected.
    pub help: Option<String>,
    /// How many lines of text the cell has room for.
    pub lines: u32,
    /// Where it is described.
    pub origin: Origin,
    /// Where the keys of its description stand.
    pub places: Places,
}

/// What the weights of a sheet have to add up to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Weights {
    /// The local id of the field that declares the total.
    pub total: Located<String>,
    /// Local ids of weights outside the groups.
    pub others: Vec<Located<String>>,
    /// The groups, in order.
    pub groups: Vec<WeightGroup>,
}

/// Blocks whose weights add up to the points in a heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WeightGroup {
    /// `output`; `{output}` in a label stands for the points.
    pub id: String,
    /// 产出指标.
    pub label: String,
    /// What the weights add up to.
    pub points: Number,
    /// The ids of its blocks.
    pub blocks: Vec<String>,
}

/// How rows of one shape are scored.
#[derive(Debug, Clone)]
pub struct Scoring {
    /// The shape.
    pub shape: String,
    /// The column that names the indicator.
    pub name: String,
    /// The column of the target.
    pub target: String,
    /// The column of what was achieved.
    pub actual: String,
    /// The column that says which values meet the target.
    pub operator: Option<String>,
    /// The column of the unit of both.
    pub unit: Option<String>,
    /// How rows without figures are scored.
    pub qualitative: Option<Qualitative>,
    /// The column of the weight.
    pub weight: String,
    /// The column of the score.
    pub score: String,
    /// The column of the reason.
    pub reason: String,
    /// When a reason has to be given, over `weight` and `score`.
    pub reason_when: Formula,
    /// Decimals of a score.
    pub places: i32,
    /// The score where more is better, over `target`, `actual` and `weight`.
    pub at_least: Formula,
    /// The score where less is better.
    pub at_most: Formula,
    /// Another rule for less is better, which a score may follow where no operator says what is meant.
    pub at_most_else: Option<Formula>,
    /// The score where just the target is meant.
    pub equal: Formula,
    /// Words in the name of an indicator of which less is better: 投诉, 事故.
    pub less_is_better: Vec<String>,
    /// Words that make more better all the same: 办结 in 投诉办结率.
    pub more_is_better: Vec<String>,
    /// An achievement of so many times the target asks for a reason.
    pub over_achieved: Option<Number>,
    /// A count that exceeds its target by no more than this asks for none.
    pub over_achieved_by: Option<Number>,
    /// Words in the name of an indicator that is the execution rate once more.
    pub execution_words: Vec<String>,
    /// Words at the start of the name of an indicator that is a part of the one above.
    pub detail_words: Vec<String>,
}

impl Scoring {
    /// The formula for a direction.
    pub fn formula(&self, direction: Direction) -> &Formula {
        match direction {
            Direction::AtLeast => &self.at_least,
            Direction::AtMost => &self.at_most,
            Direction::Equal => &self.equal,
        }
    }

    /// Whether less is better of what is called this.
    pub fn is_less_better(&self, name: &str) -> bool {
        matches!(self.named(name), Some(Named { is_less: true, .. }))
    }

    /// Whether the name of an indicator says that more is better, or that less is.
    pub fn is_told(&self, name: &str) -> bool {
        self.named(name).is_some()
    }

    /// Whether it is a rate, or what was saved, of which more is better even among costs: 成本节约率, 预算执行率, but not 宣传培训.
    pub fn is_saving(&self, name: &str) -> bool {
        self.named(name).is_some_and(|named| {
            let is_share = RATES.iter().any(|rate| named.name.ends_with(rate));
            let is_saved = SAVED.iter().any(|word| named.name.contains(word));
            let is_end = named.after.is_empty() || RATES.contains(&named.after.as_str());
            !named.is_less && (is_share && is_end || is_saved)
        })
    }

    /// Which word decides: the head of a Chinese name is its end, so the one that ends last; of two the longer.
    ///
    /// What is not, or is made less, is turned round: 不合格率, 无事故天数, 减少投诉.
    fn named(&self, name: &str) -> Option<Named> {
        let name = without_remarks(&plain(name));
        let less = self.less_is_better.iter().map(|word| (word, true));
        let more = self.more_is_better.iter().map(|word| (word, false));
        let found = less.chain(more).filter_map(|(word, is_less)| {
            let from = name.rfind(word.as_str())?;
            Some((from + word.len(), word.len(), !is_less, from))
        });
        let (end, _, is_more, from) = found.max()?;
        let before = name.get(..from).unwrap_or_default();
        let turns: &[&str] = if is_more {
            &["不", "未"]
        } else {
            &["不", "未", "无", "零"]
        };
        let is_turned = turns.iter().any(|word| before.ends_with(word))
            || !is_more
                && SAVED
                    .iter()
                    .any(|word| before.ends_with(word) || before.starts_with(word));
        Some(Named {
            is_less: is_more == is_turned,
            after: name.get(end..).unwrap_or_default().to_owned(),
            name,
        })
    }
}

/// What the words of a pack say of the name of an indicator.
struct Named {
    is_less: bool,
    /// The name without remarks.
    name: String,
    /// What follows the word that decides.
    after: String,
}

/// What a share or a size is called by its end.
const RATES: &[&str] = &["率", "比率", "比例", "度", "额", "幅", "幅度"];
/// Words for making less of something.
const SAVED: &[&str] = &[
    "节约", "节省", "下降", "降低", "减少", "压减", "压降", "压缩", "削减", "缩短",
];

/// A name without what stands in brackets.
fn without_remarks(name: &str) -> String {
    let mut depth = 0_usize;
    let mut bare = String::with_capacity(name.len());
    for c in name.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ if depth == 0 => bare.push(c),
            _ => {}
        }
    }
    bare
}

/// How rows are scored whose achievement is one of a few levels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Qualitative {
    /// The word in the operator's column that says so: 定性.
    pub word: String,
    /// The levels, best first; together they cover 0 to 1.
    pub levels: Vec<ScoreLevel>,
}

impl Qualitative {
    /// The level an achievement names; blanks around and within do not count.
    pub fn level(&self, said: &str) -> Option<&ScoreLevel> {
        let bare = |text: &str| -> String { text.chars().filter(|c| !c.is_whitespace()).collect() };
        let said = bare(said);
        self.levels.iter().find(|level| bare(&level.name) == said)
    }
}

/// What share of the weight an achievement of one level earns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScoreLevel {
    /// 达成预期指标.
    pub name: String,
    /// The least share, included.
    pub from: Number,
    /// The share that is too much; 1 is included.
    pub to: Number,
}

impl ScoreLevel {
    /// Whether the upper end belongs to the level: only the full weight does.
    pub fn includes_end(&self) -> bool {
        self.to == Number::ONE
    }
}

/// One grade.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grade {
    /// 优.
    pub name: String,
    /// The lowest score that earns it.
    pub from: Number,
}

/// How two figures have to relate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// Equal within the tolerance.
    Equal,
    /// At least, within the tolerance.
    AtLeast,
    /// At most, within the tolerance.
    AtMost,
}

impl Relation {
    /// The signs templates use.
    pub const WORDS: &'static [(&'static str, Relation)] = &[
        ("=", Relation::Equal),
        (">=", Relation::AtLeast),
        ("<=", Relation::AtMost),
    ];

    /// The sign templates use.
    pub fn sign(self) -> &'static str {
        Relation::WORDS
            .iter()
            .find(|(_, relation)| *relation == self)
            .map_or("=", |(sign, _)| *sign)
    }
}

/// A relation between fields that the pack asks for.
#[derive(Debug, Clone)]
pub struct RuleTemplate {
    /// `X101`.
    pub code: String,
    /// `project-spending-differs`.
    pub name: String,
    /// How grave a breach is.
    pub level: Level,
    /// The id of a repeating sheet: the rule is held for each one by itself, and its names are those of the sheet.
    pub each: Option<Located<String>>,
    /// The field that is marked.
    pub at: Located<String>,
    /// The rule applies only when this is true.
    pub when: Option<Formula>,
    /// What the department says.
    pub reported: Formula,
    /// How the two have to relate.
    pub relation: Relation,
    /// What it has to agree with.
    pub computed: Formula,
    /// What kind of figures these are: for the tolerance, and for showing them.
    pub kind: FieldType,
    /// Whether the tolerance of the type applies.
    pub tolerant: bool,
    /// The texts that may say why it does not hold; a reason in any of them settles it.
    pub explained_in: Vec<Located<String>>,
    /// What it asks for, in words that are true of a return in which it holds; Chinese, for the form itself.
    pub asks: Option<String>,
    /// What is wrong.
    pub message: Text,
    /// What to do.
    pub help: Text,
}

impl RuleTemplate {
    /// The relation as the pack writes it, and on lines of their own when it is held and within what tolerance.
    pub fn told(&self, pack: &Pack) -> String {
        let mut lines = vec![format!(
            "{} {} {}",
            self.reported.text,
            self.relation.sign(),
            self.computed.text
        )];
        lines.extend(
            self.each
                .as_ref()
                .map(|each| format!("each {}", each.value)),
        );
        lines.extend(self.when.as_ref().map(|when| format!("when {}", when.text)));
        if self.tolerant {
            lines.push(format!("tolerance {}", pack.tolerance(self.kind)));
        }
        if !self.explained_in.is_empty() {
            let texts = self.explained_in.iter().map(|id| id.value.as_str());
            let texts = texts.collect::<Vec<_>>().join(", ");
            lines.push(format!("explained_in {texts}"));
        }
        lines.join("\n")
    }
}

/// What the summary workbook shows.
#[derive(Debug, Clone, Default)]
pub struct SummaryTemplate {
    /// A column each.
    pub columns: Vec<SummaryColumn>,
    /// The ids of the sheets that are summed in their own layout.
    pub sums: Vec<Located<String>>,
    /// The full id of the score that earns the grade.
    pub grade: Option<Located<String>>,
    /// The id of the repeating sheet that lists projects.
    pub project_sheet: Option<Located<String>>,
    /// Local ids of the fields shown for each project.
    pub project_columns: Vec<Located<String>>,
}

/// One column of the summary.
#[derive(Debug, Clone)]
pub struct SummaryColumn {
    /// Its heading.
    pub label: String,
    /// The full id of the field it shows.
    pub value: Located<String>,
    /// Whether it is summed over the departments.
    pub total: bool,
}
