//! Answers from a live model: OpenRouter, or any service with the same interface.

use std::sync::Arc;

use anyhow::anyhow;
use llm::{ReasoningModel as _, Sampling};
use net::{Client, Endpoint};
use openrouter::{Config, Flavour, ModelInfo, OpenRouter, Workload};

use crate::failure::Failure;
use crate::keys::{Environment, Key, OPENROUTER_KEY};
use crate::style::{label, warn};

const MODEL: &str = "OPENROUTER_MODEL";
const BASE_URL: &str = "OPENROUTER_BASE_URL";
const DEFAULT_MODEL: &str = "deepseek/deepseek-r1";
const DEFAULT_BASE_URL: &str = "https://openrouter.ai/api/v1";

/// The tokens of a prompt, on the long side: at most 4,700 characters, many of them digits.
const PROMPT_TOKENS: u64 = 2_000;
/// The tokens of trace and answer that DeepSeek R1 is likely to take.
const ANSWER_TOKENS: u64 = 5_000;

/// Which model answers, and where.
pub(crate) struct Choice {
    endpoint: Endpoint,
    model: String,
}

impl Choice {
    /// The flag before the environment before the configuration before the default.
    pub(crate) fn new(
        environment: &Environment,
        flag: Option<&str>,
        configured: Option<&str>,
    ) -> Result<Self, Failure> {
        let base = environment.get(BASE_URL).unwrap_or_else(|| DEFAULT_BASE_URL.to_owned());
        let endpoint = Endpoint::parse(&base)
            .map_err(|error| Failure::usage(anyhow!("{BASE_URL}: {error}")))?;
        let model = flag
            .map(str::to_owned)
            .or_else(|| environment.get(MODEL))
            .or_else(|| configured.map(str::to_owned))
            .unwrap_or_else(|| DEFAULT_MODEL.to_owned());
        Ok(Self { endpoint, model: model.trim().to_owned() })
    }

    /// The keys that it takes; servers on this machine often have none.
    pub(crate) fn keys(&self) -> &'static [Key] {
        if self.endpoint.is_loopback() { &[] } else { &[OPENROUTER_KEY] }
    }

    /// Makes the model. Its keys are there.
    pub(crate) fn open(&self, environment: &Environment) -> Result<Arc<OpenRouter>, Failure> {
        let config = Config {
            key: environment.key(OPENROUTER_KEY)?,
            model: self.model.clone(),
            base_url: self.endpoint.to_string(),
            stream: true,
            flavour: Flavour::Auto,
        };
        let client = Client::new(net::Config::default()).map_err(Failure::failed)?;
        OpenRouter::new(config, client).map(Arc::new).map_err(Failure::usage)
    }
}

/// Tells what will be asked where, what that will cost as far as the service says, and what is left
/// to the key.
///
/// Fails only if OpenRouter does not accept the key. Where a service does not say what is asked
/// here, that is told and the run goes on.
pub(crate) async fn tell(model: &OpenRouter, examples: usize) -> Result<(), Failure> {
    let say = |line: String| anstream::eprintln!("{line}");
    let host = model.endpoint().host();
    say(label("model", &format!("{} at {host}", model.id())));
    match model.models().await {
        Ok(models) => match listed(&models, model.id()) {
            Some(found) => say(label("cost", &cost(found, examples))),
            None if models.is_empty() => {}
            None => say(warn(&format!("{host} lists no model `{}`", model.id()))),
        },
        Err(error) => say(warn(&format!("no prices: {error}"))),
    }
    if model.flavour() != Flavour::OpenRouter {
        return Ok(());
    }
    match model.key().await {
        Ok(key) => {
            if let Some(left) = key.remaining_usd {
                let credit = format!("${left:.2} left to this key");
                say(if left > 0.0 { label("credit", &credit) } else { warn(&credit) });
            }
            Ok(())
        }
        Err(error) if error.kind().ends_run() => Err(generator::Error::Model(error).into()),
        Err(error) => {
            say(warn(&format!("the credit left is not known: {error}")));
            Ok(())
        }
    }
}

/// What the service says about a model. Variants such as `:nitro` are listed under the plain name.
fn listed<'m>(models: &'m [ModelInfo], id: &str) -> Option<&'m ModelInfo> {
    let plain = id.rsplit_once(':').map_or(id, |(plain, _)| plain);
    [id, plain].into_iter().find_map(|name| models.iter().find(|model| model.id == name))
}

fn cost(model: &ModelInfo, examples: usize) -> String {
    let Some(pricing) = model.pricing else {
        return "the service tells no price".to_owned();
    };
    let estimate = pricing.estimate(&Workload {
        requests: examples as u64,
        prompt_tokens: PROMPT_TOKENS,
        expected_tokens: ANSWER_TOKENS,
        max_tokens: u64::from(Sampling::default().max_tokens),
    });
    format!(
        "about ${:.2} for {examples} answers, at most ${:.2} if each is as long as it may be; rejected answers come on top",
        estimate.expected_usd, estimate.worst_usd
    )
}
