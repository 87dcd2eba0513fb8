//! The errors of the service, in all the shapes in which it tells them, and what each means.

use std::time::{Duration, SystemTime};

use net::{HeaderMap, HeaderName, HeaderValue};
use serde_json::Value;

/// How much of an upstream provider's own message is shown.
const RAW_CHARS: usize = 200;

/// An error as a service tells it: in a refusal, in a body with status 200, in a choice or in the
/// middle of a stream. Every part is optional.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ServiceError {
    /// The status, as HTTP has it, wherever it was told.
    pub status: Option<u16>,
    /// The kind of error by name: `rate_limit_exceeded`, `insufficient_quota`.
    pub name: Option<String>,
    /// What a person is told.
    pub message: String,
    /// The provider at which it happened.
    pub provider: Option<String>,
    /// How long the service asks to be left alone.
    pub wait: Option<Duration>,
    /// Whether the service itself says that another try may succeed.
    pub retryable: Option<bool>,
    /// The request was stopped by a moderator or a guardrail.
    pub moderated: bool,
    /// A part of an answer had come before the error.
    pub after_words: bool,
}

/// What a service's error means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// The service has too much to do.
    Overload,
    /// Something that passes.
    Passing,
    /// The answer ran into the token limit.
    Truncated,
    /// The answer was withheld, or the question refused.
    Refused,
    /// Question and answer do not fit into the model.
    TooLong,
    /// This request is wrong.
    Request,
    /// The key is missing or wrong.
    Key,
    /// The key may not do this.
    Permission,
    /// No credit is left.
    Credit,
    /// There is no such model.
    Model,
}

impl ServiceError {
    /// Reads an error out of a body; `None` if the body tells of none.
    pub(crate) fn of_body(body: &Value) -> Option<Self> {
        match body.get("error").and_then(Self::told) {
            Some(error) => Some(error),
            // vLLM before 0.10 has no `error` around it; web frameworks say `detail`.
            None if text(body, "object").as_deref() == Some("error") => Some(Self::read(body)),
            None => body.get("detail").and_then(Self::told),
        }
    }

    /// Reads what stands under `error`, if anything does.
    pub(crate) fn told(error: &Value) -> Option<Self> {
        (!is_nothing(error)).then(|| Self::read(error))
    }

    fn read(error: &Value) -> Self {
        if let Some(message) = error.as_str() {
            return Self { message: message.to_owned(), ..Self::default() };
        }
        let metadata = error.get("metadata").unwrap_or(&Value::Null);
        let availability = error.get("availability").unwrap_or(&Value::Null);
        let code = error.get("code").unwrap_or(&Value::Null);
        let status = [code, error.get("http_status").unwrap_or(&Value::Null)]
            .into_iter()
            .find_map(|value| number(value).filter(|status| (100.0..600.0).contains(status)));
        let name = text(error, "error_type")
            .or_else(|| text(metadata, "error_type"))
            .or_else(|| {
                code.as_str().filter(|code| code.parse::<f64>().is_err()).map(str::to_owned)
            })
            .or_else(|| text(availability, "code"))
            .or_else(|| text(error, "type"));
        let wait = availability.get("retry_after").and_then(number);
        let wait = wait.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
        Self {
            status: status.map(|status| status as u16),
            name,
            message: message(error, metadata),
            provider: text(metadata, "provider_name"),
            wait: wait.or_else(|| wait_in(metadata)),
            retryable: availability.get("retryable").and_then(Value::as_bool),
            moderated: ["reasons", "flagged_input", "patterns"]
                .iter()
                .any(|key| metadata.get(key).is_some_and(|value| !is_nothing(value))),
            after_words: false,
        }
    }

    /// What the error means.
    pub(crate) fn meaning(&self) -> Meaning {
        if let Some(meaning) = self.named().or_else(|| self.in_words()) {
            return meaning;
        }
        if self.retryable == Some(true) {
            return Meaning::Overload;
        }
        match self.status {
            Some(401) => Meaning::Key,
            // A pause is asked for only where credit is on its way.
            Some(402) if self.wait.is_some() => Meaning::Overload,
            Some(402) => Meaning::Credit,
            Some(403 | 451) if self.moderated => Meaning::Refused,
            Some(403) => Meaning::Permission,
            Some(404 | 405 | 410) => Meaning::Model,
            Some(408 | 409 | 425) => Meaning::Passing,
            Some(413) => Meaning::TooLong,
            Some(429 | 503 | 529) => Meaning::Overload,
            Some(400..500) => Meaning::Request,
            _ => Meaning::Passing,
        }
    }

