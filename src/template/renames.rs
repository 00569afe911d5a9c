//! `[renames]`: what the fields of an earlier pack are called in this one.

use crate::template::source::{Located, Node};

/// A field, or all fields below a name, that an earlier pack called otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rename {
    /// The earlier id, without the numbers of sheets and rows: `base.special.name`, `base.special`.
    pub from: Located<String>,
    /// The id in this pack.
    pub to: Located<String>,
}

/// All renames of a pack, in the order of the file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Renames(pub Vec<Rename>);

impl Renames {
    /// What an earlier id is called in this pack, where a rename says so. The longest name that fits decides.
    pub fn new_id(&self, id: &str) -> Option<String> {
        self.0
            .iter()
            .filter_map(|rename| Some((rename, below(id, &rename.from.value)?)))
            .max_by_key(|(rename, _)| rename.from.value.len())
            .map(|(rename, rest)| format!("{}{rest}", rename.to.value))
    }

    /// What an id of an earlier pack is called now: the same if it still exists, else as a rename says.
    pub fn now_called(&self, id: &str, exists: impl Fn(&str) -> bool) -> Option<String> {
        if exists(id) {
            return Some(id.to_owned());
        }
        self.new_id(id).filter(|id| exists(id))
    }
}

/// What follows a name in an id that is this name, or lies below it.
pub(crate) fn below<'i>(id: &'i str, name: &str) -> Option<&'i str> {
    id.strip_prefix(name)
        .filter(|rest| rest.is_empty() || rest.starts_with('.'))
}

pub(super) fn renames(root: &Node<'_>) -> Renames {
    let pairs = root.dotted_strings("renames").into_iter();
    Renames(pairs.map(|(from, to)| Rename { from, to }).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::Origin;

    #[test]
    fn the_longest_name_that_fits_decides() {
        let at = |value: &str| Located {
            value: value.to_owned(),
            origin: Origin {
                file: "pack.toml".to_owned(),
                line: 1,
                column: 1,
            },
        };
        let pairs = [
            ("base.special", "base.fund"),
            ("base.special.name", "base.fund.title"),
            ("project", "item"),
        ];
        let renames = Renames(
            pairs
                .map(|(from, to)| Rename {
                    from: at(from),
                    to: at(to),
                })
                .to_vec(),
        );
        for (old, new) in [
            ("base.special.prior", Some("base.fund.prior")),
            ("base.special.name", Some("base.fund.title")),
            ("project.total.annual", Some("item.total.annual")),
            ("base.specials.name", None),
            ("base", None),
        ] {
            assert_eq!(renames.new_id(old).as_deref(), new, "{old}");
        }
    }
}
