//! Figures derived from a series: growth, volatility, means, z-scores, returns, drawdowns.
//!
//! Each is absent where its inputs are, never zero. "Days" are calendar days: seven days earlier
//! is the date seven days earlier, or nothing. Windows are named constants.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

pub use crate::deriving::{daily_log_changes, peak_close, trough_close};

use crate::deriving::Deriving;
use crate::{Metric, Series, Subject, SubjectKind, Unit};

/// How many days back growth compares.
pub const GROWTH_DAYS: u32 = 7;
/// How many days' changes volatility looks at, the day itself included.
pub const VOLATILITY_DAYS: u32 = 14;
/// How many daily changes volatility needs.
pub const VOLATILITY_LEAST: usize = 5;
/// The days of the short trailing mean, the day itself included.
pub const SHORT_MEAN_DAYS: u32 = 7;
/// How many measured days the short mean needs.
pub const SHORT_MEAN_LEAST: usize = 5;
/// The days of the long trailing mean, the day itself included.
pub const LONG_MEAN_DAYS: u32 = 30;
/// How many measured days the long mean needs.
pub const LONG_MEAN_LEAST: usize = 15;
/// The days of the baseline with which a z-score compares, the day itself *not* included.
pub const BASELINE_DAYS: u32 = 30;
/// How many measured days a baseline needs.
pub const BASELINE_LEAST: usize = 7;
/// The days in which peak and trough are sought, the day itself included.
pub const PEAK_DAYS: u32 = 90;
/// How many measured days peak and trough need.
pub const PEAK_LEAST: usize = 60;

/// A derived figure of a subject's day.
///
/// ```
/// use market::Indicator;
/// let growth: Indicator = "txn_growth".parse().unwrap();
/// assert_eq!(growth, Indicator::TxnGrowth);
/// assert_eq!(growth.label(), "7-day growth of daily transactions");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Indicator {
    /// Growth of daily transactions over seven days.
    TxnGrowth,
    /// Growth of unique users over seven days.
    UserGrowth,
    /// Growth of total volume over seven days.
    VolumeGrowth,
    /// Growth of total fees over seven days.
    FeeGrowth,
    /// Standard deviation of the daily log changes of the [`lead_metric`].
    Volatility,
    /// Change of the close since the day before.
    Return1d,
    /// Change of the close over seven days.
    Return7d,
    /// Change of the close over thirty days.
    Return30d,
    /// The highest close of the window.
    PeakClose,
    /// The lowest close of the window.
    TroughClose,
    /// How many days ago the highest close of the window was.
    DaysSincePeak,
    /// How many days ago the lowest close of the window was.
    DaysSinceTrough,
    /// How far the close is below the highest close of the window.
    Drawdown,
    /// How far the close is above the lowest close of the window.
    Rebound,
    /// The day's high less its low, over its close.
    Range,
    /// The mean of the last 7 days.
    Mean7d(Metric),
    /// The mean of the last 30 days.
    Mean30d(Metric),
    /// The mean of the baseline.
    BaselineMean(Metric),
    /// The standard deviation of the baseline.
    BaselineSd(Metric),
    /// How many days of the baseline were measured.
    BaselineDays(Metric),
    /// How far the day is from the baseline's mean, in the baseline's standard deviations.
    Zscore(Metric),
}

/// The metric by whose course a subject of a kind is judged: transactions of a network, the close
/// of a token, the volume of a protocol.
pub fn lead_metric(kind: SubjectKind) -> Metric {
    match kind {
        SubjectKind::Network => Metric::DailyTxns,
        SubjectKind::Token => Metric::CloseUsd,
        SubjectKind::Protocol => Metric::TotalVolume,
    }
}

/// How the figures that are derived of any metric alike are called.
struct Averages {
    mean_7d: Called,
    mean_30d: Called,
    baseline_mean: Called,
    baseline_sd: Called,
    baseline_days: Called,
    zscore: Called,
}

struct Called {
    name: String,
    label: String,
}

/// In the order of [`Metric::ALL`]. Put together once, for names are looked up all the time.
static AVERAGES: LazyLock<[Averages; Metric::ALL.len()]> = LazyLock::new(|| {
    Metric::ALL.map(|metric| {
        let called = |name: &str, label: &str| Called {
            name: format!("{metric}_{name}"),
            label: format!("{label} of {}", metric.label()),
        };
        Averages {
            mean_7d: called("mean_7d", "7-day mean"),
            mean_30d: called("mean_30d", "30-day mean"),
            baseline_mean: called("mean", "baseline mean"),
            baseline_sd: called("sd", "baseline standard deviation"),
            baseline_days: called("days", "baseline days"),
            zscore: called("zscore", "z-score"),
        }
    })
});

/// The metrics of which means and z-scores are taken.
fn averaged(kind: SubjectKind) -> Vec<Metric> {
    Metric::ALL
        .into_iter()
        .filter(|metric| match kind {
            SubjectKind::Network | SubjectKind::Protocol => metric.measures(kind),
            SubjectKind::Token => *metric == Metric::CloseUsd,
        })
        .collect()
}