    /// The meaning by name, where the name says more than the status, or stands in its place.
    fn named(&self) -> Option<Meaning> {
        Some(match self.name.as_deref()? {
            "insufficient_quota" | "payment_required" | "insufficient_credits"
                if self.wait.is_none() =>
            {
                Meaning::Credit
            }
            "rate_limit_exceeded"
            | "provider_overloaded"
            | "overloaded_error"
            | "capacity_exhausted"
            | "temporarily_unavailable" => Meaning::Overload,
            "max_tokens_exceeded" => Meaning::Truncated,
            "context_length_exceeded"
            | "token_limit_exceeded"
            | "string_too_long"
            | "payload_too_large" => Meaning::TooLong,
            "content_policy_violation" | "content_filter" | "refusal" | "moderation" => {
                Meaning::Refused
            }
            "invalid_api_key" | "authentication_error" | "unauthenticated" | "unauthorized" => {
                Meaning::Key
            }
            "model_not_found"
            | "no_endpoints"
            | "model_deprecated"
            | "wrong_endpoint"
            | "model_unavailable_upstream"
            | "constraint_filtered"
            | "free_variant_ended"
            | "privacy_restricted" => Meaning::Model,
            "permission_denied" | "region_restricted" => Meaning::Permission,
            "server"
            | "server_error"
            | "internal_error"
            | "timeout"
            | "provider_unavailable"
            | "unmapped" => Meaning::Passing,
            "invalid_request" | "invalid_prompt" | "unprocessable" | "precondition_failed"
                if self.status.is_none() =>
            {
                Meaning::Request
            }
            _ => return None,
        })
    }

    /// The meaning by message, where servers use one status for several things.
    fn in_words(&self) -> Option<Meaning> {
        let says = |phrase: &str| self.message.to_ascii_lowercase().contains(phrase);
        match self.status {
            Some(400 | 422) if says("context length") || says("maximum context") => {
                Some(Meaning::TooLong)
            }
            Some(400)
                if ["valid model", "model not found", "model not exist", "model name"]
                    .iter()
                    .any(|phrase| says(phrase)) =>
            {
                Some(Meaning::Model)
            }
            Some(403) if says("limit exceeded") || says("insufficient") => Some(Meaning::Credit),
            Some(403) if says("moderation") || says("flagged") => Some(Meaning::Refused),
            Some(429) if says("insufficient_quota") || says("current quota") => {
                Some(Meaning::Credit)
            }
            _ => None,
        }
    }
}

/// What a person is told; with the provider's own words, where the service only says that there
/// was an error.
fn message(error: &Value, metadata: &Value) -> String {
    let told = text(error, "message")
        .or_else(|| text(error, "detail"))
        .or_else(|| text(error, "msg"))
        .unwrap_or_else(|| match error {
            Value::Object(fields) if !fields.is_empty() => error.to_string(),
            Value::Array(_) => error.to_string(),
            _ => String::new(),
        });
    match metadata.get("raw").filter(|raw| !is_nothing(raw)) {
        None => told,
        Some(raw) => {
            let raw = raw.as_str().map_or_else(|| raw.to_string(), str::to_owned);
            let raw: String = raw.chars().take(RAW_CHARS).collect();
            format!("{told}: {raw}")
        }
    }
}

/// The wait in the headers that some errors carry in their metadata.
fn wait_in(metadata: &Value) -> Option<Duration> {
    let fields = metadata.get("headers")?.as_object()?;
    let headers: HeaderMap = fields
        .iter()
        .filter_map(|(name, value)| {
            let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            let name: HeaderName = name.parse().ok()?;
            Some((name, HeaderValue::from_str(&value).ok()?))
        })
        .collect();
    net::asked_wait(&headers, SystemTime::now())
}

/// A text that says something.
pub(crate) fn text(value: &Value, key: &str) -> Option<String> {
    let text = value.get(key)?.as_str()?;
    (!text.trim().is_empty()).then(|| text.to_owned())
}

