//! `cortex rewards evaluate`.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::{Output, Stdio};

use serde_json::{Value, json};

use super::{command, cortex, files, transcript, words};

const TASK: &str = include_str!("../../../../fixtures/answers/network_activity/task.json");
const HIGH: &str = include_str!("../../../../fixtures/answers/network_activity/high.md");
const MEDIUM: &str = include_str!("../../../../fixtures/answers/network_activity/medium.md");
const LOW: &str = include_str!("../../../../fixtures/answers/network_activity/low.md");
const REWARDS: [&str; 8] = [
    "calculation_accuracy",
    "confidence_interval",
    "investment_insight",
    "citation_format",
    "structure",
    "completeness",
    "metric_citation",
    "historical_reference",
];

/// Runs it over lines in a file `in.jsonl`.
fn evaluate(folder: &Path, lines: &str, args: &[&str]) -> Output {
    std::fs::write(folder.join("in.jsonl"), lines).unwrap();
    let all =
        ["rewards", "evaluate", "--input", "in.jsonl"].into_iter().chain(args.iter().copied());
    cortex(folder, &all.collect::<Vec<_>>())
}

fn read(folder: &Path, name: &str) -> String {
    let text = std::fs::read_to_string(folder.join("evaluation").join(name));
    text.unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn json_of(folder: &Path, name: &str) -> Value {
    let text = read(folder, name);
    assert!(!text.contains("NaN") && !text.contains("Infinity"));
    serde_json::from_str(&text).unwrap()
}

/// A line as `rewards score` writes them: two components, so that the composite can be seen.
fn scored(id: &str, a: f64, b: f64) -> Value {
    // The weights of the two are 1.0 and 0.6.
    let score = a.mul_add(1.0, b * 0.6) / 1.6;
    json!({"id": id, "score": score, "components": {"calculation_accuracy": a, "structure": b}, "integrity": 1.0})
}

fn lines(values: impl IntoIterator<Item = Value>) -> String {
    values.into_iter().fold(String::new(), |mut text, value| {
        let _ = writeln!(text, "{value}");
        text
    })
}

/// Answers to many tasks of which accuracy makes the label, and structure has nothing to do with it.
fn labelled(tasks: u64) -> Vec<Value> {
    let mut state = 7_u64;
    let mut draw = move || {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 40) as f64 / (1_u64 << 24) as f64
    };
    (0..tasks * 3)
        .map(|at| {
            let mut line = scored(&format!("task-{}", at / 3), draw(), draw());
            let accuracy = line["components"]["calculation_accuracy"].as_f64().unwrap();
            line["grade"] = json!(if accuracy > 0.66 {
                "high"
            } else if accuracy > 0.33 {
                "medium"
            } else {
                "low"
            });
            line
        })
        .collect()
}

