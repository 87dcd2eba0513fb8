//! What is made of runs: reuse, new weights, samples, shards, exports and lists.

use super::service::{Service, Told, dataset, records};
use super::{cortex, words};

#[test]
fn answers_are_used_again_for_the_same_request_only() {
    let service = Service::start(|_| {});
    service.run("--examples 12").ended(0);
    assert_eq!(service.requests(), 12);

    // Another threshold, other weights, fewer or more examples: the requests are the same.
    service.run("--examples 12 --min-quality 0.5").ended(0).says("12 answers of earlier runs");
    let weights = service.folder().join("weights.toml");
    std::fs::write(&weights, "[rewards.weights]\nstructure = 0.5\n").unwrap();
    let weighted = service.run("--examples 12 --config weights.toml --json");
    assert_eq!(weighted.ended(0).json()["reused"], 12);
    service.run("--examples 5").ended(0);
    assert_eq!(service.requests(), 12);
    service.run("--examples 15").ended(0);
    assert_eq!(service.requests(), 15);

    // Another model, another seed, or the wish for new ones: they are not.
    service.run("--examples 12 --model deepseek/deepseek-r1-0528").ended(0);
    assert_eq!(service.requests(), 27);
    service.run("--examples 12 --seed 7").ended(0);
    assert_eq!(service.requests(), 39);
    service.run("--examples 12 --new").ended(0);
    assert_eq!(service.requests(), 51);
    service.stop();
}

#[test]
fn a_reused_answer_says_where_it_is_from() {
    let service = Service::start(|_| {});
    let first = service.run("--examples 3 --json");
    let run = first.ended(0).json()["run"].as_str().unwrap().to_owned();
    let second = service.run("--examples 3 --min-quality 0.1 --json");
    let raw = second.ended(0).json()["files"]["raw"].as_str().unwrap().to_owned();
    for record in records(&service.folder().join(raw)) {
        assert_eq!(record["provenance"]["reused_from"], run.as_str());
    }
    assert_eq!(second.json()["usage"], serde_json::json!({}), "nothing was paid");
    service.stop();
}

#[test]
fn an_export_gives_the_same_bytes_again() {
    let service = Service::start(|config| config.latency_ms = 1);
    service.run("--examples 30 --concurrency 10 --min-quality 0.9").ended(0);
    let run = service.runs()[0].file_name().unwrap().to_str().unwrap().to_owned();
    for _ in 0..2 {
        let line = format!("export {run} --output-dir out --json");
        let told = Told::new(service.command(&line).output().unwrap());
        told.ended(0).says("30 of 30 examples");
        let raw = told.json()["files"]["raw"].as_str().unwrap().to_owned();
        assert!(
            raw.contains("_2.jsonl") || raw.contains("_3.jsonl"),
            "nothing is overwritten: {raw}"
        );
    }
    let bytes = |stage: &str, name: &str, number: &str| {
        let folder = service.folder().join("out").join(stage).join("financial_analysis");
        std::fs::read(folder.join(format!("{name}_202502091138{number}.jsonl"))).unwrap()
    };
    for (stage, name) in [
        ("raw", "synthetic_custom_1_chains"),
        ("training", "synthetic_custom_1_chains"),
        ("splits", "train_custom"),
        ("splits", "eval_custom"),
    ] {
        let first = bytes(stage, name, "");
        assert!(!first.is_empty());
        assert!(first == bytes(stage, name, "_2") && first == bytes(stage, name, "_3"), "{stage}");
    }
    service.stop();
}

#[test]
fn shards_join_to_the_dataset_of_the_whole() {
    // Some answers are weak, so that tasks are replaced.
    let threshold = "--examples 33 --chains market token --min-quality 0.97 --max-attempts 1";
    let whole = tempfile::tempdir().unwrap();
    let run = |line: String, folder: &std::path::Path| cortex(folder, &words(&line));
    let offline = run(format!("generate --offline {threshold} --json"), whole.path());
    assert_eq!(offline.status.code(), Some(0), "{}", String::from_utf8_lossy(&offline.stderr));
    let summary: serde_json::Value = serde_json::from_slice(&offline.stdout).unwrap();
    assert!(summary["asked"].as_u64().unwrap() > 33, "nothing was rejected: {summary}");
    let expected = dataset(&whole.path().join("data"));

    let parts = tempfile::tempdir().unwrap();
    let mut folders = Vec::new();
    for shard in 1..=4 {
        let line = format!(
            "generate --offline {threshold} --shard {shard}/4 --output-dir s{shard} --json"
        );
        let output = run(line, parts.path());
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        let summary: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        assert!([8, 9].contains(&summary["accepted"].as_u64().unwrap()), "{summary}");
        folders.push(summary["folder"].as_str().unwrap().to_owned());
    }
    folders.reverse();
    let joined = run(format!("export {} --output-dir joined", folders.join(" ")), parts.path());
    assert_eq!(joined.status.code(), Some(0), "{}", String::from_utf8_lossy(&joined.stderr));
    assert_eq!(dataset(&parts.path().join("joined")), expected);

    // What does not belong together is not joined.
    let twice = Told::new(run(format!("export {0} {0}", folders[0]), parts.path()));
    twice.ended(2).says("are the same shard");
    let other = run("generate --offline --examples 5 --output-dir other".to_owned(), parts.path());
    assert_eq!(other.status.code(), Some(0));
    let other =
        std::fs::read_dir(parts.path().join("other/runs")).unwrap().next().unwrap().unwrap();
    let line = format!("export {} {}", folders[0], other.path().display());
    Told::new(run(line, parts.path())).ended(2).says("are not parts of one plan");
}

