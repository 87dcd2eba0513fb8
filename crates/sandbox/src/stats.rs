//! What the sandbox has seen, for `GET /stats`.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use serde::Serialize;

use crate::fault::Fault;
use crate::key::Money;

/// Beyond so many different bodies, repetitions are no longer recognised.
const MOST_BODIES: usize = 1_000_000;

/// How an answer ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// All was sent that was to be sent.
    Finished,
    /// A fault broke it off.
    Broken,
    /// The client went away.
    Abandoned,
}

/// Counts everything.
pub(crate) struct Stats {
    start: Instant,
    inner: Mutex<Inner>,
}

impl Default for Stats {
    fn default() -> Self {
        Self { start: Instant::now(), inner: Mutex::default() }
    }
}

#[derive(Default)]
struct Inner {
    counts: Counts,
    /// How often each body was seen, by its hash.
    bodies: HashMap<u64, u64>,
    /// For how long a key was told to wait.
    waits: HashMap<String, Wait>,
    /// Until when the sender of a body was told to wait.
    body_waits: HashMap<u64, Instant>,
    /// The bodies that were refused with 429.
    refused: HashSet<u64>,
    /// What whole answers said that they cost.
    told: Money,
}

/// The time in which a key was told not to come.
#[derive(Clone, Copy, Debug)]
struct Wait {
    /// Since when without a break.
    since: Instant,
    until: Instant,
}

#[derive(Clone, Debug, Default, Serialize)]
struct Counts {
    requests: Requests,
    by_route: BTreeMap<&'static str, u64>,
    by_status: BTreeMap<u16, u64>,
    by_fault: BTreeMap<&'static str, u64>,
    retries: u64,
    in_flight: u64,
    max_in_flight: u64,
    in_retry_after_window: u64,
    /// How long after the refusal the latest of these came.
    latest_in_window_ms: u64,
    retried_too_early: u64,
    refused_again: u64,
    first_request_ms: Option<u64>,
    last_answer_ms: Option<u64>,
    streams: Streams,
    runs: Runs,
    tokens: Tokens,
}

#[derive(Clone, Debug, Default, Serialize)]
struct Requests {
    total: u64,
    chat: u64,
    info: u64,
    rpc: u64,
}

#[derive(Clone, Debug, Default, Serialize)]
struct Streams {
    started: u64,
    finished: u64,
    broken: u64,
    abandoned: u64,
}

#[derive(Clone, Debug, Default, Serialize)]
struct Runs {
    created: u64,
    from_cache: u64,
    max_unfinished: u64,
}

#[derive(Clone, Debug, Default, Serialize)]
struct Tokens {
    prompt: u64,
    completion: u64,
}

/// Which service a request is to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Service {
    Chat,
    Info,
    Rpc,
}

impl Stats {
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A request came in.
    pub(crate) fn arrived(&self, service: Service, route: &'static str, now: Instant) {
        let since_start = self.since_start(now);
        let counts = &mut self.lock().counts;
        counts.requests.total += 1;
        match service {
            Service::Chat => {
                counts.requests.chat += 1;
                counts.first_request_ms.get_or_insert(since_start);
            }
            Service::Info => counts.requests.info += 1,
            Service::Rpc => counts.requests.rpc += 1,
        }
        *counts.by_route.entry(route).or_default() += 1;
        counts.in_flight += 1;
        counts.max_in_flight = counts.max_in_flight.max(counts.in_flight);
    }

    fn since_start(&self, now: Instant) -> u64 {
        now.duration_since(self.start).as_millis() as u64
    }

    /// A completion was sent to its end, and said what it cost.
    pub(crate) fn answered(&self, cost: Money, now: Instant) {
        let mut inner = self.lock();
        inner.told = inner.told.plus(cost);
        inner.counts.last_answer_ms = Some(self.since_start(now));
    }

    /// What whole answers said that they cost.
    pub(crate) fn told_cost(&self) -> Money {
        self.lock().told
    }

    /// A body was refused with 429.
    pub(crate) fn refused(&self, body: u64) {
        let mut inner = self.lock();
        if inner.refused.contains(&body) {
            inner.counts.refused_again += 1;
        } else if inner.refused.len() < MOST_BODIES {
            inner.refused.insert(body);
        }
    }

    /// A request is over, answered or not.
    pub(crate) fn left(&self) {
        let counts = &mut self.lock().counts;
        counts.in_flight = counts.in_flight.saturating_sub(1);
    }

    /// Notes whether the sender of a request was told to come later than now.
    pub(crate) fn came(&self, body: u64, key: &str, now: Instant) {
        let mut inner = self.lock();
        let inner = &mut *inner;
        if let Some(wait) = inner.waits.get(key).filter(|wait| now < wait.until) {
            let after = now.saturating_duration_since(wait.since).as_millis() as u64;
            inner.counts.in_retry_after_window += 1;
            inner.counts.latest_in_window_ms = inner.counts.latest_in_window_ms.max(after);
        }
        if inner.body_waits.remove(&body).is_some_and(|until| now < until) {
            inner.counts.retried_too_early += 1;
        }
    }

    /// Says how often this body was seen before. To be asked where a repetition is a retry.
    pub(crate) fn seen(&self, body: u64) -> u64 {
        let before = self.occurred(body);
        self.lock().counts.retries += u64::from(before > 0);
        before
    }

