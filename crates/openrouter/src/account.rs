//! What the service says about its models and about the key, and what a run will cost.

use llm::Error;
use serde_json::Value;

use crate::OpenRouter;
use crate::service_error::{number, text};

/// What a service says about a model.
#[derive(Clone, Debug, PartialEq)]
pub struct ModelInfo {
    /// The name under which it is asked.
    pub id: String,
    /// How many tokens question and answer may have together.
    pub context_tokens: Option<u64>,
    /// How many tokens the answer may have, trace included.
    pub max_completion_tokens: Option<u64>,
    /// What it costs, if the service says so.
    pub pricing: Option<Pricing>,
}

/// Prices in US dollars.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pricing {
    /// A token of the question.
    pub prompt: f64,
    /// A token of trace and answer.
    pub completion: f64,
    /// A request, whatever its size.
    pub request: f64,
}

/// What is to be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Workload {
    /// How many requests.
    pub requests: u64,
    /// The tokens of one question.
    pub prompt_tokens: u64,
    /// The tokens of trace and answer that one question is likely to take.
    pub expected_tokens: u64,
    /// The tokens of trace and answer that one question may take.
    pub max_tokens: u64,
}

/// What a workload costs, in US dollars.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// If answers are as long as expected.
    pub expected_usd: f64,
    /// If every answer is as long as it may be.
    pub worst_usd: f64,
}

impl Pricing {
    /// What a workload costs.
    pub fn estimate(&self, work: &Workload) -> Estimate {
        let cost = |answer_tokens: u64| {
            let one = self.request
                + self.prompt * work.prompt_tokens as f64
                + self.completion * answer_tokens as f64;
            one * work.requests as f64
        };
        Estimate { expected_usd: cost(work.expected_tokens), worst_usd: cost(work.max_tokens) }
    }

    /// Reads prices; `None` if one of the two that matter is missing or depends on the route, which
    /// is written as -1.
    fn read(pricing: &Value) -> Option<Self> {
        let price = |key| pricing.get(key).and_then(number).filter(|price| *price >= 0.0);
        Some(Self {
            prompt: price("prompt")?,
            completion: price("completion")?,
            request: price("request").unwrap_or(0.0),
        })
    }
}

impl ModelInfo {
    fn read(model: &Value) -> Option<Self> {
        let count = |value: &Value, key| value.get(key).and_then(number).map(|count| count as u64);
        let top = model.get("top_provider").unwrap_or(&Value::Null);
        Some(Self {
            id: text(model, "id")?,
            context_tokens: count(model, "context_length"),
            max_completion_tokens: count(top, "max_completion_tokens"),
            pricing: model.get("pricing").and_then(Pricing::read),
        })
    }
}

/// What the service says about a key.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct KeyInfo {
    /// The credit left to the key, in US dollars; absent if the key has no limit of its own.
    pub remaining_usd: Option<f64>,
    /// What the key has spent, in US dollars.
    pub used_usd: Option<f64>,
    /// Whether no credit was ever bought: free models are then limited to few requests a day.
    pub is_free_tier: bool,
}

impl OpenRouter {
    /// Lists the models of the service.
    ///
    /// # Errors
    /// As [`llm::ReasoningModel::complete`].
    pub async fn models(&self) -> Result<Vec<ModelInfo>, Error> {
        let body = self.get(&["models"]).await?;
        let models = body.get("data").and_then(Value::as_array);
        Ok(models.into_iter().flatten().filter_map(ModelInfo::read).collect())
    }

    /// Asks what is left to the key. Only OpenRouter answers that.
    ///
    /// # Errors
    /// As [`llm::ReasoningModel::complete`].
    pub async fn key(&self) -> Result<KeyInfo, Error> {
        let body = self.get(&["key"]).await?;
        let data = body.get("data").unwrap_or(&Value::Null);
        Ok(KeyInfo {
            remaining_usd: data.get("limit_remaining").and_then(number),
            used_usd: data.get("usage").and_then(number),
            is_free_tier: data.get("is_free_tier").and_then(Value::as_bool).unwrap_or(false),
        })
    }
}
