//! Packs spoilt at random: whatever an editor makes of the files, annex says what is wrong, at a place that exists, and
//! what it finds nothing wrong with it can write.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper of tests fails as a test does"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use annex::book::write::write;
use annex::campaign::{self, NoPack};
use annex::form::{self, Spec, resolve};
use annex::generate;
use annex::template::{Mistake, Pack, Source, packs};

/// `ANNEX_SECONDS=600` goes on for so long; otherwise a test tries a number of cases, however long they take.
fn time() -> Duration {
    let asked = std::env::var("ANNEX_SECONDS").ok();
    Duration::from_secs(asked.and_then(|text| text.parse().ok()).unwrap_or(0))
}

/// Where a run of its own begins: `ANNEX_SEED=7` takes another way.
fn seed(usual: u64) -> u64 {
    let asked = std::env::var("ANNEX_SEED").ok();
    asked.and_then(|text| text.parse().ok()).unwrap_or(usual)
}

/// Numbers that look random and are the same every time.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap()
    }

    fn below(&mut self, bound: usize) -> usize {
        self.next() % bound.max(1)
    }

    fn of<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }
}

/// What slips in when someone edits such a file.
const SLIPS: &[&str] = &[
    "\"", "'", "'''", "[", "]", "{", "}", "|", "<", "^", "=", ",", ".", ":", "#", "-", "0", "9",
    "99999", "1", "*", "(", ")", "/", "\\", " ", "\t", "\n", "\r", "\u{3000}", "，", "“", "”",
    "（", "；", "：", "｜", "＝", "≥", "万元", "𠮷", "\u{1}", "\u{feff}", "true", "a", "_", "%",
    "{year+9}", "A1",
];

fn spoil(text: &mut String, dice: &mut Dice) {
    let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
    if lines.is_empty() {
        return;
    }
    let at = dice.below(lines.len());
    let other = dice.below(lines.len());
    match dice.below(9) {
        0 => {
            lines.remove(at);
        }
        1 => {
            let line = lines[at].clone();
            lines.insert(other, line);
        }
        2 => lines.swap(at, other),
        3 => lines.truncate(at),
        // The value of one key for another.
        4 => {
            let value = lines[other]
                .split_once('=')
                .map(|(_, value)| value.to_owned());
            let key = lines[at].split_once('=').map(|(key, _)| key.to_owned());
            if let (Some(key), Some(value)) = (key, value) {
                lines[at] = format!("{key}={value}");
            }
        }
        kind => {
            let line = &lines[at];
            let places: Vec<usize> = line.char_indices().map(|(at, _)| at).collect();
            let place = *dice.of(&places);
            let rest = &line[place..];
            let skipped = rest.chars().next().map_or(0, char::len_utf8);
            let slip = dice.of(SLIPS);
            let tail = if kind < 7 { rest } else { &rest[skipped..] };
            let slip = if kind == 8 { "" } else { slip };
            lines[at] = format!("{}{slip}{tail}", &line[..place]);
        }
    }
    *text = lines.concat();
}

fn mini() -> Vec<Source> {
    let mut files = Vec::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mistakes/pack");
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        files.push(Source {
            file: path.file_name().unwrap().to_string_lossy().into_owned(),
            text: fs::read_to_string(&path).unwrap(),
        });
    }
    files.sort_by(|a, b| a.file.cmp(&b.file));
    files
}

fn generated(pack: &Arc<Pack>, spec: &Spec, told: &str) {
    let form = resolve(pack, spec).unwrap_or_else(|found| panic!("{told}\n{found:#?}"));
    let book = generate::workbook(&form, &generate::Entries::new());
    write(&book).unwrap_or_else(|why| panic!("{told}\n{why}"));
}

/// As many sheets and rows as the pack allows, and a department with a long name full of signs.
fn largest(pack: &Pack) -> Spec {
    let mut spec = Spec {
        year: pack.year,
        code: "&".repeat(30),
        department: "单位&名称𠮷'\"".repeat(40),
        ..Spec::default()
    };
    for sheet in &pack.sheets {
        let count = sheet.repeat.as_ref().map(|repeat| repeat.max);
        if let Some(count) = count {
            spec.sheets.insert(sheet.id.clone(), count);
        }
        for (block, rows) in &sheet.blocks {
            let most = rows.max.min(50);
            match count {
                None => {
                    spec.rows.insert(format!("{}.{block}", sheet.id), most);
                }
                Some(count) => spec.rows.extend(
                    (1..=count).map(|index| (format!("{}.{index}.{block}", sheet.id), most)),
                ),
            }
        }
    }
    spec
}

