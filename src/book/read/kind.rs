//! What comes in place of a workbook, and what helps.

use serde::{Deserialize, Serialize};

use crate::text::Text;

/// What a file that is no workbook seems to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Foreign {
    /// A PDF.
    Pdf,
    /// A Word document, .docx.
    Word,
    /// A document of Word 97–2003 or WPS, .doc or .wps.
    OldWord,
    /// A document of OpenDocument, .odt.
    OpenText,
    /// A page as it is printed, .ofd: China's own standard beside PDF.
    Ofd,
    /// A presentation: .pptx, .ppt, .dps.
    Slides,
    /// A web page, as some systems export under the name .xls.
    Html,
    /// Rich text.
    Rtf,
    /// A picture.
    Image,
    /// An archive: zip, rar, 7z.
    Archive,
    /// A letter, .eml or .msg.
    Mail,
    /// A link to a file or a page, and not the file itself.
    Shortcut,
    /// A file that software of the office encrypts for whoever is outside.
    Sealed,
    /// Plain text: CSV and the like.
    Text,
    /// Nothing that is known.
    Unknown,
}

/// A kind of workbook that is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Legacy {
    /// An OpenDocument spreadsheet in a single XML file.
    FlatOds,
    /// The XML workbook of Excel 2003.
    Xml2003,
    /// A web page with all that belongs to it in one file, .mht, as Excel saves it under the name .xls too.
    Mhtml,
    /// A workbook of Excel 4 or earlier, or of Excel 5 without a container.
    Excel4,
    /// An .xlsb with sheets of macros.
    MacroSheets,
    /// A spreadsheet of OpenOffice 1, .sxc.
    OldCalc,
    /// A spreadsheet of UOF, China's own standard, .uos or .uof.
    Uof,
    /// A document of Apple's Numbers or its like.
    Apple,
}

impl Foreign {
    /// That it is no workbook, what it seems to be, and what to do.
    pub(super) fn refused(self) -> Text {
        match self {
            Foreign::Word => Text::new(
                "这是 Word 文档，不是 Excel 工作簿。请先运行 annex adopt，把它转成正式表再审核；或请单位在下发的 .xlsx 表格中填写。",
                "this is a Word document and not an Excel workbook: run 'annex adopt' to put it into the official form, or \
                 have the .xlsx form filled in",
            ),
            Foreign::OldWord => Text::new(
                "这是旧式 Word 或 WPS 文字文档（.doc、.wps），不能直接读取。请在 Word 或 WPS 中打开，另存为 .docx，再运行 annex adopt，把它转成正式表。",
                "this is an old Word or WPS document (.doc, .wps), which is not read: open it in Word or WPS, save it as \
                 .docx, and run 'annex adopt' to put it into the official form",
            ),
            Foreign::OpenText => Text::new(
                "这是 OpenDocument 文字文档（.odt），不能直接读取。请在 WPS、Word 或 LibreOffice 中打开，另存为 .docx，再运行 annex adopt，把它转成正式表。",
                "this is an OpenDocument text (.odt), which is not read: open it in Word or LibreOffice, save it as .docx, \
                 and run 'annex adopt' to put it into the official form",
            ),
            _ => {
                let (seems, remedy) = (self.text(), self.remedy());
                // Between Chinese and Latin letters stands a blank.
                let gap = match seems.zh.starts_with(|c: char| c.is_ascii()) {
                    true => " ",
                    false => "",
                };
                Text::new(
                    format!(
                        "这不是 Excel 工作簿，看起来是{gap}{}。{}",
                        seems.zh, remedy.zh
                    ),
                    format!(
                        "this is not an Excel workbook, it seems to be {}: {}",
                        seems.en, remedy.en
                    ),
                )
            }
        }
    }

    fn text(self) -> Text {
        let (zh, en) = match self {
            Foreign::Pdf => ("PDF 文件", "a PDF"),
            Foreign::Word => ("Word 文档", "a Word document"),
            Foreign::OldWord => ("旧式 Word 文档（.doc）", "an old Word document (.doc)"),
            Foreign::OpenText => ("OpenDocument 文字文档", "an OpenDocument text"),
            Foreign::Ofd => ("OFD 版式文件", "an OFD, a page as it is printed"),
            Foreign::Slides => ("演示文稿", "a presentation"),
            Foreign::Html => ("网页（HTML）", "a web page (HTML)"),
            Foreign::Rtf => ("RTF 文档", "rich text (RTF)"),
            Foreign::Image => ("图片", "a picture"),
            Foreign::Archive => ("压缩包", "an archive"),
            Foreign::Mail => ("邮件", "a mail"),
            Foreign::Shortcut => ("快捷方式", "a shortcut"),
            Foreign::Sealed => (
                "被文档加密软件加密的文件",
                "a file that document encryption software has sealed",
            ),
            Foreign::Text => ("纯文本（如 CSV）", "plain text such as CSV"),
            Foreign::Unknown => ("其他类型的文件", "something unknown"),
        };
        Text::new(zh, en)
    }

