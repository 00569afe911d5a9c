//! `pack.toml`, and the pack as a whole.

use std::collections::BTreeMap;

use crate::digest;
use crate::finding::CODES;
use crate::number::Number;
use crate::template::field::{self, Shapes};
use crate::template::mistake::{Mistake, Mistakes, Origin};
use crate::template::renames;
use crate::template::report;
use crate::template::rules;
use crate::template::scoring;
use crate::template::sheet;
use crate::template::source::{Located, Node, Places, Source, nearest};
use crate::template::synonyms;
use crate::template::syntax;
use crate::template::{FieldType, Guide, Look, Pack, TypeRules};
use crate::template::{copies, doubts, last_year, narrative};
use crate::text::Text;

const PACK_FILE: &str = "pack.toml";

/// What could be read of a pack.
pub(crate) struct Reading {
    /// The pack, with guesses where its files could not be read; `None` without pack.toml.
    pub(crate) pack: Option<Pack>,
    /// All mistakes that can be seen without resolving names, in the order of files, lines and columns.
    pub(crate) mistakes: Vec<Mistake>,
    /// The pieces that could not be read.
    pub(crate) lost: Vec<String>,
}

/// Reads the files of a pack.
///
/// # Errors
/// All mistakes that can be seen without resolving names, in the order of files, lines and columns.
pub fn parse(files: &[Source]) -> Result<Pack, Vec<Mistake>> {
    let reading = read(files);
    match reading.pack {
        Some(pack) if reading.mistakes.is_empty() => Ok(pack),
        _ => Err(reading.mistakes),
    }
}

/// Reads the files of a pack as far as they can be read, so that what is left can be looked at for more mistakes.
pub(crate) fn read(files: &[Source]) -> Reading {
    let mistakes = Mistakes::default();
    let pack = pack(files, &mistakes);
    let lost = mistakes.lost();
    Reading {
        pack,
        mistakes: mistakes.sorted(),
        lost,
    }
}

fn pack(files: &[Source], mistakes: &Mistakes) -> Option<Pack> {
    let Some(source) = files.iter().find(|source| source.file == PACK_FILE) else {
        mistakes.add(
            "T019",
            first_place(PACK_FILE),
            Text::new(
                "文件夹里没有 pack.toml",
                "there is no pack.toml in the folder",
            ),
            match files
                .iter()
                .find(|source| source.file.eq_ignore_ascii_case(PACK_FILE))
            {
                Some(source) => Text::new(
                    format!("请把“{}”改名为 pack.toml，都用小写。", source.file),
                    format!("Rename '{}' to pack.toml, in small letters.", source.file),
                ),
                None => Text::new(
                    "每套模板都要有 pack.toml。可用 annex template export 导出一套来改。",
                    "Every pack has one; 'annex template export' writes a pack to start from.",
                ),
            },
        );
        return None;
    };
    Some(syntax::open(source, mistakes, |root| {
        whole(files, root, mistakes)
    }))
}

