//! The interval of a price some days ahead.
//!
//! Daily log changes are taken as independent and normal with the displayed volatility, so that
//! the spread grows with the square root of time (J.P. Morgan, *Risk Metrics: Technical Document*,
//! 1996). The prompt says so, and the answer has to name it as a limit.

use market::Unit;

use crate::draft::{Calculation, Interval, Level, calculation};
use crate::formula::{metric, number, result, root};
use crate::name::Label;

/// How far ahead an interval looks.
pub(super) struct Horizon {
    pub(super) days: u8,
    /// In words, as a prompt says it: `seven`.
    pub(super) words: &'static str,
    /// The name of the volatility over the horizon: `volatility_7d`.
    pub(super) volatility: &'static str,
}

/// The volatility over the horizon, the half-width, and the bounds around the close.
pub(super) fn calculations(level: Level, horizon: &'static Horizon) -> [Calculation<'static>; 4] {
    let close = || metric("close_usd");
    let bound = |side: &'static str| {
        Label::made(move || format!("{side} bound of the close in {} days", horizon.words))
    };
    [
        calculation(
            horizon.volatility,
            Label::made(|| format!("volatility over {} days", horizon.words)),
            Unit::Percent,
            metric("volatility") * root(number(f64::from(horizon.days))),
        ),
        calculation(
            "margin",
            "half-width of the interval",
            Unit::Usd,
            number(level.quantile) * result(horizon.volatility) * close(),
        ),
        calculation("interval_low", bound("lower"), Unit::Usd, close() - result("margin"))
            .measured_from(close()),
        calculation("interval_high", bound("upper"), Unit::Usd, close() + result("margin"))
            .measured_from(close()),
    ]
}

/// What the section on the interval has to hold.
pub(super) fn wanted(level: Level, horizon: &Horizon) -> String {
    format!(
        "the {}% confidence interval of the close in {} days around today's close, taking daily \
         changes as independent and normal",
        level.percent, horizon.words
    )
}

/// The interval around the close.
pub(super) fn interval(level: Level) -> Interval {
    Interval {
        of: "close_usd".into(),
        level,
        estimate: "close_usd".into(),
        low: "interval_low",
        high: "interval_high",
    }
}
