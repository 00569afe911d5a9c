//! A difference as a person reads it: sheet by sheet, fields that changed alike in one paragraph.

use std::fmt::Write;

use unicode_width::UnicodeWidthStr;

use crate::diff::group::{are_alike, way};
use crate::diff::words::{item, key, kind, value};
use crate::diff::{Change, Difference, Edit, Item, Kind, PackName, Side};
use crate::text::{Language, Text};

/// Edits up to this width stand on one line.
const ONE_LINE: usize = 56;
/// So many fields of a paragraph are named.
const NAMED: usize = 6;

/// Everything that differs, with a count at the end.
pub fn render(difference: &Difference, language: Language) -> String {
    let mut out = Out {
        text: String::new(),
        language,
    };
    out.packs(difference);
    let mut rest = difference.changes.as_slice();
    while let Some(first) = rest.first() {
        let count = rest
            .iter()
            .take_while(|change| change.sheet == first.sheet)
            .count();
        let (section, later) = rest.split_at(count);
        out.section(section);
        rest = later;
    }
    out.count(difference);
    out.text
}

/// Where text goes.
struct Out {
    text: String,
    language: Language,
}

impl Out {
    fn say<'t>(&self, text: &'t Text) -> &'t str {
        text.get(self.language)
    }

    fn line(&mut self, indent: usize, text: &str) {
        let _ = writeln!(self.text, "{}{text}", " ".repeat(indent));
    }

    fn packs(&mut self, difference: &Difference) {
        let named = |pack: &PackName| {
            Text::new(
                format!("{}  版本 {}  {} 年度", pack.pack, pack.version, pack.year),
                format!(
                    "{}  version {}  year {}",
                    pack.pack, pack.version, pack.year
                ),
            )
        };
        for (word, pack) in [
            (Text::new("旧", "old"), &difference.old),
            (Text::new("新", "new"), &difference.new),
        ] {
            let text = format!("{}  {}", self.say(&word), self.say(&named(pack)));
            self.line(0, &text);
        }
        self.text.push('\n');
    }

    fn section(&mut self, changes: &[Change]) {
        let first = changes.first().map(|change| change.item);
        let heading = match changes.first().and_then(|change| change.sheet.clone()) {
            None => {
                let is_head = matches!(first, Some(Item::Pack | Item::Type | Item::Sheet));
                let heading = if is_head {
                    Text::new("整套模板", "the whole pack")
                } else {
                    Text::new(
                        "评分、等级、审核、汇总与报告",
                        "scoring, grades, rules, summary and report",
                    )
                };
                self.say(&heading).to_owned()
            }
            Some(sheet) => {
                let sides = changes.iter().flat_map(|change| [&change.new, &change.old]);
                let tab = sides.flatten().find_map(|side| side.tab.clone());
                tab.map_or_else(|| sheet.clone(), |tab| format!("{tab}  {sheet}"))
            }
        };
        self.line(0, &heading);
        // A sheet that came or went says all: its fields are counted.
        if let Some(whole) = changes.iter().find(|change| {
            change.item == Item::Sheet && matches!(change.change, Kind::Added | Kind::Removed)
        }) {
            let fields =
                |change: &&Change| change.item == Item::Field && change.change == whole.change;
            let count = changes.iter().filter(fields).count();
            let text = Text::new(format!("（{count} 个字段）"), format!(" ({count} fields)"));
            let line = format!("{}{}", self.head(whole), self.say(&text));
            self.line(2, &line);
            let others = changes.iter().filter(|change| {
                *change != whole && !(change.item == Item::Field && change.change == whole.change)
            });
            self.changes(&others.collect::<Vec<_>>());
        } else {
            self.changes(&changes.iter().collect::<Vec<_>>());
        }
        self.text.push('\n');
    }

    fn changes(&mut self, changes: &[&Change]) {
        let mut told = vec![false; changes.len()];
        for (index, change) in changes.iter().enumerate() {
            if told[index] {
                continue;
            }
            let alike: Vec<usize> = (index..changes.len())
                .filter(|&other| {
                    other == index || (!told[other] && are_alike(change, changes[other]))
                })
                .collect();
            for &other in &alike {
                told[other] = true;
            }
            let group: Vec<&Change> = alike.iter().map(|&other| changes[other]).collect();
            match change.change {
                Kind::Moved if group.len() > 1 => self.moved(&group),
                _ => self.group(&group),
            }
        }
    }

    /// The line of a change: what happened to what, and where.
    fn head(&self, change: &Change) -> String {
        let mut line = format!("{}{}", self.say(&kind(change.change)), self.between_words());
        line.push_str(self.say(&item(change.item)));
        for part in [self.id(change), self.label(change), self.place(change)] {
            if !part.is_empty() {
                line.push_str("  ");
                line.push_str(&part);
            }
        }
        line
    }

    fn between_words(&self) -> &'static str {
        match self.language {
            Language::Chinese => "",
            Language::English => " ",
        }
    }

    fn id(&self, change: &Change) -> String {
        match (&change.old, &change.new) {
            (Some(old), Some(new)) if old.id != new.id => format!("{} → {}", old.id, new.id),
            (_, Some(side)) | (Some(side), None) => side.id.clone(),
            (None, None) => String::new(),
        }
    }

    fn label(&self, change: &Change) -> String {
        let side = change.new.as_ref().or(change.old.as_ref());
        side.map(|side| one_line(&side.label)).unwrap_or_default()
    }

    fn place(&self, change: &Change) -> String {
        let cell = |side: &Option<Side>| side.as_ref().and_then(|side| side.cell);
        let tab = |side: &Option<Side>| side.as_ref().and_then(|side| side.tab.clone());
        match (cell(&change.old), cell(&change.new)) {
            (Some(old), Some(new)) if change.item == Item::Field && self.went_elsewhere(change) => {
                let tabs = [tab(&change.old), tab(&change.new)].map(Option::unwrap_or_default);
                format!("{}!{old} → {}!{new}", tabs[0], tabs[1])
            }
            (Some(old), Some(new)) if old != new => format!("{old} → {new}"),
            (Some(cell), _) | (None, Some(cell)) => cell.to_string(),
            (None, None) => String::new(),
        }
    }

    /// Whether a field stands on another sheet than before.
    fn went_elsewhere(&self, change: &Change) -> bool {
        let sheet = |side: &Option<Side>| {
            side.as_ref()
                .and_then(|side| side.id.split('.').next().map(str::to_owned))
        };
        change.change == Kind::Renamed && sheet(&change.old) != sheet(&change.new)
    }

    /// Changes of one kind that say the same.
    fn group(&mut self, group: &[&Change]) {
        let Some(first) = group.first() else {
            return;
        };
        let line = match group {
            [_] => self.head(first),
            _ => self.group_head(first, group),
        };
        self.line(2, &line);
        for edit in &first.edits {
            self.edit(first.item, edit);
        }
    }

    fn group_head(&self, first: &Change, group: &[&Change]) -> String {
        let side = |change: &Change| {
            change
                .new
                .clone()
                .or_else(|| change.old.clone())
                .unwrap_or_default()
        };
        let family = |change: &Change| side(change).family;
        let mut line = format!("{}{}", self.say(&kind(first.change)), self.between_words());
        line.push_str(self.say(&item(first.item)));
        let one_family =
            family(first).filter(|_| group.iter().all(|change| family(change) == family(first)));
        match one_family {
            Some(family) => {
                let _ = write!(line, "  {}  {}", family.id, one_line(&family.label));
            }
            None => {
                let names = group.iter().take(NAMED).map(|change| self.id(change));
                let _ = write!(line, "  {}", names.collect::<Vec<_>>().join("、"));
            }
        }
        let places: Vec<String> = group.iter().map(|change| self.place(change)).collect();
        let more = Text::new(
            format!("（{} 个：{}）", group.len(), listed(&places, "、", " 等")),
            format!(
                " ({} of them: {})",
                group.len(),
                listed(&places, ", ", " …")
            ),
        );
        line.push_str(self.say(&more));
        line
    }

    /// Fields that went the same way.
    fn moved(&mut self, group: &[&Change]) {
        let (Some(first), Some(last)) = (group.first(), group.last()) else {
            return;
        };
        let (count, way) = (group.len(), way(first));
        let (from, to) = (self.place(first), self.place(last));
        let text = Text::new(
            format!("移动字段  {count} 个{}：从 {from} 到 {to}", way.zh),
            format!(
                "moved fields  {count} of them {}: from {from} to {to}",
                way.en
            ),
        );
        let line = self.say(&text).to_owned();
        self.line(2, &line);
    }

    fn edit(&mut self, of: Item, edit: &Edit) {
        let word = self.say(&key(of, edit.key)).to_owned();
        if edit.old.is_none() && edit.new.is_none() {
            self.line(6, &word);
            return;
        }
        let nothing = Text::new("（无）", "(none)");
        let said = |side: &Option<String>| match side {
            Some(text) => one_line(self.say(&value(edit.key, text))),
            None => self.say(&nothing).to_owned(),
        };
        let (old, new) = (said(&edit.old), said(&edit.new));
        if word.width_cjk() + old.width_cjk() + new.width_cjk() <= ONE_LINE {
            self.line(6, &format!("{word}  {old} → {new}"));
        } else {
            let gap = " ".repeat(word.width_cjk());
            self.line(6, &format!("{word}  - {old}"));
            self.line(6, &format!("{gap}  + {new}"));
        }
    }

    fn count(&mut self, difference: &Difference) {
        let count = |wanted: Kind| {
            let is = |change: &&Change| change.change == wanted;
            difference.changes.iter().filter(is).count()
        };
        let counts = [
            count(Kind::Added),
            count(Kind::Removed),
            count(Kind::Renamed),
            count(Kind::Changed),
            count(Kind::Moved),
        ];
        let text = if difference.same_text {
            Text::new("两套模板完全相同。", "The two packs are the same.")
        } else if difference.changes.is_empty() {
            Text::new(
                "内容没有不同，只有注释或写法不同；表仍要用各自的模板审核。",
                "Nothing is different but comments and spelling; forms still have to be checked with their own pack.",
            )
        } else {
            let [added, removed, renamed, changed, moved] = counts;
            Text::new(
                format!(
                    "共新增 {added}，删除 {removed}，改名 {renamed}，修改 {changed}，移动 {moved}。"
                ),
                format!(
                    "{added} added, {removed} removed, {renamed} renamed, {changed} changed, {moved} moved."
                ),
            )
        };
        let line = self.say(&text).to_owned();
        self.line(0, &line);
    }
}

fn listed(parts: &[String], between: &str, and_more: &str) -> String {
    let mut text = parts
        .iter()
        .take(NAMED)
        .cloned()
        .collect::<Vec<_>>()
        .join(between);
    if parts.len() > NAMED {
        text.push_str(and_more);
    }
    text
}

fn one_line(text: &str) -> String {
    text.replace('\r', "").replace('\n', "↵")
}
