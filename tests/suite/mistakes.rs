//! Every message a template author may get, in the smallest change to a sound pack that causes it.
//!
//! The examples stand in `tests/mistakes/*.txt`, the sound pack in `tests/mistakes/pack`. An example is a heading that says
//! what was done, the change, and everything that is reported:
//!
//! ```text
//! ## 一行少了末尾的竖线
//! @ one.toml
//! - | 合计 | [sum] |
//! + | 合计 | [sum]
//! T006 one.toml:7:1 ▸| 合计 | [sum]
//!   the message in Chinese
//!   → what to do, in Chinese
//!   the message in English
//!   → what to do, in English
//! ```
//!
//! Lines with `-` stand once in the file and give way to those with `+`; without any, those with `+` come at its end. `@ new
//! FILE` begins a new file, `@ gone FILE` takes one away, `@ as ENCODING FILE` saves it in gbk, utf-16, utf-8-bom, or with crlf.
//! `«text×N»` is the text so many times, with `\n` for a new line and the number of each for `#`. `ANNEX_BLESS=1 cargo test --test suite mistakes::` writes what is reported into the examples, to be read before
//! it is committed.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper of tests fails as a test does"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use annex::campaign::{self, NoPack, Packs};
use annex::form;
use annex::identity;
use annex::memory;
use annex::template::mistake::{CODES, Mistake};
use annex::template::{Origin, Pack, packs};

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// The files of a pack as they lie on the disk.
type Files = BTreeMap<String, Vec<u8>>;

fn sound_pack() -> Files {
    let mut files = Files::new();
    let pack = fs::read_dir(folder("tests/mistakes/pack")).unwrap();
    let paths = pack.map(|entry| entry.unwrap().path());
    for path in paths.chain([folder("tests/mistakes/campaign/campaign.toml")]) {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).unwrap().replace("\r\n", "\n");
        files.insert(name, text.into_bytes());
    }
    files
}

struct Example {
    title: String,
    /// The lines of the change.
    change: Vec<String>,
    /// The lines of what is reported.
    reported: String,
}

struct Page {
    path: PathBuf,
    head: String,
    examples: Vec<Example>,
}

fn pages() -> Vec<Page> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder("tests/mistakes"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "txt"))
        .collect();
    paths.sort();
    paths.into_iter().map(page).collect()
}

fn page(path: PathBuf) -> Page {
    let text = fs::read_to_string(&path).unwrap().replace("\r\n", "\n");
    let mut head = String::new();
    let mut examples: Vec<Example> = Vec::new();
    for line in text.lines() {
        if let Some(title) = line.strip_prefix("## ") {
            examples.push(Example {
                title: title.to_owned(),
                change: Vec::new(),
                reported: String::new(),
            });
            continue;
        }
        let Some(example) = examples.last_mut() else {
            let _ = writeln!(head, "{line}");
            continue;
        };
        if line.starts_with(['@', '-', '+']) {
            example.change.push(line.to_owned());
        } else if !line.is_empty() {
            let _ = writeln!(example.reported, "{line}");
        }
    }
    Page {
        path,
        head,
        examples,
    }
}

/// `«text×N»` written out.
fn repeated(text: &str) -> String {
    let Some((before, rest)) = text.split_once('«') else {
        return text.to_owned();
    };
    let (inner, after) = rest.split_once('»').unwrap();
    let (what, times) = inner.rsplit_once('×').unwrap();
    let what = what.replace("\\n", "\n");
    let times: usize = times.parse().unwrap();
    let all: String = (1..=times)
        .map(|number| what.replace('#', &number.to_string()))
        .collect();
    format!("{before}{all}{}", repeated(after))
}

fn replace(files: &mut Files, file: &str, old: &[String], new: &[String], title: &str) {
    let held = files
        .get_mut(file)
        .unwrap_or_else(|| panic!("{title}: no {file}"));
    let text = String::from_utf8(held.clone()).unwrap();
    let new = repeated(&new.join("\n"));
    let changed = if old.is_empty() {
        format!("{text}{new}\n")
    } else {
        let old = old.join("\n");
        let lines = format!("\n{text}");
        let wanted = format!("\n{old}\n");
        assert_eq!(
            lines.matches(&wanted).count(),
            1,
            "{title}: once in {file}: {old}"
        );
        let new = if new.is_empty() {
            "\n".to_owned()
        } else {
            format!("\n{new}\n")
        };
        lines.replacen(&wanted, &new, 1)[1..].to_owned()
    };
    *held = changed.into_bytes();
}

