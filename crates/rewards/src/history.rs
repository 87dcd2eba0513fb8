//! Checks comparisons with named earlier days and periods against the task's history.

use crate::assess::Context;
use crate::parse::Span;

/// A comparison with an earlier day or period.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// The sentence or row.
    pub span: Span,
    /// The named day or period in the text.
    pub anchor: Span,
    /// Index into [`Names::all`](crate::names::Names::all) of the metric that is compared.
    pub name: usize,
    /// Index into `answer.numbers` of the figure.
    pub number: usize,
    /// The figure of the history, or the change computed from it.
    pub actual: f64,
    /// Whether the figure is right.
    pub holds: bool,
    /// What was checked, for a person.
    pub note: &'static str,
}

/// Finds and checks all comparisons.
pub fn compare(_context: &Context<'_>) -> Vec<Comparison> {
    Vec::new()
}
