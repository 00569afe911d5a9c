//! What a file in an inbox is for annex: by its name, and where that does not tell, by how it begins.

use crate::text::Text;

/// What becomes of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A workbook or a Word document: it is looked at, whatever is in it.
    Document,
    /// An archive that is read as a folder.
    Zip,
    /// Nobody put it there: a lock file, or what a system keeps for itself. Nothing is said of it.
    System,
    /// It is not looked at.
    Other(Why),
    /// The name does not tell.
    Unknown,
}

/// Why a file is not looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// A document of WPS that only WPS opens.
    Wps,
    /// A PDF, or an OFD.
    Pdf,
    /// A picture.
    Picture,
    /// An archive other than .zip.
    Archive,
    /// A shortcut, or a link of the file system.
    Link,
    /// A device, a pipe or a socket.
    Special,
    /// Archives within archives within archives.
    Deep,
    /// An archive without files.
    Empty,
    /// Whatever else.
    Other,
}

impl Why {
    /// What such files are, and what is to be done.
    pub fn text(self) -> [Text; 2] {
        let [what, advice] = match self {
            Why::Wps => [
                ("WPS 文字文件", "WPS documents"),
                (
                    "请在 WPS 中另存为 .docx 或 .xlsx 再审核",
                    "save them as .docx or .xlsx in WPS",
                ),
            ],
            Why::Pdf => [
                ("PDF、OFD 文件", "PDF and OFD files"),
                (
                    "如果单位只报了它，请索要 .xlsx 表格",
                    "ask for the .xlsx form where a department sent nothing else",
                ),
            ],
            Why::Picture => [
                ("图片", "pictures"),
                (
                    "如果单位只报了它，请索要 .xlsx 表格",
                    "ask for the .xlsx form where a department sent nothing else",
                ),
            ],
            Why::Archive => [
                ("压缩包（不是 .zip）", "archives other than .zip"),
                (
                    "请解压到这个文件夹，或改压成 .zip",
                    "unpack them into the folder, or pack them anew as .zip",
                ),
            ],
            Why::Link => [
                ("快捷方式或链接", "shortcuts and links"),
                (
                    "请把它指向的文件复制过来",
                    "copy the files they lead to into the folder",
                ),
            ],
            Why::Special => [
                ("设备、管道等，不是文件", "devices, pipes and sockets"),
                ("请移出文件夹", "move them out of the folder"),
            ],
            Why::Deep => [
                ("压缩包里的压缩包里的压缩包", "archives three deep"),
                (
                    "请先解压外面的压缩包",
                    "unpack the archives they are in first",
                ),
            ],
            Why::Empty => [
                ("空的压缩包", "archives without files"),
                ("请单位重新报送", "ask the department to send it again"),
            ],
            Why::Other => [
                ("其他文件", "other files"),
                (
                    "如果里面有单位的表，请另存为 .xlsx 或 .docx",
                    "save as .xlsx or .docx what holds a return",
                ),
            ],
        };
        [what, advice].map(|(zh, en)| Text::new(zh, en))
    }
}

const DOCUMENTS: &[&str] = &[
    "xlsx", "xlsm", "xls", "xlsb", "ods", "et", "docx", "docm", "doc",
];
const WPS: &[&str] = &["wps", "wpt", "dps", "dpt"];
const PDF: &[&str] = &["pdf", "ofd"];
const PICTURES: &[&str] = &[
    "jpg", "jpeg", "jfif", "png", "gif", "bmp", "tif", "tiff", "webp", "heic", "heif", "svg",
    "emf", "wmf", "ico", "raw", "psd",
];
const ARCHIVES: &[&str] = &[
    "rar", "7z", "tar", "gz", "tgz", "bz2", "tbz", "xz", "txz", "zst", "z", "lz", "lzh", "cab",
    "arj", "iso", "zipx", "001", "z01",
];
const LINKS: &[&str] = &["lnk", "url", "webloc", "desktop"];
const OTHERS: &[&str] = &[
    "txt",
    "csv",
    "tsv",
    "md",
    "log",
    "xml",
    "json",
    "toml",
    "html",
    "htm",
    "mht",
    "mhtml",
    "rtf",
    "odt",
    "odp",
    "ppt",
    "pptx",
    "pps",
    "ppsx",
    "eml",
    "msg",
    "mp3",
    "mp4",
    "mov",
    "avi",
    "wav",
    "m4a",
    "exe",
    "dll",
    "bat",
    "cmd",
    "sh",
    "py",
    "tmp",
    "bak",
    "db",
    "ini",
    "part",
    "crdownload",
    "download",
];
/// Files that systems put into folders.
const SYSTEM: &[&str] = &[
    "thumbs.db",
    "ehthumbs.db",
    "ehthumbs_vista.db",
    "desktop.ini",
    "icon\r",
    ".directory",
    ".gitignore",
    ".gitkeep",
    ".keep",
    ".localized",
    ".dropbox",
    ".nomedia",
];
/// Folders that systems, and annex itself, keep for themselves.
const SYSTEM_FOLDERS: &[&str] = &[
    "__macosx",
    ".annex",
    ".git",
    ".svn",
    "$recycle.bin",
    "system volume information",
    ".trash",
    ".trashes",
    ".spotlight-v100",
    ".fseventsd",
    ".temporaryitems",
    "@eadir",
    ".appledouble",
    "lost+found",
];

