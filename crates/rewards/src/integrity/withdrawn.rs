//! Whether an answer stands by what it says: it may deny each sentence, or all of them at once.

use memchr::memmem;

use super::{Factor, falling};
use crate::assess::Context;
use crate::grammar::is_auxiliary;
use crate::lexicon::{Classes, stem};
use crate::parse::{Number, NumberRole};
use crate::values::shown_digits;
use crate::words::Word;

/// Sentences that deny what they say: "It is false that …", "Nobody says that …", "Suppose
/// that …".
pub(super) fn sentences_denied(context: &Context<'_>) -> Factor {
    /// The words among which such a "that" stands.
    const REACH: usize = 9;
    let all = context.words.all();
    let mut sentences = context.words.ranges().peekable();
    let mut denied = 0_usize;
    for that in context.words.notable(0..all.len(), Classes::THAT) {
        while sentences.next_if(|it| it.end <= that).is_some() {}
        let Some(words) = sentences.peek() else { break };
        if words.start > that || that - words.start >= REACH {
            continue;
        }
        denied += usize::from(words.len() >= 4 && is_denied(&all[words.start..that]));
        // The first decides.
        sentences.next();
    }
    if denied < 3 {
        return None;
    }
    let all = context.words.ranges().filter(|it| it.len() >= 4).count();
    Some((
        falling(denied as f64 / all as f64, 0.1, 0.35, 0.1),
        format!("{denied} of {all} sentences deny what they say").into(),
    ))
}

/// Whether the words of a sentence before its "that" deny the rest.
fn is_denied(words: &[Word]) -> bool {
    const SUPPOSE: [u64; 3] = [stem(b"suppose"), stem(b"imagine"), stem(b"pretend")];
    const NOBODY: [u64; 2] = [stem(b"nobody"), stem(b"one")];
    const SAYS: [u64; 5] =
        [stem(b"says"), stem(b"believes"), stem(b"claims"), stem(b"thinks"), stem(b"said")];
    const FALSE: [u64; 12] = [
        stem(b"false"),
        stem(b"untrue"),
        stem(b"wrong"),
        stem(b"incorrect"),
        stem(b"mistaken"),
        stem(b"absurd"),
        stem(b"mistake"),
        stem(b"error"),
        stem(b"lie"),
        stem(b"myth"),
        stem(b"nonsense"),
        stem(b"impossible"),
    ];
    // "It would be a mistake to think that", "it is wrong to say that"
    const THINK: [u64; 8] = [
        stem(b"think"),
        stem(b"say"),
        stem(b"believe"),
        stem(b"claim"),
        stem(b"assume"),
        stem(b"conclude"),
        stem(b"suppose"),
        stem(b"state"),
    ];
    const NOT_TRUE: [u64; 3] = [stem(b"true"), stem(b"case"), stem(b"correct")];
    let Some(last) = words.last().map(|it| it.stem) else { return false };
    let has = |it: u64| words.iter().any(|word| word.stem == it);
    let (it, not) = (has(const { stem(b"it") }), has(const { stem(b"not") }));
    let nobody = NOBODY.iter().any(|name| has(*name))
        && (has(const { stem(b"no") }) || has(const { stem(b"nobody") }));
    let unthinkable = THINK.contains(&last) && words.iter().any(|it| FALSE.contains(&it.stem));
    words.len() == 1 && SUPPOSE.contains(&last)
        || unthinkable && !not
        || it && (FALSE.contains(&last) && !not || NOT_TRUE.contains(&last) && not)
        || nobody && SAYS.contains(&last)
}

/// Figures that are said not to be: "the day did not have 1,187,055 transactions", "users were not
/// 385,930".
pub(super) fn figures_denied(context: &Context<'_>) -> Factor {
    let is_known = |it: &Number| {
        it.role == NumberRole::Quantity && shown_digits(it) >= 3 && context.known.has(it)
    };
    let words = context.words.all();
    let denied = nots(context)
        .filter(|at| {
            // At most one word may stand between the denial and its figure.
            let next = words[at + 1..].iter().take(2);
            let figure = next.clone().find(|it| it.classes.any(Classes::NUMERIC));
            figure.is_some_and(|figure| {
                let between = &context.answer.text[words[*at].span.end..figure.span.start];
                let mut numbers = context.numbers_in(figure.span);
                !between.contains(['.', ',', ';', ':', '|', '(', '\n'])
                    && numbers.any(|(_, it)| is_known(it))
            })
        })
        .count();
    if denied < 3 {
        return None;
    }
    let all = context.answer.numbers.iter().filter(|it| is_known(it)).count();
    Some((
        falling(denied as f64 / all as f64, 0.05, 0.3, 0.1),
        format!("{denied} of {all} figures are denied").into(),
    ))
}

/// Nearly every verb denied: "transactions were not …, which is not …".
pub(super) fn verbs_denied(context: &Context<'_>) -> Factor {
    let words = context.words.all();
    let is_verb = |it: &Word| is_auxiliary(it.classes);
    let denied = nots(context).filter(|at| *at > 0 && is_verb(&words[at - 1])).count();
    // Careful answers deny up to half of a dozen verbs.
    if denied < 8 {
        return None;
    }
    let all = words.iter().filter(|it| is_verb(it)).count();
    Some((
        falling(denied as f64 / all as f64, 0.5, 0.65, 0.1),
        format!("{denied} of {all} verbs are denied").into(),
    ))
}

/// The places of "not" and "never".
fn nots<'c>(context: &'c Context<'_>) -> impl Iterator<Item = usize> + 'c {
    context.words.notable(0..context.words.all().len(), Classes::NOT)
}

/// The answer as a whole taken back at its beginning or end: "All of the above is wrong."
pub(super) fn answer_withdrawn(context: &Context<'_>) -> Factor {
    /// Where such a sentence stands, in bytes from either end.
    const REACH: usize = 200;
    const SAYINGS: [&str; 8] = [
        "all of the above is wrong",
        "everything above is wrong",
        "all of the above is made up",
        "everything above is made up",
        "none of the above is",
        "made up and wrong",
        "must not be used",
        "is made up.",
    ];
    /// One of these stands in each.
    const PARTS: [&str; 3] = ["above is", "made up", "must not be used"];
    let text = context.answer.text.trim();
    let head = &text[..text.floor_char_boundary(REACH)];
    let tail = &text[text.ceil_char_boundary(text.len().saturating_sub(REACH))..];
    let withdrawn = [head, tail].into_iter().any(|it| {
        let mut lower = [0; REACH + 3];
        let lower = &mut lower[..it.len()];
        lower.copy_from_slice(it.as_bytes());
        lower.make_ascii_lowercase();
        let has = |saying: &&str| memmem::find(lower, saying.as_bytes()).is_some();
        PARTS.iter().any(has) && SAYINGS.iter().any(has)
    });
    withdrawn.then(|| (0.3, "it takes itself back".into()))
}
