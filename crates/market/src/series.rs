//! The daily figures of one subject, checked.

use std::sync::Arc;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::date_range::days_between;
use crate::{DateRange, DropReason, DropReport, Dropped, Metric, Place, Subject};

/// How a day's figures came to be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// Measured, and exported as it stands.
    #[default]
    Direct,
    /// Recovered from the record of a week later and the growth stated there.
    FromGrowth,
}

impl Origin {
    /// Names the origin as the data does: `direct`, `from_growth`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::FromGrowth => "from_growth",
        }
    }
}

/// One day of a series.
#[derive(Clone, Debug, PartialEq)]
pub struct Day {
    date: Date,
    origin: Origin,
    /// In the order of [`Metric::ALL`], one entry a metric at most.
    values: Vec<(Metric, f64)>,
}

impl Day {
    /// The day's date, in UTC.
    pub fn date(&self) -> Date {
        self.date
    }

    /// How the day's figures came to be.
    pub fn origin(&self) -> Origin {
        self.origin
    }

    /// The value of a metric; `None` if it was not measured.
    pub fn value(&self, metric: Metric) -> Option<f64> {
        self.values.iter().find(|(measured, _)| *measured == metric).map(|(_, value)| *value)
    }

    /// What was measured, in the order of [`Metric::ALL`].
    pub fn values(&self) -> &[(Metric, f64)] {
        &self.values
    }

    /// Whether a question may be asked about this day.
    ///
    /// A day recovered from a growth figure is good history, but it knows counts and totals only,
    /// to fewer digits: nothing is asked about it.
    pub fn can_be_asked(&self) -> bool {
        self.origin == Origin::Direct
    }
}

/// A day as it was read, unchecked.
#[derive(Clone, Debug, PartialEq)]
pub struct RawDay {
    /// The day, in UTC.
    pub date: Date,
    /// How the figures came to be.
    pub origin: Origin,
    /// The figures, in any order; if a metric occurs twice, the last one counts.
    pub values: Vec<(Metric, f64)>,
    /// Where the row was read, for the report.
    pub place: Option<Place>,
}

impl RawDay {
    /// Makes a day without figures.
    pub fn new(date: Date) -> Self {
        Self { date, origin: Origin::Direct, values: Vec::new(), place: None }
    }

    /// Adds a figure.
    #[must_use]
    pub fn with(mut self, metric: Metric, value: f64) -> Self {
        self.values.push((metric, value));
        self
    }

    /// Says how the figures came to be.
    #[must_use]
    pub fn origin(mut self, origin: Origin) -> Self {
        self.origin = origin;
        self
    }

    /// Says where the row was read.
    #[must_use]
    pub fn place(mut self, file: impl Into<Arc<str>>, line: u64) -> Self {
        self.place = Some(Place { file: file.into(), line });
        self
    }
}

/// The daily figures of one subject, in date order.
///
/// Holds finite values within their metrics' ranges, of whole days, one entry a date. Days that
/// were not measured are not there; nothing is filled in. Cheap to clone.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    subject: Subject,
    days: Arc<[Day]>,
}

impl Series {
    /// Checks the rows and makes a series of those that hold, with a report of the others.
    ///
    /// `last_whole_day` is the last UTC day that was over when the data was taken.
    pub fn build(
        subject: Subject,
        rows: impl IntoIterator<Item = RawDay>,
        last_whole_day: Date,
    ) -> (Self, DropReport) {
        let mut builder = SeriesBuilder::new(subject, last_whole_day);
        for row in rows {
            builder.push(row);
        }
        builder.finish()
    }

    /// Whose figures these are.
    pub fn subject(&self) -> &Subject {
        &self.subject
    }

    /// The days, oldest first.
    pub fn days(&self) -> &[Day] {
        &self.days
    }

    /// How many days there are.
    pub fn len(&self) -> usize {
        self.days.len()
    }

    /// Whether there is no day.
    pub fn is_empty(&self) -> bool {
        self.days.is_empty()
    }

