//! Time and size: what is waited for, and what is not.

use std::time::{Duration, Instant};

use llm::{ErrorKind, ReasoningModel, Request, Sampling};
use net::testing::{Reply, Server};
use openrouter::{Config, Estimate, Flavour, KeyInfo, OpenRouter, Pricing, Workload};

use super::{client, key, model};

const MOMENT: Duration = Duration::from_millis(150);
const GOOD: &str = r#"data: {"choices":[{"delta":{"reasoning":"because","content":"so"},"finish_reason":"stop"}]}"#;

fn limits() -> net::Config {
    net::Config { idle_timeout: MOMENT, total_timeout: 5 * MOMENT, ..net::Config::default() }
}

fn request() -> Request {
    Request::new("Why?", Sampling::default())
}

fn good() -> Reply {
    Reply::events().chunk(format!("{GOOD}\n\ndata: [DONE]\n\n")).end()
}

#[tokio::test]
async fn what_may_have_cost_is_not_tried_again() {
    let silent = || Reply::events().chunk(": OPENROUTER PROCESSING\n\n").pause(20 * MOMENT);
    let half = r#"data: {"choices":[{"delta":{"content":"so"}}]}"#;
    let half = || Reply::events().chunk(format!("{half}\n\n"));
    let failed = "data: {\"error\":{\"code\":502,\"message\":\"no\"}}\n\n";
    for (name, reply) in [
        ("never a byte", Reply::default().pause(20 * MOMENT)),
        ("silent", silent()),
        ("reset before the answer", Reply::default().reset()),
        ("torn", half()),
        ("unfinished", half().end()),
        ("unreadable", Reply::new(200, &[], "this is no answer")),
        ("half a body", Reply::json(200, "{\"choices\":[{\"mess")),
        ("empty", Reply::json(200, "")),
        ("an error after words", half().chunk(failed).end()),
    ] {
        let server = Server::start([reply, good()]).await.unwrap();
        let model = model(&server, limits());
        let error = model.complete(&request()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Transient, "{name}: {error}");
        assert!(error.may_have_cost(), "{name}: {error}");
        assert_eq!(server.received().len(), 1, "{name}");
        assert_eq!(model.complete(&request()).await.unwrap().answer, "so");
    }
}

