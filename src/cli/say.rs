//! What annex says: results on standard output, all else on standard error.
//!
//! A result that could not be written is a failure of the command, as a file that could not be written is. Whatever it
//! quotes of a file, no control character reaches a terminal.

use std::io::{ErrorKind, Write};
use std::sync::atomic::{AtomicBool, Ordering};

use clap::error::ErrorKind as Wrong;

use crate::cli::{Failure, usage};
use crate::file;
use crate::text::{Language, Text, is_hidden, visible};
use crate::workspace::Event;

static QUIET: AtomicBool = AtomicBool::new(false);
/// Whether English is spoken; Chinese where nobody asks.
static ENGLISH: AtomicBool = AtomicBool::new(false);

/// Chooses the language of all that is said.
pub(super) fn set_language(language: Language) {
    ENGLISH.store(language == Language::English, Ordering::Relaxed);
}

/// The language of all that is said.
pub(super) fn language() -> Language {
    match ENGLISH.load(Ordering::Relaxed) {
        true => Language::English,
        false => Language::Chinese,
    }
}

/// Whether anything but errors is kept back.
pub(super) fn set_quiet(quiet: bool) {
    QUIET.store(quiet, Ordering::Relaxed);
}

/// Results for people go to standard output.
///
/// # Errors
/// Not all of it could be written: the device is full, or whoever reads the pipe has gone.
pub(super) fn out(text: &str) -> Result<(), Failure> {
    written(|output| output.write_all(visible(text).as_bytes()))
}

/// Results in JSON, in which a character may be written as its number anywhere it may stand.
///
/// # Errors
/// As [`out`].
pub(super) fn json(text: &str) -> Result<(), Failure> {
    written(|output| output.write_all(escaped(text).as_bytes()))
}

/// Results that hold nothing to be escaped any more.
///
/// # Errors
/// As [`out`].
pub(super) fn as_it_is(text: &str) -> Result<(), Failure> {
    written(|output| output.write_all(text.as_bytes()))
}

/// Help and the version, in colours where they are shown.
///
/// # Errors
/// As [`out`].
pub(super) fn help(told: &clap::Error) -> Result<(), Failure> {
    let text = told.render();
    let text = match is_painted() {
        true => text.ansi().to_string(),
        false => text.to_string(),
    };
    as_it_is(&text)
}

/// A table in CSV, which has line ends of its own, without a character that a terminal obeys.
pub(super) fn table(csv: &str) -> String {
    let (mark, csv) = match csv.strip_prefix('\u{feff}') {
        Some(csv) => ("\u{feff}", csv),
        None => ("", csv),
    };
    let lines: Vec<_> = csv.split("\r\n").map(visible).collect();
    mark.to_owned() + &lines.join("\r\n")
}

/// JSON whose strings hold no character that a terminal obeys.
pub(super) fn escaped(json: &str) -> String {
    let mut shown = String::with_capacity(json.len());
    for c in json.chars() {
        if is_hidden(c) {
            let mut units = [0; 2];
            let units = c.encode_utf16(&mut units).iter();
            shown.extend(units.map(|unit| format!("\\u{unit:04x}")));
        } else {
            shown.push(c);
        }
    }
    shown
}

/// Writes to standard output, to the end: what lies in its buffer when annex ends is lost without a word.
pub(super) fn written(
    job: impl FnOnce(&mut dyn Write) -> std::io::Result<()>,
) -> Result<(), Failure> {
    let mut output: Box<dyn Write> = if stdout_at_start::was_closed() {
        Box::new(Closed)
    } else {
        Box::new(std::io::stdout().lock())
    };
    job(&mut *output)
        .and_then(|()| output.flush())
        .map_err(|why| {
            let why = file::told(&why);
            Failure::new(
                format!("标准输出：写不进去：{}", why.zh),
                format!("standard output: cannot be written: {}", why.en),
            )
        })
}

/// Standard output that nobody opened: Rust puts `/dev/null` in its place, which takes everything.
struct Closed;

impl Write for Closed {
    fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
        Err(ErrorKind::NotConnected.into())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Whether standard output shows colours: it is a terminal, and neither `NO_COLOR` nor its kind says otherwise.
pub(super) fn is_painted() -> bool {
    anstream::AutoStream::choice(&std::io::stdout()) != anstream::ColorChoice::Never
}

/// What a person may want to know while it runs.
pub(super) fn say(text: &Text) {
    if !QUIET.load(Ordering::Relaxed) {
        let text = visible(text.get(language()));
        let _ = writeln!(std::io::stderr().lock(), "{text}");
    }
}

/// What is wrong with the arguments; help that nobody asked for is printed as it is.
pub(super) fn wrong(other: &clap::Error) {
    let text = match other.kind() {
        Wrong::DisplayHelpOnMissingArgumentOrSubcommand => other.to_string(),
        _ => usage::told(other),
    };
    let _ = write!(std::io::stderr().lock(), "{}", visible(&text));
}

/// What comes up while a job runs: what went wrong is an error, all else is for those who want to know.
pub(super) fn event(event: Event) {
    match event {
        Event::Problem(problem) => error(&problem.text()),
        event => say(&event.text()),
    }
}

/// What went wrong.
pub(super) fn error(text: &Text) {
    let begin = match language() {
        Language::Chinese => "错误：",
        Language::English => "error: ",
    };
    let text = visible(text.get(language()));
    let _ = writeln!(std::io::stderr().lock(), "{begin}{text}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_says_the_same_without_a_character_that_is_obeyed() {
        let value =
            serde_json::json!({ "部门": "\u{1b}[2J\u{9b}\u{202e}\u{200b}\u{e0001}\n\t示例" });
        let text = serde_json::to_string_pretty(&value).unwrap();
        assert!(text.contains('\u{9b}'), "serde leaves what JSON allows");
        let shown = escaped(&text);
        assert!(!shown.contains(is_hidden), "{shown}");
        assert_eq!(
            serde_json::from_str::<serde_json::Value>(&shown).unwrap(),
            value
        );
    }

    #[test]
    fn a_table_keeps_its_own_marks() {
        assert_eq!(
            table("\u{feff}a,b\r\n\u{1b}[2J,\"x\ny\"\r\n"),
            "\u{feff}a,b\r\n\\u{1b}[2J,\"x\ny\"\r\n"
        );
    }
}
