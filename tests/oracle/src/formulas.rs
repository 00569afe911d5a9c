//! Random formulas, of every function and operator, mostly of sound types.

use proptest::prelude::*;

type Formulas = BoxedStrategy<String>;

/// Formulas of each type, nested so deep.
#[derive(Clone)]
struct Level {
    number: Formulas,
    condition: Formulas,
    text: Formulas,
}

/// A formula.
pub fn formula() -> impl Strategy<Value = String> {
    let mut level = leaves();
    for _ in 0..3 {
        level = above(&level);
    }
    prop_oneof![6 => level.number, 2 => level.condition, 2 => level.text]
}

fn one_of(choices: &'static [&'static str]) -> Formulas {
    prop::sample::select(choices)
        .prop_map(str::to_string)
        .boxed()
}

fn leaves() -> Level {
    let number_cell = one_of(&[
        "A1", "A2", "A3", "A4", "A1", "A2", "A3", "A4", "B1", "B2", "$B$3", "A9",
    ]);
    let literal = prop_oneof![
        3 => (0..20u32).prop_map(|whole| whole.to_string()),
        2 => (0..2000u32).prop_map(|cents| format!("{}.{:02}", cents / 100, cents % 100)),
        1 => one_of(&["0.5", "100", "0.0001", "1000000"]),
    ];
    Level {
        number: prop_oneof![2 => number_cell, 1 => literal].boxed(),
        condition: one_of(&[
            "TRUE",
            "FALSE",
            "A1>A2",
            "B1=B2",
            "A1>=0",
            "B3<>\"\"",
            "ISBLANK(A1)",
        ]),
        text: one_of(&[
            "C1", "C2", "C3", "C4", "B2", "\"abc\"", "\"有\"", "\"\"", "\"a b\"", "\"12\"", "A1",
            "7",
        ]),
    }
}

fn above(below: &Level) -> Level {
    let Level {
        number: n,
        condition: c,
        text: t,
    } = below.clone();
    Level {
        number: numbers(&n, &c, &t),
        condition: conditions(&n, &c, &t),
        text: texts(&n, &c, &t),
    }
}

/// A formula made of parts; `parts` are put in the place of `{}` one after the other.
fn made(pattern: &'static str, parts: &[&Formulas]) -> Formulas {
    let parts: Vec<Formulas> = parts.iter().map(|part| (*part).clone()).collect();
    parts
        .prop_map(move |given| {
            let mut pieces = pattern.split("{}");
            let first = pieces.next().unwrap_or("").to_string();
            pieces
                .zip(given)
                .fold(first, |text, (piece, part)| text + &part + piece)
        })
        .boxed()
}

fn ranges() -> Formulas {
    prop_oneof![20 => one_of(&["A1:A4", "B1:B4", "C1:C4", "A1:B2", "B2:C4", "A1:C4", "A2:A3"]), 1 => one_of(&["A1", "B2"])]
        .boxed()
}

fn numbers(n: &Formulas, c: &Formulas, t: &Formulas) -> Formulas {
    let digits = one_of(&["0", "1", "2", "3", "-1", "-2", "2.7"]);
    let range = ranges();
    let any = prop_oneof![3 => n.clone(), 1 => t.clone(), 1 => c.clone()].boxed();
    // Ranges of one shape, so that they can stand side by side.
    let column = one_of(&["A1:A4", "B1:B4", "C1:C4"]);
    let criterion = criteria(n);
    let many = prop_oneof![3 => range.clone(), 2 => n.clone()].boxed();
    let operator = one_of(&["+", "-", "*", "/", "+", "-"]);
    prop_oneof![
        2 => n.clone(),
        6 => made("({}{}{})", &[n, &operator, n]),
        3 => made("{}{}{}", &[n, &operator, n]),
        1 => made("-{}", &[n]),
        1 => made("{}%", &[n]),
        1 => made("+{}", &[n]),
        2 => made("{}^{}", &[n, &one_of(&["2", "3", "0", "1", "-1", "0.5", "-2"])]),
        2 => made("(-{})^{}", &[n, &one_of(&["2", "3", "0", "-1"])]),
        4 => made("ROUND({},{})", &[n, &digits]),
        2 => made("ROUNDUP({},{})", &[n, &digits]),
        2 => made("ROUNDDOWN({},{})", &[n, &digits]),
        1 => made("INT({})", &[n]),
        1 => made("ABS({})", &[n]),
        2 => made("MOD({},{})", &[n, n]),
        3 => made("SUM({},{})", &[&many, &many]),
        2 => made("SUM({})", &[&range]),
        2 => made("AVERAGE({},{})", &[&many, &many]),
        2 => made("MIN({},{})", &[&many, &many]),
        2 => made("MAX({},{})", &[&many, &many]),
        2 => made("COUNT({},{})", &[&range, &any]),
        2 => made("COUNTA({},{})", &[&range, &any]),
        1 => made("COUNTBLANK({})", &[&range]),
        2 => made("COUNTIF({},{})", &[&range, &criterion]),
        2 => made("SUMIF({},{})", &[&range, &criterion]),
        2 => made("SUMIF({},{},{})", &[&column, &criterion, &column]),
        2 => made("SUMPRODUCT({},{})", &[&column, &column]),
        1 => made("SUMPRODUCT({},{})", &[&range, &range]),
        3 => made("IF({},{},{})", &[c, n, n]),
        1 => made("IF({},{})", &[c, n]),
        1 => made("IF({},,{})", &[c, n]),
        3 => made("IFERROR({},{})", &[n, n]),
        1 => made("LEN({})", &[t]),
        1 => made("VALUE({})", &[t]),
        1 => made("SUM({},{})", &[&any, &any]),
        1 => made("({}+{})", &[&any, n]),
    ]
    .boxed()
}

