//! A TOML file walked by hand, so that every mistake is reported with its place and none hides another.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::number::Number;
use crate::template::mistake::{Mistakes, Origin};
use crate::text::Text;

/// One file of a pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Its name within the pack: `base.toml`.
    pub file: String,
    /// Its text.
    pub text: String,
}

impl Source {
    /// The place of a byte offset.
    pub(crate) fn origin(&self, offset: usize) -> Origin {
        Origin::of(&self.file, &self.text, offset)
    }
}

/// A value together with the place it was read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// Where it stands. For a string: its first character inside the quotes.
    pub origin: Origin,
}

/// Where the keys of a table stand, so that what is wrong with a value can still be placed once the file is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Places {
    table: Origin,
    keys: BTreeMap<String, Origin>,
}

impl Places {
    /// Of something no table describes.
    pub(crate) fn of(table: Origin) -> Places {
        Places {
            table,
            keys: BTreeMap::new(),
        }
    }

    /// Whether a key is there.
    pub fn has(&self, key: &str) -> bool {
        self.keys.contains_key(key)
    }

    /// Where the value of a key stands; the table when the key is not there.
    pub fn at(&self, key: &str) -> Origin {
        self.keys.get(key).unwrap_or(&self.table).clone()
    }
}

/// What kind of value a key takes.
#[derive(Clone, Copy)]
enum Wanted {
    Text,
    Truth,
    Number,
    Numbers,
    Texts,
    Table,
    Tables,
}

impl Wanted {
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Wanted::Text => ("加引号的文字", "a text in quotes"),
            Wanted::Truth => ("是或否", "true or false"),
            Wanted::Number => ("一个数", "a number"),
            Wanted::Numbers => ("方括号里的一列数", "a list of numbers in brackets"),
            Wanted::Texts => ("方括号里的一列文字", "a list of texts in brackets"),
            Wanted::Table => ("一个表", "a table"),
            Wanted::Tables => ("一列表", "a list of tables"),
        }
    }

    fn example(self, key: &str) -> String {
        match self {
            Wanted::Text => format!("{key} = \"…\""),
            Wanted::Truth => format!("{key} = true、{key} = false"),
            Wanted::Number => format!("{key} = 10"),
            Wanted::Numbers => format!("{key} = [20, 10]"),
            Wanted::Texts => format!("{key} = [\"…\", \"…\"]"),
            Wanted::Table => format!("[{key}]"),
            Wanted::Tables => format!("[[{key}]]"),
        }
    }
}

/// One table of a file. What was asked for is remembered, so that [`Node::finish`] can name the keys nobody knows.
pub(crate) struct Node<'a> {
    source: &'a Source,
    table: &'a DeTable<'a>,
    /// Where the table starts.
    pub(crate) origin: Origin,
    mistakes: &'a Mistakes,
    asked: RefCell<BTreeSet<&'static str>>,
}