/// A number, also one written as a text.
pub(crate) fn number(value: &Value) -> Option<f64> {
    let number = value.as_f64().or_else(|| value.as_str()?.trim().parse().ok())?;
    number.is_finite().then_some(number)
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(body: &Value) -> ServiceError {
        ServiceError::of_body(body).unwrap()
    }

    #[test]
    fn no_error_is_no_error() {
        for body in [
            json!({}),
            json!({"error": null, "choices": []}),
            json!({"error": false}),
            json!({"error": ""}),
            json!({"detail": []}),
            json!({"object": "chat.completion", "message": "x"}),
            json!([]),
            json!("text"),
        ] {
            assert_eq!(ServiceError::of_body(&body), None, "{body}");
        }
    }

    #[test]
    fn every_shape_is_read() {
        let status_and_message = |body: Value| {
            let error = read(&body);
            (error.status, error.name, error.message)
        };
        for (body, status, name, message) in [
            (json!({"error": {"code": 401, "message": "no"}}), Some(401), None, "no"),
            (json!({"error": {"code": "429", "message": "no"}}), Some(429), None, "no"),
            (json!({"error": {"code": 429.0}}), Some(429), None, "{\"code\":429.0}"),
            (json!({"error": {"code": 7, "message": "no"}}), None, None, "no"),
            (json!({"error": {}}), None, None, ""),
            (json!({"error": "no"}), None, None, "no"),
            (json!({"object": "error", "code": 400, "message": "no"}), Some(400), None, "no"),
            (json!({"detail": "Not Found"}), None, None, "Not Found"),
            (json!({"detail": [{"msg": "no"}]}), None, None, "[{\"msg\":\"no\"}]"),
            (
                json!({"error": {"code": "server_error", "message": "no", "type": "x"}}),
                None,
                Some("server_error"),
                "no",
            ),
            (
                json!({"error": {"error_type": "not_found", "http_status": 404, "message": "no"}}),
                Some(404),
                Some("not_found"),
                "no",
            ),
            (
                json!({"error": {"code": 502, "message": "Provider returned error",
                    "metadata": {"raw": "CUDA out of memory", "error_type": "provider_unavailable"}}}),
                Some(502),
                Some("provider_unavailable"),
                "Provider returned error: CUDA out of memory",
            ),
            (
                json!({"error": {"code": 500, "message": "no", "metadata": {"raw": {"a": 1}}}}),
                Some(500),
                None,
                "no: {\"a\":1}",
            ),
        ] {
            let expected = (status, name.map(str::to_owned), message.to_owned());
            assert_eq!(status_and_message(body.clone()), expected, "{body}");
        }
    }

    #[test]
    fn finds_how_long_to_wait() {
        let wait = |error: Value| read(&json!({"error": error})).wait.map(|wait| wait.as_secs());
        assert_eq!(wait(json!({"code": 429})), None);
        assert_eq!(wait(json!({"availability": {"retry_after": 30}})), Some(30));
        assert_eq!(wait(json!({"availability": {"retry_after": "30"}})), Some(30));
        assert_eq!(wait(json!({"availability": {"retry_after": -3}})), None);
        assert_eq!(wait(json!({"metadata": {"headers": {"Retry-After": 12}}})), Some(12));
        assert_eq!(wait(json!({"metadata": {"headers": {"X-RateLimit-Reset": "12"}}})), Some(12));
        assert_eq!(wait(json!({"metadata": {"headers": {"bad name": "12"}}})), None);
    }

    #[test]
    fn every_error_has_its_meaning() {
        use Meaning::{
            Credit, Key, Model, Overload, Passing, Permission, Refused, Request, TooLong, Truncated,
        };
        let code = |code: u16| json!({"code": code, "message": "no"});
        let said = |code: u16, message: &str| json!({"code": code, "message": message});
        let named = |name: &str| json!({"code": name, "message": "no"});
        let available = |code: &str, retryable: bool| json!({"message": "no", "availability": {"code": code, "retryable": retryable}});
        for (error, expected) in [
            (code(400), Request),
            (said(400, "This endpoint's maximum context length is 163840 tokens"), TooLong),
            (said(400, "deepseek/r2 is not a valid model ID"), Model),
            (code(401), Key),
            (code(402), Credit),
            (json!({"code": 402, "availability": {"retry_after": 3}}), Overload),
            (code(403), Permission),
            (said(403, "Key limit exceeded (total limit)"), Credit),
            (json!({"code": 403, "metadata": {"reasons": ["violence"]}}), Refused),
            (json!({"code": 403, "metadata": {"patterns": ["x"]}}), Refused),
            (said(403, "Your input was flagged"), Refused),
            (code(404), Model),
            (code(408), Passing),
            (code(409), Passing),
            (code(412), Request),
            (code(413), TooLong),
            (code(422), Request),
            (code(429), Overload),
            (json!({"code": 429, "type": "insufficient_quota"}), Credit),
            (named("insufficient_quota"), Credit),
            (said(429, "You exceeded your current quota"), Credit),
            (code(500), Passing),
            (code(502), Passing),
            (code(503), Overload),
            (code(504), Passing),
            (code(524), Passing),
            (code(529), Overload),
            (json!({}), Passing),
            (json!("something"), Passing),
            (named("server_error"), Passing),
            (named("provider_overloaded"), Overload),
            (named("rate_limit_exceeded"), Overload),
            (named("max_tokens_exceeded"), Truncated),
            (named("context_length_exceeded"), TooLong),
            (named("content_policy_violation"), Refused),
            (named("invalid_api_key"), Key),
            (named("model_not_found"), Model),
            (named("invalid_request"), Request),
            (json!({"error_type": "not_found", "http_status": 404}), Model),
            (available("no_endpoints", false), Model),
            (available("capacity_exhausted", true), Overload),
            (available("something_new", true), Overload),
            (available("region_restricted", false), Permission),
        ] {
            assert_eq!(read(&json!({"error": error})).meaning(), expected, "{error}");
        }
    }
}
