//! The key, the credit, and what became of each generation.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, PoisonError};

use serde_json::{Value, json};

use crate::key::{Key, Ledger, Money};

/// How many generations are remembered.
const MOST_GENERATIONS: usize = 20_000;

/// The body of `GET /key`.
pub(super) fn key(key: &Key, ledger: &Ledger) -> Value {
    let spent = ledger.spent(key).usd();
    json!({ "data": {
        "label": format!("{} (synthetic)", key.name),
        "limit": key.credit_usd, "limit_reset": null, "limit_remaining": ledger.left(key),
        "include_byok_in_limit": false,
        "usage": spent, "usage_daily": spent, "usage_weekly": spent, "usage_monthly": spent,
        "byok_usage": 0, "byok_usage_daily": 0, "byok_usage_weekly": 0, "byok_usage_monthly": 0,
        "is_free_tier": false, "is_management_key": key.management,
        "is_provisioning_key": key.management, "creator_user_id": "user_sandbox",
        "expires_at": null,
        "rate_limit": { "requests": -1, "interval": "10s", "note": "This field is deprecated" },
    } })
}

/// The body of `GET /credits`.
pub(super) fn credits(ledger: &Ledger) -> Value {
    json!({ "data": {
        "total_credits": ledger.total_credit(), "total_usage": ledger.total_spent().usd(),
    } })
}

/// What became of a request for a completion.
#[derive(Clone, Debug)]
pub(super) struct Generation {
    pub(super) id: String,
    pub(super) model: &'static str,
    pub(super) created: jiff::Timestamp,
    pub(super) streamed: bool,
    pub(super) cancelled: bool,
    pub(super) cost: Money,
    pub(super) prompt_tokens: u64,
    pub(super) completion_tokens: u64,
    pub(super) reasoning_tokens: u64,
    pub(super) latency_ms: u64,
    pub(super) took_ms: u64,
    pub(super) finish: Option<&'static str>,
}

impl Generation {
    fn json(&self) -> Value {
        json!({ "data": {
            "id": self.id, "upstream_id": null, "model": self.model,
            "provider_name": super::PROVIDER, "created_at": self.created.to_string(),
            "streamed": self.streamed, "cancelled": self.cancelled, "is_byok": false,
            "total_cost": self.cost.usd(), "usage": self.cost.usd(),
            "tokens_prompt": self.prompt_tokens, "tokens_completion": self.completion_tokens,
            "native_tokens_prompt": self.prompt_tokens,
            "native_tokens_completion": self.completion_tokens,
            "native_tokens_reasoning": self.reasoning_tokens, "native_tokens_cached": 0,
            "latency": self.latency_ms, "generation_time": self.took_ms,
            "moderation_latency": null, "num_media_prompt": null, "num_media_completion": null,
            "finish_reason": self.finish, "native_finish_reason": self.finish,
        } })
    }
}

/// The generations of late. A record is not to be had at once.
pub(super) struct Generations {
    misses: u32,
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    /// With how often each was asked for.
    records: HashMap<String, (Generation, u32)>,
    order: VecDeque<String>,
}

impl Generations {
    pub(super) fn new(misses: u32) -> Self {
        Self { misses, inner: Mutex::default() }
    }

    pub(super) fn add(&self, generation: Generation) {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        if inner.order.len() >= MOST_GENERATIONS
            && let Some(oldest) = inner.order.pop_front()
        {
            inner.records.remove(&oldest);
        }
        inner.order.push_back(generation.id.clone());
        inner.records.insert(generation.id.clone(), (generation, 0));
    }

    /// The body of `GET /generation`; `None` for one that is not known, or not yet.
    pub(super) fn json(&self, id: &str) -> Option<Value> {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        let (generation, asked) = inner.records.get_mut(id)?;
        *asked = asked.saturating_add(1);
        (*asked > self.misses).then(|| generation.json())
    }

    pub(super) fn reset(&self) {
        *self.inner.lock().unwrap_or_else(PoisonError::into_inner) = Inner::default();
    }
}
