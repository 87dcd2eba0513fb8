//! The query API, as Flipside serves it: one route, five methods.

mod constants;
mod data;
mod refusal;
mod results;
mod rpc;
mod run;
mod synthetic;

use std::sync::Arc;
use std::time::Instant;

use axum::extract::{Request, State};
use axum::response::Response;
use serde_json::{Map, Value, json};

use crate::app::{App, Call, NoCall, hash, key_of};
use crate::body::Reply;
use crate::config::Config;
use crate::fault::Fault;
use crate::plan::Target;
use crate::stats::Service;

use data::Data;
use refusal::Refusal;
use rpc::RpcError;
use run::{Order, Run, Runs, State as RunState};

/// What the query API holds and remembers.
pub(crate) struct Query {
    data: Data,
    runs: Runs,
}

impl Query {
    pub(crate) async fn new(config: &Config) -> Result<Self, market::Error> {
        Ok(Self { data: Data::load(config.query.synthetic).await?, runs: Runs::default() })
    }

    pub(crate) fn reset(&self) {
        self.runs.reset();
    }

    pub(crate) fn data_json(&self) -> Value {
        self.data.json()
    }
}

/// `POST /json-rpc`.
pub(crate) async fn rpc(State(app): State<Arc<App>>, request: Request) -> Response {
    let mut call = match Call::open(app, Service::Rpc, "json-rpc", request).await {
        Ok(call) => call,
        Err(NoCall::TooLarge(call)) => return Refusal::too_large().send(call),
        Err(NoCall::Unsent(call)) => return Refusal::unsent().send(call),
    };
    let read = rpc::Call::read(&call.body);
    let method = read.as_ref().map_or("", |read| read.method.as_str());
    let (target, repetition_is_retry) = match method {
        "createQueryRun" => (Some(Target::Create), true),
        "getQueryRunResults" => (Some(Target::Results), true),
        // To ask again how a run is getting on is no retry.
        "getQueryRun" => (Some(Target::Poll), false),
        _ => (None, true),
    };
    let targets: Vec<Target> = std::iter::once(Target::Rpc).chain(target).collect();
    call.draw(&targets, repetition_is_retry);
    if let Some(response) = call.meet().await {
        return response;
    }
    if let Some(page) = call.fault.and_then(Reply::page) {
        return page.send(call);
    }
    if let Err(refusal) = admit(&call) {
        return refusal.send(call);
    }
    tokio::time::sleep_until(call.due().into()).await;
    let (id, outcome) = match read {
        Ok(read) => {
            let outcome = match call.fault {
                Some(Fault::RpcNothing) => Ok(Value::Null),
                fault => match fault.and_then(RpcError::of) {
                    Some(error) => Err(error),
                    None => answer(&call, &read),
                },
            };
            (read.id, outcome)
        }
        Err((id, error)) => (id, Err(error)),
    };
    if call.fault == Some(Fault::LostReply) {
        return Refusal::gateway_timeout().send(call);
    }
    rpc::reply(&id, outcome).send(call)
}

/// Any other method on the route.
pub(crate) async fn wrong_method(State(app): State<Arc<App>>, request: Request) -> Response {
    match Call::open(app, Service::Rpc, "json-rpc", request).await {
        Ok(call) | Err(NoCall::TooLarge(call) | NoCall::Unsent(call)) => {
            Refusal::wrong_method().send(call)
        }
    }
}

/// Lets a call in, if the key is good, and neither limit nor credit is used up.
fn admit(call: &Call) -> Result<(), Refusal> {
    let app = &call.app;
    let name = key_of(&call.headers);
    let key = app.ledger.key(name).ok_or_else(Refusal::unauthorized)?;
    if let Some(refusal) = call.fault.and_then(|fault| Refusal::of(fault, app.retry_after())) {
        return Err(refusal);
    }
    app.query_limit.admit(&key.name, Instant::now()).map_err(Refusal::limited)?;
    if app.ledger.left(key).is_some_and(|left| left <= 0.0) {
        return Err(Refusal::no_credit());
    }
    Ok(())
}

fn answer(call: &Call, read: &rpc::Call) -> Result<Value, RpcError> {
    match read.method.as_str() {
        "createQueryRun" => create(call, read),
        "getQueryRun" => poll(call, read),
        "getQueryRunResults" => results(call, read),
        "getSqlStatement" => statement(call, read),
        "cancelQueryRun" => cancel(call, read),
        method => Err(RpcError::new(-32601).data(json!(format!("there is no method `{method}`")))),
    }
}