#[test]
fn the_files_of_generate_and_export_can_be_evaluated() {
    let folder = tempfile::tempdir().unwrap();
    let generate = "generate --offline --examples 12 --chains market token --json --quiet";
    let output = cortex(folder.path(), &words(generate));
    let summary: Value = serde_json::from_slice(&output.stdout).unwrap();
    let run = summary["folder"].as_str().unwrap();
    let export = cortex(folder.path(), &["export", run, "--output-dir", "again", "--json"]);
    assert_eq!(export.status.code(), Some(0), "{}", transcript(&export, folder.path()));
    let exported = std::fs::read_dir(folder.path().join("again/training/financial_analysis"));
    let exported = exported.unwrap().next().unwrap().unwrap().path().display().to_string();
    let mut means = Vec::new();
    for (number, (sort, path, answers)) in [
        ("raw", summary["files"]["raw"].as_str().unwrap(), 12),
        ("training", summary["files"]["training"].as_str().unwrap(), 12),
        ("exported", exported.as_str(), 12),
        ("train", summary["files"]["train"].as_str().unwrap(), 11),
    ]
    .into_iter()
    .enumerate()
    {
        let into = format!("e{number}");
        let output = cortex(
            folder.path(),
            &["rewards", "evaluate", "--input", path, "--output-dir", &into, "--json"],
        );
        assert_eq!(output.status.code(), Some(0), "{}", transcript(&output, folder.path()));
        assert!(output.stderr.is_empty(), "{}", transcript(&output, folder.path()));
        let found: Value = serde_json::from_slice(&output.stdout).unwrap();
        let written = std::fs::read(folder.path().join(&into).join("evaluation.json")).unwrap();
        assert_eq!(output.stdout, written, "{sort}");
        assert_eq!(found["lines"]["answers"], answers, "{sort}");
        assert_eq!(found["lines"]["scored"], answers);
        let kinds = found["by"]["kind"].as_object().unwrap();
        assert!(kinds.len() > 3 && !kinds.contains_key("(unknown)"), "{sort}");
        assert_eq!(found["by"]["model"]["offline-analyst/1"]["answers"], answers, "{sort}");
        assert!(found["by"]["chain"].as_object().unwrap().len() > 2);
        assert!(found["notes"][0].as_str().unwrap().contains("scored now"));
        means.push(found["overall"]["score"]["mean"].as_f64().unwrap());
        let table = std::fs::read_to_string(folder.path().join(&into).join("evaluation.csv"));
        assert_eq!(table.unwrap().lines().count(), answers + 1);
    }
    assert_eq!(means[0], means[1], "raw and training examples hold the same answers");
    assert_eq!(means[0], means[2]);
    // The scores that the records hold are those of these rewards.
    let raw = summary["files"]["raw"].as_str().unwrap();
    let recorded = cortex(
        folder.path(),
        &["rewards", "evaluate", "--input", raw, "--compare", "recorded", "--json"],
    );
    let found: Value = serde_json::from_slice(&recorded.stdout).unwrap();
    assert_eq!(found["comparison"]["answers"], 12);
    assert_eq!(found["comparison"]["score"]["largest"], 0.0);
    assert_eq!(found["comparison"]["only_here"], 0);
}

#[test]
fn the_summary_of_a_score_file() {
    let folder = tempfile::tempdir().unwrap();
    let output = evaluate(folder.path(), &lines(labelled(40)), &["--seed", "7"]);
    insta::assert_snapshot!(transcript(&output, folder.path()));
    let names: Vec<String> = files(folder.path()).into_keys().collect();
    assert_eq!(
        names,
        [
            "evaluation/calibration.toml",
            "evaluation/evaluation.csv",
            "evaluation/evaluation.html",
            "evaluation/evaluation.json",
            "in.jsonl"
        ]
    );
    insta::assert_snapshot!("calibration", read(folder.path(), "calibration.toml"));
    let table = read(folder.path(), "evaluation.csv");
    assert_eq!(
        table.lines().next().unwrap(),
        format!("line,id,kind,chain,model,label,words,score,integrity,{}", REWARDS.join(","))
    );
    insta::assert_snapshot!("keys", keys(&json_of(folder.path(), "evaluation.json"), 0));
}

/// The keys of an object and of what it holds, down to where names are the file's own.
fn keys(value: &Value, depth: usize) -> String {
    let mut text = String::new();
    if let Value::Object(object) = value {
        for (key, value) in object {
            let _ = writeln!(text, "{}{key}", "  ".repeat(depth));
            if !["components", "weights", "in_force", "suggested", "fitted"].contains(&key.as_str())
                && depth < 4
            {
                text.push_str(&keys(value, depth + 1));
            }
        }
    }
    text
}

