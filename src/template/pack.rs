//! `pack.toml`, and the pack as a whole.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};
use toml::de::DeTable;

use crate::finding::Level;
use crate::number::Number;
use crate::template::mistake::{Mistake, Mistakes, Origin};
use crate::template::sheet::{self, Shapes};
use crate::template::source::{Located, Node, Source};
use crate::template::{
    FieldType, Grade, Look, Pack, Relation, RuleTemplate, Scoring, SummaryColumn, SummaryTemplate,
    TypeRules,
};
use crate::text::Text;

const PACK_FILE: &str = "pack.toml";
const LEVELS: &[(&str, Level)] = &[
    ("error", Level::Error),
    ("warning", Level::Warning),
    ("info", Level::Info),
];

/// Reads the files of a pack.
///
/// # Errors
/// All mistakes that can be seen without resolving names, in the order of files, lines and columns.
pub fn parse(files: &[Source]) -> Result<Pack, Vec<Mistake>> {
    let mistakes = Mistakes::default();
    let pack = read(files, &mistakes);
    match pack {
        Some(pack) if mistakes.is_empty() => Ok(pack),
        _ => Err(mistakes.sorted()),
    }
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
    let look = look(&root);
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
    let scorings = scorings(&root, &shapes, mistakes);
    let grades = grades(&root);
    let rules = rules(&root, mistakes);
    let summary = summary(&root);
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
        fingerprint: fingerprint(files),
    })
}

fn fingerprint(files: &[Source]) -> String {
    let mut sorted: Vec<&Source> = files.iter().collect();
    sorted.sort_by(|a, b| a.file.cmp(&b.file));
    let mut hash = Sha256::new();
    for source in sorted {
        hash.update(source.file.as_bytes());
        hash.update([0]);
        // A pack checked out with other line ends is the same pack.
        hash.update(source.text.replace("\r\n", "\n").as_bytes());
        hash.update([0]);
    }
    hash.finalize()
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect()
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

fn color(node: &Node<'_>, key: &'static str, otherwise: u32) -> u32 {
    node.string(key)
        .and_then(|text| u32::from_str_radix(&text.value, 16).ok())
        .unwrap_or(otherwise)
}

fn look(root: &Node<'_>) -> Look {
    let mut look = Look {
        title_font: "方正小标宋简体".to_owned(),
        body_font: "宋体".to_owned(),
        title_half_points: 36,
        body_half_points: 21,
        input_fill: 0x00FF_F9E5,
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
    look.input_fill = color(&node, "input_fill", look.input_fill);
    node.finish();
    look
}

fn shapes(root: &Node<'_>, mistakes: &Mistakes) -> Shapes {
    let mut shapes = Shapes::new();
    for (name, node) in root.named_tables("shapes") {
        let columns = node
            .named_tables("fields")
            .into_iter()
            .map(|(column, table)| (column.value, sheet::description(&table, mistakes)))
            .collect();
        node.finish();
        shapes.insert(name.value, columns);
    }
    shapes
}

fn scorings(root: &Node<'_>, shapes: &Shapes, mistakes: &Mistakes) -> Vec<Scoring> {
    let mut scorings = Vec::new();
    for (shape, node) in root.named_tables("scoring") {
        let columns = shapes.get(&shape.value);
        if columns.is_none() {
            mistakes.add(
                "T013",
                shape.origin.clone(),
                Text::new(
                    format!("没有名为“{}”的式样", shape.value),
                    format!("there is no shape '{}'", shape.value),
                ),
                Text::new(
                    "评分办法的名称要与 [shapes.…] 一致。",
                    "A scoring is named after one of [shapes.…].",
                ),
            );
        }
        let column = |key: &'static str| {
            let text = node.required(key)?;
            if columns
                .is_some_and(|columns| !columns.iter().any(|(column, _)| *column == text.value))
            {
                mistakes.add(
                    "T013",
                    text.origin.clone(),
                    Text::new(
                        format!("式样里没有“{}”这一列", text.value),
                        format!("the shape has no column '{}'", text.value),
                    ),
                    Text::new(
                        "请写式样里的列名。",
                        "Name one of the columns of the shape.",
                    ),
                );
            }
            Some(text.value)
        };
        let formula = |key: &'static str| {
            node.required(key)
                .and_then(|text| sheet::formula(text, mistakes))
        };
        let names = (column("name"), column("target"), column("actual"));
        let points = (column("weight"), column("score"), column("reason"));
        let formulas = (
            formula("at_least"),
            formula("at_most"),
            formula("equal"),
            formula("reason_when"),
        );
        let places = node.whole("places", 0, 10).unwrap_or(2);
        node.finish();
        if let ((Some(name), Some(target), Some(actual)), (Some(weight), Some(score), Some(reason))) =
            (names, points)
            && let (Some(at_least), Some(at_most), Some(equal), Some(reason_when)) = formulas
        {
            let places = i32::try_from(places).unwrap_or(2);
            let shape = shape.value;
            scorings.push(Scoring {
                shape,
                name,
                target,
                actual,
                weight,
                score,
                reason,
                reason_when,
                places,
                at_least,
                at_most,
                equal,
            });
        }
    }
    scorings
}

