//! Splits of small and awkward sets.

#![expect(clippy::unwrap_used, reason = "a test may end at once")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use dataset::{JsonlFile, SplitIndex, SplitMode, SplitOptions, SplitReport, split};
use proptest::prelude::*;

/// A training example as far as a split reads it: `kind subjects day first-day-shown`.
fn line(text: &str) -> String {
    let [kind, subjects, day, shown] = text.split(' ').collect::<Vec<_>>()[..] else {
        panic!("{text}");
    };
    let subjects: Vec<&str> = subjects.split('+').collect();
    let (day, shown): (u8, u8) = (day.parse().unwrap(), shown.parse().unwrap());
    let history: Vec<serde_json::Value> = (shown..day)
        .map(|day| {
            let mut row = serde_json::json!({ "date": format!("2025-01-{day:02}") });
            for subject in &subjects {
                let name = if subjects.len() > 1 { format!("{subject}.x") } else { "x".to_owned() };
                row[name] = 1.into();
            }
            row
        })
        .collect();
    let task = serde_json::json!({
        "kind": kind, "subjects": subjects, "date": format!("2025-01-{day:02}"), "history": history,
    });
    serde_json::json!({ "input": text, "task": task }).to_string()
}

struct Sides {
    report: SplitReport,
    train: Vec<String>,
    eval: Vec<String>,
}

