//! The chat API, as OpenRouter serves it.

mod account;
mod answer;
mod complete;
mod models;
mod refusal;
mod request;
mod stream;
mod tokens;
mod words;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::Router;
use axum::extract::{Path, Request, State};
use axum::response::Response;
use axum::routing::{get, post};

use crate::app::{App, Call, NoCall, key_of};
use crate::body::Reply;
use crate::config::Config;
use crate::key::Key;
use crate::plan::Target;
use crate::stats::Service;

use account::Generations;
use answer::Cache;
use models::Model;
use refusal::Refusal;

/// Who answers: the name says that nobody real does.
const PROVIDER: &str = "Sandbox (synthetic)";

/// What the chat API remembers.
pub(crate) struct Chat {
    cache: Cache,
    generations: Generations,
    /// How many answers there were, for their ids.
    count: AtomicU64,
}

impl Chat {
    pub(crate) fn new(config: &Config) -> Self {
        Self {
            cache: Cache::default(),
            generations: Generations::new(config.chat.generation_misses),
            count: AtomicU64::new(0),
        }
    }

    pub(crate) fn reset(&self) {
        self.generations.reset();
        self.count.store(0, Ordering::Relaxed);
    }
}

/// The routes below a prefix.
pub(crate) fn routes(prefix: &str) -> Router<Arc<App>> {
    let at = |path: &str| format!("{prefix}{path}");
    Router::new()
        .route(&at("/chat/completions"), post(complete::complete))
        .route(&at("/models"), get(list))
        .route(&at("/models/{author}/{slug}/endpoints"), get(endpoints))
        .route(&at("/key"), get(key))
        .route(&at("/auth/key"), get(key))
        .route(&at("/credits"), get(credits))
        .route(&at("/generation"), get(generation))
}

/// Takes a request in, or sends what is to be said of one that could not be.
async fn open(
    app: Arc<App>,
    service: Service,
    route: &'static str,
    request: Request,
) -> Result<Call, Response> {
    match Call::open(app, service, route, request).await {
        Ok(call) => Ok(call),
        Err(NoCall::TooLarge(call)) => {
            let message = "The body of the request is too large";
            Err(Refusal::new(413, message).kind("payload_too_large").send(call))
        }
        Err(NoCall::Unsent(call)) => Err(Refusal::new(408, "The body of the request did not come")
            .kind("timeout")
            .send(call)),
    }
}

/// The key of a request, if it is accepted.
fn accepted(call: &Call) -> Result<&Key, Refusal> {
    match key_of(&call.headers) {
        "" => Err(Refusal::new(401, "No auth credentials found")),
        name => call.app.ledger.key(name).ok_or_else(|| Refusal::new(401, "User not found.")),
    }
}

/// Answers a request for information, as far as faults let it.
async fn inform(
    app: Arc<App>,
    route: &'static str,
    request: Request,
    answer: impl FnOnce(&Call) -> Result<Reply, Refusal>,
) -> Response {
    let mut call = match open(app, Service::Info, route, request).await {
        Ok(call) => call,
        Err(response) => return response,
    };
    call.draw(&[Target::Info], false);
    if let Some(response) = call.meet().await {
        return response;
    }
    if let Some(fault) = call.fault {
        if let Some(page) = Reply::page(fault) {
            return page.send(call);
        }
        if let Some(refusal) = Refusal::of(fault, call.app.retry_after()) {
            return refusal.send(call);
        }
    }
    match answer(&call) {
        Ok(reply) => reply.send(call),
        Err(refusal) => refusal.send(call),
    }
}

async fn list(State(app): State<Arc<App>>, request: Request) -> Response {
    inform(app, "models", request, |_| Ok(Reply::json(200, &models::list()))).await
}

async fn endpoints(
    State(app): State<Arc<App>>,
    Path((author, slug)): Path<(String, String)>,
    request: Request,
) -> Response {
    inform(app, "endpoints", request, |_| match Model::find(&format!("{author}/{slug}")) {
        Ok(model) => Ok(Reply::json(200, &models::endpoints(model, PROVIDER))),
        Err(_) => Err(Refusal::new(404, "Model not found").kind("not_found")),
    })
    .await
}

async fn key(State(app): State<Arc<App>>, request: Request) -> Response {
    inform(app, "key", request, |call| {
        let key = accepted(call)?;
        Ok(Reply::json(200, &account::key(key, &call.app.ledger)))
    })
    .await
}

async fn credits(State(app): State<Arc<App>>, request: Request) -> Response {
    inform(app, "credits", request, |call| {
        if !accepted(call)?.management {
            return Err(Refusal::new(403, "Only management keys can fetch credits"));
        }
        Ok(Reply::json(200, &account::credits(&call.app.ledger)))
    })
    .await
}

async fn generation(State(app): State<Arc<App>>, request: Request) -> Response {
    let query = request.uri().query().unwrap_or_default();
    let id = query.split('&').find_map(|pair| pair.strip_prefix("id=")).map(str::to_owned);
    inform(app, "generation", request, |call| {
        accepted(call)?;
        let id = id.ok_or_else(|| Refusal::invalid("id: Required"))?;
        let record = call.app.chat.generations.json(&id);
        let record = record.ok_or_else(|| {
            Refusal::new(404, format!("Generation {id} not found")).kind("not_found")
        })?;
        Ok(Reply::json(200, &record))
    })
    .await
}

/// Whatever is nowhere else.
pub(crate) async fn not_found(State(app): State<Arc<App>>, request: Request) -> Response {
    let path = request.uri().path().to_owned();
    inform(app, "unknown", request, |_| {
        Err(Refusal::new(404, format!("There is nothing at {path}")).kind("not_found"))
    })
    .await
}
