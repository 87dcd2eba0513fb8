//! The prompt of every kind of question, word for word, on the bundled sample.

#![expect(clippy::unwrap_used, reason = "a test may end at once")]

use std::path::Path;
use std::sync::Arc;

use market::{CsvSource, MarketSource as _, SubjectKind};
use tasks::{Desk, Task, TaskKind};

fn desk() -> Desk {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/market");
    let source = CsvSource::open(&sample, jiff::civil::date(2026, 1, 1)).unwrap();
    let mut desk = Desk::new(Arc::new(conditions::RuleBook::default()));
    futures::executor::block_on(async {
        for kind in [SubjectKind::Network, SubjectKind::Token] {
            for subject in source.subjects(kind).await.unwrap() {
                desk.add(source.series(&subject, None).await.unwrap().series, None);
            }
        }
    });
    desk
}

fn task(desk: &Desk, id: &str) -> Task {
    let kind: TaskKind = id.split('/').next().unwrap().parse().unwrap();
    let key = desk.candidates(kind).into_iter().find(|key| key.id() == id).unwrap();
    desk.task(&key).unwrap_or_else(|| panic!("{id} carries no task"))
}

#[test]
fn prompts() {
    let desk = desk();
    for id in [
        "network_activity/ethereum/2025-02-09",
        "network_activity/bitcoin/2025-02-28",
        "network_activity/near/2025-02-26",
        "value_flow/ethereum/2025-02-10",
        "value_flow/near/2025-02-28",
        "growth_projection/ethereum/2025-02-09/daily_txns",
        "anomaly/bitcoin/2025-02-27/total_fees",
        "network_comparison/bitcoin,ethereum/2025-02-08",
        "token_trend_risk/BTC/2020-03-12",
        "token_drawdown_recovery/ETH/2022-07-20",
    ] {
        let task = task(&desk, id);
        let facts = serde_json::to_string_pretty(&task.facts).unwrap();
        insta::assert_snapshot!(
            id.replace(['/', ','], "-"),
            format!("{}\n=== facts ===\n{facts}\n", task.prompt)
        );
    }
}

#[test]
fn every_candidate_makes_a_task_or_none_and_ids_are_distinct() {
    let desk = desk();
    let mut ids = std::collections::BTreeSet::new();
    for kind in TaskKind::ALL {
        let candidates = desk.candidates(kind);
        let mut made = 0;
        for key in &candidates {
            assert!(ids.insert(key.id()), "{} twice", key.id());
            if let Some(task) = desk.task(key) {
                made += 1;
                assert_eq!(task.facts.id, key.id());
            }
        }
        eprintln!("{kind}: {made} of {}", candidates.len());
        assert!(made > 0, "{kind}");
    }
}
