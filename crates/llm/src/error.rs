//! What goes wrong when a model is asked.

use std::error::Error as StdError;

/// Why a request failed, and what that means for the run.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct Error(Box<Inner>);

#[derive(Debug, thiserror::Error)]
#[error("{message}")]
struct Inner {
    kind: ErrorKind,
    message: String,
    hint: Option<String>,
    may_have_cost: bool,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

/// What a failure means for the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// Another try of the same request may succeed: overload, a lost connection.
    Transient,
    /// This request will not succeed, others may: too long, malformed, moderated.
    Request,
    /// No request will succeed until a person acts: bad key, unknown model.
    Run,
    /// No request will succeed until credit is added or a quota is renewed.
    Exhausted,
}

impl ErrorKind {
    /// Whether no other request of the run can succeed either.
    pub fn ends_run(self) -> bool {
        matches!(self, Self::Run | Self::Exhausted)
    }
}

impl Error {
    /// Makes an error; `message` is a lower-case fragment without a full stop.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        let message = message.into();
        Self(Box::new(Inner { kind, message, hint: None, may_have_cost: false, source: None }))
    }

    /// Adds the cause.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// Adds what a person can do about it.
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.0.hint = Some(hint.into());
        self
    }

    /// Says that the service may have charged the request.
    #[must_use]
    pub fn with_possible_cost(mut self) -> Self {
        self.0.may_have_cost = true;
        self
    }

    /// Whether the service may have charged the request: it was sent, and its answer was lost on
    /// the way. Asking again may mean to pay again, so whoever keeps the budget decides.
    pub fn may_have_cost(&self) -> bool {
        self.0.may_have_cost
    }

    /// What a person can do about it.
    pub fn hint(&self) -> Option<&str> {
        self.0.hint.as_deref()
    }

    /// What the failure means for the run.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Whether another try of the same request may succeed.
    pub fn is_retryable(&self) -> bool {
        self.kind() == ErrorKind::Transient
    }
}
