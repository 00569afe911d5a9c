//! Points that a text says were lost: 该项指标扣1.4分, 执行率部分失2.33分, 主要在满意度指标上失分.

use crate::check::rules::texts::Said;
use crate::check::rules::texts::held::{Differs, What, is_said};
use crate::check::rules::texts::known::{Cell, Holds};
use crate::check::rules::texts::marks::Mark;
use crate::check::rules::texts::plain_of;
use crate::check::rules::texts::read::{Reader, Says};
use crate::check::rules::texts::spot::{Here, Spot};
use crate::check::rules::texts::state::State;
use crate::check::rules::texts::subject::Subject;
use crate::number::Number;
use crate::template::FieldType;

/// What is said of points that were lost, before their number.
pub(super) const LOST: &[&str] = &[
    "被扣减",
    "被扣除",
    "被扣",
    "扣减",
    "扣除",
    "扣掉",
    "扣分",
    "扣去",
    "扣",
    "失分",
    "失去",
    "失",
    "丢分",
    "丢掉",
    "丢",
    "少得",
];
/// What may stand between the name of what lost them and that.
const BETWEEN: &[&str] = &[
    "了",
    "部分",
    "这一项",
    "这项",
    "一项",
    "该项",
    "方面",
    "指标",
    "自评",
    "共",
    "合计",
    "实际",
    "相应",
    "得分",
    "项",
    "上",
    "按比例",
    "按规定",
    "按评分标准",
    "按评分办法",
    "酌情",
    "因此",
    "被",
];
/// How a text speaks of an indicator it named right before.
const THIS: &[&str] = &["该项", "该", "此项", "此", "本项", "本"];
/// What lost points are called where they are said to lie somewhere.
const WHERE: &[&str] = &["失分", "扣分", "丢分", "扣了分", "失了分", "丢了分"];
/// What may stand between them and where they lie.
const LIES: &[&str] = &[
    "原因", "主要", "全部", "全", "均", "都", "只", "集中", "体现", "项目", "点", "项", "出现",
    "为", "是", "在", "于",
];
/// What may stand behind where they lie.
const THERE: &[&str] = &[
    "方面", "几项", "两项", "三项", "指标", "上", "中", "里", "等", "部分", "项",
];
/// What says that they do not lie there, or of which time or whom it speaks besides.
const NOT: &[&str] = &["不", "未", "没", "无", "除", "非", "上年", "去年"];
/// A name that a text calls something by is no shorter.
const SHORTEST_NAME: usize = 4;

