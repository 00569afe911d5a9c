//! The bytes of a template file as text: an editor may have saved it in another encoding than UTF-8.

use encoding_rs::{Encoding, GB18030, UTF_16BE, UTF_16LE};

use crate::template::mistake::{Mistake, Origin};
use crate::template::source::Source;
use crate::text::Text;

/// The text of a file. One in another encoding is a mistake, but is read all the same, so that its other mistakes show.
pub fn decode(file: &str, bytes: &[u8]) -> (Source, Option<Mistake>) {
    let source = |text: &str| Source {
        file: file.to_owned(),
        // An editor on Windows may start the file with a byte order mark.
        text: text.strip_prefix('\u{feff}').unwrap_or(text).to_owned(),
    };
    let utf16: Option<&'static Encoding> = match bytes {
        [0xff, 0xfe, ..] => Some(UTF_16LE),
        [0xfe, 0xff, ..] => Some(UTF_16BE),
        _ => None,
    };
    if let Some(encoding) = utf16 {
        let text = encoding.decode(bytes).0;
        return (
            source(&text),
            Some(mistake(file, "", "UTF-16（Unicode）", "UTF-16")),
        );
    }
    let Err(error) = std::str::from_utf8(bytes) else {
        return (source(&String::from_utf8_lossy(bytes)), None);
    };
    let before = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
    let (text, _, is_damaged) = GB18030.decode(bytes);
    if is_damaged {
        // Bytes nobody can read are no mistake of TOML as well.
        let text = String::from_utf8_lossy(bytes).replace('\u{fffd}', " ");
        return (source(&text), Some(damaged(file, &before)));
    }
    let named = mistake(file, &before, "GBK（ANSI）", "GBK (ANSI)");
    (source(&text), Some(named))
}

fn damaged(file: &str, before: &str) -> Mistake {
    Mistake {
        origin: Origin::of(file, before, before.len()),
        code: "T019",
        message: Text::new(
            "文件从这里起有乱码，不是 UTF-8 文本",
            "from here on the file is damaged: it is no text in UTF-8",
        ),
        hint: Text::new(
            "请删去乱码；若整个文件都是乱码，请找回原来的文件。",
            "Remove what cannot be read, or take the file from a copy.",
        ),
    }
}

fn mistake(file: &str, before: &str, zh: &str, en: &str) -> Mistake {
    Mistake {
        origin: Origin::of(file, before, before.len()),
        code: "T019",
        message: Text::new(
            format!("文件不是 UTF-8 编码，看来是 {zh}"),
            format!("the file is not UTF-8, it seems to be {en}"),
        ),
        hint: Text::new("请在记事本里另存为，编码选 UTF-8。", "Save it as UTF-8."),
    }
}
