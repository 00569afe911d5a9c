//! Phrases that call a figure by other words than its name: shortened, in another order, with words between that say nothing of
//! which figure is meant, or behind what it is a part of.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::check::rules::texts::Said;
use crate::check::rules::texts::changes::BECOMES;
use crate::check::rules::texts::fillers::{DONE, MEASURES, WHOLE_YEAR};
use crate::check::rules::texts::known::{Holds, Known};
use crate::check::rules::texts::passed::AIMED;
use crate::check::rules::texts::read::Reader;
use crate::check::rules::texts::scan::Figure;
use crate::check::rules::texts::state::State;
use crate::check::rules::texts::words::Meaning;

/// So many letters of a name that stand together are a part of it.
const SHORTEST_PART: usize = 2;
/// A name of which fewer letters are left may be that of anything.
const FEWEST: usize = 4;
/// The longest filler.
const LONGEST_FILLER: usize = 6;
/// A name or a phrase that is longer is a sentence of its own.
const LONGEST: usize = 40;
/// What may be left out of the name of an indicator besides what it counts, and what the department deals with.
const GENERAL: &[&str] = &[
    "数", "数量", "次数", "人数", "情况", "工作", "任务", "活动", "总",
];
/// What stands between a whole and what is a part of it.
const WITHIN: &[&str] = &["中的", "里的", "内的", "中", "里"];

/// What of a name makes up a phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Taken(u64);

impl Taken {
    fn count(self) -> u32 {
        self.0.count_ones()
    }

    fn has(self, at: usize) -> bool {
        self.0 & (1 << at) != 0
    }

    fn with(self, start: usize, length: usize) -> Taken {
        (start..start + length).fold(self, |taken, at| Taken(taken.0 | 1 << at))
    }
}

/// The letters of a name that make up a phrase, where all else in it is a filler.
fn taken(phrase: &str, name: &[char], is_filler: &dyn Fn(&str) -> bool) -> Option<Taken> {
    let letters: Vec<(usize, char)> = phrase.char_indices().collect();
    if letters.len() > LONGEST || name.len() > LONGEST {
        return None;
    }
    let place = |index: usize| letters.get(index).map_or(phrase.len(), |(at, _)| *at);
    let mut best: Vec<Option<Taken>> = vec![None; letters.len() + 1];
    best[0] = Some(Taken(0));
    for from in 0..letters.len() {
        let Some(taken) = best[from] else {
            continue;
        };
        let mut lead = |to: usize, taken: Taken| {
            if best[to].is_none_or(|best| best.count() < taken.count()) {
                best[to] = Some(taken);
            }
        };
        for start in 0..name.len() {
            let is_same = |index: &usize| {
                let letter = letters.get(from + index).map(|(_, letter)| letter);
                letter.is_some() && letter == name.get(start + index) && !taken.has(start + index)
            };
            let run = (0..name.len()).take_while(is_same).count();
            for length in SHORTEST_PART..=run {
                lead(from + length, taken.with(start, length));
            }
        }
        for to in from + 1..=letters.len().min(from + LONGEST_FILLER) {
            if is_filler(&phrase[place(from)..place(to)]) {
                lead(to, taken);
            }
        }
    }
    best.pop()?.filter(|taken| taken.count() > 0)
}

