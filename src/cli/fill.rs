//! `annex fill`

use std::path::PathBuf;

use clap::Args;

use crate::book::CellValue;
use crate::cli::words::both;
use crate::cli::{CLEAN, Failure, Outcome, PackArgs, input};
use crate::file;
use crate::fill;
use crate::form::resolve;
use crate::generate::{Entries, identify, workbook};
use crate::submission::{self, Refusal};
use crate::text::{Text, not_json};
use crate::workspace::{SettingsError, inbox, packs, write};

/// What to fill with what.
#[derive(Debug, Args)]
pub(super) struct FillArgs {
    #[arg(help = both!("要填的表；原文件不改动", "The form to fill; it is not changed"))]
    form: PathBuf,
    #[arg(help = both!("JSON 文件：字段对应文字或数字，可增加的行和表写成数组", "A JSON file: field → text or number, repeating rows and sheets as arrays"))]
    #[arg(long, value_name = "FILE")]
    values: PathBuf,
    #[arg(help = both!("填好的表写到哪里", "Where to write the filled form"))]
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    #[command(flatten)]
    packs: PackArgs,
}

pub(super) fn run(args: &FillArgs) -> Outcome {
    let failed = |path: &std::path::Path, why: &Text| Failure::of(path.display(), why);
    let packs = packs::known(&args.packs.packs)?;
    let bytes = inbox::one(&args.form)?.bytes()?;
    let found = input::reader()
        .read(&bytes)
        .map_err(Refusal::from)
        .and_then(|book| submission::read(book, &packs))
        .map_err(|why| failed(&args.form, &why.text()))?;
    let text = file::text(&args.values).map_err(|why| failed(&args.values, &why.text()))?;
    let json = serde_json::from_str(text.trim_start_matches('\u{feff}'))
        .map_err(|why| failed(&args.values, &not_json(&why)))?;
    let values = fill::flatten(&json).map_err(|why| failed(&args.values, &why.text()))?;
    let all = |errors: Vec<fill::FillError>| {
        failed(
            &args.values,
            &Text::joined(errors.iter().map(fill::FillError::text), "\n  "),
        )
    };
    let spec = fill::grow(&found.form, &values).map_err(all)?;
    let form = resolve(&found.form.pack, &spec).map_err(SettingsError::NotLaidOut)?;
    let mut entries = Entries::new();
    // What stands in the form already stays, unless the values say otherwise.
    for (index, field) in found
        .form
        .fields
        .iter()
        .enumerate()
        .filter(|(index, _)| found.is_entered(*index))
    {
        let value = &found.entries[index].found.value;
        if *value != CellValue::Blank
            && let Some(place) = form.field(&field.id)
        {
            entries.insert(place, value.clone());
        }
    }
    entries.extend(fill::entries(&form, &values).map_err(all)?);
    let mut book = workbook(&form, &entries);
    // Filling a form in changes nothing of what the bureau signed, and mends nothing of what was done to it.
    let identity = found.identity.carried_to(&form);
    identify(&mut book, &form, &identity, &found.marks());
    write::book(&args.output, &book)?;
    Ok(CLEAN)
}
