//! What two descriptions of one thing say differently, key by key.

use crate::diff::Edit;
use crate::finding::Level;
use crate::number::Number;
use crate::template::{Direction, FieldType, Formula, Located, Relation, Required};

/// What a key says, as a pack file would write it; nothing where it says nothing.
pub(super) trait Said {
    fn said(&self) -> Option<String>;
}

impl Said for String {
    fn said(&self) -> Option<String> {
        (!self.is_empty()).then(|| self.clone())
    }
}

impl<T: Said> Said for Option<T> {
    fn said(&self) -> Option<String> {
        self.as_ref().and_then(Said::said)
    }
}

impl<T: Said> Said for Vec<T> {
    fn said(&self) -> Option<String> {
        let items: Vec<String> = self.iter().filter_map(Said::said).collect();
        (!items.is_empty()).then(|| items.join(", "))
    }
}

impl<T: Said> Said for Located<T> {
    fn said(&self) -> Option<String> {
        self.value.said()
    }
}

macro_rules! said_as_shown {
    ($($kind:ty),+) => {
        $(impl Said for $kind {
            fn said(&self) -> Option<String> {
                Some(self.to_string())
            }
        })+
    };
}

said_as_shown!(bool, i32, u16, u32, Number, Level);

impl Said for FieldType {
    fn said(&self) -> Option<String> {
        Some(self.id().to_owned())
    }
}

impl Said for Relation {
    fn said(&self) -> Option<String> {
        Some(self.sign().to_owned())
    }
}

impl Said for Direction {
    fn said(&self) -> Option<String> {
        Direction::WORDS
            .iter()
            .find(|(_, direction)| direction == self)
            .map(|(word, _)| (*word).to_owned())
    }
}

impl Said for Formula {
    fn said(&self) -> Option<String> {
        Some(self.text.clone())
    }
}

impl Said for Required {
    fn said(&self) -> Option<String> {
        Some(match self {
            Required::Never => "false".to_owned(),
            Required::Always => "true".to_owned(),
            Required::When(formula) => formula.text.clone(),
        })
    }
}

/// Gathers what differs.
#[derive(Debug, Default)]
pub(super) struct Edits(pub(super) Vec<Edit>);

impl Edits {
    /// Notes a key whose two sides say different things.
    pub(super) fn add<T: Said + ?Sized>(&mut self, key: &'static str, old: &T, new: &T) {
        let (old, new) = (old.said(), new.said());
        if old != new {
            self.0.push(Edit { key, old, new });
        }
    }
}
