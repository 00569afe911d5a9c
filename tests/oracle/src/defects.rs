//! What the engine is known to get wrong, and what Excel leaves open.

use annex::formula::functions::Takes;
use annex::formula::{Expr, Kind, Operator, Place, Value, evaluate, number_from_text};
use annex::number::Number;

use crate::cells::Cells;
use crate::engine::Computed;
use crate::shake::is_float;

/// One thing the engine gets wrong.
pub struct Defect {
    /// What it does.
    pub name: &'static str,
    /// What Excel does instead, and how we know.
    pub reason: &'static str,
    /// Whether a difference is explained by it.
    pub explains: fn(&Difference<'_>) -> bool,
}

/// A formula on which annex and the engine differ.
pub struct Difference<'a> {
    /// The formula.
    pub formula: &'a Expr<Place>,
    /// What it was computed on.
    pub cells: &'a Cells,
    /// What annex came to.
    pub ours: &'a Value,
    /// What the engine came to.
    pub theirs: &'a Computed,
}

/// Every known defect of ironcalc 0.9.1.
pub static DEFECTS: &[Defect] = &[
    Defect {
        name: "a criterion on a single cell",
        reason: "SUMIF and COUNTIF of a single cell give #VALUE! there; Excel takes a cell for a range of one",
        explains: |difference| {
            calls(
                difference.formula,
                &["SUMIF", "COUNTIF"],
                |arguments| matches!(&arguments[0].kind, Kind::Ref(Place::Cells { area, .. }) if area.is_cell()),
            )
        },
    },
    Defect {
        name: "a criterion that excludes a text",
        reason: "\"<>text\" passes over numbers, blanks and logical values there; Excel takes all that is not the text",
        explains: |difference| criterion(difference.formula, |text| text.starts_with("<>")),
    },
    Defect {
        name: "AND and OR stop early",
        reason: "there they stop at the first FALSE or TRUE; Excel computes every argument and shows their errors",
        explains: |difference| calls(difference.formula, &["AND", "OR"], |_| true),
    },
    Defect {
        name: "a criterion with <= and a text",
        reason: "\"<=text\" takes what comes after the text there (the comparison is the wrong way round in its util.rs)",
        explains: |difference| criterion(difference.formula, |text| text.starts_with("<=")),
    },
    Defect {
        name: "a criterion that asks for blanks",
        reason: "\"=\" takes empty texts as well there; in Excel only \"\" does, and \"=\" takes blank cells alone",
        explains: |difference| criterion(difference.formula, |text| text == "="),
    },
    Defect {
        name: "IF forgets that its branch is a reference",
        reason: "a text in the cell chosen by IF is an error in SUM there; in Excel IF gives the reference itself, as in \
                 IF(x,A1,B1):C1, and SUM passes over texts in references",
        explains: |difference| {
            takes_many(difference.formula, |argument| {
                chooses_a_reference(argument, "IF")
            })
        },
    },
    Defect {
        name: "not a defect: IFERROR of a cell among many values",
        reason: "Excel does not document whether IFERROR gives the reference itself, which AVERAGE passes over if it is blank, \
                 or the value 0; annex takes it for a value, ironcalc for a reference",
        explains: |difference| {
            takes_many(difference.formula, |argument| {
                chooses_a_reference(argument, "IFERROR")
            })
        },
    },
    Defect {
        name: "not a defect: a criterion and a text with a number in it",
        reason: "a criterion 0.5 meets the text 0.5 on both sides; Excel does not document whether it meets 50% or 1,234",
        explains: |difference| {
            has_written_number(difference)
                && calls(difference.formula, &["COUNTIF", "SUMIF"], |_| true)
        },
    },
    Defect {
        name: "COUNT does not read every number",
        reason: "a text such as 1,234 or 50% or one with spaces counts in Excel when it is no reference, as it does in SUM; not there",
        explains: |difference| {
            let writes = calls(difference.formula, &["TEXT"], |_| true);
            (writes || has_written_number(difference))
                && calls(difference.formula, &["COUNT"], |_| true)
        },
    },
    Defect {
        name: "a number in a text has too many digits",
        reason: "a number becomes a text of up to 17 digits there; Excel writes 15",
        explains: |difference| writes_a_number(difference, |number| !is_float(*number)),
    },
    Defect {
        name: "not a defect: numbers beyond 28 digits",
        reason: "annex documents that they are #NUM!, a float goes on to 10^308",
        explains: |difference| matches!(difference.ours, Value::Error(error) if error.reason.en == "the result has too many digits"),
    },
    Defect {
        name: "TEXT loses the sign of a negative number",
        reason: "TEXT(-1,\"#,##0\") is \"1\" there; Excel writes \"-1\"",
        explains: |difference| {
            let mut found = false;
            difference.formula.walk(&mut |part| {
                if let Kind::Call(function, _) = &part.kind
                    && function.name == "TEXT"
                {
                    let text = evaluate(part, &mut |place| {
                        difference.cells.operand(place, |value| value)
                    });
                    found |= matches!(text, Value::Text(text) if text.starts_with('-'));
                }
            });
            found
        },
    },
    Defect {
        name: "TEXT rounds half to even",
        reason: "TEXT(13.25,\"0.0\") is 13.2 there; Excel rounds half away from nought, in formats as in ROUND",
        explains: |difference| {
            let mut found = false;
            difference.formula.walk(&mut |part| {
                found |= is_text_of_a_tie(part, difference.cells);
            });
            found
        },
    },
    Defect {
        name: "TEXT leaves alone what is no number",
        reason: "TEXT(\"57\",\"000\") is \"57\" there; Excel reads the number and writes \"057\". TEXT(TRUE,\"0\") \
                 is the logical value there, the text \"TRUE\" in Excel",
        explains: |difference| {
            calls(difference.formula, &["TEXT"], |arguments| {
                let value = evaluate(&arguments[0], &mut |place| {
                    difference.cells.operand(place, |value| value)
                });
                match value {
                    Value::Text(text) => number_from_text(&text).is_some(),
                    Value::Bool(_) => true,
                    _ => false,
                }
            })
        },
    },
    Defect {
        name: "a plus sign leaves a reference one",
        reason: "SUM(+A1) passes over a text in A1 there; in Excel the sign makes a value of it, as in EDATE(+A1:A9,1)",
        explains: |difference| {
            takes_many(difference.formula, |argument| {
                matches!(argument.kind, Kind::Plus(_))
            })
        },
    },
    Defect {
        name: "not a defect: which of two errors comes first",
        reason: "Excel does not document whether SUMPRODUCT looks at the shapes of its arguments or at the errors in them \
                 first",
        explains: |difference| {
            let errors = difference
                .cells
                .0
                .iter()
                .any(|value| matches!(value, Value::Error(_)));
            errors && calls(difference.formula, &["SUMPRODUCT"], |_| true)
        },
    },
    Defect {
        name: "an empty branch of IF",
        reason: "IF(x,,y) gives nothing there, which COUNTA and SUM pass over; in Excel it gives 0",
        explains: |difference| {
            calls(difference.formula, &["IF"], |arguments| {
                arguments
                    .iter()
                    .any(|argument| matches!(argument.kind, Kind::Missing))
            })
        },
    },
];

