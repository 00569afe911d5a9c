//! The `[doubts]` of `pack.toml`: words and limits by which a careful reader doubts what a return says.

use crate::template::source::{Located, Node};
use crate::template::without_remarks;
use crate::text::{letters, plain};

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
    /// How names of rates end that say the same on every sheet if it stands before what they are rates of: 合格率.
    pub of_one: Vec<String>,
    /// Words before such a rate that do not say of what it is: 项目.
    pub of_any: Vec<String>,
    /// Texts that say nothing: 略, 同上.
    pub nothing: Vec<String>,
    /// Texts that are no goal, no result and no indicator, though a section may say so: 无.
    pub no_results: Vec<String>,
    /// Words that follow a year at the start of a sentence about it: 我局, 全年.
    pub of_the_year: Vec<String>,
    /// Words in a sentence that may well speak of the year before: 结转, 相比.
    pub of_the_past: Vec<String>,
    /// Names that end in these are of what everybody wants less of: 事故, 投诉.
    pub harms: Vec<String>,
    /// What such a thing is counted by at the end of a name: 起数, 率.
    pub tallies: Vec<String>,
    /// Words for doing something about it, of which more is better: 处理, 减少.
    pub not_harms: Vec<String>,
    /// Names that end in these are of what everybody wants more of: 满意度.
    pub goods: Vec<String>,
    /// What may follow a unit of things that are counted without being what is counted: 个百分点.
    pub not_counted: Vec<String>,
    /// Words of a reason that only says again what stands beside it: 实际完成.
    pub restating: Vec<String>,
    /// Columns that tell apart two rows of one name.
    pub once_with: Vec<String>,
    /// Words in the name of a cost of the department that say no more of it: 部门, 总额.
    pub spending_fillers: Vec<String>,
    /// Words in a sentence about what is still to come: 计划, 将.
    pub plans: Vec<String>,
    /// Words in a sentence that tells what came before, such as when something was decided: 批准, 开工.
    pub background: Vec<String>,
    /// Words right after last year that do mean it: 底, 决算.
    pub of_last_year: Vec<String>,
    /// Words for money in a text that may say why it was not spent: 资金, 执行.
    pub money: Vec<String>,
    /// Words for what was not spent, or late: 没有, 结转.
    pub unspent: Vec<String>,
    /// Words for a cause: 由于, 受…影响.
    pub causes: Vec<String>,
    /// Words that only look like one of these: 因公, 无结转.
    pub not_causes: Vec<String>,
    /// Words in a sentence about all projects at once: 预算执行.
    pub of_all: Vec<String>,
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

/// What a rate is of has so many characters: 水稻 may be grown in several projects, 高标准农田 hardly.
const SHORTEST_THING: usize = 3;
/// What turns a good into its opposite.
const DENIALS: [char; 4] = ['不', '未', '非', '没'];

impl Doubts {
    /// Whether nothing can be above 100 % of what is called this.
    pub fn is_share(&self, name: &str) -> bool {
        decided(&self.shares, &self.not_shares, name) == Some(true)
    }

    /// Whether a goal has only words that any goal has: 圆满完成全年工作任务.
    pub fn is_hollow(&self, said: &str) -> bool {
        let mut left = letters(said);
        for word in &self.restating {
            left = left.replace(word.as_str(), "");
        }
        !self.restating.is_empty() && left.is_empty()
    }

    /// Whether what is called this should cost no more than its target; `None` where no word says so.
    pub fn is_cost(&self, name: &str) -> Option<bool> {
        decided(&self.costs, &self.not_costs, name)
    }

    /// Whether everybody wants less of what is called this: its name ends in such a word, however it is counted.
    pub fn is_harm(&self, name: &str) -> bool {
        let name = without_remarks(&plain(name));
        let mut said = name.as_str();
        let ends = |said: &str| self.harms.iter().any(|word| said.ends_with(word.as_str()));
        while let Some(rest) = self
            .tallies
            .iter()
            .find_map(|tally| said.strip_suffix(tally.as_str()))
        {
            if ends(said) {
                break;
            }
            said = rest;
        }
        ends(said) && !has(&self.not_harms, &name)
    }

    /// Whether everybody wants more of what is called this; 不满意率 is none of them.
    pub fn is_good(&self, name: &str) -> bool {
        let name = without_remarks(&plain(name));
        let before = self
            .goods
            .iter()
            .filter_map(|word| name.strip_suffix(word.as_str()));
        let mut before = before.peekable();
        before.peek().is_some() && before.all(|before| !before.ends_with(DENIALS))
    }

    /// Whether things in a unit are counted one by one: 人, and 个村 with what they are.
    pub fn is_counted(&self, unit: &str) -> bool {
        let is_thing = |rest: &str| {
            let mut not = self.not_counted.iter();
            rest.chars().all(char::is_alphabetic) && !not.any(|word| rest.contains(word.as_str()))
        };
        let mut units = self
            .whole
            .iter()
            .filter_map(|whole| unit.strip_prefix(whole.as_str()));
        units.any(|rest| rest.is_empty() || is_thing(rest))
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

    /// Whether a rate says of what it is, and so the same on every sheet: 农产品抽检合格率, but not 项目验收合格率.
    pub fn is_of_one(&self, name: &str) -> bool {
        let name = without_remarks(&plain(name));
        let mut ends = self.of_one.iter();
        let Some(mut said) =
            ends.find_map(|end| name.strip_suffix(end.as_str()).map(str::to_owned))
        else {
            return false;
        };
        if has(&self.of_each, &said) {
            return false;
        }
        for word in &self.of_any {
            said = said.replace(word.as_str(), "");
        }
        said.chars().count() >= SHORTEST_THING
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
        of_one: words("of_one"),
        of_any: words("of_any"),
        nothing: words("nothing"),
        no_results: words("no_results"),
        of_the_year: words("of_the_year"),
        of_the_past: words("of_the_past"),
        background: words("background"),
        harms: words("harms"),
        tallies: words("tallies"),
        not_harms: words("not_harms"),
        goods: words("goods"),
        not_counted: words("not_counted"),
        restating: words("restating"),
        once_with: words("once_with"),
        spending_fillers: words("spending_fillers"),
        plans: words("plans"),
        of_last_year: words("of_last_year"),
        money: words("money"),
        unspent: words("unspent"),
        causes: words("causes"),
        not_causes: words("not_causes"),
        of_all: words("of_all"),
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
