//! Every fault that a completion or any request can meet.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use sandbox::{Fault, Scope};
use serde_json::{Value, json};

use crate::client::{Client, End, Reply};
use crate::start;

/// A fault, what it does to a single body, and what to a stream: status, end, and whether the
/// reply is as it should be.
struct Case {
    fault: Fault,
    plain: (u16, End, fn(&Reply) -> bool),
    stream: (u16, End, fn(&Reply) -> bool),
}

/// A fault that refuses both alike.
fn refusal(fault: Fault, status: u16, check: fn(&Reply) -> bool) -> Case {
    Case { fault, plain: (status, End::Whole, check), stream: (status, End::Whole, check) }
}

fn case(
    fault: Fault,
    plain: (u16, End, fn(&Reply) -> bool),
    stream: (u16, End, fn(&Reply) -> bool),
) -> Case {
    Case { fault, plain, stream }
}

fn is_error(reply: &Reply) -> bool {
    let error = &reply.json()["error"];
    error["code"] == reply.status && error["message"].is_string()
}

fn metadata(reply: &Reply) -> Value {
    reply.json()["error"]["metadata"].clone()
}

fn html(reply: &Reply) -> bool {
    reply.header("content-type") == Some("text/html") && reply.text().contains("<html>")
}

/// The answer of a single body is whole.
fn good(reply: &Reply) -> bool {
    let choice = reply.json()["choices"][0].clone();
    choice["finish_reason"] == "stop" && !choice["message"]["content"].as_str().unwrap().is_empty()
}

fn choice(reply: &Reply) -> Value {
    reply.json()["choices"][0].clone()
}

fn message(reply: &Reply) -> Value {
    choice(reply)["message"].clone()
}

fn finish_of(reply: &Reply) -> Option<String> {
    let events = reply.events();
    let mut finishes =
        events.iter().filter_map(|event| event["choices"][0]["finish_reason"].as_str());
    finishes.next().map(str::to_owned)
}

fn is_done(reply: &Reply) -> bool {
    reply.text().ends_with("data: [DONE]\n\n")
}

/// A stream with everything.
fn good_stream(reply: &Reply) -> bool {
    finish_of(reply).as_deref() == Some("stop") && is_done(reply) && has_usage(reply)
}

fn has_usage(reply: &Reply) -> bool {
    reply.events().iter().any(|event| event["usage"]["cost"].is_number())
}

fn delta_text(reply: &Reply, field: &str) -> String {
    let events = reply.events();
    events.iter().filter_map(|event| event["choices"][0]["delta"][field].as_str()).collect()
}

fn ok(_: &Reply) -> bool {
    true
}

