//! `annex annotate`

use std::path::{Path, PathBuf};

use clap::Args;
use rayon::prelude::*;

use crate::annotate::workbook;
use crate::check::Return;
use crate::cli::caught::alone;
use crate::cli::check::status;
use crate::cli::{FAILED, Failure, InputArgs, Outcome, io};
use crate::text::Language;

/// What to annotate, and where to write it.
#[derive(Debug, Args)]
pub(super) struct AnnotateArgs {
    #[command(flatten)]
    input: InputArgs,
    /// The folder the annotated workbooks are written to
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,
}

pub(super) fn run(args: &AnnotateArgs) -> Outcome {
    let (returns, missing) = io::returns(&args.input)?;
    let language = Language::from(args.input.lang);
    let written = write_all(&returns, &args.output, language);
    let failed = written.iter().filter(|result| result.is_err()).count();
    for failure in written.iter().filter_map(|result| result.as_ref().err()) {
        io::error(failure);
    }
    io::say(format!(
        "{} annotated workbooks written to {}",
        written.len() - failed,
        args.output.display()
    ));
    Ok(if failed > 0 {
        FAILED
    } else {
        status(&returns, missing)
    })
}

/// Writes the annotated workbook of every return, several at a time.
pub(super) fn write_all(
    returns: &[Return],
    folder: &Path,
    language: Language,
) -> Vec<Result<PathBuf, Failure>> {
    let targets: Vec<PathBuf> = returns.iter().map(|file| target(file, folder)).collect();
    (0..returns.len())
        .into_par_iter()
        .map(|index| {
            // Which of two returns of one name is written must not hang on which thread comes first.
            let taken = (0..index).find(|&earlier| {
                returns[earlier].content.is_some() && targets[earlier] == targets[index]
            });
            match taken {
                Some(earlier) => Err(Failure::new(format!(
                    "{}: {} is already that of {}; annotate it into another folder",
                    returns[index].file,
                    targets[index].display(),
                    returns[earlier].file
                ))),
                None => alone(&returns[index].file, || {
                    one(&returns[index], &targets[index], language)
                })
                .and_then(|written| written),
            }
        })
        .collect()
}

/// Where the annotated workbook of a return goes.
fn target(file: &Return, folder: &Path) -> PathBuf {
    let stem = Path::new(&file.file)
        .file_stem()
        .map(|stem| stem.to_string_lossy().into_owned())
        .unwrap_or_default();
    folder.join(format!("{stem}-校验.xlsx"))
}

fn one(file: &Return, path: &Path, language: Language) -> Result<PathBuf, Failure> {
    let content = io::content(file, "not annotated", language)?;
    io::write_book(path, &workbook(content, &file.findings, language))?;
    Ok(path.to_owned())
}
