//! One subject's day as the kinds of question see it.

use std::cell::RefCell;

use jiff::civil::Date;
use market::{DateRange, Day, Deriving, Indicator, Metric, Series, Subject, indicators};

use crate::draft::{Cell, Column, History, Note, Shown};
use crate::formula::Name;

/// How far back a network's history table reaches.
const HISTORY_DAYS: u32 = 30;

/// The most rows of a network's history table: two weeks of figures can be read at a glance.
const HISTORY_ROWS: usize = 14;

/// A day of a series, with what is derived from it.
pub(crate) struct View<'s> {
    pub(crate) series: &'s Series,
    pub(crate) date: Date,
    day: &'s Day,
    deriving: RefCell<Deriving<'s>>,
}

/// What a figure of a day is: measured, or derived.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Figure {
    Measured(Metric),
    Derived(Indicator),
}

impl From<Metric> for Figure {
    fn from(metric: Metric) -> Self {
        Self::Measured(metric)
    }
}

impl From<Indicator> for Figure {
    fn from(indicator: Indicator) -> Self {
        Self::Derived(indicator)
    }
}

impl<'s> View<'s> {
    /// Looks at a day; `None` if nothing was measured on it.
    pub(crate) fn of(series: &'s Series, date: Date) -> Option<Self> {
        let deriving = RefCell::new(Deriving::on(series, date)?);
        Some(Self { series, date, day: series.day(date)?, deriving })
    }

    pub(crate) fn subject(&self) -> &'s Subject {
        self.series.subject()
    }

    pub(crate) fn value(&self, metric: Metric) -> Option<f64> {
        self.day.value(metric)
    }

    pub(crate) fn derived(&self, indicator: Indicator) -> Option<f64> {
        self.deriving.borrow_mut().value(indicator)
    }

    pub(crate) fn has(&self, metric: Metric) -> bool {
        self.value(metric).is_some()
    }

    /// A figure for the prompt's table.
    pub(crate) fn shown(&self, figure: impl Into<Figure>) -> Option<Shown> {
        Some(match figure.into() {
            Figure::Measured(metric) => Shown {
                name: metric.name().into(),
                label: metric.label().into(),
                unit: metric.unit(self.subject()),
                value: self.value(metric)?,
                note: None,
            },
            Figure::Derived(indicator) => Shown {
                value: self.derived(indicator)?,
                name: indicator.name().into(),
                label: indicator.label(),
                unit: indicator.unit(self.subject()),
                note: how_derived(indicator),
            },
        })
    }

    /// Those of the figures that the day has.
    pub(crate) fn figures<const N: usize>(&self, figures: [Figure; N]) -> Vec<Shown> {
        let mut shown = Vec::with_capacity(N + 2);
        shown.extend(figures.into_iter().filter_map(|figure| self.shown(figure)));
        shown
    }

    /// The figures of these metrics, named `network.metric`.
    pub(crate) fn prefixed_figures(&self, metrics: &[Metric]) -> impl Iterator<Item = Shown> {
        let network = self.subject().name();
        let shown = metrics.iter().filter_map(|metric| self.shown(*metric));
        shown.map(move |shown| Shown {
            name: format!("{network}.{}", shown.name).into(),
            label: format!("{} of {network}", shown.label).into(),
            ..shown
        })
    }

    /// The latest measured days before this one, with those of the metrics that any of them has.
    pub(crate) fn recent_history(&self, metrics: &[Metric]) -> History {
        let days = self.days_before();
        let days = &days[days.len().saturating_sub(HISTORY_ROWS)..];
        let rows = days.iter().map(|day| (day.date(), [Some(day), None]));
        table(&self.columns(metrics), rows.collect())
    }

    fn days_before(&self) -> &'s [Day] {
        let days = self.series.days_in(DateRange::ending(self.date, HISTORY_DAYS + 1));
        // This day was measured: it is the last of them.
        days.split_last().map_or(&[], |(_, before)| before)
    }

    /// The named days as far as they were measured.
    pub(crate) fn history_on(&self, metrics: &[Metric], dates: &[Date]) -> History {
        let rows = dates.iter().map(|date| (*date, [self.series.day(*date), None]));
        table(&self.columns(metrics), rows.collect())
    }

    fn columns(&self, metrics: &[Metric]) -> Vec<Source<'s>> {
        let of = |metric: &Metric| Source {
            side: 0,
            subject: self.subject(),
            metric: *metric,
            name: metric.name().into(),
        };
        metrics.iter().map(of).collect()
    }

    /// The latest days on which both networks were measured, the columns named `network.metric`.
    pub(crate) fn shared_history(left: &Self, right: &Self, metrics: &[Metric]) -> History {
        let views = [left, right];
        let mut dates: Vec<Date> =
            views.iter().flat_map(|view| view.days_before().iter().map(Day::date)).collect();
        dates.sort_unstable();
        dates.dedup();
        let dates = &dates[dates.len().saturating_sub(HISTORY_ROWS)..];
        let mut columns = Vec::with_capacity(2 * metrics.len());
        for (side, view) in views.into_iter().enumerate() {
            let subject = view.subject();
            columns.extend(metrics.iter().map(|metric| Source {
                side,
                subject,
                metric: *metric,
                name: format!("{}.{}", subject.name(), metric.name()).into(),
            }));
        }
        let rows = dates.iter().map(|date| (*date, views.map(|view| view.series.day(*date))));
        table(&columns, rows.collect())
    }
}

/// Where the figures of a column come from.
struct Source<'s> {
    /// Which of the days of a row.
    side: usize,
    subject: &'s Subject,
    metric: Metric,
    name: Name,
}

impl Source<'_> {
    fn cell(&self, days: &[Option<&Day>; 2]) -> Option<Cell> {
        let day = days[self.side]?;
        Some(Cell { value: day.value(self.metric)?, recovered: !day.can_be_asked() })
    }
}

/// Fills a table, without the columns that would be empty and the days that were not measured.
fn table(columns: &[Source<'_>], mut rows: Vec<(Date, [Option<&Day>; 2])>) -> History {
    let mut filled = Vec::with_capacity(columns.len());
    filled.extend(
        columns.iter().filter(|column| rows.iter().any(|(_, days)| column.cell(days).is_some())),
    );
    rows.retain(|(_, days)| filled.iter().any(|column| column.cell(days).is_some()));
    let mut cells = Vec::with_capacity(rows.len() * filled.len());
    for (_, days) in &rows {
        cells.extend(filled.iter().map(|column| column.cell(days)));
    }
    let column = |from: &&Source<'_>| Column {
        name: from.name.clone(),
        unit: from.metric.unit(from.subject),
    };
    History {
        columns: filled.iter().map(column).collect(),
        dates: rows.iter().map(|(date, _)| *date).collect(),
        cells,
    }
}

/// Says how a derived figure comes about, as far as its label does not.
fn how_derived(indicator: Indicator) -> Option<Note> {
    match indicator {
        Indicator::Volatility => Some(Note::Volatility),
        Indicator::Mean7d(_) => Some(Note::MeanOf(indicators::SHORT_MEAN_DAYS)),
        Indicator::Mean30d(_) => Some(Note::MeanOf(indicators::LONG_MEAN_DAYS)),
        Indicator::BaselineMean(_) | Indicator::BaselineSd(_) => Some(Note::Baseline),
        Indicator::BaselineDays(_) => Some(Note::BaselineDays),
        _ => None,
    }
}
