//! Answers from a live model: OpenRouter, or any service with the same interface.

use std::io::IsTerminal as _;
use std::sync::Arc;
use std::time::Duration;

use anyhow::anyhow;
use generator::Order;
use llm::{ReasoningModel as _, Sampling};
use net::{Client, Endpoint, Throttle};
use openrouter::{Config, Estimate, Flavour, ModelInfo, OpenRouter, Pricing, Workload};

use crate::args::Generate;
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

/// How long the first requests are assembled. More than it takes to write hundreds of them down.
const ASSEMBLY: Duration = Duration::from_millis(100);
/// How many requests are under way at a time. A model that thinks for a minute answers a thousand
/// questions in a quarter of an hour at this; where it is too much for a service, fewer are sent.
const LIVE_CONCURRENCY: usize = 64;
/// The built-in analyst needs no more than keeps all cores busy.
const OFFLINE_CONCURRENCY: usize = 8;

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

    /// The model of a run that was begun before.
    pub(crate) fn recorded(endpoint: &str, model: &str) -> Result<Self, Failure> {
        let endpoint = Endpoint::parse(endpoint).map_err(Failure::failed)?;
        Ok(Self { endpoint, model: model.to_owned() })
    }

    /// Makes the model. Its keys are there.
    pub(crate) fn open(&self, environment: &Environment, limits: &Limits) -> Result<Live, Failure> {
        let throttle = limits.throttle();
        let config = Config {
            key: environment.key(OPENROUTER_KEY)?,
            model: self.model.clone(),
            base_url: self.endpoint.to_string(),
            stream: limits.stream,
            flavour: Flavour::Auto,
        };
        let http = net::Config { throttle: throttle.clone(), ..net::Config::default() };
        let client = Client::new(http).map_err(Failure::failed)?;
        let model = OpenRouter::new(config, client).map(Arc::new).map_err(Failure::usage)?;
        Ok(Live { model, throttle })
    }
}

/// A model that is asked over the network, and what slows its requests.
pub(crate) struct Live {
    pub(crate) model: Arc<OpenRouter>,
    pub(crate) throttle: Throttle,
}

/// How fast a service may be asked.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    concurrency: Option<usize>,
    requests_per_minute: Option<u32>,
    tokens_per_minute: Option<u64>,
    stream: bool,
}

impl Limits {
    /// Flags before configuration.
    pub(crate) fn new(args: &Generate, config: &crate::config::Config) -> Self {
        let file = &config.generate;
        Self {
            concurrency: args.concurrency.or(file.concurrency).map(|n| n as usize),
            requests_per_minute: args.requests_per_minute.or(file.requests_per_minute),
            tokens_per_minute: args.tokens_per_minute.or(file.tokens_per_minute),
            stream: !args.no_stream,
        }
    }

    fn throttle(&self) -> Throttle {
        let limits = net::Limits {
            concurrency: self.concurrency(true, None),
            requests_per_minute: self.requests_per_minute.unwrap_or(0),
            tokens_per_minute: self.tokens_per_minute.unwrap_or(0),
            expected_answer_tokens: ANSWER_TOKENS,
            assembly: ASSEMBLY,
        };
        Throttle::new(limits, net::Gate::default())
    }

    /// How many requests are under way at a time.
    pub(crate) fn concurrency(&self, is_live: bool, before: Option<usize>) -> usize {
        let default = if is_live { LIVE_CONCURRENCY } else { OFFLINE_CONCURRENCY };
        self.concurrency.or(before).unwrap_or(default)
    }
}

/// What a run will cost, as far as that is known.
pub(crate) struct Terms {
    /// What the model costs.
    pub(crate) prices: Option<Pricing>,
    /// What the run costs, rejected answers included at their worst.
    estimate: Option<Estimate>,
    examples: usize,
}