#[test]
fn the_best_of_several_samples_are_kept() {
    let service = Service::start(|config| config.latency_ms = 1);
    let told = service.run("--examples 12 --samples 2 --max-attempts 4 --min-quality 0.5 --json");
    let summary = told.ended(0).json();
    assert_eq!(summary["accepted"], 12);
    // Every sample of every task was drawn.
    assert_eq!(service.requests() % 4, 0);
    let raw = service.folder().join(summary["files"]["raw"].as_str().unwrap());
    let mut by_task = std::collections::BTreeMap::<String, Vec<(String, f64)>>::new();
    for record in records(&raw) {
        let output = record["output"].as_str().unwrap().to_owned();
        let score = record["quality_score"].as_f64().unwrap();
        by_task.entry(record["task"]["id"].to_string()).or_default().push((output, score));
    }
    for answers in by_task.values() {
        assert!(answers.len() <= 2);
        if let [(first, better), (second, worse)] = answers.as_slice() {
            assert!(first != second && better >= worse);
        }
    }
    service.stop();
}

#[test]
fn runs_are_listed_and_shown() {
    let service = Service::start(|_| {});
    service.run("--examples 4").ended(0);
    let list = Told::new(service.command("runs --output-dir out --json").output().unwrap());
    let runs = list.ended(0).json();
    assert_eq!(runs[0]["run"], "custom-20250209T113841Z");
    assert_eq!((&runs[0]["state"], &runs[0]["accepted"]), (&"finished".into(), &4.into()));
    assert!(runs[0]["money"]["answers_usd"].as_f64().unwrap() > 0.0);

    let show = "runs show custom-20250209T113841Z --output-dir out";
    let shown = Told::new(service.command(show).output().unwrap());
    let text = String::from_utf8_lossy(&shown.ended(0).output.stdout).into_owned();
    assert!(text.contains("finished") && text.contains("answered 4"), "{text}");

    // Under a stricter threshold, nothing is asked and nothing written.
    std::fs::write(service.folder().join("w.toml"), "[rewards.weights]\nstructure = 9.0\n")
        .unwrap();
    let rescore = format!("{show} --rescore --config w.toml --min-quality 1 --json");
    let rescored = Told::new(service.command(&rescore).output().unwrap());
    let rescored = rescored.ended(0).json();
    assert_eq!((&rescored["answers"], &rescored["accepted_before"]), (&4.into(), &4.into()));
    let other =
        "generate --resume custom-20250209T113841Z --rescore --config w.toml --output-dir out";
    let other = Told::new(service.command(other).output().unwrap());
    let text = String::from_utf8_lossy(&other.ended(0).output.stdout).into_owned();
    assert!(text.contains("4 scored again"), "{text}");
    assert_eq!(service.requests(), 4);

    let none = Told::new(service.command("runs show nothing --output-dir out").output().unwrap());
    none.ended(2).says("there is no run `nothing`").says("custom-20250209T113841Z");
    service.stop();
}

#[test]
fn what_was_written_is_verified() {
    let folder = tempfile::tempdir().unwrap();
    let run = |line: &str| Told::new(cortex(folder.path(), &words(line)));
    run("generate --offline --examples 10").ended(0);
    let told = run("verify data");
    let text = String::from_utf8_lossy(&told.ended(0).output.stdout).into_owned();
    assert!(text.contains("10 examples in data/raw/"), "{text}");
    let raw = super::service::file(&folder.path().join("data/raw/financial_analysis"), "synthetic");
    let text = std::fs::read_to_string(&raw).unwrap();
    let damaged = text.replacen("\"quality_score\":", "\"quality_score\":0.5,\"was\":", 1);
    assert_ne!(text, damaged);
    std::fs::write(&raw, damaged).unwrap();
    run("verify data").ended(1).says("line 1: scored");
    run("verify data/runs").ended(2).says("holds no raw examples");
    run("verify nowhere").ended(2).says("cannot read nowhere");
}

#[test]
fn an_unfinished_run_is_exported_as_far_as_it_is() {
    let service = Service::start(|config| {
        config.latency_ms = 5;
        config.faults.push("chat/402#9".parse().unwrap());
    });
    let flags = "--examples 20 --concurrency 1 --skip-quality-check";
    service.run(flags).ended(4);
    let run = service.runs()[0].display().to_string();
    let export = |to: &str| {
        let line = format!("export {run} --output-dir {to}");
        Told::new(service.command(&line).output().unwrap())
    };
    export("first").ended(3).says("8 of 20 examples");
    let first = dataset(&service.folder().join("first"));
    assert_eq!(first[0].len(), 8);
    service.run(flags).ended(0);
    export("second").ended(0).says("20 of 20 examples");
    let second = dataset(&service.folder().join("second"));
    assert_eq!(second[0][..8], first[0], "what was there stays as it was");
    service.stop();
}

#[test]
fn data_that_changed_make_another_run() {
    let service = Service::start(|config| {
        config.latency_ms = 5;
        config.faults.push("chat/402#4".parse().unwrap());
    });
    let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/market/network_daily.csv");
    let csv = std::fs::read_to_string(sample).unwrap();
    let market = service.folder().join("market");
    std::fs::create_dir(&market).unwrap();
    let run = |text: &str| {
        std::fs::write(market.join("network_daily.csv"), text).unwrap();
        service.run("--examples 6 --concurrency 1 --skip-quality-check --market-dir market")
    };
    run(&csv).ended(4);
    // The last row is left out: an unfinished run of these figures there is none.
    let shorter: String =
        csv.lines().take(csv.lines().count() - 1).flat_map(|it| [it, "\n"]).collect();
    let told = run(&shorter);
    told.ended(0);
    assert!(!told.text.contains("an unfinished run"), "{}", told.text);
    run(&csv).ended(0).says("an unfinished run of these settings");
    service.stop();
}
