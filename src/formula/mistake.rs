//! Every mistake a person makes when writing a formula, with its one wording and its hint.

use std::fmt;

use crate::formula::ast::Span;
use crate::formula::functions::{self, Function};
use crate::formula::parse::{MAX_DEPTH, MAX_HEIGHT, MAX_LENGTH};
use crate::text::Text;

/// A mistake in a formula: where, what, and what to write instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// Where it stands in the source.
    pub span: Span,
    /// What is wrong, in one sentence.
    pub message: Text,
    /// What to do about it.
    pub hint: Option<Text>,
}

impl Mistake {
    pub(super) fn new(span: Span, slip: &Slip) -> Mistake {
        Mistake {
            span,
            message: Text::new(slip.zh(), slip.to_string()),
            hint: slip.hint(),
        }
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message.en)?;
        self.hint
            .as_ref()
            .map_or(Ok(()), |hint| write!(f, " ({})", hint.en))
    }
}

/// What the end of a formula is called where something is missing before it.
pub(super) const END: &str = "the end";

/// What went wrong while reading a formula.
#[derive(Debug, thiserror::Error)]
pub(super) enum Slip {
    #[error("the formula is empty")]
    Empty,
    #[error("the formula is longer than {MAX_LENGTH} characters")]
    TooLong,
    #[error("the formula is nested more than {MAX_DEPTH} deep")]
    TooDeep,
    #[error("the formula chains more than {MAX_HEIGHT} operations")]
    TooHigh,
    #[error("{found} is written with full-width characters")]
    Wide { found: String, meant: String },
    #[error("a text in Chinese quotation marks")]
    WideQuotes,
    #[error("a text in single quotes")]
    SingleQuotes,
    #[error("this text is not closed")]
    UnclosedText,
    #[error("a text longer than 255 characters")]
    LongText,
    #[error("{written} is not an operator of formulas")]
    ForeignOperator {
        written: &'static str,
        meant: &'static str,
    },
    #[error("{0} is not part of the formula language")]
    StrayCharacter(char),
    #[error("arguments are separated by commas here")]
    Semicolon,
    #[error("lists of constants in braces are not supported")]
    Braces,
    #[error("square brackets refer to other workbooks or to tables, which is not supported")]
    Brackets,
    #[error("the name {0} begins with a digit")]
    DigitFirst(String),
    #[error("the name {0} ends with a point")]
    PointLast(String),
    #[error("the number {0} has more than 28 digits")]
    LongNumber(String),
    #[error("{0} is the address of a cell")]
    CellAddress(String),
    #[error("{0} is neither a cell nor a name")]
    BadReference(String),
    #[error("{0} is an error value")]
    ErrorLiteral(String),
    #[error("this parenthesis is not closed")]
    Unclosed,
    #[error("this parenthesis was never opened")]
    Unopened,
    #[error("an operand is missing before {0}")]
    OperandMissing(String),
    #[error("an operator is missing before {0}")]
    OperatorMissing(String),
    #[error("the operator before {0} is written as a word")]
    WordOperator(&'static str),
    #[error("% takes one operand")]
    Modulo,
    #[error("the number {0} has thousands separators")]
    Thousands(String),
    #[error("a comma outside a function")]
    StrayComma,
    #[error("there is no function {0}")]
    UnknownFunction(String),
    #[error("{function} takes {}, not {given}", arity(function))]
    Arity {
        function: &'static Function,
        given: usize,
        thousands: Option<String>,
    },
}

impl Slip {
    /// The same in Chinese.
    fn zh(&self) -> String {
        match self {
            Slip::Empty => "公式是空的".to_owned(),
            Slip::TooLong => format!("公式超过 {MAX_LENGTH} 个字符"),
            Slip::TooDeep => format!("公式嵌套超过 {MAX_DEPTH} 层"),
            Slip::TooHigh => format!("公式连续运算超过 {MAX_HEIGHT} 次"),
            Slip::Wide { found, .. } => format!("“{found}”是全角字符"),
            Slip::WideQuotes => "文字用了中文引号".to_owned(),
            Slip::SingleQuotes => "文字用了单引号".to_owned(),
            Slip::UnclosedText => "这段文字没有收尾的引号".to_owned(),
            Slip::LongText => "文字超过 255 个字符".to_owned(),
            Slip::ForeignOperator { written, .. } => format!("公式里没有运算符 {written}"),
            Slip::StrayCharacter(c) => format!("公式里不能有字符“{c}”"),
            Slip::Semicolon => "参数之间要用英文逗号".to_owned(),
            Slip::Braces => "不支持大括号里的常数列".to_owned(),
            Slip::Brackets => "方括号是引用别的工作簿或表格，不支持".to_owned(),
            Slip::DigitFirst(name) => format!("名称“{name}”以数字开头"),
            Slip::PointLast(name) => format!("名称“{name}”以点结尾"),
            Slip::LongNumber(number) => format!("数 {number} 超过 28 位"),
            Slip::CellAddress(address) => format!("“{address}”是单元格地址"),
            Slip::BadReference(text) => format!("“{text}”既不是单元格，也不是名称"),
            Slip::ErrorLiteral(error) => format!("“{error}”是错误值"),
            Slip::Unclosed => "这个括号没有收尾".to_owned(),
            Slip::Unopened => "这个右括号没有对应的左括号".to_owned(),
            Slip::OperandMissing(found) if found == END => {
                "公式没写完，末尾缺一个数或名称".to_owned()
            }
            Slip::OperandMissing(found) => format!("“{found}”前面缺一个数或名称"),
            Slip::OperatorMissing(found) => format!("“{found}”前面缺一个运算符"),
            Slip::WordOperator(word) => format!("{word} 写在了两个条件中间"),
            Slip::Modulo => "% 只带一个数".to_owned(),
            Slip::Thousands(number) => format!("数 {number} 里有千分位逗号"),
            Slip::StrayComma => "函数外面有逗号".to_owned(),
            Slip::UnknownFunction(name) => format!("没有函数 {name}"),
            Slip::Arity {
                function, given, ..
            } => {
                format!(
                    "{} 要 {} 个参数，这里是 {given} 个",
                    function.name,
                    count(function)
                )
            }
        }
    }

