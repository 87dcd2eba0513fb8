//! Computes the figures that are derived from a series.

use std::cell::OnceCell;

use jiff::civil::Date;

use crate::date_range::{days_before, days_between};
use crate::indicators::{
    BASELINE_DAYS, BASELINE_LEAST, GROWTH_DAYS, LONG_MEAN_DAYS, LONG_MEAN_LEAST, PEAK_DAYS,
    PEAK_LEAST, SHORT_MEAN_DAYS, SHORT_MEAN_LEAST, VOLATILITY_DAYS, VOLATILITY_LEAST,
};
use crate::statistics::{finite, log_change, mean, percent_change, sample_sd};
use crate::{DateRange, Day, Indicator, Metric, Series};

/// The days that means and the baseline look at: those of the baseline and the day itself.
const MONTH_DAYS: u32 =
    if BASELINE_DAYS + 1 > LONG_MEAN_DAYS { BASELINE_DAYS + 1 } else { LONG_MEAN_DAYS };

/// Computes the indicators of one day, those that are asked for. What several of them rest on is
/// worked out once.
pub struct Deriving<'s> {
    series: &'s Series,
    date: Date,
    day: &'s Day,
    /// The month of the metric that was looked at last: they come one after the other.
    month: Option<(Metric, Month)>,
    peak: OnceCell<Option<(Date, f64)>>,
    trough: OnceCell<Option<(Date, f64)>>,
}

impl<'s> Deriving<'s> {
    /// Looks at a day; `None` if it was not measured, for then nothing is derived of it.
    pub fn on(series: &'s Series, date: Date) -> Option<Self> {
        let day = series.day(date)?;
        Some(Self {
            series,
            date,
            day,
            month: None,
            peak: OnceCell::new(),
            trough: OnceCell::new(),
        })
    }

    /// The value of an indicator; `None` where an input is missing or the formula not defined.
    pub fn value(&mut self, indicator: Indicator) -> Option<f64> {
        let metric = indicator.metric(self.series.subject().kind());
        // Without a value of the day itself nothing is derived of the metric.
        let own = self.day.value(metric)?;
        match indicator {
            Indicator::TxnGrowth
            | Indicator::UserGrowth
            | Indicator::VolumeGrowth
            | Indicator::FeeGrowth => self.change(metric, own, GROWTH_DAYS),
            Indicator::Volatility => {
                let range = DateRange::ending(self.date, VOLATILITY_DAYS);
                let changes = daily_log_changes(self.series, metric, range);
                if changes.len() < VOLATILITY_LEAST {
                    return None;
                }
                finite(sample_sd(&changes)? * 100.0)
            }
            Indicator::Return1d => self.change(metric, own, 1),
            Indicator::Return7d => self.change(metric, own, 7),
            Indicator::Return30d => self.change(metric, own, 30),
            Indicator::PeakClose => Some(self.peak()?.1),
            Indicator::TroughClose => Some(self.trough()?.1),
            Indicator::DaysSincePeak => Some(days_between(self.peak()?.0, self.date) as f64),
            Indicator::DaysSinceTrough => Some(days_between(self.trough()?.0, self.date) as f64),
            Indicator::Drawdown => {
                let peak = self.peak()?.1;
                finite((peak - own) / peak * 100.0)
            }
            Indicator::Rebound => percent_change(self.trough()?.1, own),
            Indicator::Range => {
                let span = self.day.value(Metric::HighUsd)? - self.day.value(Metric::LowUsd)?;
                finite(span / own * 100.0)
            }
            Indicator::Mean7d(_) => mean_of(self.month(metric).short(), SHORT_MEAN_LEAST),
            Indicator::Mean30d(_) => mean_of(self.month(metric).long(), LONG_MEAN_LEAST),
            Indicator::BaselineMean(_) => mean_of(self.month(metric).baseline(), BASELINE_LEAST),
            Indicator::BaselineSd(_) => self.month(metric).baseline_sd(),
            Indicator::BaselineDays(_) => {
                let days = self.month(metric).baseline().len();
                (days >= BASELINE_LEAST).then_some(days as f64)
            }
            Indicator::Zscore(_) => {
                let month = self.month(metric);
                let sd = month.baseline_sd()?;
                finite((own - mean(month.baseline())?) / sd)
            }
        }
    }

    fn change(&self, metric: Metric, own: f64, days: u32) -> Option<f64> {
        percent_change(self.series.value(days_before(self.date, days)?, metric)?, own)
    }

    /// See [`peak_close`].
    pub fn peak(&self) -> Option<(Date, f64)> {
        *self.peak.get_or_init(|| peak_close(self.series, self.date))
    }

    /// See [`trough_close`].
    pub fn trough(&self) -> Option<(Date, f64)> {
        *self.trough.get_or_init(|| trough_close(self.series, self.date))
    }

    fn month(&mut self, metric: Metric) -> &Month {
        let known = self.month.take().filter(|(of, _)| *of == metric);
        let of_metric =
            known.unwrap_or_else(|| (metric, Month::of(self.series, self.date, metric)));
        &self.month.insert(of_metric).1
    }
}

/// The values of a metric in the days up to one on which it was measured.
struct Month {
    /// Oldest first; the last is that of the day itself.
    values: [f64; MONTH_DAYS as usize],
    len: usize,
    /// Where the values of the short mean begin.
    short: usize,
    /// Where the values of the long mean begin.
    long: usize,
    /// Where the values of the baseline begin, which end before the last.
    baseline: usize,
    baseline_sd: OnceCell<Option<f64>>,
}

impl Month {
    fn of(series: &Series, date: Date, metric: Metric) -> Self {
        let begins = |days: u32| DateRange::ending(date, days).from;
        let (short, long) = (begins(SHORT_MEAN_DAYS), begins(LONG_MEAN_DAYS));
        let baseline = begins(BASELINE_DAYS + 1);
        let mut month = Self {
            values: [0.0; MONTH_DAYS as usize],
            len: 0,
            short: 0,
            long: 0,
            baseline: 0,
            baseline_sd: OnceCell::new(),
        };
        for (day, value) in series.values_in(DateRange::ending(date, MONTH_DAYS), metric) {
            month.short += usize::from(day < short);
            month.long += usize::from(day < long);
            month.baseline += usize::from(day < baseline);
            month.values[month.len] = value;
            month.len += 1;
        }
        month
    }

    fn short(&self) -> &[f64] {
        &self.values[self.short..self.len]
    }

    fn long(&self) -> &[f64] {
        &self.values[self.long..self.len]
    }

    fn baseline(&self) -> &[f64] {
        &self.values[self.baseline..self.len.saturating_sub(1)]
    }

    fn baseline_sd(&self) -> Option<f64> {
        *self.baseline_sd.get_or_init(|| {
            let values = self.baseline();
            (values.len() >= BASELINE_LEAST).then(|| sample_sd(values)).flatten()
        })
    }
}

fn mean_of(values: &[f64], least: usize) -> Option<f64> {
    if values.len() < least {
        return None;
    }
    mean(values)
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
    for (day, close) in series.values_in(DateRange::ending(date, PEAK_DAYS), Metric::CloseUsd) {
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
    let mut before: Option<(Date, f64)> = None;
    let mut changes = Vec::with_capacity(series.days_in(wider).len());
    for (day, to) in series.values_in(wider, metric) {
        if let Some((_, from)) = before.filter(|(eve, _)| eve.tomorrow().is_ok_and(|it| it == day))
        {
            changes.extend(log_change(from, to));
        }
        before = Some((day, to));
    }
    changes
}