/// The pack of a pack.toml.
fn whole(files: &[Source], root: &Node<'_>, mistakes: &Mistakes) -> Pack {
    let shapes = shapes(root, mistakes);
    let id = root.required("id");
    let version = root.required("version");
    let title = root.required("title");
    let unit = root.required("unit");
    let year = root.whole("year", 1990, 2200);
    if !root.has("year") {
        root.missing("year");
    }
    let look = look(root, mistakes);
    let mut tolerances = BTreeMap::new();
    if let Some(node) = root.table("tolerances") {
        for (word, kind) in FieldType::WORDS.iter().filter(|(_, kind)| kind.is_number()) {
            if let Some(number) = node.number(word) {
                tolerances.insert(*kind, number.value);
            }
        }
        node.finish();
    }
    let mut levels = BTreeMap::new();
    if let Some(node) = root.table("levels") {
        for code in CODES {
            if let Some(level) = node.one_of(code, rules::LEVELS) {
                levels.insert((*code).to_owned(), level);
            }
        }
        node.finish();
    }
    let mut types = BTreeMap::new();
    for (name, node) in root.named_tables("types") {
        let rules = TypeRules {
            format: field::format(&node, mistakes),
            min: node.number("min").map(|number| number.value),
            max: node.number("max").map(|number| number.value),
            earliest: node.string("earliest"),
            latest: node.string("latest"),
        };
        field::check_bounds(rules.min, rules.max, &node.places().at("min"), mistakes);
        node.finish();
        match FieldType::WORDS
            .iter()
            .find(|(word, _)| *word == name.value)
        {
            Some((_, kind)) => {
                types.insert(*kind, rules);
            }
            None => unknown_type(&name, mistakes),
        }
    }
    let scorings = scoring::scorings(root, &shapes, mistakes);
    let grades = rules::grades(root, mistakes);
    let rules = rules::rules(root, mistakes);
    let summary = rules::summary(root);
    let guide = guide(root);
    let renames = renames::renames(root);
    let synonyms = synonyms::synonyms(root);
    let departments = root.strings("departments").unwrap_or_default();
    let report = report::report(root, mistakes);
    let narrative = narrative::narrative(root);
    let last_year = last_year::last_year(root, mistakes);
    let copies = copies::copies(root, mistakes);
    let doubts = doubts::doubts(root);
    let names = root.strings("sheets");
    if !root.has("sheets") {
        root.missing("sheets");
    }
    let places = root.places();
    root.finish();

    if let Some(names) = &names {
        check_listed(files, names, &places, mistakes);
    }
    let mut sheets = Vec::new();
    let mut read: Vec<&str> = Vec::new();
    for name in names.iter().flatten() {
        let file = files.iter().find(|file| file.file == name.value);
        let Some(file) = file.filter(|file| file.file != PACK_FILE) else {
            mistakes.lose(&format!("{}.", name.value.trim_end_matches(".toml")));
            continue;
        };
        if read.contains(&name.value.as_str()) {
            continue;
        }
        read.push(&name.value);
        sheets.push(syntax::open(file, mistakes, |node| {
            sheet::sheet(&file.file, node, &shapes, mistakes)
        }));
    }
    let text = |text: Option<Located<String>>| text.map_or_else(String::new, |text| text.value);
    Pack {
        id: text(id),
        version: text(version),
        title: text(title),
        year: year
            .and_then(|year| u16::try_from(year).ok())
            .unwrap_or(2000),
        unit: text(unit),
        look,
        tolerances,
        levels,
        types,
        sheets,
        scorings,
        grades,
        rules,
        summary,
        guide,
        places,
        renames,
        synonyms,
        departments,
        report,
        narrative,
        last_year,
        copies,
        doubts,
        fingerprint: fingerprint(files),
    }
}

fn first_place(file: &str) -> Origin {
    Origin {
        file: file.to_owned(),
        line: 1,
        column: 1,
    }
}

