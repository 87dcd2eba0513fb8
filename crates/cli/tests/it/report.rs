//! The page that shows a run.

use std::path::Path;

use serde_json::Value;

use super::service::Service;
use super::{cortex, words};

fn run_of(folder: &Path) -> std::path::PathBuf {
    let mut runs = std::fs::read_dir(folder.join("data/runs")).unwrap();
    runs.next().unwrap().unwrap().path()
}

fn page_of(folder: &Path) -> String {
    std::fs::read_to_string(run_of(folder).join("report.html")).unwrap()
}

/// The JSON of a block of a page.
fn block(page: &str, id: &str) -> Value {
    let (_, after) =
        page.split_once(&format!("<script type=\"application/json\" id=\"{id}\">")).unwrap();
    serde_json::from_str(after.split_once("</script>").unwrap().0).unwrap()
}

#[test]
fn a_run_ends_with_its_report() {
    let folder = tempfile::tempdir().unwrap();
    let output = cortex(folder.path(), &words("generate --offline --examples 6 --json"));
    let told: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(told["report"].as_str().unwrap().ends_with("report.html"), "{told:#}");
    let page = page_of(folder.path());
    let rows = block(&page, "answers-index");
    assert_eq!(rows.as_array().unwrap().len(), 6);
    // What the page shows of an answer is what its record has.
    let raw = std::fs::read_to_string(
        told["files"]["raw"].as_str().map(|raw| folder.path().join(raw)).unwrap(),
    );
    for line in raw.unwrap().lines() {
        let record: Value = serde_json::from_str(line).unwrap();
        let id = record["task"]["id"].as_str().unwrap();
        let shown = (0..6).map(|index| block(&page, &format!("data-{index}")));
        let shown = shown.into_iter().find(|shown| shown["task"] == id).expect("it is shown");
        assert_eq!(shown["answer"], record["output"]);
        assert_eq!(shown["trace"], record["reasoning"]);
        assert_eq!(shown["score"], record["quality_score"]);
        assert_eq!(shown["verdict"], "accepted");
        // Under the same rewards, so nothing is said of other scores.
        assert!(
            shown["facts"]
                .as_array()
                .unwrap()
                .iter()
                .all(|fact| fact[0] != "score under the rewards of this report")
        );
        let counts = &record["rewards"]["calculations"];
        let marks = shown["marks"].as_array().unwrap();
        let right =
            marks.iter().filter(|it| it["note"].as_str().unwrap().starts_with("right calculation"));
        assert_eq!(right.count() as u64, counts["correct"].as_u64().unwrap());
    }
}

#[test]
fn a_run_shows_few_of_many_answers_until_it_is_asked_for_more() {
    let folder = tempfile::tempdir().unwrap();
    let output = cortex(folder.path(), &words("generate --offline --examples 203"));
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(told.contains("200 of 203 answers; `cortex report` shows more"), "{told}");
    let page = page_of(folder.path());
    assert!(page.contains("200 of the 203 answers"), "the page says so");
    assert_eq!(block(&page, "answers-index").as_array().unwrap().len(), 200);
    cortex(folder.path(), &["report", run_of(folder.path()).to_str().unwrap()]);
    let page = page_of(folder.path());
    assert!(page.contains("All 203 answers"), "the page says so");
    assert_eq!(block(&page, "answers-index").as_array().unwrap().len(), 203);
}

#[test]
fn a_report_is_made_again_with_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    cortex(folder.path(), &words("generate --offline --examples 4 --no-report --quiet"));
    let run = run_of(folder.path());
    assert!(!run.join("report.html").exists());
    let name = run.file_name().unwrap().to_str().unwrap().to_owned();
    let output = cortex(folder.path(), &["report", &name]);
    assert_eq!(output.status.code(), Some(0));
    let first = page_of(folder.path());
    cortex(folder.path(), &["report", run.to_str().unwrap(), "--output", "again.html"]);
    assert!(first == std::fs::read_to_string(folder.path().join("again.html")).unwrap());
    let output =
        cortex(folder.path(), &["report", &name, "--answers", "3", "--output", "less.html"]);
    assert!(String::from_utf8_lossy(&output.stderr).contains("3 of 4 answers"));
    let less = std::fs::read_to_string(folder.path().join("less.html")).unwrap();
    assert_eq!(block(&less, "answers-index").as_array().unwrap().len(), 3);
    assert!(less.contains("3 of the 4 answers"), "the page says so");
    assert!(!folder.path().join(".less.html.partial").exists());
}

#[test]
fn rejected_answers_are_shown_with_their_reason() {
    let service = Service::start(|config| {
        config.faults = vec!["chat/length#1+3-4".parse().unwrap(), "chat/500:0.2".parse().unwrap()];
    });
    service.run("--examples 8").ended(0);
    let page = std::fs::read_to_string(service.runs()[0].join("report.html")).unwrap();
    let rows = block(&page, "answers-index");
    let verdicts: Vec<&str> =
        rows.as_array().unwrap().iter().map(|row| row["verdict"].as_str().unwrap()).collect();
    assert_eq!(verdicts.iter().filter(|it| **it == "accepted").count(), 8);
    assert!(verdicts.iter().any(|it| it.contains("cut off")), "{verdicts:?}");
    assert!(page.contains("answers computed by a program"), "the sandbox is no language model");
    // The key of the run is nowhere.
    assert!(!page.contains("sk-or-"));
    service.stop();
}

#[test]
fn a_run_without_answers_has_a_report_too() {
    let service = Service::start(|config| config.faults = vec!["chat/400:1".parse().unwrap()]);
    service.run("--examples 2").ended(1);
    let run = service.runs()[0].clone();
    let output = service.command(&format!("report {}", run.display())).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let page = std::fs::read_to_string(run.join("report.html")).unwrap();
    assert!(page.contains("No answer was scored."));
    service.stop();
}

#[test]
fn a_run_that_is_not_there_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let output = cortex(folder.path(), &words("report nothing-20250101T000000Z"));
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("there is no run"));
}

#[test]
fn a_place_that_takes_no_file_is_named() {
    let folder = tempfile::tempdir().unwrap();
    cortex(folder.path(), &words("generate --offline --examples 2 --no-report --quiet"));
    let name = run_of(folder.path()).file_name().unwrap().to_str().unwrap().to_owned();
    let output = cortex(folder.path(), &["report", &name, "--output", "no/such/folder/page.html"]);
    assert_eq!(output.status.code(), Some(1));
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(told.contains("cannot write the report to no/such/folder/page.html"), "{told}");
}