fn cases() -> Vec<Case> {
    use Fault as F;
    let whole = End::Whole;
    vec![
        refusal(F::Status400, 400, is_error),
        refusal(F::Status401, 401, is_error),
        refusal(F::Status402, 402, |r| is_error(r) && r.header("retry-after").is_none()),
        refusal(F::Status402Retry, 402, |r| {
            is_error(r)
                && r.header("retry-after") == Some("1")
                && metadata(r)["limit_source"] == "openrouter_in_flight_budget"
        }),
        refusal(F::Status403, 403, is_error),
        refusal(F::Status403Moderated, 403, |r| is_error(r) && metadata(r)["reasons"].is_array()),
        refusal(F::Status404, 404, |r| is_error(r) && metadata(r)["error_type"] == "not_found"),
        refusal(F::Status408, 408, is_error),
        refusal(F::Status409, 409, is_error),
        refusal(F::Status410, 410, html),
        refusal(F::Status412, 412, is_error),
        refusal(F::Status413, 413, is_error),
        refusal(F::Status422, 422, is_error),
        refusal(F::Status429, 429, |r| {
            is_error(r)
                && r.header("retry-after") == Some("1")
                && r.header("x-ratelimit-remaining") == Some("0")
                && r.header("x-ratelimit-reset").is_some()
        }),
        refusal(F::Status429Bare, 429, |r| {
            is_error(r)
                && r.header("retry-after").is_none()
                && r.header("x-ratelimit-reset").is_none()
        }),
        refusal(F::Status429Reset, 429, |r| {
            is_error(r)
                && r.header("retry-after").is_none()
                && r.header("x-ratelimit-reset").unwrap().len() == 13
        }),
        refusal(F::Status429Date, 429, |r| r.header("retry-after").unwrap().ends_with(" GMT")),
        refusal(F::Status429Body, 429, |r| {
            r.header("x-ratelimit-reset").is_none()
                && metadata(r)["headers"]["X-RateLimit-Reset"].is_string()
        }),
        refusal(F::Status429Upstream, 429, |r| is_error(r) && metadata(r)["raw"].is_string()),
        refusal(F::Status429Availability, 429, |r| {
            let error = &r.json()["error"];
            error["code"].is_null() && error["availability"]["retryable"] == true
        }),
        refusal(F::Status500, 500, is_error),
        refusal(F::Status502, 502, is_error),
        refusal(F::Status502Html, 502, html),
        refusal(F::Status503, 503, |r| is_error(r) && r.header("retry-after").is_none()),
        refusal(F::Status503Retry, 503, |r| r.header("retry-after") == Some("1")),
        refusal(F::Status504, 504, is_error),
        refusal(F::Status524, 524, is_error),
        refusal(F::Status529, 529, is_error),
        case(F::Down, (0, End::Reset, ok), (0, End::Refused, ok)),
        case(F::Reset, (0, End::Reset, ok), (0, End::Reset, ok)),
        case(F::Hang, (0, End::Silence, ok), (0, End::Silence, ok)),
        case(F::Cut, (200, End::Reset, |r| !r.body.is_empty()), (200, End::Reset, |r| !is_done(r))),
        case(
            F::Stall,
            (200, End::Silence, |r| !r.body.is_empty()),
            (200, End::Silence, |r| !is_done(r) && r.text().contains("data: ")),
        ),
        case(F::Empty, (200, whole, |r| r.body.is_empty()), (200, whole, |r| r.body.is_empty())),
        case(
            F::HalfJson,
            (200, whole, |r| serde_json::from_slice::<Value>(&r.body).is_err()),
            (200, whole, |r| !r.text().ends_with('\n')),
        ),
        case(F::NotJson, (200, whole, html), (200, whole, html)),
        case(
            F::BlankLines,
            (200, whole, |r| r.body.starts_with(b"\n   ") && good(r)),
            (200, whole, |r| r.body.starts_with(b"\n\n") && good_stream(r)),
        ),
        case(F::Slow, (200, whole, good), (200, whole, good_stream)),
        case(
            F::Error200,
            (200, whole, |r| r.json()["error"]["code"] == 502 && r.json()["choices"].is_null()),
            (200, whole, |r| r.json()["error"]["code"] == 502),
        ),
        case(
            F::ChoiceError,
            (200, whole, |r| {
                choice(r)["finish_reason"] == "error"
                    && choice(r)["error"]["code"] == 502
                    && message(r)["content"] != ""
            }),
            (200, whole, |r| finish_of(r).as_deref() == Some("error") && is_done(r)),
        ),
        case(
            F::StreamError,
            (200, whole, |r| choice(r)["error"]["code"] == 502),
            (200, whole, |r| {
                let last = r.events().pop().unwrap();
                last["error"]["code"] == 502 && last["choices"][0]["finish_reason"] == "error"
            }),
        ),
        case(
            F::StreamErrorText,
            (200, whole, |r| choice(r)["error"]["code"] == 502),
            (200, whole, |r| {
                let last = r.events().pop().unwrap();
                last["error"]["code"] == "server_error" && last["choices"] == json!([])
            }),
        ),
        case(
            F::Eof,
            (200, whole, |r| choice(r)["finish_reason"].is_null()),
            (200, whole, |r| finish_of(r).is_none() && !is_done(r) && r.text().ends_with("\n\n")),
        ),
        case(
            F::NoFinish,
            (200, whole, |r| choice(r)["finish_reason"].is_null()),
            (200, whole, |r| finish_of(r).is_none() && is_done(r)),
        ),
        case(
            F::NoDone,
            (200, whole, good),
            (200, whole, |r| finish_of(r).is_some() && has_usage(r) && !is_done(r)),
        ),
        case(
            F::Comments,
            (200, whole, good),
            (200, whole, |r| r.text().contains("\n\n: keep-alive\n\n") && good_stream(r)),
        ),
        case(
            F::Crlf,
            (200, whole, good),
            (200, whole, |r| {
                r.text().matches('\n').count() == r.text().matches("\r\n").count()
                    && r.text().ends_with("data: [DONE]\r\n\r\n")
            }),
        ),
        case(
            F::Split,
            (200, whole, good),
            (200, whole, |r| {
                // A chunk that is no text ends or begins inside of a character.
                let inside = r.chunks.iter().any(|chunk| std::str::from_utf8(chunk).is_err());
                inside && good_stream(r)
            }),
        ),
        case(F::Drip, (200, whole, good), (200, whole, good_stream)),
        case(
            F::Length,
            (200, whole, |r| choice(r)["finish_reason"] == "length" && message(r)["content"] != ""),
            (200, whole, |r| finish_of(r).as_deref() == Some("length")),
        ),
        case(
            F::EmptyContent,
            (200, whole, |r| message(r)["content"] == "" && message(r)["reasoning"].is_string()),
            (200, whole, |r| {
                delta_text(r, "content").is_empty() && !delta_text(r, "reasoning").is_empty()
            }),
        ),
        case(
            F::NullContent,
            (200, whole, |r| {
                message(r)["content"].is_null() && message(r)["reasoning"].is_string()
            }),
            (200, whole, |r| delta_text(r, "content").is_empty()),
        ),
        case(
            F::NoContent,
            (200, whole, |r| {
                choice(r)["finish_reason"].is_null() && r.json()["usage"]["cost"] == json!(0.0)
            }),
            (200, whole, |r| delta_text(r, "content").is_empty() && finish_of(r).is_none()),
        ),
        case(
            F::Refusal,
            (200, whole, |r| {
                choice(r)["finish_reason"] == "content_filter" && message(r)["refusal"].is_string()
            }),
            (200, whole, |r| !delta_text(r, "refusal").is_empty()),
        ),
        case(
            F::NoTrace,
            (200, whole, |r| good(r) && message(r)["reasoning"].is_null()),
            (200, whole, |r| good_stream(r) && delta_text(r, "reasoning").is_empty()),
        ),
        case(
            F::NoDetails,
            (200, whole, |r| {
                message(r)["reasoning"].is_string() && message(r)["reasoning_details"].is_null()
            }),
            (200, whole, |r| !r.text().contains("reasoning_details")),
        ),
        case(
            F::NoUsage,
            (200, whole, |r| good(r) && r.json()["usage"].is_null()),
            (200, whole, |r| !has_usage(r) && is_done(r)),
        ),
        case(
            F::UsageOnChoice,
            (200, whole, good),
            (200, whole, |r| {
                let events = r.events();
                let usage: Vec<_> = events.iter().filter(|e| !e["usage"].is_null()).collect();
                usage.len() == 1 && usage[0]["choices"][0]["finish_reason"] == "stop"
            }),
        ),
        case(
            F::OtherModel,
            (200, whole, |r| good(r) && r.json()["model"] != "deepseek/deepseek-r1"),
            (200, whole, |r| r.events()[0]["model"] != "deepseek/deepseek-r1"),
        ),
        case(
            F::NullNative,
            (200, whole, |r| good(r) && choice(r)["native_finish_reason"].is_null()),
            (200, whole, good_stream),
        ),
        case(
            F::UnknownFields,
            (200, whole, |r| {
                good(r)
                    && r.json()["sandbox_unknown"].is_array()
                    && message(r)["sandbox_unknown"].is_object()
            }),
            (200, whole, |r| {
                good_stream(r) && r.events()[0]["choices"][0]["delta"]["sandbox_unknown"] == true
            }),
        ),
    ]
}

