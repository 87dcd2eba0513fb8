//! Which numbers beside a metric contradict it, in the many ways that answers write them.

use std::collections::BTreeMap;

use rewards::grounding::Grounding;
use rewards::{Scorer, TaskFacts};

#[test]
fn numbers_beside_metrics() {
    let tasks: BTreeMap<String, TaskFacts> =
        serde_json::from_str(include_str!("../fixtures/labelled/tasks.json")).expect("tasks");
    let scorer = Scorer::default();
    let mut facts = None;
    let (mut contradicted, mut others) = (0, 0);
    let mut failed = Vec::new();
    for line in include_str!("../fixtures/beside_metrics.txt").lines() {
        if let Some(task) = line.strip_prefix("## ") {
            facts = Some(&tasks[task]);
            continue;
        }
        let Some((expect, text)) = line.split_once(" | ").filter(|_| !line.starts_with('#')) else {
            continue;
        };
        let facts = facts.expect("a task above the first case");
        let card = scorer.score(&text.replace("\\n", "\n"), facts, None);
        let mut found: Vec<&str> = card
            .citations
            .iter()
            .filter(|it| it.verdict == Grounding::Contradicted)
            .map(|it| it.metric.as_str())
            .collect();
        found.sort_unstable();
        found.dedup();
        let expect: Vec<&str> = expect.split(' ').filter(|it| *it != "-").collect();
        contradicted += usize::from(!expect.is_empty());
        others += usize::from(expect.is_empty());
        if found != expect {
            failed.push(format!("{text}\n   contradicts {found:?}, not {expect:?}"));
        }
    }
    assert!(contradicted >= 480 && others >= 900, "{contradicted} and {others} cases");
    assert!(failed.is_empty(), "\n{}", failed.join("\n"));
}
