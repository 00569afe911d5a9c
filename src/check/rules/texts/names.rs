//! The names of rows: their labels, what a department typed beside their figures, and the ends of both.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::context::Context;
use crate::check::rules::scored;
use crate::check::rules::texts::known::{Holds, Known, MONEY, Row};
use crate::check::rules::texts::plain_of;
use crate::check::rules::texts::scan::JOINS;
use crate::check::rules::texts::words::{LONGEST_WORD, Named};
use crate::template::{FieldType, NarrativeTemplate};

/// The end of a name that is shorter than this may be that of anything: 合格率.
const SHORTEST_END: usize = 4;
/// A word that so many rows share means none of them.
const MOST_ROWS: usize = 64;
/// Ends of labels that a text may leave out: 政府采购金额, 政府采购.
const ENDS: &[&str] = &["经费", "费用", "费", "金额", "支出", "总额", "资金", "数"];

/// What a text may add to the name of a project or a fund.
const TYPED_ENDS: &[&str] = &["", "项目", "专项", "专项资金", "资金"];

/// Ends that say as little of a project, so that none of them is left out alone: 业务工作经费.
const GENERAL_ENDS: &[&str] = &[
    "经费",
    "费",
    "费用",
    "支出",
    "补助",
    "补助资金",
    "补助经费",
    "专项经费",
    "项目经费",
];

impl Known {
    /// The label of a row, and the label without an end that says nothing.
    pub(super) fn label(&mut self, row: usize, label: &str, narrative: &NarrativeTemplate) {
        let label = plain_of(label, narrative);
        let named = Named {
            row,
            column: None,
            texts: Vec::new(),
            is_typed: false,
        };
        let long_enough = |rest: &&str| rest.chars().count() >= 3;
        if let Some(rest) = ENDS
            .iter()
            .find_map(|end| label.strip_suffix(end))
            .filter(long_enough)
        {
            self.name(rest, named.clone());
        }
        for joined in joined(&label) {
            self.name(&joined, named.clone());
        }
        if label.chars().count() >= 2 {
            self.name(&label, named);
        }
    }

    /// The names a department typed beside the figures of a row.
    pub(super) fn typed(
        &mut self,
        context: &Context<'_>,
        row: usize,
        of: crate::form::RowOf,
        narrative: &NarrativeTemplate,
    ) {
        let form = context.form();
        let fields = form
            .blocks
            .get(of.block)
            .and_then(|block| block.rows.get(of.row));
        for &field in fields.into_iter().flatten() {
            let is_name = form.template(&form.fields[field]).kind == FieldType::Text;
            if let Some(name) = context.submission.text(field).filter(|_| is_name) {
                self.typed_name(row, &name, narrative);
            }
        }
    }

    pub(super) fn typed_name(&mut self, row: usize, name: &str, narrative: &NarrativeTemplate) {
        let name = plain_of(name, narrative);
        let letters = name.chars().count();
        if (SHORTEST_END..=LONGEST_WORD).contains(&letters) {
            let named = Named {
                row,
                column: None,
                texts: Vec::new(),
                is_typed: true,
            };
            // 基本支出 typed as the name of a project is the heading of a column all the same.
            let is_heading = self
                .words
                .get(&name)
                .is_some_and(|word| !word.columns.is_empty());
            let is_code = name.chars().all(|c| c.is_ascii_alphanumeric());
            if !is_heading && !is_code {
                self.rows[row].item.get_or_insert_with(|| name.clone());
            }
            for end in TYPED_ENDS {
                self.name(&format!("{name}{end}"), named.clone());
            }
        }
    }

    /// Takes note of all names of projects, and of the ends of them by which a text may call one of them alone: 节会推介.
    pub(super) fn index_items(&mut self) {
        let mut ends: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
        for (row, item) in self.rows.iter().enumerate() {
            let Some(name) = &item.item else {
                continue;
            };
            let tails = TYPED_ENDS.iter().chain(GENERAL_ENDS);
            let tail = tails
                .filter(|tail| name.ends_with(**tail))
                .max_by_key(|tail| tail.len());
            let stem = &name[..name.len() - tail.map_or(0, |tail| tail.len())];
            let shorter = ends_of(stem).filter(|end| end.len() < name.len());
            for end in shorter {
                // What is left of 业务工作经费 is no name of one's own.
                if end.chars().count() > SHORTEST_END || tail.is_none_or(|tail| tail.is_empty()) {
                    ends.entry(end.to_owned()).or_default().insert(row);
                }
            }
        }
        for (end, rows) in ends {
            let names: BTreeSet<&Option<String>> =
                rows.iter().map(|&row| &self.rows[row].item).collect();
            if names.len() > 1 || self.words.of(&end).is_some() {
                continue;
            }
            for row in rows {
                let named = Named {
                    row,
                    column: None,
                    texts: Vec::new(),
                    is_typed: true,
                };
                for tail in TYPED_ENDS {
                    self.name(&format!("{end}{tail}"), named.clone());
                }
            }
        }
        let is_item = |row: usize| self.rows[row].item.is_some();
        for name in self.words.named(&is_item) {
            if let Some(first) = name.chars().next() {
                self.items.entry(first).or_default().push(name);
            }
        }
    }

