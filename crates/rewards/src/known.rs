//! Every value that a task knows, sorted, so that a number of the answer is found at once.

use crate::facts::{TaskFacts, Unit};
use crate::parse::Number;

/// The values of a task: metrics, history and expected calculations, without their signs.
#[derive(Clone, Debug, Default)]
pub struct KnownValues {
    sorted: Vec<f64>,
    /// For each exponent of a binary fraction, from that of the least value on, the first value that
    /// has it or a greater one: half of a search is done by looking here.
    exponents: Vec<u32>,
}

/// The bits of a binary fraction below its exponent.
const MANTISSA: u32 = 52;

impl KnownValues {
    /// Collects the values.
    pub fn of(facts: &TaskFacts) -> Self {
        let columns = facts.history.first().map_or(0, |it| it.values.len());
        let mut sorted =
            Vec::with_capacity(facts.metrics.len() * 2 + facts.history.len() * columns * 2 + 16);
        let mut add = |value: f64, unit: Option<&Unit>| {
            if value.is_finite() && value != 0.0 {
                sorted.push(value.abs());
                if unit == Some(&Unit::Ratio) {
                    sorted.push(value.abs() * 100.0);
                }
            }
        };
        for (name, value) in &facts.metrics {
            add(*value, facts.units.get(name));
        }
        // Rows have the same columns as a rule, so that a unit is looked up once.
        let mut units: Vec<(&str, Option<&Unit>)> = Vec::with_capacity(columns);
        for row in &facts.history {
            for (place, (name, value)) in row.values.iter().enumerate() {
                let unit = match units.get(place) {
                    Some((known, unit)) if known == name => *unit,
                    _ => {
                        let unit = facts.units.get(name);
                        if place == units.len() {
                            units.push((name, unit));
                        }
                        unit
                    }
                };
                add(*value, unit);
            }
        }
        for expected in facts.expected_calculations.values() {
            add(expected.value, Some(&expected.unit));
        }
        sorted.sort_by(f64::total_cmp);
        let mut exponents = Vec::new();
        if let (Some(least), Some(greatest)) = (sorted.first(), sorted.last()) {
            exponents.reserve(exponent_of(*greatest) + 2 - exponent_of(*least));
            for (at, value) in sorted.iter().enumerate() {
                while exponents.len() + exponent_of(*least) <= exponent_of(*value) {
                    exponents.push(at as u32);
                }
            }
            exponents.push(sorted.len() as u32);
        }
        Self { sorted, exponents }
    }

    /// Whether a number shows one of the values, whatever its unit and sign.
    pub fn has(&self, number: &Number) -> bool {
        let value = number.value.abs();
        let room = (2.0 * number.half_ulp).max(value * 1e-9);
        self.has_within(value, room)
    }

    /// The first of the values that is not less than another.
    fn first_from(&self, least: f64) -> usize {
        let Some(lowest) = self.sorted.first() else { return 0 };
        if least <= *lowest {
            return 0;
        }
        let place = exponent_of(least).saturating_sub(exponent_of(*lowest));
        let Some([start, end]) = self.exponents.get(place..place + 2) else {
            return self.sorted.len();
        };
        let alike = &self.sorted[*start as usize..*end as usize];
        *start as usize + alike.partition_point(|it| *it < least)
    }

    /// Whether one of the values is as near as this to a value without a sign.
    pub fn has_within(&self, value: f64, room: f64) -> bool {
        let first = self.first_from(value - room);
        self.sorted.get(first).is_some_and(|it| *it <= value + room)
    }

    /// Whether one of the values is within a share of a number.
    pub fn is_near(&self, value: f64, share: f64) -> bool {
        let value = value.abs();
        let first = self.first_from(value * (1.0 - share));
        self.sorted.get(first).is_some_and(|it| *it <= value * (1.0 + share))
    }

    /// Whether there are no values.
    pub fn is_empty(&self) -> bool {
        self.sorted.is_empty()
    }
}

/// The exponent of a value that is not negative.
fn exponent_of(value: f64) -> usize {
    (value.to_bits() >> MANTISSA) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_a_search_finds() {
        let mut facts = TaskFacts::default();
        for (place, value) in [0.9868, 1.5, 1.75, 3.0, 385_930.0, 1e300].into_iter().enumerate() {
            facts.metrics.insert(place.to_string(), value);
        }
        let known = KnownValues::of(&facts);
        let around = known.sorted.iter().flat_map(|it| [it * 0.4, it * 0.999, *it, it * 1.001]);
        for least in around.chain([-1.0, 0.0, f64::MAX, f64::INFINITY]) {
            let expect = known.sorted.partition_point(|it| *it < least);
            assert_eq!(known.first_from(least), expect, "{least}");
        }
        assert!(!KnownValues::default().is_near(1.0, 0.5));
    }
}
