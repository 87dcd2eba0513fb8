//! Checks that every [`MarketSource`] passes.

use std::fmt::Debug;

use jiff::civil::{Date, date};

use crate::{DateRange, ErrorKind, MarketSource, Series, Subject, SubjectKind};

/// What the checked source is known to hold.
#[derive(Clone, Debug)]
pub struct Expected {
    /// A subject that the source has, with days.
    pub subject: Subject,
    /// A subject that the source does not have.
    pub absent: Subject,
    /// The last UTC day that was over when the data was taken.
    pub last_whole_day: Date,
}

/// Checks what every source must hold to: stable names, sorted subjects, checked series, ranges that
/// only cut, gaps that stay, and errors that say what they are.
///
/// # Panics
/// At the first rule that the source breaks, with a text that names it.
pub async fn check_source(source: &dyn MarketSource, expected: &Expected) {
    let name = source.name();
    assert!(
        !name.is_empty() && !name.contains(char::is_whitespace),
        "a source's name stands in records: it is one word, not {name:?}"
    );
    assert_eq!(name, source.name(), "a source has one name");

    let mut total = 0;
    for kind in SubjectKind::ALL {
        let subjects = ok(source.subjects(kind).await, "a kind without subjects is no error");
        assert!(
            subjects.windows(2).all(|pair| pair[0] < pair[1]),
            "subjects come in order, none twice: {subjects:?}"
        );
        assert!(
            subjects.iter().all(|subject| subject.kind() == kind),
            "asked for {kind}, only {kind} comes: {subjects:?}"
        );
        total += subjects.len();
    }
    assert!(total > 0, "a source to be checked has a subject");
    let of_kind = ok(source.subjects(expected.subject.kind()).await, "subjects");
    assert!(of_kind.contains(&expected.subject), "{} is listed", expected.subject);

    check_series(source, expected).await;

    let unknown = match source.series(&expected.absent, None).await {
        Ok(fetched) => panic!("{} is not there, but came as {fetched:?}", expected.absent),
        Err(error) => error,
    };
    assert_eq!(unknown.kind(), ErrorKind::UnknownSubject, "{unknown}");
    assert!(!unknown.is_retryable(), "what is not there does not come by asking again");
    assert!(
        unknown.to_string().contains(expected.absent.name()),
        "the error names the subject: {unknown}"
    );
}

async fn check_series(source: &dyn MarketSource, expected: &Expected) {
    let subject = &expected.subject;
    let whole = ok(source.series(subject, None).await, "a listed subject has a series").series;
    assert_eq!(whole.subject(), subject, "the series is the one asked for");
    let Some(range) = whole.range() else {
        panic!("{subject} has days");
    };
    assert!(
        range.to <= expected.last_whole_day,
        "no unfinished day: {} is after {}",
        range.to,
        expected.last_whole_day
    );
    let last = ok(source.last_whole_day(subject).await, "the last whole day");
    assert_eq!(last, Some(range.to), "the last whole day is the last of the series");

    let again = ok(source.series(subject, None).await, "a second request").series;
    assert_eq!(again, whole, "the same request gives the same series");

    let days = whole.days();
    let middle = days[days.len() / 2].date();
    for part in [
        range,
        DateRange { from: range.from, to: middle },
        DateRange { from: middle, to: range.to },
        DateRange { from: middle, to: middle },
    ] {
        let fetched = ok(source.series(subject, Some(part)).await, "a range of the series");
        assert_eq!(fetched.series, whole.slice(part), "a range only cuts: {part}");
        assert!(
            fetched.dropped.iter().all(|item| part.contains(item.date)),
            "the report of a range is of its days"
        );
    }
    // No market of this kind is as old, and every service can express the date.
    let before = DateRange::ending(date(1990, 1, 1), 7);
    let none = ok(source.series(subject, Some(before)).await, "a range without data is no error");
    assert!(none.series.is_empty(), "nothing is invented where nothing is known");
    check_gaps(&whole, range);
}

fn check_gaps(series: &Series, range: DateRange) {
    for day in range.days() {
        let measured = series.days().iter().any(|measured| measured.date() == day);
        assert_eq!(series.day(day).is_some(), measured, "{day}: gaps stay gaps");
    }
}

fn ok<T, E: Debug>(result: Result<T, E>, rule: &str) -> T {
    match result {
        Ok(value) => value,
        Err(error) => panic!("{rule}: {error:?}"),
    }
}