/// Tells what will be asked where, what that will cost as far as the service says, and what is left
/// to the key.
///
/// Fails only if OpenRouter does not accept the key. Where a service does not say what is asked
/// here, that is told and the run goes on.
pub(crate) async fn terms(
    model: &OpenRouter,
    order: &Order,
    quiet: bool,
) -> Result<Terms, Failure> {
    let say = |line: String| {
        if !quiet {
            anstream::eprintln!("{line}");
        }
    };
    let host = model.endpoint().host();
    say(label("model", &format!("{} at {host}", model.id())));
    let examples = order.examples.div_ceil(order.shard.count as usize);
    let mut terms = Terms { prices: None, estimate: None, examples };
    match model.models().await {
        Ok(models) => match listed(&models, model.id()) {
            Some(found) => {
                terms.prices = found.pricing;
                terms.estimate = found.pricing.map(|pricing| estimate(&pricing, order, examples));
                say(label("cost", &terms.cost()));
            }
            None if models.is_empty() => {}
            None => say(warn(&format!("{host} lists no model `{}`", model.id()))),
        },
        Err(error) => say(warn(&format!("no prices: {error}"))),
    }
    if model.flavour() != Flavour::OpenRouter {
        return Ok(terms);
    }
    match model.key().await {
        Ok(key) => {
            if let Some(left) = key.remaining_usd {
                let credit = format!("${left:.2} left to this key");
                say(if left > 0.0 { label("credit", &credit) } else { warn(&credit) });
            }
            Ok(terms)
        }
        Err(error) if error.kind().ends_run() => Err(generator::Error::Model(error).into()),
        Err(error) => {
            say(warn(&format!("the credit left is not known: {error}")));
            Ok(terms)
        }
    }
}

/// Asks a person before a run is begun that is likely to cost more than its budget. The budget is
/// kept either way.
pub(crate) fn confirm(
    terms: &Terms,
    budget_usd: Option<f64>,
    yes: bool,
    quiet: bool,
) -> Result<(), Failure> {
    let (Some(budget), Some(estimate)) = (budget_usd, terms.estimate) else { return Ok(()) };
    if yes || estimate.expected_usd <= budget {
        return Ok(());
    }
    let told = format!(
        "about ${:.2} are likely to be needed, and the budget is ${budget:.2}: the run will stop before it is complete, and can go on with more",
        estimate.expected_usd
    );
    let asks = std::io::stdin().is_terminal() && std::io::stderr().is_terminal() && !quiet;
    if !asks {
        if !quiet {
            anstream::eprintln!("{}", warn(&told));
        }
        return Ok(());
    }
    anstream::eprint!("{}\n{} Begin? [y/N] ", warn(&told), " ".repeat(10));
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer).map_err(Failure::failed)?;
    if matches!(answer.trim(), "y" | "Y" | "yes") {
        return Ok(());
    }
    Err(Failure::usage(anyhow!("nothing was begun"))
        .hint("give more with `--budget`, ask for fewer examples, or say `--yes`"))
}

/// What a run is likely to cost, and at most: then every task takes all samples that it may get.
fn estimate(pricing: &Pricing, order: &Order, examples: usize) -> Estimate {
    let most = order.max_attempts.max(order.samples.unwrap_or(1)).max(1);
    let tasks = examples.div_ceil(order.samples.unwrap_or(1).max(1) as usize) as u64;
    let work = |requests| Workload {
        requests,
        prompt_tokens: PROMPT_TOKENS,
        expected_tokens: ANSWER_TOKENS,
        max_tokens: u64::from(Sampling::default().max_tokens),
    };
    let expected = if order.samples.is_some() { tasks * u64::from(most) } else { tasks };
    Estimate {
        expected_usd: pricing.estimate(&work(expected)).expected_usd,
        worst_usd: pricing.estimate(&work(tasks * u64::from(most))).worst_usd,
    }
}

impl Terms {
    fn cost(&self) -> String {
        let Some(estimate) = self.estimate else {
            return "the service tells no price".to_owned();
        };
        format!(
            "about ${:.2} for {} answers if all are accepted, at most ${:.2} if each takes all its attempts and is as long as it may be",
            estimate.expected_usd, self.examples, estimate.worst_usd
        )
    }
}

/// What the service says about a model. Variants such as `:nitro` are listed under the plain name.
fn listed<'m>(models: &'m [ModelInfo], id: &str) -> Option<&'m ModelInfo> {
    let plain = id.rsplit_once(':').map_or(id, |(plain, _)| plain);
    [id, plain].into_iter().find_map(|name| models.iter().find(|model| model.id == name))
}
