//! How the chat API says no.

use std::time::Duration;

use axum::response::Response;
use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::PROVIDER;
use crate::app::Call;
use crate::body::{Reply, http_date};
use crate::fault::Fault;
use crate::limit::Full;

/// Whom the service takes the key for.
const USER: &str = "user_sandbox";

/// An error of the chat API, before it gets its HTTP status.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Refusal {
    /// The HTTP status, and the code in the body.
    pub(super) status: u16,
    message: String,
    metadata: Map<String, Value>,
    hint: Hint,
}

/// How the client learns when to come again.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Hint {
    None,
    /// `Retry-After` in seconds, and the headers of the limit of so many requests if there is one.
    Seconds(Duration, Option<u32>),
    /// `Retry-After` as a date.
    Date(Duration),
    /// `X-RateLimit-Reset` alone.
    Reset(Duration),
    /// In the body alone.
    Body(Duration),
}

impl Refusal {
    pub(super) fn new(status: u16, message: impl Into<String>) -> Self {
        Self { status, message: message.into(), metadata: Map::new(), hint: Hint::None }
    }

    /// Names the kind of error.
    #[must_use]
    pub(super) fn kind(self, kind: &str) -> Self {
        self.with("error_type", kind)
    }

    #[must_use]
    pub(super) fn with(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.metadata.insert(key.to_owned(), value.into());
        self
    }

    fn hint(self, hint: Hint) -> Self {
        Self { hint, ..self }
    }

    /// A request was malformed.
    pub(super) fn invalid(message: impl Into<String>) -> Self {
        Self::new(400, message).kind("invalid_request")
    }

    /// The limit of requests a minute is reached.
    pub(super) fn limited(full: Full, what: &str) -> Self {
        let message = format!("Rate limit exceeded: {what}.");
        let hint = Hint::Seconds(full.wait, Some(full.most));
        Self::new(429, message).kind("rate_limit_exceeded").hint(hint)
    }

    /// The key has spent what it may.
    pub(super) fn no_credit() -> Self {
        let message = "Insufficient credits. Add more using https://openrouter.ai/settings/credits";
        Self::new(402, message).kind("payment_required")
    }

    /// The refusal that a fault stands for.
    pub(super) fn of(fault: Fault, retry_after: Duration) -> Option<Self> {
        let upstream =
            |status, message: &str| Self::new(status, message).with("provider_name", PROVIDER);
        let busy = || {
            Self::new(429, "Rate limit exceeded: free-models-per-min.").kind("rate_limit_exceeded")
        };
        Some(match fault {
            Fault::Status400 => Self::invalid("Invalid value for a parameter"),
            Fault::Status401 => Self::new(401, "User not found."),
            Fault::Status402 => Self::no_credit(),
            Fault::Status402Retry => Self::new(402, "The in-flight budget of this key is used up")
                .kind("payment_required")
                .with("limit_source", "openrouter_in_flight_budget")
                .hint(Hint::Seconds(retry_after, None)),
            Fault::Status403 => Self::new(403, "This key may not use this model"),
            Fault::Status403Moderated => {
                upstream(403, "deepseek/deepseek-r1 requires moderation. Your input was flagged")
                    .with("reasons", json!(["violence"]))
                    .with("flagged_input", "You are analyzing … blockchain data")
                    .with("model_slug", "deepseek/deepseek-r1")
            }
            Fault::Status404 => {
                Self::new(404, "No endpoints found matching your data policy.").kind("not_found")
            }
            Fault::Status408 => Self::new(408, "The request timed out").kind("timeout"),
            Fault::Status409 => Self::new(409, "Conflict"),
            Fault::Status412 => Self::new(412, "A precondition failed").kind("precondition_failed"),
            Fault::Status413 => {
                Self::new(413, "The request is too large").kind("payload_too_large")
            }
            Fault::Status422 => {
                Self::new(422, "The request cannot be processed").kind("unprocessable")
            }
            Fault::Status429 => busy().hint(Hint::Seconds(retry_after, Some(20))),
            Fault::Status429Bare | Fault::Status429Availability => busy(),
            Fault::Status429Reset => busy().hint(Hint::Reset(retry_after)),
            Fault::Status429Date => busy().hint(Hint::Date(retry_after)),
            Fault::Status429Body => busy().hint(Hint::Body(retry_after)),
            Fault::Status429Upstream => upstream(429, "Provider returned error")
                .with("raw", "deepseek/deepseek-r1 is temporarily rate-limited upstream.")
                .with("provider_code", "429"),
            Fault::Status500 => Self::new(500, "Internal Server Error").kind("server"),
            Fault::Status502 => {
                upstream(502, "Provider returned error").kind("provider_unavailable")
            }
            Fault::Status503 => Self::new(503, "No provider is available for this request")
                .kind("provider_overloaded"),
            Fault::Status503Retry => Self::new(503, "No provider is available for this request")
                .kind("provider_overloaded")
                .hint(Hint::Seconds(retry_after, None)),
            Fault::Status504 => Self::new(504, "The upstream request timed out").kind("timeout"),
            Fault::Status524 => Self::new(524, "A timeout occurred").kind("timeout"),
            Fault::Status529 => upstream(529, "Provider overloaded").kind("provider_overloaded"),
            _ => return None,
        })
    }

