//! What is decided about an answer.

use std::fmt;

use llm::{Completion, Unusable};
use rewards::{ScoreSummary, Scorer, TaskFacts};
use serde::{Deserialize, Serialize};

/// Why an answer did not become an example.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rejection {
    /// Its score is below the threshold.
    LowScore,
    /// Nothing of it could be scored.
    NotScored,
    /// It is the same as another answer of the task.
    Duplicate,
    /// The request failed.
    Failed,
    /// It is cut off, empty, refused or without a trace.
    #[serde(untagged)]
    Unusable(Unusable),
}

impl Rejection {
    /// Reads the verdict on an answer as a journal has it; `None` for an accepted answer.
    pub fn of_verdict(verdict: &str) -> Option<Self> {
        if verdict == ACCEPTED {
            return None;
        }
        // What another version of the program called something else is still no example.
        Some(serde_json::from_value(verdict.into()).unwrap_or(Self::NotScored))
    }
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::LowScore => f.write_str("score below the threshold"),
            Self::NotScored => f.write_str("nothing to score"),
            Self::Duplicate => f.write_str("same as another answer of the task"),
            Self::Unusable(unusable) => unusable.fmt(f),
            Self::Failed => f.write_str("request failed"),
        }
    }
}

/// What was found of an answer; `rejection` is absent if it is accepted.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Judgement {
    pub(crate) rejection: Option<Rejection>,
    pub(crate) card: Option<ScoreSummary>,
}

impl Judgement {
    /// Judges an answer.
    pub(crate) fn of(
        completion: &Completion,
        facts: &TaskFacts,
        prompt: &str,
        scorer: &Scorer,
        min_quality: Option<f64>,
    ) -> Self {
        if let Err(unusable) = completion.usable() {
            return Self { rejection: Some(Rejection::Unusable(unusable)), card: None };
        }
        let card = scorer.score(&completion.answer, facts, Some(prompt)).summary();
        let rejection = match (min_quality, card.score) {
            (None, _) => None,
            (Some(_), None) => Some(Rejection::NotScored),
            (Some(least), Some(score)) => (score < least).then_some(Rejection::LowScore),
        };
        Self { rejection, card: Some(card) }
    }

    pub(crate) fn score(&self) -> Option<f64> {
        self.card.as_ref()?.score
    }

    /// The word for it in a journal.
    pub(crate) fn name(&self) -> String {
        self.rejection.map_or_else(|| ACCEPTED.to_owned(), name)
    }
}

/// The verdict on an accepted answer, as a journal has it.
pub(crate) const ACCEPTED: &str = "accepted";

/// The word for a rejection in a journal.
pub(crate) fn name(rejection: Rejection) -> String {
    match serde_json::to_value(rejection) {
        Ok(serde_json::Value::String(name)) => name,
        _ => "rejected".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verdicts_have_names_that_are_read_back() {
        for (rejection, expected) in [
            (Rejection::LowScore, "low_score"),
            (Rejection::NotScored, "not_scored"),
            (Rejection::Duplicate, "duplicate"),
            (Rejection::Failed, "failed"),
            (Rejection::Unusable(Unusable::Truncated), "truncated"),
            (Rejection::Unusable(Unusable::NoTrace), "no_trace"),
        ] {
            assert_eq!(name(rejection), expected);
            assert_eq!(Rejection::of_verdict(expected), Some(rejection));
        }
        assert_eq!(Rejection::of_verdict("accepted"), None);
        assert_eq!(Rejection::of_verdict("of a later version"), Some(Rejection::NotScored));
    }
}
