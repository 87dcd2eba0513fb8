//! Rewards calculations that are there, worked and right.
//!
//! Each expected calculation of the task earns its share: in full if its working is shown, a part
//! if only the value is stated. A wrong value for it, and every wrong arithmetic statement
//! anywhere, costs half of such a share, so that a wrong calculation is worse than a missing one.
//! Right arithmetic about other things earns nothing, and so cannot be farmed.
//!
//! > 1,187,055 / 385,930 = 3.08 transactions per user

use std::borrow::Cow;

use crate::arithmetic::Verdict;
use crate::assess::{Assessment, Context, Evidence, Reward};
use crate::expected::Presence;

/// The reward.
#[derive(Clone, Copy, Debug, Default)]
pub struct CalculationAccuracy;

impl Reward for CalculationAccuracy {
    fn name(&self) -> &'static str {
        "calculation_accuracy"
    }

    fn assess(&self, context: &Context<'_>) -> Assessment {
        let expected = &context.facts.expected_calculations;
        if expected.is_empty() {
            return Assessment::not_asked();
        }
        let limits = context.thresholds;
        let mut earned = 0.0;
        let mut evidence = Vec::with_capacity(expected.len() + 4);
        for (name, found) in expected.keys().zip(context.calculations) {
            let note =
                |text: &'static str| -> Cow<'static, str> { [name, ": ", text].concat().into() };
            match (found.presence, found.span) {
                (Presence::Worked, Some(span)) => {
                    earned += 1.0;
                    evidence.push(Evidence::good(span, note("right, with its working")));
                }
                // A figure that the question gives already is restated, not calculated.
                (Presence::Stated, Some(span)) if context.facts.metrics.contains_key(name) => {
                    evidence.push(Evidence::neutral(span, note("restated from the question")));
                }
                (Presence::Stated, Some(span)) => {
                    earned += limits.unworked_credit;
                    evidence.push(Evidence::good(span, note("right, without its working")));
                }
                (Presence::Wrong, Some(span)) => {
                    earned -= limits.wrong_cost;
                    evidence.push(Evidence::bad(span, note("a wrong value")));
                }
                _ => evidence.push(Evidence::missing(note("not found"))),
            }
        }
        for (index, judgement) in context.judgements.iter().enumerate() {
            if judgement.verdict != Verdict::Wrong {
                continue;
            }
            let counted = context
                .calculations
                .iter()
                .any(|it| it.presence == Presence::Wrong && it.statement == Some(index));
            if !counted {
                earned -= limits.wrong_cost;
                evidence.push(Evidence::bad(
                    judgement.span,
                    judgement.reason.unwrap_or("wrong arithmetic"),
                ));
            }
        }
        Assessment::new(earned / expected.len() as f64, evidence)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check_not_asked, check_scores, facts};

    #[test]
    fn scores() {
        check_not_asked(&CalculationAccuracy);
        check_scores(
            &CalculationAccuracy,
            &facts(),
            &[
                (
                    "Transactions per user: 1,187,055 / 385,930 = 3.08. Failed transactions: 1,187,055 × 0.01317 = 15,634.",
                    1.0,
                ),
                ("Transactions per user: 1,187,055 / 385,930 = 3.08.", 0.5),
                ("Transactions per user came to 3.08.", 0.35),
                (
                    "Transactions per user: 1,187,055 / 385,930 = 3.08. Failed transactions: 1,187,055 × 0.01317 = 25,634.",
                    0.25,
                ),
                ("Transactions per user: 1,187,055 / 385,930 = 4.08.", 0.0),
                ("2 + 2 = 4. x = 1. 17 × 3 = 51.", 0.0),
                ("", 0.0),
            ],
        );
    }
}
