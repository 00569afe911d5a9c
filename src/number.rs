//! The one exact number type, and the one place where a float becomes a decimal or a decimal a float.

use std::fmt;
use std::str::FromStr;

use rust_decimal::{Decimal, RoundingStrategy};

/// An exact decimal of at most 28 digits.
///
/// Only checked arithmetic is offered: what does not fit gives `None`, never a wrong figure. Every rounding is half away
/// from zero, as Excel's `ROUND` does it: `2.5` becomes `3` and `-2.5` becomes `-3`.
///
/// ```
/// use annex::number::Number;
/// let total: Number = "164.96".parse().unwrap();
/// let budget: Number = "191.44".parse().unwrap();
/// let rate = total.div(budget).unwrap().round(4).unwrap();
/// assert_eq!(rate.to_string(), "0.8617");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Number(Decimal);

/// How many significant digits of a number count once it is shown, compared or rounded.
const SETTLED_DIGITS: u32 = 15;
/// How many of them stand behind the point of scientific notation.
const SETTLED_DECIMALS: usize = 14;
/// The first mantissa that has more.
const SETTLED_MANTISSA: u128 = 10_u128.pow(SETTLED_DIGITS);

/// The text is not a plain decimal number, or has more digits than a [`Number`] holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a decimal number of at most 28 digits")]
pub struct NotANumber;

// The operators of std cannot say that a result does not fit, so these methods carry their names without being them.
#[allow(clippy::should_implement_trait)]
impl Number {
    /// Nought.
    pub const ZERO: Number = Number(Decimal::ZERO);
    /// One.
    pub const ONE: Number = Number(Decimal::ONE);
    /// A hundred.
    pub const HUNDRED: Number = Number(Decimal::ONE_HUNDRED);

    /// Takes a float as a workbook stores it: at the 15 significant digits a spreadsheet shows, see [`Number::settled`].
    ///
    /// Excel writes 2.5595 as `2.5594999999999999` and `0.07*100` as `7.000000000000001`: 2.5595 and 7 are meant. `None`
    /// for NaN, infinities and what is too large.
    pub fn from_f64(float: f64) -> Option<Number> {
        if !float.is_finite() {
            return None;
        }
        // Rounded from the float itself, not from its shortest text, which is rounded already. The float of 15 digits has
        // them for its shortest text.
        let float: f64 = format!("{float:.SETTLED_DECIMALS$e}").parse().ok()?;
        format!("{float}").parse().ok()
    }

    /// The number at 15 significant digits, rounded half away from zero: all that a float is sure of, and what
    /// spreadsheets show, compare and round.
    ///
    /// ```
    /// use annex::number::Number;
    /// let pasted: Number = "598.3199999999999".parse().unwrap();
    /// assert_eq!(pasted.settled().to_string(), "598.32");
    /// ```
    #[must_use]
    pub fn settled(self) -> Number {
        if self.0.mantissa().unsigned_abs() < SETTLED_MANTISSA {
            return self;
        }
        self.round_significant(SETTLED_DIGITS).unwrap_or(self)
    }

    /// Gives the nearest float, for writing to a workbook.
    pub fn to_f64(self) -> f64 {
        self.0.to_string().parse().unwrap_or(f64::NAN)
    }

    /// The sum, or `None` when it has too many digits.
    #[must_use]
    pub fn add(self, other: Number) -> Option<Number> {
        self.0.checked_add(other.0).map(Number)
    }

    /// The difference, or `None` when it has too many digits.
    #[must_use]
    pub fn sub(self, other: Number) -> Option<Number> {
        self.0.checked_sub(other.0).map(Number)
    }

    /// What is between two figures as they are shown, each at 15 digits; `None` when it has too many digits.
    ///
    /// So 0.3333 and a third differ by 0.000033333333333, and 0.333333333333333 and a third by nothing.
    #[must_use]
    pub fn difference(self, other: Number) -> Option<Number> {
        self.settled().sub(other.settled())
    }

    /// The product, or `None` when it has too many digits.
    #[must_use]
    pub fn mul(self, other: Number) -> Option<Number> {
        self.0.checked_mul(other.0).map(Number)
    }

    /// The quotient to 28 digits, or `None` when `other` is nought or the quotient too large.
    #[must_use]
    pub fn div(self, other: Number) -> Option<Number> {
        self.0.checked_div(other.0).map(Number)
    }

    /// Rounds half away from zero to `places` decimals; negative places round before the decimal point, as in Excel.
    ///
    /// `None` when the result does not fit.
    #[must_use]
    pub fn round(self, places: i32) -> Option<Number> {
        self.round_by(places, RoundingStrategy::MidpointAwayFromZero)
    }

    /// Rounds away from zero (Excel's `ROUNDUP`).
    #[must_use]
    pub fn round_up(self, places: i32) -> Option<Number> {
        self.round_by(places, RoundingStrategy::AwayFromZero)
    }

    /// Rounds towards zero (Excel's `ROUNDDOWN`).
    #[must_use]
    pub fn round_down(self, places: i32) -> Option<Number> {
        self.round_by(places, RoundingStrategy::ToZero)
    }

