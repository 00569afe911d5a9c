//! Which changes are told in one go.

use crate::diff::{Change, Item, Kind};
use crate::text::Text;

/// Whether two changes can be told in one go.
pub(super) fn are_alike(one: &Change, other: &Change) -> bool {
    if one.item != Item::Field || other.item != Item::Field || one.change != other.change {
        return false;
    }
    let family = |change: &Change| {
        let side = change.new.as_ref().or(change.old.as_ref());
        side.and_then(|side| side.family.clone())
    };
    match one.change {
        Kind::Moved => displacement(one) == displacement(other),
        Kind::Added | Kind::Removed => family(one).is_some() && family(one) == family(other),
        Kind::Changed => one.edits == other.edits,
        Kind::Renamed => false,
    }
}

/// How far a field has moved on its sheet: rows down and columns to the right.
pub(super) fn displacement(change: &Change) -> Option<(i64, i64)> {
    let (old, new) = (change.old.as_ref()?.cell?, change.new.as_ref()?.cell?);
    Some((
        i64::from(new.row) - i64::from(old.row),
        i64::from(new.column) - i64::from(old.column),
    ))
}

/// How far a field has moved, in words.
pub(super) fn way(change: &Change) -> Text {
    let (down, right) = displacement(change).unwrap_or_default();
    let one = |by: i64, zh: [&str; 2], unit: (&str, &str), en: [&str; 2]| {
        let back = usize::from(by < 0);
        let (count, plural) = (by.abs(), if by.abs() == 1 { "" } else { "s" });
        (by != 0).then(|| {
            Text::new(
                format!("{} {count} {}", zh[back], unit.0),
                format!("{count} {}{plural} {}", unit.1, en[back]),
            )
        })
    };
    let down = one(down, ["下移", "上移"], ("行", "row"), ["down", "up"]);
    let right = one(
        right,
        ["右移", "左移"],
        ("列", "column"),
        ["to the right", "to the left"],
    );
    let ways: Vec<Text> = [down, right].into_iter().flatten().collect();
    let joined = |pick: fn(&Text) -> &str, between: &str| {
        ways.iter().map(pick).collect::<Vec<_>>().join(between)
    };
    Text::new(joined(|way| &way.zh, "、"), joined(|way| &way.en, ", "))
}
