//! Where is a metric heading, and how sure can one be?
//!
//! The growth of the past week says what was, not what comes: such series turn back to their mean
//! far more often than they repeat a week's growth. So the projection takes half of the day's
//! distance from its mean to be gone in a week (ours, between "no change" and "back to the mean").
//! Its interval is a prediction interval for one day: the standard deviation s of the n baseline days, widened by √(1 + 1/n) because the
//! mean they scatter around is itself estimated (any statistics text; Hyndman and Athanasopoulos,
//! *Forecasting: Principles and Practice*, section 5.5).

use jiff::civil::Date;
use market::{Indicator, Metric, Unit};

use super::{WEEK, baseline, days_before, growth_name, names, weekly_growth};
use crate::draft::{Draft, Interval, LEVEL_80, LEVEL_90, LEVEL_95, Level, Wording, calculation};
use crate::formula::{metric, metric_on, number, power, result, root};
use crate::name::Label;
use crate::view::View;

pub(super) const FOCUSES: &[Metric] = &[
    Metric::DailyTxns,
    Metric::UniqueUsers,
    Metric::TotalVolume,
    Metric::TotalFees,
    Metric::UniqueReceivers,
];

pub(super) fn draft<'s>(view: &View<'s>, focus: Metric) -> Option<Draft<'s>> {
    let name = focus.name();
    let unit = focus.unit(view.subject());
    growth_name(focus)?;
    let before = days_before(view.date, WEEK)?;
    let level = level(view.date);
    let [mean, deviation, days] = baseline(focus);
    let figures = view.figures([
        focus.into(),
        mean.into(),
        deviation.into(),
        days.into(),
        Indicator::Volatility.into(),
    ]);
    let [mean, deviation, days] = [mean, deviation, days].map(Indicator::name);
    // A baseline is needed for the interval, the day a week ago for the growth.
    if figures.iter().all(|shown| shown.name != deviation) {
        return None;
    }
    let history = view.recent_history(&[focus]);
    let mut calculations = Vec::new();
    calculations.extend(weekly_growth(view.date, focus));
    calculations.extend([
        calculation(
            "daily_pace",
            "mean daily growth over those seven days",
            Unit::Percent,
            power(metric(name) / metric_on(name, before), number(1.0) / number(7.0)) - number(1.0),
        ),
        calculation(
            "projected_value",
            Label::made(move || {
                format!("{} in seven days, halfway back to the mean", focus.label())
            }),
            unit.clone(),
            (metric(name) + metric(mean)) / number(2.0),
        )
        .measured_from(metric(name)),
        calculation(
            "standard_error",
            "standard error of predicting one day",
            unit.clone(),
            metric(deviation) * root(number(1.0) + number(1.0) / metric(days)),
        ),
        calculation(
            "margin",
            "half-width of the interval",
            unit.clone(),
            number(level.quantile) * result("standard_error"),
        ),
        calculation(
            "interval_low",
            "lower bound of the interval",
            unit.clone(),
            result("projected_value") - result("margin"),
        )
        .measured_from(result("projected_value")),
        calculation(
            "interval_high",
            "upper bound of the interval",
            unit,
            result("projected_value") + result("margin"),
        )
        .measured_from(result("projected_value")),
    ]);
    Some(Draft {
        figures,
        history,
        calculations,
        least_calculations: 6,
        interval: Some(Interval {
            of: name.into(),
            level,
            estimate: "projected_value".into(),
            low: "interval_low",
            high: "interval_high",
        }),
    })
}

pub(super) fn wording(view: &View<'_>, focus: Metric) -> Wording {
    let network = view.subject().name();
    let name = focus.name();
    let growth = growth_name(focus).unwrap_or_default();
    let level = level(view.date);
    let [mean, deviation, _] = baseline(focus).map(Indicator::name);
    Wording {
        question: format!(
            "Where are the {} of {network} heading over the next seven days, and how sure can one be?",
            plural(focus)
        ),
        sections: vec![
            ("Data Overview", "what was measured, and which earlier days matter".into()),
            ("Growth Calculations", "growth and pace, each with its numbers".into()),
            (
                "Projection and Interval",
                format!(
                    "the projection, its standard error and its {}% confidence interval",
                    level.percent
                )
                .into(),
            ),
            (
                "Risks and Limits",
                "what could make the projection fail, few measured days included".into(),
            ),
            ("Recommendations", "two of them".into()),
        ],
        parts: vec![
            ("level", names(&[name, mean])),
            ("growth", names(&[growth, "daily_pace"])),
            ("projection", names(&["projected_value"])),
            ("uncertainty", names(&["standard_error", "margin", "interval_low", "interval_high"])),
        ],
        key_metrics: names(&[name, mean, deviation]),
    }
}

/// The levels take turns.
fn level(date: Date) -> Level {
    [LEVEL_80, LEVEL_90, LEVEL_95][(date.day() % 3) as usize]
}

/// The metric in a question that asks where *they* are heading.
fn plural(metric: Metric) -> &'static str {
    match metric {
        Metric::UniqueUsers => "daily users",
        Metric::TotalVolume => "daily transfers of value",
        Metric::TotalFees => "daily fees",
        Metric::UniqueReceivers => "daily receiving addresses",
        _ => "daily transactions",
    }
}
