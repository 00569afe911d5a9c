//! Which namespace each prefix stands for at a place of a part.

use std::rc::Rc;

use quick_xml::events::BytesStart;

/// What begins the name of an attribute that gives a prefix its namespace.
const DECLARATION: &str = "xmlns";

/// The prefixes that are declared around a place: those of a tag hold for the element it begins.
#[derive(Debug, Clone, Default)]
pub(super) struct Scope(Option<Rc<Declared>>);

/// What one tag declares.
#[derive(Debug)]
struct Declared {
    /// Prefixes and their namespaces; the default namespace has the empty one.
    namespaces: Vec<(String, String)>,
    around: Scope,
}

impl Scope {
    /// The scope within an element that begins here.
    pub(super) fn within(&self, start: &BytesStart<'_>) -> Scope {
        // Almost no tag declares anything, and there are as many tags as cells.
        if !start.contains(DECLARATION) {
            return self.clone();
        }
        let mut attributes = start.attributes();
        let declared = attributes.with_checks(false).flatten().filter_map(|found| {
            let rest = found.key.into_inner().strip_prefix(DECLARATION)?;
            let prefix = match rest.strip_prefix(':') {
                Some(prefix) => prefix,
                None if rest.is_empty() => "",
                None => return None,
            };
            Some((prefix.to_owned(), found.value.into_owned()))
        });
        Scope(Some(Rc::new(Declared {
            namespaces: declared.collect(),
            around: self.clone(),
        })))
    }

    /// The namespace of a prefix, which is without its colon; `None` where nothing declares it.
    pub(super) fn namespace(&self, prefix: &str) -> Option<&str> {
        self.all()
            .find(|(known, _)| *known == prefix)
            .map(|(_, namespace)| namespace)
    }

    /// A prefix that stands for a namespace here; the default namespace has none.
    pub(super) fn prefix(&self, namespace: &str) -> Option<&str> {
        let mut all = self.all();
        // A prefix may stand for something else further in.
        let is_it = |(prefix, declared): &(&str, &str)| {
            *declared == namespace
                && !prefix.is_empty()
                && self.namespace(prefix) == Some(namespace)
        };
        all.find(is_it).map(|(prefix, _)| prefix)
    }

    /// All declarations, the innermost first.
    fn all(&self) -> impl Iterator<Item = (&str, &str)> {
        let mut levels =
            std::iter::successors(self.0.as_deref(), |level| level.around.0.as_deref());
        let levels = std::iter::from_fn(move || levels.next());
        levels.flat_map(|level| {
            let namespaces = level.namespaces.iter();
            namespaces.map(|(prefix, namespace)| (prefix.as_str(), namespace.as_str()))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inner_declarations_hide_outer_ones() {
        let outer = BytesStart::from_content("a xmlns='m' xmlns:r=\"u\" xmlns:s='u'", 1);
        let outer = Scope::default().within(&outer);
        let inner = outer.within(&BytesStart::from_content("b xmlns:r='v' xmlnsx='w'", 1));
        for (scope, prefix, namespace) in [
            (&outer, "", Some("m")),
            (&outer, "r", Some("u")),
            (&inner, "r", Some("v")),
            (&inner, "", Some("m")),
            (&inner, "x", None),
        ] {
            assert_eq!(scope.namespace(prefix), namespace, "{prefix}");
        }
        assert_eq!(outer.prefix("u"), Some("r"));
        assert_eq!(inner.prefix("u"), Some("s"));
        assert_eq!(inner.prefix("m"), None, "the default one is no prefix");
        assert_eq!(outer.prefix("v"), None);
    }
}
