//! Whether a text is filled up: with one sentence for each figure, or with words about nothing in
//! the task.

use super::survey::Survey;
use super::{Factor, falling};
use crate::assess::Context;
use crate::lexicon::Classes;
use crate::parse::{BlockKind, NumberRole};
use crate::repetition::Marks;

/// Fewer words around the figures make a list, which is an honest form.
const LEAST_WORDS: usize = 4;
/// So many sentences alike are a template.
const ALIKE: usize = 3;

/// As many sentences of a form that stood before as a text has, or more.
#[derive(Default)]
pub(super) struct Templates {
    seen: Marks,
    again: usize,
}

impl Templates {
    #[cfg(test)]
    pub(super) fn many() -> Self {
        Self { again: usize::MAX, ..Self::default() }
    }

    /// Adds a sentence by the number of its words that are no figures, and the sum of their stems.
    pub(super) fn add(&mut self, words: usize, sum: u64) {
        if words >= LEAST_WORDS {
            self.again += usize::from(self.seen.insert(sum));
        }
    }
}

/// The same sentence for one figure after the other: "On 2 February there was … on the record."
pub(super) fn templates(context: &Context<'_>, survey: &Survey) -> Factor {
    if survey.templates.again < ALIKE {
        return None;
    }
    let mut forms: Vec<u64> = Vec::with_capacity(context.answer.sentences.len());
    let mut all = 0_usize;
    let sentences = &context.answer.sentences;
    for (sentence, words) in sentences.iter().zip(context.words.by_sentence()) {
        let kind = context.answer.blocks.get(sentence.block).map(|it| it.kind);
        if !matches!(kind, Some(BlockKind::Paragraph | BlockKind::ListItem)) {
            continue;
        }
        all += 1;
        let plain = words.iter().filter(|it| !it.classes.any(Classes::NUMERIC | Classes::CITED));
        let (count, form) = plain.fold((0_usize, 0_u64), |(count, form), it| {
            (count + 1, form.rotate_left(9).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ it.stem)
        });
        if count >= LEAST_WORDS {
            forms.push(form);
        }
    }
    forms.sort_unstable();
    let alike: usize =
        forms.chunk_by(|one, other| one == other).map(<[u64]>::len).filter(|it| *it >= ALIKE).sum();
    if alike < 4 {
        return None;
    }
    Some((
        falling(alike as f64 / all as f64, 0.1, 0.4, 0.4),
        format!("{alike} of {all} sentences are one with other figures").into(),
    ))
}

/// Long stretches that name nothing of the task and none of its figures.
pub(super) fn off_topic(context: &Context<'_>) -> Factor {
    /// The words of a stretch.
    const STRETCH: usize = 100;
    /// So many stretches are no digression.
    const MANY: usize = 4;
    let words = context.words.all().len();
    let stretches = words / STRETCH;
    if stretches < MANY || context.known.is_empty() {
        return None;
    }
    let mut about = vec![false; stretches + 1];
    for mention in context.mentions {
        about[context.words.first_from(mention.span.start) / STRETCH] = true;
    }
    if about.iter().filter(|it| !**it).count() < MANY {
        return None;
    }
    for number in &context.answer.numbers {
        let known = number.role == NumberRole::Quantity && context.known.has(number);
        about[context.words.range(number.span).start / STRETCH] |= known;
    }
    let off = about[..stretches].iter().filter(|it| !**it).count();
    if off < MANY {
        return None;
    }
    Some((
        falling(off as f64 / stretches as f64, 0.4, 0.8, 0.3),
        format!("{off} of {stretches} stretches of 100 words are about nothing in the task").into(),
    ))
}
