//! One answer as the evaluation takes it in.

use indexmap::IndexMap;
use rewards::{ScoreSummary, Scorecard};
use serde::Deserialize;

/// The scores of an answer, by one version of the rewards.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct Scores {
    /// The composite; absent if nothing was asked.
    #[serde(default)]
    pub score: Option<f64>,
    /// The score of each reward; absent where it was not asked.
    pub components: IndexMap<String, Option<f64>>,
    /// The integrity; 1 where it is not told.
    #[serde(default = "whole")]
    pub integrity: f64,
}

fn whole() -> f64 {
    1.0
}

impl From<Scorecard> for Scores {
    fn from(card: Scorecard) -> Self {
        Self { score: card.score, components: card.components, integrity: card.integrity }
    }
}

impl From<ScoreSummary> for Scores {
    fn from(card: ScoreSummary) -> Self {
        Self { score: card.score, components: card.components, integrity: card.integrity }
    }
}

impl Scores {
    /// Says what cannot be evaluated: a figure outside of [0, 1].
    ///
    /// # Errors
    /// The sentence for the reader of the file.
    pub fn check(&self) -> Result<(), String> {
        let within = |value: f64| (0.0..=1.0).contains(&value);
        let named = [("score", self.score), ("integrity", Some(self.integrity))];
        let components = self.components.iter().map(|(name, score)| (name.as_str(), *score));
        for (name, value) in named.into_iter().chain(components) {
            if let Some(value) = value
                && !within(value)
            {
                return Err(format!("`{name}` is {value}, which is no score from 0 to 1"));
            }
        }
        Ok(())
    }
}

/// Where an answer's scores come from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Origin {
    /// The rewards scored the answer now.
    #[default]
    Scored,
    /// The line held scores and no answer; they are taken as they are.
    Told,
}

/// One answer with its scores.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// Its line in the file, from 1.
    pub line: u64,
    /// As the file names it; may be empty.
    pub id: String,
    /// The kind of its task.
    pub kind: Option<String>,
    /// Its subject.
    pub chain: Option<String>,
    /// The model that answered.
    pub model: Option<String>,
    /// Its task; answers to one task are not independent of each other.
    pub task: Option<String>,
    /// How good it is, by somebody's judgement; greater is better.
    pub label: Option<f64>,
    /// Its length in words.
    pub words: Option<u32>,
    /// The scores that are evaluated.
    pub scores: Scores,
    /// Where they come from.
    pub origin: Origin,
    /// The scores that they are compared with.
    pub compared: Option<Scores>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_that_are_no_scores_are_named() {
        let scores = |json: &str| serde_json::from_str::<Scores>(json).unwrap();
        assert_eq!(scores(r#"{"components":{"a":0.5,"b":null}}"#).check(), Ok(()));
        for (json, name) in [
            (r#"{"components":{"a":1.5}}"#, "`a` is 1.5"),
            (r#"{"components":{},"score":-1}"#, "`score` is -1"),
            (r#"{"components":{},"integrity":7}"#, "`integrity` is 7"),
        ] {
            assert!(scores(json).check().unwrap_err().starts_with(name));
        }
    }
}