impl Reader<'_> {
    /// Whether a figure says how many points something lost.
    pub(super) fn lost(
        &self,
        spot: Spot<'_>,
        before: Option<&str>,
        state: &mut State,
        here: &mut Here,
    ) -> bool {
        let Spot {
            said,
            phrase,
            figure,
            ..
        } = spot;
        let Some(subject) = LOST.iter().find_map(|word| {
            let phrase = phrase.strip_suffix('了').unwrap_or(phrase);
            phrase.strip_suffix(word)
        }) else {
            return false;
        };
        // 每低1个百分点扣0.1分 is how points are given.
        let is_rule = |text: &str| text.contains(['每', '若', '如']) || text.contains("标准");
        let own = trimmed(subject);
        let stages = stages(subject, BETWEEN);
        if figure.unit != "分"
            || state.is_silent()
            || said.is_goal
            || own.is_empty() && before.is_some_and(is_rule)
        {
            return false;
        }
        let marks = match own {
            "" => {
                let is_this = THIS.iter().any(|word| subject.starts_with(word));
                match before.filter(|_| is_this || subject.is_empty()) {
                    Some(before) => self.spoken_of(said, before, state),
                    None => Vec::new(),
                }
            }
            _ => self.first_of(said, &stages, state),
        };
        let says = |mark: &&Mark| {
            mark.lost()
                .is_some_and(|lost| is_said(figure, lost, Number::ONE, Number::ZERO))
        };
        if marks.is_empty() {
            return false;
        }
        if !marks.iter().any(says)
            && let [mark] = marks.as_slice()
            && let Some(differs) = mark.differs(figure.number)
        {
            here.differs(spot, differs);
        }
        state.unknown();
        true
    }

    /// The one indicator, or the rate of execution, that a clause names.
    fn spoken_of(&self, said: &Said, clause: &str, state: &State) -> Vec<&Mark> {
        let named = |mark: &&Mark| mark.row.is_some() && clause.contains(mark.name.as_str());
        let sheets = self.scope(said, state);
        let on_sheet = |mark: &&Mark| sheets.contains(&mark.sheet);
        let rows: Vec<&Mark> = self.marks.iter().filter(on_sheet).filter(named).collect();
        let longest = rows.iter().max_by_key(|mark| mark.name.len());
        let Some(longest) = longest.map(|mark| mark.name.as_str()) else {
            let is_rate = clause.matches("执行率").count() == 1;
            return match is_rate {
                true => self.marks_of(said, "执行率", state),
                false => Vec::new(),
            };
        };
        let rest = clause.replacen(longest, "", 1);
        let is_other = |mark: &Mark| mark.row.is_some() && rest.contains(mark.name.as_str());
        if self.marks.iter().any(is_other) || rest.contains("执行率") || rest.contains('、') {
            return Vec::new();
        }
        rows.into_iter()
            .filter(|mark| mark.name == longest)
            .collect()
    }

    /// What is scored under the first of some names that means anything.
    fn first_of(&self, said: &Said, names: &[&str], state: &State) -> Vec<&Mark> {
        let marks = names.iter().map(|name| self.marks_of(said, name, state));
        let mut found = marks.filter(|marks| !marks.is_empty());
        found.next().unwrap_or_default()
    }

    /// What is scored under a name, on the sheets a text speaks of.
    fn marks_of(&self, said: &Said, name: &str, state: &State) -> Vec<&Mark> {
        let sheets = self.scope(said, state);
        let on_sheet = |mark: &&Mark| sheets.contains(&mark.sheet);
        let marks: Vec<&Mark> = self.marks.iter().filter(on_sheet).collect();
        let of = |is_it: &dyn Fn(&Mark) -> bool| -> Vec<&Mark> {
            marks.iter().copied().filter(|mark| is_it(mark)).collect()
        };
        let exact = of(&|mark| mark.row.is_some() && mark.name == name);
        if !exact.is_empty() {
            return exact;
        }
        let cells = ["得分", "得"].map(|end| {
            let words = self.known.words.of(&format!("{name}{end}"))?;
            let rows = words.iter().flat_map(|word| &word.rows);
            let cells: Vec<usize> = rows
                .flat_map(|it| self.known.rows[it.row].cells.iter().copied())
                .collect();
            Some(cells).filter(|cells| !cells.is_empty())
        });
        if let Some(cells) = cells.into_iter().flatten().next() {
            let is_it = |mark: &Mark| {
                let mut cells = cells.iter().map(|&cell| &self.known.cells[cell]);
                mark.row.is_none() && cells.any(|cell| self.scores(cell, mark))
            };
            return of(&is_it);
        }
        let is_long = name.chars().count() >= SHORTEST_NAME;
        let ends = of(&|mark| mark.row.is_some() && is_long && mark.name.ends_with(name));
        match ends.as_slice() {
            [_] => ends,
            _ => Vec::new(),
        }
    }

    /// Whether a cell is the score of a mark, be it on another sheet of the same kind.
    fn scores(&self, cell: &Cell, mark: &Mark) -> bool {
        let form = self.context.form();
        let local = |field: usize| {
            let laid = &form.fields[field];
            laid.id.strip_prefix(form.sheets[laid.sheet].id.as_str())
        };
        match &cell.holds {
            Holds::Points { class, .. } => {
                mark.is_class && plain_of(class, self.narrative) == mark.name
            }
            Holds::Figure(FieldType::Score) => {
                !mark.is_class && local(cell.field) == local(mark.field)
            }
            _ => false,
        }
    }

    /// The sheets whose points a sentence may speak of.
    fn scope(&self, said: &Said, state: &State) -> Vec<usize> {
        let form = self.context.form();
        let repeats = |sheet: usize| form.sheet_template(sheet).repeat.is_some();
        if said.is_of_one {
            return vec![form.fields[said.field].sheet];
        }
        let mut sheets: Vec<usize> = match &state.subject {
            Subject::Whole => (0..form.sheets.len()).filter(|&it| !repeats(it)).collect(),
            Subject::Rows(rows) => {
                let sheets = rows.iter().map(|&row| self.known.rows[row].sheet);
                sheets.filter(|&sheet| repeats(sheet)).collect()
            }
            Subject::Other => Vec::new(),
        };
        sheets.dedup();
        sheets
    }

    /// Tells what is said to have lost points and has all of them: 主要在满意度指标上失分.
    pub(super) fn lies(&self, said: &Said, text: &str, state: &State, here: &mut Here) {
        if state.is_silent() || said.is_goal {
            return;
        }
        for name in lying(text) {
            let marks = self.first_of(said, &stages(name, THERE), state);
            if let [mark] = marks.as_slice()
                && mark.is_full
                && let Some(differs) = mark.differs(Number::ZERO)
            {
                here.says(said.text.quote(text, text), Says::Unlost(differs));
            }
        }
    }
}

