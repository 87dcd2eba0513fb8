//! Query runs, and how they come to their end.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::data::Table;
use crate::fault::Fault;

/// A run that nobody asks about is done after this time.
const ALONE: Duration = Duration::from_secs(10);

/// How many runs are remembered.
const MOST_RUNS: usize = 10_000;

/// Where a run is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Ready,
    Running,
    Streaming,
    Success,
    Failed,
    Canceled,
    /// One that no client knows.
    Unknown,
}

impl State {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Ready => "QUERY_STATE_READY",
            Self::Running => "QUERY_STATE_RUNNING",
            Self::Streaming => "QUERY_STATE_STREAMING_RESULTS",
            Self::Success => "QUERY_STATE_SUCCESS",
            Self::Failed => "QUERY_STATE_FAILED",
            Self::Canceled => "QUERY_STATE_CANCELED",
            Self::Unknown => "QUERY_STATE_HIBERNATING",
        }
    }

    pub(super) fn is_final(self) -> bool {
        matches!(self, Self::Success | Self::Failed | Self::Canceled)
    }
}

/// What a client asked for.
#[derive(Clone, Debug)]
pub(super) struct Order {
    pub(super) key: String,
    pub(super) sql: String,
    pub(super) statement_hash: String,
    pub(super) tags: Map<String, Value>,
    pub(super) max_age_minutes: i64,
    pub(super) ttl_hours: i64,
}

/// A run.
#[derive(Clone, Debug)]
pub(super) struct Run {
    pub(super) id: String,
    pub(super) order: Order,
    /// The rows, or the warehouse's message.
    pub(super) outcome: Result<Arc<Table>, String>,
    pub(super) fault: Option<Fault>,
    pub(super) state: State,
    /// The run that goes on in its stead.
    pub(super) redirect: Option<String>,
    polls_left: u32,
    polls: u32,
    born: Instant,
    created: Timestamp,
    started: Option<Timestamp>,
    executed: Option<Timestamp>,
    ended: Option<Timestamp>,
}

impl Run {
    /// Lets the run go one step on, as it was asked about.
    pub(super) fn step(&mut self) {
        if self.state.is_final() {
            return;
        }
        let now = Timestamp::now();
        if self.redirect.is_some() {
            return;
        }
        if self.fault == Some(Fault::RunStuck) {
            self.started.get_or_insert(now);
            self.state = State::Running;
            return;
        }
        if self.fault == Some(Fault::RunUnknownState) {
            self.state = State::Unknown;
            return;
        }
        if self.polls_left == 0 {
            self.end();
            return;
        }
        // Of many polls the first finds the run queued, and the last one sees rows being written.
        self.state = match (self.polls, self.polls_left) {
            (2.., 1) => State::Streaming,
            (polls @ 3.., left) if left == polls => State::Ready,
            _ => State::Running,
        };
        if self.state != State::Ready {
            self.started.get_or_insert(now);
        }
        if self.state == State::Streaming {
            self.executed.get_or_insert(now);
        }
        self.polls_left -= 1;
    }

    fn end(&mut self) {
        let now = Timestamp::now();
        let started = *self.started.get_or_insert(now);
        self.state = match (&self.outcome, self.fault) {
            (_, Some(Fault::RunFails | Fault::RunTimesOut)) | (Err(_), _) => State::Failed,
            (_, Some(Fault::RunCanceled)) => State::Canceled,
            _ => State::Success,
        };
        self.executed.get_or_insert(now.max(started));
        self.ended = Some(now);
    }

    pub(super) fn cancel(&mut self) {
        self.state = State::Canceled;
        self.ended = Some(Timestamp::now());
    }

    fn is_unfinished(&self, now: Instant) -> bool {
        let lingers = matches!(self.fault, Some(Fault::RunStuck | Fault::RunUnknownState));
        !self.state.is_final()
            && self.redirect.is_none()
            && (lingers || now.duration_since(self.born) < ALONE)
    }

    /// Why the run failed, if it did: name and message.
    fn error(&self) -> Option<(&'static str, String)> {
        if self.state != State::Failed {
            return None;
        }
        Some(match (&self.outcome, self.fault) {
            (_, Some(Fault::RunTimesOut)) => {
                ("QueryRunTimedOut", "Query run timed out after 15 minutes".to_owned())
            }
            (Err(message), _) => ("QueryRunExecutionError", message.clone()),
            _ => (
                "QueryRunExecutionError",
                "SQL compilation error: error line 1 at position 7\ninvalid identifier 'DAY'"
                    .to_owned(),
            ),
        })
    }

    fn rows(&self) -> Option<usize> {
        match &self.outcome {
            Ok(table) if self.state == State::Success => Some(table.rows.len()),
            _ => None,
        }
    }

    /// The `queryRun` object.
    pub(super) fn json(&self) -> Value {
        let error = self.error();
        let rows = self.rows();
        let files = rows.map(|_| json!([format!("{}-0.parquet", self.id)]));
        json!({
            "id": self.id, "sqlStatementId": statement_id(&self.order), "state": self.state.name(),
            "path": format!("sandbox/{}", self.id),
            "fileCount": rows.map(|_| 1), "lastFileNumber": rows.map(|_| 1), "fileNames": files.map(|f| f.to_string()),
            "errorName": error.as_ref().map(|(name, _)| *name),
            "errorMessage": error.as_ref().map(|(_, message)| message),
            "errorData": null,
            "dataSourceQueryId": null, "dataSourceSessionId": null,
            "startedAt": time(self.started), "queryRunningEndedAt": time(self.executed),
            "queryStreamingEndedAt": time(self.ended), "endedAt": time(self.ended),
            "rowCount": rows, "totalSize": rows.map(|rows| (rows * 64).to_string()),
            "tags": self.order.tags, "dataSourceId": "sandbox", "userId": "user_sandbox",
            "createdAt": time(Some(self.created)),
            "updatedAt": time(Some(self.ended.or(self.started).unwrap_or(self.created))),
            "archivedAt": null,
        })
    }

