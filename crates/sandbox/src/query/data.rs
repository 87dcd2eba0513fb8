//! What the tables hold: the bundled sample, and made-up figures with a label.

use std::collections::BTreeMap;

use flipside::sql::{Catalog, Query as Statement};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use market::{CsvSource, MarketSource as _, Metric, Origin, Series, Subject, SubjectKind};
use serde_json::{Map, Value, json};

use super::constants;
use super::synthetic::{self, FIRST_DAY};
use crate::config::Synthetic;

const NETWORKS: &str = include_str!("../../../../fixtures/market/network_daily.csv");
const TOKENS: &str = include_str!("../../../../fixtures/market/token_daily.csv");

/// The column in which each row says where it comes from.
pub(crate) const ORIGIN: &str = "sandbox_origin";

/// What a column holds, in the service's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ColumnType {
    Number,
    Date,
    Text,
    Boolean,
}

impl ColumnType {
    /// The name in results.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Date => "date",
            Self::Text => "string",
            Self::Boolean => "boolean",
        }
    }

    /// The name in the metadata of a statement, which are the warehouse's.
    pub(super) fn metadata_name(self) -> &'static str {
        match self {
            Self::Number => "real",
            Self::Date => "date",
            Self::Text => "text",
            Self::Boolean => "boolean",
        }
    }
}

/// The result of a statement.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Table {
    /// Names in lower case.
    pub(super) columns: Vec<(String, ColumnType)>,
    pub(super) rows: Vec<Vec<Value>>,
}

/// Everything that can be asked about.
pub(super) struct Data {
    catalog: Catalog,
    sample: BTreeMap<Subject, Series>,
    synthetic: Synthetic,
}

impl Data {
    pub(super) async fn load(synthetic: Synthetic) -> Result<Self, market::Error> {
        let source = CsvSource::from_text(Some(NETWORKS), Some(TOKENS), Date::MAX)?;
        let mut sample = BTreeMap::new();
        for kind in SubjectKind::ALL {
            for subject in source.subjects(kind).await? {
                let series = source.series(&subject, None).await?.series;
                sample.insert(subject, series);
            }
        }
        Ok(Self { catalog: Catalog::default(), sample, synthetic })
    }

    /// Where the figures of each subject come from.
    pub(super) fn json(&self) -> Value {
        let mut data = Map::new();
        for kind in SubjectKind::ALL {
            for subject in self.catalog.subjects(kind) {
                let origin = match (self.sample.contains_key(&subject), self.synthetic) {
                    (true, Synthetic::Days) => "sample, and synthetic before and after it",
                    (true, _) => "sample",
                    (false, Synthetic::None) => "nothing",
                    (false, _) => "synthetic",
                };
                data.insert(subject.to_string(), json!(origin));
            }
        }
        Value::Object(data)
    }

    /// Carries out a statement; the error is the warehouse's message.
    pub(super) fn execute(&self, sql: &str) -> Result<Table, String> {
        if let Some(statement) = self.catalog.recognise(sql) {
            return Ok(self.table(&statement));
        }
        constants::select(sql).ok_or_else(|| self.help())
    }

    fn help(&self) -> String {
        let names = |kind| {
            let subjects = self.catalog.subjects(kind);
            subjects.iter().map(|subject| subject.name().to_owned()).collect::<Vec<_>>().join(", ")
        };
        format!(
            "SQL compilation error: this is Cortex's sandbox and no warehouse. It answers the daily \
             statements that Cortex's Flipside client writes, to the letter, about networks ({}), \
             tokens ({}) and protocols ({}), and statements like `select 1 as one, 'two' as two`",
            names(SubjectKind::Network),
            names(SubjectKind::Token),
            names(SubjectKind::Protocol),
        )
    }

    fn table(&self, statement: &Statement) -> Table {
        let subject = statement.subject();
        let metrics: Vec<Metric> = statement.metrics().collect();
        let mut columns: Vec<_> = statement
            .columns()
            .into_iter()
            .map(|name| (name.to_owned(), ColumnType::Number))
            .collect();
        if let Some(day) = columns.first_mut() {
            day.1 = ColumnType::Date;
        }
        columns.push((ORIGIN.to_owned(), ColumnType::Text));
        let mut rows = Vec::new();
        let range = statement.range();
        let mut day = range.from.max(FIRST_DAY);
        let last = range.to.min(yesterday());
        while day <= last {
            if let Some((values, origin)) = self.values(subject, &metrics, day) {
                let mut row = vec![json!(format!("{day}T00:00:00.000Z"))];
                row.extend(
                    values.into_iter().zip(&metrics).map(|(value, metric)| cell(value, *metric)),
                );
                row.push(json!(origin));
                rows.push(row);
            }
            let Ok(next) = day.tomorrow() else { break };
            day = next;
        }
        Table { columns, rows }
    }

