//! One cause, one finding: what follows from a finding is folded beneath it, and equal ones of a block are taken together.
//!
//! What follows from what is decided in these ways, the surest first:
//!
//! - by mending: a row that was shifted is left out, an amount in another unit is put into that of the form, a total that was
//!   typed over is computed, and the return is checked again; what is no longer found followed from it ([`mend`]);
//! - by need: a formula cannot be right while one of the cells it takes is unreadable ([`needs`]), or blank, if filling it
//!   in can make it right ([`blank`]);
//! - by part: a total that is not last year's follows from the part that is not ([`needs`]);
//! - by rule: a score that is right asks for no reason ([`needs`]); what one answer settles is asked once ([`once`]);
//! - by sum: weights that are wrong below a heading are wrong in the total by as much ([`needs`]);
//! - by amount: with another amount in one cell several relations hold ([`amount`]);
//! - by choice: what is asked for because of a choice waits for one that is right ([`choice`]);
//! - by spread: a name or a year that was typed over shows on every sheet ([`spread`]).

use std::collections::{BTreeMap, BTreeSet};

use crate::check::context::Context;
use crate::finding::{Finding, Place, SetBy};

mod alike;
mod amount;
mod blank;
mod choice;
mod mend;
mod needs;
mod once;
mod row;
mod spread;

pub(super) use alike::together;

/// Of which finding each one is a consequence, by index; a cause has none.
struct Causes {
    over: Vec<Option<usize>>,
}

impl Causes {
    /// The cause that is a consequence of nothing.
    fn root(&self, mut of: usize) -> usize {
        while let Some(over) = self.over[of] {
            of = over;
        }
        of
    }

    /// Says that one follows from the other. The first word on a finding stands, and nothing follows from itself.
    fn follows(&mut self, consequence: usize, cause: usize) {
        let root = self.root(cause);
        if root != consequence && self.over[consequence].is_none() {
            self.over[consequence] = Some(root);
        }
    }
}

/// Puts consequences beneath their causes, and equal findings of a block together.
pub(super) fn fold(context: &Context<'_>, mut findings: Vec<Finding>) -> Vec<Finding> {
    let mut causes = Causes {
        over: vec![None; findings.len()],
    };
    mend::rows(context, &findings, &mut causes);
    mend::units(context, &findings, &mut causes);
    row::senses(context, &findings, &mut causes);
    needs::inputs(context, &findings, &mut causes);
    blank::sheets(context, &findings, &mut causes);
    blank::relations(context, &findings, &mut causes);
    needs::texts(context, &findings, &mut causes);
    mend::figures(context, &findings, &mut causes);
    needs::weights(context, &findings, &mut causes);
    needs::sums(&findings, &mut causes);
    needs::parts(context, &findings, &mut causes);
    row::weights(context, &findings, &mut causes);
    choice::made(context, &findings, &mut causes);
    once::told(context, &findings, &mut causes);
    row::told(context, &findings, &mut causes);
    needs::scores(context, &findings, &mut causes);
    once::rows(context, &findings, &mut causes);
    once::days(&findings, &mut causes);
    once::typed(context, &findings, &mut causes);
    spread::titles(&findings, &mut causes);
    spread::names(context, &findings, &mut causes);
    spread::projects(context, &findings, &mut causes);
    let apart = alike::of_blank_rows(context, &findings);
    amount::amounts(context, &mut findings, &apart, &mut causes);

    let mut follows: BTreeMap<usize, Vec<Finding>> = BTreeMap::new();
    let mut heads = Vec::new();
    for (index, finding) in findings.into_iter().enumerate() {
        if causes.over[index].is_some() {
            let consequences = follows.entry(causes.root(index)).or_default();
            consequences.push(finding);
        } else {
            heads.push((index, finding));
        }
    }
    let heads = heads.into_iter().map(|(index, mut head)| {
        head.follows = follows.remove(&index).unwrap_or_default();
        head
    });
    let mut folded = together(context, heads.collect());
    for head in &mut folded {
        let gravest = head.follows.iter().map(|follower| follower.level).min();
        if let Some(level) = gravest.filter(|level| *level < head.level) {
            head.level = level;
            head.set_by = SetBy::Consequence;
        }
    }
    folded
}

/// What a finding is known by when a return is checked again.
fn key(finding: &Finding) -> (String, Place) {
    (finding.code.clone(), finding.place.clone())
}

/// The indices of the findings that are not found again.
fn gone(findings: &[Finding], again: &[Finding]) -> Vec<usize> {
    let left: BTreeSet<(String, Place)> = again.iter().map(key).collect();
    let gone = |index: &usize| !left.contains(&key(&findings[*index]));
    (0..findings.len()).filter(gone).collect()
}
