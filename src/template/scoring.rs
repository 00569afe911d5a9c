//! How a pack scores rows: `[scoring.SHAPE]` and its levels.

use crate::number::Number;
use crate::template::field::{self, Description, Shapes};
use crate::template::mistake::Mistakes;
use crate::template::source::{Located, Node};
use crate::template::{Direction, FieldType, Qualitative, ScoreLevel, Scoring};
use crate::text::Text;

type Columns = [(String, Description)];

pub(super) fn scorings(root: &Node<'_>, shapes: &Shapes, mistakes: &Mistakes) -> Vec<Scoring> {
    root.named_tables("scoring")
        .into_iter()
        .filter_map(|(shape, node)| scoring(shape, &node, shapes, mistakes))
        .collect()
}

fn scoring(
    shape: Located<String>,
    node: &Node<'_>,
    shapes: &Shapes,
    mistakes: &Mistakes,
) -> Option<Scoring> {
    let columns = shapes.get(&shape.value).map(Vec::as_slice);
    if columns.is_none() {
        mistakes.add(
            "T013",
            shape.origin.clone(),
            Text::new(
                format!("没有名为“{}”的式样", shape.value),
                format!("there is no shape '{}'", shape.value),
            ),
            Text::new(
                "评分办法的名称要与 [shapes.…] 一致。",
                "A scoring is named after one of [shapes.…].",
            ),
        );
    }
    let known = |text: Located<String>| {
        known_column(columns, &text, mistakes);
        text.value
    };
    let column = |key: &'static str| node.required(key).map(known);
    let formula = |key: &'static str| {
        node.required(key)
            .and_then(|text| field::formula(text, mistakes))
    };
    let names = (column("name"), column("target"), column("actual"));
    let points = (column("weight"), column("score"), column("reason"));
    let operator = node.string("operator").map(known);
    let unit = node.string("unit").map(known);
    let scores = (formula("at_least"), formula("at_most"), formula("equal"));
    let at_most_else = node
        .string("at_most_else")
        .and_then(|text| field::formula(text, mistakes));
    let words = |key: &'static str| {
        let words = node.strings(key).unwrap_or_default().into_iter();
        words.map(|word| word.value).collect::<Vec<String>>()
    };
    let (less_is_better, more_is_better) = (words("less_is_better"), words("more_is_better"));
    let reason_when = formula("reason_when");
    let places = node.whole("places", 0, 10).unwrap_or(2);
    let over_achieved = over_achieved(node, mistakes);
    let over_achieved_by = node.number("over_achieved_by").map(|count| count.value);
    let execution_words = words("execution_words");
    let detail_words = words("detail_words");
    let qualitative = qualitative(node, mistakes);
    // Without its word it cannot be told which of the choices mean nothing.
    let is_told = qualitative.is_some() || !(node.has("qualitative") || node.has("levels"));
    node.finish();
    if let (Some(operator), Some(columns), true) = (&operator, columns, is_told) {
        operators(operator, columns, qualitative.as_ref(), mistakes);
    }
    let ((name, target, actual), (weight, score, reason)) = (names, points);
    let (at_least, at_most, equal) = scores;
    Some(Scoring {
        shape: shape.value,
        name: name?,
        target: target?,
        actual: actual?,
        operator,
        unit,
        qualitative,
        weight: weight?,
        score: score?,
        reason: reason?,
        reason_when: reason_when?,
        places: i32::try_from(places).unwrap_or(2),
        at_least: at_least?,
        at_most: at_most?,
        at_most_else,
        equal: equal?,
        less_is_better,
        more_is_better,
        over_achieved,
        over_achieved_by,
        execution_words,
        detail_words,
    })
}

/// A target that is just met is not over-achieved.
fn over_achieved(node: &Node<'_>, mistakes: &Mistakes) -> Option<Number> {
    let times = node.number("over_achieved")?;
    if times.value <= Number::ONE {
        mistakes.add(
            "T005",
            times.origin,
            Text::new(
                format!("over_achieved {} 应大于 1", times.value),
                format!("'over_achieved' {} should be more than 1", times.value),
            ),
            Text::new(
                "完成值是指标值的几倍起要说明原因，如 1.3。",
                "Write from how many times the target on a reason is wanted, such as 1.3.",
            ),
        );
    }
    Some(times.value)
}

fn known_column(columns: Option<&Columns>, text: &Located<String>, mistakes: &Mistakes) {
    if columns.is_none_or(|columns| columns.iter().any(|(column, _)| *column == text.value)) {
        return;
    }
    mistakes.add(
        "T013",
        text.origin.clone(),
        Text::new(
            format!("式样里没有“{}”这一列", text.value),
            format!("the shape has no column '{}'", text.value),
        ),
        Text::new(
            "请写式样里的列名。",
            "Name one of the columns of the shape.",
        ),
    );
}

/// The word for rows scored by level, and the levels: both or neither, and only beside an operator's column.
fn qualitative(node: &Node<'_>, mistakes: &Mistakes) -> Option<Qualitative> {
    let levels = levels(node, mistakes);
    if !node.has("qualitative") && !node.has("levels") {
        return None;
    }
    for key in ["operator", "qualitative", "levels"] {
        if !node.has(key) {
            node.missing(key);
        }
    }
    let word = node.string("qualitative")?;
    if Direction::of_operator(&word.value).is_some() || word.value.trim().is_empty() {
        mistakes.add(
            "T005",
            word.origin,
            Text::new(
                format!("“{}”不能表示定性", word.value),
                format!("'{}' cannot mean that a row is scored by level", word.value),
            ),
            Text::new(
                "请写一个不是运算符号的词，如“定性”。",
                "Write a word that is no operator, such as 定性.",
            ),
        );
        return None;
    }
    Some(Qualitative {
        word: word.value,
        levels,
    })
}

