//! The course of one query: created, looked after, read page by page.

use tokio::time::{Instant, sleep, timeout_at};

use crate::client::{CallError, poll_wait};
use crate::error::{Fault, Retry, code};
use crate::sql::Query;
use crate::wire::{
    CreateQueryRun, GetQueryRunResults, OfQueryRun, Page, QueryRun, QueryRunResult, Results, State,
    Tags,
};
use crate::{Client, Error, ErrorKind, Table};

const CREATE: &str = "createQueryRun";
const LOOK: &str = "getQueryRun";
const READ: &str = "getQueryRunResults";
const CANCEL: &str = "cancelQueryRun";

/// How often a run may be redirected to another.
const MOST_REDIRECTS: u32 = 5;
/// How often a query is begun again: its run was forgotten, or its answer changed while it was read.
const MOST_BEGINNINGS: u32 = 3;

/// Why an attempt ended.
enum Ended {
    /// There is no use in another attempt.
    Failed(Error),
    /// Another attempt may succeed.
    Again(Error),
}

impl From<CallError> for Ended {
    fn from(error: CallError) -> Self {
        match error.code {
            Some(code::QUERY_RUN_NOT_FOUND) => Self::Again(error.error),
            _ => Self::Failed(error.error),
        }
    }
}

pub(crate) async fn run(client: &Client, query: &Query) -> Result<Table, Error> {
    let limit = client.settings().run_deadline;
    let deadline = Instant::now() + limit;
    let mut beginnings = 0;
    loop {
        beginnings += 1;
        // Dropped with the attempt, and cancels the run unless that has ended.
        let mut guard = Guard { client, run: None };
        match timeout_at(deadline, attempt(client, query, &mut guard)).await {
            Ok(Ok(table)) => return Ok(table),
            Ok(Err(Ended::Again(error))) => {
                // It has ended or is forgotten: there is nothing to cancel.
                guard.run = None;
                if beginnings >= MOST_BEGINNINGS {
                    return Err(error);
                }
            }
            Ok(Err(Ended::Failed(error))) => return Err(error),
            Err(_) => {
                if let Some(run) = guard.run.take() {
                    client.try_to(client.request(CANCEL, OfQueryRun { query_run_id: &run })).await;
                }
                let problem = format!("no answer within {limit:.0?}; the query was cancelled");
                let fault = Fault::new(ErrorKind::Deadline, problem, Retry::Never);
                return Err(fault.of_query(query, LOOK));
            }
        }
    }
}

async fn attempt(client: &Client, query: &Query, guard: &mut Guard<'_>) -> Result<Table, Ended> {
    let settings = client.settings();
    let create = CreateQueryRun {
        result_ttl_hours: settings.result_ttl_hours,
        max_age_minutes: settings.max_age_minutes,
        sql: &query.text(),
        tags: Tags {
            sdk_package: "cortex",
            sdk_version: env!("CARGO_PKG_VERSION"),
            sdk_language: "rust",
        },
        data_source: "snowflake-default",
        data_provider: "flipside",
    };
    let created: QueryRunResult =
        client.call(query, client.request(CREATE, create), CREATE).await?;
    let mut run = created.redirected_to_query_run.unwrap_or(created.query_run);
    guard.run = Some(run.id.clone());
    let mut looks = 0;
    let mut redirects = 0;
    while !ended(client, query, &run, guard)? {
        looks += 1;
        sleep(poll_wait(settings, looks)).await;
        let look = OfQueryRun { query_run_id: &run.id };
        let seen: QueryRunResult = client.call(query, client.request(LOOK, look), LOOK).await?;
        run = match seen.redirected_to_query_run {
            Some(other) if other.id != run.id => {
                redirects += 1;
                if redirects > MOST_REDIRECTS {
                    let problem = format!("redirected more than {MOST_REDIRECTS} times");
                    return Err(malformed(query, LOOK, problem));
                }
                // The first run is done for; the other one is what is waited for now.
                guard.run = Some(other.id.clone());
                other
            }
            _ => seen.query_run,
        };
    }
    read(client, query, &run.id).await
}

