//! What is asked of a model.

use serde::{Deserialize, Serialize};

/// One request: a prompt, how to sample, and which sample of it this is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Request {
    /// The whole user message. There is no system prompt: reasoning models do worse with one.
    pub prompt: String,
    /// How the answer is sampled.
    pub sampling: Sampling,
    /// 0 for the first sample of a prompt, 1 for the second, and so on. Two requests that differ
    /// only here ask for two different answers to the same prompt.
    pub sample: u32,
}

impl Request {
    /// Makes the first request for a prompt.
    pub fn new(prompt: impl Into<String>, sampling: Sampling) -> Self {
        Self { prompt: prompt.into(), sampling, sample: 0 }
    }
}

/// Sampling parameters.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sampling {
    /// 0 picks the likeliest token; DeepSeek recommends 0.5 to 0.7 for R1.
    pub temperature: f64,
    /// The share of probability that is sampled from, in (0, 1].
    pub top_p: f64,
    /// The most tokens of trace and answer together.
    pub max_tokens: u32,
    /// Makes sampling repeatable where the model supports it.
    pub seed: u64,
}

impl Default for Sampling {
    /// What DeepSeek recommends for R1, with room for a long trace: thinking counts inside
    /// `max_tokens`, and an answer that is cut off is lost.
    fn default() -> Self {
        Self { temperature: 0.6, top_p: 0.95, max_tokens: 16_000, seed: 42 }
    }
}
