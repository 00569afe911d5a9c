//! The words of the command line in both languages: each text stands once, the Chinese beside the English.
//!
//! clap holds one text for a command, an option or a value. Here it holds both, and the one language is picked out when it is
//! known which is asked for; what clap says by itself (headings, defaults, lists of values) is said here instead.

use clap::builder::{PossibleValue, Str};
use clap::{Arg, Command};

use crate::text::{Language, Text};

/// What stands between the two languages: no text has it.
const BETWEEN: char = '‖';

/// A text of the command line in Chinese and English, as one.
macro_rules! both {
    ($zh:expr, $en:expr) => {
        concat!($zh, "‖", $en)
    };
}
pub(super) use both;

/// What values are called in the help.
const VALUES: &[(&str, &str)] = &[
    ("FILE", "文件"),
    ("DIR", "文件夹"),
    ("PATH", "文件或文件夹"),
    ("PACK", "模板"),
    ("CODE", "代码"),
    ("NAME", "名称"),
    ("TEXT", "文字"),
    ("DATE", "日期"),
    ("YEAR", "年度"),
    ("FORMAT", "格式"),
    ("LANG", "语言"),
    ("N", "条数"),
    ("OLD", "旧"),
    ("NEW", "新"),
    ("FORM", "表"),
    ("COMMAND", "命令"),
    ("DEPARTMENT", "单位"),
    ("VALUES", "数据"),
];

/// What clap says of the options and the command it adds by itself.
const ADDED: &[(&str, &str)] = &[
    ("Print help", "显示帮助"),
    (
        "Print help (see more with '--help')",
        "显示帮助（--help 更详细）",
    ),
    (
        "Print help (see a summary with '-h')",
        "显示帮助（-h 只显示摘要）",
    ),
    ("Print version", "显示版本"),
    (
        "Print this message or the help of the given subcommand(s)",
        "显示这份帮助，或所写命令的帮助",
    ),
    ("Print help for the subcommand(s)", "要看哪个命令的帮助"),
];

/// The two texts; what clap adds by itself is known here.
fn told(text: &str) -> Text {
    if let Some((zh, en)) = text.split_once(BETWEEN) {
        return Text::new(zh, en);
    }
    let added = ADDED.iter().find(|(en, _)| *en == text);
    Text::new(added.map_or(text, |(_, zh)| *zh), text)
}

fn picked(text: &str, language: Language) -> String {
    told(text).get(language).to_owned()
}

/// The command line in one language.
pub(super) fn spoken(mut command: Command, language: Language) -> Command {
    // clap adds its own options and its help first.
    command.build();
    command_in(command, language)
}

fn command_in(command: Command, language: Language) -> Command {
    let about = command.get_about().map(ToString::to_string);
    let mut command = command
        .mut_args(|arg| argument(arg, language))
        .mut_subcommands(|inner| command_in(inner, language));
    if let Some(about) = about {
        command = command.about(picked(&about, language)).long_about(None);
    }
    match language {
        Language::English => command,
        Language::Chinese => chinese(command),
    }
}

/// The frame of the help, which clap has in English.
fn chinese(command: Command) -> Command {
    let usage = command.clone().render_usage().to_string();
    let usage = usage.trim_start_matches("Usage:").trim().to_owned();
    let usage = usage
        .replace("[OPTIONS]", "[选项]")
        .replace("<COMMAND>", "<命令>")
        .replace("[COMMAND]", "[命令]");
    let mut template = "{about}\n\n用法：{usage}\n".to_owned();
    let mut part = |is_there: bool, heading: &str, tag: &str| {
        if is_there {
            template.push_str(&format!("\n{heading}\n{{{tag}}}\n"));
        }
    };
    let is_shown = |inner: &Command| !inner.is_hide_set();
    part(
        command.get_subcommands().any(is_shown),
        "命令：",
        "subcommands",
    );
    part(
        command.get_positionals().next().is_some(),
        "参数：",
        "positionals",
    );
    part(command.get_opts().count() > 0, "选项：", "options");
    command.override_usage(usage).help_template(template)
}

