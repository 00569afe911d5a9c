//! Arithmetic with guard digits: what a quotient of 28 digits needs so that `1/3*3 = 1` is TRUE.
//!
//! Sums, differences and products of amounts are exact. A quotient such as 1/3 is not: its 28th digit is rounded. The last
//! digits are therefore guard digits, carried along but never looked at when numbers are compared or rounded. Fifteen digits
//! are looked at, as in Excel: a number that comes from a workbook has no more.

use crate::formula::value::ErrorKind;
use crate::formula::value::ErrorValue;
use crate::number::Number;

/// How many decimals comparing and rounding look at.
const SETTLED_DECIMALS: i32 = 20;
/// A sum smaller than its operands by this factor holds nothing but their guard digits.
const CANCELLED: &str = "1e-24";

/// The number without its guard digits, as it is compared and rounded.
pub(super) fn settle(number: Number) -> Number {
    let settled = number.settled();
    settled.round(SETTLED_DECIMALS).unwrap_or(settled)
}

pub(super) fn add(a: Number, b: Number) -> Result<Number, ErrorValue> {
    let sum = a.add(b).ok_or_else(ErrorValue::too_large)?;
    let larger = a.abs().max(b.abs());
    let nothing = CANCELLED.parse().ok().and_then(|factor| larger.mul(factor));
    Ok(if nothing.is_some_and(|nothing| sum.abs() < nothing) {
        Number::ZERO
    } else {
        sum
    })
}

pub(super) fn subtract(a: Number, b: Number) -> Result<Number, ErrorValue> {
    add(a, b.neg())
}

pub(super) fn multiply(a: Number, b: Number) -> Result<Number, ErrorValue> {
    a.mul(b).ok_or_else(ErrorValue::too_large)
}

pub(super) fn divide(a: Number, b: Number) -> Result<Number, ErrorValue> {
    if b.is_zero() {
        return Err(ErrorValue::division_by_zero());
    }
    a.div(b).ok_or_else(ErrorValue::too_large)
}

/// The largest whole number that is not above this one.
pub(super) fn floor(number: Number) -> Result<Number, ErrorValue> {
    let settled = settle(number);
    let whole = settled.round_down(0).ok_or_else(ErrorValue::too_large)?;
    if whole > settled {
        subtract(whole, Number::ONE)
    } else {
        Ok(whole)
    }
}

/// `base ^ exponent`: exact for whole exponents as far as 28 digits go, through floats for others.
pub(super) fn power(base: Number, exponent: Number) -> Result<Number, ErrorValue> {
    if base.is_zero() {
        return if exponent.is_zero() {
            Err(ErrorValue::new(
                ErrorKind::Num,
                "0 的 0 次方没有定义",
                "0 to the power of 0 has no value",
            ))
        } else if exponent.is_negative() {
            Err(ErrorValue::division_by_zero())
        } else {
            Ok(Number::ZERO)
        };
    }
    let Some(whole) = exponent.to_i64() else {
        return fractional_power(base, exponent);
    };
    let raised = whole_power(base, whole.unsigned_abs());
    if whole >= 0 {
        return raised.ok_or_else(ErrorValue::too_large);
    }
    match raised {
        Some(divisor) => divide(Number::ONE, divisor).map_err(|_| ErrorValue::too_large()),
        // One part in more than 10^28 is nought.
        None => Ok(Number::ZERO),
    }
}

/// By squaring, so that a hostile exponent costs 64 multiplications at most.
fn whole_power(base: Number, exponent: u64) -> Option<Number> {
    let mut result = Number::ONE;
    let mut square = base;
    let mut left = exponent;
    while left > 0 {
        if left & 1 == 1 {
            result = result.mul(square)?;
        }
        left >>= 1;
        if left > 0 {
            square = square.mul(square)?;
        }
    }
    Some(result)
}

/// The one computation that leaves exact decimals: roots have no end, so 15 digits of a float are as good as any.
fn fractional_power(base: Number, exponent: Number) -> Result<Number, ErrorValue> {
    if base.is_negative() {
        return Err(ErrorValue::new(
            ErrorKind::Num,
            "负数不能开方",
            "a root of a negative number",
        ));
    }
    Number::from_f64(base.to_f64().powf(exponent.to_f64())).ok_or_else(ErrorValue::too_large)
}
