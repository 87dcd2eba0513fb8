//! Judges arithmetic statements: computes what an answer claims and says whether it is right.
//!
//! Operands count as what they display: an integer is exact, a decimal or scaled number stands
//! for every value that rounds to it. A claim is wrong only if no sensible reading gives it.

mod evaluate;
mod judge;
mod value;

pub use judge::judge;

use crate::parse::Span;

/// Whether an arithmetic statement is right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// The claim follows from what is written.
    Correct,
    /// Every sensible reading was computed and none gives the claim.
    Wrong,
    /// It cannot be read with confidence.
    Unchecked,
}

/// The judgement of one statement.
#[derive(Clone, Debug, PartialEq)]
pub struct Judgement {
    /// The statement, from first operand to claim.
    pub span: Span,
    /// The claimed value.
    pub claimed: f64,
    /// The computed value of the reading that fits best, in the unit of the claim.
    pub computed: Option<f64>,
    /// The verdict.
    pub verdict: Verdict,
    /// Why it is unchecked or wrong, for a person: lower case, no full stop.
    pub reason: Option<&'static str>,
    /// Whether it says nothing: `x = 1`, `5 = 5`, `2 + 2 = 4`.
    pub trivial: bool,
    /// The numbers of the statement, operands and claims, as (value, span).
    pub operands: Vec<(f64, Span)>,
}
