//! The `[doubts]` of `pack.toml`: words and limits by which a careful reader doubts what a return says.

use crate::template::source::{Located, Node};
use crate::template::without_remarks;
use crate::text::plain;

/// The words by which a return is doubted; a kind without words is not looked for.
#[derive(Debug, Clone, Default)]
pub struct Doubts {
    /// Words for shares of which nobody has more than all: 满意度, 合格率.
    pub shares: Vec<String>,
    /// Words for ratios that may well be above 100 %, as growth is: 增长率.
    pub not_shares: Vec<String>,
    /// Words for what should cost no more than its target: 成本, 支出.
    pub costs: Vec<String>,
    /// Words of which more is better among costs all the same: 节约, 补助.
    pub not_costs: Vec<String>,
    /// Words for figures that may be below nought: 增长, 利润.
    pub may_fall: Vec<String>,
    /// Units of what is counted one by one: 人, 场.
    pub whole: Vec<String>,
    /// Words for figures in such a unit that need not be whole: 人均.
    pub averages: Vec<String>,
    /// Names that name no indicator: 指标, 数量指标.
    pub not_names: Vec<String>,
    /// Words in the names of indicators that each sheet has of its own: 满意度.
    pub of_each: Vec<String>,
    /// Texts that say nothing: 略, 同上.
    pub nothing: Vec<String>,
    /// Words that follow a year at the start of a sentence about it: 我局, 全年.
    pub of_the_year: Vec<String>,
    /// Words in a sentence that may well speak of the year before: 结转, 相比.
    pub of_the_past: Vec<String>,
    /// The full ids of names that stand once in a return.
    pub once: Vec<Located<String>>,
    /// Indicators that repeat an amount of the form.
    pub spending: Vec<SpendingTemplate>,
}

/// Indicators of the cost of something whose amount stands in the form.
#[derive(Debug, Clone)]
pub struct SpendingTemplate {
    /// The full id of the amount.
    pub amount: Located<String>,
    /// What the indicators are called.
    pub names: Vec<String>,
    /// The full id of the name of what it is spent on, which may stand before each of the names.
    pub of: Option<Located<String>>,
}

impl Doubts {
    /// Whether nothing can be above 100 % of what is called this.
    pub fn is_share(&self, name: &str) -> bool {
        decided(&self.shares, &self.not_shares, name) == Some(true)
    }

    /// Whether what is called this should cost no more than its target; `None` where no word says so.
    pub fn is_cost(&self, name: &str) -> Option<bool> {
        decided(&self.costs, &self.not_costs, name)
    }

    /// Whether a figure of this name may be below nought.
    pub fn may_fall(&self, name: &str) -> bool {
        has(&self.may_fall, name)
    }

    /// Whether a figure of this name need not be whole, whatever it counts.
    pub fn is_average(&self, name: &str) -> bool {
        has(&self.averages, name)
    }

    /// Whether each sheet has an indicator of this name that is its own.
    pub fn is_of_each(&self, name: &str) -> bool {
        has(&self.of_each, name)
    }
}

fn has(words: &[String], name: &str) -> bool {
    let name = plain(name);
    words.iter().any(|word| name.contains(word.as_str()))
}

/// Which of two kinds of words decides: the head of a Chinese name is its end, so the word that ends last; of two the longer.
fn decided(yes: &[String], no: &[String], name: &str) -> Option<bool> {
    let name = without_remarks(&plain(name));
    let yes = yes.iter().map(|word| (word, true));
    let words = yes.chain(no.iter().map(|word| (word, false)));
    let found = words.filter_map(|(word, is)| {
        let at = name.rfind(word.as_str())?;
        Some((at + word.len(), word.len(), is))
    });
    found.max().map(|(_, _, is)| is)
}

pub(super) fn doubts(root: &Node<'_>) -> Doubts {
    let Some(node) = root.table("doubts") else {
        return Doubts::default();
    };
    let words = |key: &'static str| values(node.strings(key).unwrap_or_default());
    let mut doubts = Doubts {
        shares: words("shares"),
        not_shares: words("not_shares"),
        costs: words("costs"),
        not_costs: words("not_costs"),
        may_fall: words("may_fall"),
        whole: words("whole"),
        averages: words("averages"),
        not_names: words("not_names"),
        of_each: words("of_each"),
        nothing: words("nothing"),
        of_the_year: words("of_the_year"),
        of_the_past: words("of_the_past"),
        once: node.strings("once").unwrap_or_default(),
        spending: Vec::new(),
    };
    for table in node.tables("spending") {
        let amount = table.required("amount");
        let names = values(table.list("names"));
        let of = table.string("of");
        table.finish();
        let spending = amount.map(|amount| SpendingTemplate { amount, names, of });
        doubts.spending.extend(spending);
    }
    node.finish();
    doubts
}

fn values(words: Vec<Located<String>>) -> Vec<String> {
    words.into_iter().map(|word| word.value).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_word_that_ends_last_decides() {
        let list = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        let doubts = Doubts {
            shares: list(&["满意度", "完成率", "入学率"]),
            not_shares: list(&["提升", "计划完成率", "毛入学率"]),
            ..Doubts::default()
        };
        for (name, is) in [
            ("观众满意度", true),
            ("满意度提升幅度", false),
            ("项目按期完成率", true),
            ("招生计划完成率", false),
            ("高中毛入学率", false),
            ("群众满意度（较上年提升）", true),
            ("培训场次", false),
        ] {
            assert_eq!(doubts.is_share(name), is, "{name}");
        }
    }
}
