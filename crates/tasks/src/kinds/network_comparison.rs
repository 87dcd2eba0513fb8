//! How do two networks compare on one day?

use market::{Metric, Unit};

use super::{WEEK, days_before, names};
use crate::draft::{Draft, calculation};
use crate::formula::{change, metric, metric_on};
use crate::kind::TaskKind;
use crate::view::View;

const SHARED: &[Metric] =
    &[Metric::DailyTxns, Metric::UniqueUsers, Metric::UniqueReceivers, Metric::SuccessRate];

pub(super) fn draft(left: &View<'_>, right: &View<'_>) -> Option<Draft> {
    let date = left.date;
    let (columns, history) = View::shared_history(left, right, SHARED);
    // The busier network stands above the line, so that a ratio says how many times.
    let busier_left = left.value(Metric::DailyTxns)? >= right.value(Metric::DailyTxns)?;
    let (busy, quiet) = if busier_left { (left, right) } else { (right, left) };
    let name = |view: &View<'_>, metric: &str| format!("{}.{metric}", view.subject().name());
    let of = |view: &View<'_>, name_of: &str| metric(name(view, name_of));
    let (busy_name, quiet_name) = (busy.subject().name(), quiet.subject().name());
    let txns = |view: &View<'_>| of(view, "daily_txns");
    let mut calculations = vec![
        calculation(
            "txn_difference",
            format!("transactions of {busy_name} above those of {quiet_name}"),
            Unit::Count,
            txns(busy) - txns(quiet),
        ),
        calculation(
            "txn_ratio",
            format!("transactions of {busy_name} per transaction of {quiet_name}"),
            Unit::Number,
            txns(busy) / txns(quiet),
        ),
        calculation(
            "txn_share",
            format!("share of {busy_name} in the transactions of both"),
            Unit::Percent,
            txns(busy) / (txns(busy) + txns(quiet)),
        ),
    ];
    for view in [left, right] {
        let network = view.subject().name();
        let own = |suffix: &str| format!("{}_{suffix}", identifier(network));
        calculations.push(calculation(
            own("txns_per_receiver"),
            format!("transactions per receiving address of {network}"),
            Unit::Number,
            txns(view) / of(view, "unique_receivers"),
        ));
        calculations.push(calculation(
            own("txns_per_user"),
            format!("transactions per user of {network}"),
            Unit::Number,
            txns(view) / of(view, "unique_users"),
        ));
        let before = metric_on(name(view, "daily_txns"), days_before(date, WEEK)?);
        calculations.push(calculation(
            own("txn_growth"),
            format!("growth of the daily transactions of {network} over seven days"),
            Unit::Percent,
            change(txns(view), before),
        ));
    }
    let mut figures = left.prefixed_figures(SHARED);
    figures.extend(right.prefixed_figures(SHARED));
    let own_names = |view: &View<'_>| {
        let network = identifier(view.subject().name());
        let mut own = vec![
            name(view, "daily_txns"),
            name(view, "unique_users"),
            name(view, "unique_receivers"),
        ];
        own.extend(
            ["txns_per_receiver", "txns_per_user", "txn_growth"]
                .map(|suffix| format!("{network}_{suffix}")),
        );
        own
    };
    Some(Draft {
        kind: TaskKind::NetworkComparison,
        subjects: vec![left.subject().clone(), right.subject().clone()],
        date,
        focus: None,
        question: "How do the two networks compare on that day in size, use and direction, and what does that mean for somebody who must choose between them?".to_owned(),
        figures,
        columns,
        history,
        calculations,
        least_calculations: 4,
        sections: vec![
            ("Side by Side", "what was measured on both networks, and how it compares with earlier days".to_owned()),
            ("Calculations", "the calculations asked for, each with its numbers".to_owned()),
            ("Interpretation", "what the differences mean, and what they do not".to_owned()),
            ("Risks and Limits", "where the two cannot be compared, gaps in the data included".to_owned()),
            ("Recommendations", "two of them".to_owned()),
        ],
        parts: vec![
            ("size", names(&["txn_difference", "txn_ratio", "txn_share"])),
            ("the first network", own_names(left)),
            ("the second network", own_names(right)),
        ],
        key_metrics: vec![name(left, "daily_txns"), name(right, "daily_txns")],
        interval: None,
    })
}

/// A network's name as part of a calculation's name.
fn identifier(network: &str) -> String {
    network.replace(|c: char| !c.is_ascii_alphanumeric(), "_")
}
