//! Every rule at text size: for each code a file of `tests/rules/` with cases that trigger it, and neighbours that do not.
//!
//! A case starts from a clean return (示例县档案馆, the demo's second department), changes it line by line, and lists all
//! findings that follow, each as code | sheet | cell | field | reported | computed | difference. `·` is what is not there,
//! `none` is no finding. See `tests/rules/README.md` for the words a change is written with.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper of tests fails as a test does"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use annex::book::RawBook;
use annex::book::read::ReadError;
use annex::check::across::across;
use annex::check::past::Past;
use annex::check::rules::ALL;
use annex::check::{self, Content, Options};
use changes::place;
use rayon::prelude::*;
use returns::{lines, pack, without_comments};
use serde_json::{Value as Json, json};

use crate::common::changes;
use crate::common::returns;

/// One case of a file.
struct Case {
    /// What is wrong with it, in words.
    title: String,
    changes: Vec<String>,
    expected: Vec<String>,
}

#[test]
fn every_case_gives_exactly_the_findings_written_below_it() {
    let failed = |(path, case): &(PathBuf, Case)| {
        let found = findings(&case.changes);
        (found != case.expected).then(|| {
            format!(
                "{}: {}\n  {}\nfound:\n  {}\nexpected:\n  {}\n",
                path.display(),
                case.title,
                case.changes.join("\n  "),
                found.join("\n  "),
                case.expected.join("\n  ")
            )
        })
    };
    // Of a single rule while it is being written: RULE=V007.
    let only = std::env::var("RULE").ok();
    let is_asked_for = |path: &Path| {
        let code = path.file_stem().and_then(|stem| stem.to_str());
        only.is_none() || only.as_deref() == code
    };
    let cases: Vec<(PathBuf, Case)> = files()
        .into_iter()
        .filter(|(path, _)| is_asked_for(path))
        .flat_map(|(path, cases)| cases.into_iter().map(move |case| (path.clone(), case)))
        .collect();
    let failures: Vec<String> = cases.par_iter().filter_map(failed).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn every_rule_has_a_case_that_triggers_it_and_one_that_does_not() {
    let codes: BTreeSet<String> = ALL
        .iter()
        .map(|rule| rule.code.to_owned())
        .chain(pack().rules.iter().map(|rule| rule.code.clone()))
        .collect();
    let files: BTreeMap<String, Vec<Case>> = files()
        .into_iter()
        .map(|(path, cases)| {
            (
                path.file_stem().unwrap().to_str().unwrap().to_owned(),
                cases,
            )
        })
        .collect();
    assert_eq!(files.keys().cloned().collect::<BTreeSet<_>>(), codes);
    for (code, cases) in &files {
        let triggers = |case: &Case| case.expected.iter().any(|line| line.starts_with(code));
        assert!(cases.iter().any(triggers), "{code} is never triggered");
        assert!(
            !cases.iter().all(triggers),
            "{code} has no neighbour that leaves it silent"
        );
    }
}

fn files() -> Vec<(PathBuf, Vec<Case>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules");
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "txt"))
        .collect();
    paths.sort();
    let read = |path: PathBuf| {
        let text = std::fs::read_to_string(&path).unwrap();
        let parts = text.split("\n## ").skip(1).map(case).collect();
        (path, parts)
    };
    paths.into_iter().map(read).collect()
}

fn case(text: &str) -> Case {
    let (title, rest) = text.split_once('\n').unwrap();
    let (changes, expected) = rest
        .split_once("--\n")
        .unwrap_or_else(|| panic!("{title}: no --"));
    let mut expected = without_comments(expected);
    expected.retain(|line| line != "none");
    Case {
        title: title.to_owned(),
        changes: changes
            .lines()
            .filter(|line| !line.is_empty())
            .map(str::to_owned)
            .collect(),
        expected,
    }
}

/// The findings of the clean return after these changes.
fn findings(changes: &[String]) -> Vec<String> {
    let beginning = |word: &str| -> Vec<String> {
        let lines = changes.iter().filter_map(|line| line.strip_prefix(word));
        lines.map(str::to_owned).collect()
    };
    let mut options = Options::default();
    let last = beginning("last ");
    if !last.is_empty() {
        let year = pack().year - 1;
        let book = changed(&last, &mut Options::default(), Some(year), None);
        let content = Content::read(book.unwrap(), &[pack()]).unwrap();
        options.last = Some(Arc::new(Past::of(vec![("last.xlsx".to_owned(), content)])));
    }
    let own: Vec<String> = changes
        .iter()
        .filter(|line| !line.starts_with("last ") && !line.starts_with("other "))
        .cloned()
        .collect();
    let book = changed(&own, &mut options, None, None);
    let mut all = vec![check::open("return.xlsx", book, &[pack()], &options)];
    let other = beginning("other ");
    if !other.is_empty() {
        // Another department, unless it says that it is the same.
        let code = (!other.iter().any(|line| line == "same-department")).then_some("909");
        let book = changed(&other, &mut Options::default(), None, code);
        all.push(check::open("other.xlsx", book, &[pack()], &options));
        across(&mut all, &options);
    }
    lines(&all[0].flat())
}

/// What the same department may have returned the year before: what is now last year's figure was then the final one, and the
/// texts were others.
fn a_year_ago(values: &mut Json) {
    let rows = values["base"].as_object_mut().unwrap().values_mut();
    for row in rows.filter_map(Json::as_object_mut) {
        if let Some(prior) = row.get("prior").cloned() {
            row.insert("actual".to_owned(), prior);
        }
    }
    let texts = [
        "narrative.performance.text",
        "narrative.problems.text",
        "narrative.measures.text",
    ];
    for id in texts.into_iter().chain(["overall.goal.achieved"]) {
        *place(values, id) = json!("上年写的是别的内容。");
    }
}

/// The clean return after these changes: for another year or of another department, if they are given.
fn changed(
    changes: &[String],
    options: &mut Options,
    year: Option<u16>,
    code: Option<&str>,
) -> Result<RawBook, ReadError> {
    let mut demo = returns::demo("02-archives");
    if let Some(code) = code {
        code.clone_into(&mut demo.code);
        "示例县某局（虚构）".clone_into(&mut demo.name);
    }
    if year.is_some() {
        a_year_ago(&mut demo.values);
    }
    changes::changed(demo, &pack(), changes, options, year)
}
