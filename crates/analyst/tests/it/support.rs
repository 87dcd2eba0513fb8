//! The tasks of the bundled sample, and how alike two answers are.

use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;

use analyst::Analyst;
use llm::{Completion, Request, Sampling};
use market::{CsvSource, MarketSource as _, SubjectKind};
use tasks::{Desk, Task, TaskKind};

/// All subjects of the bundled sample.
pub(crate) fn desk() -> Desk {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/market");
    let source = CsvSource::open(&sample, jiff::civil::date(2026, 1, 1)).expect("the sample opens");
    let mut desk = Desk::new(Arc::new(conditions::RuleBook::default()));
    for kind in [SubjectKind::Network, SubjectKind::Token] {
        let subjects = futures::executor::block_on(source.subjects(kind)).expect("subjects");
        for subject in subjects {
            let fetched = futures::executor::block_on(source.series(&subject, None));
            desk.add(fetched.expect("a series").series, None);
        }
    }
    desk
}

/// Tasks of a kind, evenly over what the sample can ask, at most this many.
pub(crate) fn tasks(desk: &Desk, kind: TaskKind, most: usize) -> Vec<Task> {
    let keys = desk.candidates(kind);
    let step = (keys.len() / (most * 2)).max(1);
    // The days of one subject in order, then those left out: some days carry no question.
    let spread = (0..step).flat_map(|start| keys.iter().skip(start).step_by(step));
    spread.filter_map(|key| desk.task(key)).take(most).collect()
}

/// The analyst's answer to a prompt.
pub(crate) fn answer(prompt: &str, seed: u64) -> Completion {
    let sampling = Sampling { seed, ..Sampling::default() };
    Analyst.answer(&Request::new(prompt, sampling)).expect("the prompt can be read")
}

/// The mean Jaccard similarity of the 4-grams of words of every two texts.
pub(crate) fn similarity(texts: &[String]) -> f64 {
    let grams: Vec<HashSet<u64>> = texts.iter().map(|text| grams(text)).collect();
    let mut sum = 0.0;
    let mut pairs = 0_u32;
    for (index, one) in grams.iter().enumerate() {
        for other in &grams[index + 1..] {
            let both = one.intersection(other).count();
            let either = one.len() + other.len() - both;
            sum += both as f64 / either.max(1) as f64;
            pairs += 1;
        }
    }
    sum / f64::from(pairs.max(1))
}

/// The 4-grams of a text whose numbers, dates, metrics and subjects are masked.
fn grams(text: &str) -> HashSet<u64> {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let words: Vec<String> = text.split_whitespace().filter_map(mask).collect();
    words
        .windows(4)
        .map(|gram| {
            let mut hasher = DefaultHasher::new();
            gram.hash(&mut hasher);
            hasher.finish()
        })
        .collect()
}

fn mask(word: &str) -> Option<String> {
    const NAMES: [&str; 7] = ["bitcoin", "ethereum", "near", "btc", "eth", "ltc", "xrp"];
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    if word.contains(['[', ']', '`', '_']) {
        return Some("NAME".to_owned());
    }
    let word: String = word.chars().filter(|c| c.is_alphanumeric() || *c == '\'').collect();
    let word = word.to_lowercase();
    let stem = word.trim_end_matches("'s");
    match stem {
        "" => None,
        _ if stem.chars().any(|c| c.is_ascii_digit()) => Some("NUMBER".to_owned()),
        _ if NAMES.contains(&stem) => Some("NAME".to_owned()),
        _ if MONTHS.contains(&stem) => Some("NUMBER".to_owned()),
        _ => Some(word),
    }
}