/// The files and `sheets` have to agree: each file listed is there, each file there is listed, once.
fn check_listed(files: &[Source], names: &[Located<String>], places: &Places, mistakes: &Mistakes) {
    if names.is_empty() {
        mistakes.add(
            "T005",
            places.at("sheets"),
            Text::new("sheets 里没有文件", "'sheets' lists no file"),
            Text::new(
                "请写上各表的文件名，如 sheets = [\"base.toml\"]。",
                "Name the files of the sheets, as in sheets = [\"base.toml\"].",
            ),
        );
        for file in files {
            mistakes.lose(&format!("{}.", file.file.trim_end_matches(".toml")));
        }
        return;
    }
    let mut meant: Vec<&str> = Vec::new();
    let there: Vec<&str> = files.iter().map(|file| file.file.as_str()).collect();
    let stem = |file: &'_ str| file.trim_end_matches(".toml").to_owned();
    let is_listed = |file: &str| names.iter().any(|name| name.value == file);
    // A file that is listed under its own name is not meant by another.
    let free: Vec<&&str> = there
        .iter()
        .filter(|file| **file != PACK_FILE && !is_listed(file))
        .collect();
    for (index, name) in names.iter().enumerate() {
        if name.value == PACK_FILE {
            mistakes.add(
                "T005",
                name.origin.clone(),
                Text::new(
                    "pack.toml 不是表文件",
                    "pack.toml is not the file of a sheet",
                ),
                Text::new("请从 sheets 里删去它。", "Take it out of 'sheets'."),
            );
        } else if !there.contains(&name.value.as_str()) {
            let stems: Vec<String> = free.iter().map(|file| stem(file)).collect();
            let stems: Vec<&str> = stems.iter().map(String::as_str).collect();
            let close = nearest(&stem(&name.value), &stems)
                .and_then(|close| free.iter().find(|file| stem(file) == close))
                .map(|file| **file);
            meant.extend(close);
            let hint = match close {
                Some(close) => Text::new(
                    format!("是不是“{close}”？"),
                    format!("Did you mean '{close}'?"),
                ),
                None => Text::new(
                    "sheets 里写的文件要与 pack.toml 在同一文件夹。",
                    "The files listed in 'sheets' lie beside pack.toml.",
                ),
            };
            mistakes.add(
                "T019",
                name.origin.clone(),
                Text::new(
                    format!("没有文件“{}”", name.value),
                    format!("there is no file '{}'", name.value),
                ),
                hint,
            );
        }
        if names[..index].iter().any(|other| other.value == name.value) {
            mistakes.add(
                "T018",
                name.origin.clone(),
                Text::new(
                    format!("文件“{}”在 sheets 里列了两次", name.value),
                    format!("the file '{}' is listed twice in 'sheets'", name.value),
                ),
                Text::new(
                    "请删去一个；同样的表要印几张，用 [repeat]。",
                    "Remove one; a sheet that stands several times has [repeat].",
                ),
            );
        }
    }
    for file in files {
        if file.file == PACK_FILE || is_listed(&file.file) {
            continue;
        }
        // What the sheet holds is known to nobody, and not said to be missing as well.
        mistakes.lose(&format!("{}.", file.file.trim_end_matches(".toml")));
        if !meant.contains(&file.file.as_str()) {
            mistakes.add(
                "T019",
                first_place(&file.file),
                Text::new(
                    format!("文件“{}”没有列在 pack.toml 的 sheets 里", file.file),
                    format!(
                        "the file '{}' is not listed in 'sheets' of pack.toml",
                        file.file
                    ),
                ),
                Text::new(
                    "请把它加进 sheets；不用的文件请移出文件夹。",
                    "List it, or move it out of the folder.",
                ),
            );
        }
    }
}

fn fingerprint(files: &[Source]) -> String {
    let mut sorted: Vec<&Source> = files.iter().collect();
    sorted.sort_by(|a, b| a.file.cmp(&b.file));
    // A pack checked out with other line ends is the same pack.
    let texts = sorted
        .iter()
        .map(|source| (&source.file, source.text.replace("\r\n", "\n")));
    digest::of(texts)
}

fn unknown_type(name: &Located<String>, mistakes: &Mistakes) {
    let words: Vec<&str> = FieldType::WORDS.iter().map(|(word, _)| *word).collect();
    mistakes.add(
        "T005",
        name.origin.clone(),
        Text::new(
            format!("没有“{}”这种类型", name.value),
            format!("there is no type '{}'", name.value),
        ),
        Text::new(
            format!("可选：{}。", words.join("、")),
            format!("One of: {}.", words.join(", ")),
        ),
    );
}

fn color(node: &Node<'_>, key: &'static str, otherwise: u32, mistakes: &Mistakes) -> u32 {
    let Some(text) = node.string(key) else {
        return otherwise;
    };
    let is_hex = text.value.chars().all(|c| c.is_ascii_hexdigit());
    let color = u32::from_str_radix(&text.value, 16).ok();
    color
        .filter(|_| text.value.len() == 6 && is_hex)
        .unwrap_or_else(|| {
            mistakes.add(
                "T005",
                text.origin,
                Text::new(
                    format!("“{}”不是颜色", text.value),
                    format!("'{}' is no colour", text.value),
                ),
                Text::new(
                    "请写六位十六进制数，如 FFF9E5。",
                    "Write six hexadecimal digits, such as FFF9E5.",
                ),
            );
            otherwise
        })
}

