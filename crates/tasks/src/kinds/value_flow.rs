//! What value moved over the network, or what did its users pay?

use market::{Indicator, Metric, Unit};

use super::{names, weekly_growth};
use crate::draft::{Calculation, Draft, Wording, calculation};
use crate::formula::{metric, number, power};
use crate::view::View;

/// A coin has 10⁹ gwei.
const GWEI_DIGITS: f64 = 9.0;

const HISTORY: &[Metric] = &[
    Metric::DailyTxns,
    Metric::TotalVolume,
    Metric::AvgTxValue,
    Metric::TotalFees,
    Metric::AvgFee,
    Metric::GasPriceGwei,
];

pub(super) fn draft<'s>(view: &View<'s>) -> Option<Draft<'s>> {
    let coin = Unit::Coin(view.subject().coin().unwrap_or(Unit::UNKNOWN_COIN).to_owned());
    let history = view.recent_history(HISTORY);
    let pays_fees = view.has(Metric::TotalFees) || view.has(Metric::AvgFee);
    if !moves_value(view) && !pays_fees {
        return None;
    }
    let mut calculations: Vec<Calculation<'s>> = Vec::new();
    if view.has(Metric::TotalVolume) {
        calculations.extend([
            calculation(
                "value_per_txn",
                "value moved per transaction",
                coin.clone(),
                metric("total_volume") / metric("daily_txns"),
            ),
            calculation(
                "value_per_user",
                "value moved per user",
                coin.clone(),
                metric("total_volume") / metric("unique_users"),
            ),
        ]);
    } else if view.has(Metric::AvgTxValue) {
        calculations.push(calculation(
            "implied_volume",
            "value moved, from its mean per transaction",
            coin.clone(),
            metric("avg_tx_value") * metric("daily_txns"),
        ));
    }
    calculations.push(calculation(
        "fee_per_txn",
        "mean fee of a transaction, from gas used and gas price",
        coin.clone(),
        metric("avg_gas_per_txn") * metric("gas_price_gwei")
            / power(number(10.0), number(GWEI_DIGITS)),
    ));
    calculations.push(calculation(
        "fee_share",
        "fee as a share of the value moved per transaction",
        Unit::Percent,
        crate::formula::result("fee_per_txn") / metric("avg_tx_value"),
    ));
    if view.has(Metric::TotalFees) {
        calculations.extend([
            calculation(
                "fee_check",
                "fees per transaction",
                coin.clone(),
                metric("total_fees") / metric("daily_txns"),
            ),
            calculation(
                "fees_per_user",
                "fees paid per user",
                coin.clone(),
                metric("total_fees") / metric("unique_users"),
            ),
            calculation(
                "fees_per_receiver",
                "fees paid per receiving address",
                coin,
                metric("total_fees") / metric("unique_receivers"),
            ),
            calculation(
                "fees_vs_mean",
                "fees against their mean of the last seven days",
                Unit::Percent,
                (metric("total_fees") - metric("total_fees_mean_7d"))
                    / metric("total_fees_mean_7d"),
            ),
        ]);
    } else if view.has(Metric::AvgFee) {
        calculations.push(calculation(
            "implied_fees",
            "fees paid, from their mean per transaction",
            coin,
            metric("avg_fee") * metric("daily_txns"),
        ));
    }
    calculations.extend(weekly_growth(view.date, Metric::TotalVolume));
    calculations.extend(weekly_growth(view.date, Metric::TotalFees));
    calculations.extend(weekly_growth(view.date, Metric::DailyTxns));
    Some(Draft {
        figures: view.figures([
            Metric::DailyTxns.into(),
            Metric::UniqueUsers.into(),
            Metric::UniqueReceivers.into(),
            Metric::TotalVolume.into(),
            Metric::AvgTxValue.into(),
            Metric::TotalFees.into(),
            Metric::AvgFee.into(),
            Metric::AvgGasPerTxn.into(),
            Metric::GasPriceGwei.into(),
            Indicator::Mean7d(Metric::TotalFees).into(),
        ]),
        history,
        calculations,
        least_calculations: 2,
        interval: None,
    })
}

pub(super) fn wording(view: &View<'_>) -> Wording {
    let network = view.subject().name();
    let what =
        if moves_value(view) { "What value moved over" } else { "What did the users pay on" };
    Wording {
        question: format!(
            "{what} {network} on that day, what did a transaction cost, and what follows for those who use or hold its coin?"
        ),
        sections: vec![
            (
                "Flow Overview",
                "what was measured on the day, and how it compares with earlier days".into(),
            ),
            ("Calculations", "the calculations asked for, each with its numbers".into()),
            (
                "Cost and Value",
                "what a transaction moves and costs, and for whom that matters".into(),
            ),
            (
                "Risks and Limits",
                "what could make this reading wrong, gaps in the data included".into(),
            ),
            ("Recommendations", "two of them".into()),
        ],
        parts: vec![
            (
                "value",
                names(&[
                    "total_volume",
                    "avg_tx_value",
                    "value_per_txn",
                    "value_per_user",
                    "implied_volume",
                    "volume_growth",
                ]),
            ),
            (
                "cost",
                names(&[
                    "total_fees",
                    "avg_fee",
                    "fee_check",
                    "fee_per_txn",
                    "fee_share",
                    "fees_per_user",
                    "fees_per_receiver",
                    "implied_fees",
                    "fees_vs_mean",
                    "fee_growth",
                ]),
            ),
            ("activity", names(&["daily_txns", "txn_growth"])),
        ],
        key_metrics: names(&[
            "daily_txns",
            "total_volume",
            "avg_tx_value",
            "total_fees",
            "avg_fee",
            "gas_price_gwei",
        ]),
    }
}

fn moves_value(view: &View<'_>) -> bool {
    view.has(Metric::TotalVolume) || view.has(Metric::AvgTxValue)
}
