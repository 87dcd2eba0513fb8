//! Whole replies, and what can be done to them on the way.

use std::fmt::Display;
use std::io;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::Response;
use futures::stream;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;

use crate::app::Call;
use crate::fault::Fault;

/// How long what was sent before a reset gets to reach the client.
pub(crate) const HEAD_START: Duration = Duration::from_millis(20);

/// The page of a proxy that stands before a service.
const PROXY_PAGE: &str = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n\
    <center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>sandbox proxy</center>\r\n</body>\r\n</html>\r\n";

/// The page of a service that is no more.
const GONE_PAGE: &str = "<!DOCTYPE html>\n<html><head><title>410 Gone</title></head><body><h1>Gone</h1>\
    <p>This service has been shut down. (The sandbox says so.)</p></body></html>\n";

/// A reply whose body is known.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    headers: Vec<(HeaderName, HeaderValue)>,
    body: Bytes,
}

impl Reply {
    pub(crate) fn json(status: u16, body: &impl Serialize) -> Self {
        let body = serde_json::to_vec(body).unwrap_or_default();
        Self::new(status, "application/json", Bytes::from(body))
    }

    pub(crate) fn bytes(status: u16, body: Vec<u8>) -> Self {
        Self::new(status, "application/json", Bytes::from(body))
    }

    /// The HTML page that stands in for an answer under these faults.
    pub(crate) fn page(fault: Fault) -> Option<Self> {
        let (status, page) = match fault {
            Fault::Status410 => (410, GONE_PAGE),
            Fault::Status502Html => (502, PROXY_PAGE),
            Fault::NotJson => (200, PROXY_PAGE),
            _ => return None,
        };
        Some(Self::new(status, "text/html", Bytes::from_static(page.as_bytes())))
    }

    fn new(status: u16, kind: &'static str, body: Bytes) -> Self {
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let headers = vec![(CONTENT_TYPE, HeaderValue::from_static(kind))];
        Self { status, headers, body }
    }

    /// Adds a header; a value that no header can have is left out.
    #[must_use]
    pub(crate) fn header(mut self, name: &'static str, value: impl Display) -> Self {
        if let Ok(value) = HeaderValue::from_str(&value.to_string()) {
            self.headers.push((HeaderName::from_static(name), value));
        }
        self
    }

    /// Sends the reply, as the fault of the call lets it through.
    pub(crate) fn send(self, call: Call) -> Response {
        let Self { status, headers, body } = self;
        call.app.stats.status(status.as_u16());
        let whole = body.len();
        let half = body.slice(..whole / 2);
        let body = match call.fault {
            Some(Fault::Empty) => Body::empty(),
            Some(Fault::HalfJson) => Body::from(half),
            Some(Fault::BlankLines) => {
                let blank = Bytes::from_static(b"\n         \n\n         \n");
                Body::from([blank, body].concat())
            }
            Some(Fault::Cut | Fault::Stall) => {
                let mut response = Response::new(broken(half, call));
                *response.status_mut() = status;
                response.headers_mut().extend(headers);
                response.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from(whole));
                return response;
            }
            _ => Body::from(body),
        };
        let mut response = Response::new(body);
        *response.status_mut() = status;
        response.headers_mut().extend(headers);
        response
    }
}

/// The end of a wait as an HTTP date, which knows no fractions: not before the wait is over.
pub(crate) fn http_date(wait: Duration) -> String {
    let end = Timestamp::now().as_millisecond() + wait.as_millis() as i64;
    let date = Timestamp::from_second(end.div_euclid(1000) + 1).unwrap_or(Timestamp::MAX);
    date.to_zoned(TimeZone::UTC).strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

/// A body that breaks off: at once, or after a silence.
fn broken(start: Bytes, call: Call) -> Body {
    let silence = match call.fault {
        Some(Fault::Stall) => call.app.stall(),
        _ => HEAD_START,
    };
    Body::from_stream(stream::unfold((Some(start), call), move |(start, call)| async move {
        if let Some(start) = start {
            return Some((Ok(start), (None, call)));
        }
        tokio::time::sleep(silence).await;
        call.line.reset_when_closed();
        Some((Err(io::Error::other("broken off")), (None, call)))
    }))
}

/// Marks a response in whose stead the connection is closed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct HangUp;

/// A response in whose stead the connection is reset.
pub(crate) fn hang_up(call: &Call) -> Response {
    call.line.reset_when_closed();
    let mut response = Response::new(Body::empty());
    response.extensions_mut().insert(HangUp);
    response
}
