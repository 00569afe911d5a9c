//! Where packs come from: those shipped with annex, or a folder.

use std::path::Path;

use include_dir::{Dir, include_dir};

use crate::file;
use crate::template::encoding::decode;
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

/// Reads the .toml files of a folder; a file that cannot be read or is not UTF-8 is a mistake, and the others are read.
pub fn folder(folder: &Path) -> (Vec<Source>, Vec<Mistake>) {
    let mut files = Vec::new();
    let mut mistakes = Vec::new();
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(why) => {
            mistakes.push(unreadable(&folder.to_string_lossy(), &file::told(&why)));
            return (files, mistakes);
        }
    };
    for path in entries.filter_map(|entry| entry.ok().map(|entry| entry.path())) {
        let name = path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        if !name.ends_with(".toml") {
            mistakes.extend(misnamed(&name));
            continue;
        }
        match file::read(&path, file::TEXT) {
            Ok(bytes) => {
                let (source, mistake) = decode(&name, &bytes);
                files.push(source);
                mistakes.extend(mistake);
            }
            Err(why) => mistakes.push(unreadable(&name, &why.text())),
        }
    }
    files.sort_by(|a, b| a.file.cmp(&b.file));
    mistakes.sort();
    (files, mistakes)
}

/// Reads the .toml files of a folder.
///
/// # Errors
/// A mistake for the folder, or for each file, that cannot be read or is not UTF-8.
pub fn folder_files(path: &Path) -> Result<Vec<Source>, Vec<Mistake>> {
    let (files, mistakes) = folder(path);
    if mistakes.is_empty() {
        Ok(files)
    } else {
        Err(mistakes)
    }
}

fn unreadable(name: &str, why: &Text) -> Mistake {
    Mistake {
        origin: first_place(name),
        code: "T019",
        message: Text::new(
            format!("文件无法读取（{}）", why.zh),
            format!("the file cannot be read ({})", why.en),
        ),
        hint: Text::new(
            "请检查它是不是文件、有没有读取权限、是否被别的程序占用。",
            "Check whether it is a file, whether you may read it, and whether another program holds it.",
        ),
    }
}

/// A template file by all but its name: Windows adds .txt, or a capital stole in.
fn misnamed(name: &str) -> Option<Mistake> {
    let lower = name.to_lowercase();
    let meant = [".toml", ".toml.txt"]
        .iter()
        .find_map(|end| lower.strip_suffix(end))?;
    Some(Mistake {
        origin: first_place(name),
        code: "T019",
        message: Text::new(
            format!("文件“{name}”不以小写的 .toml 结尾，不会被读取"),
            format!("the file '{name}' does not end in .toml and is not read"),
        ),
        hint: Text::new(
            format!("请改名为“{meant}.toml”；在“查看”里打开“文件扩展名”才看得到结尾。"),
            format!("Rename it to '{meant}.toml'."),
        ),
    })
}

fn first_place(file: &str) -> Origin {
    Origin {
        file: file.to_owned(),
        line: 1,
        column: 1,
    }
}
