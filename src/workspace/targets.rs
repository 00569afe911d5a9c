//! Files that several results would be written to.

use std::collections::HashMap;
use std::path::Path;

/// For each file the first one before it that has its name, however capitals are written: not every file system tells them
/// apart, and forms are sent to others. Where there is nothing to write there is no file.
pub fn earlier<'a>(targets: impl IntoIterator<Item = Option<&'a Path>>) -> Vec<Option<usize>> {
    let mut known = HashMap::new();
    let targets = targets.into_iter().enumerate();
    let earlier = targets.map(|(index, target)| {
        let name = target?.to_string_lossy().to_lowercase();
        let first = *known.entry(name).or_insert(index);
        (first < index).then_some(first)
    });
    earlier.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_file_of_a_name_is_named() {
        let targets = [
            "out/A-1.xlsx",
            "out/b.xlsx",
            "out/a-1.xlsx",
            "in/b.xlsx",
            "out/A-1.xlsx",
        ];
        let all = targets.map(|target| Some(Path::new(target)));
        assert_eq!(earlier(all), [None, None, Some(0), None, Some(0)]);
        let but_the_first = all.into_iter().skip(1);
        let targets = std::iter::once(None).chain(but_the_first);
        assert_eq!(earlier(targets), [None, None, None, None, Some(2)]);
    }
}
