//! The query API without faults.

use flipside::sql::{Catalog, Days};
use jiff::civil::date;
use market::{DateRange, Subject};
use serde_json::{Value, json};

use crate::client::{Client, Reply};
use crate::start;

/// The statement about these days of a subject.
pub(crate) fn statement(subject: &str, first: i8, last: i8) -> String {
    let subject: Subject = subject.parse().unwrap();
    let range = DateRange::new(date(2025, 2, first), date(2025, 2, last)).unwrap();
    let days = Days::new(range).unwrap();
    Catalog::default().queries(&subject, days).unwrap()[0].text()
}

/// Creates a run and gives its id.
pub(crate) async fn create(client: &Client, sql: &str) -> String {
    let reply = client.rpc("createQueryRun", order(sql)).await;
    reply.json()["result"]["queryRun"]["id"].as_str().unwrap().to_owned()
}

/// The parameters that the Python SDK sends.
pub(crate) fn order(sql: &str) -> Value {
    json!({
        "resultTTLHours": 1, "maxAgeMinutes": 5, "sql": sql, "tags": { "sdk_language": "python" },
        "dataSource": "snowflake-default", "dataProvider": "flipside",
    })
}

pub(crate) async fn poll(client: &Client, id: &str) -> Value {
    client.rpc("getQueryRun", json!({ "queryRunId": id })).await.json()["result"].clone()
}

/// Polls until the run is over and gives its states.
pub(crate) async fn states(client: &Client, id: &str) -> Vec<String> {
    let mut states = Vec::new();
    for _ in 0..10 {
        let state = poll(client, id).await["queryRun"]["state"].as_str().unwrap().to_owned();
        let state = state.replace("QUERY_STATE_", "");
        let is_over = ["SUCCESS", "FAILED", "CANCELED"].contains(&state.as_str());
        states.push(state);
        if is_over {
            break;
        }
    }
    states
}

pub(crate) async fn page(client: &Client, id: &str, number: u64, size: u64) -> Reply {
    let wish = json!({
        "queryRunId": id, "format": "csv", "filters": [], "sortBy": [],
        "page": { "number": number, "size": size },
    });
    client.rpc("getQueryRunResults", wish).await
}

#[tokio::test]
async fn a_run_goes_its_way() {
    let (sandbox, client) = start("", |_| ()).await;
    let sql = statement("ethereum", 8, 14);
    let created = client.rpc("createQueryRun", order(&sql)).await.json();
    assert_eq!(
        (&created["jsonrpc"], &created["id"], &created["error"]),
        (&json!("2.0"), &json!(1), &json!(null))
    );
    let run = &created["result"]["queryRun"];
    assert_eq!(run["state"], "QUERY_STATE_READY");
    assert_eq!(run["tags"]["sandbox"], "synthetic");
    assert_eq!(created["result"]["queryRequest"]["triggeredQueryRun"], true);
    assert_eq!(created["result"]["sqlStatement"]["sql"], sql);
    let id = run["id"].as_str().unwrap();
    assert_eq!(page(&client, id, 1, 10).await.json()["error"]["code"], -32151);
    assert_eq!(states(&client, id).await, ["RUNNING", "STREAMING_RESULTS", "SUCCESS"]);
    let done = poll(&client, id).await;
    for field in
        ["startedAt", "queryRunningEndedAt", "queryStreamingEndedAt", "endedAt", "createdAt"]
    {
        assert_eq!(
            done["queryRun"][field].as_str().unwrap().len(),
            "2025-03-09T08:00:00.000Z".len()
        );
    }
    let result = page(&client, id, 1, 1000).await.json()["result"].clone();
    let names = result["columnNames"].as_array().unwrap();
    assert_eq!(names[0], "day");
    assert_eq!(names[names.len() - 2..], [json!("sandbox_origin"), json!("__row_index")]);
    assert_eq!(result["columnTypes"][0], "date");
    let rows = result["rows"].as_array().unwrap();
    assert_eq!(rows.len(), result["page"]["totalRows"].as_u64().unwrap() as usize);
    assert_eq!(done["queryRun"]["rowCount"], rows.len());
    let day = rows.iter().find(|row| row[0] == "2025-02-09T00:00:00.000Z").unwrap();
    assert_eq!(day[1], 1_187_055, "as the sample has it");
    let text = json!({ "sqlStatementId": run["sqlStatementId"] });
    let statement = client.rpc("getSqlStatement", text).await.json();
    assert_eq!(statement["result"]["sqlStatement"]["sql"], sql);
    sandbox.stop().await;
}

#[tokio::test]
async fn pages_join_to_the_whole() {
    let (sandbox, client) = start("", |config| config.query.polls = 0).await;
    let id = create(&client, &statement("protocol:uniswap", 1, 10)).await;
    let whole = page(&client, &id, 1, 1000).await.json()["result"]["rows"].clone();
    assert_eq!(whole.as_array().unwrap().len(), 10);
    let mut joined = Vec::new();
    for number in 1..=4 {
        let result = page(&client, &id, number, 3).await.json()["result"].clone();
        assert_eq!(result["page"]["totalPages"], 4);
        assert_eq!(result["page"]["currentPageNumber"], number);
        joined.extend(result["rows"].as_array().unwrap().clone());
    }
    assert_eq!(json!(joined), whole);
    assert!(page(&client, &id, 5, 3).await.json()["result"]["rows"].is_null());
    assert_eq!(page(&client, &id, 1, 100_001).await.json()["error"]["code"], -32170);
    sandbox.stop().await;
}

