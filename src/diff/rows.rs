//! What two sheets say differently of their repeating rows and their weights.

use std::collections::BTreeMap;

use crate::diff::edits::Edits;
use crate::diff::pack::{by_id, change, side};
use crate::diff::{Change, Item, Kind};
use crate::template::{Block, Renames, SheetTemplate, WeightGroup, Weights};

/// Changes of the repeating rows of a sheet.
pub(super) fn blocks(
    old_sheet: &SheetTemplate,
    new_sheet: &SheetTemplate,
    old: &BTreeMap<String, Block>,
    renames: &Renames,
) -> Vec<Change> {
    let new = &new_sheet.blocks;
    // A block is renamed together with what lies below it.
    let called = |id: &String| {
        let prefix = format!("{}.", new_sheet.id);
        let exists = |full: &str| {
            full.strip_prefix(&prefix)
                .is_some_and(|id| new.contains_key(id))
        };
        let same = new.contains_key(id).then(|| id.clone());
        same.or_else(|| {
            let full = renames.now_called(&format!("{}.{id}", old_sheet.id), exists)?;
            full.strip_prefix(&prefix).map(str::to_owned)
        })
    };
    let mut changes = Vec::new();
    for (id, block) in old {
        let Some(now) = called(id).and_then(|now| new.get_key_value(&now)) else {
            changes.push(Change {
                change: Kind::Removed,
                item: Item::Block,
                sheet: None,
                old: Some(side(id, &block.label)),
                new: None,
                edits: Vec::new(),
            });
            continue;
        };
        let mut edits = Edits::default();
        let Block {
            label,
            shape,
            min,
            print,
            spare,
            max,
            direction,
            // Where it is described is nothing it says.
            origin: _,
        } = block;
        edits.add("label", label, &now.1.label);
        edits.add("shape", shape, &now.1.shape);
        edits.add("min", min, &now.1.min);
        edits.add("print", print, &now.1.print);
        edits.add("spare", spare, &now.1.spare);
        edits.add("max", max, &now.1.max);
        edits.add("direction", direction, &now.1.direction);
        if id != now.0 || !edits.0.is_empty() {
            changes.push(Change {
                change: if id == now.0 {
                    Kind::Changed
                } else {
                    Kind::Renamed
                },
                item: Item::Block,
                sheet: None,
                old: Some(side(id, label)),
                new: Some(side(now.0, &now.1.label)),
                edits: edits.0,
            });
        }
    }
    let known: Vec<String> = old.keys().filter_map(called).collect();
    for (id, block) in new.iter().filter(|(id, _)| !known.contains(id)) {
        changes.push(Change {
            change: Kind::Added,
            item: Item::Block,
            sheet: None,
            old: None,
            new: Some(side(id, &block.label)),
            edits: Vec::new(),
        });
    }
    changes.sort_by_key(|change| change.change);
    changes
}

/// Changes of what the weights of a sheet add up to.
pub(super) fn weights(old: Option<&Weights>, new: Option<&Weights>) -> Vec<Change> {
    let parts = |weights: Option<&Weights>| {
        weights.cloned().map_or_else(Default::default, |weights| {
            let Weights {
                total,
                others,
                groups,
            } = weights;
            (Some(total), others, groups)
        })
    };
    let (old, new) = (parts(old), parts(new));
    let mut edits = Edits::default();
    edits.add("total", &old.0, &new.0);
    edits.add("others", &old.1, &new.1);
    let mut changes: Vec<Change> = change(
        Item::Weights,
        side("weights", ""),
        side("weights", ""),
        edits,
    )
    .into_iter()
    .collect();
    let group = |group: &WeightGroup| side(&group.id, &group.label);
    changes.extend(by_id(
        Item::Group,
        &old.2,
        &new.2,
        group,
        |old, new, edits| {
            let WeightGroup {
                id: _,
                label,
                points,
                blocks,
            } = old;
            edits.add("label", label, &new.label);
            edits.add("points", points, &new.points);
            edits.add("blocks", blocks, &new.blocks);
        },
    ));
    changes
}
