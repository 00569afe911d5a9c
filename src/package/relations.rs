//! What a part refers to: other parts of the package, and files and pages outside it.

use super::{Measure, Package, PackageError, Piece};

/// One relation of a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relation {
    /// The id by which the part mentions it.
    pub id: String,
    /// The last word of its type: `worksheet`, `image`, `hyperlink`. Strict and transitional files agree on it.
    pub kind: String,
    /// The name of the other part, resolved; for something outside the package what the file says.
    pub target: String,
    /// Whether it leads out of the package.
    pub external: bool,
}

impl Package<'_> {
    /// The relations of a part, in the order they are listed; of the package itself for an empty name.
    ///
    /// # Errors
    /// [`PackageError`]: the part that lists them is broken or too large.
    pub fn relations(&mut self, part: &str) -> Result<Vec<Relation>, PackageError> {
        let part = part.replace('\\', "/");
        let (folder, file) = match part.rsplit_once('/') {
            Some((folder, file)) => (format!("{folder}/"), file),
            None => (String::new(), part.as_str()),
        };
        let listed = format!("{folder}_rels/{file}.rels");
        let mut relations = Vec::new();
        let Some(mut xml) = self.xml(&listed, Measure::PartBytes)? else {
            return Ok(relations);
        };
        loop {
            match xml.next()? {
                Piece::Open(element) if element.name() == "Relationship" => {
                    let (Some(target), Some(kind)) = (element.get("Target")?, element.get("Type")?)
                    else {
                        continue;
                    };
                    let external = element.get("TargetMode")?.as_deref() == Some("External");
                    relations.push(Relation {
                        id: element.get("Id")?.unwrap_or_default(),
                        kind: kind.rsplit('/').next().unwrap_or_default().to_owned(),
                        target: if external {
                            target
                        } else {
                            resolve(&folder, &target)
                        },
                        external,
                    });
                    Measure::Entries.check(relations.len() as u64, &listed)?;
                }
                Piece::End => return Ok(relations),
                _ => {}
            }
        }
    }

    /// The first relation of this kind that leads to a part which is there.
    ///
    /// # Errors
    /// As [`relations`](Package::relations).
    pub fn related(&mut self, part: &str, kind: &str) -> Result<Option<String>, PackageError> {
        let relations = self.relations(part)?;
        let mut found = relations.into_iter().filter(|relation| {
            relation.kind == kind && !relation.external && self.has(&relation.target)
        });
        Ok(found.next().map(|relation| relation.target))
    }
}

/// The part that a target names from within a folder. What would lead above the root stays at the root.
fn resolve(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let joined = if target.starts_with('/') {
        target
    } else {
        format!("{folder}{target}")
    };
    let mut steps: Vec<&str> = Vec::new();
    for step in joined.split('/') {
        match step {
            "" | "." => {}
            ".." => drop(steps.pop()),
            step => steps.push(step),
        }
    }
    steps.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_resolved_within_the_package() {
        for (folder, target, expected) in [
            ("xl/", "worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("xl/", "/xl/workbook.xml", "xl/workbook.xml"),
            ("xl/worksheets/", "../drawings/d.xml", "xl/drawings/d.xml"),
            ("xl/", ".\\media\\a.png", "xl/media/a.png"),
            ("", "../../../etc/passwd", "etc/passwd"),
        ] {
            assert_eq!(resolve(folder, target), expected);
        }
    }
}
