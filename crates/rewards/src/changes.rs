//! The changes in percent that a task knows, sorted by size.

use crate::facts::{TaskFacts, Unit};
use crate::names::{NameKind, Names};
use crate::parse::Number;
use crate::past::Past;
use crate::values::{InUnit, shows};

/// Percentages that the task asks for or gives, and the changes from each earlier day to its own.
#[derive(Clone, Debug, Default)]
pub(crate) struct Changes {
    sorted: Vec<f64>,
}

impl Changes {
    /// Collects the changes.
    pub(crate) fn of(facts: &TaskFacts, names: &Names, past: &Past) -> Self {
        let asked = facts.expected_calculations.values();
        let asked = asked.filter(|it| it.unit == Unit::Percent).map(|it| it.value);
        let is_share = |name: &str| facts.units.get(name) == Some(&Unit::Percent);
        let given = facts.metrics.iter().filter(|it| is_share(it.0)).map(|it| *it.1);
        let metrics = names.all().iter().enumerate();
        let recent = metrics.filter(|it| matches!(it.1.kind, NameKind::Metric)).flat_map(|it| {
            let now = it.1.value.unwrap_or(f64::NAN);
            past.earlier(it.0).map(move |then| (now / then - 1.0) * 100.0)
        });
        let mut sorted: Vec<f64> = asked.chain(given).chain(recent).collect();
        sorted.retain(|it| !it.is_nan() && *it != 0.0);
        sorted.sort_by(|one, other| one.abs().total_cmp(&other.abs()));
        Self { sorted }
    }

    /// Those that a number shows, whatever their direction.
    pub(crate) fn shown_by(&self, number: &Number) -> impl Iterator<Item = f64> {
        /// Room beyond that of [`shows`], so that it decides alone.
        const ROOM: f64 = 1e-8;
        let size = number.value.abs();
        let least = (size - number.half_ulp) * (1.0 - ROOM) - 2.0 * f64::MIN_POSITIVE;
        let greatest = (size + 2.0 * number.half_ulp) * (1.0 + ROOM) + 2.0 * f64::MIN_POSITIVE;
        let first = self.sorted.partition_point(|it| it.abs() < least);
        // A change from nothing is of every size.
        let boundless = self.sorted.iter().rev().take_while(|it| it.is_infinite());
        let near = self.sorted[first..].iter().take_while(move |it| it.abs() <= greatest);
        near.chain(boundless).copied().filter(|it| is_of_size(number, *it))
    }
}

/// Whether a number shows the size of a change.
pub(crate) fn is_of_size(number: &Number, change: f64) -> bool {
    let size = InUnit { value: number.value.abs(), half_ulp: number.half_ulp };
    change != 0.0 && shows(size, change.abs())
}
