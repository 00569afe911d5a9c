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
    /// Figures of the annexes the report repeats.
    pub figures: Vec<FigureTemplate>,
    /// The full ids of the texts that repeat results of indicators, by the indicators' own names.
    pub results: Vec<Located<String>>,
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
    /// The full id of the field that holds it.
    pub field: Located<String>,
    /// The full ids of the texts it is looked for in.
    pub texts: Vec<Located<String>>,
    /// The units that may follow it; amounts and percentages have theirs.
    pub units: Vec<String>,
    /// Where it is described.
    pub origin: Origin,
}

/// How the report speaks of the grade.
#[derive(Debug, Clone)]
pub struct GradeSaid {
    /// The words that stand right before it: 自评结果.
    pub words: Vec<String>,
    /// The full ids of the texts it is looked for in.
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
    let unless = values(node.strings("unless").unwrap_or_default());
    let harmless = values(node.strings("harmless").unwrap_or_default());
    let results = node.strings("results").unwrap_or_default();
    let mut figures = Vec::new();
    for table in node.tables("figures") {
        let words = table.list("words");
        let field = table.required("field");
        let texts = table.list("texts");
        let units = values(table.strings("units").unwrap_or_default());
        table.finish();
        figures.extend(field.map(|field| FigureTemplate {
            words: values(words),
            field,
            texts,
            units,
            origin: table.origin.clone(),
        }));
    }
    let grade = node.table("grade").map(|table| {
        let grade = GradeSaid {
            words: values(table.list("words")),
            texts: table.list("texts"),
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
        figures,
        results,
        grade,
        counts,
    })
}

fn values(list: Vec<Located<String>>) -> Vec<String> {
    list.into_iter().map(|text| text.value).collect()
}
