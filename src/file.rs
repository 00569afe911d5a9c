//! Files read into memory: regular ones alone, and only up to a limit, which is looked at before the first byte is.
//!
//! A file comes from anybody. One of three gigabytes without a byte in it is as large as one that is full, and a pipe, a
//! device or a socket may never end, or never begin.

use std::fs::{File, Metadata};
use std::io::Read;
use std::path::Path;

use crate::text::Text;

/// The most of a text that is written by hand: a roster, a key, values, campaign.toml, a file of a pack.
pub const TEXT: u64 = 16 << 20;

/// Why a file is not read.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// It is not there, or may not be read.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// It is a folder.
    #[error("it is a folder; name a file")]
    Folder,
    /// It is a device, a pipe or a socket, or a link to one.
    #[error("it is no regular file but a device, a pipe or a socket, and is left alone")]
    NotRegular,
    /// It has more bytes than are read.
    #[error("it is too large: more than {0} bytes")]
    TooLarge(u64),
    /// It is no text.
    #[error("it is not text in UTF-8")]
    NotText,
}

impl FileError {
    /// The same in both languages.
    pub fn text(&self) -> Text {
        let zh = match self {
            FileError::Io(why) => return told(why),
            FileError::Folder => "这是文件夹，请写文件名".to_owned(),
            FileError::NotRegular => "这不是普通文件，而是设备、管道或套接字，未读取".to_owned(),
            FileError::TooLarge(most) => format!("文件过大，超过 {most} 字节"),
            FileError::NotText => "不是 UTF-8 编码的文本".to_owned(),
        };
        Text::new(zh, self.to_string())
    }

    /// Whether there is no such file.
    pub fn is_missing(&self) -> bool {
        matches!(self, FileError::Io(why) if why.kind() == std::io::ErrorKind::NotFound)
    }
}

/// What the operating system says, in both languages.
pub fn told(why: &std::io::Error) -> Text {
    use std::io::ErrorKind;
    let zh = match why.kind() {
        ErrorKind::NotFound => "没有这个文件或文件夹",
        ErrorKind::PermissionDenied => "没有权限",
        ErrorKind::AlreadyExists => "已经存在",
        ErrorKind::NotADirectory => "路径中有一段是文件，不是文件夹",
        ErrorKind::IsADirectory => "这是文件夹，不是文件",
        ErrorKind::DirectoryNotEmpty => "文件夹不是空的",
        ErrorKind::ReadOnlyFilesystem => "磁盘是只读的",
        ErrorKind::StorageFull => "磁盘已满",
        ErrorKind::QuotaExceeded => "超出了可用的磁盘空间",
        ErrorKind::FileTooLarge => "文件过大",
        ErrorKind::InvalidFilename => "文件名太长，或有不能用的字符",
        ErrorKind::InvalidInput => "文件名里有不能用的字符",
        ErrorKind::BrokenPipe => "接收输出的程序已经结束",
        ErrorKind::NotConnected => "没有打开",
        ErrorKind::ResourceBusy => "文件正被其他程序使用",
        ErrorKind::TimedOut => "超时",
        ErrorKind::Interrupted => "被中断",
        ErrorKind::UnexpectedEof => "文件不完整",
        ErrorKind::OutOfMemory => "内存不足",
        _ => {
            let zh = match why.raw_os_error() {
                Some(code) => format!("操作系统报错，编号 {code}"),
                None => "读写出错".to_owned(),
            };
            return Text::new(zh, why.to_string());
        }
    };
    Text::new(zh, why.to_string())
}

/// Opens a regular file, and gives its size.
///
/// # Errors
/// [`FileError`]: it is not there, or is no regular file.
pub fn open(path: &Path) -> Result<(File, u64), FileError> {
    // Asked before it is opened: to open a pipe waits for whoever writes into it.
    regular(&std::fs::metadata(path)?)?;
    let file = File::open(path)?;
    let size = regular(&file.metadata()?)?;
    Ok((file, size))
}

fn regular(metadata: &Metadata) -> Result<u64, FileError> {
    if metadata.is_dir() {
        Err(FileError::Folder)
    } else if metadata.is_file() {
        Ok(metadata.len())
    } else {
        Err(FileError::NotRegular)
    }
}

/// The bytes of a regular file of at most `limit` bytes.
///
/// # Errors
/// [`FileError`]
pub fn read(path: &Path, limit: u64) -> Result<Vec<u8>, FileError> {
    let (file, size) = open(path)?;
    if size > limit {
        return Err(FileError::TooLarge(limit));
    }
    all(file, limit)
}

/// All bytes of a source, at most `limit`: what a file says of its size need not be true by now.
///
/// # Errors
/// [`FileError`]
pub fn all(source: impl Read, limit: u64) -> Result<Vec<u8>, FileError> {
    let mut bytes = Vec::new();
    source
        .take(limit.saturating_add(1))
        .read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit {
        return Err(FileError::TooLarge(limit));
    }
    Ok(bytes)
}

/// A text in UTF-8, of at most [`TEXT`] bytes.
///
/// # Errors
/// [`FileError`]
pub fn text(path: &Path) -> Result<String, FileError> {
    String::from_utf8(read(path, TEXT)?).map_err(|_| FileError::NotText)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn a_file_is_as_large_as_it_says_before_it_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        let mut file = File::create(&path).unwrap();
        file.write_all(b"12345").unwrap();
        assert_eq!(read(&path, 5).unwrap(), b"12345");
        assert!(matches!(read(&path, 4), Err(FileError::TooLarge(4))));
        // A sparse file: more bytes than the machine has room for.
        file.set_len(1 << 42).unwrap();
        assert!(matches!(read(&path, TEXT), Err(FileError::TooLarge(TEXT))));
        assert!(matches!(read(folder.path(), 5), Err(FileError::Folder)));
        assert!(
            read(&folder.path().join("gone"), 5)
                .unwrap_err()
                .is_missing()
        );
    }

    #[test]
    fn a_source_that_grows_ends_at_the_limit() {
        assert!(matches!(
            all(std::io::repeat(1), 1_000),
            Err(FileError::TooLarge(1_000))
        ));
    }

    #[cfg(unix)]
    #[test]
    fn what_is_no_regular_file_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("socket");
        let _socket = std::os::unix::net::UnixListener::bind(&path).unwrap();
        let link = folder.path().join("link");
        std::os::unix::fs::symlink("/dev/zero", &link).unwrap();
        for path in [&path, &link, &"/dev/zero".into()] {
            assert!(
                matches!(read(path, 5), Err(FileError::NotRegular)),
                "{path:?}"
            );
        }
    }
}
