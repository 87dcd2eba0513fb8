//! The scale-free features that the rules look at.

use jiff::civil::Date;
use market::indicators::{daily_log_changes, lead_metric};
use market::statistics::{mean, sample_sd};
use market::{DateRange, Metric, Series};

use crate::Windows;

/// The days between the two ends of the changes from which the pace is taken.
const PACE_DAYS: u32 = 7;

/// What the course of a subject up to a day looks like, without its scale.
///
/// Nothing changes if every value is multiplied by the same number (but for the coarseness of the
/// figures). The **pace** is how far the subject usually goes in a day: the root mean square of its
/// log changes over seven days, over the root of seven, within the long window. Trends and the
/// distance to the mean are measured in how far that pace leads in as many days.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Features {
    /// The slope of the line fitted to the logs of the short window, over its days, in units of the
    /// pace.
    pub trend_short: f64,
    /// The same of the long window.
    pub trend_long: f64,
    /// The log of the level over the long mean, in units of the pace over the mean's days.
    pub mean_distance: f64,
    /// How far the level is below the high, in percent.
    pub drawdown: f64,
    /// How far the level is above the low, in percent.
    pub rebound: f64,
    /// How many days ago the high was.
    pub days_since_high: f64,
    /// How many days ago the low was.
    pub days_since_low: f64,
    /// The highest level of the later half of the short window over that of the earlier half, as a
    /// change in percent; absent where a half has no level.
    pub high_change: Option<f64>,
    /// The lowest level of the later half over that of the earlier half, as a change in percent.
    pub low_change: Option<f64>,
    /// The standard deviation of the recent daily log changes, in percent.
    pub volatility: f64,
    /// Recent over usual volatility.
    pub volatility_ratio: f64,
    /// Whether the usual volatility is the subject's own, or else the fallback.
    pub knows_usual: bool,
}

impl Features {
    /// Works out the features of a day; `None` if the day or too many before it were not measured.
    ///
    /// Looks at the [`lead_metric`] of the subject, and at no day after `date`.
    pub fn of(series: &Series, date: Date, windows: &Windows) -> Option<Self> {
        let course = Course { series, metric: lead_metric(series.subject().kind()), windows };
        let level = course.level(date)?;
        let pace = course.pace(date)?;
        let going = |days: u32| pace * libm::sqrt(f64::from(days));
        let trend = |days: u32, least: usize| {
            let slope = course.slope(date, days, least)?;
            finite(slope * f64::from(days) / going(days))
        };

        let long_mean = course.mean(date, windows.mean_days, windows.mean_least)?;
        let levels = course.levels(DateRange::ending(date, windows.high_days));
        if levels.len() < windows.high_least {
            return None;
        }
        let (high_date, high) = extreme(&levels, |value, best| value >= best)?;
        let (low_date, low) = extreme(&levels, |value, best| value <= best)?;

        let half = windows.short_days / 2;
        let later = DateRange::ending(date, half);
        let earlier = DateRange::ending(later.from.yesterday().ok()?, half);
        let (later, earlier) = (course.levels(later), course.levels(earlier));
        let change = |better: fn(f64, f64) -> bool| {
            let (_, now) = extreme(&later, better)?;
            let (_, before) = extreme(&earlier, better)?;
            finite((now - before) / before * 100.0)
        };

        let floor = course.rounding_noise(date, level);
        let recent_range = DateRange::ending(date, windows.recent_days);
        let recent = course.volatility(recent_range, windows.recent_least)?.max(floor);
        let before_recent = recent_range.from.yesterday().ok()?;
        let usual_range = DateRange::ending(before_recent, windows.usual_days);
        let own = course.volatility(usual_range, windows.usual_least);
        let usual = own.unwrap_or(windows.usual_fallback).max(floor);

        Some(Self {
            trend_short: trend(windows.short_days, windows.short_least)?,
            trend_long: trend(windows.long_days, windows.long_least)?,
            mean_distance: finite(libm::log(level / long_mean) / going(windows.mean_days))?,
            drawdown: finite((high - level) / high * 100.0)?,
            rebound: finite((level - low) / low * 100.0)?,
            days_since_high: days_between(high_date, date),
            days_since_low: days_between(low_date, date),
            high_change: change(|value, best| value >= best),
            low_change: change(|value, best| value <= best),
            volatility: recent,
            volatility_ratio: finite(recent / usual)?,
            knows_usual: own.is_some(),
        })
    }
}

/// The values of one metric, as the features need them.
struct Course<'a> {
    series: &'a Series,
    metric: Metric,
    windows: &'a Windows,
}

