//! Live runs, against a service on this machine.

use std::process::Output;

use net::testing::{Received, Reply, Server};

use super::{command, files, transcript, words};

const MODELS: &str = r#"{"data":[{"id":"deepseek/deepseek-r1","pricing":{"prompt":"0.0000007","completion":"0.0000025"}}]}"#;

fn answer(cost: f64) -> Reply {
    let chunk = serde_json::json!({
        "id": "gen-1", "provider": "Stub", "model": "deepseek/deepseek-r1",
        "choices": [{"delta": {"reasoning": "because", "content": "so"}, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 1200, "completion_tokens": 300, "cost": cost},
    });
    Reply::events().chunk(format!("data: {chunk}\n\ndata: [DONE]\n\n")).end()
}

fn error(status: u16, message: &str) -> Reply {
    let body = serde_json::json!({"error": {"code": status, "message": message}});
    Reply::json(status, &body.to_string())
}

/// A live run in a folder, its service and what the service was sent.
struct Run {
    folder: tempfile::TempDir,
    output: Output,
    received: Vec<Received>,
    told: String,
}

/// Runs `cortex generate` against a service that gives these replies.
fn run(replies: Vec<Reply>, flags: &str, dotenv: &str, environment: &[(&str, &str)]) -> Run {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let server = Server::start(replies).await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(".env"), dotenv).unwrap();
        let line = format!(
            "generate --source files --examples 3 --concurrency 1 --skip-quality-check --output-dir out {flags}"
        );
        let mut command = command(folder.path(), &words(&line));
        command.env("OPENROUTER_BASE_URL", server.endpoint().join(["api", "v1"]).as_str());
        command.envs(environment.iter().copied());
        let output = tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
        let host = server.endpoint().host();
        let told = transcript(&output, folder.path()).replace(&host, "[server]");
        // How many are under way when a line is written is a matter of chance.
        let told = (0..10).fold(told, |told, n| told.replace(&format!(", {n} in flight"), ""));
        assert!(!told.contains("planted"), "{told}");
        Run { received: server.received(), folder, output, told }
    })
}

/// What else has been paid for when a line is written is a matter of chance, too: the next answer may be
/// there before this one is scored.
const SPENT: (&str, &str) = (r"(?m)^( +progress .*)\$\d+\.\d+ spent", "${1}[money] spent");

const KEY: [(&str, &str); 1] = [("OPENROUTER_API_KEY", "sk-or-v1-planted")];

#[test]
fn answers_of_a_live_model_become_examples() {
    let replies = vec![Reply::json(200, MODELS), answer(0.1), answer(0.2), answer(0.3)];
    let run = run(replies, "", "", &KEY);
    insta::with_settings!({ filters => vec![SPENT] }, {
        insta::assert_snapshot!(run.told);
    });
    assert_eq!(run.received.len(), 4);
    assert!(run.received.iter().all(|request| {
        request.headers.get("authorization").is_some_and(|key| key == "Bearer sk-or-v1-planted")
    }));
    let paths: Vec<&str> = run.received.iter().map(|request| request.path.as_str()).collect();
    let completions = "/api/v1/chat/completions";
    assert_eq!(paths, ["/api/v1/models", completions, completions, completions]);
    let body: serde_json::Value = serde_json::from_str(&run.received[1].body).unwrap();
    assert_eq!(body["model"], "deepseek/deepseek-r1");
    assert!(body["max_tokens"].as_u64().unwrap() >= 16_000);
    let files = files(&run.folder.path().join("out"));
    let raw = files.iter().find(|(name, _)| name.starts_with("raw")).unwrap().1;
    let records: Vec<serde_json::Value> =
        serde_json::Deserializer::from_slice(raw).into_iter().collect::<Result<_, _>>().unwrap();
    let first = &records[0];
    assert_eq!(first["reasoning"], "because");
    assert_eq!(first["output"], "so");
    assert_eq!(first["model"], "deepseek/deepseek-r1");
    let provenance = &first["provenance"];
    assert_eq!(provenance["synthetic"], false);
    assert_eq!(provenance["provider"], "Stub");
    assert_eq!(provenance["generation_id"], "gen-1");
    // Which of the tasks that are ready is asked first is a matter of chance.
    let mut costs: Vec<f64> =
        records.iter().filter_map(|it| it["provenance"]["usage"]["cost_usd"].as_f64()).collect();
    costs.sort_by(f64::total_cmp);
    assert_eq!(costs, [0.1, 0.2, 0.3]);
    assert!(!files.values().any(|bytes| String::from_utf8_lossy(bytes).contains("planted")));
}

