//! Streams without faults.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::client::End;
use crate::start;

#[tokio::test]
async fn a_stream_says_the_same_as_a_body() {
    let (sandbox, client) = start("", |_| ()).await;
    let whole = client.chat(json!({})).await.json();
    let reply = client.chat(json!({ "stream": true })).await;
    assert_eq!((reply.status, reply.end), (200, End::Whole));
    assert_eq!(reply.header("content-type"), Some("text/event-stream"));
    assert!(reply.text().starts_with(": OPENROUTER PROCESSING\n\n"));
    let events = reply.events();
    let (done, events) = events.split_last().unwrap();
    let (usage, events) = events.split_last().unwrap();
    let (finish, events) = events.split_last().unwrap();
    assert_eq!(done, "[DONE]");
    assert_eq!(usage["choices"], json!([]));
    assert_eq!(usage["usage"], whole["usage"]);
    assert_eq!(finish["choices"][0]["finish_reason"], "stop");
    let joined = |field: &str| -> String {
        events.iter().filter_map(|event| event["choices"][0]["delta"][field].as_str()).collect()
    };
    let message = &whole["choices"][0]["message"];
    assert_eq!(joined("content"), message["content"].as_str().unwrap());
    assert_eq!(joined("reasoning"), message["reasoning"].as_str().unwrap());
    for event in events {
        assert_eq!(event["object"], "chat.completion.chunk");
        assert_eq!(Some(event["id"].as_str().unwrap()), reply.header("x-generation-id"));
        assert_eq!(event["choices"][0]["finish_reason"], Value::Null);
        let delta = &event["choices"][0]["delta"];
        assert_eq!(delta["reasoning_details"][0]["text"], delta["reasoning"]);
    }
    let stats = sandbox.stats();
    assert_eq!(stats["streams"]["finished"], 1);
    assert_eq!(stats["in_flight"], 0);
    sandbox.stop().await;
}

#[tokio::test]
async fn comments_bridge_the_wait() {
    let (sandbox, client) = start("", |config| {
        config.latency_ms = 200;
        config.chat.comment_every_ms = 50;
    })
    .await;
    let start = Instant::now();
    let reply = client.chat(json!({ "stream": true })).await;
    assert!(start.elapsed() >= Duration::from_millis(200));
    let before = reply.text().split("data: ").next().unwrap();
    assert!((3..=6).contains(&before.matches(": OPENROUTER PROCESSING\n\n").count()), "{before}");
    sandbox.stop().await;
}

#[tokio::test]
async fn a_client_that_leaves_is_noticed_and_charged_for_what_was_made() {
    let (sandbox, mut client) = start("", |config| config.chat.chunk_delay_ms = 50).await;
    client.patience = Duration::from_millis(40);
    let whole_cost = 0.000_01;
    let reply = client.chat(json!({ "stream": true })).await;
    assert_eq!(reply.end, End::Silence);
    let deadline = Instant::now() + Duration::from_secs(10);
    while sandbox.stats()["in_flight"] != 0 {
        assert!(Instant::now() < deadline, "{}", sandbox.stats());
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let stats = sandbox.stats();
    assert_eq!(stats["streams"]["abandoned"], 1);
    assert_eq!(stats["cost_usd"], 0.0);
    let cost = stats["charged_usd"].as_f64().unwrap();
    assert!(cost > 0.0 && cost > whole_cost / 10.0, "{cost}");
    sandbox.stop().await;
}
