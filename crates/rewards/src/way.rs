//! Which way the words around a number say that something moved: "rose 5.3 %", "a loss of 5.3 %",
//! "5.3 % above".
//!
//! Only words that stand right at the number are read, and none that a condition or a denial turns.

use crate::assess::Context;
use crate::lexicon::{Classes, stem};
use crate::parse::{Number, Span};
use crate::words::Word;

/// Upwards or downwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    Up,
    Down,
}

/// A direction as said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Said {
    pub(crate) way: Way,
    /// Whether it is a place beside something else ("above", "more than"), and not a movement.
    pub(crate) beside: bool,
}

/// Words that compare two things as they are.
const BESIDE: [u64; 14] = [
    stem(b"above"),
    stem(b"below"),
    stem(b"over"),
    stem(b"under"),
    stem(b"higher"),
    stem(b"lower"),
    stem(b"more"),
    stem(b"less"),
    stem(b"fewer"),
    stem(b"greater"),
    stem(b"larger"),
    stem(b"smaller"),
    stem(b"faster"),
    stem(b"slower"),
];

/// Words with a direction that say something else as often.
const DOUBTFUL: [u64; 9] = [
    stem(b"short"),
    stem(b"negative"),
    stem(b"deficit"),
    stem(b"recovered"),
    stem(b"added"),
    stem(b"recovery"),
    stem(b"drawdown"),
    stem(b"over"),
    stem(b"under"),
];

/// Words that may stand between a direction and its number.
const SMALL: [u64; 12] = [
    stem(b"by"),
    stem(b"of"),
    stem(b"about"),
    stem(b"around"),
    stem(b"roughly"),
    stem(b"some"),
    stem(b"nearly"),
    stem(b"almost"),
    stem(b"only"),
    stem(b"just"),
    stem(b"a"),
    stem(b"another"),
];

/// Words that take a direction back when they stand before it.
const TURNING: [u64; 8] = [
    stem(b"needed"),
    stem(b"need"),
    stem(b"required"),
    stem(b"risk"),
    stem(b"instead"),
    stem(b"against"),
    stem(b"anything"),
    stem(b"than"),
];

/// How many words before a number may turn its direction.
const TURNED_WITHIN: usize = 8;

/// The direction that the words at a number give it.
pub(crate) fn said_of(context: &Context<'_>, sentence: Span, number: &Number) -> Option<Said> {
    if number.value <= 0.0 || is_signed(context, number) {
        return None;
    }
    let range = context.words.range(sentence);
    let words = &context.words.all()[range.clone()];
    let from = |place| context.words.first_from(place).clamp(range.start, range.end) - range.start;
    let at = from(number.span.start);
    let next = from(number.span.end);
    // "down 7.7% higher" is no English, "ended up 7.7% lower" is: the word behind decides.
    let said = behind(context, number.span.end, &words[next..])
        .or_else(|| before(context, number.span.start, &words[..at]))?;
    let turned = words[at.saturating_sub(TURNED_WITHIN)..at].iter().any(|it| {
        it.classes.any(Classes::NEGATION | Classes::CONDITION) || TURNING.contains(&it.stem)
    });
    (!turned).then_some(said)
}

fn is_signed(context: &Context<'_>, number: &Number) -> bool {
    let text = context.answer.text;
    let sign = text[number.span.start..].chars().next();
    let before = text[..number.span.start].chars().next_back();
    let is_sign = |it: char| matches!(it, '+' | '-' | '−' | '–' | '±');
    sign.is_some_and(is_sign) || before.is_some_and(is_sign)
}

fn behind(context: &Context<'_>, end: usize, words: &[Word]) -> Option<Said> {
    let first = words.first()?;
    if !is_joined(context, end, first.span.start) {
        return None;
    }
    // "69.86 % up to rounding" has no direction.
    let ends = words.get(1).is_some_and(|it| it.stem == const { stem(b"to") });
    if ends {
        return None;
    }
    direction(first).or_else(|| {
        let second = words.get(1)?;
        let plain = first.classes.any(Classes::TIME)
            && is_joined(context, first.span.end, second.span.start);
        plain.then(|| direction(second))?
    })
}

fn before(context: &Context<'_>, start: usize, words: &[Word]) -> Option<Said> {
    let mut start = start;
    for word in words.iter().rev().take(4) {
        if !is_joined(context, word.span.end, start) {
            return None;
        }
        if let Some(said) = direction(word) {
            return Some(said);
        }
        if !SMALL.contains(&word.stem) {
            return None;
        }
        start = word.span.start;
    }
    None
}

/// Whether nothing but spaces and emphasis stands between two places.
fn is_joined(context: &Context<'_>, start: usize, end: usize) -> bool {
    let gap = &context.answer.text[start.min(end)..end];
    gap.len() <= 8
        && gap.bytes().all(|it| matches!(it, b' ' | b'*' | b'%' | b'$' | b'~' | b'_' | b'\n'))
}

/// The direction of a word that has one and no other.
pub(crate) fn direction(word: &Word) -> Option<Said> {
    let way = match (word.classes.any(Classes::UP), word.classes.any(Classes::DOWN)) {
        (true, false) => Way::Up,
        (false, true) => Way::Down,
        _ => return None,
    };
    if DOUBTFUL.contains(&word.stem) || word.classes.any(Classes::CITED) {
        return None;
    }
    Some(Said { way, beside: BESIDE.contains(&word.stem) })
}
