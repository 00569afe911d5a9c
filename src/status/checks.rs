//! The checks that stand in the workbook itself: weights against their headings, and the rules of the pack.

use crate::address::Address;
use crate::finding::Level;
use crate::form::{COUNTING, Form, Kind, Need, RowOf, Rule, Target, targets};
use crate::formula::{self, Expr, Operator};
use crate::number::Number;
use crate::status::tree::{self, Tree};
use crate::status::{Page, fits};
use crate::template::{FieldType, Relation, RuleTemplate};

/// Decimals to which a difference is looked at: beyond them spreadsheet programs show binary noise.
const PLACES: i64 = 6;
/// What a check says that does not hold; the sheets count these.
pub(super) const FAILS: &str = "不符";
/// What it says where the pack asks for nothing to be mended: the form can be handed in as it is.
const WORTH_KNOWING: &str = "提示";
/// What a side shows that cannot be computed.
const NO_VALUE: &str = "无法计算";

/// One check.
pub(super) struct Check {
    /// The sheet of the form it belongs to.
    pub(super) sheet: usize,
    /// The code of the finding it stands for.
    pub(super) code: String,
    /// What is asked for.
    pub(super) text: String,
    /// The cell it marks.
    pub(super) at: Address,
    /// What kind of figures these are.
    pub(super) kind: FieldType,
    /// What the department says; an empty text while there is nothing to say.
    pub(super) reported: Tree,
    /// What it has to agree with.
    pub(super) expected: Tree,
    /// Whether the check applies at all; `None` when it always does.
    applies: Option<Tree>,
    /// How the two have to relate.
    pub(super) relation: Relation,
    tolerance: Number,
    /// What it says where they do not.
    failing: &'static str,
}

impl Check {
    /// The state in words, from the cells that show both sides.
    pub(super) fn state(&self, reported: &Tree, expected: &Tree) -> Tree {
        let difference = tree::call(
            "ROUND",
            [
                tree::binary(reported.clone(), Operator::Subtract, expected.clone()),
                tree::number(PLACES),
            ],
        );
        let limit = tree::number(self.tolerance);
        let holds = match self.relation {
            Relation::Equal if self.tolerance.is_zero() => tree::equal(difference, limit),
            Relation::Equal => {
                let size = tree::call("ABS", [difference]);
                tree::binary(size, Operator::LessEqual, limit)
            }
            Relation::AtLeast => {
                let limit = tree::number(self.tolerance.neg());
                tree::binary(difference, Operator::GreaterEqual, limit)
            }
            Relation::AtMost => tree::binary(difference, Operator::LessEqual, limit),
        };
        let fails =
            [reported, expected].map(|side| tree::equal(side.clone(), tree::text(NO_VALUE)));
        let numbers = [reported, expected].map(|side| tree::call("ISNUMBER", [side.clone()]));
        let judged = tree::call("IF", [holds, tree::text("相符"), tree::text(self.failing)]);
        let compared = tree::call(
            "IF",
            [tree::call("AND", numbers), judged, tree::text("未填")],
        );
        let state = tree::call(
            "IF",
            [tree::call("OR", fails), tree::text("无法审核"), compared],
        );
        match &self.applies {
            None => state,
            Some(applies) => tree::call("IF", [applies.clone(), state, tree::text("不适用")]),
        }
    }
}

/// All checks, sheet by sheet.
pub(super) fn all(form: &Form) -> Vec<Check> {
    let mut checks: Vec<Check> = (0..form.sheets.len())
        .flat_map(|sheet| weights(form, sheet))
        .collect();
    checks.extend(form.rules.iter().map(|rule| of_rule(form, rule)));
    checks.sort_by_key(|check| check.sheet);
    checks
}

/// The weights of each group of a sheet, and all of them.
fn weights(form: &Form, sheet: usize) -> Vec<Check> {
    let Some(weights) = &form.sheet_template(sheet).weights else {
        return Vec::new();
    };
    let laid = &form.sheets[sheet];
    let local = |id: &str| form.field(&format!("{}.{id}", laid.id));
    let Some(total) = local(&weights.total.value) else {
        return Vec::new();
    };
    let mut checks = Vec::new();
    let mut every = Vec::new();
    for (index, group) in weights.groups.iter().enumerate() {
        let own = weights_of(form, sheet, &group.blocks);
        every.extend(own.iter().cloned());
        let heading = laid.labels.iter().find(|label| label.group == Some(index));
        let Some(reported) = sum(&own, &[]) else {
            continue;
        };
        checks.push(Check {
            sheet,
            code: "S001".to_owned(),
            text: format!("{}各行分值之和应为 {}", group.label, group.points),
            at: heading.map_or(form.fields[total].cell(), |label| label.area.first),
            kind: FieldType::Score,
            reported,
            expected: tree::number(group.points),
            applies: None,
            relation: Relation::Equal,
            tolerance: Number::ZERO,
            failing: FAILS,
        });
    }
    let others: Option<Vec<usize>> = weights.others.iter().map(|id| local(&id.value)).collect();
    let others: Vec<Tree> = others
        .map(|fields| targets(form, &fields).iter().map(tree::target).collect())
        .unwrap_or_default();
    if let Some(reported) = sum(&every, &others) {
        checks.push(Check {
            sheet,
            code: "S002".to_owned(),
            text: "分值合计应等于总分".to_owned(),
            at: form.fields[total].cell(),
            kind: FieldType::Score,
            reported,
            expected: tree::cell(Page::Form(sheet), form.fields[total].cell()),
            applies: None,
            relation: Relation::Equal,
            tolerance: Number::ZERO,
            failing: FAILS,
        });
    }
    checks
}

