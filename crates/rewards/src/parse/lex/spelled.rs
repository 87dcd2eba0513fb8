//! Numbers in words, where a unit or a root says that a figure is meant: "two percent", "twenty-five dollars",
//! "three million", "the square root of seven". Others, as in "two networks", count things by the way.

use crate::parse::number::Scanned;
use crate::parse::text::{letters_end, starts_with_ignore_case};
use crate::parse::word::{Word, lookup};

use super::{Kind, Lexer};

/// The words that say numbers.
pub(in crate::parse) const SPELLED: &str = "one two three four five six seven eight nine ten eleven twelve \
    thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy \
    eighty ninety";

/// The value of a word.
fn value_of(word: &[u8]) -> Option<u16> {
    /// The longest of them has nine letters.
    const LONGEST: usize = 9;
    let mut lower = [0; LONGEST];
    let lower = lower.get_mut(..word.len())?;
    lower.copy_from_slice(word);
    lower.make_ascii_lowercase();
    Some(match &*lower {
        b"one" => 1,
        b"two" => 2,
        b"three" => 3,
        b"four" => 4,
        b"five" => 5,
        b"six" => 6,
        b"seven" => 7,
        b"eight" => 8,
        b"nine" => 9,
        b"ten" => 10,
        b"eleven" => 11,
        b"twelve" => 12,
        b"thirteen" => 13,
        b"fourteen" => 14,
        b"fifteen" => 15,
        b"sixteen" => 16,
        b"seventeen" => 17,
        b"eighteen" => 18,
        b"nineteen" => 19,
        b"twenty" => 20,
        b"thirty" => 30,
        b"forty" => 40,
        b"fifty" => 50,
        b"sixty" => 60,
        b"seventy" => 70,
        b"eighty" => 80,
        b"ninety" => 90,
        _ => return None,
    })
}

impl Lexer<'_, '_> {
    /// Reads the number that the word at this place begins, if it is meant as a figure.
    #[inline(never)]
    pub(super) fn spelled_number(&mut self) -> bool {
        let (bytes, start) = (self.bytes, self.at);
        let mut end = letters_end(bytes, start);
        let Some(mut value) = value_of(&bytes[start..end]) else { return false };
        // "twenty-five", "two hundred"
        if matches!(bytes.get(end), Some(b'-' | b' ')) {
            let next = end + 1;
            let next_end = letters_end(bytes, next);
            let tens = value >= 20 && value % 10 == 0;
            match value_of(&bytes[next..next_end]) {
                Some(units @ 1..=9) if tens => (value, end) = (value + units, next_end),
                _ if value < 10
                    && starts_with_ignore_case(bytes, next, "hundred")
                    && next_end == next + 7 =>
                {
                    (value, end) = (value * 100, next_end);
                }
                _ => {}
            }
        }
        let mut before = self.out.tokens.iter().rev().map(|it| it.kind);
        let under_root = before.next() == Some(Kind::Word(Word::Of))
            && before.next() == Some(Kind::Word(Word::Root));
        let measured = || {
            self.unit_after(end).is_some()
                || bytes.get(end) == Some(&b' ') && {
                    let unit = letters_end(bytes, end + 1);
                    matches!(
                        bytes.get(end + 1..unit),
                        Some(b"thousand" | b"million" | b"billion" | b"trillion")
                    )
                }
        };
        if !under_root && !measured() {
            return false;
        }
        self.amount(Scanned::whole(value, end), start, 1.0, false);
        true
    }
}

/// Whether a word may begin a number.
pub(super) fn may_spell(word: &[u8]) -> bool {
    lookup(word) == Word::Spelled
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::{Answer, NumberUnit, number};

    #[test]
    fn knows_every_word() {
        for word in SPELLED.split_ascii_whitespace() {
            assert!(may_spell(word.as_bytes()), "{word}");
            assert!(value_of(word.as_bytes()).is_some(), "{word}");
            assert!(number::scale(word.as_bytes(), 0, false).is_none(), "{word}");
        }
    }

    #[test]
    fn reads_those_with_a_unit_or_under_a_root() {
        let percent = NumberUnit::Percent;
        let none = NumberUnit::None;
        for (text, value, unit) in [
            ("a slip of two percent", 2.0, percent),
            ("Twenty-five per cent of it", 25.0, percent),
            ("twenty five percent", 25.0, percent),
            ("a two-percent drop", 2.0, percent),
            ("one hundred percent", 100.0, percent),
            ("three percentage points", 3.0, NumberUnit::PercentagePoint),
            ("forty dollars", 40.0, NumberUnit::Usd),
            ("about three million users", 3_000_000.0, none),
            ("the square root of seven", 7.0, none),
        ] {
            let answer = Answer::parse(text);
            let read: Vec<_> = answer.numbers.iter().map(|it| (it.value, it.unit)).collect();
            assert_eq!(read, [(value, unit)], "{text}");
        }
        for text in
            ["two networks", "one of the seven", "in twenty days", "someone percent", "at one"]
        {
            assert!(Answer::parse(text).numbers.is_empty(), "{text}");
        }
    }
}