/// Every mistake stands at a place there is, and says something.
fn assert_placed(found: &[Mistake], files: &[Source], told: &str) {
    assert!(!found.is_empty(), "{told}: refused without a reason");
    let texts: BTreeMap<&str, &str> = files
        .iter()
        .map(|source| (source.file.as_str(), source.text.as_str()))
        .collect();
    for mistake in found {
        let origin = &mistake.origin;
        let text = texts
            .get(origin.file.as_str())
            .unwrap_or_else(|| panic!("{told}: {mistake:?}"));
        let line = text.split('\n').nth(origin.line - 1);
        let width = line.map(|line| line.chars().count());
        assert!(
            width.is_some_and(|width| origin.column <= width + 1),
            "{told}: {mistake:?}"
        );
        assert!(
            !mistake.message.is_empty() && !mistake.hint.is_empty(),
            "{told}: {mistake:?}"
        );
    }
}

/// Spoils a pack again and again; how often nothing was wrong with it, and how often something was.
fn spoilt(sound: &[Source], seed: u64, cases: usize, with_largest: bool) -> (usize, usize) {
    let mut dice = Dice(seed);
    let (mut clean, mut wrong) = (0, 0);
    let start = Instant::now();
    let time = time();
    let mut case = 0;
    while case < cases || start.elapsed() < time {
        case += 1;
        let mut files = sound.to_vec();
        for _ in 0..=dice.below(3) {
            let file = dice.below(files.len());
            spoil(&mut files[file].text, &mut dice);
        }
        let told = format!("seed {seed}, case {case}");
        let pack = match form::load(&files) {
            Ok(pack) => pack,
            Err(found) => {
                assert_placed(&found, &files, &told);
                wrong += 1;
                continue;
            }
        };
        clean += 1;
        let spec = Spec {
            year: pack.year,
            department: "单位".to_owned(),
            ..Spec::default()
        };
        generated(&pack, &spec, &told);
        if with_largest && clean % 6 == 1 {
            generated(&pack, &largest(&pack), &told);
        }
    }
    (clean, wrong)
}

#[test]
fn a_spoilt_small_pack_is_refused_with_places_or_can_be_written() {
    let (clean, wrong) = spoilt(&mini(), seed(0x9E37_79B9_7F4A_7C15), 200, true);
    assert!(clean > 3 && wrong > 20, "{clean} clean, {wrong} wrong");
}

#[test]
fn a_spoilt_shipped_pack_is_refused_with_places_or_can_be_written() {
    for id in packs::shipped() {
        let files = packs::shipped_files(&id).unwrap();
        let (clean, wrong) = spoilt(&files, seed(0xD1B5_4A32_D192_ED03), 24, false);
        assert!(clean > 0 && wrong > 0, "{id}: {clean} clean, {wrong} wrong");
    }
}

#[test]
fn a_spoilt_campaign_is_refused_with_places_or_read() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mistakes/campaign/campaign.toml");
    let sound = fs::read_to_string(file).unwrap();
    let pack = form::load(&mini()).unwrap();
    let mut dice = Dice(seed(0xA076_1D64_78BD_642F));
    let (mut clean, mut wrong) = (0, 0);
    for case in 0..2_000 {
        let mut text = sound.clone();
        for _ in 0..=dice.below(3) {
            spoil(&mut text, &mut dice);
        }
        let source = Source {
            file: "campaign.toml".to_owned(),
            text,
        };
        let find = |id: &str| match id {
            "mini" => Ok(vec![Arc::clone(&pack)]),
            _ => Err(NoPack::Unknown),
        };
        match campaign::parse(&source, &find) {
            Ok(_) => clean += 1,
            Err(found) => {
                assert_placed(&found, &[source], &format!("case {case}"));
                wrong += 1;
            }
        }
    }
    assert!(clean > 20 && wrong > 200, "{clean} clean, {wrong} wrong");
}

#[test]
fn the_largest_form_of_a_sound_pack_can_be_written() {
    let pack = form::load(&mini()).unwrap();
    generated(&pack, &largest(&pack), "the small pack");
}
