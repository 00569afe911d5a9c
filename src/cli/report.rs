//! `annex report`

use std::path::{Path, PathBuf};

use clap::Args;

use crate::check::{Content, Options, Return};
use crate::cli::check::status;
use crate::cli::words::both;
use crate::cli::{Failure, Outcome, PackArgs, input, say};
use crate::document::text::printable;
use crate::narrate::{self, Narrative};
use crate::report::Tally;
use crate::text::Text;
use crate::workspace::{Opener, inbox, write};

/// Whose report to write, and where.
#[derive(Debug, Args)]
pub(super) struct ReportArgs {
    #[arg(help = both!("报回的工作簿", "A returned workbook"))]
    file: PathBuf,
    #[arg(help = both!("Word 文档写到哪里，文件名以 .docx 结尾", "Where to write the Word document, a file that ends in .docx"))]
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    #[command(flatten)]
    packs: PackArgs,
}

pub(super) fn run(args: &ReportArgs) -> Outcome {
    let output = &args.output;
    let is_word = output
        .extension()
        .is_some_and(|end| end.eq_ignore_ascii_case("docx"));
    if !is_word {
        return Err(Failure::of(
            output.display(),
            &Text::new(
                "报告是 Word 文档，文件名要以 .docx 结尾",
                "the report is a Word document; give it a name that ends in .docx",
            ),
        ));
    }
    let opener = Opener::of(&args.packs.packs, Options::default(), input::reader())?;
    let file = opener.open(&inbox::one(&args.file)?)?;
    let (content, narrative) = narrative(&file)?;
    write::document(output, &narrative.document)?;
    tell(&file, content, &narrative, output);
    Ok(status(&Tally::of(&[file]), false))
}

/// The report of a return, or why there is none.
fn narrative(file: &Return) -> Result<(&Content, Narrative), Failure> {
    let content = input::content(file, &Text::new("没有报告", "no report"))?;
    match narrate::document(content) {
        Some(narrative) => Ok((content, narrative)),
        None => {
            let id = &content.submission.form.pack.id;
            Err(Failure::of(
                &file.file,
                &Text::new(
                    format!("没有报告：模板“{id}”不含自评报告"),
                    format!("no report: its pack '{id}' has no [report]"),
                ),
            ))
        }
    }
}

/// Says what is missing in the report, how many errors the return has, and where the report is.
fn tell(file: &Return, content: &Content, narrative: &Narrative, output: &Path) {
    for gap in &narrative.gaps {
        let what = gap.what.text();
        let line = Text::new(
            format!("{}：{}", gap.place, what.zh),
            format!("{}: {}", gap.place, what.en),
        );
        // A reason may quote what stands in a cell.
        say::say(&Text::new(printable(&line.zh), printable(&line.en)));
    }
    let [errors, _, _] = Tally::of(std::slice::from_ref(file)).levels;
    if errors > 0 {
        let line = Text::new(
            format!("这份表有 {errors} 个错误（用 annex check 查看），改正后请重新生成报告"),
            format!(
                "the return has {errors} errors (see annex check); write the report anew once they are corrected"
            ),
        );
        say::say(&line);
    }
    let department = &content.submission.form.spec.department;
    let line = Text::new(
        format!("{department}的报告已写入 {}", output.display()),
        format!("report of {department} written to {}", output.display()),
    );
    say::say(&line);
}
