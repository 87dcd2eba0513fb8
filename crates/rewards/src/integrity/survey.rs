//! One pass over the words of all sentences, by which most checks know that nothing is wrong.
//!
//! What is counted here bounds from above how bad a check can find a text, and is cheap to count.
//! A check looks at the text itself only where its bound leaves that open, which for honest
//! answers is seldom.

use super::{order, padding, prose};
use crate::assess::Context;
use crate::lexicon::Classes;
use crate::parse::BlockKind;
use crate::repetition;

/// What the pass has counted.
#[derive(Default)]
pub(super) struct Survey {
    pub(super) prose: prose::Counts,
    pub(super) order: order::Clashes,
    pub(super) templates: padding::Templates,
    pub(super) sentences: repetition::Sentences,
}

impl Survey {
    pub(super) fn of(context: &Context<'_>) -> Self {
        let mut survey = Self::default();
        let answer = context.answer;
        let bytes = answer.text.as_bytes();
        let mut formulas = prose::Formulas::of(answer);
        for (sentence, (words, _)) in answer.sentences.iter().zip(context.words.sentences()) {
            let kind = answer.blocks.get(sentence.block).map(|it| it.kind);
            let in_text = matches!(kind, Some(BlockKind::Paragraph | BlockKind::ListItem));
            let is_prose = in_text && !formulas.stand_in(sentence.block);
            let mut pairs = order::Pairs::default();
            // The sums of the stems of all words, and of the figures among them with their number.
            let (mut sum, mut figures, mut count) = (0_u64, 0_u64, 0);
            for words in words.chunks(prose::TALLY) {
                let mut tally = prose::Tally::default();
                let before = count;
                for word in words {
                    sum = sum.wrapping_add(word.stem);
                    pairs.add(bytes, word);
                    if word.classes.any(Classes::NUMERIC | Classes::CITED) {
                        figures = figures.wrapping_add(word.stem);
                        count += 1;
                    } else {
                        tally.add(bytes, word);
                    }
                }
                if is_prose {
                    survey.prose.add(words.len() - (count - before), &tally);
                }
            }
            if !matches!(kind, Some(BlockKind::Code | BlockKind::Math)) {
                survey.order.add(&pairs);
            }
            if in_text {
                survey.templates.add(words.len() - count, sum.wrapping_sub(figures));
            }
            survey.sentences.add(sum, words.len());
        }
        survey
    }
}
