//! What is measured.

use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::{Subject, SubjectKind, Unit};

/// A measured metric. Its name is the column of the bundled CSV files, as far as they have it.
///
/// Derived figures (growth, volatility, means) are indicators, not metrics.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Metric {
    /// Distinct transactions of the day.
    DailyTxns,
    /// Distinct senders of the day; of a protocol, those who used it.
    UniqueUsers,
    /// Distinct receivers of the day; on Bitcoin, addresses of first outputs.
    UniqueReceivers,
    /// Share of the transactions that succeeded, 0 to 1.
    SuccessRate,
    /// Value moved that day, in the native coin.
    TotalVolume,
    /// Value moved per transaction, in the native coin.
    AvgTxValue,
    /// Fees paid that day, in the native coin.
    TotalFees,
    /// Fees paid per transaction, in the native coin.
    AvgFee,
    /// Gas used per transaction.
    AvgGasPerTxn,
    /// Mean gas price, in gwei.
    GasPriceGwei,
    /// Distinct contracts called that day.
    ActiveContracts,
    /// First price of the day, in US dollars.
    OpenUsd,
    /// Highest price of the day, in US dollars.
    HighUsd,
    /// Lowest price of the day, in US dollars.
    LowUsd,
    /// Last price of the day, in US dollars.
    CloseUsd,
    /// Transfers of the token that day, mints and burns included.
    Transfers,
    /// Value of the day's transfers of the token, in US dollars.
    TransferVolumeUsd,
    /// Swaps through the protocol that day; a routed trade is several.
    Swaps,
    /// Value lent to the protocol that day, in US dollars.
    DepositsUsd,
    /// Value taken back from the protocol that day, in US dollars.
    WithdrawalsUsd,
    /// Value borrowed from the protocol that day, in US dollars.
    BorrowsUsd,
    /// Value repaid to the protocol that day, in US dollars.
    RepaymentsUsd,
    /// Value of the collateral seized that day, in US dollars.
    LiquidationsUsd,
    /// Value held by the protocol at the day's reading, in US dollars.
    TvlUsd,
}

impl Metric {
    /// All metrics, in the order of the columns.
    pub const ALL: [Self; 24] = [
        Self::DailyTxns,
        Self::UniqueUsers,
        Self::UniqueReceivers,
        Self::SuccessRate,
        Self::TotalVolume,
        Self::AvgTxValue,
        Self::TotalFees,
        Self::AvgFee,
        Self::AvgGasPerTxn,
        Self::GasPriceGwei,
        Self::ActiveContracts,
        Self::OpenUsd,
        Self::HighUsd,
        Self::LowUsd,
        Self::CloseUsd,
        Self::Transfers,
        Self::TransferVolumeUsd,
        Self::Swaps,
        Self::DepositsUsd,
        Self::WithdrawalsUsd,
        Self::BorrowsUsd,
        Self::RepaymentsUsd,
        Self::LiquidationsUsd,
        Self::TvlUsd,
    ];

