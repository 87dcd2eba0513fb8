//! How busy was the network, and who used it?

use market::{Indicator, Metric, Unit};

use super::{names, weekly_growth};
use crate::draft::{Draft, Wording, calculation};
use crate::formula::{metric, number};
use crate::view::View;

const HISTORY: &[Metric] =
    &[Metric::DailyTxns, Metric::UniqueUsers, Metric::UniqueReceivers, Metric::SuccessRate];

pub(super) fn draft<'s>(view: &View<'s>) -> Draft<'s> {
    let history = view.recent_history(HISTORY);
    let mut calculations = vec![
        calculation(
            "txns_per_user",
            "transactions per user",
            Unit::Number,
            metric("daily_txns") / metric("unique_users"),
        ),
        calculation(
            "txns_per_receiver",
            "transactions per receiving address",
            Unit::Number,
            metric("daily_txns") / metric("unique_receivers"),
        ),
        calculation(
            "failed_txns",
            "failed transactions",
            Unit::Count,
            metric("daily_txns") * (number(1.0) - metric("success_rate")),
        ),
        calculation(
            "txns_per_contract",
            "transactions per active contract",
            Unit::Number,
            metric("daily_txns") / metric("active_contracts"),
        ),
        calculation(
            "txns_vs_mean",
            "daily transactions against their mean of the last seven days",
            Unit::Percent,
            (metric("daily_txns") - metric("daily_txns_mean_7d")) / metric("daily_txns_mean_7d"),
        ),
    ];
    calculations.extend(weekly_growth(view.date, Metric::DailyTxns));
    calculations.extend(weekly_growth(view.date, Metric::UniqueUsers));
    Draft {
        figures: view.figures([
            Metric::DailyTxns.into(),
            Metric::UniqueUsers.into(),
            Metric::UniqueReceivers.into(),
            Metric::ActiveContracts.into(),
            Metric::SuccessRate.into(),
            Indicator::Mean7d(Metric::DailyTxns).into(),
            Indicator::Volatility.into(),
        ]),
        history,
        calculations,
        least_calculations: 2,
        interval: None,
    }
}

pub(super) fn wording(view: &View<'_>) -> Wording {
    let network = view.subject().name();
    Wording {
        question: format!(
            "How busy was {network} on that day, who used it, and what does that mean for somebody who builds or invests there?"
        ),
        sections: vec![
            (
                "Activity Overview",
                "what was measured on the day, and how it compares with earlier days".into(),
            ),
            ("Calculations", "the calculations asked for, each with its numbers".into()),
            ("Interpretation", "what the results say about use, users and reliability".into()),
            (
                "Risks and Limits",
                "what could make this reading wrong, gaps in the data included".into(),
            ),
            ("Recommendations", "two of them".into()),
        ],
        parts: vec![
            ("activity", names(&["daily_txns", "txn_growth", "txns_vs_mean"])),
            (
                "users",
                names(&[
                    "unique_users",
                    "txns_per_user",
                    "user_growth",
                    "unique_receivers",
                    "txns_per_receiver",
                ]),
            ),
            ("reliability", names(&["success_rate", "failed_txns"])),
            ("contracts", names(&["active_contracts", "txns_per_contract"])),
        ],
        key_metrics: names(&[
            "daily_txns",
            "unique_users",
            "unique_receivers",
            "success_rate",
            "active_contracts",
        ]),
    }
}