fn levels(node: &Node<'_>, mistakes: &Mistakes) -> Vec<ScoreLevel> {
    let mut read: Vec<(ScoreLevel, [Located<Number>; 2])> = Vec::new();
    let mut whole = true;
    for table in node.tables("levels") {
        let name = table.required("name");
        let (from, to) = (table.number("from"), table.number("to"));
        for key in ["from", "to"] {
            if !table.has(key) {
                table.missing(key);
            }
        }
        table.finish();
        let (Some(name), Some(from), Some(to)) = (name, from, to) else {
            whole = false;
            continue;
        };
        if read.iter().any(|(level, _)| level.name == name.value) {
            mistakes.add(
                "T018",
                name.origin,
                Text::new(
                    format!("等级“{}”写了两次", name.value),
                    format!("the level '{}' stands twice", name.value),
                ),
                Text::new(
                    "每个等级要有自己的名称。",
                    "Give every level a name of its own.",
                ),
            );
        }
        let level = ScoreLevel {
            name: name.value,
            from: from.value,
            to: to.value,
        };
        read.push((level, [from, to]));
    }
    read.sort_by_key(|(level, _)| std::cmp::Reverse(level.from));
    // Of levels that could not be read it cannot be said whether there is a gap.
    if whole {
        bands(&read, mistakes);
    }
    read.into_iter().map(|(level, _)| level).collect()
}

/// The levels share out 0 to 1 without gaps and without overlaps; the best one stands first.
fn bands(levels: &[(ScoreLevel, [Located<Number>; 2])], mistakes: &Mistakes) {
    let wrong = |at: &Located<Number>, zh: String, en: String| {
        mistakes.add(
            "T005",
            at.origin.clone(),
            Text::new(zh, en),
            Text::new(
                "各等级的 from、to 是分值的几成，首尾相接，从 0 到 1，如 0–0.6、0.6–0.8、0.8–1。",
                "'from' and 'to' are shares of the weight that join up from 0 to 1: 0–0.6, 0.6–0.8, 0.8–1.",
            ),
        );
    };
    let empty = |level: &ScoreLevel| level.from >= level.to;
    for (level, [from, _]) in levels.iter().filter(|(level, _)| empty(level)) {
        wrong(
            from,
            format!(
                "等级“{}”的 from {} 应小于 to {}",
                level.name, level.from, level.to
            ),
            format!(
                "'from' {} of the level '{}' should be less than 'to' {}",
                level.from, level.name, level.to
            ),
        );
    }
    if levels.iter().any(|(level, _)| empty(level)) {
        return;
    }
    let mut top = Number::ONE;
    for (level, [_, to]) in levels {
        if level.to != top {
            wrong(
                to,
                format!("等级“{}”的 to 应是 {top}，现在是 {}", level.name, level.to),
                format!(
                    "'to' of the level '{}' should be {top}, but is {}",
                    level.name, level.to
                ),
            );
        }
        top = level.from;
    }
    if let Some((level, [from, _])) = levels
        .last()
        .filter(|(level, _)| level.from != Number::ZERO)
    {
        wrong(
            from,
            format!(
                "最低等级“{}”的 from 应是 0，现在是 {}",
                level.name, level.from
            ),
            format!(
                "'from' of the lowest level '{}' should be 0, but is {}",
                level.name, level.from
            ),
        );
    }
}

/// Every word that can be chosen as an operator has to mean something.
fn operators(
    column: &str,
    columns: &Columns,
    qualitative: Option<&Qualitative>,
    mistakes: &Mistakes,
) {
    let described = columns.iter().find(|(name, _)| name == column);
    let Some((_, described)) =
        described.filter(|(_, column)| column.kind == Some(FieldType::Choice))
    else {
        return;
    };
    let word = qualitative.map(|qualitative| qualitative.word.as_str());
    let is_known =
        |choice: &String| Direction::of_operator(choice).is_some() || word == Some(choice.as_str());
    for choice in described.choices.iter().filter(|choice| !is_known(choice)) {
        mistakes.add(
            "T005",
            described.origin.clone(),
            Text::new(
                format!("符号列的选项“{choice}”不是运算符号，也不是 qualitative 所写的词"),
                format!("the choice '{choice}' of the operator's column is no operator, nor the word in 'qualitative'"),
            ),
            Text::new(
                "可用 ≥、≤、=，以及 qualitative 所写的词。",
                "Use ≥, ≤, = and the word in 'qualitative'.",
            ),
        );
    }
    if let Some(word) = word.filter(|word| !described.choices.iter().any(|choice| choice == word)) {
        mistakes.add(
            "T005",
            described.origin.clone(),
            Text::new(
                format!("符号列的选项里没有“{word}”，定性的行选不出来"),
                format!("the choices of the operator's column lack '{word}'"),
            ),
            Text::new(
                format!("请在 choices 里加上“{word}”，或删去 qualitative。"),
                format!("Add '{word}' to 'choices', or remove 'qualitative'."),
            ),
        );
    }
}
