//! What was not spent of a budget: 年末尚有7.46万元未执行.

use crate::check::rules::texts::Said;
use crate::check::rules::texts::held::{Differs, What, is_said};
use crate::check::rules::texts::known::{Holds, MONEY};
use crate::check::rules::texts::read::{OWN, Reader};
use crate::check::rules::texts::scan::Figure;
use crate::check::rules::texts::spot::{Here, Spot};
use crate::check::rules::texts::state::State;
use crate::check::rules::texts::subject::Subject;
use crate::number::Number;
use crate::template::FieldType;

/// What stands before what was not spent.
const BEFORE: &[&str] = &["尚未", "未", "没有"];
const UNSPENT: &[&str] = &["执行", "支出", "使用", "支付", "形成支出", "用完"];
/// What may stand around it.
const AROUND: &[&str] = &[
    "资金", "预算", "指标", "金额", "部分", "数", "的", "为", "有", "共", "共计", "合计", "约",
    "年末", "年底", "尚有", "还有", "仍有", "尚余", "剩余", "尚", "仍", "全年", "本年", "截至",
    "年终",
];
/// What is left, which only what was said before makes an amount of the form.
const LEFT: &[&str] = &["结余", "剩余", "节余", "余额"];
/// When all that is left is told.
const ENDS: &[&str] = &["年末", "年底", "年终", "期末"];
/// How it goes on to say what became of it.
const THEN: &[&str] = &[
    "结转",
    "交回",
    "上缴",
    "缴回",
    "收回",
    "退回",
    "上交",
    "已",
    "按规定",
    "全部",
    "由财政",
    "留待",
    "用于下年",
];
/// How it goes on to say why, where the words before say that it was not spent.
const WHY: &[&str] = &["主要", "为", "系", "是", "属", "均"];

/// Whether words behind an amount say that it was not spent: 未支付.
fn is_unspent(text: &str) -> bool {
    let text = text.trim_start_matches("资金").trim_start_matches("预算");
    let rest = BEFORE.iter().find_map(|word| text.strip_prefix(word));
    rest.is_some_and(|rest| UNSPENT.contains(&rest))
}

/// Whether what follows a figure says all by itself that it was not spent: 19万元未支付.
pub(super) fn says_unspent(figure: &Figure<'_>) -> bool {
    let behind = MONEY.iter().find_map(|unit| figure.unit.strip_prefix(unit));
    behind.is_some_and(is_unspent)
}

/// The words for what it is of, if a phrase and what follows its figure speak of what was not spent; and whether it is what is left.
fn unspent<'t>(phrase: &'t str, tail: &str) -> Option<(&'t str, bool)> {
    let trimmed = |phrase: &'t str| {
        let mut rest = phrase;
        while let Some(shorter) = AROUND.iter().find_map(|word| rest.strip_suffix(word)) {
            rest = shorter;
        }
        rest
    };
    if is_unspent(tail) {
        return Some((trimmed(phrase), false));
    }
    let tells = |words: &[&str]| words.iter().any(|word| tail.starts_with(word));
    let rest = trimmed(phrase);
    if !tail.is_empty() && !tells(THEN) && !tells(WHY) {
        return None;
    }
    if let Some(head) = UNSPENT.iter().find_map(|word| rest.strip_suffix(word))
        && let Some(head) = BEFORE.iter().find_map(|word| head.strip_suffix(word))
    {
        return Some((trimmed(head), false));
    }
    if tells(WHY) {
        return None;
    }
    let head = LEFT.iter().find_map(|word| {
        phrase
            .strip_suffix(word)
            .or_else(|| rest.strip_suffix(word))
    })?;
    Some((trimmed(head), true))
}

