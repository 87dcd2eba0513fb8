//! Figures derived from a series: growth, volatility, means, z-scores, returns, drawdowns.
//!
//! Each is absent where its inputs are, never zero. "Days" are calendar days: seven days earlier
//! is the date seven days earlier, or nothing. Windows are named constants.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::date_range::{days_before, days_between};
use crate::statistics::{finite, log_change, mean, percent_change, sample_sd};
use crate::{DateRange, Metric, Series, Subject, SubjectKind, Unit};

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
    pub fn name(self) -> String {
        match self {
            Self::TxnGrowth => "txn_growth".to_owned(),
            Self::UserGrowth => "user_growth".to_owned(),
            Self::VolumeGrowth => "volume_growth".to_owned(),
            Self::FeeGrowth => "fee_growth".to_owned(),
            Self::Volatility => "volatility".to_owned(),
            Self::Return1d => "return_1d".to_owned(),
            Self::Return7d => "return_7d".to_owned(),
            Self::Return30d => "return_30d".to_owned(),
            Self::PeakClose => "peak_close".to_owned(),
            Self::TroughClose => "trough_close".to_owned(),
            Self::DaysSincePeak => "days_since_peak".to_owned(),
            Self::DaysSinceTrough => "days_since_trough".to_owned(),
            Self::Drawdown => "drawdown".to_owned(),
            Self::Rebound => "rebound".to_owned(),
            Self::Range => "range".to_owned(),
            Self::Mean7d(metric) => format!("{metric}_mean_7d"),
            Self::Mean30d(metric) => format!("{metric}_mean_30d"),
            Self::BaselineMean(metric) => format!("{metric}_mean"),
            Self::BaselineSd(metric) => format!("{metric}_sd"),
            Self::BaselineDays(metric) => format!("{metric}_days"),
            Self::Zscore(metric) => format!("{metric}_zscore"),
        }
    }

    /// Words for prose: `7-day growth of daily transactions`.
    pub fn label(self) -> String {
        match self {
            Self::TxnGrowth | Self::UserGrowth | Self::VolumeGrowth | Self::FeeGrowth => {
                let of = self.grown().map_or("", Metric::label);
                format!("{GROWTH_DAYS}-day growth of {of}")
            }
            Self::Volatility => "volatility".to_owned(),
            Self::Return1d => "1-day return".to_owned(),
            Self::Return7d => "7-day return".to_owned(),
            Self::Return30d => "30-day return".to_owned(),
            Self::PeakClose => format!("{PEAK_DAYS}-day highest close"),
            Self::TroughClose => format!("{PEAK_DAYS}-day lowest close"),
            Self::DaysSincePeak => format!("days since the {PEAK_DAYS}-day highest close"),
            Self::DaysSinceTrough => format!("days since the {PEAK_DAYS}-day lowest close"),
            Self::Drawdown => format!("drawdown from the {PEAK_DAYS}-day highest close"),
            Self::Rebound => format!("rebound from the {PEAK_DAYS}-day lowest close"),
            Self::Range => "daily range".to_owned(),
            Self::Mean7d(metric) => format!("7-day mean of {}", metric.label()),
            Self::Mean30d(metric) => format!("30-day mean of {}", metric.label()),
            Self::BaselineMean(metric) => format!("baseline mean of {}", metric.label()),
            Self::BaselineSd(metric) => {
                format!("baseline standard deviation of {}", metric.label())
            }
            Self::BaselineDays(metric) => format!("baseline days of {}", metric.label()),
            Self::Zscore(metric) => format!("z-score of {}", metric.label()),
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
        let metric = self.metric(series.subject().kind());
        match self {
            Self::TxnGrowth | Self::UserGrowth | Self::VolumeGrowth | Self::FeeGrowth => {
                change_over(series, metric, date, GROWTH_DAYS)
            }
            Self::Volatility => {
                let changes = daily_log_changes(series, metric, ending(date, VOLATILITY_DAYS));
                // A day that was not measured has no volatility of its own.
                series.value(date, metric)?;
                if changes.len() < VOLATILITY_LEAST {
                    return None;
                }
                finite(sample_sd(&changes)? * 100.0)
            }
            Self::Return1d => change_over(series, metric, date, 1),
            Self::Return7d => change_over(series, metric, date, 7),
            Self::Return30d => change_over(series, metric, date, 30),
            Self::PeakClose => Some(peak_close(series, date)?.1),
            Self::TroughClose => Some(trough_close(series, date)?.1),
            Self::DaysSincePeak => Some(days_between(peak_close(series, date)?.0, date) as f64),
            Self::DaysSinceTrough => Some(days_between(trough_close(series, date)?.0, date) as f64),
            Self::Drawdown => {
                let peak = peak_close(series, date)?.1;
                finite((peak - series.value(date, metric)?) / peak * 100.0)
            }
            Self::Rebound => {
                percent_change(trough_close(series, date)?.1, series.value(date, metric)?)
            }
            Self::Range => {
                let day = series.day(date)?;
                let span = day.value(Metric::HighUsd)? - day.value(Metric::LowUsd)?;
                finite(span / day.value(Metric::CloseUsd)? * 100.0)
            }
            Self::Mean7d(_) => {
                trailing_mean(series, metric, date, SHORT_MEAN_DAYS, SHORT_MEAN_LEAST)
            }
            Self::Mean30d(_) => {
                trailing_mean(series, metric, date, LONG_MEAN_DAYS, LONG_MEAN_LEAST)
            }
            Self::BaselineMean(_) => mean(&baseline(series, metric, date)?),
            Self::BaselineSd(_) => sample_sd(&baseline(series, metric, date)?),
            Self::BaselineDays(_) => Some(baseline(series, metric, date)?.len() as f64),
            Self::Zscore(_) => {
                let values = baseline(series, metric, date)?;
                let sd = sample_sd(&values)?;
                finite((series.value(date, metric)? - mean(&values)?) / sd)
            }
        }
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
        f.pad(&self.name())
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
        serializer.serialize_str(&self.name())
    }
}

