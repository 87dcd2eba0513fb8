//! Whether the results that the task asks for are there, right, and said in earnest.

use super::{Factor, falling};
use crate::arithmetic::{Judgement, Verdict};
use crate::assess::Context;
use crate::expected::{CalculationMatch, Presence};
use crate::grounding::Grounding;

/// Hardly any of the results that the task asks for are given, right or wrong: data restated
/// under the right headings is no answer.
pub(super) fn results_missing(context: &Context<'_>) -> Factor {
    /// The share of the results from which on it is an attempt: one of six.
    const ATTEMPT: f64 = 1.0 / 6.0;
    /// So many metrics with their values are the data restated; fewer are hardly an answer.
    const RESTATED: usize = 3;
    let expected = context.calculations.len();
    if expected < 3 {
        return None;
    }
    let mut restated: Vec<usize> = Vec::with_capacity(RESTATED);
    for reading in context.readings {
        if reading.verdict == Grounding::Grounded
            && let Some(name) = reading.name
            && !restated.contains(&name)
        {
            restated.push(name);
            if restated.len() == RESTATED {
                break;
            }
        }
    }
    if restated.len() < RESTATED {
        return None;
    }
    let names = context.facts.expected_calculations.keys();
    let is_given = |(found, name): (&CalculationMatch, &String)| match found.presence {
        Presence::Missing => false,
        // What the question gives already is restated, not calculated.
        Presence::Stated => !context.facts.metrics.contains_key(name),
        Presence::Worked | Presence::Wrong => true,
    };
    let given = context.calculations.iter().zip(names).filter(|it| is_given(*it)).count();
    let share = given as f64 / expected as f64;
    Some((
        falling(-share, -ATTEMPT, 0.0, 0.4),
        format!("{given} of {expected} results are given").into(),
    ))
}

/// Most of the results that the task asks for are wrong: what else is right of such an answer
/// does not make it one to learn from.
pub(super) fn wrong_results(context: &Context<'_>) -> Factor {
    let of = |presence: Presence| {
        context.calculations.iter().filter(|it| it.presence == presence).count()
    };
    let expected = context.calculations.len();
    let statements = context.judgements.iter().filter(|it| it.verdict == Verdict::Wrong).count();
    let right = of(Presence::Stated) + of(Presence::Worked);
    let wrong = of(Presence::Wrong).max(statements.min(expected));
    if wrong < 2 {
        return None;
    }
    let share = wrong as f64 / (wrong + right) as f64;
    Some((
        falling(share, 0.5, 1.0, 0.5),
        format!("{wrong} of {} results are wrong", wrong + right).into(),
    ))
}

/// What the arithmetic says of a statement that the text takes back.
const TAKEN_BACK: &str = "the text takes it back";

/// One result after the other is stated wrong and then taken back.
pub(super) fn results_taken_back(context: &Context<'_>) -> Factor {
    let is_wrong = |it: &&Judgement| {
        it.verdict == Verdict::Unchecked
            && it.reason == Some(TAKEN_BACK)
            && it.computed.is_none_or(|right| {
                (it.claimed - right).abs() > right.abs().max(it.claimed.abs()) * 0.05
            })
    };
    let back = context.judgements.iter().filter(is_wrong).count();
    if back < 3 {
        return None;
    }
    let right =
        context.judgements.iter().filter(|it| it.verdict == Verdict::Correct && !it.trivial);
    let all = back + right.count();
    Some((
        falling(back as f64 / all as f64, 0.25, 0.75, 0.3),
        format!("{back} of {all} results are taken back").into(),
    ))
}

/// Arithmetic that says nothing: `x = 1` a hundred times.
pub(super) fn trivial_statements(context: &Context<'_>) -> Factor {
    let all = context.judgements.len();
    let trivial = context.judgements.iter().filter(|it| it.trivial).count();
    if trivial < 12 {
        return None;
    }
    let share = trivial as f64 / all as f64;
    Some((
        falling(share, 0.5, 0.9, 0.1),
        format!("{trivial} of {all} statements say nothing").into(),
    ))
}
