//! What goes wrong on the way.

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use reqwest::{Method, Url};

use crate::resolver::NotFound;
use crate::{Secret, redact};

/// A request that got no whole answer. Names the request without its query, and no secret.
#[derive(Debug)]
pub struct Failure(Box<Inner>);

#[derive(Debug)]
struct Inner {
    kind: FailureKind,
    method: Method,
    url: String,
    elapsed: Duration,
    source: Option<Cause>,
}

/// What kept the answer away.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FailureKind {
    /// The host has no address.
    Dns,
    /// The host takes no connection.
    Connect,
    /// The host cannot show that it is who it should be, or no encryption was agreed on.
    Tls,
    /// Time ran out.
    Timeout(Deadline),
    /// The connection ended before the answer was whole.
    Interrupted,
    /// The answer is larger than allowed.
    TooLarge {
        /// How many bytes are allowed.
        limit: usize,
    },
    /// The service redirects to where the request must not go.
    Redirect {
        /// Scheme, host and path of the new address.
        to: String,
    },
    /// The request could not be sent as it is.
    Request,
}

/// Which time ran out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deadline {
    /// No connection in time.
    Connect(Duration),
    /// No byte for too long.
    Idle(Duration),
    /// Not finished in time.
    Total(Duration),
}

/// A cause in words. The errors of the HTTP library repeat the address, keys in it included.
#[derive(Debug)]
struct Cause(String);

impl Failure {
    pub(crate) fn new(kind: FailureKind, request: &crate::Request, elapsed: Duration) -> Self {
        Self(Box::new(Inner {
            kind,
            method: request.method.clone(),
            url: shown(&request.url, &request.secrets),
            elapsed,
            source: None,
        }))
    }

    pub(crate) fn from_reqwest(
        error: &reqwest::Error,
        request: &crate::Request,
        elapsed: Duration,
        connect_timeout: Duration,
    ) -> Self {
        let mut failure = Self::new(kind(error, connect_timeout), request, elapsed);
        let root = chain(error).last().map(ToString::to_string);
        failure.0.source = root
            .filter(|_| !matches!(failure.0.kind, FailureKind::Timeout(_)))
            .map(|text| Cause(redact(&text, &request.secrets)));
        failure
    }

    /// What kept the answer away.
    pub fn kind(&self) -> &FailureKind {
        &self.0.kind
    }

    /// How long it took to fail.
    pub fn elapsed(&self) -> Duration {
        self.0.elapsed
    }

    /// Whether the same request may succeed after a moment.
    pub fn is_retryable(&self) -> bool {
        match self.0.kind {
            FailureKind::Dns
            | FailureKind::Connect
            | FailureKind::Timeout(_)
            | FailureKind::Interrupted => true,
            FailureKind::Tls
            | FailureKind::TooLarge { .. }
            | FailureKind::Redirect { .. }
            | FailureKind::Request => false,
        }
    }

    /// Whether the service cannot have seen the request: to send it again costs nothing twice.
    pub fn is_unsent(&self) -> bool {
        matches!(
            self.0.kind,
            FailureKind::Dns
                | FailureKind::Connect
                | FailureKind::Tls
                | FailureKind::Timeout(Deadline::Connect(_))
                | FailureKind::Request
        )
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { kind, method, url, elapsed, .. } = &*self.0;
        write!(f, "{method} {url}: ")?;
        match kind {
            FailureKind::Dns => write!(f, "the host is not found")?,
            FailureKind::Connect => write!(f, "the host takes no connection")?,
            FailureKind::Tls => write!(f, "no trusted connection to the host")?,
            FailureKind::Timeout(Deadline::Connect(limit)) => {
                return write!(f, "no connection within {limit:?}");
            }
            FailureKind::Timeout(Deadline::Idle(limit)) => {
                write!(f, "the service was silent for {limit:?}")?;
            }
            FailureKind::Timeout(Deadline::Total(limit)) => {
                return write!(f, "the answer was not whole within {limit:?}");
            }
            FailureKind::Interrupted => {
                write!(f, "the connection ended before the answer was whole")?;
            }
            FailureKind::TooLarge { limit } => {
                write!(f, "the answer is larger than the {limit} bytes allowed")?;
            }
            FailureKind::Redirect { to } => {
                write!(f, "the service redirects to {to}, where no key is sent")?;
            }
            FailureKind::Request => write!(f, "the request cannot be sent")?,
        }
        write!(f, " (after {:.1} s)", elapsed.as_secs_f64())
    }
}

impl StdError for Failure {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_ref().map(|cause| cause as _)
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl StdError for Cause {}

fn kind(error: &reqwest::Error, connect_timeout: Duration) -> FailureKind {
    if error.is_builder() {
        return FailureKind::Request;
    }
    if chain(error).any(<dyn StdError>::is::<NotFound>) {
        return FailureKind::Dns;
    }
    if chain(error).any(is_tls) {
        return FailureKind::Tls;
    }
    match (error.is_connect(), error.is_timeout()) {
        (true, true) => FailureKind::Timeout(Deadline::Connect(connect_timeout)),
        (true, false) => FailureKind::Connect,
        (false, _) => FailureKind::Interrupted,
    }
}

fn is_tls(error: &(dyn StdError + 'static)) -> bool {
    // An I/O error does not count what it wraps among its sources.
    let wrapped = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
    error.is::<rustls::Error>() || wrapped.is_some_and(|wrapped| is_tls(wrapped))
}

/// An error and its causes, outermost first.
fn chain<'e>(
    error: &'e (dyn StdError + 'static),
) -> impl Iterator<Item = &'e (dyn StdError + 'static)> {
    std::iter::successors(Some(error), |&error| error.source())
}

/// An address as it may be shown: without its query, which may hold keys.
pub(crate) fn shown(url: &Url, secrets: &[Secret]) -> String {
    let mut url = url.clone();
    url.set_query(None);
    url.set_fragment(None);
    // Neither can fail for an address with a host.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    redact(url.as_str(), secrets)
}