fn argument(arg: Arg, language: Language) -> Arg {
    let short = arg.get_help().map(ToString::to_string).unwrap_or_default();
    let long = arg.get_long_help().map(ToString::to_string);
    let names = arg.get_value_names().unwrap_or_default().iter();
    let names: Vec<Str> = names.map(|name| value_name(name, language)).collect();
    let values = arg.get_possible_values();
    let values: Vec<&PossibleValue> = values.iter().filter(|value| !value.is_hide_set()).collect();
    let values = match arg.get_action().takes_values() {
        true => values,
        false => Vec::new(),
    };
    let default = arg
        .get_default_values()
        .first()
        .filter(|_| arg.get_action().takes_values());
    let default = default.map(|value| value.to_string_lossy().into_owned());
    let default = default.filter(|value| !value.is_empty());
    let text = picked(&short, language);
    let listed = listed(&values, language);
    let default = default.map(|value| match language {
        Language::Chinese => format!("[默认：{value}]"),
        Language::English => format!("[default: {value}]"),
    });
    let joined = |parts: [Option<String>; 3], between: &str| {
        let parts = parts.into_iter().flatten();
        parts.collect::<Vec<_>>().join(between)
    };
    let brief = joined([Some(text.clone()), default.clone(), listed.brief], " ");
    let whole = match (long, listed.whole) {
        (Some(long), _) => Some(picked(&long, language)),
        (None, None) => None,
        (None, Some(list)) => Some(joined([Some(text), Some(list), default], "\n\n")),
    };
    let arg = arg
        .help(brief)
        .hide_possible_values(true)
        .hide_default_value(true);
    let arg = match whole {
        Some(whole) => arg.long_help(whole),
        None => arg,
    };
    match names.is_empty() {
        true => arg,
        false => arg.value_names(names),
    }
}

fn value_name(name: &Str, language: Language) -> Str {
    let known = VALUES.iter().find(|(en, _)| *en == name.as_str());
    match (language, known) {
        (Language::Chinese, Some((_, zh))) => Str::from(*zh),
        _ => name.clone(),
    }
}

/// The values an option takes: on one line, and each with what it means.
struct Listed {
    brief: Option<String>,
    whole: Option<String>,
}

