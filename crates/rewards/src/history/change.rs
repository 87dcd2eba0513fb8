//! The change since a named day.

use super::line::{Kind, Line, Match};
use crate::assess::Context;
use crate::facts::Unit;
use crate::parse::{Number, NumberUnit};
use crate::values::{InUnit, shown_digits, shows};

impl Line<'_> {
    /// The change since a named day, in percent or in the metric's unit.
    pub(super) fn change(&self, number: &Number) -> Option<Match> {
        let Context { facts, past, names, .. } = *self.context;
        for anchor in self.anchors {
            let Some(day) = anchor.day() else { continue };
            for &name in self.metrics {
                let metric = names.get(name);
                let (Some(then), Some(now)) = (
                    past.value_of(name, day),
                    metric.value.or_else(|| past.value_on(names, name, facts.date?)),
                ) else {
                    continue;
                };
                if let Some(actual) = changed(number, then, now, &metric.unit) {
                    return Some(Match {
                        name,
                        anchor: *anchor,
                        day: Some(day),
                        actual,
                        kind: Kind::Comparison,
                        rises: Some(now > then),
                        note: "the change since the named day",
                    });
                }
                // "from 2 February to 5 February it rose 3 %"
                for other in self.anchors {
                    let Some(later) = other.day().filter(|it| it.date > day.date) else {
                        continue;
                    };
                    if let Some(later) = past.value_of(name, later)
                        && let Some(actual) = changed(number, then, later, &metric.unit)
                    {
                        return Some(Match {
                            name,
                            anchor: *anchor,
                            day: Some(day),
                            actual,
                            kind: Kind::Comparison,
                            rises: Some(later > then),
                            note: "the change between the named days",
                        });
                    }
                }
            }
        }
        None
    }
}

/// The change between two values that a number shows, if it shows one; signs may be in the words.
fn changed(number: &Number, then: f64, now: f64, unit: &Unit) -> Option<f64> {
    let size = InUnit { value: number.value.abs(), half_ulp: number.half_ulp };
    let fits = |actual: f64| {
        (shows(size, actual.abs())
            || (number.approximate && (size.value - actual.abs()).abs() <= actual.abs() * 0.01))
            && actual != 0.0
    };
    let percent = (now / then - 1.0) * 100.0;
    match number.unit {
        NumberUnit::Percent => {
            let other_way = (then / now - 1.0) * 100.0;
            if then != 0.0 && fits(percent) {
                return Some(percent);
            }
            (now != 0.0 && fits(other_way)).then_some(other_way)
        }
        NumberUnit::PercentagePoint => {
            let points = if *unit == Unit::Ratio { (now - then) * 100.0 } else { now - then };
            fits(points).then_some(points)
        }
        _ => {
            let difference = now - then;
            (shown_digits(number) >= 3 && fits(difference)).then_some(difference)
        }
    }
}
