//! How do two networks compare on one day?

use market::{Metric, Unit};

use super::{WEEK, days_before, names};
use crate::draft::{Draft, Wording, calculation};
use crate::formula::{change, metric, metric_on};
use crate::name::{Label, Name};
use crate::view::View;

const SHARED: &[Metric] =
    &[Metric::DailyTxns, Metric::UniqueUsers, Metric::UniqueReceivers, Metric::SuccessRate];

pub(super) fn draft<'s>(left: &View<'s>, right: &View<'s>) -> Option<Draft<'s>> {
    let date = left.date;
    let history = View::shared_history(left, right, SHARED);
    // The busier network stands above the line, so that a ratio says how many times.
    let busier_left = left.value(Metric::DailyTxns)? >= right.value(Metric::DailyTxns)?;
    let (busy, quiet) = if busier_left { (left, right) } else { (right, left) };
    let of = |view: &View<'_>, name_of: &'static str| metric(name(view, name_of));
    let (busy_name, quiet_name) = (busy.subject().name(), quiet.subject().name());
    let txns = |view: &View<'_>| of(view, "daily_txns");
    let mut calculations = vec![
        calculation(
            "txn_difference",
            Label::made(move || format!("transactions of {busy_name} above those of {quiet_name}")),
            Unit::Count,
            txns(busy) - txns(quiet),
        ),
        calculation(
            "txn_ratio",
            Label::made(move || {
                format!("transactions of {busy_name} per transaction of {quiet_name}")
            }),
            Unit::Number,
            txns(busy) / txns(quiet),
        ),
        calculation(
            "txn_share",
            Label::made(move || format!("share of {busy_name} in the transactions of both")),
            Unit::Percent,
            txns(busy) / (txns(busy) + txns(quiet)),
        ),
    ];
    for view in [left, right] {
        let network = view.subject().name();
        let own = |suffix: &str| format!("{}_{suffix}", identifier(network));
        calculations.push(calculation(
            own("txns_per_receiver"),
            Label::made(move || format!("transactions per receiving address of {network}")),
            Unit::Number,
            txns(view) / of(view, "unique_receivers"),
        ));
        calculations.push(calculation(
            own("txns_per_user"),
            Label::made(move || format!("transactions per user of {network}")),
            Unit::Number,
            txns(view) / of(view, "unique_users"),
        ));
        let before = metric_on(name(view, "daily_txns"), days_before(date, WEEK)?);
        calculations.push(calculation(
            own("txn_growth"),
            Label::made(move || {
                format!("growth of the daily transactions of {network} over seven days")
            }),
            Unit::Percent,
            change(txns(view), before),
        ));
    }
    let mut figures = Vec::with_capacity(2 * SHARED.len());
    figures.extend(left.prefixed_figures(SHARED));
    figures.extend(right.prefixed_figures(SHARED));
    Some(Draft { figures, history, calculations, least_calculations: 4, interval: None })
}

pub(super) fn wording<'s>(left: &View<'s>, right: &View<'s>) -> Wording {
    let own_names = |view: &View<'_>| {
        let network = identifier(view.subject().name());
        let mut own: Vec<Name> = vec![
            name(view, "daily_txns"),
            name(view, "unique_users"),
            name(view, "unique_receivers"),
        ];
        own.extend(
            ["txns_per_receiver", "txns_per_user", "txn_growth"]
                .map(|suffix| format!("{network}_{suffix}").into()),
        );
        own
    };
    Wording {
        question: "How do the two networks compare on that day in size, use and direction, and what does that mean for somebody who must choose between them?".to_owned(),
        sections: vec![
            ("Side by Side", "what was measured on both networks, and how it compares with earlier days".into()),
            ("Calculations", "the calculations asked for, each with its numbers".into()),
            ("Interpretation", "what the differences mean, and what they do not".into()),
            ("Risks and Limits", "where the two cannot be compared, gaps in the data included".into()),
            ("Recommendations", "two of them".into()),
        ],
        parts: vec![
            ("size", names(&["txn_difference", "txn_ratio", "txn_share"])),
            ("the first network", own_names(left)),
            ("the second network", own_names(right)),
        ],
        key_metrics: vec![name(left, "daily_txns"), name(right, "daily_txns")],
    }
}

/// A metric's name with that of its network.
fn name(view: &View<'_>, metric: &'static str) -> Name {
    Name::Of(view.subject().clone(), metric)
}

/// A network's name as part of a calculation's name.
fn identifier(network: &str) -> String {
    network.replace(|c: char| !c.is_ascii_alphanumeric(), "_")
}
