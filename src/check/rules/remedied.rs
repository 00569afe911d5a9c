//! Which amounts, taken to be in another unit, make the relations of the pack hold that do not.

use std::collections::BTreeSet;

use crate::check::context::{Context, number};
use crate::check::pack_rules::{holds, is_blank};
use crate::check::slip::{Slip, are_alike};
use crate::form::{Kind, Rule, Target, compute, compute_one};
use crate::formula::{Expr, Value};
use crate::number::Number;
use crate::template::{FieldType, Relation};

/// Amounts on a sheet whose typical size differs so many times from that of the others stand out.
const STANDS_OUT: i64 = 100;

/// Amounts that make a relation hold when they are taken to be in another unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Remedy {
    /// Index of the relation in the rules of the form.
    pub(super) rule: usize,
    /// The inputs.
    pub(super) fields: Vec<usize>,
    /// The sheet they stand on, if they are all its amounts.
    pub(super) whole_sheet: Option<usize>,
}

/// A remedy for each relation that has one.
pub(super) fn remedies(context: &Context<'_>, slip: Slip) -> Vec<Remedy> {
    let form = context.form();
    let trial = Trial { context, slip };
    let names_fields = |side: &Expr<Target>| form.inputs(side).next().is_some();
    // A limit that is written into the pack bears out no amount.
    let of_money = |rule: &Rule| {
        let is_money = form.rule_template(rule).kind == FieldType::Money;
        is_money && names_fields(&rule.reported) && names_fields(&rule.computed)
    };
    let mut broken = Vec::new();
    let mut whole = Vec::new();
    for (index, rule) in form.rules.iter().enumerate() {
        match trial.state(rule, &context.evaluation.computed) {
            Some(false) if of_money(rule) => broken.push(index),
            Some(true) if of_money(rule) => whole.push(index),
            _ => {}
        }
    }
    let remedy = |index: usize| trial.remedy(index, &whole);
    broken.into_iter().filter_map(remedy).collect()
}

/// Whether a field is an amount the department entered, other than nought.
pub(super) fn is_amount(context: &Context<'_>, field: usize) -> bool {
    let laid = &context.form().fields[field];
    laid.kind == Kind::Input
        && context.form().template(laid).kind == FieldType::Money
        && context
            .reported(field)
            .is_some_and(|number| !number.is_zero())
}

struct Trial<'a> {
    context: &'a Context<'a>,
    slip: Slip,
}

