//! Scoring any bytes against real tasks: it must not panic, scores stay in [0, 1], and the same
//! text gets the same scorecard.
//!
//! `cargo +nightly fuzz run score -- -max_total_time=600`
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use rewards::ladder::{Mock, builtin_mocks};
use rewards::{RewardConfig, Scorer};

static MOCKS: LazyLock<Vec<Mock>> = LazyLock::new(builtin_mocks);
static SCORER: LazyLock<Scorer> =
    LazyLock::new(|| Scorer::new(RewardConfig::default()).expect("the default weights are valid"));

fuzz_target!(|bytes: &[u8]| {
    let Some((first, rest)) = bytes.split_first() else { return };
    let mock = &MOCKS[usize::from(*first) % MOCKS.len()];
    let text = String::from_utf8_lossy(rest);
    let card = SCORER.score(&text, &mock.task, None);
    let scores = card.components.values().copied().chain([card.score, Some(card.integrity)]);
    assert!(scores.flatten().all(|score| (0.0..=1.0).contains(&score)));
    assert_eq!(card, SCORER.score(&text, &mock.task, None));
});