    pub(super) fn name(&mut self, word: &str, named: Named) {
        let rows = &mut self.words.at(word).rows;
        if rows.len() <= MOST_ROWS && !rows.contains(&named) {
            rows.push(named);
        }
    }

    /// The indicators whose targets and achievements are figures with a unit, by their names and the ends of them.
    pub(super) fn results(&mut self, context: &Context<'_>, narrative: &NarrativeTemplate) {
        let mut ends: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut rows: Vec<(String, usize)> = Vec::new();
        for row in scored::rows(context) {
            let name = row.name.and_then(|name| context.submission.text(name));
            let (Some(name), Some(field), Some((target, actual, _))) =
                (name, row.actual, row.compared(context))
            else {
                continue;
            };
            let name = plain_of(&name, narrative);
            // 全年支出 is what the form has under that name, before it is an indicator.
            let says_column = self.words.of(&name).is_some_and(|words| {
                words.iter().all(|word| word.rows.is_empty())
                    && words.iter().any(|word| !word.columns.is_empty())
            });
            if actual.unit.is_empty() || name.is_empty() || says_column {
                continue;
            }
            let sheet = context.form().fields[field].sheet;
            let index = self.rows.len();
            self.rows.push(Row {
                sheet,
                ..Row::default()
            });
            let mut units = vec![actual.unit.clone()];
            if MONEY.contains(&actual.unit.as_str()) {
                units = MONEY.iter().map(|unit| (*unit).to_owned()).collect();
            }
            let holds = Holds::Result {
                name: name.clone(),
                target: (target, row.target),
                actual,
            };
            self.add(index, None, field, holds, units);
            for end in ends_of(&name) {
                ends.entry(end.to_owned()).or_default().insert(name.clone());
            }
            rows.push((name, index));
        }
        let is_numbered = |name: &&String| name.contains(|c: char| c.is_ascii_digit());
        let numbered = rows.iter().map(|(name, _)| name).filter(is_numbered);
        self.numbered = numbered.cloned().collect();
        let names: BTreeSet<String> = rows.iter().map(|(name, _)| name.clone()).collect();
        for (name, row) in rows {
            let named = Named {
                row,
                column: None,
                texts: Vec::new(),
                is_typed: true,
            };
            for end in ends_of(&name) {
                // 设备完好率 may be the indicator of that name, or 场馆设备完好率. An end that two indicators share means neither, and one that says something by itself, 全年支出, says that.
                let is_one = ends.get(end).is_some_and(|names| names.len() == 1);
                let is_label = |it: &Named| !it.is_typed;
                let known = self
                    .words
                    .get(end)
                    .map(|word| word.rows.iter().any(is_label));
                let is_free = known != Some(true);
                if is_free && (names.contains(end) || is_one && self.words.of(end).is_none()) {
                    self.name(end, named.clone());
                }
            }
        }
    }

    /// The rows a word may mean; none where more share it than anybody could mean.
    pub(super) fn rows_of<'w>(&self, named: &'w [Named]) -> &'w [Named] {
        if named.len() > MOST_ROWS { &[] } else { named }
    }
}

/// Other ways to write a label that joins names: 会议费、培训费 as 会议费和培训费, 会议费培训费 or 会议培训费.
fn joined(label: &str) -> Vec<String> {
    let names: Vec<&str> = label.split('、').collect();
    let (Some((last, first)), true) = (names.split_last(), names.len() > 1) else {
        return Vec::new();
    };
    let without_fee = |names: &[&str]| -> Vec<String> {
        let bare = names
            .iter()
            .map(|name| name.strip_suffix('费').unwrap_or(name));
        bare.map(str::to_owned).collect()
    };
    let mut ways: Vec<String> = JOINS
        .iter()
        .map(|join| format!("{}{join}{last}", first.join("、")))
        .collect();
    ways.push(names.concat());
    ways.push(format!("{}、{last}", without_fee(first).join("、")));
    ways.push(without_fee(first).concat() + last);
    ways
}

/// The ends of a name by which a text may call it: so many for a long name as for a short one.
fn ends_of(name: &str) -> impl Iterator<Item = &str> {
    let starts = name.char_indices().rev().take(LONGEST_WORD);
    starts.skip(SHORTEST_END - 1).map(|(at, _)| &name[at..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_that_joins_names_is_written_in_other_ways_too() {
        let ways = joined("水费、电费、差旅费");
        for way in [
            "水费、电费和差旅费",
            "水费电费差旅费",
            "水、电、差旅费",
            "水电差旅费",
        ] {
            assert!(ways.iter().any(|it| it == way), "{way}");
        }
        assert_eq!(joined("办公经费"), Vec::<String>::new());
    }

    #[test]
    fn a_long_name_is_looked_for_as_often_as_a_short_one() {
        let name = "参".repeat(40);
        let most = ends_of(&name).count();
        assert_eq!(most, LONGEST_WORD + 1 - SHORTEST_END);
        for letters in [400, 4_000, 32_000] {
            let name = "参".repeat(letters);
            assert_eq!(ends_of(&name).count(), most);
            assert!(ends_of(&name).all(|end| end.chars().count() <= LONGEST_WORD));
        }
        assert_eq!(
            ends_of("验收合格率").collect::<Vec<_>>(),
            ["收合格率", "验收合格率"]
        );
        assert_eq!(ends_of("合格率").count(), 0);
    }
}
