//! Runs that succeed.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use super::{cortex, files, transcript, words};

fn run(folder: &Path, line: &str) -> Value {
    let output = cortex(folder, &words(&format!("generate --offline --json --quiet {line}")));
    assert_eq!(output.status.code(), Some(0), "{}", transcript(&output, folder));
    assert!(output.stderr.is_empty(), "{}", transcript(&output, folder));
    serde_json::from_slice(&output.stdout).expect("a summary in JSON")
}

fn records(folder: &Path, summary: &Value, file: &str) -> Vec<Value> {
    let path = folder.join(summary["files"][file].as_str().expect("a path"));
    let text = std::fs::read_to_string(path).expect("a file");
    text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

#[test]
fn the_first_command_of_a_newcomer() {
    let folder = tempfile::tempdir().unwrap();
    let output = cortex(folder.path(), &words("generate --offline"));
    // The scores move with the rewards; everything else stands still.
    insta::with_settings!({ filters => vec![(r"\d\.\d{3}", "[score]"), (r"(?m)^ +[\d.]+–.*▇.*\n", "")] }, {
        insta::assert_snapshot!(transcript(&output, folder.path()));
    });
    let names: Vec<String> = files(folder.path()).into_keys().collect();
    assert_eq!(
        names,
        [
            "data/raw/financial_analysis/synthetic_small_1_chains_202502091138.jsonl",
            "data/splits/financial_analysis/eval_small_202502091138.jsonl",
            "data/splits/financial_analysis/train_small_202502091138.jsonl",
            "data/training/financial_analysis/synthetic_small_1_chains_202502091138.jsonl",
        ]
    );
}

#[test]
fn records_begin_with_the_keys_of_the_contract() {
    let folder = tempfile::tempdir().unwrap();
    let summary = run(folder.path(), "--examples 6");
    let first_keys = |file: &str| {
        let path = folder.path().join(summary["files"][file].as_str().unwrap());
        let line = std::fs::read_to_string(path).unwrap().lines().next().unwrap().to_owned();
        let record: indexmap::IndexMap<String, Value> = serde_json::from_str(&line).unwrap();
        record.into_keys().collect::<Vec<_>>()
    };
    let raw = "date chain input reasoning output market_data quality_score model timestamp task conditions rewards provenance";
    assert_eq!(first_keys("raw"), words(raw));
    assert_eq!(first_keys("training"), words("input output reasoning metadata task"));
    let raw = &records(folder.path(), &summary, "raw")[0];
    assert_eq!(raw["model"], "offline-analyst/1");
    assert_eq!(raw["timestamp"], "2025-02-09T11:38:41.000000Z");
    assert_eq!(raw["provenance"]["synthetic"], true);
    let training = &records(folder.path(), &summary, "training")[0];
    assert_eq!(training["metadata"]["source"], "synthetic");
    let words = training["output"].as_str().unwrap().split_whitespace().count();
    assert_eq!(training["metadata"]["word_count"], words);
}

#[test]
fn the_same_command_writes_the_same_bytes() {
    let bytes = |line: &str| {
        let folder = tempfile::tempdir().unwrap();
        run(folder.path(), line);
        files(folder.path())
    };
    let first = bytes("--examples 40 --chains market token");
    assert_eq!(first, bytes("--examples 40 --chains market token"));
    assert_eq!(first, bytes("--examples 40 --chains market token --concurrency 1"));
    let other: BTreeSet<_> =
        bytes("--examples 40 --chains market token --seed 7").into_values().collect();
    assert!(first.values().all(|bytes| !other.contains(bytes)));
}

#[test]
fn a_second_run_overwrites_nothing() {
    let folder = tempfile::tempdir().unwrap();
    run(folder.path(), "--examples 5");
    let first = files(folder.path());
    let summary = run(folder.path(), "--examples 5");
    assert!(summary["files"]["raw"].as_str().unwrap().ends_with("_2.jsonl"));
    let both = files(folder.path());
    assert_eq!(both.len(), 8);
    assert!(first.iter().all(|(name, bytes)| both[name] == *bytes));
}

#[test]
fn only_what_is_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let summary = run(
        folder.path(),
        "--examples 8 --chains near token:BTC --from 2020-01-01 --to 2025-02-28",
    );
    let raw = records(folder.path(), &summary, "raw");
    let chains: BTreeSet<&str> = raw.iter().map(|raw| raw["chain"].as_str().unwrap()).collect();
    assert_eq!(chains, BTreeSet::from(["BTC", "near"]));
    assert!(raw.iter().all(|raw| raw["date"].as_str().unwrap() >= "2020-01-01"));
    assert!(summary["files"]["raw"].as_str().unwrap().contains("_2_chains_"));

    let last_days = run(folder.path(), "--examples 5 --days 10 --chains ethereum");
    let raw = records(folder.path(), &last_days, "raw");
    assert!(raw.iter().all(|raw| raw["date"].as_str().unwrap() >= "2025-02-20"));
}

#[test]
fn prompts_say_what_they_are_about() {
    let folder = tempfile::tempdir().unwrap();
    let summary = run(folder.path(), "--examples 60 --chains market token");
    for raw in records(folder.path(), &summary, "raw") {
        let (chain, date) =
            (raw["chain"].as_str().unwrap().replace(',', " and "), raw["date"].as_str().unwrap());
        let data =
            if chain.chars().all(char::is_uppercase) { "market data" } else { "blockchain data" };
        let opening = format!("You are analyzing {chain} {data} for {date}");
        assert!(raw["input"].as_str().unwrap().starts_with(&opening), "{opening}");
        assert!(raw["market_data"].as_object().unwrap().values().all(Value::is_number));
    }
}

#[test]
fn protocols_are_skipped_beside_others() {
    let folder = tempfile::tempdir().unwrap();
    let output =
        cortex(folder.path(), &words("generate --offline --examples 5 --chains market protocol"));
    assert_eq!(output.status.code(), Some(0));
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(told.contains("`files` has no data for `protocol`: skipped"), "{told}");
    assert!(output.stdout.is_empty());
}

#[test]
fn a_threshold_that_few_reach_ends_short() {
    let folder = tempfile::tempdir().unwrap();
    // As many as there are tasks: one answer short of perfection is enough.
    let line = "generate --offline --examples 239 --min-quality 1.0 --max-attempts 1";
    let output = cortex(folder.path(), &words(line));
    assert_eq!(output.status.code(), Some(3), "{}", transcript(&output, folder.path()));
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(told.lines().last().unwrap().contains("of 239 asked for"), "{told}");
    assert_eq!(files(folder.path()).len(), 4);
}

#[test]
fn verifying_scores_the_written_records_again() {
    let folder = tempfile::tempdir().unwrap();
    let summary = run(folder.path(), "--examples 20 --verify-all");
    assert_eq!(summary["verified"]["examples"], 20);
    assert_eq!(summary["verified"]["scores"], summary["scores"]);
}

#[test]
fn flags_go_before_the_configuration() {
    let folder = tempfile::tempdir().unwrap();
    let config = "[generate]\nexamples = 9\nchains = [\"token:ETH\"]\nseed = 3\nsplit = \"time\"\n";
    std::fs::write(folder.path().join("c.toml"), config).unwrap();
    let summary = run(folder.path(), "--config c.toml --chains token:LTC");
    assert_eq!(
        (summary["accepted"].as_u64(), summary["subjects"]["token:LTC"].as_u64()),
        (Some(9), Some(9))
    );
    let summary = run(folder.path(), "--config c.toml --dataset-size small");
    assert_eq!(summary["accepted"], 50);
}
