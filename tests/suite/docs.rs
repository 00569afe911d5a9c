//! The documents say what the program does: generated pages are compared, examples are read by the program itself.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper of tests fails as a test does"
)]

use std::fs;
use std::path::Path;
use std::sync::Arc;

use annex::campaign;
use annex::fill;
use annex::form::{self, Spec};
use annex::formula::functions;
use annex::manual::{self, shown};
use annex::template::mistake::CODES;
use annex::template::{self, Pack, Source, packs};
use annex::text::Language;
use bilingual::assert_complete;
use clap::error::ErrorKind;

use crate::common::bilingual;

fn path(file: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(file)
}

fn read(file: &str) -> String {
    fs::read_to_string(path(file))
        .unwrap_or_else(|why| panic!("{file}: {why}"))
        .replace("\r\n", "\n")
}

fn shipped(id: &str) -> Pack {
    template::parse(&packs::shipped_files(id).unwrap()).unwrap()
}

#[test]
fn generated_pages_are_up_to_date() {
    for page in manual::pages() {
        assert!(
            read(page.path) == page.text,
            "{} is out of date: run cargo test --test suite docs::write_pages -- --ignored",
            page.path
        );
    }
}

#[test]
fn campaigns_in_the_documents_are_sound() {
    for page in ["docs/campaign.md", "docs/guide.zh-CN.md"] {
        let text = read(page);
        let mut blocks = text.split("```toml\n").skip(1);
        let block = blocks.find(|block| block.starts_with("pack =")).unwrap();
        let source = Source {
            file: page.to_owned(),
            text: block.split("```").next().unwrap().to_owned(),
        };
        let pack = |id: &str| Ok(vec![Arc::new(shipped(id))]);
        let campaign = campaign::parse(&source, &pack).unwrap();
        assert_eq!(campaign.waivers.len(), 1, "{page}");
        assert_eq!(campaign.last.as_deref(), Some("../2023"), "{page}");
    }
}

#[test]
#[ignore = "writes the generated pages of docs/; run it after a change to rules, messages, functions or commands"]
fn write_pages() {
    for page in manual::pages() {
        fs::write(path(page.path), page.text).unwrap();
    }
}

#[test]
fn every_rule_has_a_message_in_the_gallery_in_both_languages() {
    let mut own: Vec<&str> = annex::check::rules::ALL
        .iter()
        .map(|rule| rule.code)
        .collect();
    for id in packs::shipped() {
        let pack = Arc::new(shipped(&id));
        let shown = shown(&pack);
        own.retain(|code| !shown.contains_key(*code));
        let of_pack = pack.rules.iter().map(|rule| rule.code.as_str());
        let missing: Vec<&str> = of_pack.filter(|code| !shown.contains_key(*code)).collect();
        assert_eq!(missing, Vec::<&str>::new(), "{id}");
        assert_complete(shown.iter().flat_map(|(code, shown)| {
            shown.iter().map(move |shown| {
                let message = &shown.message;
                assert!(!message.is_empty(), "{code}");
                (code.clone(), message.zh.as_str(), message.en.as_str())
            })
        }));
    }
    // The rules of annex say the same of all forms: any pack will do.
    assert_eq!(own, Vec::<&str>::new());
}

/// The fenced blocks of a page that carry a file name: ```` ```toml file=pack.toml ````.
fn files_of(page: &str) -> Vec<Source> {
    let mut files = Vec::new();
    let mut open: Option<Source> = None;
    for line in page.lines() {
        match &mut open {
            Some(_) if line == "```" => files.extend(open.take()),
            Some(source) => source.text.push_str(&format!("{line}\n")),
            None => {
                open = line.strip_prefix("```toml file=").map(|file| Source {
                    file: file.to_owned(),
                    text: String::new(),
                });
            }
        }
    }
    files
}

