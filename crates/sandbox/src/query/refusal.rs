//! How the query API says no before it looks at a call.

use std::time::Duration;

use axum::response::Response;
use jiff::Timestamp;
use serde_json::json;

use crate::app::Call;
use crate::body::{Reply, http_date};
use crate::fault::Fault;
use crate::limit::Full;

/// A refusal by HTTP status.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Refusal {
    status: u16,
    kind: &'static str,
    name: &'static str,
    message: String,
    wait: Option<(Duration, Hint)>,
}

/// How the client learns when to come again.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Hint {
    /// `Retry-After` in seconds.
    Seconds,
    /// `Retry-After` as a date.
    Date,
    /// `X-RateLimit-Reset` in milliseconds since 1970.
    Reset,
}

impl Refusal {
    fn new(status: u16, kind: &'static str, name: &'static str, message: &str) -> Self {
        Self { status, kind, name, message: message.to_owned(), wait: None }
    }

    fn wait(self, wait: Duration, hint: Hint) -> Self {
        Self { wait: Some((wait, hint)), ..self }
    }

    pub(super) fn unauthorized() -> Self {
        Self::new(401, "AUTHENTICATION_ERROR", "Unauthorized", "the API key is not valid")
    }

    pub(super) fn no_credit() -> Self {
        let message = "the query seconds of your plan are used up";
        Self::new(402, "BILLING_ERROR", "PaymentRequired", message)
    }

    pub(super) fn limited(full: Full) -> Self {
        let message = format!("at most {} requests a minute", full.most);
        Self { message, ..Self::busy() }.wait(full.wait, Hint::Seconds)
    }

    pub(super) fn too_large() -> Self {
        Self::new(
            413,
            "VALIDATION_ERROR",
            "PayloadTooLarge",
            "the body of the request is too large",
        )
    }

    pub(super) fn unsent() -> Self {
        Self::new(408, "VALIDATION_ERROR", "RequestTimeout", "the body of the request did not come")
    }

    pub(super) fn wrong_method() -> Self {
        Self::new(405, "VALIDATION_ERROR", "MethodNotAllowed", "calls are sent with POST")
    }

    pub(super) fn gateway_timeout() -> Self {
        Self::new(504, "SERVER_ERROR", "GatewayTimeout", "the gateway's time ran out")
    }

    fn busy() -> Self {
        Self::new(429, "RATE_LIMIT_ERROR", "TooManyRequests", "too many requests")
    }

    /// The refusal that a fault stands for.
    pub(super) fn of(fault: Fault, retry_after: Duration) -> Option<Self> {
        let invalid = |status, name| Self::new(status, "VALIDATION_ERROR", name, "refused");
        let broken = |status, name| Self::new(status, "SERVER_ERROR", name, "try again later");
        Some(match fault {
            Fault::Status400 => invalid(400, "BadRequest"),
            Fault::Status401 => Self::unauthorized(),
            Fault::Status402 => Self::no_credit(),
            Fault::Status402Retry => Self::no_credit().wait(retry_after, Hint::Seconds),
            Fault::Status403 | Fault::Status403Moderated => {
                Self::new(403, "AUTHENTICATION_ERROR", "Forbidden", "Invalid API Key.")
            }
            Fault::Status404 => invalid(404, "NotFound"),
            Fault::Status408 => invalid(408, "RequestTimeout"),
            Fault::Status409 => invalid(409, "Conflict"),
            Fault::Status412 => invalid(412, "PreconditionFailed"),
            Fault::Status413 => Self::too_large(),
            Fault::Status422 => invalid(422, "UnprocessableEntity"),
            Fault::Status429 | Fault::Status429Body => {
                Self::busy().wait(retry_after, Hint::Seconds)
            }
            Fault::Status429Bare | Fault::Status429Upstream | Fault::Status429Availability => {
                Self::busy()
            }
            Fault::Status429Reset => Self::busy().wait(retry_after, Hint::Reset),
            Fault::Status429Date => Self::busy().wait(retry_after, Hint::Date),
            Fault::Status500 => broken(500, "InternalServerError"),
            Fault::Status502 => broken(502, "BadGateway"),
            Fault::Status503 => broken(503, "ServiceUnavailable"),
            Fault::Status503Retry => {
                broken(503, "ServiceUnavailable").wait(retry_after, Hint::Seconds)
            }
            Fault::Status504 => Self::gateway_timeout(),
            Fault::Status524 => broken(524, "OriginTimeout"),
            Fault::Status529 => broken(529, "Overloaded"),
            _ => return None,
        })
    }

    /// Sends the refusal.
    pub(super) fn send(self, call: Call) -> Response {
        let body = json!({ "errorType": self.kind, "name": self.name, "msg": self.message });
        let mut reply = Reply::json(self.status, &body);
        if let Some((wait, hint)) = self.wait {
            call.told_to_wait(wait);
            reply = match hint {
                // Whole seconds, and never too few of them.
                Hint::Seconds => reply.header("retry-after", wait.as_secs_f64().ceil()),
                Hint::Date => reply.header("retry-after", http_date(wait)),
                Hint::Reset => {
                    let end = Timestamp::now().as_millisecond() + wait.as_millis() as i64;
                    reply.header("x-ratelimit-reset", end)
                }
            };
        }
        reply.send(call)
    }
}