    fn round_by(self, places: i32, strategy: RoundingStrategy) -> Option<Number> {
        if places >= 0 {
            let places = u32::try_from(places).ok()?.min(Decimal::MAX_SCALE);
            return Some(Number(self.0.round_dp_with_strategy(places, strategy)));
        }
        let shift = places.unsigned_abs();
        if shift > Decimal::MAX_SCALE {
            // Everything a Number can hold lies below half of 10^29, except when rounding away from zero.
            return match strategy {
                RoundingStrategy::AwayFromZero if !self.0.is_zero() => None,
                _ => Some(Number::ZERO),
            };
        }
        let unit = Decimal::from_i128_with_scale(10_i128.pow(shift), 0);
        let shifted = self.0.checked_div(unit)?;
        // The division may itself have rounded; a remainder tells whether it did, so the digit decides exactly.
        let whole = shifted.trunc();
        let rest = self.0.checked_sub(whole.checked_mul(unit)?)?;
        let away = match strategy {
            RoundingStrategy::ToZero => false,
            RoundingStrategy::AwayFromZero => !rest.is_zero(),
            _ => rest.abs().checked_mul(Decimal::TWO)? >= unit,
        };
        let step = if self.0.is_sign_negative() {
            -Decimal::ONE
        } else {
            Decimal::ONE
        };
        let whole = if away {
            whole.checked_add(step)?
        } else {
            whole
        };
        whole.checked_mul(unit).map(Number)
    }

    /// Rounds half away from zero to so many significant digits.
    ///
    /// `None` when the result does not fit.
    #[must_use]
    pub fn round_significant(self, digits: u32) -> Option<Number> {
        self.0
            .round_sf_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero)
            .map(Number)
    }

    /// The number without its sign.
    #[must_use]
    pub fn abs(self) -> Number {
        Number(self.0.abs())
    }

    /// The number with the other sign.
    #[must_use]
    pub fn neg(self) -> Number {
        Number(-self.0)
    }

    /// A ratio as a percentage of at most four decimals: 0.8617 is `86.17%`.
    pub fn percent(self) -> String {
        let hundredfold = self
            .mul(Number::HUNDRED)
            .and_then(|percent| percent.round(4));
        hundredfold.map_or_else(|| self.to_string(), |percent| format!("{percent}%"))
    }

    /// A ratio as a percentage with all its decimals: 0.992 is `99.2%`.
    pub fn all_of_percent(self) -> String {
        match self.mul(Number::HUNDRED) {
            Some(hundredfold) => format!("{hundredfold}%"),
            None => self.to_string(),
        }
    }

    /// How many decimals it has; trailing zeros are none.
    pub fn decimals(self) -> u32 {
        self.0.normalize().scale()
    }

    /// Whether this is what `exact` comes to at so many decimals; just between two of them it may be either.
    pub fn rounds(self, exact: Number, decimals: u32) -> bool {
        let gap = self.0.checked_sub(exact.0).map(|gap| gap.abs());
        let most = Decimal::from_parts(5, 0, 0, false, (decimals + 1).min(Decimal::MAX_SCALE));
        gap.is_some_and(|gap| gap <= most)
    }

    /// Whether this is nought.
    pub fn is_zero(self) -> bool {
        self.0.is_zero()
    }

    /// Whether this is below nought.
    pub fn is_negative(self) -> bool {
        self.0.is_sign_negative() && !self.0.is_zero()
    }

    /// Whether this has no decimals.
    pub fn is_integer(self) -> bool {
        self.0.is_integer()
    }

    /// The whole number as `i64`, or `None` when there are decimals or it does not fit.
    pub fn to_i64(self) -> Option<i64> {
        if !self.0.is_integer() {
            return None;
        }
        i64::try_from(self.0.trunc()).ok()
    }
}

impl From<i64> for Number {
    fn from(whole: i64) -> Number {
        Number(Decimal::from(whole))
    }
}

impl FromStr for Number {
    type Err = NotANumber;

    /// Reads a plain decimal (`-12.50`) or one in scientific notation (`1e-7`); trailing zeros carry no meaning.
    fn from_str(text: &str) -> Result<Number, NotANumber> {
        let decimal = if text.contains(['e', 'E']) {
            Decimal::from_scientific(text)
        } else {
            Decimal::from_str_exact(text).or_else(|_| Decimal::from_str(text))
        };
        decimal
            .map(|d| Number(d.normalize()))
            .map_err(|_| NotANumber)
    }
}

impl fmt::Display for Number {
    /// Writes the shortest plain decimal of at most 15 significant digits; a precision (`{:.2}`) rounds half away from
    /// zero to that many decimals.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = self.settled();
        let text = match f.precision() {
            None => shown.0.normalize().to_string(),
            Some(places) => {
                let places = u32::try_from(places)
                    .unwrap_or(Decimal::MAX_SCALE)
                    .min(Decimal::MAX_SCALE);
                let mut rounded = shown
                    .0
                    .round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero);
                rounded.rescale(places);
                rounded.to_string()
            }
        };
        f.pad_integral(!self.is_negative(), "", text.trim_start_matches('-'))
    }
}

