//! `annex extract`

use clap::{Args, ValueEnum};

use crate::check::Return;
use crate::cli::words::both;
use crate::cli::{CLEAN, FAILED, Failure, InputArgs, Outcome, input, say};
use crate::report::extract;
use crate::text::Text;
use crate::workspace::Checked;

/// What to extract.
#[derive(Debug, Args)]
pub(super) struct ExtractArgs {
    #[command(flatten)]
    input: InputArgs,
    #[arg(help = both!("数据的输出格式", "How values are printed"))]
    #[arg(long, default_value = "json")]
    format: Format,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    #[value(help = both!("供其他程序读取", "For other programs"))]
    Json,
}

pub(super) fn run(args: &ExtractArgs) -> Outcome {
    let Checked {
        mut returns,
        missing,
        ..
    } = input::returns(&args.input)?;
    let Format::Json = args.format;
    let language = say::language();
    let render = |returns: &[Return]| extract::render(returns, language);
    let (text, failed) = input::of_all(&mut returns, render)?;
    let mut unreadable = failed;
    for file in returns.iter().filter(|file| file.content.is_none()) {
        let why = file.findings.first().map(|finding| finding.message.clone());
        let why = why.unwrap_or_else(|| Text::new("读不出来", "cannot be read"));
        say::error(&Failure::of(&file.file, &why).0);
        unreadable = true;
    }
    say::json(&(text.map_err(Failure::inside)? + "\n"))?;
    Ok(if missing || unreadable { FAILED } else { CLEAN })
}
