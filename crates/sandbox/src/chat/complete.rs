//! `POST /chat/completions`.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;

use axum::extract::{Request, State};
use axum::response::Response;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::account::Generation;
use super::answer::{Answer, Shape};
use super::models::{MODELS, Model};
use super::refusal::{self, Refusal};
use super::request::ChatRequest;
use super::{PROVIDER, accepted, open, stream, tokens};
use crate::app::{App, Call, hash};
use crate::body::Reply;
use crate::config::RandomBy;
use crate::fault::Fault;
use crate::key::Money;
use crate::plan::Target;
use crate::stats::{End, Service};

/// A completion on its way: what is said of it, and to whom it is charged.
pub(super) struct Completion {
    pub(super) call: Call,
    pub(super) answer: Arc<Answer>,
    pub(super) id: String,
    pub(super) created: Timestamp,
    model: &'static Model,
    key: String,
    streams: bool,
    /// When the first token came.
    pub(super) began: Instant,
}

pub(super) async fn complete(State(app): State<Arc<App>>, request: Request) -> Response {
    let mut call = match open(app, Service::Chat, "completions", request).await {
        Ok(call) => call,
        Err(response) => return response,
    };
    call.draw(&[Target::Chat], true);
    if let Some(response) = call.meet().await {
        return response;
    }
    if let Some(page) = call.fault.and_then(Reply::page) {
        return page.send(call);
    }
    let (request, key) = match admit(&call) {
        Ok(admitted) => admitted,
        Err(refusal) => return refusal.send(call),
    };
    if call.fault == Some(Fault::Error200) {
        return Reply::json(200, &refusal::error_200()).send(call);
    }
    let completion = Completion::new(call, &request, key);
    if request.stream {
        return stream::stream(completion);
    }
    let call = &completion.call;
    tokio::time::sleep_until(call.due().into()).await;
    let reply = Reply::bytes(200, completion.body())
        .header("x-generation-id", &completion.id)
        .header("x-sandbox", "synthetic");
    let broken =
        matches!(call.fault, Some(Fault::Empty | Fault::HalfJson | Fault::Cut | Fault::Stall));
    completion.settle(if broken { End::Broken } else { End::Finished }, 1.0);
    reply.send(completion.call)
}

/// Lets a request in, if it is right, the key is good, and neither limit nor credit is used up.
fn admit(call: &Call) -> Result<(ChatRequest, String), Refusal> {
    let app = &call.app;
    let key = accepted(call)?;
    if let Some(refusal) = call.fault.and_then(|fault| Refusal::of(fault, app.retry_after())) {
        return Err(refusal);
    }
    let request = ChatRequest::read(&call.body)?;
    if app.ledger.left(key).is_some_and(|left| left <= 0.0) {
        return Err(Refusal::no_credit());
    }
    let prompt = tokens::count(&request.prompt);
    if prompt >= request.model.context {
        let message = format!(
            "This endpoint's maximum context length is {} tokens. However, you requested about {prompt} tokens",
            request.model.context
        );
        return Err(Refusal::new(400, message).kind("context_length_exceeded"));
    }
    let now = Instant::now();
    if request.model.is_free() {
        app.free_limit
            .admit(&key.name, now)
            .map_err(|full| Refusal::limited(full, "free-models-per-min"))?;
    }
    if let Err(full) = app.chat_limit.admit(&key.name, now) {
        // What is refused takes no place in either.
        if request.model.is_free() {
            app.free_limit.take_back(&key.name);
        }
        return Err(Refusal::limited(full, "requests per minute of this key"));
    }
    Ok((request, key.name.clone()))
}

impl Completion {
    fn new(call: Call, request: &ChatRequest, key: String) -> Self {
        let app = &call.app;
        let count = app.chat.count.fetch_add(1, Ordering::Relaxed);
        // Without a seed, the next sample of the same prompt is another one.
        let seed = request.seed.unwrap_or_else(|| match app.config.random_by {
            RandomBy::Order => hash(&(app.config.seed, count)),
            RandomBy::Content => hash(&(app.config.seed, call.content)),
        });
        let shape = Shape::new(request, seed, &app.config.chat, call.fault);
        let answer = app.chat.cache.answer(shape, &request.prompt, &app.config.chat);
        let created = Timestamp::now();
        let number = hash(&(app.config.seed, "generation", count));
        let id = format!("gen-{}-{number:016x}{count:04x}", created.as_second());
        let model = match call.fault {
            Some(Fault::OtherModel) => {
                MODELS.iter().find(|other| other.id != request.model.id).unwrap_or(request.model)
            }
            _ => request.model,
        };
        let began = Instant::now();
        Self { call, answer, id, created, model, key, streams: request.stream, began }
    }

