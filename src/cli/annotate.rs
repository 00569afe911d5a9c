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
use crate::text::Text;
use crate::workspace::campaign::Opened;
use crate::workspace::caught::alone;
use crate::workspace::targets::Taken;
use crate::workspace::{Came, write};

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
    let batch = input::batch(&args.input)?;
    let mut matched = batch.campaign().map(Opened::matched);
    let (mut tally, mut taken) = (Tally::default(), Taken::default());
    let (mut written, mut failed) = (0, false);
    let done = batch.each(&batch.arrived(), &mut say::event, |came| {
        for Came { file, .. } in &came {
            tally.add(&file.findings);
            if let Some(matched) = &mut matched {
                matched.add_file(file);
            }
        }
        let places = came.iter().map(|came| args.place(came, &mut taken));
        let places: Vec<Result<PathBuf, Failure>> = places.collect();
        let results: Vec<Result<(), Failure>> = (came.par_iter().zip(places))
            .map(|(came, place)| {
                let place = place?;
                let write = || args.write(came, &place, batch.options().key.as_ref());
                alone(&came.file.file, write).map_err(Failure::from)?
            })
            .collect();
        for result in results {
            match result {
                Ok(()) => written += 1,
                Err(failure) => {
                    failed = true;
                    say::error(&failure.0);
                }
            }
        }
        Ok::<(), Failure>(())
    })?;
    if let (Some(campaign), Some(matched)) = (batch.campaign(), &matched) {
        campaign.tell_stale(matched, &mut say::event);
    }
    let output = args.output.display();
    say::say(&Text::new(
        format!("已写出 {written} 份批注后的工作簿：{output}"),
        format!("{written} annotated workbooks written to {output}"),
    ));
    if let (Some(campaign), Some(answers)) = (batch.campaign(), &done.answers) {
        campaign.keep(answers)?;
    }
    Ok(if failed {
        FAILED
    } else {
        status(&tally, done.missing)
    })
}

fn not_annotated() -> Text {
    Text::new("未批注", "not annotated")
}

impl AnnotateArgs {
    /// Where the annotated workbook of a return goes, if no other return goes there.
    fn place(&self, came: &Came<'_>, taken: &mut Taken) -> Result<PathBuf, Failure> {
        let file = &came.file;
        input::content(file, &not_annotated())?;
        let extension = match self.in_place {
            true => extension(file),
            false => "xlsx",
        };
        let target = target(&self.output, &came.item.target(), extension);
        let Some(other) = taken.take(&target, &file.file) else {
            return Ok(target);
        };
        let target = target.display();
        Err(Failure::of(
            &file.file,
            &Text::new(
                format!("{target} 已用于 {other}，请另写一个文件夹"),
                format!("{target} is already that of {other}; annotate it into another folder"),
            ),
        ))
    }

    fn write(&self, came: &Came<'_>, path: &Path, key: Option<&Key>) -> Result<(), Failure> {
        if self.in_place {
            self.mark(came, path)
        } else {
            write_one(&came.file, path, key)
        }
    }

    /// Marks a copy of a return.
    fn mark(&self, came: &Came<'_>, path: &Path) -> Result<(), Failure> {
        let file = &came.file;
        let content = input::content(file, &not_annotated())?;
        let failed = |why: &Text| {
            let what = not_annotated();
            Failure::new(
                format!("{}：{}：{}", file.file, what.zh, why.zh),
                format!("{}: {}: {}", file.file, what.en, why.en),
            )
        };
        if content.submission.book.signed {
            if !self.break_signature {
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
        let bytes = came.item.bytes()?;
        let marked = in_place(&bytes, content, &file.findings, say::language());
        Ok(write::new(
            path,
            &marked.map_err(|why| failed(&why.text()))?,
        )?)
    }
}

/// Writes the annotated workbook of a return.
pub(super) fn write_one(file: &Return, path: &Path, key: Option<&Key>) -> Result<(), Failure> {
    let content = input::content(file, &not_annotated())?;
    let mut book = workbook(content, &file.findings, say::language());
    if let Some(key) = key {
        memory::sign(&mut book, key);
    }
    Ok(write::book(path, &book)?)
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
