//! `annex fill`

use std::path::PathBuf;

use clap::Args;

use crate::book::CellValue;
use crate::cli::contained::read;
use crate::cli::{CLEAN, Failure, Outcome, PackArgs, inbox, io};
use crate::file;
use crate::fill;
use crate::form::resolve;
use crate::generate::{Entries, identify, workbook};
use crate::submission::{self, Refusal};

/// What to fill with what.
#[derive(Debug, Args)]
pub(super) struct FillArgs {
    /// The form to fill; it is not changed
    form: PathBuf,
    /// A JSON file: field → text or number, repeating rows and sheets as arrays
    #[arg(long, value_name = "FILE")]
    values: PathBuf,
    /// Where to write the filled form
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    #[command(flatten)]
    packs: PackArgs,
}

pub(super) fn run(args: &FillArgs) -> Outcome {
    let failed = |path: &std::path::Path, why: &dyn std::fmt::Display| {
        Failure::new(format!("{}: {why}", path.display()))
    };
    let packs = io::known_packs(&args.packs)?;
    let bytes = inbox::one(&args.form)?.bytes()?;
    let found = read(&bytes)
        .map_err(Refusal::from)
        .and_then(|book| submission::read(book, &packs))
        .map_err(|why| failed(&args.form, &why.text().en))?;
    let text = file::text(&args.values).map_err(|why| failed(&args.values, &why))?;
    let json = serde_json::from_str(text.trim_start_matches('\u{feff}'))
        .map_err(|why| failed(&args.values, &why))?;
    let values = fill::flatten(&json).map_err(|why| failed(&args.values, &why))?;
    let all = |errors: Vec<fill::FillError>| {
        let lines: Vec<String> = errors.iter().map(ToString::to_string).collect();
        failed(&args.values, &lines.join("\n  "))
    };
    let spec = fill::grow(&found.form, &values).map_err(all)?;
    let form = resolve(&found.form.pack, &spec)
        .map_err(|list| Failure::new(io::mistakes(&list).trim_end()))?;
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
    io::write_book(&args.output, &book)?;
    Ok(CLEAN)
}