impl<'a> Node<'a> {
    pub(crate) fn new(
        source: &'a Source,
        table: &'a DeTable<'a>,
        span: &Range<usize>,
        mistakes: &'a Mistakes,
    ) -> Node<'a> {
        Node {
            source,
            table,
            origin: source.origin(span.start),
            mistakes,
            asked: RefCell::default(),
        }
    }

    fn get(&self, key: &'static str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.asked.borrow_mut().insert(key);
        self.table
            .iter()
            .find(|(name, _)| name.get_ref() == key)
            .map(|(_, value)| value)
    }

    pub(crate) fn has(&self, key: &'static str) -> bool {
        self.get(key).is_some()
    }

    /// What kind of value a key has: `string`, `boolean`, …
    pub(crate) fn value_kind(&self, key: &'static str) -> Option<&'static str> {
        self.get(key).map(|value| value.get_ref().type_str())
    }

    /// Where the values of all keys stand: that of a text is past its opening quotes.
    pub(crate) fn places(&self) -> Places {
        let place = |value: &Spanned<DeValue<'_>>| match value.get_ref() {
            DeValue::String(_) => self.inside(&value.span()),
            _ => self.source.origin(value.span().start),
        };
        Places {
            table: self.origin.clone(),
            keys: self
                .table
                .iter()
                .map(|(name, value)| (name.get_ref().to_string(), place(value)))
                .collect(),
        }
    }

    fn wrong_type(&self, key: &str, value: &Spanned<DeValue<'_>>, wanted: Wanted) {
        let (zh, en) = wanted.words();
        let (found_zh, found_en) = match value.get_ref() {
            DeValue::String(_) => ("文字", "a text"),
            DeValue::Integer(_) | DeValue::Float(_) => ("数", "a number"),
            DeValue::Boolean(_) => ("true 或 false", "true or false"),
            DeValue::Datetime(_) => ("日期或时间", "a date or a time"),
            DeValue::Array(_) => ("一列值", "a list"),
            DeValue::Table(_) => ("一个表", "a table"),
        };
        let hint = match wanted {
            // A required field may be so under a condition.
            Wanted::Truth if key == "required" => {
                "required = true，或条件如 required = \"a > 0\"".to_owned()
            }
            _ => wanted.example(key),
        };
        self.mistakes.add(
            "T004",
            self.source.origin(value.span().start),
            Text::new(
                format!("“{key}”应写成{zh}，现在是{found_zh}"),
                format!("'{key}' should be {en}, but is {found_en}"),
            ),
            Text::new(
                format!("写法：{hint}"),
                format!(
                    "For example: {}",
                    hint.replace("，或条件如", ", or").replace('、', ", ")
                ),
            ),
        );
    }

    /// Where the characters of a string start: past its opening quotes.
    fn inside(&self, span: &Range<usize>) -> Origin {
        let text = &self.source.text[span.start.min(self.source.text.len())..];
        let quotes = if text.starts_with("'''") || text.starts_with("\"\"\"") {
            3
        } else {
            1
        };
        let newline = usize::from(quotes == 3 && text[3..].starts_with('\n'));
        let windows_newline = if quotes == 3 && text[3..].starts_with("\r\n") {
            2
        } else {
            0
        };
        self.source
            .origin(span.start + quotes + newline + windows_newline)
    }

    pub(crate) fn string(&self, key: &'static str) -> Option<Located<String>> {
        let value = self.get(key)?;
        match value.get_ref() {
            DeValue::String(text) => Some(Located {
                value: text.clone().into_owned(),
                origin: self.inside(&value.span()),
            }),
            _ => {
                self.wrong_type(key, value, Wanted::Text);
                None
            }
        }
    }

    /// A string, or a day that stands without quotes.
    pub(crate) fn day(&self, key: &'static str) -> Option<Located<String>> {
        let value = self.get(key)?;
        match value.get_ref() {
            DeValue::Datetime(day) => Some(Located {
                value: day.to_string(),
                origin: self.source.origin(value.span().start),
            }),
            _ => self.string(key),
        }
    }

    /// A string that has to be there.
    pub(crate) fn required(&self, key: &'static str) -> Option<Located<String>> {
        if !self.has(key) {
            self.missing(key);
        }
        let text = self.string(key)?;
        if text.value.trim().is_empty() {
            self.mistakes.add(
                "T005",
                text.origin,
                Text::new(format!("“{key}”是空的"), format!("'{key}' is empty")),
                Text::new(
                    "请在引号里写上内容。",
                    "Write something between the quotes.",
                ),
            );
            return None;
        }
        Some(text)
    }

    pub(crate) fn missing(&self, key: &str) {
        self.mistakes.add(
            "T002",
            self.origin.clone(),
            Text::new(format!("缺少“{key}”"), format!("'{key}' is missing")),
            Text::new(
                format!("请补上一行：{key} = …"),
                format!("Add a line: {key} = …"),
            ),
        );
    }

    pub(crate) fn boolean(&self, key: &'static str) -> Option<bool> {
        let value = self.get(key)?;
        let found = value.get_ref().as_bool();
        if found.is_none() {
            self.wrong_type(key, value, Wanted::Truth);
        }
        found
    }

    /// A number, written plainly or in quotes.
    pub(crate) fn number(&self, key: &'static str) -> Option<Located<Number>> {
        let value = self.get(key)?;
        let found = match value.get_ref() {
            DeValue::Integer(whole) => whole.as_str().parse().ok(),
            DeValue::Float(float) => float.as_str().parse().ok(),
            DeValue::String(text) => text.parse().ok(),
            _ => None,
        };
        if found.is_none() {
            match value.get_ref().as_str() {
                Some(text) => self.not_a_number(key, text, self.inside(&value.span())),
                None => self.wrong_type(key, value, Wanted::Number),
            }
        }
        found.map(|number| Located {
            value: number,
            origin: self.source.origin(value.span().start),
        })
    }

    fn not_a_number(&self, key: &str, text: &str, origin: Origin) {
        let bare = text.trim();
        let is_number = |text: &str| text.trim().parse::<Number>().is_ok();
        let hint = if bare.strip_suffix(['%', '％']).is_some_and(is_number) {
            Text::new(
                "百分数请写成小数：5% 写 0.05。",
                "Write a decimal: 0.05 for 5%.",
            )
        } else if is_number(&bare.replace([',', '，'], "")) {
            Text::new(
                "请去掉千分位逗号和空格。",
                "Leave out thousands separators and spaces.",
            )
        } else {
            Text::new(
                "只能写阿拉伯数字，如 100、0.01，不带单位，最多 28 位。",
                "Write digits only, such as 100 or 0.01, at most 28, without a unit.",
            )
        };
        self.mistakes.add(
            "T004",
            origin,
            Text::new(
                format!("“{key}”应是数，“{text}”不是"),
                format!("'{key}' should be a number, and '{text}' is none"),
            ),
            hint,
        );
    }

    /// A whole number between two bounds, both included.
    pub(crate) fn whole(&self, key: &'static str, from: u32, to: u32) -> Option<u32> {
        let number = self.number(key)?;
        let whole = number
            .value
            .to_i64()
            .and_then(|n| u32::try_from(n).ok())
            .filter(|n| (from..=to).contains(n));
        if whole.is_none() {
            self.mistakes.add(
                "T005",
                number.origin,
                Text::new(
                    format!("“{key}”应是 {from} 到 {to} 的整数"),
                    format!("'{key}' should be a whole number from {from} to {to}"),
                ),
                Text::new(
                    format!("现在是 {}，请改成这个范围内的整数。", number.value),
                    format!(
                        "It is {} now: write a whole number between them.",
                        number.value
                    ),
                ),
            );
        }
        whole
    }

    pub(crate) fn numbers(&self, key: &'static str) -> Option<Vec<Number>> {
        let value = self.get(key)?;
        let parse = |item: &Spanned<DeValue<'_>>| -> Option<Number> {
            match item.get_ref() {
                DeValue::Integer(whole) => whole.as_str().parse().ok(),
                DeValue::Float(float) => float.as_str().parse().ok(),
                _ => None,
            }
        };
        let numbers = value
            .get_ref()
            .as_array()
            .and_then(|list| list.iter().map(parse).collect());
        if numbers.is_none() {
            self.wrong_type(key, value, Wanted::Numbers);
        }
        numbers
    }

    pub(crate) fn strings(&self, key: &'static str) -> Option<Vec<Located<String>>> {
        let value = self.get(key)?;
        let one = |item: &Spanned<DeValue<'_>>| match item.get_ref() {
            DeValue::String(text) => Some(Located {
                value: text.clone().into_owned(),
                origin: self.inside(&item.span()),
            }),
            _ => None,
        };
        let strings = value
            .get_ref()
            .as_array()
            .and_then(|list| list.iter().map(one).collect());
        if strings.is_none() {
            self.wrong_type(key, value, Wanted::Texts);
        }
        strings
    }

    /// A list of texts that has to be there, and to name something.
    pub(crate) fn list(&self, key: &'static str) -> Vec<Located<String>> {
        let list = self.strings(key);
        if !self.has(key) || list.as_ref().is_some_and(Vec::is_empty) {
            self.missing(key);
        }
        list.unwrap_or_default()
    }

    pub(crate) fn table(&self, key: &'static str) -> Option<Node<'a>> {
        let value = self.get(key)?;
        match value.get_ref() {
            DeValue::Table(table) => {
                Some(Node::new(self.source, table, &value.span(), self.mistakes))
            }
            _ => {
                self.wrong_type(key, value, Wanted::Table);
                None
            }
        }
    }

    /// The tables of an array of tables (`[[key]]`).
    pub(crate) fn tables(&self, key: &'static str) -> Vec<Node<'a>> {
        let Some(value) = self.get(key) else {
            return Vec::new();
        };
        let Some(list) = value.get_ref().as_array() else {
            self.wrong_type(key, value, Wanted::Tables);
            return Vec::new();
        };
        list.iter()
            .filter_map(|item| match item.get_ref() {
                DeValue::Table(table) => {
                    Some(Node::new(self.source, table, &item.span(), self.mistakes))
                }
                _ => {
                    self.wrong_type(key, item, Wanted::Tables);
                    None
                }
            })
            .collect()
    }

    /// The named tables below a key (`[key.name]`), in the order of the file, each name with its place.
    pub(crate) fn named_tables(&self, key: &'static str) -> Vec<(Located<String>, Node<'a>)> {
        let Some(inner) = self.table(key) else {
            return Vec::new();
        };
        let mut list = Vec::new();
        for (name, value) in inner.table {
            let located = Located {
                value: name.get_ref().to_string(),
                origin: self.source.origin(name.span().start),
            };
            match value.get_ref() {
                DeValue::Table(table) => {
                    // A table's own span is its header; the name's place is what a reader looks for.
                    let mut node = Node::new(self.source, table, &value.span(), self.mistakes);
                    node.origin = located.origin.clone();
                    list.push((located, node));
                }
                _ => {
                    self.mistakes.lose(&located.value);
                    let path = format!("{key}.{}", located.value);
                    self.wrong_type(&path, value, Wanted::Table);
                }
            }
        }
        list
    }

    /// The keys and texts of a small table (`{ a = "…", b = "…" }`), in order.
    pub(crate) fn named_strings(
        &self,
        key: &'static str,
    ) -> Vec<(Located<String>, Located<String>)> {
        let Some(inner) = self.table(key) else {
            return Vec::new();
        };
        let mut list = Vec::new();
        for (name, value) in inner.table {
            let name = Located {
                value: name.get_ref().to_string(),
                origin: self.source.origin(name.span().start),
            };
            match value.get_ref() {
                DeValue::String(text) => {
                    let text = Located {
                        value: text.clone().into_owned(),
                        origin: self.inside(&value.span()),
                    };
                    list.push((name, text));
                }
                _ => {
                    self.mistakes.lose(&name.value);
                    self.wrong_type(&name.value, value, Wanted::Text);
                }
            }
        }
        list
    }

    /// The texts below a key by their whole names: `"a.b" = "…"` and `a.b = "…"` are the same.
    pub(crate) fn dotted_strings(
        &self,
        key: &'static str,
    ) -> Vec<(Located<String>, Located<String>)> {
        let mut list = Vec::new();
        if let Some(inner) = self.table(key) {
            inner.walk_strings("", &mut list);
        }
        list
    }

    fn walk_strings(&self, above: &str, list: &mut Vec<(Located<String>, Located<String>)>) {
        for (name, value) in self.table {
            let id = format!("{above}{}", name.get_ref());
            match value.get_ref() {
                DeValue::String(text) => list.push((
                    Located {
                        value: id,
                        origin: self.source.origin(name.span().start),
                    },
                    Located {
                        value: text.clone().into_owned(),
                        origin: self.inside(&value.span()),
                    },
                )),
                DeValue::Table(table) => {
                    let inner = Node::new(self.source, table, &value.span(), self.mistakes);
                    inner.walk_strings(&format!("{id}."), list);
                }
                _ => self.wrong_type(&id, value, Wanted::Text),
            }
        }
    }

    /// A text that has to be one of a few words.
    pub(crate) fn one_of<T: Copy>(&self, key: &'static str, words: &[(&str, T)]) -> Option<T> {
        self.word(key, self.string(key)?, words)
    }

    /// What a text means that has to be one of a few words.
    pub(crate) fn word<T: Copy>(
        &self,
        key: &str,
        text: Located<String>,
        words: &[(&str, T)],
    ) -> Option<T> {
        let found = words
            .iter()
            .find(|(word, _)| *word == text.value)
            .map(|(_, meaning)| *meaning);
        if found.is_none() {
            let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            let list = known.join("、");
            self.mistakes.add(
                "T005",
                text.origin,
                Text::new(
                    format!("“{key}”不能是“{}”", text.value),
                    format!("'{key}' cannot be '{}'", text.value),
                ),
                Text::new(
                    format!("可选：{list}。"),
                    format!("One of: {}.", list.replace('、', ", ")),
                ),
            );
        }
        found
    }

    /// Reports every key that nobody asked for, with the nearest known one.
    pub(crate) fn finish(&self) {
        let asked = self.asked.borrow();
        for (name, _) in self.table {
            if asked.contains(name.get_ref().as_ref()) {
                continue;
            }
            let known: Vec<&str> = asked.iter().copied().collect();
            let close = nearest(name.get_ref(), &known);
            // A key under another name is not missing as well.
            if let Some(close) =
                close.filter(|close| self.table.iter().all(|(key, _)| key.get_ref() != close))
            {
                self.mistakes.lose(close);
            }
            let hint = match close {
                Some(close) => Text::new(
                    format!("是不是“{close}”？"),
                    format!("Did you mean '{close}'?"),
                ),
                None => Text::new(
                    format!("这里可用的键：{}。", known.join("、")),
                    format!("Known here: {}.", known.join(", ")),
                ),
            };
            self.mistakes.add(
                "T003",
                self.source.origin(name.span().start),
                Text::new(
                    format!("不认识的键“{}”", name.get_ref()),
                    format!("unknown key '{}'", name.get_ref()),
                ),
                hint,
            );
        }
    }
}

/// The one of `known` that looks most like `word`, if any does.
pub(crate) fn nearest<'k>(word: &str, known: &[&'k str]) -> Option<&'k str> {
    similar::get_close_matches(word, known, 1, 0.6)
        .first()
        .copied()
}