    /// The figures of a day and where they come from; `None` if there is no such day.
    fn values(
        &self,
        subject: &Subject,
        metrics: &[Metric],
        day: Date,
    ) -> Option<(Vec<Option<f64>>, &'static str)> {
        let sample = self.sample.get(subject);
        let is_sampled = sample.and_then(Series::range).is_some_and(|range| range.contains(day));
        if is_sampled {
            // A day that the sample lacks stays missing: the real tables have gaps as well.
            let measured = sample?.day(day)?;
            let values: Vec<_> = metrics.iter().map(|metric| measured.value(*metric)).collect();
            let origin = match measured.origin() {
                Origin::Direct => "sample",
                Origin::FromGrowth => "sample, recovered",
            };
            return values.iter().any(Option::is_some).then_some((values, origin));
        }
        let is_wanted = match self.synthetic {
            Synthetic::None => false,
            Synthetic::Subjects => sample.is_none(),
            Synthetic::Days => true,
        };
        let values = || metrics.iter().map(|metric| synthetic::figure(subject, *metric, day));
        is_wanted.then(|| (values().collect(), "synthetic"))
    }
}

/// A value as the service writes it: what is counted is a whole number.
fn cell(value: Option<f64>, metric: Metric) -> Value {
    match value {
        None => Value::Null,
        Some(value) if metric.is_count() => json!(value as i64),
        Some(value) => json!(value),
    }
}

/// The present day is unfinished.
fn yesterday() -> Date {
    let today = Timestamp::now().to_zoned(TimeZone::UTC).date();
    today.yesterday().unwrap_or(Date::MIN)
}

#[cfg(test)]
mod tests {
    use flipside::sql::Days;
    use jiff::civil::date;
    use market::DateRange;

    use super::*;

    fn data(synthetic: Synthetic) -> Data {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(Data::load(synthetic)).unwrap()
    }

    fn texts(data: &Data, subject: &str, from: Date, to: Date) -> Vec<String> {
        let days = Days::new(DateRange::new(from, to).unwrap()).unwrap();
        let queries = data.catalog.queries(&subject.parse().unwrap(), days).unwrap();
        queries.iter().map(Statement::text).collect()
    }

    #[test]
    fn the_sample_is_served_as_it_is_and_continued_with_a_label() {
        let data = data(Synthetic::Days);
        let sql = &texts(&data, "ethereum", date(2025, 2, 8), date(2025, 3, 5))[0];
        let table = data.execute(sql).unwrap();
        let origin = table.columns.iter().position(|(name, _)| name == ORIGIN).unwrap();
        let series = &data.sample[&Subject::network("ethereum")];
        let mut seen = BTreeMap::new();
        for row in &table.rows {
            *seen.entry(row[origin].as_str().unwrap().to_owned()).or_insert(0) += 1;
            let day: Date = row[0].as_str().unwrap()[..10].parse().unwrap();
            if row[origin] == "sample" {
                let txns = series.value(day, Metric::DailyTxns).unwrap();
                assert_eq!(row[1], json!(txns as i64));
            }
        }
        assert!(seen["sample"] > 5, "{seen:?}");
        assert_eq!(seen["synthetic"], 4, "March 2 to 5");
        let names: Vec<&str> = table.columns.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names[..3], ["day", "daily_txns", "unique_users"]);
    }

    #[test]
    fn what_the_sample_lacks_is_made_up_only_if_wanted() {
        let (from, to) = (date(2025, 3, 5), date(2025, 3, 9));
        let rows = |synthetic, subject| {
            let data = data(synthetic);
            let sql = &texts(&data, subject, from, to)[0];
            data.execute(sql).unwrap().rows.len()
        };
        assert_eq!(rows(Synthetic::None, "protocol:uniswap"), 0);
        assert_eq!(rows(Synthetic::Subjects, "protocol:uniswap"), 5);
        assert_eq!(rows(Synthetic::Subjects, "ethereum"), 0);
        assert_eq!(rows(Synthetic::Days, "ethereum"), 5);
    }

    #[test]
    fn every_statement_of_the_client_is_answered() {
        let data = data(Synthetic::Days);
        for kind in SubjectKind::ALL {
            for subject in data.catalog.subjects(kind) {
                for sql in texts(&data, &subject.to_string(), date(2025, 3, 5), date(2025, 3, 6)) {
                    let table = data.execute(&sql).unwrap();
                    assert_eq!(table.rows.len(), 2, "{sql}");
                    assert!(table.rows[0].iter().all(|cell| !cell.is_null()), "{sql}");
                }
            }
        }
    }

    #[test]
    fn other_statements_get_an_error_that_helps() {
        let error = data(Synthetic::Days)
            .execute("select * from ethereum.core.fact_blocks limit 1")
            .unwrap_err();
        assert!(error.starts_with("SQL compilation error: this is Cortex's sandbox"), "{error}");
        assert!(error.contains("arbitrum") && error.contains("uniswap") && error.contains("AAVE"));
    }
}