impl Mark {
    /// What a text says otherwise of the points it lost.
    pub(super) fn differs(&self, written: Number) -> Option<Differs> {
        Some(Differs {
            field: self.field,
            written,
            computed: self.lost()?,
            what: What::Lost {
                name: self.name.clone(),
                weight: self.weight,
                score: self.score,
            },
        })
    }
}

/// A name without what stands around it.
fn trimmed(subject: &str) -> &str {
    let subject = stages(subject, BETWEEN).pop().unwrap_or_default();
    THIS.iter()
        .find(|word| subject == **word)
        .map_or(subject, |_| "")
}

/// A name with what may stand behind it, without the last such word, and so on.
fn stages<'t>(name: &'t str, behind: &[&str]) -> Vec<&'t str> {
    let shorter = |name: &&'t str| behind.iter().find_map(|word| name.strip_suffix(word));
    std::iter::successors(Some(name), shorter).collect()
}

/// The names of what a clause says points were lost in.
fn lying(text: &str) -> Vec<&str> {
    let found = WHERE.iter().find_map(|word| text.split_once(word));
    let Some((head, tail)) = found else {
        return Vec::new();
    };
    let (lead, within) = match head.rsplit_once('在') {
        Some((lead, list)) => (lead, Some(list)),
        None => (head, None),
    };
    if NOT.iter().any(|word| lead.contains(word)) {
        return Vec::new();
    }
    let list = match (within, tail) {
        (Some(list), "") => list,
        (None, tail) => {
            let mut list = tail;
            while let Some(rest) = LIES.iter().find_map(|word| list.strip_prefix(word)) {
                list = rest;
            }
            if list.len() == tail.len() {
                return Vec::new();
            }
            list
        }
        _ => return Vec::new(),
    };
    let names = list.split(['、', '和', '及', '与']);
    names.filter(|name| !name.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_to_have_lost_points_is_named_before_and_behind() {
        for (text, expected) in [
            (
                "主要在会议培训成本、按时报送率和调查样本量上失分",
                vec!["会议培训成本", "按时报送率", "调查样本量上"],
            ),
            ("失分在满意度指标上", vec!["满意度指标上"]),
            ("失分主要集中在按时报送率", vec!["按时报送率"]),
            ("扣分项为预算执行率", vec!["预算执行率"]),
            ("失分较多", vec![]),
            ("没有失分", vec![]),
        ] {
            assert_eq!(lying(text), expected, "{text}");
        }
    }
}
