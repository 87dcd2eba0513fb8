//! The chat API without faults.

use sandbox::{Answers, TracePlace};
use serde_json::json;

use crate::client::End;
use crate::start;

const PROMPT: &str = include_str!("../../../analyst/prompts/growth_projection.txt");

#[tokio::test]
async fn a_completion_has_all_its_fields() {
    let (sandbox, client) = start("", |_| ()).await;
    let reply = client.chat(json!({ "messages": [{ "role": "user", "content": PROMPT }] })).await;
    assert_eq!((reply.status, reply.end), (200, End::Whole));
    assert_eq!(reply.header("content-type"), Some("application/json"));
    assert_eq!(reply.header("x-sandbox"), Some("synthetic"));
    let body = reply.json();
    assert_eq!(reply.header("x-generation-id"), body["id"].as_str());
    assert_eq!(body["object"], "chat.completion");
    assert_eq!(body["model"], "deepseek/deepseek-r1");
    assert_eq!(body["provider"], "Sandbox (synthetic)");
    let choice = &body["choices"][0];
    assert_eq!(choice["finish_reason"], "stop");
    assert_eq!(choice["native_finish_reason"], "stop");
    let message = &choice["message"];
    assert!(message["content"].as_str().unwrap().contains("confidence interval"));
    assert_eq!(message["reasoning"], message["reasoning_details"][0]["text"]);
    assert_eq!(message["reasoning_details"][0]["type"], "reasoning.text");
    let usage = &body["usage"];
    let count = |field: &str| usage[field].as_u64().unwrap();
    assert_eq!(count("total_tokens"), count("prompt_tokens") + count("completion_tokens"));
    let reasoning = usage["completion_tokens_details"]["reasoning_tokens"].as_u64().unwrap();
    assert!(0 < reasoning && reasoning < count("completion_tokens"));
    let cost = count("prompt_tokens") as f64 * 0.7e-6 + count("completion_tokens") as f64 * 2.5e-6;
    assert!((usage["cost"].as_f64().unwrap() - cost).abs() < 1e-12);
    let stats = sandbox.stats();
    assert_eq!((&stats["cost_usd"], &stats["charged_usd"]), (&usage["cost"], &usage["cost"]));
    // What is listed is what is charged.
    let models = client.get("/api/v1/models").await.json();
    let price = |kind: &str| -> f64 {
        models["data"][0]["pricing"][kind].as_str().unwrap().parse().unwrap()
    };
    let listed = count("prompt_tokens") as f64 * price("prompt")
        + count("completion_tokens") as f64 * price("completion");
    assert!((cost - listed).abs() < 1e-12, "{models:#}");
    assert_eq!(stats["tokens"]["completion"], usage["completion_tokens"]);
    sandbox.stop().await;
}

#[tokio::test]
async fn seeds_choose_the_words() {
    let (sandbox, client) = start("", |_| ()).await;
    let ask = async |extra| {
        let body = client.chat(extra).await.json();
        body["choices"][0]["message"].to_string()
    };
    let first = ask(json!({})).await;
    assert_eq!(ask(json!({})).await, first);
    assert_ne!(ask(json!({ "seed": 8 })).await, first);
    let unseeded = ask(json!({ "seed": null })).await;
    assert_ne!(ask(json!({ "seed": null })).await, unseeded);
    sandbox.stop().await;
}

#[tokio::test]
async fn what_a_request_asks_for_is_heeded() {
    let (sandbox, client) = start("", |_| ()).await;
    let message = async |extra| client.chat(extra).await.json()["choices"][0].clone();
    let cut = message(json!({ "max_tokens": 5 })).await;
    assert_eq!((&cut["finish_reason"], &cut["message"]["content"]), (&json!("length"), &json!("")));
    for hide in [json!({ "reasoning": { "exclude": true } }), json!({ "include_reasoning": false })]
    {
        let body = client.chat(hide).await.json();
        assert!(body["choices"][0]["message"]["reasoning"].is_null());
        assert!(
            body["usage"]["completion_tokens_details"]["reasoning_tokens"].as_u64().unwrap() > 0
        );
    }
    let other =
        client.chat(json!({ "model": "no/such", "models": ["deepseek/deepseek-r1-0528"] })).await;
    assert_eq!(other.json()["model"], "deepseek/deepseek-r1-0528");
    sandbox.stop().await;
}

#[tokio::test]
async fn what_is_wrong_is_refused_as_documented() {
    let (sandbox, client) = start("", |config| config.max_body_bytes = 2000).await;
    let check = async |extra, status: u16, message: &str| {
        let reply = client.chat(extra).await;
        let body = reply.json();
        assert_eq!(reply.status, status, "{body}");
        assert_eq!(body["error"]["code"], status);
        assert!(body["error"]["message"].as_str().unwrap().contains(message), "{body}");
    };
    check(json!({ "model": "gpt-7" }), 400, "gpt-7 is not a valid model ID").await;
    check(json!({ "model": "deepseek/deepseek-r1:free" }), 404, "No endpoints found for").await;
    check(json!({ "messages": [] }), 400, "messages").await;
    check(json!({ "temperature": 3 }), 400, "temperature").await;
    check(json!({ "reasoning": {}, "reasoning_effort": "low" }), 400, "Only one of").await;
    let long = "x".repeat(3000);
    check(json!({ "messages": [{ "role": "user", "content": long }] }), 413, "too large").await;
    let reply = client.send("POST", "/api/v1/chat/completions", b"{").await;
    assert_eq!(reply.status, 400);
    for (key, message) in [("", "No auth credentials found"), ("wrong", "User not found.")] {
        let reply = client.with_key(key).chat(json!({})).await;
        assert_eq!((reply.status, &reply.json()["error"]["message"]), (401, &json!(message)));
    }
    sandbox.stop().await;
}