/// The cells of the weights in some blocks of a sheet.
fn weights_of(form: &Form, sheet: usize, blocks: &[String]) -> Vec<Tree> {
    let mut fields = Vec::new();
    for (index, block) in form.blocks.iter().enumerate() {
        if block.sheet != sheet || !blocks.contains(&block.local) {
            continue;
        }
        let Some(scoring) = form.scoring(index) else {
            continue;
        };
        let rows = (0..block.rows.len()).map(|row| RowOf { block: index, row });
        fields.extend(rows.filter_map(|row| form.sibling(row, &scoring.weight)));
    }
    targets(form, &fields).iter().map(tree::target).collect()
}

/// The sum of cells and of others besides; an empty text while none of the cells holds a number.
fn sum(cells: &[Tree], others: &[Tree]) -> Option<Tree> {
    if cells.is_empty() {
        return None;
    }
    let count = tree::calls("COUNT", cells.to_vec());
    let all = cells.iter().chain(others).cloned().collect();
    let nothing = tree::equal(count, tree::number(0));
    Some(guarded(nothing, tree::calls("SUM", all)))
}

/// A side that shows nothing while a condition holds, and never an error.
fn guarded(nothing: Tree, side: Tree) -> Tree {
    let shown = tree::call("IF", [nothing, tree::text(""), side]);
    tree::call("IFERROR", [shown, tree::text(NO_VALUE)])
}

fn of_rule(form: &Form, rule: &Rule) -> Check {
    let template = form.rule_template(rule);
    let at = &form.fields[rule.at];
    let applies = rule.when.as_ref().map(tree::condition);
    let side = |expr: &Expr<Target>| {
        let value = tree::lifted(expr);
        let shown = match blank_side(form, expr) {
            Some(nothing) => guarded(nothing, value.clone()),
            None => tree::call("IFERROR", [value.clone(), tree::text(NO_VALUE)]),
        };
        let shown = match &applies {
            None => shown,
            Some(applies) => tree::call("IF", [applies.clone(), shown, tree::text("")]),
        };
        // Too long for a cell: whether it is blank is not asked, and where that is too long, nothing is shown.
        let short = tree::call("IFERROR", [value, tree::text(NO_VALUE)]);
        [shown, short]
            .into_iter()
            .find(|tree| fits(form, Page::Guide, tree))
    };
    let (reported, expected) = (side(&rule.reported), side(&rule.computed));
    let column = form.template(at).column_label.as_deref();
    let column = column
        .filter(|_| template.at.value.ends_with(".*"))
        .map(|column| format!("（{}）", form.placeholders(at.sheet).fill(column)));
    Check {
        sheet: at.sheet,
        code: template.code.clone(),
        text: asked(template) + &column.unwrap_or_default(),
        at: at.cell(),
        kind: template.kind,
        reported: reported.unwrap_or_else(|| tree::text("")),
        expected: expected.unwrap_or_else(|| tree::text("")),
        applies,
        relation: template.relation,
        tolerance: if template.tolerant {
            form.pack.tolerance(template.kind)
        } else {
            Number::ZERO
        },
        // Whether a text gives a reason no formula can tell.
        failing: if template.level == Level::Info || !template.explained_in.is_empty() {
            WORTH_KNOWING
        } else {
            FAILS
        },
    }
}

/// What a rule asks for; where the pack has no words for it, what should not be.
fn asked(template: &RuleTemplate) -> String {
    let fault = || format!("不应出现：{}", template.message.zh);
    template.asks.clone().unwrap_or_else(fault)
}

/// When a side stands for nothing but blank fields, one of which has to be filled in; `None` when it never does.
fn blank_side(form: &Form, side: &Expr<Target>) -> Option<Tree> {
    let mut counts = false;
    side.walk(&mut |part| {
        counts |= matches!(&part.kind, formula::Kind::Call(function, _) if COUNTING.contains(&function.name));
    });
    let fields: Vec<usize> = form.inputs(side).collect();
    if counts
        || fields.is_empty()
        || fields
            .iter()
            .any(|&field| form.fields[field].kind != Kind::Input)
    {
        return None;
    }
    let mut asked: Vec<Target> = Vec::new();
    for (target, _) in side.refs() {
        if !asked.contains(target) {
            asked.push(*target);
        }
    }
    let mut conditions: Vec<Tree> = asked
        .iter()
        .map(|target| {
            if target.area.is_cell() {
                return tree::is_blank(tree::target(target));
            }
            let there = tree::call("COUNTA", [tree::target(target)]);
            tree::equal(there, tree::number(0))
        })
        .collect();
    let needs = |wanted: fn(&Need) -> bool| {
        let fields = fields.iter().map(|&field| &form.fields[field]);
        fields.filter(move |field| wanted(&field.need))
    };
    if needs(|need| matches!(need, Need::Always)).next().is_none() {
        let whens = needs(|need| matches!(need, Need::When(_)));
        let whens = whens.filter_map(|field| match &field.need {
            Need::When(expr) => Some(tree::condition(expr)),
            _ => None,
        });
        conditions.push(tree::together("OR", whens.collect())?);
    }
    tree::together("AND", conditions)
}
