//! The words of an answer, each looked up once.

use std::ops::Range;

use crate::lexicon::{Classes, Lexicon, short_stem, stem, without_plural};
use crate::parse::{Answer, Span, letters_in};

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

/// What a byte means to the splitting into words.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Other,
    Letter,
    Digit,
    /// A byte of a character beyond ASCII.
    Beyond,
}

const KINDS: [Kind; 256] = {
    let mut kinds = [Kind::Other; 256];
    let mut byte = 0;
    while byte < 256 {
        let it = byte as u8;
        kinds[byte] = if it.is_ascii_alphabetic() {
            Kind::Letter
        } else if it.is_ascii_digit() {
            Kind::Digit
        } else if byte >= 0x80 {
            Kind::Beyond
        } else {
            Kind::Other
        };
        byte += 1;
    }
    kinds
};

impl Words {
    /// Splits the answer into words and looks each up.
    pub fn read(answer: &Answer<'_>, lexicon: &Lexicon) -> Self {
        let mut words = Self::split(answer.text, lexicon);
        let mut citations = answer.citations.iter().peekable();
        for word in &mut words.list {
            while citations.peek().is_some_and(|it| it.span.end <= word.span.start) {
                citations.next();
            }
            if citations.peek().is_some_and(|it| it.span.start <= word.span.start) {
                word.classes |= Classes::CITED;
            }
        }
        let mut end = 0;
        words.sentences.reserve(answer.sentences.len());
        for sentence in &answer.sentences {
            let begins = |it: &Word| it.span.start >= sentence.span.start;
            let mut start = end;
            while words.list.get(start).is_some_and(|it| !begins(it)) {
                start += 1;
            }
            end = start;
            while words.list.get(end).is_some_and(|it| it.span.start < sentence.span.end) {
                end += 1;
            }
            words.sentences.push((start as u32, end as u32));
        }
        words
    }

    /// Splits a text into words, without regard to citations.
    pub fn split(text: &str, lexicon: &Lexicon) -> Self {
        let bytes = text.as_bytes();
        let mut list = Vec::with_capacity(bytes.len() / 5 + 8);
        let mut at = 0;
        while at < bytes.len() {
            let start = at;
            match KINDS[usize::from(bytes[at])] {
                Kind::Other => {
                    // The "s" of "network's" is no word.
                    let possessive = bytes[at] == b'\''
                        && matches!(bytes.get(at + 1), Some(b's' | b'S'))
                        && bytes
                            .get(at + 2)
                            .is_none_or(|it| KINDS[usize::from(*it)] == Kind::Other);
                    at += if possessive { 2 } else { 1 };
                }
                Kind::Digit => {
                    at += 1;
                    while at < bytes.len() {
                        let inner = matches!(bytes[at], b',' | b'.')
                            && bytes.get(at + 1).is_some_and(u8::is_ascii_digit);
                        if !inner && !bytes[at].is_ascii_alphanumeric() {
                            break;
                        }
                        at += 1;
                    }
                    list.push(Word {
                        span: Span { start, end: at },
                        stem: stem(&bytes[start..at]),
                        classes: Classes::NUMERIC,
                    });
                }
                Kind::Letter => {
                    let stem = if let Some((length, bits)) = short_word(&bytes[start..]) {
                        at += length;
                        let length = without_plural(&bytes[start..at]);
                        short_stem(bits, length)
                    } else {
                        at = end_of_letters(text, start);
                        stem(&bytes[start..at])
                    };
                    list.push(Word {
                        span: Span { start, end: at },
                        stem,
                        classes: lexicon.classes(stem),
                    });
                    at += usize::from(bytes.get(at) == Some(&b' '));
                }
                Kind::Beyond => {
                    let Some(length) = letter_beyond(text, at) else {
                        at += text[at..].chars().next().map_or(1, char::len_utf8);
                        if matches!(bytes.get(at), Some(b's'))
                            && text[start..at] == *"’"
                            && bytes
                                .get(at + 1)
                                .is_none_or(|it| KINDS[usize::from(*it)] == Kind::Other)
                        {
                            at += 1;
                        }
                        continue;
                    };
                    at = end_of_letters(text, at + length);
                    list.push(Word {
                        span: Span { start, end: at },
                        stem: stem(&bytes[start..at]),
                        classes: Classes::NONE,
                    });
                }
            }
        }
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

/// The length and the bytes of a word of up to seven letters, if a mark within ASCII ends it.
#[inline]
fn short_word(bytes: &[u8]) -> Option<(usize, u64)> {
    let bits = u64::from_le_bytes(*bytes.first_chunk()?);
    let length = letters_in(bits);
    let ends = length < 8 && (bits >> (8 * length)) & 0x80 == 0;
    ends.then_some((length, bits))
}

/// Where the letters end that go on from a place, those beyond ASCII included.
fn end_of_letters(text: &str, from: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = from;
    loop {
        if at < bytes.len() && KINDS[usize::from(bytes[at])] == Kind::Letter {
            at += 1;
        } else if let Some(length) = letter_beyond(text, at) {
            at += length;
        } else {
            return at;
        }
    }
}

/// The length of the letter beyond ASCII at a position, if one stands there.
fn letter_beyond(text: &str, at: usize) -> Option<usize> {
    match text.as_bytes().get(at..)? {
        // ASCII; dashes, typographic quotation marks and spaces; signs of mathematics; "×".
        [0..0x80, ..] | [] | [0xE2, 0x80 | 0x88 | 0x89, ..] | [0xC3, 0x97, ..] => return None,
        _ => {}
    }
    let character = text[at..].chars().next()?;
    character.is_alphabetic().then(|| character.len_utf8())
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
    fn letters_are_what_unicode_says() {
        for character in '\0'..=char::MAX {
            let text = character.to_string();
            let letter = character.is_alphabetic() && !character.is_ascii();
            assert_eq!(letter_beyond(&text, 0).is_some(), letter, "{character:?}");
        }
    }
}
