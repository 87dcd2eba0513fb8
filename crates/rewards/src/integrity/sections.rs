//! Whether sections hold anything under their headings.

use super::{Factor, falling};
use crate::assess::Context;
use crate::lexicon::{Classes, stem};
use crate::parse::{BlockKind, Sentence, Span};
use crate::rewards::structure::{FoundSection, speaks_of_the_task};
use crate::words::Word;

/// Required sections that name nothing of the task and none of its figures, and are no more than
/// a phrase or words without meaning. General remarks at some length are an honest answer's too.
pub(super) fn hollow_sections(context: &Context<'_>) -> Factor {
    if context.known.is_empty() {
        return None;
    }
    let found = context.sections.iter().flatten();
    let sections = found.clone().count();
    let hollow = found
        .filter(|it| !speaks_of_the_task(context, it.body) && is_empty_talk(context, it.body))
        .count();
    if hollow < 2 || sections < 4 {
        return None;
    }
    let share = hollow as f64 / sections as f64;
    Some((
        falling(share, 0.2, 0.7, 0.3),
        format!("{hollow} of {sections} sections say nothing of the task").into(),
    ))
}

/// Whether a body is shorter than a sentence, or has hardly a word that is known.
fn is_empty_talk(context: &Context<'_>, body: Span) -> bool {
    /// Honest general remarks have a third of their words from the lexicon.
    const KNOWN: f64 = 0.1;
    let words = context.words.within(body);
    if words.len() < context.thresholds.section_words {
        return true;
    }
    let content =
        || words.iter().filter(|it| !it.classes.any(Classes::FUNCTION | Classes::NUMERIC));
    let known = content().filter(|it| it.classes != Classes::NONE).count();
    (known as f64) < content().count() as f64 * KNOWN
}

/// Headings with nothing under them.
pub(super) fn empty_headings(context: &Context<'_>) -> Factor {
    let sections = &context.answer.sections;
    let mut empty = 0_usize;
    let mut headed = 0_usize;
    for (index, section) in sections.iter().enumerate() {
        let Some(heading) = section.heading else {
            continue;
        };
        headed += 1;
        if context.words.range(section.body).len() >= 3 {
            continue;
        }
        // A heading right above a deeper one is a part's title, not an empty section.
        let level = |it: usize| context.answer.headings[it].level;
        let titles = sections
            .get(index + 1)
            .and_then(|it| it.heading)
            .is_some_and(|it| level(it) > level(heading));
        empty += usize::from(!titles);
    }
    if empty < 3 {
        return None;
    }
    let share = empty as f64 / headed as f64;
    Some((
        falling(share, 0.4, 0.9, 0.1),
        format!("{empty} of {headed} headings have nothing under them").into(),
    ))
}

/// Bodies under each other's headings: what a title announces stands under another one.
///
/// Only what can be told for sure is looked at: recommendations begin with what to do, calculations
/// have the results, comparisons name earlier days.
pub(super) fn swapped_sections(context: &Context<'_>) -> Factor {
    let found: Vec<&FoundSection> = context.sections.iter().flatten().collect();
    if found.len() < 4 {
        return None;
    }
    let is_titled = |section: &FoundSection, titles: &[u64]| {
        let title = context.answer.headings[section.heading].title;
        context.words.within(title).iter().any(|it| titles.contains(&it.stem))
    };
    let is_elsewhere = |titles: &[u64], fine: usize, count: fn(&Context<'_>, Span) -> usize| {
        let section = found.iter().find(|it| is_titled(it, titles))?;
        let others = found.iter().filter(|it| it.heading != section.heading);
        let own = count(context, section.body);
        // Of what a section has itself, others may have more.
        let most = if own > fine { 0 } else { others.map(|it| count(context, it.body)).max()? };
        Some((own, most))
    };
    let advice = is_elsewhere(&ADVICE, 0, recommended)
        .filter(|_| !found.iter().any(|it| is_titled(it, &ADVICE) && may_advise(context, it.body)));
    let results = is_elsewhere(&CALCULATIONS, 0, calculated);
    let past = is_elsewhere(&COMPARISONS, usize::MAX, compared);
    let swapped = usize::from(advice.is_some_and(|(own, most)| own == 0 && most >= 2))
        + usize::from(results.is_some_and(|(own, most)| own == 0 && most >= 3))
        + usize::from(past.is_some_and(|(own, most)| own * 3 < most && most >= 3));
    match swapped {
        0 => None,
        1 if advice.is_none_or(|it| it.0 > 0) => None,
        _ => Some((0.4, "its sections stand under each other's headings".into())),
    }
}

const ADVICE: [u64; 2] = [stem(b"recommendation"), stem(b"advice")];
const ADVISES: [u64; 6] = [
    stem(b"should"),
    stem(b"recommend"),
    stem(b"recommended"),
    stem(b"advise"),
    stem(b"suggest"),
    stem(b"advisable"),
];
const CALCULATIONS: [u64; 2] = [stem(b"calculation"), stem(b"computation")];
const COMPARISONS: [u64; 4] =
    [stem(b"comparison"), stem(b"development"), stem(b"earlier"), stem(b"historical")];

/// The sentences that begin with what to do, and say until when or at which risk.
fn recommended(context: &Context<'_>, body: Span) -> usize {
    let sentences = &context.answer.sentences;
    let first = sentences.partition_point(|it| it.span.start < body.start);
    let inside = sentences[first..].iter().take_while(|it| it.span.start < body.end);
    let in_text = inside.filter(|it| {
        let kind = context.answer.blocks.get(it.block).map(|it| it.kind);
        matches!(kind, Some(BlockKind::Paragraph | BlockKind::ListItem))
    });
    let advises = |it: &&Sentence| {
        let words = context.words.within(it.span);
        words.first().is_some_and(acts)
            && words[1..].iter().any(|it| it.classes.any(Classes::TIME | Classes::RISK))
    };
    in_text.filter(advises).count()
}

/// Whether a body says what to do anywhere: at the beginning of a sentence, a clause or a cell.
fn may_advise(context: &Context<'_>, body: Span) -> bool {
    let words = context.words.within(body);
    let text = context.answer.text;
    words.iter().enumerate().any(|(at, word)| {
        let led = at.checked_sub(1).is_none_or(|before| {
            let before = words[before];
            text[before.span.end..word.span.start].contains(['.', ':', ';', '|', '\n', '*'])
                || before.classes.any(Classes::NEGATION)
        });
        ADVISES.contains(&word.stem) || led && acts(word)
    })
}

fn acts(word: &Word) -> bool {
    word.classes.any(Classes::ACTION | Classes::SOFT_ACTION) && !word.classes.any(Classes::CITED)
}

fn calculated(context: &Context<'_>, body: Span) -> usize {
    let inside = |it: Span| it.start >= body.start && it.end <= body.end;
    context.calculations.iter().filter(|it| it.span.is_some_and(inside)).count()
}

fn compared(context: &Context<'_>, body: Span) -> usize {
    let inside = |it: Span| it.start >= body.start && it.end <= body.end;
    context.comparisons.iter().filter(|it| it.compares && inside(it.span)).count()
}
