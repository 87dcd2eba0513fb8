//! Runs about Flipside's tables, against services on this machine.

use std::path::Path;
use std::process::Output;

use net::testing::{Reply, Server};
use sandbox::Sandbox;

use super::{command, files, transcript, words};

/// Runs `cortex generate --source flipside`, the tables at one address and the model at another.
async fn generate(folder: &Path, flags: &str, tables: &str, model: &str) -> Output {
    let line = format!("generate --source flipside --output-dir out {flags}");
    let mut command = command(folder, &words(&line));
    command
        .env("FLIPSIDE_API_KEY", "sandbox")
        .env("FLIPSIDE_BASE_URL", tables)
        .env("OPENROUTER_API_KEY", "sandbox")
        .env("OPENROUTER_BASE_URL", model);
    tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap()
}

fn on_a_runtime<T>(test: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap().block_on(test)
}

#[test]
fn tokens_of_the_tables_become_examples_and_protocols_are_left_out() {
    on_a_runtime(async {
        let mut config = sandbox::Config::default();
        config.query.polls = 0;
        let sandbox = Sandbox::start(config).await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let flags =
            "--chains token:BTC,protocol,near --from 2023-01-10 --to 2023-01-20 --examples 6";
        let (tables, model) = (sandbox.flipside_base_url(), sandbox.openrouter_base_url());
        let output = generate(folder.path(), flags, &tables, &model).await;
        let told = transcript(&output, folder.path());
        assert_eq!(output.status.code(), Some(0), "{told}");
        assert!(
            told.contains("there is no kind of question about a `protocol`: skipped"),
            "{told}"
        );
        let files = files(&folder.path().join("out"));
        let raw = files.iter().find(|(name, _)| name.starts_with("raw")).unwrap().1;
        let records: Vec<serde_json::Value> = raw
            .split(|byte| *byte == b'\n')
            .filter(|line| !line.is_empty())
            .map(|line| serde_json::from_slice(line).unwrap())
            .collect();
        assert_eq!(records.len(), 6);
        assert!(records.iter().any(|record| record["chain"] == "BTC"), "{records:?}");
        // Neither its figures nor its answers pass for the services'.
        let says = |record: &serde_json::Value| {
            let provenance = &record["provenance"];
            provenance["data_source"] == "flipside (sandbox)" && provenance["synthetic"] == true
        };
        assert!(records.iter().all(says), "{records:?}");
        assert!(told.contains("computed by a program, not by a language model"), "{told}");
        sandbox.stop().await;
    });
}

#[test]
fn a_service_that_has_ended_is_said_to_have_ended() {
    on_a_runtime(async {
        let page = || Reply::new(404, &[("content-type", "text/html")], "<h1>Not found</h1>");
        let server = Server::answering(move |_, _| page()).await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let flags = "--chains near --days 10 --examples 2";
        let address = server.endpoint().to_string();
        let sandbox = Sandbox::start(sandbox::Config::default()).await.unwrap();
        let model = sandbox.openrouter_base_url();
        let output = generate(folder.path(), flags, &address, &model).await;
        let told = transcript(&output, folder.path());
        // Which of the tables is asked first, and about which days, is up to chance and the day.
        for part in [
            "error: the market data cannot be used",
            "caused by: near (near_",
            "createQueryRun: HTTP 404 Not Found",
            "hint: Flipside announced the end of its API for 2025-07-31; set FLIPSIDE_BASE_URL",
            "`--source files`",
        ] {
            assert!(told.contains(part), "{part} is not in {told}");
        }
        assert_eq!(output.status.code(), Some(1));
        sandbox.stop().await;
    });
}
