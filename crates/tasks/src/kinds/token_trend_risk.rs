//! Which way is the token going, and what could be lost?
//!
//! Risk is parametric: daily log changes are taken as normal with the displayed volatility, and
//! grow with the square root of time (J.P. Morgan, *Risk Metrics: Technical Document*, 1996). The
//! prompt says so, and the answer has to name it as a limit.

use market::{Metric, Unit};

use super::network_activity::names;
use super::{WEEK, days_before};
use crate::draft::{Draft, Interval, LEVEL_90, calculation};
use crate::formula::{change, metric, metric_on, number, result, root};
use crate::kind::TaskKind;
use crate::view::View;

/// The other end of the month that a trend is read over.
const MONTH: i64 = 30;
const HISTORY_DAYS: i64 = 10;
const HISTORY: &[Metric] = &[Metric::CloseUsd, Metric::HighUsd, Metric::LowUsd];

pub(super) fn draft(view: &View<'_>) -> Option<Draft> {
    let token = view.subject().name();
    let (week, month) = (days_before(view.date, WEEK)?, days_before(view.date, MONTH)?);
    let fortnight = days_before(view.date, 2 * WEEK)?;
    let mut days = vec![month, days_before(view.date, 3 * WEEK)?, fortnight];
    days.extend((1..=HISTORY_DAYS).rev().filter_map(|back| days_before(view.date, back)));
    let (columns, history) = view.history_on(HISTORY, &days);
    let level = LEVEL_90;
    let close = || metric("close_usd");
    let calculations = vec![
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
            number(level.quantile) * metric("volatility") * close(),
        ),
        calculation(
            "volatility_7d",
            "volatility over seven days",
            Unit::Percent,
            metric("volatility") * root(number(7.0)),
        ),
        calculation(
            "margin",
            "half-width of the interval",
            Unit::Usd,
            number(level.quantile) * result("volatility_7d") * close(),
        ),
        calculation(
            "interval_low",
            "lower bound of the close in seven days",
            Unit::Usd,
            close() - result("margin"),
        )
        .measured_from(close()),
        calculation(
            "interval_high",
            "upper bound of the close in seven days",
            Unit::Usd,
            close() + result("margin"),
        )
        .measured_from(close()),
    ];
    Some(Draft {
        kind: TaskKind::TokenTrendRisk,
        subjects: vec![view.subject().clone()],
        date: view.date,
        focus: None,
        question: format!(
            "Which way is {token} going, how strongly does it move, and what could a holder lose over the next seven days?"
        ),
        figures: view.figures(&[
            "close_usd",
            "open_usd",
            "high_usd",
            "low_usd",
            "close_usd_mean_30d",
            "volatility",
        ]),
        columns,
        history,
        calculations,
        least_calculations: 7,
        sections: vec![
            (
                "Price Overview",
                "where the price stands, and how it compares with earlier days".to_owned(),
            ),
            (
                "Trend Calculations",
                "returns, distance to the mean and range, each with its numbers".to_owned(),
            ),
            (
                "Risk and Interval",
                format!(
                    "value at risk, volatility over the week, and the {}% confidence interval of the close in seven days around today's close, taking daily changes as independent and normal",
                    level.percent
                ),
            ),
            (
                "Risks and Limits",
                "what the normal distribution and fourteen days of history leave out".to_owned(),
            ),
            ("Recommendations", "two of them".to_owned()),
        ],
        parts: vec![
            ("price", names(&["close_usd", "high_usd", "low_usd"])),
            ("trend", names(&["return_7d", "return_30d", "distance_to_mean"])),
            ("risk", names(&["volatility", "value_at_risk", "volatility_7d", "range_percent"])),
            ("interval", names(&["interval_low", "interval_high"])),
        ],
        key_metrics: names(&["close_usd", "volatility", "close_usd_mean_30d"]),
        interval: Some(Interval {
            of: "close_usd".to_owned(),
            level,
            estimate: "close_usd".to_owned(),
            low: "interval_low",
            high: "interval_high",
        }),
    })
}