fn saved_as(text: &[u8], encoding: &str) -> Vec<u8> {
    let text = std::str::from_utf8(text).unwrap();
    match encoding {
        "gbk" => encoding_rs::GBK.encode(text).0.into_owned(),
        "utf-16" => {
            let mark = [0xff, 0xfe];
            let units = text.encode_utf16().flat_map(u16::to_le_bytes);
            mark.into_iter().chain(units).collect()
        }
        "utf-8-bom" => format!("\u{feff}{text}").into_bytes(),
        "crlf" => text.replace('\n', "\r\n").into_bytes(),
        "big5-broken" => [text.as_bytes(), &[0xff, 0xff, 0x0a]].concat(),
        other => panic!("no encoding {other}"),
    }
}

/// The sound pack with the change of an example.
fn changed(example: &Example) -> Files {
    let mut files = sound_pack();
    let mut file = String::new();
    let (mut old, mut new): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    let mut ends: Vec<&str> = example.change.iter().map(String::as_str).collect();
    ends.push("@");
    for line in ends {
        let body = line.get(2..).unwrap_or_default();
        let closes = line.starts_with('@') || (line.starts_with('-') && !new.is_empty());
        if closes && !(old.is_empty() && new.is_empty()) {
            replace(&mut files, &file, &old, &new, &example.title);
            old.clear();
            new.clear();
        }
        match line.chars().next() {
            Some('-') => old.push(body.to_owned()),
            Some('+') => new.push(body.to_owned()),
            _ => {
                let words: Vec<&str> = body.split_whitespace().collect();
                match words.as_slice() {
                    ["new", name] => {
                        files.insert((*name).to_owned(), Vec::new());
                        file = (*name).to_owned();
                    }
                    ["gone", name] => {
                        files.remove(*name).unwrap();
                    }
                    ["as", encoding, name] => {
                        let text = files.get(*name).unwrap();
                        let bytes = saved_as(text, encoding);
                        files.insert((*name).to_owned(), bytes);
                    }
                    [name] => file = (*name).to_owned(),
                    _ => {}
                }
            }
        }
    }
    files
}

/// The file of a campaign, beside those of its pack.
const CAMPAIGN: &str = "campaign.toml";

/// The sound pack, under its id; one that is being worked on, under another.
fn pack_named(name: &str) -> Packs {
    static SOUND: LazyLock<Arc<Pack>> = LazyLock::new(|| {
        let (sources, _) = packs::folder(&folder("tests/mistakes/pack"));
        form::load(&sources).unwrap()
    });
    match name {
        "mini" => Ok(vec![Arc::clone(&SOUND)]),
        "draft" => Err(NoPack::Broken(2)),
        _ => Err(NoPack::Unknown),
    }
}

/// What annex says of the files, read from a folder as `annex template check` reads them.
fn mistakes(files: &Files) -> Vec<Mistake> {
    let dir = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        fs::write(dir.path().join(name), bytes).unwrap();
    }
    // A campaign lies in a folder of its own; here its pack is the sound one, whatever the example does to it.
    fs::remove_file(dir.path().join(CAMPAIGN)).unwrap();
    let (sources, mut found) = packs::folder(dir.path());
    found.extend(form::load(&sources).err().unwrap_or_default());
    let (source, encoding) = annex::template::decode(CAMPAIGN, &files[CAMPAIGN]);
    found.extend(encoding);
    found.extend(
        campaign::parse(&source, &pack_named)
            .err()
            .unwrap_or_default(),
    );
    found.sort();
    found
}

/// The line of a place with a mark before it, cut where it is very long.
fn excerpt(files: &Files, origin: &Origin) -> String {
    let Some(bytes) = files.get(&origin.file) else {
        return String::new();
    };
    let source = annex::template::decode(&origin.file, bytes).0.text;
    let line: Vec<char> = source
        .lines()
        .nth(origin.line - 1)
        .unwrap_or_default()
        .chars()
        .collect();
    let at = origin.column - 1;
    assert!(at <= line.len(), "{origin} is beyond the end of its line");
    let before: String = line[..at].iter().skip(at.saturating_sub(40)).collect();
    let after: String = line[at..].iter().take(40).collect();
    format!("{before}▸{after}").trim_end().to_owned()
}

