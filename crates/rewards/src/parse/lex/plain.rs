//! Numbers that nothing around them makes anything but a quantity, and days as `2025-02-09`: most
//! figures of most answers.
//!
//! What is read here is what [`Lexer::read_number`] and [`Lexer::date`] would read; whatever gives
//! the least reason to look closer is left to them.

use crate::parse::number::POWERS;
use crate::parse::text::is_word_byte;
use crate::parse::word::Word;
use crate::parse::{DateMention, Number, NumberRole, NumberUnit, Span, date};

use super::{Kind, Lexer};

/// More digits, marks between them included, may not be exact in a binary fraction.
const MOST_DIGITS: usize = 15;

/// Whether what stands behind a number and a space has nothing to do with the number: no group of
/// digits, no scale, no unit, no month, no power of ten.
fn is_apart(behind: &[u8]) -> bool {
    let byte = |at: usize| behind.get(at).map_or(0, u8::to_ascii_lowercase);
    let second = byte(1);
    match behind.first() {
        // An operator; `× 10^5` belongs to the number.
        Some(b'*') => second == b' ' && is_factor_apart(&behind[2..]),
        Some(0xC3) => match behind.get(1..) {
            Some([0x97, b' ', factor @ ..]) => is_factor_apart(factor),
            Some([0xB7, ..]) => true,
            _ => false,
        },
        // `−`, `≈`, `–`, `—`
        Some(0xE2) => {
            matches!(behind.get(1..3), Some([0x88, 0x92] | [0x89, 0x88] | [0x80, 0x93 | 0x94]))
        }
        Some(0xC2) => second == 0xB1,
        // Months begin with a capital.
        Some(
            b'0'..=b'9'
            | b' '
            | b'\t'
            | b'\r'
            | b'%'
            | b'\\'
            | 0x80..
            | b'J'
            | b'F'
            | b'M'
            | b'A'
            | b'S'
            | b'O'
            | b'N'
            | b'D',
        ) => false,
        Some(b'a'..=b'z' | b'A'..=b'Z') if !second.is_ascii_alphabetic() => matches!(byte(0), b'a'),
        Some(b'm') => !matches!(second, b'i' | b'm' | b'n' | b'l'),
        Some(b'b' | b'B') => !matches!(second, b'i' | b'n' | b'p' | b'a'),
        Some(b't' | b'T') => match second {
            b'h' => byte(2) != b'o',
            b'r' => !matches!(byte(2), b'i' | b'n'),
            _ => second != b'n',
        },
        Some(b'h' | b'H') => second != b'u',
        // "per cent"
        Some(b'p') if behind.starts_with(b"per ") => {
            byte(4).is_ascii_alphabetic() && (byte(4), byte(5)) != (b'c', b'e')
        }
        Some(b'p' | b'P') => !matches!(second, b'e' | b'c' | b'p'),
        Some(b'u' | b'U') => second != b's' || byte(2) != b'd',
        Some(b'd') => second != b'o',
        // "9 of February"
        Some(b'o') if behind.starts_with(b"of ") => {
            behind.get(3).is_some_and(|it| matches!(it, b'a'..=b'z' | b'0'..=b'9' | b'[' | b'$'))
        }
        Some(b'o') => second != b'f',
        _ => true,
    }
}

/// Whether what stands behind a sign of multiplication and a space is no power of ten.
fn is_factor_apart(factor: &[u8]) -> bool {
    match factor {
        [b'1', b'0', power, ..] => !matches!(power, b'^' | b'*' | 0x80..),
        [b' ' | b'\t' | b'\r' | 0x80.., ..] => false,
        _ => true,
    }
}

impl Lexer<'_, '_> {
    /// Reads a number whose digits begin at `digits`, behind its sign and that of a currency if
    /// there are such, if it is plain.
    pub(super) fn plain_number(&mut self, digits: usize, sign: f64, currency: bool) -> bool {
        let start = self.at;
        let bytes = self.bytes;
        if !matches!(self.before(), b' ' | b'(' | b'*' | b'\n' | b'|' | b'[')
            || self.last().is_some_and(|it| it.kind == Kind::Word(Word::Dollars))
        {
            return false;
        }
        let Some(mut rest @ [b'0'..=b'9', ..]) = bytes.get(digits..) else {
            return false;
        };
        let mut head = 0_i64;
        let zero = rest[0] == b'0';
        let digit = |head: i64, it: u8| head.wrapping_mul(10).wrapping_add(i64::from(it - b'0'));
        while let [it @ b'0'..=b'9', others @ ..] = rest {
            head = digit(head, *it);
            rest = others;
        }
        if bytes.len() - rest.len() - digits <= 3 && !zero {
            while let [b',', a @ b'0'..=b'9', b @ b'0'..=b'9', c @ b'0'..=b'9', others @ ..] = rest
            {
                if matches!(others, [b'0'..=b'9', ..]) {
                    return false;
                }
                head = digit(digit(digit(head, *a), *b), *c);
                rest = others;
            }
        }
        let mut decimals = 0;
        if let [b'.', b'0'..=b'9', ..] = rest {
            rest = &rest[1..];
            while let [it @ b'0'..=b'9', others @ ..] = rest {
                head = digit(head, *it);
                decimals += 1;
                rest = others;
            }
        }
        let mut at = bytes.len() - rest.len();
        let byte = |at: usize| bytes.get(at).copied().unwrap_or(0);
        if at - digits > MOST_DIGITS {
            return false;
        }
        let shown = Span { start: digits, end: at };
        let mut unit = if currency { NumberUnit::Usd } else { NumberUnit::None };
        let next = byte(at + 1);
        let plain = match byte(at) {
            0 | b'\n' | b';' | b'|' | b'`' | b']' => true,
            b')' => !self.cell,
            b'.' | b',' | b':' => !next.is_ascii_digit(),
            b' ' if next == b'%' => {
                unit = NumberUnit::Percent;
                at += 2;
                self.is_percentage(at)
            }
            b' ' => is_apart(&bytes[at + 1..]),
            // Emphasis ends; `10**5` is a power.
            b'*' => next == b'*' && head != 10,
            b'%' => {
                unit = NumberUnit::Percent;
                at += 1;
                self.is_percentage(at)
            }
            _ => false,
        };
        if !plain {
            return false;
        }
        self.words.take_number(shown);
        for mark in shown.end..at {
            self.words.pass(mark);
        }
        let power = POWERS[decimals];
        let index = self.out.numbers.len() as u32;
        self.out.numbers.push(Number {
            span: Span { start, end: at },
            value: sign * if decimals == 0 { head as f64 } else { head as f64 / power },
            half_ulp: 0.5 * (1.0 / power),
            exact: (decimals == 0).then_some(i128::from(if sign < 0.0 { -head } else { head })),
            unit,
            approximate: self.said_about(),
            role: NumberRole::Quantity,
        });
        self.out.words += 1;
        self.push_number(index, at - start);
        true
    }

