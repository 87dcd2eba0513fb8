//! Whether what stands around the figures says anything: sentences of words that fit everywhere,
//! or about gardeners and sailors, make right results no analysis.

use super::{Factor, falling};
use crate::assess::Context;
use crate::lexicon::Classes;
use crate::parse::{BlockKind, NumberRole, Sentence};
use crate::words::Word;

/// Classes of words that belong to the subject beside [`Classes::SUBJECT`].
const TELLING: Classes = Classes::SUBJECT
    .and(Classes::ACTION)
    .and(Classes::SOFT_ACTION)
    .and(Classes::RISK)
    .and(Classes::THRESHOLD)
    .and(Classes::MEAN)
    .and(Classes::SPREAD)
    .and(Classes::PROJECTION)
    .and(Classes::CHANGE)
    .and(Classes::UP)
    .and(Classes::DOWN)
    .and(Classes::EXTREME)
    .and(Classes::INTERVAL)
    .and(Classes::RATIO)
    .and(Classes::NETWORK)
    .and(Classes::MEASURE)
    .and(Classes::FINANCE)
    .and(Classes::FUNCTIONAL);

/// Sentences without a figure that speak of nothing: fewer than two words of theirs belong to the
/// subject, or one beside a metric.
///
/// A third of such sentences in honest answers are like that ("It was a quiet one."), and now and
/// then half of a few.
pub(super) fn empty_talk(context: &Context<'_>) -> Factor {
    /// So many are no turn of phrase.
    const LEAST: usize = 4;
    let (mut all, mut empty) = (0_usize, 0_usize);
    let sentences = &context.answer.sentences;
    for (sentence, words) in sentences.iter().zip(context.words.by_sentence()) {
        if words.len() < 6 || !is_talk(context, sentence, words) {
            continue;
        }
        all += 1;
        empty += usize::from(!says_something(context, sentence, words));
    }
    if empty < LEAST {
        return None;
    }
    let share = empty as f64 / all as f64;
    Some((
        falling(share, 0.65, 0.85, 0.3),
        format!("{empty} of {all} sentences without a figure say nothing of the subject").into(),
    ))
}

/// Whether a sentence stands in running text, and has neither a figure nor a formula.
fn is_talk(context: &Context<'_>, sentence: &Sentence, words: &[Word]) -> bool {
    let kind = context.answer.blocks.get(sentence.block).map(|it| it.kind);
    matches!(kind, Some(BlockKind::Paragraph | BlockKind::ListItem))
        && !words.iter().any(|it| it.classes.any(Classes::NUMERIC))
        && !context.numbers_in(sentence.span).any(|(_, it)| it.role == NumberRole::Quantity)
        && !context.answer.slice(sentence.span).contains(['=', '\\'])
}

fn says_something(context: &Context<'_>, sentence: &Sentence, words: &[Word]) -> bool {
    let mut mentions = context.mentions_in(sentence.span).iter().peekable();
    let named = mentions.peek().is_some();
    let mut telling = 0;
    for word in words {
        while mentions.next_if(|it| it.span.end <= word.span.start).is_some() {}
        let is_name = mentions.peek().is_some_and(|it| it.span.start <= word.span.start);
        telling += usize::from(
            !is_name
                && word.classes.any(TELLING)
                && !word.classes.any(Classes::GENERIC | Classes::FUNCTION | Classes::CITED),
        );
    }
    telling >= if named { 1 } else { 2 }
}