    /// The day of a date, if it was measured.
    pub fn day(&self, date: Date) -> Option<&Day> {
        self.days.get(self.position(date).ok()?)
    }

    /// Where the day of a date is, or would be.
    fn position(&self, date: Date) -> Result<usize, usize> {
        let first = self.days.first().filter(|first| first.date <= date).ok_or(0_usize)?;
        // Without gaps a date is as far from the first as its day; with gaps the day is nearer.
        let offset = usize::try_from(days_between(first.date, date)).unwrap_or(usize::MAX);
        match self.days.get(offset) {
            Some(day) if day.date == date => Ok(offset),
            _ => {
                let nearer = self.days.get(..offset).unwrap_or(&self.days);
                nearer.binary_search_by_key(&date, Day::date)
            }
        }
    }

    /// The value of a metric on a date; `None` if it was not measured.
    pub fn value(&self, date: Date, metric: Metric) -> Option<f64> {
        self.day(date)?.value(metric)
    }

    /// From the first day to the last; `None` without days. Days between may be missing.
    pub fn range(&self) -> Option<DateRange> {
        Some(DateRange { from: self.days.first()?.date, to: self.days.last()?.date })
    }

    /// The days of a range that were measured, oldest first.
    pub fn days_in(&self, range: DateRange) -> &[Day] {
        let from = self.position(range.from).unwrap_or_else(|gap| gap);
        let to = self.position(range.to).map_or_else(|gap| gap, |last| last + 1);
        self.days.get(from..to).unwrap_or(&[])
    }

    /// The values of a metric in a range, with their dates, oldest first.
    pub fn values_in(
        &self,
        range: DateRange,
        metric: Metric,
    ) -> impl DoubleEndedIterator<Item = (Date, f64)> + '_ {
        self.days_in(range).iter().filter_map(move |day| Some((day.date, day.value(metric)?)))
    }

    /// The part of the series that lies in a range.
    #[must_use]
    pub fn slice(&self, range: DateRange) -> Self {
        Self { subject: self.subject.clone(), days: self.days_in(range).into() }
    }

    /// The metrics that occur, in the order of [`Metric::ALL`].
    pub fn metrics(&self) -> Vec<Metric> {
        Metric::ALL
            .into_iter()
            .filter(|metric| self.days.iter().any(|day| day.value(*metric).is_some()))
            .collect()
    }
}

/// Takes rows in any order and makes a [`Series`] of those that hold.
#[derive(Clone, Debug)]
pub struct SeriesBuilder {
    subject: Subject,
    last_whole_day: Date,
    rows: Vec<RawDay>,
}

impl SeriesBuilder {
    /// Begins a series; `last_whole_day` is the last UTC day that was over.
    pub fn new(subject: Subject, last_whole_day: Date) -> Self {
        Self { subject, last_whole_day, rows: Vec::new() }
    }

    /// Takes a row.
    pub fn push(&mut self, row: RawDay) {
        self.rows.push(row);
    }

    /// Checks the rows and makes the series.
    pub fn finish(mut self) -> (Series, DropReport) {
        self.rows.sort_by_key(|row| row.date);
        let mut report = DropReport::default();
        let mut days = Vec::with_capacity(self.rows.len());
        let mut rest = self.rows.as_slice();
        while let Some(first) = rest.first() {
            let same = rest.partition_point(|row| row.date == first.date);
            let (rows, after) = rest.split_at(same);
            rest = after;
            if let Some(day) = self.check_date(rows, &mut report) {
                days.push(day);
            }
        }
        let series = Series { subject: self.subject, days: days.into() };
        (series, report)
    }

