//! Keeps the arrows of docs/architecture.md true: which module may use which, and where the libraries are named.

#![allow(clippy::unwrap_used, reason = "a helper of tests fails as a test does")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// What each module may use besides itself. Documented in docs/architecture.md; a new arrow needs a reason there.
const MAY_USE: &[(&str, &[&str])] = &[
    ("digest", &[]),
    ("file", &["text"]),
    ("document", &["address", "package", "text"]),
    ("number", &[]),
    ("text", &[]),
    ("address", &[]),
    ("align", &["number", "text"]),
    ("date", &["number"]),
    ("own", &[]),
    ("packed", &[]),
    ("pairs", &["align", "form", "submission", "template"]),
    ("package", &["text"]),
    ("roster", &["text"]),
    ("finding", &["address", "number", "text"]),
    ("formula", &["address", "number", "text"]),
    (
        "book",
        &[
            "address", "date", "formula", "number", "own", "package", "text",
        ],
    ),
    (
        "memory",
        &["address", "book", "digest", "identity", "number", "own"],
    ),
    (
        "template",
        &["digest", "file", "finding", "formula", "number", "text"],
    ),
    (
        "form",
        &[
            "address", "align", "date", "formula", "number", "own", "template", "text",
        ],
    ),
    (
        "identity",
        &["address", "book", "date", "digest", "form", "own", "text"],
    ),
    (
        "status",
        &[
            "address", "finding", "form", "formula", "number", "own", "template",
        ],
    ),
    (
        "generate",
        &[
            "address", "book", "form", "formula", "identity", "number", "own", "status", "template",
        ],
    ),
    (
        "fill",
        &[
            "book", "date", "form", "identity", "number", "template", "text",
        ],
    ),
    (
        "sample",
        &[
            "address", "book", "form", "generate", "identity", "number", "template", "text",
        ],
    ),
    (
        "diff",
        &["address", "finding", "form", "number", "template", "text"],
    ),
    (
        "submission",
        &[
            "address", "align", "book", "date", "finding", "form", "formula", "identity", "memory",
            "number", "own", "template", "text", "typed",
        ],
    ),
    (
        "typed",
        &["book", "date", "formula", "number", "template", "text"],
    ),
    (
        "evaluate",
        &[
            "book",
            "form",
            "formula",
            "number",
            "submission",
            "template",
            "typed",
        ],
    ),
    (
        "campaign",
        &["check", "date", "finding", "template", "text"],
    ),
    (
        "check",
        &[
            "address",
            "align",
            "book",
            "date",
            "evaluate",
            "finding",
            "form",
            "formula",
            "identity",
            "memory",
            "number",
            "own",
            "packed",
            "pairs",
            "submission",
            "template",
            "text",
            "typed",
        ],
    ),
    (
        "reissue",
        &[
            "address",
            "book",
            "check",
            "date",
            "form",
            "formula",
            "generate",
            "submission",
            "template",
            "text",
            "typed",
        ],
    ),
    (
        "adopt",
        &[
            "address",
            "align",
            "book",
            "check",
            "document",
            "fill",
            "form",
            "formula",
            "generate",
            "identity",
            "memory",
            "number",
            "own",
            "submission",
            "template",
            "text",
            "typed",
        ],
    ),
    (
        "report",
        &[
            "address",
            "check",
            "finding",
            "formula",
            "number",
            "submission",
            "template",
            "text",
        ],
    ),
    (
        "table",
        &["address", "book", "generate", "number", "template"],
    ),
    (
        "compare",
        &[
            "address",
            "align",
            "book",
            "check",
            "finding",
            "form",
            "formula",
            "generate",
            "number",
            "pairs",
            "report",
            "submission",
            "table",
            "template",
            "text",
        ],
    ),
    (
        "annotate",
        &[
            "address", "book", "check", "finding", "form", "formula", "generate", "identity",
            "memory", "own", "template", "text",
        ],
    ),
    (
        "narrate",
        &[
            "check",
            "date",
            "document",
            "form",
            "formula",
            "submission",
            "template",
            "text",
        ],
    ),
    (
        "consolidate",
        &[
            "address",
            "book",
            "check",
            "finding",
            "form",
            "formula",
            "generate",
            "number",
            "packed",
            "roster",
            "submission",
            "table",
            "template",
            "text",
        ],
    ),
    (
        "demo",
        &[
            "address", "book", "fill", "form", "formula", "generate", "template",
        ],
    ),
    (
        "workspace",
        &[
            "adopt",
            "book",
            "campaign",
            "check",
            "digest",
            "document",
            "file",
            "finding",
            "form",
            "identity",
            "memory",
            "own",
            "roster",
            "submission",
            "template",
            "text",
        ],
    ),
    (
        "cli",
        &[
            "adopt",
            "align",
            "annotate",
            "book",
            "check",
            "compare",
            "consolidate",
            "date",
            "demo",
            "diff",
            "digest",
            "document",
            "file",
            "fill",
            "form",
            "generate",
            "identity",
            "memory",
            "narrate",
            "reissue",
            "report",
            "roster",
            "sample",
            "submission",
            "template",
            "text",
            "workspace",
        ],
    ),
    (
        "manual",
        &[
            "address",
            "adopt",
            "annotate",
            "book",
            "check",
            "cli",
            "demo",
            "document",
            "fill",
            "finding",
            "form",
            "formula",
            "generate",
            "identity",
            "memory",
            "number",
            "package",
            "submission",
            "template",
            "text",
            "workspace",
        ],
    ),
];

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn rust_files(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

/// Each file below src/, by its path there with `/`, without comments and without its tests.
fn code() -> BTreeMap<String, String> {
    let mut files = Vec::new();
    rust_files(&source(), &mut files);
    let mut code = BTreeMap::new();
    for file in files {
        let name = file
            .strip_prefix(source())
            .unwrap()
            .to_string_lossy()
            .replace('\\', "/");
        if name.ends_with("tests.rs") {
            continue;
        }
        let text = fs::read_to_string(&file).unwrap();
        let lines: Vec<&str> = text
            .lines()
            .take_while(|line| *line != "#[cfg(test)]")
            .filter(|line| !line.trim_start().starts_with("//"))
            .collect();
        code.insert(name, lines.join("\n"));
    }
    code
}

fn module(file: &str) -> &str {
    file.split(['/', '.']).next().unwrap_or_default()
}

/// The modules that follow `crate::` in a text, in `use` lines and in paths.
fn named(text: &str) -> BTreeSet<&str> {
    let word = |rest: &'_ str| {
        rest.find(|c: char| !c.is_alphanumeric() && c != '_')
            .unwrap_or(rest.len())
    };
    text.match_indices("crate::")
        .map(|(at, found)| &text[at + found.len()..])
        .map(|rest| &rest[..word(rest)])
        .collect()
}

