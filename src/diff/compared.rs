//! What two packs say differently of what returns are held against: last year's, and one another.

use crate::diff::edits::Edits;
use crate::diff::narrative::ids;
use crate::diff::pack::{change, side};
use crate::diff::{Change, Item};
use crate::template::{
    ClaimTemplate, Copies, Doubts, GoalTemplate, JumpTemplate, LastYear, SameFigure,
    SpendingTemplate,
};

/// Changes of `[last_year]` and of `[copies]`.
pub(super) fn compared(
    (old_year, old_copies): (Option<&LastYear>, Option<&Copies>),
    (new_year, new_copies): (Option<&LastYear>, Option<&Copies>),
) -> Vec<Change> {
    let changes = [
        table(
            Item::LastYear,
            "last_year",
            old_year.map(year),
            new_year.map(year),
        ),
        table(
            Item::Copies,
            "copies",
            old_copies.map(copies),
            new_copies.map(copies),
        ),
    ];
    changes.into_iter().flatten().collect()
}

/// Changes of `[doubts]`.
pub(super) fn doubted(old: &Doubts, new: &Doubts) -> Option<Change> {
    let (old, new) = (doubts(old), doubts(new));
    table(Item::Doubts, "doubts", Some(old), Some(new))
}

/// The keys of a table, each with what it says.
type Keys = Vec<(&'static str, Vec<String>)>;

fn table(item: Item, id: &str, old: Option<Keys>, new: Option<Keys>) -> Option<Change> {
    let (old, new) = (old.unwrap_or_default(), new.unwrap_or_default());
    let mut edits = Edits::default();
    let all = if old.is_empty() { &new } else { &old };
    for (key, _) in all {
        let of = |keys: &Keys| -> Vec<String> {
            let found = keys.iter().find(|(known, _)| known == key);
            found.map_or_else(Vec::new, |(_, said)| said.clone())
        };
        edits.add(key, &of(&old), &of(&new));
    }
    change(item, side(id, ""), side(id, ""), edits)
}

fn year(last_year: &LastYear) -> Keys {
    let LastYear { same, jumps } = last_year;
    let same = same
        .iter()
        .map(|SameFigure { here, there }| format!("{} = {}", here.value, there.value));
    let jumps = jumps.iter().map(
        |JumpTemplate {
             fields,
             most,
             least,
         }| { format!("{} > {most}, {least}", ids(fields).join(" ")) },
    );
    vec![("same", same.collect()), ("jumps", jumps.collect())]
}

fn copies(copies: &Copies) -> Keys {
    let Copies {
        alike,
        shortest,
        texts,
        adds_nothing,
        goals,
        claims,
    } = copies;
    let goals = goals
        .iter()
        .map(|GoalTemplate { goal, result }| format!("{} / {}", goal.value, result.value));
    let claims = claims.iter().map(|ClaimTemplate { name, amounts }| {
        format!("{}: {}", name.value, ids(amounts).join(" "))
    });
    vec![
        ("alike", vec![alike.to_string()]),
        ("shortest", vec![shortest.to_string()]),
        ("texts", ids(texts)),
        ("adds_nothing", adds_nothing.clone()),
        ("goals", goals.collect()),
        ("claims", claims.collect()),
    ]
}

fn doubts(doubts: &Doubts) -> Keys {
    let Doubts {
        shares,
        not_shares,
        costs,
        not_costs,
        may_fall,
        whole,
        averages,
        not_names,
        no_results,
        of_each,
        of_one,
        of_any,
        nothing,
        of_the_year,
        of_the_past,
        background,
        harms,
        tallies,
        not_harms,
        goods,
        not_counted,
        restating,
        once_with,
        spending_fillers,
        plans,
        of_last_year,
        money,
        unspent,
        causes,
        not_causes,
        of_all,
        once,
        spending,
    } = doubts;
    let spending = spending
        .iter()
        .map(|SpendingTemplate { amount, names, of }| {
            let of = of
                .as_ref()
                .map_or_else(String::new, |of| format!("{} ", of.value));
            format!("{}: {of}{}", amount.value, names.join(" "))
        });
    vec![
        ("shares", shares.clone()),
        ("not_shares", not_shares.clone()),
        ("costs", costs.clone()),
        ("not_costs", not_costs.clone()),
        ("may_fall", may_fall.clone()),
        ("whole", whole.clone()),
        ("averages", averages.clone()),
        ("not_names", not_names.clone()),
        ("no_results", no_results.clone()),
        ("of_each", of_each.clone()),
        ("of_one", of_one.clone()),
        ("of_any", of_any.clone()),
        ("nothing", nothing.clone()),
        ("of_the_year", of_the_year.clone()),
        ("of_the_past", of_the_past.clone()),
        ("harms", harms.clone()),
        ("tallies", tallies.clone()),
        ("not_harms", not_harms.clone()),
        ("goods", goods.clone()),
        ("not_counted", not_counted.clone()),
        ("restating", restating.clone()),
        ("once_with", once_with.clone()),
        ("spending_fillers", spending_fillers.clone()),
        ("plans", plans.clone()),
        ("background", background.clone()),
        ("of_last_year", of_last_year.clone()),
        ("money", money.clone()),
        ("unspent", unspent.clone()),
        ("causes", causes.clone()),
        ("not_causes", not_causes.clone()),
        ("of_all", of_all.clone()),
        ("once", ids(once)),
        ("spending", spending.collect()),
    ]
}
