//! The bundled sample: the conditions that everybody knows, and how many of each there are.

#![expect(
    clippy::unwrap_used,
    reason = "clippy knows tests by their attribute only, not helpers"
)]

use std::collections::BTreeMap;
use std::fmt::Write as _;

use conditions::{Assessment, Condition, ConditionAssessor, RuleBook};
use futures::executor::block_on;
use jiff::civil::{Date, date};
use market::{CsvSource, DateRange, MarketSource, Series, SubjectKind};

fn sample() -> CsvSource {
    let dir = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/market");
    CsvSource::open(dir, date(2025, 6, 1)).unwrap()
}

fn series(subject: &str) -> Series {
    block_on(sample().series(&subject.parse().unwrap(), None))
        .unwrap()
        .series
}

fn all_series() -> Vec<Series> {
    let source = sample();
    let kinds = SubjectKind::ALL.into_iter();
    kinds
        .flat_map(|kind| block_on(source.subjects(kind)).unwrap())
        .map(|subject| block_on(source.series(&subject, None)).unwrap().series)
        .collect()
}

fn assess(series: &Series, date: Date) -> Option<Assessment> {
    RuleBook::default().assess(series, date)
}

fn condition(series: &Series, date: Date) -> Option<Condition> {
    Some(assess(series, date)?.condition)
}

/// The share of a condition among the measured days of a range.
fn share(series: &Series, wanted: Condition, from: Date, to: Date) -> f64 {
    let days = series.days_in(DateRange { from, to });
    let matching = days
        .iter()
        .filter(|day| condition(series, day.date()) == Some(wanted));
    matching.count() as f64 / days.len() as f64
}

#[test]
fn counts_by_series_and_year() {
    let mut text = String::new();
    let mut total: BTreeMap<Condition, usize> = BTreeMap::new();
    for series in all_series() {
        let mut years: BTreeMap<i16, BTreeMap<&str, usize>> = BTreeMap::new();
        for day in series.days() {
            let condition = condition(&series, day.date());
            let name = condition.map_or("(none)", Condition::name);
            *years
                .entry(day.date().year())
                .or_default()
                .entry(name)
                .or_default() += 1;
            if let Some(condition) = condition {
                *total.entry(condition).or_default() += 1;
            }
        }
        for (year, counts) in years {
            let counts: Vec<String> = counts
                .iter()
                .map(|(name, count)| format!("{name} {count}"))
                .collect();
            writeln!(text, "{} {year}: {}", series.subject(), counts.join(", ")).unwrap();
        }
    }
    assert_eq!(
        total.len(),
        Condition::ALL.len(),
        "all eight occur: {total:?}"
    );
    insta::assert_snapshot!(text);
}
