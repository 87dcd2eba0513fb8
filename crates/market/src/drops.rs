//! What was left out of a series, and why.

use std::fmt;
use std::sync::Arc;

use jiff::civil::Date;
use serde::{Serialize, Serializer};

use crate::{DateRange, Metric, Subject};

/// Where a figure was read: a file and a line in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The file, as its user would name it.
    #[serde(serialize_with = "as_str")]
    pub file: Arc<str>,
    /// The line, counted from 1.
    pub line: u64,
}

fn as_str<S: Serializer>(file: &Arc<str>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(file)
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

/// Why a value or a row was left out.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum DropReason {
    /// NaN or infinite.
    NotFinite,
    /// Outside the values that the metric can have.
    OutOfRange {
        /// The least value allowed.
        least: f64,
        /// The greatest value allowed.
        most: f64,
    },
    /// A count with a fraction.
    NotWhole,
    /// The day was not over when the data was taken.
    UnfinishedDay {
        /// The last day that was over.
        last_whole_day: Date,
    },
    /// The date occurs more than once; of equal rows one is kept, of differing rows none.
    DuplicateDate {
        /// Whether the rows agree.
        equal: bool,
    },
    /// Open or close lies outside low and high: one of the four is wrong, and which cannot be known.
    ContradictoryPrices,
    /// Nothing was measured on the day.
    EmptyRow,
}

impl fmt::Display for DropReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFinite => f.write_str("not a finite number"),
            Self::OutOfRange { least, most } if *least > 0.0 => {
                write!(f, "outside the allowed range: above 0, at most {most}")
            }
            Self::OutOfRange { least, most } => {
                write!(f, "outside the allowed range: {least} to {most}")
            }
            Self::NotWhole => f.write_str("a count that is not a whole number"),
            Self::UnfinishedDay { last_whole_day } => {
                write!(f, "the day was not over: the last whole day is {last_whole_day}")
            }
            Self::DuplicateDate { equal: true } => {
                f.write_str("the date occurs twice with equal figures: one row is kept")
            }
            Self::DuplicateDate { equal: false } => {
                f.write_str("the date occurs twice with different figures: no row is kept")
            }
            Self::ContradictoryPrices => f.write_str(
                "open or close outside low and high: which of the prices is wrong cannot be known",
            ),
            Self::EmptyRow => f.write_str("no figure measured on this day"),
        }
    }
}

/// A value or a row that was left out of a series.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Dropped {
    /// Whose figure it was.
    pub subject: Subject,
    /// The day.
    pub date: Date,
    /// The metric, or `None` if the whole row was left out.
    pub metric: Option<Metric>,
    /// What stood there.
    pub value: String,
    /// Why it was left out.
    pub reason: DropReason,
    /// Where it was read, if it was read from a file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
}

impl fmt::Display for Dropped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(place) = &self.place {
            write!(f, "{place}: ")?;
        }
        write!(f, "{} {}: ", self.subject, self.date)?;
        match self.metric {
            Some(metric) => write!(f, "{metric} {}", self.value)?,
            None if self.value.is_empty() => f.write_str("row")?,
            None => write!(f, "row ({})", self.value)?,
        }
        write!(f, " dropped: {}", self.reason)
    }
}

/// All that was left out of a series, in the order of the data. Displays as one line an item.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(transparent)]
pub struct DropReport {
    items: Vec<Dropped>,
}

impl DropReport {
    /// Whether nothing was left out.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// How many values and rows were left out.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// What was left out.
    pub fn iter(&self) -> std::slice::Iter<'_, Dropped> {
        self.items.iter()
    }

    /// Takes in what another report says.
    pub fn merge(&mut self, other: Self) {
        self.items.extend(other.items);
    }

    /// What was left out of the days of a range.
    #[must_use]
    pub fn within(&self, range: DateRange) -> Self {
        let items = self.items.iter().filter(|item| range.contains(item.date));
        Self { items: items.cloned().collect() }
    }

    pub(crate) fn push(&mut self, dropped: Dropped) {
        self.items.push(dropped);
    }
}

impl<'a> IntoIterator for &'a DropReport {
    type Item = &'a Dropped;
    type IntoIter = std::slice::Iter<'a, Dropped>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Display for DropReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, item) in self.items.iter().enumerate() {
            if i > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{item}")?;
        }
        Ok(())
    }
}