/// The parts of a name that a phrase leaves out.
fn left_out(name: &[char], taken: Taken) -> Vec<String> {
    let mut parts = vec![String::new()];
    for (at, letter) in name.iter().enumerate() {
        match (taken.has(at), parts.last_mut()) {
            (false, Some(part)) => part.push(*letter),
            _ => parts.push(String::new()),
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

impl Known {
    /// The indicator a phrase calls by the telling parts of its name; none where two fit as well.
    pub(super) fn indicator(
        &self,
        phrase: &str,
        is_in_unit: &dyn Fn(usize) -> bool,
    ) -> Option<&str> {
        let is_filler = |word: &str| {
            DONE.contains(&word)
                || MEASURES.contains(&word)
                || self.words.get(word).is_some_and(|word| {
                    word.is_filler && word.rows.is_empty() && word.columns.is_empty()
                })
        };
        let mut fitting: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
        for (index, cell) in self.cells.iter().enumerate() {
            let Holds::Result { name, .. } = &cell.holds else {
                continue;
            };
            if !is_in_unit(index) {
                continue;
            }
            // 公共场馆免费开放: the name of a project that ends with that of the indicator says it as well.
            let longer = self.items.values().flatten();
            let longer = longer.filter(|item| item.ends_with(name.as_str()));
            let ways = [name].into_iter().chain(longer);
            let left = ways.filter_map(|way| self.left(phrase, way, name, &is_filler));
            if let Some(left) = left.min() {
                let names = fitting.entry(left).or_default();
                if !names.contains(&name.as_str()) {
                    names.push(name);
                }
            }
        }
        match fitting.into_values().next()?.as_slice() {
            [one] => Some(one),
            _ => None,
        }
    }

    /// How many letters of a name a phrase leaves out that calls an indicator by it; `None` where it does not.
    fn left(
        &self,
        phrase: &str,
        way: &str,
        name: &str,
        is_filler: &dyn Fn(&str) -> bool,
    ) -> Option<usize> {
        let letters: Vec<char> = way.chars().collect();
        let taken = taken(phrase, &letters, is_filler)?;
        let own = letters.len() - name.chars().count();
        let is_whole = way.len() == name.len() || (own..letters.len()).all(|at| taken.has(at));
        let may_miss = |part: &String| {
            let is_ours = part.chars().count() >= SHORTEST_PART && self.department.contains(part);
            GENERAL.contains(&part.as_str()) || MEASURES.contains(&part.as_str()) || is_ours
        };
        let missed = left_out(&letters, taken);
        let is_enough = missed.is_empty() || taken.count() as usize >= FEWEST;
        let left = letters.len() - taken.count() as usize;
        (is_whole && is_enough && missed.iter().all(may_miss)).then_some(left)
    }
}

impl Reader<'_> {
    /// The words of the form for what a phrase says.
    pub(super) fn worded<'t>(
        &self,
        said: &Said,
        phrase: &'t str,
        figure: &Figure<'_>,
        state: &State,
    ) -> Cow<'t, str> {
        let names = |phrase: &str| self.names(phrase, figure);
        if figure.before.is_empty() {
            return Cow::Borrowed(phrase);
        }
        if let Some(name) = self.behind_item(phrase, figure) {
            return Cow::Owned(name.to_owned());
        }
        if let Some(score) = self.class_score(phrase, figure) {
            return Cow::Owned(score);
        }
        if let Some(full) = self.in_topic(phrase, state).filter(|full| names(full)) {
            return Cow::Owned(full);
        }
        if names(phrase) {
            return Cow::Borrowed(phrase);
        }
        let phrase = self.level(said, phrase, figure);
        if names(phrase) {
            return Cow::Borrowed(phrase);
        }
        if let Some(spent) = spent_on(phrase).filter(|spent| names(self.own(said, spent, state).0))
        {
            return Cow::Owned(spent);
        }
        let bare = phrase.replace('的', "");
        if bare.len() < phrase.len() && names(&bare) {
            return Cow::Owned(bare);
        }
        if let Some(part) = self.part(said, phrase, figure, state) {
            return Cow::Borrowed(part);
        }
        if let Some(score) = self.score(phrase, figure, state) {
            return Cow::Owned(score);
        }
        let is_in_unit = |cell: usize| {
            let cell = &self.known.cells[cell];
            cell.scale(self.context, figure.unit).is_some()
        };
        match self.known.indicator(phrase, &is_in_unit) {
            Some(name) => Cow::Owned(name.to_owned()),
            None => Cow::Borrowed(phrase),
        }
    }

    /// A phrase with what its sentence speaks of before it: 完工的楼堂馆所实际规模, or 实际规模 behind it.
    fn in_topic(&self, phrase: &str, state: &State) -> Option<String> {
        let topic = state.topic.as_deref()?;
        Some(match phrase.find(topic) {
            Some(at) => phrase[at..].to_owned(),
            None => format!("{topic}{phrase}"),
        })
    }

    /// Whether a phrase names something, in words that are all known and in a unit it may have.
    fn names(&self, phrase: &str, figure: &Figure<'_>) -> bool {
        let words = self.known.words.of(phrase).unwrap_or_default();
        words.iter().any(|word| !word.is_filler) && self.may_count(&words, figure)
    }

    /// A phrase without what says that a figure is a level that was reached, or in a goal that it is planned: 普及率提高到, 计划治理河道.
    fn level<'t>(&self, said: &Said, phrase: &'t str, figure: &Figure<'_>) -> &'t str {
        let mut reached = BECOMES.iter().filter_map(|word| phrase.strip_suffix(word));
        let phrase = reached
            .find(|name| self.is_one(name, figure))
            .unwrap_or(phrase);
        if !said.is_goal {
            return phrase;
        }
        let when = WHOLE_YEAR.iter().find_map(|word| phrase.strip_prefix(word));
        let rest = when.unwrap_or(phrase);
        let planned = AIMED.iter().find_map(|word| rest.strip_prefix(word));
        planned.unwrap_or(phrase)
    }

    /// Whether a phrase names something by its words, or an indicator by parts of its name.
    fn is_one(&self, phrase: &str, figure: &Figure<'_>) -> bool {
        let fits = |cell: usize| {
            let cell = &self.known.cells[cell];
            cell.scale(self.context, figure.unit).is_some()
        };
        self.names(phrase, figure) || self.known.indicator(phrase, &fits).is_some()
    }

    /// The name of an indicator behind a part of the name of a project: 生活垃圾日产日清率 of 生活垃圾收运处置.
    fn behind_item(&self, phrase: &str, figure: &Figure<'_>) -> Option<&str> {
        let is_of_item = |before: &str| {
            let mut items = self.known.rows.iter().filter_map(|row| row.item.as_ref());
            before.chars().count() >= SHORTEST_PART && items.any(|item| item.contains(before))
        };
        let bare = ["达到", "达", "为", "是"]
            .iter()
            .find_map(|word| phrase.strip_suffix(word));
        let phrase = bare.unwrap_or(phrase);
        let names = self
            .known
            .cells
            .iter()
            .filter_map(|cell| match &cell.holds {
                Holds::Result { name, .. } if cell.reads(self.context, figure.unit) => Some(name),
                _ => None,
            });
        let name = names
            .filter(|name| phrase.ends_with(name.as_str()))
            .max_by_key(|name| name.len())?;
        is_of_item(&phrase[..phrase.len() - name.len()]).then_some(name)
    }

    /// Whether a unit may follow what words name: 河道治理 is a project, and has no 公里.
    pub(super) fn may_count(&self, words: &[&Meaning], figure: &Figure<'_>) -> bool {
        let mut rows = words.iter().flat_map(|word| &word.rows).peekable();
        rows.peek().is_none()
            || rows.any(|it| {
                let mut cells = self.known.rows[it.row].cells.iter();
                cells.any(|&cell| self.known.cells[cell].reads(self.context, figure.unit))
            })
    }

    /// What stands behind the name of what it is a part of: 公用经费中的水费.
    fn part<'t>(
        &self,
        said: &Said,
        phrase: &'t str,
        figure: &Figure<'_>,
        state: &State,
    ) -> Option<&'t str> {
        let cells = |phrase: &str| {
            let words = self.known.words.of(phrase).unwrap_or_default();
            self.meant(said, &words, figure, state).cells
        };
        let is_part = |part: &str, whole: &str| {
            let (parts, wholes) = (cells(part), cells(whole));
            let mut pairs = parts
                .iter()
                .flat_map(|&part| wholes.iter().map(move |&whole| (part, whole)));
            pairs.any(|(part, whole)| self.known.is_part(self.context, part, whole))
        };
        let cuts = WITHIN.iter().filter_map(|word| phrase.split_once(word));
        cuts.filter(|(whole, part)| !whole.is_empty() && is_part(part, whole))
            .map(|(_, part)| part)
            .next()
    }

    /// The words for a score told without a word for it: 自评99.8分.
    fn score(&self, phrase: &str, figure: &Figure<'_>, state: &State) -> Option<String> {
        let is_first = state.last.is_none() && !state.has_figure && state.heads.is_empty();
        let words = self.known.words.of(phrase)?;
        if figure.unit != "分" || !is_first || words.is_empty() {
            return None;
        }
        let score = format!("{phrase}得分");
        let named = self.known.words.of(&score)?;
        let cells = named
            .iter()
            .flat_map(|word| &word.rows)
            .flat_map(|it| &self.known.rows[it.row].cells);
        // What is said of one indicator has few points.
        let is_near = |&cell: &usize| {
            let known = self.context.computed(self.known.cells[cell].field);
            known.is_some_and(|known| {
                figure
                    .number
                    .add(figure.number)
                    .is_some_and(|twice| twice > known)
            })
        };
        cells.copied().any(|cell| is_near(&cell)).then_some(score)
    }
}

