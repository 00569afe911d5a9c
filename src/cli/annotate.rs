//! `annex annotate`

use std::path::{Path, PathBuf};

use clap::Args;
use rayon::prelude::*;

use crate::annotate::{in_place, workbook};
use crate::check::{Content, Return};
use crate::cli::check::status;
use crate::cli::words::both;
use crate::cli::{FAILED, Failure, InputArgs, Outcome, input, say};
use crate::identity::Key;
use crate::memory;
use crate::report::Tally;
use crate::text::{Language, Text};
use crate::workspace::caught::alone;
use crate::workspace::{Checked, targets, write};

/// What to annotate, and where to write it.
#[derive(Debug, Args)]
pub(super) struct AnnotateArgs {
    #[command(flatten)]
    input: InputArgs,
    #[arg(help = both!("批注后的工作簿写到这个文件夹", "The folder the annotated workbooks are written to"))]
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,
    #[arg(help = both!("在单位原工作簿（.xlsx、.xlsm）的副本上批注，不重做表格，原有内容都在", "Mark a copy of the department's own workbook (.xlsx, .xlsm) instead of building the form anew: nothing of it is lost"))]
    #[arg(long)]
    in_place: bool,
    #[arg(help = both!("与 --in-place 同用：有数字签名的工作簿也批注，但副本上的签名将失效", "With --in-place: mark workbooks with a digital signature too, though the signature of the copy will not verify"))]
    #[arg(long, requires = "in_place")]
    break_signature: bool,
}

pub(super) fn run(args: &AnnotateArgs) -> Outcome {
    let checked = input::returns(&args.input)?;
    let returns = &checked.returns;
    let language = say::language();
    input::tell_stale(&checked, returns);
    let written = if args.in_place {
        mark_all(&checked, args, language)
    } else {
        let target = |file: &Return| target(&args.output, &checked.target(file), "xlsx");
        write_all(returns, target, checked.options.key.as_ref(), language)
    };
    let failed = written.iter().filter(|result| result.is_err()).count();
    for failure in written.iter().filter_map(|result| result.as_ref().err()) {
        say::error(&failure.0);
    }
    let (count, output) = (written.len() - failed, args.output.display());
    say::say(&Text::new(
        format!("已写出 {count} 份批注后的工作簿：{output}"),
        format!("{count} annotated workbooks written to {output}"),
    ));
    if let Some(campaign) = &checked.campaign {
        campaign.keep(returns)?;
    }
    Ok(if failed > 0 {
        FAILED
    } else {
        status(&Tally::of(returns), checked.missing)
    })
}

fn not_annotated() -> Text {
    Text::new("未批注", "not annotated")
}

/// Writes the annotated workbook of every return, several at a time.
pub(super) fn write_all(
    returns: &[Return],
    target: impl Fn(&Return) -> PathBuf,
    key: Option<&Key>,
    language: Language,
) -> Vec<Result<PathBuf, Failure>> {
    let targets = returns.iter().map(target);
    each(returns, &targets.collect::<Vec<_>>(), |file, path| {
        let content = input::content(file, &not_annotated())?;
        let mut book = workbook(content, &file.findings, language);
        if let Some(key) = key {
            memory::sign(&mut book, key);
        }
        Ok(write::book(path, &book)?)
    })
}

/// Marks a copy of every return, several at a time.
fn mark_all(
    checked: &Checked,
    args: &AnnotateArgs,
    language: Language,
) -> Vec<Result<PathBuf, Failure>> {
    let returns = &checked.returns;
    let targets =
        (returns.iter()).map(|file| target(&args.output, &checked.target(file), extension(file)));
    each(returns, &targets.collect::<Vec<_>>(), |file, path| {
        let content = input::content(file, &not_annotated())?;
        let failed = |why: &Text| {
            let what = not_annotated();
            Failure::new(
                format!("{}：{}：{}", file.file, what.zh, why.zh),
                format!("{}: {}: {}", file.file, what.en, why.en),
            )
        };
        if content.submission.book.signed {
            if !args.break_signature {
                return Err(failed(&Text::new(
                    "它有数字签名，批注后的副本上签名会失效；仍要批注请加 --break-signature，或不加 --in-place，重做一份表",
                    "it bears a digital signature, which would not verify in a marked copy; \
                     mark it nevertheless with --break-signature, or build it anew without --in-place",
                )));
            }
            let name = &file.file;
            say::say(&Text::new(
                format!("{name}：批注后的副本上数字签名失效，原文件的签名不变"),
                format!(
                    "{name}: the digital signature of the marked copy will not verify; the file itself stays signed"
                ),
            ));
        }
        let bytes = checked.bytes(file)?;
        let marked = in_place(&bytes, content, &file.findings, language);
        Ok(write::new(
            path,
            &marked.map_err(|why| failed(&why.text()))?,
        )?)
    })
}

/// Has every return written to its target.
fn each(
    returns: &[Return],
    targets: &[PathBuf],
    job: impl Fn(&Return, &Path) -> Result<(), Failure> + Sync,
) -> Vec<Result<PathBuf, Failure>> {
    let written = returns.iter().zip(targets);
    let written = written.map(|(file, target)| file.content.as_ref().map(|_| target.as_path()));
    let earlier = targets::earlier(written);
    (0..returns.len())
        .into_par_iter()
        .map(|index| {
            // Which of two returns of one name is written must not hang on which thread comes first.
            match earlier[index] {
                Some(earlier) => {
                    let (target, other) = (targets[index].display(), &returns[earlier].file);
                    Err(Failure::of(
                        &returns[index].file,
                        &Text::new(
                            format!("{target} 已用于 {other}，请另写一个文件夹"),
                            format!(
                                "{target} is already that of {other}; annotate it into another folder"
                            ),
                        ),
                    ))
                }
                None => alone(&returns[index].file, || {
                    job(&returns[index], &targets[index])
                })
                .map_err(Failure::from)
                .and_then(|written| written)
                .map(|()| targets[index].clone()),
            }
        })
        .collect()
}

/// Where the annotated workbook of a return goes that lies at `file` in the folder that was named.
pub(super) fn target(folder: &Path, file: &Path, extension: &str) -> PathBuf {
    let stem = file
        .file_stem()
        .map(|stem| stem.to_string_lossy().into_owned())
        .unwrap_or_default();
    let name = format!("{stem}-校验.{extension}");
    folder.join(file.with_file_name(name))
}

/// The ending of a marked copy: that of the file, for Excel opens a workbook with macros only under a name that says so. A
/// file with the wrong ending gets the right one.
fn extension(file: &Return) -> &'static str {
    let macros = |content: &Content| content.submission.book.macros;
    let has_macros = file.content.as_ref().is_some_and(macros);
    let ending = Path::new(&file.file).extension();
    let ending = ending.map(|ending| ending.to_string_lossy().to_lowercase());
    match ending.as_deref() {
        Some("xlsx") => "xlsx",
        Some("xlsm") => "xlsm",
        _ if has_macros => "xlsm",
        _ => "xlsx",
    }
}
