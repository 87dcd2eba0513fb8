//! The bundled sample: what is in it, and what is left out.

#![expect(
    clippy::unwrap_used,
    reason = "clippy knows a test by its attribute, not what tests share"
)]

use futures::executor::block_on;
use jiff::civil::{Date, date};
use market::testing::{Expected, check_source};
use market::{CsvSource, MarketSource, Metric, Origin, Series, Snapshot, Subject, SubjectKind};

const TODAY: Date = date(2025, 6, 1);

fn sample() -> CsvSource {
    let dir = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/market");
    CsvSource::open(dir, TODAY).unwrap()
}

fn series(subject: &str) -> Series {
    block_on(sample().series(&subject.parse().unwrap(), None)).unwrap().series
}

fn value(subject: &str, date: Date, name: &str) -> Option<f64> {
    Snapshot::of(&series(subject), date)?.value(name)
}

#[test]
fn the_sample_is_what_its_readme_says() {
    let source = sample();
    let mut lines = Vec::new();
    for kind in SubjectKind::ALL {
        for subject in block_on(source.subjects(kind)).unwrap() {
            let series = block_on(source.series(&subject, None)).unwrap().series;
            let recovered = series.days().iter().filter(|day| !day.can_be_asked()).count();
            lines.push(format!(
                "{subject}: {} days, {} of them from growth, {}",
                series.len(),
                recovered,
                series.range().unwrap()
            ));
        }
    }
    insta::assert_snapshot!(lines.join("\n"), @r"
    bitcoin: 22 days, 7 of them from growth, 2025-01-31 to 2025-03-01
    ethereum: 27 days, 8 of them from growth, 2025-01-11 to 2025-03-01
    near: 12 days, 4 of them from growth, 2025-01-11 to 2025-02-28
    token:BTC: 1971 days, 0 of them from growth, 2018-01-01 to 2023-05-31
    token:ETH: 1975 days, 0 of them from growth, 2018-01-01 to 2023-05-31
    token:LTC: 1974 days, 0 of them from growth, 2018-01-01 to 2023-05-31
    token:XRP: 1975 days, 0 of them from growth, 2018-01-01 to 2023-05-31
    ");
}

#[test]
fn four_rows_of_prices_contradict_themselves() {
    let dropped = sample().dropped();
    let text = dropped.to_string();
    let (_, names) = text.split_once("fixtures/market/").unwrap();
    assert_eq!(dropped.len(), 4);
    insta::assert_snapshot!(names.lines().next().unwrap(), @"token_daily.csv:73: token:BTC 2018-03-13: row (open_usd 9104, high_usd 9475, low_usd 8861, close_usd 8308) dropped: open or close outside low and high: which of the prices is wrong cannot be known");
    let days: Vec<String> =
        dropped.iter().map(|item| format!("{} {}", item.subject, item.date)).collect();
    assert_eq!(
        days,
        [
            "token:BTC 2018-03-13",
            "token:BTC 2018-03-15",
            "token:BTC 2018-03-29",
            "token:LTC 2021-06-11"
        ]
    );
    assert_eq!(series("token:BTC").day(date(2018, 3, 13)), None);
    assert_eq!(value("token:BTC", date(2018, 3, 14), "return_1d"), None);
}

#[test]
fn recovered_days_are_history_only() {
    let ethereum = series("ethereum");
    let day = ethereum.day(date(2025, 2, 2)).unwrap();
    assert_eq!(day.origin(), Origin::FromGrowth);
    assert!(!day.can_be_asked());
    assert_eq!(day.value(Metric::SuccessRate), None);
    // 2025-02-09 is measured, and grows over the recovered day.
    let growth = value("ethereum", date(2025, 2, 9), "txn_growth").unwrap();
    assert!((growth - (1_187_055.0 - 1_127_284.0) / 1_127_284.0 * 100.0).abs() < 1e-12);
}

#[test]
fn what_needs_a_missing_day_is_absent() {
    // Nothing is known of 2025-02-18 less seven days on NEAR.
    assert_eq!(value("near", date(2025, 2, 25), "volatility"), None);
    assert_eq!(value("near", date(2025, 1, 23), "volume_growth"), None);
    assert_eq!(value("ethereum", date(2025, 2, 13), "txn_growth"), None);
    assert_eq!(value("bitcoin", date(2025, 2, 9), "user_growth"), None);
    assert!(Snapshot::of(&series("near"), date(2025, 2, 1)).is_none());
    assert_eq!(value("token:BTC", date(2022, 1, 3), "return_1d"), None);
    assert_eq!(value("token:BTC", date(2018, 1, 1), "drawdown"), None);
}

#[test]
fn a_network_day_in_full() {
    let snapshot = Snapshot::of(&series("ethereum"), date(2025, 2, 9)).unwrap();
    let lines: Vec<String> = snapshot
        .figures()
        .map(|figure| {
            format!("{} = {}", figure.name, market::format_value(figure.value, &figure.unit))
        })
        .collect();
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn a_token_day_in_full() {
    let snapshot = Snapshot::of(&series("token:BTC"), date(2022, 6, 18)).unwrap();
    let lines: Vec<String> = snapshot
        .figures()
        .map(|figure| {
            format!("{} = {}", figure.name, market::format_value(figure.value, &figure.unit))
        })
        .collect();
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn the_sample_passes_what_every_source_must() {
    let source = sample();
    for subject in ["bitcoin", "ethereum", "near", "token:XRP"] {
        let expected = Expected {
            subject: subject.parse().unwrap(),
            absent: Subject::protocol("uniswap"),
            last_whole_day: TODAY,
        };
        block_on(check_source(&source, &expected));
    }
}
