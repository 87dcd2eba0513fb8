//! What a model answers.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A finished response. The trace and the answer are two things and stay two things.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Completion {
    /// The model that answered, as the service names it.
    pub model: String,
    /// The reasoning trace, if the model showed one.
    pub reasoning: Option<String>,
    /// The final answer.
    pub answer: String,
    /// Why the model stopped.
    pub finish: FinishReason,
    /// Tokens and cost, as far as the service told.
    pub usage: Usage,
    /// The service's own id of this generation.
    pub generation_id: Option<String>,
    /// Who computed the answer, where the service hands requests on to several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<String>,
}

impl Completion {
    /// Makes a completion that ended of itself, with a trace and without usage figures.
    pub fn finished(
        model: impl Into<String>,
        reasoning: impl Into<String>,
        answer: impl Into<String>,
    ) -> Self {
        Self {
            model: model.into(),
            reasoning: Some(reasoning.into()),
            answer: answer.into(),
            finish: FinishReason::Stop,
            usage: Usage::default(),
            generation_id: None,
            provider: None,
        }
    }

    /// Whether the provider says that a program computed the answer, as the sandbox does.
    pub fn is_synthetic(&self) -> bool {
        self.provider.as_deref().is_some_and(|it| it.contains("(synthetic)"))
    }

    /// Says whether this can become an example.
    ///
    /// # Errors
    /// Names what is wrong with it: cut off, empty, refused, or without the trace that an example
    /// of reasoning needs.
    pub fn usable(&self) -> Result<(), Unusable> {
        match self.finish {
            FinishReason::Length => return Err(Unusable::Truncated),
            FinishReason::ContentFilter => return Err(Unusable::Refused),
            FinishReason::Other => return Err(Unusable::Unfinished),
            FinishReason::Stop => {}
        }
        if self.answer.trim().is_empty() {
            return Err(Unusable::Empty);
        }
        if self.reasoning.as_deref().is_none_or(|r| r.trim().is_empty()) {
            return Err(Unusable::NoTrace);
        }
        Ok(())
    }
}

/// Why a model stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FinishReason {
    /// It had said all.
    Stop,
    /// It ran into `max_tokens`: the answer is cut off.
    Length,
    /// The service withheld the answer.
    ContentFilter,
    /// The service gave another reason, or none.
    Other,
}

/// Why a completion cannot become an example.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unusable {
    /// Cut off at the token limit.
    Truncated,
    /// No answer beside the trace.
    Empty,
    /// Withheld by the service.
    Refused,
    /// No reason to stop was given, so the answer may be incomplete.
    Unfinished,
    /// No reasoning trace.
    NoTrace,
}

impl fmt::Display for Unusable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Truncated => "cut off at the token limit",
            Self::Empty => "empty answer",
            Self::Refused => "refused by the service",
            Self::Unfinished => "stopped without a finish reason",
            Self::NoTrace => "no reasoning trace",
        })
    }
}

/// Tokens and cost of a completion; what the service did not tell is absent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Usage {
    /// Tokens of the prompt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prompt_tokens: Option<u64>,
    /// Tokens of trace and answer together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub completion_tokens: Option<u64>,
    /// Tokens of the trace alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reasoning_tokens: Option<u64>,
    /// What it cost, in US dollars.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost_usd: Option<f64>,
}

impl Usage {
    /// Adds another request's usage. What neither told stays absent.
    pub fn add(&mut self, other: &Self) {
        fn sum<T: std::ops::Add<Output = T>>(one: Option<T>, other: Option<T>) -> Option<T> {
            match (one, other) {
                (Some(one), Some(other)) => Some(one + other),
                (one, other) => one.or(other),
            }
        }
        self.prompt_tokens = sum(self.prompt_tokens, other.prompt_tokens);
        self.completion_tokens = sum(self.completion_tokens, other.completion_tokens);
        self.reasoning_tokens = sum(self.reasoning_tokens, other.reasoning_tokens);
        self.cost_usd = sum(self.cost_usd, other.cost_usd);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_what_cannot_become_an_example() {
        let good = Completion::finished("m", "because", "so");
        let with = |change: fn(&mut Completion)| {
            let mut completion = good.clone();
            change(&mut completion);
            completion.usable()
        };
        assert_eq!(good.usable(), Ok(()));
        assert_eq!(with(|c| c.finish = FinishReason::Length), Err(Unusable::Truncated));
        assert_eq!(with(|c| c.finish = FinishReason::ContentFilter), Err(Unusable::Refused));
        assert_eq!(with(|c| c.finish = FinishReason::Other), Err(Unusable::Unfinished));
        assert_eq!(with(|c| c.answer = " \n".into()), Err(Unusable::Empty));
        assert_eq!(with(|c| c.reasoning = None), Err(Unusable::NoTrace));
        assert_eq!(with(|c| c.reasoning = Some("\t".into())), Err(Unusable::NoTrace));
    }

    #[test]
    fn usage_adds_up_as_far_as_it_is_told() {
        let usage = |prompt_tokens, cost_usd| Usage { prompt_tokens, cost_usd, ..Usage::default() };
        let mut sum = Usage::default();
        for told in [usage(Some(2), None), usage(None, Some(0.5)), usage(Some(3), Some(0.25))] {
            sum.add(&told);
        }
        assert_eq!(sum, usage(Some(5), Some(0.75)));
    }
}
