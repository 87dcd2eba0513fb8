//! Asks the service.

use std::time::SystemTime;

use llm::{Completion, Error, ErrorKind, ReasoningModel, Request, async_trait};
use net::{
    Client, Endpoint, EndpointError, HeaderMap, Incoming, Outcome, Response, Secret, StatusCode,
    Url, Verdict, asked_wait,
};
use serde_json::Value;

use crate::body::Body;
use crate::service_error::ServiceError;
use crate::trouble::{self, Trouble};
use crate::wire::Answer;

/// OpenRouter's domain.
const DOMAIN: &str = "openrouter.ai";
/// OpenRouter's address.
const BASE: &str = "https://openrouter.ai/api/v1";
/// How much of a body that is no JSON is shown.
const EXCERPT_CHARS: usize = 200;
/// How many characters of a question are a token, about.
const CHARS_A_TOKEN: u64 = 4;

/// Which fields of a request the server knows beyond OpenAI's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Flavour {
    /// OpenRouter's for its own hosts, OpenAI's for all others.
    #[default]
    Auto,
    /// OpenRouter's.
    OpenRouter,
    /// OpenAI's.
    Plain,
}

/// What is asked where.
#[derive(Clone, Debug)]
pub struct Config {
    /// The key; servers on one's own machine often need none.
    pub key: Option<Secret>,
    /// The model, as the service names it: `deepseek/deepseek-r1`.
    pub model: String,
    /// The service's address, up to the part before `/chat/completions`.
    pub base_url: String,
    /// Whether the answer comes in pieces as it is made. Without, a server may be silent for as
    /// long as the model thinks, and only the total deadline ends that.
    pub stream: bool,
    /// Which fields the server knows.
    pub flavour: Flavour,
}

impl Config {
    /// A model at OpenRouter.
    pub fn new(key: Secret, model: impl Into<String>) -> Self {
        Self {
            key: Some(key),
            model: model.into(),
            base_url: BASE.to_owned(),
            stream: true,
            flavour: Flavour::Auto,
        }
    }
}

/// A reasoning model behind OpenRouter's or a similar interface.
#[derive(Clone, Debug)]
pub struct OpenRouter {
    pub(crate) config: Config,
    pub(crate) endpoint: Endpoint,
    /// The same in words, without a slash at its end.
    base: String,
    pub(crate) client: Client,
    completions: Url,
}

impl OpenRouter {
    /// Makes a client of the service. Asks nothing yet.
    ///
    /// # Errors
    /// If the base URL is none that a key may be sent to.
    pub fn new(mut config: Config, client: Client) -> Result<Self, EndpointError> {
        let endpoint = Endpoint::parse(&config.base_url)?;
        if config.flavour == Flavour::Auto {
            let own = endpoint.is_of(DOMAIN);
            config.flavour = if own { Flavour::OpenRouter } else { Flavour::Plain };
        }
        let completions = endpoint.join(["chat", "completions"]);
        let base = endpoint.to_string().trim_end_matches('/').to_owned();
        Ok(Self { config, endpoint, base, client, completions })
    }

    /// Where the service is.
    pub fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    /// Which fields are sent: OpenRouter's or plain ones.
    pub fn flavour(&self) -> Flavour {
        self.config.flavour
    }

    /// Reads a JSON resource of the service, with tries and errors as for a completion.
    pub(crate) async fn get(&self, path: &[&str]) -> Result<Value, Error> {
        let url = self.endpoint.join(path.iter().copied());
        let request = self.authorized(net::Request::get(url.clone()));
        let ask = || async {
            let response = self.client.send(&request).await?;
            if !response.status.is_success() {
                return Err(refusal(response.status, &response.headers, Some(&response)));
            }
            response.json().map_err(|_| Trouble::Unreadable(response.excerpt(EXCERPT_CHARS)))
        };
        let outcome = self.client.retry(Trouble::verdict, ask).await;
        outcome.map_err(|gave_up| {
            trouble::error(gave_up, &format!("GET {url}"), self.config.key.as_ref())
        })
    }

    fn authorized(&self, request: net::Request) -> net::Request {
        match &self.config.key {
            Some(key) => request.bearer(key),
            None => request,
        }
    }

    /// One try.
    async fn ask(&self, request: &net::Request) -> Result<Completion, Trouble> {
        let mut incoming = self.client.open(request).await?;
        let outcome = read(&mut incoming).await;
        incoming.report(match &outcome {
            Ok(completion) => Outcome::Answered {
                prompt_tokens: completion.usage.prompt_tokens,
                answer_tokens: completion.usage.completion_tokens,
            },
            Err(trouble) => match trouble.verdict() {
                Verdict::Pause(wait) => Outcome::Refused(wait),
                _ => Outcome::Failed,
            },
        });
        outcome
    }
}

/// Reads an answer to its end.
async fn read(incoming: &mut Incoming) -> Result<Completion, Trouble> {
    if !incoming.status.is_success() {
        // A refusal is one even if its body is torn.
        let body = incoming.rest().await.ok();
        return Err(refusal(incoming.status, &incoming.headers, body.as_ref()));
    }
    let mut answer = Answer::default();
    while !answer.is_done() {
        match incoming.chunk().await {
            Ok(Some(bytes)) => answer.push(&bytes),
            Ok(None) => break,
            // All was said before the connection broke.
            Err(_) if answer.is_finished() => break,
            Err(failure) => return Err(failure.into()),
        }
    }
    Ok(answer.finish()?)
}

#[async_trait]
impl ReasoningModel for OpenRouter {
    fn id(&self) -> &str {
        &self.config.model
    }

    fn endpoint(&self) -> Option<&str> {
        Some(&self.base)
    }

    async fn complete(&self, request: &Request) -> Result<Completion, Error> {
        let Config { model, stream, flavour, key, .. } = &self.config;
        let body = Body::new(model, request, *stream, *flavour);
        let outgoing = net::Request::post_json(self.completions.clone(), &body);
        let mut outgoing = self.authorized(outgoing.map_err(|error| {
            Error::new(ErrorKind::Request, "the request cannot be written").with_source(error)
        })?);
        if !stream {
            outgoing = outgoing.patient();
        }
        outgoing = outgoing.metered(request.prompt.chars().count() as u64 / CHARS_A_TOKEN);
        // What may have cost is not tried again here: it would be paid for twice, and whoever asks
        // keeps the budget.
        let verdict = |trouble: &Trouble| {
            if trouble.may_have_cost() { Verdict::GiveUp } else { trouble.verdict() }
        };
        let outcome = self.client.retry(verdict, || self.ask(&outgoing)).await;
        let mut completion = outcome.map_err(|gave_up| {
            let paid = gave_up.error.may_have_cost();
            let request = format!("POST {}", self.completions);
            let error = trouble::error(gave_up, &request, key.as_ref());
            if paid { error.with_possible_cost() } else { error }
        })?;
        if completion.model.is_empty() {
            completion.model.clone_from(model);
        }
        Ok(completion)
    }
}

/// What a refusal says.
fn refusal(status: StatusCode, headers: &HeaderMap, response: Option<&Response>) -> Trouble {
    let body: Value = response.and_then(|response| response.json().ok()).unwrap_or_default();
    let body = body.get(0).unwrap_or(&body);
    let mut error = ServiceError::of_body(body).unwrap_or_else(|| ServiceError {
        message: response.map(|response| response.excerpt(EXCERPT_CHARS)).unwrap_or_default(),
        ..ServiceError::default()
    });
    error.status = Some(status.as_u16());
    error.wait = asked_wait(headers, SystemTime::now()).or(error.wait);
    Trouble::Service(Box::new(error))
}