fn grades(root: &Node<'_>) -> Vec<Grade> {
    let mut grades = Vec::new();
    for node in root.tables("grades") {
        let name = node.required("name");
        let from = node.number("from");
        if !node.has("from") {
            node.missing("from");
        }
        node.finish();
        if let (Some(name), Some(from)) = (name, from) {
            grades.push(Grade {
                name: name.value,
                from: from.value,
            });
        }
    }
    grades.sort_by_key(|grade: &Grade| std::cmp::Reverse(grade.from));
    grades
}

fn rules(root: &Node<'_>, mistakes: &Mistakes) -> Vec<RuleTemplate> {
    let mut rules: Vec<RuleTemplate> = Vec::new();
    for node in root.tables("rules") {
        let code = node.required("code");
        let name = node.required("name");
        let level = node.one_of("level", LEVELS).unwrap_or(Level::Warning);
        let at = node.required("at");
        let when = node
            .string("when")
            .and_then(|text| sheet::formula(text, mistakes));
        let reported = node
            .required("reported")
            .and_then(|text| sheet::formula(text, mistakes));
        let computed = node
            .required("computed")
            .and_then(|text| sheet::formula(text, mistakes));
        let relation = node
            .one_of("relation", Relation::WORDS)
            .unwrap_or(Relation::Equal);
        let numbers: Vec<_> = FieldType::WORDS
            .iter()
            .copied()
            .filter(|(_, kind)| kind.is_number())
            .collect();
        let tolerance = node.one_of("tolerance", &numbers);
        let kind = node.one_of("type", &numbers);
        let text = |key| node.string(key).map(|text| text.value);
        let message = node.required("message").map(|text| text.value);
        let message_en = text("message_en");
        let help = text("help");
        let help_en = text("help_en");
        node.finish();
        if let Some(code) = &code {
            check_code(code, &rules, mistakes);
        }
        if let (Some(code), Some(name), Some(at), Some(reported), Some(computed), Some(message)) =
            (code, name, at, reported, computed, message)
        {
            let help = help.unwrap_or_default();
            rules.push(RuleTemplate {
                code: code.value,
                name: name.value,
                level,
                at,
                when,
                reported,
                relation,
                computed,
                kind: kind.or(tolerance).unwrap_or(FieldType::Money),
                tolerant: tolerance.is_some(),
                message: Text::new(message.clone(), message_en.unwrap_or(message)),
                help: Text::new(help.clone(), help_en.unwrap_or(help)),
            });
        }
    }
    rules
}

/// A pack's own codes begin with C, S or X and count from 100, so that they never meet those of annex.
fn check_code(code: &Located<String>, rules: &[RuleTemplate], mistakes: &Mistakes) {
    let number = code
        .value
        .strip_prefix(['C', 'S', 'X'])
        .and_then(|digits| digits.parse::<u32>().ok());
    if !number.is_some_and(|number| (100..=999).contains(&number)) {
        mistakes.add(
            "T005",
            code.origin.clone(),
            Text::new(
                format!(
                    "审核关系的编号“{}”应是 C、S 或 X 加 100 到 999 的数",
                    code.value
                ),
                format!(
                    "the code '{}' of a rule should be C, S or X and a number from 100 to 999",
                    code.value
                ),
            ),
            Text::new(
                "100 以下的编号留给 annex 自己。",
                "Numbers below 100 are annex's own.",
            ),
        );
    }
    if rules.iter().any(|rule| rule.code == code.value) {
        mistakes.add(
            "T018",
            code.origin.clone(),
            Text::new(
                format!("编号“{}”用了两次", code.value),
                format!("the code '{}' is used twice", code.value),
            ),
            Text::new(
                "每条审核关系要有自己的编号。",
                "Give every rule a code of its own.",
            ),
        );
    }
}

fn summary(root: &Node<'_>) -> SummaryTemplate {
    let Some(node) = root.table("summary") else {
        return SummaryTemplate::default();
    };
    let mut columns = Vec::new();
    for column in node.tables("columns") {
        let label = column.required("label");
        let value = column.required("value");
        let total = column.boolean("total").unwrap_or(false);
        column.finish();
        if let (Some(label), Some(value)) = (label, value) {
            columns.push(SummaryColumn {
                label: label.value,
                value,
                total,
            });
        }
    }
    let summary = SummaryTemplate {
        columns,
        sums: node
            .strings("sums")
            .unwrap_or_default()
            .into_iter()
            .map(|text| text.value)
            .collect(),
        grade: node.string("grade"),
        project_sheet: node.string("project_sheet"),
        project_columns: node.strings("project_columns").unwrap_or_default(),
    };
    node.finish();
    summary
}