#[tokio::test]
async fn what_was_free_is_tried_again() {
    let error = r#"{"error":{"code":502,"message":"no"}}"#;
    for (name, reply) in [
        ("status", Reply::json(500, "{}")),
        ("torn refusal", Reply::chunked(503, &[]).chunk("{\"err")),
        ("error body", Reply::json(200, error)),
        ("error in a stream", Reply::events().chunk(format!("data: {error}\n\n")).end()),
        ("nothing generated", Reply::json(200, r#"{"choices":[{"message":{"content":""}}]}"#)),
    ] {
        let server = Server::start([reply, good()]).await.unwrap();
        let completion = model(&server, limits()).complete(&request()).await;
        assert_eq!(completion.unwrap().answer, "so", "{name}");
        assert_eq!(server.received().len(), 2, "{name}");
    }
}

#[tokio::test]
async fn questions_are_metered_and_inquiries_are_not() {
    let busy = Reply::json(503, "{}");
    let server = Server::start([busy, good(), Reply::json(200, "{\"data\":[]}")]).await.unwrap();
    let one = net::Limits { concurrency: 3, ..net::Limits::default() };
    let throttle = net::Throttle::new(one, net::Gate::default());
    let config = Config {
        base_url: format!("{}/", server.endpoint().join(["v1"])),
        ..Config::new(key(), "deepseek/deepseek-r1")
    };
    let client = net::Client::new(net::Config { throttle: throttle.clone(), ..limits() }).unwrap();
    let model = OpenRouter::new(config, client).unwrap();
    let place = server.endpoint().join(["v1"]).to_string();
    assert_eq!(ReasoningModel::endpoint(&model), Some(&*place), "two names for one place");
    model.complete(&request()).await.unwrap();
    model.models().await.unwrap();
    let state = throttle.state();
    assert_eq!((state.refusals, state.in_flight, state.waiting), (1, 0, 0));
    assert!(state.limit < Some(3), "{state:?}");
}

#[tokio::test]
async fn signs_of_life_do_not_prolong_the_whole() {
    let working = (0..40).fold(Reply::events(), |reply, _| {
        reply.chunk(": OPENROUTER PROCESSING\n\n").pause(MOMENT / 3)
    });
    let server = Server::start([working]).await.unwrap();
    let error = model(&server, limits()).complete(&request()).await.unwrap_err();
    assert_eq!((error.kind(), error.may_have_cost()), (ErrorKind::Transient, true), "{error}");
    assert!(error.to_string().contains("not whole within 750ms"), "{error}");
    assert_eq!(server.received().len(), 1, "paid for twice");
}

#[tokio::test]
async fn nothing_is_waited_for_after_the_end() {
    let lingering = Reply::events().chunk(format!("{GOOD}\n\ndata: [DONE]\n\n")).pause(20 * MOMENT);
    let server = Server::start([lingering]).await.unwrap();
    let start = Instant::now();
    model(&server, limits()).complete(&request()).await.unwrap();
    assert!(start.elapsed() < MOMENT, "{:?}", start.elapsed());
    // Without `[DONE]` there may be usage to come, for as long as silence is allowed.
    let lingering = Reply::events().chunk(format!("{GOOD}\n\n")).pause(20 * MOMENT);
    let server = Server::start([lingering]).await.unwrap();
    let completion = model(&server, limits()).complete(&request()).await.unwrap();
    assert_eq!(completion.answer, "so");
}

#[tokio::test]
async fn a_whole_body_may_be_long_in_coming() {
    let body = r#"{"choices":[{"message":{"content":"so"},"finish_reason":"stop"}]}"#;
    let late = Reply::default().pause(2 * MOMENT).bytes(format!("HTTP/1.0 200 OK\r\n\r\n{body}"));
    let server = Server::start([late]).await.unwrap();
    let config = Config {
        base_url: server.endpoint().to_string(),
        stream: false,
        ..Config::new(key(), "m")
    };
    let model = OpenRouter::new(config, client(limits())).unwrap();
    let completion = model.complete(&request()).await.unwrap();
    assert_eq!((&*completion.answer, &*completion.model), ("so", "m"));
}

#[tokio::test]
async fn an_endless_answer_is_cut_off() {
    let chunk = format!(
        "data: {{\"choices\":[{{\"delta\":{{\"content\":\"{}\"}}}}]}}\n\n",
        "x".repeat(900)
    );
    let endless = (0..200).fold(Reply::events(), |reply, _| reply.chunk(&chunk));
    let server = Server::start([endless]).await.unwrap();
    let limits = net::Config { max_body_bytes: 50_000, ..limits() };
    let error = model(&server, limits).complete(&request()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Request, "{error}");
    assert!(error.to_string().contains("larger than the 50000 bytes"), "{error}");
}

#[tokio::test]
async fn a_pause_holds_for_all_requests_of_a_run() {
    let pause = Reply::new(429, &[("retry-after", "0.4")], "{}");
    let server = Server::start([pause, good(), good()]).await.unwrap();
    let model = model(&server, limits());
    let start = Instant::now();
    let first = tokio::spawn({
        let model = model.clone();
        async move { model.complete(&request()).await }
    });
    tokio::time::sleep(MOMENT).await;
    assert_eq!(server.received().len(), 1);
    model.complete(&request()).await.unwrap();
    assert!(start.elapsed() >= Duration::from_millis(400), "sent into the pause");
    first.await.unwrap().unwrap();
    assert_eq!(server.received().len(), 3);
}

#[tokio::test]
async fn an_unreachable_service_is_named_with_the_number_of_tries() {
    let config = Config { base_url: "http://127.0.0.1:9/v1".to_owned(), ..Config::new(key(), "m") };
    let model = OpenRouter::new(config, client(limits())).unwrap();
    let error = model.complete(&request()).await.unwrap_err();
    assert_eq!((error.kind(), error.may_have_cost()), (ErrorKind::Transient, false));
    let told = error.to_string();
    assert!(
        told.starts_with(
            "POST http://127.0.0.1:9/v1/chat/completions: the host takes no connection"
        ),
        "{told}"
    );
    assert!(told.contains("the last of 3 tries"), "{told}");
    assert!(error.hint().unwrap().contains("base URL"));
}

#[tokio::test]
async fn samples_of_one_prompt_differ_in_their_seed_alone() {
    let server = Server::start([good(), good(), good()]).await.unwrap();
    let model = model(&server, limits());
    for (seed, sample) in [(42, 0), (42, 1), (42, 0)] {
        let sampling = Sampling { seed, ..Sampling::default() };
        let request = Request { sample, ..Request::new("Why?", sampling) };
        model.complete(&request).await.unwrap();
    }
    let bodies: Vec<serde_json::Value> = server
        .received()
        .iter()
        .map(|request| serde_json::from_str(&request.body).unwrap())
        .collect();
    assert_eq!(bodies[0], bodies[2]);
    assert_ne!(bodies[0]["seed"], bodies[1]["seed"]);
    let mut other = bodies[1].clone();
    other["seed"] = bodies[0]["seed"].clone();
    assert_eq!(bodies[0], other);
}

#[tokio::test]
async fn prices_and_credit_are_read() {
    let models = r#"{"data":[
        {"id":"deepseek/deepseek-r1","context_length":163840,
         "pricing":{"prompt":"0.0000007","completion":"0.0000025","request":"0","discount":0},
         "top_provider":{"max_completion_tokens":64000,"context_length":null}},
        {"id":"openrouter/auto","pricing":{"prompt":"-1","completion":"-1"}},
        {"id":"local","pricing":null}, {"name":"nobody"}, 7]}"#;
    let key = r#"{"data":{"label":"sk-or-v1-abc","limit":10,"limit_remaining":"7.5","usage":2.5,
        "is_free_tier":false,"rate_limit":{"requests":-1}}}"#;
    let server = Server::start([
        Reply::new(503, &[("retry-after", "0")], ""),
        Reply::json(200, models),
        Reply::json(200, key),
        Reply::json(401, r#"{"error":{"code":401,"message":"no"}}"#),
    ])
    .await
    .unwrap();
    let model = model(&server, limits());
    let models = model.models().await.unwrap();
    let ids: Vec<&str> = models.iter().map(|model| model.id.as_str()).collect();
    assert_eq!(ids, ["deepseek/deepseek-r1", "openrouter/auto", "local"]);
    assert_eq!(models[0].context_tokens, Some(163_840));
    assert_eq!(models[0].max_completion_tokens, Some(64_000));
    assert_eq!((models[1].pricing, models[2].pricing), (None, None));
    let pricing = models[0].pricing.unwrap();
    assert_eq!(pricing, Pricing { prompt: 0.7e-6, completion: 2.5e-6, request: 0.0 });
    let work = Workload {
        requests: 100,
        prompt_tokens: 2_000,
        expected_tokens: 4_000,
        max_tokens: 16_000,
    };
    let Estimate { expected_usd, worst_usd } = pricing.estimate(&work);
    assert!((expected_usd - 1.14).abs() < 1e-9 && (worst_usd - 4.14).abs() < 1e-9);
    let credit = model.key().await.unwrap();
    let expected = KeyInfo { remaining_usd: Some(7.5), used_usd: Some(2.5), is_free_tier: false };
    assert_eq!(credit, expected);
    assert_eq!(model.key().await.unwrap_err().kind(), ErrorKind::Run);
    let paths: Vec<String> = server.received().into_iter().map(|request| request.path).collect();
    assert_eq!(paths, ["/api/v1/models", "/api/v1/models", "/api/v1/key", "/api/v1/key"]);
}

#[test]
fn extras_go_to_openrouter_alone() {
    for (base_url, flavour) in [
        ("https://openrouter.ai/api/v1", Flavour::OpenRouter),
        ("https://eu.openrouter.ai/api/v1", Flavour::OpenRouter),
        ("https://api.deepseek.com", Flavour::Plain),
        ("http://localhost:11434/v1", Flavour::Plain),
    ] {
        let config = Config { base_url: base_url.to_owned(), ..Config::new(key(), "m") };
        let model = OpenRouter::new(config, client(limits())).unwrap();
        assert_eq!(model.flavour(), flavour, "{base_url}");
    }
    let config = Config { base_url: "http://openrouter.ai".to_owned(), ..Config::new(key(), "m") };
    assert!(OpenRouter::new(config.clone(), client(limits())).is_err(), "a key in the open");
    assert!(!format!("{config:?}").contains("planted"));
}
