//! Does the day stand out against the network's own history?

use market::{Metric, Unit};

use super::names;
use crate::draft::{Draft, Interval, LEVEL_95, calculation};
use crate::formula::{metric, number, result};
use crate::kind::TaskKind;
use crate::view::View;

pub(super) const FOCUSES: &[Metric] = &[
    Metric::DailyTxns,
    Metric::UniqueUsers,
    Metric::UniqueReceivers,
    Metric::TotalVolume,
    Metric::TotalFees,
    Metric::GasPriceGwei,
    Metric::AvgFee,
];

pub(super) fn draft(view: &View<'_>, focus: Metric) -> Option<Draft> {
    let network = view.subject().name();
    let name = focus.name();
    let unit = focus.unit(view.subject());
    let level = LEVEL_95;
    let mean = format!("{name}_mean");
    let deviation = format!("{name}_sd");
    let days = format!("{name}_days");
    view.shown(&deviation)?;
    let mut shown = vec![name, mean.as_str(), deviation.as_str(), days.as_str()];
    shown.extend(["daily_txns", "unique_users"].iter().filter(|other| **other != name));
    let mut columns = vec![focus];
    columns
        .extend([Metric::DailyTxns, Metric::UniqueUsers].iter().filter(|other| **other != focus));
    let (columns, history) = view.recent_history(&columns);
    Some(Draft {
        kind: TaskKind::Anomaly,
        subjects: vec![view.subject().clone()],
        date: view.date,
        focus: Some(name.to_owned()),
        question: format!(
            "Was {} on {network} unusual that day, measured against its own recent history?",
            singular(focus)
        ),
        figures: view.figures(&shown),
        columns,
        history,
        calculations: vec![
            calculation(
                "deviation",
                "distance from the mean",
                unit.clone(),
                metric(name) - metric(&mean),
            ),
            calculation(
                "deviation_percent",
                "distance from the mean as a share of it",
                Unit::Percent,
                result("deviation") / metric(&mean),
            ),
            calculation(
                "z_score",
                "distance from the mean in standard deviations",
                Unit::Number,
                result("deviation") / metric(&deviation),
            ),
            calculation(
                "normal_low",
                "lower bound of the normal range",
                unit.clone(),
                metric(&mean) - number(level.quantile) * metric(&deviation),
            )
            .measured_from(metric(&mean)),
            calculation(
                "normal_high",
                "upper bound of the normal range",
                unit,
                metric(&mean) + number(level.quantile) * metric(&deviation),
            )
            .measured_from(metric(&mean)),
        ],
        least_calculations: 5,
        sections: vec![
            ("Baseline", "what is normal here, from which days".to_owned()),
            ("Calculations", "the calculations asked for, each with its numbers".to_owned()),
            (
                "Verdict",
                format!(
                    "whether the day is an anomaly, with the normal range as a {}% confidence interval",
                    level.percent
                ),
            ),
            (
                "Risks and Limits",
                "what the baseline cannot show, few measured days included".to_owned(),
            ),
            ("Recommendations", "two of them".to_owned()),
        ],
        parts: vec![
            ("baseline", names(&[&mean, &deviation, &days])),
            ("deviation", names(&["deviation", "deviation_percent", "z_score"])),
            ("normal range", names(&["normal_low", "normal_high"])),
            ("the day", names(&[name])),
        ],
        key_metrics: names(&[name, &mean, &deviation]),
        interval: Some(Interval {
            of: name.to_owned(),
            level,
            estimate: mean,
            low: "normal_low",
            high: "normal_high",
        }),
    })
}

/// The metric in a question that asks whether *it* was unusual.
fn singular(metric: Metric) -> String {
    match metric {
        Metric::TotalVolume => "the value moved".to_owned(),
        Metric::TotalFees => "the sum of all fees".to_owned(),
        Metric::GasPriceGwei | Metric::AvgFee => format!("the {}", metric.label()),
        _ => format!("the number of {}", metric.label()),
    }
}