impl<'de> Deserialize<'de> for Indicator {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

/// The highest close of the last [`PEAK_DAYS`] days and its date, the latest of equal ones; absent
/// if the day or too many others were not measured.
pub fn peak_close(series: &Series, date: Date) -> Option<(Date, f64)> {
    extreme_close(series, date, |close, best| close >= best)
}

/// The lowest close of the last [`PEAK_DAYS`] days and its date, the latest of equal ones; absent
/// if the day or too many others were not measured.
pub fn trough_close(series: &Series, date: Date) -> Option<(Date, f64)> {
    extreme_close(series, date, |close, best| close <= best)
}

fn extreme_close(
    series: &Series,
    date: Date,
    better: impl Fn(f64, f64) -> bool,
) -> Option<(Date, f64)> {
    series.value(date, Metric::CloseUsd)?;
    let mut found: Option<(Date, f64)> = None;
    let mut measured = 0;
    for (day, close) in series.values_in(ending(date, PEAK_DAYS), Metric::CloseUsd) {
        measured += 1;
        if found.is_none_or(|(_, best)| better(close, best)) {
            found = Some((day, close));
        }
    }
    found.filter(|_| measured >= PEAK_LEAST)
}

/// The daily log changes of a metric that end within a range, oldest first. A change needs the day
/// and the day before; across a gap there is none.
pub fn daily_log_changes(series: &Series, metric: Metric, range: DateRange) -> Vec<f64> {
    let wider = DateRange { from: days_before(range.from, 1).unwrap_or(range.from), to: range.to };
    let values: Vec<(Date, f64)> = series.values_in(wider, metric).collect();
    values
        .windows(2)
        .filter_map(|pair| match pair {
            [(before, from), (day, to)] if days_between(*before, *day) == 1 => {
                log_change(*from, *to)
            }
            _ => None,
        })
        .collect()
}

fn change_over(series: &Series, metric: Metric, date: Date, days: u32) -> Option<f64> {
    let earlier = series.value(days_before(date, days)?, metric)?;
    percent_change(earlier, series.value(date, metric)?)
}

fn trailing_mean(
    series: &Series,
    metric: Metric,
    date: Date,
    days: u32,
    least: usize,
) -> Option<f64> {
    series.value(date, metric)?;
    let values: Vec<f64> =
        series.values_in(ending(date, days), metric).map(|(_, value)| value).collect();
    if values.len() < least {
        return None;
    }
    mean(&values)
}

fn baseline(series: &Series, metric: Metric, date: Date) -> Option<Vec<f64>> {
    series.value(date, metric)?;
    let values: Vec<f64> = series
        .values_in(ending(date.yesterday().ok()?, BASELINE_DAYS), metric)
        .map(|(_, value)| value)
        .collect();
    (values.len() >= BASELINE_LEAST).then_some(values)
}

fn ending(date: Date, days: u32) -> DateRange {
    DateRange::ending(date, days)
}
