//! Weights and limits: everything about the rewards that a user may tune.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

/// The default weight of `calculation_accuracy`.
pub const CALCULATION_ACCURACY_WEIGHT: f64 = 1.0;
/// The default weight of `confidence_interval`.
pub const CONFIDENCE_INTERVAL_WEIGHT: f64 = 0.8;
/// The default weight of `investment_insight`.
pub const INVESTMENT_INSIGHT_WEIGHT: f64 = 1.0;
/// The default weight of `citation_format`.
pub const CITATION_FORMAT_WEIGHT: f64 = 0.7;
/// The default weight of `structure`.
pub const STRUCTURE_WEIGHT: f64 = 0.6;
/// The default weight of `completeness`.
pub const COMPLETENESS_WEIGHT: f64 = 0.8;
/// The default weight of `metric_citation`.
pub const METRIC_CITATION_WEIGHT: f64 = 0.9;
/// The default weight of `historical_reference`.
pub const HISTORICAL_REFERENCE_WEIGHT: f64 = 0.7;

/// How a [`Scorer`](crate::Scorer) weighs and judges.
///
/// As TOML:
///
/// ```toml
/// [weights]
/// structure = 0.0            # leaves the reward out
/// calculation_accuracy = 2.0 # the others keep their defaults
///
/// [thresholds]
/// wrong_cost = 0.75
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RewardConfig {
    /// Weights by the rewards' names; what is not named keeps its default, 0 leaves a reward out.
    pub weights: IndexMap<String, f64>,
    /// Limits and costs.
    pub thresholds: Thresholds,
}

/// The numeric rules of the rewards. `docs/rewards.md` gives the reason for each.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Thresholds {
    /// What a wrong calculation costs, in units of what a right one earns.
    pub wrong_cost: f64,
    /// What an expected value earns that is stated without its working.
    pub unworked_credit: f64,
    /// What a contradicted value costs, in units of what a grounded one earns.
    pub contradicted_cost: f64,
    /// What a citation of a name that the task does not have costs, in units of a grounded one.
    pub unknown_cost: f64,
    /// How far off a value may be that the text marks as approximate, as a share.
    pub approximate_tolerance: f64,
    /// The number of recommendations that earns full marks.
    pub insights_due: usize,
    /// The number of checked comparisons with earlier days that earns full marks.
    pub comparisons_due: usize,
    /// The number of words of its own that a section needs for full marks.
    pub section_words: usize,
    /// Below this number of words an answer loses integrity for a task with required sections.
    pub short_words: usize,
    /// Above this number of words an answer loses integrity.
    pub long_words: usize,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self {
            wrong_cost: 0.5,
            unworked_credit: 0.7,
            contradicted_cost: 1.5,
            unknown_cost: 0.5,
            approximate_tolerance: 0.01,
            insights_due: 2,
            comparisons_due: 3,
            section_words: 12,
            short_words: 60,
            long_words: 6000,
        }
    }
}

/// Why a scorer cannot be built.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// A weight names no reward.
    #[error("unknown reward `{name}`; known are {}", known.join(", "))]
    UnknownReward {
        /// The name as given.
        name: String,
        /// The names that would do.
        known: Vec<String>,
    },
    /// Two rewards have the same name.
    #[error("two rewards are named `{0}`")]
    DuplicateReward(String),
    /// Every weight is 0.
    #[error("all weights are 0, so that nothing would be scored")]
    NoWeight,
    /// A weight is negative or no number.
    #[error("the weight of `{name}` is {weight}; it must be a number from 0 upwards")]
    BadWeight {
        /// The reward.
        name: String,
        /// The weight as given.
        weight: f64,
    },
    /// A threshold is out of its range.
    #[error("the threshold `{name}` is {value}; it must be {must}")]
    BadThreshold {
        /// The threshold.
        name: &'static str,
        /// The value as given.
        value: f64,
        /// The allowed range.
        must: &'static str,
    },
}

impl Thresholds {
    /// Checks that every limit is usable.
    ///
    /// # Errors
    ///
    /// [`ConfigError::BadThreshold`] names the first that is not.
    pub fn check(&self) -> Result<(), ConfigError> {
        let from_zero = |name, value: f64| {
            if value.is_finite() && value >= 0.0 {
                return Ok(());
            }
            Err(ConfigError::BadThreshold { name, value, must: "a number from 0 upwards" })
        };
        let from_one = |name, value: usize| {
            if value >= 1 {
                return Ok(());
            }
            Err(ConfigError::BadThreshold { name, value: value as f64, must: "at least 1" })
        };
        from_zero("wrong_cost", self.wrong_cost)?;
        from_zero("unworked_credit", self.unworked_credit)?;
        from_zero("contradicted_cost", self.contradicted_cost)?;
        from_zero("unknown_cost", self.unknown_cost)?;
        from_zero("approximate_tolerance", self.approximate_tolerance)?;
        from_one("insights_due", self.insights_due)?;
        from_one("comparisons_due", self.comparisons_due)?;
        from_one("section_words", self.section_words)?;
        from_one("long_words", self.long_words)
    }
}
