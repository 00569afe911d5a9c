//! `pack.toml`, and the pack as a whole.

use std::collections::BTreeMap;

use toml::de::DeTable;

use crate::digest;
use crate::number::Number;
use crate::template::field::{self, Shapes};
use crate::template::mistake::{Mistake, Mistakes, Origin};
use crate::template::rules;
use crate::template::sheet;
use crate::template::source::{Located, Node, Source};
use crate::template::{FieldType, Guide, Look, Pack, TypeRules};
use crate::text::Text;

const PACK_FILE: &str = "pack.toml";

/// Reads the files of a pack.
///
/// # Errors
/// All mistakes that can be seen without resolving names, in the order of files, lines and columns.
pub fn parse(files: &[Source]) -> Result<Pack, Vec<Mistake>> {
    match parse_recoverable(files) {
        (Some(pack), mistakes) if mistakes.is_empty() => Ok(pack),
        (_, mistakes) => Err(mistakes),
    }
}

/// Reads the files of a pack as far as they can be read, so that what is left can be looked at for more mistakes.
pub fn parse_recoverable(files: &[Source]) -> (Option<Pack>, Vec<Mistake>) {
    let mistakes = Mistakes::default();
    let pack = read(files, &mistakes);
    (pack, mistakes.sorted())
}

fn read(files: &[Source], mistakes: &Mistakes) -> Option<Pack> {
    let Some(source) = files.iter().find(|source| source.file == PACK_FILE) else {
        mistakes.add(
            "T019",
            Origin {
                file: PACK_FILE.to_owned(),
                line: 1,
                column: 1,
            },
            Text::new(
                "文件夹里没有 pack.toml",
                "there is no pack.toml in the folder",
            ),
            Text::new(
                "每套模板都要有 pack.toml。可用 annex template export 导出一套来改。",
                "Every pack has one; 'annex template export' writes a pack to start from.",
            ),
        );
        return None;
    };
    let (table, errors) = DeTable::parse_recoverable(&source.text);
    toml_errors(source, &errors, mistakes);
    let span = table.span();
    let table = table.into_inner();
    let root = Node::new(source, &table, &span, mistakes);

    let shapes = shapes(&root, mistakes);
    let id = root.required("id");
    let version = root.required("version");
    let title = root.required("title");
    let unit = root.required("unit");
    let year = root.whole("year", 1990, 2200);
    if !root.has("year") {
        root.missing("year");
    }
    let look = look(&root, mistakes);
    let mut tolerances = BTreeMap::new();
    if let Some(node) = root.table("tolerances") {
        for (word, kind) in FieldType::WORDS.iter().filter(|(_, kind)| kind.is_number()) {
            if let Some(number) = node.number(word) {
                tolerances.insert(*kind, number.value);
            }
        }
        node.finish();
    }
    let mut types = BTreeMap::new();
    for (name, node) in root.named_tables("types") {
        let rules = TypeRules {
            format: node.string("format").map(|text| text.value),
            min: node.number("min").map(|number| number.value),
            max: node.number("max").map(|number| number.value),
        };
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
    let scorings = rules::scorings(&root, &shapes, mistakes);
    let grades = rules::grades(&root);
    let rules = rules::rules(&root, mistakes);
    let summary = rules::summary(&root);
    let guide = guide(&root);
    let names = root.strings("sheets");
    if !root.has("sheets") {
        root.missing("sheets");
    }
    root.finish();

    let mut sheets = Vec::new();
    for name in names.unwrap_or_default() {
        let Some(file) = files.iter().find(|file| file.file == name.value) else {
            mistakes.add(
                "T019",
                name.origin.clone(),
                Text::new(
                    format!("没有文件“{}”", name.value),
                    format!("there is no file '{}'", name.value),
                ),
                Text::new(
                    "sheets 里写的文件要与 pack.toml 在同一文件夹。",
                    "The files listed in 'sheets' lie beside pack.toml.",
                ),
            );
            continue;
        };
        let (table, errors) = DeTable::parse_recoverable(&file.text);
        toml_errors(file, &errors, mistakes);
        let span = table.span();
        let table = table.into_inner();
        let node = Node::new(file, &table, &span, mistakes);
        if let Some(sheet) = sheet::sheet(&file.file, &node, &shapes, mistakes) {
            sheets.push(sheet);
        }
    }
    Some(Pack {
        id: id?.value,
        version: version?.value,
        title: title?.value,
        year: u16::try_from(year?).ok()?,
        unit: unit?.value,
        look,
        tolerances,
        types,
        sheets,
        scorings,
        grades,
        rules,
        summary,
        guide,
        fingerprint: fingerprint(files),
    })
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

fn toml_errors(source: &Source, errors: &[toml::de::Error], mistakes: &Mistakes) {
    for error in errors {
        let offset = error.span().map_or(0, |span| span.start);
        mistakes.add(
            "T001",
            source.origin(offset),
            Text::new(
                format!("写法不合 TOML 规则：{}", error.message()),
                format!("not valid TOML: {}", error.message()),
            ),
            Text::new(
                "请检查这一处的引号、括号和等号。",
                "Check the quotes, brackets and equals signs here.",
            ),
        );
    }
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
    let color = u32::from_str_radix(&text.value, 16).ok();
    color.filter(|_| text.value.len() == 6).unwrap_or_else(|| {
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
    let half_points = |key, otherwise| {
        node.number(key)
            .and_then(|size| size.value.mul(Number::from(2))?.round(0)?.to_i64())
            .and_then(|size| u32::try_from(size).ok())
            .unwrap_or(otherwise)
    };
    if let Some(font) = node.string("title_font") {
        look.title_font = font.value;
    }
    if let Some(font) = node.string("body_font") {
        look.body_font = font.value;
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