fn inputs(path: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(path).unwrap();
    let input = |line| {
        serde_json::from_str::<serde_json::Value>(line).unwrap()["input"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    text.lines().map(input).collect()
}

fn sides(examples: &[String], mode: SplitMode, eval_fraction: f64) -> Sides {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| -> PathBuf { folder.path().join(name) };
    let mut all = JsonlFile::create(&path("all")).unwrap();
    let mut index = SplitIndex::default();
    for example in examples {
        let line = line(example);
        all.write_line(&line).unwrap();
        let example: serde_json::Value = serde_json::from_str(&line).unwrap();
        index.add(&example["task"].to_string(), line.len() + 1).unwrap();
    }
    let all = all.publish().unwrap();
    let mut train = JsonlFile::create(&path("train")).unwrap();
    let mut eval = JsonlFile::create(&path("eval")).unwrap();
    let options = SplitOptions { mode, eval_fraction, seed: 42 };
    let report = split(&all, &index, options, &mut train, &mut eval).unwrap();
    let (train, eval) = (train.publish().unwrap(), eval.publish().unwrap());
    Sides { report, train: inputs(&train), eval: inputs(&eval) }
}

fn examples(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

#[test]
fn sets_of_no_and_one_example_have_nothing_to_evaluate() {
    let none = sides(&[], SplitMode::Random, 0.1);
    assert_eq!((none.report.train, none.report.eval), (0, 0));
    for mode in [SplitMode::Random, SplitMode::Time, SplitMode::Subject] {
        let one = sides(&examples(&["k near 5 1"]), mode, 0.5);
        assert_eq!((one.train.len(), one.eval.len()), (1, 0), "{mode:?}");
    }
}

#[test]
fn a_small_set_gets_one_example_to_evaluate() {
    let two = sides(&examples(&["k near 5 5", "k near 9 9"]), SplitMode::Random, 0.1);
    assert_eq!((two.train.len(), two.eval.len()), (1, 1));
}

#[test]
fn a_fraction_of_zero_evaluates_nothing() {
    let all: Vec<String> = (1..=28).map(|day| format!("k near {day} {day}")).collect();
    for mode in [SplitMode::Random, SplitMode::Time, SplitMode::Subject] {
        let sides = sides(&all, mode, 0.0);
        assert_eq!((sides.train.len(), sides.eval.len(), sides.report.left_out), (28, 0, 0));
    }
}

#[test]
fn a_comparison_ties_both_its_subjects() {
    let tied = examples(&["a near 5 5", "a ethereum 5 5", "b near+ethereum 5 5", "a near 9 9"]);
    let sides = sides(&tied, SplitMode::Random, 0.25);
    assert_eq!(sides.eval, ["a near 9 9"]);
}

#[test]
fn kinds_are_evaluated_alike() {
    let all: Vec<String> = (1..=20)
        .flat_map(|day| ["a", "b", "c"].map(|kind| format!("{kind} {kind}{day} {day} {day}")))
        .collect();
    let sides = sides(&all, SplitMode::Random, 0.2);
    let kinds: Vec<_> =
        sides.report.kinds.iter().map(|(kind, counts)| (kind.as_str(), *counts)).collect();
    assert_eq!(kinds, [("a", (16, 4)), ("b", (16, 4)), ("c", (16, 4))]);
}

#[test]
fn an_evaluated_day_in_a_training_history_is_counted() {
    let all = examples(&["k near 5 5", "k near 9 1", "k near 12 1"]);
    let split = sides(&all, SplitMode::Random, 0.34);
    let expected = match split.eval[0].as_str() {
        "k near 12 1" => 0,
        _ => 1,
    };
    assert_eq!(split.report.eval_days_in_train_history, expected);
    // A comparison's history shows both networks.
    let compared =
        sides(&examples(&["k near+ethereum 9 1", "k ethereum 5 5"]), SplitMode::Random, 0.5);
    let shown = u64::from(compared.eval == ["k ethereum 5 5"]);
    assert_eq!(compared.report.eval_days_in_train_history, shown);
}

#[test]
fn time_evaluates_the_latest_days_and_trains_on_none_that_they_show() {
    let all: Vec<String> = (8..=28).map(|day| format!("k near {day} {}", day - 7)).collect();
    let sides = sides(&all, SplitMode::Time, 0.1);
    assert_eq!(sides.eval, ["k near 27 20", "k near 28 21"]);
    assert_eq!(sides.train.last().unwrap(), "k near 19 12");
    assert_eq!(sides.report.left_out, 7);
    assert_eq!(sides.report.eval_days_in_train_history, 0);
}

#[test]
fn subjects_are_evaluated_whole() {
    let all: Vec<String> = (1..=5)
        .flat_map(|day| ["btc", "eth", "ltc"].map(|subject| format!("k {subject} {day} {day}")))
        .collect();
    let sides = sides(&all, SplitMode::Subject, 0.3);
    assert_eq!(sides.eval.len(), 5);
    let subjects: BTreeSet<&str> =
        sides.eval.iter().map(|text| text.split(' ').nth(1).unwrap()).collect();
    assert_eq!(subjects.len(), 1);
}

#[test]
fn a_file_that_is_not_the_one_of_the_index_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("all");
    std::fs::write(&path, line("k near 5 5")).unwrap();
    let mut index = SplitIndex::default();
    assert!(index.add("{\"kind\":", 10).is_err());
    let task = r#"{"kind":"k","subjects":["near"],"date":"2025-01-05"}"#;
    index.add(task, 10_000).unwrap();
    let mut train = JsonlFile::create(&folder.path().join("train")).unwrap();
    let mut eval = JsonlFile::create(&folder.path().join("eval")).unwrap();
    let options = SplitOptions { mode: SplitMode::Random, eval_fraction: 0.1, seed: 42 };
    let error = split(&path, &index, options, &mut train, &mut eval).unwrap_err();
    assert!(error.to_string().starts_with("cannot read"), "{error}");
    assert!(error.to_string().ends_with("all"), "{error}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn nothing_is_lost_doubled_or_on_both_sides(
        days in proptest::collection::vec((0..4_usize, 1..29_u8, any::<bool>()), 1..60),
        fraction in 0.0..0.9,
    ) {
        let names = ["near", "bitcoin", "ethereum", "solana"];
        let all: Vec<String> = days
            .iter()
            .enumerate()
            .map(|(number, (subject, day, paired))| {
                let subjects = if *paired {
                    format!("{}+{}", names[*subject], names[(subject + 1) % 4])
                } else {
                    names[*subject].to_owned()
                };
                format!("kind{number} {subjects} {day} {day}")
            })
            .collect();
        let sides = sides(&all, SplitMode::Random, fraction);
        let mut dealt = sides.train.clone();
        dealt.extend(sides.eval.clone());
        dealt.sort();
        let mut whole = all.clone();
        whole.sort();
        prop_assert_eq!(dealt, whole);
        let days = |texts: &[String]| {
            let pairs = texts.iter().flat_map(|text| {
                let parts: Vec<&str> = text.split(' ').collect();
                parts[1].split('+').map(|subject| format!("{subject} {}", parts[2])).collect::<Vec<_>>()
            });
            pairs.collect::<BTreeSet<_>>()
        };
        prop_assert!(days(&sides.train).is_disjoint(&days(&sides.eval)));
    }
}
