//! The `[copies]` of `pack.toml`: texts and projects that should not stand in two places.

use crate::number::Number;
use crate::template::mistake::Mistakes;
use crate::template::source::{Located, Node};
use crate::text::Text;

/// What should not be copied.
#[derive(Debug, Clone)]
pub struct Copies {
    /// Texts at least so alike are copies; 1 is the same text.
    pub alike: Number,
    /// Texts of fewer characters than this may be alike.
    pub shortest: usize,
    /// The full ids of texts that each department writes anew each year.
    pub texts: Vec<Located<String>>,
    /// Words that a result may have beside its goal and that say nothing of what was done: 已, 全部.
    pub adds_nothing: Vec<String>,
    /// Goals, and what came of them.
    pub goals: Vec<GoalTemplate>,
    /// What only one department may claim.
    pub claims: Vec<ClaimTemplate>,
}

/// A goal, and the text on what came of it.
#[derive(Debug, Clone)]
pub struct GoalTemplate {
    /// The full id of the goal.
    pub goal: Located<String>,
    /// The full id of the result.
    pub result: Located<String>,
}

/// Something only one department may claim: the same name with the same amounts is the same thing.
#[derive(Debug, Clone)]
pub struct ClaimTemplate {
    /// The full id of its name.
    pub name: Located<String>,
    /// The full ids of its amounts.
    pub amounts: Vec<Located<String>>,
}

pub(super) fn copies(root: &Node<'_>, mistakes: &Mistakes) -> Option<Copies> {
    let node = root.table("copies")?;
    let alike = alike(&node, mistakes);
    let shortest = node.whole("shortest", 1, 10_000).unwrap_or(1);
    let texts = node.strings("texts").unwrap_or_default();
    let adds_nothing = node.strings("adds_nothing").unwrap_or_default();
    let mut goals = Vec::new();
    for table in node.tables("goals") {
        let (goal, result) = (table.required("goal"), table.required("result"));
        table.finish();
        if let Some((goal, result)) = goal.zip(result) {
            goals.push(GoalTemplate { goal, result });
        }
    }
    let mut claims = Vec::new();
    for table in node.tables("claims") {
        let name = table.required("name");
        let amounts = table.list("amounts");
        table.finish();
        claims.extend(name.map(|name| ClaimTemplate { name, amounts }));
    }
    node.finish();
    Some(Copies {
        // A pack with a mistake is used for nothing; the rest of it is looked at all the same.
        alike: alike.unwrap_or(Number::ONE),
        shortest: usize::try_from(shortest).unwrap_or(1),
        texts,
        adds_nothing: adds_nothing.into_iter().map(|word| word.value).collect(),
        goals,
        claims,
    })
}

/// From half alike on two texts may be called copies.
fn alike(node: &Node<'_>, mistakes: &Mistakes) -> Option<Number> {
    if !node.has("alike") {
        node.missing("alike");
    }
    let alike = node.number("alike")?;
    let half = Number::ONE.div(Number::from(2))?;
    if (half..=Number::ONE).contains(&alike.value) {
        return Some(alike.value);
    }
    mistakes.add(
        "T005",
        alike.origin,
        Text::new(
            format!("alike {} 应在 0.5 到 1 之间", alike.value),
            format!("'alike' {} should be between 0.5 and 1", alike.value),
        ),
        Text::new(
            "写相似到几成才算照抄，如 0.9；1 是一字不差。",
            "Write from what likeness on texts are copies, such as 0.9; 1 is the same text.",
        ),
    );
    None
}
