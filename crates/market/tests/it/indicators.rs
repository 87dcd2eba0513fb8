//! Each indicator against figures worked out by hand, and what it needs to be there at all.

#![expect(
    clippy::unwrap_used,
    reason = "clippy knows a test by its attribute, not what tests share"
)]

use jiff::civil::{Date, date};
use market::indicators::{daily_log_changes, peak_close, trough_close};
use market::{DateRange, Metric, RawDay, Series, Snapshot, Subject};

const FIRST: Date = date(2025, 1, 1);

fn day(number: usize) -> Date {
    DateRange::ending(date(2025, 12, 31), 365).days().nth(number).unwrap()
}

/// A series with one value a day from the first on; `None` is a day that was not measured.
fn series(subject: Subject, metric: Metric, values: &[Option<f64>]) -> Series {
    let rows = values
        .iter()
        .enumerate()
        .filter_map(|(number, value)| Some(RawDay::new(day(number)).with(metric, (*value)?)));
    let (series, dropped) = Series::build(subject, rows, date(2026, 1, 1));
    assert!(dropped.is_empty(), "{dropped}");
    series
}

fn txns(values: &[Option<f64>]) -> Series {
    series(Subject::network("ethereum"), Metric::DailyTxns, values)
}

fn closes(values: &[Option<f64>]) -> Series {
    series(Subject::token("BTC"), Metric::CloseUsd, values)
}

/// The value of the last day, rounded to six decimals.
fn last(series: &Series, name: &str) -> Option<f64> {
    let date = series.range().unwrap().to;
    let value = Snapshot::of(series, date).unwrap().value(name)?;
    Some((value * 1e6).round() / 1e6)
}

#[test]
fn growth_is_over_exactly_seven_days() {
    assert_eq!(day(0), FIRST);
    let mut values = vec![Some(100.0), None, None, None, None, None, None, Some(90.0)];
    assert_eq!(last(&txns(&values), "txn_growth"), Some(-10.0));
    // Eight days earlier does not do.
    values.insert(1, None);
    assert_eq!(last(&txns(&values), "txn_growth"), None);
    // Nothing grows from zero.
    let from_zero = [Some(0.0), None, None, None, None, None, None, Some(90.0)];
    assert_eq!(last(&txns(&from_zero), "txn_growth"), None);
}

#[test]
fn volatility_needs_five_changes_between_neighbours() {
    // Doublings and halvings: the changes are +ln 2 and -ln 2, three of each.
    let values = [1.0, 2.0, 1.0, 2.0, 1.0, 2.0, 1.0].map(Some);
    let expected = std::f64::consts::LN_2 * (6.0_f64 / 5.0).sqrt() * 100.0;
    let found = last(&txns(&values), "volatility").unwrap();
    assert!((found - expected).abs() < 1e-5, "{found} {expected}");

    assert_eq!(last(&txns(&values[..5]), "volatility"), None);
    let mut gap = values;
    gap[3] = None;
    assert_eq!(last(&txns(&gap), "volatility"), None);
    assert_eq!(last(&txns(&[Some(5.0); 10]), "volatility"), Some(0.0));
}

#[test]
fn volatility_looks_at_fourteen_days_and_no_more() {
    let mut values = vec![Some(1000.0)];
    values.extend([Some(5.0); 15]);
    assert_eq!(last(&txns(&values), "volatility"), Some(0.0));
    values.truncate(15);
    assert!(last(&txns(&values), "volatility").unwrap() > 100.0);
}

#[test]
fn means_count_measured_days_only() {
    let week = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0].map(Some);
    assert_eq!(last(&txns(&week), "daily_txns_mean_7d"), Some(4.0));
    let sparse = [Some(1.0), None, Some(3.0), None, Some(5.0), Some(6.0), Some(10.0)];
    assert_eq!(last(&txns(&sparse), "daily_txns_mean_7d"), Some(5.0));
    let sparser = [None, None, Some(3.0), None, Some(5.0), Some(6.0), Some(10.0)];
    assert_eq!(last(&txns(&sparser), "daily_txns_mean_7d"), None);
    assert_eq!(last(&txns(&[Some(2.0); 15]), "daily_txns_mean_30d"), Some(2.0));
    assert_eq!(last(&txns(&[Some(2.0); 14]), "daily_txns_mean_30d"), None);
}

