//! The pages of the manual that are generated, so that they cannot go stale.
//!
//! `cargo test --test suite docs::write_pages -- --ignored` writes them, and `tests/suite/docs.rs` compares what is committed with
//! what comes out here.

use crate::formula::functions;
use crate::template::{self, Pack, packs};
use crate::text::Language;

mod beside;
mod commands;
mod gallery;
mod limits;
mod messages;
mod reshaped;
mod rules;

pub use commands::commands_page;
pub use gallery::Shown;
pub use gallery::shown;
pub use limits::limits_page;
pub use messages::messages_page;
pub use rules::rules_page;

/// One generated page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Its path from the root of the repository.
    pub path: &'static str,
    /// Its text, in Markdown.
    pub text: String,
}

/// All generated pages.
pub fn pages() -> Vec<Page> {
    let page = |path, text| Page { path, text };
    vec![
        page("docs/commands.md", commands_page(Language::English)),
        page("docs/commands.zh-CN.md", commands_page(Language::Chinese)),
        page("docs/functions.md", functions::markdown()),
        page("docs/limits.md", limits_page()),
        page("docs/messages.md", messages_page()),
        page("docs/rules.md", rules_page()),
    ]
}

/// The shipped packs, by id. One that cannot be read is left out here; `annex template check` and the tests name it.
fn shipped_packs() -> Vec<Pack> {
    packs::shipped()
        .iter()
        .filter_map(|id| template::parse(&packs::shipped_files(id)?).ok())
        .collect()
}

/// A text as it stands in a cell of a Markdown table.
fn cell(text: &str) -> String {
    text.replace('\r', "")
        .replace('\n', "<br>")
        .replace('|', "\\|")
        .replace('*', "\\*")
}