    /// Says how often this occurred before, without calling it a retry.
    pub(crate) fn occurred(&self, what: u64) -> u64 {
        let bodies = &mut self.lock().bodies;
        if let Some(seen) = bodies.get_mut(&what) {
            *seen += 1;
            return *seen - 1;
        }
        if bodies.len() < MOST_BODIES {
            bodies.insert(what, 1);
        }
        0
    }

    /// The sender of a body was told to come again later.
    pub(crate) fn told_to_wait(&self, body: u64, key: &str, wait: Duration, now: Instant) {
        let mut inner = self.lock();
        let until = now + wait;
        let wait = inner.waits.entry(key.to_owned()).or_insert(Wait { since: now, until });
        if wait.until < now {
            wait.since = now;
        }
        wait.until = until.max(wait.until);
        inner.body_waits.insert(body, until);
    }

    pub(crate) fn status(&self, status: u16) {
        *self.lock().counts.by_status.entry(status).or_default() += 1;
    }

    pub(crate) fn fault(&self, fault: Fault) {
        *self.lock().counts.by_fault.entry(fault.name()).or_default() += 1;
    }

    pub(crate) fn stream_started(&self) {
        self.lock().counts.streams.started += 1;
    }

    pub(crate) fn stream_ended(&self, end: End) {
        let streams = &mut self.lock().counts.streams;
        match end {
            End::Finished => streams.finished += 1,
            End::Broken => streams.broken += 1,
            End::Abandoned => streams.abandoned += 1,
        }
    }

    pub(crate) fn run_created(&self, unfinished: usize) {
        let runs = &mut self.lock().counts.runs;
        runs.created += 1;
        runs.max_unfinished = runs.max_unfinished.max(unfinished as u64);
    }

    pub(crate) fn run_from_cache(&self) {
        self.lock().counts.runs.from_cache += 1;
    }

    pub(crate) fn tokens(&self, prompt: u64, completion: u64) {
        let tokens = &mut self.lock().counts.tokens;
        tokens.prompt += prompt;
        tokens.completion += completion;
    }

    /// The counts as JSON.
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::to_value(&self.lock().counts).unwrap_or_default()
    }

    /// Starts counting anew; what is in flight stays so.
    pub(crate) fn reset(&self) {
        let mut inner = self.lock();
        let in_flight = inner.counts.in_flight;
        *inner = Inner::default();
        inner.counts.in_flight = in_flight;
        inner.counts.max_in_flight = in_flight;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_comes_before_the_time_is_counted() {
        let stats = Stats::default();
        let start = Instant::now();
        let at = |ms| start + Duration::from_millis(ms);
        stats.came(1, "key", at(0));
        stats.told_to_wait(1, "key", Duration::from_secs(1), at(0));
        stats.came(2, "key", at(500));
        stats.came(1, "key", at(900));
        stats.came(1, "other", at(900));
        stats.came(1, "key", at(1000));
        assert_eq!([1, 2, 1, 1].map(|body| stats.seen(body)), [0, 0, 1, 2]);
        let json = stats.json();
        assert_eq!(json["retries"], 2);
        assert_eq!(json["in_retry_after_window"], 2);
        assert_eq!(json["latest_in_window_ms"], 900);
        assert_eq!(json["retried_too_early"], 1);
    }

    #[test]
    fn a_wait_begins_with_the_first_refusal_and_ends_with_the_last() {
        let stats = Stats::default();
        let start = Instant::now();
        let at = |ms| start + Duration::from_millis(ms);
        let told = |ms| stats.told_to_wait(1, "key", Duration::from_secs(1), at(ms));
        let latest = || stats.json()["latest_in_window_ms"].clone();
        told(0);
        told(500);
        stats.came(2, "key", at(1400));
        assert_eq!(latest(), 1400);
        stats.reset();
        told(0);
        told(2000);
        stats.came(2, "key", at(2010));
        assert_eq!(latest(), 10);
    }

    #[test]
    fn refusals_times_and_costs_are_those_of_completions() {
        let stats = Stats::default();
        let at = |ms| stats.start + Duration::from_millis(ms);
        for body in [1, 2, 1, 3, 1] {
            stats.refused(body);
        }
        stats.arrived(Service::Info, "models", at(3));
        stats.arrived(Service::Chat, "completions", at(7));
        stats.arrived(Service::Chat, "completions", at(9));
        stats.answered(Money(3), at(11));
        stats.answered(Money(4), at(15));
        let json = stats.json();
        assert_eq!(json["refused_again"], 2);
        assert_eq!((&json["first_request_ms"], &json["last_answer_ms"]), (&7.into(), &15.into()));
        assert_eq!(stats.told_cost(), Money(7));
    }

    #[test]
    fn a_reset_keeps_what_is_in_flight() {
        let stats = Stats::default();
        stats.arrived(Service::Chat, "completions", Instant::now());
        stats.arrived(Service::Rpc, "create", Instant::now());
        stats.left();
        stats.reset();
        let json = stats.json();
        assert_eq!(json["requests"]["total"], 0);
        assert_eq!(json["first_request_ms"], serde_json::Value::Null);
        assert_eq!(json["in_flight"], 1);
        assert_eq!(json["max_in_flight"], 1);
    }
}