fn told(files: &Files, found: &[Mistake]) -> String {
    let mut text = String::new();
    for mistake in found {
        let place = excerpt(files, &mistake.origin);
        let _ = writeln!(text, "{} {} {place}", mistake.code, mistake.origin);
        let plain = |text: &str| text.replace('\n', "⏎");
        for said in [
            &mistake.message.zh,
            &format!("→ {}", mistake.hint.zh),
            &mistake.message.en,
            &format!("→ {}", mistake.hint.en),
        ] {
            let _ = writeln!(text, "  {}", plain(said));
        }
    }
    text.lines()
        .map(|line| format!("{}\n", line.trim_end()))
        .collect()
}

#[test]
fn every_example_gives_exactly_what_it_says() {
    let bless = std::env::var_os("ANNEX_BLESS").is_some();
    let mut failures = Vec::new();
    for mut page in pages() {
        let mut titles = BTreeSet::new();
        for example in &mut page.examples {
            assert!(
                titles.insert(example.title.clone()),
                "twice: {}",
                example.title
            );
            let files = changed(example);
            let told = told(&files, &mistakes(&files));
            if told != example.reported {
                failures.push(format!(
                    "## {}\nreported:\n{told}expected:\n{}",
                    example.title, example.reported
                ));
            }
            example.reported = told;
        }
        if bless {
            let mut text = page.head;
            for example in &page.examples {
                let _ = write!(
                    text,
                    "## {}\n{}\n",
                    example.title,
                    example.change.join("\n")
                );
                let _ = writeln!(text, "{}", example.reported);
            }
            fs::write(&page.path, text.trim_end().to_owned() + "\n").unwrap();
        }
    }
    assert!(bless || failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn the_sound_pack_has_no_mistake_however_it_is_saved() {
    let sound = sound_pack();
    assert_eq!(mistakes(&sound), []);
    for encoding in ["utf-8-bom", "crlf"] {
        let saved: Files = sound
            .iter()
            .map(|(name, text)| (name.clone(), saved_as(text, encoding)))
            .collect();
        assert_eq!(mistakes(&saved), [], "{encoding}");
    }
}

#[test]
fn every_code_has_an_example() {
    let all: String = pages()
        .iter()
        .flat_map(|page| &page.examples)
        .map(|example| example.reported.as_str())
        .collect();
    for (code, ..) in CODES {
        assert!(all.contains(&format!("{code} ")), "{code}");
    }
}

/// A line of the gallery: what was written, what is wrong with it and what to do, in both languages.
fn row(place: &str, said: &[&str]) -> String {
    let cell = |text: &str| text.replace('|', "\\|").replace('*', "\\*");
    let code = |text: &str| {
        // A quotation mark of Markdown within a piece of code needs two around it.
        let fence = if text.contains('`') { "``" } else { "`" };
        format!("{fence}{}{fence}", text.replace('|', "\\|"))
    };
    let place = if place.is_empty() {
        String::new()
    } else {
        code(place)
    };
    format!(
        "| {place} | {}<br>{} | {}<br>{} |\n",
        cell(said[0]),
        cell(said[1]),
        cell(said[2]),
        cell(said[3])
    )
}

/// The gallery of docs/: each message once, with the place of its first example.
fn gallery() -> String {
    let mut rows: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let pages = pages();
    let mut known = BTreeSet::new();
    for example in pages.iter().flat_map(|page| &page.examples) {
        let lines: Vec<&str> = example.reported.lines().collect();
        for five in lines.chunks(5) {
            let said: Vec<&str> = five[1..].iter().map(|line| line.trim_start()).collect();
            let (code, rest) = five[0].split_once(' ').unwrap();
            let place = rest.split_once(' ').map_or("", |(_, place)| place);
            if known.insert((code, said.clone())) {
                rows.entry(code).or_default().push(row(place, &said));
            }
        }
    }
    let mut text = GALLERY.to_owned();
    for (code, zh, en) in CODES {
        let _ = write!(
            text,
            "\n## {code}\n\n{zh}. {en}.\n\n| ▸ | 中文 | English |\n|---|---|---|\n"
        );
        for row in rows.get(code).into_iter().flatten() {
            text.push_str(row);
        }
    }
    text
}

const GALLERY: &str = "\
# 模板差错 Mistakes of a template

This page is generated from the examples in tests/mistakes: each is the smallest change to a sound pack, or to a sound
[campaign.toml](campaign.md), that has the mistake. `▸` stands before the place that is named. 本页由程序生成，不要手改。
";

#[test]
fn the_gallery_is_up_to_date() {
    let page = fs::read_to_string(folder("docs/mistakes.md")).unwrap_or_default();
    assert!(
        page.replace("\r\n", "\n") == gallery(),
        "docs/mistakes.md is out of date: run cargo test --test suite mistakes::write_page -- --ignored"
    );
}

#[test]
#[ignore = "writes docs/mistakes.md; run it after a change to the examples"]
fn write_page() {
    fs::write(folder("docs/mistakes.md"), gallery()).unwrap();
}

/// Where mistakes are worded.
const WORDED_IN: &[&str] = &[
    "src/campaign",
    "src/form/check",
    "src/form/names.rs",
    "src/form/order.rs",
    "src/form/resolve.rs",
    "src/formula/mistake.rs",
    "src/formula/types.rs",
    "src/template",
];
/// Files there whose Chinese texts are no messages: names of types, titles of codes, operators in words.
const NO_MESSAGES: &[&str] = &[
    "src/template/direction.rs",
    "src/template/mod.rs",
    "src/template/mistake.rs",
];
/// Texts that are no messages, or that no pack can cause.
const NOT_SAID: &[&str] = &[
    // Names of fonts and sheets, and of a department a pack is tried with.
    "方正小标宋简体",
    "宋体",
    "校验结果",
    "表外内容",
    "填报说明",
    "单位",
    // The digits of a number in a heading.
    "一二三四五六七八九十",
    // Said of formulas of workbooks only.
    "“{text}”既不是单元格，也不是名称",
    // Compares with everything.
    "任意值",
    // What an operating system says differs from one to the next; a test below has it.
    "文件无法读取（{}）",
    "请检查它是不是文件、有没有读取权限、是否被别的程序占用。",
];

fn sources(path: &Path, found: &mut Vec<PathBuf>) {
    if path.is_dir() {
        for entry in fs::read_dir(path).unwrap() {
            sources(&entry.unwrap().path(), found);
        }
    } else {
        found.push(path.to_owned());
    }
}

/// The texts in quotes of a Rust file, comments and tests left out, with the line each begins in.
fn literals(text: &str) -> Vec<(usize, String)> {
    let code: String = text
        .lines()
        .take_while(|line| *line != "#[cfg(test)]")
        .map(|line| {
            if line.trim_start().starts_with("//") {
                "\n".to_owned()
            } else {
                format!("{line}\n")
            }
        })
        .collect();
    let mut found = Vec::new();
    let mut chars = code.chars().peekable();
    let mut line = 1;
    while let Some(c) = chars.next() {
        line += usize::from(c == '\n');
        if c == '\'' {
            // A character, '"' among them; a lifetime has no closing quote and is passed over.
            let ahead: Vec<char> = chars.clone().take(3).collect();
            let long = match ahead.as_slice() {
                ['\\', _, '\''] => 3,
                [_, '\'', ..] => 2,
                _ => 0,
            };
            chars.by_ref().take(long).for_each(drop);
        }
        if c != '"' {
            continue;
        }
        let begin = line;
        let mut literal = String::new();
        while let Some(c) = chars.next() {
            line += usize::from(c == '\n');
            match c {
                '"' => break,
                '\\' => match chars.next() {
                    Some('n') => literal.push('\n'),
                    Some('\n') => {
                        line += 1;
                        while chars.peek().is_some_and(|c| c.is_whitespace()) {
                            chars.next();
                        }
                    }
                    Some(other) => literal.push(other),
                    None => {}
                },
                other => literal.push(other),
            }
        }
        found.push((begin, literal));
    }
    found
}

/// The fixed pieces of a text with placeholders.
fn pieces(format: &str) -> Vec<String> {
    let mut pieces = vec![String::new()];
    let mut chars = format.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '{' | '}' if chars.peek() == Some(&c) => {
                chars.next();
                pieces.last_mut().unwrap().push(c);
            }
            '{' => {
                chars.by_ref().take_while(|c| *c != '}').for_each(drop);
                pieces.push(String::new());
            }
            other => pieces.last_mut().unwrap().push(other),
        }
    }
    pieces
}

