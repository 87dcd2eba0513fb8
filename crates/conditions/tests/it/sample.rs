//! The bundled sample: the conditions that everybody knows, and how many of each there are.

#![expect(
    clippy::unwrap_used,
    reason = "clippy knows a test by its attribute, not what tests share"
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

pub(crate) fn series(subject: &str) -> Series {
    block_on(sample().series(&subject.parse().unwrap(), None)).unwrap().series
}

pub(crate) fn all_series() -> Vec<Series> {
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
    let matching = days.iter().filter(|day| condition(series, day.date()) == Some(wanted));
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
            *years.entry(day.date().year()).or_default().entry(name).or_default() += 1;
            if let Some(condition) = condition {
                *total.entry(condition).or_default() += 1;
            }
        }
        for (year, counts) in years {
            let counts: Vec<String> =
                counts.iter().map(|(name, count)| format!("{name} {count}")).collect();
            writeln!(text, "{} {year}: {}", series.subject(), counts.join(", ")).unwrap();
        }
    }
    assert_eq!(total.len(), Condition::ALL.len(), "all eight occur: {total:?}");
    insta::assert_snapshot!(text);
}

#[test]
fn bitcoin_is_where_everybody_knows_it_was() {
    let bitcoin = series("token:BTC");
    let check = |wanted, from, to, least: f64| {
        let share = share(&bitcoin, wanted, from, to);
        assert!(share > least, "{wanted} from {from} to {to}: {share:.2}");
    };
    check(Condition::Bear, date(2018, 11, 1), date(2018, 12, 31), 0.8);
    check(Condition::Bear, date(2022, 5, 1), date(2022, 7, 31), 0.8);
    check(Condition::Bull, date(2021, 1, 1), date(2021, 2, 28), 0.8);
    check(Condition::Volatile, date(2020, 3, 12), date(2020, 3, 25), 0.9);
    check(Condition::Recovery, date(2019, 4, 1), date(2019, 4, 30), 0.8);
    check(Condition::Bull, date(2020, 11, 4), date(2020, 12, 31), 0.8);
    check(Condition::Correction, date(2021, 5, 13), date(2021, 6, 10), 0.8);
}

#[test]
fn ether_is_where_everybody_knows_it_was() {
    let ether = series("token:ETH");
    let check = |wanted, from, to, least: f64| {
        let share = share(&ether, wanted, from, to);
        assert!(share > least, "{wanted} from {from} to {to}: {share:.2}");
    };
    check(Condition::Bear, date(2018, 11, 1), date(2018, 12, 31), 0.8);
    check(Condition::Bull, date(2020, 7, 10), date(2020, 8, 31), 0.8);
    check(Condition::Volatile, date(2020, 3, 12), date(2020, 3, 25), 0.9);
    check(Condition::Bear, date(2022, 5, 6), date(2022, 7, 31), 0.8);
    check(Condition::Recovery, date(2023, 1, 16), date(2023, 2, 9), 0.8);
}

#[test]
fn named_days() {
    let days = [
        ("token:BTC", date(2018, 11, 25)),
        ("token:BTC", date(2019, 3, 10)),
        ("token:BTC", date(2019, 4, 20)),
        ("token:BTC", date(2020, 3, 13)),
        ("token:BTC", date(2020, 9, 20)),
        ("token:BTC", date(2020, 10, 15)),
        ("token:BTC", date(2021, 2, 14)),
        ("token:BTC", date(2021, 5, 19)),
        ("token:BTC", date(2021, 7, 1)),
        ("token:BTC", date(2022, 6, 18)),
        ("token:BTC", date(2022, 7, 30)),
        ("token:BTC", date(2023, 1, 25)),
        ("token:ETH", date(2020, 8, 1)),
        ("token:ETH", date(2021, 5, 23)),
        ("token:XRP", date(2020, 12, 24)),
        ("bitcoin", date(2025, 2, 9)),
        ("bitcoin", date(2025, 3, 1)),
        ("ethereum", date(2025, 2, 9)),
        ("ethereum", date(2025, 2, 28)),
        ("near", date(2025, 2, 28)),
    ];
    let mut text = String::new();
    for (subject, date) in days {
        match assess(&series(subject), date) {
            None => writeln!(text, "{subject} {date}: none").unwrap(),
            Some(assessment) => {
                let Assessment { condition, confidence, evidence } = assessment;
                writeln!(text, "{subject} {date}: {condition}, {confidence}").unwrap();
                for one in evidence {
                    writeln!(text, "    {}", one.text).unwrap();
                }
            }
        }
    }
    insta::assert_snapshot!(text);
}
