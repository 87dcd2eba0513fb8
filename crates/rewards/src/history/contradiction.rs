//! A figure right beside its day that is another.

use super::line::{Kind, Line, Match};
use crate::facts::Unit;
use crate::figures::Figure;
use crate::lexicon::Classes;
use crate::parse::{Number, NumberUnit};
use crate::values::{InUnit, in_unit, is_value, shows};

impl Line<'_> {
    /// A figure right beside its day that is not the metric's, and nothing else that is known.
    pub(super) fn contradiction(&self, number: &Number, figure: Figure) -> Option<Match> {
        let context = self.context;
        let facts = context.facts;
        if !self.sure || self.metrics.len() != 1 || figure.digits < 3 {
            return None;
        }
        let anchor = self.beside(number)?;
        let day = anchor.day()?;
        let name = self.metrics[0];
        let metric = context.names.get(name);
        let actual = context.past.value_of(name, day)?;
        let classes = self.classes;
        if classes.any(
            Classes::MEAN
                | Classes::CONDITION
                | Classes::SPREAD
                | Classes::EXTREME
                | Classes::PROJECTION,
        ) {
            return None;
        }
        // Changes are left to the arithmetic: only plain values of the unit are contradicted.
        let shown = in_unit(number, &metric.unit).next()?;
        if number.unit != NumberUnit::None && metric.unit != Unit::Usd && metric.unit != Unit::Ratio
        {
            return None;
        }
        let size = shown.value.abs() / actual.abs();
        if !(0.2..=5.0).contains(&size) {
            return None;
        }
        let known = metric.value.is_some_and(|it| is_value(number, it, &metric.unit, 0.01))
            || facts
                .expected_calculations
                .values()
                .any(|it| is_value(number, it.value, &it.unit, 0.0))
            || facts.metrics.iter().any(|(other, value)| {
                let unit = facts.units.get(other).unwrap_or(&Unit::Unknown);
                is_value(number, *value, unit, 0.0)
            });
        let difference = metric.value.is_some_and(|now| {
            shows(
                InUnit { value: shown.value.abs(), half_ulp: shown.half_ulp },
                (now - actual).abs(),
            )
        });
        (!known && !difference).then_some(Match {
            name,
            anchor,
            day: Some(day),
            actual,
            kind: Kind::Value,
            rises: None,
            note: "the history has another value for the named day",
        })
    }
}