fn says(said: &str, pieces: &[String]) -> bool {
    let mut rest = said;
    pieces.iter().all(|piece| {
        let found = rest.find(piece.as_str());
        if let Some(at) = found {
            rest = &rest[at + piece.len()..];
        }
        found.is_some()
    })
}

/// A message nobody has seen is one nobody has read: each text of the sources is said by an example.
#[test]
fn every_message_in_the_sources_has_an_example() {
    let said: Vec<String> = pages()
        .iter()
        .flat_map(|page| &page.examples)
        .flat_map(|example| example.reported.lines())
        .filter_map(|line| line.strip_prefix("  "))
        .map(|line| line.replace('⏎', "\n"))
        .collect();
    let mut files = Vec::new();
    for path in WORDED_IN {
        sources(&folder(path), &mut files);
    }
    let mut silent = Vec::new();
    let mut count = 0;
    for file in files {
        let name = file
            .strip_prefix(env!("CARGO_MANIFEST_DIR"))
            .unwrap()
            .to_string_lossy()
            .replace('\\', "/");
        if NO_MESSAGES.contains(&name.as_str()) {
            continue;
        }
        let is_han = |c: char| ('一'..='龥').contains(&c);
        for (line, literal) in literals(&fs::read_to_string(&file).unwrap()) {
            if !literal.contains(is_han) || NOT_SAID.contains(&literal.as_str()) {
                continue;
            }
            count += 1;
            let pieces = pieces(&literal);
            if !said.iter().any(|said| says(said, &pieces)) {
                silent.push(format!("{name}:{line}: {literal}"));
            }
        }
    }
    assert!(count > 150, "only {count} messages found");
    assert!(
        silent.is_empty(),
        "no example in tests/mistakes says:\n{}",
        silent.join("\n")
    );
}

