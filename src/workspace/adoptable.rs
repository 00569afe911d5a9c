//! Returns in another shape: what they hold, and how they are put into the official form.

use std::sync::Arc;

use crate::adopt::{self, Asked, Known, Material, Refusal};
use crate::book::read::{Foreign, ReadError};
use crate::check::Return;
use crate::document;
use crate::identity::{self, Identity};
use crate::template::Pack;
use crate::text::Text;
use crate::workspace::Reader;

/// What a file holds, by its content.
///
/// # Errors
/// It cannot be read, or is a form already.
pub fn material(bytes: &[u8], reader: &Reader) -> Result<Material, Text> {
    match reader.read(bytes) {
        Ok(book) if Identity::read(&book).is_some() || identity::is_sample(&book) => {
            Err(Refusal::AlreadyAForm.text())
        }
        Ok(book) => Ok(adopt::of_book(&book)),
        Err(ReadError::NotAWorkbook(Foreign::Word)) => document::read::read(bytes)
            .map(|found| adopt::of_document(&found))
            .map_err(|why| document::read::text(&why)),
        Err(why) => Err(why.text()),
    }
}

/// Names the command in the finding that says why a file is no return, if it is one in another shape.
pub(super) fn name_command(
    file: &mut Return,
    bytes: &[u8],
    packs: &[(String, Arc<Pack>)],
    reader: &Reader,
) {
    let (None, Some(finding)) = (&file.content, file.findings.first_mut()) else {
        return;
    };
    let Some(pack) = best(bytes, packs, reader) else {
        return;
    };
    let command = format!(
        "annex adopt {} --pack {} -o",
        quoted(&file.file),
        quoted(pack)
    );
    finding.message = Text::new(
        format!("{} 命令：{command} 正式表", finding.message.zh),
        format!("{}; the command: {command} adopted", finding.message.en),
    );
    finding.help = Some(Text::new(
        "运行上面的命令，核对它列出的各项，再审核转成的 .xlsx；或请单位在下发的 .xlsx 表格中填写。",
        "Run the command above, look at what it lists, and check the .xlsx it writes; or have the .xlsx form filled in.",
    ));
}

/// The pack whose titles stand in a file, and whose form takes most of it; the first of several, none where nothing is
/// like it.
fn best<'a>(bytes: &[u8], packs: &'a [(String, Arc<Pack>)], reader: &Reader) -> Option<&'a str> {
    let material = material(bytes, reader).ok()?;
    // Whose return it is, is of no account here.
    let asked = Asked {
        department: Some("-".to_owned()),
        ..Asked::default()
    };
    let like = packs.iter().rev().filter_map(|(name, pack)| {
        let report = adopt::run(&material, pack, &asked).ok()?.report;
        let titles = report
            .sheets
            .iter()
            .filter(|sheet| sheet.known == Known::Title);
        let certain = report.taken.iter().filter(|taken| !taken.is_guess());
        Some(((titles.count(), certain.count()), name.as_str()))
    });
    let best = like.max_by_key(|(like, _)| *like);
    best.filter(|(like, _)| *like > (0, 0))
        .map(|(_, name)| name)
}

/// A word of a command line, whatever stands in it.
fn quoted(word: &str) -> String {
    // What begins with a dash would be taken for an option.
    let word = match word.starts_with('-') {
        true => format!("./{word}"),
        false => word.to_owned(),
    };
    let is_plain = |c: char| c.is_alphanumeric() || "-_./\\:".contains(c);
    if cfg!(windows) {
        match word.chars().all(is_plain) {
            true => word,
            false => format!("\"{word}\""),
        }
    } else if word.chars().all(|c| is_plain(c) && c != '\\') {
        word
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

#[cfg(all(test, not(windows)))]
mod tests {
    use super::quoted;

    #[test]
    fn a_file_name_is_one_word_of_the_command() {
        for (name, word) in [
            ("来件/某局.docx", "来件/某局.docx"),
            ("来 件/某局（1）.docx", "'来 件/某局（1）.docx'"),
            ("某局's $HOME.docx", "'某局'\\''s $HOME.docx'"),
            ("-o.docx", "./-o.docx"),
        ] {
            assert_eq!(quoted(name), word);
        }
    }
}
