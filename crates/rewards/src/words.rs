//! The words of an answer, each looked up once.

mod splitter;

use std::ops::Range;

use crate::lexicon::{Classes, Lexicon};
use crate::parse::{Answer, Span};

pub(crate) use splitter::{Letters, Splitter};

/// A word of the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// Where it stands.
    pub span: Span,
    /// Its hash without case and plural; see [`stem`].
    pub stem: u64,
    /// What it is.
    pub classes: Classes,
}

/// All words of an answer in order.
#[derive(Clone, Debug, Default)]
pub struct Words {
    list: Vec<Word>,
    /// For each stretch of [`STRETCH`] bytes the first word that begins in it or behind it.
    ///
    /// The rewards ask for the words of a span hundreds of times an answer.
    first: Vec<u32>,
    /// The first and one past the last word of each sentence.
    sentences: Vec<(u32, u32)>,
}

/// Bytes of text for each entry of the index: about six words.
const STRETCH: usize = 32;

impl Words {
    /// Splits the answer into words and looks each up.
    pub fn read(answer: &Answer<'_>, lexicon: &Lexicon) -> Self {
        let Self { list, .. } = Self::split(answer.text, lexicon);
        Self::of(answer, list)
    }

    /// Arranges the words of an answer, of which the parser has found each.
    pub(crate) fn of(answer: &Answer<'_>, list: Vec<Word>) -> Self {
        let first = index(&list, answer.text.len());
        let mut words = Self { list, first, sentences: Vec::new() };
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
            sentences.push((start as u32, end as u32));
        }
        words.sentences = sentences;
        words
    }

    /// Splits a text into words, without regard to citations.
    pub fn split(text: &str, _: &Lexicon) -> Self {
        let mut splitter = Splitter::with_room_for(text);
        splitter.split_to(text.len());
        let list = splitter.list;
        let first = index(&list, text.len());
        Self { list, first, sentences: Vec::new() }
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
    fn first_from(&self, place: usize) -> usize {
        let Some(first) = self.first.get(place / STRETCH) else {
            return self.list.len();
        };
        let first = *first as usize;
        let before = self.list[first..].iter().take_while(|it| it.span.start < place).count();
        first + before
    }

    /// The words that begin in a span.
    pub fn within(&self, span: Span) -> &[Word] {
        &self.list[self.range(span)]
    }

    /// The words of each sentence of the answer, in the order of its sentences.
    pub(crate) fn by_sentence(&self) -> impl ExactSizeIterator<Item = &[Word]> {
        self.sentences.iter().map(|it| &self.list[it.0 as usize..it.1 as usize])
    }

    /// The classes of all words that begin in a span, together.
    pub fn classes(&self, span: Span) -> Classes {
        self.within(span).iter().fold(Classes::NONE, |all, it| all | it.classes)
    }
}

/// Indexes words by where they begin in a text of `length` bytes.
fn index(list: &[Word], length: usize) -> Vec<u32> {
    let mut first = Vec::with_capacity(length / STRETCH + 1);
    for (at, word) in list.iter().enumerate() {
        while first.len() * STRETCH <= word.span.start {
            first.push(at as u32);
        }
    }
    first.resize(length / STRETCH + 1, list.len() as u32);
    first
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
}
