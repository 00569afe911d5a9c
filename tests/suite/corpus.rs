//! A corpus of whole returns, each with the findings a clerk of the bureau would expect: every cause, its level, cells and
//! figures, and what is folded beneath it.
//!
//! What is expected was written down from the form and the regulations, not from what annex says. Where both differ the
//! corpus stays as it is, and the difference stands in `tests/corpus/known.txt`: missed, or false. docs/corpus.md is the table
//! of all returns, and of all rules. See `tests/corpus/README.md` for how a return is written down.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper of tests fails as a test does"
)]

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use annex::check::rules::ALL;
use annex::demo::{self, Demo};
use annex::finding::Finding;
use annex::form;
use annex::template::{Pack, packs};
use rayon::prelude::*;

use crate::common::changes;

/// A return of the corpus and what came of it.
struct Held {
    /// Its file, without folder and extension: `07-shifted-row`.
    id: String,
    /// What it is, in a few words.
    title: String,
    /// Whose form it is.
    pack: Arc<Pack>,
    /// Each finding it should have.
    expected: Vec<Item>,
    /// What annex says besides, and what it does not say.
    wrong: Vec<(Wrong, Item)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Wrong {
    Missed,
    False,
}

impl Wrong {
    fn id(self) -> &'static str {
        match self {
            Wrong::Missed => "missed",
            Wrong::False => "false",
        }
    }
}

/// One finding: a cause, or what follows from one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Item {
    code: String,
    /// As it is written in a file of the corpus; what follows from a cause names it after `<`.
    line: String,
}

static PACKS: LazyLock<Vec<Arc<Pack>>> = LazyLock::new(|| {
    let load = |id: &String| form::load(&packs::shipped_files(id).unwrap()).unwrap();
    packs::shipped().iter().map(load).collect()
});

static CORPUS: LazyLock<Vec<Held>> = LazyLock::new(|| {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            let name = path.file_name().unwrap().to_str().unwrap();
            let is_asked = std::env::var("CORPUS").map_or(true, |asked| {
                asked
                    .split(',')
                    .any(|number| name.starts_with(&format!("{number}-")))
            });
            is_asked && name.ends_with(".txt") && name.starts_with(|c: char| c.is_ascii_digit())
        })
        .collect();
    paths.sort();
    paths.par_iter().map(|path| held(path)).collect()
});

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus")
}

fn text(path: &Path) -> String {
    let text = std::fs::read_to_string(path);
    let text = text.unwrap_or_else(|why| panic!("{}: {why}", path.display()));
    text.replace("\r\n", "\n")
}

/// The department a return starts from: one of the demo, or of `tests/corpus/departments`.
fn department(from: &str) -> (Demo, Arc<Pack>) {
    let (pack, id) = from.split_once('/').unwrap();
    let demos = demo::departments_of(pack).unwrap();
    let invented = || {
        let path = folder().join(format!("departments/{from}.json"));
        serde_json::from_str(&text(&path)).unwrap_or_else(|why| panic!("{from}: {why}"))
    };
    let found = demos.into_iter().find(|demo| demo.id == id);
    let pack = PACKS.iter().find(|known| known.id == pack).unwrap();
    (found.unwrap_or_else(invented), Arc::clone(pack))
}

fn held(path: &Path) -> Held {
    let text = text(path);
    let (head, rest) = text.split_once("\nfrom ").unwrap();
    let (changes, expected) = rest
        .split_once("\n--\n")
        .unwrap_or_else(|| panic!("{}: no --", path.display()));
    let title = head.lines().next().unwrap().trim_start_matches("# ");
    let mut changes = changes.lines().filter(|line| !line.trim().is_empty());
    let (demo, pack) = department(changes.next().unwrap());
    let changes: Vec<String> = changes.map(str::to_owned).collect();
    let found = found(&changes::opened(demo, &pack, &changes).findings);
    let expected = expected_of(expected);
    Held {
        id: path.file_stem().unwrap().to_str().unwrap().to_owned(),
        title: title.to_owned(),
        wrong: differences(&expected, &found),
        pack,
        expected,
    }
}

/// What is expected and not found, and the reverse; equal lines count as often as they are there.
fn differences(expected: &[Item], found: &[Item]) -> Vec<(Wrong, Item)> {
    let without = |left: &[Item], taken: &[Item]| {
        let mut taken = taken.to_vec();
        let mut rest = left.to_vec();
        rest.retain(|item| match taken.iter().position(|other| other == item) {
            Some(at) => {
                taken.remove(at);
                false
            }
            None => true,
        });
        rest
    };
    let missed = without(expected, found).into_iter();
    let told = without(found, expected).into_iter();
    let missed = missed.map(|item| (Wrong::Missed, item));
    missed
        .chain(told.map(|item| (Wrong::False, item)))
        .collect()
}

