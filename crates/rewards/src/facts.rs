//! What is true of a task: the figures its prompt shows and the values its calculations must have.
//!
//! `TaskFacts` is plain data that others fill. It serialises as the `task` of a record, and an
//! answer scored against the deserialised facts gets the same bits as against the original.

use std::fmt;

use indexmap::IndexMap;
use jiff::civil::Date;
use serde::de::{Deserializer, Error as _, MapAccess, Visitor};
use serde::{Deserialize, Serialize};

/// Everything the rewards know about a task.
///
/// What is empty was not asked for: without `metrics` nothing is grounded, without
/// `expected_calculations` none is required, without `projection` no interval is due.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct TaskFacts {
    /// Identifies the task within its run, for example `network_activity/ethereum/2025-02-09`.
    pub id: String,
    /// The kind of question, for example `network_activity`.
    pub kind: String,
    /// The networks, tokens or protocols the question is about, in the prompt's spelling.
    pub subjects: Vec<String>,
    /// The day the question is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
    /// The titles of the sections the answer must have, in order.
    pub required_sections: Vec<String>,
    /// The calculations the task asks for, by name, with their true values.
    pub expected_calculations: IndexMap<String, Expected>,
    /// The figures of the day, by metric name, in the unit that [`TaskFacts::units`] gives.
    pub metrics: IndexMap<String, f64>,
    /// The unit of each metric (also of history columns that are no metric of the day).
    pub units: IndexMap<String, Unit>,
    /// Words by which prose names a metric, for example `unique_users` as `unique users`.
    pub labels: IndexMap<String, String>,
    /// The metrics that an answer ought to cover; empty means all of `metrics`.
    pub key_metrics: Vec<String>,
    /// The recent history that the prompt shows, oldest first.
    pub history: Vec<HistoryRow>,
    /// The projection the task asks for, if it asks for one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub projection: Option<Projection>,
    /// The parts of the question, each with the names (metrics, calculations) it is about.
    pub parts: IndexMap<String, Vec<String>>,
    /// Whether the task asks for recommendations.
    pub recommendations: bool,
}

/// The true value of a calculation that a task asks for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Expected {
    /// The value, in `unit`: a percentage of 7.9 % is `7.9` with [`Unit::Percent`].
    pub value: f64,
    /// The unit of `value`.
    #[serde(default)]
    pub unit: Unit,
    /// How far a claim may be off.
    #[serde(default)]
    pub tolerance: Tolerance,
    /// The formula as the prompt states it; empty if the prompt leaves it open.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub formula: String,
    /// What the calculation is called in prose, for example `transactions per user`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub label: String,
    /// The metrics it is computed from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub inputs: Vec<String>,
}

/// How far a claimed value may be from the true one.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tolerance {
    /// A share of the true value: `0.05` is 5 %.
    Relative(f64),
    /// An absolute distance, in the unit of the value.
    Absolute(f64),
}

impl Default for Tolerance {
    /// 5 % of the value, as the tasks of this field are usually graded.
    fn default() -> Self {
        Self::Relative(0.05)
    }
}

/// The unit of a figure.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Not known: any reading of a number is compared as it stands.
    #[default]
    Unknown,
    /// A number of things; exact.
    Count,
    /// A share between 0 and 1, that prose usually writes as a percentage.
    Ratio,
    /// A percentage: 5.2 % is `5.2`.
    Percent,
    /// A plain number without a unit, such as a z-score or a quotient.
    Number,
    /// US dollars.
    Usd,
    /// An amount of a coin, by its ticker: `ETH`, `BTC`, `NEAR`.
    Coin(String),
    /// Anything else, by its written name: `gwei`, `gas`, `Tgas`.
    Other(String),
}

/// The figures of one earlier day, as the prompt shows them.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HistoryRow {
    /// The day.
    pub date: Date,
    /// The figures measured on that day, by metric name.
    #[serde(flatten)]
    pub values: IndexMap<String, f64>,
}

impl<'de> Deserialize<'de> for HistoryRow {
    /// What a derived one does with the flattened values, without the copies that it makes of them:
    /// every answer is scored against facts that are read.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Row;

        impl<'de> Visitor<'de> for Row {
            type Value = HistoryRow;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a day with its figures")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<HistoryRow, A::Error> {
                let (mut date, mut values) = (None, IndexMap::new());
                while let Some(name) = map.next_key::<String>()? {
                    if name == "date" {
                        date = Some(map.next_value()?);
                    } else {
                        values.insert(name, map.next_value()?);
                    }
                }
                let date = date.ok_or_else(|| A::Error::missing_field("date"))?;
                Ok(HistoryRow { date, values })
            }
        }

        deserializer.deserialize_map(Row)
    }
}

/// The projection that a task asks for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Projection {
    /// The metric or calculation that is projected.
    pub of: String,
    /// The stated confidence level in percent, for example `90.0`.
    pub level_percent: f64,
    /// The expected calculations that are the estimate and the two bounds, where the task has them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub estimate: Option<String>,
    /// The name of the expected lower bound.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub low: Option<String>,
    /// The name of the expected upper bound.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub high: Option<String>,
}