#[test]
fn the_calibration_is_a_configuration() {
    let folder = tempfile::tempdir().unwrap();
    let output = evaluate(folder.path(), &lines(labelled(60)), &[]);
    assert_eq!(output.status.code(), Some(0), "{}", transcript(&output, folder.path()));
    let found = json_of(folder.path(), "evaluation.json");
    let calibration = &found["calibration"];
    assert_eq!(calibration["source"], "in.jsonl");
    assert_eq!(calibration["answers"], 180);
    assert_eq!(calibration["suggestion"]["verdict"], "change");
    let suggested = &calibration["suggestion"]["suggested"];
    assert!(suggested["calculation_accuracy"].as_f64().unwrap() > 1.0);
    assert_eq!(suggested["completeness"], 0.8, "nothing was said of it");
    assert!(found["changes"]["answers"].as_u64().unwrap() == 180);
    assert!(calibration["measures"]["calculation_accuracy"]["auc"] == 1.0);
    // `generate` reads it, with its own reader, and its rewards pass their test answers.
    let line =
        "generate --offline --examples 3 --json --quiet --config evaluation/calibration.toml";
    let generated = cortex(folder.path(), &words(line));
    assert_eq!(generated.status.code(), Some(0), "{}", transcript(&generated, folder.path()));
    let line = "rewards test --config evaluation/calibration.toml";
    assert_eq!(cortex(folder.path(), &words(line)).status.code(), Some(0));
    // And it is something to compare with.
    let again = evaluate(
        folder.path(),
        &lines(labelled(60)),
        &["--compare", "evaluation/calibration.toml", "--output-dir", "second"],
    );
    assert_eq!(again.status.code(), Some(0), "{}", transcript(&again, folder.path()));
    let second = std::fs::read_to_string(folder.path().join("second/evaluation.json")).unwrap();
    let second: Value = serde_json::from_str(&second).unwrap();
    for key in ["accepted", "accepted_there", "pearson", "spearman", "score"] {
        assert_eq!(second["comparison"][key], found["changes"][key], "{key}");
    }
}

#[test]
fn answers_of_the_program_are_labelled_where_the_input_has_no_labels() {
    let folder = tempfile::tempdir().unwrap();
    let output = evaluate(folder.path(), &lines([scored("a", 0.5, 0.5)]), &[]);
    assert_eq!(output.status.code(), Some(0), "{}", transcript(&output, folder.path()));
    let found = json_of(folder.path(), "evaluation.json");
    let calibration = &found["calibration"];
    assert!(calibration["source"].as_str().unwrap().starts_with("the bundled test answers"));
    assert!(calibration["answers"].as_u64().unwrap() > 200);
    assert!(calibration["measures"]["score"]["auc"].as_f64().unwrap() > 0.99);
    for reward in REWARDS {
        let auc = calibration["measures"][reward]["auc"].as_f64().unwrap();
        assert!(auc > 0.8, "{reward} tells good answers from others: {auc}");
    }
    // A single answer has no deviation and no correlation, and says why.
    let score = &found["overall"]["score"];
    assert_eq!((&score["mean"], &score["deviation"]), (&json!(0.5), &Value::Null));
    assert_eq!(score["reason"], "one value has no deviation");
    assert_eq!(found["overall"]["correlations"]["pearson"][0][1], Value::Null);
    let undefined = found["overall"]["correlations"]["undefined"].as_array().unwrap();
    assert!(undefined.iter().all(|it| it["reason"].is_string()));
    assert!(found["overall"]["length"]["reason"].is_string());
}

#[test]
fn labels_come_from_a_file_of_their_own() {
    let folder = tempfile::tempdir().unwrap();
    let task: Value = serde_json::from_str(TASK).unwrap();
    let answers = [(HIGH, "high"), (MEDIUM, "medium"), (LOW, "low")];
    let answers =
        answers.map(|(text, grade)| json!({"response": text, "grade": grade, "task": task}));
    std::fs::write(folder.path().join("labels.jsonl"), lines(answers)).unwrap();
    let input = lines([scored("a", 0.5, 0.2), scored("b", 0.9, 0.8)]);
    let output = evaluate(folder.path(), &input, &["--labelled", "labels.jsonl"]);
    assert_eq!(output.status.code(), Some(0), "{}", transcript(&output, folder.path()));
    let calibration = &json_of(folder.path(), "evaluation.json")["calibration"];
    assert_eq!((&calibration["answers"], &calibration["scale"]["good"]), (&json!(3), &json!(1)));
    assert_eq!(calibration["measures"]["score"]["auc"], 1.0);
    assert_eq!(calibration["suggestion"]["verdict"], "keep");
    // Other answers count as good.
    let output = evaluate(
        folder.path(),
        &input,
        &["--labelled", "labels.jsonl", "--good-from", "medium", "--json"],
    );
    let found: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(found["calibration"]["scale"]["good"], 2);
    // A file without labels calibrates nothing.
    std::fs::write(folder.path().join("none.jsonl"), input.clone()).unwrap();
    let output =
        evaluate(folder.path(), &input, &["--labelled", "none.jsonl", "--output-dir", "x"]);
    assert_eq!(output.status.code(), Some(2), "{}", transcript(&output, folder.path()));
    assert!(!folder.path().join("x").join("evaluation.csv").exists());
}

