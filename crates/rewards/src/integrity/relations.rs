//! Whether what an answer says of its figures goes the way they go: "rose from 1,203,788 to
//! 1,187,055" has right figures and says the opposite of them.

use super::{Factor, falling};
use crate::assess::Context;
use crate::changes::is_of_size;
use crate::lexicon::{Classes, stem};
use crate::parse::{BlockKind, NumberRole, NumberUnit, Sentence};
use crate::values::shown_digits;
use crate::way::{Way, direction, said_of};
use crate::words::Word;

/// More statements of a direction than an honest answer makes; the rest is not read.
const MOST: usize = 120;

/// Relations said the wrong way round, of those that two figures decide.
pub(super) fn relations_turned(context: &Context<'_>) -> Factor {
    let (mut checked, mut turned) = (0_usize, 0_usize);
    let sentences = &context.answer.sentences;
    for (sentence, (words, classes)) in sentences.iter().zip(context.words.sentences()) {
        if !classes.any(Classes::UP | Classes::DOWN) {
            continue;
        }
        let in_row = context
            .answer
            .blocks
            .get(sentence.block)
            .is_some_and(|it| matches!(it.kind, BlockKind::TableRow | BlockKind::Code));
        if in_row {
            continue;
        }
        let found = movements(context, sentence, words).chain(percentages(context, sentence));
        for is_right in found.take(MOST) {
            checked += 1;
            turned += usize::from(!is_right);
        }
        if checked >= MOST {
            break;
        }
    }
    // One may be a slip.
    let floor = match turned {
        0 => return None,
        1 => 0.75,
        _ => 0.3,
    };
    Some((
        falling(turned as f64 / checked as f64, 0.2, 0.6, floor),
        format!("{turned} of {checked} changes are said the wrong way round").into(),
    ))
}

/// "rose from A to B", "fell from A on 2 February to B".
fn movements(
    context: &Context<'_>,
    sentence: &Sentence,
    words: &[Word],
) -> impl Iterator<Item = bool> {
    let answer = context.answer;
    words.iter().enumerate().filter_map(move |(at, word)| {
        if word.stem != const { stem(b"from") } {
            return None;
        }
        let said = words[at.saturating_sub(3)..at].iter().rev().find_map(direction)?;
        let denied = words[at.saturating_sub(9)..at]
            .iter()
            .any(|it| it.classes.any(Classes::NEGATION | Classes::CONDITION));
        if said.beside || denied {
            return None;
        }
        let mut after = context
            .numbers_in(crate::parse::Span { start: word.span.end, end: sentence.span.end })
            .map(|it| it.1)
            .filter(|it| it.role == NumberRole::Quantity);
        let first = after.next()?;
        let second = after.next()?;
        let lead = answer.text[word.span.end..first.span.start].split_whitespace().count();
        let between = &answer.text[first.span.end..second.span.start];
        let linked =
            between.trim_end().trim_end_matches(['*', '$', '~']).trim_end().ends_with("to")
                || between.contains(" to the ")
                || between.contains(" to today's ");
        let plain = between.len() <= 60
            && !between.contains(['.', ';', '(', '%'])
            && !between.contains(" and ");
        let alike = first.unit == second.unit;
        let decided = alike && first.value != second.value && lead <= 2 && linked && plain;
        decided.then_some((second.value > first.value) == (said.way == Way::Up))
    })
}

/// "a gain of 5.3 %", "5.3 % below", where the task has changes of that size in one direction only.
fn percentages(context: &Context<'_>, sentence: &Sentence) -> impl Iterator<Item = bool> {
    context.numbers_in(sentence.span).take(MOST).filter_map(move |(_, number)| {
        if number.unit != NumberUnit::Percent
            || number.role != NumberRole::Quantity
            || shown_digits(number) < 2
        {
            return None;
        }
        let said = said_of(context, sentence.span, number)?;
        let up = said.way == Way::Up;
        let (mut known, mut is_right) = (false, false);
        for change in context.changes.shown_by(number) {
            known = true;
            is_right |= (change > 0.0) == up;
        }
        if !known {
            return None;
        }
        // What seems turned may be the change between any two days, or of two metrics.
        Some(is_right || all(context).any(|it| (it > 0.0) == up && is_of_size(number, it)))
    })
}

/// The changes between any two figures of a metric, either way round, and between metrics.
fn all(context: &Context<'_>) -> impl Iterator<Item = f64> {
    let names = context.names.all().iter().enumerate();
    let within = names.clone().flat_map(move |(index, name)| {
        let values = move || context.past.values(index).chain(name.value);
        values().flat_map(move |one| values().map(move |other| (one / other - 1.0) * 100.0))
    });
    let values = move || names.clone().filter_map(|it| it.1.value);
    let between =
        values().flat_map(move |one| values().map(move |other| (one / other - 1.0) * 100.0));
    within.chain(between)
}
