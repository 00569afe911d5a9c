//! Whether the weights a sheet prints add up.

use crate::form::names::did_you_mean;
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
            did_you_mean(
                &located.value,
                sheet.fields.iter().map(|field| field.id.as_str()),
                Text::new("请写版面里的字段。", "Name a field of the layout."),
            ),
        );
    };
    let prefilled = |located: &Located<String>| {
        let field = sheet.field(&located.value);
        if field.is_none() {
            unknown(located);
        }
        if field.is_some_and(|field| field.value.is_none()) {
            mistakes.add(
                "T016",
                located.origin.clone(),
                Text::new(
                    format!("“{}”不是给定的分值", located.value),
                    format!("'{}' has no given value", located.value),
                ),
                Text::new(
                    "total 和 others 要写有 value 的字段，如 value = \"100\"。",
                    "'total' and 'others' name fields that have a 'value', as in value = \"100\".",
                ),
            );
        }
        field
            .and_then(|field| field.value.as_deref())
            .and_then(|value| value.parse::<Number>().ok())
    };
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
