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
    sentences: Vec<Line>,
    /// The positions of the words of [`Classes::NOTABLE`], with their classes.
    notable: Vec<(u32, Classes)>,
    /// How many words stand in citations.
    cited: usize,
}

/// The words of a sentence.
#[derive(Clone, Copy, Debug, Default)]
struct Line {
    /// The first.
    start: u32,
    /// One past the last.
    end: u32,
    /// What its words are together.
    classes: Classes,
    /// How many notable words stand before it.
    notable: u32,
}

/// Two to this power bytes of text, a few words, have one entry in the list of places.
const STRETCH: u32 = 4;

impl Words {
    /// Splits the answer into words and looks each up.
    pub fn read(answer: &Answer<'_>, lexicon: &Lexicon) -> Self {
        let Self { list, .. } = Self::split(answer.text, lexicon);
        Self::of(answer, list)
    }

    /// Arranges the words of an answer, of which the parser has found each.
    pub(crate) fn of(answer: &Answer<'_>, mut list: Vec<Word>) -> Self {
        let mut citations = answer.citations.iter().map(|it| it.span);
        let mut pass = Pass {
            notable: Vec::with_capacity(list.len() / 2 + 8),
            list: &mut list,
            at: 0,
            citation: citations.next().unwrap_or(NOWHERE),
            citations,
            cited: 0,
        };
        let mut sentences = Vec::with_capacity(answer.sentences.len());
        for sentence in &answer.sentences {
            pass.go_to(sentence.span.start);
            let (start, notable) = (pass.at as u32, pass.notable.len() as u32);
            let classes = pass.go_to(sentence.span.end);
            sentences.push(Line { start, end: pass.at as u32, classes, notable });
        }
        pass.go_to(usize::MAX);
        let Pass { notable, cited, .. } = pass;
        let places = places(&list, answer.text);
        Self { list, places, sentences, notable, cited }
    }

    /// Splits a text into words, without regard to citations.
    pub fn split(text: &str, _: &Lexicon) -> Self {
        let mut splitter = Splitter::with_room_for(text);
        splitter.split_to(text.len());
        let list = splitter.list;
        let places = places(&list, text);
        Self { list, places, ..Self::default() }
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
        self.sentences.iter().map(|it| &self.list[it.start as usize..it.end as usize])
    }

    /// The words of each sentence of the answer with their classes together, in the order of its
    /// sentences.
    pub(crate) fn sentences(&self) -> impl ExactSizeIterator<Item = (&[Word], Classes)> {
        self.sentences.iter().map(|it| (&self.list[it.start as usize..it.end as usize], it.classes))
    }

    /// The positions of the words of some classes in a range; the classes must be among
    /// [`Classes::NOTABLE`].
    pub(crate) fn notable(
        &self,
        range: Range<usize>,
        classes: Classes,
    ) -> impl Iterator<Item = usize> {
        let first = match range.start {
            0 => 0,
            start => self.notable.partition_point(|it| (it.0 as usize) < start),
        };
        self.notable_from(first, range.end, classes)
    }

    fn notable_from(
        &self,
        first: usize,
        end: usize,
        classes: Classes,
    ) -> impl Iterator<Item = usize> {
        debug_assert!(Classes::NOTABLE.has_all(classes), "{classes:?} are not listed");
        self.notable[first..]
            .iter()
            .take_while(move |it| (it.0 as usize) < end)
            .filter(move |it| it.1.any(classes))
            .map(|it| it.0 as usize)
    }

    /// The positions of the words of each sentence of the answer.
    pub(crate) fn ranges(&self) -> impl ExactSizeIterator<Item = Range<usize>> {
        self.sentences.iter().map(|it| it.start as usize..it.end as usize)
    }

