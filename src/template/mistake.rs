//! What a template author got wrong: collected all at once, each with its place and a hint.

use std::cell::RefCell;
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
pub struct Mistakes(RefCell<Vec<Mistake>>);

impl Mistakes {
    /// Adds one.
    pub fn add(&self, code: &'static str, origin: Origin, message: Text, hint: Text) {
        self.0.borrow_mut().push(Mistake {
            origin,
            code,
            message,
            hint,
        });
    }

    /// Whether there is none so far.
    pub fn is_empty(&self) -> bool {
        self.0.borrow().is_empty()
    }

    /// Whether a file has a mistake of this code so far.
    pub(crate) fn has(&self, code: &str, file: &str) -> bool {
        let list = self.0.borrow();
        list.iter()
            .any(|mistake| mistake.code == code && mistake.origin.file == file)
    }

    /// All of them in the order of files, lines and columns, each once.
    pub fn sorted(self) -> Vec<Mistake> {
        let mut list = self.0.into_inner();
        list.sort();
        list.dedup();
        // What cannot be read is not also of the wrong type.
        let unread: Vec<Origin> = list
            .iter()
            .filter(|mistake| mistake.code == "T001")
            .map(|mistake| mistake.origin.clone())
            .collect();
        list.retain(|mistake| mistake.code == "T001" || !unread.contains(&mistake.origin));
        list
    }
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
