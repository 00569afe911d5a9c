//! `annex diff`

use std::path::PathBuf;

use anstyle::{AnsiColor, Style};
use clap::{Args, ValueEnum};

use crate::check::{Options, Return};
use crate::cli::check::status;
use crate::cli::words::both;
use crate::cli::{Failure, Outcome, PackArgs, input, say};
use crate::compare::render::Part;
use crate::compare::{self, Comparison, concise, json, render, workbook};
use crate::report::Tally;
use crate::text::{Language, Text, is_hidden};
use crate::workspace::{self, Opener, inbox, write};

/// Which returns to compare.
#[derive(Debug, Args)]
pub(super) struct DiffArgs {
    #[arg(help = both!("较早的一份表，check 能读的工作簿都可以", "The earlier return: any workbook that check reads"))]
    old: PathBuf,
    #[arg(help = both!("较晚的一份表，同一单位或另一单位的都可以", "The later return, of the same department or of another"))]
    new: PathBuf,
    #[command(flatten)]
    packs: PackArgs,
    #[arg(help = both!("下发时签名用的密钥：至少 32 字节的文本文件", "The key with which the forms were signed: a text file of at least 32 bytes"))]
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    #[arg(help = both!("差异另写到这个工作簿", "Write the differences to this workbook as well"))]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[arg(help = both!("差异的输出格式", "How the differences are printed"))]
    #[arg(long, default_value = "full")]
    format: Format,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    #[value(help = both!("供人阅读：逐张表列出，标出改动的字词", "For people: sheet by sheet, changed words marked"))]
    Full,
    #[value(help = both!("一处差异一行", "A line for each difference"))]
    Concise,
    #[value(help = both!("供其他程序读取", "For other programs"))]
    Json,
}

/// Prints what differs. The exit status says of the later return what check says of it.
pub(super) fn run(args: &DiffArgs) -> Outcome {
    let language = say::language();
    let options = Options {
        key: args.key.as_deref().map(workspace::key).transpose()?,
        ..Options::default()
    };
    let opener = Opener::of(&args.packs.packs, options, input::reader())?;
    let open = |path: &PathBuf| -> Result<Return, Failure> {
        let file = opener.open(&inbox::one(path)?)?;
        input::content(&file, &Text::new("未比较", "not compared"))?;
        Ok(file)
    };
    let (old, new) = match (open(&args.old), open(&args.new)) {
        (Ok(old), Ok(new)) => (old, new),
        (Err(failure), Ok(_)) | (Ok(_), Err(failure)) => return Err(failure),
        (Err(first), Err(second)) => {
            say::error(&first.0);
            return Err(second);
        }
    };
    let Some(comparison) = compare::returns(&old, &new) else {
        return Err(Failure::new(
            "这两份表不能比较",
            "the returns cannot be compared",
        ));
    };
    let printed = print(&comparison, args.format, language);
    // A reader who has gone away is no reason to write no file.
    if let Some(file) = &args.output {
        write::book(file, &workbook::workbook(&comparison, language))?;
        let file = file.display();
        say::say(&Text::new(
            format!("差异已写出：{file}"),
            format!("the differences are written to {file}"),
        ));
    }
    printed?;
    Ok(status(&Tally::of(&[new]), false))
}

/// Prints the differences.
fn print(comparison: &Comparison<'_>, format: Format, language: Language) -> Result<(), Failure> {
    match format {
        Format::Full => {
            let text = render::render(comparison, language, None);
            // Colours of annex's own, where the returns hold nothing that a terminal obeys.
            if say::is_painted() && !text.contains(is_hidden) {
                say::as_it_is(&render::render(comparison, language, Some(coloured)))?;
            } else {
                say::out(&text)?;
            }
        }
        Format::Concise => say::out(&concise::render(comparison, language))?,
        Format::Json => {
            say::json(&(json::render(comparison, language).map_err(Failure::inside)? + "\n"))?;
        }
    }
    Ok(())
}

/// A part of the text with the escapes terminals understand: what was removed red, what was added green.
fn coloured(part: Part, text: &str) -> String {
    let style = match part {
        Part::Gone => AnsiColor::Red.on_default(),
        Part::Come => AnsiColor::Green.on_default(),
        Part::Heading => Style::new().bold(),
        Part::Plain => return text.to_owned(),
    };
    format!("{style}{text}{style:#}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_end_where_a_part_ends() {
        let parts = [Part::Gone, Part::Come, Part::Heading, Part::Plain];
        assert_eq!(
            parts.map(|part| coloured(part, "3")),
            [
                "\u{1b}[31m3\u{1b}[0m",
                "\u{1b}[32m3\u{1b}[0m",
                "\u{1b}[1m3\u{1b}[0m",
                "3",
            ]
        );
    }
}
