//! `annex check`

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::check::Return;
use crate::check::across::returned_twice;
use crate::cli::usage;
use crate::cli::words::both;
use crate::cli::{CLEAN, FAILED, FINDINGS, InputArgs, Outcome, input, say};
use crate::report::concise::Concise;
use crate::report::csv::Csv;
use crate::report::full::Full;
use crate::report::json::Json;
use crate::report::junit::Junit;
use crate::report::markdown::Markdown;
use crate::report::sarif::Sarif;
use crate::report::{Report, Tally};
use crate::text::{Language, Text, visible};
use crate::workspace::campaign::Opened;
use crate::workspace::write;

/// What to check, and how to say it.
#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    #[command(flatten)]
    input: InputArgs,
    #[arg(help = both!("问题的输出格式", "How findings are printed"))]
    #[arg(long, default_value = "full")]
    format: Format,
    #[arg(help = both!("问题写到这个文件；不写则在屏幕上输出", "The file the findings are written to; else they go to standard output"))]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[arg(help = both!("全部文件合计允许多少条未说明、未豁免的警告；超过即按有错误退出", "How many warnings that nobody has explained or waived all files together may have before the exit status is that of an error"))]
    #[arg(long, value_name = "N", value_parser = usage::count)]
    max_warnings: Option<usize>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    #[value(help = both!("每个问题连同数字、说明和改法", "Every finding with its figures, its note and its help"))]
    Full,
    #[value(help = both!("一个问题一行", "A line for each finding"))]
    Concise,
    #[value(help = both!("供其他程序读取", "For other programs"))]
    Json,
    #[value(help = both!("SARIF 2.1.0，供显示检查结果的工具使用", "SARIF 2.1.0, for tools that show the results of analyses"))]
    Sarif,
    #[value(help = both!("供表格软件打开的表，一个单元格一行", "A table for spreadsheet programs, a row for each cell"))]
    Csv,
    #[value(help = both!("一个文件一张表，可贴到邮件和网页", "A table for each file, for issues, mails and wikis"))]
    Markdown,
    #[value(help = both!("JUnit XML，供自动构建使用，一个文件一个用例", "JUnit XML, for build servers: a test case for each file"))]
    Junit,
}

pub(super) fn run(args: &CheckArgs) -> Outcome {
    let batch = input::batch(&args.input)?;
    let arrived = batch.arrived();
    let mut matched = batch.campaign().map(Opened::matched);
    let mut file = args.output.as_deref().map(write::Growing::new);
    let mut put = |text: &str| {
        let text = match args.format {
            Format::Json | Format::Sarif => say::escaped(text),
            Format::Csv => say::table(text),
            _ => visible(text).into_owned(),
        };
        match &mut file {
            Some(file) => Ok(file.write(text.as_bytes())?),
            None => say::as_it_is(&text),
        }
    };
    let mut seen = |place: usize, file: &mut Return| {
        returned_twice(file, place, &arrived.doubles, batch.options());
        if let Some(matched) = &mut matched {
            matched.add_file(file);
        }
    };
    let mut report = args.format.report(say::language());
    let (tally, failed) = input::report(&batch, &arrived, &mut *report, &mut put, &mut seen)?;
    if matches!(args.format, Format::Json | Format::Sarif) {
        put("\n")?;
    }
    if let Some(file) = file {
        file.finish()?;
    }
    if let (Some(campaign), Some(matched)) = (batch.campaign(), &matched) {
        campaign.tell_stale(matched, &mut say::event);
    }
    let warnings = tally.unexplained_warnings;
    let too_many = args.max_warnings.filter(|most| warnings > *most);
    if let Some(most) = too_many {
        say::error(&Text::new(
            format!("有 {warnings} 条警告，--max-warnings 允许 {most} 条"),
            format!("there are {warnings} warnings, {most} are allowed by --max-warnings"),
        ));
    }
    Ok(match status(&tally, failed) {
        CLEAN if too_many.is_some() => FINDINGS,
        status => status,
    })
}

impl Format {
    fn report(self, language: Language) -> Box<dyn Report> {
        match self {
            Format::Full => Box::new(Full(language)),
            Format::Concise => Box::new(Concise(language)),
            Format::Json => Box::new(Json::new(language)),
            Format::Sarif => Box::new(Sarif::new(language)),
            Format::Csv => Box::new(Csv(language)),
            Format::Markdown => Box::new(Markdown(language)),
            Format::Junit => Box::new(Junit::new(language)),
        }
    }
}

/// The exit status after checking: a file that could not be opened outweighs findings.
pub(super) fn status(tally: &Tally, missing: bool) -> u8 {
    match tally.levels {
        _ if missing => FAILED,
        [0, _, _] => CLEAN,
        _ => FINDINGS,
    }
}
