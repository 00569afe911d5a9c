//! Which returns belong into one summary: those of one pack and one year. A stray is left out, and never in silence.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::gather::{Part, Taken};
use crate::form;
use crate::roster::Department;
use crate::template::Pack;
use crate::text::Text;

/// What a summary should be of, as far as somebody says so.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wanted<'a> {
    /// The packs its returns are made from; empty for any.
    pub packs: &'a [Arc<Pack>],
    /// The year its returns are for.
    pub year: Option<u16>,
    /// The departments that should return something.
    pub roster: Option<&'a [Department]>,
}

/// The returns that do not belong into a summary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Strays {
    /// Their places among all returns, each with why.
    pub left_out: Vec<(usize, Text)>,
    /// What the summary is of, and why that.
    pub chosen: Text,
}

/// What a return is of: its year, and the pack to the letter.
type Kind<'a> = (u16, &'a str, &'a str);

fn kind(taken: &Taken) -> Kind<'_> {
    let Taken { pack, spec, .. } = taken;
    (spec.year, &pack.id, &pack.fingerprint)
}

/// Tells the returns that are of another pack or year than the summary is: that which was asked for, else that of most
/// departments. `None` where there is no stray.
pub fn strays(parts: &[Part], wanted: &Wanted<'_>) -> Option<Strays> {
    let all = || parts.iter().filter_map(|part| part.taken.as_ref());
    let mut departments: BTreeMap<Kind<'_>, BTreeSet<&str>> = BTreeMap::new();
    for taken in all() {
        let spec = &taken.spec;
        let key = if spec.code.trim().is_empty() {
            spec.department.trim()
        } else {
            spec.code.trim()
        };
        departments.entry(kind(taken)).or_default().insert(key);
    }
    if departments.len() < 2 {
        return None;
    }
    let is_wanted = |(year, _, fingerprint): &Kind<'_>| {
        let mut packs = wanted.packs.iter();
        let is_pack = packs.any(|pack| pack.fingerprint == *fingerprint);
        (
            wanted.packs.is_empty() || is_pack,
            wanted.year.is_none_or(|wanted| wanted == *year),
        )
    };
    let listed = |keys: &BTreeSet<&str>| {
        let roster = wanted.roster.into_iter().flatten();
        roster
            .filter(|it| keys.contains(it.code.as_str()) || keys.contains(it.name.as_str()))
            .count()
    };
    // Of as many departments, the later year.
    let (chosen, _) = (departments.iter())
        .max_by_key(|(kind, keys)| (is_wanted(kind), listed(keys), keys.len(), **kind))?;
    let asked = match is_wanted(chosen) {
        (true, true) if !wanted.packs.is_empty() || wanted.year.is_some() => {
            Text::new("指定的", "as was asked for")
        }
        _ => Text::new(
            "这样的单位最多；要汇总别的，用 --year、--pack 指明",
            "that of most departments; name another with --year or --pack",
        ),
    };
    let is_of = |taken: &Taken| kind(taken) == *chosen;
    let Taken { spec, pack, .. } = all().find(|taken| is_of(taken))?;
    let year = spec.year;
    let left_out = parts.iter().enumerate().filter_map(|(index, part)| {
        let taken = part.taken.as_ref().filter(|taken| !is_of(taken))?;
        Some((index, why(taken, year, pack)))
    });
    Some(Strays {
        left_out: left_out.collect(),
        chosen: Text::new(
            format!(
                "汇总 {year} 年度、模板 {} 的表（{}）",
                named(pack),
                asked.zh
            ),
            format!(
                "the summary is of {year} and {} ({})",
                named(pack),
                asked.en
            ),
        ),
    })
}

/// A pack with its version, and as much of its fingerprint as tells two texts of one version apart.
fn named(pack: &Pack) -> String {
    let hash = pack.fingerprint.get(..8).unwrap_or(&pack.fingerprint);
    format!("{} version {} [{hash}]", pack.id, pack.version)
}

/// Another pack is told before another year: who mixed up two forms does not look for the year.
fn why(taken: &Taken, year: u16, pack: &Pack) -> Text {
    let (form, own) = (&taken.pack, taken.spec.year);
    let is_of_year = own == year;
    if form.id != pack.id {
        let (title, id) = (form::title(form, &taken.spec), &form.id);
        return match is_of_year {
            true => Text::new(
                format!("用的是另一套模板 {id}（{title}）"),
                format!("it was made from another pack, {id} ({title})"),
            ),
            false => Text::new(
                format!("用的是另一套模板 {id}（{title}），年度也不同，是 {own} 年度的表"),
                format!("it was made from another pack, {id} ({title}), and is of {own}"),
            ),
        };
    }
    if !is_of_year {
        return Text::new(format!("是 {own} 年度的表"), format!("it is of {own}"));
    }
    Text::new(
        format!("用的是同一套模板的另一版：{}", named(form)),
        format!("it was made from another text of the pack: {}", named(form)),
    )
}