#[test]
fn labels_of_one_sort_calibrate_nothing_and_say_so() {
    let folder = tempfile::tempdir().unwrap();
    let input = lines((0..40).map(|at| {
        let mut line = scored(&format!("t{at}"), f64::from(at) / 40.0, 0.5);
        line["label"] = json!(1);
        line
    }));
    let output = evaluate(folder.path(), &input, &[]);
    assert_eq!(output.status.code(), Some(0), "{}", transcript(&output, folder.path()));
    let calibration = &json_of(folder.path(), "evaluation.json")["calibration"];
    assert_eq!(calibration["measures"]["score"]["auc"], Value::Null);
    assert_eq!(calibration["threshold"]["reason"], "there are not both good answers and others");
    assert_eq!(calibration["suggestion"]["reason"], "all labels are the same");
    let line = "generate --offline --examples 2 --quiet --config evaluation/calibration.toml";
    assert_eq!(cortex(folder.path(), &words(line)).status.code(), Some(0));
}

#[test]
fn bad_lines_are_left_out_and_told_of() {
    let folder = tempfile::tempdir().unwrap();
    let good = scored("a", 0.5, 0.5);
    let input = format!(
        "{good}\nnonsense\n\n{{\"id\":1}}\n{{\"line\":7,\"error\":\"cut off\"}}\n{{\"components\":{{\"a\":2}}}}\n{good}\n{{\"components\":{{}},\"label\":\"fine\"}}"
    );
    let output = evaluate(folder.path(), &input, &[]);
    assert_eq!(output.status.code(), Some(1), "{}", transcript(&output, folder.path()));
    assert!(
        String::from_utf8_lossy(&output.stderr)
            .contains("5 lines of the input could not be evaluated")
    );
    let found = json_of(folder.path(), "evaluation.json");
    assert_eq!((&found["lines"]["answers"], &found["lines"]["bad"]), (&json!(2), &json!(5)));
    let told: Vec<u64> = found["bad_lines"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["line"].as_u64().unwrap())
        .collect();
    assert_eq!(told, [2, 4, 5, 6, 8]);
    assert_eq!(found["bad_lines"][2]["error"], "it was not scored: cut off");
    let lines: Vec<String> = read(folder.path(), "evaluation.csv")
        .lines()
        .skip(1)
        .map(|it| it[..2].to_owned())
        .collect();
    assert_eq!(lines, ["1,", "7,"]);
}

