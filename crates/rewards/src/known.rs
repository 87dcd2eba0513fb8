//! Every value that a task knows, sorted, so that a number of the answer is found at once.

use crate::facts::{TaskFacts, Unit};
use crate::parse::Number;

/// The values of a task: metrics, history and expected calculations, without their signs.
#[derive(Clone, Debug, Default)]
pub struct KnownValues {
    sorted: Vec<f64>,
}

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
        Self { sorted }
    }

    /// Whether a number shows one of the values, whatever its unit and sign.
    pub fn has(&self, number: &Number) -> bool {
        let value = number.value.abs();
        let room = (2.0 * number.half_ulp).max(value * 1e-9);
        let first = self.sorted.partition_point(|it| *it < value - room);
        self.sorted.get(first).is_some_and(|it| *it <= value + room)
    }

    /// Whether one of the values is as near as this to a value without a sign.
    pub fn has_within(&self, value: f64, room: f64) -> bool {
        let first = self.sorted.partition_point(|it| *it < value - room);
        self.sorted.get(first).is_some_and(|it| *it <= value + room)
    }

    /// Whether one of the values is within a share of a number.
    pub fn is_near(&self, value: f64, share: f64) -> bool {
        let value = value.abs();
        let first = self.sorted.partition_point(|it| *it < value * (1.0 - share));
        self.sorted.get(first).is_some_and(|it| *it <= value * (1.0 + share))
    }

    /// Whether there are no values.
    pub fn is_empty(&self) -> bool {
        self.sorted.is_empty()
    }
}
