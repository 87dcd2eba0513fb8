//! Whether what an answer says of its figures goes the way they go: "rose from 1,203,788 to
//! 1,187,055" has right figures and says the opposite of them.

use super::{Factor, falling};
use crate::assess::Context;
use crate::changes::is_of_size;
use crate::lexicon::Classes;
use crate::names::NameKind;
use crate::parse::{BlockKind, Number, NumberRole, NumberUnit, Sentence};
use crate::values::shown_digits;
use crate::way::{Way, direction, said_of};
use crate::words::Word;

/// More statements of a direction than an honest answer makes; the rest is not read.
const MOST: usize = 120;

/// What one change said the wrong way round leaves of the score, among many that are right.
const SLIP: f64 = 0.9;

/// Relations said the wrong way round, of those that two figures decide.
pub(super) fn relations_turned(context: &Context<'_>) -> Factor {
    let (mut checked, mut turned) = (0_usize, 0_usize);
    let sentences = &context.answer.sentences;
    for (index, (sentence, (words, classes))) in
        sentences.iter().zip(context.words.sentences()).enumerate()
    {
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
        let mut found = 0;
        let mut check = |is_right: Option<bool>| {
            let counted = is_right.filter(|_| found < MOST);
            found += usize::from(counted.is_some());
            turned += usize::from(counted == Some(false));
        };
        if classes.any(Classes::FROM) {
            context
                .words
                .notable_in(index, Classes::FROM)
                .for_each(|at| check(movement(context, sentence, words, at)));
        }
        for (index, number) in context.numbers_in(sentence.span).take(MOST) {
            if number.unit == NumberUnit::Percent
                && number.role == NumberRole::Quantity
                && context.figures[index].digits >= 2
            {
                check(percentage(context, sentence, number));
            }
        }
        checked += found;
        if checked >= MOST {
            break;
        }
    }
    let share = turned as f64 / checked as f64;
    // One may be a slip; it is wrong all the same.
    let factor = match turned {
        0 => return None,
        1 => falling(share, 0.2, 0.6, 0.75).min(SLIP),
        _ => falling(share, 0.2, 0.6, 0.3).min(SLIP * SLIP),
    };
    Some((factor, format!("{turned} of {checked} changes are said the wrong way round").into()))
}

/// "rose from A to B", "fell from A on 2 February to B", with "from" at a place.
fn movement(context: &Context<'_>, sentence: &Sentence, words: &[Word], at: usize) -> Option<bool> {
    let answer = context.answer;
    let word = &words[at];
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
    let linked = between.trim_end().trim_end_matches(['*', '$', '~']).trim_end().ends_with("to")
        || between.contains(" to the ")
        || between.contains(" to today's ");
    let plain = between.len() <= 60
        && !between.contains(['.', ';', '(', '%'])
        && !between.contains(" and ");
    let alike = first.unit == second.unit;
    let decided = alike && first.value != second.value && lead <= 2 && linked && plain;
    decided.then_some((second.value > first.value) == (said.way == Way::Up))
}

/// "a gain of 5.3 %", "5.3 % below", where the task has changes of that size in one direction only.
fn percentage(context: &Context<'_>, sentence: &Sentence, number: &Number) -> Option<bool> {
    let said = said_of(context, sentence.span, number)?;
    let up = said.way == Way::Up;
    let decided = beside_its_base(context, sentence, number, up)
        .or_else(|| said.beside.then(|| between_two(context, sentence, number, up)).flatten());
    if decided.is_some() {
        return decided;
    }
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
}

/// "Against 168.71 on 7 June the price is down 3.0 %": the earlier figure stands in the sentence
/// before the percentage, and with today's value it gives that change in one direction.
fn beside_its_base(
    context: &Context<'_>,
    sentence: &Sentence,
    number: &Number,
    up: bool,
) -> Option<bool> {
    let mut others = context.numbers_in(sentence.span).filter(|(index, it)| {
        it.role == NumberRole::Quantity
            && it.unit != NumberUnit::Percent
            && context.figures[*index].digits >= 3
    });
    let (index, base) = others.next()?;
    // With two figures either may be the one that the change is counted from.
    if others.next().is_some() || base.span.start > number.span.start {
        return None;
    }
    // What is no value of the task at all is no earlier one.
    if !context.figures[index].is_known {
        return None;
    }
    let names = context.names.all().iter().enumerate();
    let mut metrics = names.filter(|(_, it)| matches!(it.kind, NameKind::Metric));
    metrics.find_map(|(index, name)| {
        let now = name.value?;
        let then = context
            .past
            .earlier(index)
            .find(|it| (it - base.value).abs() <= (2.0 * base.half_ulp).max(it.abs() * 1e-9))?;
        let change = (now / then - 1.0) * 100.0;
        is_of_size(number, change).then_some((change > 0.0) == up)
    })
}

/// "6.372 is 29.4 % below the 4.92": the figures on both sides give that change in one direction.
fn between_two(
    context: &Context<'_>,
    sentence: &Sentence,
    number: &Number,
    up: bool,
) -> Option<bool> {
    /// The bytes between the percentage and either figure.
    const REACH: usize = 40;
    let figures = || {
        context.numbers_in(sentence.span).map(|it| it.1).filter(|it| {
            it.role == NumberRole::Quantity
                && it.unit != NumberUnit::Percent
                && shown_digits(it) >= 3
        })
    };
    let first = figures().take_while(|it| it.span.end <= number.span.start).last()?;
    let second = figures().find(|it| it.span.start >= number.span.end)?;
    let near =
        number.span.start - first.span.end <= REACH && second.span.start - number.span.end <= REACH;
    let change = (first.value / second.value - 1.0) * 100.0;
    let room = |it: &Number| it.half_ulp / it.value.abs();
    let room = number.half_ulp + (change.abs() + 100.0) * (room(first) + room(second));
    (near && change.is_finite() && (change.abs() - number.value).abs() <= room)
        .then_some((change > 0.0) == up)
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