impl Trial<'_> {
    fn sides(&self, rule: &Rule, values: &[Value]) -> Option<(Number, Number)> {
        let form = self.context.form();
        let applies = rule
            .when
            .as_ref()
            .is_none_or(|when| compute_one(form, when, values) == Value::Bool(true));
        let is_blank =
            is_blank(self.context, &rule.reported) || is_blank(self.context, &rule.computed);
        if !applies || is_blank {
            return None;
        }
        let reported = number(&compute_one(form, &rule.reported, values))?;
        let computed = number(&compute_one(form, &rule.computed, values))?;
        Some((reported, computed))
    }

    /// Whether a relation holds; `None` where it does not apply.
    ///
    /// Amounts in 万元 are rounded, those in 元 are not: each amount may differ by the tolerance.
    fn state(&self, rule: &Rule, values: &[Value]) -> Option<bool> {
        let template = self.context.form().rule_template(rule);
        let (reported, computed) = self.sides(rule, values)?;
        let amounts = self.leaves(&rule.reported).len() + self.leaves(&rule.computed).len();
        let amounts = i64::try_from(amounts).ok()?;
        let tolerance = self.context.form().pack.tolerance(template.kind);
        let tolerance = tolerance.mul(Number::from(amounts.max(1)))?;
        holds(template.relation, reported, computed, tolerance)
    }

    /// The amounts a side is made of in the end.
    fn leaves(&self, side: &Expr<Target>) -> BTreeSet<usize> {
        let form = self.context.form();
        let mut open: Vec<usize> = form.inputs(side).collect();
        let mut seen: BTreeSet<usize> = open.iter().copied().collect();
        while let Some(field) = open.pop() {
            for &input in form.takes(field) {
                if seen.insert(input) {
                    open.push(input);
                }
            }
        }
        seen.retain(|&field| is_amount(self.context, field));
        seen
    }

    fn remedy(&self, index: usize, whole: &[usize]) -> Option<Remedy> {
        let rule = &self.context.form().rules[index];
        let sides = [self.leaves(&rule.reported), self.leaves(&rule.computed)];
        let (reported, computed) = self.sides(rule, &self.context.evaluation.computed)?;
        let gap = reported.difference(computed)?;
        let explain = sides
            .iter()
            .flatten()
            .filter(|&&field| self.explains(field, gap));
        let alone = explain.map(|&field| vec![field]);
        let together = sides.iter().flat_map(|side| {
            let sheets: BTreeSet<usize> = side.iter().map(|&field| self.sheet(field)).collect();
            sheets.into_iter().map(|sheet| {
                let on_sheet = side.iter().filter(|&&field| self.sheet(field) == sheet);
                on_sheet.copied().collect::<Vec<_>>()
            })
        });
        let fields = alone
            .chain(together)
            .find(|fields| self.cures(index, fields, whole))?;
        let sheet = self.sheet(*fields.first()?);
        let all = self.amounts(sheet);
        let is_whole = all.len() > 1
            && (fields.len() == all.len()
                || !self.stand_out(&fields, &all) && self.cures(index, &all, whole));
        Some(Remedy {
            rule: index,
            whole_sheet: is_whole.then_some(sheet),
            fields: if is_whole { all } else { fields },
        })
    }

    fn sheet(&self, field: usize) -> usize {
        self.context.form().fields[field].sheet
    }

    fn amounts(&self, sheet: usize) -> Vec<usize> {
        let fields = self.context.form().sheets[sheet].fields.iter();
        fields
            .copied()
            .filter(|&field| is_amount(self.context, field))
            .collect()
    }

    /// Whether an amount changes by about as much as a relation fails.
    fn explains(&self, field: usize, gap: Number) -> bool {
        let change = self
            .context
            .reported(field)
            .and_then(|now| self.slip.mended(now)?.sub(now));
        change.is_some_and(|change| are_alike(change, gap))
    }

    /// Whether a relation holds with these amounts in the other unit, because of the unit, and all that held before still do.
    fn cures(&self, index: usize, fields: &[usize], whole: &[usize]) -> bool {
        let rule = &self.context.form().rules[index];
        let sides = [&rule.reported, &rule.computed];
        let mut leaves = sides.iter().flat_map(|side| self.leaves(side));
        // Figures that all shrink to nearly nothing agree as well: some have to stay and bear the others out.
        if leaves.all(|leaf| fields.contains(&leaf)) {
            return false;
        }
        let mended = self.values(fields, |number| self.slip.mended(number));
        let relation = self.context.form().rule_template(rule).relation;
        self.state(rule, &mended) == Some(true)
            && match relation {
                Relation::Equal => !self.goes_without(rule, fields),
                Relation::AtLeast | Relation::AtMost => self.is_far_off(rule, &mended),
            }
            && whole
                .iter()
                .all(|&other| self.state(&self.context.form().rules[other], &mended) != Some(false))
    }

    /// The values of the form with some of its inputs changed.
    fn values(&self, fields: &[usize], change: impl Fn(Number) -> Option<Number>) -> Vec<Value> {
        compute(self.context.form(), &|field| {
            let value = self.context.submission.entries[field].value.clone();
            match value {
                Value::Number(number) if fields.contains(&field) => {
                    change(number).map_or(value, Value::Number)
                }
                value => value,
            }
        })
    }

    /// Whether a relation would hold without these amounts as well: then it is not their unit that is wrong.
    fn goes_without(&self, rule: &Rule, fields: &[usize]) -> bool {
        let without = self.values(fields, |_| Some(Number::ZERO));
        self.state(rule, &without) != Some(false)
    }

    /// Whether a limit is missed by far and kept narrowly in the other unit: much would keep it that is divided by 10,000.
    fn is_far_off(&self, rule: &Rule, mended: &[Value]) -> bool {
        let before = self.sides(rule, &self.context.evaluation.computed);
        let after = self.sides(rule, mended);
        let is_far = |(reported, computed): (Number, Number)| {
            let (less, more) = (
                reported.abs().min(computed.abs()),
                reported.abs().max(computed.abs()),
            );
            less.mul(Number::from(STANDS_OUT))
                .is_some_and(|less| less <= more)
        };
        before.is_some_and(is_far)
            && after.is_some_and(|(reported, computed)| are_alike(reported, computed))
    }

    /// Whether some amounts of a sheet are of another size than the rest of it.
    fn stand_out(&self, fields: &[usize], all: &[usize]) -> bool {
        let rest = all.iter().filter(|field| !fields.contains(field)).copied();
        let (Some(these), Some(rest)) = (self.middle(fields.to_vec()), self.middle(rest.collect()))
        else {
            return true;
        };
        let ratio = if self.slip.enlarges() {
            these.div(rest)
        } else {
            rest.div(these)
        };
        ratio.is_some_and(|ratio| ratio >= Number::from(STANDS_OUT))
    }

    /// The middle one of some amounts by size.
    fn middle(&self, fields: Vec<usize>) -> Option<Number> {
        let amounts = fields
            .into_iter()
            .filter_map(|field| self.context.reported(field));
        let mut sizes: Vec<Number> = amounts.map(Number::abs).collect();
        sizes.sort();
        sizes.get(sizes.len() / 2).copied()
    }
}
