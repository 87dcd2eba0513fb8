//! Whether a question can be asked is known without writing it: the short way and the long way
//! agree on everything that could be asked, of real days and of the raggedest synthetic ones.

#![expect(clippy::unwrap_used, reason = "a test may end at once")]

mod synthetic;

use std::path::Path;
use std::sync::Arc;

use market::{CsvSource, MarketSource as _, Metric, Series, Subject, SubjectKind};
use proptest::prelude::*;
use synthetic::{Flaws, RAGGED, WHOLE, network, token};
use tasks::{Desk, Plan, TaskKey, TaskKind, TooFewTasks};

fn desk(series: impl IntoIterator<Item = Series>) -> Desk {
    let mut desk = Desk::new(Arc::new(conditions::RuleBook::default()));
    for series in series {
        desk.add(series, None);
    }
    desk
}

fn sample() -> Desk {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/market");
    let source = CsvSource::open(&folder, jiff::civil::date(2026, 1, 1)).unwrap();
    let mut all = Vec::new();
    futures::executor::block_on(async {
        for kind in [SubjectKind::Network, SubjectKind::Token] {
            for subject in source.subjects(kind).await.unwrap() {
                all.push(source.series(&subject, None).await.unwrap().series);
            }
        }
    });
    desk(all)
}

/// Checks every candidate and returns how many there are and how many of them can be asked.
fn agree(desk: &Desk) -> (usize, usize) {
    let mut counts = (0, 0);
    for kind in TaskKind::ALL {
        for key in desk.candidates(kind) {
            let made = desk.task(&key).is_some();
            assert_eq!(desk.can_ask(&key), made, "{}", key.id());
            counts = (counts.0 + 1, counts.1 + usize::from(made));
        }
    }
    counts
}

#[test]
fn agrees_on_the_bundled_sample() {
    let (candidates, made) = agree(&sample());
    assert!(made > 10_000 && made < candidates, "{made} of {candidates}");
}

#[test]
fn agrees_on_series_without_gaps_and_on_ones_that_stand_still() {
    let still = Flaws { pace: 0.0, ..WHOLE };
    let (candidates, made) = agree(&desk([
        network(1, 60, WHOLE),
        network(2, 60, still),
        network(3, 6, WHOLE),
        token(4, 150, WHOLE),
        token(5, 100, still),
        token(6, 20, WHOLE),
    ]));
    assert!(made > 0 && made < candidates, "{made} of {candidates}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn agrees_on_ragged_series(
        seed in any::<u32>(),
        days in 1..70_i32,
        gaps in 0.0..0.5_f64,
        missing in 0.0..0.4_f64,
        zeros in 0.0..0.4_f64,
        recovered in 0.0..0.4_f64,
        pace in prop::sample::select(vec![0.0, 0.001, 0.05, 0.4]),
    ) {
        let flaws = Flaws { gaps, missing, zeros, recovered, pace };
        let seed = u64::from(seed);
        agree(&desk([
            network(seed, days, flaws),
            network(seed + 1, 40, RAGGED),
            token(seed + 2, 2 * days, flaws),
        ]));
    }
}

#[test]
fn a_key_that_is_no_candidate_is_no_question() {
    let desk = desk([network(1, 60, WHOLE), token(2, 150, WHOLE)]);
    let key = |kind, subjects: &[Subject], date, focus| TaskKey {
        kind,
        subjects: subjects.into(),
        date,
        focus,
    };
    let (network, token) = (Subject::network("synthetic-1"), Subject::token("synthetic-2"));
    let one = std::slice::from_ref(&network);
    let day = synthetic::LAST;
    let check = |key: TaskKey, expect: bool| {
        assert_eq!(desk.can_ask(&key), expect, "{}", key.id());
        assert_eq!(desk.task(&key).is_some(), expect, "{}", key.id());
    };
    check(key(TaskKind::NetworkActivity, one, day, None), true);
    check(key(TaskKind::NetworkActivity, one, day.tomorrow().unwrap(), None), false);
    check(key(TaskKind::NetworkActivity, &[], day, None), false);
    check(key(TaskKind::NetworkActivity, &[Subject::network("nowhere")], day, None), false);
    check(key(TaskKind::NetworkActivity, std::slice::from_ref(&token), day, None), false);
    check(key(TaskKind::TokenTrendRisk, std::slice::from_ref(&token), day, None), true);
    check(key(TaskKind::TokenTrendRisk, one, day, None), false);
    check(key(TaskKind::NetworkComparison, one, day, None), false);
    check(key(TaskKind::NetworkComparison, &[network.clone(), token], day, None), false);
    check(key(TaskKind::Anomaly, one, day, Some(Metric::TotalFees)), true);
    check(key(TaskKind::Anomaly, one, day, None), false);
    check(key(TaskKind::Anomaly, one, day, Some(Metric::CloseUsd)), false);
    check(key(TaskKind::GrowthProjection, one, day, Some(Metric::SuccessRate)), false);
}

#[test]
fn a_plan_begins_with_what_is_known_to_carry_its_question() {
    let desk = desk([network(1, 60, RAGGED), network(2, 50, RAGGED), token(3, 200, RAGGED)]);
    let plan = Plan::new(&desk, 42, 100).unwrap();
    assert_eq!(plan.confirmed(), 100);
    assert!(plan.keys()[..100].iter().all(|key| desk.task(key).is_some()));
    assert_eq!(plan.len(), plan.keys().len());

    let every = Plan::new(&desk, 42, 0).unwrap();
    let available = every.tasks(&desk).count();
    let all = Plan::new(&desk, 42, available).unwrap();
    assert_eq!((all.confirmed(), all.len()), (available, available));
    let error = Plan::new(&desk, 42, available + 1).unwrap_err();
    assert_eq!(error, TooFewTasks { wanted: available + 1, available });
}