    fn hint(&self) -> Option<Text> {
        let write = |what: &str| Text::new(format!("请写 {what}"), format!("write {what}"));
        Some(match self {
            Slip::Wide { meant, .. } => write(meant),
            Slip::WideQuotes | Slip::SingleQuotes => Text::new(
                "请用英文双引号 \"…\"",
                "write \"…\" with straight double quotes",
            ),
            Slip::UnclosedText => Text::new("请在末尾加 \"", "end it with \""),
            Slip::LongText => Text::new(
                "请拆成几段用 & 连接，Excel 不接受更长的",
                "split it and join the parts with &, Excel takes no longer ones",
            ),
            Slip::ForeignOperator { meant, .. } => write(meant),
            Slip::Semicolon => write(","),
            Slip::DigitFirst(_) => Text::new(
                "名称要以字母开头；或是中间少了运算符",
                "begin it with a letter, or put an operator between",
            ),
            Slip::PointLast(_) => Text::new(
                "请在点后补一段名称或 *",
                "write a segment or * after the point",
            ),
            Slip::CellAddress(_) => Text::new(
                "请写字段名，不要写单元格地址",
                "write field names, not cell addresses",
            ),
            Slip::ErrorLiteral(_) => Text::new(
                "请用 IFERROR 或 ISERROR 处理错误",
                "use IFERROR or ISERROR to deal with errors",
            ),
            Slip::Unclosed => Text::new("请补 )", "add )"),
            Slip::Unopened => Text::new("请删去它，或在前面补 (", "remove it, or add ( before"),
            Slip::WordOperator(word) => Text::new(
                format!("{word} 是函数，请写 {word}(…)"),
                format!("{word} is a function: write {word}(…)"),
            ),
            Slip::Modulo => Text::new(
                "求余数请写 MOD(数, 除数)",
                "for a remainder write MOD(number, divisor)",
            ),
            Slip::Thousands(number) => write(&number.replace(',', "")),
            Slip::UnknownFunction(name) => unknown_function(name),
            Slip::Arity {
                thousands: Some(number),
                ..
            } => {
                let plain = number.replace(',', "");
                Text::new(
                    format!("如果 {number} 是一个数，请写 {plain}"),
                    format!("if {number} is one number, write {plain}"),
                )
            }
            Slip::Empty => Text::new("请写公式，或删去这个键", "write one, or remove the key"),
            Slip::TooLong | Slip::TooDeep | Slip::TooHigh => Text::new(
                "请拆成几个字段分步计算",
                "compute it in steps, in several fields",
            ),
            Slip::StrayCharacter(_) => Text::new(
                "请删去它；运算符有 + - * / ^ & % = <> < > <= >=",
                "remove it; the operators are + - * / ^ & % = <> < > <= >=",
            ),
            Slip::Braces => Text::new(
                "请去掉大括号，如 SUM(1, 2)",
                "leave the braces out, as in SUM(1, 2)",
            ),
            Slip::Brackets => Text::new(
                "请去掉方括号，直接写字段名",
                "leave the brackets out and write the field name alone",
            ),
            Slip::LongNumber(_) => Text::new("请缩短这个数", "write a shorter one"),
            Slip::OperandMissing(_) => Text::new(
                "请补上，或删去多余的运算符",
                "add it, or remove an operator",
            ),
            Slip::OperatorMissing(_) => Text::new(
                "请补上运算符，如 +；文字要加英文双引号",
                "add one, such as +; a text stands in straight double quotes",
            ),
            Slip::StrayComma => Text::new(
                "请删去它；几个值要放进函数的括号里，如 SUM(a, b)",
                "remove it, or put the values into a function, as in SUM(a, b)",
            ),
            Slip::BadReference(_) => return None,
            Slip::Arity { function, .. } => write(&function.signature()),
        })
    }
}

/// How many arguments a function takes, as a Chinese sentence says it.
fn count(function: &Function) -> String {
    let least = function.least;
    match function.most() {
        None => format!("至少 {least}"),
        Some(most) if most == least => least.to_string(),
        Some(most) => format!("{least} 到 {most}"),
    }
}

fn arity(function: &Function) -> String {
    let plural = |count: usize| if count == 1 { "" } else { "s" };
    let least = function.least;
    match function.most() {
        None => format!("at least {least} argument{}", plural(least)),
        Some(most) if most == least => format!("{least} argument{}", plural(least)),
        Some(most) => format!("{least} to {most} arguments"),
    }
}

fn unknown_function(name: &str) -> Text {
    let names: Vec<&str> = functions::ALL
        .iter()
        .map(|function| function.name)
        .collect();
    let upper = name.to_ascii_uppercase();
    match similar::get_close_matches(upper.as_str(), &names, 1, 0.6).first() {
        Some(close) => Text::new(
            format!("是不是 {close}？"),
            format!("did you mean {close}?"),
        ),
        None => Text::new(
            format!("可用的函数：{}", names.join("、")),
            format!("the functions are {}", names.join(", ")),
        ),
    }
}
