//! Where words begin and end.

use crate::dictionary::{self, Entry};
use crate::lexicon::Classes;
use crate::parse::{Span, letters_in};
use crate::stem::{self, stem};

use super::Word;

/// Splits a text into words from its beginning on.
///
/// The parser, which sees most words anyway, hands over those it has read; the rest is split here.
/// Where a word begins and ends does not depend on which of the two reads it.
#[derive(Debug)]
pub(crate) struct Splitter<'t> {
    text: &'t str,
    /// Everything before this place is split.
    at: usize,
    pub(crate) list: Vec<Word>,
}

/// What a byte means to the splitting into words.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Other,
    Apostrophe,
    Letter,
    Digit,
    /// A byte of a character beyond ASCII.
    Beyond,
}

impl Kind {
    fn is_mark(self) -> bool {
        matches!(self, Self::Other | Self::Apostrophe)
    }
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
        } else if it == b'\'' {
            Kind::Apostrophe
        } else {
            Kind::Other
        };
        byte += 1;
    }
    kinds
};

/// A word of up to fifteen ASCII letters, whatever follows it.
#[derive(Clone, Copy)]
pub(crate) struct Letters {
    /// One past the last letter.
    pub(crate) end: usize,
    /// The byte that stands there.
    pub(crate) next: u8,
    stem: u64,
    /// How many letters at the end the stem goes without.
    plural: usize,
}

impl Letters {
    /// Reads the letters that begin at a place, if they are neither many nor at the end of a text.
    #[expect(clippy::inline_always, reason = "half of what a call costs is handing over the word")]
    #[inline(always)]
    pub(crate) fn at(bytes: &[u8], start: usize) -> Option<Self> {
        let rest = bytes.get(start..)?;
        let bits = u128::from_le_bytes(*rest.first_chunk()?);
        let (low, high) = (bits as u64, (bits >> 64) as u64);
        let mut length = letters_in(low);
        if length == 8 {
            length += letters_in(high);
        }
        if length == 0 || length == 16 {
            return None;
        }
        // Only these may have a plural.
        let may_be_plural = length > 3 && rest[length - 1] | 0x20 == b's';
        let folded = if may_be_plural { stem::without_plural(&rest[..length]) } else { length };
        let stem = stem::of_key(stem::key_of(low, high, folded));
        let plural = length - folded;
        Some(Self { end: start + length, next: rest[length], stem, plural })
    }

    /// What is known of the word.
    #[inline]
    pub(crate) fn entry(&self) -> &'static Entry {
        dictionary::find(self.stem)
    }

    /// The meaning of the word to the parser.
    #[inline]
    pub(crate) fn meaning(&self, entry: &Entry) -> dictionary::Meaning {
        entry.meaning(self.plural)
    }
}

/// Longer stretches of marks between two words are rare.
const MOST_MARKS: usize = 12;

/// Whether a stretch of text holds nothing but marks that belong to no word.
#[inline]
fn is_gap(gap: &[u8]) -> bool {
    let ascii = gap.iter().take_while(|it| KINDS[usize::from(**it)] == Kind::Other).count();
    let mut at = ascii;
    while let Some(byte) = gap.get(at) {
        at += match (KINDS[usize::from(*byte)], gap.get(at + 1..)) {
            (Kind::Other, _) => 1,
            // Signs of mathematics, dashes and spaces; an apostrophe may have an "s" behind it.
            (Kind::Beyond, Some([0x88 | 0x89, _, ..] | [0x80, 0x80..=0x98 | 0x9A.., ..]))
                if *byte == 0xE2 =>
            {
                3
            }
            (Kind::Beyond, Some([0x97 | 0xB7, ..])) if *byte == 0xC3 => 2,
            _ => return false,
        };
    }
    true
}

impl<'t> Splitter<'t> {
    pub(crate) fn with_room_for(text: &'t str) -> Self {
        Self { text, at: 0, list: Vec::with_capacity(text.len() / 5 + 8) }
    }

    /// Takes over a word that the parser has read, which no letter and no character beyond ASCII
    /// follows; whether it is one.
    #[inline]
    pub(crate) fn take(&mut self, start: usize, word: &Letters, entry: &Entry) -> bool {
        let comes = self.comes_to(start);
        if comes {
            self.list.push(Word {
                span: Span { start, end: word.end },
                stem: word.stem,
                classes: entry.classes,
            });
            self.at = word.end;
        }
        comes
    }

    /// Steps over a mark of ASCII at a place that belongs to no word, an apostrophe excepted, if
    /// everything before it is split: then nothing is left to be done when the next word comes.
    #[inline]
    pub(crate) fn pass(&mut self, mark: usize) {
        if self.at == mark {
            self.at += 1;
        }
    }

