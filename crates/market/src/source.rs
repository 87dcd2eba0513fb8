//! Where series come from.

use async_trait::async_trait;
use jiff::civil::Date;

use crate::{DateRange, DropReport, Error, Series, Subject, SubjectKind};

/// A series, and what had to be left out of it.
#[derive(Clone, Debug)]
pub struct Fetched {
    /// What holds.
    pub series: Series,
    /// What was left out, and why.
    pub dropped: DropReport,
}

/// A source of daily series: a folder of files, a service.
///
/// Every implementation passes the same public suite of checks.
#[async_trait]
pub trait MarketSource: Send + Sync {
    /// Names the source in the records made from it: `files`, `flipside`.
    fn name(&self) -> &str;

    /// A digest of all its data, if it can be had without asking anybody: data that changed under
    /// the same name are noticed by it.
    fn revision(&self) -> Option<String> {
        None
    }

    /// The subjects of a kind that the source has, in order; none is not an error.
    ///
    /// # Errors
    /// If the source cannot be asked.
    async fn subjects(&self, kind: SubjectKind) -> Result<Vec<Subject>, Error>;

    /// The series of a subject, all of it or the days in a range.
    ///
    /// A range without data gives an empty series.
    ///
    /// # Errors
    /// [`crate::ErrorKind::UnknownSubject`] if the source does not have the subject, others if it
    /// cannot be asked or what it says is no data.
    async fn series(&self, subject: &Subject, range: Option<DateRange>) -> Result<Fetched, Error>;

    /// The last whole day that the source has of a subject; `None` if it has no day.
    ///
    /// # Errors
    /// As [`MarketSource::series`].
    async fn last_whole_day(&self, subject: &Subject) -> Result<Option<Date>, Error> {
        let fetched = self.series(subject, None).await?;
        Ok(fetched.series.range().map(|range| range.to))
    }
}
