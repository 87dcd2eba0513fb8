//! Scores written examples again, each from its own record alone.

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::Path;

use anyhow::{Context as _, anyhow};
use dataset::RawExample;
use generator::Distribution;
use indexmap::IndexMap;
use rewards::Scorer;
use serde::Serialize;

use crate::failure::Failure;

/// What scoring again came to.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Verified {
    /// How many examples were scored again.
    pub(crate) examples: usize,
    /// The composite scores.
    pub(crate) scores: Distribution,
    /// The scores of each reward.
    pub(crate) components: IndexMap<String, Distribution>,
    /// The composite scores by task kind.
    pub(crate) kinds: IndexMap<String, Distribution>,
}

/// Reads a file of raw examples and scores every one again.
///
/// Fails if a score differs from the recorded one in any bit: then the record does not hold what
/// it was judged by.
pub(crate) fn verify(raw: &Path, scorer: &Scorer) -> Result<Verified, Failure> {
    let mut verified = Verified::default();
    let file = File::open(raw)
        .with_context(|| format!("cannot open {}", raw.display()))
        .map_err(Failure::failed)?;
    for (number, line) in BufReader::new(file).lines().enumerate() {
        let place = || format!("{}, line {}", raw.display(), number + 1);
        let line = line.with_context(place).map_err(Failure::failed)?;
        let example: RawExample =
            serde_json::from_str(&line).with_context(place).map_err(Failure::failed)?;
        let card = scorer.score(&example.output, &example.task, Some(&example.input));
        if card.score != example.quality_score || card.summary() != example.rewards {
            return Err(Failure::failed(anyhow!(
                "{}: scored {:?} now, {:?} is recorded",
                place(),
                card.score,
                example.quality_score
            )));
        }
        verified.examples += 1;
        if let Some(score) = card.score {
            verified.scores.add(score);
            verified.kinds.entry(example.task.kind.clone()).or_default().add(score);
        }
        for (name, score) in &card.components {
            let component = verified.components.entry(name.clone()).or_default();
            if let Some(score) = score {
                component.add(*score);
            }
        }
    }
    verified.kinds.sort_keys();
    Ok(verified)
}
