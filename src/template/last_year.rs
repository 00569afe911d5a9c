//! The `[last_year]` of `pack.toml`: which figures are held against the return of the year before.

use crate::number::Number;
use crate::template::mistake::Mistakes;
use crate::template::source::{Located, Node};
use crate::text::Text;

/// What is held against last year's return.
#[derive(Debug, Clone)]
pub struct LastYear {
    /// Figures that stand in both: last year's final one, which this year's form asks for again.
    pub same: Vec<SameFigure>,
    /// Figures that do not change much from one year to the next.
    pub jumps: Vec<JumpTemplate>,
}

/// A figure of this year's form that last year's return has as well.
#[derive(Debug, Clone)]
pub struct SameFigure {
    /// The full id of the field here; `*` stands for any one segment.
    pub here: Located<String>,
    /// The full id of the field of last year's form; `*` stands for what it stands for in `here`.
    pub there: Located<String>,
}

impl SameFigure {
    /// The id of last year's field for the field of this plain id; `None` where `here` does not mean it.
    pub fn there(&self, plain: &str) -> Option<String> {
        let Some((before, after)) = self.here.value.split_once('*') else {
            return (self.here.value == plain).then(|| self.there.value.clone());
        };
        let segment = plain.strip_prefix(before)?.strip_suffix(after)?;
        let is_one = !segment.is_empty() && !segment.contains('.');
        is_one.then(|| self.there.value.replacen('*', segment, 1))
    }
}

/// Figures that are suspicious when they change by too much.
#[derive(Debug, Clone)]
pub struct JumpTemplate {
    /// The full ids of the fields.
    pub fields: Vec<Located<String>>,
    /// The largest change, as a share of last year's figure.
    pub most: Number,
    /// Changes of no more than this are no jump, whatever share they are.
    pub least: Number,
}

pub(super) fn last_year(root: &Node<'_>, mistakes: &Mistakes) -> Option<LastYear> {
    let node = root.table("last_year")?;
    let mut same = Vec::new();
    for table in node.tables("same") {
        let (here, there) = (table.required("here"), table.required("there"));
        table.finish();
        if let Some((here, there)) = here.zip(there) {
            same.push(SameFigure { here, there });
        }
    }
    let mut jumps = Vec::new();
    for table in node.tables("jumps") {
        let fields = table.list("fields");
        let most = positive(&table, "most", mistakes);
        let least = table.number("least").map(|least| least.value);
        if !table.has("most") {
            table.missing("most");
        }
        table.finish();
        // A pack with a mistake is used for nothing; the rest of it is looked at all the same.
        jumps.push(JumpTemplate {
            fields,
            most: most.unwrap_or(Number::ONE),
            least: least.unwrap_or(Number::ZERO),
        });
    }
    node.finish();
    Some(LastYear { same, jumps })
}

/// A share that is more than nothing.
fn positive(node: &Node<'_>, key: &'static str, mistakes: &Mistakes) -> Option<Number> {
    let number = node.number(key)?;
    if number.value > Number::ZERO {
        return Some(number.value);
    }
    mistakes.add(
        "T005",
        number.origin,
        Text::new(
            format!("{key} {} 应大于 0", number.value),
            format!("'{key}' {} should be more than 0", number.value),
        ),
        Text::new(
            "写增减超过上年的几成才报，如 0.5。",
            "Write from what share of last year's figure on a change is told, such as 0.5.",
        ),
    );
    None
}
