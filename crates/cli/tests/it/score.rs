//! `cortex rewards score`.

use std::io::Write as _;
use std::process::Stdio;

use serde_json::{Value, json};

use super::{command, cortex, files, transcript, words};

const TASK: &str = include_str!("../../../../fixtures/answers/network_activity/task.json");
const HIGH: &str = include_str!("../../../../fixtures/answers/network_activity/high.md");
const LOW: &str = include_str!("../../../../fixtures/answers/network_activity/low.md");

fn score(input: &str, args: &[&str]) -> (Option<i32>, Vec<Value>) {
    let folder = tempfile::tempdir().unwrap();
    let args: Vec<&str> =
        ["rewards", "score", "--input", "-"].into_iter().chain(args.iter().copied()).collect();
    let mut child = command(folder.path(), &args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_owned();
    let writer = std::thread::spawn(move || stdin.write_all(input.as_bytes()));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    (output.status.code(), text.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
}

fn task() -> Value {
    serde_json::from_str(TASK).unwrap()
}

#[test]
fn scores_stand_in_the_order_of_their_lines() {
    let input: String = (0..600)
        .map(|number| {
            let response = if number % 2 == 0 { HIGH } else { LOW };
            json!({ "id": number, "response": response, "task": task() }).to_string() + "\n"
        })
        .collect();
    for threads in ["1", "2", "7"] {
        let (status, scores) = score(&input, &["--threads", threads]);
        assert_eq!((status, scores.len()), (Some(0), 600));
        for (number, card) in scores.iter().enumerate() {
            assert_eq!(card["id"], number);
            assert_eq!(card["score"].as_f64().unwrap() > 0.7, number % 2 == 0);
        }
    }
}

#[test]
fn bad_lines_are_named_in_their_place() {
    let good = json!({ "output": HIGH, "task": task() });
    let input = format!("{good}\nnonsense\n\n{{\"id\":1}}\n{good}");
    let (status, scores) = score(&input, &[]);
    assert_eq!((status, scores.len()), (Some(1), 4));
    assert_eq!(scores[1]["line"], 2);
    assert_eq!(scores[2], json!({ "line": 4, "error": "it has neither `response` nor `output`" }));
    assert_eq!(scores[0], scores[3]);
}

#[test]
fn what_is_not_given_is_not_asked_for() {
    let (status, scores) = score(&json!({ "response": HIGH }).to_string(), &[]);
    assert_eq!(status, Some(0));
    let card = &scores[0];
    assert_eq!(card["id"], Value::Null);
    assert!(card["skipped"].as_array().unwrap().contains(&json!("metric_citation")));
    assert_eq!(card["components"]["metric_citation"], Value::Null);
}

#[test]
fn spans_count_characters() {
    let response = format!("Ünï¢ødé – 😀 {HIGH}");
    let (_, scores) = score(&json!({ "response": response, "task": task() }).to_string(), &[]);
    let characters: Vec<char> = response.chars().collect();
    let calculations = scores[0]["calculations"].as_array().unwrap();
    assert!(!calculations.is_empty());
    for calculation in calculations {
        let place = |key: &str| calculation[key].as_u64().unwrap() as usize;
        let text: String = characters[place("start")..place("end")].iter().collect();
        assert_eq!(calculation["text"], text);
    }
}

#[test]
fn nothing_is_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("in.jsonl"), json!({ "response": HIGH }).to_string())
        .unwrap();
    let line = "rewards score --input in.jsonl --output out.jsonl";
    assert_eq!(cortex(folder.path(), &words(line)).status.code(), Some(0));
    let first = files(folder.path());
    let again = cortex(folder.path(), &words(line));
    assert_eq!(again.status.code(), Some(2), "{}", transcript(&again, folder.path()));
    assert_eq!(first, files(folder.path()));
}

#[test]
fn what_generate_writes_scores_alike() {
    let folder = tempfile::tempdir().unwrap();
    let output = cortex(folder.path(), &words("generate --offline --examples 12 --json --quiet"));
    let summary: Value = serde_json::from_slice(&output.stdout).unwrap();
    let raw = summary["files"]["raw"].as_str().unwrap();
    let scored = cortex(folder.path(), &["rewards", "score", "--input", raw]);
    assert_eq!(scored.status.code(), Some(0), "{}", transcript(&scored, folder.path()));
    let raw = std::fs::read_to_string(folder.path().join(raw)).unwrap();
    let scores = String::from_utf8(scored.stdout).unwrap();
    for (raw, card) in raw.lines().zip(scores.lines()) {
        let (raw, card): (Value, Value) =
            (serde_json::from_str(raw).unwrap(), serde_json::from_str(card).unwrap());
        assert_eq!(raw["quality_score"], card["score"]);
        assert_eq!(raw["rewards"]["components"], card["components"]);
        assert_eq!(raw["task"]["id"], card["id"]);
    }
}
