//! Whether the results that the task asks for are there, right, and said in earnest.

use super::{Factor, falling};
use crate::arithmetic::{Judgement, Verdict};
use crate::assess::Context;
use crate::expected::{CalculationMatch, Presence};
use crate::grounding::Grounding;
use crate::lexicon::{Classes, stem};
use crate::names::NameKind;
use crate::parse::{Number, NumberRole, Phrase, Span, Statement};
use crate::values::{in_unit, is_expected, shown_digits};

/// Hardly any of the results that the task asks for are given, right or wrong: data restated
/// under the right headings is no answer.
pub(super) fn results_missing(context: &Context<'_>) -> Factor {
    /// The share of the results from which on it is an attempt: one of six.
    const ATTEMPT: f64 = 1.0 / 6.0;
    /// One of five, and it without its working, is as good as none.
    const NONE: f64 = 0.1;
    /// So many of the task's figures are the data restated; fewer are hardly an answer.
    const RESTATED: usize = 5;
    /// So many metrics with their values, and comparisons, are it too.
    const SAID: usize = 3;
    let expected = context.calculations.len();
    if expected < 3 {
        return None;
    }
    let is_known = |it: &&Number| {
        it.role == NumberRole::Quantity && shown_digits(it) >= 2 && context.known.has(it)
    };
    let known = context.answer.numbers.iter().filter(is_known).take(RESTATED).count();
    let mut said = context.comparisons.iter().filter(|it| it.holds).take(SAID).count();
    let mut restated: Vec<usize> = Vec::with_capacity(SAID);
    for reading in context.readings {
        if said >= SAID {
            break;
        }
        if reading.verdict == Grounding::Grounded
            && let Some(name) = reading.name
            && !restated.contains(&name)
        {
            restated.push(name);
            said += 1;
        }
    }
    if known < RESTATED && said < SAID {
        return None;
    }
    let names = context.facts.expected_calculations.keys();
    // A result without its working may be one of the question's figures by chance.
    let given = |(found, name): (&CalculationMatch, &String)| match found.presence {
        Presence::Missing => 0.0,
        Presence::Stated if context.facts.metrics.contains_key(name) => 0.0,
        Presence::Stated => 0.5,
        Presence::Worked | Presence::Wrong => 1.0,
    };
    let given: f64 = context.calculations.iter().zip(names).map(given).sum();
    let share = given / expected as f64;
    Some((
        falling(-share, -ATTEMPT, -NONE, 0.4),
        format!("hardly any of {expected} results are given").into(),
    ))
}

/// Results that are right and come from nowhere: guessed, or computed from made-up figures.
pub(super) fn results_made_up(context: &Context<'_>) -> Factor {
    let is_made_up = |it: &&CalculationMatch| {
        it.made_up && matches!(it.presence, Presence::Missing | Presence::Wrong)
    };
    let made_up = context.calculations.iter().filter(is_made_up).count();
    if made_up < 2 {
        return None;
    }
    let all = context.calculations.len();
    Some((
        falling(made_up as f64 / all as f64, 0.25, 0.5, 0.3),
        format!("{made_up} of {all} results come from nowhere").into(),
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
    // Which of two figures is the larger says something, though nothing is computed.
    let is_order = |it: &Statement| matches!(it.chain.phrase, Some(Phrase::Order { .. }));
    let statements = context.answer.statements.iter().zip(context.judgements);
    let trivial = statements.filter(|it| it.1.trivial && !is_order(it.0)).count();
    if trivial < 12 {
        return None;
    }
    let share = trivial as f64 / all as f64;
    Some((
        falling(share, 0.5, 0.9, 0.1),
        format!("{trivial} of {all} statements say nothing").into(),
    ))
}

/// Results that are right in one place and given otherwise in others.
pub(super) fn results_contradicted(context: &Context<'_>) -> Factor {
    /// The bytes between a name and the value that it has.
    const REACH: usize = 40;
    let answer = context.answer;
    let expected = &context.facts.expected_calculations;
    let (mut all, mut other) = (0_usize, 0_usize);
    for mention in context.mentions.iter().filter(|it| it.strong) {
        let Some(name) = mention.name.map(|it| context.names.get(it)) else { continue };
        if name.kind != NameKind::Calculation {
            continue;
        }
        let Some((index, _, wanted)) = expected.get_full(&name.name) else { continue };
        if !matches!(context.calculations[index].presence, Presence::Stated | Presence::Worked) {
            continue;
        }
        let next = answer.numbers.partition_point(|it| it.span.start < mention.span.end);
        let Some(number) = answer.numbers.get(next) else { continue };
        let gap = Span { start: mention.span.end, end: number.span.start };
        if gap.end - gap.start > REACH || number.role != NumberRole::Quantity {
            continue;
        }
        let words = context.words.within(gap);
        let linked = words.len() <= 3
            && words.iter().all(|it| it.classes.any(Classes::LINK) || LINKS.contains(&it.stem))
            && !answer.slice(gap).contains(['.', ';', ',', '\n', '|', '/', '×', '<', '>']);
        let at = context.words.range(mention.span).start;
        let conditional = context.words.all()[at.saturating_sub(6)..at].iter().any(|it| {
            it.classes
                .any(Classes::CONDITION | Classes::PAST | Classes::THRESHOLD | Classes::NEGATION)
        });
        if !linked
            || conditional
            || context.is_in_statement(number.span)
            || shown_digits(number) < 2
            || in_unit(number, &wanted.unit).next().is_none()
        {
            continue;
        }
        all += 1;
        let right = is_expected(number, wanted, true) || context.known.has(number);
        other += usize::from(!right);
    }
    if other < 2 {
        return None;
    }
    Some((
        falling(other as f64 / all as f64, 0.25, 0.75, 0.3),
        format!("{other} of {all} results given again are others").into(),
    ))
}

/// "comes to", "amounts to", "works out at"
const LINKS: [u64; 6] =
    [stem(b"comes"), stem(b"amounts"), stem(b"to"), stem(b"works"), stem(b"out"), stem(b"at")];
