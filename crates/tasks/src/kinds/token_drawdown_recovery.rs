//! How far has the token fallen, and how far has it come back?

use market::{Indicator, Metric, Unit};

use super::price_interval::{self, Horizon};
use super::{WEEK, days_before, names};
use crate::draft::{Draft, LEVEL_80, Level, Note, Shown, Wording, calculation};
use crate::formula::{change, metric, metric_on};
use crate::view::View;

/// Below this a fall from the peak is a day's noise and there is nothing to recover from.
const LEAST_DRAWDOWN_PERCENT: f64 = 5.0;
const HISTORY: &[Metric] = &[Metric::CloseUsd];
const HORIZON: Horizon = Horizon { days: 14, words: "fourteen", volatility: "volatility_14d" };

/// The lowest close since the peak; the market's trough may be older than the peak, and nothing
/// is regained from there.
const LOW: &str = "low_since_peak";

const LEVEL: Level = LEVEL_80;

pub(super) fn draft<'s>(view: &View<'s>) -> Option<Draft<'s>> {
    // A token at its peak has no recovery to ask about.
    if view.derived(Indicator::Drawdown)? < LEAST_DRAWDOWN_PERCENT {
        return None;
    }
    let (peak_date, _) = view.peak()?;
    let since_peak = market::DateRange::new(peak_date, view.date).ok()?;
    let (low_date, low) = lowest_close(view, since_peak)?;
    let week = days_before(view.date, WEEK)?;
    let mut days: Vec<_> =
        (1..=12).rev().filter_map(|weeks| days_before(view.date, weeks * WEEK)).collect();
    days.extend((1..WEEK).rev().filter_map(|back| days_before(view.date, back)));
    days.extend([peak_date, low_date]);
    days.sort();
    days.dedup();
    days.retain(|day| *day < view.date);
    let history = view.history_on(HISTORY, &days);
    let (close, peak, trough) = (|| metric("close_usd"), || metric("peak_close"), || metric(LOW));
    let mut calculations = vec![
        calculation("drawdown", "fall from the peak", Unit::Percent, (peak() - close()) / peak()),
        calculation(
            "gain_to_recover",
            "gain that leads back to the peak",
            Unit::Percent,
            (peak() - close()) / close(),
        ),
        calculation(
            "return_7d",
            "return over seven days",
            Unit::Percent,
            change(close(), metric_on("close_usd", week)),
        ),
    ];
    calculations.extend(price_interval::calculations(LEVEL, &HORIZON));
    if low_date < view.date {
        // On the day of a new low nothing is regained, and nothing can be asked about it.
        calculations.splice(
            2..2,
            [
                calculation(
                    "rebound_from_low",
                    "gain since the low",
                    Unit::Percent,
                    (close() - trough()) / trough(),
                ),
                calculation(
                    "retraced",
                    "share of the fall that is regained",
                    Unit::Percent,
                    (close() - trough()) / (peak() - trough()),
                ),
            ],
        );
    }
    let mut figures = view.figures([
        Metric::CloseUsd.into(),
        Indicator::PeakClose.into(),
        Indicator::Volatility.into(),
    ]);
    for shown in figures.iter_mut().filter(|shown| shown.name == "peak_close") {
        shown.note = Some(Note::ReachedOn(peak_date));
    }
    figures.insert(
        figures.len().min(2),
        Shown {
            name: LOW.into(),
            label: "lowest close since that peak".into(),
            unit: Unit::Usd,
            value: low,
            note: Some(Note::On(low_date)),
        },
    );
    Some(Draft {
        figures,
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
            "How far has {token} fallen from its peak of the last ninety days, how much of that has it regained, and what would a full recovery take?"
        ),
        sections: vec![
            ("Price Overview", "peak, trough and present price with their dates".into()),
            (
                "Drawdown Calculations",
                "drawdown, gain needed and rebound, each with its numbers".into(),
            ),
            (
                "Recovery and Interval",
                format!("how much is regained, and {}", price_interval::wanted(LEVEL, &HORIZON))
                    .into(),
            ),
            ("Risks and Limits", "what the past fall does not tell".into()),
            ("Recommendations", "two of them".into()),
        ],
        parts: vec![
            ("price", names(&["close_usd", "peak_close", LOW])),
            ("drawdown", names(&["drawdown", "gain_to_recover"])),
            ("recovery", names(&["rebound_from_low", "retraced", "return_7d"])),
            ("interval", names(&["volatility_14d", "interval_low", "interval_high"])),
        ],
        key_metrics: names(&["close_usd", "peak_close", LOW]),
    }
}

fn lowest_close(view: &View<'_>, range: market::DateRange) -> Option<(jiff::civil::Date, f64)> {
    view.series
        .values_in(range, Metric::CloseUsd)
        .min_by(|(_, left), (_, right)| left.total_cmp(right))
}
