//! Makes days of the rows of an answer.
//!
//! The service's cells come as numbers or as text, its columns in any order and case and with
//! others between them. What cannot be read as what was asked for is an error: a day or a figure
//! that is passed over would be missing unseen.

use jiff::civil::Date;
use market::{Metric, RawDay};
use serde_json::Value;

use crate::Table;
use crate::sql::Query;

/// Reads the rows of an answer; the error says what in it cannot be read.
pub(crate) fn days(query: &Query, table: &Table) -> Result<Vec<RawDay>, String> {
    if table.rows.is_empty() {
        // An empty answer need not name its columns.
        return Ok(Vec::new());
    }
    let day = column(table, Query::DAY)?;
    let metrics = query
        .metrics()
        .map(|metric| Ok((metric, column(table, metric.name())?)))
        .collect::<Result<Vec<(Metric, usize)>, String>>()?;
    let mut days = Vec::with_capacity(table.rows.len());
    for row in &table.rows {
        if row.iter().all(Value::is_null) {
            continue;
        }
        if row.len() != table.columns.len() {
            return Err(format!(
                "a row of {} cells where there are {} columns",
                row.len(),
                table.columns.len()
            ));
        }
        let date = date(&row[day])?;
        let mut raw = RawDay::new(date);
        for &(metric, at) in &metrics {
            if let Some(value) = number(&row[at]).map_err(|text| {
                format!("{text} is no number, where {metric} of {date} should be")
            })? {
                raw = raw.with(metric, value);
            }
        }
        days.push(raw);
    }
    Ok(days)
}

fn column(table: &Table, name: &str) -> Result<usize, String> {
    let mut found =
        table.columns.iter().enumerate().filter(|(_, column)| column.eq_ignore_ascii_case(name));
    match (found.next(), found.next()) {
        (Some((at, _)), None) => Ok(at),
        (None, _) => Err(format!("there is no column `{name}`, only {}", table.columns.join(", "))),
        (Some(_), Some(_)) => Err(format!("there are two columns `{name}`")),
    }
}

/// A day, written alone or as its first instant.
fn date(cell: &Value) -> Result<Date, String> {
    let fail = || format!("{} is no day", shown(cell));
    let text = cell.as_str().ok_or_else(fail)?.trim();
    let (date, time) = text.split_at_checked(10).ok_or_else(fail)?;
    let digits = |c: char| "0:. TZ+".contains(c);
    // `T00:00:00.000Z`: any other time is another instant of the day, or another zone's.
    if !time.chars().all(digits) {
        return Err(fail());
    }
    date.parse().map_err(|_| fail())
}

/// A figure, written as a number or as text; `None` if it is not known.
fn number(cell: &Value) -> Result<Option<f64>, String> {
    let fail = || shown(cell);
    match cell {
        Value::Null => Ok(None),
        Value::Number(number) => number.as_f64().map(Some).ok_or_else(fail),
        // Text such as `NaN` is a number too, and dropped with a report later on.
        Value::String(text) => text.trim().parse().map(Some).map_err(|_| fail()),
        _ => Err(fail()),
    }
}

fn shown(cell: &Value) -> String {
    let text: String = cell.to_string().chars().take(60).collect();
    format!("`{text}`")
}

#[cfg(test)]
mod tests {
    use jiff::civil::date as day;
    use market::Metric::{AvgFee, DailyTxns, TotalFees};
    use market::{DateRange, Subject};
    use serde_json::json;

    use super::*;
    use crate::sql::{Catalog, Days};

    fn read(columns: &[&str], rows: &Value) -> Result<Vec<RawDay>, String> {
        let range = Days::new(DateRange::ending(day(2025, 2, 9), 7)).unwrap();
        let queries = Catalog::default().queries(&Subject::network("bitcoin"), range).unwrap();
        let table = Table {
            columns: columns.iter().map(ToString::to_string).collect(),
            rows: serde_json::from_value(rows.clone()).unwrap(),
        };
        days(&queries[0], &table)
    }

    const COLUMNS: [&str; 4] = ["day", "daily_txns", "total_fees", "avg_fee"];

    #[test]
    fn columns_are_found_by_name_and_cells_read_in_any_form() {
        let rows = json!([
            ["x", "2", "2025-02-03T00:00:00.000Z", 3e-1, null],
            [null, 7, "2025-02-04", "0.25", " 1e-5 "],
            [{}, 8, "2025-02-05 00:00:00.000", "NaN", 1],
        ]);
        let found = read(&["other", "DAILY_TXNS", "Day", "total_fees", "avg_fee"], &rows).unwrap();
        let figures: Vec<(Date, Vec<(Metric, String)>)> = found
            .into_iter()
            .map(|day| {
                let values = day.values.iter().map(|(metric, value)| (*metric, value.to_string()));
                (day.date, values.collect())
            })
            .collect();
        let of = |values: &[(Metric, &str)]| -> Vec<(Metric, String)> {
            values.iter().map(|(metric, value)| (*metric, (*value).to_owned())).collect()
        };
        assert_eq!(
            figures,
            [
                (day(2025, 2, 3), of(&[(DailyTxns, "2"), (TotalFees, "0.3")])),
                (
                    day(2025, 2, 4),
                    of(&[(DailyTxns, "7"), (TotalFees, "0.25"), (AvgFee, "0.00001")])
                ),
                (day(2025, 2, 5), of(&[(DailyTxns, "8"), (TotalFees, "NaN"), (AvgFee, "1")])),
            ]
        );
    }

    #[test]
    fn what_has_no_figures_gives_none() {
        assert_eq!(read(&[], &json!([])).unwrap(), []);
        assert_eq!(read(&COLUMNS, &json!([[null, null, null, null], []])).unwrap(), []);
        let known = read(&COLUMNS, &json!([["2025-02-03", null, null, null]])).unwrap();
        assert_eq!(known, [RawDay::new(day(2025, 2, 3))]);
    }

    #[test]
    fn what_cannot_be_read_is_an_error() {
        let check = |columns: &[&str], row: Value, expect: &str| {
            assert_eq!(read(columns, &json!([row])).unwrap_err(), expect);
        };
        check(
            &["day", "daily_txns"],
            json!(["2025-02-03", 1]),
            "there is no column `total_fees`, only day, daily_txns",
        );
        check(&["day", "DAY"], json!(["2025-02-03", 1]), "there are two columns `day`");
        check(&COLUMNS, json!(["2025-02-03", 1]), "a row of 2 cells where there are 4 columns");
        check(
            &COLUMNS,
            json!(["2025-02-03", "many", 1, 1]),
            "`\"many\"` is no number, where daily_txns of 2025-02-03 should be",
        );
        check(
            &COLUMNS,
            json!(["2025-02-03", true, 1, 1]),
            "`true` is no number, where daily_txns of 2025-02-03 should be",
        );
        check(&COLUMNS, json!([null, 1, 1, 1]), "`null` is no day");
        check(&COLUMNS, json!(["2025-02-30", 1, 1, 1]), "`\"2025-02-30\"` is no day");
        check(
            &COLUMNS,
            json!(["2025-02-03T01:00:00Z", 1, 1, 1]),
            "`\"2025-02-03T01:00:00Z\"` is no day",
        );
        check(
            &COLUMNS,
            json!(["2025-02-03T00:00:00+02:00", 1, 1, 1]),
            "`\"2025-02-03T00:00:00+02:00\"` is no day",
        );
        check(&COLUMNS, json!(["20250203", 1, 1, 1]), "`\"20250203\"` is no day");
    }
}
