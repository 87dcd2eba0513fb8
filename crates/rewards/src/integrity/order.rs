//! Whether the words of a text stand in an order that English allows.

use super::survey::Survey;
use super::{Factor, falling};
use crate::assess::Context;
use crate::grammar::{Never, cannot_end, clash, is_determiner};
use crate::lexicon::Classes;
use crate::parse::{BlockKind, Sentence};
use crate::words::Word;

/// The pairs of words of a sentence that clash, whatever stands between them.
#[derive(Default)]
pub(super) struct Pairs {
    never: Never,
    clashes: usize,
}

impl Pairs {
    #[inline]
    pub(super) fn add(&mut self, bytes: &[u8], word: &Word) {
        self.clashes += usize::from(self.never.has(word.classes));
        self.never = Never::behind(word.classes);
        // "the, of"
        if is_determiner(word.classes) {
            self.clashes += usize::from(bytes.get(word.span.end) == Some(&b','));
        }
    }
}

/// As many clashes as a text has, or more.
#[derive(Default)]
pub(super) struct Clashes(usize);

impl Clashes {
    #[cfg(test)]
    pub(super) fn many() -> Self {
        Self(usize::MAX)
    }

    /// Adds those of a sentence.
    pub(super) fn add(&mut self, words: &[Word], pairs: &Pairs) {
        let last = words.last().is_some_and(|it| cannot_end(it.classes));
        self.0 += pairs.clashes + usize::from(last);
    }
}

/// Words in no order: function words stand side by side that never do, and sentences end in
/// articles.
///
/// Of honest answers hardly one has two such places.
pub(super) fn words_in_no_order(context: &Context<'_>, survey: &Survey) -> Factor {
    if survey.order.0 < 2 {
        return None;
    }
    let (mut pairs, mut clashes) = (0_usize, 0_usize);
    let bytes = context.answer.text.as_bytes();
    for (sentence, words) in context.answer.sentences.iter().zip(context.words.by_sentence()) {
        let Some(last) = words.last() else { continue };
        let kind = context.answer.blocks.get(sentence.block).map(|it| it.kind);
        if matches!(kind, Some(BlockKind::Code | BlockKind::Math)) {
            continue;
        }
        for pair in words.windows(2) {
            if let Some(clashing) = clash(pair[0].classes, pair[1].classes)
                && is_side_by_side(bytes, pair)
            {
                pairs += 1;
                clashes += usize::from(clashing);
            } else if is_determiner(pair[0].classes) && bytes.get(pair[0].span.end) == Some(&b',') {
                // "the, of"
                pairs += 1;
                clashes += 1;
            }
        }
        if cannot_end(last.classes) && ends(context, sentence, last) {
            pairs += 1;
            clashes += 1;
        }
    }
    // One is a slip, and so may be two.
    let share = clashes as f64 / pairs as f64;
    let factor = match clashes {
        0 | 1 => return None,
        2 => falling(share, 0.08, 0.2, 0.3),
        _ => falling(share, 0.05, 0.14, 0.05),
    };
    Some((factor, format!("{clashes} of {pairs} pairs of function words are in no order").into()))
}

/// Whether nothing but spaces and emphasis stands between two words, and neither is a part of a
/// longer one ("the in-sample error", "day-to-day").
fn is_side_by_side(bytes: &[u8], pair: &[Word]) -> bool {
    let gap = &bytes[pair[0].span.end..pair[1].span.start];
    let plain = gap == b" "
        || gap.iter().any(|it| matches!(it, b' ' | b'\n'))
            && gap.iter().all(|it| matches!(it, b' ' | b'*' | b'_' | b'\n'));
    let cited = (pair[0].classes | pair[1].classes).any(Classes::CITED);
    let before = pair[0].span.start.checked_sub(1).map(|it| bytes[it]);
    let after = bytes.get(pair[1].span.end).copied();
    // Beyond ASCII it may be a hyphen of another kind.
    let joins = |it: Option<u8>| matches!(it, Some(b'-' | b'_' | b'/' | 0x80..));
    plain && !cited && !joins(before) && !joins(after)
}

/// Whether a word is the end of its sentence, and not of a line that announces something.
fn ends(context: &Context<'_>, sentence: &Sentence, last: &Word) -> bool {
    let rest = &context.answer.text.as_bytes()[last.span.end..sentence.span.end.max(last.span.end)];
    !last.classes.any(Classes::CITED)
        && rest.iter().all(|it| matches!(it, b'.' | b'!' | b'?' | b' ' | b'*' | b'\n'))
}
