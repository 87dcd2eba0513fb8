//! What an assessment says.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A market condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// A lasting rise, above the long mean.
    Bull,
    /// A lasting fall, or a deep one that has not turned, below the long mean.
    Bear,
    /// No trend to speak of, or trend and mean at odds.
    Sideways,
    /// Daily changes far beyond what the subject is used to.
    Volatile,
    /// A rise out of a deep fall, well off the low.
    Recovery,
    /// A fall of some size from a high that is not long past.
    Correction,
    /// A quiet base after a deep fall, with rising lows.
    Accumulation,
    /// A fading rise near the high, with falling highs.
    Distribution,
}

impl Condition {
    /// All conditions.
    pub const ALL: [Self; 8] = [
        Self::Bull,
        Self::Bear,
        Self::Sideways,
        Self::Volatile,
        Self::Recovery,
        Self::Correction,
        Self::Accumulation,
        Self::Distribution,
    ];

    /// Names the condition as the data does: `bull`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Bull => "bull",
            Self::Bear => "bear",
            Self::Sideways => "sideways",
            Self::Volatile => "volatile",
            Self::Recovery => "recovery",
            Self::Correction => "correction",
            Self::Accumulation => "accumulation",
            Self::Distribution => "distribution",
        }
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A text that names no condition.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no market condition")]
pub struct ConditionError(String);

impl FromStr for Condition {
    type Err = ConditionError;

    fn from_str(text: &str) -> Result<Self, ConditionError> {
        Self::ALL
            .into_iter()
            .find(|condition| condition.name() == text)
            .ok_or_else(|| ConditionError(text.to_owned()))
    }
}

/// A condition, how clear it is, and what says so.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Assessment {
    /// The condition.
    pub condition: Condition,
    /// How clear it is, 0 to 1: 0.5 where every figure lies just on its threshold, 1 where each is
    /// beyond doubt. To two decimals.
    pub confidence: f64,
    /// The figures that the rule looked at, each of which satisfies its threshold.
    pub evidence: Vec<Evidence>,
}

/// One figure and the threshold it satisfies.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// The feature's name.
    pub indicator: String,
    /// Its value.
    pub value: f64,
    /// How the value stands to the threshold.
    pub relation: Relation,
    /// The threshold.
    pub threshold: f64,
    /// The same in words, with the units.
    pub text: String,
}

/// How a value stands to its threshold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// The value is the threshold or more.
    AtLeast,
    /// The value is more than the threshold.
    Above,
    /// The value is the threshold or less.
    AtMost,
    /// The value is less than the threshold.
    Below,
    /// The value, without its sign, is less than the threshold.
    Within,
}

impl Relation {
    /// Whether a value stands so to a threshold.
    pub fn holds(self, value: f64, threshold: f64) -> bool {
        match self {
            Self::AtLeast => value >= threshold,
            Self::Above => value > threshold,
            Self::AtMost => value <= threshold,
            Self::Below => value < threshold,
            Self::Within => value.abs() < threshold,
        }
    }

    /// Words for the relation: `at least`.
    pub fn words(self) -> &'static str {
        match self {
            Self::AtLeast => "at least",
            Self::Above => "above",
            Self::AtMost => "at most",
            Self::Below => "below",
            Self::Within => "within plus or minus",
        }
    }
}