    /// The `sqlStatement` object.
    pub(super) fn statement_json(&self) -> Value {
        let metadata = self.outcome.as_ref().ok().map(|table| {
            let upper = |(name, _): &(String, _)| name.to_ascii_uppercase();
            let names: Vec<String> = table.columns.iter().map(upper).collect();
            let types: Vec<_> =
                table.columns.iter().map(|(_, kind)| kind.metadata_name()).collect();
            let map: Map<String, Value> =
                names.iter().cloned().zip(types.iter().map(|kind| json!(kind))).collect();
            json!({ "types": types, "columns": names, "colTypeMap": map })
        });
        json!({
            "id": statement_id(&self.order), "statementHash": self.order.statement_hash,
            "sql": self.order.sql, "columnMetadata": metadata, "userId": "user_sandbox",
            "tags": self.order.tags, "createdAt": time(Some(self.created)),
            "updatedAt": time(Some(self.created)),
        })
    }

    /// The `queryRequest` object.
    pub(super) fn request_json(&self, order: &Order, triggered: bool) -> Value {
        json!({
            "id": format!("request-{}", self.id), "sqlStatementId": statement_id(&self.order),
            "userId": "user_sandbox", "tags": order.tags, "maxAgeMinutes": order.max_age_minutes,
            "resultTTLHours": order.ttl_hours, "userSkipCache": false,
            "triggeredQueryRun": triggered, "queryRunId": self.id,
            "createdAt": time(Some(self.created)), "updatedAt": time(Some(self.created)),
        })
    }
}

/// The id of the statement of an order.
fn statement_id(order: &Order) -> String {
    format!("statement-{}", order.statement_hash)
}

fn time(time: Option<Timestamp>) -> Option<String> {
    time.map(|time| time.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string())
}

/// All runs.
#[derive(Default)]
pub(super) struct Runs(Mutex<Inner>);

#[derive(Default)]
pub(super) struct Inner {
    runs: HashMap<String, Run>,
    order: VecDeque<String>,
    /// The last run of a key and a statement that can serve again.
    latest: HashMap<(String, String), String>,
    count: u64,
}

impl Runs {
    pub(super) fn lock(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn reset(&self) {
        *self.lock() = Inner::default();
    }
}

impl Inner {
    pub(super) fn get_mut(&mut self, id: &str) -> Option<&mut Run> {
        self.runs.get_mut(id)
    }

    /// The run whose statement has this id.
    pub(super) fn by_statement(&self, id: &str) -> Option<&Run> {
        self.runs.values().find(|run| statement_id(&run.order) == id)
    }

    /// A run of the same statement that is young enough to serve again.
    pub(super) fn cached(&self, order: &Order) -> Option<&Run> {
        let place = (order.key.clone(), order.statement_hash.clone());
        let run = self.runs.get(self.latest.get(&place)?)?;
        let age = run.born.elapsed().as_secs() as i64;
        let is_good = !matches!(run.state, State::Failed | State::Canceled);
        (is_good && age < order.max_age_minutes.saturating_mul(60)).then_some(run)
    }

    /// How many runs of a key are unfinished.
    pub(super) fn unfinished(&self, key: &str) -> usize {
        let now = Instant::now();
        self.runs.values().filter(|run| run.order.key == key && run.is_unfinished(now)).count()
    }

    /// Makes a run, and the one that it is redirected to if its fault says so.
    pub(super) fn create(
        &mut self,
        order: Order,
        outcome: Result<Arc<Table>, String>,
        fault: Option<Fault>,
        polls: u32,
    ) -> Run {
        let mut run = Run {
            id: self.next_id(),
            order,
            outcome,
            fault,
            state: State::Ready,
            redirect: None,
            polls_left: polls,
            polls,
            born: Instant::now(),
            created: Timestamp::now(),
            started: None,
            executed: None,
            ended: None,
        };
        if fault == Some(Fault::RunRedirects) {
            let target = Run { id: self.next_id(), fault: None, ..run.clone() };
            run.redirect = Some(target.id.clone());
            self.insert(target);
        }
        if fault.is_none() {
            let place = (run.order.key.clone(), run.order.statement_hash.clone());
            self.latest.insert(place, run.id.clone());
        }
        self.insert(run.clone());
        run
    }

    fn next_id(&mut self) -> String {
        self.count += 1;
        format!("sandboxrun{:015}", self.count)
    }

    fn insert(&mut self, run: Run) {
        if self.order.len() >= MOST_RUNS
            && let Some(oldest) = self.order.pop_front()
            && let Some(gone) = self.runs.remove(&oldest)
        {
            let place = (gone.order.key, gone.order.statement_hash);
            if self.latest.get(&place) == Some(&oldest) {
                self.latest.remove(&place);
            }
        }
        self.order.push_back(run.id.clone());
        self.runs.insert(run.id.clone(), run);
    }
}