    /// What helps.
    fn remedy(self) -> Text {
        let (zh, en) = match self {
            Foreign::Pdf | Foreign::Ofd => (
                "由表格打印或导出的，请报送原来的工作簿（.xlsx）或 Word（.docx）；只有纸质件或扫描件的，请在下发的 .xlsx 表格中填写。",
                "if it was printed from a form, send the workbook (.xlsx) or the Word document (.docx) it was printed from; if there is only paper or a scan, fill in the .xlsx form",
            ),
            Foreign::Html => (
                "有些系统导出的 .xls 就是网页：请在 Excel 或 WPS 中打开，另存为 .xlsx 后再报送。",
                "some systems export pages under the name .xls; open it in Excel or WPS and save it as .xlsx",
            ),
            Foreign::Rtf => (
                "请在 Word 或 WPS 中打开，另存为 .docx，再运行 annex adopt；或在下发的 .xlsx 表格中填写。",
                "open it in Word or WPS, save it as .docx and run 'annex adopt', or fill in the .xlsx form",
            ),
            Foreign::Image => (
                "图片里的字不能读取：请报送下发的 .xlsx 表格文件。",
                "what it shows is not read; send the .xlsx form itself",
            ),
            Foreign::Archive => (
                "请解压，报送里面的 .xlsx 表格文件。",
                "unpack it and send the .xlsx form that is in it",
            ),
            Foreign::Mail => (
                "请把邮件的附件另存出来，报送其中的 .xlsx 表格文件。",
                "save what is attached to it and send the .xlsx form",
            ),
            Foreign::Shortcut => (
                "快捷方式里没有内容：请报送它指向的 .xlsx 表格文件。",
                "there is nothing in it; send the .xlsx form it leads to",
            ),
            Foreign::Sealed => (
                "请在装有该软件的电脑上解密（或申请外发），另存为 .xlsx 后再报送。",
                "have it decrypted on a computer with that software and save it as .xlsx",
            ),
            Foreign::Unknown => (
                "文件可能已损坏，或被文档加密软件加密：请在 Excel 或 WPS 中打开（加密的先解密），另存为 .xlsx 后再报送；不要只改扩展名。",
                "it may be damaged, or sealed by encryption software; open it in Excel or WPS, decrypted first, and save it as .xlsx; renaming a file does not convert it",
            ),
            _ => (
                "请报送下发的 .xlsx 表格文件，不要只改扩展名。",
                "send the .xlsx form itself; renaming a file does not convert it",
            ),
        };
        Text::new(zh, en)
    }
}

impl Legacy {
    /// What it is.
    pub(super) fn text(self) -> Text {
        let (zh, en) = match self {
            Legacy::FlatOds => (
                " .fods 表格（单个 XML 文件）",
                "a flat OpenDocument spreadsheet (.fods)",
            ),
            Legacy::Xml2003 => (" Excel 2003 XML 表格", "an XML spreadsheet of Excel 2003"),
            Legacy::Mhtml => (
                "单个文件网页（.mht，有些程序存为 .xls）",
                "a web page in a single file (.mht, which some programs name .xls)",
            ),
            Legacy::Excel4 => (
                " Excel 4.0 及更早的 .xls 表格",
                "an .xls of Excel 4 or earlier",
            ),
            Legacy::MacroSheets => ("带宏表的 .xlsb 工作簿", "an .xlsb with sheets of macros"),
            Legacy::OldCalc => (
                " OpenOffice 1 表格（.sxc）",
                "a spreadsheet of OpenOffice 1 (.sxc)",
            ),
            Legacy::Uof => (" UOF（标文通）文件", "a document of UOF"),
            Legacy::Apple => (
                " Apple 办公软件（Numbers 等）的文件",
                "a document of Apple's Numbers or its like",
            ),
        };
        Text::new(zh, en)
    }
}
