//! The models that the sandbox serves, with the prices of the real ones.

use serde_json::{Value, json};

use crate::key::Money;

/// A model as the list of models shows it.
#[derive(Debug)]
pub(super) struct Model {
    /// The id that requests name.
    pub(super) id: &'static str,
    name: &'static str,
    hugging_face_id: &'static str,
    created: u64,
    /// Tokens of prompt and answer together.
    pub(super) context: u64,
    most_completion: u64,
    /// Millionths of a millionth of a dollar for a token.
    prompt_price: u64,
    completion_price: u64,
}

/// The catalogue. The last two cost nothing or are ours; they exist nowhere else.
pub(super) const MODELS: [Model; 4] = [
    Model {
        id: "deepseek/deepseek-r1",
        name: "DeepSeek: R1",
        hugging_face_id: "deepseek-ai/DeepSeek-R1",
        created: 1_737_381_095,
        context: 163_840,
        most_completion: 64_000,
        prompt_price: 700_000,
        completion_price: 2_500_000,
    },
    Model {
        id: "deepseek/deepseek-r1-0528",
        name: "DeepSeek: R1 0528",
        hugging_face_id: "deepseek-ai/DeepSeek-R1-0528",
        created: 1_748_455_170,
        context: 163_840,
        most_completion: 64_000,
        prompt_price: 500_000,
        completion_price: 2_150_000,
    },
    Model {
        id: "sandbox/offline-analyst",
        name: "Sandbox: offline analyst",
        hugging_face_id: "",
        created: 1_760_000_000,
        context: 131_072,
        most_completion: 32_000,
        prompt_price: 100_000,
        completion_price: 400_000,
    },
    Model {
        id: "sandbox/offline-analyst:free",
        name: "Sandbox: offline analyst (free)",
        hugging_face_id: "",
        created: 1_760_000_000,
        context: 131_072,
        most_completion: 32_000,
        prompt_price: 0,
        completion_price: 0,
    },
];

/// Suffixes that choose how a model is served and not which.
const VARIANTS: [&str; 6] = ["nitro", "floor", "exacto", "online", "thinking", "extended"];

/// What of a request's parameters is heeded.
const PARAMETERS: [&str; 9] = [
    "max_tokens",
    "max_completion_tokens",
    "temperature",
    "top_p",
    "seed",
    "stop",
    "reasoning",
    "reasoning_effort",
    "include_reasoning",
];

/// Why there is no model of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoModel {
    /// No model was ever called so.
    Unknown,
    /// There is such a model, but nobody serves it under this name.
    NoEndpoints,
}

impl Model {
    /// Finds a model by the id of a request.
    pub(super) fn find(id: &str) -> Result<&'static Self, NoModel> {
        let exact = |id: &str| MODELS.iter().find(|model| model.id == id);
        if let Some(model) = exact(id) {
            return Ok(model);
        }
        match id.rsplit_once(':').map(|(base, variant)| (exact(base), variant)) {
            Some((Some(model), variant)) if VARIANTS.contains(&variant) => Ok(model),
            Some((Some(_), "free")) => Err(NoModel::NoEndpoints),
            _ => Err(NoModel::Unknown),
        }
    }

    /// Whether using it costs nothing.
    pub(super) fn is_free(&self) -> bool {
        self.prompt_price == 0 && self.completion_price == 0
    }

    /// What a prompt of so many tokens costs.
    pub(super) fn prompt_cost(&self, tokens: u64) -> Money {
        Money(self.prompt_price).times(tokens)
    }

    /// What an answer of so many tokens costs, its trace included.
    pub(super) fn completion_cost(&self, tokens: u64) -> Money {
        Money(self.completion_price).times(tokens)
    }

    fn pricing(&self) -> Value {
        json!({
            "prompt": Money(self.prompt_price).to_string(),
            "completion": Money(self.completion_price).to_string(),
            "request": "0", "image": "0", "web_search": "0", "internal_reasoning": "0",
            "input_cache_read": "0", "input_cache_write": "0", "discount": 0,
        })
    }

    fn json(&self) -> Value {
        json!({
            "id": self.id,
            "canonical_slug": self.id,
            "hugging_face_id": self.hugging_face_id,
            "name": self.name,
            "created": self.created,
            "description": "Served by Cortex's sandbox: the answers are computed by a program.",
            "context_length": self.context,
            "architecture": {
                "modality": "text->text", "input_modalities": ["text"],
                "output_modalities": ["text"], "tokenizer": "DeepSeek", "instruct_type": "deepseek-r1",
            },
            "pricing": self.pricing(),
            "top_provider": {
                "context_length": self.context, "max_completion_tokens": self.most_completion,
                "is_moderated": false,
            },
            "per_request_limits": null,
            "supported_parameters": PARAMETERS,
            "default_parameters": {},
            "expiration_date": null,
        })
    }
}

/// The body of `GET /models`.
pub(super) fn list() -> Value {
    let data: Vec<Value> = MODELS.iter().map(Model::json).collect();
    json!({ "total_count": data.len(), "data": data, "links": { "next": null } })
}

/// The body of `GET /models/{author}/{slug}/endpoints`.
pub(super) fn endpoints(model: &Model, provider: &str) -> Value {
    let endpoint = json!({
        "name": format!("{provider} | {}", model.id),
        "context_length": model.context,
        "pricing": model.pricing(),
        "provider_name": provider,
        "tag": "sandbox",
        "quantization": "unknown",
        "max_completion_tokens": model.most_completion,
        "max_prompt_tokens": null,
        "supported_parameters": PARAMETERS,
        "status": 0,
        "uptime_last_30m": 100,
    });
    let mut data = model.json();
    if let Some(data) = data.as_object_mut() {
        data.insert("endpoints".to_owned(), json!([endpoint]));
    }
    json!({ "data": data })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn models_are_found_by_name() {
        let check = |id: &str, expect: Result<&str, NoModel>| {
            assert_eq!(Model::find(id).map(|model| model.id), expect, "{id}");
        };
        check("deepseek/deepseek-r1", Ok("deepseek/deepseek-r1"));
        check("deepseek/deepseek-r1:nitro", Ok("deepseek/deepseek-r1"));
        check("deepseek/deepseek-r1:free", Err(NoModel::NoEndpoints));
        check("deepseek/deepseek-r1:best", Err(NoModel::Unknown));
        check("openrouter/deepseek/deepseek-r1", Err(NoModel::Unknown));
        check("sandbox/offline-analyst:free", Ok("sandbox/offline-analyst:free"));
    }

    #[test]
    fn prices_are_decimal_strings_for_a_token() {
        let list = list();
        assert_eq!(list["data"][0]["pricing"]["prompt"], "0.0000007");
        assert_eq!(list["data"][0]["pricing"]["completion"], "0.0000025");
        assert_eq!(list["data"][3]["pricing"]["prompt"], "0");
    }
}
