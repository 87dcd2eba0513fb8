//! What the unit tests of this crate share.

use crate::assess::Reward;
use crate::facts::TaskFacts;
use crate::scorer::Scorer;

/// The facts of one real day: Ethereum on 2025-02-09.
pub(crate) fn facts() -> TaskFacts {
    serde_json::from_str(
        r#"{
        "kind": "network_activity", "subjects": ["ethereum"], "date": "2025-02-09",
        "metrics": {"daily_txns": 1187055.0, "unique_users": 385930.0, "success_rate": 0.9868304333,
            "total_volume": 1534958.68688835, "avg_tx_value": 1.293081354,
            "gas_price_gwei": 2.620459896, "txn_growth": 5.302142}  ,
        "units": {"daily_txns": "count", "unique_users": "count", "success_rate": "ratio",
            "total_volume": {"coin": "ETH"}, "avg_tx_value": {"coin": "ETH"},
            "gas_price_gwei": {"other": "gwei"}, "txn_growth": "percent"},
        "labels": {"daily_txns": "daily transactions", "unique_users": "unique users",
            "success_rate": "success rate", "total_volume": "total volume",
            "avg_tx_value": "average transaction value", "gas_price_gwei": "gas price",
            "txn_growth": "transaction growth"},
        "expected_calculations": {
            "txns_per_user": {"value": 3.0758298, "unit": "number", "label": "transactions per user",
                "inputs": ["daily_txns", "unique_users"], "formula": "daily_txns / unique_users"},
            "failed_txns": {"value": 15633.0, "unit": "count", "label": "failed transactions",
                "inputs": ["daily_txns", "success_rate"]}
        },
        "history": [
            {"date": "2025-02-02", "daily_txns": 1127284.0, "unique_users": 343271.0},
            {"date": "2025-02-07", "daily_txns": 1330807.0, "unique_users": 466098.0},
            {"date": "2025-02-08", "daily_txns": 1203788.0, "unique_users": 408696.0},
            {"date": "2025-02-09", "daily_txns": 1187055.0, "unique_users": 385930.0}
        ]}"#,
    )
    .unwrap()
}

/// The facts with sections, a projection and recommendations asked for.
pub(crate) fn full_facts() -> TaskFacts {
    let mut facts = facts();
    facts.required_sections =
        ["Overview", "Outlook", "Recommendations"].map(str::to_owned).to_vec();
    facts.recommendations = true;
    facts.expected_calculations.extend(
        serde_json::from_str::<indexmap::IndexMap<_, _>>(
            r#"{"projected": {"value": 1250000.0, "unit": "count", "label": "projected transactions"},
                "low": {"value": 1167750.0, "unit": "count", "label": "lower bound",
                    "tolerance": {"relative": 0.005}},
                "high": {"value": 1332250.0, "unit": "count", "label": "upper bound",
                    "tolerance": {"relative": 0.005}}}"#,
        )
        .unwrap(),
    );
    facts.projection = serde_json::from_str(
        r#"{"of": "daily_txns", "level_percent": 90.0, "estimate": "projected", "low": "low",
            "high": "high"}"#,
    )
    .unwrap();
    facts.parts = serde_json::from_str(
        r#"{"activity": ["daily_txns", "unique_users"], "reliability": ["success_rate", "failed_txns"]}"#,
    )
    .unwrap();
    facts
}

/// Checks the score that a reward gives each text, to two digits.
pub(crate) fn check_scores(reward: &dyn Reward, facts: &TaskFacts, cases: &[(&str, f64)]) {
    let mut failed = Vec::new();
    for (text, expect) in cases {
        let found =
            Scorer::default().with_context(text, facts, None, |context| reward.assess(context));
        let score = found.score.unwrap();
        if (score - expect).abs() > 0.006 {
            let notes: Vec<_> = found.evidence.iter().map(|it| it.note.clone()).collect();
            failed.push(format!("{text}\n   earns {score:.3}, not {expect}: {notes:?}"));
        }
    }
    assert!(failed.is_empty(), "\n{}", failed.join("\n"));
}

/// Checks that a reward is not asked for by facts that ask for nothing.
pub(crate) fn check_not_asked(reward: &dyn Reward) {
    let found = Scorer::default()
        .with_context("Text.", &TaskFacts::default(), None, |context| reward.assess(context));
    assert_eq!(found.score, None);
}
