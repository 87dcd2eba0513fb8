//! Whether sections hold anything under their headings.

use super::{Factor, falling};
use crate::assess::Context;
use crate::lexicon::Classes;
use crate::parse::Span;
use crate::rewards::structure::speaks_of_the_task;

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