    /// Whether a percent sign that ends at a place has nothing behind it that makes it another unit:
    /// "5% points".
    fn is_percentage(&self, at: usize) -> bool {
        let byte = |at: usize| self.bytes.get(at).copied().unwrap_or(0);
        let next = byte(at);
        let spaced = matches!(next, b' ' | b'\t' | b'\r');
        let word = at + usize::from(spaced);
        // "5% points", "5 % age points"
        let points = match byte(word) {
            b'p' | b'P' | b'-' => true,
            b'a' | b'A' => matches!(byte(word + 1), b'g' | b'G'),
            _ => false,
        };
        let goes_on = !byte(word).is_ascii()
            || points
            || spaced && matches!(byte(word), b' ' | b'\t' | b'\r')
            || self.cell && next == b')';
        !goes_on
    }

    /// Reads `2025-02-09`, if a day is written like this here.
    pub(super) fn plain_date(&mut self) -> bool {
        let start = self.at;
        let Some(day) =
            self.bytes.get(start..).and_then(|it| it.first_chunk()).and_then(date::plain)
        else {
            return false;
        };
        let end = start + date::PLAIN;
        let behind = &self.text.as_bytes()[end..];
        let goes_on = match behind {
            [b'.' | b',', next, ..] => next.is_ascii_digit(),
            [next, ..] => is_word_byte(*next),
            [] => false,
        };
        if goes_on {
            return false;
        }
        let value = |at: usize| self.bytes[at] - b'0';
        for (from, to) in [(start, start + 4), (start + 5, start + 7), (start + 8, end)] {
            let span = Span { start: from, end: to };
            let whole = (from..to).fold(0, |it, at| it * 10 + u16::from(value(at)));
            self.words.take_number(span);
            self.out.numbers.push(Number {
                span,
                value: f64::from(whole),
                half_ulp: 0.5,
                exact: Some(i128::from(whole)),
                unit: NumberUnit::None,
                approximate: false,
                role: NumberRole::Date,
            });
        }
        let index = self.out.dates.len() as u32;
        self.out.dates.push(DateMention {
            span: Span { start, end },
            date: Some(day),
            month_day: (day.month(), day.day()),
        });
        self.out.words += 1;
        self.push(Kind::Date(index), date::PLAIN);
        true
    }
}

#[cfg(test)]
mod tests {
    use crate::parse::Answer;

    const BEHIND: [&str; 32] = [
        "",
        " users",
        ".",
        ",",
        ")",
        ": so",
        ";",
        "\n",
        " (x)",
        " = 5",
        "**",
        "]",
        " × 100",
        " × 10^5",
        " × 10 ",
        " * 100",
        " * 10**5",
        " − 5",
        " – 5",
        " ≈ 5",
        " ÷ 5",
        " ± 2",
        " of 2025",
        " of them",
        " of February",
        " % of",
        " % points",
        "% age points",
        "% above",
        " per user",
        " per cent",
        " per coin",
    ];

    #[test]
    fn reads_days_as_the_closer_look_does() {
        for day in ["2025-02-09", "2024-02-29", "2025-02-29", "2025-13-01", "0001-01-01"] {
            for behind in ["", ".", ",", ".5", ":", " so", "T00:00:00Z", "-1", "x", "\n"] {
                let text = format!("on {day}{behind}");
                let dates = Answer::parse(&text).dates;
                let close = crate::parse::date::at_digit(text.as_bytes(), 3);
                let found = dates.first().map(|it| (it.span.end, it.date, it.month_day));
                let expect = close.map(|it| (it.end, it.date, it.month_day));
                assert_eq!(found, expect, "{text}");
            }
        }
    }

    /// A quotation mark before a number makes the closer look necessary, so that both ways of
    /// reading can be compared.
    #[test]
    fn reads_what_the_closer_look_reads() {
        let plain = ["7", "0.5", "1,187,055", "$94.47", "12.5%", "0", "10", "999,999.25", "$1,200"];
        let signed = ["-7", "−0.5", "+12.5%", "-$94.47"];
        for number in plain.into_iter().chain(signed) {
            for behind in BEHIND {
                let read = |text: String| {
                    let answer = Answer::parse(&text);
                    let it = answer.numbers.first().expect("a number").clone();
                    (it.value, it.half_ulp, it.exact, it.unit, it.span.end - it.span.start)
                };
                let plain = read(format!("so {number}{behind}"));
                // Two spaces between sign and word make no plain number of "USD".
                let close = read(format!("so“{number}{behind}"));
                assert_eq!(plain, close, "{number}{behind}");
            }
        }
    }
}