#[test]
fn imports_run_one_way() {
    let code = code();
    let mut used: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (file, text) in &code {
        let module = module(file);
        if ["lib", "main"].contains(&module) {
            continue;
        }
        let used = used.entry(module).or_default();
        used.extend(named(text).into_iter().filter(|name| *name != module));
    }
    let allowed: BTreeMap<&str, BTreeSet<&str>> = MAY_USE
        .iter()
        .map(|(module, names)| (*module, names.iter().copied().collect()))
        .collect();
    // Both ways: an arrow nobody uses any more goes out of the table.
    assert_eq!(used, allowed);
}

#[test]
fn no_module_uses_one_that_uses_it() {
    let mut known: BTreeSet<&str> = BTreeSet::new();
    let mut left: Vec<_> = MAY_USE.to_vec();
    while !left.is_empty() {
        let before = left.len();
        left.retain(|(module, names)| {
            let ready = names.iter().all(|name| known.contains(name));
            if ready {
                known.insert(module);
            }
            !ready
        });
        assert!(left.len() < before, "a circle among {left:?}");
    }
}

fn files_naming<'c>(code: &'c BTreeMap<String, String>, what: &str) -> Vec<&'c str> {
    code.iter()
        .filter(|(_, text)| text.contains(what))
        .map(|(file, _)| file.as_str())
        .collect()
}

#[test]
fn each_spreadsheet_library_is_named_in_one_place() {
    let code = code();
    for (library, place) in [
        ("rust_xlsxwriter", "book/write"),
        ("calamine", "book/read/foreign"),
    ] {
        let files = files_naming(&code, &format!("use {library}::"));
        assert!(!files.is_empty(), "{library}");
        for file in files {
            assert!(file.starts_with(place), "{file} names {library}");
        }
    }
}

#[test]
fn floats_become_decimals_in_one_place_and_go_back_in_few() {
    let code = code();
    let without_number = |what| {
        let mut files = files_naming(&code, what);
        files.retain(|file| *file != "number.rs");
        files
    };
    // formula/exact.rs: a power with a fractional exponent, which has no exact value.
    assert_eq!(
        without_number("from_f64("),
        ["book/read/xlsx/value.rs", "formula/exact.rs"]
    );
    // generate/mod.rs: column widths.
    assert_eq!(
        without_number(".to_f64()"),
        ["book/write/cells.rs", "formula/exact.rs", "generate/mod.rs"]
    );
}

#[test]
fn only_the_command_line_prints_and_reads_the_clock() {
    let code = code();
    for what in [
        "std::io::stdout",
        "std::io::stderr",
        "println!",
        "SystemTime",
        "Zoned::now",
        "Timestamp::now",
    ] {
        for file in files_naming(&code, what) {
            assert!(file.starts_with("cli/"), "{file} names {what}");
        }
    }
}

/// The features of Cargo.toml: what the engine, and then the workspace, can do without.
#[test]
fn the_engine_knows_no_files_and_the_workspace_no_command_line() {
    let code = code();
    for (what, rooms) in [
        ("rayon", ["cli/", "workspace/"].as_slice()),
        ("tempfile", &["workspace/"]),
        ("rlimit", &["workspace/"]),
        ("wait_timeout", &["workspace/"]),
        ("std::process", &["cli/", "workspace/", "main.rs"]),
        (
            "std::fs",
            &["cli/", "workspace/", "file.rs", "template/packs.rs"],
        ),
        ("clap", &["cli/", "manual/"]),
        ("anstyle", &["cli/"]),
        ("anstream", &["cli/"]),
        ("stdout_at_start", &["cli/"]),
    ] {
        let files = files_naming(&code, &format!("{what}::"));
        assert!(!files.is_empty(), "{what}");
        for file in files {
            let is_there = rooms.iter().any(|room| file.starts_with(room));
            assert!(is_there, "{file} names {what}");
        }
    }
}

#[test]
fn files_are_read_in_one_place() {
    let code = code();
    // Whatever else reads a file knows neither its size nor what it is.
    for what in [
        "fs::read(",
        "fs::read_to_string(",
        "File::open(",
        "OpenOptions",
    ] {
        for file in files_naming(&code, what) {
            assert_eq!(file, "file.rs", "{file} names {what}; use file::read");
        }
    }
}
