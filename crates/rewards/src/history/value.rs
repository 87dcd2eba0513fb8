//! A metric's value on a named day.

use super::anchors::Anchor;
use super::line::{Kind, Line, Match};
use crate::figures::Figure;
use crate::parse::Number;
use crate::values::is_value;

impl Line<'_> {
    /// The metric's value on a named day.
    ///
    /// A figure of four digits and more finds its metric by itself: "on 2025-02-02 there were
    /// 1,127,284".
    pub(super) fn value(&self, number: &Number, figure: Figure) -> Option<Match> {
        if !figure.is_known && !number.approximate {
            return None;
        }
        let beside = self.beside(number);
        let named = self.value_of(number, beside, self.metrics);
        if named.is_some() || figure.digits < 4 {
            return named;
        }
        self.value_of(number, beside, self.context.past.metrics())
    }

    fn value_of(
        &self,
        number: &Number,
        beside: Option<Anchor>,
        metrics: &[usize],
    ) -> Option<Match> {
        for anchor in self.anchors {
            let Some(day) = anchor.day() else { continue };
            if beside.is_some_and(|it| it.what != anchor.what) {
                continue;
            }
            let values = self.context.past.on(day);
            for &name in metrics {
                let value = values[name];
                if !value.is_nan()
                    && is_value(number, value, &self.context.names.get(name).unit, 0.01)
                {
                    return Some(Match {
                        name,
                        anchor: *anchor,
                        day: Some(day),
                        actual: value,
                        kind: Kind::Value,
                        rises: None,
                        note: "the value of the named day",
                    });
                }
            }
        }
        None
    }
}
