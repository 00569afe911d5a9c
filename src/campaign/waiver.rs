//! `[[waiver]]`: findings that a bureau does not ask to have mended.

use crate::campaign::Rules;
use crate::check::waivers::Waiver;
use crate::date;
use crate::finding::Waived;
use crate::template::{Mistakes, Node};
use crate::text::Text;

/// What stands for every department.
const ALL: &str = "*";

pub(super) fn waivers(
    root: &Node<'_>,
    rules: Option<&Rules<'_>>,
    mistakes: &Mistakes,
) -> Vec<Waiver> {
    let mut waivers: Vec<Waiver> = Vec::new();
    for node in root.tables("waiver") {
        let Some(waiver) = waiver(&node, rules, mistakes) else {
            continue;
        };
        let is_it = |known: &Waiver| {
            known.rule == waiver.rule
                && known.department == waiver.department
                && known.field == waiver.field
        };
        if waivers.iter().any(is_it) {
            mistakes.add(
                "T018",
                waiver.origin,
                Text::new(
                    format!("{} 的豁免写了两次", waiver.rule),
                    format!("{} is waived twice", waiver.rule),
                ),
                Text::new(
                    "规则、单位、栏目都相同，请删去一处。",
                    "Rule, department and field are the same: remove one of them.",
                ),
            );
            continue;
        }
        waivers.push(waiver);
    }
    waivers
}

fn waiver(node: &Node<'_>, rules: Option<&Rules<'_>>, mistakes: &Mistakes) -> Option<Waiver> {
    let rule = node.required("rule");
    let code = rule
        .as_ref()
        .and_then(|rule| rules?.code(rule, "T005", mistakes));
    let department = node.required("department");
    let field = node.has("field").then(|| node.required("field"));
    let reason = node.required("reason");
    let by = node.required("by");
    let date = node.day("date").map(|written| {
        let day = date::parse(&written.value);
        if day.is_none() {
            mistakes.add(
                "T005",
                written.origin,
                Text::new(
                    format!("“{}”不是日期", written.value),
                    format!("'{}' is not a day", written.value),
                ),
                Text::new("写法：date = 2025-03-20", "For example: date = 2025-03-20"),
            );
        }
        day
    });
    node.finish();
    Some(Waiver {
        rule: code?,
        department: Some(department?.value).filter(|name| name != ALL),
        field: field.flatten().map(|field| field.value),
        waived: Waived {
            reason: reason?.value,
            by: by?.value,
            date: date.flatten(),
        },
        origin: rule?.origin,
    })
}
