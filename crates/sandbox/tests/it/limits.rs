//! Limits, credit, and what is counted.

use std::time::{Duration, Instant};

use sandbox::Key;
use serde_json::json;

use crate::start;

#[tokio::test]
async fn the_window_slides_and_retry_after_is_exact() {
    let (sandbox, client) = start("", |config| {
        config.chat.requests_per_minute = 3;
        config.rate_window_ms = 1_000;
    })
    .await;
    let begin = Instant::now();
    for _ in 0..3 {
        assert_eq!(client.chat(json!({})).await.status, 200);
    }
    let refused = client.chat(json!({})).await;
    assert_eq!(refused.status, 429);
    assert_eq!(refused.header("retry-after"), Some("1"));
    assert_eq!(refused.header("x-ratelimit-limit"), Some("3"));
    assert_eq!(refused.header("x-ratelimit-remaining"), Some("0"));
    // Another key has a window of its own.
    assert_eq!(client.with_key("sandbox-management").chat(json!({})).await.status, 200);
    let window_ends = begin + Duration::from_secs(1);
    let reset: i64 = refused.header("x-ratelimit-reset").unwrap().parse().unwrap();
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    let left = reset - now.as_millis() as i64;
    let real = window_ends.saturating_duration_since(Instant::now()).as_millis() as i64;
    assert!((left - real).abs() < 300, "{left} {real}");
    assert_eq!(client.chat(json!({})).await.status, 429);
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(client.chat(json!({})).await.status, 200);
    let stats = sandbox.stats();
    assert_eq!(stats["by_status"]["429"], 2);
    assert_eq!(stats["refused_again"], 1);
    let (first, last) = (stats["first_request_ms"].as_u64(), stats["last_answer_ms"].as_u64());
    assert!(first.unwrap() + 1_000 <= last.unwrap(), "{stats:#}");
    assert_eq!(stats["retried_too_early"], 1);
    assert_eq!(stats["in_retry_after_window"], 1);
    sandbox.stop().await;
}

#[tokio::test]
async fn free_models_have_a_limit_of_their_own() {
    let (sandbox, client) = start("", |config| config.chat.free_requests_per_minute = 1).await;
    let free = json!({ "model": "sandbox/offline-analyst:free" });
    let first = client.chat(free.clone()).await;
    assert_eq!((first.status, &first.json()["usage"]["cost"]), (200, &json!(0.0)));
    assert_eq!(client.chat(free).await.status, 429);
    assert_eq!(client.chat(json!({})).await.status, 200);
    sandbox.stop().await;
}

#[tokio::test]
async fn what_is_refused_takes_no_place_in_any_window() {
    let (sandbox, client) = start("chat/429#1,chat/500#2", |config| {
        config.chat.requests_per_minute = 2;
        config.chat.free_requests_per_minute = 1;
    })
    .await;
    let ask = async |body: serde_json::Value| client.chat(body).await.status;
    let free = json!({ "model": "sandbox/offline-analyst:free" });
    assert_eq!((ask(json!({})).await, ask(json!({})).await), (429, 500));
    assert_eq!(ask(json!({ "model": "nobody/nothing" })).await, 400);
    assert_eq!((ask(free.clone()).await, ask(free.clone()).await), (200, 429));
    // The free model's refusal took no place here.
    assert_eq!((ask(json!({})).await, ask(json!({})).await), (200, 429));
    sandbox.stop().await;
}

#[tokio::test]
async fn the_query_api_is_limited_as_well() {
    let (sandbox, client) = start("", |config| config.query.requests_per_minute = 1).await;
    let create = json!({ "sql": "select 1" });
    assert_eq!(client.rpc("createQueryRun", create.clone()).await.status, 200);
    let refused = client.rpc("createQueryRun", create).await;
    assert_eq!(refused.status, 429);
    let wait: u64 = refused.header("retry-after").unwrap().parse().unwrap();
    assert!((58..=60).contains(&wait), "{wait}");
    sandbox.stop().await;
}

#[tokio::test]
async fn credit_is_used_up() {
    let (sandbox, client) = start("", |config| {
        config.keys = vec![Key { credit_usd: Some(0.000_2), ..Key::default() }];
    })
    .await;
    let mut answered = 0;
    let refused = loop {
        let reply = client.chat(json!({})).await;
        if reply.status != 200 {
            break reply;
        }
        answered += 1;
        assert!(answered < 100);
    };
    assert!(answered > 0);
    assert_eq!((refused.status, &refused.json()["error"]["code"]), (402, &json!(402)));
    let key = client.get("/api/v1/key").await.json();
    assert!(key["data"]["limit_remaining"].as_f64().unwrap() <= 0.0);
    let query = client.rpc("createQueryRun", json!({ "sql": "select 1" })).await;
    assert_eq!((query.status, &query.json()["errorType"]), (402, &json!("BILLING_ERROR")));
    // Who has credit again is served again.
    sandbox.reset();
    assert_eq!(client.chat(json!({})).await.status, 200);
    sandbox.stop().await;
}

#[tokio::test]
async fn requests_are_counted() {
    let (sandbox, client) = start("chat/503-retry#1", |config| config.latency_ms = 150).await;
    assert_eq!(client.chat(json!({})).await.status, 503);
    let asked = (0..5).map(|seed| {
        let client = client.clone();
        tokio::spawn(async move { client.chat(json!({ "seed": seed })).await.status })
    });
    for task in asked.collect::<Vec<_>>() {
        assert_eq!(task.await.unwrap(), 200);
    }
    assert_eq!(client.chat(json!({})).await.status, 200);
    client.get("/api/v1/models").await;
    let stats = client.get("/stats").await.json();
    assert_eq!(stats["requests"], json!({ "total": 8, "chat": 7, "info": 1, "rpc": 0 }));
    assert_eq!(stats["by_route"], json!({ "completions": 7, "models": 1 }));
    assert_eq!(stats["by_status"], json!({ "200": 7, "503": 1 }));
    assert_eq!(stats["by_fault"], json!({ "503-retry": 1 }));
    assert_eq!(stats["retries"], 1);
    assert_eq!(stats["max_in_flight"], 5);
    assert_eq!(stats["in_flight"], 0);
    assert!(stats["in_retry_after_window"].as_u64().unwrap() >= 5);
    assert!(stats["synthetic"].as_str().unwrap().contains("sandbox"));
    assert_eq!(stats["data"]["protocol:uniswap"], "synthetic");
    sandbox.stop().await;
}
