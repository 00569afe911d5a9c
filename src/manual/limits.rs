//! The page on limits: how much of everything is read, from the constants that say so.

use std::fmt::Write as _;

use crate::adopt;
use crate::annotate::CARRIED;
use crate::package::Measure;
use crate::workspace::contained::{MEMORY, SECONDS};

const HEAD: &str = "\
# Limits

This page is generated. A file comes from anybody, and some are broken or made to do harm; so annex reads up to these limits and says
which one a file is over. A filled form needs a thousandth of them.

No .xlsx or .ods file takes more than 256 MiB of memory, or more than some seconds, to be checked and marked: `tests/hostile_memory.rs` and
`tests/hostile_returns.rs` go as far as the limits allow. A mistake in annex itself that a file brings to light ends the work on that file with an `error:` line; the others
go on.

| what is counted (数的是什么) | most |
|---|---|
";

/// The whole page, in Markdown.
pub fn limits_page() -> String {
    let mut page = HEAD.to_owned();
    for measure in Measure::ALL {
        let (text, limit) = (measure.text(), measure.limit());
        let _ = writeln!(page, "| {} ({}) | {limit} |", text.en, text.zh);
    }
    let _ = write!(
        page,
        "
Entities that a file declares itself are refused in every part, and so are two parts of one name. A part's name leads nowhere outside its
package.

.xls and .xlsb are read in a process of their own, which may ask for {MEMORY} bytes of memory (not on Windows) and take \
{SECONDS} seconds.

A return in another shape is adopted with up to {} paragraphs and cells in all. Reading and adopting a Word document takes seconds and
less than 256 MiB: `tests/hostile_documents.rs` goes as far as the limits allow.

Of what stands outside a form, an annotated workbook carries over {CARRIED} cells; how many more there are stands below them.
",
        adopt::MOST
    );
    page
}