    /// As [`Words::notable`], for a sentence, with positions from its first word on.
    pub(crate) fn notable_in(
        &self,
        sentence: usize,
        classes: Classes,
    ) -> impl Iterator<Item = usize> {
        let Line { start, end, notable, .. } = self.sentences[sentence];
        self.notable_from(notable as usize, end as usize, classes)
            .map(move |it| it - start as usize)
    }

    /// How many words stand in citations.
    pub(crate) fn cited(&self) -> usize {
        self.cited
    }

    /// The classes of all words that begin in a span, together.
    pub fn classes(&self, span: Span) -> Classes {
        classes_of(self.within(span))
    }
}

fn places(list: &[Word], text: &str) -> Places {
    Places::of(list, |it| it.span.start, text.len(), STRETCH)
}

/// Behind everything.
const NOWHERE: Span = Span { start: usize::MAX, end: usize::MAX };

/// A pass over the words that marks those in citations and lists those that rules begin at.
struct Pass<'a, C> {
    list: &'a mut [Word],
    /// How many of the words are taken.
    at: usize,
    /// The citation that goes on or comes next, and those behind it.
    citation: Span,
    citations: C,
    cited: usize,
    notable: Vec<(u32, Classes)>,
}

impl<C: Iterator<Item = Span>> Pass<'_, C> {
    /// Takes the words that begin before a place; what they are together.
    #[inline]
    fn go_to(&mut self, place: usize) -> Classes {
        match self.list.get(self.at) {
            Some(next) if next.span.start < place => self.take_to(place),
            _ => Classes::NONE,
        }
    }

    fn take_to(&mut self, place: usize) -> Classes {
        let mut all = Classes::NONE;
        while self.citation.start < place {
            all |= self.go_on(self.citation.start);
            let before = self.at;
            let end = self.citation.end.min(place);
            let inside = self.list[before..].iter_mut().take_while(|it| it.span.start < end);
            inside.for_each(|it| it.classes |= Classes::CITED);
            all |= self.go_on(end);
            self.cited += self.at - before;
            if self.citation.end > place {
                return all;
            }
            self.citation = self.citations.next().unwrap_or(NOWHERE);
        }
        all | self.go_on(place)
    }

    /// Takes the words that begin before a place, which are all in a citation or all in none.
    #[inline]
    fn go_on(&mut self, place: usize) -> Classes {
        let mut all = Classes::NONE;
        let mut at = self.at;
        for word in &self.list[at..] {
            if word.span.start >= place {
                break;
            }
            all |= word.classes;
            if word.classes.any(Classes::NOTABLE) {
                self.notable.push((at as u32, word.classes));
            }
            at += 1;
        }
        self.at = at;
        all
    }
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

    #[test]
    fn sentences_citations_and_notable_words_are_where_a_search_finds_them() {
        for text in crate::builtin_mocks().into_iter().map(|it| it.text) {
            let answer = Answer::parse(&text);
            let words = Words::read(&answer, &Lexicon::new());
            let all = words.all();
            let in_citation = |word: &&Word| {
                answer
                    .citations
                    .iter()
                    .any(|it| (it.span.start..it.span.end).contains(&word.span.start))
            };
            let is_cited = |word: &&Word| word.classes.any(Classes::CITED);
            assert!(all.iter().filter(in_citation).eq(all.iter().filter(is_cited)));
            assert_eq!(words.cited(), all.iter().filter(is_cited).count());
            for (index, (sentence, (own, classes))) in
                answer.sentences.iter().zip(words.sentences()).enumerate()
            {
                assert_eq!(own, words.within(sentence.span));
                assert_eq!(classes, words.classes(sentence.span));
                for class in [Classes::TIME, Classes::NOT | Classes::RISK] {
                    let expect = (0..own.len()).filter(|it| own[*it].classes.any(class));
                    assert!(words.notable_in(index, class).eq(expect));
                    let range = words.range(sentence.span);
                    let expect = range.clone().filter(|it| all[*it].classes.any(class));
                    assert!(words.notable(range, class).eq(expect));
                }
            }
        }
    }
}
