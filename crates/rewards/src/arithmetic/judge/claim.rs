//! A claimed number and what fits it.

use crate::arithmetic::value::Value;
use crate::parse::{Hedge, Number, NumberUnit};

use super::{ABOUT, EPSILON};

/// A claimed number.
pub(super) struct Claim<'n> {
    pub(super) number: &'n Number,
    hedge: Hedge,
}

impl<'n> Claim<'n> {
    pub(super) fn new(number: &'n Number, hedge: Hedge) -> Self {
        let hedge = if hedge == Hedge::None && number.approximate { Hedge::About } else { hedge };
        Self { number, hedge }
    }

    pub(super) fn percent(&self) -> bool {
        matches!(self.number.unit, NumberUnit::Percent | NumberUnit::PercentagePoint)
    }

    /// Whether it is hedged in no way.
    pub(super) fn plain(&self) -> bool {
        matches!(self.hedge, Hedge::None | Hedge::About)
    }

    /// Whether a computed value gives the claim, times `scale`, at its displayed precision.
    pub(super) fn fits(&self, value: Value, scale: f64) -> bool {
        let claimed = self.number.value * scale;
        let half = self.number.half_ulp * scale;
        let slack = EPSILON * value.mid.abs().max(claimed.abs());
        match self.hedge {
            Hedge::Over => return value.high >= claimed - slack,
            Hedge::Under => return value.low <= claimed + slack,
            Hedge::Nearly => {
                let near = 0.05 * claimed.abs();
                return value.high >= claimed - near
                    && value.low <= claimed + ABOUT * claimed.abs() + half;
            }
            Hedge::About => {
                let low = value.low - ABOUT * value.low.abs();
                let high = value.high + ABOUT * value.high.abs();
                if (low - slack..=high + slack).contains(&claimed) {
                    return true;
                }
            }
            Hedge::None => {}
        }
        if let (Some(result), Some(shown), true) = (value.exact, self.number.exact, scale == 1.0) {
            return result == shown;
        }
        let rounded = value.low <= claimed + half + slack && value.high >= claimed - half - slack;
        // Cut off instead of rounded.
        let cut = if claimed > 0.0 {
            value.low < claimed + 2.0 * half - slack && value.high >= claimed - slack
        } else if claimed < 0.0 {
            value.high > claimed - 2.0 * half + slack && value.low <= claimed + slack
        } else {
            false
        };
        rounded || cut
    }
}
