//! Whether an answer stands by what it says: it may deny each sentence, or all of them at once.

use super::{Factor, falling};
use crate::assess::Context;
use crate::lexicon::stem;
use crate::words::Word;

/// Sentences that deny what they say: "It is false that …", "Nobody says that …", "Suppose
/// that …".
pub(super) fn sentences_denied(context: &Context<'_>) -> Factor {
    let (mut all, mut denied) = (0_usize, 0_usize);
    for sentence in &context.answer.sentences {
        let words = context.words.within(sentence.span);
        if words.len() >= 4 {
            all += 1;
            denied += usize::from(is_denied(&words[..words.len().min(7)]));
        }
    }
    if denied < 3 {
        return None;
    }
    Some((
        falling(denied as f64 / all as f64, 0.1, 0.5, 0.1),
        format!("{denied} of {all} sentences deny what they say").into(),
    ))
}

/// Whether the first words of a sentence deny the rest.
fn is_denied(words: &[Word]) -> bool {
    const SUPPOSE: [u64; 3] = [stem(b"suppose"), stem(b"imagine"), stem(b"pretend")];
    const NOBODY: [u64; 2] = [stem(b"nobody"), stem(b"one")];
    const SAYS: [u64; 5] =
        [stem(b"says"), stem(b"believes"), stem(b"claims"), stem(b"thinks"), stem(b"said")];
    const FALSE: [u64; 4] = [stem(b"false"), stem(b"untrue"), stem(b"wrong"), stem(b"incorrect")];
    const NOT_TRUE: [u64; 3] = [stem(b"true"), stem(b"case"), stem(b"correct")];
    let Some(that) = words.iter().position(|it| it.stem == const { stem(b"that") }) else {
        return false;
    };
    let Some(last) = that.checked_sub(1).map(|it| words[it].stem) else { return false };
    let has = |it: u64| words[..that].iter().any(|word| word.stem == it);
    let (it, not) = (has(const { stem(b"it") }), has(const { stem(b"not") }));
    let nobody = NOBODY.iter().any(|name| has(*name))
        && (has(const { stem(b"no") }) || has(const { stem(b"nobody") }));
    that == 1 && SUPPOSE.contains(&last)
        || it && (FALSE.contains(&last) && !not || NOT_TRUE.contains(&last) && not)
        || nobody && SAYS.contains(&last)
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
    let text = context.answer.text.trim();
    let head = &text[..text.floor_char_boundary(REACH)];
    let tail = &text[text.ceil_char_boundary(text.len().saturating_sub(REACH))..];
    let withdrawn = [head, tail].into_iter().any(|it| {
        let lower = it.to_ascii_lowercase();
        SAYINGS.iter().any(|saying| lower.contains(saying))
    });
    withdrawn.then(|| (0.3, "it takes itself back".into()))
}
