//! What time it is.

use std::sync::Arc;

use anyhow::anyhow;
use generator::Clock;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::failure::Failure;

/// The clock of a run: the time of day, or the constant that `SOURCE_DATE_EPOCH` (seconds since
/// 1970, <https://reproducible-builds.org/specs/source-date-epoch/>) asks for.
pub(crate) fn clock() -> Result<Clock, Failure> {
    let Ok(epoch) = std::env::var("SOURCE_DATE_EPOCH") else {
        return Ok(Arc::new(Timestamp::now));
    };
    let seconds = epoch.parse().ok().and_then(|seconds| Timestamp::from_second(seconds).ok());
    let constant = seconds.ok_or_else(|| {
        Failure::usage(anyhow!(
            "SOURCE_DATE_EPOCH is `{epoch}`, which is no number of seconds since 1970"
        ))
    })?;
    Ok(Arc::new(move || constant))
}

/// The present day in UTC, of which the figures are not complete yet.
///
/// Always the real one: data do not become unfinished because a build is to be repeatable.
pub(crate) fn today() -> Date {
    Timestamp::now().to_zoned(TimeZone::UTC).date()
}