    /// Takes over the words of a name that the parser has read: letters with underscores between
    /// them. What is left of it is split like other text.
    pub(crate) fn take_name(&mut self, name: Span) {
        let bytes = self.text.as_bytes();
        let mut at = name.start;
        while at < name.end
            && let Some(letters) = Letters::at(bytes, at)
            && matches!(letters.next, b'_' | b']')
            && self.take(at, &letters, letters.entry())
        {
            self.pass(letters.end);
            at = letters.end + 1;
        }
    }

    /// Takes over the digits of a number that the parser has read, which nothing goes on with.
    #[inline]
    pub(crate) fn take_number(&mut self, digits: Span) {
        if !self.comes_to(digits.start) {
            return;
        }
        let rest = self.text.as_bytes().get(digits.start..);
        let length = digits.end - digits.start;
        let stem = match rest.and_then(|it| it.first_chunk::<16>()) {
            // Figures have no plural.
            Some(sixteen) if length <= 16 => {
                let bits = u128::from_le_bytes(*sixteen);
                stem::of_key(stem::key_of(bits as u64, (bits >> 64) as u64, length))
            }
            _ => return self.push_number(digits),
        };
        self.list.push(Word { span: digits, stem, classes: Classes::NUMERIC });
        self.at = digits.end;
    }

    /// Splits what stands before a word; whether the word does not belong to it, as it does in
    /// "5min".
    #[inline]
    fn comes_to(&mut self, start: usize) -> bool {
        // Mostly the parser has passed whatever stands between two words.
        self.at == start || self.comes_over_marks(start)
    }

    #[inline(never)]
    fn comes_over_marks(&mut self, start: usize) -> bool {
        let gap = self.text.as_bytes().get(self.at..start);
        if gap.is_some_and(|it| it.len() <= MOST_MARKS && is_gap(it)) {
            return true;
        }
        self.split_to(start);
        self.at == start
    }

    #[inline(never)]
    fn push_number(&mut self, span: Span) {
        let stem = stem(&self.text.as_bytes()[span.start..span.end]);
        self.list.push(Word { span, stem, classes: Classes::NUMERIC });
        self.at = span.end;
    }

    /// Splits the text up to a place, or to the end of the word that reaches beyond it.
    #[inline(never)]
    pub(crate) fn split_to(&mut self, limit: usize) {
        let text = self.text;
        let bytes = text.as_bytes();
        let mut at = self.at;
        while at < limit {
            let start = at;
            match KINDS[usize::from(bytes[at])] {
                Kind::Other => {
                    at += 1;
                    while at < limit && KINDS[usize::from(bytes[at])] == Kind::Other {
                        at += 1;
                    }
                }
                Kind::Apostrophe => {
                    // The "s" of "network's" is no word.
                    let possessive = matches!(bytes.get(at + 1), Some(b's' | b'S'))
                        && bytes.get(at + 2).is_none_or(|it| KINDS[usize::from(*it)].is_mark());
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
                    self.push_number(Span { start, end: at });
                }
                Kind::Letter => {
                    let word = Letters::at(bytes, start);
                    // A letter beyond ASCII may go on with it.
                    let stem = match word {
                        Some(word) if word.next.is_ascii() => {
                            at = word.end;
                            word.stem
                        }
                        _ => {
                            at = end_of_letters(text, start);
                            stem(&bytes[start..at])
                        }
                    };
                    self.list.push(Word {
                        span: Span { start, end: at },
                        stem,
                        classes: dictionary::find(stem).classes,
                    });
                }
                Kind::Beyond => {
                    let Some(length) = letter_beyond(text, at) else {
                        at += text[at..].chars().next().map_or(1, char::len_utf8);
                        if matches!(bytes.get(at), Some(b's'))
                            && text[start..at] == *"’"
                            && bytes.get(at + 1).is_none_or(|it| KINDS[usize::from(*it)].is_mark())
                        {
                            at += 1;
                        }
                        continue;
                    };
                    at = end_of_letters(text, at + length);
                    self.list.push(Word {
                        span: Span { start, end: at },
                        stem: stem(&bytes[start..at]),
                        classes: Classes::NONE,
                    });
                }
            }
        }
        self.at = at;
    }
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

    #[test]
    fn letters_are_what_unicode_says() {
        for character in '\0'..=char::MAX {
            let text = character.to_string();
            let letter = character.is_alphabetic() && !character.is_ascii();
            assert_eq!(letter_beyond(&text, 0).is_some(), letter, "{character:?}");
        }
    }
}