#[test]
fn the_pack_of_the_template_page_has_no_mistake() {
    let files = files_of(&read("docs/templates.md"));
    let names: Vec<&str> = files.iter().map(|file| file.file.as_str()).collect();
    assert_eq!(names, ["pack.toml", "visits.toml"]);
    let pack = Arc::new(template::parse(&files).unwrap());
    assert_eq!(form::check(&pack), []);
}

/// What stands between backquotes in the tables of a page, first column only.
fn first_column(page: &str) -> Vec<String> {
    page.lines()
        .filter_map(|line| line.strip_prefix("| ")?.split(" | ").next())
        .flat_map(|cell| cell.split('`').skip(1).step_by(2))
        .map(str::to_owned)
        .collect()
}

/// Keys that template files may have, as the reader of templates asks for them.
fn keys_of(source: &str) -> Vec<String> {
    let calls = [
        "string",
        "required",
        "boolean",
        "number",
        "whole",
        "numbers",
        "strings",
        "table",
        "tables",
        "named_tables",
        "named_strings",
        "one_of",
        "column",
        "formula",
        "half_points",
        "text",
        "day",
        "color",
    ];
    let mut keys = Vec::new();
    for call in calls {
        for (at, _) in source.match_indices(&format!("{call}(")) {
            let rest = source[at + call.len() + 1..].trim_start();
            let rest = rest.strip_prefix("&node,").unwrap_or(rest).trim_start();
            if let Some(key) = rest
                .strip_prefix('"')
                .and_then(|rest| rest.split('"').next())
            {
                keys.push(key.to_owned());
            }
        }
    }
    keys.sort();
    keys.dedup();
    keys
}

#[test]
fn every_key_of_a_template_and_of_a_campaign_is_documented() {
    let template = [
        "pack",
        "sheet",
        "field",
        "rules",
        "scoring",
        "report",
        "narrative",
        "last_year",
        "copies",
    ];
    let pages = [
        ("docs/templates.md", "src/template", template.as_slice()),
        ("docs/campaign.md", "src/campaign", &["mod", "waiver"]),
    ];
    for (page, folder, files) in pages {
        let documented = first_column(&read(page));
        let parts = documented.iter().flat_map(|known| known.split('.'));
        for file in files {
            let keys = keys_of(&read(&format!("{folder}/{file}.rs")));
            assert!(!keys.is_empty(), "{folder}/{file}.rs");
            for key in keys {
                let mut parts = parts.clone();
                assert!(
                    parts.any(|part| part.trim_matches(['[', ']']) == key),
                    "{page} does not say what '{key}' of {file} is"
                );
            }
        }
    }
}

#[test]
fn every_type_of_a_field_is_documented() {
    let page = read("docs/templates.md");
    for (word, _) in template::FieldType::WORDS {
        assert!(page.contains(&format!("| `{word}` |")), "{word}");
    }
}

/// The anchor a heading gets on the web: lower case, without punctuation, `-` for blanks.
fn anchor(heading: &str) -> String {
    heading
        .trim_start_matches('#')
        .trim()
        .to_lowercase()
        .chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'))
        .map(|c| if c == ' ' { '-' } else { c })
        .collect()
}

fn pages() -> Vec<String> {
    let mut pages = ["README.md", "README.zh-CN.md", "CHANGELOG.md"]
        .map(str::to_owned)
        .to_vec();
    for folder in ["docs", "docs/decisions"] {
        for entry in fs::read_dir(path(folder)).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            if name.ends_with(".md") {
                pages.push(format!("{folder}/{name}"));
            }
        }
    }
    pages
}

