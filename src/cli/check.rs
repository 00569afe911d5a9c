//! `annex check`

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::check::Return;
use crate::check::across::returned_twice;
use crate::cli::usage;
use crate::cli::words::both;
use crate::cli::{CLEAN, FAILED, FINDINGS, Failure, InputArgs, Outcome, input, say};
use crate::report::{
    concise, counts, csv, full, json, junit, markdown, sarif, unexplained_warnings,
};
use crate::text::{Text, visible};
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
    let mut checked = input::returns(&args.input)?;
    let mut returns = std::mem::take(&mut checked.returns);
    returned_twice(&mut returns, &checked.options);
    let language = say::language();
    input::tell_stale(&checked, &returns);
    let (text, failed) = input::of_all(&mut returns, |returns| match args.format {
        Format::Full => Ok(full::render(returns, language)),
        Format::Concise => Ok(concise::render(returns, language)),
        Format::Json => json::render(returns, language)
            .map(|text| text + "\n")
            .map_err(Failure::inside),
        Format::Sarif => sarif::render(returns, language)
            .map(|text| text + "\n")
            .map_err(Failure::inside),
        Format::Csv => csv::render(returns, language).map_err(Failure::inside),
        Format::Markdown => Ok(markdown::render(returns, language)),
        Format::Junit => junit::render(returns, language).map_err(Failure::inside),
    })?;
    let text = match args.format {
        Format::Json | Format::Sarif => say::escaped(&text?),
        Format::Csv => say::table(&text?),
        _ => visible(&text?).into_owned(),
    };
    match &args.output {
        Some(path) => write::new(path, text.as_bytes())?,
        None => say::as_it_is(&text)?,
    }
    let warnings = unexplained_warnings(&returns);
    let too_many = args.max_warnings.filter(|most| warnings > *most);
    if let Some(most) = too_many {
        say::error(&Text::new(
            format!("有 {warnings} 条警告，--max-warnings 允许 {most} 条"),
            format!("there are {warnings} warnings, {most} are allowed by --max-warnings"),
        ));
    }
    Ok(match status(&returns, checked.missing || failed) {
        CLEAN if too_many.is_some() => FINDINGS,
        status => status,
    })
}

/// The exit status after checking: a file that could not be opened outweighs findings.
pub(super) fn status(returns: &[Return], missing: bool) -> u8 {
    match counts(returns) {
        _ if missing => FAILED,
        [0, _, _] => CLEAN,
        _ => FINDINGS,
    }
}
