//! What is wrong with a file as TOML, in plain words, and the rest of the file, so that no mistake hides another.
//!
//! The parser gives up at some mistakes: what stands after a key without `=` would not be looked at. So the piece that
//! cannot be read is blanked out and the file is read again, until nothing is left to complain of. Blanks take as many bytes
//! as what they stand for: places stay what they are.

use std::ops::Range;

use toml::de::DeTable;

use crate::template::mistake::Mistakes;
use crate::template::source::{Node, Source};
use crate::text::Text;

/// So many mistakes of one file are told; a file with more is no template.
const MOST: usize = 100;

/// What people write instead of TOML's own signs.
const WIDE: &[(char, &str)] = &[
    ('“', "\""),
    ('”', "\""),
    ('＂', "\""),
    ('‘', "'"),
    ('’', "'"),
    ('＇', "'"),
    ('，', ","),
    ('、', ","),
    ('＝', "="),
    ('：', "="),
    ('［', "["),
    ('【', "["),
    ('］', "]"),
    ('】', "]"),
    ('｛', "{"),
    ('｝', "}"),
    ('；', "#"),
    ('＃', "#"),
    ('．', "."),
    ('。', "."),
    ('－', "-"),
];

/// Reads a file as TOML, as far as it can be read, and hands its tables on; what cannot be read is reported.
pub(crate) fn open<T>(
    source: &Source,
    mistakes: &Mistakes,
    read: impl FnOnce(&Node<'_>) -> T,
) -> T {
    let text = mend(source, mistakes);
    let (table, _) = DeTable::parse_recoverable(&text);
    let span = table.span();
    read(&Node::new(source, &table.into_inner(), &span, mistakes))
}

/// The text of a file with blanks where it cannot be read; each such piece is reported.
fn mend(source: &Source, mistakes: &Mistakes) -> String {
    let mut text = source.text.clone();
    for _ in 0..MOST {
        let Some((span, message)) = first_error(&text) else {
            break;
        };
        let piece = piece(&text, &span, &message);
        let told = tell(&text, &piece, &span, &message);
        mistakes.add("T001", source.origin(told.offset), told.message, told.hint);
        let lost = &source.text[piece.lines.clone()];
        if text[piece.lines.clone()].trim().is_empty() {
            break;
        }
        mistakes.lose(lost);
        blank(&mut text, &piece.lines);
    }
    text
}

fn first_error(text: &str) -> Option<(Range<usize>, String)> {
    let (_, errors) = DeTable::parse_recoverable(text);
    errors
        .iter()
        .map(|error| {
            let span = error.span().unwrap_or(0..0);
            let end = text.len();
            (
                span.start.min(end)..span.end.min(end),
                error.message().to_owned(),
            )
        })
        .min_by_key(|(span, _)| span.start)
}

/// The lines a mistake makes unreadable, and where it begins when that is not where the parser noticed it.
struct Piece {
    lines: Range<usize>,
    opening: Option<usize>,
}

fn line_start(text: &str, offset: usize) -> usize {
    text[..offset].rfind('\n').map_or(0, |at| at + 1)
}

fn line_end(text: &str, offset: usize) -> usize {
    text[offset..]
        .find('\n')
        .map_or(text.len(), |at| offset + at)
}

fn line_at(text: &str, offset: usize) -> &str {
    &text[line_start(text, offset)..line_end(text, offset)]
}

fn is_header(line: &str) -> bool {
    line.trim_start().starts_with(['[', '［', '【'])
}

/// Whether a line looks like `key = …` or `[table]`: what was lost ends here.
fn is_statement(line: &str) -> bool {
    let is_key = |key: &str| {
        !key.trim().is_empty()
            && key
                .chars()
                .all(|c| c.is_alphanumeric() || "_-.\"'* ".contains(c))
    };
    is_header(line)
        || line
            .split_once(['=', '＝'])
            .is_some_and(|(key, _)| is_key(key))
}

fn piece(text: &str, span: &Range<usize>, message: &str) -> Piece {
    let mut at = span.start;
    let mut opening = None;
    if message.contains("multi-line") {
        let quotes = if message.contains("literal") {
            "'''"
        } else {
            "\"\"\""
        };
        opening = text[..at].rfind(quotes);
    } else if is_about_brackets(message) {
        opening = open_bracket(text, at);
    }
    if let Some(opening) = opening {
        at = opening;
    }
    let start = line_start(text, at);
    let is_table = is_header(line_at(text, at));
    let mut end = line_end(text, at);
    while end < text.len() {
        let next = line_at(text, end + 1);
        let goes_on = if is_table {
            !is_header(next)
        } else {
            !is_statement(next)
        };
        if !goes_on {
            break;
        }
        end = line_end(text, end + 1);
    }
    Piece {
        lines: start..end,
        opening,
    }
}

fn is_about_brackets(message: &str) -> bool {
    let inside = [
        "in array",
        "array elements",
        "unclosed array",
        "inline table",
        "key-value pairs",
    ];
    !message.contains("array table") && inside.iter().any(|part| message.contains(part))
}

/// The bracket that is never closed: the last one opened in a `key = [` before the place where the parser noticed.
fn open_bracket(text: &str, noticed: usize) -> Option<usize> {
    let mut end = line_end(text, noticed);
    loop {
        let start = line_start(text, end);
        let line = &text[start..end];
        if !is_header(line)
            && is_statement(line)
            && let Some(open) = line.rfind(['[', '{'])
            && !line[open..].contains([']', '}'])
        {
            return Some(start + open);
        }
        end = start.checked_sub(1)?;
    }
}

fn blank(text: &mut String, range: &Range<usize>) {
    let blanks: String = text[range.clone()]
        .bytes()
        .map(|byte| if byte == b'\n' { '\n' } else { ' ' })
        .collect();
    text.replace_range(range.clone(), &blanks);
}

struct Told {
    offset: usize,
    message: Text,
    hint: Text,
}

/// The first full-width sign of a line that stands outside quotes and comments.
fn wide_sign(line: &str) -> Option<(usize, char, &'static str)> {
    let mut quote = None;
    for (at, c) in line.char_indices() {
        match (quote, c) {
            (None, '#') => return None,
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            (None, '\u{3000}') => return Some((at, c, " ")),
            (None, _) => {
                if let Some((_, meant)) = WIDE.iter().find(|(wide, _)| *wide == c) {
                    return Some((at, c, meant));
                }
            }
            _ => {}
        }
    }
    None
}

fn tell(text: &str, piece: &Piece, span: &Range<usize>, message: &str) -> Told {
    let start = line_start(text, span.start);
    let line = line_at(text, span.start);
    let found = text[span.clone()].trim_matches(char::is_whitespace);
    let told = |offset, message, hint| Told {
        offset,
        message,
        hint,
    };
    let is_comment = [";", "；", "//", "--", "＃", "/*"];
    if is_comment
        .iter()
        .any(|sign| line.trim_start().starts_with(sign))
    {
        return told(
            start + line.len() - line.trim_start().len(),
            Text::new("注释要以 # 开头", "a comment begins with #"),
            Text::new(
                "请把行首的记号改成 #。",
                "Write # at the beginning of the line.",
            ),
        );
    }
    if !message.contains("multi-line")
        && let Some((at, sign, meant)) = wide_sign(line)
    {
        return wide(start + at, sign, meant);
    }
    if let Some((key, _)) = line.split_once(':')
        && !key.trim().is_empty()
        && key
            .chars()
            .all(|c| c.is_alphanumeric() || "_-. ".contains(c))
    {
        return told(
            start + key.len(),
            Text::new(
                format!("“{}”后面是冒号，不是等号", key.trim()),
                format!(
                    "there is a colon after '{}', not an equals sign",
                    key.trim()
                ),
            ),
            Text::new("写成：键 = 值。", "Write key = value."),
        );
    }
    if message.starts_with("duplicate") {
        return told(
            span.start,
            Text::new(
                format!("“{found}”写了两次"),
                format!("'{found}' is written twice"),
            ),
            Text::new(
                "同一个表里每个键只能写一次，同名的 [表] 也只能写一次。请删去一个，或改名。",
                "A key stands once in its table, and a [table] once in its file: remove one, or rename it.",
            ),
        );
    }
    if message.contains("must be quoted") {
        return unquoted(span.start, found);
    }
    if let Some(opening) = piece.opening {
        return unclosed(text, opening);
    }
    let key = line.trim().chars().take(40).collect::<String>();
    let (zh, en, hint_zh, hint_en) = match message {
        _ if message.starts_with("key with no value") => (
            format!("“{key}”这一行没有等号"),
            format!("there is no '=' in the line '{key}'"),
            "每行写成：键 = 值。注释以 # 开头。",
            "Write each line as key = value; a comment begins with #.",
        ),
        _ if message.contains("unquoted key") => (
            format!("键名“{found}”只能用英文字母、数字、_ 和 -"),
            format!("the key '{found}' can have letters, digits, _ and - only"),
            "键名不要译成中文。字段名里有点或星号的，要加英文引号，如 [fields.\"vehicle.*\"]。",
            "Keys are not translated. An id with a point or a star stands in quotes, as in [fields.\"vehicle.*\"].",
        ),
        _ if message.contains("string") && found.chars().any(is_hidden) => (
            "文字里有看不见的控制字符".to_owned(),
            "the text has an invisible control character".to_owned(),
            "请删去这个字符，重新输入。",
            "Remove the character and type it again.",
        ),
        _ if message.starts_with("missing opening quote") => (
            "这段文字没有开头的引号".to_owned(),
            "this text has no opening quote".to_owned(),
            "文字两头都要有英文引号。",
            "A text has a straight quote at both ends.",
        ),
        _ if message.starts_with("invalid") && message.contains("string") => (
            "这段文字没有收尾的引号".to_owned(),
            "this text has no closing quote".to_owned(),
            "请在末尾补上英文引号，开头用哪种，收尾就用哪种。",
            "Close it with a straight quote of the kind it begins with.",
        ),
        _ if message.starts_with("extra comma") => (
            "这里多了一个逗号".to_owned(),
            "there is a comma too many here".to_owned(),
            "请删去一个；各项之间只用一个逗号。",
            "Remove it: one comma stands between two items.",
        ),
        _ if message.contains("unclosed table") || message.contains("unclosed array table") => (
            "表名没有收尾的方括号".to_owned(),
            "the name of the table has no closing bracket".to_owned(),
            "写成 [表名]；一列表中的一个写成 [[表名]]。",
            "Write [name], or [[name]] for one of a list of tables.",
        ),
        _ if message.starts_with("unexpected key or value") => (
            format!(
                "值的后面多出了“{}”",
                text[span.start..line_end(text, span.start)].trim()
            ),
            format!(
                "there is something after the value: '{}'",
                text[span.start..line_end(text, span.start)].trim()
            ),
            "一行只写一个值。数里不写千分位逗号；文字里的英文引号写成 \\\"，或改用中文引号。",
            "Write one value in a line. Numbers have no thousands separators; a quote inside a text is written \\\".",
        ),
        _ if message.contains("escape") => (
            "文字里的反斜杠 \\ 后面不能是这个字".to_owned(),
            "this character cannot follow a backslash in a text".to_owned(),
            "反斜杠要写成 \\\\，或者把两头的双引号换成单引号。",
            "Write \\\\ for a backslash, or put the text in single quotes.",
        ),
        _ if message.contains("date") || message.contains("time") => (
            format!("“{found}”不是数，也不是加了引号的文字"),
            format!("'{found}' is neither a number nor a text in quotes"),
            "日期要加英文引号，如 \"2025-3-20\"。",
            "Put a date in quotes, as in \"2025-3-20\".",
        ),
        _ if message.contains("boolean") => (
            format!("“{found}”的大小写不对"),
            format!("'{found}' has capitals"),
            "是写 true，否写 false，都用小写。",
            "Write true or false in small letters.",
        ),
        _ if [
            "leading zero",
            "digits",
            "invalid float",
            "invalid integer",
            "sign",
            "radix",
            "mantissa",
            "fraction",
            "exponent",
        ]
        .iter()
        .any(|part| message.contains(part)) =>
        {
            let number = number_at(line, span.start - start);
            return told(
                span.start,
                Text::new(
                    format!("数“{number}”写得不对"),
                    format!("the number '{number}' is not well formed"),
                ),
                Text::new(
                    "写成 10、0.5、-3 的样子；编号等不是数量的，加上英文引号。",
                    "Write 10, 0.5 or -3; what is no quantity, such as a code, stands in quotes.",
                ),
            );
        }
        _ => (
            "这一行的写法不对".to_owned(),
            format!("not valid TOML: {message}"),
            "请检查这一处的引号、括号和等号。",
            "Check the quotes, brackets and equals signs here.",
        ),
    };
    told(span.start, Text::new(zh, en), Text::new(hint_zh, hint_en))
}

fn is_hidden(c: char) -> bool {
    c.is_control() && c != '\n' && c != '\r'
}

fn number_at(line: &str, at: usize) -> &str {
    let value = line.find('=').map_or(0, |sign| sign + 1).min(at);
    let rest = line[value..].trim_start();
    rest.split([',', ' ', ']']).next().unwrap_or(rest)
}

fn wide(offset: usize, sign: char, meant: &str) -> Told {
    let (message, hint) = if sign == '\u{3000}' {
        (
            Text::new("这里有一个全角空格", "there is a full-width space here"),
            Text::new("请改成普通空格，或删去。", "Write a plain space, or none."),
        )
    } else {
        (
            Text::new(
                format!("这里用了中文标点 {sign}"),
                format!("'{sign}' is a full-width sign"),
            ),
            Text::new(
                format!("引号以外要用英文标点，这里请写 {meant}"),
                format!("Outside of texts write {meant} instead."),
            ),
        )
    };
    Told {
        offset,
        message,
        hint,
    }
}

fn unquoted(offset: usize, found: &str) -> Told {
    let is_percentage = found
        .strip_suffix(['%', '％'])
        .is_some_and(|number| number.trim().parse::<f32>().is_ok());
    let (message, hint) = if found.is_empty() {
        (
            Text::new("等号后面没有值", "there is no value after the equals sign"),
            Text::new(
                "请补上值：数直接写，文字加英文引号，是否写 true 或 false。",
                "Add one: a number as it is, a text in quotes, true or false.",
            ),
        )
    } else if is_percentage {
        (
            Text::new(
                format!("“{found}”不能带百分号"),
                format!("'{found}' cannot have a percent sign"),
            ),
            Text::new("请写成小数：5% 写 0.05。", "Write a decimal: 0.05 for 5%."),
        )
    } else {
        (
            Text::new(
                format!("“{found}”没有加引号"),
                format!("'{found}' is not in quotes"),
            ),
            Text::new(
                format!("文字要加英文引号，如 \"{found}\"；数要用阿拉伯数字，不带单位。"),
                format!(
                    "A text stands in quotes, as in \"{found}\"; a number is written in digits, without a unit."
                ),
            ),
        )
    };
    Told {
        offset,
        message,
        hint,
    }
}

fn unclosed(text: &str, opening: usize) -> Told {
    let sign = &text[opening..];
    let (message, hint) = if sign.starts_with(['\'', '"']) {
        let quotes = &sign[..3];
        (
            Text::new(
                format!("从这里开始的多行文字没有收尾的 {quotes}"),
                format!("the text of several lines that begins here has no closing {quotes}"),
            ),
            Text::new(
                format!("请在最后一行的下面另起一行，写 {quotes}"),
                format!("Write {quotes} in a line of its own below the last one."),
            ),
        )
    } else {
        let close = if sign.starts_with('[') { ']' } else { '}' };
        (
            Text::new(
                format!("这个括号没有收尾的 {close}"),
                format!("this bracket has no closing {close}"),
            ),
            Text::new(
                format!("请在末尾补上 {close}；各项之间用英文逗号隔开。"),
                format!("Add {close} at the end, and commas between the items."),
            ),
        )
    };
    Told {
        offset: opening,
        message,
        hint,
    }
}
