//! The page of the manual on functions, written from the table.

use std::fmt::Write;

use crate::formula::functions::{ALL, Example, Function};

const HEAD: &str = "\
# Functions of the formula language

This page is generated from the table in `src/formula/functions`; each example is computed by a test.

Arguments in brackets may be left out, and `…` stands for more of the same. Functions mean what they mean in Excel, with these
differences, all of them on the exact side:

- Numbers are decimals of 28 digits, not floats: `1.1 + 2.2 = 3.3` is TRUE and `ROUND(1.005, 2)` is 1.01. Comparing and rounding
  look at the first 15 digits, as in Excel, so that `1 / 3 * 3 = 1` is TRUE as well, and 7.000000000000001 is 7.
- What has more than 28 digits before the decimal point is `#NUM!`, and what is smaller than 10^-28 is 0.
- `^` with a fractional exponent is computed in floats and rounded to 15 digits.
- A range where a single value belongs is `#VALUE!`; nothing spills, and no row is picked silently.
- A text that is a number (`\"1,234\"`, `\"50%\"`) is read as Excel reads it; dates, times and currency signs are not.
- `SUMIF` wants both of its ranges to have the same shape.
- `TEXT` knows formats of digits alone (`0.00##`, `#,##0`, `0.0%`); any other is a mistake of the pack. LibreOffice leaves out a point with
  nothing behind it: take a format with a nought there.
- Programs compute in doubles: exactly on the line `ABS(a - b) / b <= 0.05` may be FALSE in Excel. Write `ROUND(ABS(a - b) / b, 8) <= 0.05`;
  `annex template check` gives a hint.
- `<` and `>` order texts by Unicode, Excel by the user's language: Chinese texts by pinyin or strokes. `=` is not touched.
";

/// The whole page, in Markdown.
pub fn markdown() -> String {
    let mut page = HEAD.to_string();
    for function in ALL {
        // Writing to a String cannot fail.
        let _ = write!(page, "{}", section(function));
    }
    page
}

fn section(function: &Function) -> String {
    let Function {
        name,
        zh,
        en,
        example,
        ..
    } = function;
    let signature = function.signature();
    let given = given(example);
    let Example {
        formula, result, ..
    } = example;
    format!("\n## {name}\n\n`{signature}`\n\n{zh}\n\n{en}\n\n`{formula}` → `{result}`{given}\n")
}

fn given(example: &Example) -> String {
    let fields: Vec<String> = example
        .given
        .iter()
        .map(|(name, values)| {
            let shown: Vec<&str> = values
                .iter()
                .map(|value| if value.is_empty() { "(blank)" } else { *value })
                .collect();
            format!("`{name}` = {}", shown.join(", "))
        })
        .collect();
    if fields.is_empty() {
        String::new()
    } else {
        format!(", where {}", fields.join("; "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formula::value::{Grid, Operand, Value};
    use crate::formula::{Name, evaluate, parse_template};

    /// What typing the text into a cell gives.
    fn typed(text: &str) -> Value {
        match text {
            "" => Value::Blank,
            "TRUE" | "FALSE" => Value::Bool(text == "TRUE"),
            _ => text
                .parse()
                .map_or_else(|_| Value::Text(text.to_string()), Value::Number),
        }
    }

    #[test]
    fn every_example_gives_what_the_manual_says() {
        for function in ALL {
            let Example {
                formula,
                given,
                result,
            } = function.example;
            let parsed = parse_template(formula);
            assert_eq!(parsed.mistakes, [], "{formula}");
            let value = evaluate(&parsed.expr.unwrap(), &mut |name: &Name| {
                let (_, values) = given
                    .iter()
                    .find(|(given, _)| *given == name.0)
                    .expect("the example gives its fields");
                let mut values: Vec<Value> = values.iter().map(|text| typed(text)).collect();
                if values.len() == 1 {
                    Operand::One(values.remove(0))
                } else {
                    Operand::Many(Grid::column(values))
                }
            });
            assert_eq!(value.to_string(), result, "{formula}");
        }
    }

    #[test]
    #[ignore = "writes docs/functions.md; run it after a change to the table"]
    fn write_the_page() {
        std::fs::write(
            concat!(env!("CARGO_MANIFEST_DIR"), "/docs/functions.md"),
            markdown(),
        )
        .unwrap();
    }
}
