//! What Excel is asked to let into an input that takes a number or one of a few words.

use crate::address::Address;
use crate::number::Number;

/// The formula that is true of a number within its bounds, and of each of the words.
pub fn number_or_text(
    cell: Address,
    words: &[String],
    min: Option<Number>,
    max: Option<Number>,
) -> String {
    let mut number = vec![format!("ISNUMBER({cell})")];
    number.extend(min.map(|min| format!("{cell}>={min}")));
    number.extend(max.map(|max| format!("{cell}<={max}")));
    let mut ways = vec![format!("AND({})", number.join(","))];
    ways.extend(
        words
            .iter()
            .map(|text| format!("{cell}=\"{}\"", text.replace('"', "\"\""))),
    );
    format!("OR({})", ways.join(","))
}
