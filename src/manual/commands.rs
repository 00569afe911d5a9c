//! The page on commands: the help of each, as the binary prints it.

use clap::Command;

use crate::cli;

const HEAD: &str = "\
# Commands

This page is generated from the command line itself: it is what `annex COMMAND --help` prints.

Results go to standard output, everything else to standard error. annex overwrites no file.

| exit status | meaning |
|---|---|
| 0 | done; nothing at error level was found |
| 1 | done; there are findings at error level (for `template check`: mistakes; for `reissue`: values that were not carried) |
| 2 | the job, or a part of it, could not be done: a line that begins with `error:` says why |
";

/// Characters in a line of help.
const WIDTH: usize = 100;

/// The whole page, in Markdown.
pub fn commands_page() -> String {
    let mut command = cli::command();
    command.build();
    let mut page = HEAD.to_owned();
    section(&mut page, &command, "annex");
    page
}

fn section(page: &mut String, command: &Command, name: &str) {
    let help = command.clone().term_width(WIDTH).render_long_help();
    let help: String = help
        .to_string()
        .trim_end()
        .lines()
        .map(|line| line.trim_end().to_owned() + "\n")
        .collect();
    page.push_str(&format!("\n## {name}\n\n```text\n{help}```\n"));
    for inner in command.get_subcommands() {
        if inner.get_name() != "help" {
            section(page, inner, &format!("{name} {}", inner.get_name()));
        }
    }
}
