//! The command line: the edge where files and clocks are.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};

use crate::text::Language;

mod adopt;
mod adoptable;
mod adopted;
mod annotate;
mod campaign;
mod caught;
mod check;
mod consolidate;
mod contained;
mod demo;
mod diff;
mod drawing;
mod explain;
mod extract;
mod fill;
mod generate;
mod inbox;
mod io;
mod reissue;
mod report;
mod say;
mod targets;
mod template;

pub use contained::{MEMORY as CONTAINED_MEMORY, SECONDS as CONTAINED_SECONDS};

/// Nothing at error level was found.
pub const CLEAN: u8 = 0;
/// There are findings at error level.
pub const FINDINGS: u8 = 1;
/// The job could not be done.
pub const FAILED: u8 = 2;

/// Send locked Excel forms to departments, check what comes back in exact decimals, and roll it all up.
#[derive(Debug, Parser)]
#[command(name = "annex", version, about, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    /// Say nothing on standard error but errors
    #[arg(long, global = true)]
    quiet: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make the locked workbook of one department, or of every department of a roster
    Generate(generate::GenerateArgs),
    /// Put values from a JSON file into a form
    Fill(fill::FillArgs),
    /// Check returned workbooks
    Check(check::CheckArgs),
    /// Write returned workbooks anew with every finding marked
    Annotate(annotate::AnnotateArgs),
    /// Roll returned workbooks up into one summary workbook
    Consolidate(consolidate::ConsolidateArgs),
    /// Print the values of returned workbooks as JSON
    Extract(extract::ExtractArgs),
    /// Say what differs between two returned workbooks
    Diff(diff::DiffArgs),
    /// Put a return that came as a Word document, or as a workbook made by hand, into the official form
    Adopt(adopt::AdoptArgs),
    /// Carry a filled return over to another pack, or another version of its pack
    Reissue(reissue::ReissueArgs),
    /// Write the finished report of a returned workbook as a Word document
    Report(report::ReportArgs),
    /// Explain a code
    Explain(explain::ExplainArgs),
    /// List, show, check, compare and export template packs
    Template(template::TemplateArgs),
    /// Read a workbook from standard input and write what is in it as JSON: annex calls this itself
    #[command(name = contained::COMMAND, hide = true)]
    Contained,
    /// Run the whole loop in a folder, on a real return and on invented ones
    Demo(demo::DemoArgs),
}

/// The packs returns may be made from.
#[derive(Debug, Args)]
struct PackArgs {
    /// A pack folder, or the id of a shipped pack; may be given several times; the shipped packs are known anyway
    #[arg(long = "pack", value_name = "PACK")]
    packs: Vec<String>,
}

/// Returned workbooks.
#[derive(Debug, Args)]
struct InputArgs {
    /// Returned workbooks, or folders of them [default: the inbox of the campaign]
    #[arg(required_unless_present = "campaign", value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The campaign of these returns, a folder with campaign.toml: its pack, year, roster, key, levels and waivers
    #[arg(long, value_name = "DIR")]
    campaign: Option<PathBuf>,
    #[command(flatten)]
    packs: PackArgs,
    /// The year all returns should be for
    #[arg(long)]
    year: Option<u16>,
    /// The key with which their forms were signed: a text file of at least 32 bytes
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    /// Last year's returns, or folders of them: figures and texts are held against them; may be given several times
    #[arg(long, value_name = "FILE")]
    last: Vec<PathBuf>,
    /// A rule, by code or name, whose findings are not wanted; may be given several times
    #[arg(long, value_name = "CODE")]
    allow: Vec<String>,
    /// A rule, by code or name, whose findings are errors; may be given several times
    #[arg(long, value_name = "CODE")]
    deny: Vec<String>,
    /// The language of messages
    #[arg(long, default_value = "zh")]
    lang: Lang,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Lang {
    /// 中文
    Zh,
    /// English
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

/// Why the job, or a part of it, could not be done: one line, with what to do next.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Failure(pub String);

impl Failure {
    fn new(text: impl std::fmt::Display) -> Failure {
        Failure(text.to_string())
    }
}

/// What a command has done: its exit status.
type Outcome = Result<u8, Failure>;

/// The command line as clap knows it: for the manual.
pub fn command() -> clap::Command {
    Cli::command()
}

/// Runs the command that was asked for.
pub fn run() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(other) => return told(&other),
    };
    say::set_quiet(cli.quiet);
    caught::keep_quiet();
    let outcome = caught::alone("this command", || perform(&cli.command));
    match outcome.and_then(|outcome| outcome) {
        Ok(status) => ExitCode::from(status),
        Err(failure) => {
            say::error(&failure);
            ExitCode::from(FAILED)
        }
    }
}

/// Prints what clap has to say: help, the version, or what is wrong with the arguments.
fn told(other: &clap::Error) -> ExitCode {
    let printed = say::written(|_| other.print());
    match printed {
        Ok(()) => ExitCode::from(u8::try_from(other.exit_code()).unwrap_or(FAILED)),
        Err(failure) => {
            say::error(&failure);
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
        Command::Contained => contained::run(),
        Command::Demo(args) => demo::run(args),
    }
}