#[tokio::test]
async fn a_prompt_beyond_the_context_is_refused() {
    let (sandbox, client) = start("", |_| ()).await;
    let prompt = "a b ".repeat(90_000);
    let reply = client.chat(json!({ "messages": [{ "role": "user", "content": prompt }] })).await;
    assert_eq!(reply.status, 400);
    assert_eq!(reply.json()["error"]["metadata"]["error_type"], "context_length_exceeded");
    sandbox.stop().await;
}

#[tokio::test]
async fn the_other_paths_answer() {
    let (sandbox, client) = start("", |_| ()).await;
    let models = client.with_key("").get("/api/v1/models").await.json();
    assert_eq!(models["data"][0]["id"], "deepseek/deepseek-r1");
    assert_eq!(models["data"][0]["pricing"]["prompt"], "0.0000007");
    assert_eq!(models["total_count"], models["data"].as_array().unwrap().len());
    let endpoints = client.get("/v1/models/deepseek/deepseek-r1/endpoints").await.json();
    assert_eq!(endpoints["data"]["endpoints"][0]["pricing"]["completion"], "0.0000025");

    let done = client.chat(json!({})).await.json();
    let cost = done["usage"]["cost"].as_f64().unwrap();
    for path in ["/api/v1/key", "/api/v1/auth/key", "/v1/key"] {
        let key = client.get(path).await.json();
        assert_eq!(key["data"]["usage"], json!(cost));
        assert_eq!(key["data"]["limit_remaining"], json!(100.0 - cost));
    }
    let generation = format!("/api/v1/generation?id={}", done["id"].as_str().unwrap());
    assert_eq!(client.get(&generation).await.status, 404);
    let record = client.get(&generation).await.json();
    assert_eq!(record["data"]["total_cost"], json!(cost));
    assert_eq!(record["data"]["native_tokens_completion"], done["usage"]["completion_tokens"]);
    let credits = client.with_key("sandbox-management").get("/api/v1/credits").await.json();
    assert_eq!(credits["data"]["total_usage"], json!(cost));

    let check = async |path: &str, key: &str, status: u16| {
        assert_eq!(client.with_key(key).get(path).await.status, status, "{path} with `{key}`");
    };
    check("/api/v1/key", "", 401).await;
    check("/api/v1/credits", "sandbox", 403).await;
    check("/api/v1/generation?id=gen-0", "sandbox", 404).await;
    check("/api/v1/generation", "sandbox", 400).await;
    check("/api/v1/models/no/such/endpoints", "sandbox", 404).await;
    check("/api/v1/nothing", "sandbox", 404).await;
    check("/api/v1/chat/completions", "sandbox", 405).await;
    sandbox.stop().await;
}

#[tokio::test]
async fn the_trace_stands_where_it_is_configured() {
    let places = [
        (TracePlace::Reasoning, "reasoning"),
        (TracePlace::ReasoningOnly, "reasoning"),
        (TracePlace::DetailsOnly, "reasoning_details"),
        (TracePlace::ReasoningContent, "reasoning_content"),
        (TracePlace::Thinking, "thinking"),
    ];
    for (place, field) in places {
        let (sandbox, client) = start("", |config| config.chat.trace = place).await;
        let message = client.chat(json!({})).await.json()["choices"][0]["message"].clone();
        assert!(!message[field].is_null(), "{place:?}: {message}");
        sandbox.stop().await;
    }
    for (place, opens, closes) in [
        (TracePlace::Inline, true, true),
        (TracePlace::InlineNoOpen, false, true),
        (TracePlace::None, false, false),
    ] {
        let (sandbox, client) = start("", |config| config.chat.trace = place).await;
        let reply = client.chat(json!({ "stream": true })).await;
        let deltas = reply.events();
        let content: String =
            deltas.iter().filter_map(|e| e["choices"][0]["delta"]["content"].as_str()).collect();
        assert_eq!(content.starts_with("<think>\n"), opens, "{place:?}");
        assert_eq!(content.contains("\n</think>\n\n"), closes, "{place:?}");
        sandbox.stop().await;
    }
}

#[tokio::test]
async fn answers_can_be_made_long() {
    let (sandbox, client) = start("", |config| {
        config.chat.answers = Answers::Short;
        config.chat.answer_bytes = 12_000;
    })
    .await;
    let body = client.chat(json!({})).await.json();
    let length = body["choices"][0]["message"]["content"].as_str().unwrap().len();
    assert!((12_000..12_100).contains(&length));
    sandbox.stop().await;
}
