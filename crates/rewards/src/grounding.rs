//! Compares the values beside citations and named metrics with the task's data.

use serde::{Deserialize, Serialize};

use crate::assess::Context;
use crate::names::Names;
use crate::parse::Span;

/// The verdict on a citation or named metric.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grounding {
    /// The value given is the task's, at displayed precision.
    Grounded,
    /// The value given as the metric's is not the task's.
    Contradicted,
    /// No value of the day is given with it.
    NoValue,
    /// The task has no metric of this name.
    UnknownMetric,
}

/// What stands beside a citation or named metric.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The citation or name, and its value if it has one.
    pub span: Span,
    /// Index into `mentions`.
    pub mention: usize,
    /// Index into [`Names::all`].
    pub name: Option<usize>,
    /// The name as cited, for one that the task does not have.
    pub cited_as: Option<String>,
    /// Index into `answer.numbers` of the value.
    pub number: Option<usize>,
    /// The value given as the metric's, in the metric's unit.
    pub claimed: Option<f64>,
    /// The task's value.
    pub actual: Option<f64>,
    /// The verdict.
    pub verdict: Grounding,
    /// Why no value was taken, or how it was read: lower case, no full stop.
    pub reason: Option<&'static str>,
    /// Whether it is a `[citation]`.
    pub cited: bool,
}

impl Reading {
    /// Whether a scorecard lists it: every citation, and names with a checked value.
    pub fn is_reported(&self) -> bool {
        self.cited || matches!(self.verdict, Grounding::Grounded | Grounding::Contradicted)
    }

    /// The metric's name: the task's if the task has it, otherwise as cited.
    pub fn metric_name<'n>(&'n self, names: &'n Names) -> &'n str {
        match self.name {
            Some(name) => &names.get(name).name,
            None => self.cited_as.as_deref().unwrap_or(""),
        }
    }
}

/// Reads what stands beside every mention.
pub fn read(_context: &Context<'_>) -> Vec<Reading> {
    Vec::new()
}