/// Number formats; not those that end in a bare point, which the engine leaves out.
fn formats() -> Formulas {
    one_of(&[
        "\"0\"",
        "\"000\"",
        "\"0.0\"",
        "\"0.00\"",
        "\"0.00##\"",
        "\"#,##0\"",
        "\"#,##0.00\"",
        "\"0%\"",
        "\"0.00%\"",
        "\"0.0#\"",
    ])
}

fn criteria(n: &Formulas) -> Formulas {
    let operator = one_of(&["\">=\"", "\"<\"", "\"<>\"", "\"=\"", "\">\"", "\"<=\""]);
    prop_oneof![
        2 => n.clone(),
        2 => made("{}&{}", &[&operator, &one_of(&["0", "5", "12.5", "100", "A1", "A2"])]),
        2 => one_of(&["\"abc\"", "\"专项*\"", "\"?b?\"", "\"<>\"", "\"=\"", "\"\"", "\"<>有\"", "\"x~*y\"", "\"*\""]),
        1 => one_of(&["TRUE", "FALSE", "C1", "B2", "\">abc\"", "\"5\"", "\"=abc\"", "\"<=有\"", "\"<>5\"", "A9"]),
    ]
    .boxed()
}

fn conditions(n: &Formulas, c: &Formulas, t: &Formulas) -> Formulas {
    let operator = one_of(&["=", "<>", "<", "<=", ">", ">="]);
    let any = prop_oneof![n.clone(), t.clone(), c.clone()].boxed();
    let range = ranges();
    let many = prop_oneof![3 => c.clone(), 1 => range].boxed();
    prop_oneof![
        2 => c.clone(),
        4 => made("{}{}{}", &[n, &operator, n]),
        2 => made("({}{}{})", &[t, &operator, t]),
        2 => made("({}{}{})", &[&any, &operator, &any]),
        2 => made("AND({},{})", &[&many, c]),
        2 => made("OR({},{})", &[&many, c]),
        1 => made("AND({})", &[&many]),
        1 => made("OR({})", &[&many]),
        1 => made("NOT({})", &[c]),
        1 => made("NOT({})", &[n]),
        1 => made("ISBLANK({})", &[&any]),
        1 => made("ISNUMBER({})", &[&any]),
        1 => made("ISTEXT({})", &[&any]),
        1 => made("ISERROR({})", &[&any]),
        1 => made("EXACT({},{})", &[t, t]),
        1 => made("IF({},{},{})", &[c, c, c]),
    ]
    .boxed()
}

fn texts(n: &Formulas, c: &Formulas, t: &Formulas) -> Formulas {
    let length = one_of(&["0", "1", "2", "3", "99", "1.9", "-1"]);
    let start = one_of(&["1", "2", "5", "0", "2.5"]);
    let any = prop_oneof![n.clone(), t.clone(), t.clone(), c.clone()].boxed();
    prop_oneof![
        2 => t.clone(),
        3 => made("{}&{}", &[t, &any]),
        2 => made("({}&{})", &[&any, t]),
        2 => made("IF({},{},{})", &[c, t, t]),
        1 => made("IF({},{},{})", &[c, t, n]),
        1 => made("IFERROR({},{})", &[&any, t]),
        1 => made("LEFT({},{})", &[t, &length]),
        1 => made("LEFT({})", &[t]),
        1 => made("RIGHT({},{})", &[t, &length]),
        1 => made("MID({},{},{})", &[t, &start, &length]),
        1 => made("TRIM({})", &[t]),
        3 => made("TEXT({},{})", &[n, &formats()]),
        1 => made("TEXT({},{})", &[&any, &formats()]),
        1 => made("SUBSTITUTE({},{},{})", &[t, t, t]),
    ]
    .boxed()
}
