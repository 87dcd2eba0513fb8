//! What comes back.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use reqwest::StatusCode;
use reqwest::header::HeaderMap;
use serde::de::DeserializeOwned;
use tokio::time::{Instant, timeout_at};

use crate::throttle::Permit;
use crate::{Deadline, Failure, FailureKind, Outcome, Request, Secret, redact};

/// An answer of which the body has not been read yet. Dropping it ends the connection, and gives
/// the place in flight back that a [metered](Request::metered) request has.
#[derive(Debug)]
pub struct Incoming {
    /// The HTTP status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    pub(crate) inner: reqwest::Response,
    pub(crate) request: Request,
    pub(crate) clock: Clock,
    pub(crate) received: usize,
    pub(crate) limit: usize,
    pub(crate) permit: Option<Permit>,
    pub(crate) longest_pause: Duration,
}

/// The deadlines of one request.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Clock {
    pub(crate) start: Instant,
    pub(crate) idle: Duration,
    pub(crate) total: Duration,
}

impl Clock {
    /// Waits for something, but not beyond either deadline.
    pub(crate) async fn wait<T>(&self, future: impl Future<Output = T>) -> Result<T, Deadline> {
        let idle = at(Instant::now(), self.idle).map(|at| (at, Deadline::Idle(self.idle)));
        let total = at(self.start, self.total).map(|at| (at, Deadline::Total(self.total)));
        let first = [total, idle].into_iter().flatten().min_by_key(|(at, _)| *at);
        match first {
            Some((at, deadline)) => timeout_at(at, future).await.map_err(|_| deadline),
            None => Ok(future.await),
        }
    }
}

/// When a span of time ends; never, if it is zero.
fn at(start: Instant, span: Duration) -> Option<Instant> {
    start.checked_add(span).filter(|_| !span.is_zero())
}

impl Incoming {
    /// The next bytes of the body; `None` at its end.
    ///
    /// # Errors
    /// If the connection breaks, a deadline passes, or the body grows too large.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Failure> {
        let elapsed = |clock: &Clock| clock.start.elapsed();
        let chunk = match self.clock.wait(self.inner.chunk()).await {
            Ok(Ok(chunk)) => chunk,
            Ok(Err(error)) => {
                let elapsed = elapsed(&self.clock);
                return Err(Failure::from_reqwest(&error, &self.request, elapsed, Duration::ZERO));
            }
            Err(deadline) => return Err(self.failure(FailureKind::Timeout(deadline))),
        };
        self.received += chunk.as_ref().map_or(0, Bytes::len);
        if self.received > self.limit {
            return Err(self.failure(FailureKind::TooLarge { limit: self.limit }));
        }
        Ok(chunk)
    }

    /// Reads the body to its end.
    ///
    /// # Errors
    /// As [`Incoming::chunk`].
    pub async fn whole(mut self) -> Result<Response, Failure> {
        self.rest().await
    }

    /// Reads the rest of the body, and leaves the place of the request to be reported on.
    ///
    /// # Errors
    /// As [`Incoming::chunk`].
    pub async fn rest(&mut self) -> Result<Response, Failure> {
        let mut body = BytesMut::new();
        while let Some(chunk) = self.chunk().await? {
            body.extend_from_slice(&chunk);
        }
        Ok(Response {
            status: self.status,
            headers: self.headers.clone(),
            body: body.freeze(),
            secrets: self.request.secrets.clone(),
        })
    }

    /// Tells the throttle what came of a metered request, once, when its answer is read. What is not
    /// reported counts as [`Outcome::Failed`].
    pub fn report(&mut self, outcome: Outcome) {
        if let Some(permit) = self.permit.take() {
            permit.report(outcome, self.longest_pause);
        }
    }

    /// A failure of this request that its reader found, such as a stream without an end.
    #[must_use]
    pub fn failure(&self, kind: FailureKind) -> Failure {
        Failure::new(kind, &self.request, self.clock.start.elapsed())
    }
}

/// A whole answer.
#[derive(Clone, Debug)]
pub struct Response {
    /// The HTTP status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body, decompressed.
    pub body: Bytes,
    secrets: Vec<Secret>,
}

impl Response {
    /// Reads the body as JSON.
    ///
    /// # Errors
    /// If it is no JSON, or not of this shape.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, serde_json::Error> {
        serde_json::from_slice(&self.body)
    }

    /// The beginning of the body on one line, for an error message: without the tags of a web page
    /// and without the keys that the request carried.
    pub fn excerpt(&self, most_chars: usize) -> String {
        let text = String::from_utf8_lossy(&self.body);
        excerpt(&redact(&text, &self.secrets), most_chars)
    }

    /// Takes the keys that the request carried out of a text.
    pub fn redact(&self, text: &str) -> String {
        redact(text, &self.secrets)
    }
}

fn excerpt(text: &str, most_chars: usize) -> String {
    let text = if text.trim_start().starts_with('<') { untagged(text) } else { text.to_owned() };
    let words = text.split(|c: char| c.is_whitespace() || c.is_control());
    let line = words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(most_chars) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

/// The text of a web page: what stands between tags.
fn untagged(html: &str) -> String {
    let mut text = String::new();
    let mut in_tag = false;
    for c in html.chars() {
        match c {
            '<' => in_tag = true,
            '>' if in_tag => {
                in_tag = false;
                text.push(' ');
            }
            c if !in_tag => text.push(c),
            _ => {}
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_is_one_short_line() {
        for (text, expected) in [
            ("", ""),
            (" \n\t ", ""),
            ("bad\r\n  gate\u{1b}w", "bad gate w"),
            ("0123456789abc", "0123456789…"),
            ("größer als", "größer als"),
            ("<html><h1>502</h1>\n<p>Bad</p>", "502 Bad"),
            ("a < b", "a < b"),
        ] {
            assert_eq!(excerpt(text, 10), expected, "{text:?}");
        }
    }
}
