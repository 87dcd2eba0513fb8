//! The tables as a source of series.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use async_trait::async_trait;
use futures::future::BoxFuture;
use futures::{StreamExt as _, TryStreamExt as _};
use jiff::civil::Date;
use market::{DateRange, DropReport, Fetched, MarketSource, RawDay, Series, Subject, SubjectKind};

use crate::error::{Fault, Retry};
use crate::rows;
use crate::sql::{Catalog, Days, Query};
use crate::{Client, Error, ErrorKind};

/// How far back the last whole day is sought first. The tables are behind by hours, or stand still.
const RECENT_DAYS: u32 = 14;

/// Series from Flipside's tables.
///
/// Every series ends with the day before `today` at the latest: the present day is not over. "All"
/// of a subject are the last [`crate::Settings::history_days`]; a range that begins before
/// [`Days::FIRST`] begins there too. Other ranges may lie further back. Where a query takes the
/// service too long, its days are asked for in halves.
#[derive(Clone, Debug)]
pub struct FlipsideSource {
    client: Client,
    catalog: Catalog,
    last_whole_day: Date,
    /// Whether a table came from the sandbox, whose figures are a sample or made up.
    sandboxed: Arc<AtomicBool>,
}

/// A column of the sandbox's tables, by which records made of them say where they come from.
const SANDBOX_COLUMN: &str = "sandbox_origin";

impl FlipsideSource {
    /// Makes a source. `today` is the present day in UTC.
    pub fn new(client: Client, catalog: Catalog, today: Date) -> Self {
        let last_whole_day = today.yesterday().unwrap_or(Date::MIN).min(Days::LAST);
        Self { client, catalog, last_whole_day, sandboxed: Arc::default() }
    }

    /// The days that a request is about; `None` if there are none that could be known.
    fn days(&self, range: Option<DateRange>) -> Option<Days> {
        let history = DateRange::ending(self.last_whole_day, self.client.settings().history_days);
        let asked = match range {
            Some(range) if range.from >= Days::FIRST => range,
            Some(range) => DateRange { from: history.from.max(Days::FIRST), to: range.to },
            None => DateRange { from: history.from.max(Days::FIRST), to: history.to },
        };
        Days::new(DateRange { from: asked.from, to: asked.to.min(self.last_whole_day) }).ok()
    }

    /// What has to be asked, each query about as many days as settings allow.
    fn queries(&self, subject: &Subject, days: Days) -> Result<Vec<Vec<Query>>, market::Error> {
        let queries = self.catalog.queries(subject, days).ok_or_else(|| self.unknown(subject))?;
        let parts = parts(days, self.client.settings().days_per_query);
        let of_parts =
            |query: Query| parts.iter().map(|part| query.about(*part)).collect::<Vec<_>>();
        Ok(queries.into_iter().map(of_parts).collect())
    }

    /// All rows of a query.
    async fn rows(&self, query: Query) -> Result<Vec<RawDay>, Error> {
        let mut found = Vec::new();
        let mut open = vec![query];
        while let Some(query) = open.pop() {
            match self.client.run(&query).await {
                Ok(table) => {
                    if table.columns.iter().any(|it| it.eq_ignore_ascii_case(SANDBOX_COLUMN)) {
                        self.sandboxed.store(true, Ordering::Relaxed);
                    }
                    found.extend(rows::days(&query, &table).map_err(|problem| {
                        Fault::new(ErrorKind::Malformed, problem, Retry::Never)
                            .of_query(&query, "getQueryRunResults")
                    })?);
                }
                Err(error) if error.kind() == ErrorKind::QueryTimedOut => {
                    let [first, second] = halves(&query).ok_or(error)?;
                    open.extend([second, first]);
                }
                Err(error) => return Err(error),
            }
        }
        Ok(found)
    }

    fn unknown(&self, subject: &Subject) -> market::Error {
        let known = self.catalog.subjects(subject.kind());
        let known: Vec<String> = known.iter().map(Subject::to_string).collect();
        let message =
            format!("no {} named {} is known in the tables", subject.kind(), subject.name());
        market::Error::new(market::ErrorKind::UnknownSubject, message)
            .with_hint(format!("known are {}", known.join(", ")))
    }
}

