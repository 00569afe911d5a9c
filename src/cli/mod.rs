//! The command line: the edge where files and clocks are.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

use crate::cli::words::both;
use crate::text::Language;
use crate::workspace::{caught, contained};

mod adopt;
mod annotate;
mod check;
mod consolidate;
mod demo;
mod diff;
mod drawing;
mod explain;
mod extract;
mod failure;
mod fill;
mod generate;
mod input;
mod reissue;
mod report;
mod say;
mod template;
mod usage;
mod words;

pub use failure::Failure;

/// Nothing at error level was found.
pub const CLEAN: u8 = 0;
/// There are findings at error level.
pub const FINDINGS: u8 = 1;
/// The job could not be done.
pub const FAILED: u8 = 2;

/// The command line.
#[derive(Debug, Parser)]
#[command(name = "annex", version, max_term_width = 100)]
#[command(about = both!("向各单位发放加锁的 Excel 表，精确审核报回的数字，并汇总", "Send locked Excel forms to departments, check what comes back in exact decimals, and roll it all up"))]
struct Cli {
    #[command(subcommand)]
    command: Command,
    #[arg(help = both!("除错误外不输出提示", "Say nothing on standard error but errors"))]
    #[arg(long, global = true)]
    quiet: bool,
    #[arg(help = both!("输出的语言", "The language of messages"))]
    #[arg(long, global = true, default_value = "zh")]
    lang: Lang,
}

#[derive(Debug, Subcommand)]
enum Command {
    #[command(about = both!("为一个单位或名单上的每个单位生成加锁的表", "Make the locked workbook of one department, or of every department of a roster"))]
    Generate(generate::GenerateArgs),
    #[command(about = both!("把 JSON 文件里的数据填到表里", "Put values from a JSON file into a form"))]
    Fill(fill::FillArgs),
    #[command(about = both!("审核报回的表", "Check returned workbooks"))]
    Check(check::CheckArgs),
    #[command(about = both!("把报回的表连同批注的问题另写一份", "Write returned workbooks anew with every finding marked"))]
    Annotate(annotate::AnnotateArgs),
    #[command(about = both!("把报回的表汇总成一个工作簿", "Roll returned workbooks up into one summary workbook"))]
    Consolidate(consolidate::ConsolidateArgs),
    #[command(about = both!("以 JSON 输出报回的表里的数据", "Print the values of returned workbooks as JSON"))]
    Extract(extract::ExtractArgs),
    #[command(about = both!("比较两份报回的表", "Say what differs between two returned workbooks"))]
    Diff(diff::DiffArgs),
    #[command(about = both!("把 Word 文档或自己做的工作簿里的内容转到正式表里", "Put a return that came as a Word document, or as a workbook made by hand, into the official form"))]
    Adopt(adopt::AdoptArgs),
    #[command(about = both!("把填好的表转到另一个模板，或同一模板的另一版本", "Carry a filled return over to another pack, or another version of its pack"))]
    Reissue(reissue::ReissueArgs),
    #[command(about = both!("把报回的表里的自评报告写成 Word 文档", "Write the finished report of a returned workbook as a Word document"))]
    Report(report::ReportArgs),
    #[command(about = both!("解释一个代码", "Explain a code"))]
    Explain(explain::ExplainArgs),
    #[command(about = both!("列出、查看、检查、比较和导出模板", "List, show, check, compare and export template packs"))]
    Template(template::TemplateArgs),
    #[command(about = both!("读入一个工作簿，以 JSON 写出其中的内容；annex 自己调用", "Read a workbook from standard input and write what is in it as JSON: annex calls this itself"))]
    #[command(name = contained::COMMAND, hide = true)]
    Contained,
    #[command(about = both!("在一个文件夹里演示全过程：一份真实的表和几份虚构的表", "Run the whole loop in a folder, on a real return and on invented ones"))]
    Demo(demo::DemoArgs),
}

/// The packs returns may be made from.
#[derive(Debug, Args)]
struct PackArgs {
    #[arg(help = both!("模板文件夹，或自带模板的编号，可写多次；自带的模板不写也认得", "A pack folder, or the id of a shipped pack; may be given several times; the shipped packs are known anyway"))]
    #[arg(long = "pack", value_name = "PACK")]
    packs: Vec<String>,
}