    /// Makes a day of the rows of one date.
    fn check_date(&self, rows: &[RawDay], report: &mut DropReport) -> Option<Day> {
        let (first, others) = rows.split_first()?;
        if first.date > self.last_whole_day {
            let reason = DropReason::UnfinishedDay { last_whole_day: self.last_whole_day };
            for row in rows {
                report.push(self.dropped_row(row, reason.clone()));
            }
            return None;
        }
        if !others.is_empty() {
            let equal = others
                .iter()
                .all(|row| row.origin == first.origin && tidy(&row.values) == tidy(&first.values));
            for row in if equal { others } else { rows } {
                report.push(self.dropped_row(row, DropReason::DuplicateDate { equal }));
            }
            if !equal {
                return None;
            }
        }
        self.check_row(first, report)
    }

    fn check_row(&self, row: &RawDay, report: &mut DropReport) -> Option<Day> {
        let mut day = Day {
            date: row.date,
            origin: row.origin,
            values: Vec::with_capacity(row.values.len()),
        };
        for (metric, value) in tidy(&row.values) {
            match problem(metric, value) {
                None => day.values.push((metric, value)),
                Some(reason) => report.push(Dropped {
                    metric: Some(metric),
                    value: value.to_string(),
                    ..self.dropped_row(row, reason)
                }),
            }
        }
        if prices_contradict(&day) {
            report.push(self.dropped_row(row, DropReason::ContradictoryPrices));
            return None;
        }
        if row.values.is_empty() {
            report.push(self.dropped_row(row, DropReason::EmptyRow));
        }
        (!day.values.is_empty()).then_some(day)
    }

    fn dropped_row(&self, row: &RawDay, reason: DropReason) -> Dropped {
        let figures: Vec<String> = tidy(&row.values)
            .into_iter()
            .map(|(metric, value)| format!("{metric} {value}"))
            .collect();
        Dropped {
            subject: self.subject.clone(),
            date: row.date,
            metric: None,
            value: figures.join(", "),
            reason,
            place: row.place.clone(),
        }
    }
}

/// In the order of the metrics, with the last of several values of one metric.
fn tidy(values: &[(Metric, f64)]) -> Vec<(Metric, f64)> {
    let mut tidy: Vec<(Metric, f64)> = Vec::with_capacity(values.len());
    for &(metric, value) in values {
        match tidy.binary_search_by_key(&metric, |(metric, _)| *metric) {
            Ok(at) => tidy[at].1 = value,
            Err(at) => tidy.insert(at, (metric, value)),
        }
    }
    tidy
}

fn problem(metric: Metric, value: f64) -> Option<DropReason> {
    if !value.is_finite() {
        return Some(DropReason::NotFinite);
    }
    let allowed = metric.allowed();
    if !allowed.contains(&value) {
        return Some(DropReason::OutOfRange { least: *allowed.start(), most: *allowed.end() });
    }
    (metric.is_count() && value.fract() != 0.0).then_some(DropReason::NotWhole)
}