#[tokio::test]
async fn runs_are_cached_by_their_text() {
    let (sandbox, client) = start("", |_| ()).await;
    let ask = async |sql: &str, max_age: u64| {
        let mut order = order(sql);
        order["maxAgeMinutes"] = json!(max_age);
        let result = client.rpc("createQueryRun", order).await.json()["result"].clone();
        (result["queryRun"]["id"].clone(), result["queryRequest"]["triggeredQueryRun"].clone())
    };
    let first = ask("select 1", 5).await;
    assert_eq!(first.1, true);
    assert_eq!(ask("select 1", 5).await, (first.0.clone(), json!(false)));
    assert_ne!(ask("select 1", 0).await.0, first.0, "0 forces a new run");
    assert_ne!(ask("select 2", 5).await.0, first.0);
    let runs = sandbox.stats()["runs"].clone();
    assert_eq!((&runs["created"], &runs["from_cache"]), (&json!(3), &json!(1)));
    sandbox.stop().await;
}

#[tokio::test]
async fn runs_are_cancelled_once() {
    let (sandbox, client) = start("", |_| ()).await;
    let id = create(&client, "select 1").await;
    let cancel = async || client.rpc("cancelQueryRun", json!({ "queryRunId": id })).await.json();
    let cancelled = cancel().await;
    for name in ["canceledQueryRun", "queryRun"] {
        assert_eq!(cancelled["result"][name]["state"], "QUERY_STATE_CANCELED");
    }
    assert_eq!(cancel().await["error"]["code"], -32165);
    assert_eq!(states(&client, &id).await, ["CANCELED"]);
    sandbox.stop().await;
}

#[tokio::test]
async fn constants_are_answered_and_other_statements_fail_with_help() {
    let (sandbox, client) = start("", |config| config.query.polls = 0).await;
    let id = create(&client, "select 1 as one, 'x' as two").await;
    let result = page(&client, &id, 1, 10).await.json()["result"].clone();
    assert_eq!(result["columnNames"], json!(["one", "two", "__row_index"]));
    assert_eq!(result["rows"], json!([[1, "x", 0]]));
    let id = create(&client, "select * from ethereum.core.fact_blocks limit 1").await;
    let run = poll(&client, &id).await["queryRun"].clone();
    assert_eq!(run["state"], "QUERY_STATE_FAILED");
    let message = run["errorMessage"].as_str().unwrap();
    assert!(
        message.starts_with("SQL compilation error") && message.contains("uniswap"),
        "{message}"
    );
    assert_eq!(page(&client, &id, 1, 10).await.json()["error"]["code"], -32151);
    sandbox.stop().await;
}

#[tokio::test]
async fn unfinished_runs_are_limited() {
    let (sandbox, client) = start("", |config| config.query.max_runs = 3).await;
    for number in 0..3 {
        create(&client, &format!("select {number}")).await;
    }
    let refused = client.rpc("createQueryRun", order("select 9")).await.json();
    assert_eq!(refused["error"]["code"], -32171);
    assert_eq!(refused["error"]["message"], "MaxConcurrentQueries");
    states(&client, "sandboxrun000000000000001").await;
    create(&client, "select 9").await;
    assert_eq!(sandbox.stats()["runs"]["max_unfinished"], 3);
    sandbox.stop().await;
}

#[tokio::test]
async fn wrong_calls_get_their_codes() {
    let (sandbox, client) = start("", |_| ()).await;
    let check = async |method: &str, params: Value, code: i64| {
        let reply = client.rpc(method, params).await;
        assert_eq!(reply.status, 200);
        let error = reply.json()["error"].clone();
        assert_eq!(error["code"], code, "{method}: {error}");
    };
    check("getQueryRun", json!({ "queryRunId": "none" }), -32099).await;
    check(
        "getQueryRunResults",
        json!({ "queryRunId": "x", "page": { "number": 1, "size": 1 } }),
        -32099,
    )
    .await;
    check("getQueryRunResults", json!({ "queryRunId": "x" }), -32000).await;
    check("cancelQueryRun", json!({ "queryRunId": "none" }), -32099).await;
    check("getSqlStatement", json!({ "sqlStatementId": "none" }), -32100).await;
    check("getSqlStatement", json!({}), -32000).await;
    check("createQueryRun", json!({}), -32000).await;
    check("createQueryRun", json!({ "sql": "select 1", "dataSource": "other" }), -32164).await;
    check("createQueryRun", json!({ "sql": "select 1", "dataProvider": "other" }), -32167).await;
    check("createQueryRun", json!({ "sql": "select 1", "maxAgeMinutes": 1441 }), -32000).await;
    check("createQuery", json!({}), -32601).await;
    let raw = async |body: &[u8]| {
        client.send("POST", "/json-rpc", body).await.json()["error"]["code"].clone()
    };
    assert_eq!(raw(b"{").await, -32700);
    assert_eq!(raw(b"[]").await, -32600);
    assert_eq!(raw(br#"{"method":"getQueryRun","params":{}}"#).await, -32600);
    let reply = client.with_key("wrong").rpc("getQueryRun", json!({ "queryRunId": "x" })).await;
    assert_eq!((reply.status, &reply.json()["name"]), (401, &json!("Unauthorized")));
    assert_eq!(client.get("/json-rpc").await.status, 405);
    sandbox.stop().await;
}

#[tokio::test]
async fn a_large_body_is_refused() {
    let (sandbox, client) = start("", |config| config.max_body_bytes = 1000).await;
    let reply = client.rpc("createQueryRun", json!({ "sql": "x".repeat(2000) })).await;
    assert_eq!((reply.status, &reply.json()["name"]), (413, &json!("PayloadTooLarge")));
    sandbox.stop().await;
}