/// Returned workbooks.
#[derive(Debug, Args)]
struct InputArgs {
    #[arg(help = both!("报回的工作簿，或放它们的文件夹；写了 --campaign 时默认看其中的 inbox", "Returned workbooks, or folders of them [default: the inbox of the campaign]"))]
    #[arg(required_unless_present = "campaign", value_name = "FILE")]
    files: Vec<PathBuf>,
    #[arg(help = both!("这次报送的文件夹，其中 campaign.toml 写明模板、年度、名单、密钥、级别和豁免", "The campaign of these returns, a folder with campaign.toml: its pack, year, roster, key, levels and waivers"))]
    #[arg(long, value_name = "DIR")]
    campaign: Option<PathBuf>,
    #[command(flatten)]
    packs: PackArgs,
    #[arg(help = both!("所有表应属的年度", "The year all returns should be for"))]
    #[arg(long, value_parser = usage::year)]
    year: Option<u16>,
    #[arg(help = both!("下发时签名用的密钥：至少 32 字节的文本文件", "The key with which their forms were signed: a text file of at least 32 bytes"))]
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    #[arg(help = both!("上一年度的表，或放它们的文件夹，用来比对数字和文字，可写多次", "Last year's returns, or folders of them: figures and texts are held against them; may be given several times"))]
    #[arg(long, value_name = "FILE")]
    last: Vec<PathBuf>,
    #[arg(help = both!("不查这条规则（写代码或名称），可写多次", "A rule, by code or name, whose findings are not wanted; may be given several times"))]
    #[arg(long, value_name = "CODE")]
    allow: Vec<String>,
    #[arg(help = both!("把这条规则（写代码或名称）的问题都算作错误，可写多次", "A rule, by code or name, whose findings are errors; may be given several times"))]
    #[arg(long, value_name = "CODE")]
    deny: Vec<String>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Lang {
    #[value(help = "中文")]
    Zh,
    #[value(help = "English")]
    En,
}

impl From<Lang> for Language {
    fn from(lang: Lang) -> Language {
        match lang {
            Lang::Zh => Language::Chinese,
            Lang::En => Language::English,
        }
    }
}

/// What a command has done: its exit status.
type Outcome = Result<u8, Failure>;

/// The command line as clap knows it, in one language: for the manual.
pub fn command(language: Language) -> clap::Command {
    words::spoken(Cli::command(), language)
}

/// The language asked for, known before anything else is: what is wrong with the arguments is said in it too.
fn asked_for(args: &[OsString]) -> Language {
    let mut args = args.iter().skip(1).map(|arg| arg.to_string_lossy());
    let mut asked = Language::default();
    while let Some(arg) = args.next() {
        let value = match arg.as_ref() {
            // What follows are names of files.
            "--" => break,
            "--lang" => args.next(),
            other => other.strip_prefix("--lang=").map(|it| it.to_owned().into()),
        };
        if let Some(language) = value.and_then(|value| value.parse().ok()) {
            asked = language;
        }
    }
    asked
}

/// The arguments, with the command that is meant where files are named and no command is: to check them, as when they are
/// dropped on the program.
fn with_command(known: &clap::Command, mut args: Vec<OsString>) -> Vec<OsString> {
    let mut at = 1;
    while let Some(arg) = args.get(at) {
        let word = arg.to_string_lossy();
        match word.as_ref() {
            "--lang" => at += 2,
            "--" => break,
            option if option.starts_with('-') => at += 1,
            word => {
                let path = Path::new(word);
                let is_file = path.extension().is_some() || path.components().count() > 1;
                if known.find_subcommand(word).is_none() && (is_file || Path::new(arg).exists()) {
                    break;
                }
                return args;
            }
        }
    }
    if at < args.len() {
        args.insert(at, "check".into());
    }
    args
}

/// Runs the command that was asked for.
pub fn run() -> ExitCode {
    let args: Vec<OsString> = std::env::args_os().collect();
    let language = asked_for(&args);
    say::set_language(language);
    let command = command(language);
    let args = with_command(&command, args);
    let parsed = command.try_get_matches_from(args);
    let cli = match parsed.and_then(|parsed| Cli::from_arg_matches(&parsed)) {
        Ok(cli) => cli,
        Err(other) => return told(&other),
    };
    say::set_language(cli.lang.into());
    say::set_quiet(cli.quiet);
    caught::keep_quiet();
    let outcome = caught::alone("annex", || perform(&cli.command));
    match outcome.map_err(Failure::from).and_then(|outcome| outcome) {
        Ok(status) => ExitCode::from(status),
        Err(failure) => {
            say::error(&failure.0);
            ExitCode::from(FAILED)
        }
    }
}

/// Prints what clap has to say: help, the version, or what is wrong with the arguments.
fn told(other: &clap::Error) -> ExitCode {
    let printed = match (other.use_stderr(), say::language()) {
        (false, _) => say::help(other),
        (true, Language::Chinese) => {
            say::wrong(other);
            Ok(())
        }
        (true, Language::English) => say::written(|_| other.print()),
    };
    match printed {
        Ok(()) => ExitCode::from(u8::try_from(other.exit_code()).unwrap_or(FAILED)),
        Err(failure) => {
            say::error(&failure.0);
            ExitCode::from(FAILED)
        }
    }
}

fn perform(command: &Command) -> Outcome {
    match command {
        Command::Generate(args) => generate::run(args),
        Command::Fill(args) => fill::run(args),
        Command::Check(args) => check::run(args),
        Command::Annotate(args) => annotate::run(args),
        Command::Consolidate(args) => consolidate::run(args),
        Command::Extract(args) => extract::run(args),
        Command::Diff(args) => diff::run(args),
        Command::Adopt(args) => adopt::run(args),
        Command::Reissue(args) => reissue::run(args),
        Command::Report(args) => report::run(args),
        Command::Explain(args) => explain::run(args),
        Command::Template(args) => template::run(args),
        Command::Contained => contained(),
        Command::Demo(args) => demo::run(args),
    }
}

/// Reads a workbook for the annex that called this one.
fn contained() -> Outcome {
    say::written(|output| contained::serve(std::io::stdin().lock(), output))?;
    Ok(CLEAN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_without_a_command_are_checked() {
        for (given, meant) in [
            ("a.xlsx b.xlsx", "check a.xlsx b.xlsx"),
            ("--quiet --lang en in/a", "--quiet --lang en check in/a"),
            ("--lang=en a.xls", "--lang=en check a.xls"),
            ("-- -a.xlsx", "check -- -a.xlsx"),
            // A folder that is there, and a word that is none.
            ("src", "check src"),
            ("chek a.xlsx", "chek a.xlsx"),
            ("check a.xlsx", "check a.xlsx"),
            ("--lang en", "--lang en"),
            ("--version", "--version"),
            ("", ""),
        ] {
            let words = |line: &str| {
                let words = std::iter::once("annex").chain(line.split_whitespace());
                words.map(OsString::from).collect::<Vec<_>>()
            };
            let command = command(Language::English);
            assert_eq!(with_command(&command, words(given)), words(meant));
        }
    }
}
