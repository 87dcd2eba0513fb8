//! Does the day stand out against the network's own history?

use market::{Indicator, Metric, Unit};

use super::{baseline, names};
use crate::draft::{Draft, Interval, LEVEL_95, Level, Wording, calculation};
use crate::formula::{metric, number, result};
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

/// The metrics that stand beside the one in question.
const BESIDE: [Metric; 2] = [Metric::DailyTxns, Metric::UniqueUsers];
const LEVEL: Level = LEVEL_95;

pub(super) fn draft<'s>(view: &View<'s>, focus: Metric) -> Option<Draft<'s>> {
    let name = focus.name();
    let unit = focus.unit(view.subject());
    let [mean, deviation, days] = baseline(focus);
    let others = || BESIDE.iter().copied().filter(|other| *other != focus);
    let mut figures = view.figures([focus.into(), mean.into(), deviation.into(), days.into()]);
    let (mean, deviation) = (mean.name(), deviation.name());
    if figures.iter().all(|shown| shown.name != deviation) {
        return None;
    }
    figures.extend(others().filter_map(|other| view.shown(other)));
    let columns: Vec<Metric> = std::iter::once(focus).chain(others()).collect();
    let history = view.recent_history(&columns);
    Some(Draft {
        figures,
        history,
        calculations: vec![
            calculation(
                "deviation",
                "distance from the mean",
                unit.clone(),
                metric(name) - metric(mean),
            ),
            calculation(
                "deviation_percent",
                "distance from the mean as a share of it",
                Unit::Percent,
                result("deviation") / metric(mean),
            ),
            calculation(
                "z_score",
                "distance from the mean in standard deviations",
                Unit::Number,
                result("deviation") / metric(deviation),
            ),
            calculation(
                "normal_low",
                "lower bound of the normal range",
                unit.clone(),
                metric(mean) - number(LEVEL.quantile) * metric(deviation),
            )
            .measured_from(metric(mean)),
            calculation(
                "normal_high",
                "upper bound of the normal range",
                unit,
                metric(mean) + number(LEVEL.quantile) * metric(deviation),
            )
            .measured_from(metric(mean)),
        ],
        least_calculations: 5,
        interval: Some(Interval {
            of: name.into(),
            level: LEVEL,
            estimate: mean.into(),
            low: "normal_low",
            high: "normal_high",
        }),
    })
}

pub(super) fn wording(view: &View<'_>, focus: Metric) -> Wording {
    let network = view.subject().name();
    let name = focus.name();
    let [mean, deviation, days] = baseline(focus).map(Indicator::name);
    Wording {
        question: format!(
            "Was {} on {network} unusual that day, measured against its own recent history?",
            singular(focus)
        ),
        sections: vec![
            ("Baseline", "what is normal here, from which days".into()),
            ("Calculations", "the calculations asked for, each with its numbers".into()),
            (
                "Verdict",
                format!(
                    "whether the day is an anomaly, with the normal range as a {}% confidence interval",
                    LEVEL.percent
                ).into(),
            ),
            (
                "Risks and Limits",
                "what the baseline cannot show, few measured days included".into(),
            ),
            ("Recommendations", "two of them".into()),
        ],
        parts: vec![
            ("baseline", names(&[mean, deviation, days])),
            ("deviation", names(&["deviation", "deviation_percent", "z_score"])),
            ("normal range", names(&["normal_low", "normal_high"])),
            ("the day", names(&[name])),
        ],
        key_metrics: names(&[name, mean, deviation]),
    }
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
