//! A run of days.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The days from `from` to `to`, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct DateRange {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
}

/// A range whose last day is before its first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the range ends on {to}, before it begins on {from}")]
pub struct DateRangeError {
    from: Date,
    to: Date,
}

impl DateRange {
    /// Makes a range.
    ///
    /// # Errors
    /// If the last day is before the first.
    pub fn new(from: Date, to: Date) -> Result<Self, DateRangeError> {
        if to < from {
            return Err(DateRangeError { from, to });
        }
        Ok(Self { from, to })
    }

    /// The `days` days that end with `last`; a single day if `days` is 0 or 1.
    pub fn ending(last: Date, days: u32) -> Self {
        Self { from: days_before(last, days.saturating_sub(1)).unwrap_or(Date::MIN), to: last }
    }

    /// Whether the day is in the range.
    pub fn contains(&self, date: Date) -> bool {
        self.from <= date && date <= self.to
    }

    /// How many days there are; 0 if the range was put together the wrong way round.
    pub fn len(&self) -> usize {
        usize::try_from(days_between(self.from, self.to) + 1).unwrap_or(0)
    }

    /// Whether the range has no day.
    pub fn is_empty(&self) -> bool {
        self.to < self.from
    }

    /// The days, first to last.
    pub fn days(&self) -> impl Iterator<Item = Date> + use<> {
        let to = self.to;
        std::iter::successors(Some(self.from), |day| day.tomorrow().ok())
            .take_while(move |day| *day <= to)
    }
}

impl fmt::Display for DateRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} to {}", self.from, self.to)
    }
}

/// The day so many days earlier; `None` before the calendar begins.
pub(crate) fn days_before(date: Date, days: u32) -> Option<Date> {
    date.checked_sub(jiff::Span::new().days(days)).ok()
}

/// How many days `to` is after `from`; negative if it is before.
pub(crate) fn days_between(from: Date, to: Date) -> i64 {
    i64::from(from.duration_until(to).as_hours() as i32 / 24)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_range_includes_both_ends() {
        let range = DateRange::new(date(2024, 2, 27), date(2024, 3, 1)).unwrap();
        assert_eq!(range.len(), 4);
        assert_eq!(range.days().count(), 4);
        assert!(range.contains(date(2024, 2, 27)) && range.contains(date(2024, 3, 1)));
        assert!(!range.contains(date(2024, 3, 2)));
        assert_eq!(range.to_string(), "2024-02-27 to 2024-03-01");
        assert_eq!(DateRange::ending(date(2024, 3, 1), 4), range);
    }

    #[test]
    fn a_range_the_wrong_way_round_is_refused() {
        let error = DateRange::new(date(2024, 3, 2), date(2024, 3, 1)).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the range ends on 2024-03-01, before it begins on 2024-03-02"
        );
    }
}