/// Whether a run has ended well; an error if it has ended otherwise.
fn ended(
    client: &Client,
    query: &Query,
    run: &QueryRun,
    guard: &mut Guard<'_>,
) -> Result<bool, Ended> {
    let fail = |kind, problem: String| {
        Err(Ended::Failed(Fault::new(kind, problem, Retry::Never).of_query(query, LOOK)))
    };
    match &run.state {
        State::Ready | State::Running | State::Streaming => return Ok(false),
        // Nothing is left to cancel, whatever comes.
        _ => guard.run = None,
    }
    match &run.state {
        State::Failed => {
            let name = run.error_name.as_deref().unwrap_or("no name");
            let message = run.error_message.as_deref().unwrap_or("no message");
            let kind = match name {
                "QueryRunTimedOut" => ErrorKind::QueryTimedOut,
                _ => ErrorKind::QueryFailed,
            };
            fail(kind, client.shown(&format!("run {} failed: {name}: {message}", run.id)))
        }
        State::Canceled => fail(ErrorKind::QueryCancelled, format!("run {} was cancelled", run.id)),
        State::Other(state) => {
            let problem = format!("run {} is in the unknown state {state}", run.id);
            fail(ErrorKind::Malformed, client.shown(&problem))
        }
        _ => Ok(true),
    }
}

/// Reads all pages of an answer.
async fn read(client: &Client, query: &Query, run: &str) -> Result<Table, Ended> {
    let settings = client.settings();
    let mut size = settings.page_size.max(1);
    let mut table = Table { columns: Vec::new(), rows: Vec::new() };
    let mut total = None;
    let mut counted = 0;
    let mut number = 1;
    loop {
        let page = GetQueryRunResults {
            query_run_id: run,
            format: "csv",
            filters: [],
            sort_by: [],
            page: Page { number, size },
        };
        let results: Results = match client.call(query, client.request(READ, page), READ).await {
            Ok(results) => results,
            Err(CallError { code: Some(code::REQUESTED_PAGE_SIZE_TOO_LARGE), .. }) if size > 1 => {
                size /= 2;
                number = 1;
                counted = 0;
                table = Table { columns: Vec::new(), rows: Vec::new() };
                continue;
            }
            Err(error) => return Err(error.into()),
        };
        let rows = results.rows.unwrap_or_default();
        let (came, stats) = (rows.len(), results.page);
        if number == 1 {
            table.columns = results.column_names;
            total = stats.and_then(|stats| stats.total_rows);
        } else if table.columns != results.column_names
            || stats.and_then(|stats| stats.total_rows) != total
        {
            let problem = format!("page {number} is of another answer than page 1");
            return Err(again(malformed(query, READ, problem)));
        }
        counted += came as u64;
        table.rows.extend(rows.into_iter().flatten());
        let pages = stats.and_then(|stats| stats.total_pages).unwrap_or(1);
        if came == 0 || u64::from(number) >= pages {
            break;
        }
        if pages > u64::from(settings.most_pages) {
            let problem = format!(
                "the answer has {pages} pages, where {} are the most that such a query can give",
                settings.most_pages
            );
            let fault = Fault::new(ErrorKind::TooLarge, problem, Retry::Never);
            return Err(Ended::Failed(fault.of_query(query, READ)));
        }
        number += 1;
    }
    match total {
        Some(total) if total != counted => {
            let problem = format!("{counted} rows came where {total} were announced");
            Err(again(malformed(query, READ, problem)))
        }
        _ => Ok(table),
    }
}

fn malformed(query: &Query, method: &'static str, problem: String) -> Ended {
    let fault = Fault::new(ErrorKind::Malformed, problem, Retry::Never);
    Ended::Failed(fault.of_query(query, method))
}

fn again(ended: Ended) -> Ended {
    match ended {
        Ended::Failed(error) | Ended::Again(error) => Ended::Again(error),
    }
}

/// Cancels a run that nobody waits for any more.
struct Guard<'c> {
    client: &'c Client,
    run: Option<String>,
}

impl Drop for Guard<'_> {
    fn drop(&mut self) {
        let Some(run) = self.run.take() else { return };
        // Without a runtime nothing can be sent; then the run ends by the service's own limit.
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            let client = self.client.clone();
            runtime.spawn(async move {
                client.try_to(client.request(CANCEL, OfQueryRun { query_run_id: &run })).await;
            });
        }
    }
}
