//! Parts of packages as an XML parser that knows namespaces sees them.

#![allow(dead_code, reason = "each test binary uses its own share of this")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper of tests fails as a test does"
)]

use std::collections::BTreeSet;
use std::fmt::Write as _;

use roxmltree::{Document, Node};

const COMPATIBILITY: &str = "http://schemas.openxmlformats.org/markup-compatibility/2006";
const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// Every part that is XML is well-formed, every part is of a known kind, and every relation leads to a part.
#[track_caller]
pub(crate) fn assert_opens(what: &str, parts: &[(String, Vec<u8>)]) {
    let has = |name: &str| {
        parts
            .iter()
            .any(|(part, _)| part.eq_ignore_ascii_case(name))
    };
    let mut kinds = (BTreeSet::new(), BTreeSet::new());
    for (name, bytes) in parts {
        if !name.ends_with(".xml") && !name.ends_with(".rels") && !name.ends_with(".vml") {
            continue;
        }
        let text = std::str::from_utf8(bytes).unwrap();
        let tree = Document::parse(text.trim_start_matches('\u{FEFF}'));
        let tree = tree.unwrap_or_else(|error| panic!("{what}: {name}: {error}\n{text}"));
        for node in tree.descendants().filter(Node::is_element) {
            assert_listed(what, name, node);
            let named = |key: &str| node.attribute(key).unwrap_or_default().to_lowercase();
            match node.tag_name().name() {
                "Default" => drop(kinds.0.insert(named("Extension"))),
                "Override" => {
                    kinds.1.insert(named("PartName"));
                    assert!(
                        has(named("PartName").trim_start_matches('/')),
                        "{what}: {node:?}"
                    );
                }
                "Relationship" if node.attribute("TargetMode") != Some("External") => {
                    let target = resolved(name, node.attribute("Target").unwrap());
                    assert!(has(&target), "{what}: {name} leads to {target}");
                }
                _ => {}
            }
        }
    }
    for (name, _) in parts
        .iter()
        .filter(|(name, _)| name != "[Content_Types].xml")
    {
        let name = name.to_lowercase();
        let ending = name.rsplit('.').next().unwrap();
        assert!(
            kinds.0.contains(ending) || kinds.1.contains(&format!("/{name}")),
            "{what}: nobody says what {name} is"
        );
    }
}

/// The prefixes that a program may pass over, or has to know, are declared.
#[track_caller]
fn assert_listed(what: &str, part: &str, node: Node<'_, '_>) {
    for (_, prefix) in listed(node) {
        let is_declared = node.lookup_namespace_uri(Some(prefix)).is_some();
        assert!(is_declared, "{what}: {part}: '{prefix}' in {node:?}");
    }
}

/// The prefixes in attributes whose values are such: each with the name of its attribute.
fn listed<'n>(node: Node<'n, '_>) -> Vec<(&'n str, &'n str)> {
    let is_list = |attribute: &roxmltree::Attribute<'_, '_>| match attribute.name() {
        "Ignorable" | "MustUnderstand" => attribute.namespace() == Some(COMPATIBILITY),
        "Requires" => node.tag_name().namespace() == Some(COMPATIBILITY),
        _ => false,
    };
    let lists = node.attributes().filter(is_list);
    lists
        .flat_map(|list| {
            let prefixes = list.value().split_whitespace();
            prefixes
                .map(move |prefix| (list.name(), prefix))
                .collect::<Vec<_>>()
        })
        .collect()
}

/// The part that a target of a part with relations is.
fn resolved(relations: &str, target: &str) -> String {
    let folder = relations.rsplit_once("_rels/").unwrap().0;
    let whole = match target.strip_prefix('/') {
        Some(whole) => whole.to_owned(),
        None => format!("{folder}{target}"),
    };
    let mut steps: Vec<&str> = Vec::new();
    for step in whole.split('/') {
        match step {
            ".." => drop(steps.pop()),
            "." | "" => {}
            step => steps.push(step),
        }
    }
    steps.join("/")
}

/// The same part with other prefixes, declared in other places: whatever knows namespaces reads it alike.
pub(crate) fn rewritten(text: &str, seed: u64) -> String {
    let tree = Document::parse(text.trim_start_matches('\u{FEFF}')).unwrap();
    let mut writer = Writer {
        out: "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n".to_owned(),
        state: seed | 1,
    };
    writer.element(tree.root_element(), &[]);
    writer.out
}

/// Prefixes that mean something elsewhere, or are called as attributes are, or are odd.
const PREFIXES: [&str; 12] = [
    "r", "x", "v", "o", "s", "id", "ns0", "mc", "main", "x14ac", "_a.b-c", "表",
];

struct Writer {
    out: String,
    state: u64,
}

/// Prefixes at the tag that is being written.
struct Here {
    /// What is declared on it.
    own: Vec<(String, String)>,
    /// What holds within it, the innermost last.
    held: Vec<(String, String)>,
    /// What it uses of what is declared around it.
    used: Vec<String>,
}

impl Here {
    fn means(&self, prefix: &str) -> &str {
        let known = self.held.iter().rev().find(|(known, _)| known == prefix);
        known.map_or("", |(_, namespace)| namespace)
    }

