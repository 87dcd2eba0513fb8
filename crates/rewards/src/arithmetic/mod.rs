//! Judges arithmetic statements: computes what an answer claims and says whether it is right.
//!
//! Operands count as what they display: an integer is exact, a decimal or scaled number stands
//! for every value that rounds to it. A claim is wrong only if no sensible reading gives it.

mod evaluate;
mod judge;
mod metric;
mod value;

pub use judge::judge;
pub(crate) use judge::judge_all;

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

#[cfg(test)]
mod tests {
    use super::{Verdict, judge};
    use crate::{Answer, TaskFacts, Unit};

    fn facts() -> TaskFacts {
        let mut facts = TaskFacts::default();
        facts.metrics.insert("txns".to_owned(), 4_460_392.0);
        facts.metrics.insert("success_rate".to_owned(), 0.9868);
        facts.units.insert("success_rate".to_owned(), Unit::Ratio);
        facts
    }

    fn check(text: &str, expected: &[Verdict]) {
        let answer = Answer::parse(text);
        let facts = facts();
        let found: Vec<_> =
            answer.statements.iter().map(|s| judge(&answer, s, &facts).verdict).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn rules() {
        use Verdict::{Correct, Unchecked, Wrong};
        // Exact operands.
        check("657,821 + 1 = 657,822", &[Correct]);
        check("657,821 + 1 = 657,823", &[Wrong]);
        check("657,821 + 1 = 658 thousand", &[Correct]);
        check("657,821 + 1 = 657 thousand", &[Correct]);
        check("657,821 + 1 = 659 thousand", &[Wrong]);
        // Rounded operands.
        check("$4.1M / $0.3M = 12.1", &[Correct]);
        check("$4.1M / $0.3M = 18.1", &[Wrong]);
        check("4,460,392 / 592,966 ≈ 7.58", &[Correct]);
        check("4,460,392 / 592,966 = 7.58", &[Wrong]);
        // Percent is a unit.
        check("50 / 200 = 25%", &[Correct]);
        check("(110 − 100) / 100 = 0.1%", &[Wrong]);
        check("0.9868 = 0.9868%", &[Wrong]);
        check("0.9868 = 98.68%", &[Correct]);
        check("98.7 − 97.5 = 1.2%", &[Unchecked]);
        // Chains.
        check("115 / 1230 = 0.0935 × 100 = 9.35%", &[Correct]);
        check("(110 − 100) / 100 = 10 / 100 = 0.1 = 10%", &[Correct]);
        // Citations.
        check("[txns] × (1 − [success_rate]) = 58,877", &[Correct]);
        check("100% − [success_rate] = 1.32%", &[Correct]);
        check("[nothing] × 2 = 5", &[Unchecked]);
        // Taken back.
        check("45 + 37 = 72. No, 82.", &[Unchecked]);
        check("45 + 37 = 82. No surprise there.", &[Correct]);
        let far = "Other things are said.\n\nAnd more.\n\n";
        let then = |text: &str| format!("- 45 + 37 = **72**\n- Next\n\n{far}{text}");
        check(&then("Hmm, let me re-check: 45 + 37 = 82."), &[Unchecked, Correct]);
        check(&then("45 + 37 = 82."), &[Wrong, Correct]);
        check(&then("Hmm, let me re-check: 45 + 38 = 83."), &[Wrong, Correct]);
        check(&then("Hmm, let me re-check: 45 + 37 = 92."), &[Wrong, Wrong]);
    }

    #[test]
    fn trivial_statements_say_so() {
        let trivial = |text: &str| {
            let answer = Answer::parse(text);
            let facts = facts();
            answer.statements.iter().all(|s| judge(&answer, s, &facts).trivial)
        };
        assert!(trivial("x = 1"));
        assert!(trivial("5 = 5"));
        assert!(trivial("2 + 2 = 4"));
        assert!(trivial("7,522 × 1 = 7,522"));
        assert!(!trivial("4,460,392 / 592,966 = 7.52"));
    }
}