#[test]
fn every_message_is_whole_in_both_languages() {
    for example in pages().iter().flat_map(|page| &page.examples) {
        let is_han = |c: char| ('一'..='龥').contains(&c);
        let said: Vec<&str> = example
            .reported
            .lines()
            .filter_map(|line| line.strip_prefix("  "))
            .collect();
        assert!(
            !said.is_empty() && said.len().is_multiple_of(4),
            "{}",
            example.title
        );
        for four in said.chunks(4) {
            assert!(
                four[0].contains(is_han) && four[1].contains(is_han),
                "{four:?}"
            );
            assert!(
                four.iter()
                    .all(|text| text.trim_start_matches("→ ").trim().chars().count() > 3),
                "{four:?}"
            );
        }
    }
}

#[test]
fn a_file_that_cannot_be_read_does_not_hide_the_others() {
    let dir = tempfile::tempdir().unwrap();
    for (name, bytes) in sound_pack() {
        if name != CAMPAIGN {
            fs::write(dir.path().join(name), bytes).unwrap();
        }
    }
    fs::create_dir(dir.path().join("folder.toml")).unwrap();
    let (files, found) = packs::folder(dir.path());
    assert_eq!(files.len(), 3);
    let places: Vec<String> = found
        .iter()
        .map(|m| format!("{} {}", m.code, m.origin))
        .collect();
    assert_eq!(places, ["T019 folder.toml:1:1"]);
    assert!(
        found[0].message.zh.starts_with("文件无法读取（"),
        "{found:?}"
    );
    let (files, found) = packs::folder(&dir.path().join("nowhere"));
    assert_eq!((files.len(), found.len()), (0, 1));
}

/// The check of a pack cannot ask the modules above it what their sheets are called; here they are compared.
#[test]
fn no_sheet_takes_the_name_of_one_that_annex_adds() {
    for own in [
        identity::SHEET,
        identity::RESULT_SHEET,
        identity::OUTSIDE_SHEET,
        memory::SHEET,
    ] {
        assert!(identity::is_own(own));
        let mut files = sound_pack();
        let renamed = [format!("name = \"{own}\"")];
        replace(
            &mut files,
            "one.toml",
            &["name = \"表一\"".to_owned()],
            &renamed,
            own,
        );
        let codes: Vec<&str> = mistakes(&files)
            .iter()
            .map(|mistake| mistake.code)
            .collect();
        assert_eq!(codes, ["T017"], "{own}");
    }
}