impl serde::Serialize for Number {
    /// A decimal string, never a float; for programs alone the number with all its digits.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match serializer.is_human_readable() {
            true => serializer.collect_str(self),
            false => self.0.serialize().serialize(serializer),
        }
    }
}

impl<'de> serde::Deserialize<'de> for Number {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Number, D::Error> {
        if !deserializer.is_human_readable() {
            let bytes = <[u8; 16]>::deserialize(deserializer)?;
            return Ok(Number(Decimal::deserialize(bytes)));
        }
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn n(text: &str) -> Number {
        text.parse().unwrap()
    }

    #[test]
    fn rounding_is_half_away_from_zero_on_both_sides_of_the_point() {
        for (value, places, expected) in [
            ("2.5", 0, "3"),
            ("-2.5", 0, "-3"),
            ("8.617", 2, "8.62"),
            ("1.005", 2, "1.01"),
            ("14.05", 1, "14.1"),
            ("150", -2, "200"),
            ("-150", -2, "-200"),
            ("149.99", -2, "100"),
            ("5", -40, "0"),
        ] {
            assert_eq!(
                n(value).round(places).unwrap().to_string(),
                expected,
                "ROUND({value},{places})"
            );
        }
        assert_eq!(n("101").round_up(-2).unwrap().to_string(), "200");
        assert_eq!(n("-0.001").round_up(2).unwrap().to_string(), "-0.01");
        assert_eq!(n("199").round_down(-2).unwrap().to_string(), "100");
    }

    #[test]
    #[allow(clippy::excessive_precision)]
    fn floats_come_in_at_fifteen_digits() {
        for (float, expected) in [
            (2.5594999999999999, "2.5595"),
            (0.07 * 100.0, "7"),
            (598.3199999999999, "598.32"),
            (-0.1 - 0.2, "-0.3"),
            (123456.789012345, "123456.789012345"),
            // Digits 16 and 17 are noise, of a number that fills them as well.
            (99999999999999.98, "100000000000000"),
            (430623199001011234.0, "430623199001011000"),
            (1e-7, "0.0000001"),
            (0.0, "0"),
        ] {
            assert_eq!(
                Number::from_f64(float).map(|n| n.to_string()).as_deref(),
                Some(expected)
            );
        }
        assert_eq!(Number::from_f64(f64::NAN), None);
        assert_eq!(Number::from_f64(1e300), None);
    }

    #[test]
    fn what_is_shown_or_between_two_figures_has_fifteen_digits() {
        let third = Number::ONE.div(n("3")).unwrap();
        assert_eq!(third.to_string(), "0.333333333333333");
        assert_eq!(format!("{third:.2}"), "0.33");
        assert_eq!(n("12345678901234567.89").to_string(), "12345678901234600");
        let between = |a: &str, b: Number| n(a).difference(b).unwrap().to_string();
        assert_eq!(between("0.333333333333333", third), "0");
        assert_eq!(between("0.3333", third), "-0.000033333333333");
    }

    fn significant(text: &str) -> usize {
        let digits = text.replace(['-', '.'], "");
        digits.trim_start_matches('0').trim_end_matches('0').len()
    }

    proptest::proptest! {
        /// Whatever the last bits of a float are, the decimal somebody meant is read.
        #[test]
        fn noise_in_the_last_bits_of_a_float_is_not_read(
            digits in 1_i64..1_000_000_000_000_000, places in 0_u32..12, ulps in -2_i64..=2, minus: bool,
        ) {
            let meant = n(&format!("{}{digits}e-{places}", if minus { "-" } else { "" }));
            let bits = meant.to_f64().to_bits().cast_signed() + ulps;
            let noisy = f64::from_bits(bits.cast_unsigned());
            // Of the largest numbers of 15 digits just above a power of two, two bits can be a digit.
            let beside = (noisy - meant.to_f64()).abs() / meant.to_f64().abs();
            proptest::prop_assume!(significant(&meant.to_string()) < 15 || beside < 3.5e-16);
            proptest::prop_assert_eq!(Number::from_f64(noisy), Some(meant));
        }

        /// Nothing shown has more than 15 digits, whatever was computed.
        #[test]
        fn no_number_shows_more_than_fifteen_digits(a: i64, b: i64, places in 0_u32..20) {
            let a = n(&format!("{a}e-{places}"));
            for number in [Some(a), a.div(Number::from(b)), a.mul(Number::from(b)), a.difference(Number::from(b))] {
                let shown = number.map_or_else(String::new, |number| number.to_string());
                proptest::prop_assert!(significant(&shown) <= 15, "{}", shown);
            }
        }
    }

    #[test]
    fn display_has_no_trailing_zeros_and_no_negative_nought() {
        assert_eq!(n("-0.00").to_string(), "0");
        assert_eq!(n("12.50").to_string(), "12.5");
        assert_eq!(format!("{:.2}", n("12.345")), "12.35");
        assert_eq!(format!("{:>8.1}", n("-2.25")), "    -2.3");
    }
}
