//! What a template author got wrong: collected all at once, each with its place and a hint.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fmt;

use crate::text::Text;

/// A place in a template file; line and column count from one, columns in characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Origin {
    /// The file's name in its pack.
    pub file: String,
    /// Line, from one.
    pub line: usize,
    /// Column in characters, from one.
    pub column: usize,
}

impl Origin {
    /// The place of a byte offset in a file's text.
    pub fn of(file: &str, text: &str, offset: usize) -> Origin {
        let mut end = offset.min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let before = &text[..end];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        Origin {
            file: file.to_owned(),
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
        }
    }

    /// The place `offset` bytes into a text that starts here.
    #[must_use]
    pub fn within(&self, text: &str, offset: usize) -> Origin {
        let inner = Origin::of(&self.file, text, offset);
        if inner.line == 1 {
            Origin {
                column: self.column + inner.column - 1,
                ..self.clone()
            }
        } else {
            Origin {
                line: self.line + inner.line - 1,
                column: inner.column,
                file: inner.file,
            }
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

/// One mistake of a template author.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mistake {
    /// Where.
    pub origin: Origin,
    /// Stable code: `T003`.
    pub code: &'static str,
    /// What is wrong.
    pub message: Text,
    /// What to do.
    pub hint: Text,
}

/// Where the mistakes of a pack are gathered.
#[derive(Debug, Default)]
pub struct Mistakes {
    found: RefCell<Vec<Mistake>>,
    lost: RefCell<Vec<String>>,
}

impl Mistakes {
    /// Adds one.
    pub fn add(&self, code: &'static str, origin: Origin, message: Text, hint: Text) {
        self.found.borrow_mut().push(Mistake {
            origin,
            code,
            message,
            hint,
        });
    }

    /// Whether there is none so far.
    pub fn is_empty(&self) -> bool {
        self.found.borrow().is_empty()
    }

    /// Remembers a piece that could not be read: names that stand in it are not said to be missing as well.
    pub(crate) fn lose(&self, piece: &str) {
        self.lost.borrow_mut().push(piece.to_owned());
    }

    /// The pieces that could not be read so far.
    pub(crate) fn lost(&self) -> Vec<String> {
        self.lost.borrow().clone()
    }

    /// All of them in the order of files, lines and columns, each once.
    pub fn sorted(self) -> Vec<Mistake> {
        let lost = self.lost.into_inner();
        own(self.found.into_inner(), &lost)
    }
}

/// The mistakes that are no mere consequence of others, in the order of files, lines and columns, each once.
pub(crate) fn own(mut list: Vec<Mistake>, lost: &[String]) -> Vec<Mistake> {
    list.sort();
    list.dedup();
    // What cannot be read is not also of the wrong type.
    let unread: Vec<Origin> = list
        .iter()
        .filter(|mistake| mistake.code == "T001")
        .map(|mistake| mistake.origin.clone())
        .collect();
    list.retain(|mistake| mistake.code == "T001" || !unread.contains(&mistake.origin));
    list.retain(|mistake| !is_about_lost(mistake, lost));
    without_consequences(&mut list);
    // Weights are added up once all of them can be read.
    let unsound: BTreeSet<String> = list
        .iter()
        .filter(|mistake| ["T001", "T002", "T004", "T005"].contains(&mistake.code))
        .map(|mistake| mistake.origin.file.clone())
        .collect();
    list.retain(|mistake| mistake.code != "T016" || !unsound.contains(&mistake.origin.file));
    list
}

/// Takes out what names in formulas suffer from the field or the sheet they name: that is reported where it stands.
fn without_consequences(list: &mut Vec<Mistake>) {
    // With two sheets of one id, no name leads anywhere for sure.
    let is_same_id =
        |mistake: &Mistake| mistake.code == "T018" && mistake.message.zh.starts_with("表的 id“");
    if list.iter().any(is_same_id) {
        list.retain(|mistake| !["T013", "T015"].contains(&mistake.code));
    }
    // A field is one that is both described and drawn.
    let halves: BTreeSet<String> = list
        .iter()
        .filter(|mistake| ["T008", "T009"].contains(&mistake.code))
        .flat_map(|mistake| quoted(&mistake.message.zh))
        .map(str::to_owned)
        .collect();
    list.retain(|mistake| {
        let is_half = |name: &str| {
            let local = name.split_once('.').map_or(name, |(_, local)| local);
            halves.contains(name) || halves.contains(local)
        };
        mistake.code != "T013" || !quoted(&mistake.message.zh).any(is_half)
    });
}

/// What stands in quotes in a Chinese message.
fn quoted(message: &str) -> impl Iterator<Item = &str> {
    let parts = message.split('“').skip(1);
    parts.filter_map(|rest| rest.split('”').next())
}

/// Whether a mistake says that something is missing that stands in a piece that could not be read.
fn is_about_lost(mistake: &Mistake, lost: &[String]) -> bool {
    let says = &mistake.message.zh;
    let is_missing = match mistake.code {
        "T002" | "T008" | "T009" | "T011" | "T013" | "T019" => true,
        "T006" => says.contains("现在是 0 行"),
        _ => false,
    };
    is_missing
        && quoted(says).any(|name| {
            // {index} is known where [repeat] is.
            let name = name.trim_matches(['{', '}']);
            let name = if name == "index" { "repeat" } else { name };
            if mistake.code == "T019" {
                // A file that is not there is what is lost, not what is missing because of it.
                let mut pieces = lost.iter().filter(|piece| !piece.ends_with('.'));
                return pieces.any(|piece| has_word(piece, name));
            }
            let (sheet, local) = name.split_once('.').unwrap_or((".", name));
            lost.iter().any(|piece| {
                piece.strip_suffix('.') == Some(sheet)
                    || has_word(piece, name)
                    || has_word(piece, local)
            })
        })
}

fn has_word(text: &str, word: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    !word.is_empty()
        && text.match_indices(word).any(|(at, _)| {
            !text[..at].ends_with(is_part) && !text[at + word.len()..].starts_with(is_part)
        })
}

/// The codes of all template mistakes with what each means, in order.
pub const CODES: &[(&str, &str, &str)] = &[
    ("T001", "文件不是有效的 TOML", "the file is not valid TOML"),
    ("T002", "缺少必需的键", "a required key is missing"),
    ("T003", "不认识的键", "a key is not known"),
    ("T004", "值的类型不对", "a value has the wrong type"),
    (
        "T005",
        "值不在允许的范围内",
        "a value is not one of those allowed",
    ),
    (
        "T006",
        "版面画得不完整",
        "the layout picture is not well formed",
    ),
    (
        "T007",
        "合并的格子不成矩形",
        "merged cells do not form a rectangle",
    ),
    (
        "T008",
        "版面里的字段没有说明",
        "a field in the layout is not described",
    ),
    (
        "T009",
        "说明的字段不在版面里",
        "a described field is not in the layout",
    ),
    (
        "T010",
        "字段在版面里出现两次",
        "a field stands twice in the layout",
    ),
    ("T011", "不认识的占位符", "a placeholder is not known"),
    ("T012", "公式写法有误", "a formula cannot be read"),
    (
        "T013",
        "公式里的名称不存在",
        "a formula names an unknown field",
    ),
    (
        "T014",
        "公式互相循环引用",
        "formulas refer to each other in a circle",
    ),
    ("T015", "公式里的类型不对", "a formula mixes types"),
    ("T016", "权重之和不对", "weights do not add up"),
    ("T017", "超出 Excel 的限度", "Excel allows less"),
    ("T018", "重复", "something is defined twice"),
    (
        "T019",
        "文件缺失或无法读取",
        "a file is missing or cannot be read",
    ),
    (
        "T020",
        "空白表里公式出错",
        "a formula gives an error on a blank form",
    ),
];