    /// The body of the reply.
    fn json(&self, fault: Option<Fault>) -> Value {
        if fault == Some(Fault::Status429Availability) {
            return json!({ "error": {
                "error_type": "rate_limit_exceeded", "http_status": self.status,
                "message": self.message,
                "availability": {
                    "code": "capacity_exhausted", "retryable": true, "retry_after": null,
                    "requested_models": ["deepseek/deepseek-r1"], "affected_providers": [PROVIDER],
                },
            } });
        }
        let mut metadata = self.metadata.clone();
        if let Hint::Body(wait) = self.hint {
            let headers = json!({
                "X-RateLimit-Limit": "20", "X-RateLimit-Remaining": "0",
                "X-RateLimit-Reset": reset(wait).to_string(),
            });
            metadata.insert("headers".to_owned(), headers);
        }
        let mut error = json!({ "code": self.status, "message": self.message });
        if let (Some(error), false) = (error.as_object_mut(), metadata.is_empty()) {
            error.insert("metadata".to_owned(), Value::Object(metadata));
        }
        json!({ "error": error, "user_id": USER })
    }

    /// Sends the refusal.
    pub(super) fn send(self, call: Call) -> Response {
        let reply = Reply::json(self.status, &self.json(call.fault));
        let (reply, wait) = match self.hint {
            Hint::None => (reply, None),
            Hint::Body(wait) => (reply, Some(wait)),
            Hint::Reset(wait) => (reply.header("x-ratelimit-reset", reset(wait)), Some(wait)),
            Hint::Date(wait) => (reply.header("retry-after", http_date(wait)), Some(wait)),
            Hint::Seconds(wait, most) => {
                // Whole seconds, and never too few of them.
                let seconds = wait.as_secs_f64().ceil();
                let mut reply = reply.header("retry-after", seconds);
                if let Some(most) = most {
                    reply = reply
                        .header("x-ratelimit-limit", most)
                        .header("x-ratelimit-remaining", 0)
                        .header("x-ratelimit-reset", reset(wait));
                }
                (reply, Some(wait))
            }
        };
        if let Some(wait) = wait {
            call.told_to_wait(wait);
        }
        if self.status == 429 {
            call.app.stats.refused(call.content);
        }
        reply.send(call)
    }
}

/// The moment in which the wait is over, in milliseconds since 1970.
fn reset(wait: Duration) -> i64 {
    Timestamp::now().as_millisecond() + wait.as_millis() as i64
}

/// The error object inside a good answer.
pub(super) fn in_band(code: &Value) -> Value {
    json!({
        "code": code, "message": "Provider disconnected",
        "metadata": { "error_type": "provider_unavailable", "provider_name": PROVIDER },
    })
}

/// The body of an error under status 200.
pub(super) fn error_200() -> Value {
    json!({ "error": in_band(&json!(502)), "user_id": USER })
}
