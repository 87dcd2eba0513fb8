//! What a run came to, in figures.

use std::path::PathBuf;

use dataset::{FileSet, SplitReport};
use indexmap::IndexMap;
use llm::{ErrorKind, Usage};
use serde::{Serialize, Serializer};

use crate::ledger::BudgetReached;

/// What a run came to.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Summary {
    /// The run's id: kind of run and start.
    pub run: String,
    /// How many examples were asked for.
    pub wanted: usize,
    /// How many examples were accepted and written.
    pub accepted: usize,
    /// How many tasks were given up, by the reason of their last attempt.
    pub given_up: IndexMap<String, usize>,
    /// How many answers were rejected, by reason. A task may be tried several times.
    pub rejected: IndexMap<String, usize>,
    /// How many requests were made.
    pub asked: usize,
    /// How many answers of earlier runs were used again.
    #[serde(skip_serializing_if = "is_zero")]
    pub reused: usize,
    /// What became of the tasks, by kind.
    pub yields: IndexMap<String, Yield>,
    /// What was spent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub money: Option<journal::Money>,
    /// What all requests took together, rejected answers included, as far as the service told.
    pub usage: Usage,
    /// What ended the run before it had all examples, if something did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stopped: Option<Stopped>,
    /// The model that answered.
    pub model: String,
    /// Whether the answers were computed by a program and not by a language model.
    pub synthetic: bool,
    /// Where the market data came from.
    pub data_source: String,
    /// Accepted examples by task kind.
    pub kinds: IndexMap<String, usize>,
    /// Accepted examples by subject; a comparison counts for both.
    pub subjects: IndexMap<String, usize>,
    /// The scores of the accepted answers.
    pub scores: Distribution,
    /// The scores of all answers, rejected ones included.
    pub all_scores: Distribution,
    /// The scores of all answers in each reward.
    pub components: IndexMap<String, Distribution>,
    /// The days or values of the source that were left out, and why: reason and number.
    pub dropped: IndexMap<String, usize>,
    /// The threshold that accepted answers reached; absent if it was not applied.
    pub min_quality: Option<f64>,
    /// The share of examples that was wanted for evaluation.
    pub eval_fraction: f64,
    /// How the examples were split.
    pub split: SplitReport,
    /// The run's folder.
    pub folder: PathBuf,
    /// Where the files are; absent if none were written.
    #[serde(serialize_with = "files", skip_serializing_if = "Option::is_none")]
    pub files: Option<FileSet>,
}

/// What became of the tasks of a kind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Yield {
    /// How many tasks were asked.
    pub tasks: usize,
    /// How many samples that took.
    pub asked: usize,
    /// How many of these were accepted.
    pub accepted: usize,
    /// The others, by reason.
    pub rejected: IndexMap<String, usize>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
fn is_zero(count: &usize) -> bool {
    *count == 0
}

impl Summary {
    /// Whether there are as many examples as were asked for.
    pub fn is_complete(&self) -> bool {
        self.accepted >= self.wanted
    }

    /// How many answers were rejected.
    pub fn rejections(&self) -> usize {
        self.rejected.values().sum()
    }
}

/// What ended a run before its time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Stopped {
    /// Why.
    pub reason: String,
    /// Whether credit, a quota or the budget was used up: the same command can go on once there is
    /// more.
    pub exhausted: bool,
    /// Whether a person ended it.
    pub interrupted: bool,
    /// What a person can do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
}

impl Stopped {
    pub(crate) fn by(error: &llm::Error) -> Self {
        Self {
            reason: error.to_string(),
            exhausted: error.kind() == ErrorKind::Exhausted,
            interrupted: false,
            hint: error.hint().map(str::to_owned),
        }
    }

    pub(crate) fn by_budget(reached: &BudgetReached) -> Self {
        Self {
            reason: reached.to_string(),
            exhausted: true,
            interrupted: false,
            hint: Some("give more with `--budget`, and the run goes on".to_owned()),
        }
    }

    pub(crate) fn by_hand() -> Self {
        Self { reason: "interrupted".to_owned(), exhausted: false, interrupted: true, hint: None }
    }

    pub(crate) fn by_journal(error: &journal::Error) -> Self {
        let hint = error.is_disk_full().then(|| "make room, and the run goes on".to_owned());
        Self { reason: error.to_string(), exhausted: false, interrupted: false, hint }
    }
}

