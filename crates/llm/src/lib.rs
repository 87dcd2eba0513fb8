//! What a reasoning model is, to the rest of Cortex: a request goes in, a completion with a
//! separate reasoning trace comes out.
//!
//! This crate holds the words only. It opens no connection and knows no service: the offline
//! analyst lives in `analyst`, and a client for an HTTP service implements [`ReasoningModel`] in a
//! crate of its own.
//!
//! ```
//! use llm::{async_trait, Completion, Error, ReasoningModel, Request};
//!
//! struct Parrot;
//!
//! #[async_trait]
//! impl ReasoningModel for Parrot {
//!     fn id(&self) -> &str {
//!         "parrot/1"
//!     }
//!
//!     async fn complete(&self, request: &Request) -> Result<Completion, Error> {
//!         Ok(Completion::finished(self.id(), "I repeat.", &request.prompt))
//!     }
//! }
//! ```

mod completion;
mod error;
mod request;

pub use async_trait::async_trait;
pub use completion::{Completion, FinishReason, Unusable, Usage};
pub use error::{Error, ErrorKind};
pub use request::{Request, Sampling};

/// Something that answers prompts with a reasoning trace and a final answer.
#[async_trait]
pub trait ReasoningModel: Send + Sync {
    /// The name that records carry as `model`, for example `deepseek/deepseek-r1`.
    fn id(&self) -> &str;

    /// Whether the answers are computed by a program and not by a language model. Records,
    /// summaries and reports say so.
    fn is_synthetic(&self) -> bool {
        false
    }

    /// Where requests go, if they leave the program: identical requests to one endpoint may be
    /// answered from what it answered before.
    fn endpoint(&self) -> Option<&str> {
        None
    }

    /// Answers one request. A service that is overloaded or out of reach is tried again in here, as
    /// often as that makes sense, as long as that is free. What may have cost is not: whoever asks
    /// keeps the budget, and decides whether to ask again.
    ///
    /// # Errors
    /// [`Error::kind`] says whether the same request may succeed later, whether it is lost, or
    /// whether the whole run must end; [`Error::may_have_cost`] whether the failure was free. An answer that is cut off, empty or refused is no error but
    /// a completion that [`Completion::usable`] names.
    async fn complete(&self, request: &Request) -> Result<Completion, Error>;
}

#[async_trait]
impl<M: ReasoningModel + ?Sized> ReasoningModel for std::sync::Arc<M> {
    fn id(&self) -> &str {
        (**self).id()
    }

    fn is_synthetic(&self) -> bool {
        (**self).is_synthetic()
    }

    fn endpoint(&self) -> Option<&str> {
        (**self).endpoint()
    }

    async fn complete(&self, request: &Request) -> Result<Completion, Error> {
        (**self).complete(request).await
    }
}