#[tokio::test]
async fn every_fault_of_a_completion_does_what_it_says() {
    let cases = cases();
    let tested: BTreeSet<Fault> = cases.iter().map(|case| case.fault).collect();
    for fault in Fault::ALL {
        let befalls_chat = matches!(fault.scope(), Scope::Http | Scope::Chat);
        assert_eq!(tested.contains(fault), befalls_chat, "{fault}");
    }
    for Case { fault, plain, stream } in cases {
        let (sandbox, mut client) = start(&format!("chat/{fault}#1-2"), |config| {
            config.slow_ms = 60;
            config.drip_ms = 2;
            config.down_ms = 3_000;
            config.chat.chunk_tokens = 16;
        })
        .await;
        if matches!(fault, Fault::Stall | Fault::Hang) {
            client.patience = Duration::from_millis(150);
        }
        for (streams, (status, end, check)) in [(false, plain), (true, stream)] {
            let reply = client.chat(json!({ "stream": streams })).await;
            let name = format!("{fault}, stream {streams}");
            assert_eq!((reply.status, reply.end), (status, end), "{name}");
            assert!(check(&reply), "{name}: {}", reply.text());
        }
        let met = if fault == Fault::Down { 1 } else { 2 };
        assert_eq!(sandbox.stats()["by_fault"][fault.name()], met, "{fault}");
        // The third request is whole again; after `down` nobody listens yet.
        if fault != Fault::Down {
            client.patience = Duration::from_secs(20);
            assert!(good(&client.chat(json!({})).await), "{fault}");
        }
        sandbox.stop().await;
    }
}