#[test]
fn nothing_to_evaluate_leaves_nothing_behind() {
    for (input, expected) in [
        ("", "error: in.jsonl holds no answer to evaluate"),
        ("\n\n", "error: in.jsonl holds no answer to evaluate"),
        ("{}\nx\n", "caused by: line 1: it has neither"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let output = evaluate(folder.path(), input, &[]);
        assert_eq!(output.status.code(), Some(1), "{}", transcript(&output, folder.path()));
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(stderr.contains(expected), "{stderr}");
        assert!(output.stdout.is_empty());
        assert_eq!(files(folder.path()).len(), 1, "only the input");
        assert!(!folder.path().join("evaluation").exists());
    }
}

#[test]
fn scores_that_are_all_the_same_have_no_correlations() {
    let folder = tempfile::tempdir().unwrap();
    let output = evaluate(
        folder.path(),
        &lines((0..50).map(|_| scored("a", 0.1, 0.1))),
        &["--threads", "3"],
    );
    assert_eq!(output.status.code(), Some(0), "{}", transcript(&output, folder.path()));
    let found = json_of(folder.path(), "evaluation.json");
    let score = &found["overall"]["score"];
    assert_eq!((&score["deviation"], &score["count"]), (&json!(0.0), &json!(50)));
    assert!(score["reason"].as_str().unwrap().contains("all values are the same"));
    let correlations = &found["overall"]["correlations"];
    assert!(
        correlations["pearson"]
            .as_array()
            .unwrap()
            .iter()
            .all(|row| { row.as_array().unwrap().iter().all(Value::is_null) })
    );
    assert!(!read(folder.path(), "evaluation.html").contains("NaN"));
}

#[test]
fn hostile_names_are_names() {
    let folder = tempfile::tempdir().unwrap();
    let names = [
        "</script><script>alert(1)</script>",
        "=HYPERLINK(\"http://x\",\"y\")",
        "a,\"b\"\nc",
        "\u{1b}[31mred\u{202e}der",
        "<img src=x onerror=alert(1)>",
    ];
    let input = lines(names.iter().enumerate().flat_map(|(at, name)| {
        (0..4).map(move |turn| {
            let mut line = scored(name, (at + turn) as f64 / 9.0, 0.5);
            for key in ["chain", "model", "kind"] {
                line[key] = json!(name);
            }
            line
        })
    }));
    let output = evaluate(folder.path(), &input, &["--compare", "recorded"]);
    assert_eq!(output.status.code(), Some(0), "{}", transcript(&output, folder.path()));
    let stdout = String::from_utf8(output.stdout).unwrap();
    assert!(!stdout.contains('\u{1b}') && !stdout.contains('\u{202e}'), "{stdout:?}");
    let page = read(folder.path(), "evaluation.html");
    assert!(!page.contains("<script") && !page.contains("<img"));
    assert!(!page.contains('\u{202e}'));
    assert!(page.contains("&lt;img src=x onerror=alert(1)&gt;"));
    for line in read(folder.path(), "evaluation.csv").lines() {
        assert!(!line.contains(",=") && !line.contains(",\"="), "{line}");
    }
    let found = json_of(folder.path(), "evaluation.json");
    let kinds = found["by"]["kind"].as_object().unwrap();
    assert_eq!(kinds.len(), 5);
    assert!(names.iter().all(|name| kinds.contains_key(*name)));
}

#[test]
fn another_version_of_the_rewards_is_joined_by_id() {
    let folder = tempfile::tempdir().unwrap();
    let input = lines((0..20).map(|at| scored(&format!("t{at}"), f64::from(at) / 20.0, 0.5)));
    // In another order, one missing, one more, and all a little higher.
    let other = (1..21).rev().map(|at| scored(&format!("t{at}"), f64::from(at) / 20.0, 0.66));
    std::fs::write(folder.path().join("other.jsonl"), lines(other)).unwrap();
    let output =
        evaluate(folder.path(), &input, &["--compare", "other.jsonl", "--min-quality", "0.5"]);
    assert_eq!(output.status.code(), Some(0), "{}", transcript(&output, folder.path()));
    let comparison = &json_of(folder.path(), "evaluation.json")["comparison"];
    assert_eq!((&comparison["answers"], &comparison["unmatched"]), (&json!(19), &json!(1)));
    let change = comparison["score"]["there"].as_f64().unwrap()
        - comparison["score"]["here"].as_f64().unwrap();
    assert!((change - 0.16 * 0.6 / 1.6).abs() < 1e-12, "{change}");
    assert!((comparison["spearman"].as_f64().unwrap() - 1.0).abs() < 1e-12);
    assert_eq!(comparison["components"]["calculation_accuracy"]["largest"], 0.0);
    let header = read(folder.path(), "evaluation.csv").lines().next().unwrap().to_owned();
    assert!(header.ends_with(",compared_score,change"));
    // What holds no scores is no version of the rewards.
    std::fs::write(folder.path().join("none.jsonl"), "{}\n").unwrap();
    let output = evaluate(folder.path(), &input, &["--compare", "none.jsonl", "--output-dir", "x"]);
    assert_eq!(output.status.code(), Some(2), "{}", transcript(&output, folder.path()));
    assert!(!folder.path().join("x/evaluation.csv").exists());
}

#[test]
fn two_weightings_of_the_same_answers() {
    let folder = tempfile::tempdir().unwrap();
    let task: Value = serde_json::from_str(TASK).unwrap();
    let answers = [HIGH, MEDIUM, LOW].map(|text| json!({"response": text, "task": task}));
    let off = "[rewards.weights]\nstructure = 0.0\n";
    std::fs::write(folder.path().join("off.toml"), off).unwrap();
    let score = |config: &[&str]| -> f64 {
        std::fs::write(folder.path().join("low.jsonl"), lines([answers[1].clone()])).unwrap();
        let all =
            ["rewards", "score", "--input", "low.jsonl"].into_iter().chain(config.iter().copied());
        let output = cortex(folder.path(), &all.collect::<Vec<_>>());
        serde_json::from_slice::<Value>(&output.stdout).unwrap()["score"].as_f64().unwrap()
    };
    let (with, without) = (score(&[]), score(&["--config", "off.toml"]));
    assert_ne!(with, without);
    // Also where the reward is off here and on there.
    std::fs::write(folder.path().join("on.toml"), "").unwrap();
    for (args, here, there) in [
        (["--compare", "off.toml", "--seed", "1"], with, without),
        (["--compare", "on.toml", "--config", "off.toml"], without, with),
    ] {
        let args: Vec<&str> = args.into_iter().chain(["--json"]).collect();
        let output = evaluate(folder.path(), &lines([answers[1].clone()]), &args);
        let found: Value = serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|_| panic!("{}", transcript(&output, folder.path())));
        assert_eq!(found["comparison"]["score"]["here"], here, "{args:?}");
        assert_eq!(found["comparison"]["score"]["there"], there, "{args:?}");
        assert_eq!(found["overall"]["score"]["mean"], here);
    }
    // Weights that `generate` refuses are told of.
    std::fs::write(folder.path().join("odd.toml"), "[rewards.weights]\ncitation_format = 30.0\n")
        .unwrap();
    let args = ["--config", "odd.toml", "--output-dir", "odd"];
    let output = evaluate(folder.path(), &lines([answers[1].clone()]), &args);
    assert!(String::from_utf8_lossy(&output.stdout).contains("`generate` refuses them"));
    let settings = std::fs::read_to_string(folder.path().join("odd/calibration.toml")).unwrap();
    assert!(settings.contains("`generate` refuses them"), "{settings}");
    // Thresholds need the answers.
    std::fs::write(folder.path().join("strict.toml"), "[rewards.thresholds]\nwrong_cost = 2.0\n")
        .unwrap();
    let input = lines([answers[2].clone(), scored("a", 0.5, 0.5)]);
    let output = evaluate(folder.path(), &input, &["--compare", "strict.toml", "--json"]);
    let found: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(
        (&found["comparison"]["answers"], &found["comparison"]["unmatched"]),
        (&json!(1), &json!(1))
    );
}