    /// The members that a body and each event begin with, without the closing brace.
    pub(super) fn head(&self, object: &str) -> String {
        let odd = match self.call.fault {
            Some(Fault::UnknownFields) => r#""sandbox_unknown":[{"a":null}],"#,
            _ => "",
        };
        format!(
            r#"{{"id":"{}",{odd}"provider":"{PROVIDER}","model":"{}","object":"{object}","created":{},"system_fingerprint":null"#,
            self.id,
            self.model.id,
            self.created.as_second(),
        )
    }

    /// What ends a choice: why the model stopped, as JSON members.
    pub(super) fn ending(&self) -> String {
        let finish = json!(self.answer.finish);
        let native = match self.call.fault {
            Some(Fault::NullNative) => &Value::Null,
            _ => &finish,
        };
        let error = match self.call.fault {
            _ if self.answer.finish != Some("error") => String::new(),
            _ => format!(r#","error":{}"#, refusal::in_band(&json!(502))),
        };
        format!(
            r#""finish_reason":{finish},"native_finish_reason":{native},"logprobs":null{error}"#
        )
    }

    /// Whether the answer is one that costs nothing: nothing came of it.
    fn is_insured(&self) -> bool {
        self.answer.finish == Some("error")
            || (self.answer.completion_tokens == 0 && self.answer.finish.is_none())
    }

    fn cost(&self, tokens: u64) -> (Money, Money) {
        if self.is_insured() {
            return (Money::default(), Money::default());
        }
        let prompt = self.model.prompt_cost(self.answer.prompt_tokens);
        (prompt, self.model.completion_cost(tokens))
    }

    /// The `usage` object, as JSON.
    pub(super) fn usage(&self) -> Value {
        let answer = &self.answer;
        let (prompt, completion) = self.cost(answer.completion_tokens);
        json!({
            "prompt_tokens": answer.prompt_tokens,
            "completion_tokens": answer.completion_tokens,
            "total_tokens": answer.prompt_tokens + answer.completion_tokens,
            "cost": prompt.plus(completion).usd(),
            "is_byok": false,
            "cost_details": {
                "upstream_inference_cost": null,
                "upstream_inference_prompt_cost": prompt.usd(),
                "upstream_inference_completions_cost": completion.usd(),
            },
            "prompt_tokens_details": {
                "cached_tokens": 0, "cache_write_tokens": 0, "audio_tokens": 0, "video_tokens": 0,
            },
            "completion_tokens_details": {
                "reasoning_tokens": answer.reasoning_tokens, "audio_tokens": 0, "image_tokens": 0,
            },
        })
    }

    /// The whole body of an answer that is not streamed.
    fn body(&self) -> Vec<u8> {
        let mut body = self.head("chat.completion");
        body.push_str(r#","choices":[{"index":0,"message":"#);
        body.push_str(self.answer.message());
        body.push(',');
        body.push_str(&self.ending());
        body.push_str("}]");
        if self.call.fault != Some(Fault::NoUsage) {
            body.push_str(r#","usage":"#);
            body.push_str(&self.usage().to_string());
        }
        body.push('}');
        body.into_bytes()
    }

    /// Charges for the answer, and puts the generation on record.
    ///
    /// An answer that breaks on the way was generated all the same, and costs what a whole one
    /// costs. Only a client that leaves ends the generation; it is charged for the part that it was
    /// sent.
    pub(super) fn settle(&self, end: End, sent: f64) {
        let app = &self.call.app;
        let cancelled = end == End::Abandoned;
        let tokens = match end {
            End::Finished | End::Broken => self.answer.completion_tokens,
            End::Abandoned => (self.answer.completion_tokens as f64 * sent) as u64,
        };
        let (prompt, completion) = self.cost(tokens);
        let cost = prompt.plus(completion);
        app.ledger.charge(&self.key, cost);
        if end == End::Finished {
            app.stats.answered(cost, Instant::now());
        }
        app.stats.tokens(self.answer.prompt_tokens, tokens);
        app.chat.generations.add(Generation {
            id: self.id.clone(),
            model: self.model.id,
            created: self.created,
            streamed: self.streams,
            cancelled,
            cost,
            prompt_tokens: self.answer.prompt_tokens,
            completion_tokens: tokens,
            reasoning_tokens: self.answer.reasoning_tokens.min(tokens),
            latency_ms: self.began.duration_since(self.call.arrived).as_millis() as u64,
            took_ms: self.began.elapsed().as_millis() as u64,
            finish: if cancelled { None } else { self.answer.finish },
        });
    }
}
