//! When a written number is a value: displayed precision, percentages, signs.

use crate::facts::{Expected, Tolerance, Unit};
use crate::parse::{Number, NumberUnit};

/// Room for the rounding of binary fractions, as a share of the value.
const FLOAT_ROOM: f64 = 1e-9;

/// How a number is read in the unit of a metric: the value and half its last displayed place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct InUnit {
    /// The value.
    pub value: f64,
    /// Half a unit of its last displayed place.
    pub half_ulp: f64,
}

/// The readings of a number in a unit; none if the number cannot be in that unit.
///
/// The first is the plain one.
#[inline]
pub fn in_unit(number: &Number, unit: &Unit) -> impl Iterator<Item = InUnit> {
    let plain = InUnit { value: number.value, half_ulp: number.half_ulp };
    let hundredth = || InUnit { value: number.value / 100.0, half_ulp: number.half_ulp / 100.0 };
    let hundredfold = || InUnit { value: number.value * 100.0, half_ulp: number.half_ulp * 100.0 };
    let (first, second) = match (unit, number.unit) {
        (Unit::Ratio, NumberUnit::Percent) => (Some(hundredth()), None),
        // A column headed "%" shows percentages without the sign.
        (Unit::Ratio, NumberUnit::None) | (Unit::Unknown, NumberUnit::Percent) => {
            (Some(plain), Some(hundredth()))
        }
        (Unit::Percent, NumberUnit::None) => (Some(plain), Some(hundredfold())),
        (Unit::Percent, NumberUnit::Percent | NumberUnit::PercentagePoint)
        | (Unit::Usd, NumberUnit::Usd)
        | (Unit::Unknown, _)
        | (_, NumberUnit::None) => (Some(plain), None),
        _ => (None, None),
    };
    Readings { first, second }
}

/// One or two readings, the plain one first.
///
/// This runs for every pair of a number and a value; a chain of options would take three times as
/// long.
struct Readings {
    first: Option<InUnit>,
    second: Option<InUnit>,
}

impl Iterator for Readings {
    type Item = InUnit;

    #[inline]
    fn next(&mut self) -> Option<InUnit> {
        std::mem::replace(&mut self.first, self.second.take())
    }
}

/// Whether a displayed value is the true one, rounded or truncated to what it shows.
#[inline]
pub fn shows(shown: InUnit, actual: f64) -> bool {
    let room = actual.abs() * FLOAT_ROOM + f64::MIN_POSITIVE;
    let distance = (shown.value - actual).abs();
    if distance <= shown.half_ulp + room {
        return true;
    }
    // Truncated: the true value goes on beyond the digits shown, by less than the last of them.
    (shown.value >= 0.0) == (actual >= 0.0)
        && actual.abs() >= shown.value.abs()
        && distance < 2.0 * shown.half_ulp - room
}

/// Whether a number is a value of a unit, at displayed precision; an approximate one may be off
/// by `approximate` as a share.
#[inline]
pub fn is_value(number: &Number, actual: f64, unit: &Unit, approximate: f64) -> bool {
    in_unit(number, unit).any(|shown| {
        shows(shown, actual)
            || number.approximate && (shown.value - actual).abs() <= actual.abs() * approximate
    })
}

/// Whether a claim is within the tolerance of an expected calculation.
///
/// A fall may be written without its sign where the words say that it is one.
#[inline]
pub fn is_expected(number: &Number, expected: &Expected, falls: bool) -> bool {
    in_unit(number, &expected.unit).any(|shown| {
        let near = |value: f64| {
            let distance = (value - expected.value).abs();
            let room = match expected.tolerance {
                Tolerance::Relative(share) => expected.value.abs() * share,
                Tolerance::Absolute(distance) => distance,
            };
            distance <= room * (1.0 + FLOAT_ROOM) + f64::MIN_POSITIVE
        };
        near(shown.value) || falls && expected.value < 0.0 && near(-shown.value)
    })
}

/// How many digits a number shows from the first that is not 0.
#[inline]
pub fn shown_digits(number: &Number) -> u32 {
    if number.value == 0.0 || number.half_ulp <= 0.0 {
        return 1;
    }
    let places = (number.value / (2.0 * number.half_ulp)).abs() * (1.0 + FLOAT_ROOM);
    let mut digits = 1;
    let mut bound = 10.0;
    while places >= bound && digits < 40 {
        digits += 1;
        bound *= 10.0;
    }
    digits
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::NumberRole;

    fn number(value: f64, half_ulp: f64, unit: NumberUnit) -> Number {
        Number {
            span: crate::parse::Span::default(),
            value,
            half_ulp,
            exact: None,
            unit,
            approximate: false,
            role: NumberRole::Quantity,
        }
    }

    #[test]
    fn shows_what_it_rounds_to() {
        let check = |value, half_ulp, unit, actual, of: &Unit, expect| {
            let it = number(value, half_ulp, unit);
            assert_eq!(is_value(&it, actual, of, 0.01), expect, "{value} {actual}");
        };
        let percent = NumberUnit::Percent;
        let none = NumberUnit::None;
        check(98.68, 0.005, percent, 0.986_830_4, &Unit::Ratio, true);
        check(98.69, 0.005, percent, 0.986_830_4, &Unit::Ratio, false);
        check(0.9868, 0.000_05, percent, 0.986_830_4, &Unit::Ratio, false);
        check(0.9868, 0.000_05, none, 0.986_830_4, &Unit::Ratio, true);
        check(1_187_055.0, 0.5, none, 1_187_055.0, &Unit::Count, true);
        check(1.18e6, 5e3, none, 1_187_055.0, &Unit::Count, true);
        check(1.2e6, 5e4, none, 1_187_055.0, &Unit::Count, true);
        check(1.17e6, 5e3, none, 1_187_055.0, &Unit::Count, false);
        check(5.0, 0.5, percent, 1_187_055.0, &Unit::Count, false);
        check(-5.2, 0.05, percent, -5.21, &Unit::Percent, true);
    }

    #[test]
    fn counts_digits() {
        assert_eq!(shown_digits(&number(1_187_055.0, 0.5, NumberUnit::None)), 7);
        assert_eq!(shown_digits(&number(7.52, 0.005, NumberUnit::None)), 3);
        assert_eq!(shown_digits(&number(0.05, 0.005, NumberUnit::None)), 1);
        assert_eq!(shown_digits(&number(1.2e6, 5e4, NumberUnit::None)), 2);
    }
}