impl Course<'_> {
    /// The measured values of a range above zero, for there is no log of others.
    fn values(&self, range: DateRange) -> Vec<(Date, f64)> {
        let mut values = Vec::with_capacity(self.series.days_in(range).len());
        let measured = self.series.values_in(range, self.metric);
        values.extend(measured.filter(|(_, value)| *value > 0.0));
        values
    }

    /// The level of a measured day.
    fn level(&self, date: Date) -> Option<f64> {
        let own = self.series.value(date, self.metric).filter(|value| *value > 0.0)?;
        if self.windows.level_days <= 1 {
            return Some(own);
        }
        self.mean(date, self.windows.level_days, self.windows.level_least)
    }

    fn levels(&self, range: DateRange) -> Vec<(Date, f64)> {
        if self.windows.level_days <= 1 {
            return self.values(range);
        }
        let before = DateRange::ending(range.from, self.windows.level_days).from;
        let values: Vec<(Date, f64)> = self.values(DateRange { from: before, to: range.to });
        let mut start = 0;
        let mut levels = Vec::with_capacity(values.len());
        for (index, (date, _)) in
            values.iter().enumerate().filter(|(_, (day, _))| *day >= range.from)
        {
            let from = DateRange::ending(*date, self.windows.level_days).from;
            start += values[start..index].iter().take_while(|(day, _)| *day < from).count();
            let level = mean_of(&values[start..=index], self.windows.level_least);
            levels.extend(level.map(|level| (*date, level)));
        }
        levels
    }

    fn mean(&self, date: Date, days: u32, least: usize) -> Option<f64> {
        mean_of(&self.values(DateRange::ending(date, days)), least)
    }

    /// How far the subject usually goes in a day.
    ///
    /// Taken from changes over exactly a week: so the weekly rhythm of activity cancels, days may
    /// be missing in between, and prices with few decimals, whose daily changes are mostly
    /// rounding, lose most of that rounding.
    fn pace(&self, date: Date) -> Option<f64> {
        let values = self.values(DateRange::ending(date, self.windows.long_days));
        let mut squares = Vec::with_capacity(values.len());
        let mut start = 0;
        for &(day, value) in &values {
            while values
                .get(start)
                .is_some_and(|(earlier, _)| days_between(*earlier, day) > f64::from(PACE_DAYS))
            {
                start += 1;
            }
            if let Some(&(earlier, before)) = values.get(start)
                && days_between(earlier, day) == f64::from(PACE_DAYS)
            {
                let change = libm::log(value / before);
                squares.push(change * change / f64::from(PACE_DAYS));
            }
        }
        if squares.len() < self.windows.pace_least {
            return None;
        }
        // Without any change there is no pace to measure by.
        mean(&squares).map(libm::sqrt).filter(|pace| *pace > 0.0)
    }

    /// The daily slope of the line of least squares through the logs.
    fn slope(&self, date: Date, days: u32, least: usize) -> Option<f64> {
        let values = self.values(DateRange::ending(date, days));
        if values.len() < least.max(2) {
            return None;
        }
        let count = values.len() as f64;
        let points: Vec<(f64, f64)> = values
            .iter()
            .map(|(day, value)| (-days_between(*day, date), libm::log(*value)))
            .collect();
        let mean_x = points.iter().map(|(x, _)| x).sum::<f64>() / count;
        let mean_y = points.iter().map(|(_, y)| y).sum::<f64>() / count;
        let across = points.iter().map(|(x, y)| (x - mean_x) * (y - mean_y)).sum::<f64>();
        let along = points.iter().map(|(x, _)| (x - mean_x) * (x - mean_x)).sum::<f64>();
        finite(across / along)
    }

    /// The standard deviation of daily log changes, in percent.
    fn volatility(&self, range: DateRange, least: usize) -> Option<f64> {
        let changes = daily_log_changes(self.series, self.metric, range);
        if changes.len() < least {
            return None;
        }
        finite(sample_sd(&changes)? * 100.0)
    }

    /// The volatility, in percent, that rounding alone gives to a steady value: two roundings a
    /// change, each evenly spread over one unit of the last decimal.
    fn rounding_noise(&self, date: Date, level: f64) -> f64 {
        let values = self.values(DateRange::ending(date, self.windows.long_days));
        last_decimal(&values) / level / libm::sqrt(6.0) * 100.0
    }
}

fn mean_of(values: &[(Date, f64)], least: usize) -> Option<f64> {
    if values.len() < least.max(1) {
        return None;
    }
    finite(values.iter().map(|(_, value)| value).sum::<f64>() / values.len() as f64)
}

/// The unit of the last decimal that the values use; 0 if they use more than eight.
fn last_decimal(values: &[(Date, f64)]) -> f64 {
    let mut unit = 1.0;
    let mut inverse = 1.0;
    for _ in 0..=8 {
        let is_whole = |value: f64| {
            let scaled = value * inverse;
            (scaled - libm::round(scaled)).abs() <= 1e-9 * scaled.max(1.0)
        };
        if values.iter().all(|(_, value)| is_whole(*value)) {
            return unit;
        }
        unit /= 10.0;
        inverse *= 10.0;
    }
    0.0
}

/// The best of the values and its date, the latest of equal ones.
fn extreme(values: &[(Date, f64)], better: impl Fn(f64, f64) -> bool) -> Option<(Date, f64)> {
    let mut found: Option<(Date, f64)> = None;
    for &(date, value) in values {
        if found.is_none_or(|(_, best)| better(value, best)) {
            found = Some((date, value));
        }
    }
    found
}

fn days_between(from: Date, to: Date) -> f64 {
    f64::from(from.duration_until(to).as_hours() as i32 / 24)
}

fn finite(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_decimal_is_found() {
        let check = |values: &[f64], expect: f64| {
            let values: Vec<_> = values.iter().map(|value| (Date::ZERO, *value)).collect();
            let found = last_decimal(&values);
            assert!((found - expect).abs() < 1e-12, "{values:?}: {found}");
        };
        check(&[13535.0, 27120.0], 1.0);
        check(&[0.31, 0.3, 0.33], 0.01);
        check(&[757.01, 864.0], 0.01);
        check(&[1.0 / 3.0], 0.0);
    }
}
