//! Words, and what looks like them: names, symbols, codes with figures.

use crate::parse::text::{Dash, dash_at, letters_end, skip_space, space_len};
use crate::parse::word::{Word, lookup};
use crate::parse::{NumberRole, date};
use crate::words::Letters;

use super::spelled::may_spell;
use super::{Kind, Lexer};

/// The marks behind a word that belong to no word.
const ENDS_WORD: [bool; 256] = {
    let mut table = [false; 256];
    let mut rest: &[u8] = b" \n.,:;)]*|";
    while let [mark, others @ ..] = rest {
        table[*mark as usize] = true;
        rest = others;
    }
    table
};

impl Lexer<'_, '_> {
    /// Reads a word, with the letters, digits and hyphens that belong to it.
    pub(super) fn word(&mut self) {
        let start = self.at;
        let bytes = self.bytes;
        if self.plain_words() {
            return;
        }
        if self.date_of_month() {
            return;
        }
        let mut end = letters_end(bytes, start);
        // "twenty-five percent"
        if may_spell(&bytes[start..end]) && self.spelled_number() {
            return;
        }
        let mut digit = false;
        let mut underscore = false;
        while let Some(&byte) = bytes.get(end) {
            match byte {
                b'a'..=b'z' | b'A'..=b'Z' => {}
                b'0'..=b'9' => digit = true,
                b'_' => underscore = true,
                b'\'' if bytes.get(end + 1).is_some_and(u8::is_ascii_alphabetic) => {}
                b'-' if end > start && bytes.get(end + 1).is_some_and(u8::is_ascii_alphabetic) => {}
                0xE2 if bytes.get(end + 1..end + 3) == Some(&[0x80, 0x99])
                    && bytes.get(end + 3).is_some_and(u8::is_ascii_alphabetic) =>
                {
                    end += 2;
                }
                0xE2 if bytes.get(end + 1..end + 3) == Some(&[0x80, 0x91])
                    && bytes.get(end + 3).is_some_and(u8::is_ascii_alphabetic) =>
                {
                    end += 2;
                }
                // `v2.1`
                b'.' if digit && bytes.get(end + 1).is_some_and(u8::is_ascii_digit) => {}
                _ => break,
            }
            end += 1;
        }
        if end == start {
            end = start + 1;
        }
        // `_emphasis_` of whole words.
        let mut from = start;
        let mut to = end;
        if underscore {
            while from < end && bytes[from] == b'_' {
                from += 1;
            }
            while to > from && bytes[to - 1] == b'_' {
                to -= 1;
            }
        }
        if from == to {
            self.at = end;
            return;
        }
        if from > start && bytes[from].is_ascii_digit() {
            self.at = from;
            return;
        }
        let word = &bytes[from..to];
        // `ERC-20`, `EIP‑1559`: a capitalised name with a number.
        if let Some((Dash::Hyphen, len)) = dash_at(bytes, to) {
            let name = word.len() <= 6
                && word.iter().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
                && word[0].is_ascii_uppercase();
            if name && word.len() > 1 && bytes.get(to + len).is_some_and(u8::is_ascii_digit) {
                let digits =
                    bytes[to + len..].iter().take_while(|b| b.is_ascii_alphanumeric()).count();
                self.opaque(start, to + len + digits, NumberRole::Name);
                return;
            }
        }
        if digit {
            // `e5`, `x3`: an operator written without spaces, `x_1`: a symbol.
            let operator = matches!(word[0], b'x' | b'X')
                && self.after_operand()
                && !self.spaced
                && word[1..].iter().all(u8::is_ascii_digit);
            if operator {
                self.push(Kind::Times, 1);
                return;
            }
            if underscore && word.len() > 3 {
                // `VaR_1d,95`: the index has two parts.
                let index = bytes[end..].iter().skip(1).take_while(|b| b.is_ascii_digit()).count();
                if bytes.get(end) == Some(&b',') && matches!(index, 1 | 2) {
                    end += 1 + index;
                }
                self.at = start;
                self.out.words += 1;
                self.push(Kind::Name, end - start);
                return;
            }
            self.opaque(start, end, NumberRole::Name);
            return;
        }
        // "US$5"
        if word == b"US" && bytes.get(to) == Some(&b'$') {
            self.at = to;
            return;
        }
        self.out.words += 1;
        let kind = if underscore && word.contains(&b'_') && word.len() > 3 {
            Kind::Name
        } else {
            self.sense(lookup(word), from, to)
        };
        self.at = from;
        self.push(kind, to - from);
        self.at = end;
    }

    /// Reads words of letters, each with a mark behind it that belongs to no word, as most have;
    /// whether there is one.
    #[inline]
    fn plain_words(&mut self) -> bool {
        let bytes = self.bytes;
        let text = self.text.as_bytes();
        let mut any = false;
        loop {
            let start = self.at;
            let Some(letters) = Letters::at(text, start) else {
                return any;
            };
            // A region may end with the word; what stands behind it says still where it ends.
            let mark = letters.next;
            let ends = mark == b' ' || ENDS_WORD[usize::from(mark)];
            if letters.end > bytes.len() || !ends {
                return any;
            }
            any = true;
            let entry = letters.entry();
            let meaning = letters.meaning(entry);
            if !meaning.is_plain() && self.date_of_meaning(meaning) {
                return true;
            }
            self.words.take(start, &letters, entry);
            self.out.words += 1;
            if meaning.is_plain() {
                self.push_often(Kind::Word(meaning), letters.end - start);
            } else {
                self.push_often(self.sense(meaning, start, letters.end), letters.end - start);
            }
            if mark != b' ' || letters.end == bytes.len() {
                return true;
            }
            self.space();
        }
    }

    /// Reads a date or a number that begins with a word, if that is the name of a month or says a number.
    fn date_of_meaning(&mut self, meaning: Word) -> bool {
        match meaning {
            Word::Month => self.date_of_month(),
            Word::Spelled => self.spelled_number(),
            _ => false,
        }
    }

    /// Reads a date that begins with the name of a month.
    #[inline(never)]
    fn date_of_month(&mut self) -> bool {
        if date::may_begin_month(self.bytes[self.at])
            && let Some(found) = date::at_letter(self.bytes, self.at)
        {
            self.date(found);
            return true;
        }
        false
    }

    /// What a word means where it stands.
    #[inline]
    fn sense(&self, meaning: Word, start: usize, end: usize) -> Kind {
        match meaning {
            Word::X | Word::Month | Word::Spelled => self.sense_of_ambiguous(meaning, start, end),
            other => Kind::Word(other),
        }
    }

    #[inline(never)]
    fn sense_of_ambiguous(&self, meaning: Word, start: usize, end: usize) -> Kind {
        match meaning {
            Word::X if self.times_sign(end) => Kind::Times,
            Word::Month if !self.bytes[start].is_ascii_uppercase() => Kind::Word(Word::Other),
            Word::Spelled => Kind::Word(Word::Other),
            other => Kind::Word(other),
        }
    }

    /// Whether an `x` that ends at `end` stands between operands as a sign of multiplication.
    fn times_sign(&self, end: usize) -> bool {
        let spaced_after = space_len(self.bytes, end, false) > 0;
        let next = skip_space(self.bytes, end);
        let operand = self
            .bytes
            .get(next)
            .is_some_and(|b| b.is_ascii_digit() || matches!(b, b'(' | b'$' | b'[' | b'.'));
        self.after_operand() && operand && (self.spaced == spaced_after)
    }
}
