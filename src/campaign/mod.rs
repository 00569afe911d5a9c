//! `campaign.toml`: what a bureau says once for all forms it sends out together.
//!
//! [`parse`] is the door. The language is described in `docs/campaign.md`.

use std::sync::Arc;

use crate::check::levels::{self, Levels, Wish};
use crate::check::waivers::Waiver;
use crate::finding::SetBy;
use crate::template::{LEVELS, Located, Mistake, Mistakes, Node, Pack, Source, nearest, open};
use crate::text::Text;

mod waiver;

/// A campaign.
#[derive(Debug, Clone)]
pub struct Campaign {
    /// The packs its forms are made from.
    pub packs: Vec<Arc<Pack>>,
    /// The year its forms are for.
    pub year: Option<u16>,
    /// Who sends them out.
    pub issuer: Option<String>,
    /// The roster, as a path from its folder.
    pub roster: Option<String>,
    /// The key its forms are signed with, as a path from its folder.
    pub key: Option<String>,
    /// The folder of last year's campaign, as a path from its folder.
    pub last: Option<String>,
    /// How grave findings are.
    pub levels: Levels,
    /// Which findings do not count.
    pub waivers: Vec<Waiver>,
}

/// Why there is no pack to a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoPack {
    /// Nothing is called so.
    Unknown,
    /// It has so many mistakes.
    Broken(usize),
}

/// The packs of a name.
pub type Packs = Result<Vec<Arc<Pack>>, NoPack>;

/// Reads a `campaign.toml`; `find` gives the packs of a name: a shipped one, or the path of a folder.
///
/// # Errors
/// All its mistakes, in the order of lines and columns.
pub fn parse(source: &Source, find: &dyn Fn(&str) -> Packs) -> Result<Campaign, Vec<Mistake>> {
    let mistakes = Mistakes::default();
    let campaign = open(source, &mistakes, |root| campaign(root, find, &mistakes));
    if mistakes.is_empty() {
        Ok(campaign)
    } else {
        Err(mistakes.sorted())
    }
}

fn campaign(root: &Node<'_>, find: &dyn Fn(&str) -> Packs, mistakes: &Mistakes) -> Campaign {
    let name = root.required("pack");
    let packs = name.and_then(|name| {
        let found = find(&name.value);
        found.map_err(|why| no_pack(name, why, mistakes)).ok()
    });
    let given = |key| root.has(key).then(|| root.required(key)).flatten();
    let text = |key| given(key).map(|text: Located<String>| text.value);
    let year = root.whole("year", 1990, 2200);
    let rules = packs.as_deref().map(Rules::of);
    let campaign = Campaign {
        year: year.and_then(|year| u16::try_from(year).ok()),
        issuer: text("issuer"),
        roster: text("roster"),
        key: text("key"),
        last: text("last"),
        levels: levels(root, rules.as_ref(), mistakes),
        waivers: waiver::waivers(root, rules.as_ref(), mistakes),
        packs: packs.unwrap_or_default(),
    };
    root.finish();
    campaign
}

fn no_pack(name: Located<String>, why: NoPack, mistakes: &Mistakes) {
    let Located {
        value: name,
        origin,
    } = name;
    let (message, hint) = match why {
        NoPack::Unknown => (
            Text::new(
                format!("没有模板“{name}”"),
                format!("there is no pack '{name}'"),
            ),
            Text::new(
                "写模板文件夹的路径（从 campaign.toml 所在的文件夹算起），或随软件带的模板的名称（annex template list）。",
                "Write the path of a pack's folder, from the folder of campaign.toml, or the id of a shipped pack ('annex template list').",
            ),
        ),
        NoPack::Broken(count) => (
            Text::new(
                format!("模板“{name}”有 {count} 处差错"),
                format!("the pack '{name}' has {count} mistakes"),
            ),
            Text::new(
                "请先用 annex template check 改好模板。",
                "Mend the pack first: 'annex template check' shows them.",
            ),
        ),
    };
    mistakes.add("T019", origin, message, hint);
}

fn levels(root: &Node<'_>, rules: Option<&Rules<'_>>, mistakes: &Mistakes) -> Levels {
    let mut levels = Levels::default();
    let mut known: Vec<String> = Vec::new();
    for (name, word) in root.named_strings("levels") {
        let level = root.word(&name.value, word, LEVELS);
        let Some(code) = rules.and_then(|rules| rules.code(&name, "T003", mistakes)) else {
            continue;
        };
        if known.contains(&code) {
            mistakes.add(
                "T018",
                name.origin,
                Text::new(
                    format!("规则 {code} 的级别规定了两次"),
                    format!("the level of the rule {code} is set twice"),
                ),
                Text::new(
                    "编号和名称指的是同一条规则，请删去一行。",
                    "Its code and its name mean the same rule: remove one line.",
                ),
            );
            continue;
        }
        if let Some(level) = level {
            levels.wish(&code, SetBy::Campaign, Wish::Level(level));
        }
        known.push(code);
    }
    levels
}

/// The rules a campaign can speak of: those of annex and of its packs.
struct Rules<'a> {
    packs: Vec<&'a Pack>,
}

impl<'a> Rules<'a> {
    fn of(packs: &'a [Arc<Pack>]) -> Rules<'a> {
        Rules {
            packs: packs.iter().map(AsRef::as_ref).collect(),
        }
    }

    /// The code of the rule somebody means; an unknown one is a mistake.
    fn code(
        &self,
        word: &Located<String>,
        mistake: &'static str,
        mistakes: &Mistakes,
    ) -> Option<String> {
        let found = levels::code(&word.value, &self.packs);
        if found.is_none() {
            let known: Vec<&str> = levels::known(&self.packs).collect();
            let hint = match nearest(&word.value, &known) {
                Some(close) => Text::new(
                    format!("是不是“{close}”？"),
                    format!("Did you mean '{close}'?"),
                ),
                None => Text::new(
                    "请写规则的编号或名称，审核结果里都有，如 V001。",
                    "Write the code or the name of a rule, as findings have them: V001.",
                ),
            };
            mistakes.add(
                mistake,
                word.origin.clone(),
                Text::new(
                    format!("没有规则“{}”", word.value),
                    format!("there is no rule '{}'", word.value),
                ),
                hint,
            );
        }
        found
    }
}
