//! The `[narrative]` of `pack.toml`: where the report speaks of what the annexes say as well.

use crate::template::mistake::Origin;
use crate::template::source::{Located, Node};

/// Which words of the report lead to which figures of the annexes.
#[derive(Debug, Clone)]
pub struct NarrativeTemplate {
    /// Words for other years and other figures: a sentence with one of them is left alone.
    pub unless: Vec<String>,
    /// Phrases that hold one of those words and say nothing of the figure: 控制在预算内.
    pub harmless: Vec<String>,
    /// Phrases that are left out before a text is read: （境）.
    pub skip: Vec<String>,
    /// Words that say nothing of which figure is meant: 绩效.
    pub fillers: Vec<String>,
    /// What the names of other bodies end with: 局, 馆. What a sentence says after one is theirs.
    pub bodies: Vec<String>,
    /// The full ids of texts that speak of other years alone: they are not read for figures.
    pub unread: Vec<Located<String>>,
    /// How texts speak of the columns of the annexes.
    pub columns: Vec<ColumnWords>,
    /// Which texts are about which sheets.
    pub sections: Vec<Section>,
    /// Figures of the annexes the report repeats by other names than their labels.
    pub figures: Vec<FigureTemplate>,
    /// Where the report says the grade.
    pub grade: Option<GradeSaid>,
    /// Things the report counts.
    pub counts: Option<CountsTemplate>,
}

/// A figure of the annexes, and how the report speaks of it.
#[derive(Debug, Clone)]
pub struct FigureTemplate {
    /// The words that stand right before it: 共计支出.
    pub words: Vec<String>,
    /// The full id of the field that holds it; `*` for all columns of a row.
    pub field: Located<String>,
    /// What a sentence has to speak of for the words to mean it: 楼堂馆所, whose 实际规模 follows.
    pub about: Option<String>,
    /// The full ids of the texts in which the words mean it; none for all that may speak of its sheet.
    pub texts: Vec<Located<String>>,
    /// The units that may follow it; amounts and percentages have theirs.
    pub units: Vec<String>,
    /// The full id of the number of which it says by what share the field is more: 预算调整率.
    pub from: Option<Located<String>>,
    /// The full id of the number of which it says by how much the field is less: 空编.
    pub below: Option<Located<String>>,
    /// The column it counts as, where it stands in none: what was received is not what was spent.
    pub column: Option<String>,
    /// Whether it is the whole of its sheet: what a column alone, 全年执行数, means.
    pub is_whole: bool,
    /// Where it is described.
    pub origin: Origin,
}

/// Words that stand for a column of the annexes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnWords {
    /// The words: 决算, 实际支出.
    pub words: Vec<String>,
    /// The last parts of the ids of the fields they may mean: `actual`, `executed`.
    pub columns: Vec<String>,
}

/// Texts that are about some sheets and about nothing else.
#[derive(Debug, Clone)]
pub struct Section {
    /// The full ids of the texts.
    pub texts: Vec<Located<String>>,
    /// The ids of the sheets, the first before the others.
    pub sheets: Vec<Located<String>>,
}

/// How the report speaks of the grade.
#[derive(Debug, Clone)]
pub struct GradeSaid {
    /// The words that stand right before it: 自评结果.
    pub words: Vec<String>,
    /// The full ids of the texts it is looked for in; none for all.
    pub texts: Vec<Located<String>>,
    /// Where it is described.
    pub origin: Origin,
}

/// Things that are counted in one text, and spoken of in others.
#[derive(Debug, Clone)]
pub struct CountsTemplate {
    /// The full id of the text that says how many there are.
    pub stated: Located<String>,
    /// The full ids of the texts that may speak of them again.
    pub texts: Vec<Located<String>>,
    /// The words they are counted with: 个.
    pub units: Vec<String>,
}

pub(super) fn narrative(root: &Node<'_>) -> Option<NarrativeTemplate> {
    let node = root.table("narrative")?;
    let list = |key: &'static str| values(node.strings(key).unwrap_or_default());
    let (unless, harmless, skip) = (list("unless"), list("harmless"), list("skip"));
    let (fillers, bodies) = (list("fillers"), list("bodies"));
    let unread = node.strings("unread").unwrap_or_default();
    let mut columns = Vec::new();
    for table in node.tables("columns") {
        columns.push(ColumnWords {
            words: values(table.list("words")),
            columns: values(table.list("columns")),
        });
        table.finish();
    }
    let mut sections = Vec::new();
    for table in node.tables("sections") {
        sections.push(Section {
            texts: table.list("texts"),
            sheets: table.list("sheets"),
        });
        table.finish();
    }
    let figures = figures(&node);
    let grade = node.table("grade").map(|table| {
        let grade = GradeSaid {
            words: values(table.list("words")),
            texts: table.strings("texts").unwrap_or_default(),
            origin: table.origin.clone(),
        };
        table.finish();
        grade
    });
    let counts = node.table("counts").and_then(|table| {
        let stated = table.required("stated");
        let texts = table.list("texts");
        let units = values(table.list("units"));
        table.finish();
        Some(CountsTemplate {
            stated: stated?,
            texts,
            units,
        })
    });
    node.finish();
    Some(NarrativeTemplate {
        unless,
        harmless,
        skip,
        fillers,
        bodies,
        unread,
        columns,
        sections,
        figures,
        grade,
        counts,
    })
}

fn figures(node: &Node<'_>) -> Vec<FigureTemplate> {
    let mut figures = Vec::new();
    for table in node.tables("figures") {
        let words = table.list("words");
        let field = table.required("field");
        let texts = table.strings("texts").unwrap_or_default();
        let units = values(table.strings("units").unwrap_or_default());
        let column = table.string("column").map(|column| column.value);
        let from = table.string("from");
        let about = table.string("about").map(|about| about.value);
        let below = table.string("below");
        let is_whole = table.boolean("whole").unwrap_or_default();
        table.finish();
        figures.extend(field.map(|field| FigureTemplate {
            words: values(words),
            field,
            about,
            texts,
            units,
            from,
            below,
            column,
            is_whole,
            origin: table.origin.clone(),
        }));
    }
    figures
}

fn values(list: Vec<Located<String>>) -> Vec<String> {
    list.into_iter().map(|text| text.value).collect()
}