/// Whether a cell holds a text such as `1,234`, `50%` or ` 8 `.
fn has_written_number(difference: &Difference<'_>) -> bool {
    let written =
        |value: &Value| matches!(value, Value::Text(text) if text.contains([',', '%', ' ']));
    difference.cells.0.iter().any(written)
}

/// Whether a formula calls one of the functions with arguments of this kind.
fn calls(formula: &Expr<Place>, names: &[&str], such: impl Fn(&[Expr<Place>]) -> bool) -> bool {
    let mut found = false;
    formula.walk(&mut |part| {
        if let Kind::Call(function, arguments) = &part.kind {
            found |= names.contains(&function.name) && such(arguments);
        }
    });
    found
}

/// Whether a formula has such a criterion, or one that begins with such a text before `&`.
fn criterion(formula: &Expr<Place>, such: fn(&str) -> bool) -> bool {
    calls(
        formula,
        &["SUMIF", "COUNTIF"],
        |arguments| match &arguments[1].kind {
            Kind::Text(text) => such(text),
            Kind::Binary(_, left, _) => matches!(&left.kind, Kind::Text(text) if such(text)),
            _ => false,
        },
    )
}

/// Whether such a number, computed and not typed, is written into a text somewhere in the formula.
fn writes_a_number(difference: &Difference<'_>, such: fn(&Number) -> bool) -> bool {
    let written = |expr: &Expr<Place>| {
        let typed = matches!(expr.kind, Kind::Number(_) | Kind::Ref(_));
        let value = evaluate(expr, &mut |place| {
            difference.cells.operand(place, |value| value)
        });
        !typed && matches!(value, Value::Number(number) if such(&number))
    };
    let mut found = false;
    difference.formula.walk(&mut |part| match &part.kind {
        Kind::Binary(Operator::Concat, left, right) => found |= written(left) || written(right),
        Kind::Call(function, arguments) => {
            let texts = arguments.iter().enumerate().filter(|(at, _)| {
                function
                    .parameter(*at)
                    .is_some_and(|parameter| parameter.takes == Takes::Text)
            });
            found |= texts.map(|(_, argument)| argument).any(written);
        }
        _ => {}
    });
    found
}

/// Whether a function that takes many values has such an argument.
fn takes_many(formula: &Expr<Place>, such: impl Fn(&Expr<Place>) -> bool) -> bool {
    let names = [
        "SUM",
        "MIN",
        "MAX",
        "AVERAGE",
        "COUNT",
        "COUNTA",
        "AND",
        "OR",
        "SUMPRODUCT",
        "ISBLANK",
    ];
    calls(formula, &names, |arguments| arguments.iter().any(&such))
}

/// Whether an argument is an IF (or IFERROR) with a reference in one of its branches.
fn chooses_a_reference(argument: &Expr<Place>, name: &str) -> bool {
    match &argument.kind {
        Kind::Call(function, branches) if ["IF", "IFERROR"].contains(&function.name) => {
            let here = function.name == name
                && branches
                    .iter()
                    .any(|branch| matches!(branch.kind, Kind::Ref(_)));
            here || branches
                .iter()
                .any(|branch| chooses_a_reference(branch, name))
        }
        _ => false,
    }
}

/// Whether a part is TEXT of a number that stands just between two the format can show.
fn is_text_of_a_tie(part: &Expr<Place>, cells: &Cells) -> bool {
    let Kind::Call(function, arguments) = &part.kind else {
        return false;
    };
    let (true, [number, format]) = (function.name == "TEXT", arguments.as_slice()) else {
        return false;
    };
    let beside = |factor: &str| {
        let factor = factor.parse().unwrap_or(Number::ONE);
        let moved = |kind| Expr {
            span: part.span,
            kind,
        };
        let moved_number = moved(Kind::Binary(
            Operator::Multiply,
            Box::new(number.clone()),
            Box::new(moved(Kind::Number(factor))),
        ));
        let call = moved(Kind::Call(function, vec![moved_number, format.clone()]));
        evaluate(&call, &mut |place| cells.operand(place, |value| value))
    };
    beside("1.000000000001") != beside("0.999999999999")
}
