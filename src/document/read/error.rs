//! Why a document cannot be read, in words that its sender understands.

use crate::package::PackageError;
use crate::text::Text;

/// What is wrong with a document and what to do, for the person who sent it.
pub fn text(error: &PackageError) -> Text {
    match error {
        PackageError::NotAPackage => Text::new(
            "这不是 .docx 文档。请在 Word 或 WPS 中打开，另存为 .docx。",
            "this is no .docx document: open it in Word or WPS and save it as .docx",
        ),
        PackageError::Encrypted => Text::new(
            "文档设有打开密码，无法读取。请取消打开密码，另存后再报送。",
            "the document is protected by a password: remove the password needed to open it and save it again",
        ),
        PackageError::Damaged { part, damage } => {
            let why = damage.text();
            let (zh, en) = place(part);
            Text::new(
                format!(
                    "文档已损坏{zh}：{}。请在 Word 或 WPS 中打开并另存为 .docx，或重新传送。",
                    why.zh
                ),
                format!(
                    "the document is damaged{en}: {}; open it in Word or WPS and save it as .docx, or send it again",
                    why.en
                ),
            )
        }
        PackageError::TooLarge { part, what } => {
            let (counted, limit) = (what.text(), what.limit());
            let (zh, en) = place(part);
            Text::new(
                format!(
                    "文档过大{zh}：{}超过上限 {limit}。请删除与自评无关的内容和图片，另存后再报送。",
                    counted.zh
                ),
                format!(
                    "the document is too large{en}: more than {limit} {}; delete what is no part of the return and save it again",
                    counted.en
                ),
            )
        }
    }
}

/// The part a sentence speaks of, if it speaks of one.
fn place(part: &str) -> (String, String) {
    if part.is_empty() {
        return Default::default();
    }
    (format!("（{part}）"), format!(" in {part}"))
}
