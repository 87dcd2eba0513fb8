//! What all requests share: the state of the sandbox, and how a request is taken in.

use std::hash::{DefaultHasher, Hasher as _};
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::Bytes;
use axum::extract::Request;
use axum::http::HeaderMap;
use axum::response::Response;
use serde_json::{Value, json};
use tokio::sync::mpsc::UnboundedSender;

use crate::body::hang_up;
use crate::chat::Chat;
use crate::config::Config;
use crate::fault::Fault;
use crate::key::Ledger;
use crate::limit::Limit;
use crate::plan::{Plan, Target};
use crate::query::Query;
use crate::stats::{Service, Stats};
use crate::wire::Line;

/// How long a client may take to send a body.
const BODY_TIME: Duration = Duration::from_mins(1);

/// The state of a sandbox.
pub(crate) struct App {
    pub(crate) config: Config,
    pub(crate) ledger: Ledger,
    pub(crate) plan: Plan,
    pub(crate) stats: Stats,
    pub(crate) chat_limit: Limit,
    pub(crate) free_limit: Limit,
    pub(crate) query_limit: Limit,
    pub(crate) chat: Chat,
    pub(crate) query: Query,
    down: UnboundedSender<Duration>,
}

impl App {
    pub(crate) fn new(config: Config, query: Query, down: UnboundedSender<Duration>) -> Self {
        let window = config.rate_window();
        Self {
            ledger: Ledger::new(&config.keys),
            plan: Plan::new(config.seed, config.random_by, config.faults.clone()),
            stats: Stats::default(),
            chat_limit: Limit::new(config.chat.requests_per_minute, window),
            free_limit: Limit::new(config.chat.free_requests_per_minute, window),
            query_limit: Limit::new(config.query.requests_per_minute, window),
            chat: Chat::new(&config),
            query,
            down,
            config,
        }
    }

    /// Everything as after the start.
    pub(crate) fn reset(&self) {
        self.plan.reset();
        self.stats.reset();
        self.ledger.reset();
        self.chat_limit.reset();
        self.free_limit.reset();
        self.query_limit.reset();
        self.chat.reset();
        self.query.reset();
    }

    /// What was seen so far.
    pub(crate) fn stats_json(&self) -> Value {
        let mut stats = self.stats.json();
        if let Some(stats) = stats.as_object_mut() {
            stats.insert("synthetic".to_owned(), json!(SYNTHETIC));
            stats.insert("cost_usd".to_owned(), json!(self.stats.told_cost().usd()));
            stats.insert("charged_usd".to_owned(), json!(self.ledger.total_spent().usd()));
            stats.insert("data".to_owned(), self.query.data_json());
        }
        stats
    }

    /// How long this answer takes, from when the request came.
    pub(crate) fn latency(&self, content: u64) -> Duration {
        let jitter = match self.config.jitter_ms {
            0 => 0,
            jitter => hash(&(self.config.seed, "jitter", content)) % (jitter + 1),
        };
        Duration::from_millis(self.config.latency_ms.saturating_add(jitter))
    }

    pub(crate) fn stall(&self) -> Duration {
        Duration::from_millis(self.config.stall_ms)
    }

    pub(crate) fn retry_after(&self) -> Duration {
        Duration::from_secs(self.config.retry_after_s)
    }
}

/// What everything here is.
pub(crate) const SYNTHETIC: &str = "this is Cortex's sandbox: answers are computed by a program, figures are a sample of the past or made up";

/// A request that was taken in.
pub(crate) struct Call {
    pub(crate) app: Arc<App>,
    pub(crate) line: Line,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// Identifies what the request says.
    pub(crate) content: u64,
    pub(crate) fault: Option<Fault>,
    pub(crate) arrived: Instant,
    _visit: Visit,
}

/// A request whose body could not be had.
pub(crate) enum NoCall {
    /// The body is larger than is read.
    TooLarge(Call),
    /// The client did not send it.
    Unsent(Call),
}

/// Counts a request as in flight as long as it exists.
struct Visit(Arc<App>);

impl Drop for Visit {
    fn drop(&mut self) {
        self.0.stats.left();
    }
}

impl Call {
    /// Takes a request in.
    pub(crate) async fn open(
        app: Arc<App>,
        service: Service,
        route: &'static str,
        request: Request,
    ) -> Result<Self, NoCall> {
        let arrived = Instant::now();
        app.stats.arrived(service, route, arrived);
        let visit = Visit(Arc::clone(&app));
        let (parts, body) = request.into_parts();
        let line = parts.extensions.get::<Line>().cloned().unwrap_or_default();
        let most = app.config.max_body_bytes;
        let mut call = Self {
            app,
            line,
            headers: parts.headers,
            body: Bytes::new(),
            content: 0,
            fault: None,
            arrived,
            _visit: visit,
        };
        match tokio::time::timeout(BODY_TIME, axum::body::to_bytes(body, most)).await {
            Ok(Ok(body)) => call.body = body,
            // The length may be announced or found out: either way the body was not read.
            Ok(Err(error)) if is_length_error(&error) => return Err(NoCall::TooLarge(call)),
            _ => return Err(NoCall::Unsent(call)),
        }
        call.content = hash(&(route, &call.body));
        Ok(call)
    }

    /// Draws the fault of the request.
    pub(crate) fn draw(&mut self, targets: &[Target], repetition_is_retry: bool) {
        let key = key_of(&self.headers);
        let stats = &self.app.stats;
        stats.came(self.content, key, self.arrived);
        let attempt = if repetition_is_retry {
            stats.seen(self.content)
        } else {
            stats.occurred(self.content)
        };
        self.fault = self.app.plan.fate(targets, self.content, attempt);
        if let Some(fault) = self.fault {
            stats.fault(fault);
        }
    }

    /// When the answer is due. What it takes to work it out is part of the latency.
    pub(crate) fn due(&self) -> Instant {
        self.arrived + self.app.latency(self.content)
    }

    /// Notes that the client was told when to come again.
    pub(crate) fn told_to_wait(&self, wait: Duration) {
        let key = key_of(&self.headers);
        self.app.stats.told_to_wait(self.content, key, wait, Instant::now());
    }

    /// Carries out the faults under which no answer comes, and waits under `slow`.
    pub(crate) async fn meet(&self) -> Option<Response> {
        match self.fault? {
            Fault::Reset => Some(hang_up(self)),
            Fault::Down => {
                // Nobody listens for it once the sandbox is being stopped.
                let _ = self.app.down.send(Duration::from_millis(self.app.config.down_ms));
                Some(hang_up(self))
            }
            Fault::Hang => {
                tokio::time::sleep(self.app.stall()).await;
                Some(hang_up(self))
            }
            Fault::Slow => {
                tokio::time::sleep(Duration::from_millis(self.app.config.slow_ms)).await;
                None
            }
            _ => None,
        }
    }
}

/// The key that a request carries, as either service wants it; empty without one.
pub(crate) fn key_of(headers: &HeaderMap) -> &str {
    let header = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let bearer = header("authorization").and_then(|value| {
        let (scheme, key) = value.split_once(' ')?;
        scheme.eq_ignore_ascii_case("bearer").then(|| key.trim())
    });
    bearer.or_else(|| header("x-api-key")).unwrap_or_default()
}

/// A hash that is the same in every process.
pub(crate) fn hash(value: &impl std::hash::Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

fn is_length_error(error: &axum::Error) -> bool {
    let mut cause: Option<&dyn std::error::Error> = Some(error);
    while let Some(error) = cause {
        if error.is::<http_body_util::LengthLimitError>() {
            return true;
        }
        cause = error.source();
    }
    false
}
