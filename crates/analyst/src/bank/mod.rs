//! The phrase banks, one file a family of questions.

pub(crate) mod activity;
pub(crate) mod advice;
pub(crate) mod anomaly;
pub(crate) mod common;
pub(crate) mod comparison;
pub(crate) mod drawdown;
pub(crate) mod interval;
pub(crate) mod projection;
pub(crate) mod thinking;
pub(crate) mod trend;
pub(crate) mod vague;
pub(crate) mod value;

use crate::brief::{Brief, Family};
use crate::pen::Bank;

/// What can be said of the figures where a condition holds. Of each theme an answer says one.
pub(crate) struct Insight {
    pub(crate) theme: &'static str,
    pub(crate) when: fn(&Brief<'_>) -> bool,
    pub(crate) say: Bank,
}

/// What a recommendation does to a position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stance {
    Buy,
    Reduce,
    /// Neither to buy nor to sell.
    Hold,
    Neutral,
}

impl Stance {
    /// Whether one answer can give both: to buy goes with neither selling nor waiting.
    pub(crate) fn goes_with(self, other: Self) -> bool {
        let waits = |stance| matches!(stance, Self::Reduce | Self::Hold);
        !(self == Self::Buy && waits(other) || other == Self::Buy && waits(self))
    }
}

/// A recommendation that suits the figures where a condition holds.
pub(crate) struct Advice {
    /// Whom it is for; an answer gives no two to the same.
    pub(crate) who: &'static str,
    pub(crate) when: fn(&Brief<'_>) -> bool,
    pub(crate) stance: Stance,
    /// A name of two to five words.
    pub(crate) title: Bank,
    /// The action with its `<horizon>`.
    pub(crate) action: Bank,
    /// The figures it rests on.
    pub(crate) basis: Bank,
    /// What would make it wrong.
    pub(crate) unless: Bank,
    /// What it costs if it is wrong.
    pub(crate) risk: Bank,
}

/// All that is written for one family.
pub(crate) struct Phrases {
    pub(crate) opener: Bank,
    pub(crate) reading: fn(&Brief<'_>, &str) -> Option<Bank>,
    pub(crate) insights: &'static [Insight],
    pub(crate) limits: &'static [Insight],
    pub(crate) advice: &'static [Advice],
}

/// The banks of a family.
pub(crate) fn of(family: Family) -> &'static Phrases {
    match family {
        Family::Activity => &activity::FAMILY,
        Family::Value => &value::FAMILY,
        Family::Projection => &projection::FAMILY,
        Family::Anomaly => &anomaly::FAMILY,
        Family::Comparison => &comparison::FAMILY,
        Family::Trend => &trend::FAMILY,
        Family::Drawdown => &drawdown::FAMILY,
    }
}

#[cfg(test)]
mod tests {
    use super::Stance;

    #[test]
    fn buying_goes_with_neither_selling_nor_waiting() {
        for other in [Stance::Reduce, Stance::Hold] {
            assert!(!Stance::Buy.goes_with(other));
            assert!(!other.goes_with(Stance::Buy));
        }
        assert!(Stance::Reduce.goes_with(Stance::Hold));
        assert!(Stance::Buy.goes_with(Stance::Neutral));
    }
}