/// Whether low is above high, or open or close lies outside the two.
fn prices_contradict(day: &Day) -> bool {
    let low = day.value(Metric::LowUsd);
    let high = day.value(Metric::HighUsd);
    let mut inner =
        [low, high, day.value(Metric::OpenUsd), day.value(Metric::CloseUsd)].into_iter().flatten();
    inner.any(|price| low.is_some_and(|low| price < low) || high.is_some_and(|high| price > high))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn build(rows: impl IntoIterator<Item = RawDay>) -> (Series, DropReport) {
        Series::build(Subject::network("ethereum"), rows, date(2025, 2, 28))
    }

    fn day(day: i8) -> RawDay {
        RawDay::new(date(2025, 2, day))
    }

    #[test]
    fn what_cannot_be_is_dropped_and_reported() {
        let (series, dropped) = build([
            day(3).with(Metric::SuccessRate, 98.5).with(Metric::DailyTxns, 10.0),
            day(1).with(Metric::DailyTxns, f64::NAN).place("a.csv", 7),
            day(2).with(Metric::DailyTxns, 1.5).with(Metric::UniqueUsers, -1.0),
            day(4).with(Metric::DailyTxns, 4.0),
            day(4).with(Metric::DailyTxns, 4.0),
            day(5).with(Metric::DailyTxns, 5.0),
            day(5).with(Metric::DailyTxns, 6.0),
            day(6),
            RawDay::new(date(2025, 3, 1)).with(Metric::DailyTxns, 1.0),
        ]);
        let dates: Vec<Date> = series.days().iter().map(Day::date).collect();
        assert_eq!(dates, [date(2025, 2, 3), date(2025, 2, 4)]);
        insta::assert_snapshot!(dropped, @r"
        a.csv:7: ethereum 2025-02-01: daily_txns NaN dropped: not a finite number
        ethereum 2025-02-02: daily_txns 1.5 dropped: a count that is not a whole number
        ethereum 2025-02-02: unique_users -1 dropped: outside the allowed range: 0 to 100000000000
        ethereum 2025-02-03: success_rate 98.5 dropped: outside the allowed range: 0 to 1
        ethereum 2025-02-04: row (daily_txns 4) dropped: the date occurs twice with equal figures: one row is kept
        ethereum 2025-02-05: row (daily_txns 5) dropped: the date occurs twice with different figures: no row is kept
        ethereum 2025-02-05: row (daily_txns 6) dropped: the date occurs twice with different figures: no row is kept
        ethereum 2025-02-06: row dropped: no figure measured on this day
        ethereum 2025-03-01: row (daily_txns 1) dropped: the day was not over: the last whole day is 2025-02-28
        ");
    }

    #[test]
    fn prices_that_contradict_themselves_cost_the_row() {
        let row = |open, high, low, close| {
            day(1)
                .with(Metric::OpenUsd, open)
                .with(Metric::HighUsd, high)
                .with(Metric::LowUsd, low)
                .with(Metric::CloseUsd, close)
        };
        let kept = |row: RawDay| build([row]).0.len();
        assert_eq!(kept(row(2.0, 3.0, 1.0, 2.5)), 1);
        assert_eq!(kept(row(2.0, 3.0, 1.0, 3.0)), 1);
        assert_eq!(kept(row(2.0, 3.0, 1.0, 3.1)), 0);
        assert_eq!(kept(row(0.9, 3.0, 1.0, 2.5)), 0);
        assert_eq!(kept(row(2.0, 1.0, 3.0, 2.0)), 0);
    }

    #[test]
    fn gaps_stay_gaps() {
        let (series, dropped) = build([
            day(1).with(Metric::DailyTxns, 1.0),
            day(9).with(Metric::DailyTxns, 0.0).origin(Origin::FromGrowth),
        ]);
        assert!(dropped.is_empty());
        assert_eq!(series.value(date(2025, 2, 5), Metric::DailyTxns), None);
        assert_eq!(series.value(date(2025, 2, 9), Metric::DailyTxns), Some(0.0));
        assert!(!series.day(date(2025, 2, 9)).unwrap().can_be_asked());
        let range = series.range().unwrap();
        assert_eq!(range.len(), 9);
        assert_eq!(series.days_in(DateRange { from: range.from, to: date(2025, 2, 8) }).len(), 1);
        assert_eq!(series.slice(range), series);
    }

    proptest! {
        #[test]
        fn a_series_holds_only_what_it_may(
            rows in prop::collection::vec(
                (0..40_i32, prop::sample::select(&Metric::ALL[..]), prop::num::f64::ANY),
                0..60,
            ),
        ) {
            let last = date(2025, 2, 28);
            let start = date(2025, 2, 1);
            let rows = rows.into_iter().map(|(offset, metric, value)| {
                RawDay::new(start + jiff::Span::new().days(offset)).with(metric, value)
            });
            let (series, _) = Series::build(Subject::network("x"), rows, last);
            prop_assert!(series.days().windows(2).all(|pair| pair[0].date() < pair[1].date()));
            for day in series.days() {
                prop_assert!(day.date() <= last && !day.values().is_empty());
                for (metric, value) in day.values() {
                    prop_assert!(value.is_finite() && metric.allowed().contains(value));
                }
            }
        }
    }
}
