//! `annex extract`

use clap::{Args, ValueEnum};

use crate::check::Return;
use crate::cli::words::both;
use crate::cli::{CLEAN, FAILED, Failure, InputArgs, Outcome, input, say};
use crate::report::extract::Extract;
use crate::text::Text;

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
    let batch = input::batch(&args.input)?;
    let arrived = batch.arrived();
    let Format::Json = args.format;
    let mut unreadable = false;
    let mut seen = |_: usize, file: &mut Return| {
        if file.content.is_some() {
            return;
        }
        let why = file.findings.first().map(|finding| finding.message.clone());
        let why = why.unwrap_or_else(|| Text::new("读不出来", "cannot be read"));
        say::error(&Failure::of(&file.file, &why).0);
        unreadable = true;
    };
    let mut report = Extract::new(say::language());
    let (_, failed) = input::report(&batch, &arrived, &mut report, &mut say::json, &mut seen)?;
    say::json("\n")?;
    Ok(if failed || unreadable { FAILED } else { CLEAN })
}
