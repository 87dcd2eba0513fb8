//! Every file of `fixtures/exchanges/openrouter` is one question: what has to be sent, what comes
//! back, and in the snapshot what that means.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use llm::{Completion, Error, ReasoningModel as _, Request, Sampling};
use net::testing::{Received, Reply, Server};
use openrouter::{Config, Flavour, OpenRouter};
use serde::Deserialize;
use serde_json::Value;

use super::{client, key};

/// The path below which the recorded service answers.
const BASE: [&str; 2] = ["api", "v1"];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    #[serde(rename = "about")]
    _about: String,
    flavour: String,
    stream: bool,
    key: bool,
    model: String,
    prompt: String,
    exchanges: Vec<Exchange>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Exchange {
    request: Sent,
    response: Response,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sent {
    method: String,
    path: String,
    body: Value,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Response {
    status: u16,
    headers: BTreeMap<String, String>,
    #[serde(default)]
    json: Value,
    #[serde(default)]
    lines: Vec<String>,
    #[serde(default)]
    line_end: Option<String>,
    /// The connection breaks after the last byte.
    #[serde(default)]
    torn: bool,
}

impl Response {
    /// In pieces that fit nothing: events, lines and characters are cut.
    fn reply(&self) -> Reply {
        let body = match &self.json {
            Value::Null => self.lines.join(self.line_end.as_deref().unwrap_or("\n")),
            json => json.to_string(),
        };
        let headers: Vec<_> = self.headers.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
        let pieces = body.as_bytes().chunks(37);
        let reply = pieces.fold(Reply::chunked(self.status, &headers), Reply::chunk);
        if self.torn { reply } else { reply.end() }
    }
}

#[test]
fn recorded_exchanges_mean_what_they_mean() {
    let folder = "../../../../fixtures/exchanges/openrouter";
    let mut count = 0;
    insta::glob!(folder, "*.json", |path| {
        insta::assert_snapshot!(tell(path));
        count += 1;
    });
    assert!(count > 40, "only {count} exchanges were found");
}

/// Replays a case and tells what it came to.
fn tell(path: &Path) -> String {
    let case: Case = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let replies = case.exchanges.iter().map(|exchange| exchange.response.reply());
        let server = Server::start(replies).await.unwrap();
        let config = Config {
            key: case.key.then(key),
            base_url: server.endpoint().join(BASE).to_string(),
            stream: case.stream,
            flavour: match case.flavour.as_str() {
                "openrouter" => Flavour::OpenRouter,
                "plain" => Flavour::Auto,
                other => panic!("no flavour is called {other}"),
            },
            ..Config::new(key(), &case.model)
        };
        let model = OpenRouter::new(config, client(net::Config::default())).unwrap();
        let sampling = Sampling { seed: 0, ..Sampling::default() };
        let request = Request::new(&case.prompt, sampling);
        let mut outcome = model.complete(&request).await;
        let mut told = told(&outcome);
        // What may have cost is not tried again, but whoever asks may ask again.
        while outcome.is_err_and(|error| error.may_have_cost())
            && server.received().len() < case.exchanges.len()
        {
            outcome = model.complete(&request).await;
            told.extend(["-- asked again\n", &self::told(&outcome)]);
        }
        check_requests(&case, &server.received());
        let told = told.replace(server.endpoint().to_string().as_str(), "[server]/");
        assert!(!told.contains("planted"), "{told}");
        told
    })
}

fn check_requests(case: &Case, received: &[Received]) {
    assert_eq!(received.len(), case.exchanges.len(), "another number of requests was sent");
    for (received, exchange) in received.iter().zip(&case.exchanges) {
        assert_eq!(received.method, exchange.request.method);
        assert_eq!(received.path, exchange.request.path);
        let body: Value = serde_json::from_str(&received.body).unwrap();
        assert_eq!(body, exchange.request.body);
        let authorization = received.headers.get("authorization").map(String::as_str);
        assert_eq!(authorization, case.key.then_some("Bearer sk-or-v1-planted"));
    }
}

fn told(outcome: &Result<Completion, Error>) -> String {
    let mut told = String::new();
    match outcome {
        Ok(completion) => {
            let Completion { model, reasoning, answer, finish, usage, generation_id, provider } =
                completion;
            let name = |name: &Option<String>| name.clone().unwrap_or("-".to_owned());
            writeln!(told, "model: {model}, from {}, as {}", name(provider), name(generation_id))
                .unwrap();
            writeln!(told, "trace: {}", name(reasoning)).unwrap();
            writeln!(told, "answer: {answer}").unwrap();
            writeln!(told, "finish: {finish:?}").unwrap();
            let usable = completion.usable().map_or_else(|why| why.to_string(), |()| "yes".into());
            writeln!(told, "usable: {usable}").unwrap();
            writeln!(told, "usage: {}", serde_json::to_string(usage).unwrap()).unwrap();
        }
        Err(error) => {
            let message = error.to_string();
            let message = message.split(" (after ").next().unwrap_or_default();
            writeln!(told, "error: {}", without_times(message)).unwrap();
            if let Some(source) = std::error::Error::source(error) {
                writeln!(told, "caused by: {source}").unwrap();
            }
            let cost = if error.may_have_cost() { ", may have cost" } else { "" };
            writeln!(told, "kind: {:?}{cost}", error.kind()).unwrap();
            writeln!(told, "hint: {}", error.hint().unwrap_or("-")).unwrap();
        }
    }
    told
}

fn without_times(text: &str) -> String {
    match text.split_once(" tries in ") {
        Some((before, after)) => {
            let rest = after.split_once(')').map_or("", |(_, rest)| rest);
            format!("{before} tries in [time]){rest}")
        }
        None => text.to_owned(),
    }
}
