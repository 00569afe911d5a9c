//! A project that another department claims as well.

use std::collections::{BTreeMap, BTreeSet};

use crate::align::bare;
use crate::check::across::Party;
use crate::check::rule::{Rule, nothing};
use crate::finding::{Finding, Level};
use crate::number::Number;
use crate::template::ClaimTemplate;
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
type Claim = (String, Vec<Option<Number>>);

/// Looks for what several departments claim.
pub(in crate::check) fn across(parties: &[Party<'_>]) -> Vec<(usize, Finding)> {
    let mut claims: BTreeMap<Claim, Vec<(usize, usize)>> = BTreeMap::new();
    for (index, party) in parties.iter().enumerate() {
        let templates = party.context.form().pack.copies.iter();
        for template in templates.flat_map(|copies| &copies.claims) {
            for (field, claim) in claimed(party, template) {
                claims.entry(claim).or_default().push((index, field));
            }
        }
    }
    let mut found = Vec::new();
    for ((_, amounts), places) in &claims {
        for &(index, field) in places {
            let party = &parties[index];
            let others = places
                .iter()
                .filter(|(other, _)| parties[*other].is_another(party));
            let named: Vec<String> = others
                .map(|&(other, field)| {
                    let with = &parties[other];
                    let submission = with.context.submission;
                    let (sheet, cell) = (submission.sheet_name(field), submission.cell(field));
                    format!("{} {sheet}!{cell}", with.called())
                })
                .collect();
            if named.is_empty() {
                continue;
            }
            let name = party.context.submission.reported(field).unwrap_or_default();
            let amounts = amounts.iter().flatten().map(Number::to_string);
            let amounts = amounts.collect::<Vec<_>>();
            let message = Text::new(
                format!(
                    "项目“{name}”别的单位也申报，名称和金额（{}）都相同：{}",
                    amounts.join("、"),
                    named.join("、")
                ),
                format!(
                    "'{name}' is claimed elsewhere under the same name with the same amounts ({}): {}",
                    amounts.join(", "),
                    named.join(", ")
                ),
            );
            found.push((party.index, party.context.at_field(&RULE, field, message)));
        }
    }
    found
}

/// What a return claims, with the field of its name.
fn claimed(party: &Party<'_>, template: &ClaimTemplate) -> Vec<(usize, Claim)> {
    let context = &party.context;
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
        let amount = |id: &crate::template::Located<String>| {
            let field = form.beside(field, &id.value)?;
            context.computed(field).filter(|amount| !amount.is_zero())
        };
        let amounts: Vec<Option<Number>> = template.amounts.iter().map(amount).collect();
        amounts
            .iter()
            .any(Option::is_some)
            .then_some((field, (name, amounts)))
    };
    names.filter_map(claim).collect()
}
