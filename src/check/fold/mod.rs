//! One cause, one finding: what follows from a finding is folded beneath it, and equal ones of a block are taken together.
//!
//! What follows from what is decided in five ways, the surest first:
//!
//! - by mending: a row that was shifted is left out, an amount in another unit is put into that of the form, a total that was
//!   typed over is computed, and the return is checked again; what is no longer found followed from it ([`mend`]);
//! - by need: a formula cannot be right while one of the cells it takes is unreadable ([`needs`]), or blank, if filling it
//!   in can make it right ([`blank`]);
//! - by part: a total that is not last year's follows from the part that is not ([`needs`]);
//! - by rule: a score that is right asks for no reason ([`needs`]); what one answer settles is asked once ([`once`]);
//! - by sum: weights that are wrong below a heading are wrong in the total by as much ([`needs`]);
//! - by spread: a name or a year that was typed over shows on every sheet ([`spread`]).

use std::collections::{BTreeMap, BTreeSet};

use crate::check::context::Context;
use crate::check::rule::Rule;
use crate::check::rules;
use crate::finding::{Finding, Place, SetBy};
use crate::text::Text;

mod blank;
mod mend;
mod needs;
mod once;
mod spread;

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
pub(super) fn fold(context: &Context<'_>, findings: Vec<Finding>) -> Vec<Finding> {
    let mut causes = Causes {
        over: vec![None; findings.len()],
    };
    mend::rows(context, &findings, &mut causes);
    mend::units(context, &findings, &mut causes);
    needs::inputs(context, &findings, &mut causes);
    blank::relations(context, &findings, &mut causes);
    needs::texts(context, &findings, &mut causes);
    mend::figures(context, &findings, &mut causes);
    needs::sums(&findings, &mut causes);
    needs::parts(context, &findings, &mut causes);
    needs::scores(context, &findings, &mut causes);
    once::rows(context, &findings, &mut causes);
    once::days(&findings, &mut causes);
    spread::titles(&findings, &mut causes);
    spread::names(context, &findings, &mut causes);

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

/// Takes findings of one rule in one block together, where they compare no figures and are waived alike.
pub(super) fn together(context: &Context<'_>, findings: Vec<Finding>) -> Vec<Finding> {
    let mut groups: BTreeMap<_, usize> = BTreeMap::new();
    let mut taken: Vec<Vec<Finding>> = Vec::new();
    for finding in findings {
        let place = &finding.place;
        let kind = once::kind(&finding);
        let compares = kind.is_none() && finding.difference.is_some();
        let block = kind.map_or_else(|| block(context, &finding), |kind| Some(kind.to_owned()));
        let Some(block) = block.filter(|_| !compares) else {
            taken.push(vec![finding]);
            continue;
        };
        // What is of one kind all over the workbook was done in one go.
        let sheet = place.sheet.clone().filter(|_| kind.is_none());
        let key = (
            finding.code.clone(),
            sheet,
            finding.level,
            finding.waived.clone(),
            block,
        );
        match groups.get(&key) {
            Some(&group) => taken[group].push(finding),
            None => {
                groups.insert(key, taken.len());
                taken.push(vec![finding]);
            }
        }
    }
    taken.into_iter().filter_map(joined).collect()
}

/// The block of the form a finding lies in: the repeating rows, the table of indicators, the rows that share the columns of a
/// matrix, or the fields whose ids begin alike. `None` for findings that are about no field, and for those of a pack, which say one thing each.
fn block(context: &Context<'_>, finding: &Finding) -> Option<String> {
    rule_of(finding)?;
    let form = context.form();
    let field = form.field(finding.place.field.as_deref()?)?;
    let field = &form.fields[field];
    if let Some(row) = field.row {
        let block = &form.blocks[row.block];
        let template = form.block_template(row.block);
        let shape = template.and_then(|template| template.shape.as_deref());
        // All rows of one shape are one table to whoever fills it in.
        return Some(shape.unwrap_or(&block.local).to_owned());
    }
    if form.template(field).column.is_some() {
        return Some("matrix".to_owned());
    }
    let (block, _) = field.id.rsplit_once('.')?;
    Some(block.to_owned())
}

fn rule_of(finding: &Finding) -> Option<&'static Rule> {
    let mut rules = rules::ALL.iter().copied();
    rules.find(|rule| rule.code == finding.code)
}

fn joined(mut members: Vec<Finding>) -> Option<Finding> {
    if members.len() < 2 {
        return members.pop();
    }
    let first = members.first()?;
    let rule = rule_of(first)?;
    let count = members.len();
    let mut head = first.clone();
    head.reported = None;
    head.computed = None;
    head.difference = None;
    head.note = None;
    head.help = helps(&members);
    head.message = Text::new(
        format!("{}，共 {count} 处", rule.title.0),
        format!("{}: {count} cells", rule.title.1),
    );
    head.follows = members
        .iter_mut()
        .flat_map(|member| std::mem::take(&mut member.follows))
        .collect();
    head.alike = members;
    Some(head)
}

/// So many different helps are told of findings that were taken together.
const HELPS: usize = 3;

/// What is to be done about several findings: each help once, up to a few.
fn helps(members: &[Finding]) -> Option<Text> {
    let mut helps: Vec<&Text> = Vec::new();
    for help in members.iter().filter_map(|member| member.help.as_ref()) {
        if !helps.contains(&help) {
            helps.push(help);
        }
    }
    helps.truncate(HELPS);
    let (zh, en): (Vec<&str>, Vec<&str>) = helps
        .into_iter()
        .map(|help| (help.zh.as_str(), help.en.as_str()))
        .unzip();
    (!zh.is_empty()).then(|| Text::new(zh.concat(), en.join(" ")))
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
