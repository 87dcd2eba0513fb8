//! The analyst as a reasoning model.

use llm::{Completion, Error, ReasoningModel, Request, async_trait};

use crate::answer::compose;
use crate::piece::render;
use crate::prompt::Prompt;

/// The offline analyst.
#[derive(Clone, Copy, Debug, Default)]
pub struct Analyst;

impl Analyst {
    /// The name that records carry as `model`.
    pub const ID: &str = "offline-analyst/1";

    /// Makes the analyst.
    pub fn new() -> Self {
        Self
    }

    /// Answers a prompt: the trace and the final answer.
    ///
    /// # Errors
    /// Of kind [`llm::ErrorKind::Request`] if the prompt cannot be read; it says what was not
    /// found.
    pub fn answer(self, request: &Request) -> Result<Completion, Error> {
        let prompt = Prompt::read(&request.prompt)?;
        let composed =
            compose(&prompt, &request.prompt, request.sampling.seed, request.sample, 100);
        Ok(Completion::finished(Self::ID, composed.reasoning, render(&composed.sections)))
    }
}

#[async_trait]
impl ReasoningModel for Analyst {
    fn id(&self) -> &str {
        Self::ID
    }

    fn is_synthetic(&self) -> bool {
        true
    }

    async fn complete(&self, request: &Request) -> Result<Completion, Error> {
        self.answer(request)
    }
}