#[async_trait]
impl MarketSource for FlipsideSource {
    /// `flipside`, or `flipside (sandbox)` once the sandbox has answered in its place.
    fn name(&self) -> &'static str {
        if self.sandboxed.load(Ordering::Relaxed) { "flipside (sandbox)" } else { "flipside" }
    }

    async fn subjects(&self, kind: SubjectKind) -> Result<Vec<Subject>, market::Error> {
        Ok(self.catalog.subjects(kind))
    }

    async fn series(
        &self,
        subject: &Subject,
        range: Option<DateRange>,
    ) -> Result<Fetched, market::Error> {
        let build = |rows| Series::build(subject.clone(), rows, self.last_whole_day);
        let Some(days) = self.days(range) else {
            // Known or not is said without asking.
            let someday = DateRange { from: Days::FIRST, to: Days::FIRST };
            let known =
                Days::new(someday).is_ok_and(|day| self.catalog.queries(subject, day).is_some());
            if !known {
                return Err(self.unknown(subject));
            }
            let (series, dropped) = build(Vec::new());
            return Ok(Fetched { series, dropped });
        };
        let statements = self.queries(subject, days)?;
        let count = statements.len();
        let mut asked: Vec<BoxFuture<'_, Result<(usize, Vec<RawDay>), Error>>> = Vec::new();
        for (at, parts) in statements.into_iter().enumerate() {
            for query in parts {
                asked.push(Box::pin(async move { Ok((at, self.rows(query).await?)) }));
            }
        }
        let concurrent = self.client.settings().concurrent_queries.max(1);
        // In whatever order they come: the first failure ends all, and what still runs is dropped,
        // and so cancelled. The order of the rows makes no difference to a series.
        let answers: Vec<(usize, Vec<RawDay>)> =
            futures::stream::iter(asked).buffer_unordered(concurrent).try_collect().await?;
        let mut of_statement = vec![Vec::new(); count];
        for (at, rows) in answers {
            of_statement[at].extend(rows);
        }
        // Each statement's rows are checked on their own, so that a day that comes twice is noticed.
        let mut dropped = DropReport::default();
        let mut merged: Vec<RawDay> = Vec::new();
        for rows in of_statement {
            let (series, left_out) = build(rows);
            dropped.merge(left_out);
            for day in series.days() {
                let values = day.values().iter().copied();
                match merged.binary_search_by_key(&day.date(), |raw| raw.date) {
                    Ok(at) => merged[at].values.extend(values),
                    Err(at) => {
                        let raw = RawDay { values: values.collect(), ..RawDay::new(day.date()) };
                        merged.insert(at, raw);
                    }
                }
            }
        }
        let (series, left_out) = build(merged);
        dropped.merge(left_out);
        // A service may send more days than it was asked for.
        Ok(Fetched { series: series.slice(days.range()), dropped: dropped.within(days.range()) })
    }

    async fn last_whole_day(&self, subject: &Subject) -> Result<Option<Date>, market::Error> {
        let recent = DateRange::ending(self.last_whole_day, RECENT_DAYS);
        let last = |fetched: Fetched| fetched.series.range().map(|range| range.to);
        match last(self.series(subject, Some(recent)).await?) {
            Some(day) => Ok(Some(day)),
            None => Ok(last(self.series(subject, None).await?)),
        }
    }
}

/// Cuts days into parts of so many.
fn parts(days: Days, days_per_query: u32) -> Vec<Days> {
    let range = days.range();
    let step = jiff::Span::new().days(days_per_query.clamp(1, 100_000) - 1);
    let mut parts = Vec::new();
    let mut from = Some(range.from);
    while let Some(first) = from.filter(|from| *from <= range.to) {
        let last = first.checked_add(step).unwrap_or(range.to).min(range.to);
        parts.extend(Days::new(DateRange { from: first, to: last }));
        from = last.tomorrow().ok();
    }
    parts
}

/// The first and the second half of a query's days, if there are two days at least.
fn halves(query: &Query) -> Option<[Query; 2]> {
    let range = query.range();
    let half = u32::try_from(range.len() / 2).ok().filter(|half| *half > 0)?;
    let second = DateRange::ending(range.to, half);
    let first = DateRange { from: range.from, to: second.from.yesterday().ok()? };
    Some([query.about(Days::new(first).ok()?), query.about(Days::new(second).ok()?)])
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn days(from: Date, to: Date) -> Days {
        Days::new(DateRange { from, to }).unwrap()
    }

    #[test]
    fn parts_cover_all_days_once() {
        let whole = days(date(2024, 12, 30), date(2025, 1, 8));
        for (size, expect) in [(0, 10), (1, 10), (3, 4), (5, 2), (10, 1), (u32::MAX, 1)] {
            let parts = parts(whole, size);
            assert_eq!(parts.len(), expect, "{size}");
            let covered: Vec<Date> = parts.iter().flat_map(|part| part.range().days()).collect();
            assert_eq!(covered, whole.range().days().collect::<Vec<_>>());
        }
    }

    #[test]
    fn halves_cover_all_days_once_and_a_day_has_none() {
        let catalog = Catalog::default();
        let query =
            |range: Days| catalog.queries(&Subject::network("near"), range).unwrap().remove(0);
        for length in [2, 3, 92] {
            let whole = Days::new(DateRange::ending(date(2025, 3, 2), length)).unwrap();
            let [first, second] = halves(&query(whole)).unwrap();
            assert_eq!(first.range().from, whole.from());
            assert_eq!(first.range().to.tomorrow().unwrap(), second.range().from);
            assert_eq!(second.range().to, whole.range().to);
        }
        assert_eq!(halves(&query(days(date(2025, 3, 2), date(2025, 3, 2)))), None);
    }
}
