//! The command line as a shell sees it.

#![allow(dead_code, reason = "each test binary uses its own share of this")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper of tests fails as a test does"
)]

use std::fmt::Write;
use std::path::Path;
use std::process::Command;

use annex::book::Book;
use annex::book::write::write;
use tempfile::TempDir;

/// A folder of its own for each test, in which commands run; paths in what they print are therefore short.
pub(crate) struct Shell(TempDir);

impl Shell {
    pub(crate) fn new() -> Shell {
        Shell(tempfile::tempdir().unwrap())
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn put(&self, file: &str, bytes: impl AsRef<[u8]>) -> &Shell {
        let path = self.path().join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
        self
    }

    pub(crate) fn put_book(&self, file: &str, book: &Book) -> &Shell {
        self.put(file, write(book).unwrap())
    }

    pub(crate) fn bytes(&self, file: &str) -> Vec<u8> {
        std::fs::read(self.path().join(file)).unwrap()
    }

    pub(crate) fn files(&self, folder: &str) -> Vec<String> {
        let mut files: Vec<String> = std::fs::read_dir(self.path().join(folder))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        files.sort();
        files
    }

    /// Runs `annex` with these words; gives status, output and errors in one text.
    pub(crate) fn run(&self, line: &str) -> String {
        let output = Command::new(env!("CARGO_BIN_EXE_annex"))
            .args(line.split(' '))
            .current_dir(self.path())
            .env("RUST_BACKTRACE", "0")
            .output()
            .unwrap();
        let mut text = format!("{}\n", output.status.code().unwrap());
        for (name, bytes) in [("out", &output.stdout), ("err", &output.stderr)] {
            if !bytes.is_empty() {
                write!(text, "{name}:\n{}", std::str::from_utf8(bytes).unwrap()).unwrap();
            }
        }
        assert!(!text.contains("panicked"), "{line}\n{text}");
        text
    }

    #[track_caller]
    pub(crate) fn assert(&self, line: &str, expected: &str) -> &Shell {
        let found = self.run(line);
        let expected = expected.strip_prefix('\n').unwrap_or(expected);
        assert!(
            found == expected,
            "$ annex {line}\nfound:\n{found}\nexpected:\n{expected}"
        );
        self
    }
}
