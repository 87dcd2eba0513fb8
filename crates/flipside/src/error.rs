//! What can go wrong with a query.

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use net::{FailureKind, StatusCode};

use crate::sql::Query;

/// What kind of failure an [`Error`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// Nothing at the address speaks the protocol: no host, no such page, or a web page.
    Gone,
    /// The service cannot be reached, or fails; later it may work.
    Unavailable,
    /// The service asks for a longer pause than is waited for, or goes on refusing.
    Busy,
    /// The service does not accept the key.
    Unauthorized,
    /// The account has no credit left.
    NoCredit,
    /// The query ran and failed.
    QueryFailed,
    /// The query took the service too long.
    QueryTimedOut,
    /// The query was cancelled by someone else.
    QueryCancelled,
    /// The query took longer than is waited for; it was cancelled.
    Deadline,
    /// The answer is larger than an answer to such a query can be.
    TooLarge,
    /// What came is no answer of this protocol, or does not hold what was asked for.
    Malformed,
    /// The service refuses the request as it is.
    Rejected,
}

/// A query that gave no answer: what happened to which query, after how many tries.
///
/// What to do about it is in [`Error::hint`]. Never shows a key.
#[derive(Debug)]
pub struct Error(Box<Inner>);

#[derive(Debug)]
struct Inner {
    kind: ErrorKind,
    about: String,
    method: &'static str,
    problem: String,
    tries: u32,
    elapsed: Duration,
    pause: Option<Duration>,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

impl Error {
    /// What kind of failure it is.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Whether the same query may give an answer later.
    pub fn is_retryable(&self) -> bool {
        matches!(self.0.kind, ErrorKind::Unavailable | ErrorKind::Busy | ErrorKind::Deadline)
    }

    /// How many times the last request was sent.
    pub fn tries(&self) -> u32 {
        self.0.tries
    }

    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        match self.0.kind {
            ErrorKind::Gone => {
                "Flipside announced the end of its API for 2025-07-31; set FLIPSIDE_BASE_URL to a \
                 service that speaks the same protocol, or use market data in files \
                 (`--source files`, with `--market-dir` for your own)"
            }
            ErrorKind::Unavailable => {
                "try again later; what was answered before is still stored at the service"
            }
            ErrorKind::Busy => "try again after the pause, or run fewer queries at once",
            ErrorKind::Unauthorized => "check FLIPSIDE_API_KEY, in the environment or in `.env`",
            ErrorKind::NoCredit => {
                "the account's query seconds are used up; wait for its next month, use another \
                 account, or use market data in files (`--source files`)"
            }
            ErrorKind::QueryFailed => {
                "the tables may lie elsewhere or have other columns than they had at Flipside; \
                 see docs/flipside.md"
            }
            ErrorKind::QueryTimedOut | ErrorKind::Deadline => "ask for fewer days",
            ErrorKind::QueryCancelled => "run it again",
            ErrorKind::TooLarge | ErrorKind::Malformed | ErrorKind::Rejected => {
                "what is at FLIPSIDE_BASE_URL may not be Flipside's API, or a later version of it; \
                 see docs/flipside.md"
            }
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { about, method, problem, tries, elapsed, pause, .. } = &*self.0;
        write!(f, "{about}: {method}: {problem}")?;
        if *tries > 1 {
            write!(f, " (the last of {tries} tries in {elapsed:.0?})")?;
        }
        if let Some(pause) = pause {
            write!(f, " (the service asks for a pause of {} s)", pause.as_secs())?;
        }
        Ok(())
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        let source = self.0.source.as_deref()?;
        Some(source)
    }
}

impl From<Error> for market::Error {
    fn from(error: Error) -> Self {
        let kind = match error.kind() {
            ErrorKind::Unavailable | ErrorKind::Busy | ErrorKind::Deadline => {
                market::ErrorKind::Unavailable
            }
            ErrorKind::Unauthorized | ErrorKind::NoCredit => market::ErrorKind::Refused,
            ErrorKind::TooLarge | ErrorKind::Malformed => market::ErrorKind::Malformed,
            _ => market::ErrorKind::Other,
        };
        let market = Self::new(kind, error.to_string()).with_hint(error.hint());
        match error.0.source {
            Some(source) => market.with_source(source),
            None => market,
        }
    }
}

/// What went wrong with one request, before it is known how often it was tried.
#[derive(Debug, thiserror::Error)]
#[error("{problem}")]
pub(crate) struct Fault {
    pub(crate) kind: ErrorKind,
    pub(crate) problem: String,
    pub(crate) retry: Retry,
    /// The service's own number for the error.
    pub(crate) code: Option<i64>,
    #[source]
    pub(crate) source: Option<net::Failure>,
}

/// Whether the same request may get an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Retry {
    Never,
    Soon,
    /// After a pause, for all; of unknown length if the service did not say.
    Pause(Option<Duration>),
}

/// The service's numbers that decide what is done.
pub(crate) mod code {
    /// There is no run of this id (any more).
    pub(crate) const QUERY_RUN_NOT_FOUND: i64 = -32099;
    /// The page is larger than the service sends.
    pub(crate) const REQUESTED_PAGE_SIZE_TOO_LARGE: i64 = -32170;
}

impl Fault {
    pub(crate) fn new(kind: ErrorKind, problem: impl Into<String>, retry: Retry) -> Self {
        Self { kind, problem: problem.into(), retry, code: None, source: None }
    }

