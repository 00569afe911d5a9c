//! Rates the form does not compute: what was spent of a row as a share of its budget.

use std::collections::BTreeSet;

use crate::check::rules::texts::held::Held;
use crate::check::rules::texts::known::Known;
use crate::check::rules::texts::read::Reader;
use crate::check::rules::texts::spot::{Here, Spot};
use crate::check::rules::texts::state::State;
use crate::check::rules::texts::words::Meaning;

impl Known {
    /// What was spent of a row and what was to be spent, as the rates of the form divide them.
    pub(super) fn rate(&self, row: usize) -> Option<(usize, usize)> {
        let of = |columns: &[String]| {
            let cells = self.rows[row].cells.iter().copied();
            let is_of = |cell: &usize| {
                let column = self.cells[*cell].column.as_ref();
                column.is_some_and(|column| columns.contains(column))
            };
            cells.filter(is_of).collect::<Vec<usize>>()
        };
        // The budget by which the form divides, or another one.
        let divided = |column: &String| self.rates.values().any(|budget| budget == column);
        let is_budget = |group: &&Vec<String>| group.iter().any(divided);
        let columns: Vec<String> = self.rates.values().cloned().collect();
        let mut budgets = of(&columns);
        if budgets.is_empty() {
            budgets = of(self.groups.iter().skip(1).find(is_budget)?);
        }
        match (of(&self.usual).as_slice(), budgets.as_slice()) {
            ([spent], [budget]) => Some((*spent, *budget)),
            _ => None,
        }
    }
}

impl Reader<'_> {
    /// The rate of a figure of the form that was spoken of before: 公用经费预算62万元，支出60万元，执行率97%.
    pub(super) fn rate(
        &self,
        spot: Spot<'_>,
        words: &[&Meaning],
        state: &mut State,
        here: &mut Here,
    ) -> bool {
        let Spot { figure, .. } = spot;
        let Some(last) = state
            .last
            .as_deref()
            .filter(|_| figure.unit == "%" && state.heads.is_empty())
        else {
            return false;
        };
        let rows: BTreeSet<usize> = last
            .iter()
            .map(|&cell| self.known.cells[cell].row)
            .collect();
        if rows.iter().any(|&row| self.known.rows[row].is_whole) {
            return false;
        }
        let (parts, wholes): (Vec<usize>, Vec<usize>) =
            rows.iter().filter_map(|&row| self.known.rate(row)).unzip();
        if parts.is_empty() {
            return false;
        }
        let rates = words
            .iter()
            .flat_map(|word| &word.rows)
            .flat_map(|it| &self.known.rows[it.row].cells);
        let is_of_whole = rates
            .copied()
            .any(|cell| self.known.cells[cell].agrees(self.context, figure) == Some(true));
        if !is_of_whole
            && let Held::Differs(differs) =
                self.known
                    .hold_share(self.context, figure, (&parts, &wholes), true)
        {
            here.differs(spot, differs);
        }
        state.unknown();
        true
    }
}