fn listed(values: &[&PossibleValue], language: Language) -> Listed {
    let (heading, of, between) = match language {
        Language::Chinese => ("可选值：", "：", "、"),
        Language::English => ("Possible values:", ": ", ", "),
    };
    if values.is_empty() {
        return Listed {
            brief: None,
            whole: None,
        };
    }
    let names: Vec<&str> = values.iter().map(|value| value.get_name()).collect();
    let lines = values.iter().map(|value| {
        let help = value
            .get_help()
            .map(ToString::to_string)
            .unwrap_or_default();
        format!("- {}{of}{}", value.get_name(), picked(&help, language))
    });
    let lines: Vec<String> = lines.collect();
    Listed {
        brief: Some(match language {
            Language::Chinese => format!("[可选：{}]", names.join(between)),
            Language::English => format!("[possible values: {}]", names.join(between)),
        }),
        whole: Some(format!("{heading}\n{}", lines.join("\n"))),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::cli::Cli;

    fn is_chinese(text: &str) -> bool {
        text.contains(|c| matches!(c, '\u{3400}'..='\u{9FFF}'))
    }

    /// Every text of a command, and of those below it, with whose it is.
    fn texts(command: &Command, name: &str, found: &mut Vec<(String, String)>) {
        let about = command.get_about().map(ToString::to_string);
        found.push((name.to_owned(), about.unwrap_or_default()));
        for arg in command.get_arguments() {
            let name = format!("{name} {}", arg.get_id());
            let help = arg.get_help().map(ToString::to_string);
            found.push((name.clone(), help.unwrap_or_default()));
            if !arg.get_action().takes_values() {
                continue;
            }
            for value in arg.get_possible_values() {
                let help = value.get_help().map(ToString::to_string);
                found.push((
                    format!("{name} {}", value.get_name()),
                    help.unwrap_or_default(),
                ));
            }
        }
        for inner in command.get_subcommands() {
            texts(inner, &format!("{name} {}", inner.get_name()), found);
        }
    }

    #[test]
    fn commands_options_and_values_are_told_in_both_languages() {
        let mut command = Cli::command();
        command.build();
        let mut found = Vec::new();
        texts(&command, "annex", &mut found);
        assert!(found.len() > 150, "{}", found.len());
        let wrong: Vec<_> = found
            .iter()
            .filter(|(whose, text)| {
                let Text { zh, en } = told(text);
                // The languages are called by their own names.
                let is_language = whose.ends_with(" lang zh") || whose.ends_with(" lang en");
                let is_told = is_chinese(&zh) && !en.is_empty() && !is_chinese(&en);
                !is_language && !is_told
            })
            .collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn values_have_a_name_in_chinese() {
        let mut command = Cli::command();
        command.build();
        fn names(command: &Command, found: &mut Vec<String>) {
            for arg in command
                .get_arguments()
                .filter(|arg| arg.get_action().takes_values())
            {
                let names = arg.get_value_names().unwrap_or_default();
                found.extend(names.iter().map(ToString::to_string));
            }
            for inner in command.get_subcommands() {
                names(inner, found);
            }
        }
        let mut found = Vec::new();
        names(&command, &mut found);
        found.retain(|name| !VALUES.iter().any(|(known, _)| known == name));
        assert_eq!(found, Vec::<String>::new());
    }

    /// Words of a line that belong to no language: names of commands, options, files and formats.
    fn english(text: &str) -> Vec<String> {
        let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || "-_./".contains(c)));
        let words = words.filter(|word| word.len() > 2 && !word.starts_with(['-', '.']));
        let is_name = |word: &&str| {
            let plain = word.trim_matches('.');
            plain.contains(['.', '-', '/', '_'])
                || plain.chars().all(|c| !c.is_ascii_lowercase())
                || [
                    "annex", "inbox", "Excel", "Word", "JUnit", "code", "name", "projects",
                    "English",
                ]
                .contains(&plain)
        };
        words
            .filter(|word| !is_name(word))
            .map(str::to_owned)
            .collect()
    }

    #[test]
    fn chinese_help_holds_no_english() {
        fn helps(command: &Command, found: &mut Vec<String>) {
            for help in [
                command.clone().render_help(),
                command.clone().render_long_help(),
            ] {
                found.push(help.to_string());
            }
            for inner in command.get_subcommands() {
                helps(inner, found);
            }
        }
        let command = spoken(Cli::command(), Language::Chinese);
        let mut names = Vec::new();
        fn known(command: &Command, names: &mut Vec<String>) {
            names.push(command.get_name().to_owned());
            for arg in command.get_arguments() {
                let values = arg.get_possible_values();
                names.extend(values.iter().map(|value| value.get_name().to_owned()));
            }
            command
                .get_subcommands()
                .for_each(|inner| known(inner, names));
        }
        known(&command, &mut names);
        let mut found = Vec::new();
        helps(&command, &mut found);
        for help in found {
            let mut words = english(&help);
            words.retain(|word| !names.contains(word));
            assert!(words.is_empty(), "{words:?} in\n{help}");
            assert!(!help.contains(BETWEEN), "{help}");
        }
        let english = spoken(Cli::command(), Language::English)
            .render_long_help()
            .to_string();
        // The one word that is Chinese in every language is the name of that language.
        assert!(!is_chinese(&english.replace("zh: 中文", "")), "{english}");
    }

    #[test]
    fn wrong_arguments_are_told_in_chinese() {
        for (line, message) in [
            ("nothing", "错误：没有“nothing”这个命令"),
            (
                "chek",
                "错误：没有“chek”这个命令\n\n  提示：是不是要写 check？",
            ),
            ("template nothing", "错误：没有“nothing”这个命令"),
            ("check", "错误：还缺：<文件>..."),
            ("check --nothing", "错误：没有“--nothing”这个参数"),
            (
                "check a --formt json",
                "错误：没有“--formt”这个参数\n\n  提示：是不是要写 --format？",
            ),
            (
                "check a --format yaml",
                "错误：--format <格式> 不能写“yaml”，可写：full、concise、json、sarif、csv、markdown、junit",
            ),
            (
                "check a --format",
                "错误：--format <格式> 后面没有写值，可写：full、",
            ),
            (
                "check a --year abc",
                "错误：--year <年度> 不能写“abc”：年度写四位数字，如 2024",
            ),
            ("check a --max-warnings -1", "错误："),
            (
                "check a --year 2024 --year 2025",
                "错误：--year <年度> 只能写一次",
            ),
            (
                "generate --deadline 3月 --department a -o a",
                "错误：--deadline <日期> 不能写“3月”：日期写成 2025-03-20 这样",
            ),
            (
                "generate --department a --roster b -o a",
                "错误：--department <单位> 不能与 --roster <文件> 同时写",
            ),
            ("generate --department a", "错误：还缺：--output"),
            ("explain V001 more", "错误：没有“more”这个参数"),
            ("check a --quiet=yes", "错误："),
        ] {
            let command = spoken(Cli::command(), Language::Chinese);
            let words = std::iter::once("annex").chain(line.split(' '));
            let error = command.try_get_matches_from(words).unwrap_err();
            let told = crate::cli::usage::told(&error);
            assert!(told.starts_with(message), "{line}\n{told}");
            let mut words = english(&told.replace(line, ""));
            words.retain(|word| {
                !line.contains(word.as_str()) && !told.contains(&format!("、{word}"))
            });
            let known = ["full", "check", "template", "generate", "explain"];
            words.retain(|word| !known.contains(&word.as_str()));
            assert!(words.is_empty(), "{line}: {words:?} in\n{told}");
        }
    }
}