    /// Names the metric as the data does: `daily_txns`.
    pub fn name(self) -> &'static str {
        match self {
            Self::DailyTxns => "daily_txns",
            Self::UniqueUsers => "unique_users",
            Self::UniqueReceivers => "unique_receivers",
            Self::SuccessRate => "success_rate",
            Self::TotalVolume => "total_volume",
            Self::AvgTxValue => "avg_tx_value",
            Self::TotalFees => "total_fees",
            Self::AvgFee => "avg_fee",
            Self::AvgGasPerTxn => "avg_gas_per_txn",
            Self::GasPriceGwei => "gas_price_gwei",
            Self::ActiveContracts => "active_contracts",
            Self::OpenUsd => "open_usd",
            Self::HighUsd => "high_usd",
            Self::LowUsd => "low_usd",
            Self::CloseUsd => "close_usd",
            Self::Transfers => "transfers",
            Self::TransferVolumeUsd => "transfer_volume_usd",
            Self::Swaps => "swaps",
            Self::DepositsUsd => "deposits_usd",
            Self::WithdrawalsUsd => "withdrawals_usd",
            Self::BorrowsUsd => "borrows_usd",
            Self::RepaymentsUsd => "repayments_usd",
            Self::LiquidationsUsd => "liquidations_usd",
            Self::TvlUsd => "tvl_usd",
        }
    }

    /// Words for prose: `daily transactions`.
    pub fn label(self) -> &'static str {
        match self {
            Self::DailyTxns => "daily transactions",
            Self::UniqueUsers => "unique users",
            Self::UniqueReceivers => "unique receivers",
            Self::SuccessRate => "success rate",
            Self::TotalVolume => "total volume",
            Self::AvgTxValue => "average transaction value",
            Self::TotalFees => "total fees",
            Self::AvgFee => "average fee",
            Self::AvgGasPerTxn => "average gas per transaction",
            Self::GasPriceGwei => "gas price",
            Self::ActiveContracts => "active contracts",
            Self::OpenUsd => "opening price",
            Self::HighUsd => "daily high",
            Self::LowUsd => "daily low",
            Self::CloseUsd => "closing price",
            Self::Transfers => "transfers",
            Self::TransferVolumeUsd => "transfer volume in dollars",
            Self::Swaps => "swaps",
            Self::DepositsUsd => "deposits",
            Self::WithdrawalsUsd => "withdrawals",
            Self::BorrowsUsd => "borrowing",
            Self::RepaymentsUsd => "repayments",
            Self::LiquidationsUsd => "liquidations",
            Self::TvlUsd => "total value locked",
        }
    }

    /// The unit of the metric's values for this subject.
    ///
    /// Amounts are in the network's native coin, a protocol's in US dollars. A network whose coin
    /// is not known here counts in [`Unit::UNKNOWN_COIN`].
    pub fn unit(self, subject: &Subject) -> Unit {
        match self {
            _ if self.is_count() => Unit::Count,
            Self::SuccessRate => Unit::Ratio,
            Self::TotalVolume | Self::AvgTxValue | Self::TotalFees | Self::AvgFee => {
                match subject.kind() {
                    SubjectKind::Protocol => Unit::Usd,
                    SubjectKind::Network | SubjectKind::Token => {
                        Unit::Coin(subject.coin().unwrap_or(Unit::UNKNOWN_COIN).to_owned())
                    }
                }
            }
            Self::AvgGasPerTxn if subject.name() == "near" => Unit::Tgas,
            Self::AvgGasPerTxn => Unit::Gas,
            Self::GasPriceGwei => Unit::Gwei,
            // What is left is in dollars, as the names say.
            _ => Unit::Usd,
        }
    }

    /// The values that a measurement can have; what lies outside is no measurement.
    ///
    /// The upper ends are far above anything seen on any network: they catch a mistaken unit (wei
    /// for ETH), not a busy day.
    pub fn allowed(self) -> RangeInclusive<f64> {
        match self {
            _ if self.is_count() => 0.0..=1e11,
            Self::SuccessRate => 0.0..=1.0,
            Self::AvgTxValue | Self::AvgFee | Self::AvgGasPerTxn => 0.0..=1e10,
            Self::GasPriceGwei => 0.0..=1e7,
            // A price of zero is a missing price.
            Self::OpenUsd | Self::HighUsd | Self::LowUsd | Self::CloseUsd => {
                f64::MIN_POSITIVE..=1e10
            }
            // What is left is an amount of coins or dollars.
            _ => 0.0..=1e13,
        }
    }

    /// Whether the metric counts things, so that its values are whole numbers.
    pub fn is_count(self) -> bool {
        matches!(
            self,
            Self::DailyTxns
                | Self::UniqueUsers
                | Self::UniqueReceivers
                | Self::ActiveContracts
                | Self::Transfers
                | Self::Swaps
        )
    }

    /// Whether subjects of a kind are measured by it.
    pub fn measures(self, kind: SubjectKind) -> bool {
        match self {
            Self::DailyTxns => kind != SubjectKind::Token,
            Self::UniqueUsers | Self::TotalVolume => true,
            Self::UniqueReceivers => kind != SubjectKind::Protocol,
            Self::SuccessRate
            | Self::AvgTxValue
            | Self::TotalFees
            | Self::AvgFee
            | Self::AvgGasPerTxn
            | Self::GasPriceGwei
            | Self::ActiveContracts => kind == SubjectKind::Network,
            Self::OpenUsd
            | Self::HighUsd
            | Self::LowUsd
            | Self::CloseUsd
            | Self::Transfers
            | Self::TransferVolumeUsd => kind == SubjectKind::Token,
            Self::Swaps
            | Self::DepositsUsd
            | Self::WithdrawalsUsd
            | Self::BorrowsUsd
            | Self::RepaymentsUsd
            | Self::LiquidationsUsd
            | Self::TvlUsd => kind == SubjectKind::Protocol,
        }
    }

    /// Whether the metric is a price of the day.
    pub fn is_price(self) -> bool {
        matches!(self, Self::OpenUsd | Self::HighUsd | Self::LowUsd | Self::CloseUsd)
    }
}

impl fmt::Display for Metric {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A text that names no metric.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no metric")]
pub struct MetricError(String);

impl FromStr for Metric {
    type Err = MetricError;

    fn from_str(text: &str) -> Result<Self, MetricError> {
        Self::ALL
            .into_iter()
            .find(|metric| metric.name() == text)
            .ok_or_else(|| MetricError(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_read_back_and_serialise_the_same() {
        for metric in Metric::ALL {
            assert_eq!(metric.name().parse::<Metric>().unwrap(), metric);
            let json = serde_json::to_string(&metric).unwrap();
            assert_eq!(json, format!("\"{}\"", metric.name()));
        }
        assert_eq!("txns".parse::<Metric>().unwrap_err().to_string(), "`txns` is no metric");
    }

    #[test]
    fn every_metric_measures_something() {
        for metric in Metric::ALL {
            assert!(SubjectKind::ALL.into_iter().any(|kind| metric.measures(kind)), "{metric}");
        }
    }

    #[test]
    fn units_depend_on_the_subject() {
        let check = |metric: Metric, subject: &str, unit: Unit| {
            assert_eq!(metric.unit(&subject.parse().unwrap()), unit);
        };
        check(Metric::TotalVolume, "ethereum", Unit::Coin("ETH".into()));
        check(Metric::TotalFees, "nowhere", Unit::Coin("coins".into()));
        check(Metric::TotalVolume, "protocol:uniswap", Unit::Usd);
        check(Metric::AvgGasPerTxn, "near", Unit::Tgas);
        check(Metric::AvgGasPerTxn, "ethereum", Unit::Gas);
        check(Metric::SuccessRate, "near", Unit::Ratio);
        check(Metric::TotalVolume, "token:UNI", Unit::Coin("UNI".into()));
        check(Metric::TransferVolumeUsd, "token:UNI", Unit::Usd);
        check(Metric::Swaps, "protocol:uniswap", Unit::Count);
        check(Metric::TvlUsd, "protocol:aave", Unit::Usd);
    }
}
