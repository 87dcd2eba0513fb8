//! One subject's day as the kinds of question see it.

use jiff::civil::Date;
use market::indicators;
use market::{DateRange, Metric, Series, Snapshot, Subject};

use crate::draft::{Cell, Column, Row, Shown};

/// How far back a network's history table reaches.
const HISTORY_DAYS: u32 = 30;

/// The most rows of a network's history table: two weeks of figures can be read at a glance.
const HISTORY_ROWS: usize = 14;

/// A day of a series, with what is derived from it.
pub(crate) struct View<'s> {
    pub(crate) series: &'s Series,
    pub(crate) date: Date,
    pub(crate) snapshot: Snapshot,
}

impl<'s> View<'s> {
    /// Looks at a day; `None` if nothing was measured on it.
    pub(crate) fn of(series: &'s Series, date: Date) -> Option<Self> {
        Some(Self { series, date, snapshot: Snapshot::of(series, date)? })
    }

    pub(crate) fn subject(&self) -> &'s Subject {
        self.series.subject()
    }

    pub(crate) fn value(&self, metric: Metric) -> Option<f64> {
        self.series.value(self.date, metric)
    }

    pub(crate) fn derived(&self, name: &str) -> Option<f64> {
        self.snapshot.value(name)
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.snapshot.value(name).is_some()
    }

    /// A figure for the prompt's table.
    pub(crate) fn shown(&self, name: &str) -> Option<Shown> {
        let figure = self.snapshot.figure(name)?;
        Some(Shown {
            note: how_derived(&figure.name),
            name: figure.name,
            label: figure.label,
            unit: figure.unit,
            value: figure.value,
        })
    }

    /// The figures of these names, as far as the day has them.
    pub(crate) fn figures(&self, names: &[&str]) -> Vec<Shown> {
        names.iter().filter_map(|name| self.shown(name)).collect()
    }

    /// The figures of these metrics, named `network.metric`.
    pub(crate) fn prefixed_figures(&self, metrics: &[Metric]) -> Vec<Shown> {
        let network = self.subject().name();
        let shown = metrics.iter().filter_map(|metric| self.shown(metric.name()));
        shown
            .map(|shown| Shown {
                name: format!("{network}.{}", shown.name),
                label: format!("{} of {network}", shown.label),
                ..shown
            })
            .collect()
    }

    /// The latest measured days before this one, with those of the metrics that any of them has.
    pub(crate) fn recent_history(&self, metrics: &[Metric]) -> (Vec<Column>, Vec<Row>) {
        let days = self.days_before();
        let dates: Vec<Date> = days[days.len().saturating_sub(HISTORY_ROWS)..].to_vec();
        self.history_on(metrics, &dates)
    }

    fn days_before(&self) -> Vec<Date> {
        let days = self.series.days_in(DateRange::ending(self.date, HISTORY_DAYS + 1));
        days.iter().map(market::Day::date).filter(|date| *date < self.date).collect()
    }

    /// The named days as far as they were measured.
    pub(crate) fn history_on(&self, metrics: &[Metric], dates: &[Date]) -> (Vec<Column>, Vec<Row>) {
        let columns =
            metrics.iter().map(|metric| (self, *metric, metric.name().to_owned())).collect();
        table(columns, dates)
    }

    /// The latest days on which both networks were measured, the columns named `network.metric`.
    pub(crate) fn shared_history(
        left: &Self,
        right: &Self,
        metrics: &[Metric],
    ) -> (Vec<Column>, Vec<Row>) {
        let mut dates = left.days_before();
        dates.extend(right.days_before());
        dates.sort();
        dates.dedup();
        let dates = dates[dates.len().saturating_sub(HISTORY_ROWS)..].to_vec();
        let columns = [left, right]
            .into_iter()
            .flat_map(|view| metrics.iter().map(move |metric| (view, *metric)))
            .map(|(view, metric)| {
                (view, metric, format!("{}.{}", view.subject().name(), metric.name()))
            })
            .collect();
        table(columns, &dates)
    }
}

/// Fills a table, without the columns that would be empty and the days that were not measured.
fn table(columns: Vec<(&View<'_>, Metric, String)>, dates: &[Date]) -> (Vec<Column>, Vec<Row>) {
    let filled: Vec<_> = columns
        .into_iter()
        .filter(|(view, metric, _)| {
            dates.iter().any(|date| view.series.value(*date, *metric).is_some())
        })
        .collect();
    let rows = dates
        .iter()
        .map(|date| Row {
            date: *date,
            cells: filled.iter().map(|(view, metric, _)| cell(view, *metric, *date)).collect(),
        })
        .filter(|row| row.cells.iter().any(Option::is_some))
        .collect();
    let columns = filled
        .into_iter()
        .map(|(view, metric, name)| Column { name, unit: metric.unit(view.subject()) })
        .collect();
    (columns, rows)
}

fn cell(view: &View<'_>, metric: Metric, date: Date) -> Option<Cell> {
    let day = view.series.day(date)?;
    Some(Cell { value: day.value(metric)?, recovered: !day.can_be_asked() })
}

/// Says how a derived figure comes about, as far as its label does not.
fn how_derived(name: &str) -> Option<String> {
    let mean = |days: u32| format!("of the known days among the {days} that end with this one");
    let baseline = || {
        format!(
            "over the known days of the {} before, recovered ones included",
            indicators::BASELINE_DAYS
        )
    };
    match name {
        "volatility" => Some(format!(
            "standard deviation of the daily log changes of the last {} days",
            indicators::VOLATILITY_DAYS
        )),
        _ if name.ends_with("_mean_7d") => Some(mean(indicators::SHORT_MEAN_DAYS)),
        _ if name.ends_with("_mean_30d") => Some(mean(indicators::LONG_MEAN_DAYS)),
        _ if name.ends_with("_mean") || name.ends_with("_sd") => Some(baseline()),
        _ if name.ends_with("_days") => {
            Some(format!("how many of the {} days before are known", indicators::BASELINE_DAYS))
        }
        _ => None,
    }
}