/// A font size in half points: what Excel offers.
fn half_points(node: &Node<'_>, key: &'static str, mistakes: &Mistakes) -> Option<u32> {
    let size = node.number(key)?;
    let doubled = size
        .value
        .mul(Number::from(2))
        .filter(|doubled| doubled.is_integer())
        .and_then(Number::to_i64)
        .and_then(|doubled| u32::try_from(doubled).ok())
        .filter(|doubled| (2..=818).contains(doubled));
    if doubled.is_none() {
        mistakes.add(
            "T017",
            size.origin,
            Text::new(
                format!("字号 {} 不在 Excel 允许的 1 到 409 之间，或不是半磅的整数倍", size.value),
                format!(
                    "the font size {} is not between 1 and 409 as Excel allows, or no multiple of a half",
                    size.value
                ),
            ),
            Text::new(
                "字号以磅计：五号是 10.5，三号是 16，二号是 22。",
                "Sizes are in points, such as 10.5.",
            ),
        );
    }
    doubled
}

/// The name of a font.
fn font(node: &Node<'_>, key: &'static str, mistakes: &Mistakes) -> Option<String> {
    const LONGEST: usize = 31;
    let name = node.string(key)?;
    let length = name.value.encode_utf16().count();
    if length == 0 || length > LONGEST {
        mistakes.add(
            "T017",
            name.origin,
            Text::new(
                format!("字体名称（{key}）有 {length} 个字符，Excel 允许 1 到 {LONGEST} 个"),
                format!(
                    "the name of the font has {length} characters, Excel allows 1 to {LONGEST}"
                ),
            ),
            Text::new(
                "请写字体的名称，如 宋体。",
                "Write the name of a font, such as 宋体.",
            ),
        );
    }
    Some(name.value)
}

fn look(root: &Node<'_>, mistakes: &Mistakes) -> Look {
    let mut look = Look {
        title_font: "方正小标宋简体".to_owned(),
        body_font: "宋体".to_owned(),
        title_half_points: 36,
        body_half_points: 21,
        input_fill: 0x00FF_F9E5,
        required_fill: 0x00FC_D9B6,
    };
    let Some(node) = root.table("look") else {
        return look;
    };
    let half_points = |key, otherwise| half_points(&node, key, mistakes).unwrap_or(otherwise);
    if let Some(name) = font(&node, "title_font", mistakes) {
        look.title_font = name;
    }
    if let Some(name) = font(&node, "body_font", mistakes) {
        look.body_font = name;
    }
    look.title_half_points = half_points("title_size", look.title_half_points);
    look.body_half_points = half_points("body_size", look.body_half_points);
    look.input_fill = color(&node, "input_fill", look.input_fill, mistakes);
    look.required_fill = color(&node, "required_fill", look.required_fill, mistakes);
    node.finish();
    look
}

fn guide(root: &Node<'_>) -> Guide {
    let Some(node) = root.table("guide") else {
        return Guide::default();
    };
    let guide = Guide {
        heading: node.string("heading"),
        lines: node.strings("lines").unwrap_or_default(),
        returns: node.strings("return").unwrap_or_default(),
    };
    node.finish();
    guide
}

fn shapes(root: &Node<'_>, mistakes: &Mistakes) -> Shapes {
    let mut shapes = Shapes::new();
    for (name, node) in root.named_tables("shapes") {
        let columns = node
            .named_tables("fields")
            .into_iter()
            .map(|(column, table)| (column.value, field::description(&table, mistakes)))
            .collect();
        node.finish();
        shapes.insert(name.value, columns);
    }
    shapes
}