#[expect(clippy::ref_option, reason = "serde calls it with a reference")]
fn files<S: Serializer>(files: &Option<FileSet>, serializer: S) -> Result<S::Ok, S::Error> {
    use serde::ser::SerializeMap as _;
    let Some(files) = files else { return serializer.serialize_none() };
    let mut map = serializer.serialize_map(Some(4))?;
    map.serialize_entry("raw", &files.raw)?;
    map.serialize_entry("training", &files.training)?;
    map.serialize_entry("train", &files.train)?;
    map.serialize_entry("eval", &files.eval)?;
    map.end()
}

/// The finest step of a [`Distribution`].
const STEPS: usize = 1_000;

/// How scores in [0, 1] are spread, kept in constant memory: quantiles are exact to a thousandth.
#[derive(Clone, Debug)]
pub struct Distribution {
    counts: Vec<u32>,
    sum: f64,
    min: f64,
    max: f64,
}

impl Default for Distribution {
    fn default() -> Self {
        Self { counts: vec![0; STEPS + 1], sum: 0.0, min: 1.0, max: 0.0 }
    }
}

impl Distribution {
    /// Counts a score.
    pub fn add(&mut self, score: f64) {
        let score = score.clamp(0.0, 1.0);
        self.counts[(score * STEPS as f64).round() as usize] += 1;
        self.sum += score;
        self.min = self.min.min(score);
        self.max = self.max.max(score);
    }

    /// Counts scores; one that is absent is none.
    pub fn add_all(&mut self, scores: impl IntoIterator<Item = f64>) {
        for score in scores {
            self.add(score);
        }
    }

    /// How many scores there are.
    pub fn count(&self) -> usize {
        self.counts.iter().map(|count| *count as usize).sum()
    }

    /// The mean; `None` without scores.
    pub fn mean(&self) -> Option<f64> {
        let count = self.count();
        (count > 0).then(|| self.sum / count as f64)
    }

    /// The smallest score.
    pub fn min(&self) -> Option<f64> {
        (self.count() > 0).then_some(self.min)
    }

    /// The largest score.
    pub fn max(&self) -> Option<f64> {
        (self.count() > 0).then_some(self.max)
    }

    /// The score below which the share `q` of the scores lies (nearest rank), to a thousandth.
    pub fn quantile(&self, q: f64) -> Option<f64> {
        let count = self.count();
        let rank = ((q * count as f64).ceil() as usize).clamp(1, count.max(1));
        let mut below = 0;
        let step = self.counts.iter().position(|step| {
            below += *step as usize;
            below >= rank
        })?;
        Some((step as f64 / STEPS as f64).clamp(self.min, self.max))
    }

    /// How many scores lie in each of `bins` equal parts of [0, 1]; 1 belongs to the last.
    pub fn histogram(&self, bins: usize) -> Vec<usize> {
        let mut histogram = vec![0; bins];
        for (step, count) in self.counts.iter().enumerate() {
            let bin = (step * bins / STEPS).min(bins - 1);
            histogram[bin] += *count as usize;
        }
        histogram
    }
}

impl Serialize for Distribution {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap as _;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("count", &self.count())?;
        map.serialize_entry("mean", &self.mean())?;
        map.serialize_entry("min", &self.min())?;
        for (name, q) in [("p10", 0.1), ("median", 0.5), ("p90", 0.9)] {
            map.serialize_entry(name, &self.quantile(q))?;
        }
        map.serialize_entry("max", &self.max())?;
        map.serialize_entry("histogram", &self.histogram(20))?;
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_distribution_of_nothing_has_no_figures() {
        let none = Distribution::default();
        assert_eq!(
            (none.count(), none.mean(), none.min(), none.quantile(0.5)),
            (0, None, None, None)
        );
    }

    #[test]
    fn quantiles_are_nearest_ranks() {
        let mut scores = Distribution::default();
        for score in [0.2, 0.4, 0.6, 0.8, 1.0] {
            scores.add(score);
        }
        assert_eq!(scores.quantile(0.5), Some(0.6));
        assert_eq!(scores.quantile(0.1), Some(0.2));
        assert_eq!(scores.quantile(0.9), Some(1.0));
        assert_eq!(scores.mean(), Some(0.6));
        assert_eq!(scores.histogram(5), [0, 1, 1, 1, 2]);
    }
}