/// The findings written in a file: a cause in a line, and indented beneath it what follows.
fn expected_of(lines: &str) -> Vec<Item> {
    let mut items = Vec::new();
    let mut cause = String::new();
    for line in lines
        .lines()
        .filter(|line| !line.trim().is_empty() && *line != "none")
    {
        let parts: Vec<&str> = line.split('|').map(str::trim).collect();
        if line.starts_with(' ') {
            items.push(following(&parts, &cause));
        } else {
            cause = format!("{} {}", parts[1], parts[2]);
            items.push(Item {
                code: parts[1].to_owned(),
                line: parts.join(" | "),
            });
        }
    }
    items
}

fn following(parts: &[&str], cause: &str) -> Item {
    Item {
        code: parts[0].to_owned(),
        line: format!("{} < {cause}", parts.join(" | ")),
    }
}

/// The same of what annex says.
fn found(findings: &[Finding]) -> Vec<Item> {
    let or_point = |text: &Option<String>| text.clone().unwrap_or_else(|| "·".to_owned());
    let mut items = Vec::new();
    for finding in findings {
        let (sheet, cells) = (sheet_of(finding), cells_of(finding));
        let level = finding.level.id();
        let (reported, computed) = (or_point(&finding.reported), or_point(&finding.computed));
        let mut parts = vec![level, &finding.code, &sheet, &cells, &reported, &computed];
        parts.extend(
            finding
                .explained
                .as_ref()
                .map(|answer| answer.text.as_str()),
        );
        items.push(Item {
            code: finding.code.clone(),
            line: parts.join(" | "),
        });
        let cause = format!("{} {sheet}", finding.code);
        for other in &finding.follows {
            let (sheet, cells) = (sheet_of(other), cells_of(other));
            items.push(following(&[&other.code, &sheet, &cells], &cause));
        }
    }
    items
}

/// The name of a sheet up to its first blank.
fn sheet_of(finding: &Finding) -> String {
    let name = finding.place.sheet.as_deref().unwrap_or("·");
    name.split(' ').next().unwrap_or_default().to_owned()
}

fn cells_of(finding: &Finding) -> String {
    let cells = finding.members().iter().filter_map(|one| one.place.cell);
    let cells: Vec<String> = cells.map(|cell| cell.to_string()).collect();
    if cells.is_empty() {
        "·".to_owned()
    } else {
        cells.join(" ")
    }
}

/// Where annex and the corpus are known to differ: return, missed or false, the finding as the test prints it, and
/// after `--` why.
fn known() -> Vec<(String, String)> {
    text(&folder().join("known.txt"))
        .lines()
        .filter(|line| !line.trim().is_empty() && !line.starts_with('#'))
        .map(|line| {
            let (difference, why) = line.split_once(" -- ").unwrap();
            (difference.trim().to_owned(), why.trim().to_owned())
        })
        .collect()
}

fn difference(held: &Held, wrong: Wrong, item: &Item) -> String {
    format!("{}: {}: {}", held.id, wrong.id(), item.line)
}

#[test]
fn every_return_has_exactly_the_findings_a_clerk_expects() {
    let mut found: Vec<String> = CORPUS
        .iter()
        .flat_map(|held| {
            let wrong = held.wrong.iter();
            wrong.map(|(wrong, item)| difference(held, *wrong, item))
        })
        .collect();
    let mut gone = Vec::new();
    for (known, _) in known() {
        match found.iter().position(|difference| *difference == known) {
            Some(at) => {
                found.remove(at);
            }
            None if std::env::var("CORPUS").is_err() => gone.push(known),
            None => {}
        }
    }
    assert!(
        found.is_empty() && gone.is_empty(),
        "new differences:\n  {}\nin known.txt, and mended:\n  {}",
        found.join("\n  "),
        gone.join("\n  ")
    );
}

#[test]
fn the_corpus_is_large_enough_to_tell() {
    assert!(CORPUS.len() >= 40);
    let clean = |held: &&Held| held.expected.is_empty();
    assert!(CORPUS.iter().filter(clean).count() >= 8);
    for pack in PACKS.iter() {
        assert!(CORPUS.iter().any(|held| held.pack.id == pack.id));
    }
}

const PAGE: &str = "docs/corpus.md";

#[test]
fn the_table_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(PAGE);
    assert!(
        text(&path) == page(),
        "{PAGE} is out of date: run cargo test --test suite corpus:: -- --ignored"
    );
}

#[test]
#[ignore = "writes docs/corpus.md; run it after a change to the corpus or to what annex finds in it"]
fn write_table() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(PAGE);
    std::fs::write(path, page()).unwrap();
}

