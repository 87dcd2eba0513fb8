//! A mean or extreme of the history, where the period is named loosely.

use super::anchors::When;
use super::line::{Kind, Line, Match};
use crate::facts::Unit;
use crate::figures::Figure;
use crate::lexicon::Classes;
use crate::parse::Number;
use crate::values::{InUnit, in_unit, is_value};

impl Line<'_> {
    /// A mean or extreme of the history, or a day's figure where the period is named loosely.
    pub(super) fn period(&self, number: &Number, figure: Figure) -> Option<Match> {
        let anchor = *self.anchors.iter().find(|it| it.what == When::Period)?;
        let context = self.context;
        let classes = self.classes;
        if figure.digits < 3 {
            return None;
        }
        for &name in self.metrics {
            let metric = self.context.names.get(name);
            let (least, greatest) = context.past.extremes(name);
            let values = context.past.values(name);
            if !is_between(number, least, greatest, &metric.unit) || values.clone().nth(1).is_none()
            {
                continue;
            }
            let mut both = in_unit(number, &metric.unit);
            let Some(first) = both.next() else { continue };
            let second = both.next();
            let hit = |actual: f64, note| {
                let is_hit = (is_near(first, actual)
                    || second.is_some_and(|it| is_near(it, actual)))
                    && is_value(number, actual, &metric.unit, 0.01);
                is_hit.then_some(Match {
                    kind: Kind::Comparison,
                    rises: None,
                    name,
                    anchor,
                    day: None,
                    actual,
                    note,
                })
            };
            if classes.any(Classes::MEAN) {
                let mut sum = 0.0;
                let mut latest = 0.0;
                for (place, value) in values.clone().rev().enumerate() {
                    if place == 0 {
                        latest = value;
                    }
                    sum += value;
                    let count = (place + 1) as f64;
                    if place >= 1
                        && let Some(found) = hit(sum / count, "the mean of the last days")
                    {
                        return Some(found);
                    }
                    if place >= 2
                        && let Some(found) =
                            hit((sum - latest) / (count - 1.0), "the mean of the days before")
                    {
                        return Some(found);
                    }
                }
            }
            if classes.any(Classes::EXTREME)
                && let Some(found) = hit(greatest, "the highest of the history")
                    .or_else(|| hit(least, "the lowest of the history"))
            {
                return Some(found);
            }
            if figure.digits >= 4 {
                for value in context.past.earlier(name) {
                    if let Some(found) = hit(value, "an earlier day's value") {
                        return Some(Match { kind: Kind::SomeValue, ..found });
                    }
                }
            }
        }
        None
    }
}

/// Whether a value is near enough to a number as it is read that a closer look pays.
fn is_near(reading: InUnit, actual: f64) -> bool {
    let room = 3.0 * reading.half_ulp + 0.02 * actual.abs() + f64::MIN_POSITIVE;
    (reading.value - actual).abs() <= room
}

/// Whether a number can be a value between two others, means included. It rules out most numbers
/// of most metrics at once, and leaves room for rounding and for "about".
fn is_between(number: &Number, least: f64, greatest: f64, unit: &Unit) -> bool {
    let room = 0.02 * least.abs().max(greatest.abs());
    in_unit(number, unit).any(|it| {
        let room = room + 3.0 * it.half_ulp;
        !(it.value + room < least || it.value - room > greatest)
    })
}