    pub(crate) fn of_failure(failure: net::Failure) -> Self {
        let kind = match failure.kind() {
            // No address, or a page that has moved to another service.
            FailureKind::Dns | FailureKind::Redirect { .. } => ErrorKind::Gone,
            FailureKind::TooLarge { .. } => ErrorKind::TooLarge,
            FailureKind::Request => ErrorKind::Rejected,
            _ => ErrorKind::Unavailable,
        };
        let retry = if failure.is_retryable() { Retry::Soon } else { Retry::Never };
        Self { kind, problem: failure.to_string(), retry, code: None, source: Some(failure) }
    }

    /// What a status means on its own.
    pub(crate) fn of_status(
        status: StatusCode,
        is_page: bool,
        said: &str,
        pause: Option<Duration>,
    ) -> Self {
        let named = match status.canonical_reason() {
            Some(reason) => format!("HTTP {} {reason}", status.as_u16()),
            None => format!("HTTP {}", status.as_u16()),
        };
        let problem = match said {
            "" => named,
            said => format!("{named}: {said}"),
        };
        let retry_after = || pause.map_or(Retry::Soon, |pause| Retry::Pause(Some(pause)));
        let (kind, retry) = match status.as_u16() {
            401 | 403 => (ErrorKind::Unauthorized, Retry::Never),
            402 => (ErrorKind::NoCredit, Retry::Never),
            429 => (ErrorKind::Busy, Retry::Pause(pause)),
            404 | 410 => (ErrorKind::Gone, Retry::Never),
            408 | 500.. => (ErrorKind::Unavailable, retry_after()),
            // Whoever answers a call with a web page does not speak the protocol.
            _ if is_page => (ErrorKind::Gone, Retry::Never),
            // A whole answer that is cut or empty: what stands before the service has failed.
            200..=299 => (ErrorKind::Malformed, Retry::Soon),
            _ => (ErrorKind::Rejected, Retry::Never),
        };
        Self::new(kind, problem, retry)
    }

    /// What an error of the service itself means, by its number.
    pub(crate) fn of_code(code: i64, message: &str) -> Self {
        let (name, kind, retry) = meaning(code);
        let said = if message.is_empty() || message == name {
            String::new()
        } else {
            format!(": {message}")
        };
        let problem = format!("{name} ({code}){said}");
        Self { code: Some(code), ..Self::new(kind, problem, retry) }
    }

    /// Adds what it happened to and how often it was tried.
    pub(crate) fn about(
        self,
        query: &Query,
        method: &'static str,
        tries: u32,
        elapsed: Duration,
        pause: Option<Duration>,
    ) -> Error {
        let source = self.source.and_then(|failure| {
            // The failure's own words are in the problem; its cause is what is left to say.
            let cause = failure.source()?.to_string();
            Some(cause.into())
        });
        Error(Box::new(Inner {
            kind: self.kind,
            about: format!("{} ({}, {})", query.subject(), query.statement(), query.range()),
            method,
            problem: self.problem,
            tries,
            elapsed,
            pause,
            source,
        }))
    }

    /// As [`Fault::about`], for what is no failure of a request.
    pub(crate) fn of_query(self, query: &Query, method: &'static str) -> Error {
        self.about(query, method, 1, Duration::ZERO, None)
    }
}

fn meaning(code: i64) -> (&'static str, ErrorKind, Retry) {
    use ErrorKind as K;
    match code {
        -32000 => ("MethodValidationError", K::Rejected, Retry::Never),
        -32601 => ("method not found", K::Gone, Retry::Never),
        code::QUERY_RUN_NOT_FOUND => ("QueryRunNotFound", K::Unavailable, Retry::Never),
        -32100 => ("SqlStatementNotFound", K::Rejected, Retry::Never),
        -32150 => ("TemporalError", K::Unavailable, Retry::Soon),
        -32151 => ("QueryRunNotFinished", K::Unavailable, Retry::Soon),
        -32152 => ("ResultTransformError", K::Unavailable, Retry::Soon),
        -32153 => ("ResultFormatNotSupported", K::Rejected, Retry::Never),
        -32154 => ("RowCountCouldNotBeComputed", K::Unavailable, Retry::Soon),
        -32155 => ("QueryResultColumnMetadataMissing", K::Unavailable, Retry::Soon),
        -32156 => ("InvalidSortColumn", K::Rejected, Retry::Never),
        -32157 => ("ColumnSummaryQueryFailed", K::Unavailable, Retry::Soon),
        -32159 | -32158 => ("QueryResultColumnMetadata missing", K::Unavailable, Retry::Soon),
        -32160 => ("NoQueryRunsFoundinQueryText", K::Rejected, Retry::Never),
        -32161 => ("DuckDBError", K::Unavailable, Retry::Soon),
        -32163 => ("AuthorizationError", K::Unauthorized, Retry::Never),
        -32169 => ("AdminOnly", K::Unauthorized, Retry::Never),
        code::REQUESTED_PAGE_SIZE_TOO_LARGE => {
            ("RequestedPageSizeTooLarge", K::TooLarge, Retry::Never)
        }
        -32171 => ("MaxConcurrentQueries", K::Busy, Retry::Pause(None)),
        _ => ("error", K::Rejected, Retry::Never),
    }
}
