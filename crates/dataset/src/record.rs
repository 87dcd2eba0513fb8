//! The two records of an example. Their first keys, and the order of these, are a contract with
//! everybody who reads the files; see `docs/data-format.md`.

use conditions::Assessment;
use indexmap::IndexMap;
use jiff::Timestamp;
use llm::Usage;
use rewards::{ScoreSummary, TaskFacts};
use serde::ser::SerializeMap as _;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::value::RawValue;

use crate::text::{Text, words};

/// An example as it was generated: question, trace, answer, data and verdicts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RawExample {
    /// The day asked about.
    pub date: jiff::civil::Date,
    /// The subject's name; of two networks compared, both, joined by a comma.
    pub chain: String,
    /// The prompt: the whole user message.
    pub input: String,
    /// The model's reasoning trace.
    pub reasoning: String,
    /// The model's final answer.
    pub output: String,
    /// What was measured on the day and derived from it, by metric name. What was not measured is
    /// not there.
    #[serde(serialize_with = "whole_numbers_without_point")]
    pub market_data: IndexMap<String, f64>,
    /// The composite score of the answer; absent if nothing of it could be scored.
    pub quality_score: Option<f64>,
    /// The model that answered.
    pub model: String,
    /// When the answer was complete, in UTC.
    #[serde(serialize_with = "microseconds")]
    pub timestamp: Timestamp,
    /// The task, with all that is needed to score the answer again.
    pub task: TaskFacts,
    /// The market conditions that the prompt names, by subject.
    pub conditions: IndexMap<String, Assessment>,
    /// The scorecard, without spans.
    pub rewards: ScoreSummary,
    /// Where the example comes from.
    pub provenance: Provenance,
}

/// What was measured, as JSON; counts are written as counts.
///
/// # Errors
/// None that a map of finite numbers could give.
pub fn market_data_json(data: &IndexMap<String, f64>) -> serde_json::Result<String> {
    #[derive(Serialize)]
    #[serde(transparent)]
    struct Data<'d>(
        #[serde(serialize_with = "whole_numbers_without_point")] &'d IndexMap<String, f64>,
    );
    serde_json::to_string(&Data(data))
}

/// A [`RawExample`] whose parts are JSON already, as a journal keeps them: written to the same
/// bytes without being read first.
#[derive(Clone, Debug, Serialize)]
pub struct RawLine<'l> {
    /// As [`RawExample::date`].
    pub date: &'l str,
    /// As [`RawExample::chain`].
    pub chain: &'l str,
    /// As [`RawExample::input`].
    pub input: Text<'l>,
    /// As [`RawExample::reasoning`].
    pub reasoning: Text<'l>,
    /// As [`RawExample::output`].
    pub output: Text<'l>,
    /// As [`RawExample::market_data`].
    pub market_data: &'l RawValue,
    /// As [`RawExample::quality_score`].
    pub quality_score: Option<f64>,
    /// As [`RawExample::model`].
    pub model: &'l str,
    /// As [`RawExample::timestamp`].
    #[serde(serialize_with = "microseconds")]
    pub timestamp: Timestamp,
    /// As [`RawExample::task`].
    pub task: &'l RawValue,
    /// As [`RawExample::conditions`].
    pub conditions: &'l RawValue,
    /// As [`RawExample::rewards`].
    pub rewards: &'l RawValue,
    /// As [`RawExample::provenance`].
    pub provenance: Provenance,
}

/// A [`TrainingExample`] whose task is JSON already.
#[derive(Clone, Debug, Serialize)]
pub struct TrainingLine<'l> {
    /// As [`TrainingExample::input`].
    pub input: &'l Text<'l>,
    /// As [`TrainingExample::output`].
    pub output: &'l Text<'l>,
    /// As [`TrainingExample::reasoning`].
    pub reasoning: &'l Text<'l>,
    /// As [`TrainingExample::metadata`].
    pub metadata: Metadata,
    /// As [`TrainingExample::task`].
    pub task: &'l RawValue,
}

impl<'l> From<&'l RawLine<'_>> for TrainingLine<'l> {
    fn from(raw: &'l RawLine<'_>) -> Self {
        Self {
            input: &raw.input,
            output: &raw.output,
            reasoning: &raw.reasoning,
            metadata: Metadata::of(
                raw.model,
                raw.timestamp,
                raw.reasoning.as_str(),
                raw.output.as_str(),
            ),
            task: raw.task,
        }
    }
}

/// Where an example comes from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Provenance {
    /// The run that made it.
    pub run: String,
    /// 1 if the first sample was accepted, 2 if the second, and so on.
    pub attempt: u32,
    /// The earlier run that paid for the answer, if one did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reused_from: Option<String>,
    /// Where the market data came from: `files`, `flipside`.
    pub data_source: String,
    /// Whether the answer was computed by a program and not by a language model.
    pub synthetic: bool,
    /// Whether the rewards were used with weights that fail their own test answers.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unvalidated_rewards: bool,
    /// Who computed the answer, where the service hands requests on to several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<String>,
    /// The service's id of the generation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub generation_id: Option<String>,
    /// Tokens and cost, as far as they are known.
    pub usage: Usage,
}

/// An example as it is trained on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TrainingExample {
    /// The prompt.
    pub input: String,
    /// The final answer.
    pub output: String,
    /// The reasoning trace.
    pub reasoning: String,
    /// What is known about the example.
    pub metadata: Metadata,
    /// The task, with all that is needed to score the answer.
    pub task: TaskFacts,
}

/// What is known about a training example.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Metadata {
    /// Always `synthetic`: the answer was generated, by a language model or by a program.
    pub source: String,
    /// The model that answered.
    pub model: String,
    /// When the answer was complete, in UTC.
    #[serde(serialize_with = "microseconds")]
    pub generation_date: Timestamp,
    /// Whether there is a reasoning trace.
    pub has_reasoning: bool,
    /// The number of words of `output`.
    pub word_count: usize,
}

impl Metadata {
    fn of(model: &str, timestamp: Timestamp, reasoning: &str, output: &str) -> Self {
        Self {
            source: "synthetic".to_owned(),
            model: model.to_owned(),
            generation_date: timestamp,
            has_reasoning: !reasoning.trim().is_empty(),
            word_count: words(output),
        }
    }
}

impl From<&RawExample> for TrainingExample {
    fn from(raw: &RawExample) -> Self {
        Self {
            input: raw.input.clone(),
            output: raw.output.clone(),
            reasoning: raw.reasoning.clone(),
            metadata: Metadata::of(&raw.model, raw.timestamp, &raw.reasoning, &raw.output),
            task: raw.task.clone(),
        }
    }
}

/// Writes counts as counts: 1187055, not 1187055.0.
fn whole_numbers_without_point<S: Serializer>(
    data: &IndexMap<String, f64>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    /// Up to here every whole number has a floating-point number of its own.
    const EXACT: f64 = 9_007_199_254_740_992.0;

    let mut map = serializer.serialize_map(Some(data.len()))?;
    for (name, value) in data {
        if value.fract() == 0.0 && value.abs() < EXACT {
            map.serialize_entry(name, &(*value as i64))?;
        } else {
            map.serialize_entry(name, value)?;
        }
    }
    map.end()
}

/// Always six digits, so that the files sort and compare as text.
fn microseconds<S: Serializer>(timestamp: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&format_args!("{timestamp:.6}"))
}
