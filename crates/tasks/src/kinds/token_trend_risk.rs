//! Which way is the token going, and what could be lost?

use market::{Indicator, Metric, Unit};

use super::price_interval::{self, Horizon};
use super::{WEEK, days_before, names};
use crate::draft::{Draft, LEVEL_90, Level, Wording, calculation};
use crate::formula::{change, metric, metric_on, number};
use crate::view::View;

/// The other end of the month that a trend is read over.
const MONTH: i64 = 30;
const HISTORY_DAYS: i64 = 10;
const HORIZON: Horizon = Horizon { days: 7, words: "seven", volatility: "volatility_7d" };
const HISTORY: &[Metric] = &[Metric::CloseUsd, Metric::HighUsd, Metric::LowUsd];

const LEVEL: Level = LEVEL_90;

pub(super) fn draft<'s>(view: &View<'s>) -> Option<Draft<'s>> {
    let (week, month) = (days_before(view.date, WEEK)?, days_before(view.date, MONTH)?);
    let fortnight = days_before(view.date, 2 * WEEK)?;
    let mut days = vec![month, days_before(view.date, 3 * WEEK)?, fortnight];
    days.extend((1..=HISTORY_DAYS).rev().filter_map(|back| days_before(view.date, back)));
    let history = view.history_on(HISTORY, &days);
    let close = || metric("close_usd");
    let mut calculations = vec![
        calculation(
            "return_7d",
            "return over seven days",
            Unit::Percent,
            change(close(), metric_on("close_usd", week)),
        ),
        calculation(
            "return_30d",
            "return over thirty days",
            Unit::Percent,
            change(close(), metric_on("close_usd", month)),
        ),
        calculation(
            "distance_to_mean",
            "close against the mean close of the last thirty days",
            Unit::Percent,
            (close() - metric("close_usd_mean_30d")) / metric("close_usd_mean_30d"),
        ),
        calculation(
            "range_percent",
            "range of the day as a share of the close",
            Unit::Percent,
            (metric("high_usd") - metric("low_usd")) / close(),
        ),
        calculation(
            "value_at_risk",
            "loss on one coin in one day that is exceeded on one day in twenty",
            Unit::Usd,
            number(LEVEL.quantile) * metric("volatility") * close(),
        ),
    ];
    calculations.extend(price_interval::calculations(LEVEL, &HORIZON));
    Some(Draft {
        figures: view.figures([
            Metric::CloseUsd.into(),
            Metric::OpenUsd.into(),
            Metric::HighUsd.into(),
            Metric::LowUsd.into(),
            Indicator::Mean30d(Metric::CloseUsd).into(),
            Indicator::Volatility.into(),
        ]),
        history,
        calculations,
        least_calculations: 7,
        interval: Some(price_interval::interval(LEVEL)),
    })
}

pub(super) fn wording(view: &View<'_>) -> Wording {
    let token = view.subject().name();
    Wording {
        question: format!(
            "Which way is {token} going, how strongly does it move, and what could a holder lose over the next seven days?"
        ),
        sections: vec![
            (
                "Price Overview",
                "where the price stands, and how it compares with earlier days".into(),
            ),
            (
                "Trend Calculations",
                "returns, distance to the mean and range, each with its numbers".into(),
            ),
            (
                "Risk and Interval",
                format!(
                    "value at risk, volatility over the week, and {}",
                    price_interval::wanted(LEVEL, &HORIZON)
                )
                .into(),
            ),
            (
                "Risks and Limits",
                "what the normal distribution and fourteen days of history leave out".into(),
            ),
            ("Recommendations", "two of them".into()),
        ],
        parts: vec![
            ("price", names(&["close_usd", "high_usd", "low_usd"])),
            ("trend", names(&["return_7d", "return_30d", "distance_to_mean"])),
            ("risk", names(&["volatility", "value_at_risk", "volatility_7d", "range_percent"])),
            ("interval", names(&["interval_low", "interval_high"])),
        ],
        key_metrics: names(&["close_usd", "volatility", "close_usd_mean_30d"]),
    }
}
