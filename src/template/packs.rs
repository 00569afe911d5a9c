//! Where packs come from: those shipped with annex, or a folder.

use std::path::Path;

use include_dir::{Dir, include_dir};

use crate::template::mistake::{Mistake, Origin};
use crate::template::source::Source;
use crate::text::Text;

static SHIPPED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/workbook-templates");

/// The ids of the packs shipped with annex, sorted.
pub fn shipped() -> Vec<String> {
    let mut ids: Vec<String> = SHIPPED
        .dirs()
        .map(|dir| dir.path().to_string_lossy().into_owned())
        .collect();
    ids.sort();
    ids
}

/// The files of a shipped pack, sorted by name; `None` when there is none of this id.
pub fn shipped_files(id: &str) -> Option<Vec<Source>> {
    let dir = SHIPPED.get_dir(id)?;
    let mut files: Vec<Source> = dir
        .files()
        .filter_map(|file| {
            let name = file.path().file_name()?.to_string_lossy().into_owned();
            Some(Source {
                file: name,
                text: file.contents_utf8()?.to_owned(),
            })
        })
        .collect();
    files.sort_by(|a, b| a.file.cmp(&b.file));
    Some(files)
}

/// Reads the .toml files of a folder.
///
/// # Errors
/// A mistake for the folder, or for each file, that cannot be read or is not UTF-8.
pub fn folder_files(folder: &Path) -> Result<Vec<Source>, Vec<Mistake>> {
    let unreadable = |name: &str, why: &dyn std::fmt::Display| Mistake {
        origin: Origin {
            file: name.to_owned(),
            line: 1,
            column: 1,
        },
        code: "T019",
        message: Text::new(format!("无法读取：{why}"), format!("cannot be read: {why}")),
        hint: Text::new(
            "模板文件应是 UTF-8 编码的文本。",
            "Template files are text in UTF-8.",
        ),
    };
    let entries = std::fs::read_dir(folder)
        .map_err(|why| vec![unreadable(&folder.to_string_lossy(), &why)])?;
    let mut files = Vec::new();
    let mut mistakes = Vec::new();
    for path in entries.filter_map(|entry| entry.ok().map(|entry| entry.path())) {
        if path.extension().is_none_or(|extension| extension != "toml") {
            continue;
        }
        let name = path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        match std::fs::read_to_string(&path) {
            // An editor on Windows may start the file with a byte order mark.
            Ok(text) => {
                files.push(Source {
                    file: name,
                    text: text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned(),
                });
            }
            Err(why) => mistakes.push(unreadable(&name, &why)),
        }
    }
    files.sort_by(|a, b| a.file.cmp(&b.file));
    if mistakes.is_empty() {
        Ok(files)
    } else {
        Err(mistakes)
    }
}