#[test]
fn links_between_documents_lead_somewhere() {
    for page in pages() {
        let text = read(&page);
        for (at, _) in text.match_indices("](") {
            let link = text[at + 2..].split(')').next().unwrap();
            if link.starts_with("http") {
                continue;
            }
            let (file, wanted) = link.split_once('#').unwrap_or((link, ""));
            let target = if file.is_empty() {
                path(&page)
            } else {
                path(&page).parent().unwrap().join(file)
            };
            assert!(target.exists(), "{page}: {link}");
            if !wanted.is_empty() {
                let text = fs::read_to_string(&target).unwrap();
                let mut headings = text.lines().filter(|line| line.starts_with('#'));
                assert!(
                    headings.any(|heading| anchor(heading) == wanted),
                    "{page}: {link}"
                );
            }
        }
    }
}

#[test]
fn mistakes_and_functions_named_in_the_pages_exist() {
    let page = read("docs/messages.md");
    for (code, _, _) in CODES {
        assert!(page.contains(&format!("| {code} |")), "{code}");
    }
    assert_eq!(read("docs/functions.md"), functions::markdown());
}

#[test]
fn the_packs_named_in_the_readme_are_shipped() {
    for readme in ["README.md", "README.zh-CN.md"] {
        for id in packs::shipped() {
            assert!(read(readme).contains(&id), "{readme}: {id}");
        }
    }
}

/// The fenced blocks of a page in one language.
fn blocks_of(page: &str, language: &str) -> Vec<String> {
    let start = format!("```{language}\n");
    page.match_indices(&start)
        .filter_map(|(at, _)| page[at + start.len()..].split("```").next())
        .map(str::to_owned)
        .collect()
}

#[test]
fn the_values_of_the_values_page_fill_the_shipped_form() {
    let page = read("docs/values.md");
    let json = serde_json::from_str(&blocks_of(&page, "json")[0]).unwrap();
    let values = fill::flatten(&json).unwrap();
    let pack = Arc::new(shipped("hunan-2024"));
    let form = form::resolve(&pack, &Spec::default()).unwrap();
    let form = form::resolve(&pack, &fill::grow(&form, &values).unwrap()).unwrap();
    assert_eq!(fill::entries(&form, &values).unwrap().len(), values.len());
    assert!(form.sheets.iter().any(|sheet| sheet.id == "project.2"));
}

#[test]
fn the_rosters_of_the_pages_are_rosters() {
    for page in ["docs/values.md", "docs/guide.zh-CN.md"] {
        let roster = annex::roster::parse(blocks_of(&read(page), "csv")[0].as_bytes()).unwrap();
        assert_eq!(roster[1].projects, ["文化下乡", "旅游推介"], "{page}");
    }
}

/// The commands a page names, without comments and redirections, and whether each stands in a code block.
fn commands_of(page: &str) -> Vec<(String, bool)> {
    let mut named: Vec<(String, bool)> = Vec::new();
    for block in blocks_of(page, "sh") {
        named.extend(block.lines().map(|line| (line.to_owned(), true)));
    }
    for prose in page.split("```").step_by(2) {
        let quoted = prose.split('`').skip(1).step_by(2);
        named.extend(quoted.map(|command| (command.to_owned(), false)));
    }
    named.retain(|(command, _)| command.starts_with("annex "));
    for (command, _) in &mut named {
        *command = command
            .split(['#', '>'])
            .next()
            .unwrap_or_default()
            .trim()
            .to_owned();
    }
    named
}

#[test]
fn every_command_named_in_the_pages_is_one() {
    let mut seen = 0;
    for page in pages() {
        for (command, whole) in commands_of(&read(&page)) {
            seen += 1;
            // In prose a command may be abridged; in a code block it is whole unless it says … itself.
            let abridged = !whole || command.contains('…');
            let words = command.split_whitespace().filter(|word| *word != "…");
            if let Err(error) = annex::cli::command(Language::Chinese).try_get_matches_from(words) {
                let fine = match error.kind() {
                    ErrorKind::DisplayHelp => true,
                    ErrorKind::MissingRequiredArgument
                    | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => abridged,
                    _ => command.contains("COMMAND"),
                };
                assert!(fine, "{page}: {command}: {error}");
            }
        }
    }
    assert!(seen > 40, "{seen}");
}