impl Indicator {
    /// The indicators that a subject of a kind can have, in the order in which they are shown.
    pub fn all(kind: SubjectKind) -> Vec<Self> {
        let mut all = match kind {
            SubjectKind::Network | SubjectKind::Protocol => vec![
                Self::TxnGrowth,
                Self::UserGrowth,
                Self::VolumeGrowth,
                Self::FeeGrowth,
                Self::Volatility,
            ],
            SubjectKind::Token => vec![
                Self::Return1d,
                Self::Return7d,
                Self::Return30d,
                Self::Volatility,
                Self::PeakClose,
                Self::TroughClose,
                Self::DaysSincePeak,
                Self::DaysSinceTrough,
                Self::Drawdown,
                Self::Rebound,
                Self::Range,
            ],
        };
        for metric in averaged(kind) {
            all.extend([
                Self::Mean7d(metric),
                Self::Mean30d(metric),
                Self::BaselineMean(metric),
                Self::BaselineSd(metric),
                Self::BaselineDays(metric),
                Self::Zscore(metric),
            ]);
        }
        all
    }

    /// Names the indicator as the data does: `txn_growth`, `daily_txns_mean_7d`.
    pub fn name(self) -> &'static str {
        match self {
            Self::TxnGrowth => "txn_growth",
            Self::UserGrowth => "user_growth",
            Self::VolumeGrowth => "volume_growth",
            Self::FeeGrowth => "fee_growth",
            Self::Volatility => "volatility",
            Self::Return1d => "return_1d",
            Self::Return7d => "return_7d",
            Self::Return30d => "return_30d",
            Self::PeakClose => "peak_close",
            Self::TroughClose => "trough_close",
            Self::DaysSincePeak => "days_since_peak",
            Self::DaysSinceTrough => "days_since_trough",
            Self::Drawdown => "drawdown",
            Self::Rebound => "rebound",
            Self::Range => "range",
            Self::Mean7d(metric) => &AVERAGES[metric as usize].mean_7d.name,
            Self::Mean30d(metric) => &AVERAGES[metric as usize].mean_30d.name,
            Self::BaselineMean(metric) => &AVERAGES[metric as usize].baseline_mean.name,
            Self::BaselineSd(metric) => &AVERAGES[metric as usize].baseline_sd.name,
            Self::BaselineDays(metric) => &AVERAGES[metric as usize].baseline_days.name,
            Self::Zscore(metric) => &AVERAGES[metric as usize].zscore.name,
        }
    }

    /// Words for prose: `7-day growth of daily transactions`.
    pub fn label(self) -> Cow<'static, str> {
        match self {
            Self::TxnGrowth | Self::UserGrowth | Self::VolumeGrowth | Self::FeeGrowth => {
                let of = self.grown().map_or("", Metric::label);
                format!("{GROWTH_DAYS}-day growth of {of}").into()
            }
            Self::Volatility => "volatility".into(),
            Self::Return1d => "1-day return".into(),
            Self::Return7d => "7-day return".into(),
            Self::Return30d => "30-day return".into(),
            Self::PeakClose => format!("{PEAK_DAYS}-day highest close").into(),
            Self::TroughClose => format!("{PEAK_DAYS}-day lowest close").into(),
            Self::DaysSincePeak => format!("days since the {PEAK_DAYS}-day highest close").into(),
            Self::DaysSinceTrough => format!("days since the {PEAK_DAYS}-day lowest close").into(),
            Self::Drawdown => format!("drawdown from the {PEAK_DAYS}-day highest close").into(),
            Self::Rebound => format!("rebound from the {PEAK_DAYS}-day lowest close").into(),
            Self::Range => "daily range".into(),
            Self::Mean7d(metric) => AVERAGES[metric as usize].mean_7d.label.as_str().into(),
            Self::Mean30d(metric) => AVERAGES[metric as usize].mean_30d.label.as_str().into(),
            Self::BaselineMean(metric) => {
                AVERAGES[metric as usize].baseline_mean.label.as_str().into()
            }
            Self::BaselineSd(metric) => AVERAGES[metric as usize].baseline_sd.label.as_str().into(),
            Self::BaselineDays(metric) => {
                AVERAGES[metric as usize].baseline_days.label.as_str().into()
            }
            Self::Zscore(metric) => AVERAGES[metric as usize].zscore.label.as_str().into(),
        }
    }

    /// The unit of the indicator's values for this subject.
    pub fn unit(self, subject: &Subject) -> Unit {
        match self {
            Self::TxnGrowth
            | Self::UserGrowth
            | Self::VolumeGrowth
            | Self::FeeGrowth
            | Self::Volatility
            | Self::Return1d
            | Self::Return7d
            | Self::Return30d
            | Self::Drawdown
            | Self::Rebound
            | Self::Range => Unit::Percent,
            Self::PeakClose | Self::TroughClose => Unit::Usd,
            Self::DaysSincePeak | Self::DaysSinceTrough | Self::BaselineDays(_) => Unit::Count,
            Self::Zscore(_) => Unit::Number,
            Self::Mean7d(metric)
            | Self::Mean30d(metric)
            | Self::BaselineMean(metric)
            | Self::BaselineSd(metric) => metric.unit(subject),
        }
    }

    /// How the value is computed, in one line that a reader can follow with the data at hand.
    pub fn formula(self) -> String {
        let change = |of: Metric, days: u32| {
            format!("({of} − {of} {days} days earlier) / {of} {days} days earlier × 100")
        };
        let window = |days: u32, least: usize| {
            format!("last {days} days, the day included; at least {least} measured")
        };
        let close = Metric::CloseUsd;
        match self {
            Self::TxnGrowth | Self::UserGrowth | Self::VolumeGrowth | Self::FeeGrowth => {
                self.grown().map_or_else(String::new, |of| change(of, GROWTH_DAYS))
            }
            Self::Volatility => format!(
                "sample standard deviation of ln(value / value of the day before) × 100 over the \
                 last {VOLATILITY_DAYS} days; at least {VOLATILITY_LEAST} such changes measured; \
                 the value is daily_txns of a network, close_usd of a token, total_volume of a \
                 protocol"
            ),
            Self::Return1d => {
                "(close_usd − close_usd of the day before) / close_usd of the day before × 100"
                    .to_owned()
            }
            Self::Return7d => change(close, 7),
            Self::Return30d => change(close, 30),
            Self::PeakClose => {
                format!("highest close_usd of the {}", window(PEAK_DAYS, PEAK_LEAST))
            }
            Self::TroughClose => {
                format!("lowest close_usd of the {}", window(PEAK_DAYS, PEAK_LEAST))
            }
            Self::DaysSincePeak => "days since the latest close_usd equal to peak_close".to_owned(),
            Self::DaysSinceTrough => {
                "days since the latest close_usd equal to trough_close".to_owned()
            }
            Self::Drawdown => "(peak_close − close_usd) / peak_close × 100".to_owned(),
            Self::Rebound => "(close_usd − trough_close) / trough_close × 100".to_owned(),
            Self::Range => "(high_usd − low_usd) / close_usd × 100".to_owned(),
            Self::Mean7d(metric) => {
                format!("mean of {metric} over the {}", window(SHORT_MEAN_DAYS, SHORT_MEAN_LEAST))
            }
            Self::Mean30d(metric) => {
                format!("mean of {metric} over the {}", window(LONG_MEAN_DAYS, LONG_MEAN_LEAST))
            }
            Self::BaselineMean(metric) => format!(
                "mean of {metric} over the {BASELINE_DAYS} days before the day; at least \
                 {BASELINE_LEAST} measured"
            ),
            Self::BaselineSd(metric) => format!(
                "sample standard deviation of {metric} over the {BASELINE_DAYS} days before the \
                 day; at least {BASELINE_LEAST} measured"
            ),
            Self::BaselineDays(metric) => format!(
                "days on which {metric} was measured, of the {BASELINE_DAYS} before the day; at \
                 least {BASELINE_LEAST}"
            ),
            Self::Zscore(metric) => format!("({metric} − {metric}_mean) / {metric}_sd"),
        }
    }

    /// The metric that the indicator is computed from; of [`Indicator::Range`] the close, of
    /// [`Indicator::Volatility`] the [`lead_metric`] of the kind.
    pub fn metric(self, kind: SubjectKind) -> Metric {
        match self {
            Self::TxnGrowth => Metric::DailyTxns,
            Self::UserGrowth => Metric::UniqueUsers,
            Self::VolumeGrowth => Metric::TotalVolume,
            Self::FeeGrowth => Metric::TotalFees,
            Self::Volatility => lead_metric(kind),
            Self::Return1d
            | Self::Return7d
            | Self::Return30d
            | Self::PeakClose
            | Self::TroughClose
            | Self::DaysSincePeak
            | Self::DaysSinceTrough
            | Self::Drawdown
            | Self::Rebound
            | Self::Range => Metric::CloseUsd,
            Self::Mean7d(metric)
            | Self::Mean30d(metric)
            | Self::BaselineMean(metric)
            | Self::BaselineSd(metric)
            | Self::BaselineDays(metric)
            | Self::Zscore(metric) => metric,
        }
    }

    /// Computes the value for a day; `None` where an input is missing or the formula not defined.
    pub fn compute(self, series: &Series, date: Date) -> Option<f64> {
        Deriving::on(series, date)?.value(self)
    }

    /// The metric whose growth this is.
    fn grown(self) -> Option<Metric> {
        match self {
            Self::TxnGrowth | Self::UserGrowth | Self::VolumeGrowth | Self::FeeGrowth => {
                Some(self.metric(SubjectKind::Network))
            }
            _ => None,
        }
    }
}

impl fmt::Display for Indicator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A text that names no indicator.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no indicator")]
pub struct IndicatorError(String);

impl FromStr for Indicator {
    type Err = IndicatorError;

    fn from_str(text: &str) -> Result<Self, IndicatorError> {
        SubjectKind::ALL
            .into_iter()
            .flat_map(Self::all)
            .find(|indicator| indicator.name() == text)
            .ok_or_else(|| IndicatorError(text.to_owned()))
    }
}

impl Serialize for Indicator {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for Indicator {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}
