//! Every fault that a JSON-RPC call or a query run can meet.

use std::collections::BTreeSet;
use std::time::Duration;

use sandbox::{Fault, RandomBy, Scope};
use serde_json::{Value, json};

use crate::client::{Client, End};
use crate::query::{create, order, page, poll, statement, states};
use crate::start;

#[tokio::test]
async fn every_fault_of_a_connection_or_status_befalls_calls_too() {
    use Fault as F;
    let statuses = [
        (F::Status400, 400),
        (F::Status401, 401),
        (F::Status402, 402),
        (F::Status402Retry, 402),
        (F::Status403, 403),
        (F::Status403Moderated, 403),
        (F::Status404, 404),
        (F::Status408, 408),
        (F::Status409, 409),
        (F::Status410, 410),
        (F::Status412, 412),
        (F::Status413, 413),
        (F::Status422, 422),
        (F::Status429, 429),
        (F::Status429Bare, 429),
        (F::Status429Reset, 429),
        (F::Status429Date, 429),
        (F::Status429Body, 429),
        (F::Status429Upstream, 429),
        (F::Status429Availability, 429),
        (F::Status500, 500),
        (F::Status502, 502),
        (F::Status502Html, 502),
        (F::Status503, 503),
        (F::Status503Retry, 503),
        (F::Status504, 504),
        (F::Status524, 524),
        (F::Status529, 529),
    ];
    let ends = [
        (F::Reset, 0, End::Reset),
        (F::Hang, 0, End::Silence),
        (F::Cut, 200, End::Reset),
        (F::Stall, 200, End::Silence),
        (F::Empty, 200, End::Whole),
        (F::HalfJson, 200, End::Whole),
        (F::NotJson, 200, End::Whole),
        (F::BlankLines, 200, End::Whole),
        (F::Slow, 200, End::Whole),
        (F::Down, 0, End::Reset),
    ];
    let cases = statuses.map(|(fault, status)| (fault, status, End::Whole)).into_iter().chain(ends);
    let mut tested = BTreeSet::new();
    for (fault, status, end) in cases {
        tested.insert(fault);
        let (sandbox, mut client) = start(&format!("create/{fault}#1"), |config| {
            config.slow_ms = 60;
            config.down_ms = 10;
        })
        .await;
        client.patience = match fault {
            F::Hang | F::Stall => Duration::from_millis(150),
            _ => client.patience,
        };
        let reply = client.rpc("createQueryRun", order("select 1")).await;
        assert_eq!((reply.status, reply.end), (status, end), "{fault}");
        if fault == F::Status402 {
            assert_eq!(reply.json()["errorType"], "BILLING_ERROR");
        }
        assert_eq!(sandbox.stats()["by_fault"][fault.name()], 1);
        sandbox.stop().await;
    }
    let all: BTreeSet<Fault> =
        Fault::ALL.iter().copied().filter(|fault| fault.scope() == Scope::Http).collect();
    assert_eq!(tested, all);
}

#[tokio::test]
async fn every_fault_of_a_call_does_what_it_says() {
    use Fault as F;
    let cases = [
        (F::RpcValidation, -32000),
        (F::RpcRunNotFound, -32099),
        (F::RpcTemporal, -32150),
        (F::RpcNotFinished, -32151),
        (F::RpcTransform, -32152),
        (F::RpcDuckDb, -32161),
        (F::RpcAuthorization, -32163),
        (F::RpcPageTooLarge, -32170),
        (F::RpcTooManyRuns, -32171),
    ];
    for (fault, code) in cases {
        let (sandbox, client) = start(&format!("{fault}#1"), |_| ()).await;
        let reply = client.rpc("createQueryRun", order("select 1")).await.json();
        assert_eq!(reply["error"]["code"], code, "{fault}");
        assert!(fault.about().contains(reply["error"]["message"].as_str().unwrap()));
        assert_eq!(sandbox.stats()["runs"]["created"], 0);
        sandbox.stop().await;
    }
    let (sandbox, client) = start("rpc-nothing#1,lost-reply#2", |_| ()).await;
    let nothing = client.rpc("createQueryRun", order("select 1")).await.json();
    assert!(nothing["result"].is_null() && nothing["error"].is_null());
    assert_eq!(client.rpc("createQueryRun", order("select 1")).await.status, 504);
    assert_eq!(sandbox.stats()["runs"]["created"], 1, "the lost call was carried out");
    let again = client.rpc("createQueryRun", order("select 1")).await.json();
    assert_eq!(again["result"]["queryRequest"]["triggeredQueryRun"], false);
    assert_eq!(sandbox.stats()["retries"], 2);
    sandbox.stop().await;
    let tested = cases.len() + 2;
    assert_eq!(Fault::ALL.iter().filter(|fault| fault.scope() == Scope::Rpc).count(), tested);
}