#[tokio::test]
async fn slow_faults_take_their_time() {
    let (sandbox, client) = start("slow#1,drip#2", |config| {
        config.slow_ms = 150;
        config.drip_ms = 10;
        config.chat.chunk_tokens = 10;
    })
    .await;
    for least in [150, 50] {
        let start = Instant::now();
        let reply = client.chat(json!({ "stream": true })).await;
        assert!(good_stream(&reply));
        assert!(start.elapsed() >= Duration::from_millis(least));
    }
    sandbox.stop().await;
}

#[tokio::test]
async fn other_requests_of_the_chat_api_meet_faults_too() {
    let faults = "info/500#1,info/502-html#2,info/reset#3,info/429#4,info/half-json#5";
    let (sandbox, client) = start(faults, |_| ()).await;
    let statuses = [
        (500, End::Whole),
        (502, End::Whole),
        (0, End::Reset),
        (429, End::Whole),
        (200, End::Whole),
    ];
    for (status, end) in statuses {
        let reply = client.get("/api/v1/key").await;
        assert_eq!((reply.status, reply.end), (status, end));
    }
    assert!(client.get("/api/v1/key").await.json()["data"].is_object());
    sandbox.stop().await;
}

#[tokio::test]
async fn what_is_lost_on_the_way_is_paid_for_and_what_failed_is_not() {
    let cost = async |fault: &str, stream: bool| {
        let (sandbox, client) = start(fault, |_| ()).await;
        client.chat(json!({ "stream": stream })).await;
        let stats = sandbox.stats();
        sandbox.stop().await;
        let (charged, told) = (stats["charged_usd"].as_f64(), stats["cost_usd"].as_f64());
        assert_eq!(told.unwrap(), if fault.is_empty() { charged.unwrap() } else { 0.0 });
        charged.unwrap()
    };
    let whole = cost("", false).await;
    assert!(whole > 0.0);
    assert_eq!(cost("", true).await, whole);
    for lost in ["cut", "half-json", "empty"] {
        for stream in [false, true] {
            assert_eq!(cost(lost, stream).await, whole, "{lost} {stream}");
        }
    }
    for lost in ["eof", "stream-error", "stream-error-text"] {
        assert_eq!(cost(lost, true).await, whole, "{lost}");
    }
    for free in ["500", "error-200", "choice-error", "no-content", "reset"] {
        assert_eq!(cost(free, false).await, 0.0, "{free}");
    }
}

#[tokio::test]
async fn the_same_seed_gives_the_same_fates() {
    async fn fates(client: &Client) -> Vec<u16> {
        let mut fates = Vec::new();
        for _ in 0..40 {
            fates.push(client.chat(json!({})).await.status);
        }
        fates
    }
    let faults = "chat/429:0.3,chat/500:0.3";
    let (sandbox, client) = start(faults, |_| ()).await;
    let first = fates(&client).await;
    assert!(first.contains(&200) && first.contains(&429) && first.contains(&500));
    assert_eq!(client.post("/reset", &json!(null)).await.status, 200);
    assert_eq!(fates(&client).await, first);
    sandbox.stop().await;
    let (sandbox, client) = start(faults, |config| config.seed = 43).await;
    assert_ne!(fates(&client).await, first);
    sandbox.stop().await;
}