    fn is_free(&self, prefix: &str) -> bool {
        let is_own = self.own.iter().any(|(known, _)| known == prefix);
        !is_own && !self.used.iter().any(|used| used == prefix)
    }

    fn declare(&mut self, prefix: &str, namespace: &str) {
        let pair = (prefix.to_owned(), namespace.to_owned());
        self.own.push(pair.clone());
        self.held.push(pair);
    }
}

impl Writer {
    /// A number below `many`, the next of a row that follows from the seed.
    fn draw(&mut self, many: usize) -> usize {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        usize::try_from(self.state % many as u64).unwrap()
    }

    fn element(&mut self, node: Node<'_, '_>, around: &[(String, String)]) {
        let mut here = Here {
            own: Vec::new(),
            held: around.to_vec(),
            used: Vec::new(),
        };
        let namespace = node.tag_name().namespace().unwrap_or_default();
        let prefix = self.prefix(namespace, true, &mut here);
        let name = joined(&prefix, node.tag_name().name());
        let mut attributes = String::new();
        let lists = listed(node);
        for attribute in node.attributes() {
            let is_list = lists.iter().any(|(name, _)| *name == attribute.name());
            let value = if is_list {
                let prefixes = attribute.value().split_whitespace().map(|prefix| {
                    let namespace = node.lookup_namespace_uri(Some(prefix)).unwrap();
                    self.prefix(namespace, false, &mut here)
                });
                prefixes.collect::<Vec<_>>().join(" ")
            } else {
                attribute.value().to_owned()
            };
            let key = match attribute.namespace() {
                None => attribute.name().to_owned(),
                Some(XML) => format!("xml:{}", attribute.name()),
                Some(namespace) => {
                    let prefix = self.prefix(namespace, false, &mut here);
                    joined(&prefix, attribute.name())
                }
            };
            write!(attributes, " {key}={}", quoted(&value, self.draw(2) == 0)).unwrap();
        }
        // Declarations nobody needs.
        if around.is_empty() || self.draw(40) == 0 {
            for _ in 0..self.draw(3) {
                let decoy = PREFIXES[self.draw(PREFIXES.len())];
                if here.is_free(decoy) {
                    here.declare(decoy, &format!("urn:example:{}", self.draw(3)));
                }
            }
        }
        let mut declared = String::new();
        for (prefix, namespace) in &here.own {
            let key = match prefix.as_str() {
                "" => "xmlns".to_owned(),
                prefix => joined("xmlns", prefix),
            };
            write!(declared, " {key}={}", quoted(namespace, true)).unwrap();
        }
        let (first, second) = match self.draw(2) {
            0 => (declared, attributes),
            _ => (attributes, declared),
        };
        write!(self.out, "<{name}{first}{second}").unwrap();
        if !node.has_children() && self.draw(2) == 0 {
            self.out.push_str("/>");
            return;
        }
        self.out.push('>');
        for child in node.children() {
            if child.is_element() {
                self.element(child, &here.held);
            } else if let Some(text) = child.text().filter(|_| child.is_text()) {
                let text = text.replace('&', "&amp;").replace('<', "&lt;");
                let text = text.replace('>', "&gt;").replace('\r', "&#13;");
                self.out.push_str(&text);
            }
        }
        write!(self.out, "</{name}>").unwrap();
    }

    /// A prefix for a namespace: one that holds already, or one that is declared here. An element may do without one.
    fn prefix(&mut self, namespace: &str, may_be_bare: bool, here: &mut Here) -> String {
        let mut known: Vec<String> = (here.held.iter())
            .filter(|(prefix, it)| it == namespace && (may_be_bare || !prefix.is_empty()))
            .filter(|(prefix, _)| here.means(prefix) == namespace)
            .map(|(prefix, _)| prefix.clone())
            .collect();
        if namespace.is_empty() && here.means("").is_empty() {
            known = vec![String::new()];
        }
        if !known.is_empty() && (namespace.is_empty() || self.draw(12) > 0) {
            let prefix = known.swap_remove(self.draw(known.len()));
            here.used.push(prefix.clone());
            return prefix;
        }
        let is_bare = namespace.is_empty() || (may_be_bare && self.draw(3) > 0);
        let mut free: Vec<&str> = PREFIXES.into_iter().filter(|it| here.is_free(it)).collect();
        let prefix = match is_bare && here.is_free("") {
            true => "",
            false => free.swap_remove(self.draw(free.len())),
        };
        here.declare(prefix, namespace);
        prefix.to_owned()
    }
}

fn joined(prefix: &str, name: &str) -> String {
    match prefix {
        "" => name.to_owned(),
        prefix => format!("{prefix}:{name}"),
    }
}

fn quoted(value: &str, double: bool) -> String {
    let value = value.replace('&', "&amp;").replace('<', "&lt;");
    let value = value
        .replace('\n', "&#10;")
        .replace('\t', "&#9;")
        .replace('\r', "&#13;");
    match double {
        true => format!("\"{}\"", value.replace('"', "&quot;")),
        false => format!("'{}'", value.replace('\'', "&apos;")),
    }
}
