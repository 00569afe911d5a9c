//! A project that another department claims as well.

use std::collections::{BTreeMap, BTreeSet};

use crate::align::bare;
use crate::check::across::{NAMED, Own};
use crate::check::context::Context;
use crate::check::rule::{Rule, nothing};
use crate::finding::{Finding, Level, Place};
use crate::number::Number;
use crate::packed::Packed;
use crate::template::{ClaimTemplate, Located};
use crate::text::Text;

/// A project that another department claims as well.
pub const RULE: Rule = Rule {
    code: "X008",
    name: "project-claimed-twice",
    level: Level::Warning,
    title: (
        "同一项目两个单位都申报",
        "a project that two departments claim",
    ),
    checks: (
        "汇总时，两个单位有没有名称和金额都相同的项目（看哪些栏由模板规定；名称与表上印的栏目相同的，如“业务工作经费”，各单位都有，不算）",
        "in consolidate, whether two departments have a project of one name with the same amounts ([[copies.claims]] of the pack says which fields); names the form itself prints, such as 业务工作经费, stand everywhere and do not count",
    ),
    why: (
        "同一笔支出汇总时会算两次",
        "the summary counts the same spending twice",
    ),
    example: (
        "两个单位都填“县城亮化工程”，全年预算 120、执行 118.5",
        "two departments both have 县城亮化工程 with a budget of 120, of which 118.5 was spent",
    ),
    mend: (
        "请两个单位核对由谁填报；各管一部分的，各填各的金额。",
        "Agree on who reports it; where each bears a part, each enters its own amounts.",
    ),
    run: nothing,
};

/// A name shorter than this is no project by itself.
const SHORTEST: usize = 4;

/// What makes a project the same: its name, and its amounts.
type Key = (String, Vec<Option<Number>>);

/// A project a return claims.
#[derive(Debug, Clone)]
pub(in crate::check) struct Claim {
    /// The field of its name, with no message yet.
    at: Packed<Finding>,
    key: Key,
    /// Its name as it stands there.
    name: String,
}

impl Claim {
    /// Where it stands.
    pub(in crate::check) fn place(&self) -> Place {
        self.at.get().place
    }
}

/// The projects a return claims.
pub(in crate::check) fn claims(context: &Context<'_>) -> Vec<Claim> {
    let templates = context.form().pack.copies.iter();
    let templates = templates.flat_map(|copies| &copies.claims);
    templates
        .flat_map(|template| claimed(context, template))
        .collect()
}

/// Looks for what several departments claim.
pub(in crate::check) fn across(owns: &[(usize, &Own)]) -> Vec<(usize, Finding)> {
    let mut claims: BTreeMap<&Key, Vec<(usize, &Own, &Claim)>> = BTreeMap::new();
    for &(index, own) in owns {
        for claim in &own.claims {
            claims
                .entry(&claim.key)
                .or_default()
                .push((index, own, claim));
        }
    }
    let mut found = Vec::new();
    for ((_, amounts), places) in claims {
        for (index, own, claim) in &places {
            let others = places.iter().filter(|(_, other, _)| other.is_another(own));
            let others: Vec<(&Own, &Claim)> =
                others.map(|(_, own, claim)| (*own, *claim)).collect();
            if others.is_empty() {
                continue;
            }
            let named = others.iter().take(NAMED).map(|(own, claim)| {
                let Place { sheet, cell, .. } = claim.place();
                let sheet = sheet.as_deref().unwrap_or_default();
                let cell = cell.map(|cell| cell.to_string()).unwrap_or_default();
                format!("{} {sheet}!{cell}", own.called())
            });
            let named = Text::first(&named.collect::<Vec<_>>(), others.len(), "份");
            let name = &claim.name;
            let amounts = amounts.iter().flatten().map(Number::to_string);
            let amounts = amounts.collect::<Vec<_>>();
            let message = Text::new(
                format!(
                    "项目“{name}”别的单位也申报，名称和金额（{}）都相同：{}",
                    amounts.join("、"),
                    named.zh
                ),
                format!(
                    "'{name}' is claimed elsewhere under the same name with the same amounts ({}): {}",
                    amounts.join(", "),
                    named.en
                ),
            );
            let finding = Finding {
                message,
                ..claim.at.get()
            };
            found.push((*index, finding));
        }
    }
    found
}

/// What a return claims in the fields of a template.
fn claimed(context: &Context<'_>, template: &ClaimTemplate) -> Vec<Claim> {
    let form = context.form();
    let printed: BTreeSet<String> = form
        .sheets
        .iter()
        .flat_map(|sheet| &sheet.labels)
        .map(|label| bare(&label.text))
        .collect();
    let names = (0..form.fields.len())
        .filter(|&field| form.is_called(field, &template.name.value) && context.counts(field));
    let claim = |field: usize| {
        let name = bare(&context.submission.text(field)?);
        if name.chars().count() < SHORTEST || printed.contains(&name) {
            return None;
        }
        let amount = |id: &Located<String>| {
            let field = form.beside(field, &id.value)?;
            context.computed(field).filter(|amount| !amount.is_zero())
        };
        let amounts: Vec<Option<Number>> = template.amounts.iter().map(amount).collect();
        amounts.iter().any(Option::is_some).then(|| Claim {
            at: Packed::of(&context.at_field(&RULE, field, Text::new("", ""))),
            key: (name, amounts),
            name: context.submission.reported(field).unwrap_or_default(),
        })
    };
    names.filter_map(claim).collect()
}