/// How often something was expected, found, missed, and told though it should not have been.
#[derive(Default, Clone, Copy)]
struct Tally {
    expected: usize,
    missed: usize,
    told: usize,
}

impl Tally {
    /// Of the findings that count, in these returns.
    fn of<'h>(
        returns: impl IntoIterator<Item = &'h Held>,
        counts: &dyn Fn(&Held, &Item) -> bool,
    ) -> Tally {
        let mut tally = Tally::default();
        for held in returns {
            let expected = held.expected.iter().filter(|item| counts(held, item));
            tally.expected += expected.count();
            let wrong = held.wrong.iter().filter(|(_, item)| counts(held, item));
            for (wrong, _) in wrong {
                match wrong {
                    Wrong::Missed => tally.missed += 1,
                    Wrong::False => tally.told += 1,
                }
            }
        }
        tally
    }

    fn cells(self) -> String {
        let found = self.expected - self.missed;
        let Tally {
            expected,
            missed,
            told,
        } = self;
        format!("{expected} | {found} | {missed} | {told}")
    }
}

fn all(_: &Held, _: &Item) -> bool {
    true
}

fn page() -> String {
    let mut page = String::from(HEAD);
    page.push_str(
        "| return | pack | what it is | expected | found | missed | false |\n|---|---|---|---:|---:|---:|---:|\n",
    );
    for held in CORPUS.iter() {
        let (id, pack, title) = (&held.id, &held.pack.id, &held.title);
        let cells = Tally::of([held], &all).cells();
        writeln!(page, "| `{id}` | {pack} | {title} | {cells} |").unwrap();
    }
    let clean = CORPUS
        .iter()
        .filter(|held| held.expected.is_empty())
        .count();
    let total = Tally::of(CORPUS.iter(), &all).cells();
    let count = CORPUS.len();
    writeln!(
        page,
        "| **all {count}** | | {clean} of them are clean | {total} |\n"
    )
    .unwrap();
    page.push_str(&differences_section());
    page.push_str(&rules_section());
    page
}

const HEAD: &str = "\
# The corpus

This page is generated from `tests/corpus`. 本页由程序生成，不要手改。

Each return is a whole workbook of a department: invented from what really comes back, but for one that was published. What should be found
in it was written down by hand, from the form and the regulations, with level, cell and figures. *Expected* counts every finding, the causes and what
is folded beneath them; *found* those that annex gives exactly so; *missed* those that it does not; *false* those that it gives and nobody should
read. A finding with another figure, or beneath another cause, counts as missed and as false.

## Returns

";

fn differences_section() -> String {
    let known = known();
    if known.is_empty() {
        return String::new();
    }
    let mut section = String::from("## Where annex is wrong\n\n");
    for (difference, why) in known {
        let difference = difference.replace('|', "\\|");
        writeln!(section, "- `{difference}`: {why}").unwrap();
    }
    section.push('\n');
    section
}

/// A rule of annex, or of a pack.
struct Asked<'p> {
    pack: Option<&'p str>,
    code: &'p str,
    name: &'p str,
}

fn rules() -> Vec<Asked<'static>> {
    let own = ALL.iter().map(|rule| Asked {
        pack: None,
        code: rule.code,
        name: rule.name,
    });
    let of_packs = PACKS.iter().flat_map(|pack| {
        pack.rules.iter().map(|rule| Asked {
            pack: Some(&pack.id),
            code: &rule.code,
            name: &rule.name,
        })
    });
    own.chain(of_packs).collect()
}

fn rules_section() -> String {
    let mut section = String::from("## Rules\n\n");
    let mut table = String::from(
        "| rule | name | expected | found | missed | false |\n|---|---|---:|---:|---:|---:|\n",
    );
    let mut never: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for Asked { pack, code, name } in rules() {
        let counts = |held: &Held, item: &Item| {
            item.code == code && pack.is_none_or(|pack| held.pack.id == pack)
        };
        let tally = Tally::of(CORPUS.iter(), &counts);
        if tally.expected + tally.told == 0 {
            never.entry(pack.unwrap_or("annex")).or_default().push(code);
            continue;
        }
        let pack = pack.map_or_else(String::new, |pack| format!("{pack} "));
        writeln!(table, "| {pack}{code} | `{name}` | {} |", tally.cells()).unwrap();
    }
    section.push_str(&table);
    if !never.is_empty() {
        section.push_str(
            "\nRules that no return of the corpus breaks; `tests/rules` and `tests/packs` have a case for each:\n\n",
        );
    }
    for (whose, codes) in never {
        writeln!(section, "- {whose}: {}", codes.join(", ")).unwrap();
    }
    section
}
