//! Whether the weights a sheet prints add up.

use crate::number::Number;
use crate::template::source::Located;
use crate::template::{Mistakes, SheetTemplate};
use crate::text::Text;

pub(super) fn weights(sheet: &SheetTemplate, mistakes: &Mistakes) {
    let Some(weights) = &sheet.weights else {
        return;
    };
    let unknown = |located: &Located<String>| {
        mistakes.add(
            "T013",
            located.origin.clone(),
            Text::new(
                format!("本表没有名为“{}”的字段", located.value),
                format!("this sheet has no field '{}'", located.value),
            ),
            Text::new("请写版面里的字段。", "Name a field of the layout."),
        );
    };
    let prefilled = |located: &Located<String>| {
        let field = sheet.field(&located.value);
        if field.is_none() {
            unknown(located);
        }
        field
            .and_then(|field| field.value.as_deref())
            .and_then(|value| value.parse::<Number>().ok())
    };
    for group in &weights.groups {
        for block in &group.blocks {
            if !sheet.blocks.contains_key(block) {
                unknown(&Located {
                    value: block.clone(),
                    origin: weights.total.origin.clone(),
                });
            }
        }
    }
    let total = prefilled(&weights.total);
    let others: Option<Vec<Number>> = weights.others.iter().map(prefilled).collect();
    let (Some(total), Some(others)) = (total, others) else {
        return;
    };
    let points = weights
        .groups
        .iter()
        .map(|group| group.points)
        .chain(others);
    let Some(sum) = points.into_iter().try_fold(Number::ZERO, Number::add) else {
        return;
    };
    if sum != total {
        mistakes.add(
            "T016",
            weights.total.origin.clone(),
            Text::new(
                format!("各组分数加起来是 {sum}，总分是 {total}"),
                format!("the points of the groups add up to {sum}, the total is {total}"),
            ),
            Text::new(
                "请改 points、总分或其他分值，使两者相等。",
                "Change 'points' or the total so that they agree.",
            ),
        );
    }
}
