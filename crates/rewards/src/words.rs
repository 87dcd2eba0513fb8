//! The words of an answer, each looked up once.

mod splitter;

use std::ops::Range;

use crate::lexicon::{Classes, Lexicon};
use crate::parse::{Answer, Span};
use crate::places::Places;

pub(crate) use splitter::{Letters, Splitter};

/// A word of the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// Where it stands.
    pub span: Span,
    /// Its hash without case and plural; see [`crate::lexicon::stem`].
    pub stem: u64,
    /// What it is.
    pub classes: Classes,
}

/// All words of an answer in order.
#[derive(Clone, Debug, Default)]
pub struct Words {
    list: Vec<Word>,
    places: Places,
    /// The first and one past the last word of each sentence, and what its words are together.
    sentences: Vec<(u32, u32, Classes)>,
}

/// Two to this power bytes of text, one or two words, have one entry in the list of places.
const STRETCH: u32 = 3;

impl Words {
    /// Splits the answer into words and looks each up.
    pub fn read(answer: &Answer<'_>, lexicon: &Lexicon) -> Self {
        let Self { list, .. } = Self::split(answer.text, lexicon);
        Self::of(answer, list)
    }

    /// Arranges the words of an answer, of which the parser has found each.
    pub(crate) fn of(answer: &Answer<'_>, list: Vec<Word>) -> Self {
        let places = places(&list, answer.text);
        let mut words = Self { list, places, sentences: Vec::new() };
        for citation in &answer.citations {
            let cited = words.range(citation.span);
            for word in &mut words.list[cited] {
                word.classes |= Classes::CITED;
            }
        }
        let mut sentences = Vec::with_capacity(answer.sentences.len());
        let mut end = 0;
        for sentence in &answer.sentences {
            let start = words.first_from(sentence.span.start).max(end);
            end = words.first_from(sentence.span.end).max(start);
            let classes = classes_of(&words.list[start..end]);
            sentences.push((start as u32, end as u32, classes));
        }
        words.sentences = sentences;
        words
    }

    /// Splits a text into words, without regard to citations.
    pub fn split(text: &str, _: &Lexicon) -> Self {
        let mut splitter = Splitter::with_room_for(text);
        splitter.split_to(text.len());
        let list = splitter.list;
        let places = places(&list, text);
        Self { list, places, sentences: Vec::new() }
    }

    /// All words.
    pub fn all(&self) -> &[Word] {
        &self.list
    }

    /// The positions of the words that begin in a span.
    pub fn range(&self, span: Span) -> Range<usize> {
        let start = self.first_from(span.start);
        start..self.first_from(span.end).max(start)
    }

    /// The position of the first word that begins at a place or behind it.
    #[inline]
    pub(crate) fn first_from(&self, place: usize) -> usize {
        self.places.first_from(place, &self.list, |it| it.span.start)
    }

    /// The words that begin in a span.
    pub fn within(&self, span: Span) -> &[Word] {
        &self.list[self.range(span)]
    }

    /// The words of each sentence of the answer, in the order of its sentences.
    pub(crate) fn by_sentence(&self) -> impl ExactSizeIterator<Item = &[Word]> {
        self.sentences.iter().map(|it| &self.list[it.0 as usize..it.1 as usize])
    }

    /// The words of each sentence of the answer with their classes together, in the order of its
    /// sentences.
    pub(crate) fn sentences(&self) -> impl ExactSizeIterator<Item = (&[Word], Classes)> {
        self.sentences.iter().map(|it| (&self.list[it.0 as usize..it.1 as usize], it.2))
    }

    /// The classes of all words that begin in a span, together.
    pub fn classes(&self, span: Span) -> Classes {
        classes_of(self.within(span))
    }
}

fn places(list: &[Word], text: &str) -> Places {
    Places::of(list.iter().map(|it| it.span.start), text.len(), STRETCH)
}

fn classes_of(words: &[Word]) -> Classes {
    words.iter().fold(Classes::NONE, |all, it| all | it.classes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: &[&str]) {
        let words = Words::split(text, &Lexicon::new());
        let found: Vec<&str> =
            words.all().iter().map(|it| &text[it.span.start..it.span.end]).collect();
        assert_eq!(found, expect, "{text}");
    }

    #[test]
    fn splits() {
        check("Users’ fees: 1,187,055 ETH.", &["Users", "fees", "1,187,055", "ETH"]);
        check("Ethereum's 7.52× – naïve", &["Ethereum", "7.52", "naïve"]);
        check("[daily_txns]", &["daily", "txns"]);
        check("", &[]);
        check("…’s é", &["é"]);
    }

    #[test]
    fn the_parser_hands_over_what_a_split_finds() {
        let joined = [
            "5min, $94.47. .75% of 10.\n",
            "word-5 users’ 1,187,055’s ",
            "| a | 7.5x | é7 naïve |\n",
            "**385,930** [daily_txns] 2025-02-09\n\n",
            "x_1 = _7_ · 3.08%, ½2 v2.1 ",
        ];
        let mocks = crate::builtin_mocks().into_iter().map(|it| it.text);
        let texts: Vec<String> = mocks.chain([joined.concat()]).collect();
        for text in &texts {
            // Damage of every kind moves the places at which words meet.
            for step in [1, 7, 13] {
                let damaged: String = text
                    .chars()
                    .enumerate()
                    .filter(|it| it.0 % (step + 4) != step)
                    .map(|it| it.1)
                    .collect();
                let (_, words) = Answer::with_words(&damaged);
                assert_eq!(words, Words::split(&damaged, &Lexicon::new()).list, "{damaged}");
            }
            let (_, words) = Answer::with_words(text);
            assert_eq!(words, Words::split(text, &Lexicon::new()).list, "{text}");
        }
    }
}
