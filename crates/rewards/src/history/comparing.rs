//! Whether a sentence compares, or only says what was.

use crate::assess::Context;
use crate::lexicon::{Classes, stem};
use crate::parse::{NumberRole, NumberUnit};
use crate::words::Word;

/// Whether a sentence, or the one before or after it in its paragraph, compares: it says that
/// something rose or fell, was more or less, was the average or the highest, or gives a percentage.
pub(super) fn compares(context: &Context<'_>, own: usize) -> bool {
    const COMPARING: Classes = Classes::CHANGE
        .and(Classes::UP)
        .and(Classes::DOWN)
        .and(Classes::COMPARISON)
        .and(Classes::EXTREME)
        .and(Classes::MEAN)
        .and(Classes::RATIO)
        .and(Classes::AGAINST);
    const PLAIN: [u64; 8] = [
        stem(b"while"),
        stem(b"but"),
        stem(b"whereas"),
        stem(b"same"),
        stem(b"equal"),
        stem(b"equalled"),
        stem(b"unchanged"),
        stem(b"twice"),
    ];
    let sentences = &context.answer.sentences;
    let around = own.saturating_sub(1)..(own + 2).min(sentences.len());
    let block = sentences.get(own).map(|it| it.block);
    sentences[around].iter().filter(|it| Some(it.block) == block).any(|it| {
        let mentions = context.mentions_in(it.span);
        let is_name = |word: &Word| {
            let index = mentions.partition_point(|it| it.span.end <= word.span.start);
            mentions.get(index).is_some_and(|it| it.span.start <= word.span.start)
        };
        // "On the record" is no record.
        let says = |word: &Word| {
            (word.classes.any(COMPARING) && word.stem != const { stem(b"record") }
                || PLAIN.contains(&word.stem))
                && !is_name(word)
        };
        context.words.within(it.span).iter().any(says)
            || context
                .numbers_in(it.span)
                .any(|(_, it)| it.unit == NumberUnit::Percent && it.role == NumberRole::Quantity)
    })
}
