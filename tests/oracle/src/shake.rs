//! Recognises the formulas on whose value a float has no say.
//!
//! A float cannot hold most decimals, so a float engine computes with numbers a little off: harmless, unless the formula jumps
//! there (a tie of ROUND, a comparison of equals) or blows the error up (a difference of nearly equal numbers). To find out,
//! the formula is computed again with every number a float cannot hold, given or computed, shaken a little at random. If
//! that changes the result more than it should, the case is delicate and says nothing about either engine.

use annex::formula::{Expr, Kind, Operand, Operator, Place, Span, Value, evaluate, functions};
use annex::number::Number;

use crate::cells::Cells;

/// How much a number is shaken: ten times the error a float makes in one step, and less than the fifteenth digit, so that even
/// a jump of that size stands out.
const SHAKE: &str = "0.000000000000001";
/// How often; a jump escapes with a chance of two in 2^16.
const TIMES: u64 = 16;
/// How much larger than the shake the change of a sound result may be.
const AMPLIFIED: f64 = 8.0;

/// Whether the value of a formula hangs on digits a float does not have.
pub fn is_delicate(formula: &Expr<Place>, cells: &Cells) -> bool {
    let calm = compute(formula, cells, None);
    (0..TIMES).any(|seed| !alike(&calm, &compute(formula, cells, Some(seed))))
}

fn alike(calm: &Value, shaken: &Value) -> bool {
    match (calm, shaken) {
        (Value::Number(calm), Value::Number(shaken)) => {
            let (calm, shaken) = (calm.to_f64(), shaken.to_f64());
            (calm - shaken).abs() <= calm.abs() * SHAKE.parse::<f64>().unwrap_or(0.0) * AMPLIFIED
        }
        (Value::Error(calm), Value::Error(shaken)) => calm.kind == shaken.kind,
        _ => calm == shaken,
    }
}

/// Computes a formula, shaken at random if there is a seed.
fn compute(formula: &Expr<Place>, cells: &Cells, seed: Option<u64>) -> Value {
    let shaken = shaken(formula, cells, seed, false);
    evaluate(&shaken, &mut |leaf| leaf.operand(cells, seed))
}

/// A reference, shaken or as it is.
struct Leaf {
    place: Place,
    still: bool,
}

impl Leaf {
    fn operand(&self, cells: &Cells, seed: Option<u64>) -> Operand {
        let still = self.still;
        cells.operand(&self.place, |value| match value {
            Value::Number(number) if !still => Value::Number(shake(number, seed)),
            other => other,
        })
    }
}

/// The formula with each number that it computes and no float can hold multiplied by nearly one.
///
/// `still` says that what stands here is taken as it is written: engines read the same float from the same digits, so that
/// comparing it and writing it into a text is safe.
fn shaken(expr: &Expr<Place>, cells: &Cells, seed: Option<u64>, still: bool) -> Expr<Leaf> {
    let below = |inner: &Expr<Place>, still: bool| Box::new(shaken(inner, cells, seed, still));
    let kind = match &expr.kind {
        Kind::Missing => Kind::Missing,
        Kind::Number(number) => Kind::Number(if still { *number } else { shake(*number, seed) }),
        Kind::Text(text) => Kind::Text(text.clone()),
        Kind::Bool(truth) => Kind::Bool(*truth),
        Kind::Error(error) => Kind::Error(*error),
        Kind::Ref(place) => Kind::Ref(Leaf {
            place: place.clone(),
            still,
        }),
        Kind::Neg(inner) => Kind::Neg(below(inner, still)),
        Kind::Plus(inner) => Kind::Plus(below(inner, still)),
        Kind::Percent(inner) => Kind::Percent(below(inner, false)),
        Kind::Binary(operator, left, right) => {
            let still = operator.is_comparison() || *operator == Operator::Concat;
            Kind::Binary(*operator, below(left, still), below(right, still))
        }
        Kind::Call(function, arguments) => {
            let arguments = arguments.iter().enumerate().map(|(at, argument)| {
                let takes = function.parameter(at).map(|parameter| parameter.takes);
                // TEXT rounds: a tie such as 11.45 in one decimal jumps.
                let rounds = function.name == "TEXT" && at == 0;
                let still = !rounds
                    && (matches!(
                        takes,
                        Some(
                            functions::Takes::Range
                                | functions::Takes::Text
                                | functions::Takes::Values
                        )
                    ) || (function.name.ends_with("IF") && at == 1));
                shaken(argument, cells, seed, still)
            });
            Kind::Call(function, arguments.collect())
        }
    };
    let tree = Expr {
        span: expr.span,
        kind,
    };
    let computes = matches!(
        tree.kind,
        Kind::Percent(_) | Kind::Binary(..) | Kind::Call(..)
    );
    if !computes {
        return tree;
    }
    let value = evaluate(&tree, &mut |leaf| leaf.operand(cells, seed));
    match (
        value,
        factor_of(
            &evaluate(expr, &mut |place| cells.operand(place, |value| value)),
            seed,
        ),
    ) {
        (Value::Number(_), Some(factor)) => {
            let part = |kind| {
                Box::new(Expr {
                    span: Span::default(),
                    kind,
                })
            };
            let kind = Kind::Binary(
                Operator::Multiply,
                Box::new(tree),
                part(Kind::Number(factor)),
            );
            Expr {
                span: expr.span,
                kind,
            }
        }
        _ => tree,
    }
}

fn factor_of(value: &Value, seed: Option<u64>) -> Option<Number> {
    match value {
        Value::Number(number) if !number.is_zero() => {
            Some(factor(*number, seed)).filter(|factor| *factor != Number::ONE)
        }
        _ => None,
    }
}

fn shake(number: Number, seed: Option<u64>) -> Number {
    number.mul(factor(number, seed)).unwrap_or(number)
}

/// Nearly one, above or below it; one for a number that a float holds. The same number is always shaken the same way.
fn factor(number: Number, seed: Option<u64>) -> Number {
    let Some(seed) = seed.filter(|_| !is_float(number)) else {
        return Number::ONE;
    };
    let hash =
        number
            .to_string()
            .bytes()
            .fold(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15), |hash, byte| {
                (hash ^ u64::from(byte))
                    .wrapping_mul(0x0100_0000_01b3)
                    .rotate_left(17)
            });
    let size: Option<Number> = SHAKE.parse().ok();
    let size = size.unwrap_or(Number::ZERO);
    let signed = if hash.count_ones() % 2 == 0 {
        size
    } else {
        size.neg()
    };
    Number::ONE.add(signed).unwrap_or(Number::ONE)
}

/// Whether a float holds the number exactly: its decimals are those of a fraction of two, and its digits fit.
pub fn is_float(number: Number) -> bool {
    let text = number.abs().to_string();
    let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
    let Ok(mut mantissa) = format!("{whole}{decimals}").parse::<u128>() else {
        return false;
    };
    for _ in decimals.bytes() {
        if !mantissa.is_multiple_of(5) {
            return false;
        }
        mantissa /= 5;
    }
    mantissa < 1 << 53
}
