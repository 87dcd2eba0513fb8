//! Precision and recall of the verdicts over whole answers, every statement of which is labelled.

use std::collections::BTreeMap;
use std::fmt::Write;

use rewards::arithmetic::{Judgement, Verdict, judge};
use rewards::grounding::Grounding;
use rewards::{Answer, Scorer, TaskFacts};
use serde::Deserialize;

#[derive(Deserialize)]
struct Labelled {
    id: String,
    task: String,
    response: String,
    labels: Vec<Label>,
}

#[derive(Deserialize)]
struct Label {
    #[serde(rename = "label")]
    name: String,
    start: usize,
    end: usize,
}

impl Label {
    fn is(&self, names: &[&str]) -> bool {
        names.contains(&self.name.as_str())
    }
}

/// Returns the byte offset of every character, and the length.
fn offsets(text: &str) -> Vec<usize> {
    text.char_indices().map(|(at, _)| at).chain([text.len()]).collect()
}

fn tasks() -> BTreeMap<String, TaskFacts> {
    serde_json::from_str(include_str!("../fixtures/labelled/tasks.json")).expect("tasks")
}

fn answers() -> impl Iterator<Item = Labelled> {
    include_str!("../fixtures/labelled/answers.jsonl")
        .lines()
        .map(|line| serde_json::from_str(line).expect("an answer"))
}

#[test]
fn verdicts_over_whole_answers() {
    let tasks = tasks();
    let (mut called_wrong, mut rightly, mut wrong, mut found) = (0, 0, 0, 0);
    let (mut checkable, mut checked) = (0, 0);
    let mut report = String::new();
    for it in answers() {
        let facts = &tasks[&it.task];
        let answer = Answer::parse(&it.response);
        let judgements: Vec<Judgement> =
            answer.statements.iter().map(|statement| judge(&answer, statement, facts)).collect();
        let at = offsets(&it.response);
        let meets = |label: &Label, judgement: &Judgement| {
            judgement.span.start < at[label.end] && at[label.start] < judgement.span.end
        };
        for judgement in judgements.iter().filter(|j| j.verdict == Verdict::Wrong) {
            let labels: Vec<&Label> = it.labels.iter().filter(|l| meets(l, judgement)).collect();
            let is_right = labels.iter().any(|l| l.is(&["wrong", "wrong_implied"]));
            called_wrong += 1;
            rightly += u32::from(is_right);
            if !is_right {
                let text = answer.slice(judgement.span);
                let _ = writeln!(report, "{}: called wrong: {text:?}", it.id);
            }
        }
        for label in it.labels.iter().filter(|l| l.is(&["right", "wrong"])) {
            let verdicts: Vec<Verdict> =
                judgements.iter().filter(|j| meets(label, j)).map(|j| j.verdict).collect();
            let called = verdicts.contains(&Verdict::Wrong);
            checkable += 1;
            checked += u32::from(verdicts.iter().any(|v| *v != Verdict::Unchecked));
            if label.is(&["wrong"]) {
                wrong += 1;
                found += u32::from(called);
                if !called {
                    let text = &it.response[at[label.start]..at[label.end]];
                    let _ = writeln!(report, "{}: missed: {text:?} {verdicts:?}", it.id);
                }
            }
        }
    }
    let share = |part: u32, whole: u32| f64::from(part) / f64::from(whole);
    let (precision, recall) = (share(rightly, called_wrong), share(found, wrong));
    let coverage = share(checked, checkable);
    let summary = format!(
        "{checkable} checkable, {wrong} wrong: precision {precision:.3}, recall {recall:.3}, \
         checked {coverage:.3}\n{report}"
    );
    eprintln!("{summary}");
    assert!(checkable >= 2_000 && wrong >= 450, "{summary}");
    assert!(precision >= 0.97, "{summary}");
    assert!(recall >= 0.90, "{summary}");
    assert!(coverage >= 0.80, "{summary}");
}

#[test]
fn contradictions_over_whole_answers() {
    let tasks = tasks();
    let scorer = Scorer::default();
    let (mut called, mut rightly, mut contradicted, mut found) = (0, 0, 0, 0);
    let mut report = String::new();
    for it in answers() {
        let card = scorer.score(&it.response, &tasks[&it.task], None);
        let at = offsets(&it.response);
        let calls: Vec<_> =
            card.citations.iter().filter(|it| it.verdict == Grounding::Contradicted).collect();
        let text = |start: usize, end: usize| &it.response[at[start]..at[end]];
        let labels: Vec<&Label> = it.labels.iter().filter(|l| l.is(&["contradicted"])).collect();
        for call in &calls {
            let is_right = labels.iter().any(|l| l.start < call.end && call.start < l.end);
            called += 1;
            rightly += u32::from(is_right);
            if !is_right {
                let _ = writeln!(
                    report,
                    "{}: called contradicted: {:?}",
                    it.id,
                    text(call.start, call.end)
                );
            }
        }
        for label in labels {
            let is_found = calls.iter().any(|c| label.start < c.end && c.start < label.end);
            contradicted += 1;
            found += u32::from(is_found);
            if !is_found {
                let _ = writeln!(report, "{}: missed: {:?}", it.id, text(label.start, label.end));
            }
        }
    }
    let precision = f64::from(rightly) / f64::from(called);
    let recall = f64::from(found) / f64::from(contradicted);
    let summary = format!(
        "{contradicted} contradicted: precision {precision:.3}, recall {recall:.3}\n{report}"
    );
    eprintln!("{summary}");
    assert!(contradicted >= 200, "{summary}");
    assert!(precision >= 0.97, "{summary}");
    assert!(recall >= 0.93, "{summary}");
}