fn create(call: &Call, read: &rpc::Call) -> Result<Value, RpcError> {
    let app = &call.app;
    let sql = read.text("sql")?.to_owned();
    for (name, expect) in [("dataSource", "snowflake-default"), ("dataProvider", "flipside")] {
        let given = read.params.get(name).and_then(Value::as_str);
        if let Some(given) = given.filter(|given| *given != expect) {
            let code = if name == "dataSource" { -32164 } else { -32167 };
            return Err(RpcError::new(code).data(json!(format!("there is no {name} `{given}`"))));
        }
    }
    let number = |name, default| read.params.get(name).and_then(Value::as_i64).unwrap_or(default);
    let (max_age_minutes, ttl_hours) = (number("maxAgeMinutes", 0), number("resultTTLHours", 1));
    if !(0..=1440).contains(&max_age_minutes) {
        return Err(RpcError::new(-32000).data(json!("maxAgeMinutes is from 0 to 1440")));
    }
    let mut tags = read.params.get("tags").and_then(Value::as_object).cloned().unwrap_or_default();
    tags.insert("sandbox".to_owned(), json!("synthetic"));
    let statement_hash = format!("{:016x}", hash(&sql));
    let key = key_of(&call.headers).to_owned();
    let order = Order { key, sql, statement_hash, tags, max_age_minutes, ttl_hours };
    if let Some(run) = app.query.runs.lock().cached(&order) {
        app.stats.run_from_cache();
        return Ok(created(run, &order, false));
    }
    // Worked out before the runs are locked: it takes longest.
    let outcome = app.query.data.execute(&order.sql).map(Arc::new);
    let mut runs = app.query.runs.lock();
    let unfinished = runs.unfinished(&order.key);
    if unfinished >= app.config.query.max_runs {
        let message = format!("{unfinished} query runs are unfinished; wait for one of them");
        return Err(RpcError::new(-32171).data(json!(message)));
    }
    let fault = app.plan.fate(
        &[Target::Run],
        hash(&order.sql),
        app.stats.occurred(hash(&("run", &order.sql))),
    );
    if let Some(fault) = fault {
        app.stats.fault(fault);
    }
    let run = runs.create(order.clone(), outcome, fault, app.config.query.polls);
    app.stats.run_created(unfinished + 1);
    Ok(created(&run, &order, true))
}

fn created(run: &Run, order: &Order, triggered: bool) -> Value {
    json!({
        "queryRequest": run.request_json(order, triggered),
        "queryRun": run.json(),
        "sqlStatement": run.statement_json(),
    })
}

fn poll(call: &Call, read: &rpc::Call) -> Result<Value, RpcError> {
    let id = read.text("queryRunId")?;
    let mut runs = call.app.query.runs.lock();
    let run = runs.get_mut(id).ok_or_else(|| RpcError::new(-32099))?;
    run.step();
    let (json, redirect) = (run.json(), run.redirect.clone());
    let redirected = redirect.and_then(|id| runs.get_mut(&id).map(|run| run.json()));
    Ok(json!({ "queryRun": json, "redirectedToQueryRun": redirected }))
}

fn results(call: &Call, read: &rpc::Call) -> Result<Value, RpcError> {
    let wish: results::Wish = serde_json::from_value(Value::Object(read.params.clone()))
        .map_err(|error| RpcError::new(-32000).data(json!(error.to_string())))?;
    let config = &call.app.config.query;
    let run = {
        let mut runs = call.app.query.runs.lock();
        let run = runs.get_mut(&wish.query_run_id).ok_or_else(|| RpcError::new(-32099))?;
        if config.polls == 0 {
            run.step();
        }
        run.clone()
    };
    let table = match (&run.outcome, run.state) {
        (Ok(table), RunState::Success) => table,
        (_, state) => {
            return Err(RpcError::new(-32151).data(json!({ "state": state.name() })));
        }
    };
    let most = match run.fault {
        Some(Fault::SmallPages) => config.small_page_rows,
        _ => config.max_page_rows,
    };
    let mut result = results::page(table, &wish, run.fault, most)?;
    let mut put = |key: &str, value: Value| result.insert(key.to_owned(), value);
    put("originalQueryRun", run.json());
    put("redirectedToQueryRun", Value::Null);
    put("sandbox", json!(crate::app::SYNTHETIC));
    Ok(Value::Object(result))
}

fn statement(call: &Call, read: &rpc::Call) -> Result<Value, RpcError> {
    let id = read.text("sqlStatementId")?;
    let runs = call.app.query.runs.lock();
    let run = runs.by_statement(id).ok_or_else(|| RpcError::new(-32100))?;
    Ok(json!({ "sqlStatement": run.statement_json() }))
}

fn cancel(call: &Call, read: &rpc::Call) -> Result<Value, RpcError> {
    let id = read.text("queryRunId")?;
    let mut runs = call.app.query.runs.lock();
    let run = runs.get_mut(id).ok_or_else(|| RpcError::new(-32099))?;
    if run.state.is_final() {
        return Err(RpcError::new(-32165).data(json!({ "state": run.state.name() })));
    }
    run.cancel();
    // The official clients disagree about the name: one wants the first, one the second.
    let mut result = Map::new();
    result.insert("canceledQueryRun".to_owned(), run.json());
    result.insert("queryRun".to_owned(), run.json());
    Ok(Value::Object(result))
}