#[test]
fn a_sample_says_that_it_is_one_and_sums_are_of_all() {
    let folder = tempfile::tempdir().unwrap();
    let input = lines((0..500).map(|at| scored(&format!("t{at}"), f64::from(at) / 500.0, 0.5)));
    let run = |args: &str| -> Value {
        let args: Vec<&str> = words(args).into_iter().chain(["--json"]).collect();
        serde_json::from_slice(&evaluate(folder.path(), &input, &args).stdout).unwrap()
    };
    let all = run("--threads 1");
    let few = run("--sample-size 60 --seed 3");
    assert_eq!(all["sample"]["sampled"], false);
    assert_eq!(few["sample"], json!({"size": 60, "kept": 60, "sampled": true, "seed": 3}));
    assert!(few["notes"][1].as_str().unwrap().contains("60 drawn with seed 3"));
    for key in ["mean", "deviation", "histogram", "min", "max", "count"] {
        assert_eq!(all["overall"]["score"][key], few["overall"]["score"][key], "{key}");
    }
    assert_eq!(
        all["overall"]["correlations"]["pearson"],
        few["overall"]["correlations"]["pearson"]
    );
    let median = |it: &Value| it["overall"]["score"]["quantiles"]["p50"].as_f64().unwrap();
    assert!((median(&all) - median(&few)).abs() < 0.15);
    assert_ne!(median(&all), median(&few));
    // The same seed gives the same bytes, whatever the number of threads.
    assert_eq!(few, run("--sample-size 60 --seed 3 --threads 5"));
    assert_eq!(files(folder.path()).len(), 13, "every evaluation has files of its own");
}

#[test]
fn standard_input_is_a_file_too() {
    let folder = tempfile::tempdir().unwrap();
    let mut child = command(folder.path(), &words("rewards evaluate --input - --json"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let text = lines([scored("a", 0.5, 0.2), scored("b", 0.9, 0.8)]);
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    let found: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(
        (&found["input"], &found["lines"]["answers"]),
        (&json!("standard input"), &json!(2))
    );
}
