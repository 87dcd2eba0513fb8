//! The suite for sources notices the faults that it is there for.

use async_trait::async_trait;
use futures::executor::block_on;
use jiff::civil::date;
use market::testing::{Expected, check_source};
use market::{
    DateRange, Error, ErrorKind, Fetched, MarketSource, Metric, RawDay, Series, Subject,
    SubjectKind,
};

/// What is wrong with the source.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fault {
    None,
    IgnoresRanges,
    FillsGaps,
    InventsSubjects,
    OtherKindOfError,
    UnfinishedDay,
}

struct Faulty(Fault);

#[async_trait]
impl MarketSource for Faulty {
    fn name(&self) -> &'static str {
        "faulty"
    }

    async fn subjects(&self, kind: SubjectKind) -> Result<Vec<Subject>, Error> {
        let of_kind = kind == SubjectKind::Network;
        Ok(of_kind.then(|| Subject::network("ethereum")).into_iter().collect())
    }

    async fn series(&self, subject: &Subject, range: Option<DateRange>) -> Result<Fetched, Error> {
        if subject.name() != "ethereum" && self.0 != Fault::InventsSubjects {
            let kind = match self.0 {
                Fault::OtherKindOfError => ErrorKind::Unavailable,
                _ => ErrorKind::UnknownSubject,
            };
            return Err(Error::new(kind, format!("nothing is known of {subject}")));
        }
        let mut days = vec![date(2025, 2, 1), date(2025, 2, 2), date(2025, 2, 5)];
        if self.0 == Fault::UnfinishedDay {
            days.push(date(2025, 2, 7));
        }
        if self.0 == Fault::FillsGaps && range.is_some() {
            days.push(date(2025, 2, 3));
        }
        let rows = days.into_iter().map(|day| RawDay::new(day).with(Metric::DailyTxns, 1.0));
        let (series, dropped) = Series::build(subject.clone(), rows, date(2025, 2, 8));
        Ok(match range {
            Some(range) if self.0 != Fault::IgnoresRanges => {
                Fetched { series: series.slice(range), dropped: dropped.within(range) }
            }
            _ => Fetched { series, dropped },
        })
    }
}

fn run(fault: Fault) {
    let expected = Expected {
        subject: Subject::network("ethereum"),
        absent: Subject::network("near"),
        last_whole_day: date(2025, 2, 6),
    };
    block_on(check_source(&Faulty(fault), &expected));
}

#[test]
fn a_sound_source_passes() {
    run(Fault::None);
}

#[test]
#[should_panic(expected = "a range only cuts")]
fn a_source_that_ignores_ranges_fails() {
    run(Fault::IgnoresRanges);
}

#[test]
#[should_panic(expected = "a range only cuts")]
fn a_source_that_fills_gaps_fails() {
    run(Fault::FillsGaps);
}

#[test]
#[should_panic(expected = "near is not there")]
fn a_source_that_invents_subjects_fails() {
    run(Fault::InventsSubjects);
}

#[test]
#[should_panic(expected = "UnknownSubject")]
fn a_source_with_another_kind_of_error_fails() {
    run(Fault::OtherKindOfError);
}

#[test]
#[should_panic(expected = "no unfinished day")]
fn a_source_with_an_unfinished_day_fails() {
    run(Fault::UnfinishedDay);
}
