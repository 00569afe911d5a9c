//! What is wrong with the arguments, in Chinese: clap knows what it is and says it in English.

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::text::Text;

/// A value of the command line that cannot be taken: a text in both languages, of which clap shows the English one.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{}", .0.en)]
pub(super) struct Unfit(pub(super) Text);

/// A year, as four digits.
///
/// # Errors
/// It is none.
pub(super) fn year(text: &str) -> Result<u16, Unfit> {
    let year = text
        .parse()
        .ok()
        .filter(|year| (1900..=9999).contains(year));
    year.ok_or_else(|| {
        Unfit(Text::new(
            "年度写四位数字，如 2024",
            "a year is four digits, such as 2024",
        ))
    })
}

/// A whole number from zero.
///
/// # Errors
/// It is none.
pub(super) fn count(text: &str) -> Result<usize, Unfit> {
    text.parse().map_err(|_| {
        Unfit(Text::new(
            "要写 0 或正整数",
            "it should be a whole number from 0",
        ))
    })
}

/// The whole message, in Chinese.
pub(super) fn told(error: &clap::Error) -> String {
    let mut text = format!("错误：{}\n", what(error));
    if let Some(hint) = hint(error) {
        text.push_str(&format!("\n  提示：{hint}\n"));
    }
    if let Some(usage) = of(error, ContextKind::Usage) {
        let usage = usage.trim().trim_start_matches("Usage:").trim();
        let usage = usage
            .replace("[OPTIONS]", "[选项]")
            .replace("<COMMAND>", "<命令>")
            .replace("[COMMAND]", "[命令]");
        text.push_str(&format!("\n用法：{usage}\n"));
    }
    text + "\n加 --help 查看帮助。\n"
}

fn what(error: &clap::Error) -> String {
    let get = |kind| of(error, kind).unwrap_or_default();
    let arg = get(ContextKind::InvalidArg);
    let value = get(ContextKind::InvalidValue);
    match error.kind() {
        ErrorKind::InvalidValue if value.is_empty() => {
            format!("{arg} 后面没有写值{}", choices(error, "，可写："))
        }
        ErrorKind::InvalidValue => {
            format!("{arg} 不能写“{value}”{}", choices(error, "，可写："))
        }
        ErrorKind::ValueValidation => {
            let why = std::error::Error::source(error).and_then(|why| why.downcast_ref::<Unfit>());
            let why = why.map_or_else(String::new, |Unfit(why)| format!("：{}", why.zh));
            format!("{arg} 不能写“{value}”{why}")
        }
        ErrorKind::UnknownArgument => format!("没有“{arg}”这个参数"),
        ErrorKind::InvalidSubcommand => {
            format!("没有“{}”这个命令", get(ContextKind::InvalidSubcommand))
        }
        ErrorKind::NoEquals => format!("{arg} 和它的值之间要写等号"),
        ErrorKind::TooManyValues => format!("{arg} 多写了“{value}”"),
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            format!("{arg} 写的值个数不对")
        }
        ErrorKind::ArgumentConflict => {
            let prior = get(ContextKind::PriorArg);
            match prior == arg || prior.is_empty() {
                true => format!("{arg} 只能写一次"),
                false => format!("{arg} 不能与 {prior} 同时写"),
            }
        }
        ErrorKind::MissingRequiredArgument => format!("还缺：{arg}"),
        ErrorKind::MissingSubcommand => {
            format!(
                "{} 后面要写命令{}",
                get(ContextKind::InvalidSubcommand),
                choices(error, "，可写：")
            )
        }
        ErrorKind::InvalidUtf8 => "参数里有读不出的字符（不是 UTF-8）".to_owned(),
        _ => "参数不对".to_owned(),
    }
}

/// The values or commands that may stand there.
fn choices(error: &clap::Error, before: &str) -> String {
    let kinds = [ContextKind::ValidValue, ContextKind::ValidSubcommand];
    let known = kinds.into_iter().find_map(|kind| of(error, kind));
    known.map_or_else(String::new, |known| format!("{before}{known}"))
}

/// What was meant, by what is like it.
fn hint(error: &clap::Error) -> Option<String> {
    let kinds = [
        ContextKind::SuggestedArg,
        ContextKind::SuggestedValue,
        ContextKind::SuggestedSubcommand,
    ];
    let known = kinds.into_iter().find_map(|kind| of(error, kind))?;
    Some(format!("是不是要写 {known}？"))
}

fn of(error: &clap::Error, kind: ContextKind) -> Option<String> {
    match error.get(kind)? {
        ContextValue::String(text) => Some(text.clone()),
        ContextValue::Strings(texts) if texts.is_empty() => None,
        ContextValue::Strings(texts) => Some(texts.join("、")),
        ContextValue::StyledStr(text) => Some(text.to_string()),
        _ => None,
    }
}
