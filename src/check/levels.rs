//! How grave findings are: the rule says it, then the pack, then the campaign, then the command line.

use std::collections::BTreeMap;

use crate::check::rule::Rule;
use crate::check::rules;
use crate::finding::{Finding, Level, SetBy};
use crate::template::Pack;

/// What somebody says about a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// Its findings are of this level.
    Level(Level),
    /// Its findings are not wanted.
    Allow,
}

/// Wishes about rules, by code. The last word of whoever stands highest counts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Levels {
    wishes: BTreeMap<String, (SetBy, Wish)>,
}

impl Levels {
    /// Adds a wish, unless somebody who stands higher has spoken.
    pub fn wish(&mut self, code: &str, by: SetBy, wish: Wish) {
        let known = self.wishes.get(code);
        if known.is_none_or(|(before, _)| *before <= by) {
            self.wishes.insert(code.to_owned(), (by, wish));
        }
    }

    /// Sets the levels of findings, and leaves out those of rules that are allowed.
    pub(super) fn set(&self, pack: &Pack, findings: &mut Vec<Finding>) {
        findings.retain_mut(|finding| {
            let wish = self.wishes.get(&finding.code).copied().or_else(|| {
                let level = pack.levels.get(&finding.code)?;
                Some((SetBy::Pack, Wish::Level(*level)))
            });
            match wish {
                Some((_, Wish::Allow)) => false,
                Some((by, Wish::Level(level))) => {
                    finding.level = level;
                    finding.set_by = by;
                    true
                }
                None => true,
            }
        });
    }
}

/// Every word a rule of annex, or of one of these packs, can be called by: codes and names.
pub fn known<'a>(packs: &[&'a Pack]) -> impl Iterator<Item = &'a str> {
    let own = rules::ALL.iter().flat_map(|rule| [rule.code, rule.name]);
    let of_packs = packs.iter().flat_map(|pack| &pack.rules);
    own.chain(of_packs.flat_map(|rule| [rule.code.as_str(), rule.name.as_str()]))
}

/// The code of a rule that is called by its code or its name, of annex or of one of these packs.
pub fn code(word: &str, packs: &[&Pack]) -> Option<String> {
    let own = |rule: &&&Rule| rule.code.eq_ignore_ascii_case(word) || rule.name == word;
    if let Some(rule) = rules::ALL.iter().find(own) {
        return Some(rule.code.to_owned());
    }
    let mut rules = packs.iter().flat_map(|pack| &pack.rules);
    let rule = rules.find(|rule| rule.code.eq_ignore_ascii_case(word) || rule.name == word)?;
    Some(rule.code.clone())
}
