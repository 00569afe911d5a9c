//! Whatever annex says to people, it says in Chinese and in English.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper of tests fails as a test does"
)]

use std::fs;
use std::path::Path;

use annex::check::rules::ALL;
use annex::finding::{Level, SetBy};
use annex::template::mistake::CODES;
use annex::template::{self, packs};
use bilingual::{assert_complete, missing};

use crate::common::bilingual;

#[test]
fn what_is_missing_is_seen() {
    for (zh, en, expected) in [
        ("“{label}”未填写", "'{label}' is blank", None),
        ("合计为 {sum}", "the sum is {sum}", None),
        ("请写字体，如 宋体。", "Write a font, such as 宋体.", None),
        ("：", ": ", None),
        ("{who} {year} 年度", "{who}, {year}", None),
        ("", "", None),
        ("未填写", "", Some("one is empty")),
        ("", "blank", Some("one is empty")),
        ("is blank", "is blank", Some("no Chinese")),
        ("“{label}”未填写", "“{label}”未填写", Some("no English")),
        (
            "填报 {a}，重算 {b}",
            "填写 {a}, but computed {b}",
            Some("Chinese in the English"),
        ),
    ] {
        assert_eq!(missing(zh, en), expected, "{zh} / {en}");
    }
}

#[test]
fn rules_are_explained_in_both_languages() {
    assert_complete(ALL.iter().flat_map(|rule| {
        [rule.title, rule.checks, rule.why, rule.example, rule.mend].map(|(zh, en)| {
            assert!(!zh.is_empty(), "{}", rule.code);
            (rule.code.to_owned(), zh, en)
        })
    }));
    assert_complete(
        CODES
            .iter()
            .map(|(code, zh, en)| ((*code).to_owned(), *zh, *en)),
    );
}

#[test]
fn rules_of_packs_are_in_both_languages() {
    for id in packs::shipped() {
        let pack = template::parse(&packs::shipped_files(&id).unwrap()).unwrap();
        assert!(!pack.rules.is_empty(), "{id}");
        assert_complete(pack.rules.iter().flat_map(|rule| {
            assert!(
                !rule.message.is_empty() && !rule.help.is_empty(),
                "{}",
                rule.code
            );
            [&rule.message, &rule.help].map(|text| {
                (
                    format!("{id} {}", rule.code),
                    text.zh.as_str(),
                    text.en.as_str(),
                )
            })
        }));
    }
}

#[test]
fn levels_and_those_who_set_them_have_names_in_both_languages() {
    let levels = [Level::Error, Level::Warning, Level::Info].map(Level::text);
    let set_by = [
        SetBy::Pack,
        SetBy::Campaign,
        SetBy::CommandLine,
        SetBy::Consequence,
    ];
    let set_by = set_by.map(|by| by.text().unwrap());
    let texts = levels.iter().chain(&set_by);
    assert_complete(texts.map(|text| {
        assert!(!text.is_empty());
        (text.en.clone(), text.zh.as_str(), text.en.as_str())
    }));
}

/// The literal at the start of a text, and what follows it.
fn literal(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start();
    let text = text.strip_prefix("format!(").unwrap_or(text).trim_start();
    let inner = text.strip_prefix('"')?;
    let mut escaped = false;
    let end = inner.find(|c: char| {
        let ends = c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        ends
    })?;
    Some((&inner[..end], &inner[end + 1..]))
}

/// What follows the comma that ends an argument.
fn next_argument(mut rest: &str) -> Option<&str> {
    let mut depth = 0;
    loop {
        let at = rest.find(['"', '(', ')', '[', ']', '{', '}', ','])?;
        match &rest[at..=at] {
            "\"" => {
                rest = literal(&rest[at..])?.1;
                continue;
            }
            "(" | "[" | "{" => depth += 1,
            // One more closes than opens where the literal stood in `format!(`.
            ")" | "]" | "}" => depth -= 1,
            _ if depth <= 0 => {
                let next = &rest[at + 1..];
                // A comma within `format!(…, value)` is followed by no literal.
                if literal(next).is_some() {
                    return Some(next);
                }
                if depth < 0 {
                    return None;
                }
            }
            _ => {}
        }
        rest = &rest[at + 1..];
    }
}

fn sources(folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push((
                path.display().to_string(),
                fs::read_to_string(&path).unwrap(),
            ));
        }
    }
}

/// Messages that no return of the gallery brings about are seen here: each `Text::new` of two literals in the sources.
#[test]
fn every_pair_of_sentences_in_the_sources_is_complete() {
    let mut files = Vec::new();
    sources(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut files,
    );
    let mut pairs = Vec::new();
    for (file, text) in &files {
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        let calls = ["Text::new(", "Failure::new(", "both!("];
        let calls = calls.iter().flat_map(|call| code.match_indices(call));
        for (at, call) in calls {
            let pair = literal(&code[at + call.len()..]).and_then(|(zh, rest)| {
                let (en, _) = literal(next_argument(rest)?)?;
                Some((file.clone(), zh, en))
            });
            pairs.extend(pair);
        }
    }
    assert!(pairs.len() > 600, "{} pairs are few", pairs.len());
    assert_complete(pairs);
}