#[test]
fn a_zscore_compares_with_the_days_before() {
    let values = [2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0, 15.0].map(Some);
    let series = txns(&values);
    assert_eq!(last(&series, "daily_txns_mean"), Some(5.0));
    assert_eq!(last(&series, "daily_txns_sd"), Some(2.13809));
    assert_eq!(last(&series, "daily_txns_days"), Some(8.0));
    assert_eq!(last(&series, "daily_txns_zscore"), Some(4.677_072));
    assert_eq!(last(&txns(&values[..7]), "daily_txns_zscore"), None);
    // Without any spread there is no score, not an infinite one.
    let mut steady = [Some(5.0); 9];
    steady[8] = Some(6.0);
    assert_eq!(last(&txns(&steady), "daily_txns_zscore"), None);
    assert_eq!(last(&txns(&steady), "daily_txns_sd"), Some(0.0));
}

#[test]
fn returns_go_back_by_the_calendar() {
    let mut values: Vec<Option<f64>> = (1..=31).map(|value| Some(f64::from(value))).collect();
    let rising = closes(&values);
    assert_eq!(last(&rising, "return_1d"), Some(3.333_333));
    assert_eq!(last(&rising, "return_7d"), Some(29.166_667));
    assert_eq!(last(&rising, "return_30d"), Some(3000.0));
    values[29] = None;
    values[0] = None;
    assert_eq!(last(&closes(&values), "return_1d"), None);
    assert_eq!(last(&closes(&values), "return_30d"), None);
}

#[test]
fn drawdown_and_rebound_are_from_the_last_ninety_days() {
    let mut values = vec![Some(100.0); 100];
    values[5] = Some(500.0); // too long ago
    values[20] = Some(160.0);
    values[30] = Some(160.0);
    values[60] = Some(50.0);
    values[99] = Some(120.0);
    let series = closes(&values);
    let date = day(99);
    assert_eq!(peak_close(&series, date), Some((day(30), 160.0)));
    assert_eq!(trough_close(&series, date), Some((day(60), 50.0)));
    assert_eq!(last(&series, "peak_close"), Some(160.0));
    assert_eq!(last(&series, "days_since_peak"), Some(69.0));
    assert_eq!(last(&series, "days_since_trough"), Some(39.0));
    assert_eq!(last(&series, "drawdown"), Some(25.0));
    assert_eq!(last(&series, "rebound"), Some(140.0));
    assert_eq!(last(&closes(&values[..59]), "drawdown"), None);
    assert_eq!(last(&closes(&values[..60]), "drawdown"), Some(80.0));
}

#[test]
fn the_range_is_of_the_close() {
    let row = RawDay::new(FIRST)
        .with(Metric::HighUsd, 110.0)
        .with(Metric::LowUsd, 90.0)
        .with(Metric::CloseUsd, 100.0);
    let (series, _) = Series::build(Subject::token("BTC"), [row], date(2026, 1, 1));
    assert_eq!(last(&series, "range"), Some(20.0));
    assert_eq!(last(&closes(&[Some(1.0)]), "range"), None);
}

#[test]
fn a_day_that_was_not_measured_has_nothing_derived() {
    let mut values = vec![Some(5.0); 40];
    values[39] = None;
    let series = txns(&values);
    assert_eq!(Snapshot::of(&series, day(39)), None);
    for indicator in market::Indicator::all(market::SubjectKind::Network) {
        assert_eq!(indicator.compute(&series, day(39)), None, "{indicator}");
    }
}

#[test]
fn changes_do_not_reach_across_gaps() {
    let series = txns(&[Some(1.0), Some(2.0), None, Some(4.0), Some(8.0)]);
    let changes = daily_log_changes(&series, Metric::DailyTxns, series.range().unwrap());
    assert_eq!(changes, [std::f64::consts::LN_2; 2]);
}
