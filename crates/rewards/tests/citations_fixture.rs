//! Measures the verdicts on citations against answers whose citations were labelled by hand.
//!
//! Each line of the fixture has the facts of a task, an answer and the labels of its citations:
//! `grounded`, `contradicted` or `no_value`, each with the characters that the citation and its
//! value take. A `contradicted` that no label confirms is a false one.
#![allow(clippy::unwrap_used, reason = "a test may")]

use rewards::grounding::Grounding;
use rewards::scorecard::CheckedCitation;
use rewards::{Scorer, TaskFacts};
use serde::Deserialize;

#[derive(Deserialize)]
struct Labelled {
    facts: TaskFacts,
    response: String,
    labels: Vec<Label>,
}

#[derive(Deserialize)]
struct Label {
    metric: String,
    start: usize,
    end: usize,
    verdict: Grounding,
}

impl Label {
    fn meets(&self, it: &CheckedCitation) -> bool {
        it.start < self.end && self.start < it.end
    }

    /// Whether a verdict was given for this label's metric here. A label that holds the value only
    /// stands beside its citation.
    fn has(&self, cards: &[CheckedCitation], verdict: Grounding) -> bool {
        const BESIDE: usize = 40;
        cards.iter().any(|it| {
            let near = it.start < self.end && self.start < it.end + BESIDE;
            it.verdict == verdict
                && near
                && (self.meets(it) || it.metric == self.metric.to_lowercase())
        })
    }
}

fn fixture() -> Vec<Labelled> {
    include_str!("../fixtures/citations_labelled.jsonl")
        .lines()
        .map(|it| serde_json::from_str(it).unwrap())
        .collect()
}

#[test]
fn labelled_citations() {
    let scorer = Scorer::default();
    let (mut called, mut confirmed) = (0_u32, 0_u32);
    let (mut wrong, mut found, mut right, mut grounded) = (0_u32, 0_u32, 0_u32, 0_u32);
    let mut against = Vec::new();
    for it in fixture() {
        let card = scorer.score(&it.response, &it.facts, None);
        for citation in &card.citations {
            if citation.verdict != Grounding::Contradicted {
                continue;
            }
            called += 1;
            let is_wrong =
                |label: &Label| label.verdict == Grounding::Contradicted && label.meets(citation);
            if it.labels.iter().any(is_wrong) {
                confirmed += 1;
            } else {
                against.push(format!("{}: {citation:?}", it.facts.id));
            }
        }
        for label in &it.labels {
            match label.verdict {
                Grounding::Contradicted => {
                    wrong += 1;
                    found += u32::from(label.has(&card.citations, Grounding::Contradicted));
                }
                Grounding::Grounded => {
                    right += 1;
                    grounded += u32::from(label.has(&card.citations, Grounding::Grounded));
                }
                _ => {}
            }
        }
    }
    let share = |part: u32, whole: u32| f64::from(part) / f64::from(whole);
    let precision = share(confirmed, called);
    let (recall, seen) = (share(found, wrong), share(grounded, right));
    assert!(precision >= 0.97, "precision {confirmed}/{called}: {against:#?}");
    assert!(recall >= 0.9, "recall {found}/{wrong}");
    assert!(seen >= 0.9, "grounded {grounded}/{right}");
}