/// 全年用于项目的支出 as 全年项目支出.
fn spent_on(phrase: &str) -> Option<String> {
    let (before, after) = phrase.split_once("用于")?;
    let (what, behind) = after.split_once('的')?;
    Some(format!("{before}{what}{behind}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_known_by_its_parts_in_any_order() {
        let is_filler = |word: &str| ["全年", "共", "演出", "实际"].contains(&word);
        for (phrase, name, expected) in [
            ("送戏下乡实际演出", "送戏下乡", Some(vec![])),
            ("河道治理", "治理河道长度", Some(vec!["长度"])),
            ("全年检查经营场所", "检查文化经营场所", Some(vec!["文化"])),
            ("新增非遗项目", "新增县级非遗项目", Some(vec!["县级"])),
            ("乡镇送戏下乡", "送戏下乡", None),
            ("全年共演出", "送戏下乡", None),
        ] {
            let letters: Vec<char> = name.chars().collect();
            let found = taken(phrase, &letters, &is_filler).map(|taken| left_out(&letters, taken));
            let expected = expected
                .map(|parts: Vec<&str>| parts.into_iter().map(str::to_owned).collect::<Vec<_>>());
            assert_eq!(found, expected, "{phrase}");
        }
    }

    #[test]
    fn what_was_spent_on_something_is_its_spending() {
        assert_eq!(
            spent_on("全年用于项目的支出"),
            Some("全年项目支出".to_owned())
        );
        assert_eq!(spent_on("项目支出"), None);
    }
}