#[test]
fn a_key_that_is_not_accepted_ends_the_run() {
    let run = run(
        vec![error(401, "No key"), error(401, "User not found: sk-or-v1-planted")],
        "",
        "",
        &KEY,
    );
    assert_eq!(run.output.status.code(), Some(1));
    insta::assert_snapshot!(run.told);
    assert_eq!(files(&run.folder.path().join("out")).len(), 0);
}

#[test]
fn credit_that_is_used_up_ends_the_run_and_keeps_what_was_paid_for() {
    let replies = vec![Reply::json(200, MODELS), answer(0.1), answer(0.2), error(402, "No credit")];
    let run = run(replies, "", "", &KEY);
    assert_eq!(run.output.status.code(), Some(4));
    insta::with_settings!({ filters => vec![SPENT] }, {
        insta::assert_snapshot!(run.told);
    });
    let lines = files(&run.folder.path().join("out"));
    let raw = lines.iter().find(|(name, _)| name.starts_with("raw")).unwrap().1;
    assert_eq!(String::from_utf8_lossy(raw).lines().count(), 2);

    let at_once = self::run(vec![Reply::json(200, MODELS), error(402, "No credit")], "", "", &KEY);
    assert_eq!(at_once.output.status.code(), Some(4), "{}", at_once.told);
    assert_eq!(files(&at_once.folder.path().join("out")).len(), 0);
}

#[test]
fn settings_have_an_order() {
    let dotenv = "OPENROUTER_API_KEY=sk-of-the-file\nOPENROUTER_MODEL=of/file\n";
    let model_and_key = |flags: &str, environment: &[(&str, &str)]| {
        let run = run(vec![Reply::json(404, "{}"), error(401, "no")], flags, dotenv, environment);
        let body: serde_json::Value = serde_json::from_str(&run.received[1].body).unwrap();
        let key = run.received[1].headers["authorization"].clone();
        (body["model"].as_str().unwrap().to_owned(), key)
    };
    let pair = |model: &str, key: &str| (model.to_owned(), format!("Bearer {key}"));
    assert_eq!(model_and_key("", &[]), pair("of/file", "sk-of-the-file"));
    let environment = [("OPENROUTER_MODEL", "of/environment"), KEY[0]];
    assert_eq!(model_and_key("", &environment), pair("of/environment", "sk-or-v1-planted"));
    let flag = model_and_key("--model of/flag", &environment);
    assert_eq!(flag, pair("of/flag", "sk-or-v1-planted"));
}

#[test]
fn a_server_on_this_machine_needs_no_key() {
    let replies = vec![Reply::json(200, "{\"data\":[]}"), answer(0.0), answer(0.0), answer(0.0)];
    let run = run(replies, "", "", &[]);
    assert_eq!(run.output.status.code(), Some(0), "{}", run.told);
    assert!(run.received.iter().all(|request| !request.headers.contains_key("authorization")));
}

#[test]
fn what_is_wrong_with_a_live_run_is_named_before_anything_is_sent() {
    let address = "https://user:planted@openrouter.ai/api/v1";
    for (name, flags, dotenv, environment) in [
        ("no key", "", "", &[("OPENROUTER_BASE_URL", "https://openrouter.ai/api/v1")][..]),
        ("in the open", "", "", &[("OPENROUTER_BASE_URL", "http://openrouter.ai/api/v1"), KEY[0]]),
        ("credentials", "", "", &[("OPENROUTER_BASE_URL", address), KEY[0]]),
        ("broken key", "", "", &[("OPENROUTER_API_KEY", "sk planted")]),
        ("broken file", "", "A=1\nOPENROUTER_API_KEY=\"planted\n", &[]),
        ("model offline", "--offline --model m", "", &[]),
    ] {
        let run = run(Vec::new(), flags, dotenv, environment);
        assert_eq!(run.output.status.code(), Some(2), "{name}: {}", run.told);
        assert_eq!(run.received, []);
        insta::assert_snapshot!(format!("live_{}", name.replace(' ', "_")), run.told);
    }
}
