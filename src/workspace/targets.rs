//! Files that several results would be written to.

use std::collections::HashMap;
use std::path::Path;

/// The files that are written, and whose each is.
#[derive(Debug, Default)]
pub struct Taken(HashMap<String, String>);

impl Taken {
    /// Takes a file, unless it is somebody's already: whose is said then. Capitals tell none apart, for not every file system
    /// does, and forms are sent to others.
    pub fn take(&mut self, target: &Path, whose: &str) -> Option<String> {
        let name = target.to_string_lossy().to_lowercase();
        if let Some(earlier) = self.0.get(&name) {
            return Some(earlier.clone());
        }
        self.0.insert(name, whose.to_owned());
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_a_file_has_it() {
        let mut taken = Taken::default();
        for (target, whose, earlier) in [
            ("out/A-1.xlsx", "one", None),
            ("out/b.xlsx", "two", None),
            ("out/a-1.xlsx", "three", Some("one")),
            ("in/b.xlsx", "four", None),
            ("out/A-1.xlsx", "five", Some("one")),
        ] {
            let found = taken.take(Path::new(target), whose);
            assert_eq!(found.as_deref(), earlier, "{target}");
        }
    }
}