#[tokio::test]
async fn chance_by_content_lets_every_call_through_in_the_end() {
    let (sandbox, client) = start("rpc/503:0.5", |config| {
        config.random_by = RandomBy::Content;
        config.query.polls = 0;
    })
    .await;
    for number in 0..8 {
        let id = json!({ "queryRunId": format!("run {number}") });
        let mut tries = 0;
        while client.rpc("getQueryRun", id.clone()).await.status != 200 {
            tries += 1;
            assert!(tries < 50, "the same call is refused for ever");
        }
    }
    assert!(sandbox.stats()["by_fault"]["503"].as_u64().unwrap() > 0);
    sandbox.stop().await;
}

/// The states that a run with a fault goes through, and the run at the end.
async fn course(client: &Client) -> (Vec<String>, Value) {
    let id = create(client, "select 1 as one").await;
    let states = states(client, &id).await;
    (states, poll(client, &id).await)
}

#[tokio::test]
async fn every_fault_of_a_run_does_what_it_says() {
    let check = async |fault: &str, last: &str, expect: fn(&Value) -> bool| {
        let (sandbox, client) = start(&format!("run/{fault}#1"), |_| ()).await;
        let (states, run) = course(&client).await;
        assert_eq!(states.last().unwrap(), last, "{fault}");
        assert!(expect(&run["queryRun"]), "{fault}: {run}");
        // The next run is a good one: what went wrong is not served from the cache.
        let (states, _) = course(&client).await;
        assert_eq!(states.last().unwrap(), "SUCCESS", "{fault}");
        sandbox.stop().await;
    };
    check("fails", "FAILED", |run| run["errorMessage"].as_str().unwrap().contains("compilation"))
        .await;
    check("times-out", "FAILED", |run| run["errorName"] == "QueryRunTimedOut").await;
    check("canceled", "CANCELED", |run| !run["endedAt"].is_null()).await;
    check("stuck", "RUNNING", |run| run["endedAt"].is_null()).await;
    check("unknown-state", "HIBERNATING", |_| true).await;

    let (sandbox, client) = start("redirects#1", |_| ()).await;
    let id = create(&client, "select 1 as one").await;
    let other = poll(&client, &id).await["redirectedToQueryRun"]["id"].as_str().unwrap().to_owned();
    assert_ne!(other, id);
    assert_eq!(states(&client, &other).await.last().unwrap(), "SUCCESS");
    assert_eq!(page(&client, &other, 1, 10).await.json()["result"]["rows"], json!([[1, 0]]));
    assert_eq!(page(&client, &id, 1, 10).await.json()["error"]["code"], -32151);
    sandbox.stop().await;
}

#[tokio::test]
async fn every_fault_of_a_result_does_what_it_says() {
    use Fault as F;
    let of = async |fault: F| {
        let (sandbox, client) = start(&format!("run/{fault}"), |config| {
            config.query.polls = 0;
            config.query.small_page_rows = 4;
        })
        .await;
        let id = create(&client, &statement("protocol:uniswap", 1, 6)).await;
        let reply = page(&client, &id, 1, 100).await.json();
        sandbox.stop().await;
        reply
    };
    let check = async |fault: F, expect: fn(&Value) -> bool| {
        let reply = of(fault).await;
        assert!(expect(&reply), "{fault}: {reply}");
        fault
    };
    let tested = [
        check(F::RowsNull, |r| r["result"]["rows"].is_null()).await,
        check(F::RowsEmpty, |r| r["result"]["rows"] == json!([])).await,
        check(F::CellsNull, |r| r["result"]["rows"].to_string().contains("null")).await,
        check(F::NumbersText, |r| r["result"]["rows"][0][1].is_string()).await,
        check(F::ColumnsReordered, |r| r["result"]["columnNames"][0] == "__row_index").await,
        check(F::ColumnsUpper, |r| r["result"]["columnNames"][0] == "DAY").await,
        check(F::ColumnMissing, |r| {
            !r["result"]["columnNames"].to_string().contains("total_volume")
        })
        .await,
        check(F::ColumnExtra, |r| r["result"]["columnNames"][0] == "surprise").await,
        check(F::DaysDuplicate, |r| r["result"]["rows"][0][0] == r["result"]["rows"][1][0]).await,
        check(F::DayMissing, |r| r["result"]["page"]["totalRows"] == 5).await,
        check(F::DatesPlain, |r| r["result"]["rows"][0][0] == "2025-02-01").await,
        check(F::DatesSpaced, |r| r["result"]["rows"][0][0] == "2025-02-01 00:00:00.000").await,
        check(F::TotalChanges, |r| r["result"]["page"]["totalRows"] == 7).await,
        check(F::SmallPages, |r| {
            r["error"]["code"] == -32170 && r["error"]["data"]["recommendedPageSize"] == 4
        })
        .await,
    ];
    let of_states = 6;
    let of_runs = Fault::ALL.iter().filter(|fault| fault.scope() == Scope::Run).count();
    assert_eq!(tested.len() + of_states, of_runs);
}
