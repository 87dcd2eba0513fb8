//! One subject's day as the kinds of question see it.

use std::cell::RefCell;

use jiff::civil::Date;
use market::{DateRange, Day, Deriving, Indicator, Metric, Series, Subject, indicators};

use crate::draft::{Note, Shown};
use crate::history::{Column, History, Row};
use crate::name::{Label, Name};

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

    /// The highest close of the last months, and its date.
    pub(crate) fn peak(&self) -> Option<(Date, f64)> {
        self.deriving.borrow().peak()
    }

    pub(crate) fn has(&self, metric: Metric) -> bool {
        self.value(metric).is_some()
    }

    /// A figure for the prompt's table.
    pub(crate) fn shown(&self, figure: impl Into<Figure>) -> Option<Shown<'s>> {
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
                label: Label::Fixed(indicator.label()),
                unit: indicator.unit(self.subject()),
                note: how_derived(indicator),
            },
        })
    }

    /// Those of the figures that the day has.
    pub(crate) fn figures<const N: usize>(&self, figures: [Figure; N]) -> Vec<Shown<'s>> {
        let mut shown = Vec::with_capacity(N + 2);
        shown.extend(figures.into_iter().filter_map(|figure| self.shown(figure)));
        shown
    }

    /// The figures of these metrics, named `network.metric`.
    pub(crate) fn prefixed_figures(&self, metrics: &[Metric]) -> impl Iterator<Item = Shown<'s>> {
        let subject = self.subject();
        metrics.iter().copied().filter_map(move |metric| {
            let label = Label::made(move || format!("{} of {}", metric.label(), subject.name()));
            let name = Name::Of(subject.clone(), metric.name());
            Some(Shown { name, label, ..self.shown(metric)? })
        })
    }

    /// The latest measured days before this one, with those of the metrics that any of them has.
    pub(crate) fn recent_history(&self, metrics: &[Metric]) -> History<'s> {
        let days = self.days_before();
        let days = &days[days.len().saturating_sub(HISTORY_ROWS)..];
        let rows = days.iter().map(|day| (day.date(), [Some(day), None]));
        History::new(self.columns(metrics), rows.collect())
    }

    fn days_before(&self) -> &'s [Day] {
        let days = self.series.days_in(DateRange::ending(self.date, HISTORY_DAYS + 1));
        // This day was measured: it is the last of them.
        days.split_last().map_or(&[], |(_, before)| before)
    }

    /// The named days as far as they were measured.
    pub(crate) fn history_on(&self, metrics: &[Metric], dates: &[Date]) -> History<'s> {
        let rows = dates.iter().map(|date| (*date, [self.series.day(*date), None]));
        History::new(self.columns(metrics), rows.collect())
    }

    fn columns(&self, metrics: &[Metric]) -> Vec<Column<'s>> {
        let of = |metric: &Metric| Column {
            side: 0,
            subject: self.subject(),
            metric: *metric,
            name: metric.name().into(),
        };
        metrics.iter().map(of).collect()
    }

    /// The latest days on which either network was measured, the columns named `network.metric`.
    pub(crate) fn shared_history(left: &Self, right: &Self, metrics: &[Metric]) -> History<'s> {
        let mut columns = Vec::with_capacity(2 * metrics.len());
        for (side, view) in [left, right].into_iter().enumerate() {
            let subject = view.subject();
            columns.extend(metrics.iter().map(|metric| Column {
                side,
                subject,
                metric: *metric,
                name: Name::Of(subject.clone(), metric.name()),
            }));
        }
        let mut days = [left.days_before(), right.days_before()];
        let mut rows: Vec<Row<'s>> = Vec::with_capacity(HISTORY_ROWS);
        while rows.len() < HISTORY_ROWS {
            let last = days.map(<[Day]>::last);
            let Some(date) = last.into_iter().flatten().map(Day::date).max() else { break };
            let of_date = last.map(|day| day.filter(|day| day.date() == date));
            for (days, day) in days.iter_mut().zip(of_date) {
                *days = &days[..days.len() - usize::from(day.is_some())];
            }
            rows.push((date, of_date));
        }
        rows.reverse();
        History::new(columns, rows)
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
