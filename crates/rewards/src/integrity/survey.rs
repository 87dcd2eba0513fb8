//! One pass over the words of all sentences, by which some checks know that nothing is wrong.
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
                survey.order.add(words, &pairs);
            }
            if in_text {
                survey.templates.add(words.len() - count, sum.wrapping_sub(figures));
            }
            survey.sentences.add(sum, words.len());
        }
        survey
    }
}

#[cfg(test)]
mod tests {
    use super::super::{CHECKS, Check};
    use super::*;
    use crate::{Scorer, builtin_mocks};

    impl Survey {
        /// A survey that clears nothing, so that every check looks at the text.
        fn suspecting() -> Self {
            Self {
                prose: prose::Counts::default(),
                order: order::Clashes::many(),
                templates: padding::Templates::many(),
                sentences: repetition::Sentences::many(),
            }
        }
    }

    /// Texts that each check finds wrong at least once, and many that are nearly so.
    fn texts(text: &str) -> Vec<String> {
        let words: Vec<&str> = text.split(' ').collect();
        let mut texts = vec![text.to_owned(), text.replace('\n', " "), text.to_lowercase()];
        for step in [2, 3, 7, 30] {
            let mut moved = words.clone();
            for at in (step..words.len()).step_by(step) {
                moved.swap(at, at * 31 % words.len());
            }
            texts.push(moved.join(" "));
            let sentences: Vec<&str> = text.split_inclusive(". ").collect();
            let repeated = sentences.iter().enumerate();
            texts.push(
                repeated.map(|(at, it)| it.repeat(1 + usize::from(at % step == 0) * 4)).collect(),
            );
            let numbered =
                (0..40 / step).map(|it| format!("On that day there were {it} of them.\n"));
            texts.push(numbered.chain([text.to_owned()]).collect());
            let nonsense = words.iter().enumerate();
            let replaced = |(at, it): (usize, &&str)| {
                if at % step == 0 { "xkrtzqb liquidity ".to_owned() } else { format!("{it} ") }
            };
            texts.push(nonsense.map(replaced).collect());
        }
        texts
    }

    #[test]
    fn clears_only_what_a_closer_look_clears() {
        let scorer = Scorer::default();
        let mut wrong = [0; CHECKS.len()];
        for mock in builtin_mocks() {
            for text in texts(&mock.text) {
                scorer.with_context(&text, &mock.task, None, |context| {
                    let survey = Survey::of(context);
                    for (check, wrong) in CHECKS.iter().zip(&mut wrong) {
                        let Check::Surveyed(check) = check else { continue };
                        let costs =
                            |survey: &Survey| check(context, survey).filter(|it| it.0 < 1.0);
                        let expect = costs(&Survey::suspecting());
                        assert_eq!(costs(&survey), expect, "{text}");
                        *wrong += usize::from(expect.is_some());
                    }
                });
            }
        }
        for (check, wrong) in CHECKS.iter().zip(wrong) {
            assert!(wrong > 0 || matches!(check, Check::Plain(_)));
        }
    }
}
