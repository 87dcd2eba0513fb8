//! Made-up figures: plausible, the same every time, and never without a label.

use std::f64::consts::TAU;

use jiff::civil::{Date, date};
use market::{Metric, Subject, SubjectKind};

use crate::app::hash;

/// Made-up figures begin here.
pub(super) const FIRST_DAY: Date = date(2018, 1, 1);

/// The figure of a metric on a day; `None` for one that the subject does not have.
///
/// Figures that belong together agree: a total is the mean times the count, the highest price of a
/// day is not below the others, and a day opens where the one before closed.
pub(super) fn figure(subject: &Subject, metric: Metric, day: Date) -> Option<f64> {
    let of = |metric| figure(subject, metric, day);
    let series = Course { subject, day };
    let is_protocol = subject.kind() == SubjectKind::Protocol;
    let value = match metric {
        Metric::DailyTxns => series.level("transactions", 1e5, 2e6),
        Metric::UniqueUsers => of(Metric::DailyTxns)? * series.share("users", 0.25, 0.45),
        Metric::UniqueReceivers => of(Metric::DailyTxns)? * series.share("receivers", 0.2, 0.4),
        Metric::SuccessRate => series.share("success", 0.95, 0.995),
        Metric::AvgTxValue if is_protocol => series.level("value", 200.0, 2_000.0),
        Metric::AvgTxValue => series.level("value", 0.5, 20.0),
        Metric::TotalVolume => of(Metric::DailyTxns)? * of(Metric::AvgTxValue)?,
        Metric::AvgFee => series.level("fee", 1e-4, 1e-2),
        Metric::TotalFees => of(Metric::DailyTxns)? * of(Metric::AvgFee)?,
        Metric::AvgGasPerTxn if subject.name() == "near" => series.level("gas", 2.0, 8.0),
        Metric::AvgGasPerTxn => series.level("gas", 6e4, 1.5e5),
        Metric::GasPriceGwei => series.level("gas price", 0.5, 30.0),
        Metric::ActiveContracts => series.level("contracts", 1e3, 5e4),
        Metric::OpenUsd => series.price(),
        Metric::CloseUsd => Course { subject, day: day.tomorrow().ok()? }.price(),
        Metric::HighUsd => {
            of(Metric::OpenUsd)?.max(of(Metric::CloseUsd)?)
                * (1.0 + series.share("high", 0.0, 0.03))
        }
        Metric::LowUsd => {
            of(Metric::OpenUsd)?.min(of(Metric::CloseUsd)?) * (1.0 - series.share("low", 0.0, 0.03))
        }
        Metric::Transfers => series.level("transfers", 5e3, 1e5),
        Metric::TransferVolumeUsd => series.level("transferred", 1e6, 1e8),
        Metric::Swaps => of(Metric::DailyTxns)? * series.share("swaps", 1.1, 1.6),
        Metric::DepositsUsd => series.level("deposits", 1e7, 2e8),
        Metric::WithdrawalsUsd => of(Metric::DepositsUsd)? * series.share("withdrawals", 0.7, 1.2),
        Metric::BorrowsUsd => of(Metric::DepositsUsd)? * series.share("borrows", 0.3, 0.6),
        Metric::RepaymentsUsd => of(Metric::BorrowsUsd)? * series.share("repayments", 0.8, 1.1),
        Metric::LiquidationsUsd => {
            of(Metric::BorrowsUsd)? * series.share("liquidations", 0.0, 0.02)
        }
        Metric::TvlUsd => series.level("held", 1e8, 1e10),
        _ => return None,
    };
    Some(if metric.is_count() { value.round() } else { value })
}

/// The course of a figure over the days.
#[derive(Clone, Copy)]
struct Course<'a> {
    subject: &'a Subject,
    day: Date,
}

impl Course<'_> {
    fn number(self) -> f64 {
        (self.day - FIRST_DAY).get_days().into()
    }

    /// From 0 to below 1, the same for all days of the subject.
    fn trait_of(self, what: &str) -> f64 {
        unit(hash(&(self.subject.to_string(), what)))
    }

    /// From 0 to below 1, another one every day.
    fn noise(self, what: &str) -> f64 {
        unit(hash(&(self.subject.to_string(), what, self.day.to_string())))
    }

    /// A level between these bounds that is the subject's own, with a week, a slow wave and noise.
    fn level(self, what: &str, low: f64, high: f64) -> f64 {
        let level = low * (high / low).powf(self.trait_of(what));
        let phase = self.trait_of(&format!("{what}, phase"));
        let wave = |period: f64| (TAU * (self.number() / period + phase)).sin();
        let noise = 2.0 * self.noise(what) - 1.0;
        level * (0.05 * wave(7.0) + 0.15 * wave(61.0) + 0.06 * noise).exp()
    }

    /// A share between these bounds, another one every day.
    fn share(self, what: &str, low: f64, high: f64) -> f64 {
        let own = 0.5 * self.trait_of(what) + 0.5 * self.noise(what);
        low + (high - low) * own
    }

    /// The price at the beginning of the day.
    fn price(self) -> f64 {
        let level = 0.1 * 10_000_f64.powf(self.trait_of("price"));
        let phase = self.trait_of("price, phase");
        let wave = |period: f64| (TAU * (self.number() / period + phase)).sin();
        let noise = 2.0 * self.noise("price") - 1.0;
        level * (0.4 * wave(401.0) + 0.12 * wave(37.0) + 0.03 * noise).exp()
    }
}

fn unit(bits: u64) -> f64 {
    (bits >> 11) as f64 / (1_u64 << 53) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_allowed_and_agree() {
        for text in ["arbitrum", "near", "token:AAVE", "protocol:uniswap"] {
            let subject: Subject = text.parse().unwrap();
            let mut day = date(2024, 12, 1);
            while day < date(2025, 3, 1) {
                let of = |metric| figure(&subject, metric, day).unwrap();
                for metric in Metric::ALL {
                    assert!(metric.allowed().contains(&of(metric)), "{subject} {metric} {day}");
                }
                assert!(of(Metric::UniqueUsers) < of(Metric::DailyTxns));
                assert!(of(Metric::LowUsd) <= of(Metric::OpenUsd).min(of(Metric::CloseUsd)));
                assert!(of(Metric::HighUsd) >= of(Metric::OpenUsd).max(of(Metric::CloseUsd)));
                let next = figure(&subject, Metric::OpenUsd, day.tomorrow().unwrap());
                assert_eq!(next, Some(of(Metric::CloseUsd)));
                day = day.tomorrow().unwrap();
            }
        }
    }

    #[test]
    fn subjects_and_days_differ() {
        let of = |subject: &str, day| {
            figure(&subject.parse().unwrap(), Metric::TotalVolume, day).unwrap()
        };
        let day = date(2025, 2, 9);
        assert_ne!(of("protocol:uniswap", day), of("protocol:curve", day));
        assert_ne!(of("protocol:uniswap", day), of("protocol:uniswap", date(2025, 2, 10)));
    }
}