impl Reader<'_> {
    /// Whether a phrase says what was not spent of a budget.
    pub(super) fn left(&self, spot: Spot<'_>, state: &mut State, here: &mut Here) -> bool {
        let Spot {
            said,
            phrase,
            figure,
            ..
        } = spot;
        let Some(unit) = MONEY
            .iter()
            .filter(|unit| figure.unit.starts_with(**unit))
            .max_by_key(|unit| unit.len())
        else {
            return false;
        };
        let tail = &figure.unit[unit.len()..];
        let Some((of, is_left)) = unspent(phrase, tail) else {
            return false;
        };
        let is_known = self.known.words.of(phrase).is_some_and(|words| {
            words.iter().any(|word| !word.is_filler)
                && !self.meant(said, &words, figure, state).cells.is_empty()
        });
        if is_known && tail.is_empty() {
            return false;
        }
        // 项目结余 on the sheet of a project, and 年末结余, are of all that the text speaks of.
        let is_own = said.is_of_one && OWN.contains(&of);
        let of = if is_own { "" } else { of };
        // On the sheet of a project all that is left is that of the project.
        let is_own = is_own || said.is_of_one && of.is_empty() && !state.has_figure;
        let is_all = is_own || state.says_whole || ENDS.iter().any(|end| phrase.contains(end));
        let last = || {
            let cells = state.last.iter().flatten();
            cells
                .map(|&cell| self.known.cells[cell].row)
                .collect::<Vec<usize>>()
        };
        let rows = match (&state.subject, of) {
            (Subject::Other, _) => Vec::new(),
            (Subject::Rows(rows), "") => rows.clone(),
            // 执行率96.67%, 余额0.2万元: the rate was that of the whole.
            (Subject::Whole, "") if self.is_rate_of_whole(said, state) => {
                self.known.whole(self.context, said)
            }
            (Subject::Whole, "") if is_left && is_all && state.is_open() => {
                self.known.whole(self.context, said)
            }
            (Subject::Whole, "") if is_left || state.last.is_some() => last(),
            (Subject::Whole, "") if state.has_figure => Vec::new(),
            (Subject::Whole, "") => self.known.whole(self.context, said),
            (_, of) => {
                let words = self.known.words.of(of).unwrap_or_default();
                let cells = self.meant(said, &words, figure, state).cells;
                cells
                    .iter()
                    .map(|&cell| self.known.cells[cell].row)
                    .collect()
            }
        };
        let mut differs = None;
        for row in rows {
            match self.hold_left(figure, unit, row) {
                None => {}
                Some(None) => {
                    differs = None;
                    break;
                }
                Some(found) => differs = differs.or(found),
            }
        }
        if let Some(differs) = differs {
            here.differs(spot, differs);
        }
        state.has_figure = true;
        true
    }

    /// Whether the last figure was the execution rate of the whole that a text speaks of.
    fn is_rate_of_whole(&self, said: &Said, state: &State) -> bool {
        let sheets = self.known.whole(self.context, said);
        let sheets: Vec<usize> = sheets
            .iter()
            .map(|&row| self.known.rows[row].sheet)
            .collect();
        let is_rate = |cell: &usize| {
            let cell = &self.known.cells[*cell];
            matches!(cell.holds, Holds::Figure(FieldType::Percent))
                && sheets.contains(&self.known.rows[cell.row].sheet)
        };
        state
            .last
            .as_ref()
            .is_some_and(|last| last.iter().all(is_rate))
    }

    /// Holds what was left against a row; `None` where the row has no budget, nothing within where it agrees.
    fn hold_left(&self, figure: &Figure<'_>, unit: &str, row: usize) -> Option<Option<Differs>> {
        let (spent, budget) = self.known.rate(row)?;
        let cell = &self.known.cells[spent];
        let scale = cell.scale(self.context, unit)?;
        let of = |cell: usize| self.context.computed(self.known.cells[cell].field);
        let exact = of(budget)?.sub(of(spent)?)?;
        let ulp = (0..figure.places).try_fold(scale, |ulp, _| ulp.div(Number::from(10)))?;
        // A balance of its own column is as good.
        let cells = self.known.rows[row].cells.iter().copied();
        let is_one = |number: Number| is_said(figure, number, scale, ulp);
        if is_one(exact) || cells.filter_map(of).any(is_one) {
            return Some(None);
        }
        Some(Some(Differs {
            field: cell.field,
            written: figure.number.mul(scale)?,
            computed: exact,
            what: What::Left {
                budget: self.known.cells[budget].field,
            },
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_spent_is_told_before_and_behind_its_figure() {
        for (phrase, tail, expected) in [
            ("年末尚有", "未执行", Some(("", false))),
            ("尚有", "资金未支出", Some(("", false))),
            ("未执行资金", "", Some(("", false))),
            ("项目支出未执行", "", Some(("项目支出", false))),
            ("结余", "", Some(("", true))),
            ("年末尚有", "未验收", None),
            ("余额", "已交回财政", Some(("", true))),
            ("未支出的", "结转下年使用", Some(("", false))),
            ("未支出的", "主要是质保金", Some(("", false))),
            ("未执行的", "为培训尾款", Some(("", false))),
            ("剩余", "为质保金", None),
            ("", "未支付", Some(("", false))),
            ("结余", "以上的", None),
            ("支出", "", None),
        ] {
            assert_eq!(unspent(phrase, tail), expected, "{phrase}");
        }
    }
}
