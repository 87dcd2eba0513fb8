//! Whether what stands around the figures says anything: sentences of words that fit everywhere,
//! or about gardeners and sailors, make right results no analysis.

use memchr::{memchr, memchr2, memchr3};

use super::{Factor, falling};
use crate::assess::Context;
use crate::expected::{CalculationMatch, Presence};
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
/// subject, or one beside a metric. Those with three words and more that nobody needs for it tell
/// another story.
///
/// A third of such sentences in honest answers are like that ("It was a quiet one."), and now and
/// then half of a few.
pub(super) fn empty_talk(context: &Context<'_>) -> Factor {
    /// So many are no turn of phrase.
    const LEAST: usize = 4;
    /// So many are no metaphor.
    const STORY: usize = 4;
    /// Right results that talk may stand around; without them it is judged elsewhere.
    const RESULTS: usize = 2;
    let is_right =
        |it: &&CalculationMatch| matches!(it.presence, Presence::Stated | Presence::Worked);
    if context.calculations.iter().filter(is_right).count() < RESULTS {
        return None;
    }
    let (mut all, mut empty, mut strange) = (0_usize, 0_usize, 0_usize);
    let sentences = &context.answer.sentences;
    for (sentence, (words, classes)) in sentences.iter().zip(context.words.sentences()) {
        if words.len() < 6 || !is_talk(context, sentence, classes) {
            continue;
        }
        all += 1;
        let found = count(context, sentence, words);
        let says = found.telling >= if found.named { 1 } else { 2 };
        empty += usize::from(!says);
        strange += usize::from(found.unknown >= 3 && found.unknown > 2 * found.telling + 1);
    }
    let share = |part: usize| part as f64 / all as f64;
    let about_nothing = if empty < LEAST { 1.0 } else { falling(share(empty), 0.62, 0.8, 0.3) };
    let about_others = if strange < STORY { 1.0 } else { falling(share(strange), 0.3, 0.45, 0.3) };
    let most = empty.max(strange);
    (about_nothing.min(about_others) < 1.0).then(|| {
        (
            about_nothing.min(about_others),
            format!("{most} of {all} sentences without a figure say nothing of the subject").into(),
        )
    })
}

/// Figures between words that make no sentence: neither a verb nor a sign that joins a name to its
/// value.
///
/// Of honest notes, however terse, a third of the lines are like that.
pub(super) fn fragments(context: &Context<'_>) -> Factor {
    /// So many are no manner of writing.
    const LEAST: usize = 4;
    let (mut all, mut without) = (0_usize, 0_usize);
    let sentences = &context.answer.sentences;
    for (sentence, (words, classes)) in sentences.iter().zip(context.words.sentences()) {
        if !is_in_text(context, sentence) {
            continue;
        }
        let short = words.len() < 3;
        let is_verb = |it: &Word| it.classes.any(Classes::VERB) && !it.classes.any(Classes::CITED);
        let has_verb = || !classes.any(Classes::CITED) || words.iter().any(is_verb);
        if !short && classes.any(Classes::VERB) && has_verb() {
            all += 1;
            continue;
        }
        let text = context.answer.slice(sentence.span).trim_end_matches(['*', ' ', '\n']);
        // "Good." and "Yes:" are sentences enough.
        if short && text.ends_with(['.', '!', '?', ':']) {
            continue;
        }
        all += 1;
        without += usize::from(!joins(text));
    }
    if without < LEAST {
        return None;
    }
    Some((
        falling(without as f64 / all as f64, 0.4, 0.55, 0.2),
        format!("{without} of {all} sentences have no verb").into(),
    ))
}

/// Whether a sign stands in a text that joins a name to its value.
fn joins(text: &str) -> bool {
    memchr3(b':', b'=', b'(', text.as_bytes()).is_some()
        || memchr(const { "≈".as_bytes()[0] }, text.as_bytes()).is_some()
            && text.contains(['≈', '→'])
}

fn is_in_text(context: &Context<'_>, sentence: &Sentence) -> bool {
    let kind = context.answer.blocks.get(sentence.block).map(|it| it.kind);
    matches!(kind, Some(BlockKind::Paragraph | BlockKind::ListItem))
}

/// Whether a sentence stands in running text, and has neither a figure nor a formula.
fn is_talk(context: &Context<'_>, sentence: &Sentence, classes: Classes) -> bool {
    !classes.any(Classes::NUMERIC)
        && is_in_text(context, sentence)
        && !context.numbers_in(sentence.span).any(|(_, it)| it.role == NumberRole::Quantity)
        && memchr2(b'=', b'\\', context.answer.slice(sentence.span).as_bytes()).is_none()
}

/// The words of a sentence by what they say.
struct Found {
    /// A metric is named.
    named: bool,
    /// Words that belong to the subject.
    telling: usize,
    /// Words in lower case that are not known; short ones are unknown by chance.
    unknown: usize,
}

fn count(context: &Context<'_>, sentence: &Sentence, words: &[Word]) -> Found {
    let mut mentions = context.mentions_in(sentence.span).iter().peekable();
    let mut found = Found { named: mentions.peek().is_some(), telling: 0, unknown: 0 };
    let bytes = context.answer.text.as_bytes();
    for word in words {
        while mentions.next_if(|it| it.span.end <= word.span.start).is_some() {}
        let is_name = mentions.peek().is_some_and(|it| it.span.start <= word.span.start);
        if is_name || word.classes.any(Classes::GENERIC | Classes::FUNCTION | Classes::CITED) {
            continue;
        }
        found.telling += usize::from(word.classes.any(TELLING));
        found.unknown += usize::from(
            word.classes == Classes::NONE
                && word.span.end - word.span.start >= 4
                && bytes[word.span.start].is_ascii_lowercase(),
        );
    }
    found
}