/// What a file is by its name.
pub(super) fn of_name(name: &str) -> Kind {
    let name = name.to_lowercase();
    if is_system(&name) {
        return Kind::System;
    }
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    let lists = [
        (DOCUMENTS, Kind::Document),
        (&["zip"], Kind::Zip),
        (WPS, Kind::Other(Why::Wps)),
        (PDF, Kind::Other(Why::Pdf)),
        (PICTURES, Kind::Other(Why::Picture)),
        (ARCHIVES, Kind::Other(Why::Archive)),
        (LINKS, Kind::Other(Why::Link)),
        (OTHERS, Kind::Other(Why::Other)),
    ];
    lists
        .into_iter()
        .find(|(endings, _)| endings.contains(&ending.trim_end()))
        .map_or(Kind::Unknown, |(_, kind)| kind)
}

/// Whether a system, or a program that has a file open, put this file there. `name` is in small letters.
fn is_system(name: &str) -> bool {
    // Locks of Office and WPS, of LibreOffice, and the shadows macOS lays beside files.
    let shadows = ["~$", ".~", "._", ".ds_store", "~wrl", "~wrd"];
    SYSTEM.contains(&name) || shadows.iter().any(|begin| name.starts_with(begin))
}

/// Whether a folder is a system's own.
pub(super) fn is_system_folder(name: &str) -> bool {
    let name = name.to_lowercase();
    SYSTEM_FOLDERS.contains(&name.as_str()) || name.starts_with(".trash-")
}

/// What a file is by its first bytes, where its name does not tell; a zip may yet be a workbook.
pub(super) fn of_head(head: &[u8]) -> Kind {
    let signatures: [(&[u8], Kind); 9] = [
        (b"PK", Kind::Zip),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", Kind::Document),
        (b"%PDF", Kind::Other(Why::Pdf)),
        (b"\x89PNG", Kind::Other(Why::Picture)),
        (b"\xFF\xD8\xFF", Kind::Other(Why::Picture)),
        (b"GIF8", Kind::Other(Why::Picture)),
        (b"Rar!", Kind::Other(Why::Archive)),
        (b"7z\xBC\xAF", Kind::Other(Why::Archive)),
        (b"\x1F\x8B", Kind::Other(Why::Archive)),
    ];
    signatures
        .into_iter()
        .find(|(signature, _)| head.starts_with(signature))
        .map_or(Kind::Other(Why::Other), |(_, kind)| kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_tells_what_a_file_is() {
        for (name, kind) in [
            ("101003.XLSX", Kind::Document),
            ("101005-林业局.Zip", Kind::Zip),
            ("101006-司法局.wps", Kind::Other(Why::Wps)),
            ("签字页.JPG", Kind::Other(Why::Picture)),
            ("报告.ofd", Kind::Other(Why::Pdf)),
            ("附件.rar", Kind::Other(Why::Archive)),
            ("表.lnk", Kind::Other(Why::Link)),
            ("说明.txt", Kind::Other(Why::Other)),
            ("~$101003.xlsx", Kind::System),
            (".~lock.101003.xlsx#", Kind::System),
            ("Thumbs.db", Kind::System),
            ("._101003.xlsx", Kind::System),
            (".DS_Store", Kind::System),
            ("101003 林业局", Kind::Unknown),
            ("101003.林业局", Kind::Unknown),
        ] {
            assert_eq!(of_name(name), kind, "{name}");
        }
        assert!(is_system_folder("__MACOSX") && !is_system_folder("101003"));
    }
}
