//! Whether a statement is the working of a result: computed from figures of the task, or from
//! figures that the answer has shown before.
//!
//! `3 + 0.08 = 3.08` is right and computes nothing, and a row of guesses holds the right value
//! without knowing it.

use super::{Claim, Wanted, number_at};
use crate::arithmetic::Judgement;
use crate::assess::Context;
use crate::parse::{Number, NumberRole, Span};
use crate::values::{in_unit, shown_digits};

/// What stands before the result in a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Working {
    /// Figures that are the task's or were shown before, the inputs among them.
    Shown,
    /// Words or names only, or figures of which none is an input.
    Partial,
    /// Figures that come from nowhere.
    MadeUp,
}

/// How far an operand may be from the figure that it is, as a share: honest working rounds.
const NEAR: f64 = 0.005;
/// So many values for one result in a sentence are guesses.
const GUESSES: usize = 4;
/// How many times greater or smaller than the result another value for it is at most.
const GUESS_RANGE: f64 = 5.0;
/// How many numbers before a statement are looked through for its operands.
const MOST_SHOWN: usize = 400;
/// More inputs than a calculation has; of the rest no sums and differences are tried.
const MOST_INPUTS: usize = 6;

impl Wanted<'_> {
    /// What a statement shows of how its claim, a number of the answer, comes about.
    pub(super) fn working(
        &self,
        context: &Context<'_>,
        judgement: &Judgement,
        claim: usize,
    ) -> Working {
        let numbers = &context.answer.numbers;
        let claim = &numbers[claim];
        let mut figures = 0;
        let mut meaningful = 0;
        let mut known = 0;
        for (_, span) in &judgement.operands {
            let Some(number) = number_at(context, *span).map(|it| &numbers[it]) else { continue };
            if number.span == claim.span || number.value == claim.value {
                continue;
            }
            figures += 1;
            // Small whole numbers are counts, powers and factors.
            if shown_digits(number) < 2 && number.value.fract() == 0.0 {
                continue;
            }
            meaningful += 1;
            known += usize::from(self.is_from_somewhere(context, number, judgement.span.start));
        }
        let named = context
            .mentions_in(judgement.span)
            .iter()
            .any(|it| it.name.is_some_and(|it| self.inputs.contains(&it)));
        if figures == 0 {
            return Working::Partial;
        }
        if self.inputs.is_empty() || self.has_inputs(context, judgement) {
            return Working::Shown;
        }
        if known == 0 && meaningful > 0 && !named {
            return Working::MadeUp;
        }
        if known > 0 { Working::Shown } else { Working::Partial }
    }

    /// Whether an operand is a figure of the task in any form, was shown before, or is the sum or
    /// difference of two inputs.
    fn is_from_somewhere(&self, context: &Context<'_>, number: &Number, start: usize) -> bool {
        let value = number.value.abs();
        let known = context.known;
        if known.is_near(value, NEAR) && shown_digits(number) >= 2 {
            return true;
        }
        let room = 2.0 * number.half_ulp;
        // 5.3 % is shown as 1.053, a success rate of 98.68 % as failures of 1.32 %.
        let forms = [
            (value * 100.0, room * 100.0),
            (value / 100.0, room / 100.0),
            ((value - 1.0).abs() * 100.0, room * 100.0),
            ((value - 1.0).abs(), room),
            ((value - 100.0).abs(), room),
        ];
        if forms.iter().any(|(value, room)| known.has_within(*value, *room)) {
            return true;
        }
        let numbers = &context.answer.numbers;
        let upto = numbers.partition_point(|it| it.span.end <= start);
        let same = |it: &Number| {
            it.role == NumberRole::Quantity
                && (it.value.abs() - value).abs() <= it.half_ulp.min(number.half_ulp)
        };
        if numbers[upto.saturating_sub(MOST_SHOWN)..upto].iter().any(same) {
            return true;
        }
        let value_of = |it: &usize| context.names.get(*it).value;
        let inputs = || self.inputs.iter().take(MOST_INPUTS).filter_map(value_of);
        let near = |it: f64| (it.abs() - value).abs() <= it.abs() * NEAR;
        inputs().any(|one| inputs().any(|other| near(one - other) || near(one + other)))
    }

    /// Whether a claim without a statement stands among other values for the same result.
    pub(super) fn is_guess(&self, context: &Context<'_>, claim: &Claim, sentence: Span) -> bool {
        let size = self.expected.value.abs();
        let others = context.numbers_in(sentence).filter(|(index, it)| {
            it.role == NumberRole::Quantity
                && *index != claim.number
                && in_unit(it, &self.expected.unit).next().is_some_and(|it| {
                    it.value.abs() * GUESS_RANGE >= size && it.value.abs() <= size * GUESS_RANGE
                })
                && !context.known.has(it)
                && !context.is_in_statement(it.span)
        });
        others.take(GUESSES - 1).count() >= GUESSES - 1
    }
}
