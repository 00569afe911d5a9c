//! How much of everything a file may hold. A filled form needs a thousandth of it; what is beyond is a mistake or an attack.

use super::PackageError;
use crate::text::Text;

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Measure {
    /// Bytes of the file: photographs pasted into a sheet are what makes honest files large.
    FileBytes,
    /// Parts of the package.
    Parts,
    /// Bytes of one part when unpacked.
    PartBytes,
    /// Bytes of all parts together that were unpacked.
    TotalBytes,
    /// Bytes between two tags, or within one.
    TokenBytes,
    /// Elements within each other.
    Depth,
    /// Bytes of the table of shared texts when unpacked: all of it is held in memory.
    SharedTextBytes,
    /// Texts in the table of shared texts.
    SharedTexts,
    /// Sheets.
    Sheets,
    /// Cells of all sheets that are stored, if only for their format.
    StoredCells,
    /// Cells of all sheets that hold something.
    FilledCells,
    /// Bytes of all texts, formulas and number formats of all cells, a shared one counted wherever it is used.
    CellTextBytes,
    /// Characters of one text or formula in a cell, as Excel counts them; it is Excel's own limit.
    CellText,
    /// Cell formats and number formats, each.
    Formats,
    /// What is not in a cell: defined names, relations of a part, and over all sheets merged areas, areas of validations,
    /// notes, objects, and runs of hidden rows and columns.
    Entries,
    /// The number by which a shared formula is known.
    SharedFormula,
    /// Rows and columns, which are Excel's own limit; the rows of a Word document's tables are counted together.
    SheetSize,
    /// Paragraphs and tables of a Word document.
    Paragraphs,
    /// Columns of a table in a Word document; Word itself takes 63.
    TableColumns,
    /// Files in an archive that is read as a folder, those of archives within it included.
    ArchiveFiles,
    /// Bytes of all files of such an archive when unpacked, and of the archive itself.
    ArchiveBytes,
}

impl Measure {
    /// All of them.
    pub const ALL: [Measure; 21] = [
        Measure::FileBytes,
        Measure::Parts,
        Measure::PartBytes,
        Measure::TotalBytes,
        Measure::TokenBytes,
        Measure::Depth,
        Measure::SharedTextBytes,
        Measure::SharedTexts,
        Measure::Sheets,
        Measure::SheetSize,
        Measure::StoredCells,
        Measure::FilledCells,
        Measure::CellText,
        Measure::CellTextBytes,
        Measure::Formats,
        Measure::Entries,
        Measure::SharedFormula,
        Measure::Paragraphs,
        Measure::TableColumns,
        Measure::ArchiveFiles,
        Measure::ArchiveBytes,
    ];

    /// The most that is read.
    pub const fn limit(self) -> u64 {
        match self {
            Measure::FileBytes => 64 << 20,
            Measure::Parts => 4_096,
            Measure::PartBytes => 96 << 20,
            Measure::TotalBytes => 256 << 20,
            Measure::TokenBytes => 2 << 20,
            Measure::Depth => 256,
            Measure::SharedTextBytes => 32 << 20,
            Measure::SharedTexts => 1_000_000,
            Measure::Sheets => 1_000,
            Measure::StoredCells => 2_000_000,
            Measure::FilledCells => 500_000,
            Measure::CellTextBytes => 32 << 20,
            Measure::CellText => 32_767,
            Measure::Formats | Measure::Entries => 65_536,
            Measure::SharedFormula => 100_000,
            Measure::SheetSize => 1_048_576,
            Measure::Paragraphs => 200_000,
            Measure::TableColumns => 1_000,
            Measure::ArchiveFiles => 2_000,
            Measure::ArchiveBytes => 1 << 30,
        }
    }

    /// What is counted, in words.
    pub fn text(self) -> Text {
        let (zh, en) = match self {
            Measure::FileBytes => ("文件字节数", "bytes in the file"),
            Measure::Parts => ("内部部件数", "parts in the package"),
            Measure::PartBytes => ("单个部件解压后的字节数", "bytes in one part when unpacked"),
            Measure::TotalBytes => ("全部部件解压后的字节数", "bytes in all parts when unpacked"),
            Measure::TokenBytes => ("单段文本的字节数", "bytes in a single text"),
            Measure::Depth => ("内部 XML 的嵌套层数", "elements within each other"),
            Measure::SharedTextBytes => ("文本表字节数", "bytes of shared texts"),
            Measure::SharedTexts => ("文本条数", "shared texts"),
            Measure::Sheets => ("工作表数", "sheets"),
            Measure::StoredCells => (
                "单元格数（含仅有格式的空单元格）",
                "cells, those with nothing but a format included",
            ),
            Measure::FilledCells => ("有内容的单元格数", "cells that hold something"),
            Measure::CellTextBytes => (
                "单元格文本和公式的字节数",
                "bytes of texts and formulas in cells",
            ),
            Measure::CellText => (
                "单元格中文本或公式的字符数",
                "characters of a text or a formula in one cell",
            ),
            Measure::Formats => ("单元格格式数", "cell formats"),
            Measure::Entries => (
                "名称、关系、合并区域、数据验证、批注、图形或隐藏行列的数目",
                "defined names, relations, merged areas, validations, notes, objects, or hidden rows and columns",
            ),
            Measure::SharedFormula => ("共享公式编号", "number of a shared formula"),
            Measure::SheetSize => ("行列数", "rows or columns"),
            Measure::Paragraphs => (
                "Word 文档的段落和表格数",
                "paragraphs and tables of a Word document",
            ),
            Measure::TableColumns => ("Word 表格的列数", "columns of a table in a Word document"),
            Measure::ArchiveFiles => ("压缩包内的文件数", "files in an archive"),
            Measure::ArchiveBytes => (
                "压缩包解压后的字节数",
                "bytes in all files of an archive when unpacked",
            ),
        };
        Text::new(zh, en)
    }

    /// Refuses a count that is over the limit.
    ///
    /// # Errors
    /// [`PackageError::TooLarge`], naming `part`.
    pub fn check(self, count: u64, part: &str) -> Result<(), PackageError> {
        if count > self.limit() {
            return Err(PackageError::TooLarge {
                part: part.to_owned(),
                what: self,
            });
        }
        Ok(())
    }
}
