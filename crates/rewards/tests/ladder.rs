//! The mocks of every kind and grade against their ranges, and their scores as a snapshot.
#![allow(clippy::unwrap_used, reason = "a test may")]

use std::fmt::Write as _;

use rewards::{Grade, RewardConfig, Scorer, builtin_mocks, check_ladder};

#[test]
fn the_ladder_holds() {
    let mocks = builtin_mocks();
    assert_eq!(mocks.len(), 7 * Grade::ALL.len());
    if let Err(error) = check_ladder(&Scorer::default(), &mocks) {
        panic!("{}", error.to_string().replace("; ", "\n"));
    }
}

#[test]
fn scores_of_the_mocks() {
    let scorer = Scorer::default();
    let mut text = String::new();
    for mock in builtin_mocks() {
        let card = scorer.score(&mock.text, &mock.task, None);
        writeln!(
            text,
            "{} {}: {:.4} (integrity {:.4})",
            mock.kind,
            mock.grade,
            card.score.unwrap(),
            card.integrity
        )
        .unwrap();
        for (name, score) in &card.components {
            match score {
                Some(score) => writeln!(text, "  {name} {score:.4}").unwrap(),
                None => writeln!(text, "  {name} -").unwrap(),
            }
        }
        for reason in &card.integrity_reasons {
            writeln!(text, "  ! {reason}").unwrap();
        }
    }
    insta::assert_snapshot!(text);
}

#[test]
fn weights_under_which_the_ladder_fails_are_refused() {
    let mut config = RewardConfig::default();
    for name in [
        "calculation_accuracy",
        "confidence_interval",
        "investment_insight",
        "citation_format",
        "completeness",
        "metric_citation",
        "historical_reference",
    ] {
        config.weights.insert(name.to_owned(), 0.0);
    }
    let scorer = Scorer::new(config).unwrap();
    let error = check_ladder(&scorer, &builtin_mocks()).unwrap_err();
    let text = error.to_string();
    assert!(text.contains("the medium mock of network_activity scores"), "{text}");
    assert!(text.contains("not 0.40 to 0.70"), "{text}");
}

#[test]
fn mocks_survive_a_round_trip() {
    for mock in builtin_mocks() {
        let json = serde_json::to_string(&mock.task).unwrap();
        let again: rewards::TaskFacts = serde_json::from_str(&json).unwrap();
        assert_eq!(again, mock.task, "{}", mock.kind);
        assert_eq!(again.kind, mock.kind);
    }
}
