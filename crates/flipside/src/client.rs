//! One request and its answer.

use std::time::{Duration, SystemTime};

use net::{HeaderName, Request, Response, Secret, Verdict, header};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tokio::time::timeout;

use crate::error::{Fault, Retry};
use crate::sql::Query;
use crate::wire::{Answer, Call};
use crate::{Error, ErrorKind, Settings};

/// How much of what a service says stands in an error.
const SAID_CHARS: usize = 300;
/// How long a run that is given up is held up by its cancellation.
const FAREWELL: Duration = Duration::from_secs(5);

/// Asks Flipside's API, or what speaks its protocol. Clones share connections.
#[derive(Clone, Debug)]
pub struct Client {
    http: net::Client,
    key: Secret,
    settings: Settings,
}

/// The answer to a query, as it came.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// The names of the columns, in the order and the case in which they came.
    pub columns: Vec<String>,
    /// The rows; one that came as null is not there.
    pub rows: Vec<Vec<Value>>,
}

impl Client {
    /// Makes a client. [`Settings::http`] says how the HTTP client should behave.
    pub fn new(http: net::Client, key: Secret, settings: Settings) -> Self {
        Self { http, key, settings }
    }

    /// Where and how it asks.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Runs a query and reads its whole answer.
    ///
    /// A run that is given up, because it takes too long or because nobody waits for it any more,
    /// is cancelled.
    ///
    /// # Errors
    /// If there is no whole answer; the error says why, and after how many tries.
    pub async fn run(&self, query: &Query) -> Result<Table, Error> {
        crate::run::run(self, query).await
    }

    /// Calls a method about a query, and tries again where that can help.
    pub(crate) async fn call<R: DeserializeOwned + Send>(
        &self,
        query: &Query,
        request: Result<Request, Fault>,
        method: &'static str,
    ) -> Result<R, CallError> {
        let request = request.map_err(|fault| CallError::new(fault, query, method))?;
        // A query that is created twice is one query: the service knows it by its text.
        let result = self.http.retry(verdict, || self.send(&request)).await;
        result.map_err(|gave_up| CallError {
            code: gave_up.error.code,
            error: gave_up.error.about(
                query,
                method,
                gave_up.tries,
                gave_up.elapsed,
                gave_up.pause,
            ),
        })
    }

    /// Calls a method once, and does not mind how it ends.
    pub(crate) async fn try_to(&self, request: Result<Request, Fault>) {
        if let Ok(request) = request {
            // What a lost cancellation costs is bounded by the service's own limit.
            drop(timeout(FAREWELL, self.send::<Value>(&request)).await);
        }
    }

    /// The request that calls a method.
    pub(crate) fn request(
        &self,
        method: &'static str,
        params: impl Serialize,
    ) -> Result<Request, Fault> {
        let url = self.settings.endpoint.join(["json-rpc"]);
        let unsendable = |problem: String| Fault::new(ErrorKind::Rejected, problem, Retry::Never);
        let request = Request::post_json(url, &Call::new(method, params))
            .map_err(|error| unsendable(error.to_string()))?
            .header(header::ACCEPT, "application/json")
            .map_err(|error| unsendable(error.to_string()))?;
        Ok(request.secret_header(HeaderName::from_static("x-api-key"), &self.key))
    }

    /// What the service says, fit to be shown: short, on one line, and without the key.
    pub(crate) fn shown(&self, text: &str) -> String {
        shortened(&net::redact(text, [&self.key]))
    }

    async fn send<R: DeserializeOwned + Send>(&self, request: &Request) -> Result<R, Fault> {
        let response = self.http.send(request).await.map_err(Fault::of_failure)?;
        read(&response)
    }
}

/// Why a call was given up.
pub(crate) struct CallError {
    /// The service's own number for the error.
    pub(crate) code: Option<i64>,
    pub(crate) error: Error,
}

impl CallError {
    fn new(fault: Fault, query: &Query, method: &'static str) -> Self {
        Self { code: fault.code, error: fault.of_query(query, method) }
    }
}

impl From<CallError> for Error {
    fn from(error: CallError) -> Self {
        error.error
    }
}

fn verdict(fault: &Fault) -> Verdict {
    match fault.retry {
        Retry::Never => Verdict::GiveUp,
        Retry::Soon => Verdict::Retry,
        Retry::Pause(pause) => Verdict::Pause(pause),
    }
}

/// Reads an answer. The service's own error goes before what its status says, except where the
/// status is about the key, the credit or the load: those do not come from the service's engine.
fn read<R: DeserializeOwned>(response: &Response) -> Result<R, Fault> {
    let status = response.status;
    let answer: Result<Answer<Value>, _> = response.json();
    let own_error = answer.as_ref().ok().and_then(|answer| answer.error.as_ref());
    if let Some(error) = own_error.filter(|_| !matches!(status.as_u16(), 401..=403 | 429)) {
        let message = response.redact(error.message.as_deref().unwrap_or_default());
        return Err(Fault::of_code(error.code, &shortened(&message)));
    }
    let pause = net::asked_wait(&response.headers, SystemTime::now());
    let of_status = |said: &str| Fault::of_status(status, is_page(response), said, pause);
    if !status.is_success() {
        return Err(of_status(&said(response)));
    }
    let result = match answer {
        Ok(Answer { result: Some(result), .. }) => result,
        Ok(_) => return Err(of_status("an answer without a result")),
        Err(_) if response.body.is_empty() => return Err(of_status("an empty answer")),
        Err(_) if is_page(response) => {
            let said = said(response);
            return Err(of_status(&format!("a web page and no JSON: {said}")));
        }
        Err(error) => return Err(of_status(&format!("no JSON-RPC: {error}"))),
    };
    serde_json::from_value(result).map_err(|error| {
        let problem = format!("the result is not of the form due: {error}");
        Fault::new(ErrorKind::Malformed, problem, Retry::Never)
    })
}

fn is_page(response: &Response) -> bool {
    response.body.trim_ascii_start().starts_with(b"<")
}

/// What a refusal says: the message in its JSON, or its text.
fn said(response: &Response) -> String {
    let Ok(Value::Object(fields)) = response.json::<Value>() else {
        return response.excerpt(SAID_CHARS);
    };
    let error = fields.get("error").and_then(Value::as_object);
    let texts = [error.unwrap_or(&fields), &fields]
        .into_iter()
        .flat_map(|fields| ["message", "msg", "error"].map(|name| fields.get(name)));
    match texts.flatten().find_map(Value::as_str) {
        Some(text) => shortened(&response.redact(text)),
        None => response.excerpt(SAID_CHARS),
    }
}

fn shortened(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let line = words.join(" ");
    match line.char_indices().nth(SAID_CHARS) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

/// The wait before the next look at a run that has been looked at so many times.
pub(crate) fn poll_wait(settings: &Settings, looks: u32) -> Duration {
    let factor = 1_u32.checked_shl(looks.saturating_sub(1) / 2).unwrap_or(u32::MAX);
    settings.poll_first.saturating_mul(factor).min(settings.poll_longest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks_become_rarer() {
        let settings = Settings::default();
        let waits: Vec<u128> =
            (1..=14).map(|looks| poll_wait(&settings, looks).as_millis()).collect();
        let due =
            [250, 250, 500, 500, 1000, 1000, 2000, 2000, 4000, 4000, 8000, 8000, 10_000, 10_000];
        assert_eq!(waits, due);
        assert_eq!(poll_wait(&settings, u32::MAX), settings.poll_longest);
    }
}
